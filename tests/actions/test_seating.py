"""Seating: by rule, by hand, in another hall; undo; what is printed follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import attendance, documents, meetings, roster, seating
from meetingdesk.errors import Refused
from meetingdesk.papers.model import Figure
from meetingdesk.rules.seating import FLOOR, PLATFORM, Spot

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office


@pytest.fixture
def meeting(office: Office, meeting: int) -> int:
    """Add one who sits in without a vote."""
    attendance.add_observer(
        office, meeting, category="一府一委两院领导", name="庄伯言", post="副市长"
    )
    return meeting


def view(office: Office, meeting: int) -> seating.PlanView:
    made = seating.plan(office, meeting)
    assert made is not None
    return made


def who(office: Office, meeting: int, name: str) -> seating.Sitter:
    made = view(office, meeting)
    return next(s for s in (*made.seats.values(), *made.waiting) if s.name == name)


def where(office: Office, meeting: int, name: str) -> Spot | None:
    return next((p for p, s in view(office, meeting).seats.items() if s.name == name), None)


def test_everyone_is_seated_by_rule(office: Office, meeting: int) -> None:
    assert seating.plan(office, meeting) is None
    seating.arrange(office, meeting)
    made = view(office, meeting)
    assert len(made.seats) == 42
    assert not made.waiting
    line = [made.seats[Spot(PLATFORM, 0, n)].name for n in range(made.room.platform)]
    assert line[3] == "周启明"  # the chair, with one more at the left
    assert made.seats[Spot(PLATFORM, 0, 4)].post == "副主任"
    assert [s.name for s in made.seats.values() if s.guest] == ["庄伯言"]
    front = [made.seats[Spot(FLOOR, 0, n)].name for n in range(3)]
    assert front == ["于川", "万佳宁", "卫东升"]  # by strokes, as the lists print them
    seating.arrange(office, meeting, order="名册", left_first=False)
    other = view(office, meeting)
    assert [other.seats[Spot(PLATFORM, 0, n)].name for n in range(8)] == line[::-1]
    assert len(other.seats) == 42
    with pytest.raises(Refused, match="没有“抽签”"):
        seating.arrange(office, meeting, order="抽签")


def test_moving_someone_changes_places(office: Office, meeting: int) -> None:
    seating.arrange(office, meeting)
    one, other = where(office, meeting, "于川"), where(office, meeting, "万佳宁")
    assert one is not None
    assert other is not None
    key = who(office, meeting, "于川").key
    seating.seat(office, meeting, key, zone=FLOOR, row=1, column=2)
    assert where(office, meeting, "于川") == other
    assert where(office, meeting, "万佳宁") == one
    assert office.can_undo() == "于川调到第1排第2座"
    office.undo()
    assert where(office, meeting, "于川") == one
    seating.unseat(office, meeting, key)
    assert [s.name for s in view(office, meeting).waiting] == ["于川"]
    with pytest.raises(Refused, match="还没有座位"):
        seating.unseat(office, meeting, key)
    seating.seat(office, meeting, key, zone=FLOOR, row=1, column=2)
    assert [s.name for s in view(office, meeting).waiting] == ["万佳宁"]
    with pytest.raises(Refused, match="没有这个座位"):
        seating.seat(office, meeting, key, zone=FLOOR, row=99, column=1)
    with pytest.raises(Refused, match="不在本次会议"):
        seating.seat(office, meeting, "p99999", zone=FLOOR, row=1, column=1)


def test_a_smaller_hall_leaves_people_waiting(office: Office, meeting: int) -> None:
    seating.arrange(office, meeting)
    lost = seating.set_hall(office, meeting, rows=3, columns=8, aisles=(4,), platform=7)
    made = view(office, meeting)
    assert len(made.waiting) == lost > 0
    assert made.room.aisles == (4,)
    assert seating.free_seat(made) is not None or len(made.seats) == 31
    office.undo()
    assert len(view(office, meeting).seats) == 42
    for wrong in ({"rows": 0, "columns": 8}, {"rows": 3, "columns": 8, "aisles": (8,)},
                  {"rows": 3, "columns": 8, "platform": 99}):  # fmt: skip
        with pytest.raises(Refused):
            seating.set_hall(office, meeting, **wrong)  # type: ignore[arg-type]  # wrong on purpose


def test_an_observer_taken_off_leaves_the_seat_free(office: Office, meeting: int) -> None:
    seating.arrange(office, meeting)
    (guest,) = attendance.observers(office, meeting)
    attendance.delete_observer(office, guest.id)
    assert where(office, meeting, "庄伯言") is None
    office.undo()
    assert who(office, meeting, "庄伯言").guest


def test_the_papers_follow_the_plan(office: Office, meeting: int) -> None:
    attendance.open_roll(office, meeting)
    seating.arrange(office, meeting)
    seating.seat(office, meeting, who(office, meeting, "于川").key, zone=FLOOR, row=1, column=9)
    made = documents.preview(office, paper(office, meeting, "seating"))
    drawn = next(b for b in made.blocks if isinstance(b, Figure))
    room = view(office, meeting).room
    assert len(drawn.boxes) == 1 + len(room.spots())  # free seats too, and the platform's sign
    left = {box.text: box.x_mm for box in drawn.boxes if box.text}
    assert left["于川"] > left["万佳宁"]
    cards = [b for b in documents.preview(office, paper(office, meeting, "name_cards")).blocks
             if isinstance(b, Figure)]  # fmt: skip
    assert cards[0].description == "席卡：沙依然·努尔"  # the first of the platform from the left
    seating.delete_plan(office, meeting)
    assert seating.plan(office, meeting) is None
    with pytest.raises(Refused, match="还没有座次"):
        seating.delete_plan(office, meeting)
    office.undo()
    assert len(view(office, meeting).seats) == 42


def test_nobody_to_seat(office: Office, term_id: int) -> None:
    empty = meetings.convene(office, term_id=term_id, kind="常委会会议", number=37)
    with pytest.raises(Refused, match="还没有组成人员名册"):
        seating.arrange(office, empty)


def paper(office: Office, meeting: int, kind: str) -> documents.Reference:
    return next(r for r in documents.available(office, meeting) if r.kind == kind)


def test_undo_of_a_deleted_member_brings_the_seat_back(
    office: Office, term_id: int, meeting: int
) -> None:
    attendance.open_roll(office, meeting)
    seating.arrange(office, meeting)
    seating.seat(office, meeting, who(office, meeting, "宁静").key, zone=FLOOR, row=1, column=1)
    before = view(office, meeting)
    member = next(m for m in roster.members(office, term_id) if m.name == "宁静")
    roster.delete_member(office, member.id)
    assert len(view(office, meeting).seats) == len(before.seats) - 1
    office.undo()
    assert view(office, meeting) == before
    office.redo()
    office.undo()
    assert view(office, meeting) == before
    assert [a.name for a in attendance.roll(office, meeting)].count("宁静") == 1


def test_undo_of_a_deleted_observer_brings_the_seat_back(office: Office, meeting: int) -> None:
    guest = attendance.add_observer(
        office, meeting, category="其他", text="某甲", name="某甲", unit="某局", post="局长"
    )
    seating.arrange(office, meeting)
    before = view(office, meeting)
    attendance.delete_observer(office, guest)
    assert len(view(office, meeting).seats) == len(before.seats) - 1
    office.undo()
    assert view(office, meeting) == before
