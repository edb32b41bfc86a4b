"""Many made evaluations and target tables without faults: no error, and at most one warning in fifty tables."""

from pathlib import Path
from random import Random

import perfscore
from perfscore import audit
from perfscore.rulebook import load
from tests.wording.example_tables import table_of

WORK = [
    ("农村公路养护", "公里", "养护公里成本", "受益行政村数量", "个", "沿线群众"),
    ("职业技能培训", "人", "人均培训成本", "培训后就业人数", "人", "参训学员"),
    ("路灯更新改造", "盏", "单盏改造成本", "覆盖街道数量", "条", "周边居民"),
    ("图书采购", "册", "单册采购成本", "借阅人次", "人次", "读者"),
    ("水质监测", "次", "单次监测成本", "达标断面数量", "个", "沿岸群众"),
    ("困难群众救助", "户", "户均救助标准", "稳定脱困户数", "户", "救助对象"),
]
REASONS = [
    "天气原因施工期缩短，下一步提前组织施工，确保完成",
    "部分对象外出，下年提前摸排需求，加强宣传动员",
    "招标流拍一次，已重新组织招标，下一步加快实施进度",
]


def made(random: Random, number: int) -> dict:
    work, unit, price, benefit, counter, people = random.choice(WORK)
    year = random.choice((2021, 2022, 2023))
    target = random.choice((20, 50, 80, 120, 300, 1200))
    actual = target if random.random() < 0.6 else int(target * random.choice((0.94, 0.97)))
    cost = random.choice((100, 250, 400))
    budget = target * cost / 10000
    paid = min(actual, target) * cost
    effect = random.choice((10, 40, 60))
    reached = effect + random.choice((0, 1))
    satisfied = random.choice((91, 92.4, 93, 95.6, 97, 98.2))
    quality, timely = random.choice((100, 98, 99)), random.choice((96, 97.5, 98))
    score = f"{min(actual / target, 1) * 20:.2f}"
    execution = f"{min(10, paid / budget / 1000):.2f}"
    reason = random.choice(REASONS) if actual < target else ""
    total = float(score) + float(execution) + 70
    remaining = f"，剩余{target - actual}{unit}尚未完成" if actual < target else ""
    return {
        "unit": f"某县第{number}局",
        "project": f"{work}项目",
        "year": year,
        "goal": f"{year}年计划完成{work}{target}{unit}，{people}满意度达到90%以上。",
        "completion": f"实际完成{work}{actual}{unit}{remaining}，合格率{quality}%，{people}满意度{satisfied}%。",
        "funds": [f"年度资金总额|{budget:g}|{budget:g}|{paid / 10000:g}|10|{paid / budget / 100:.2f}%|{execution}"],
        "claimed_total": f"{total:.2f}",
        "rows": [
            f"产出指标|数量指标|{work}数量|≥{target}{unit}|{actual}{unit}|20|{score}|{reason}",
            f"产出指标|质量指标|{work}验收合格率|≥95%|{quality}%|10|10|",
            f"产出指标|时效指标|{work}完成及时率|≥95%|{timely}%|10|10|",
            f"产出指标|成本指标|{price}|≤{cost}元/{unit}|{cost}元/{unit}|10|10|",
            f"效益指标|社会效益指标|{benefit}|≥{effect}{counter}|{reached}{counter}|30|30|",
            f"满意度指标|满意度指标|{people}满意度|≥90%|{satisfied}%|10|10|",
        ],
    }


def test_tables_without_faults_raise_next_to_nothing():
    random = Random(20)
    scored = [perfscore.score(table_of(made(random, number))) for number in range(200)]
    remarks = [
        (finding.severity, finding.code, finding.message)
        for table in audit.across(scored, load())
        for finding in table.findings
        if finding.severity != "info"
    ]
    assert [remark for remark in remarks if remark[0] == "error"] == []
    assert len(remarks) <= len(scored) // 50, remarks[:5]


def test_the_corpus_of_the_benchmarks_without_its_slips_raises_next_to_nothing(monkeypatch, tmp_path):
    """Its scores are claimed wrongly on purpose; everything else in it is as careful units write it."""
    monkeypatch.syspath_prepend(Path(__file__).parents[2] / "benchmarks")
    import corpus

    monkeypatch.setattr("corpus.truth.WRONG", 0)
    corpus.write(tmp_path, 120, seed=7)
    sheets = sorted((tmp_path / "sheets").rglob("*.xlsx"))
    remarks = [
        (finding.severity, finding.code, finding.message)
        for file in perfscore.evaluate(sheets).files
        for table in file.tables
        for finding in table.findings
        if finding.severity != "info"
    ]
    assert [remark for remark in remarks if remark[0] == "error"] == []
    assert len(remarks) <= len(sheets) // 50, remarks[:5]
