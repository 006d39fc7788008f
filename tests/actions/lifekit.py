"""The life of a vote, walked at random through the actions: no illegal step succeeds.

A machine keeps its own simple picture of one vote on a real desk and takes every step, legal or
not, from every state. A refusal must be a ``Refused`` that leaves the desk as it was, row by row.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sqlite3
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from meetingdesk.actions import certify, counting, merging, roster, rulings, votes
from meetingdesk.actions.count_files import import_count
from meetingdesk.actions.office import Office, open_office
from meetingdesk.errors import Refused
from meetingdesk.records import journal
from meetingdesk.records.votes import Vote
from meetingdesk.rules.decide import decide
from meetingdesk.rules.seal import digest
from meetingdesk.rules.votes import VoteInput
from tests.actions.test_counting import DAY, build

if TYPE_CHECKING:
    from collections.abc import Callable

NOON = dt.datetime(2026, 8, 18, 4, tzinfo=dt.UTC)
MEMBERS, PRESENT = 5, 4
YES, NO, ABSTAIN = "赞成", "反对", "弃权"
DOUBT = counting.DOUBT
MARK = st.sampled_from([[YES], [YES], [NO], [ABSTAIN], [], [YES, NO], ["?"], [DOUBT]])
SHEET = st.fixed_dictionaries({"q1": MARK, "q2": MARK})
NAME = st.sampled_from(["甲", "乙", "丙"])


def _key(sheet: dict[str, list[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(sorted((k, tuple(sorted(set(v)))) for k, v in sheet.items() if v))


def _settled(key: Any, outcome: dict[str, list[str]]) -> Any:
    return _key({k: list(v) for k, v in key} | outcome)


def _doubts(key: Any) -> list[str]:
    return [question for question, given in key if DOUBT in given]


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
        #: (doubtful ballot, what it was ruled) → ballots
        self.ruled: Counter[Any] = Counter()
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
            and all(name not in count["by"] for count in self.counts.values())
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
            if not self.counts:
                self.ruled = Counter()

    # --- doubtful ballots, files, another desk ----------------------------------------------------

    def main(self) -> Any:
        return self.counts[min(self.counts)]["sheets"] if self.counts else Counter()

    def wanting(self) -> Counter[Any]:
        """How many ballots still want a ruling (or, below 0, rulings a ballot)."""
        left: Counter[Any] = Counter({k: n for k, n in self.main().items() if _doubts(k)})
        for (key, _), number in self.ruled.items():
            left[key] -= number
        return Counter({k: n for k, n in left.items() if n})

    def may_rule(self) -> bool:
        piles = [count["sheets"] for count in self.counts.values()]
        done = bool(piles) and all(count["done"] for count in self.counts.values())
        return self.state == "计票" and done and (len(piles) < 2 or piles[0] == piles[1])

    @precondition(lambda self: self.counts)
    @rule(outcome=st.sampled_from([[NO], [], ["?"]]), why=st.sampled_from(["压线", "压线", ""]))
    def rule_one(self, outcome: list[str], why: str) -> None:
        wanting = self.wanting()
        key = next((k for k, n in sorted(wanting.items()) if n > 0), None)
        sheet = key or (("q1", (DOUBT,)),)
        said = dict.fromkeys(_doubts(sheet), outcome)
        legal = self.may_rule() and key is not None and why != ""
        marks = {k: list(v) for k, v in sheet}
        self.step(
            legal, lambda: rulings.rule_doubt(self.office, self.vote, marks, said, "王总监", why)
        )
        if legal:
            self.ruled[sheet, _settled(sheet, said)] += 1

    @precondition(lambda self: self.counts)
    @rule()
    def withdraw_one(self) -> None:
        sheet, now = min(self.ruled, default=((("q1", (DOUBT,)),), (("q1", (NO,)),)))
        legal = self.may_rule() and bool(self.ruled)
        self.step(
            legal,
            lambda: rulings.withdraw_ruling(
                self.office, self.vote, dict(sheet), dict(now), "王总监", "压线"
            ),
        )
        if legal:
            del self.ruled[sheet, now]

    def file(self, value: Any) -> str:
        place = self.folder / "计票.json"
        place.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
        return str(place)

    @precondition(lambda self: self.counts)
    @rule(number=st.integers(1, 2), sheet=SHEET, copies=st.integers(1, 5))
    def take_from_a_file(self, number: int, sheet: dict[str, list[str]], copies: int) -> None:
        if number not in self.counts:
            return
        count = self.counts[number]
        legal = self.state == "计票" and not count["done"] and not self.held(number)
        legal = legal and copies <= (self.returned or 0)
        path = self.file({"ballots": [{"marks": sheet, "copies": copies}]})
        self.step(legal, lambda: import_count(self.office, count["id"], path))
        if legal:
            count["sheets"][_key(sheet)] += copies

    @precondition(lambda self: self.returned is not None)
    @rule(number=st.integers(1, 2), name=NAME, copies=st.integers(1, 5), sheet=SHEET)
    def merge(self, number: int, name: str, copies: int, sheet: dict[str, list[str]]) -> None:
        with self.office.desk.session() as session:
            form = digest(merging.form_of(session.get(Vote, self.vote)))
        path = self.file({
            "meetingdesk": "计票结果", "version": 1, "digest": form, "counter": name, "pile": "",
            "way": "逐张", "ballots": [{"marks": sheet, "copies": copies}],
        })  # fmt: skip
        count = self.counts.get(number)
        legal = (
            self.state in ("已开票", "计票")
            and (count is None or not count["done"])
            and (number == 1 or 1 in self.counts or count is not None)
            and all(name not in other["by"] for other in self.counts.values())
            and self.held(number) + copies <= (self.returned or 0)
        )
        made = self.step(legal, lambda: merging.merge_count(self.office, self.vote, path, number))
        if not legal:
            return
        if count is None:
            count = self.counts[number] = {"id": made, "by": "", "sheets": Counter(), "done": False}
        count["by"] += name
        count["sheets"][_key(sheet)] += copies
        count["done"] = self.held(number) == self.returned
        self.state = "计票"

    @precondition(lambda self: self.counts)
    @rule(number=st.integers(1, 2))
    def enter_sums_that_are_off(self, number: int) -> None:
        if number in self.counts:
            rows = {"q1": {YES: (self.returned or 0) + 1}, "q2": {YES: self.returned or 0}}
            count = self.counts[number]["id"]
            self.step(False, lambda: counting.enter_sums(self.office, count, rows))

    # --- the result -----------------------------------------------------------------------------

    @rule(reason=st.sampled_from(["", "只有一名计票人"]))
    def certify(self, reason: str) -> None:
        piles = [count["sheets"] for count in self.counts.values()]
        legal = self.state == "计票" and all(
            count["done"] and self.held(n) == self.returned for n, count in self.counts.items()
        )
        legal = legal and (piles[0] == piles[1] if len(piles) == 2 else reason != "")
        legal = legal and not self.wanting()
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
            self.start(2, next((n for n in "乙丙" if n not in self.counts[1]["by"]), "丁"))
        elif any(not count["done"] for count in self.counts.values()):
            self.fill_alike()
            self.finish(1)
            if 2 in self.counts:
                self.mend_the_second()
                self.finish(2)
        elif self.may_rule() and any(n > 0 for n in self.wanting().values()):
            self.rule_one([NO], "压线")
        elif self.may_rule() and self.wanting():
            self.withdraw_one()
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
        piles = [count["sheets"] for count in self.counts.values()]
        first = self.counts[min(self.counts)] if self.counts else {"done": False}
        both = all(count["done"] for count in self.counts.values())
        hidden = self.state == "计票" and len(piles) == 2 and first["done"]
        hidden = hidden and not (both and piles[0] == piles[1])
        legal = bool(self.counts) and not hidden and not self.wanting()
        found = self.step(legal, lambda: certify.export_vote(self.office, self.vote))
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
            good = seen.spoilt + seen.doubtful
            assert all(row.total + good == self.held(number) for row in seen.sums)
            assert self.state == "作废" or all(eq.ok is not False for eq in seen.equations)
            one_alone = count["done"] and len(self.counts) == 2 and self.state == "计票"
            if one_alone and not all(c["done"] for c in self.counts.values()):
                assert seen.hidden
                assert not seen.sums

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
        found = file.execute("SELECT changes FROM journal").fetchall()
        silent = ("ballot_pattern", '"ruling"', "count_sum")
        assert not any(word in str(changes) for (changes,) in found for word in silent)
        file.close()

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.office.desk.close()
            shutil.rmtree(self.folder)
