"""Ordinary tables as units write them: what is in order raises nothing, what is not is said once and at its place."""

import pytest

import perfscore
from perfscore import audit, settings
from perfscore.rulebook import load
from tests.wording.example_tables import table_of

FUNDS = "年度资金总额|200|200|195.6|10|97.8%|9.78"
CLEAN = {
    "roads kept": {
        "project": "2022年农村公路养护项目",
        "year": 2022,
        "goal": "2022年计划完成农村公路养护120公里，改善群众出行条件，群众满意度达到90%以上。",
        "completion": "2022年完成农村公路养护120公里，验收合格率100%，共支出195.6万元，群众满意度93%。",
        "funds": [FUNDS, "其中：当年财政拨款|200|200|195.6|||"],
        "claimed_total": "99.78",
        "rows": [
            "产出指标|数量指标|农村公路养护里程|≥120公里|120公里|20|20|",
            "产出指标|质量指标|工程验收合格率|=100%|100%|10|10|",
            "产出指标|时效指标|完工及时率|≥95%|100%|10|10|",
            "产出指标|成本指标|项目总成本|≤200万元|195.6万元|10|10|",
            "效益指标|社会效益指标|受益行政村数量|≥15个|16个|30|30|",
            "满意度指标|满意度指标|群众满意度|≥90%|93%|10|10|",
        ],
    },
    "roads built, a little unfinished and told": {
        "project": "2022年农村公路新建项目",
        "year": 2022,
        "goal": "2022年计划新建农村公路30公里，方便沿线群众出行。",
        "completion": "2022年新建农村公路28公里，因征地原因剩余2公里未完工，预计2023年6月完工，支出930万元。",
        "funds": ["年度资金总额|1000|1000|930|10|93%|9.3"],
        "claimed_total": "97.97",
        "rows": [
            "产出指标|数量指标|新建农村公路里程|≥30公里|28公里|20|18.67|因征地原因剩余2公里未完工，下一步加快征地，预计2023年6月完工",
            "产出指标|质量指标|工程验收合格率|=100%|100%|10|10|",
            "产出指标|时效指标|项目完工时间|2022年12月31日前|2022年12月20日|10|10|",
            "产出指标|成本指标|项目总成本|≤1000万元|930万元|10|10|",
            "效益指标|社会效益指标|受益群众人数|≥5000人|5200人|30|30|",
            "满意度指标|满意度指标|群众满意度|≥90%|91.5%|10|10|",
        ],
    },
    "trees planted, some next spring": {
        "project": "城市绿化养护",
        "year": 2022,
        "goal": "养护城市绿地150万平方米，补植苗木5000株，提升城市生态环境。",
        "completion": "养护绿地150万平方米，补植苗木4200株，运输受阻，剩余800株计划2023年春季补植；支出经费472万元。",
        "funds": [
            "年度资金总额|480|500|472|10|94.4%|9.44",
            "其中：当年财政拨款|480|480|452|||",
            "上年结转资金|0|20|20|||",
        ],
        "claimed_total": "97.84",
        "rows": [
            "产出指标|数量指标|养护绿地面积|≥150万平方米|150万平方米|15|15|",
            "产出指标|数量指标|补植苗木数量|≥5000株|4200株|10|8.4|苗木运输受阻，剩余800株计划2023年春季补植",
            "产出指标|质量指标|苗木成活率|≥95%|96%|10|10|",
            "产出指标|时效指标|养护及时率|≥95%|97%|5|5|",
            "产出指标|成本指标|绿地养护成本|≤3.2元/平方米|3.1元/平方米|10|10|",
            "效益指标|生态效益指标|改善城市生态环境|持续改善|持续改善|15|15|",
            "效益指标|社会效益指标|市民休闲公园开放数量|≥12个|12个|15|15|",
            "满意度指标|满意度指标|市民满意度|≥90%|92.6%|10|10|",
        ],
    },
    "firms supported, the rest paid back": {
        "project": "中小企业发展专项资金",
        "year": 2022,
        "goal": "支持中小企业技术改造项目20个，补助资金1200万元；举办企业管理培训班4期，培训300人次。",
        "completion": "支持技术改造项目21个，拨付补助资金1186.5万元；举办企业管理培训班4期，培训320人次，"
        "其中线上120人次；新认定“专精特新”企业17家。剩余13.5万元已按规定交回财政。",
        "funds": ["年度资金总额|1200|1200|1186.5|10|98.88%|9.89"],
        "claimed_total": "99.89",
        "rows": [
            "产出指标|数量指标|支持技术改造项目数量|≥20个|21个|10|10|",
            "产出指标|数量指标|培训企业人员人次|≥300人次|320人次|10|10|",
            "产出指标|数量指标|举办培训班期数|=4期|4期|5|5|",
            "产出指标|质量指标|项目验收合格率|≥95%|100%|10|10|",
            "产出指标|时效指标|补助资金拨付及时率|=100%|100%|5|5|",
            "产出指标|成本指标|补助资金总额|≤1200万元|1186.5万元|10|10|",
            "效益指标|经济效益指标|带动企业投资额|≥5000万元|5300万元|15|15|",
            "效益指标|社会效益指标|新增专精特新企业数量|≥15家|17家|15|15|",
            "满意度指标|满意度指标|企业满意度|≥90%|94.3%|10|10|",
        ],
    },
    "a school begun in another year": {
        "project": "第三小学教学楼建设",
        "year": 2023,
        "goal": "新建教学楼1栋，建筑面积3500平方米，新增学位540个，2023年8月底前竣工交付使用。",
        "completion": "教学楼于2022年3月开工，2023年8月20日通过竣工验收，建筑面积3512平方米，新增学位540个，"
        "累计完成投资1480万元，其中2023年支付620万元。",
        "funds": ["年度资金总额|650|650|620|10|95.38%|9.54"],
        "claimed_total": "99.54",
        "rows": [
            "产出指标|数量指标|新建教学楼数量|=1栋|1栋|10|10|",
            "产出指标|数量指标|建筑面积|≥3500平方米|3512平方米|10|10|",
            "产出指标|质量指标|竣工验收合格率|=100%|100%|10|10|",
            "产出指标|时效指标|竣工时间|2023年8月31日前|2023年8月20日|10|10|",
            "产出指标|成本指标|建设成本|≤4300元/平方米|4214元/平方米|10|10|",
            "效益指标|社会效益指标|新增学位数量|≥540个|540个|30|30|",
            "满意度指标|满意度指标|师生满意度|≥90%|96%|10|10|",
        ],
    },
    "a department": {
        "kind": "department_evaluation",
        "year": 2023,
        "goal": "完成水库除险加固5座，农村自来水普及率92%。年度预算3500万元，其中基本支出1200万元，项目支出2300万元。",
        "completion": "支出3420万元，其中基本支出1195万元，项目支出2225万元。完成除险加固5座，自来水普及率92.6%。",
        "funds": ["年度资金总额|3500|3500|3420|10|97.71%|9.77"],
        "claimed_total": "99.77",
        "rows": [
            "履职效能|数量指标|水库除险加固座数|≥5座|5座|30|30|",
            "履职效能|质量指标|农村自来水普及率|≥92%|92.6%|30|30|",
            "管理效率|质量指标|政府采购执行率|≥95%|98%|10|10|",
            "社会效益|社会效益指标|新增供水能力|≥2万吨/日|2万吨/日|10|10|",
            "满意度|满意度指标|群众满意度|≥90%|94%|10|10|",
        ],
    },
    "fields planned": {
        "kind": "project_target",
        "project": "2024年高标准农田建设项目",
        "year": 2024,
        "goal": "2024年新建高标准农田2万亩，完善灌溉设施，提高粮食综合生产能力，项目区农户满意度达到90%以上。",
        "funds": ["年度预算总额|3000|||||"],
        "columns": "level1|level2|level3|target|weight|rule|last_year",
        "rows": [
            "产出指标|数量指标|新建高标准农田面积|≥2万亩|20|按照完成比例赋分|1.8万亩",
            "产出指标|质量指标|工程验收合格率|=100%|10|直接赋分|100%",
            "产出指标|时效指标|工程完工时间|2024年12月31日前|10|直接赋分|2023年12月25日",
            "成本指标|经济成本指标|亩均投资标准|≤1500元/亩|20|按照完成比例赋分|1500元/亩",
            "效益指标|经济效益指标|亩均增产粮食|≥50公斤|10|按照完成比例赋分|45公斤",
            "效益指标|可持续影响指标|灌溉设施设计使用年限|≥15年|10|按照完成比例赋分|15年",
            "满意度指标|满意度指标|项目区农户满意度|≥90%|10|满意度赋分|92%",
        ],
    },
}


def remarks(table: dict) -> list[tuple[str, str | None]]:
    scored = perfscore.score(table_of({"unit": "某县某局", **table}))
    (reviewed,) = audit.across([scored], load())
    return [(item.code, item.cell) for item in reviewed.findings if item.severity != "info"]


@pytest.mark.parametrize("name", CLEAN)
def test_a_table_in_order_raises_no_error_and_no_warning(name):
    assert remarks(CLEAN[name]) == []


def test_a_table_with_many_faults_says_each_once():
    table = {
        "project": "乡村旅游示范点建设",
        "year": 2021,
        "goal": "建设乡村旅游示范点5个，培训从业人员200人。总投资500万元，其中示范点建设450万元，培训60万元。",
        "completion": "乡村旅游示范点建设已全面完成，培训从业人员200人，各项任务圆满完成。",
        "funds": ["年度资金总额|500|500|56|10|11.2%|1.12"],
        "claimed_total": "91.12",
        "rows": [
            "产出指标|数量指标|建设示范点数量|≥5个|2个|3|3|主体工程已完工，附属工程正在施工",
            "产出指标|数量指标|建筑面积|≥3000立方米|3000立方米|3|3|",
            "产出指标|数量指标|培训从业人员人数|≥200人|120人|4|4|因疫情部分培训取消",
            "产出指标|质量指标|工程合格率|=100%|100%|20|20|",
            "产出指标|时效指标|资金支付及时率|=100%|100%|10|10|",
            "产出指标|成本指标|项目成本|≤500万元|56万元|10|10|年底无法支付，计划2022年支付",
            "效益指标|社会效益指标|带动就业人数|≥100人|100人|15|15|",
            "效益指标|社会效益指标|带动周边农户就业|明显|明显|15|15|",
            "满意度指标|满意度指标|游客满意度|≥90%|100%|10|10|",
        ],
    }
    assert sorted(remarks(table)) == [
        ("PS601", "G13"),
        ("PS601", "G15"),
        ("PS603", "D6"),
        ("PS617", "G17"),
        ("PS620", "G19"),
        ("PS624", "F13"),
        ("PS630", "E21"),
        ("PS631", "D14"),
        ("PS641", "E15"),
        ("PS642", "E13"),
        ("PS643", "H13"),
        ("PS646", "B11"),
    ]


def test_work_that_goes_on_beside_full_points():
    table = {
        "project": "农村公路养护工程",
        "year": 2022,
        "goal": "完成农村公路养护45公里，修复桥梁3座，确保年底前全部通车。",
        "completion": "已完成全部养护任务。养护工程完成28公里，桥梁修复工程尚在施工，预计次年5月完工。",
        "funds": ["年度资金总额|300|300|279|10|93%|9.3"],
        "claimed_total": "99.3",
        "rows": [
            "产出指标|数量指标|养护里程|≥45公里|45公里|15|15|",
            "产出指标|数量指标|修复桥梁数量|=3座|3座|15|15|",
            "产出指标|时效指标|工程完工及时率|=100%|100%|10|10|",
            "产出指标|成本指标|养护成本|≤300万元|279万元|10|10|",
            "效益指标|社会效益指标|改善出行的群众人数|≥5000人|5100人|30|30|",
            "满意度指标|服务对象满意度指标|沿线群众满意度|≥90%|95%|10|10|",
        ],
    }
    raised = remarks(table)
    assert {("PS619", "E13"), ("PS656", "G14"), ("PS656", "G15"), ("PS642", "F11")} <= set(raised), raised


def test_a_target_table_with_many_faults_says_each_once():
    table = {
        "kind": "project_target",
        "project": "节能监察专项",
        "year": 2024,
        "goal": "2023年对40家重点用能企业开展节能监察，举办节能宣传活动2次，开展业务培训1期。",
        "funds": ["年度预算总额|30|||||"],
        "columns": "level1|level2|level3|target|weight|rule|last_year",
        "rows": [
            "产出指标|数量指标|节能监察企业数量|≥40家次|20|按照完成比例赋分|45家次",
            "产出指标|质量指标|监察工作质量|≥95%|10|按照完成比例赋分|95%",
            "产出指标|时效指标|监察完成时限|12月底前|10|按照完成比例赋分|12月底前",
            "成本指标|经济成本指标|监察经费|≤25万元|10|按照完成比例赋分|18万元",
            "成本指标|经济成本指标|宣传经费|≤8万元|10|按照完成比例赋分|8万元",
            "效益指标|生态效益指标|单位能耗下降|持续下降|20|直接赋分|持续下降",
            "满意度指标|满意度指标|企业满意度|=100%|10|满意度赋分|98%",
        ],
    }
    assert sorted(remarks(table)) == [
        ("PS519", "D16"),
        ("PS630", "D19"),
        ("PS632", "D18"),
        ("PS633", "D14"),
        ("PS634", "F15"),
        ("PS634", "F18"),
        ("PS635", "D13"),
        ("PS636", "D16"),
        ("PS645", "B11"),
        ("PS647", "B11"),
    ]


FARMLAND = [
    "产出指标|数量指标|新建高标准农田面积|≥2万亩|20|",
    "产出指标|质量指标|工程验收合格率|=100%|10|",
    "产出指标|时效指标|年内完工率|≥95%|10|",
    "成本指标|经济成本指标|亩均建设成本|≤3000元/亩|20|",
    "效益指标|经济效益指标|亩均粮食产能提升|≥50公斤|20|",
    "满意度指标|满意度指标|受益农户满意度|≥90%|10|",
]


@pytest.mark.parametrize(
    ("goal", "raised", "words"),
    [
        ("新建高标准农田2万亩。", [], ""),
        ("新建高标准农田1.98万亩。", [("PS646", "D13")], "1.98万亩"),
        ("新建高标准农田1.5万亩，改造提升0.5万亩，共2万亩。", [], ""),
        ("新建高标准农田2万亩，铺设灌溉管道60公里。", [("PS647", "B11")], "“铺设灌溉管道60公里”"),
    ],
)
def test_an_amount_of_the_goal_is_that_of_its_own_row_or_lacks_a_row(goal, raised, words):
    columns = "level1|level2|level3|target|weight|rule"
    table = {"kind": "project_target", "year": 2024, "goal": goal, "columns": columns, "rows": FARMLAND}
    assert remarks(table) == raised
    scored = perfscore.score(table_of(table))
    assert any(words in item.message for item in scored.findings if item.code in ("PS646", "PS647")) or not raised


@pytest.mark.parametrize(
    ("said", "raised"), [("2万亩", True), ("20000亩", True), ("1.5万亩", False), ("15000亩", False)]
)
def test_a_figure_is_the_same_in_another_unit(said, raised):
    table = {
        "year": 2024, "completion": f"已新建高标准农田{said}。",
        "rows": ["产出指标|数量指标|新建高标准农田面积|≥2万亩|1.5万亩|20|15|因资金不足，剩余部分下年续建"],
    }  # fmt: skip
    assert (("PS641", "E13") in remarks(table)) is raised


@pytest.mark.parametrize(
    ("spent", "raised"), [("3万元", True), ("30000元", True), ("4.5万元", False), ("45000元", False)]
)
def test_last_years_cost_may_be_written_in_yuan(spent, raised):
    row = "成本指标|经济成本指标|宣传材料印刷费|≤5万元"
    last = {"unit": "某局", "project": "宣传经费", "year": 2021, "rows": [f"{row}|{spent}|5|5|"]}
    this = {"unit": "某局", "project": "宣传经费", "year": 2022, "rows": [f"{row}|5万元|5|5|"]}
    tables = audit.across([perfscore.score(table_of(table)) for table in (last, this)], load())
    assert [("PS658" in {item.code for item in table.findings}) for table in tables] == [False, raised]


@pytest.mark.parametrize(
    ("target", "last", "raised"),
    [
        ("≥16处", "18", True),
        ("≥16处", "16", False),
        ("≥85%", "97%", True),
        ("≥85%", "0.97", False),
        ("≥85", "92分", True),
        ("≥85%", "97", True),
    ],
)
def test_last_years_value_without_a_unit_is_in_that_of_the_target(target, last, raised):
    columns = "level1|level2|level3|target|last_year|weight"
    rows = [f"产出指标|数量指标|运维水位站|{target}|{last}|10"]
    table = {"kind": "project_target", "year": 2024, "columns": columns, "rows": rows}
    assert ("PS635" in {code for code, _ in remarks(table)}) is raised


@pytest.mark.parametrize(
    ("completion", "raised"),
    [
        ("中心正常运营，服务企业120家。", True),
        ("建成乡镇站点15个，服务企业120家。", False),
        ("乡镇电商服务站点已建成，服务企业120家。", False),
    ],
)
def test_work_of_the_goal_that_an_evaluation_does_not_mention(completion, raised):
    rows = [
        "产出指标|数量指标|服务电商企业数量|≥120家|120家|50|50|",
        "效益指标|社会效益指标|带动就业人数|≥200人|200人|30|30|",
        "满意度指标|满意度指标|企业满意度|≥95%|96%|10|10|",
    ]
    goal = "建设乡镇电商服务站点15个，服务电商企业120家。"
    raised_codes = {code for code, _ in remarks({"year": 2022, "goal": goal, "completion": completion, "rows": rows})}
    assert ("PS647" in raised_codes) is raised


def test_prices_count_by_their_quantities():
    columns = "level1|level2|level3|target|weight"
    rows = [
        "产出指标|数量指标|新建公共充电桩数量|≥320台|10",
        "成本指标|经济成本指标|公共充电桩奖补标准|≤1万元/台|10",
        "成本指标|经济成本指标|换电站建设奖补|≤360万元|10",
    ]
    table = {"kind": "project_target", "year": 2026, "columns": columns, "rows": rows}
    for budget, raised in (("680", False), ("640", True), ("900", False)):
        scored = perfscore.score(table_of(table | {"funds": [f"年度资金总额|{budget}|||||"]}))
        assert ("PS519" in {item.code for item in scored.findings}) is raised


@pytest.mark.parametrize(
    ("costs", "raised"),
    [
        (("设施维护成本|≤62万元", "演练宣传成本|≤28万元"), []),
        (("设施维护成本|≤62万元", "演练宣传成本|≤26万元"), ["比预算数少"]),
        (("设施维护成本|≤62万元", "演练宣传成本|≤35万元"), ["超过预算数"]),
        (("设施维护成本|≤22万元", "演练宣传成本|≤6万元"), []),  # the rest of the budget may be limited elsewhere
        (("项目总成本|≤68万元",), ["比预算数少"]),
    ],
)
def test_the_costs_of_a_target_table_against_its_budget(costs, raised):
    columns = "level1|level2|level3|target|weight"
    rows = [f"成本指标|经济成本指标|{cost}|10" for cost in costs]
    table = {
        "kind": "project_target",
        "year": 2024,
        "columns": columns,
        "rows": rows,
        "funds": ["年度资金总额|90|||||"],
    }
    said = [item.message for item in perfscore.score(table_of(table)).findings if item.code == "PS519"]
    assert len(said) == len(raised)
    assert all(words in message for words, message in zip(raised, said, strict=True))


@pytest.mark.parametrize(
    ("completion", "raised"),
    [
        ("引进人才60名。同时开展岗位技能提升培训1840人次。", True),
        ("引进人才60名。同时开展岗位技能提升培训1800人次。", False),
    ],
)
def test_what_two_completions_of_a_unit_count_alike(completion, raised):
    own = "全年开展岗位技能提升培训1840人次，取得证书率88%。"
    tables = [
        {"unit": "某局", "project": project, "year": 2022, "completion": text, "rows": []}
        for project, text in (("职业技能提升培训项目", own), ("人才引进项目", completion))
    ]
    reviewed = audit.across([perfscore.score(table_of(table)) for table in tables], load())
    assert [("PS651" in {item.code for item in table.findings}) for table in reviewed] == [raised, raised]


@pytest.mark.parametrize(
    ("goal", "raised"),
    [
        ("完成42处自动雨量站、18处自动水位站的巡检维护和数据传输。", True),
        ("完成42处自动雨量站的数据传输，平台可用率99%以上。", False),
        ("对白沟河石桥段清淤疏浚6.8公里。", True),
        ("组织避险演练12场。", False),
    ],
)
def test_what_two_goals_of_a_unit_count_alike(goal, raised):
    own = "对全县42处自动雨量站、18处自动水位站进行巡检维护，清淤疏浚6.8公里，组织避险演练12场。"
    tables = [
        {"kind": "project_target", "unit": "某局", "project": project, "year": 2024, "goal": text, "rows": []}
        for project, text in (("山洪灾害设施维护项目", own), ("水利监测信息化项目", goal))
    ]
    reviewed = audit.across([perfscore.score(table_of(table)) for table in tables], load())
    assert [("PS651" in {item.code for item in table.findings}) for table in reviewed] == [raised, raised]


@pytest.mark.parametrize(
    ("other", "raised"),
    [
        ("文化惠民演出场次|≥80场次|80场次", True),
        ("文化惠民演出场次|≥80场次|84场次", False),
        ("文化惠民演出场次|≥90场次|90场次", False),
        ("图书馆开放场次|≥80场次|80场次", False),
        ("文化惠民演出场次|≥60场次|80场次", False),
    ],
)
def test_an_output_of_one_amount_in_two_projects_of_a_unit(other, raised):
    row = "产出指标|数量指标|文化下乡演出场次|≥80场次|80场次|20|20|"
    first = {"unit": "某局", "project": "公共文化服务体系建设项目", "year": 2022, "rows": [row]}
    second = {
        "unit": "某局", "project": "文化惠民演出补助项目", "year": 2022, "rows": [f"产出指标|数量指标|{other}|20|20|"],
    }  # fmt: skip
    tables = audit.across([perfscore.score(table_of(table)) for table in (first, second)], load())
    assert [("PS651" in {item.code for item in table.findings}) for table in tables] == [raised, raised]


@pytest.mark.parametrize(("last_year", "codes"), [("", {"PS652"}), ("312家次", {"PS635"})])
def test_a_target_below_an_earlier_result_is_said_once(last_year, codes):
    columns = "level1|level2|level3|target|last_year|weight"
    before = {
        "unit": "某局",
        "project": "安全检查经费",
        "year": 2022,
        "rows": ["产出指标|数量指标|检查企业家次|≥200家次|312家次|5|5|"],
    }
    now = {
        "kind": "project_target", "unit": "某局", "project": "安全检查经费", "year": 2023, "columns": columns,
        "rows": [f"产出指标|数量指标|检查企业家次|≥200家次|{last_year}|5"],
    }  # fmt: skip
    tables = audit.across([perfscore.score(table_of(table)) for table in (before, now)], load())
    assert {item.code for item in tables[1].findings} & {"PS635", "PS652"} == codes


def test_bounds_of_costs_and_answers_are_parameters(tmp_path):
    path = tmp_path / "perfscore.toml"
    path.write_text("[parameters]\ncost_rise = 1\nfewest_answers = 3\n", encoding="utf-8")
    row = "成本指标|经济成本指标|宣传材料印刷费|≤5万元"
    last = {"unit": "某局", "project": "宣传经费", "year": 2021, "rows": [f"{row}|3万元|5|5|"]}
    asked = "满意度指标|满意度指标|群众满意度|≥90%|93%|10|10|"
    this = {
        "unit": "某局", "project": "宣传经费", "year": 2022, "completion": "收回有效问卷8份。",
        "rows": [f"{row}|5万元|5|5|", asked],
    }  # fmt: skip
    for book, raised in ((load(), {"PS658", "PS659"}), (settings.load(str(path)).over(load()), set())):
        tables = audit.across([perfscore.score(table_of(table), book) for table in (last, this)], book)
        assert {item.code for item in tables[1].findings} & {"PS658", "PS659"} == raised


def test_other_work_beside_a_row_is_not_its_slip():
    table = {
        "kind": "project_target", "year": 2024,
        "goal": "新建高标准农田2万亩，改造提升高标准农田0.5万亩。",
        "columns": "level1|level2|level3|target|weight|rule", "rows": FARMLAND,
    }  # fmt: skip
    assert "PS646" not in {code for code, _ in remarks(table)}


@pytest.mark.parametrize(
    ("completion", "raised"),
    [
        ("全年完成维修12处，共调查3人，满意度93%。", True),
        ("收回有效问卷8份，其中1人不满意。", True),
        ("发放问卷200份，收回186份，仅有3人不满意。", False),
        ("成立3人调查小组，随机访问群众。", False),
        ("共处理投诉3件，群众满意度93%。", False),
    ],
)
def test_a_satisfaction_of_a_handful_of_answers(completion, raised):
    rows = ["满意度指标|满意度指标|群众满意度|≥90%|93%|10|10|"]
    assert (("PS659", "E13") in remarks({"year": 2022, "completion": completion, "rows": rows})) is raised


@pytest.mark.parametrize(
    ("completion", "raised"),
    [
        ("主体施工已结束，正在组织竣工验收。", True),
        ("工程已竣工，通过验收。", False),
        ("部分附属工程正在验收，主体工程已通过验收。", False),
    ],
)
def test_nothing_is_accepted_while_the_acceptance_is_going_on(completion, raised):
    rows = [
        "产出指标|数量指标|改造管网长度|≥12公里|12公里|20|20|",
        "产出指标|质量指标|工程验收合格率|=100%|100%|10|10|",
    ]
    assert (("PS656", "G14") in remarks({"year": 2022, "completion": completion, "rows": rows})) is raised


SUPPORTED = [
    ("2021年度计划执行", 2021, False),
    ("促进2020年检查执法计划顺利执行", 2021, True),
    ("顺利开展2022年度全年评审论证会", 2023, True),
    ("到2025年全面达标", 2023, False),
    ("支付2020年第四季度运维费", 2021, False),
    ("按照《2022年专项资金使用方案》执行", 2023, False),
    ("2020年度结转资金用于后续建设", 2021, False),
    ("截止到2021年12月31日完成", 2022, False),
    ("为2022年工作奠定基础", 2021, False),
]


@pytest.mark.parametrize(("goal", "year", "wrong"), SUPPORTED, ids=[case[0] for case in SUPPORTED])
def test_a_year_in_the_goal(goal, year, wrong):
    assert (("PS645", "B11") in remarks({"year": year, "goal": goal, "rows": []})) is wrong
