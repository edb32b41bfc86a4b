/* Rule book, own rule book and settings, what is corrected, language, and forgetting. */
function settingsView() {
  const select = (name, values, current, use) => h("label", {}, t(name),
    h("select", { change: (event) => use(event.target.value) },
      values.map(([value, text]) => h("option", { value, selected: value === current }, text))));
  const books = [["", t("rulebook_default")], ...(catalogue.books || []).map((book) => [book.id, `${book.id}　${book.title}`])];
  if (!catalogue.books) {
    engine.call("rulebooks", {}).then(({ result }) => { catalogue.books = result.books; show(); });
  }
  return [h("div", { class: "settings" },
    select("rulebook", books, options.rulebook || "", (value) => configure({ rulebook: value || null })),
    ownFile("rulebook_own", "ownRulebook"),
    ownFile("settings_own", "settings"),
    select("apply", ["certain", "all", "none"].map((name) => [name, t("apply_" + name)]), options.apply, (apply) => configure({ apply })),
    select("language", [["zh", "中文"], ["en", "English"]], options.language, (language) => { catalogue.pages = null; configure({ language }); }),
    h("p", { class: "hint" }, t("kept_here")),
    h("p", {}, h("button", {
      type: "button",
      click: async () => { forget(); await configure({}); say(t("forgotten")); },
    }, t("forget")),
    h("button", {
      type: "button",
      click: () => save("处理意见.json", JSON.stringify({ schema: "perfscore.decisions/1", decisions: options.decisions }, null, 1), TYPES.json),
    }, t("save_decisions"))))];
}

function ownFile(text, name) {
  const [input, button] = chooser(t(text), { multiple: false, accept: ".toml" }, async ([chosen]) => {
    configure({ [name]: { name: chosen.path, text: await chosen.file.text() } });
  });
  const kept = options[name];
  return h("p", {}, input, button, kept ? [` ${kept.name} `,
    h("button", { type: "button", click: () => configure({ [name]: null }) }, t("remove"))] : null);
}

/** Pass the options to the engine; a mistake in a file of the user is said and undone. Tells whether they hold. */
async function configure(changes) {
  const before = Object.assign({}, options);
  if (Object.keys(changes).length) {
    choose(changes);
  }
  try {
    await engine.call("configure", forEngine());
  } catch (error) {
    choose(before);
    say(inWords(error));
    show();
    return false;
  }
  show();
  if (review.items.length) {
    say(t("changed_again"));
    await review.again();
  } else if (Object.keys(changes).length) {
    say(t("ready"));
  }
  return true;
}

/** Begin with what was kept; what cannot be used any more is left out for this time, the decisions last of all. */
async function begin() {
  for (const useless of [[], ["rulebook", "ownRulebook", "settings"], ["decisions"]]) {
    useless.forEach((name) => { options[name] = DEFAULTS[name]; });
    if (await configure({})) {
      return;
    }
  }
}
