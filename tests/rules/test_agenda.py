"""A05, A07, A14–A18, A26, A36, A37: verbs, outcomes, types and pasted agendas."""

from __future__ import annotations

import pytest

from meetingdesk.rules.agenda import (
    ItemFacts,
    allowed_outcomes,
    check_agenda,
    check_outcome,
    check_verb,
    default_method,
    item_type,
    parse_agenda,
    parse_item_line,
    parse_outcome,
    personnel_wording,
    products,
    votes_by_default,
)
from meetingdesk.rules.itemtypes import ITEM_TYPES
from meetingdesk.rules.kinds import MeetingKind
from meetingdesk.rules.verbs import COMMON_VERBS, OUTCOMES, VERBS, verb_at

# Verbs, types and outcomes of the 2022 records: kind, verb, type, outcome.
RECORDED = """
常委会会议|审议|代表议案审理意见报告|审议通过；交由市政府办理
常委会会议|审议|决定（草案）|审议通过；另两文称“审议并全票通过”
常委会会议|听取并审议|计划执行监督报告|审议（组成人员建议五条）；未载表决
常委会会议|听取并审议|决算/预算执行报告|审议（组成人员要求三条）；未载批准决算的决议
常委会会议|听取和审议|预算调整|作出相关决议
常委会会议|听取和审议|审计工作报告|审议（建议三条）；年底听取整改报告
常委会会议|审议|批准类决定|审议并通过（讲话稿：审议通过）
常委会会议|审议|区域协同决定|审议并通过（讲话稿：通过；标题无“人大”二字）
常委会会议|听取|工作评议＋满意度测评|无记名投票满意度测评；提出评议意见和作出评议结果（整体满意，票数未载）
常委会会议|审议|人事任免|审议并表决通过（讲话稿：表决通过）
常委会会议|颁发|仪式|主任颁发
常委会会议|宣誓|仪式|已宣誓（誓词、领誓人未载）
常委会会议|举办|专题讲座|—
常委会会议|审议|换届选举|审议通过
常委会会议|确定|换届选举|确定
常委会会议|决定|换届选举决定|作出决定
常委会会议|成立|换届选举|成立
主任会议|讨论研究|年度工作要点|原则通过
主任会议|研究|人事任免（会前）|研究（无结果用语）
主任会议|研究|地方性法规草案|同意提请常委会会议审议
主任会议|传达学习|传达学习|—
主任会议|研究|指导意见|研究通过
主任会议|听取|工作汇报|—（调研报告由社会建设委撰写）
主任会议|研究|任务清单|研究
主任会议|听取|人事免职（会前）|—（仅“免职”，无“任”）
主任会议|研究|决定（草案）|同意提请市人大常委会会议审议
主任会议|研究|会议安排＋人事任免（会前）|研究
主任会议|研究|预算监督|要求给财政部门下达监督意见书
主任扩大会议|听取审议|专项工作报告|现场询问＋跟踪督办
党组会议|传达学习|传达学习|研究部署贯彻落实工作
党组会议|通报|民主生活会|—
党组会议|对照检查|民主生活会|—
党组会议|学习贯彻|传达学习|研究贯彻落实意见
党组会议|传达学习|传达学习|部分与会人员发言
人代会|提出|代表议案|主席团审议，交由市人大常委会审议决定
人代会|票决|民生实事票决|票决出10件
人代会|提出|代表议案|交办督办
区域协作会议|签署|合作协议|共同签署
区域协作会议|交流研讨|区域协作|共同签署决定事项→第57次主任会议任务清单→第36次常委会会议决定
市委人大工作会议|讲话|讲话|—
市委人大工作会议|典型发言|典型发言|6家（讲话稿“6位同志作了交流发言”）
工作视频会议|收听收看|收听收看|—
工作视频会议|召开|工作部署|安排部署
街道议事代表会议|审议|议事规则|审议通过
街道议事代表会议|听取|通报|分组讨论
街道议事代表会议|票选|票选|票选
街道议事代表会议|颁发|仪式|颁发
街道议事代表会议|听取|工作报告|讨论、审议
街道议事代表会议|表决|决议|举手表决通过
专委会会议|审查|决算初审|—
初步审查会议|初步审查|初步审查|—
工作评议动员会议|动员|工作评议|启动
代表团会议|审议|小组审议|意见建议
机关会议|总结|机关会议|—
机关会议|部署|机关会议|—
""".strip().splitlines()


@pytest.mark.parametrize("line", RECORDED)
def test_a36_every_recorded_verb_and_outcome_is_known(line: str) -> None:
    kind, verb, type_name, outcome = line.split("|")
    assert kind in list(MeetingKind)
    assert check_verb(verb) == []
    assert check_outcome(kind, type_name, outcome) == []


def test_a36_outcomes_depend_on_the_meeting() -> None:
    (problem,) = check_outcome("主任会议", "决定（草案）", "表决通过")
    assert "不用“表决通过”" in problem.message
    assert "同意提请" in problem.message
    assert problem.field == "结果"
    assert check_outcome("常委会会议", "决定（草案）", "原则通过")
    assert check_outcome("机关会议", "工作汇报", "表决通过")
    (unknown,) = check_outcome("主任会议", "工作方案", "大家都说好")
    assert "不在词表中" in unknown.message


def test_a36_outcome_phrases_in_free_text() -> None:
    assert parse_outcome("审议通过；交由市政府办理").phrases == ("审议通过", "交由")
    assert parse_outcome("同意提请常委会会议审议").phrases == ("同意提请",)
    assert parse_outcome("审议并表决通过").phrases == ("审议并表决通过",)
    assert parse_outcome("—").blank
    assert parse_outcome("").blank
    assert parse_outcome("（原则通过）").phrases == ()
    assert OUTCOMES["原则通过"].follow_up
    assert OUTCOMES["表决通过"].by_vote


@pytest.mark.parametrize("kind", [*MeetingKind, "立法听证会"])
def test_a36_every_kind_and_type_has_choices_from_the_vocabulary(kind: str) -> None:
    for type_name in [*ITEM_TYPES, "前所未有"]:
        choices = allowed_outcomes(kind, type_name)
        assert choices
        assert set(choices) <= set(OUTCOMES)
    assert "同意提请" not in allowed_outcomes("人代会", "决议")


def test_a05_verbs_are_matched_longest_first() -> None:
    assert verb_at("听取和审议市政府的报告") == "听取和审议"
    assert verb_at("讨论研究工作要点") == "讨论研究"
    assert verb_at("琢磨") == ""
    assert VERBS["听取并审议"].canonical == "听取和审议"
    assert VERBS["通报"].canonical == "通报"
    assert set(COMMON_VERBS) <= set(VERBS)


def test_a05_an_unknown_verb_is_named() -> None:
    (problem,) = check_verb("琢磨")
    assert "“琢磨”" in problem.message
    assert "听取和审议" in problem.message


def test_a21_votes_methods_and_products() -> None:
    assert votes_by_default("人事任免")
    assert default_method("人事任免") == "无记名投票"
    assert default_method("决定（草案）") == "举手表决"
    assert not votes_by_default("专项工作报告")
    assert products("专项工作报告") == ("审议意见书",)
    assert products("预算调整") == ("审议意见书", "决议")
    assert products("工作汇报") == ()
    assert not item_type("专题讲座").on_agenda
    assert item_type("决定（草案）").gate


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("决算/预算执行报告", "决算"),
        ("人事免职（会前）", "人事免职"),
        ("人事任免（会前）", "人事任免"),
        ("会议安排＋人事任免（会前）", "会议安排"),
        ("工作评议＋满意度测评", "工作评议"),
        ("某某条例", "地方性法规草案"),
        ("前所未有", "前所未有"),
    ],
)
def test_a05_types_by_alias(text: str, name: str) -> None:
    assert item_type(text).name == name


@pytest.mark.parametrize(
    ("line", "verb", "type_name", "submitter", "number", "outcome"),
    [
        ("一、听取和审议市人民政府关于2021年度环境状况和环境保护目标完成情况的报告",
         "听取和审议", "环境状况报告", "市人民政府", "一", ""),
        ("（二）审议《示例市燃气管理条例（草案）》（市人民政府提请）；",
         "审议", "地方性法规草案", "市人民政府", "二", ""),
        ("3. 审议市人民政府提请审议示例市2025年市本级决算（草案）的议案。",
         "审议", "决算", "市人民政府", "3", ""),
        ("审议并通过了《示例市人民代表大会常务委员会关于批准缔结友好城市的决定》",
         "审议", "批准类决定", "", "", "审议并通过"),
        ("讨论研究并原则通过《示例市人大常委会2026年度工作要点》",
         "讨论研究", "年度工作要点", "", "", "原则通过"),
        ("研究《示例市市域社会治理促进条例（草案）》，同意提请常委会会议审议",
         "研究", "地方性法规草案", "", "", "同意提请"),
        ("听取和审议市政府关于2022年市级预算调整方案（草案）的报告，并作出相关决议",
         "听取和审议", "预算调整", "市政府", "", "作出相关决议"),
        ("1、书面审议市审计局关于2025年度预算执行的审计工作报告",
         "书面审议", "审计工作报告", "市审计局", "1", ""),
        ("听取有关人事免职事项汇报", "听取", "人事免职", "", "", ""),
        ("研究关于开展市十四届人大代表履职考评工作方案", "研究", "工作方案", "", "", ""),
        ("传达学习全省人大常委会秘书长座谈会精神", "传达学习", "传达学习", "", "", ""),
        ("专题询问老旧小区改造情况", "专题询问", "专题询问", "", "", ""),
        ("宪法宣誓", "宣誓", "仪式", "", "", ""),
        ("专题讲座：卫生行政执法", "举办", "专题讲座", "", "", ""),
        ("讨论其他事项", "讨论", "其他", "", "", ""),
        ("①审议人事任免案", "审议", "人事任免", "", "1", ""),
        ("一　听取市发展改革委主任张三作关于甲的说明",
         "听取", "说明", "市发展改革委主任张三", "一", ""),
        ("第二项：审议市人大常委会主任会议关于提请审议《甲决定（草案）》的议案",
         "审议", "决定（草案）", "市人大常委会主任会议", "二", ""),
        ("对市财政局工作进行满意度测评", "测评", "满意度测评", "", "", ""),
        ("开展满意度测评", "测评", "满意度测评", "", "", ""),
    ],
)  # fmt: skip
def test_a05_pasted_lines(
    line: str, verb: str, type_name: str, submitter: str, number: str, outcome: str
) -> None:
    item = parse_item_line(line)
    assert item.problems == ()
    assert (item.verb, item.type, item.submitter) == (verb, type_name, submitter)
    assert (item.number, item.outcome) == (number, outcome)


def test_a05_lines_that_cannot_be_read() -> None:
    odd = parse_item_line("四、琢磨市人民政府关于某事的报告")
    assert "“琢磨”" in odd.problems[0].message
    assert odd.subject == "琢磨市人民政府关于某事的报告"
    assert parse_item_line("五、").problems[0].message == "这一行没有议题内容。"
    assert "后面没有写议题" in parse_item_line("审议").problems[0].message
    assert parse_item_line("《某某》").problems


def test_a05_a_pasted_agenda_keeps_the_line_of_each_problem() -> None:
    items = parse_agenda("一、审议《甲条例（草案）》\n\n二、琢磨某事\n")
    assert [item.verb for item in items] == ["审议", ""]
    assert items[1].problems[0].row == 3


def test_a18_final_accounts_without_a_resolution() -> None:
    accounts = ItemFacts("关于2021年市本级决算的报告", "决算", "听取和审议", "审议")
    (problem,) = check_agenda("常委会会议", [accounts])
    assert "决算" in problem.message
    assert problem.row == 1
    resolution = ItemFacts("关于批准2021年市本级决算的决议", "决议")
    assert check_agenda("常委会会议", [accounts, resolution]) == []
    assert check_agenda("主任会议", [ItemFacts("决算", "决算")]) == []
    made = ItemFacts("预算调整方案", "预算调整", "听取和审议", "作出相关决议")
    listed = ItemFacts("预算调整方案", "预算调整", products=("报告", "决议"))
    assert check_agenda("常委会会议", [made, listed]) == []


def test_a17_adopted_texts_lose_the_draft_mark() -> None:
    left = ItemFacts("甲决定（草案）", "决定（草案）", "审议", "审议通过")
    (problem,) = check_agenda("常委会会议", [left])
    assert "仍带“（草案）”" in problem.message
    open_text = ItemFacts("甲决定（草案）", "决定（草案）", "审议", "暂不付表决")
    report = ItemFacts("甲（草案）", "专项工作报告", "审议", "审议通过")
    assert check_agenda("常委会会议", [open_text, report]) == []


def test_a37_party_groups_study_first() -> None:
    study = ItemFacts("重要讲话精神", "传达学习", "传达学习")
    paper = ItemFacts("工作要点", "年度工作要点", "研究")
    (problem,) = check_agenda("党组会议", [paper, study])
    assert "第一议题" in problem.message
    assert check_agenda("党组会议", [study, paper]) == []
    assert check_agenda("党组会议", [paper]) == []
    assert check_agenda("党组会议", []) == []


def test_a26_personnel_wording_follows_the_content() -> None:
    assert personnel_wording(appoints=True, removes=True) == "人事任免事项"
    assert personnel_wording(appoints=False, removes=True) == "人事免职事项"
    assert personnel_wording(appoints=True, removes=False) == "人事任命事项"
