/* What the reviewer chose and typed; kept in this browser until "forget". */
const KEPT = "perfscore";
const DEFAULTS = { language: "zh", rulebook: null, ownRulebook: null, settings: null, apply: "certain", reviewer: "", decisions: [] };

const options = Object.assign({}, DEFAULTS, (() => {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) || {};
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
