"""裁定疑难票: the chief scrutineer (总监票人) says what a doubtful ballot counts as, and why.

Rulings wait until the counts are finished and agree on what was laid aside: the list of doubtful
ballots shows marks, and nobody sees marks before the third look. A ruling is for ballots marked
alike; it bears a name and a reason, but no time, no number and no place in an order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch, require
from meetingdesk.actions.count_views import compared, the_card
from meetingdesk.actions.counting import check_sheet
from meetingdesk.actions.doubts import (
    DOUBT,
    Patterns,
    doubtful_items,
    resolved,
    rulings_of,
    set_aside,
    still_open,
)
from meetingdesk.actions.sums import BY_BALLOT
from meetingdesk.actions.vote_views import patterns_of, write_marks
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.tallies import Ruling
from meetingdesk.records.votes import Vote, read_marks
from meetingdesk.rules.names import unpadded
from meetingdesk.rules.tally import ILLEGIBLE, WHOLE, Pattern, pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from meetingdesk.records.votes import Count

__all__ = ["DOUBT", "DoubtView", "Doubts", "RulingView", "doubts", "rule_doubt", "withdraw_ruling"]

#: longest reason kept, in characters
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class RulingView:
    """``copies`` ballots marked alike, ruled alike; ``ruled`` are their marks now."""

    ruled: dict[str, tuple[str, ...]]
    words: str
    who: str
    why: str
    copies: int


@dataclass(frozen=True, slots=True)
class DoubtView:
    """``copies`` doubtful ballots marked alike; ``open`` of them still want a ruling.

    ``items``: question keys in doubt, ``*`` for the whole sheet. Below 0 ``open`` tells how many
    rulings are left over after the count was mended, to be withdrawn.
    """

    marks: dict[str, tuple[str, ...]]
    items: tuple[str, ...]
    copies: int
    open: int
    rulings: tuple[RulingView, ...]


@dataclass(frozen=True, slots=True)
class Doubts:
    """All doubtful ballots of a vote; ``rows`` is empty while they may not be seen."""

    ready: bool
    #: why they may not be seen or ruled yet, '' when they may
    waiting: str
    rows: tuple[DoubtView, ...] = ()

    @property
    def open(self) -> int:
        """How many ballots still want a ruling, or rulings a ballot."""
        return sum(abs(row.open) for row in self.rows)


@query
def doubts(session: Session, vote_id: int) -> Doubts:
    """Return the doubtful ballots of a vote with their rulings, in the order of the marks."""
    from meetingdesk.papers.documents.rulings import outcome_words  # all papers' code with it

    vote = fetch(session, Vote, vote_id)
    waiting = _waiting(session, vote)
    if waiting:
        return Doubts(ready=False, waiting=waiting)
    count = main_count(vote)
    patterns = patterns_of(session, count.id)
    found, left = rulings_of(session, vote.id), still_open(patterns, rulings_of(session, vote.id))
    laid = set_aside(patterns)
    sheets = sorted({*laid, *(read_marks(row.marks) for row in found)})
    rows = tuple(
        DoubtView(
            marks=dict(sheet),
            items=doubtful_items(sheet),
            copies=laid.get(sheet, 0),
            open=left.get(sheet, 0),
            rulings=tuple(
                RulingView(
                    dict(read_marks(row.ruled)),
                    outcome_words(vote, sheet, read_marks(row.ruled)),
                    row.who,
                    row.why,
                    row.copies,
                )
                for row in found
                if read_marks(row.marks) == sheet
            ),
        )
        for sheet in sheets
    )
    return Doubts(ready=True, waiting="", rows=rows)


def main_count(vote: Vote) -> Count:
    """Return the count whose content is the vote's: the first of ballots, else the first."""
    return next((count for count in vote.counts if count.way == BY_BALLOT), vote.counts[0])


def settled(session: Session, vote: Vote, count: Count) -> Patterns:
    """Return the ballots of ``count`` with every doubtful one as it was ruled.

    Raises:
        Refused: some are not ruled, or rulings are left over.
    """
    patterns, rulings = patterns_of(session, count.id), rulings_of(session, vote.id)
    left = still_open(patterns, rulings).values()
    if wanting := sum(n for n in left if n > 0):
        raise Refused(
            f"还有{wanting}张疑难票没有裁定，不能得出结果。",
            Problem("请由总监票人逐张裁定。", field="疑难票"),
        )
    if left:
        raise Refused(
            f"有{-sum(left)}张裁定没有对应的疑难票（计票更正后剩下的），不能得出结果。",
            Problem("请撤回多出的裁定。", field="疑难票"),
        )
    return resolved(patterns, rulings)


def _waiting(session: Session, vote: Vote) -> str:
    if not vote.counts:
        return "还没有计票。"
    if any(count.state != "完成" for count in vote.counts):
        return "各遍计票都录完后，再裁定疑难票。"
    both = len(vote.counts) == 2 and all(count.way == BY_BALLOT for count in vote.counts)
    if both and not compared(session, vote).agrees:
        return "两遍计票不一致，请先核对更正，再裁定疑难票。"
    return ""


@action("裁定疑难票", undoable=False, journalled=False)
def rule_doubt(
    work: Work,
    vote_id: int,
    marks: Mapping[str, Iterable[str]],
    outcome: Mapping[str, Iterable[str]],
    who: str = "",
    why: str = "",
    copies: int = 1,
) -> int:
    """Rule ``copies`` doubtful ballots that bear ``marks``; return how many are still open.

    ``outcome``: each doubtful question → ``[choice]``, ``[]`` (未划) or ``[ILLEGIBLE]`` (该项无效);
    ``{WHOLE: [ILLEGIBLE]}`` voids the ballot, ``{WHOLE: []}`` lets a sheet doubtful as a whole
    stand. ``who`` defaults to the vote's 总监票人.

    Raises:
        Refused: not yet to be ruled, no name or reason, an item left out, or too many ballots.
    """
    vote, sheet = _ruling(work, vote_id), pattern(marks)
    name = unpadded(require(who or vote.teller_chief, "总监票人", "请写明由谁裁定。"))
    reason = require(why, "裁定理由", "请写明票面情况和裁定的理由，将印在计票报告单上。")
    if len(reason) > _LONGEST or len(name) > 60:
        raise Refused(f"裁定理由请不超过{_LONGEST}字，姓名不超过60字。")
    ruled = _ruled(vote, sheet, {key: list(given) for key, given in outcome.items()})
    left = still_open(_laid(work, vote), rulings_of(work.session, vote.id)).get(sheet, 0)
    if not 1 <= copies <= left:
        raise Refused(
            f"这样的疑难票还有{max(left, 0)}张没有裁定，不能裁定{copies}张。",
            Problem("请核对张数。"),
        )
    key = (vote.id, write_marks(sheet), write_marks(ruled), name, reason)
    row = work.session.get(Ruling, key)
    if row is None:
        work.session.add(
            Ruling(vote_id=vote.id, marks=key[1], ruled=key[2], who=name, why=reason, copies=copies)
        )
    else:
        row.copies += copies
    work.meeting_id = vote.meeting_id
    work.also.add("count")
    return left - copies


@action("撤回裁定", undoable=False, journalled=False)
def withdraw_ruling(
    work: Work,
    vote_id: int,
    marks: Mapping[str, Iterable[str]],
    ruled: Mapping[str, Iterable[str]],
    who: str,
    why: str,
) -> None:
    """Take back the ruling of all ballots ruled so, to rule them again.

    Raises:
        Refused: not yet to be ruled, certified, or there is no such ruling.
    """
    vote = _ruling(work, vote_id)
    key = (vote.id, write_marks(pattern(marks)), write_marks(pattern(ruled)), who, why)
    row = work.session.get(Ruling, key)
    if row is None:
        raise Refused("没有这样的裁定，可能刚被撤回。请刷新后再试。")
    work.session.delete(row)
    work.meeting_id = vote.meeting_id
    work.also.add("count")


def _ruling(work: Work, vote_id: int) -> Vote:
    vote = fetch(work.session, Vote, vote_id)
    if vote.state != "计票":
        raise Refused(f"“{vote.title}”现在是“{vote.state}”，不能裁定疑难票。")
    if waiting := _waiting(work.session, vote):
        raise Refused(waiting)
    return vote


def _laid(work: Work, vote: Vote) -> dict[Pattern, int]:
    return patterns_of(work.session, main_count(vote).id)


def _ruled(vote: Vote, sheet: Pattern, outcome: dict[str, list[str]]) -> Pattern:
    """Return the marks of ``sheet`` with each doubt settled."""
    items = doubtful_items(sheet)
    if outcome == {WHOLE: [ILLEGIBLE]} and items:
        return pattern(outcome)
    if set(outcome) != set(items) or outcome.get(WHOLE) or not items:
        raise Refused(
            "请对每一个疑难之处都作出裁定，不疑难的项不能改动。",
            Problem("逐项写明计入哪一选项、未划或该项无效，或裁定整票无效。", field="裁定"),
        )
    if any(len(given) > 1 or DOUBT in given for given in outcome.values()):
        raise Refused("每项只能裁定为一个结果。", Problem("请选一项。", field="裁定"))
    ruled = pattern({**dict(sheet), **outcome})
    check_sheet(vote, the_card(vote), ruled)
    return ruled
