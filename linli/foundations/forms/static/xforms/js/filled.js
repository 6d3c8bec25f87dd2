// What the engine hands out, as the server takes it: the XML under one number that stays the same, and its files.

const PART = "xml_submission_file";

/** The answers as they are now: `{xml, files: [[name, Blob]], ready}`. */
export async function taken(root, session) {
  const payload = await root.prepareInstancePayload({ payloadType: "monolithic" });
  return read(payload, session);
}

export async function read(payload, session) {
  const parts = payload.data[0];
  const xml = numbered(await parts.get(PART).text(), session);
  const files = [...parts.entries()].filter(([name]) => name !== PART);
  return { xml, files, ready: payload.status === "ready" };
}

// The engine numbers anew whatever it opens; a draft that is opened again stays the same submission, so that sending it
// twice stores it once. `old` is the number of the submission that is being edited.
function numbered(text, { instance, old }) {
  const tree = new DOMParser().parseFromString(text, "text/xml");
  const meta = [...tree.documentElement.children].find((one) => one.localName === "meta");
  const leaf = (name) => [...meta.children].find((one) => one.localName === name);
  const number = leaf("instanceID");
  number.textContent = instance;
  leaf("deprecatedID")?.remove();
  if (old) {
    const before = tree.createElementNS(number.namespaceURI, number.nodeName.replace("instanceID", "deprecatedID"));
    before.textContent = old;
    meta.append(before);
  }
  return new XMLSerializer().serializeToString(tree);
}

export const newNumber = () => `uuid:${crypto.randomUUID()}`;

/** The request that sends it. */
export function posted({ xml, files }, more) {
  const form = new FormData();
  form.set(PART, new File([xml], PART, { type: "text/xml" }));
  files.forEach(([name, blob]) => form.set(name, new File([blob], name, { type: blob.type })));
  Object.entries(more).forEach(([name, value]) => form.set(name, value));
  return form;
}
