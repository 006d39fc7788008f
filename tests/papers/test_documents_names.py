"""Name lists by strokes: rules §8 and 0.8 on their own examples, both customs, the hand's order."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import documents, procedure, roster
from meetingdesk.papers.documents import Reference
from meetingdesk.papers.model import Table

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample

#: rules §8, 0.8: two-character names compete by their own strokes, or count as blank
BY_NAME = ["田大利", "田富", "高大富", "高富"]
BY_SURNAME = ["田富", "田大利", "高富", "高大富"]


def printed(office: Office, meeting: int, kind: str = "attendees") -> tuple[list[str], str]:
    """Return the members as the paper prints them, unpadded, and the whole text."""
    made = documents.preview(office, Reference(kind, "", meeting))
    tables = [b for b in made.blocks if isinstance(b, Table)]
    names = [c.text.replace("\u3000", "") for t in tables for r in t.rows for c in r.cells]
    return [name for name in names if name], made.text


def set_order(office: Office, ids: Sample, order: str) -> None:
    body = roster.terms(office)[0].body_id
    procedure.set_rules(
        office, body_id=body, valid_from=dt.date(2026, 1, 1), values={"name_order": order}
    )


@pytest.fixture
def examples(sample_office: Office, sample_ids: Sample) -> Office:
    """Put the rule's other two examples on the roster, after everyone else."""
    for name in ("高富", "高大富"):
        roster.add_member(
            sample_office, term_id=sample_ids.term_id, name=name, since=dt.date(2022, 1, 12)
        )
    from meetingdesk.actions import attendance

    attendance.open_roll(sample_office, sample_ids.meeting_id)
    rows = attendance.roll(sample_office, sample_ids.meeting_id)
    attendance.mark(sample_office, [r.id for r in rows], state="出席", mode="现场")
    return sample_office


def shown(names: list[str]) -> list[str]:
    return [name for name in names if name in BY_NAME]


def test_by_whole_names(examples: Office, sample_ids: Sample) -> None:
    names, text = printed(examples, sample_ids.meeting_id)
    assert shown(names) == BY_NAME
    assert "（按姓名笔画为序）" in text


def test_by_surnames(examples: Office, sample_ids: Sample) -> None:
    set_order(examples, sample_ids, "姓氏")
    names, text = printed(examples, sample_ids.meeting_id)
    assert shown(names) == BY_SURNAME
    assert "（按姓氏笔画为序）" in text


def test_the_order_set_by_hand_overrides(examples: Office, sample_ids: Sample) -> None:
    set_order(examples, sample_ids, "名册")
    names, text = printed(examples, sample_ids.meeting_id)
    roll = [m.name for m in roster.members(examples, sample_ids.term_id) if m.name in names]
    assert shown(names) == shown(roll) == ["田大利", "田富", "高富", "高大富"]
    assert "笔画为序" not in text
    moved = next(m for m in roster.members(examples, sample_ids.term_id) if m.name == "高大富")
    roster.move_member(examples, moved.id, 10)
    assert shown(printed(examples, sample_ids.meeting_id)[0])[0] == "高大富"


def test_the_same_surname_goes_by_the_next_character(
    sample_office: Office, sample_ids: Sample
) -> None:
    names, _ = printed(sample_office, sample_ids.meeting_id)
    pairs = (("王知行", "王砚秋"), ("李修远", "李慕白"), ("张翊", "张谨言"), ("于川", "万佳宁"))
    for first, second in pairs:
        assert names.index(first) < names.index(second)


def test_rules_of_a_later_day_do_not_reach_back(examples: Office, sample_ids: Sample) -> None:
    body = roster.terms(examples)[0].body_id
    procedure.set_rules(
        examples, body_id=body, valid_from=dt.date(2026, 9, 1), values={"name_order": "姓氏"}
    )
    assert shown(printed(examples, sample_ids.meeting_id)[0]) == BY_NAME


def test_seats_and_badges_follow_the_same_order(examples: Office, sample_ids: Sample) -> None:
    set_order(examples, sample_ids, "姓氏")
    for kind, part in (("seating", ""), ("badges", "出席证"), ("name_cards", "")):
        made = documents.preview(examples, Reference(kind, "", sample_ids.meeting_id, part))
        text = made.text.replace("\u3000", "")
        places = [text.index(f"\n{name}\n") for name in BY_SURNAME]
        assert places == sorted(places), kind


def test_names_are_padded_in_columns_and_whole_in_sentences(
    sample_office: Office, sample_ids: Sample
) -> None:
    _, text = printed(sample_office, sample_ids.meeting_id)
    assert "田　富" in text
    assert "沙依然·努尔" in text
    minutes = documents.preview(sample_office, Reference("minutes", "", sample_ids.meeting_id))
    assert "田富、" in minutes.text
