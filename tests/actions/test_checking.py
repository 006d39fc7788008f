"""付印前校核: nothing on the clean sample, each of the planted slips on a spoiled one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from meetingdesk.actions import meetings, numbering
from meetingdesk.actions.checking import WRONG, check
from meetingdesk.errors import Refused
from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.appointments import MotionEntry
from meetingdesk.records.decisions import Decision
from meetingdesk.records.documents import IssuedDocument
from meetingdesk.records.followups import Opinion
from meetingdesk.records.meetings import Meeting, Sitting
from meetingdesk.records.oaths import Ceremony, OathTaker
from meetingdesk.records.votes import Question, Vote

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample

Slip = tuple[str, "Callable[[Session, int], None]", str]


def decision(session: Session, meeting_id: int, at: int) -> Decision:
    rows = select(Decision).where(Decision.meeting_id == meeting_id).order_by(Decision.position)
    return list(session.scalars(rows))[at]


def item(session: Session, meeting_id: int, at: int) -> AgendaItem:
    rows = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    return list(session.scalars(rows.order_by(AgendaItem.position)))[at]


def sitting(session: Session, meeting_id: int) -> Sitting:
    rows = select(Sitting).where(Sitting.meeting_id == meeting_id).order_by(Sitting.position)
    return list(session.scalars(rows))[-1]


def homophone(session: Session, meeting_id: int) -> None:
    opinion = session.scalars(select(Opinion)).first()
    assert opinion is not None
    opinion.text = f"请周启铭同志牵头，{opinion.text}"


def mistyped(session: Session, meeting_id: int) -> None:
    ceremony = session.scalars(select(Ceremony)).one()
    ceremony.witness = "周启亮"


def drifted(session: Session, meeting_id: int) -> None:
    row = item(session, meeting_id, 4)
    row.subject = row.subject.replace("缔结友好城市", "建立友好城市")


def draft_left(session: Session, meeting_id: int) -> None:
    row = decision(session, meeting_id, 3)
    row.body = row.body.replace("把本决定", f"把《{row.title}（草案）》")


def other_term(session: Session, meeting_id: int) -> None:
    row = decision(session, meeting_id, 0)
    row.body = row.body.replace("第十四届", "第十三届")


def other_session(session: Session, meeting_id: int) -> None:
    row = decision(session, meeting_id, 1)
    row.body = row.body.replace("第三十六次", "第三十八次")


def weekday(session: Session, meeting_id: int) -> None:
    entry = next(e for e in sitting(session, meeting_id).entries)
    entry.text = "8月18日（星期三）举办专题讲座"


def takes_effect_before(session: Session, meeting_id: int) -> None:
    row = decision(session, meeting_id, 3)
    row.body = row.body.replace("自2026年10月1日", "自2026年1月1日")


def no_note(session: Session, meeting_id: int) -> None:
    decision(session, meeting_id, 2).adoption_note = ""


def wrong_note(session: Session, meeting_id: int) -> None:
    row = decision(session, meeting_id, 0)
    row.adoption_note = row.adoption_note.replace("8月18日", "8月19日")


def blank(session: Session, meeting_id: int) -> None:
    opinion = session.scalars(select(Opinion)).first()
    assert opinion is not None
    opinion.text += "由××局负责。"


def no_resolution(session: Session, meeting_id: int) -> None:
    decision(session, meeting_id, 1).item_id = None


def ballot_order(session: Session, meeting_id: int) -> None:
    vote = session.scalars(
        select(Vote).where(Vote.meeting_id == meeting_id, Vote.kind == "测评")
    ).one()
    vote.questions[0].position, vote.questions[1].position = 2, 1


def two_posts(session: Session, meeting_id: int) -> None:
    taker = session.scalars(select(OathTaker)).first()
    assert taker is not None
    taker.post = taker.post.replace("局长", "副局长")


def another_day(session: Session, meeting_id: int) -> None:
    sitting(session, meeting_id).date = dt.date(2026, 8, 20)


def no_reporter(session: Session, meeting_id: int) -> None:
    item(session, meeting_id, 0).reporter = ""


def no_consent(session: Session, meeting_id: int) -> None:
    item(session, meeting_id, 3).via = ""


def against_the_vote(session: Session, meeting_id: int) -> None:
    question = session.scalars(select(Question).where(Question.entry_id.is_not(None))).first()
    assert question is not None
    entry = session.get(MotionEntry, question.entry_id)
    assert entry is not None
    entry.state = "未通过"


def series(session: Session, meeting_id: int) -> None:
    row = session.get(Meeting, meeting_id)
    assert row is not None
    earlier = Meeting(
        body=row.body, term_id=row.term_id, term_number=14, kind=row.kind, number=35,
        start=dt.date(2026, 9, 1),
    )  # fmt: skip
    session.add(earlier)


def number_left_out(session: Session, meeting_id: int) -> None:
    for number in ("示人常〔2026〕15号", "示人常〔2026〕17号"):
        session.add(IssuedDocument(meeting_id=meeting_id, kind="公报", title=number, number=number))


def not_planned(session: Session, meeting_id: int) -> None:
    for row in session.scalars(select(Sitting).where(Sitting.meeting_id == meeting_id)):
        for entry in row.entries:
            if entry.item_id == item(session, meeting_id, 0).id:
                entry.item_id, entry.text = None, "听取报告"


SLIPS: list[Slip] = [
    ("人名", homophone, "“周启铭”与名册中的“周启明”只差一字"),
    ("人名", mistyped, "“周启亮”不在名册中"),
    ("标题", drifted, "缔结"),
    ("草案", draft_left, "仍写着“（草案）”"),
    ("届次", other_term, "与本届（第十四届）不一致"),
    ("届次", other_session, "与本次会议（第三十六次）不一致"),
    ("日期", weekday, "应为星期二"),
    ("施行日期", takes_effect_before, "早于通过日期2026年8月18日"),
    ("题注", no_note, "没有题注"),
    ("题注", wrong_note, "按记录应为"),
    ("空白", blank, "“××”还没有填写"),
    ("决议", no_resolution, "应当作出决议"),
    ("票序", ballot_order, "与名单次序不同"),
    ("职务", two_posts, "宣誓名单写"),
    ("日期", another_day, "2026年8月20日下午不在会议日期之内"),
    ("报告人", no_reporter, "没有报告人"),
    ("提请", no_consent, "还没有主任会议结论"),
    ("表决", against_the_vote, "与表决结果不一致"),
    ("会次", series, "次序不对"),
    ("文号", number_left_out, "文号缺“示人常〔2026〕16号”"),
    ("日程", not_planned, "没有排进日程"),
]


def spoil(office: Office, meeting_id: int, *slips: Slip) -> None:
    with office.desk.session() as session:
        for _, plant, _ in slips:
            plant(session, meeting_id)
            session.flush()
        session.commit()


def test_the_clean_sample_has_nothing_to_tell(sample_office: Office, sample_ids: Sample) -> None:
    assert check(sample_office, sample_ids.meeting_id) == []
    assert check(sample_office, sample_ids.chairs_meeting_id) == []


@pytest.mark.slow
@pytest.mark.parametrize("slip", SLIPS, ids=[plant.__name__ for _, plant, _ in SLIPS])
def test_one_slip_is_one_finding_in_its_place(
    sample_office: Office, sample_ids: Sample, slip: Slip
) -> None:
    spoil(sample_office, sample_ids.meeting_id, slip)
    found = check(sample_office, sample_ids.meeting_id)
    assert {finding.code for finding in found} == {slip[0]}
    assert any(slip[2] in finding.message for finding in found)
    assert all(finding.panel and finding.place for finding in found)


def test_fifteen_at_once_are_all_found_the_grave_ones_first(
    sample_office: Office, sample_ids: Sample
) -> None:
    planted = SLIPS[:9] + SLIPS[10:16]
    assert len(planted) == 15
    spoil(sample_office, sample_ids.meeting_id, *planted)
    found = check(sample_office, sample_ids.meeting_id)
    for code, plant, words in planted:
        assert any(f.code == code and words in f.message for f in found), plant.__name__
    levels = [finding.level for finding in found]
    assert levels == sorted(levels, key=lambda level: level != WRONG)


def test_a_number_stated_as_never_used_is_no_gap(sample_office: Office, sample_ids: Sample) -> None:
    spoil(sample_office, sample_ids.meeting_id, ("文号", number_left_out, ""))
    body = meetings.meeting(sample_office, sample_ids.meeting_id).body_id
    numbering.set_number_pattern(sample_office, body, "示人常〔{年}〕{号}号")
    numbering.explain_numbers(sample_office, body, ["示人常〔2026〕16号"], reason="起草后未印发")
    assert check(sample_office, sample_ids.meeting_id) == []


def test_an_unknown_meeting_is_refused(office: Office) -> None:
    with pytest.raises(Refused):
        check(office, 7)
