// Tables on phones; choosing rows: the box in the head chooses all, the toolbar says how many.
import { fill, texts } from "./texts.js";

// A table that would run over the edge of a phone becomes cards: the first cell is the title, the heads are labels.
export function fitTables(root) {
  if (window.innerWidth >= 900) return;
  root.querySelectorAll("table.table:not(.table-cards, .table-keep)").forEach((table) => {
    if (table.scrollWidth <= table.parentElement.clientWidth) return;
    const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
    table.querySelectorAll("tbody tr").forEach((row) => {
      [...row.cells].forEach((cell, index) => {
        if (index === 0) cell.classList.add("card-wide");
        else if (heads[index]) cell.dataset.label = heads[index];
      });
    });
    table.classList.add("table-cards");
  });
}

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
