// What is changed in the engine when it is bundled, and why. Every replacement must be found, or the build fails.

// Sentences of the interface: the engine has no translations of its own, the page gives them (data-words).
const SAID = [
  "Condition not satisfied: constraint", "Condition not satisfied: required", "Good accuracy", "Poor accuracy",
  "Unknown accuracy", "Cancel", "Save location", "Captured image preview", "Repeat Item", "Remove", "Send",
  "1 question with error.", "Change language",
  "Location unavailable. Enable GPS and browser permissions, then restart the form to try again.",
];
const SHOWN = [
  "Finding your location", "Get location", "Try again", "Cannot access location", " Unable to load map ", "Rank items",
  "Grant location permission in the browser settings and make sure location is turned on.", " Okay ", "Take picture",
  "Choose image",
];
const AZURITE = {
  "#e9f8ff": "#eff6f9", "#c7e6f5": "#ddebf2", "#a5d4eb": "#a9cdde", "#82c3e0": "#a9cdde", "#60b1d6": "#3b8cb3", "#3e9fcc": "#13506f",
  "#3488af": "#0f4059", "#297193": "#0b3245", "#1f5976": "#0b3245",
};
const WORD = (text) => `globalThis.webformsWord(${JSON.stringify(text.trim())})`;

const replacements = [
  // Never cached as a static node, so that the word is asked for when it is drawn.
  ...SHOWN.map((text) => [new RegExp(`(createElementVNode\\("[a-z]+", [^\\n]*?)${quoted(text)}, -1\\)`, "g"), (all, before) => `${before}${WORD(text)}, -1)`]),
  ...SAID.map((text) => [new RegExp(`((?:label|alt|literal|constraintMsg|requiredMsg): |\\? |pA\\.value = |\\]: )${quoted(text)}`, "g"), (all, before) => `${before}${WORD(text)}`]),
  [/createTextVNode\(" Add ", -1\)/g, () => `createTextVNode(${WORD("Add")} + " ", -1)`],
  [/createTextVNode\("Time taken to capture location: ", -1\)/g, () => `createTextVNode(${WORD("Time taken to capture location:")} + " ", -1)`],
  [/`\$\{QA\} questions with errors\.`/g, () => `globalThis.webformsWord("{n} questions with errors.").replace("{n}", QA)`],
  ...["Accuracy: ", "Latitude: ", "Longitude: "].map((text) => [new RegExp(quoted(text), "g"), () => `${WORD(text)} + " "`]),
  [/" Location will be saved at " \+/g, () => `${WORD("Location will be saved at")} + " " +`],
  [/" Previous saved location at " \+/g, () => `${WORD("Previous saved location at")} + " " +`],
  [/(createElementVNode\("span", \{ class: "caption" \}, )"Powered by"/g, (all, before) => `${before}${WORD("Powered by")}`],
  // The page has its own heading.
  [/createElementVNode\("h1", null, toDisplayString\(eA\.form/g, () => 'createElementVNode("p", null, toDisplayString(eA.form'],
  // What somebody who hears the page needs: a number's field under its label, a name for the menu of a repeat, and no
  // landmark for each group of questions.
  [/id: eA\.node\.nodeId,(\s*key: nA\.value,)/g, (all, key) => `"input-id": eA.node.nodeId,${key}`],
  [/class: "button-menu",/g, () => `class: "button-menu", "aria-label": ${WORD("More")},`],
  [/setAttribute\("aria-valuenow", (\w+)\)/g, (all, value) => `setAttribute("aria-valuenow", ${value} ?? "")`],
  [/role: "region",/g, () => 'role: "group",'],
  // The house's azurite in place of the engine's blue, whose white text is too faint.
  ...Object.entries(AZURITE).map(([theirs, ours]) => [new RegExp(quoted(theirs), "g"), () => JSON.stringify(ours)]),
  // Styles go where the content policy lets them: those of the theme carry the page's nonce, the reset is in webforms.css.
  [/const tA = document\.createElement\("style"\);\s*tA\.textContent = resetStyles, document\.head\.prepend\(tA\), eA\.use\(PrimeVue, \{/g,
    () => "eA.use(PrimeVue, { csp: { nonce: globalThis.webformsNonce },"],
  // Pictures are made smaller without workers out of blobs, which the content policy forbids.
  [/features: \["js", "wasm", "ww"\]/g, () => 'features: ["js"]'],
];

function quoted(text) {
  return JSON.stringify(text).replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

export function patched(source) {
  for (const [what, by] of replacements) {
    const made = source.replace(what, by);
    if (made === source) throw new Error(`not found in the engine: ${what}`);
    source = made;
  }
  return source;
}
