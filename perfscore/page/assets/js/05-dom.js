/* Build elements from texts: everything that comes out of a sheet becomes text, never markup. */

/** Take out what would turn round the text and the figures beside it: marks of writing direction, which nobody sees. */
const DIRECTIONS = /[\u202a-\u202e\u2066-\u2069]/g;
function seen(text) {
  return String(text).replace(DIRECTIONS, "");
}

/** Make an element: `h("td", { class: "number" }, "8.00")`. Attributes that are functions are listeners. */
function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") {
      element.addEventListener(name, value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, seen(value));
    }
  }
  const shown = children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
  element.append(...shown.map((child) => (child instanceof Node ? child : seen(child))));
  return element;
}

/** Hand a file to the browser's download. */
function save(name, content, type) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

const TYPES = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  html: "text/html",
  csv: "text/csv",
  json: "application/json",
  zip: "application/zip",
};
