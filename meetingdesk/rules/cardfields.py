"""A rule card's fields and values in the office's words: for its form, and for what is wrong.

The card's own problems name fields as the files write them (``outcomes[2].fraction``); a clerk
at a form is told the same by the words on the form (定档第2档的分数).
"""

from __future__ import annotations

import re

from meetingdesk.errors import Problem

#: the parts of a card
SECTIONS: dict[str, str] = {
    "choices": "选项",
    "outcomes": "定档",
    "bands": "分数档",
    "rates": "比率",
    "ranking": "排名",
    "selection": "选定",
    "electorates": "分类",
    "quorum": "法定人数",
    "ballot": "票面",
    "what_if": "换算基数",
    "tie_at_threshold": "恰为半数",
    "reject_limit": "连续未通过的限制",
    "id": "编号",
    "title": "名称",
    "kind": "种类",
    "version": "版本",
    "source": "来源",
    "article": "依据条文",
    "doubts": "存疑",
    "guess": "推测",
}
#: what stands in them
FIELDS: dict[str, str] = {
    "key": "名称",
    "label": "名称",
    "score": "分值",
    "choices": "计入的选项",
    "choice": "计入的选项",
    "op": "条件",
    "fraction": "分数",
    "base": "基数",
    "passed": "是否通过",
    "text": "后果",
    "months": "期限",
    "at_least": "不低于",
    "below": "低于",
    "by": "排名方法",
    "first": "公布前几名",
    "last": "公布后几名",
    "weight": "权重",
    "seats": "名额",
    "choose_at_most": "至多选",
    "choose_at_least": "至少选",
    "ties": "票数相等",
    "shortage": "不足名额",
    "write_in": "另选他人",
    "medium": "方式",
    "blank": "空白",
    "double": "多选",
    "illegible": "无法辨认",
    "missing": "未收回",
    "unpressed": "未按键",
}
#: the values of each choice, in the order of the form
OPS = {
    ">": "超过",
    ">=": "达到",
    "<": "不足",
    "<=": "不超过",
    "tie": "按恰为半数的约定",
}
BLANKS = {"abstain": "视为弃权（未选）", "invalid": "该项无效"}
FAULTS = {"invalid_item": "该项无效", "invalid_ballot": "整张票无效"}
MISSINGS = {"not_returned": "不作弃权", "abstain": "计为弃权"}
UNPRESSEDS = {"not_counted": "不计入票数", "as_abstain": "计为弃权", "as_absent": "视为未到会"}
TIES = {
    "revote": "就相等的再次投票",
    "ballot_order": "按票上次序在前的",
    "all_in": "一并确定",
    "organ_decides": "由会议主持机构决定",
}
SHORTAGES = {
    "revote": "另行投票",
    "leave_vacant": "暂缺",
    "organ_decides": "由会议主持机构决定",
}
WRITE_INS = {"no": "不可以", "with_against": "反对候选人的可以", "free": "可以"}
TIE_AT = {"met": "算达到", "missed": "不算达到"}
PASSED = {True: "通过", False: "不通过"}

_PATH = re.compile(r"(\w+)(?:\[(\d+)\])?((?:\.\w+)*)")
#: what the files' own notation would tell a clerk nothing
_PLAIN = (
    ("最后一档必须写 else = true，以免有票数得不出结果", "最后一档须为“其余情形”，以免有票数得不出结果"),
    ("else = true 只能写在最后一档", "“其余情形”只能是最后一档"),
    ("应为整数，或加引号的分数，如 \"2/3\"", "应为整数或分数，如 2/3"),
    ("应为 0 到 1 之间的分数，如 \"1/2\"", "应为 0 到 1 之间的分数，如 1/2"),
    (
        "用了 tie，就必须在卡上写明 tie_at_threshold（met 或 missed）",
        "条件按恰为半数的约定，就要写明恰为半数算不算达到",
    ),
    (
        "每档要写明 at_least（含）和 below（不含），且前者较小",
        "每档要写明不低于几分、低于几分，且前者较小",
    ),
    ("key 有重复", "名称有重复"),
    (
        "outcomes、bands、selection 只能用其中一种",
        "按票数定档、按平均分定档、按得票选定只能用其中一种",
    ),
    ("选项上就要写分值（score）", "选项就要写分值"),
    ("弃权（abstain）只能有一个", "弃权只能有一个"),
)  # fmt: skip


def field_words(field: str) -> str:
    """Return a field's place in words: ``outcomes[2].consequence.text`` → 定档第2行的后果."""
    found = _PATH.fullmatch(field)
    if found is None:
        return field
    section, row, rest = found.groups()
    words = SECTIONS.get(section, section)
    if row:
        words += f"第{row}行"
    last = rest.rpartition(".")[2]
    if last:
        words += f"的{FIELDS.get(last, last)}"
    return words


def plain_problem(problem: Problem) -> Problem:
    """Return a card's problem as a clerk at the form reads it."""
    message = problem.message
    for notation, words in _PLAIN:
        message = message.replace(notation, words)
    return Problem(message, problem.file, problem.row, field_words(problem.field))
