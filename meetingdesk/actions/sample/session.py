"""The sample session, held step by step through the actions a secretary uses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.actions import (
    agenda,
    appointments,
    attendance,
    decisions,
    meetings,
    oaths,
    opinions,
    roster,
    schedule,
)
from meetingdesk.actions.sample import people, texts
from meetingdesk.actions.sample.ballots import hold_votes

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office

START = dt.date(2026, 8, 17)
END = dt.date(2026, 8, 18)
TERM_START = dt.date(2022, 1, 12)
PLACE = "市人大常委会会议厅"
CHAIR = "周启明"
#: the sample's clock, so that two builds make the same desk
NOW = dt.datetime(2026, 8, 18, 9, 0, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Sample:
    """Ids of what was built."""

    term_id: int
    meeting_id: int
    chairs_meeting_id: int


def build(office: Office, *, hold: bool = True) -> Sample:
    """Build 示例市 in an empty desk; with ``hold`` the session is also held to its end.

    Raises:
        Refused: the desk already knows the sample's body.
    """
    term_id = build_roster(office)
    chairs = build_chairs_meeting(office, term_id)
    meeting_id = prepare_session(office, term_id)
    if hold:
        hold_session(office, meeting_id)
    return Sample(term_id, meeting_id, chairs)


def build_roster(office: Office) -> int:
    """Register body, term, 41 members in office, one who left, and units; return the term."""
    body_id = roster.add_body(
        office,
        name="示例市人民代表大会常务委员会",
        short_name="市人大常委会",
        place_name="示例市",
        level="市",
        kind="standing_committee",
    )
    term_id = roster.add_term(
        office, body_id=body_id, number=14, start=TERM_START, statutory_seats=43
    )
    party_order = 0
    for member in people.MEMBERS:
        party_order += bool(member.party_post)
        roster.add_member(
            office,
            term_id=term_id,
            name=member.name,
            post=member.post,
            since=TERM_START,
            gender=member.gender,
            ethnicity=member.ethnicity,
            party_post=member.party_post,
            party_order=party_order if member.party_post else None,
        )
    left = roster.add_member(
        office, term_id=term_id, name=people.FORMER.name, since=TERM_START, gender="男"
    )
    roster.end_tenure(office, left, until=dt.date(2025, 11, 30), reason="调离")
    for name, short_name, kind in people.UNITS:
        roster.add_unit(office, name=name, short_name=short_name, kind=kind)
    return term_id


def build_chairs_meeting(office: Office, term_id: int) -> int:
    """Register the chairpersons' meeting that agreed to submit the items (A02, A07)."""
    meeting_id = meetings.convene(
        office,
        term_id=term_id,
        kind="主任会议",
        number=58,
        start=dt.date(2026, 8, 10),
        place="市人大常委会第一会议室",
    )
    for decision in texts.DECISIONS[2:]:
        agenda.add_item(
            office,
            meeting_id,
            verb="研究",
            subject=f"《{decision[0]}（草案）》",
            type="决定（草案）",
        )
    agenda.add_item(
        office,
        meeting_id,
        verb="研究",
        subject="市十四届人大常委会第三十六次会议有关事项以及人事任免事项",
        type="会议安排＋人事任免（会前）",
    )
    for item in agenda.items(office, meeting_id)[:2]:
        agenda.record_outcome(office, item.id, "同意提请市人大常委会会议审议")
    meetings.edit_meeting(office, meeting_id, state="已结束")
    return meeting_id


def prepare_session(office: Office, term_id: int) -> int:
    """Prepare the 36th session up to the notice: agenda, order of day, drafts, motions."""
    meeting_id = meetings.convene(
        office,
        term_id=term_id,
        kind="常委会会议",
        number=36,
        start=START,
        end=END,
        mode="现场+视频",
        place=PLACE,
    )
    meetings.edit_meeting(
        office, meeting_id, notice_on=dt.date(2026, 8, 10), chair_phrase="主持会议并讲话"
    )
    item_ids = [_add_item(office, meeting_id, item) for item in texts.ITEMS]
    for title, kind, index, joint, body in texts.DECISIONS:
        decisions.draft_decision(
            office,
            meeting_id,
            title=title,
            kind=kind,
            item_id=item_ids[index],
            drafted_by=texts.ITEMS[index].reporter,
            submitted_by=texts.ITEMS[index].submitted_by,
            joint=joint,
            body=body,
        )
    _add_motions(office, meeting_id, item_ids[7])
    _add_schedule(office, meeting_id, item_ids)
    for category, text, name, post, leader in people.OBSERVERS:
        attendance.add_observer(
            office, meeting_id, category=category, text=text, name=name, post=post, leader=leader
        )
    attendance.open_roll(office, meeting_id)
    return meeting_id


def _add_item(office: Office, meeting_id: int, item: texts.SampleItem) -> int:
    item_id = agenda.add_item(
        office,
        meeting_id,
        verb=item.verb,
        subject=item.subject,
        type=item.type,
        submitted_by=item.submitted_by,
        reporter=item.reporter,
        needs_vote=item.needs_vote,
        vote_method=item.vote_method,
        via=item.via,
        objects=item.objects,
        artefacts=item.artefacts,
        on_agenda=item.on_agenda,
    )
    for title, provider in item.materials:
        material = agenda.add_material(
            office, item_id, title=title, provider=provider, due=dt.date(2026, 8, 7)
        )
        agenda.receive_material(office, material)
    return item_id


def _add_motions(office: Office, meeting_id: int, item_id: int) -> None:
    for (proposer, proposer_name), entries in people.NOMINEES.items():
        motion_id = appointments.add_motion(
            office,
            meeting_id,
            proposer=proposer,
            proposer_name=proposer_name,
            item_id=item_id,
            submitted_on=dt.date(2026, 8, 5),
        )
        for verb, name, gender, post in entries:
            appointments.add_entry(
                office, motion_id, verb=verb, name=name, gender=gender, post=post, ethnicity="汉族"
            )


def _add_schedule(office: Office, meeting_id: int, item_ids: list[int]) -> None:
    for offset, half, time, form, indexes, lines in texts.SITTINGS:
        sitting_id = schedule.add_sitting(
            office,
            meeting_id,
            date=START + dt.timedelta(days=offset),
            half=half,
            time=time,
            form=form,
            chair=CHAIR if form == "全体会议" else "",
        )
        for index in indexes:
            schedule.add_entry(office, sitting_id, item_id=item_ids[index])
        for line in lines:
            schedule.add_entry(office, sitting_id, text=line)


def hold_session(office: Office, meeting_id: int) -> None:
    """Hold the prepared session: roll, agenda, votes, letters, oath, outcomes, opinions."""
    meetings.edit_meeting(office, meeting_id, state="进行")
    take_roll(office, meeting_id)
    agenda.adopt_agenda(office, meeting_id)
    hold_votes(office, meeting_id)
    for decision in decisions.decisions(office, meeting_id):
        decisions.adopt(office, decision.id, on=END)
    appointments.issue_letters(
        office, meeting_id, signer=CHAIR, prefix="示人任〔2026〕", issued_on=END
    )
    appointments.present_letters(office, meeting_id, by=CHAIR, on=END)
    ceremony_id = oaths.add_ceremony(
        office, meeting_id, form="集体", date=END, leader="叶知秋", witness=CHAIR
    )
    oaths.swear_in(office, ceremony_id)
    item_ids = [i.id for i in agenda.items(office, meeting_id)]
    for item_id, item in zip(item_ids, texts.ITEMS, strict=True):
        if item.outcome:
            agenda.record_outcome(office, item_id, item.outcome)
    for index, points in texts.OPINIONS.items():
        for point in points:
            opinions.add_opinion(
                office, item_ids[index], text=point, organ="市人民政府", due=dt.date(2026, 11, 18)
            )
    meetings.edit_meeting(office, meeting_id, state="已结束")


def take_roll(office: Office, meeting_id: int) -> None:
    """Mark the roll: 35 on site, two by video, four on leave."""
    rows = attendance.roll(office, meeting_id)
    away = [r for r in rows if r.name in people.ON_LEAVE]
    remote = [r.id for r in rows if r.name in people.REMOTE]
    there = [r.id for r in rows if r.id not in remote and r not in away]
    attendance.mark(office, there, state="出席", mode="现场")
    attendance.mark(office, remote, state="出席", mode="视频")
    for row in away:
        attendance.mark(
            office,
            [row.id],
            state="请假",
            reason=people.ON_LEAVE[row.name],
            approved_by=CHAIR,
        )
