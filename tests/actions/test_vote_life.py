"""The life of a vote, walked at random through the actions: no illegal step succeeds.

A machine keeps its own simple picture of one vote on a real desk and takes every step, legal or
not, from every state. A refusal must be a ``Refused`` that leaves the desk as it was, row by row.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import event as signals

from meetingdesk.actions import certify, counting, roster, votes
from meetingdesk.actions.office import Office, open_office
from meetingdesk.errors import Refused
from meetingdesk.records import journal
from meetingdesk.rules.decide import decide
from meetingdesk.rules.votes import VoteInput
from tests.actions.test_counting import DAY, build

if TYPE_CHECKING:
    from collections.abc import Callable

NOON = dt.datetime(2026, 8, 18, 4, tzinfo=dt.UTC)
MEMBERS, PRESENT = 5, 4
YES, NO, ABSTAIN = "赞成", "反对", "弃权"
MARK = st.sampled_from([[YES], [YES], [NO], [ABSTAIN], [], [YES, NO], ["?"]])
SHEET = st.fixed_dictionaries({"q1": MARK, "q2": MARK})
NAME = st.sampled_from(["甲", "乙", "丙"])


def _key(sheet: dict[str, list[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(sorted((k, tuple(sorted(set(v)))) for k, v in sheet.items() if v))


class _Template:
    """A committee with a meeting and its roll, made once and copied for every walk."""

    def __init__(self) -> None:
        self.place: Path | None = None
        self.meeting = self.term = 0

    def copy_to(self, place: Path) -> None:
        if self.place is None:
            self.place = Path(tempfile.mkdtemp()) / "template.desk"
            office = open_office(self.place, "甲", clock=lambda: NOON)
            self.meeting = office.perform(lambda w: build(w, MEMBERS, PRESENT), name="样例")
            self.term = 1
            office.desk.close()
        shutil.copy(self.place, place)


TEMPLATE = _Template()


class Life(RuleBasedStateMachine):
    """One vote at a time; ``model`` fields say what must be true of it."""

    @initialize(steps=st.integers(0, 8), second=st.booleans())
    def convene(self, steps: int, *, second: bool) -> None:
        """Draft the vote and bring it some way along, so that walks begin everywhere."""
        self.folder = Path(tempfile.mkdtemp())
        TEMPLATE.copy_to(self.folder / "a.desk")
        self.office: Office = open_office(self.folder / "a.desk", "甲", clock=lambda: NOON)

        def hasty(connection: Any, _record: object) -> None:
            connection.execute("PRAGMA synchronous=OFF")

        signals.listen(self.office.desk.engine, "connect", hasty)
        self.office.desk.engine.dispose()
        self.vote = votes.draft_vote(
            self.office, kind="任免", meeting_id=TEMPLATE.meeting, title="人事任免",
            questions=[("张三", "", {}), ("李四", "", {})],
        )  # fmt: skip
        self.forget()
        self.members = MEMBERS
        self.ended: list[tuple[int, Any]] = []
        for _ in range(steps):
            self.go_on_to(second=second)

    def forget(self) -> None:
        self.state = "拟定"
        self.issued: int | None = None
        self.returned: int | None = None
        self.pinned: int | None = None
        self.counts: dict[int, dict[str, Any]] = {}
        self.sealed: Any = None

    # --- the two ways a step can end ------------------------------------------------------------

    def rows(self) -> list[str]:
        """Everything on the desk, row by row."""
        file = sqlite3.connect(f"file:{self.folder / 'a.desk'}?mode=ro", uri=True)
        found = list(file.iterdump())
        file.close()
        return found

    def step(self, legal: bool, act: Callable[[], Any]) -> Any:
        """Take a step: a legal one succeeds, any other is refused and changes nothing."""
        if legal:
            return act()
        before = self.rows()
        with pytest.raises(Refused):
            act()
        assert self.rows() == before
        return None

    def held(self, number: int) -> int:
        return sum(self.counts[number]["sheets"].values()) if number in self.counts else 0

    # --- before the count -----------------------------------------------------------------------

    @rule()
    def open(self) -> None:
        legal = self.state == "拟定"
        self.step(legal, lambda: votes.open_vote(self.office, self.vote))
        if legal:
            self.state, self.pinned = "已开票", self.members

    @rule()
    def unopen(self) -> None:
        legal = self.state == "已开票"
        self.step(legal, lambda: votes.unopen_vote(self.office, self.vote))
        if legal:
            self.forget()

    @rule(number=st.sampled_from([0, 2, 3, 4, 4, 4]))
    def issue(self, number: int) -> None:
        legal = self.state == "已开票" and number > 0
        self.step(legal, lambda: votes.set_issued(self.office, self.vote, number))
        if legal:
            self.issued = number
            if self.returned is not None and self.returned > number:
                self.state = "作废"

    @rule(number=st.sampled_from([-1, 2, 3, 4, 4, 4, 5]))
    def collect(self, number: int) -> None:
        running = self.state in ("已开票", "计票") and self.issued is not None
        done = any(count["done"] for count in self.counts.values())
        most = max((self.held(n) for n in self.counts), default=0)
        legal = running and number >= max(most, 0) and not done
        legal = legal and not (PRESENT < number <= (self.issued or 0))
        self.step(legal, lambda: votes.set_returned(self.office, self.vote, number))
        if legal:
            self.returned = number
            if number > (self.issued or 0):
                self.state = "作废"

    @rule(text=st.sampled_from(["改题", ""]))
    def retitle(self, text: str) -> None:
        legal = self.state == "拟定" and text != ""
        self.step(legal, lambda: votes.edit_vote(self.office, self.vote, title=text))

    @rule()
    def add_a_row(self) -> None:
        if self.state != "拟定":
            self.step(False, lambda: votes.add_question(self.office, self.vote, text="王五"))

    @rule()
    def delete(self) -> None:
        if self.state != "拟定":
            self.step(False, lambda: votes.delete_vote(self.office, self.vote))

    # --- the count ------------------------------------------------------------------------------

    @rule(number=st.sampled_from([1, 1, 2, 3]), name=NAME)
    def start(self, number: int, name: str) -> None:
        legal = (
            self.state in ("已开票", "计票")
            and self.issued is not None
            and self.returned is not None
            and number in (1, 2)
            and number not in self.counts
            and (number == 1 or 1 in self.counts)
            and all(count["by"] != name for count in self.counts.values())
        )
        made = self.step(legal, lambda: counting.start_count(self.office, self.vote, number, name))
        if legal:
            self.counts[number] = {"id": made, "by": name, "sheets": Counter(), "done": False}
            self.state = "计票"

    @precondition(lambda self: self.counts)
    @rule(number=st.integers(1, 2), sheet=SHEET, copies=st.integers(0, 4))
    def record(self, number: int, sheet: dict[str, list[str]], copies: int) -> None:
        if number not in self.counts:
            return
        count = self.counts[number]
        legal = self.state == "计票" and not count["done"] and copies > 0
        legal = legal and self.held(number) + copies <= (self.returned or 0)
        self.step(legal, lambda: counting.record_ballot(self.office, count["id"], sheet, copies))
        if legal:
            count["sheets"][_key(sheet)] += copies

    @precondition(lambda self: self.counts)
    @rule()
    def fill_alike(self) -> None:
        """Bring every open count to the full pile in the same way, as two careful clerks would."""
        for number, count in sorted(self.counts.items()):
            left = (self.returned or 0) - self.held(number)
            if self.state == "计票" and not count["done"] and left:
                sheet = {"q1": [YES], "q2": [NO]}
                counting.record_ballot(self.office, count["id"], sheet, left)
                count["sheets"][_key(sheet)] += left

    @precondition(lambda self: 2 in self.counts)
    @rule()
    def mend_the_second(self) -> None:
        """The third look at the paper: the second count is corrected to the first."""
        first, second = self.counts[1], self.counts[2]
        if self.state != "计票" or second["done"] or not first["done"]:
            return
        for sheet, copies in list((second["sheets"] - first["sheets"]).items()):
            counting.take_back_ballot(self.office, second["id"], dict(sheet), copies)
        for sheet, copies in list((first["sheets"] - second["sheets"]).items()):
            counting.record_ballot(self.office, second["id"], dict(sheet), copies)
        second["sheets"] = Counter(first["sheets"])

    @precondition(lambda self: self.counts)
    @rule(number=st.integers(1, 2), sheet=SHEET)
    def take_back(self, number: int, sheet: dict[str, list[str]]) -> None:
        if number not in self.counts:
            return
        count = self.counts[number]
        legal = self.state == "计票" and not count["done"] and count["sheets"][_key(sheet)] > 0
        self.step(legal, lambda: counting.take_back_ballot(self.office, count["id"], sheet))
        if legal:
            count["sheets"] = count["sheets"] - Counter([_key(sheet)])

    @precondition(lambda self: self.counts)
    @rule(number=st.integers(1, 2))
    def finish(self, number: int) -> None:
        if number not in self.counts:
            return
        count = self.counts[number]
        legal = self.state == "计票" and not count["done"] and self.held(number) == self.returned
        self.step(legal, lambda: counting.finish_count(self.office, count["id"]))
        count["done"] = count["done"] or legal

    @precondition(lambda self: self.counts)
    @rule(number=st.integers(1, 2))
    def resume(self, number: int) -> None:
        if number not in self.counts:
            return
        legal = self.state == "计票"
        self.step(legal, lambda: counting.resume_count(self.office, self.counts[number]["id"]))
        self.counts[number]["done"] = self.counts[number]["done"] and not legal

    @precondition(lambda self: self.counts)
    @rule(number=st.sampled_from([1, 2, 2]), reason=st.sampled_from(["票捆混放", " "]))
    def discard(self, number: int, reason: str) -> None:
        if number not in self.counts:
            return
        legal = self.state == "计票" and reason.strip() != ""
        count = self.counts[number]["id"]
        self.step(legal, lambda: counting.discard_count(self.office, count, reason))
        if legal:
            del self.counts[number]
            self.state = "计票" if self.counts else "已开票"

    # --- the result -----------------------------------------------------------------------------

    @rule(reason=st.sampled_from(["", "只有一名计票人"]))
    def certify(self, reason: str) -> None:
        piles = [count["sheets"] for count in self.counts.values()]
        legal = self.state == "计票" and all(
            count["done"] and self.held(n) == self.returned for n, count in self.counts.items()
        )
        legal = legal and (piles[0] == piles[1] if len(piles) == 2 else reason != "")
        self.step(legal, lambda: certify.certify(self.office, self.vote, reason=reason))
        if legal:
            self.state = "已确认"
            self.sealed = self.certified()

    @rule(reason=st.sampled_from(["", "报告单有误"]))
    def reopen(self, reason: str) -> None:
        legal = self.state == "已确认" and reason != ""
        self.step(legal, lambda: certify.reopen(self.office, self.vote, reason))
        if legal:
            view = votes.vote_view(self.office, self.vote)
            assert self.sealed[1] in view.note
            assert reason in view.note
            self.state, self.sealed = "计票", None

    @rule()
    def vote_again(self) -> None:
        legal = self.state == "作废"  # here every certified result stands
        made = self.step(legal, lambda: votes.re_vote(self.office, self.vote))
        if legal:
            assert votes.vote_view(self.office, made).parent_id == self.vote
            self.ended.append((self.vote, self.certified()))
            self.vote = made
            self.forget()

    @rule()
    def go_on_alone(self) -> None:
        self.go_on_to(second=False)

    @rule(second=st.booleans())
    def go_on(self, second: bool) -> None:
        self.go_on_to(second=second)

    def go_on_to(self, *, second: bool) -> None:
        """Take the next step an office would take, so that walks reach the end of a vote."""
        if self.state == "拟定":
            self.open()
        elif self.issued is None:
            self.issue(PRESENT)
        elif self.returned is None:
            self.collect(PRESENT)
        elif 1 not in self.counts:
            self.start(1, "甲")
        elif second and 2 not in self.counts:
            self.start(2, "乙" if self.counts[1]["by"] != "乙" else "丙")
        elif any(not count["done"] for count in self.counts.values()):
            self.fill_alike()
            self.finish(1)
            if 2 in self.counts:
                self.mend_the_second()
                self.finish(2)
        else:
            self.certify("只有一名计票人")
        event(f"went on to {self.state}")

    # --- around it ------------------------------------------------------------------------------

    @rule()
    def a_member_joins(self) -> None:
        if self.members < MEMBERS + 2:
            roster.add_member(
                self.office, term_id=TEMPLATE.term, name=f"新委员{self.members}", since=DAY
            )
            self.members += 1

    @rule()
    def export(self) -> None:
        """Only a vote with a count can be exported; it decides to the certified result."""
        found = self.step(bool(self.counts), lambda: certify.export_vote(self.office, self.vote))
        if self.state == "已确认":
            assert decide(VoteInput.from_dict(found)).to_dict() == self.sealed[3]

    def certified(self) -> Any:
        view = votes.vote_view(self.office, self.vote)
        return view.state, view.code, view.digest, view.result, view.certified_on

    @invariant()
    def the_desk_says_what_happened(self) -> None:
        view = votes.vote_view(self.office, self.vote)
        assert view.state == self.state
        assert (view.issued, view.returned) == (self.issued, self.returned)
        assert view.members == self.pinned, "N is pinned at opening, whoever joins later"
        assert {c.number: c.entered for c in view.counts} == {n: self.held(n) for n in self.counts}

    @invariant()
    def control_sums_hold(self) -> None:
        for number, count in self.counts.items():
            seen = counting.count_view(self.office, count["id"])
            assert all(row.total + seen.spoilt == self.held(number) for row in seen.sums)
            assert all(eq.ok is not False for eq in seen.equations)

    @invariant()
    def a_certified_result_stays(self) -> None:
        if self.state == "已确认":
            assert self.certified() == self.sealed
            assert certify.seal_intact(self.office, self.vote)
        for vote, sealed in self.ended:
            view = votes.vote_view(self.office, vote)
            assert (view.state, view.code, view.digest, view.result, view.certified_on) == sealed

    @invariant()
    def the_journal_is_whole_and_silent_about_ballots(self) -> None:
        with self.office.desk.session() as session:
            assert journal.verify(session) == []
        file = sqlite3.connect(self.folder / "a.desk")
        said = file.execute("SELECT count(*) FROM journal WHERE changes LIKE '%ballot_pattern%'")
        assert said.fetchone() == (0,)
        file.close()

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.office.desk.close()
            shutil.rmtree(self.folder)


QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much]


def test_the_whole_life_in_order() -> None:
    """Void and voted again; two counts that differ, mended; certified, reopened, certified."""
    life = Life()
    try:
        life.convene(0, second=False)
        for act in (
            life.open,
            lambda: life.issue(3),
            lambda: life.collect(4),
            life.vote_again,
            life.open,
            life.unopen,
            life.open,
            life.a_member_joins,
            lambda: life.issue(4),
            lambda: life.collect(4),
            lambda: life.start(1, "甲"),
            lambda: life.start(2, "甲"),
            lambda: life.start(2, "乙"),
            lambda: life.record(1, {"q1": [YES], "q2": [YES, NO]}, 1),
            lambda: life.record(2, {"q1": [NO], "q2": [YES, NO]}, 1),
            lambda: life.record(2, {"q1": [NO], "q2": []}, 1),
            lambda: life.take_back(2, {"q1": [NO], "q2": []}),
            lambda: life.certify("太早"),
            life.fill_alike,
            lambda: life.finish(1),
            lambda: life.finish(2),
            lambda: life.certify("两遍不一致"),
            lambda: life.resume(2),
            life.mend_the_second,
            lambda: life.finish(2),
            lambda: life.certify(""),
            lambda: life.record(1, {"q1": [YES]}, 1),
            lambda: life.resume(1),
            lambda: life.reopen(""),
            lambda: life.reopen("报告单有误"),
            lambda: life.discard(2, "票捆混放"),
            lambda: life.certify(""),
            lambda: life.certify("只有一名计票人"),
            life.export,
            life.vote_again,
        ):
            act()
            life.the_desk_says_what_happened()
            life.control_sums_hold()
            life.a_certified_result_stays()
            life.the_journal_is_whole_and_silent_about_ballots()
        assert [sealed[0] for _, sealed in life.ended] == ["作废"]
        assert life.state == "已确认"
    finally:
        life.teardown()


class TestLife(Life.TestCase):  # type: ignore[name-defined,misc]
    """A short walk with every run of the tests."""

    settings = settings(max_examples=8, stateful_step_count=25, suppress_health_check=QUIET)


@pytest.mark.slow
class TestLongLife(Life.TestCase):  # type: ignore[name-defined,misc]
    """Many long walks."""

    settings = settings(max_examples=60, stateful_step_count=60, suppress_health_check=QUIET)
