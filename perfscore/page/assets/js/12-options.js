/* What the reviewer chose and typed; kept in this browser until "forget". */
const KEPT = "perfscore";
const DEFAULTS = { language: "zh", rulebook: null, ownRulebook: null, settings: null, apply: "certain", reviewer: "", decisions: [] };

/** What each option may be; another version of the page, or whoever else writes there, may have kept something else. */
const KINDS = {
  language: (value) => value === "zh" || value === "en",
  rulebook: (value) => value === null || typeof value === "string",
  ownRulebook: isFile,
  settings: isFile,
  apply: (value) => ["certain", "all", "none"].includes(value),
  reviewer: (value) => typeof value === "string",
  decisions: (value) => Array.isArray(value),
};

function isFile(value) {
  return value === null || (typeof value === "object" && typeof value.name === "string" && typeof value.text === "string");
}

const options = Object.assign({}, DEFAULTS, (() => {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT)) || {};
    return Object.fromEntries(Object.keys(KINDS).filter((name) => name in kept && KINDS[name](kept[name])).map((name) => [name, kept[name]]));
  } catch {
    return {};
  }
})());

/** Change options and keep them. A browser that keeps nothing (private windows) still works. */
function choose(changes) {
  Object.assign(options, changes);
  try {
    localStorage.setItem(KEPT, JSON.stringify(options));
  } catch {
    // Nothing to do: the choice holds until the page is closed.
  }
}

function forget() {
  try {
    localStorage.removeItem(KEPT);
  } catch {
    // Nothing was kept.
  }
  Object.assign(options, DEFAULTS, { decisions: [] });
}

/** Give the options as the engine takes them. */
function forEngine() {
  const { language, rulebook, ownRulebook, settings, apply, decisions } = options;
  return { language, rulebook, own: ownRulebook, settings, apply, decisions };
}
