// Keeps of Tabler what Linli stands on (reset, grid, forms, tables, buttons, utilities) and puts it into a cascade
// layer, so that our own rules win without a contest of specificity. Data URIs go: the content policy forbids them.
import { transformSync } from "esbuild";
import postcss from "postcss";

const KEPT = new RegExp(
  "^(" +
    [
      "container(-.*)?", "row(-.*)?", "col(-.*)?", "g[xy]?-.*", "gap-.*", "row-gap-.*", "column-gap-.*", "order-.*",
      "d-.*", "[mp][tbsexy]?-.*", "flex-.*", "justify-content-.*", "align-(items|self|content)-.*",
      "text-(start|center|end|wrap|nowrap|break|secondary|reset|decoration-.*|(sm|md|lg|xl)-.*)", "fw-.*", "lh-.*",
      "w-.*", "h-.*", "mw-.*", "min-v.-.*", "overflow-.*", "position-.*", "sticky-.*", "visually-hidden.*",
      "float-.*", "clearfix", "vr", "hr", "border(-(0|top|bottom|start|end)(-0)?)?", "rounded(-[0-9])?",
      "form-(control|select|label|check|check-input|check-label|text|range|file|fieldset|switch)(-sm|-lg)?",
      "form-check-inline", "input-group(-text|-sm|-lg)?", "table(-sm|-responsive.*)?", "btn(-sm|-lg)?",
      "list-(unstyled|inline|inline-item)", "img-fluid", "small", "lead", "mark", "blockquote", "no-js", "js",
      "disabled", "active", "show", "hide", "collapse",
    ].join("|") +
    ")$",
);

const keeps = (selector) =>
  !/data-bs-theme=dark|\[data-vc|theme-dark/.test(selector) &&
  [...selector.matchAll(/\.(-?[_a-zA-Z][\w-]*(?:\\.[\w-]*)*)/g)].every(([, name]) => KEPT.test(name.replaceAll("\\", "")));

export function pruneTabler(source, version) {
  const root = postcss.parse(source);
  root.walkComments((comment) => comment.remove());
  root.walkAtRules(/^(charset|keyframes|-webkit-keyframes)$/, (rule) => rule.remove());
  root.walkRules((rule) => {
    rule.selectors = rule.selectors.filter(keeps).length ? rule.selectors.filter(keeps) : [".drop"];
    if (rule.selector === ".drop") rule.remove();
  });
  root.walkDecls((declaration) => {
    if (declaration.value.includes("data:")) declaration.remove();
  });
  root.walkAtRules((rule) => {
    if (rule.nodes && rule.nodes.length === 0) rule.remove();
  });
  const text = `@layer tabler {\n${root.toString()}\n}`;
  return `/* Tabler ${version}, MIT; pruned by linli/ui/vendor/tabler.mjs. */\n${transformSync(text, { loader: "css", minify: true }).code}`;
}
