/* The catalogue of findings, the rule books and the blank forms. */
const catalogue = { query: "", pages: null, books: null };

async function loadCatalogue() {
  if (!catalogue.pages) {
    catalogue.pages = (await engine.call("catalogue", {})).result.pages;
    show();
  }
}

function catalogueView(place) {
  loadCatalogue();
  const pages = catalogue.pages || [];
  const list = h("div", {});
  const fill = () => {
    const words = catalogue.query.trim().toLowerCase();
    const chosen = pages.filter((page) => !words || [page.code, page.title, page.message].some((text) => text.toLowerCase().includes(words)));
    list.replaceChildren(...chosen.map((page) => h("details", { id: page.code, open: place.code === page.code },
      h("summary", {}, h("b", {}, page.code), ` ${page.title}`, h("span", { class: "hint" }, `　${page.severity}　${page.topic}`)),
      h("dl", {}, ["message", "why", "wrong", "right", "source"].map((name) => [h("dt", {}, t(name)), h("dd", {}, page[name])])))));
  };
  fill();
  const search = h("input", {
    type: "search", value: catalogue.query, "aria-label": t("search_codes"), placeholder: t("search_codes"),
    input: (event) => { catalogue.query = event.target.value; fill(); },
  });
  return [h("div", { class: "bar" }, search), list];
}

function rulebooksView() {
  if (!catalogue.books) {
    engine.call("rulebooks", {}).then(({ result }) => { catalogue.books = result.books; show(); });
    return [];
  }
  return catalogue.books.map((book) => h("details", {}, h("summary", {}, h("b", {}, book.id), ` ${book.title}`),
    h("pre", {}, book.text)));
}

function formsView() {
  const form = (kind) => h("li", {}, h("button", {
    type: "button",
    click: async () => {
      try {
        const { files } = await engine.call("form", { kind });
        save(`${t("form_" + kind)}.xlsx`, files[0], TYPES.xlsx);
      } catch (error) {
        say(inWords(error));
      }
    },
  }, t("form_" + kind)));
  const kinds = ["target", "evaluation", "department"].concat(review.approved.length ? ["prefilled"] : []);
  return [h("p", { class: "hint" }, t("forms_hint")), h("ul", { class: "plain" }, kinds.map(form))];
}
