/* Which view is shown, and the start of the engine. */
const VIEWS = {
  files: listView, table: tableView, catalogue: catalogueView, rulebooks: rulebooksView, forms: formsView, settings: settingsView,
};
const TABS = ["files", "catalogue", "rulebooks", "forms", "settings"];
let place = { view: "files" };

function go(next) {
  place = next;
  show();
  document.getElementById("main").focus();
  window.scrollTo(0, 0);
}

function say(text) {
  document.getElementById("status").textContent = seen(text);
}

// Whatever else goes wrong is said as well: a button that does nothing tells nobody anything.
window.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  say(inWords(event.reason));
});

/** Draw the page anew; asked for many times it is done once, and while files come in only now and then. */
const PAUSE = 700;
let drawing = false;
let drawn = 0;
let drawnTable = null;
function show() {
  if (!drawing) {
    drawing = true;
    const wait = review.running() ? Math.max(0, drawn + PAUSE - performance.now()) : 0;
    setTimeout(() => requestAnimationFrame(() => {
      drawing = false;
      draw();
      drawn = performance.now();
    }), wait);
  }
}

function draw() {
  document.documentElement.lang = options.language === "zh" ? "zh-CN" : "en";
  document.title = t("title");
  document.getElementById("title").textContent = t("title");
  document.getElementById("privacy").textContent = t("privacy");
  document.getElementById("skip").textContent = t("skip");
  const current = place.view === "table" ? "files" : place.view;
  document.getElementById("tabs").replaceChildren(...TABS.map((name) => h("button", {
    type: "button", "aria-current": name === current ? "page" : null, click: () => go({ view: name }),
  }, t("tab_" + name))));
  const main = document.getElementById("main");
  // A table in which somebody may be typing stays as long as its file is what it was; files beside it go on.
  const record = place.view === "table" ? place.item.record : null;
  const same = record && drawnTable && drawnTable.record === record && drawnTable.place === place;
  drawnTable = record && { record, place };
  if (same) {
    return;
  }
  const typed = document.activeElement && main.contains(document.activeElement) && document.activeElement.type === "search"
    ? document.activeElement.value.length : null;
  main.replaceChildren(...VIEWS[place.view](place).filter(Boolean));
  if (typed !== null) {
    const search = main.querySelector("input[type=search]");
    search.focus();
    search.setSelectionRange(typed, typed);
  }
}

window.perfscore = { engine, review, options, go };
if (!window.tooOld) {
  draw();
  say(t("starting"));
  engine.start().then(
    async () => {
      say(t("ready"));
      await begin();
      document.documentElement.dataset.state = "ready";
    },
    (error) => {
      say(t("failed", { reason: error.message }));
      document.documentElement.dataset.state = "failed";
    },
  );
}
