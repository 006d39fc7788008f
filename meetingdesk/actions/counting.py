"""计票: entering ballots, the sums of one count, and the blind second count.

Ballots are kept as a multiset of equal sheets, in the order of their marks: nothing in the
desk says which came first or whose it was (地方组织法 Art. 39; rules.md Q21). They are not
journalled and not announced to the window, which would look everything up again between two
key strokes; starting, finishing and discarding a count are, and cannot be undone in passing.

A doubtful ballot (疑难票) is recorded with :data:`DOUBT` in place of the doubtful marks and ruled
later, see :mod:`rulings`; a 唱票 sheet is entered by its sums, see :mod:`sums`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch, require
from meetingdesk.actions.count_views import (
    BallotView,
    Comparison,
    CountView,
    Equation,
    QuestionSums,
    ballots,
    compare_counts,
    count_view,
    refuse_hidden,
    the_card,
)
from meetingdesk.actions.doubts import DOUBT, as_read
from meetingdesk.actions.recovery import label_of, stamp
from meetingdesk.actions.sums import BLANK, BY_BALLOT, IN_SUMS, check_sums, read_sums, write_sums
from meetingdesk.actions.vote_views import (
    METHODS,
    entered,
    rows_of,
    write_marks,
)
from meetingdesk.actions.write_ins import refuse_candidates
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.tallies import BallotPattern, Ruling
from meetingdesk.records.votes import Count, Vote
from meetingdesk.rules.cardtypes import Medium, WriteIn
from meetingdesk.rules.names import unpadded
from meetingdesk.rules.tally import ILLEGIBLE, WHOLE, Pattern, pattern, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from meetingdesk.rules.cards import Card

__all__ = [
    "BLANK",
    "BUNDLES",
    "DOUBT",
    "ILLEGIBLE",
    "WHOLE",
    "BallotView",
    "Comparison",
    "CountView",
    "Equation",
    "QuestionSums",
    "ballots",
    "compare_counts",
    "count_view",
    "discard_count",
    "enter_sums",
    "enter_totals",
    "finish_count",
    "over_marks",
    "record_ballot",
    "resume_count",
    "set_bundle",
    "start_count",
    "sums_of",
    "take_back_ballot",
]


#: sizes of a bundle of ballots, 0 for none
BUNDLES = (0, 10, 25)


@action("开始计票", undoable=False)
def start_count(work: Work, vote_id: int, number: int = 1, counter: str = "") -> int:
    """Begin the first or the blind second count and return its id.

    The second takes over the bundles of the first; ``counter`` defaults to the operator. The second count needs another person.

    Raises:
        Refused: papers not yet in, that count exists, or the same person counts twice.
    """
    vote = fetch(work.session, Vote, vote_id)
    if vote.state not in ("已开票", "计票"):
        raise Refused(
            f"“{vote.title}”现在是“{vote.state}”，不能计票。",
            Problem(
                "拟定的表决请先开票。" if vote.state == "拟定" else "如需更正，请先“重新打开”结果。"
            ),
        )
    if vote.issued is None or vote.returned is None:
        raise Refused("请先登记发出和收回的票数，再开始计票。", Problem("没有填写", field="收回"))
    if number not in (1, 2):
        raise Refused("计票最多两遍：第一遍和第二遍（复核）。")
    if any(count.number == number for count in vote.counts):
        raise Refused(f"第{'一二'[number - 1]}遍计票已经开始，请继续录入。")
    if number == 2 and not any(count.number == 1 for count in vote.counts):
        raise Refused("请先开始第一遍计票。")
    name = unpadded(require(counter or work.who, "计票人"))
    if any(name in names_in(count.counter) for count in vote.counts):
        raise Refused(
            f"{name}已录过一遍，第二遍须由另一人录入。",
            Problem("请填写另一位计票人的姓名。", field="计票人"),
        )
    count = Count(number=number, counter=name, from_paper=stamp(work, vote.meeting_id))
    if vote.counts:
        count.bundle = vote.counts[0].bundle
    vote.counts.append(count)
    vote.state = "计票"
    work.session.flush()
    work.meeting_id = vote.meeting_id
    label = f"“{vote.title}”第{'一二'[number - 1]}遍计票开始（{name}）"
    work.label = label_of(label, count.from_paper)
    return count.id


def names_in(counter: str) -> list[str]:
    """Return who took part in a count: 乙（东侧）、丙（西侧） → 乙, 丙."""
    return [unpadded(part.partition("（")[0]) for part in counter.split("、")]


@action("设定每捆张数", undoable=False, journalled=False)
def set_bundle(work: Work, count_id: int, size: int) -> None:
    """Set after how many ballots entry stops to compare with the paper slip; 0 never.

    Raises:
        Refused: not one of :data:`BUNDLES`, or the count is closed.
    """
    if size not in BUNDLES:
        raise Refused("每捆为10张或25张，或不分捆。")
    count, _, _ = _running(work.session, count_id)
    count.bundle = size


def _running(session: Session, count_id: int) -> tuple[Count, Vote, Card]:
    count = fetch(session, Count, count_id)
    vote = count.vote
    if vote.state != "计票":
        raise Refused(
            f"“{vote.title}”现在是“{vote.state}”，不能录票。",
            Problem("如需更正，请先“重新打开”结果。"),
        )
    card = the_card(vote)
    if count.state != "录票":
        raise Refused("这一遍计票已经录完。", Problem("如需更正，请先在这一遍按“更正”。"))
    return count, vote, card


@action("录票", undoable=False, journalled=False)
def record_ballot(
    work: Work, count_id: int, marks: Mapping[str, Iterable[str]], copies: int = 1
) -> int:
    """Add ``copies`` ballots marked alike to a count; return how many it now holds.

    ``marks``: question key → marked choices; unmarked questions may be left out;
    :data:`ILLEGIBLE` for an item nobody can read, ``{WHOLE: [ILLEGIBLE]}`` for a whole ballot;
    :data:`DOUBT` lays the ballot aside for that item, ``{WHOLE: [DOUBT], …}`` for all of it.

    Raises:
        Refused: the count is closed, more ballots than came back, or marks not on the sheet.
    """
    count, vote, card = _running(work.session, count_id)
    if copies < 1:
        raise Refused("张数应为正整数。")
    if count.way == IN_SUMS:
        raise Refused("这一遍是按合计录入的，不能再逐张录票。", Problem("可作废本遍，从头录入。"))
    sheet = pattern(marks)
    check_sheet(vote, card, sheet)
    held, returned = entered(work.session, count.id), vote.returned or 0
    if held + copies > returned:
        raise Refused(
            f"收回{returned}张，已录{held}张，不能再录{copies}张。这{copies}张没有录入。",
            Problem("请核对票数；如有多录，请撤去多录的票。", field="已录"),
        )
    add_ballots(work.session, count.id, sheet, copies)
    return held + copies


def check_sheet(vote: Vote, card: Card, sheet: Pattern) -> None:
    """Refuse marks that are not on the sheet, and a doubt beside another mark.

    Raises:
        Refused: as said.
    """
    if any(DOUBT in given and len(given) > 1 for _, given in sheet):
        raise Refused("疑难的一项不能同时记作选项。", Problem("请只记为疑难，由总监票人裁定。"))
    # the engine checks that the marks are on the sheet
    read = {as_read(sheet): 1}
    tally(card, rows_of(vote, read), read)
    refuse_candidates(vote, sheet)


def add_ballots(session: Session, count_id: int, sheet: Pattern, copies: int) -> None:
    """Add checked ballots to a count."""
    key = write_marks(sheet)
    row = session.get(BallotPattern, (count_id, key))
    if row is None:
        session.add(BallotPattern(count_id=count_id, marks=key, copies=copies))
    else:
        row.copies += copies


@action("撤去录票", undoable=False, journalled=False)
def take_back_ballot(
    work: Work, count_id: int, marks: Mapping[str, Iterable[str]], copies: int = 1
) -> int:
    """Take ``copies`` such ballots out of a count again; return how many it now holds.

    Raises:
        Refused: the count is closed, or it holds fewer such ballots.
    """
    count, _, _ = _running(work.session, count_id)
    row = work.session.get(BallotPattern, (count.id, write_marks(pattern(marks))))
    if row is None or copies < 1 or row.copies < copies:
        raise Refused("这一遍里没有这样的票可以撤去。")
    row.copies -= copies
    if not row.copies:
        work.session.delete(row)
    work.session.flush()
    return entered(work.session, count.id)


@action("录入合计", undoable=False, journalled=False)
def enter_totals(work: Work, count_id: int, totals: Mapping[str, int]) -> int:
    """Enter a one-question vote by its sums (唱票, show of hands); replaces what was entered.

    ``totals``: choice key → votes, and :data:`ILLEGIBLE` → spoilt items. What is left of those
    who voted is unmarked: blank on paper, 未表态 at a show of hands. Returns that remainder.

    Raises:
        Refused: several questions on the sheet, or more votes than came back.
    """
    count, vote, card = _running(work.session, count_id)
    if len(vote.questions) != 1:
        raise Refused("票上有多项，须逐张录入。", Problem("按合计录入只用于单项表决。"))
    key, returned = vote.questions[0].key, vote.returned or 0
    if not set(totals) <= {*card.keys, ILLEGIBLE} or any(n < 0 for n in totals.values()):
        raise Refused("票数应为不小于0的整数，且只限票上的选项。")
    rest = returned - sum(totals.values())
    if rest < 0:
        whole = "收回" if METHODS.get(vote.method) is Medium.PAPER else "到会"
        raise Refused(
            f"各项合计{returned - rest}，多于{whole}{returned}，没有录入。", Problem("请核对票数。")
        )
    for old in work.session.query(BallotPattern).where(BallotPattern.count_id == count.id):
        work.session.delete(old)
    work.session.flush()
    for marks, copies in [*(({key: [c]}, n) for c, n in totals.items()), ({}, rest)]:
        if copies:
            sheet = write_marks(pattern(marks))
            work.session.add(BallotPattern(count_id=count.id, marks=sheet, copies=copies))
    return rest


@action("按合计录入", undoable=False, journalled=False)
def enter_sums(
    work: Work, count_id: int, rows: Mapping[str, Mapping[str, int]], spoilt: int = 0
) -> None:
    """Enter a paper vote by the sums of a 唱票 sheet; replaces sums entered before.

    ``rows``: question key → choice key, :data:`BLANK` or :data:`ILLEGIBLE` (该项无效) → votes;
    ``spoilt`` ballots are void as a whole. The count is then one of sums (合计).

    Raises:
        Refused: ballots are entered already, or a row does not add up to what came back.
    """
    count, vote, card = _running(work.session, count_id)
    if METHODS.get(vote.method) is not Medium.PAPER:
        raise Refused(f"{vote.method}直接录入各项人数，不用唱票合计表。")
    if card.selection is not None and card.selection.write_in is not WriteIn.NO:
        raise Refused(
            "这次可以另选他人，合计表里没有另选人的位置，不能按合计录入。",
            Problem("请逐张录票，另选人的姓名照票面录入。"),
        )
    if count.way == BY_BALLOT and entered(work.session, count.id):
        raise Refused(
            "这一遍已逐张录了票，不能改为按合计录入。",
            Problem("请作废本遍，再按合计从头录入。", field="已录"),
        )
    write_sums(work.session, count, check_sums(card, vote, rows, spoilt), spoilt)


@query
def sums_of(session: Session, count_id: int) -> dict[str, dict[str, int]]:
    """Return the rows entered by sums, :data:`WHOLE` → void ballots among them; {} before.

    Raises:
        Refused: the values are hidden until the third look.
    """
    refuse_hidden(session, fetch(session, Count, count_id))
    return read_sums(session, count_id)


@action("完成一遍计票", undoable=False)
def finish_count(work: Work, count_id: int) -> None:
    """Close a count.

    Raises:
        Refused: fewer ballots are entered than came back.
    """
    count, vote, _ = _running(work.session, count_id)
    held = entered(work.session, count.id)
    if held != vote.returned:
        raise Refused(
            f"收回{vote.returned}张，只录入{held}张，不能结束这一遍。",
            Problem(f"还差{(vote.returned or 0) - held}张，请核对纸票。", field="已录"),
        )
    count.state = "完成"
    work.meeting_id = vote.meeting_id
    label = f"“{vote.title}”第{'一二'[count.number - 1]}遍计票完成"
    work.label = label_of(label, count.from_paper)


@action("继续录入", undoable=False)
def resume_count(work: Work, count_id: int) -> None:
    """Open a finished count again, to mend it after a third look at the paper.

    Raises:
        Refused: the vote is certified.
    """
    count = fetch(work.session, Count, count_id)
    if count.vote.state != "计票":
        raise Refused("结果已经确认，不能再改录入。", Problem("如需更正，请先“重新打开”结果。"))
    count.state = "录票"
    work.meeting_id = count.vote.meeting_id
    work.label = f"“{count.vote.title}”第{'一二'[count.number - 1]}遍计票继续录入"


@action("作废一遍计票", undoable=False)
def discard_count(work: Work, count_id: int, reason: str) -> None:
    """Throw a count's ballots away, to enter them afresh; the reason goes to the journal.

    Raises:
        Refused: no reason, or the vote is certified.
    """
    count = fetch(work.session, Count, count_id)
    vote = count.vote
    if vote.state != "计票":
        raise Refused("结果已经确认，不能作废计票。", Problem("如需更正，请先“重新打开”结果。"))
    why = require(reason, "作废原因")
    work.meeting_id = vote.meeting_id
    work.label = f"“{vote.title}”第{'一二'[count.number - 1]}遍计票作废：{why}"
    vote.counts.remove(count)
    if not vote.counts:
        vote.state = "已开票"
        work.session.execute(delete(Ruling).where(Ruling.vote_id == vote.id))
    work.also.add("ballot_pattern")


def over_marks(choices: Iterable[str]) -> list[str]:
    """Return what is recorded for an item with several marks (多划); which ones never matters."""
    keys = list(choices)
    return keys if len(keys) > 1 else [ILLEGIBLE]
