/* Runs in every browser: says in words that one is too old, in syntax that old ones still parse. */
(function () {
  window.tooOld = typeof WebAssembly !== "object" || typeof DecompressionStream !== "function" ||
    typeof BigInt64Array !== "function" || typeof Worker !== "function";
  window.onerror = function () {
    if (!window.perfscore) { say(); }
  };
  function say() {
    var texts = JSON.parse(document.getElementById("texts").textContent);
    document.getElementById("status").appendChild(document.createTextNode(texts.old_browser.zh));
    window.onerror = null;
  }
  if (window.tooOld) { say(); }
})();
