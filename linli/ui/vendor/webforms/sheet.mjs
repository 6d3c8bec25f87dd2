// The engine's style sheet: without its fonts (the house's are used), without what styles the whole page, and of its
// utility classes only those that its code names.
import postcss from "postcss";

export function sheet(entry, code) {
  const found = entry.match(/createTextNode\('([\s\S]*?)'\)\),document\.head/);
  const reset = code.match(/resetStyles = `([\s\S]*?)`/);
  if (!found || !reset) throw new Error("the engine's styles are not where they were");
  const text = found[1].replaceAll("\\'", "'").replaceAll("\\\\", "\\");
  const used = new Set([...code.matchAll(/["'`]([^"'`\n]{1,200})["'`]/g)].flatMap(([, words]) => words.split(/\s+/)));
  const root = postcss.parse(text);
  root.walkAtRules(/^(charset|font-face)$/, (rule) => rule.remove());
  root.walkRules((rule) => {
    if (rule.parent.type === "atrule" && /keyframes$/.test(rule.parent.name)) return;
    rule.selectors = rule.selectors.filter((one) => keeps(one, used)).length ? rule.selectors.filter((one) => keeps(one, used)) : [".drop"];
    if (rule.selector === ".drop") rule.remove();
  });
  root.walkAtRules((rule) => {
    if (rule.nodes && rule.nodes.length === 0) rule.remove();
  });
  return `@layer webforms-reset { .webform { ${nested(reset[1])} } }\n${root.toString()}`;
}

const keeps = (selector, used) =>
  !/^(html|body|\*)/.test(selector.trim()) &&
  (/data-v-/.test(selector) || [...selector.matchAll(/\.((?:\\.|[\w-])+)/g)].every(([, name]) => used.has(name.replaceAll("\\", "")) || /^(p-|odk)/.test(name)));

// The reset, for what lies in the form alone.
function nested(text) {
  const root = postcss.parse(text);
  root.each((rule) => {
    if (rule.type === "rule" && /(^|,)\s*(html|body|:root)/.test(rule.selector)) rule.remove();
  });
  return root.toString();
}
