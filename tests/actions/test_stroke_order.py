"""笔画次序: what decides each place, and the office's own word in every list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import (
    ballot_text,
    documents,
    procedure,
    roster,
    seating,
    stroke_order,
)
from meetingdesk.actions.sample import session
from meetingdesk.errors import Refused
from meetingdesk.papers.documents import Reference
from meetingdesk.papers.model import content_of
from meetingdesk.rules.seating import FLOOR

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office

DAY = session.START


def order(office: Office, term_id: int, mode: str = "姓名") -> list[str]:
    return [line.name for line in stroke_order.by_strokes(office, term_id, DAY, mode)]


def line(office: Office, term_id: int, name: str, mode: str = "姓名") -> stroke_order.NameView:
    lines = stroke_order.by_strokes(office, term_id, DAY, mode)
    return next(one for one in lines if one.name == name)


def test_both_customs_with_what_decides(office: Office, term_id: int) -> None:
    full, surname = order(office, term_id), order(office, term_id, "姓氏")
    assert len(full) == len(surname) == 41
    assert full.index("田大利") + 1 == full.index("田富")
    assert surname.index("田富") + 1 == surname.index("田大利")
    rich = line(office, term_id, "田富")
    assert rich.decided == 2
    assert [c.words for c in rich.chars] == ["5画，竖折横竖横", "12画，点点折横竖折横竖折横竖横"]
    assert line(office, term_id, "田大利", "姓氏").decided == 2
    assert line(office, term_id, "张谨言").decided == 2
    assert line(office, term_id, "于川").position == 1


def test_the_office_s_own_strokes_move_a_name_and_are_undone(office: Office, term_id: int) -> None:
    before = order(office, term_id)
    stroke_order.set_strokes(office, "于", strokes=12, first="横横")
    assert order(office, term_id)[-1] == "程守拙"
    assert order(office, term_id)[-2] == "于川"
    told = stroke_order.character(office, "于")
    assert (told.words, told.source) == ("12画，横横", stroke_order.OWN)
    assert line(office, term_id, "于川").own == ("于",)
    assert [c.char for c in stroke_order.own_words(office)] == ["于"]
    stroke_order.set_strokes(office, "于", strokes=13)
    assert order(office, term_id)[-1] == "于川"
    stroke_order.clear_strokes(office, "于")
    assert order(office, term_id) == before
    office.undo()
    assert order(office, term_id)[-1] == "于川"
    with pytest.raises(Refused, match="通用规范"):
        stroke_order.clear_strokes(office, "王")


def test_names_of_equal_strokes_are_shown_and_settled(office: Office, term_id: int) -> None:
    for name in ("孔一", "巴一"):
        roster.add_member(office, term_id=term_id, name=name, since=DAY)
    lines = [one for one in stroke_order.by_strokes(office, term_id, DAY, "姓名")
             if one.name in ("孔一", "巴一")]  # fmt: skip
    assert [one.equal for one in lines] == ["", lines[0].name]
    first, second = (one.name[0] for one in lines)
    stroke_order.set_strokes(office, first, after=second)
    names = order(office, term_id)
    assert names.index(f"{second}一") + 1 == names.index(f"{first}一")
    assert stroke_order.character(office, first).words == f"排在“{second}”之后"


def test_a_character_without_data_is_shown_and_given_its_place(
    office: Office, term_id: int
) -> None:
    roster.add_member(office, term_id=term_id, name="𠮷三", since=DAY)
    told = line(office, term_id, "𠮷三")
    assert told.unknown == ("𠮷",)
    assert told.position == 42
    assert told.chars[0].words == stroke_order.NONE
    stroke_order.set_strokes(office, "𠮷", strokes=6, first="121251")
    told = line(office, term_id, "𠮷三")
    assert told.unknown == ()
    assert told.position < 25


def test_papers_and_hall_obey(office: Office, term_id: int, meeting: int) -> None:
    from meetingdesk.actions import attendance

    attendance.open_roll(office, meeting)

    def first_seat() -> str:
        seating.arrange(office, meeting, order="姓名笔画")
        plan = seating.plan(office, meeting)
        assert plan is not None
        floor = [s for spot, s in plan.seats.items() if spot.zone == FLOOR]
        return floor[0].name

    def listed() -> str:
        paper = documents.preview(office, Reference("attendees", "", meeting))
        return str(content_of(paper))

    before, paper = first_seat(), listed()
    char = before[0]
    stroke_order.set_strokes(office, char, strokes=40)
    assert first_seat() != before
    assert listed() != paper


def test_the_order_of_a_body_s_lists_is_to_be_had(office: Office, term_id: int) -> None:
    body = roster.terms(office)[0].body_id

    def told() -> list[str]:
        order = stroke_order.own_order(office, body, DAY)
        lines = stroke_order.by_strokes(office, term_id, DAY, order.mode)
        assert [n.name for n in lines] == sorted((n.name for n in lines), key=order.key)
        return [order.words, *(n.name for n in lines)]

    usual = told()
    procedure.set_rules(office, body_id=body, valid_from=DAY, values={"name_order": "名册"})
    assert told() == usual
    procedure.set_rules(office, body_id=body, valid_from=DAY, values={"name_order": "姓氏"})
    by_surname = told()
    assert (usual[0], by_surname[0]) == ("姓名笔画", "姓氏笔画")
    assert by_surname != usual
    stroke_order.set_strokes(office, by_surname[1][0], strokes=40)
    assert told()[-1] == by_surname[1]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"char": "王李", "strokes": 4}, "一次规定一个字"),
        ({"char": "王"}, "请填写笔画数"),
        ({"char": "王", "strokes": 65}, "1至64"),
        ({"char": "王", "strokes": 4, "first": "横钩"}, "“钩”不是笔画"),
        ({"char": "王", "strokes": 1, "first": "横横"}, "比笔画数还多"),
        ({"char": "王", "after": "王"}, "别的字"),
        ({"char": "王", "after": "A"}, "别的字"),
        ({"char": "王", "after": "李", "strokes": 4}, "只填一样"),
    ],
)
def test_what_cannot_be_is_refused(office: Office, given: dict[str, object], words: str) -> None:
    with pytest.raises(Refused) as caught:
        stroke_order.set_strokes(office, **given)  # type: ignore[arg-type]
    assert words in "".join(problem.message for problem in caught.value.problems)
    assert stroke_order.own_words(office) == []


def test_the_ballot_says_by_strokes_in_the_office_s_own_order(office: Office) -> None:
    from meetingdesk.records.votes import Question, Vote

    vote = Vote(kind="选举", questions=[Question(text="王一"), Question(text="于一")])

    def note() -> list[str]:
        with office.desk.session() as reading:
            return ballot_text._order_note(reading, vote)

    assert note() == []
    stroke_order.set_strokes(office, "于", strokes=9)
    assert note() == ["候选人按姓名笔画为序排列。"]
    vote.questions[0].text = "𠮷一"
    assert note() == []
