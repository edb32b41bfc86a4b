"""What office prose tells about unfinished, unpaid and cancelled work, on sentences of published tables."""

import pytest

from perfscore.audit.states import open_states, states

PUBLISHED = [
    ("项目未完工，暂未验收", {"unfinished"}),
    ("因疫情原因，本年度自治区未举办相关煤炭安全培训", {"unfinished"}),
    ("因部分委办局业务系统暂时无法使用云终端，因此未按照计划完成云终端安装工作", {"unfinished"}),
    ("待展陈方案通过省委宣传部审核后，将尽快实施。", {"unfinished"}),
    ("截止2021年12月底主体工程已完成", {"unfinished"}),
    ("正在完善", {"unfinished"}),
    ("财政于9月收回部分项目资金，导致年底部分经费未支付完毕，计划2022年列支。", {"taken_back", "unpaid", "next_year"}),
    ("年底检查及专家评审费已开展未支付，计划于2022年开展支付", {"unpaid", "next_year"}),
    ("因年底财政经费不足，结转为下一年度支付", {"short", "next_year"}),
    ("年底无法支付", {"unpaid"}),
    ("项目撤销", {"cancelled"}),
    ("经费于12月下达，来不及支付", {"unpaid"}),
    ("预算下达较晚，导致资金未形成支出", {"unpaid"}),
    ("项目已完工，但未进行验收", {"unfinished"}),
    ("该项目2022年继续实施，剩余款项2022年支付", {"next_year"}),
    ("因政策调整，该项工作取消，不再承担", {"cancelled"}),
    ("未达到预期目标", {"unfinished"}),
]


@pytest.mark.parametrize(("text", "kinds"), PUBLISHED, ids=[text for text, _ in PUBLISHED])
def test_a_published_sentence(text, kinds):
    assert {state.kind for state in open_states(text)} == kinds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "无",
        "超额完成任务",
        "不存在未完成情况",
        "未完成原因：无",
        "确保资金按时支付",
        "未发生安全事故",
        "工程已完工，正在办理竣工结算",
        "厉行节约，减少支出",
        "发放问卷100份，已收回98份",
        "支付项目尾款10万元",
        "招标节约资金",
        "部分企业未达到补助条件",
        "合同约定质保期满后支付",
        "避免了重复投资，较为提高了投资效益。",
        "设置指标时考虑不周全，对大型项目没有考虑到位",
    ],
)
def test_what_tells_nothing_open(text):
    assert not open_states(text)


def test_a_state_quotes_its_clause():
    (state,) = states("在疫情期间已完成对伊犁地区疫情防控物资的采购和发放工作，成效显著")
    assert (state.kind, state.words) == ("done", "在疫情期间已完成对伊犁地区疫情防控物资的采购和发放工作")
    assert states("预算 21.41 万元。年底 无法支付")[0].words == "年底无法支付"


@pytest.mark.parametrize(
    "text",
    [
        "桥梁修复工程尚在施工",
        "正在组织竣工验收",
        "形象进度70%",
        "项目处于招标阶段",
        "因疫情停工",
        "主楼封顶，装修未完",
        "两次流标后重新采购",
        "预计次年5月完工",
    ],
)
def test_work_that_goes_on_in_other_words(text):
    assert open_states(text)


@pytest.mark.parametrize("text", ["形象进度达到100%", "落实停工停产补助政策", "正在发挥作用", "处于全省前列"])
def test_words_that_only_look_like_it(text):
    assert not open_states(text)
