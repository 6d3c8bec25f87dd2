// After a part was replaced: focus the error summary or the new heading, and say so politely, the same thing once.
import { focusProblems } from "./forms.js";
import { announce, texts } from "./texts.js";

let told = "";
document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  if (!part?.querySelector || focusProblems(part)) return;
  part.querySelector("[data-focus]")?.focus();
  const text = part.dataset?.announce ?? part.querySelector("[data-announce]")?.dataset.announce;
  if (text === undefined || (text && text === told)) return;
  told = text;
  announce(text || texts.loaded);
});
for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, () => announce(texts.failed));
