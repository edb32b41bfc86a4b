/* One table like the sheet itself: the cells that change, the calculation of each on a click, decisions made here. */
const LEVELS = ["level1", "level2"];
const ROW_FIELDS = ["level3", "target", "actual", "weight"];

function tableView(place) {
  const { item, index } = place;
  const table = item.record && item.record.tables[index];
  if (!table) {
    return [backButton()];
  }
  const heading = [table.year ? `${table.year}` : "", table.project || t("untitled")].filter(Boolean).join("　");
  return [
    h("div", { class: "bar" }, backButton(),
      item.workbook ? h("button", { type: "button", class: "main", click: () => save(item.saveAs, item.workbook) }, t("save_workbook")) : null,
      h("button", { type: "button", click: () => window.print() }, t("print"))),
    item.problem ? h("p", { class: "error" }, t("no_workbook", { reason: item.problem })) : null,
    h("h2", {}, heading),
    h("p", { class: "hint" }, [table.unit || table.department, table.title, `${item.path}　${table.sheet} ${table.range}`].filter(Boolean).join("　")),
    totals(table),
    texts(table),
    funds(table),
    indicators(item, table),
    h("h3", {}, t("remarks")),
    remarks(item, table),
  ];
}

function backButton() {
  return h("button", { type: "button", click: () => go({ view: "files" }) }, "← " + t("back"));
}

function totals(table) {
  if (!table.total) {
    return null;
  }
  const settled = table.settled !== null ? table.settled : table.total.recomputed;
  const waiting = scoresOf(table).filter((score) => score.action === "confirm").length;
  const grade = table.settled_grade || table.grade;
  return h("p", { class: "totals" }, t("total"), "　", h("b", {}, `${table.total.claimed || "—"} → ${settled || "—"}`),
    grade ? `　${table.claimed_grade || "—"} → ${grade}` : "",
    settled !== table.total.recomputed && table.total.recomputed
      ? "　" + t("if_all", { count: waiting, total: table.total.recomputed }) : "");
}

function texts(table) {
  const rows = ["goal", "completion"].filter((name) => table[name]);
  return rows.length ? h("dl", { class: "texts" }, rows.map((name) => [h("dt", {}, t(name)), h("dd", {}, table[name])])) : null;
}

function funds(table) {
  if (!table.funds.length) {
    return null;
  }
  const names = Object.keys(table.funds[0]).filter((name) => table.funds.some((fund) => fund[name]));
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("funds") }, h("table", { class: "sheet" },
    h("caption", {}, t("funds")),
    h("thead", {}, h("tr", {}, names.map((name) => h("th", { scope: "col" }, t("fund_" + name))))),
    h("tbody", {}, table.funds.map((fund) => h("tr", {}, names.map((name) => h("td", {}, fund[name])))))));
}

/** Count for each row how many rows share its level names, so that they are printed once, as in the sheet. */
function spans(rows, depth) {
  const same = (a, b) => LEVELS.slice(0, depth + 1).every((name) => a[name] === b[name]);
  return rows.map((row, index) => {
    if (index && same(rows[index - 1], row)) {
      return 0;
    }
    let length = 1;
    while (index + length < rows.length && same(row, rows[index + length])) {
      length += 1;
    }
    return length;
  });
}

function indicators(item, table) {
  const isTarget = table.total === null;
  const heads = [...[...LEVELS, "level3", "target", "actual", "weight"].map((name) => t("field_" + name)),
    ...(isTarget ? [] : [t("claimed"), t("proposed"), t("action")]), t("field_deviation")];
  const spanned = LEVELS.map((_, depth) => spans(table.indicators, depth));
  const body = h("tbody", {});
  const rows = [];
  if (table.execution) {
    rows.push(scoreRow(item, table, table.execution, [h("th", { scope: "row", colspan: 6 }, t("execution"))], ""));
  }
  table.indicators.forEach((indicator, index) => {
    const levels = LEVELS.map((name, depth) => (spanned[depth][index]
      ? h("td", { rowspan: spanned[depth][index], class: "level" }, indicator[name]) : null));
    const cells = ROW_FIELDS.map((name) => (name === "level3"
      ? h("th", { scope: "row" }, indicator[name]) : h("td", { class: name === "weight" ? "number" : null }, indicator[name])));
    rows.push(scoreRow(item, table, indicator.score, [...levels, ...cells], indicator.deviation, indicator));
  });
  if (table.total) {
    const settled = table.settled !== null ? table.settled : table.total.recomputed;
    rows.push(h("tr", { class: "total" }, h("th", { scope: "row", colspan: 6 }, t("total")),
      h("td", { class: "number" }, table.total.claimed || ""), h("td", { class: "number" }, settled || ""), h("td", {}), h("td", {})));
  }
  body.append(...rows.flat());
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("tab_files") },
    h("table", { class: "sheet" }, h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))), body));
}

function scoreRow(item, table, score, cells, deviation, indicator) {
  if (!score) {
    return [h("tr", {}, cells, h("td", {}, deviation))];
  }
  const open = h("button", {
    type: "button", class: "link", "aria-expanded": "false", title: t("show_calculation"),
    click: () => choosePanel({ item, table, score, indicator, opener: open }),
  }, table.actions[score.action] || score.action);
  return [h("tr", { class: "action-" + score.action }, cells,
    h("td", { class: "number score" }, score.claimed || ""), h("td", { class: "number score" }, proposed(score)), h("td", {}, open),
    h("td", {}, deviation))];
}

function proposed(score) {
  if (score.recomputed !== null) {
    return score.recomputed;
  }
  return score.low !== null ? t("range_open", { low: score.low, high: score.high }) : "—";
}

/** Show the calculation of a score and its decision beside the table. */
function choosePanel(chosen) {
  const old = document.getElementById("panel");
  if (old) {
    old.remove();
  }
  const { item, score, indicator, opener } = chosen;
  const close = () => {
    panel.remove();
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
  };
  const panel = h("aside", {
    id: "panel", tabindex: "-1", "aria-label": t("calculation"),
    keydown: (event) => { if (event.key === "Escape") { close(); } },
  },
  h("button", { type: "button", class: "close", "aria-label": "×", click: close }, "×"),
  h("h3", {}, indicator ? indicator.level3 : t("execution")),
  score.cell ? h("p", { class: "hint" }, t("cell", { cell: score.cell })) : null,
  h("ul", {}, score.lines.map((line) => h("li", {}, line))),
  decisionForm(item, score.subject, score.decision, indicator ? indicator.weight : ""));
  opener.setAttribute("aria-expanded", "true");
  document.getElementById("main").append(panel);
  panel.focus();
}

function remarks(item, table) {
  if (!table.findings.length) {
    return h("p", { class: "hint" }, t("no_remarks"));
  }
  return h("ol", { class: "remarks" }, table.findings.map((finding) => h("li", { class: "severity-" + finding.severity },
    h("p", {}, h("span", { class: "badge" }, table.severities[finding.severity]), " ",
      h("button", { type: "button", class: "link", click: () => go({ view: "catalogue", code: finding.code }) }, finding.code), " ",
      finding.cell ? h("span", { class: "hint" }, t("cell", { cell: finding.cell }) + " ") : null,
      finding.message, h("span", { class: "suggestion" }, finding.suggestion)),
    finding.severity === "info" ? null : h("details", { open: drafts.has(JSON.stringify(finding.subject)) }, h("summary", {}, t("opinion") + decisionText(finding.decision)),
      decisionForm(item, finding.subject, finding.decision, "")))));
}
