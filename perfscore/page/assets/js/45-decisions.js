/* Decisions of a person: 采纳, 不采纳, 改判 with score and reason; kept here and written into the workbook. */
const OPINIONS = { 采纳: "adopt", 不采纳: "refuse", 改判: "change" };

function decisionText(decision) {
  if (!decision) {
    return "";
  }
  return `：${decision.state === "applied" ? decision.opinion : t(decision.state)}`;
}

/** What was typed and not saved, by what is decided: the forms are drawn anew whenever their table is. */
const drafts = new Map();

/** Make the form of one decision. `subject` says in the engine's words what is decided. */
function decisionForm(item, subject, decision, weight) {
  if (!subject) {
    return null;
  }
  const draft = JSON.stringify(subject);
  const current = drafts.get(draft) || decision || {};
  const group = "opinion-" + Math.random().toString(36).slice(2);
  const choice = (opinion) => h("label", {}, h("input", {
    type: "radio", name: group, value: opinion, checked: (current.opinion || "") === opinion,
  }), " ", opinion ? t(OPINIONS[opinion]) : t("opinion_none"));
  const score = h("input", { type: "text", inputmode: "decimal", name: "score", value: current.score || "", size: 6 });
  const reason = h("textarea", { name: "reason", rows: 2 }, current.reason || "");
  const reviewer = h("input", { type: "text", name: "reviewer", value: current.reviewer === undefined ? options.reviewer : current.reviewer });
  const problem = h("p", { class: "error", role: "alert" });
  const opinions = ["", "采纳", "不采纳"].concat(subject.score ? ["改判"] : []);
  const form = h("form", {
    class: "decision",
    input: () => drafts.set(draft, {
      opinion: form.querySelector("input[type=radio]:checked").value,
      score: score.value, reason: reason.value, reviewer: reviewer.value,
    }),
    submit: async (event) => {
      event.preventDefault();
      const opinion = form.querySelector("input[type=radio]:checked").value;
      if (opinion === "改判" && (!/^\d+(\.\d+)?$/.test(score.value.trim()) || !reason.value.trim())) {
        problem.textContent = t("reason_needed", { weight });
        return;
      }
      problem.textContent = "";
      choose({ reviewer: reviewer.value.trim() });
      const values = {
        reviewed: item.path, subject, opinion, score: opinion === "改判" ? score.value.trim() : null,
        reason: reason.value.trim(), reviewer: reviewer.value.trim(), date: today(),
      };
      try {
        const { result } = await engine.call("decide", values);
        choose({ decisions: result.decisions });
      } catch (error) {
        problem.textContent = inWords(error);
        return;
      }
      drafts.delete(draft);
      await review.again(item);
    },
  },
  h("fieldset", {}, h("legend", {}, t("opinion")), opinions.map(choice)),
  subject.score ? h("label", {}, t("new_score"), score) : null,
  h("label", {}, t("reason"), reason),
  h("label", {}, t("reviewer"), reviewer),
  problem,
  h("button", { type: "submit", class: "main" }, t("save")));
  return form;
}

function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
