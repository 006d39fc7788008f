"""Before and after an item: the chairpersons' gate and a bill's way (rows A07, A16; D11, Q11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from meetingdesk.errors import Problem
from meetingdesk.rules.dates import add_months
from meetingdesk.rules.itemtypes import item_type
from meetingdesk.rules.verbs import parse_outcome

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


@dataclass(frozen=True, slots=True)
class GatedItem:
    """An item bound for the standing committee and what the chairpersons' meeting said of it.

    ``conclusion`` is its recorded outcome there; ``waived`` the reason for going on without one.
    """

    title: str
    type: str
    conclusion: str = ""
    waived: str = ""


def check_gate(items: Iterable[GatedItem]) -> list[Problem]:
    """Report items without the chairpersons' consent (地方组织法 Art.52, 54; A07).

    A bare 研究 counts as consent: that is all the records say of personnel items.
    """
    problems = []
    for row, item in enumerate(items, start=1):
        phrases = parse_outcome(item.conclusion).phrases
        if item.waived or not item_type(item.type).gate:
            continue
        if "不提请" in phrases:
            message = f"主任会议决定不提请“{item.title}”，不能列入议程。"
        elif not phrases:
            message = f"“{item.title}”还没有主任会议结论，请先提交主任会议，或者登记豁免理由。"
        else:
            continue
        problems.append(Problem(message, row=row))
    return problems


class BillStage(StrEnum):
    """Where a local regulation stands (A16); how many readings is the committee's own rule."""

    DRAFTING = "起草"
    READING = "审议中"
    HELD = "暂不付表决"
    PASSED = "已通过待批准"
    APPROVED = "已批准待公布"
    PUBLISHED = "已公布"
    TERMINATED = "终止审议"


BILL_STEPS: dict[BillStage, tuple[BillStage, ...]] = {
    BillStage.DRAFTING: (BillStage.READING,),
    BillStage.READING: (BillStage.PASSED, BillStage.HELD, BillStage.TERMINATED),
    BillStage.HELD: (BillStage.READING, BillStage.PASSED, BillStage.TERMINATED),
    BillStage.PASSED: (BillStage.APPROVED,),
    BillStage.APPROVED: (BillStage.PUBLISHED,),
    BillStage.PUBLISHED: (),
    BillStage.TERMINATED: (),
}


def check_bill_step(now: BillStage | str, to: BillStage | str) -> list[Problem]:
    """Report a step a bill cannot take, naming those it can (立法法 Art.44–45, 81, 88)."""
    allowed = BILL_STEPS[BillStage(now)]
    if to in allowed:
        return []
    hint = f"可以转为：{'、'.join(allowed)}。" if allowed else "这是最后一步。"
    return [Problem(f"“{now}”的法规案不能转为“{to}”。{hint}")]


def reading_name(number: int, total: int) -> str:
    """Return how a reading is called: 一审, 二审 …; the last of several is the voting one."""
    name = f"{'一二三四'[number - 1]}审" if 1 <= number <= 4 else f"第{number}次审议"
    return f"{name}（交付表决）" if number == total else name


def bill_clock(passed: date, published: date | None = None) -> tuple[date, date | None]:
    """Return when approval and filing are due.

    The province decides on approval within four months of being asked (立法法 Art.81, counted
    here from the day of passing); filing is due 30 days after publication (Art.109).
    """
    filing = published + timedelta(days=30) if published else None
    return add_months(passed, 4), filing
