"use strict";
// Sort, search and filter the tables of the summary; lay a table out when a link asks for it. Loads nothing.
(() => {
  const number = /^-?[\d.]+/;
  const keyOf = cell => {
    const text = cell ? cell.dataset.key || cell.textContent.trim() : "";
    return number.test(text) ? parseFloat(text) : text;
  };
  const compare = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a === typeof b) return collator.compare(a, b);
    return typeof a === "number" ? -1 : 1;
  };
  const collator = new Intl.Collator(document.documentElement.lang);

  const sort = (table, column, header) => {
    const body = table.tBodies[0];
    const down = header.getAttribute("aria-sort") === "ascending";
    const rows = Array.from(body.rows, row => [keyOf(row.cells[column]), row]);
    rows.sort((a, b) => (down ? -1 : 1) * compare(a[0], b[0]));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    const sorted = document.createDocumentFragment();
    for (const [, row] of rows) sorted.append(row);
    body.append(sorted);
  };

  for (const table of document.querySelectorAll("table.summary")) {
    Array.from(table.tHead.rows[0].cells).forEach((header, column) => {
      header.tabIndex = 0;
      header.addEventListener("click", () => sort(table, column, header));
      header.addEventListener("keydown", event => { if (event.key === "Enter") sort(table, column, header); });
    });
  }

  const search = document.getElementById("search"), filter = document.getElementById("filter");
  const rows = Array.from(document.querySelectorAll("table.summary > tbody:not(.fixed) > tr"));
  const texts = rows.map(row => row.textContent.toLowerCase());
  const narrow = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, index) => {
      const fits = words.every(word => texts[index].includes(word))
        && (!filter.value || row.dataset.state.split(" ").includes(filter.value));
      row.hidden = !fits;
      shown += fits;
    });
    document.getElementById("shown").textContent = shown + " / " + rows.length;
  };
  search.addEventListener("input", narrow);
  filter.addEventListener("change", narrow);
  document.querySelector(".controls").hidden = false;

  const open = anchor => {
    const name = anchor.split("-")[0];
    const held = document.querySelector(`script[data-table="${CSS.escape(name)}"]`);
    if (!held) return;
    document.getElementById(name).innerHTML = held.textContent;
    held.remove();
  };
  const follow = () => {
    const anchor = location.hash.slice(1);
    if (!anchor) return;
    open(anchor);
    const target = document.getElementById(anchor);
    if (target) target.scrollIntoView();
  };
  document.addEventListener("click", event => {
    const link = event.target.closest && event.target.closest("a[href^='#t']");
    if (link) open(link.getAttribute("href").slice(1));
  });
  // Paper has no links: what is printed is laid out as a whole.
  window.addEventListener("beforeprint", () => {
    for (const held of document.querySelectorAll("script[data-table]")) open(held.dataset.table);
  });
  window.addEventListener("hashchange", follow);
  follow();
})();
