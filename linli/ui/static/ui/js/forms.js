// Error summary focus, busy buttons, unsaved changes, small conveniences of inputs.
import { announce, fill, serverNow, texts } from "./texts.js";

export function focusProblems(root = document) {
  const problems = root.querySelector?.("[data-problems]");
  if (problems) problems.focus();
  return Boolean(problems);
}
focusProblems();
// An address that ends in #main (somebody used the skip link before) takes the focus again when the page is loaded.
window.addEventListener("load", () => window.setTimeout(() => {
  if (document.activeElement === document.body || document.activeElement.id === "main") focusProblems();
}));

let dirty = false;
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-unsaved]")) dirty = true;
});
window.addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post], [data-quiet]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  dirty = false;
  form.dataset.sent = "1";
  const button = event.submitter;
  if (!button?.classList.contains("btn")) return;
  window.setTimeout(() => {
    button.dataset.label = button.textContent;
    button.classList.add("btn-busy");
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.busy || texts.busy;
    announce(button.textContent);
  });
});

// Coming back with the browser's button must find the form ready again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  document.querySelectorAll(".btn-busy[data-label]").forEach((button) => {
    button.classList.remove("btn-busy");
    button.removeAttribute("aria-disabled");
    button.textContent = button.dataset.label;
  });
});

document.addEventListener("change", (event) => {
  event.target.closest("form[data-autosubmit]")?.requestSubmit();
});

document.addEventListener("click", (event) => {
  const eye = event.target.closest("[data-reveal]");
  if (eye) {
    const input = document.getElementById(eye.dataset.reveal);
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    eye.setAttribute("aria-pressed", String(!shown));
    eye.setAttribute("aria-label", shown ? texts.show_password : texts.hide_password);
  }
  const more = event.target.closest("[data-more]");
  if (more) {
    more.closest("form").classList.add("open");
    more.hidden = true;
    more.closest("form").querySelectorAll(".field")[2]?.querySelector("input, select")?.focus();
  }
  if (event.target.closest("[data-print]")) window.print();
});

// A form with data-autosave="address" is kept as a draft four seconds after the last key.
let timer = 0;
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-draft]");
  if (!form) return;
  window.clearTimeout(timer);
  timer = window.setTimeout(async () => {
    const note = form.querySelector("[data-autosave]");
    const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form) }).catch(() => null);
    const ok = Boolean(answer?.ok);
    const version = answer?.headers.get("X-Version");
    if (version && form.elements.version) form.elements.version.value = version;
    if (ok) dirty = false;
    if (!note) return;
    note.classList.toggle("autosave-failed", !ok);
    const at = new Date(serverNow()).toTimeString().slice(0, 5);
    const why = answer?.headers.get("Content-Type")?.startsWith("text/plain") ? await answer.text() : texts.failed;
    note.lastElementChild.textContent = ok ? fill(texts.saved_at, { t: at }) : why;
  }, 4000);
});
