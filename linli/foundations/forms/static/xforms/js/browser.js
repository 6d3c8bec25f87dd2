// A form filled in in the browser: the engine draws it; this page keeps drafts, sends, and says what became of it.

import { createApp, h, OdkWebForm, webFormsPlugin } from "../../ui/webforms/vendor/webforms.js";
import { newNumber, read, taken } from "./filled.js";
import { Outbox } from "./outbox.js";
import * as store from "./store.js";

const place = document.getElementById("webform");
const config = JSON.parse(place.dataset.config);
const state = document.getElementById("webform-state");
const waiting = document.getElementById("webform-waiting");
const restored = document.getElementById("webform-restored");
const key = [config.person, config.version, config.edit?.old ?? ""].join(" ");
const says = config.says;
const now = () => new Date().toTimeString().slice(0, 5);
const say = (text, ...values) => (state.textContent = values.reduce((made, one) => made.replace("{}", one), text));

let app = null;
let header = null;
let session = null;
let timer = 0;

const outbox = new Outbox(config.person, config.token, (what, item, answer) => {
  say(answer?.message ?? says[what], now());
  list();
});

/** Open the draft that there is, the submission to edit, or an empty form. */
async function begin() {
  const draft = await store.get("drafts", key);
  const edit = config.edit;
  session = { instance: draft?.instance ?? newNumber(), old: edit?.old ?? "", touched: false };
  restored.hidden = !draft;
  if (draft) restored.querySelector("span").textContent = says.restored.replace("{}", draft.at);
  app?.unmount();
  app = createApp({ render: () => h(OdkWebForm, { ...options(draft, edit), onSubmit: send }) });
  app.use(webFormsPlugin);
  const prime = app.config.globalProperties.$primevue.config;
  prime.locale = { ...prime.locale, ...config.locale, aria: { ...prime.locale.aria, ...config.locale.aria } };
  // The engine gives its root to the head of the form only; from there it is read whenever it is needed.
  app.mixin({ created() { if (this.$props.form?.prepareInstancePayload) header = this; } });
  app.mount(place);
  say("");
}

function options(draft, edit) {
  const opened = draft
    ? { xml: async () => draft.xml, names: draft.files.map(([name]) => name), file: async (name) => new Response(new Map(draft.files).get(name)) }
    : edit && { xml: async () => (await fetch(edit.xml)).text(), names: edit.files, file: (name) => fetch(edit.file + encodeURIComponent(name)) };
  return {
    formXml: config.xml,
    fetchFormAttachment: (source) => fetch(config.media + encodeURIComponent(String(source).split("/").pop())),
    preloadProperties: config.preload,
    ...(opened && {
      editInstance: { resolveInstance: opened.xml, attachmentFileNames: opened.names, resolveAttachment: opened.file },
    }),
  };
}

async function keep() {
  const mine = session;
  if (!header || !mine?.touched) return;
  const { xml, files } = await taken(header.$props.form, mine);
  if (mine !== session) return;
  try {
    await store.put("drafts", { key, person: config.person, instance: mine.instance, xml, files, at: now() });
    say(says.kept, now());
  } catch {
    say(says.unkept);
  }
}

// Only what is done to the form makes a draft: not its sending, nor what is done elsewhere on the page.
function soon(event) {
  const at = event.target;
  if (!session || at.closest(".footer") || !at.closest("#webform, .p-component")) return;
  session.touched = true;
  clearTimeout(timer);
  timer = setTimeout(keep, 400);
}

async function send(payload) {
  if (payload.status !== "ready") return;
  clearTimeout(timer);
  const mine = session;
  session = null;
  const { xml, files } = await read(payload, mine);
  const item = { key: mine.instance, person: config.person, draft: key, send: config.send, title: config.title, more: config.more, xml, files, at: now() };
  await store.put("outbox", item);
  await store.remove("drafts", key);
  say(says.sending);
  if (config.edit) {
    app.unmount();
    app = null;
  } else {
    await begin();
  }
  scrollTo(0, 0);
  await list();
  await outbox.flush();
}

/** What waits, and what the server refused: the latter is opened again, put right, and sent anew. */
async function list() {
  const items = await outbox.mine();
  waiting.parentElement.hidden = items.length === 0;
  waiting.replaceChildren(...items.map((item) => {
    const row = document.createElement("li");
    const text = document.createElement("p");
    text.textContent = `${item.title} ${item.at} ${item.refused || says.queued}`;
    row.append(text);
    if (item.refused) {
      if (item.draft === key) row.append(button(says.reopen, () => reopen(item)));
      row.append(button(says.drop, () => confirm(says.surely) && store.remove("outbox", item.key).then(list)));
    }
    return row;
  }));
}

function button(text, run) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "btn btn-sm", textContent: text });
  made.addEventListener("click", run);
  return made;
}

async function reopen(item) {
  // Another number: what the server refused for its number would be refused again.
  await store.put("drafts", { key, person: config.person, instance: newNumber(), xml: item.xml, files: item.files, at: item.at });
  await store.remove("outbox", item.key);
  await begin();
  await list();
}

function connection() {
  if (!navigator.onLine) say(says.offline);
}

async function start() {
  // On the document: lists and calendars of the engine open outside its place.
  for (const name of ["input", "change", "click"]) document.addEventListener(name, soon);
  addEventListener("offline", connection);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());
  restored.querySelector("button").addEventListener("click", async () => {
    await store.remove("drafts", key);
    await begin();
  });
  config.xml = await (await fetch(config.form)).text();
  await begin();
  await list();
  connection();
  await outbox.flush();
}

const agreed = document.getElementById("webform-agreed");
if (agreed) agreed.addEventListener("change", () => { agreed.disabled = true; start(); }, { once: true });
else start();
