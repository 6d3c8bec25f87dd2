// The end target of an indicator while its periods are typed. The same rule as the server's (results/periods.py), which decides.
const MOST_DIGITS = 10;

// A number as typed, in hundredths; null for what is none, or more exact than the server takes. Full-width signs count as plain.
export function cents(text) {
  const typed = text.normalize("NFKC").replace(/。/g, ".").replace(/[,\s]/g, "");
  const found = /^([+-]?)0*(\d*)(?:\.(\d{0,2}))?$/.exec(typed);
  if (!found || !/\d/.test(typed) || found[2].length > MOST_DIGITS) return null;
  const whole = Number(found[2] || 0) * 100 + Number((found[3] || "").padEnd(2, "0"));
  return found[1] === "-" ? -whole : whole;
}

// What the periods give together: their sum, the last, or the average with halves rounded away from zero.
export function together(each, how) {
  if (how === "last") return each.at(-1);
  const sum = each.reduce((total, one) => total + one, 0);
  return how === "average" ? Math.sign(sum) * Math.round(Math.abs(sum) / each.length) : sum;
}

// Without idle zeros, as the server writes it.
export const plain = (whole) => String(whole / 100);

const value = (panel, name) => panel.querySelector(`[name$="-${name}"]`)?.value ?? "";

function update(panel) {
  const each = [...panel.querySelectorAll('[name*="-period_"]')].map((input) => cents(input.value));
  const output = panel.querySelector("[data-whole]");
  let whole = cents(value(panel, "target"));
  if (output) {
    whole = each.includes(null) ? null : together(each, value(panel, "aggregation"));
    output.textContent = whole === null ? output.dataset.empty : plain(whole);
  }
  const baseline = cents(value(panel, "baseline"));
  const worse = value(panel, "direction") === "decrease" ? whole > baseline : whole < baseline;
  panel.querySelector("[data-worse]").hidden = whole === null || baseline === null || !worse;
}

const measures = (root) => root.querySelectorAll("[data-measure]").forEach(update);
document.addEventListener("input", (event) => {
  const panel = event.target.closest("[data-measure]");
  if (panel) update(panel);
});
document.addEventListener("htmx:load", (event) => measures(event.detail.elt.parentElement ?? document));
measures(document);
