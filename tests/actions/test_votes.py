"""Drafting and holding a vote: N pinned, the sheet frozen, papers out and in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from meetingdesk.actions import agenda, appointments, attendance, decisions, meetings, roster, votes
from meetingdesk.actions.cards import card_named, card_problems, cards_for, read_cards
from meetingdesk.actions.office import Office, open_office
from meetingdesk.actions.vote_views import states_of
from meetingdesk.errors import BadInput, Refused
from meetingdesk.records.votes import Vote
from meetingdesk.rules.cards import parse_card

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meetingdesk.actions.base import Work
    from meetingdesk.actions.sample import Sample
    from tests.conftest import Desks

DAY = dt.date(2026, 8, 18)
OBJECTS = ["市商务局", "市医疗保障局", "市人防办", "市林业局", "市教育局"]


def build(work: Work, members: int = 41, present: int = 37) -> int:
    """A committee of ``members`` with ``present`` on the roll of one meeting; return its id."""
    body = roster.add_body(
        work,
        name="示例市人民代表大会常务委员会",
        short_name="市人大常委会",
        place_name="示例市",
        level="市",
        kind="standing_committee",
    )
    term = roster.add_term(
        work, body_id=body, number=14, start=dt.date(2022, 1, 1), statutory_seats=45
    )
    for number in range(members):
        roster.add_member(
            work,
            term_id=term,
            name=f"委员{number:02}",
            post="主任" if number == 0 else "委员",
            since=dt.date(2022, 1, 1),
        )
    meeting = meetings.convene(work, term_id=term, number=36, start=dt.date(2026, 8, 17), end=DAY)
    attendance.open_roll(work, meeting)
    rows = [row.id for row in attendance.roll(work, meeting)]
    if present:
        attendance.mark(work, rows[:present], state="出席")
    if rows[present:]:
        attendance.mark(work, rows[present:], state="请假", reason="公务")
    return meeting


@pytest.fixture
def office(desks: Desks, tmp_path: Path) -> Iterator[Office]:
    made = desks.office(tmp_path, "甲", clock=lambda: dt.datetime(2026, 8, 18, 4, tzinfo=dt.UTC))
    yield made
    made.desk.close()


@pytest.fixture
def meeting(desks: Desks, office: Office) -> int:
    return desks.pour(office, build)


def evaluation(office: Office, meeting: int) -> int:
    item = agenda.add_item(
        office,
        meeting,
        verb="听取和审议",
        subject="5个部门的工作报告和评议情况报告",
        objects=OBJECTS,
    )
    return votes.draft_evaluation(office, item)


def test_cards_are_read_offered_by_kind_and_told_apart() -> None:
    assert card_problems() == []
    for kind in votes.KINDS:
        offered = cards_for(kind)
        assert offered
        assert all(card.words for card in offered)
    assert cards_for("任免")[0].name == "任免-逐人"
    assert cards_for("表决", "举手表决")[0].name == "举手-全体过半数"
    with pytest.raises(Refused, match="找不到计票规则卡"):
        card_named("没有这张")


def test_a_faulty_card_is_left_out_and_named(tmp_path: Path) -> None:
    good = (
        tmp_path / "好.toml",
        (
            'id="好"\ntitle="好"\nkind="表决"\nversion="1"\nsource="自拟"\n'
            '[[choices]]\nkey="赞成"\n[[outcomes]]\nkey="a"\nlabel="通过"\nchoices=["赞成"]\n'
            'op=">"\nfraction="1/2"\nbase="到会"\n[[outcomes]]\nkey="b"\nlabel="否"\nelse=true\n'
        ),
    )
    good[0].write_text(good[1], encoding="utf-8")
    (tmp_path / "坏.toml").write_text("id = ", encoding="utf-8")
    (tmp_path / "乱.toml").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "重.toml").write_text(good[1], encoding="utf-8")
    assert list(read_cards(tmp_path)) == ["好"]
    assert {problem.file for problem in card_problems(tmp_path)} == {
        "坏.toml",
        "乱.toml",
        "重.toml",
    }


def test_an_evaluation_takes_the_objects_in_their_order(office: Office, meeting: int) -> None:
    unit = roster.add_unit(office, name="示例市林业局", short_name="市林业局")
    view = votes.vote_view(office, evaluation(office, meeting))
    assert [q.text for q in view.questions] == OBJECTS
    assert [q.key for q in view.questions] == ["q1", "q2", "q3", "q4", "q5"]
    assert view.questions[3].unit_id == unit
    assert (view.kind, view.state, view.secret, view.method) == ("测评", "拟定", True, "无记名投票")
    assert [c.label for c in view.choices] == ["满意", "基本满意", "不满意"]


def test_an_appointments_vote_has_a_row_an_entry(office: Office, meeting: int) -> None:
    motion = appointments.add_motion(office, meeting, proposer="主任会议")
    appointments.add_entry(
        office, motion, verb="任命", name="张三", post="示例市人大常委会办公室主任"
    )
    gone = appointments.add_entry(
        office, motion, verb="免去", name="李四", post="示例市人大常委会办公室主任"
    )
    appointments.add_entry(
        office, motion, verb="接受辞职", name="王五", post="示例市人民政府副市长"
    )
    appointments.set_entry_state(office, gone, "撤回")
    view = votes.vote_view(office, votes.draft_appointments_vote(office, [motion]))
    assert [(q.text, q.detail) for q in view.questions] == [
        ("张三", "任命为示例市人大常委会办公室主任"),
        ("王五", "接受辞去示例市人民政府副市长职务的请求"),
    ]
    assert all(q.entry_id for q in view.questions)
    with pytest.raises(Refused, match="没有选定任免案"):
        votes.draft_appointments_vote(office, [])


def test_what_waits_for_a_vote_is_offered_once(office: Office, meeting: int) -> None:
    evaluation(office, meeting)
    motion = appointments.add_motion(office, meeting, proposer="市长")
    appointments.add_entry(
        office, motion, verb="决定任命", name="张三", post="示例市人民政府秘书长"
    )
    decisions.draft_decision(
        office, meeting, title="关于批准2026年市级预算调整方案的决定", body="会议决定：批准。"
    )
    found = {s.what: s for s in votes.sources(office, meeting)}
    assert {what: s.used for what, s in found.items()} == {
        "item": True,
        "motions": False,
        "decision": False,
    }
    vote = votes.vote_view(office, votes.draft_from(office, found["decision"]))
    assert vote.title == "《关于批准2026年市级预算调整方案的决定（草案）》的表决"
    assert (vote.method, vote.secret, vote.card_name) == ("举手表决", False, "举手-全体过半数")
    votes.draft_from(office, found["motions"])
    assert all(s.used for s in votes.sources(office, meeting))


def test_the_states_of_a_meeting_s_votes_follow_their_order(office: Office, meeting: int) -> None:
    first = evaluation(office, meeting)
    second = votes.draft_vote(office, kind="表决", meeting_id=meeting, title="某事的表决")
    assert states_of(office, meeting) == ["拟定", "拟定"]
    votes.open_vote(office, first)
    votes.move_vote(office, second, 0)
    assert states_of(office, meeting) == [v.state for v in votes.votes_of(office, meeting)]
    assert states_of(office, meeting)[0] == "拟定"


def test_what_is_settled_waits_no_longer(sample_office: Office, sample_ids: Sample) -> None:
    assert votes.sources(sample_office, sample_ids.meeting_id) == []


@pytest.mark.parametrize(
    ("said", "method"),
    [("按表决器", "按表决器"), ("无异议通过", "举手表决"), ("", "举手表决")],
)
def test_a_decision_is_voted_on_as_its_item_says(
    office: Office, meeting: int, said: str, method: str
) -> None:
    item = agenda.add_item(
        office,
        meeting,
        verb="审议",
        subject="《甲决定（草案）》",
        needs_vote=True,
        vote_method=said,
    )
    decisions.draft_decision(office, meeting, title="甲决定", body="会议决定。", item_id=item)
    source = next(s for s in votes.sources(office, meeting) if s.what == "decision")
    assert votes.vote_view(office, votes.draft_from(office, source)).method == method


def test_rows_are_added_changed_reordered_removed_and_all_undone(
    office: Office, meeting: int
) -> None:
    vote = evaluation(office, meeting)
    before = votes.vote_view(office, vote)
    extra = votes.add_question(office, vote, text="市水利局")
    votes.edit_question(office, extra, detail="年度工作")
    ids = [q.id for q in votes.vote_view(office, vote).questions]
    votes.reorder_questions(office, vote, [ids[-1], *ids[:-1]])
    votes.remove_question(office, ids[0])
    view = votes.vote_view(office, vote)
    assert [q.text for q in view.questions] == ["市水利局", *OBJECTS[1:]]
    assert view.questions[0].key == "q6"
    for _ in range(4):
        office.undo()
    assert votes.vote_view(office, vote) == before
    with pytest.raises(Refused, match="不能重复列入"):
        votes.add_question(office, vote, text="市商务局")
    with pytest.raises(Refused, match="没有填写"):
        votes.add_question(office, vote, text="  ")
    with pytest.raises(Refused, match="增减"):
        votes.reorder_questions(office, vote, ids[:2])


def test_unknown_kind_method_and_card_are_refused(office: Office, meeting: int) -> None:
    with pytest.raises(Refused, match="没有“抽签”这种表决"):
        votes.draft_vote(office, kind="抽签", meeting_id=meeting, title="x")
    with pytest.raises(Refused, match="没有“鼓掌”这种表决方式"):
        votes.draft_vote(office, kind="表决", method="鼓掌", meeting_id=meeting, title="x")
    with pytest.raises(Refused, match="标题没有填写"):
        votes.draft_vote(office, kind="表决", meeting_id=meeting, title=" ")
    vote = evaluation(office, meeting)
    with pytest.raises(Refused, match="找不到计票规则卡"):
        votes.edit_vote(office, vote, card_name="空")
    votes.edit_vote(office, vote, method="举手表决", title="测评（举手）")
    assert not votes.vote_view(office, vote).secret


def test_opening_pins_n_and_freezes_card_and_order(office: Office, meeting: int) -> None:
    vote = evaluation(office, meeting)
    votes.open_vote(office, vote)
    view = votes.vote_view(office, vote)
    assert (view.members, view.statutory_seats, view.present) == (41, 45, 37)
    assert (view.quorum, view.quorum_met, view.opened_on) == (21, True, DAY)
    with office.desk.session() as session:
        row = session.get(Vote, vote)
        assert row is not None
        assert row.card is not None
        assert parse_card(row.card).id == view.card_name
    for step in (
        lambda: votes.edit_vote(office, vote, title="改"),
        lambda: votes.add_question(office, vote, text="改"),
        lambda: votes.remove_question(office, view.questions[0].id),
        lambda: votes.reorder_questions(office, vote, [q.id for q in view.questions]),
        lambda: votes.delete_vote(office, vote),
        lambda: votes.open_vote(office, vote),
    ):
        with pytest.raises(Refused, match="票面不能再改"):
            step()
    votes.edit_vote(office, vote, teller_chief="丙")
    roster_later = roster.members_on(office, 1, DAY)[-1]
    roster.end_tenure(office, roster_later.id, until=DAY - dt.timedelta(days=1), reason="调离")
    assert votes.vote_view(office, vote).members == 41
    votes.unopen_vote(office, vote)
    votes.open_vote(office, vote)
    assert votes.vote_view(office, vote).members == 40


@pytest.mark.parametrize(("present", "word"), [(20, "未达到法定人数21人"), (0, "还没有登记出席")])
def test_no_vote_without_quorum(office: Office, present: int, word: str) -> None:
    meeting = office.perform(lambda work: build(work, present=present), name="样例")
    vote = evaluation(office, meeting)
    with pytest.raises(Refused, match=word):
        votes.open_vote(office, vote)
    view = votes.vote_view(office, vote)
    assert (view.state, view.members) == ("拟定", None)


def test_twenty_one_of_forty_one_are_enough(office: Office) -> None:
    meeting = office.perform(lambda work: build(work, present=21), name="样例")
    vote = evaluation(office, meeting)
    votes.open_vote(office, vote)
    assert votes.vote_view(office, vote).state == "已开票"


def test_an_empty_sheet_is_not_opened(office: Office, meeting: int) -> None:
    vote = votes.draft_vote(office, kind="表决", meeting_id=meeting, title="空票")
    with pytest.raises(Refused, match="还没有事项"):
        votes.open_vote(office, vote)
    votes.delete_vote(office, vote)
    assert votes.votes_of(office, meeting) == []
    office.undo()
    assert [v.title for v in votes.votes_of(office, meeting)] == ["空票"]


def test_papers_out_and_in(office: Office, meeting: int) -> None:
    vote = evaluation(office, meeting)
    with pytest.raises(Refused, match="请先开票"):
        votes.set_issued(office, vote, 37)
    votes.open_vote(office, vote)
    with pytest.raises(Refused, match="先登记发出"):
        votes.set_returned(office, vote, 37)
    with pytest.raises(Refused, match="正整数"):
        votes.set_issued(office, vote, 0)
    assert "多于到会37人" in votes.set_issued(office, vote, 38)[0]
    assert "少于到会37人" in votes.set_issued(office, vote, 36)[0]
    assert votes.set_issued(office, vote, 37) == ()
    with pytest.raises(Refused, match="负数"):
        votes.set_returned(office, vote, -1)
    assert "有1张未收回" in votes.set_returned(office, vote, 36)[0]
    assert votes.vote_view(office, vote).unreturned == 1
    assert votes.set_returned(office, vote, 37) == ()


def test_more_returned_than_issued_voids_the_vote(office: Office, meeting: int) -> None:
    """选举法 Art. 44: 所投的票数多于投票人数的无效."""
    vote = evaluation(office, meeting)
    votes.open_vote(office, vote)
    votes.set_issued(office, vote, 36)
    assert "本次投票无效" in votes.set_returned(office, vote, 37)[0]
    view = votes.vote_view(office, vote)
    assert view.state == "作废"
    with pytest.raises(Refused, match="作废"):
        votes.set_returned(office, vote, 36)
    again = votes.vote_view(office, votes.re_vote(office, vote))
    assert (again.state, again.parent_id) == ("拟定", vote)
    assert again.title.endswith("（重新投票）")
    assert [q.text for q in again.questions] == OBJECTS
    with pytest.raises(Refused, match="还没有结束"):
        votes.re_vote(office, again.id)
    office.undo()
    office.undo()
    assert votes.vote_view(office, vote).state == "已开票"


def test_more_papers_than_people_are_not_taken(office: Office, meeting: int) -> None:
    vote = evaluation(office, meeting)
    votes.open_vote(office, vote)
    votes.set_issued(office, vote, 40)
    with pytest.raises(Refused, match="多于到会37人"):
        votes.set_returned(office, vote, 38)


def test_votes_move_and_keep_their_meeting(office: Office, meeting: int) -> None:
    ids = [
        votes.draft_vote(office, kind="表决", meeting_id=meeting, title=title)
        for title in ("一", "二", "三")
    ]
    votes.move_vote(office, ids[2], 0)
    assert [v.title for v in votes.votes_of(office, meeting)] == ["三", "一", "二"]


def test_a_broken_frozen_card_is_told(office: Office, meeting: int) -> None:
    vote = evaluation(office, meeting)
    votes.open_vote(office, vote)
    with office.desk.session() as session:
        session.execute(update(Vote).values(card={"id": "x"}))
        session.commit()
    with pytest.raises(BadInput):
        votes.vote_view(office, vote)


def test_a_meeting_without_members_cannot_vote(office: Office, meeting: int) -> None:
    other = office.perform(
        lambda work: meetings.convene(
            work,
            term_id=roster.add_term(work, body_id=1, number=15),
            number=1,
            start=DAY,
        ),
        name="样例",
    )
    vote = votes.draft_vote(
        office, kind="表决", meeting_id=other, title="无人", questions=[("事项", "", {})]
    )
    with pytest.raises(Refused, match="名册里没有8月18日在任的组成人员"):
        votes.open_vote(office, vote)


def test_a_show_of_hands_takes_one_question(office: Office, meeting: int) -> None:
    vote = votes.draft_vote(
        office,
        kind="表决",
        method="举手表决",
        meeting_id=meeting,
        title="两项",
        questions=[("甲事", "", {}), ("乙事", "", {})],
    )
    with pytest.raises(Refused, match="每次只表决一项"):
        votes.open_vote(office, vote)
    with pytest.raises(Refused, match="不能撤回开票"):
        votes.unopen_vote(office, vote)


def test_more_present_than_members_is_refused(office: Office, meeting: int) -> None:
    vote = evaluation(office, meeting)
    for member in roster.members_on(office, 1, DAY)[:10]:
        roster.end_tenure(office, member.id, until=DAY - dt.timedelta(days=1), reason="调离")
    with pytest.raises(Refused, match="到会37人，多于全体组成人员31人"):
        votes.open_vote(office, vote)


def test_fewer_issued_than_already_returned_voids(office: Office, meeting: int) -> None:
    vote = evaluation(office, meeting)
    votes.open_vote(office, vote)
    votes.set_issued(office, vote, 37)
    votes.set_returned(office, vote, 37)
    assert "本次投票无效" in votes.set_issued(office, vote, 36)[-1]
    assert votes.vote_view(office, vote).state == "作废"


def test_the_vote_falls_on_a_day_of_the_meeting(tmp_path: Path) -> None:
    for today, day in (("2026-08-01", "2026-08-17"), ("2026-09-30", "2026-08-18")):
        noon = dt.datetime.fromisoformat(f"{today}T04:00:00+00:00")
        made = open_office(tmp_path / f"{today}.desk", "甲", clock=lambda noon=noon: noon)
        vote = evaluation(made, made.perform(build, name="样例"))
        votes.open_vote(made, vote)
        assert votes.vote_view(made, vote).opened_on == dt.date.fromisoformat(day)
        made.desk.close()


def test_sources_that_cannot_be_voted_on_say_why(office: Office, meeting: int) -> None:
    item = agenda.add_item(office, meeting, verb="听取", subject="某报告")
    with pytest.raises(Refused, match="没有写明测评对象"):
        votes.draft_evaluation(office, item)
    agenda.edit_item(office, item, objects=["市教育局"])
    assert votes.vote_view(office, votes.draft_evaluation(office, item)).title == (
        "对市教育局的满意度测评"
    )
    motion = appointments.add_motion(office, meeting, proposer="主任会议")
    with pytest.raises(Refused, match="没有待表决的人选"):
        votes.draft_appointments_vote(office, [motion])
    for verb, post in (
        ("撤销职务", "示例市某局局长"),
        ("决定代理", "示例市人民政府市长"),
        ("决定免去", "示例市教育局局长"),
    ):
        appointments.add_entry(office, motion, verb=verb, name="张三", post=post)
    view = votes.vote_view(office, votes.draft_appointments_vote(office, [motion]))
    assert [q.detail for q in view.questions] == [
        "撤销示例市某局局长职务",
        "决定代理示例市人民政府市长",
        "决定免去示例市教育局局长职务",
    ]
    decision = decisions.draft_decision(office, meeting, title="关于某事的决定", body="会议决定。")
    decisions.adopt(office, decision)
    with pytest.raises(Refused, match="不再表决"):
        votes.draft_decision_vote(office, decision)
    later = meetings.convene(office, term_id=1, number=37, start=dt.date(2026, 10, 20))
    strange = appointments.add_motion(office, later, proposer="市长")
    with pytest.raises(Refused, match="不同会议"):
        votes.draft_appointments_vote(office, [motion, strange])


@pytest.mark.parametrize(
    ("kind", "card", "word"),
    [
        ("表决", "决议-代表大会", "以全体代表为基数"),
        ("测评", "测评-松阳2017", "不能用于无记名投票"),
    ],
)
def test_a_card_that_cannot_decide_here_is_refused_before_the_vote(
    office: Office, meeting: int, kind: str, card: str, word: str
) -> None:
    vote = evaluation(office, meeting)
    votes.edit_vote(office, vote, kind=kind, card_name=card)
    with pytest.raises(Refused, match=word):
        votes.open_vote(office, vote)
    assert "测评-松阳2017" not in {c.name for c in cards_for("测评", "无记名投票")}
