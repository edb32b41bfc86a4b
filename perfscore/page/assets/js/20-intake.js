/* Files in: dropped, or chosen as files or folders. */

/** Stands for a file or folder that the browser cannot open: it is named, and costs no other. */
const UNOPENED = { size: 0, arrayBuffer: () => Promise.reject(new Error()) };

/** List the files of a drop, those in folders included, each with its path below what was dropped. */
async function droppedFiles(transfer) {
  const entries = Array.from(transfer.items || []).map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
  if (!entries.length) {
    return Array.from(transfer.files).map((file) => ({ path: file.name, file }));
  }
  const lists = await Promise.all(entries.map(filesOf));
  return lists.flat();
}

async function filesOf(entry) {
  const path = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    const file = await new Promise((resolve) => entry.file(resolve, () => resolve(UNOPENED)));
    return [{ path, file }];
  }
  const reader = entry.createReader();
  const files = [];
  for (;;) {  // a folder is read in portions; an empty one ends it
    const portion = await new Promise((resolve) => reader.readEntries(resolve, () => resolve(null)));
    if (!portion) {
      return [...files, { path, file: UNOPENED }];
    }
    if (!portion.length) {
      return files;
    }
    for (const inner of portion) {
      files.push(...await filesOf(inner));
    }
  }
}

/** Make a hidden file input and the button that opens it. */
function chooser(text, attributes, use) {
  const input = h("input", Object.assign({
    type: "file", multiple: true, class: "hidden", tabindex: "-1", "aria-label": text,
    change: () => {
      use(Array.from(input.files).map((file) => ({ path: file.webkitRelativePath || file.name, file })));
      input.value = "";
    },
  }, attributes));
  return [input, h("button", { type: "button", click: () => input.click() }, text)];
}

/** Make a zone that takes drops. */
function dropZone(attributes, use, ...children) {
  const zone = h("section", Object.assign({}, attributes, {
    dragover: (event) => { event.preventDefault(); zone.classList.add("over"); },
    dragleave: () => zone.classList.remove("over"),
    drop: async (event) => {
      event.preventDefault();
      event.stopPropagation();
      zone.classList.remove("over");
      use(await droppedFiles(event.dataTransfer));
    },
  }), ...children);
  return zone;
}

// A sheet dropped beside the zone must not make the browser leave the page.
window.addEventListener("dragover", (event) => event.preventDefault());
window.addEventListener("drop", async (event) => {
  event.preventDefault();
  review.add(await droppedFiles(event.dataTransfer));
});
