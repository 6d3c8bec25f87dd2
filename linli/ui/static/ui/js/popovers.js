// Clause pop-overs, menus that close by themselves, dialogs.
function closeClauses(except) {
  document.querySelectorAll("[data-clause][aria-expanded=true]").forEach((button) => {
    const pop = button.nextElementSibling;
    if (button === except || pop.classList.contains("clause-pop-static")) return;
    button.setAttribute("aria-expanded", "false");
    pop.hidden = true;
  });
}

async function openClause(button) {
  const pop = button.nextElementSibling;
  if (button.dataset.src && !pop.dataset.loaded) {
    const answer = await fetch(button.dataset.src, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok) return;
    pop.innerHTML = await answer.text();
    pop.dataset.loaded = "1";
  }
  button.setAttribute("aria-expanded", "true");
  pop.hidden = false;
  pop.classList.remove("to-left");
  if (pop.getBoundingClientRect().right > document.documentElement.clientWidth - 8) pop.classList.add("to-left");
}

document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-clause]");
  if (chip) {
    const open = chip.getAttribute("aria-expanded") === "true";
    closeClauses();
    if (!open) openClause(chip);
    return;
  }
  if (!event.target.closest(".clause-pop")) closeClauses();
  document.querySelectorAll("details[data-pop][open]").forEach((details) => {
    if (!details.contains(event.target)) details.open = false;
  });
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog")?.close();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const chip = document.querySelector("[data-clause][aria-expanded=true]");
  closeClauses();
  chip?.focus();
  const details = document.querySelector("details[data-pop][open]");
  if (details) {
    details.open = false;
    details.querySelector("summary").focus();
  }
});
