// Words in the page's language, and the server's clock.
const node = document.getElementById("ui-texts");
export const texts = node ? JSON.parse(node.textContent) : {};
const drift = texts.now ? new Date(texts.now).getTime() - Date.now() : 0;
export const serverNow = () => Date.now() + drift;
export const fill = (text, values) => (text || "").replace(/\{(\w+)\}/g, (_, key) => values[key]);
export function announce(text) {
  const live = document.getElementById("live");
  if (!live) return;
  live.textContent = "";
  window.setTimeout(() => { live.textContent = text; }, 60);
}
