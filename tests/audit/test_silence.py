"""What looks like a fault and is none: each case names the code that must not be raised, and its twin that must."""

import pytest

import perfscore
from tests.wording.example_tables import table_of

QUANTITY = "产出指标|数量指标|"
SETS = "云终端安装数量|=900套|500套|10|5.56|"
PAID = "产出指标|时效指标|经费支付及时率|=100%|100%|5|5|"
COST = "产出指标|成本指标|项目成本|≤18.84万元|16.23万元|10|8|"
LINES = "产出指标|数量指标|馕全自动生产线数量|≥1套|2套|5|5|市场需求变化"
TWINS = [
    (
        "PS605",
        {"rows": ["效益指标|生态效益指标|化肥用量减少|≥5%|6%|10|10|", "效益指标|生态效益指标|化肥用量|≤5%|4%|10|10|"]},
        {"rows": ["效益指标|生态效益指标|化肥用量减少|≤5%|4%|10|10|"]},
    ),
    (
        "PS520",  # a form without points
        {
            "columns": "level1|level2|level3|target|actual|deviation",
            "rows": [QUANTITY + "调研次数|≥2次|1次|资金未落实；下一步提前与财政部门衔接"],
        },
        {
            "columns": "level1|level2|level3|target|actual|deviation",
            "rows": [QUANTITY + "调研次数|≥2次|1次|资金未落实"],
        },
    ),
    (
        "PS605",
        {"rows": ["产出指标|时效指标|无故障时间|≥6小时|7小时|10|10|"]},
        {"rows": ["产出指标|时效指标|口岸通关时间|≥6小时|7.5小时|10|10|"]},
    ),
    (
        "PS641",  # a cost: what was paid by the text, and a ceiling
        {"completion": "奖补资金控制在150万元。", "rows": ["产出指标|成本指标|奖补资金|≤150万元|180万元|5|5|"]},
        {"completion": "兑现奖补资金150万元。", "rows": ["产出指标|成本指标|奖补资金|≤150万元|180万元|5|5|"]},
    ),
    (
        "PS619",
        {"completion": "乡镇服务站建成8个。", "rows": [QUANTITY + "乡镇服务站|=8个|8个|5|5|"]},
        {"completion": "乡镇服务站建成5个。", "rows": [QUANTITY + "乡镇服务站|=8个|8个|5|5|"]},
    ),
    (
        "PS656",  # of all work nothing may be left, of other work a part may
        {
            "completion": "剩余站点正在选址。",
            "rows": ["产出指标|时效指标|奖补资金按时兑现率|=100%|100%|5|5|"],
        },
        {
            "completion": "剩余站点正在选址。",
            "rows": ["产出指标|时效指标|项目建设按时完成率|=100%|100%|5|5|"],
        },
    ),
    (
        "PS510",  # a value that cannot be is no overfulfilment
        {"rows": ["满意度指标|满意度指标|企业满意度|≥95%|150%|10|10|"]},
        {"rows": [QUANTITY + "检查企业数|≥95家|150家|10|10|"]},
    ),
    (
        "PS520",
        {"rows": [QUANTITY + "发放准确率|=100%|100%|10|9|账号有误退回重发"]},
        {"rows": [QUANTITY + "发放准确率|=100%|90%|10|9|账号有误退回重发"]},
    ),
    (
        "PS622",
        {
            "funds": ["年度资金总额|66|66|58.08|10|88%|8.8"],
            "rows": ["产出指标|时效指标|设备检修及时率|=100%|88%|5|4.4|停工"],
        },
        {
            "funds": ["年度资金总额|66|66|58.08|10|88%|8.8"],
            "rows": ["产出指标|时效指标|工资发放及时率|=100%|88%|5|4.4|停工"],
        },
    ),
    (
        "PS642",  # what was paid in full by the text is not all money
        {
            "funds": ["年度资金总额|66|66|58.08|10|88%|8.8"],
            "completion": "聘用人员工资已足额发放。",
            "rows": ["产出指标|时效指标|工资发放及时率|=100%|100%|5|5|"],
        },
        {
            "completion": "聘用人员工资已足额发放。",
            "rows": ["产出指标|时效指标|工资发放及时率|=100%|88%|5|4.4|"],
        },
    ),
    (
        "PS646",  # a rate that only one row can be, and zeros too many
        {
            "goal": "服务满意度达到95%以上，到位资金50亿元。",
            "rows": [
                "满意度指标|满意度指标|职工满意度|≥95%|95%|10|10|",
                "效益指标|经济效益指标|招商到位资金|≥48亿元|50亿元|20|20|",
            ],
        },
        {"goal": "服务满意度达到95%以上。", "rows": ["满意度指标|满意度指标|职工满意度|≥85%|95%|10|10|"]},
    ),
    (
        "PS646",
        {"goal": "到位资金50亿元。", "rows": ["效益指标|经济效益指标|招商到位资金|≥48亿元|50亿元|20|20|"]},
        {"goal": "到位资金50亿元。", "rows": ["效益指标|经济效益指标|招商到位资金|≥500亿元|50亿元|20|2|"]},
    ),
    (
        "PS619",  # 场 and 场次 are one unit
        {"completion": "举办银企对接6场次。", "rows": [QUANTITY + "银企对接活动|≥6场|6场|10|10|"]},
        {"completion": "举办银企对接3场次。", "rows": [QUANTITY + "银企对接活动|≥6场|6场|10|10|"]},
    ),
    (
        "PS619",  # the only row in the unit; a reason tells of parts
        {
            "goal": "对40家企业给予补助。",
            "rows": [
                QUANTITY + "扶持对象数|≥40家|40家|20|20|",
                "产出指标|时效指标|拨付及时率|=100%|95%|5|4.75|2家企业补充材料较晚，下年提前通知",
            ],
        },
        {
            "goal": "对40家规上工业企业疫情防控给予补助。",
            "completion": "对36家企业给予补助。",
            "rows": [QUANTITY + "扶持对象数|≥40家|40家|20|20|"],
        },
    ),
    (
        "PS656",
        {
            "completion": "勘察设计未开展。",
            "rows": ["产出指标|时效指标|道路建设按时完成率|=100%|100%|10|10|"],
        },
        {
            "completion": "规划正在征求意见。",
            "rows": ["产出指标|时效指标|前期工作按时完成率|=100%|100%|10|10|"],
        },
    ),
    (
        "PS510",  # money of a benefit is no cost
        {"rows": ["效益指标|经济效益指标|园区招商引资到位资金|≥2亿元|2.1亿元|15|15|"]},
        {"rows": ["效益指标|经济效益指标|园区招商引资到位资金|≥2亿元|5亿元|15|15|"]},
    ),
    (
        "PS631",  # a form that prints no unit at all
        {"rows": [QUANTITY + f"检查{name}|≥{number}|{number}|5|5|" for number, name in enumerate("甲乙丙丁", 3)]},
        {
            "rows": [
                *(QUANTITY + f"检查{name}|≥{number}家|{number}家|5|5|" for number, name in enumerate("甲乙丙", 3)),
                QUANTITY + "转型项目|≥20|20|5|5|",
            ]
        },
    ),
    (
        "PS644",
        {"goal": "做好监测工作。", "completion": "预期目标已完成。"},
        {"goal": "编制分析报告12期，组织培训2次。", "completion": "预期目标已完成。"},
    ),
    (
        "PS605",  # money of which more is wanted, and a time to be kept up
        {"rows": ["产出指标|成本指标|节约运维经费|≥18.6万元|20万元|10|10|", QUANTITY + "值守时间|≥2小时|2小时|5|5|"]},
        {"rows": ["产出指标|成本指标|宣传经费控制数|≥18.6万元|18.6万元|10|10|"]},
    ),
    (
        "PS605",
        {"rows": ["产出指标|时效指标|故障响应时间|≤2小时|1小时|10|10|"]},
        {"rows": ["产出指标|时效指标|故障响应时间|≥2小时|2小时|10|10|"]},
    ),
    (
        "PS627",
        {"project": "2024年其他农村公路养护项目"},
        {"project": "2024年其他项目"},
    ),
    (
        "PS640",
        {"rows": ["满意度指标|满意度指标|企业对检测机构服务满意度|≥95%|96%|10|10|"]},
        {"rows": ["满意度指标|满意度指标|检测机构满意度|≥95%|96%|10|10|"]},
    ),
    (
        "PS641",  # more was done than the text says: only a figure that the name tells, and no bound
        {"completion": "印制宣传册5000份以上。", "rows": [QUANTITY + "印制宣传册数量|≥5000份|8600份|10|10|"]},
        {"completion": "印制宣传册5000份。", "rows": [QUANTITY + "印制宣传册数量|≥5000份|8600份|10|10|"]},
    ),
    (
        "PS646",  # the first figure of the goal in the unit of one row, and another one that is only a part
        {"goal": "抽检农产品320批次。", "rows": [QUANTITY + "食品抽检批次|≥320批次|320批次|10|10|"]},
        {
            "goal": "完成食品监督抽检600批次，其中农产品320批次、加工食品280批次。",
            "rows": [QUANTITY + "抽检批次|≥500批次|500批次|10|10|"],
        },
    ),
    (
        "PS604",  # a small part of the ceiling, with the work finished and with the work going on
        {"completion": "建设工作已完成，通过验收。", "rows": ["产出指标|成本指标|建设成本|≤200万元|22万元|10|10|"]},
        {"completion": "正在进行主体施工。", "rows": ["产出指标|成本指标|建设成本|≤200万元|22万元|10|10|"]},
    ),
    (
        "PS626",
        {
            "rows": [
                QUANTITY + "维修面积|≥12000平方米|12000平方米|10|10|",
                QUANTITY + "操场维修面积|≥800平方米|800平方米|5|5|",
            ]
        },
        {
            "rows": [
                QUANTITY + "维修面积|≥12000平方米|12000平方米|10|10|",
                QUANTITY + "校舍维修面积|≥12000平方米|12000平方米|5|5|",
            ]
        },
    ),
    (
        "PS644",  # about something else, and about the same not yet finished
        {
            "goal": "新建农村幸福大院3个，改造养老床位120张，年底前投入使用。",
            "completion": "项目已完成招标，正在进行主体施工，预计2023年8月完工。",
        },
        {
            "goal": "对全市6所学校的教学楼、食堂、操场进行维修，改善办学条件，提升教学环境。",
            "completion": "本年度完成教师培训3期，参训教师420人次，教师业务能力得到提升，家长满意度达到预期目标。",
        },
    ),
    (
        "PS656",
        {
            "completion": "正在进行主体施工，预计2023年8月完工。",
            "rows": ["产出指标|时效指标|项目按时开工率|=100%|100%|10|10|"],
        },
        {
            "completion": "正在进行主体施工，预计2023年8月完工。",
            "rows": [QUANTITY + "改造养老床位数|≥120张|120张|10|10|"],
        },
    ),
    (
        "PS656",
        {
            "completion": "部分附属工程正在进行主体施工。",
            "rows": ["产出指标|质量指标|竣工验收合格率|=100%|100%|10|10|"],
        },
        {
            "completion": "工程正在进行主体施工。",
            "rows": ["产出指标|质量指标|竣工验收合格率|=100%|100%|10|10|"],
        },
    ),
    (
        "PS641",
        {"completion": "计划安装云终端900套，实际安装500套。", "rows": [QUANTITY + SETS + "下年完善后安装"]},
        {"completion": "完成900套云终端安装。", "rows": [QUANTITY + SETS + "下年完善后安装"]},
    ),
    (
        "PS616",
        {"rows": [QUANTITY + "参加培训人次|≥5人|2人|5|2|部分培训未举办，下年提前安排"]},
        {"rows": [QUANTITY + "参加培训人次|≥5人|2人|5|2|本年度未举办培训，下年提前安排"]},
    ),
    (
        "PS617",
        {"rows": [PAID, COST + "经费紧张，厉行节约；下年精细预估"]},
        {"rows": [PAID, COST + "年底专家费未支付，下年支付"]},
    ),
    (
        "PS619",
        {"completion": "上半年购置馕全自动生产线1套，全年2套。", "rows": [LINES]},
        {"completion": "全年购置馕全自动生产线6套。", "rows": [LINES]},
    ),
    (
        "PS619",
        {"completion": "群众满意度达到93%。", "rows": ["满意度指标|满意度指标|群众满意度|≥90%|93%|10|10|"]},
        {"completion": "沿线群众满意度达到97%。", "rows": ["满意度指标|满意度指标|沿线群众满意度|≥90%|93%|10|10|"]},
    ),
    (
        "PS646",
        {"goal": "总投资500万元，其中中央补助200万元、地方配套100万元等。", "rows": []},
        {"goal": "总投资500万元，其中中央补助200万元、地方配套310万元。", "rows": []},
    ),
    (
        "PS520",
        {"rows": [QUANTITY + "调研次数|≥2次|1次|2|1|资金未落实；下一步提前与财政部门衔接"]},
        {"rows": [QUANTITY + "调研次数|≥2次|1次|2|1|资金未落实"]},
    ),
    (
        "PS611",
        {"rows": [QUANTITY + "调研次数|≥2次|1次|2|1|已完成1次，剩余1次因疫情取消，下年提前安排"]},
        {"rows": [QUANTITY + "调研次数|≥2次|1次|2|1|已按期完成"]},
    ),
    (
        "PS518",
        {
            "funds": ["年度资金总额|480|500|472|10|94.4%|9.44"],
            "rows": [
                QUANTITY + "养护绿地面积|≥150万平方米|150万平方米|15|15|",
                "产出指标|成本指标|绿地养护成本|≤3.2元/平方米|3.1元/平方米|10|10|",
            ],
        },
        {
            "funds": ["年度资金总额|480|500|372|10|74.4%|7.44"],
            "rows": [
                QUANTITY + "养护绿地面积|≥150万平方米|150万平方米|15|15|",
                "产出指标|成本指标|绿地养护成本|≤3.2元/平方米|3.1元/平方米|10|10|",
            ],
        },
    ),
    (
        "PS516",
        {"completion": "年中追加预算用于应急采购。", "funds": ["年度资金总额|100|130|130|10|100%|10"], "rows": []},
        {"completion": "完成全部采购。", "funds": ["年度资金总额|100|130|130|10|100%|10"], "rows": []},
    ),
    (
        "PS645",
        {"year": 2023, "goal": "完成治理。", "rows": ["产出指标|时效指标|完工时间|2024年3月31日前|2023年12月1日|5|5|"]},
        {
            "year": 2023,
            "goal": "完成治理。",
            "rows": ["产出指标|时效指标|完工时间|2022年12月31日前|2022年12月1日|5|5|"],
        },
    ),
    (
        "PS644",
        {
            "goal": "对农村公路进行养护，改善群众出行条件。",
            "completion": "对农村公路进行养护120公里，改善群众出行条件。",
            "rows": [],
        },
        {
            "goal": "对农村公路进行养护，改善群众出行条件。",
            "completion": "对农村公路进行了养护，改善群众出行条件。",
            "rows": [],
        },
    ),
]


def raises(code: str, table: dict) -> bool:
    return any(finding.code == code for finding in perfscore.score(table_of(dict(table))).findings)


@pytest.mark.parametrize(("code", "silent", "raised"), TWINS, ids=[f"{case[0]}-{n}" for n, case in enumerate(TWINS)])
def test_a_case_and_its_twin(code, silent, raised):
    assert not raises(code, silent)
    assert raises(code, raised)
