// The drawer on phones, and `/` to reach the search.
const menu = document.getElementById("menu");
const veil = document.querySelector(".menu-veil");
let opener = null;

function setMenu(open) {
  if (!menu) return;
  menu.classList.toggle("open", open);
  if (veil) veil.hidden = !open;
  document.querySelectorAll("[data-menu]").forEach((button) => button.setAttribute("aria-expanded", String(open)));
  if (open) menu.querySelector("[data-menu-close]")?.focus();
  else opener?.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-menu]");
  if (button) {
    opener = button;
    setMenu(!menu?.classList.contains("open"));
  } else if (event.target.closest("[data-menu-close]")) setMenu(false);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu?.classList.contains("open")) setMenu(false);
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector("[data-search]");
  if (search) {
    event.preventDefault();
    search.focus();
    search.select();
  }
});
