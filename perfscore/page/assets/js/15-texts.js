/* The words of the page, in the chosen language. */
const TEXTS = JSON.parse(document.getElementById("texts").textContent);

/** Give a text of the page: `t("done", { count: 3 })`. */
function t(name, values) {
  const text = TEXTS[name][options.language];
  return text.replace(/\{(\w+)\}/g, (_, key) => String((values || {})[key]));
}
