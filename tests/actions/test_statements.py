"""供职发言: an order of its own, in the day, in the 主持词, on the screen, printed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetingdesk.actions import (
    agenda,
    appointments,
    checking,
    documents,
    meetings,
    nominating,
    procedure,
    schedule,
    screening,
    staging,
    statements,
)
from meetingdesk.actions.sample import session
from meetingdesk.errors import Refused
from meetingdesk.papers.documents import Reference

if TYPE_CHECKING:
    from meetingdesk.actions.base import Work
    from meetingdesk.actions.office import Office
    from tests.conftest import Desks

START, END = dt.date(2026, 8, 17), dt.date(2026, 8, 18)
NAMES = ("叶知秋", "段明远", "汤若水")


def convened(work: Work) -> int:
    made = meetings.convene(
        work, term_id=session.build_roster(work), kind="常委会会议", number=36, start=START, end=END
    )
    for proposer, name, post in (
        ("市长", "叶知秋", "示例市教育局局长"),
        ("市长", "段明远", "示例市林业局局长"),
        ("法院院长", "汤若水", "示例市中级人民法院副院长"),
        ("法院院长", "汤若水", "示例市中级人民法院审判委员会委员"),
    ):
        verb = "决定任命" if proposer == "市长" else "任命"
        nominating.nominate(work, made, proposer=proposer, verb=verb, name=name, post=post)
    return made


@pytest.fixture
def meeting(office: Office, desks: Desks) -> int:
    return desks.pour(office, convened)


def speakers(office: Office, meeting: int) -> list[str]:
    return [s.name for s in statements.plan(office, meeting).speakers]


def test_everybody_once_in_the_order_of_the_motions_then_by_hand(
    office: Office, meeting: int
) -> None:
    assert [name for _, name, _ in statements.plan(office, meeting).left_out] == list(NAMES)
    assert statements.arrange(office, meeting) == 3
    assert speakers(office, meeting) == list(NAMES)
    with pytest.raises(Refused, match="没有可以增加"):
        statements.arrange(office, meeting)
    last = statements.plan(office, meeting).speakers[2]
    statements.move_statement(office, last.id, 0)
    assert speakers(office, meeting) == ["汤若水", "叶知秋", "段明远"]
    office.undo()
    assert speakers(office, meeting) == list(NAMES)


@settings(max_examples=6)
@given(moves=st.lists(st.tuples(st.integers(0, 2), st.integers(-1, 4)), max_size=5))
def test_any_moves_keep_everybody_once(
    desks: Desks, tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[int, int]]
) -> None:
    office = desks.office(tmp_path_factory.mktemp("moves"))
    meeting = desks.pour(office, convened)
    statements.arrange(office, meeting)
    for at, to in moves:
        row = statements.plan(office, meeting).speakers[at]
        statements.move_statement(office, row.id, to)
    plan = statements.plan(office, meeting)
    office.desk.close()
    assert sorted(s.name for s in plan.speakers) == sorted(NAMES)
    assert [s.position for s in plan.speakers] == [1, 2, 3]


def test_minutes_and_form_of_each_and_of_all(office: Office, meeting: int) -> None:
    statements.arrange(office, meeting)
    plan = statements.plan(office, meeting)
    assert plan.minutes == 15  # five each, the parameter's default
    first, second, _ = plan.speakers
    statements.edit_statement(office, first.id, minutes=8)
    statements.edit_statement(office, second.id, form="书面")
    assert statements.plan(office, meeting).minutes == 13
    for wrong in ({"minutes": 121}, {"minutes": -1}, {"form": "唱歌"}):
        with pytest.raises(Refused):
            statements.edit_statement(office, first.id, **wrong)
    assert statements.set_minutes(office, meeting, 3) == 3
    assert statements.plan(office, meeting).minutes == 6
    statements.delete_statement(office, second.id)
    assert speakers(office, meeting) == ["叶知秋", "汤若水"]
    assert statements.plan(office, meeting).left_out[0][1] == "段明远"
    office.undo()
    assert speakers(office, meeting) == list(NAMES)


def test_without_an_order_nothing_to_set(office: Office, meeting: int) -> None:
    with pytest.raises(Refused, match="还没有编排"):
        statements.set_minutes(office, meeting, 3)


def test_some_only_and_never_who_failed_or_was_withdrawn(office: Office, meeting: int) -> None:
    ids = [v.id for v in screening.nominees(office, meeting)]
    assert statements.arrange(office, meeting, ids[:1]) == 1
    appointments.set_entry_state(office, ids[1], "撤回")
    appointments.set_entry_state(office, ids[2], "未通过")
    assert statements.arrange(office, meeting) == 1  # the court's second post still stands
    assert speakers(office, meeting) == ["叶知秋", "汤若水"]
    appointments.set_entry_state(office, ids[0], "撤回")
    assert speakers(office, meeting) == ["汤若水"]


def day(office: Office, meeting: int) -> tuple[int, int]:
    """Plan one sitting that hears the motions, votes and closes; return it and the item."""
    item = agenda.add_item(
        office, meeting, verb="审议", subject="有关人事任免事项", type="人事任免",
        needs_vote=True, vote_method="无记名投票",
    )  # fmt: skip
    for motion in appointments.motions(office, meeting):
        appointments.edit_motion(office, motion.id, item_id=item)
    sitting = schedule.add_sitting(office, meeting, date=END, half="下午")
    schedule.add_entry(office, sitting, item_id=item)
    schedule.add_entry(office, sitting, text="表决各项议案")
    schedule.add_entry(office, sitting, text="主任讲话")
    return sitting, item


@pytest.mark.parametrize(("when", "place"), [("表决前", 1), ("表决后", 2)])
def test_the_day_has_them_before_or_after_the_vote(
    office: Office, meeting: int, when: str, place: int
) -> None:
    body = meetings.meeting(office, meeting).body_id
    procedure.set_rules(office, body_id=body, valid_from=START, values={"statement_time": when})
    statements.arrange(office, meeting)
    with pytest.raises(Refused, match="还没有全体会议"):
        statements.put_in_day(office, meeting)
    sitting, _ = day(office, meeting)
    assert any("日程里没有这一项" in f.message for f in checking.check(office, meeting))
    assert statements.put_in_day(office, meeting) == sitting
    texts = [e.text for e in schedule.sittings(office, meeting)[0].entries]
    assert texts[place] == statements.LINE
    assert schedule.warnings(office, meeting) == []
    assert statements.plan(office, meeting).sitting == "8月18日下午全体会议"
    with pytest.raises(Refused, match="已经有供职发言"):
        statements.put_in_day(office, meeting)
    assert not any("日程里没有这一项" in f.message for f in checking.check(office, meeting))


@pytest.mark.parametrize(("text", "place"), [("主任讲话", 1), ("通报情况", 2)])
def test_without_a_vote_in_words_they_stand_before_the_closing(
    office: Office, meeting: int, text: str, place: int
) -> None:
    sitting = schedule.add_sitting(office, meeting, date=END, half="下午")
    schedule.add_entry(office, sitting, text="审议人事任免事项")
    schedule.add_entry(office, sitting, text=text)
    statements.arrange(office, meeting)
    statements.put_in_day(office, meeting)
    texts = [e.text for e in schedule.sittings(office, meeting)[0].entries]
    assert texts[place] == statements.LINE


def test_script_screen_and_paper_follow_the_order(office: Office, meeting: int) -> None:
    statements.arrange(office, meeting)
    last = statements.plan(office, meeting).speakers[2]
    statements.move_statement(office, last.id, 0)
    _, item = day(office, meeting)
    statements.put_in_day(office, meeting)
    script = documents.preview(office, Reference("script", "", meeting)).text
    assert "依次是：汤若水、叶知秋、段明远。每人发言不超过5分钟。" in script
    scenes = staging.scenes(office, meeting)
    at = next(n for n, s in enumerate(scenes) if s.key == f"item-{item}")
    assert scenes[at + 1].rows[0][0] == "汤若水"
    assert [s.label for s in scenes[at + 2 : at + 5]] == [
        "供职发言：汤若水", "供职发言：叶知秋", "供职发言：段明远",
    ]  # fmt: skip
    assert [s.minutes for s in scenes[at + 2 : at + 5]] == [5, 5, 5]
    paper = documents.preview(office, Reference("statements", "", meeting)).text
    assert paper.index("汤若水") < paper.index("叶知秋")
    assert "共3人发言，约15分钟" in paper
    statements.edit_statement(office, last.id, form="书面")
    assert "书面发言1人" in documents.preview(office, Reference("statements", "", meeting)).text
    assert len(staging.scenes(office, meeting)) == len(scenes) - 1


def test_motions_without_an_item_have_their_speakers_before_the_lists(
    office: Office, meeting: int
) -> None:
    statements.arrange(office, meeting)
    keys = [s.key.split("-")[0] for s in staging.scenes(office, meeting)]
    assert keys.count("statement") == 3
