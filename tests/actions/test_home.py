"""首页 with known answers: what is missing, which days run, where each line leads."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from meetingdesk.actions import (
    agenda,
    appointments,
    attendance,
    decisions,
    documents,
    home,
    keeping,
    meetings,
    nominating,
    opinions,
    procedure,
    rehearsal,
    schedule,
    screening,
    votes,
)
from meetingdesk.errors import Refused
from meetingdesk.records.journal import NOTES, Entry
from meetingdesk.rules.screening import BLOCK, WARN

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.home import Clock, Need
    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample

START = dt.date(2026, 8, 17)
END = dt.date(2026, 8, 18)
BEFORE = dt.date(2026, 7, 20)


def found(office: Office, meeting: int, on: dt.date = BEFORE) -> dict[str, Need]:
    return {need.key: need for need in home.needs(office, meeting, on)}


def running(office: Office, meeting: int, on: dt.date = BEFORE) -> list[tuple[str, str, str]]:
    return [(f"{c.due:%m-%d}", c.left, c.what) for c in home.clocks(office, meeting, on)]


# -- the meeting at hand -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "days", "words"),
    [
        (dt.date(2026, 8, 14), 3, "还有3天"),
        (dt.date(2026, 8, 17), 0, "会议第1天"),
        (dt.date(2026, 8, 18), 0, "会议第2天"),
        (dt.date(2026, 8, 23), -5, "已结束5天"),
    ],
)
def test_countdown(office: Office, meeting: int, on: dt.date, days: int, words: str) -> None:
    at_hand = home.at_hand(office, meeting, on)
    assert (at_hand.days, at_hand.countdown) == (days, words)


def test_a_meeting_of_one_day_and_one_without_a_date(office: Office, term_id: int) -> None:
    one = meetings.convene(office, term_id=term_id, kind="主任会议", number=58, start=START)
    assert home.at_hand(office, one, START).countdown == "今天开会"
    open_ = meetings.convene(office, term_id=term_id, kind="主任会议", number=59)
    assert home.at_hand(office, open_, START).countdown == "日期未定"
    assert found(office, open_)["date"].state == home.BAD
    assert running(office, open_) == []
    with pytest.raises(Refused):
        home.at_hand(office, 999, START)


# -- what is missing -----------------------------------------------------------------------


def test_before_the_meeting_in_the_order_of_the_work(office: Office, meeting: int) -> None:
    needs = found(office, meeting)
    assert needs["roster"].words == "应到41人，法定人数21人"
    assert needs["agenda"].state == home.BAD
    assert "roll" not in needs
    first = agenda.add_item(
        office, meeting, verb="听取和审议", subject="甲报告", type="专项工作报告"
    )
    agenda.add_item(office, meeting, verb="听取", subject="乙报告", reporter="张三")
    agenda.add_item(office, meeting, verb="审议", subject="丙决定（草案）", type="决定（草案）")
    paper = agenda.add_material(office, first, title="报告", provider="市审计局")
    draft = decisions.draft_decision(office, meeting, title="关于丙的决定", body="")
    needs = found(office, meeting)
    assert list(needs)[:7] == [
        "roster", "agenda", "reporters", "materials", "schedule", "texts", "drafts"
    ]  # fmt: skip
    assert needs["agenda"].words == "3项，草案"
    assert needs["reporters"].words == "1项没有报告人：“甲报告”"
    assert needs["reporters"].place.focus == {"item_id": first}
    assert needs["materials"].words == "1份未到：报告（市审计局）"
    assert needs["schedule"].state == home.TODO
    assert needs["texts"].place.focus == {"decision_id": draft}
    assert "关于丙的决定" in needs["drafts"].words
    assert needs["notice"].words == "还没有印发"

    agenda.edit_item(office, first, reporter="李四")
    agenda.receive_material(office, paper)
    schedule.add_sitting(office, meeting, date=START, half="上午", form="全体会议")
    decisions.write_body(office, draft, "会议决定。")
    votes.draft_from(office, votes.sources(office, meeting)[0])
    meetings.edit_meeting(office, meeting, notice_on=dt.date(2026, 8, 10))
    needs = found(office, meeting)
    for key in ("reporters", "materials", "schedule", "texts", "notice"):
        assert needs[key].state == home.DONE, key
    assert "drafts" not in needs


def test_on_the_day_the_roll_and_the_votes(office: Office, meeting: int) -> None:
    assert found(office, meeting, START)["roll"].state == home.BAD
    attendance.open_roll(office, meeting)
    rows = [row.id for row in attendance.roll(office, meeting)]
    attendance.mark(office, rows[:20], state="出席")
    assert found(office, meeting, START)["roll"].words == "到会20人，未达到法定人数21人"
    attendance.mark(office, rows[20:30], state="出席")
    assert found(office, meeting, START)["roll"].words == "到会30人，还有11人未登记"
    attendance.mark(office, rows[30:], state="请假", reason="公务")
    assert found(office, meeting, START)["roll"].state == home.DONE
    vote = votes.draft_vote(
        office, kind="表决", meeting_id=meeting, title="甲的表决", questions=[("甲", "", {})]
    )
    votes.open_vote(office, vote)
    counting = found(office, meeting, START)["counting"]
    assert (counting.state, counting.place.focus) == (home.DOING, {"vote_id": vote})


def test_after_the_meeting(office: Office, meeting: int) -> None:
    after = dt.date(2026, 8, 20)
    item = agenda.add_item(
        office, meeting, verb="听取和审议", subject="甲报告", type="审计工作报告"
    )
    draft = decisions.draft_decision(office, meeting, title="关于丙的决定", body="会议决定。")
    motion = appointments.add_motion(office, meeting, proposer="主任会议")
    entry = appointments.add_entry(
        office, motion, verb="任命", name="张三", post="示例市人大常委会办公室副主任"
    )
    appointments.set_entry_state(office, entry, "通过", on=END)
    needs = found(office, meeting, after)
    assert needs["outcomes"].words == "1项没有登记结果：“甲报告”"
    assert needs["adoptions"].place.focus == {"decision_id": draft}
    assert needs["letters"].words == "1份没有登记"
    assert needs["opinions"].place.focus == {"item_id": item}
    assert "张三" in needs["oaths"].words
    assert "reporters" not in needs
    agenda.record_outcome(office, item, "审议")
    opinions.add_opinion(office, item, text="加强监督。", organ="市人民政府")
    decisions.adopt(office, draft, on=END)
    needs = found(office, meeting, after)
    for key in ("outcomes", "adoptions", "opinions"):
        assert needs[key].state == home.DONE, key


def test_papers_issued_and_changed_since(office: Office, meeting: int) -> None:
    item = agenda.add_item(office, meeting, verb="听取", subject="乙报告", reporter="张三")
    notice = next(r for r in documents.available(office, meeting) if r.kind == "notice")
    documents.issue(office, notice)
    assert found(office, meeting)["notice"].state == home.DONE
    (papers,) = home.paper_needs(office, meeting)
    assert (papers.key, papers.state) == ("papers", home.DONE)
    agenda.edit_item(office, item, subject="丁报告")
    changed = home.paper_needs(office, meeting)[0]
    assert (changed.key, changed.state) == ("changed", home.TODO)


def test_practised_or_not(office: Office, meeting: int) -> None:
    assert "rehearsal" not in found(office, meeting)
    vote = votes.draft_vote(
        office, kind="表决", meeting_id=meeting, title="甲的表决", questions=[("甲", "", {})]
    )
    assert found(office, meeting)["rehearsal"].state == home.NOTE
    rehearsal.discard(rehearsal.rehearse(office, vote_id=vote))
    practised = found(office, meeting)["rehearsal"]
    today = office.today()
    assert (practised.state, practised.words) == (
        home.DONE,
        f"{today.month}月{today.day}日演练过",
    )


# -- the days that run -----------------------------------------------------------------------


def test_notice_and_the_20_10_7_chain(office: Office, meeting: int) -> None:
    """监督法 Art. 15: 20, 10 and 7 days before 17 August; notice 7 days by the default rule."""
    agenda.add_item(office, meeting, verb="听取和审议", subject="甲报告", type="专项工作报告")
    assert running(office, meeting) == [
        ("07-28", "还有8天", "专项报告征求意见"),
        ("08-07", "还有18天", "专项报告修改稿"),
        ("08-10", "还有21天", "专项报告发组成人员"),
        ("08-10", "还有21天", "发出会议通知"),
        ("10-18", "还有90天", "举行下一次常委会会议（上次为市十四届人大常委会第三十六次会议）"),
    ]
    later = running(office, meeting, dt.date(2026, 8, 10))
    assert later[:2] == [
        ("08-10", "今天", "专项报告发组成人员"),
        ("08-10", "今天", "发出会议通知"),
    ]
    meetings.edit_meeting(office, meeting, notice_on=dt.date(2026, 8, 10))
    assert running(office, meeting, dt.date(2026, 8, 10))[0][2] == "专项报告发组成人员"
    assert [c[2] for c in running(office, meeting, dt.date(2026, 8, 20))] == [
        "举行下一次常委会会议（上次为市十四届人大常委会第三十六次会议）"
    ]


def test_the_body_s_own_rules_move_the_days(office: Office, meeting: int) -> None:
    body = meetings.meeting(office, meeting).body_id
    procedure.set_rules(
        office,
        body_id=body,
        valid_from=dt.date(2026, 1, 1),
        values={"notice_days": 10, "meeting_months": 1},
    )
    assert [(d, what[:6]) for d, _, what in running(office, meeting)] == [
        ("08-07", "发出会议通知"),
        ("09-18", "举行下一次常"),
    ]


def test_nominees_held_back_are_a_line_of_their_own(office: Office, meeting: int) -> None:
    made = nominating.nominate(
        office, meeting, proposer="市长", verb="决定任命", name="叶知秋", post="示例市教育局局长"
    )
    assert not {"screening", "objections"} & found(office, meeting).keys()
    screening.set_gates(office, meeting, valid_from=dt.date(2026, 1, 1), exam_gate=BLOCK)
    need = found(office, meeting)["screening"]
    assert (need.state, need.words) == ("缺", "1人不得提请表决：叶知秋")
    assert need.place.focus == {"nominee_id": made}
    screening.set_gates(office, meeting, valid_from=dt.date(2026, 1, 1), exam_gate=WARN)
    assert found(office, meeting)["screening"].words == "1人须补齐：叶知秋"
    screening.screen(office, made, score="90")
    assert found(office, meeting)["screening"].state == "已备"
    appointments.edit_entry(office, made, verb="任命")
    assert found(office, meeting)["objections"].words == "1处须核对"


def test_papers_asked_for_by_a_day(office: Office, meeting: int) -> None:
    item = agenda.add_item(office, meeting, verb="听取", subject="甲报告", reporter="张三")
    paper = agenda.add_material(
        office, item, title="报告", provider="市审计局", due=dt.date(2026, 7, 18)
    )
    first = home.clocks(office, meeting, BEFORE)[0]
    assert (first.left, first.what, first.days) == ("过期2天", "交来报告（市审计局）", -2)
    assert first.place.focus == {"item_id": item}
    agenda.receive_material(office, paper)
    assert running(office, meeting)[0][2] == "发出会议通知"


def test_bills_to_members_15_days_before(office: Office, meeting: int) -> None:
    """上海市人大常委会议事规则 Art. 15: 15 days before 17 August, two bills in one line."""
    for name in ("甲条例（草案）", "乙条例（草案）"):
        agenda.add_item(office, meeting, verb="审议", subject=name, type="地方性法规草案")
    assert ("08-02", "还有13天", "法规草案送达（2件）") in running(office, meeting)


def test_opinions_sent_and_answered(office: Office, meeting: int) -> None:
    """浙江省监督条例 Art. 43: opinions go out within 7 days of 18 August."""
    item = agenda.add_item(
        office, meeting, verb="听取和审议", subject="甲报告", type="审计工作报告"
    )
    opinions.add_opinion(
        office, item, text="加强监督。", organ="市人民政府", due=dt.date(2026, 11, 18)
    )
    after = dt.date(2026, 8, 27)
    lines = running(office, meeting, after)
    assert lines[0] == ("08-25", "过期2天", "印发审议意见：甲报告")
    assert lines[-1] == ("11-18", "还有83天", "市人民政府答复审议意见：甲报告")
    paper = next(r for r in documents.available(office, meeting) if r.kind == "opinions")
    documents.issue(office, paper)
    assert all("印发" not in what for _, _, what in running(office, meeting, after))


def test_what_an_evaluation_asks_for(sample_office: Office, sample_ids: Sample) -> None:
    """测评-三档: 不满意 must be mended and evaluated again within six months."""
    with sample_office.desk.session() as session:
        from meetingdesk.records.votes import Vote

        vote = next(v for v in session.query(Vote) if v.kind == "测评")
        result = dict(vote.result or {})
        row = {**result["questions"][0], "consequence": "限期整改并再次测评"}
        result["questions"] = [{**row, "consequence_months": 6}, *result["questions"][1:]]
        vote.result = result
        session.commit()
        wanted, name = vote.id, row["label"]
    clock = next(
        c
        for c in home.clocks(sample_office, sample_ids.meeting_id, dt.date(2026, 8, 20))
        if "整改" in c.what
    )
    assert (clock.due, clock.what) == (dt.date(2027, 2, 18), f"{name}：限期整改并再次测评")
    assert clock.place.focus == {"vote_id": wanted}


# -- the way back ------------------------------------------------------------------------------


def test_the_last_step_and_where_it_was(office: Office, meeting: int) -> None:
    item = agenda.add_item(office, meeting, verb="听取", subject="甲报告")
    step = home.last_step(office)
    assert step is not None
    assert step.place == home.Place("agenda", meeting, {"item_id": item})
    agenda.delete_item(office, item)
    step = home.last_step(office)
    assert step is not None
    assert step.place == home.Place("agenda", meeting, {})


def test_a_new_desk_has_no_step_no_roster_no_backup(office: Office, tmp_path: Path) -> None:
    assert home.last_step(office) is None
    assert not home.has_roster(office)
    assert home.recent(office) == []
    assert home.last_backup(office) is None
    keeping.back_up(office, tmp_path / "b" / "c.desk")
    assert home.last_backup(office) is not None


def test_notes_are_found_without_reading_the_journal(office: Office) -> None:
    wanted = select(Entry.at).where(NOTES, Entry.action == "备份").order_by(Entry.seq.desc())
    with office.desk.session() as session:
        words = str(wanted.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
        plan = session.execute(text(f"EXPLAIN QUERY PLAN {words}")).all()
    assert "ix_journal_note" in str(plan)


def test_recent_meetings_latest_first(sample_office: Office, sample_ids: Sample) -> None:
    assert [m.id for m in home.recent(sample_office)] == [
        sample_ids.meeting_id,
        sample_ids.chairs_meeting_id,
    ]


def clock_ids(clocks: list[Clock]) -> set[object]:
    return {clock.id for clock in clocks}


def test_no_two_lines_alike(sample_office: Office, sample_ids: Sample) -> None:
    for on in (BEFORE, START, dt.date(2026, 8, 30)):
        clocks = home.clocks(sample_office, sample_ids.meeting_id, on)
        assert len(clock_ids(clocks)) == len(clocks)
        needs = home.needs(sample_office, sample_ids.meeting_id, on)
        assert len({n.id for n in needs}) == len(needs)
