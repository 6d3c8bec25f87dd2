// Choosing rows: the box in the head chooses all, the toolbar says how many.
import { fill, texts } from "./texts.js";

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!box.matches("[data-select-all], [data-select]")) return;
  const root = box.closest("[data-selectable]");
  if (!root) return;
  const rows = [...root.querySelectorAll("[data-select]")];
  if (box.matches("[data-select-all]")) rows.forEach((row) => { row.checked = box.checked; });
  const chosen = rows.filter((row) => row.checked).length;
  const all = root.querySelector("[data-select-all]");
  if (all) {
    all.checked = chosen > 0 && chosen === rows.length;
    all.indeterminate = chosen > 0 && chosen < rows.length;
  }
  root.querySelectorAll("[data-selected]").forEach((node) => { node.textContent = fill(texts.selected, { n: chosen }); });
  root.querySelectorAll("[data-needs-selection]").forEach((button) => { button.disabled = chosen === 0; });
});
