"""Evaluations: 汇总, weighted electorates, grades and what they bring, several questions each."""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from meetingdesk.actions import (
    agenda,
    certify,
    meetings,
    opinions,
    roster,
    votes,
)
from meetingdesk.actions.cards import card_named
from meetingdesk.actions.vote_checks import check_bases
from meetingdesk.actions.vote_sums import BLANK, INVALID
from meetingdesk.errors import Refused
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.votes import Vote
from meetingdesk.rules.cardtypes import Base, Rate
from meetingdesk.rules.results import State
from tests.actions.kindkit import (
    draft,
    poll,
    sealed,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from meetingdesk.actions.office import Office

# --- 汇总 and weighted electorates --------------------------------------------------------------


def test_v10_items_asked_in_two_parts_are_taken_over_and_measured_again(
    office: Office, meeting: int
) -> None:
    """松阳 2017: 220 suggestions, 办理过程 215 and 办理结果 198 满意; a second round follows."""
    vote = draft(office, meeting, "测评", ["代表建议"], method="汇总")
    assert votes.ask_in_parts(office, vote, ["办理过程", "办理结果", "办理过程"]) == 2
    view = votes.vote_view(office, vote)
    assert [(q.text, q.detail) for q in view.questions] == [
        ("代表建议", "办理过程"),
        ("代表建议", "办理结果"),
    ]
    votes.open_vote(office, vote)
    keys = [q.key for q in view.questions]
    rows = {keys[0]: {"满意": 215, "不满意": 5}, keys[1]: {"满意": 198, "不满意": 22}}
    assert votes.record_sums(office, vote, totals=rows, numbers={"items": 220}) == ()
    certify.certify(office, vote)
    found = sealed(office, vote)
    assert found.state is State.SECOND_ROUND
    assert [r.rates[0].text for r in found.questions] == [
        "满意率97.7%（215/220）",
        "满意率90.0%（198/220）",
    ]
    (step,) = votes.next_steps(office, vote)
    assert (step.key, step.meeting_id) == ("retest", None)
    assert "3个月内（2026年11月18日以前）" in step.why
    with pytest.raises(Refused, match="还没有登记以后的会议"):
        votes.take_step(office, vote, "retest")
    later = meetings.convene(office, term_id=1, number=37, start=dt.date(2026, 10, 20))
    (step,) = votes.next_steps(office, vote)
    assert (step.label, step.meeting_id) == ("在第三十七次会议再次测评", later)
    again = votes.vote_view(office, votes.take_step(office, vote, "retest"))
    assert (again.meeting_id, again.parent_id, again.relation) == (later, vote, "再次测评")
    assert [q.detail for q in again.questions] == ["办理过程", "办理结果"]


def test_4_1_only_what_the_grade_says_is_measured_again(office: Office, meeting: int) -> None:
    """测评-三档: 不满意 means 限期整改并再次测评, six months."""
    vote = draft(office, meeting, "测评", ["市教育局", "市林业局"])
    good, bad = {"q1": ["满意"]}, {"q2": ["不满意"]}
    result = poll(office, vote, ({**good, **bad}, 37))
    assert [r.outcome_label for r in result.questions] == ["满意", "不满意"]
    later = meetings.convene(office, term_id=1, number=37, start=dt.date(2026, 12, 20))
    (step,) = votes.next_steps(office, vote)
    assert (step.questions, step.meeting_id) == (("q2",), later)
    with office.desk.session() as session:
        session.execute(update(Meeting).where(Meeting.id == later).values(number=None))
        session.commit()
    (step,) = votes.next_steps(office, vote)
    assert step.label == "在下次会议再次测评"
    assert "2027年2月18日以前" in step.why
    view = votes.vote_view(office, votes.take_step(office, vote, "retest"))
    assert [q.text for q in view.questions] == ["市林业局"]


def test_what_a_grade_brings_becomes_an_opinion_on_the_item(office: Office, meeting: int) -> None:
    """不满意 of 测评-三档: 限期整改并再次测评 within six months."""
    item = agenda.add_item(
        office, meeting, verb="听取", subject="2个部门的报告", objects=["市教育局", "市林业局"]
    )
    vote = votes.draft_evaluation(office, item)
    assert votes.follow_ups(office, vote) == []
    with pytest.raises(Refused, match="没有要列入审议意见"):
        votes.add_follow_ups(office, vote)
    poll(office, vote, ({"q1": ["满意"], "q2": ["不满意"]}, 37))
    (one,) = votes.follow_ups(office, vote)
    assert (one.organ, one.due) == ("市林业局", dt.date(2027, 2, 18))
    assert votes.add_follow_ups(office, vote) == 1
    (kept,) = opinions.opinions(office, item)
    assert kept.text == "对市林业局的测评结果为“不满意”：限期整改并再次测评。"
    assert (kept.organ, kept.due) == (one.organ, one.due)
    assert votes.follow_ups(office, vote) == []
    office.undo()
    assert len(votes.follow_ups(office, vote)) == 1
    other = agenda.add_item(office, meeting, verb="听取", subject="另一报告", objects=["市教育局"])
    rated = votes.draft_evaluation(office, other, card_name="测评-镇海2022")
    poll(office, rated, ({"q1": ["不满意"]}, 37))
    (one,) = votes.follow_ups(office, rated)
    assert (one.text, one.due) == ("对市教育局的测评结果为“不满意”：限期整改。", None)


def test_7_weighted_electorates_want_the_sums_of_each(office: Office, meeting: int) -> None:
    """60 % of the members' mean, 40 % of the deputies': 0.6×96 + 0.4×80 = 89.6, 基本满意."""
    vote = draft(office, meeting, "测评", ["市教育局"], method="汇总", card_name="测评-分类加权")
    view = votes.vote_view(office, vote)
    assert view.electorates == (("常委会", "常委会组成人员"), ("代表", "代表和群众"))
    votes.open_vote(office, vote)
    left = votes.record_sums(
        office, vote, part="常委会", numbers={"issued": 37, "returned": 36, "invalid": 1},
        totals={"q1": {"满意": 28, "基本满意": 7}},
    )  # fmt: skip
    assert left == ("代表和群众",)
    assert votes.vote_view(office, vote).state == "已开票"
    with pytest.raises(Refused, match="没有待确认的计票"):
        certify.certify(office, vote)
    with pytest.raises(Refused, match="不能撤回开票"):
        votes.unopen_vote(office, vote)
    row = {"满意": 40, "基本满意": 20, "不满意": 40, BLANK: 3, INVALID: 2}
    numbers = {"issued": 110, "returned": 105}
    assert votes.record_sums(office, vote, part="代表", numbers=numbers, totals={"q1": row}) == ()
    certify.certify(office, vote)
    found = sealed(office, vote)
    assert found.questions[0].outcome_label == "基本满意"
    assert "加权平均89.60分" in found.questions[0].explanation
    assert certify.seal_intact(office, vote)


@pytest.mark.parametrize(
    ("part", "numbers", "totals", "word"),
    [
        ("群众", {"returned": 10}, {}, "没有“群众”这一类人员"),
        ("代表", {"returned": -1}, {}, "不小于0的整数"),
        ("代表", {"seen": 1}, {}, "不小于0的整数"),
        ("代表", {"issued": 10}, {}, "没有填写收回票数或件数"),
        ("代表", {"issued": 9, "returned": 10}, {}, "多于发出9张"),
        ("代表", {"returned": 10}, {"q1": {"满意": 9}}, "各项合计9，应为10"),
        ("代表", {"returned": 10, "invalid": 1}, {"q1": {"满意": 10}}, "各项合计10，应为9"),
        ("代表", {"returned": 10}, {"q1": {"很好": 10}}, "只限票上的选项"),
        ("代表", {"returned": 10}, {"q1": {"满意": 10}, "q9": {}}, "票上没有的事项"),
    ],
)
def test_sums_that_do_not_add_up_are_not_taken(
    office: Office, meeting: int, part: str, numbers: dict[str, int],
    totals: dict[str, dict[str, int]], word: str,
) -> None:  # fmt: skip
    vote = draft(office, meeting, "测评", ["市教育局"], method="汇总", card_name="测评-分类加权")
    votes.open_vote(office, vote)
    with pytest.raises(Refused) as caught:
        votes.record_sums(office, vote, part=part, numbers=numbers, totals=totals)
    assert word in str(caught.value)
    assert votes.vote_view(office, vote).sums is None


def test_several_things_are_asked_of_each_object(office: Office, meeting: int) -> None:
    unit = roster.add_unit(office, name="示例市林业局", short_name="市林业局")
    vote = draft(office, meeting, "测评", [])
    with pytest.raises(Refused, match="还没有测评对象"):
        votes.ask_in_parts(office, vote, ["德", "能"])
    votes.add_question(office, vote, text="市林业局", unit_id=unit)
    votes.add_question(office, vote, text="市教育局")
    with pytest.raises(Refused, match="至少写两项"):
        votes.ask_in_parts(office, vote, ["德", " "])
    assert votes.ask_in_parts(office, vote, ["德", "能"]) == 4
    assert votes.ask_in_parts(office, vote, ["德", "能", "勤"]) == 6
    view = votes.vote_view(office, vote)
    assert [(q.text, q.detail) for q in view.questions][:4] == [
        ("市林业局", "德"), ("市林业局", "能"), ("市林业局", "勤"), ("市教育局", "德"),
    ]  # fmt: skip
    assert [q.unit_id for q in view.questions] == [unit] * 3 + [None] * 3
    other = draft(office, meeting, "表决", ["甲"])
    with pytest.raises(Refused, match="只有测评"):
        votes.ask_in_parts(office, other, ["德", "能"])
    marks = {q.key: ["满意"] for q in view.questions}
    result = poll(office, vote, (marks, 37))
    assert len(result.questions) == 6


def test_v6_judges_are_assessed_on_ballots_cast(office: Office, meeting: int) -> None:
    """津市 2022: 满意＋基本满意 more than 2/3; 20 of 30 fail, 21 of 30 pass."""
    for good, state in ((20, State.FAILED), (21, State.PASSED)):
        vote = draft(office, meeting, "测评", ["某法官"], card_name="测评-津市2022")
        result = poll(
            office, vote, ({"q1": ["满意"]}, 10), ({"q1": ["基本满意"]}, good - 10),
            ({"q1": ["不满意"]}, 30 - good),
        )  # fmt: skip
        assert result.state is state


def edit_frozen(office: Office, vote: int, change: Callable[[dict[str, Any]], Any]) -> None:
    """Let an opened vote run under a card that this office might have written itself."""
    with office.desk.session() as session:
        row = session.get(Vote, vote)
        assert row is not None
        assert row.card is not None
        card = copy.deepcopy(row.card)
        change(card["outcomes"][-1])
        row.card = card
        session.commit()


def test_a_second_round_without_a_time_limit_is_held_at_once(office: Office, meeting: int) -> None:
    rows = {"q1": {"满意": 9, "不满意": 1}}
    vote = draft(office, meeting, "测评", ["代表建议"], method="汇总")
    votes.open_vote(office, vote)
    edit_frozen(office, vote, lambda last: last.pop("consequence"))
    votes.record_sums(office, vote, totals=rows, numbers={"items": 10})
    certify.certify(office, vote)
    (step,) = votes.next_steps(office, vote)
    assert (step.key, step.label, step.lacking) == ("second", "再次测评", "")
    view = votes.vote_view(office, votes.take_step(office, vote, "second"))
    assert (view.meeting_id, view.relation) == (meeting, "再次测评")
    other = draft(office, meeting, "测评", ["代表建议"], method="汇总")
    votes.open_vote(office, other)
    edit_frozen(office, other, lambda last: last["consequence"].pop("months"))
    votes.record_sums(office, other, totals=rows, numbers={"items": 10})
    certify.certify(office, other)
    (step,) = votes.next_steps(office, other)
    assert step.why == "代表建议：挂号督办，再次测评。"


def test_items_are_no_base_for_ballots(office: Office, meeting: int) -> None:
    """An office's own card may name any base; 件数 is known only where sums are taken over."""
    card = replace(card_named("测评-三档"), rates=(Rate("满意率", ("满意",), Base.ITEMS),))
    vote = draft(office, meeting, "测评", ["市教育局"])
    with office.desk.session() as session:
        row = session.get(Vote, vote)
        assert row is not None
        with pytest.raises(Refused, match="按件数计算"):
            check_bases(card, row)


def test_a_base_of_seats_wants_the_seats(office: Office, small_congress: int) -> None:
    """The congress's term has no 编制名额; an own card measured on it cannot be opened."""
    card = replace(card_named("测评-三档"), rates=(Rate("满意率", ("满意",), Base.SEATS),))
    vote = draft(office, small_congress, "测评", ["市教育局"])
    assert votes.vote_view(office, vote).unreturned is None
    with office.desk.session() as session:
        row = session.get(Vote, vote)
        assert row is not None
        with pytest.raises(Refused, match="编制名额没有登记"):
            check_bases(card, row)
