// The licences of what is in the bundle. A package without a licence file gets the text with the holder it names.
import { existsSync, readFileSync } from "node:fs";

const modules = new URL("./node_modules/", import.meta.url);
const MIT = readFileSync(new URL("../mit.txt", import.meta.url), "utf8");
const APACHE = "Licensed under the Apache License, Version 2.0; the text is in the file LICENSE at the root of this repository.";

// Compiled into @getodk/web-forms by its makers, hence without a version of their own here.
const WITHIN = [
  ["@getodk/xforms-engine, @getodk/xpath, @getodk/common, @getodk/tree-sitter-xpath", `Copyright The ODK authors\n${APACHE}`],
  ["primevue, @primeuix/styled, @primeuix/themes, @primevue/core", mit("Copyright (c) 2018-2025 PrimeTek")],
  ["primeflex", mit("Copyright (c) 2018-2024 PrimeTek")],
  ["solid-js", mit("Copyright (c) 2016-2025 Ryan Carniato")],
  ["tree-sitter, web-tree-sitter", mit("Copyright (c) 2018-2024 Max Brunsfeld")],
  ["crypto-js", mit("Copyright (c) 2009-2013 Jeff Mott; 2013-2016 Evan Vosberg")],
  ["papaparse", mit("Copyright (c) 2015 Matthew Holt")],
  ["temporal-polyfill", mit("Copyright (c) 2024 Adam Shaw")],
  ["bin-packer", mit("Copyright (c) Joseph Burnett")],
  ["micromark, mdast-util-from-markdown, unist-util-stringify-position, decode-named-character-reference", mit("Copyright (c) Titus Wormer")],
  ["pica", mit("Copyright (C) 2014-2017 by Vitaly Puzrin")],
  ["multimath, glur, webworkify", mit("Copyright (C) 2014-2017 by Vitaly Puzrin; 2013 James Halliday")],
  ["Sortable", mit("Copyright (c) 2019 All contributors to Sortable")],
];
const PACKAGES = ["@getodk/web-forms", "vue", "@mdi/js", "dompurify", "image-blob-reduce", "vue-draggable-plus"];

function mit(holder) {
  return `MIT License\n\n${holder}\n\n${MIT}`;
}

export function licences() {
  const parts = PACKAGES.map((name) => {
    const about = JSON.parse(readFileSync(new URL(`${name}/package.json`, modules), "utf8"));
    const file = ["LICENSE", "LICENSE.md", "LICENCE", "license"].map((one) => new URL(`${name}/${one}`, modules)).find(existsSync);
    const note = name === "@getodk/web-forms" ? "\nChanged when bundled as linli/ui/vendor/webforms/patches.mjs says." : "";
    const text = file ? readFileSync(file, "utf8").trim() : about.license === "MIT" ? mit(`Copyright (c) ${about.author?.name ?? about.author ?? name}`) : `${about.license}\n${APACHE}`;
    return `==== ${name} ${about.version} (${about.license}) ====${note}\n\n${text}`;
  });
  return [...parts, ...WITHIN.map(([name, text]) => `==== ${name} ====\n\n${text}`)].join("\n\n");
}
