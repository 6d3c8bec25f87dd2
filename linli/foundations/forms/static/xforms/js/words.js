// The engine's sentences and the nonce of its styles, before it is loaded: both come with the page.
(() => {
  const place = document.getElementById("webform");
  const words = JSON.parse(place.dataset.words);
  globalThis.webformsWord = (text) => words[text] ?? text;
  globalThis.webformsNonce = place.nonce;
})();
