"""Votes of every kind taken from draft to certified, in few words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from meetingdesk.actions import (
    attendance,
    ballots,
    certify,
    counting,
    meetings,
    roster,
    votes,
)
from tests.test_recount import RECOUNT, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from meetingdesk.actions.base import Work
    from meetingdesk.actions.office import Office
    from meetingdesk.rules.results import Result

DAY = dt.date(2026, 8, 18)
YES, NO, ABSTAIN = "赞成", "反对", "弃权"
Marks = dict[str, list[str]]


def congress(work: Work, deputies: int, present: int, name: str = "示例市") -> int:
    """A people's congress with ``present`` of its ``deputies`` on the roll."""
    body = roster.add_body(
        work, name=f"{name}人民代表大会", short_name="市人民代表大会", place_name="示例市",
        level="市", kind="congress",
    )  # fmt: skip
    term = roster.add_term(work, body_id=body, number=14, start=dt.date(2022, 1, 1))
    for number in range(deputies):
        roster.add_member(work, term_id=term, name=f"代表{number:03}", since=dt.date(2022, 1, 1))
    made = meetings.convene(work, term_id=term, number=1, start=DAY, end=DAY)
    attendance.open_roll(work, made)
    rows = [row.id for row in attendance.roll(work, made)]
    attendance.mark(work, rows[:present], state="出席")
    return made


def project_vote(office: Office, names: Sequence[str], most: int) -> int:
    """A vote of thirteen deputies on projects, at most so many each; one ballot is back."""

    def lay(work: Work) -> int:
        vote = votes.draft_vote(
            work, kind="票决", meeting_id=congress(work, 13, 13), title="民生实事项目票决",
            questions=[(name, "", {}) for name in names],
        )  # fmt: skip
        votes.set_seats(work, vote, most, most)
        return vote

    vote = office.perform(lay, name="样例")
    ballots.prepare_form(office, vote)
    votes.open_vote(office, vote)
    votes.set_issued(office, vote, 13)
    votes.set_returned(office, vote, 1)
    return vote


@dataclass(frozen=True)
class Template:
    """One desk with both bodies, copied for every test."""

    path: Path
    meeting: int
    congress: int


def clock() -> dt.datetime:
    return dt.datetime(2026, 8, 18, 4, tzinfo=dt.UTC)


def draft(office: Office, meeting: int, kind: str, names: list[str], **values: Any) -> int:
    seats, most = values.pop("seats", None), values.pop("most", None)
    vote = votes.draft_vote(
        office, kind=kind, meeting_id=meeting, title=values.pop("title", f"{kind}一项"),
        questions=[(name, "", {}) for name in names], **values,
    )  # fmt: skip
    if seats is not None:
        votes.set_seats(office, vote, seats, most)
    return vote


def poll(office: Office, vote: int, *piles: tuple[Marks, int], issued: int | None = None) -> Result:
    """Open, issue, collect, count the piles and certify."""
    returned = sum(copies for _, copies in piles)
    votes.open_vote(office, vote)
    if votes.vote_view(office, vote).on_paper:
        votes.set_issued(office, vote, issued or returned)
        votes.set_returned(office, vote, returned)
    count = counting.start_count(office, vote)
    for marks, copies in piles:
        counting.record_ballot(office, count, marks, copies)
    counting.finish_count(office, count)
    certify.certify(office, vote, reason="只有一名计票人")
    return sealed(office, vote)


def sealed(office: Office, vote: int) -> Result:
    """Return a certified result; its seal holds and the independent checker agrees with it."""
    found = certify.result_of(office, vote)
    assert found is not None
    assert certify.seal_intact(office, vote)
    entry, result = plain(certify.export_vote(office, vote)), plain(found.to_dict())
    assert RECOUNT.compare(entry, result) == []
    return found


def yes(*keys: str, no: tuple[str, ...] = ()) -> Marks:
    return {**{key: [YES] for key in keys}, **{key: [NO] for key in no}}


def by_hands(office: Office, vote: int, for_it: int) -> None:
    votes.open_vote(office, vote)
    count = counting.start_count(office, vote)
    counting.enter_totals(office, count, {YES: for_it, NO: 37 - for_it})
    counting.finish_count(office, count)
    certify.certify(office, vote)
