// Builds linli/ui/static/ui/webforms/vendor from the exact packages in package-lock.json.
// Run `npm ci --ignore-scripts && npm run build` here after changing a version; commit what changed.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build, transformSync } from "esbuild";
import { licences } from "./licences.mjs";
import { patched } from "./patches.mjs";
import { sheet } from "./sheet.mjs";

const out = new URL("../../static/ui/webforms/vendor/", import.meta.url);
const dist = new URL("./node_modules/@getodk/web-forms/dist/", import.meta.url);
const read = (url) => readFileSync(url, "utf8");
const write = (name, text) => writeFileSync(new URL(name, out), text.endsWith("\n") ? text : text + "\n");
const main = readdirSync(dist).find((name) => /^index-.*\.js$/.test(name));

// The styles that the package would put into the page by script become a file; its map is left out.
const engine = {
  name: "engine",
  setup(bundler) {
    bundler.onResolve({ filter: /MapBlock-.*\.js$/ }, () => ({ path: new URL("nomap.js", import.meta.url).pathname }));
    bundler.onLoad({ filter: /web-forms\/dist\/index\.js$/ }, (file) => ({ contents: read(`${file.path}`).replace(/^\(function\(\)\{"use strict";try[\s\S]*?\}\)\(\);\n/, "") }));
    bundler.onLoad({ filter: /web-forms\/dist\/index-.*\.js$/ }, (file) => ({ contents: patched(read(file.path)) }));
  },
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await build({
  entryPoints: [new URL("webforms.js", import.meta.url).pathname],
  outfile: new URL("webforms.js", out).pathname,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  plugins: [engine],
  define: {
    "process.env.NODE_ENV": '"production"',
    __VUE_OPTIONS_API__: "true",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
  banner: { js: "/* Licences: see LICENSES in this directory. */" },
});
write("webforms.css", transformSync(sheet(read(new URL("index.js", dist)), read(new URL(main, dist))), { loader: "css", minify: true }).code);
write("LICENSES", licences());
// Served as they are to browsers that take them (WhiteNoise): a third of the bytes for a phone in the field.
for (const name of ["webforms.js", "webforms.css"]) writeFileSync(new URL(`${name}.gz`, out), gzipSync(readFileSync(new URL(name, out)), { level: 9 }));
const lines = readdirSync(out).filter((name) => name !== "SHA256SUMS").sort()
  .map((name) => `${createHash("sha256").update(readFileSync(new URL(name, out))).digest("hex")}  ${name}`);
write("SHA256SUMS", lines.join("\n"));
