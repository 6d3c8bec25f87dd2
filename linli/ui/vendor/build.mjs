// Builds linli/ui/static/ui/vendor from the exact packages in package-lock.json.
// Run `npm ci --ignore-scripts && npm run build` here after changing a version or icons.txt; commit what changed.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { pruneTabler } from "./tabler.mjs";

const out = new URL("../static/ui/vendor/", import.meta.url);
const modules = new URL("./node_modules/", import.meta.url);
const read = (path) => readFileSync(new URL(path, modules), "utf8");
const write = (name, text) => writeFileSync(new URL(name, out), text.endsWith("\n") ? text : text + "\n");

const version = (name) => JSON.parse(read(`${name}/package.json`)).version;

const bundle = (entry, name) =>
  build({
    entryPoints: [new URL(entry, import.meta.url).pathname],
    outfile: new URL(name, out).pathname,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' },
    banner: { js: `/* Licences: see LICENSES in this directory. */` },
  });

function sprite() {
  const names = readFileSync(new URL("icons.txt", import.meta.url), "utf8").split("\n").filter(Boolean);
  const symbols = names.map((name) => {
    const filled = name.endsWith("-filled");
    const path = filled ? `filled/${name.slice(0, -"-filled".length)}` : `outline/${name}`;
    const source = read(`@tabler/icons/icons/${path}.svg`).replace(/<!--[\s\S]*?-->/g, "");
    const body = source.slice(source.indexOf(">", source.indexOf("<svg")) + 1, source.lastIndexOf("</svg>"));
    const paint = filled
      ? 'fill="currentColor"'
      : 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
    return `<symbol id="${name}" viewBox="0 0 24 24" ${paint}>${body.replace(/\s+/g, " ").trim()}</symbol>`;
  });
  write("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>`);
}

// A package that ships no licence file gets the MIT text with the holder its repository names.
function licences() {
  const parts = [
    ["@tabler/core", { mit: "Copyright (c) 2018-2026 The Tabler Authors" }],
    ["@tabler/icons", "LICENSE"],
    ["htmx.org", "LICENSE"],
    ["@alpinejs/csp", { mit: "Copyright © 2019-2026 Caleb Porzio and contributors" }],
    ["echarts", "LICENSE"],
    ["echarts", "NOTICE"],
    ["zrender", "LICENSE"],
    ["tslib", "LICENSE.txt"],
    ["@vue/reactivity", "LICENSE"],
  ];
  const mit = readFileSync(new URL("mit.txt", import.meta.url), "utf8");
  const text = parts.map(([name, source]) => {
    const body = source.mit ? `MIT License\n\n${source.mit}\n\n${mit}` : read(`${name}/${source}`);
    return `==== ${name} ${version(name)}${source === "NOTICE" ? " NOTICE" : ""} ====\n\n${body.trim()}`;
  });
  write("LICENSES", text.join("\n\n"));
}

function manifest() {
  const lines = readdirSync(out)
    .filter((name) => name !== "SHA256SUMS")
    .sort()
    .map((name) => `${createHash("sha256").update(readFileSync(new URL(name, out))).digest("hex")}  ${name}`);
  write("SHA256SUMS", lines.join("\n"));
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
write("tabler.css", pruneTabler(read("@tabler/core/dist/css/tabler.css"), version("@tabler/core")));
write("htmx.js", read("htmx.org/dist/htmx.min.js"));
await bundle("alpine.js", "alpine.js");
await bundle("echarts.js", "echarts.js");
sprite();
licences();
manifest();
