"""The live formulas, calculated by LibreOffice, agree with the engine under the default rule book."""

import random
from decimal import Decimal

import pytest

from tests.forms.prefilled import FIRST, filled, reviewed, row, target_table

COST = {"level1": "成本指标", "level2": "经济成本指标"}
SATISFIED = {"level1": "满意度指标", "level2": "满意度指标", "rule": "满意度赋分"}
DIRECT = {"rule": "直接赋分"}

# Row of the target table, what is typed into the actual's cell (a share for a percentage), the score; None: blank.
CASES = [
    # floors
    (row(">=2次", "2"), 1, "1.00"),
    (row(">=3次", "2"), 1, "0.67"),
    (row("≥697 台", "5"), 700, "5.00"),
    (row(">=600米", "15"), 515, "12.88"),  # a tie: 12.875
    (row("=900套", "10"), 500, "5.56"),
    (row("=35台", "5"), 36, "5.00"),
    (row(">=50人次", "5"), -1, "0.00"),
    (row(">95%", "10"), 0.95, "10.00"),
    (row("> =71.43%", "10"), 0.7143, "10.00"),
    (row(">=100%", "10"), 0.99996, "10.00"),  # shown as 100.00%, and what is shown counts
    (row("2次", "4", name="演练次数"), 1, "2.00"),
    (row(">=2.5亿元", "10"), 2, "8.00"),
    (row(">=99.995%", "10", "直接赋分"), 0.9999, "0.00"),
    # ceilings, kept and passed
    (row("<=10万元", "8", **COST), 0.43, "8.00"),
    (row("<=3.50万元", "5", **COST), 0, "5.00"),
    (row("<=1次", "20"), 1.1, "18.18"),
    (row("< =525 万元", "5", **COST), 600, "4.38"),  # a tie: 4.375
    (row("<=8小时", "10"), 16, "5.00"),
    (row("5%", "10", name="结转结余率"), 0.1, "5.00"),
    # an exact cost: a lower price in proportion, a higher one as an overspending
    (row("=300元/人次", "20", **COST), 240, "16.00"),
    (row("=300元/人次", "20"), 330, "18.18"),
    # zero
    (row("=0 起", "10"), 0, "10.00"),
    (row("=0起", "10"), 1, "0.00"),
    (row("≤0次", "10"), 0.5, "0.00"),
    (row(">=0次", "10"), 0, "10.00"),
    # all or nothing, where the target table says so
    (row("=100%", "5", **DIRECT), 0.9999, "0.00"),
    (row("=100%", "5", **DIRECT), 1, "5.00"),
    (row("<=3个工作日", "5", **DIRECT), 4, "0.00"),
    (row("=5万元", "5", **COST, **DIRECT), 4.9, "0.00"),
    # satisfaction
    (row(">=90%", "10", **SATISFIED), 0.85, "9.44"),
    (row("=90%", "10", **SATISFIED), 0.95, "10.00"),
    # ranges and negative growth
    (row("80%-90%", "10"), 0.85, "10.00"),
    (row("80%-90%", "10"), 0.4, "5.00"),
    (row("80%-90%", "10"), 1, "9.00"),
    (row(">=-5%", "10"), -0.04, "10.00"),
    # the same typed as text
    (row(">=600米", "15"), "515米", "12.88"),
    (row(">=600米", "15"), "515 米", "12.88"),
    (row(">=30000套", "15"), "28000", "14.00"),
    (row(">=90%", "10", **SATISFIED), "85%", "9.44"),
    # nothing, or no number in the target's unit
    (row(">=2次", "2"), None, None),
    (row(">=95%", "10"), None, None),
    (row("<=0次", "10"), None, None),
    (row(">=2次", "2"), "—", None),
    (row(">=2次", "2"), "1/2", None),
    (row(">=2次", "2"), "11月30日", None),
    (row(">=266米", "2"), "≥266米", None),
    (row(">=1万元", "2"), "8100元", None),
    (row(">=90分", "2"), "95%", None),
    (row(">=95%", "10"), "0.95", None),
    (row(">=-5%", "10"), -0.06, None),
    # a person scores these: no formula
    (row("不断提升", "15", "按评判等级赋分", "效益指标"), "达成预期指标", None),
    (row("7×24小时", "5"), "7×24小时", None),
    (row("2026年11月30日前", "5", **DIRECT), "2026年11月2日", None),
    (row(">=2次", "5", "按评判等级赋分"), 2, None),
    (row(">=2次", "5", "按财政局规定赋分"), 2, None),
]


@pytest.fixture(scope="module")
def calculated(tmp_path_factory, soffice):
    """Calculate several filled forms in one call and give the review of each, by name."""
    folder = tmp_path_factory.mktemp("calculated")
    made = {
        "cases": ([case for case, _, _ in CASES], [actual for _, actual, _ in CASES]),
        "random": random_rows(),
        "whole": whole_project(),
        "edited": ([row(">=4次"), row(">=4次"), row(">=4次")], [3, 3, 3]),
    }
    tables = {}
    for name, (rows, actuals) in made.items():
        tables[name] = target_table(*rows)
        workbook, sheet, path = filled(tables[name], actuals, folder, f"{name}.xlsx")
        sheet["E7"], sheet["F7"] = 4664.4213, 2380.3347
        if name == "whole":
            sheet["H14"], sheet["H15"] = 10.5, 5  # the words above their grade
        if name == "edited":
            sheet["E13"], sheet["G14"], sheet["G15"] = ">=3次", 20, None
        workbook.save(path)
    soffice("--convert-to", "xlsx", "--outdir", "out", *(f"{name}.xlsx" for name in made), folder=folder)
    return {name: reviewed(folder / "out" / f"{name}.xlsx", table) for name, table in tables.items()}


def random_rows():
    """Numbers of every sign and size; ties at half a cent are frequent among them."""
    pick = random.Random(20201)
    rows, actuals = [], []
    for _ in range(400):
        sign = pick.choice([">=", "<=", "=", "", ">", "<"])
        unit = pick.choice(["次", "万元", "元/人", "%", "公里"])
        target = Decimal(pick.choice([0, 1, 3, 7, 8, 40, 600, 1875, 10**6])) / pick.choice([1, 1, 10, 100])
        actual = target * pick.choice([0, 1, 1, 2, 3, 5, 7, 9]) / pick.choice([1, 2, 4, 8, 9]) + pick.choice([0, 0, 1])
        actual = round(actual, 2)
        weight = pick.choice(["1", "2.5", "5", "10", "15", "30"])
        rule = pick.choice(["按照正常比例赋分", "按照完成比例赋分", "直接赋分", "满意度赋分"])
        rows.append(row(f"{sign}{target:f}{unit}", weight, rule, pick.choice(["产出指标", "成本指标"])))
        actuals.append(actual / 100 if unit == "%" else actual)
    return rows, actuals


def whole_project():
    return [
        row(">=2次", "75"),
        row("不断提升", "10", "按评判等级赋分", "效益指标"),
        row("2026年11月30日前", "5", "直接赋分"),
    ], [2, "部分达成预期指标并具有一定效果", "2026年11月2日"]


def test_each_case_has_the_score_that_the_rule_gives(calculated):
    items = calculated["cases"].indicators
    shown = [(item.target, item.actual, item.score.claimed) for item in items]
    scores = [None if score is None else Decimal(score) for _, _, score in CASES]
    assert shown == [(*item[:2], score) for item, score in zip(shown, scores, strict=True)]


def test_the_engine_agrees_with_every_score_of_a_formula(calculated):
    for name in ("cases", "random"):
        scores = [item.score for item in calculated[name].indicators if item.score.claimed is not None]
        assert len(scores) > 30
        assert {score.verdict for score in scores} == {"agrees"}


def test_a_row_that_the_engine_scores_is_blank_only_where_its_actual_is_no_number_in_the_unit(calculated):
    missing = [item.actual for item in calculated["random"].indicators if item.score.claimed is None]
    assert missing == []


def test_a_number_is_printed_with_its_unit_and_read_so(calculated):
    shown = {item.target: item.actual for item in calculated["cases"].indicators}
    assert shown["<=10万元"] == "0.43万元"
    assert shown["=300元/人次"] == "330元/人次"
    assert shown["> =71.43%"] == "71.43%"
    assert shown["=100%"] == "100.00%"


def test_the_total_is_blank_until_every_score_is_there(calculated):
    assert calculated["cases"].total.claimed is None


def test_execution_and_total_agree_once_a_person_has_scored_the_words(calculated):
    table = calculated["whole"]
    assert (table.funds[0].full_year, table.funds[0].executed) == ("4664.4213", "2380.3347")
    assert table.execution.claimed == table.execution.recomputed == Decimal("5.10")
    words = table.indicators[1].score
    assert (words.low, words.high, words.claimed) == (Decimal("6.00"), Decimal("8.00"), Decimal("10.5"))
    # 75 + 10.5 + 5 + 5.10 as printed; the engine moves the words into their grade.
    assert (table.total.claimed, table.total.recomputed) == (Decimal("95.60"), Decimal("93.10"))


def test_a_formula_follows_its_weight_and_is_blank_where_its_target_was_changed(calculated):
    claimed = [item.score.claimed for item in calculated["edited"].indicators]
    assert claimed == [None, Decimal("15.00"), None]


def test_the_first_row_stays_where_the_form_begins(calculated):
    assert [item.row for item in calculated["whole"].indicators] == [FIRST, FIRST + 1, FIRST + 2]
