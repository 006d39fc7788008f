"""常用材料: the papers items of a type usually need, and the days of the rules they keep (A38).

Only days that law or the rules of procedure give are set (监督法 Art. 15: 20, 10 and 7 days before
the meeting; bills as the rules say); what else is asked for has no day until the office sets one.
"""

from __future__ import annotations

from dataclasses import dataclass

from meetingdesk.rules.itemtypes import ItemFamily, item_type


@dataclass(frozen=True, slots=True)
class Asked:
    """A paper: its name, and the parameter that says how many days before the meeting it is due."""

    title: str
    days: str = ""


_F = ItemFamily
_BY_NAME: dict[str, tuple[Asked, ...]] = {
    "专项工作报告": (
        Asked("报告征求意见稿", "report_draft_days"),
        Asked("报告修改稿", "report_revised_days"),
        Asked("报告", "report_members_days"),
    ),
}
_BY_FAMILY: dict[ItemFamily, tuple[Asked, ...]] = {
    _F.REPORT: (Asked("报告", "report_members_days"),),
    _F.BUDGET: (Asked("报告"), Asked("草案")),
    _F.TEXT: (Asked("草案"), Asked("说明")),
    _F.BILL: (Asked("法规草案", "bill_days"), Asked("说明", "bill_days")),
    _F.PERSONNEL: (Asked("任免案"), Asked("拟任免人员简历")),
    _F.RATING: (Asked("工作报告"), Asked("评议调查报告")),
    _F.MOTION: (Asked("审理意见的报告"),),
    _F.BRIEFING: (Asked("汇报材料"),),
    _F.INQUIRY: (Asked("询问提纲"), Asked("情况报告")),
}


def usual_papers(kind: str) -> tuple[Asked, ...]:
    """Return the papers an item of this type usually needs; none for types that need none."""
    known = item_type(kind)
    return _BY_NAME.get(known.name) or _BY_FAMILY.get(known.family, ())
