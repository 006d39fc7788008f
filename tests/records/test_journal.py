"""The journal: append-only and chained; undo and redo bring back the exact rows; no ballots."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError

from meetingdesk.actions import agenda, attendance, meetings, opinions, roster, schedule, seating
from meetingdesk.actions.common import fetch
from meetingdesk.actions.office import Office, open_office
from meetingdesk.errors import Refused
from meetingdesk.records import journal
from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.base import Base
from meetingdesk.records.followups import Opinion
from meetingdesk.records.journal import GENESIS, Entry
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.roster import Term
from meetingdesk.records.tallies import BallotPattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from meetingdesk.actions.base import Work

DAY = dt.date(2026, 8, 17)
KEPT_APART = {"journal", "blob", "ballot_pattern", "count_sum", "ruling", "scan_doubt"}


def rows(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """Every journalled row of the desk, exactly."""
    with office.desk.session() as session:
        return {
            table.name: [tuple(row) for row in session.execute(table.select().order_by(table.c.id))]
            for table in Base.metadata.sorted_tables
            if table.name not in KEPT_APART
        }


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(
        tmp_path / "a.desk", "甲", clock=lambda: dt.datetime(2026, 8, 17, 1, tzinfo=dt.UTC)
    )
    yield made
    made.desk.close()


def begin(office: Office) -> tuple[int, int]:
    """A body, its term and a meeting; return term and meeting."""
    body = roster.add_body(
        office,
        name="示例市人民代表大会常务委员会",
        short_name="市人大常委会",
        place_name="示例市",
        level="市",
        kind="standing_committee",
    )
    term = roster.add_term(office, body_id=body, number=14, start=dt.date(2022, 1, 1))
    return term, meetings.convene(office, term_id=term, number=36, start=DAY)


# -- undo and redo -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with one meeting, to be copied: making its tables takes a while."""
    path = tmp_path_factory.mktemp("begun") / "a.desk"
    office = open_office(path, "甲")
    begin(office)
    office.desk.close()
    return path


def another(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    copy = tmp_path_factory.mktemp("desk") / "a.desk"
    shutil.copyfile(begun, copy)
    return open_office(copy, "甲")


class Clerk:
    """Takes steps by number; a refused step is no step."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.meeting = meetings.meetings(office)[0].id
        with office.desk.session() as session:
            self.term = session.scalars(select(Term.id)).one()
        self.steps: list[Callable[[int], object]] = [
            lambda n: agenda.add_item(
                office, self.meeting, verb="审议", subject=f"第{n}项工作报告"
            ),
            lambda n: agenda.edit_item(office, self.item(n), subject=f"改为{n}", needs_vote=True),
            lambda n: agenda.move_item(office, self.item(n), n % 3),
            lambda n: agenda.delete_item(office, self.item(n)),
            lambda n: agenda.add_material(office, self.item(n), title=f"材料{n}", due=DAY),
            lambda n: opinions.add_opinion(office, self.item(n), text=f"意见{n}", organ="市政府"),
            lambda n: roster.add_member(
                office, term_id=self.term, name=f"委员{n}", post="委员", since=DAY
            ),
            lambda _: attendance.open_roll(office, self.meeting),
            lambda n: attendance.mark(
                office, [row.id for row in attendance.roll(office, self.meeting)][: n % 3 + 1],
                state="出席",
            ),
            lambda _: schedule.add_sitting(
                office, self.meeting, date=DAY, half="上午", time="9:00", form="全体会议"
            ),
            lambda n: meetings.edit_meeting(office, self.meeting, place=f"会议室{n}"),
            lambda n: meetings.convene(office, term_id=self.term, number=37 + n, start=DAY),
        ]  # fmt: skip

    def item(self, number: int) -> int:
        items = agenda.items(self.office, self.meeting)
        if not items:
            raise Refused("还没有议题。")
        return items[number % len(items)].id

    def take(self, which: int, number: int) -> bool:
        before = count(self.office)
        try:
            self.steps[which % len(self.steps)](number)
        except Refused:
            assert count(self.office) == before
            return False
        return count(self.office) > before


def count(office: Office) -> int:
    with office.desk.session() as session:
        return session.query(Entry).count()


def all_entries(office: Office) -> list[Entry]:
    with office.desk.session() as session:
        found = list(session.scalars(select(Entry).order_by(Entry.seq)))
        session.expunge_all()
    return found


def verified(office: Office) -> list[str]:
    with office.desk.session() as session:
        return journal.verify(session)


STEPS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 6)), min_size=1, max_size=14)


@pytest.mark.slow
@settings(max_examples=25)
@given(steps=STEPS)
@example(steps=[(0, 0), (5, 0), (3, 0)])  # an opinion goes with its item
def test_undo_and_redo_bring_back_the_exact_rows(
    begun: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, int]]
) -> None:
    office = another(begun, tmp_path_factory)
    clerk = Clerk(office)
    states = [rows(office)]
    for which, number in steps:
        if clerk.take(which, number):
            states.append(rows(office))
    for expected in reversed(states[:-1]):
        office.undo()
        assert rows(office) == expected
    for expected in states[1:]:
        office.redo()
        assert rows(office) == expected
    assert office.can_redo() is None
    for expected in reversed(states[:-1]):
        office.undo()
        assert rows(office) == expected
    assert verified(office) == []
    office.desk.close()


@pytest.mark.slow
@settings(max_examples=20)
@given(
    steps=st.lists(
        st.one_of(
            st.sampled_from(["undo", "redo"]), st.tuples(st.integers(0, 11), st.integers(0, 6))
        ),
        max_size=24,
    )
)
def test_turns_mixed_with_new_steps_follow_one_line(
    begun: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[str | tuple[int, int]]
) -> None:
    """A model: a list of states and a place in it; a new step cuts off what was undone."""
    office = another(begun, tmp_path_factory)
    clerk = Clerk(office)
    line, at = [rows(office)], 0
    floor = 0
    for step in steps:
        if step == "undo":
            if at > floor:
                office.undo()
                at -= 1
        elif step == "redo":
            if at + 1 < len(line):
                office.redo()
                at += 1
            else:
                assert office.can_redo() is None
        elif clerk.take(*step):
            line, at = [*line[: at + 1], rows(office)], at + 1
        assert rows(office) == line[at]
    assert verified(office) == []
    office.desk.close()


@pytest.mark.slow
def test_one_of_each_step_is_undone_and_done_again(
    begun: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    office = another(begun, tmp_path_factory)
    clerk = Clerk(office)
    states = [rows(office)]
    states += [rows(office) for which in (0, 0, *range(12)) if clerk.take(which, 1)]
    assert len(states) > 12
    for expected in reversed(states[:-1]):
        office.undo()
        assert rows(office) == expected
    for expected in states[1:]:
        office.redo()
        assert rows(office) == expected
    office.desk.close()


def test_what_the_file_deletes_along_is_journalled_and_brought_back(office: Office) -> None:
    _, meeting = begin(office)
    item = agenda.add_item(office, meeting, verb="审议", subject="工作报告")
    other = agenda.add_item(office, meeting, verb="审议", subject="计划报告")
    for number in range(3):
        opinions.add_opinion(office, item, text=f"意见{number}", organ="市政府")
    opinions.add_opinion(office, other, text="另一条", organ="市政府")
    full = rows(office)
    agenda.delete_item(office, item)
    bare = rows(office)
    assert len(bare["opinion"]) == 1
    gone = [c["table"] for c in all_entries(office)[-1].changes if c["after"] is None]
    assert sorted(gone) == ["agenda_item", "opinion", "opinion", "opinion"]
    office.undo()
    assert rows(office) == full
    office.redo()
    assert rows(office) == bare
    office.undo()
    assert rows(office) == full
    assert verified(office) == []


_IN_ANOTHER_PROGRAM = """
import sys
from pathlib import Path
from meetingdesk.actions import meetings
from meetingdesk.actions.office import open_office
office = open_office(Path(sys.argv[1]), "乙")
assert "meetingdesk.records.seating" not in sys.modules
if sys.argv[2] == "delete":
    meetings.delete_meeting(office, int(sys.argv[3]))
print(office.undo())
office.desk.close()
"""


@pytest.mark.parametrize("step", ["delete", "undo"])
def test_rows_nobody_asked_for_in_this_program_go_and_come_back_too(
    office: Office, tmp_path: Path, step: str
) -> None:
    _, meeting_id = begin(office)
    seating.set_hall(office, meeting_id, rows=3, columns=4, platform=0)
    before = rows(office)
    office.desk.close()
    command = [sys.executable, "-c", _IN_ANOTHER_PROGRAM, str(tmp_path / "a.desk"), step]
    ran = subprocess.run(
        [*command, str(meeting_id)], capture_output=True, text=True, encoding="utf-8", check=True
    )
    again = open_office(tmp_path / "a.desk", "甲")
    if step == "delete":
        assert "删除" in ran.stdout
        assert rows(again) == before
    else:
        assert rows(again)["seating_plan"] == []
    again.desk.close()


def test_a_row_that_moved_in_time_stays(office: Office) -> None:
    """What points elsewhere when its parent goes is not taken along."""
    _, meeting = begin(office)
    item = agenda.add_item(office, meeting, verb="审议", subject="工作报告")
    other = agenda.add_item(office, meeting, verb="审议", subject="计划报告")
    for number in range(2):
        opinions.add_opinion(office, item, text=f"意见{number}", organ="市政府")
    full = rows(office)

    def move_and_delete(work: Work) -> None:
        first, second = work.session.scalars(select(Opinion).order_by(Opinion.id))
        first.item_id = other
        second.item = fetch(work.session, AgendaItem, other)
        work.session.delete(fetch(work.session, AgendaItem, item))

    office.perform(move_and_delete, name="合并议题")
    with office.desk.session() as session:
        assert set(session.scalars(select(Opinion.item_id))) == {other}
    office.undo()
    assert rows(office) == full


@pytest.mark.parametrize(
    "table", sorted({t.name for t in Base.metadata.sorted_tables} - KEPT_APART)
)
def test_every_row_the_file_would_delete_unseen_is_known(table: str) -> None:
    """The journal's list of what goes along is what the tables themselves say."""
    wanted = {
        (child.name, key.parent.name)
        for child in Base.metadata.sorted_tables
        if child.name not in KEPT_APART
        for key in child.foreign_keys
        if key.ondelete == "CASCADE" and key.column.table.name == table
    }
    found = {(model.__tablename__, column) for model, column in journal._dependants(table)}
    assert found == wanted


def test_nothing_to_undo_is_said(office: Office) -> None:
    assert office.can_undo() is None
    with pytest.raises(Refused, match="没有可以撤销的步骤"):
        office.undo()
    with pytest.raises(Refused, match="没有可以恢复的步骤"):
        office.redo()


def test_a_new_step_ends_what_could_be_redone(office: Office) -> None:
    _, meeting = begin(office)
    meetings.edit_meeting(office, meeting, place="甲楼")
    office.undo()
    assert office.can_redo() is not None
    meetings.edit_meeting(office, meeting, place="乙楼")
    assert office.can_redo() is None
    with pytest.raises(Refused):
        office.redo()


def test_a_stale_undo_is_refused_and_changes_nothing(office: Office) -> None:
    _, meeting = begin(office)
    meetings.edit_meeting(office, meeting, place="甲楼")
    with office.desk.session() as session:
        session.execute(update(Meeting).values(place="别处"))  # as another program might
        session.commit()
    before = rows(office)
    with pytest.raises(Refused, match="不能单独撤销"):
        office.undo()
    assert rows(office) == before
    assert verified(office) == []


def test_an_undo_of_a_deletion_is_refused_when_the_row_is_back(office: Office) -> None:
    _, meeting = begin(office)
    item = agenda.add_item(office, meeting, verb="审议", subject="工作报告")
    with office.desk.session() as session:
        image = (
            session.execute(text("SELECT * FROM agenda_item WHERE id = :id"), {"id": item})
            .mappings()
            .one()
        )
    agenda.delete_item(office, item)
    with office.desk.session() as session:
        session.execute(
            insert(Base.metadata.tables["agenda_item"]).values(
                {k: v for k, v in image.items() if k not in ("artefacts", "objects", "shape")}
            )
        )
        session.commit()
    with pytest.raises(Refused):
        office.undo()


# -- the chain -----------------------------------------------------------------------------


def test_each_entry_hangs_on_the_one_before(office: Office) -> None:
    begin(office)
    entries = all_entries(office)
    assert [e.seq for e in entries] == list(range(1, len(entries) + 1))
    assert entries[0].previous == GENESIS
    for before, after in pairwise(entries):
        assert after.previous == before.hash
    assert all(journal.digest_of(e) == e.hash and len(e.hash) == 64 for e in entries)
    assert len({e.hash for e in entries}) == len(entries)


@pytest.mark.slow
@pytest.mark.parametrize(
    "statement",
    ["UPDATE journal SET label = ''", "DELETE FROM journal", "DELETE FROM journal WHERE seq = 1"],
)
def test_the_program_itself_cannot_change_an_entry(office: Office, statement: str) -> None:
    begin(office)
    with (
        office.desk.session() as session,
        pytest.raises(IntegrityError, match="append-only"),
    ):
        session.execute(text(statement))


def test_times_are_utc_and_to_the_second(office: Office) -> None:
    begin(office)
    with office.desk.session() as session:
        assert set(session.scalars(select(Entry.at))) == {dt.datetime(2026, 8, 17, 1)}
        assert set(session.scalars(select(Entry.who))) == {"甲"}


def test_a_refused_action_leaves_no_trace(office: Office) -> None:
    term, _ = begin(office)
    before, entries = rows(office), count(office)
    with pytest.raises(Refused):
        meetings.convene(office, term_id=term, number=36, start=DAY)
    with pytest.raises(Refused):
        agenda.delete_item(office, 999)
    assert (rows(office), count(office)) == (before, entries)


# -- ballots -------------------------------------------------------------------------------


def test_ballots_are_never_journalled(sample_office: Office) -> None:
    with sample_office.desk.session() as session:
        marks = [json.loads(m) for m in session.scalars(select(BallotPattern.marks))]
        counts = session.execute(text("SELECT count(*) FROM ballot_pattern")).scalar_one()
    entries = all_entries(sample_office)
    assert counts > 5
    assert {c["table"] for e in entries for c in e.changes} & KEPT_APART == set()
    images = "\n".join(json.dumps(e.changes, ensure_ascii=False) for e in entries)
    for one in marks:
        assert json.dumps(one, ensure_ascii=False) not in images


def test_entering_a_ballot_leaves_no_entry_to_order_it_by(sample_office: Office) -> None:
    with sample_office.desk.session() as session:
        actions = set(session.scalars(select(Entry.action)))
        entries = session.scalars(select(Entry).where(Entry.action.contains("票"))).all()
    assert actions & {"录入选票", "录票", "删除选票"} == set()
    # the steps about ballots are those of the whole count, a few for each vote
    assert len(entries) < 40
