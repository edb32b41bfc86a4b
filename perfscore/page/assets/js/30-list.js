/* The list of tables: grade before and after, remarks by weight; sorted, filtered and searched in place. */
const list = { sort: "grave", descending: true, filter: "all", query: "" };

const FILTERS = {
  all: () => true,
  grave: (row) => row.grave > 0,
  changed: (row) => row.table && row.claimed !== row.settled && !row.isTarget,
  waiting: (row) => row.waiting > 0,
  targets: (row) => row.isTarget,
  failed: (row) => row.item.record && row.item.record.error !== null,
};

const COLUMNS = [
  ["unit", (row) => row.unit],
  ["project", (row) => row.project],
  ["year", (row) => row.year],
  ["claimed", (row) => row.claimed, "number"],
  ["settled", (row) => row.settled, "number"],
  ["grade", (row) => row.grade],
  ["grave", (row) => row.grave, "number"],
  ["remarks", (row) => row.remarks, "number"],
  ["waiting", (row) => row.waiting, "number"],
  ["file", (row) => row.item.path],
];

function scoresOf(table) {
  return [table.execution, ...table.indicators.map((indicator) => indicator.score)].filter(Boolean);
}

function rowOf(item, table, index) {
  const findings = [...(table ? table.findings : []), ...(item.record && !index ? item.record.findings : [])];
  const count = (severity) => findings.filter((finding) => finding.severity === severity && !isSilenced(finding)).length;
  const total = table && table.total;
  const settled = table && (table.settled !== null ? table.settled : total && total.recomputed);
  const grades = table && table.grade ? [table.claimed_grade || "—", table.settled_grade || table.grade] : [];
  return {
    item, table, index,
    isTarget: Boolean(table && table.total === null),
    unit: table ? table.unit || table.department : "",
    project: table ? table.project || t("untitled") : item.path,
    year: table && table.year ? String(table.year) : "",
    claimed: total && total.claimed !== null ? total.claimed : "",
    settled: settled || "",
    grade: grades.length && grades[0] !== grades[1] ? grades.join(" → ") : grades[1] || "",
    grave: count("error") + (item.record && item.record.error !== null ? 1 : 0),
    remarks: count("warning"),
    waiting: table ? scoresOf(table).filter((score) => score.action === "confirm" || score.action === "judge").length : 0,
  };
}

function isSilenced(finding) {
  return Boolean(finding.decision && finding.decision.opinion === "不采纳" && finding.decision.state === "applied");
}

function allRows() {
  return review.items.flatMap((item) => {
    const tables = item.record ? item.record.tables : [];
    return tables.length ? tables.map((table, index) => rowOf(item, table, index)) : [rowOf(item, null, 0)];
  });
}

function compare(left, right, column) {
  const [, value, kind] = column;
  const a = value(left);
  const b = value(right);
  return kind === "number" ? Number(a || -1) - Number(b || -1) : String(a).localeCompare(String(b), "zh");
}

function listView() {
  const [fileInput, fileButton] = chooser(t("choose_files"), {}, review.add);
  const [folderInput, folderButton] = chooser(t("choose_folder"), { webkitdirectory: true }, review.add);
  return [
    dropZone({ class: review.items.length ? "drop used" : "drop", "aria-label": t("tab_files") }, review.add,
      h("p", {}, t("drop"), " ", fileInput, fileButton, " ", folderInput, folderButton),
      h("p", { class: "hint" }, t("formats"))),
    h("div", { class: "beside" },
      besideZone("targets", review.approved, review.addTargets, t("choose_targets"), t("targets_hint")),
      besideZone("decisions", review.decided, review.addDecisions, t("choose_decisions"), t("decisions_hint"))),
    review.running() ? h("p", {}, h("button", { type: "button", click: review.stop }, t("cancel"))) : null,
    review.items.length ? listTable() : h("p", { class: "hint" }, t("none_yet")),
  ];
}

function besideZone(op, files, use, text, hint) {
  const [input, button] = chooser(text, {}, use);
  const clear = h("button", { type: "button", click: () => review.clearBeside(files, op) }, t("remove"));
  return dropZone({ class: "drop small" }, use, h("p", { class: "hint" }, hint), input, button,
    files.length ? h("p", {}, files.map((entry) => entry.path).join("、"), " ", clear) : null);
}

function listTable() {
  const search = h("input", {
    type: "search", value: list.query, "aria-label": t("search"), placeholder: t("search"),
    input: (event) => { list.query = event.target.value; fill(); },
  });
  const filter = h("select", { "aria-label": t("filter"), change: (event) => { list.filter = event.target.value; fill(); } },
    Object.keys(FILTERS).map((name) => h("option", { value: name, selected: list.filter === name }, t("filter_" + name))));
  const head = h("tr", {}, COLUMNS.map(([name]) => {
    const order = list.sort === name ? (list.descending ? "descending" : "ascending") : "none";
    const sort = () => {
      list.descending = list.sort === name ? !list.descending : ["grave", "remarks", "waiting"].includes(name);
      list.sort = name;
      show();
    };
    return h("th", { scope: "col", "aria-sort": order },
      h("button", { type: "button", class: "sort", title: t("sort_by", { name: t("column_" + name) }), click: sort }, t("column_" + name)));
  }));
  const body = h("tbody", {});

  function fill() {
    const words = list.query.trim().toLowerCase();
    const column = COLUMNS.find(([name]) => name === list.sort);
    const rows = allRows()
      .filter(FILTERS[list.filter])
      .filter((row) => !words || [row.unit, row.project, row.item.path].some((text) => text.toLowerCase().includes(words)))
      .sort((left, right) => (list.descending ? -1 : 1) * compare(left, right, column));
    body.replaceChildren(...rows.map(listRow));
  }

  fill();
  return h("section", {},
    h("div", { class: "bar" }, search, filter),
    h("div", { class: "bar" }, saveAll(), h("button", { type: "button", click: review.removeAll }, t("remove_all"))),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("filter_all") },
      h("table", { class: "list" }, h("thead", {}, head), body)));
}

function listRow(row) {
  const record = row.item.record;
  const open = () => go({ view: "table", item: row.item, index: row.index });
  const name = row.table
    ? h("button", { type: "button", class: "link", click: open }, row.project)
    : record && record.error !== null
      ? h("span", { class: "error" }, record.error)
      : record && record.findings.length ? h("span", { class: "error" }, record.findings[0].message) : row.project;
  const cells = COLUMNS.map(([column, value, kind]) => {
    const content = column === "project" ? name : String(value(row));
    const classes = [kind, column === "grave" && row.grave ? "error" : "", column === "waiting" && row.waiting ? "waiting" : ""];
    return h("td", { class: classes.filter(Boolean).join(" ") || null, "data-label": t("column_" + column) }, content);
  });
  return h("tr", { class: record ? null : "pending" }, cells);
}

function saveAll() {
  const ids = () => review.items.filter((item) => item.record && item.record.error === null).map((item) => item.id);
  const ask = (op, name, type, text) => h("button", {
    type: "button",
    click: async () => {
      try {
        const { result, files } = await engine.call(op, { ids: ids() });
        files.forEach((file, index) => save(result.names ? result.names[index] : name, file, TYPES[type]));
      } catch (error) {
        say(inWords(error));
      }
    },
  }, text);
  return [
    h("button", { type: "button", class: "main", click: saveWorkbooks }, t("save_workbooks")),
    ask("report", "复核报告.html", "html", t("save_report")),
    ask("findings", "问题清单.csv", "csv", t("save_findings")),
    ask("letter", "退回修改通知.html", "html", t("save_letter")),
    ask("summary", "汇总.xlsx", "xlsx", t("save_summary")),
  ];
}

async function saveWorkbooks() {
  const ready = review.items.filter((item) => item.workbook);
  if (ready.length === 1) {
    save(ready[0].saveAs, ready[0].workbook);
    return;
  }
  const paths = ready.map((item) => item.path.replace(/[^/]*$/, "") + item.saveAs);
  const { files } = await engine.call("archive", { ids: ready.map((item) => item.id), paths });
  save("复核后的工作簿.zip", files[0], TYPES.zip);
}
