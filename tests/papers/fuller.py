"""The sample with what its session did not have: meetings whose records make the other papers.

A 37th meeting in preparation (a draft of two versions, motions still to be voted, a resignation
and an acting post), and a meeting of the Party group with a matter handed over.
"""

from __future__ import annotations

import datetime as dt
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.actions import (
    agenda,
    appointments,
    attendance,
    ballotledger,
    ballots,
    decisions,
    documents,
    meetings,
    opinions,
    revisions,
    roster,
    schedule,
    screening,
    statements,
    vote_views,
    yearplan,
    yearplan_taking,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample
    from meetingdesk.papers.documents import Reference
    from tests.conftest import SampleDesk

START, END = dt.date(2026, 10, 27), dt.date(2026, 10, 28)
TITLE = "示例市湿地保护办法"
FIRST = """第一章　总则
第一条　为了加强湿地保护，根据有关法律法规，结合我市实际，制定本办法。
第二条　本市行政区域内湿地的保护和利用，适用本办法。
第三条　市人民政府林业部门负责湿地保护工作。
第四条　本办法自公布之日起施行。"""
SECOND = """第一章　总则
第一条　为了加强湿地保护，维护湿地生态功能，根据有关法律法规，结合我市实际，制定本办法。
第二条　本市行政区域内湿地的保护、修复、利用和监督管理，适用本办法。
第三条　湿地保护坚持保护优先、严格管理、合理利用的原则。
第四条　本办法自2027年1月1日起施行。"""


PLAN = """8月
听取和审议市人民政府关于上半年工作情况的报告（市人民政府办公室）
10月
审议《示例市湿地保护办法（草案）》（市人大城环工委）
11月
听取和审议市人民政府关于医疗保障工作情况的报告（市医疗保障局）
12月
听取和审议关于代表建议办理情况的报告（市人民政府办公室）
"""


@dataclass(frozen=True)
class Fuller:
    """Ids of the added meetings."""

    next_id: int
    party_id: int
    chairs_id: int


def build(office: Office, ids: Sample) -> Fuller:
    """Add the meetings to the sample desk."""
    roster.add_unit(office, name="示例市湿地保护中心", short_name="市湿地中心", kind="其他")
    _printed_ballots(office, ids)
    following = _next_meeting(office, ids)
    _year_plan(office, ids, following)
    return Fuller(following, _party_meeting(office, ids), _chairs_meeting(office, ids))


def _printed_ballots(office: Office, ids: Sample) -> None:
    """Keep a ledger for the session's evaluation: printed, sealed, the rest destroyed."""
    vote = next(v for v in vote_views.votes_of(office, ids.meeting_id) if v.kind == "测评")
    ballots.prepare_form(office, vote.id)
    ballots.print_form(office, vote.id, copies=37, spare=4)
    for kind, sheets, place, names in (
        ("封存", 37, "档案室", "方砚清、沈若溪"),
        ("销毁", 4, "", "方砚清、沈若溪"),
    ):
        ballotledger.add_ledger_event(
            office, vote.id, kind=kind, sheets=sheets, place=place, names=names
        )


def _next_meeting(office: Office, ids: Sample) -> int:
    meeting_id = meetings.convene(
        office,
        term_id=ids.term_id,
        kind="常委会会议",
        number=37,
        start=START,
        end=END,
        place="市人大常委会会议厅",
    )
    meetings.edit_meeting(office, meeting_id, notice_on=dt.date(2026, 10, 19))
    draft = agenda.add_item(
        office,
        meeting_id,
        verb="审议",
        subject=f"《{TITLE}（草案）》",
        type="决定（草案）",
        submitted_by="主任会议",
        reporter="市人大城环工委",
        needs_vote=True,
        vote_method="按表决器",
        via="第六十次主任会议同意提请",
    )
    agenda.add_material(office, draft, title="草案及说明", provider="市人大城环工委")
    people = agenda.add_item(
        office,
        meeting_id,
        verb="审议",
        subject="有关人事任免事项",
        type="人事任免",
        needs_vote=True,
        vote_method="无记名投票",
    )
    decision_id = decisions.draft_decision(
        office,
        meeting_id,
        title=TITLE,
        kind="办法",
        item_id=draft,
        drafted_by="市人大城环工委",
        submitted_by="主任会议",
        effective_on=dt.date(2027, 1, 1),
        body=FIRST,
    )
    decisions.write_body(
        office, decision_id, SECOND, label="修改稿", source="常委会组成人员审议意见"
    )
    revisions.show_sources(office, decision_id, shown=True)
    adopted = decisions.draft_decision(
        office,
        meeting_id,
        title="示例市人民代表大会常务委员会关于加强城市节约用水的决定",
        drafted_by="市人大城环工委",
        effective_on=dt.date(2026, 12, 1),
        body="为加强城市节约用水，作出如下决定：\n一、坚持节水优先。\n二、本决定自2026年12月1日起施行。",
    )
    decisions.adopt(office, adopted, on=END)
    _motions(office, meeting_id, people)
    _nominees(office, meeting_id)
    for offset, half, form, chair in (
        (0, "上午", "全体会议", "周启明"),
        (0, "下午", "分组会议", "林若棠"),
        (0, "下午", "分组会议", "程守拙"),
        (1, "上午", "全体会议", "周启明"),
    ):
        sitting = schedule.add_sitting(
            office,
            meeting_id,
            date=START + dt.timedelta(days=offset),
            half=half,
            time="9:00" if half == "上午" else "15:00",
            form=form,
            chair=chair,
            place="" if form == "全体会议" else f"第{'一' if chair == '林若棠' else '二'}会议室",
        )
        if form == "全体会议":
            schedule.add_entry(office, sitting, item_id=draft if not offset else people)
        else:
            schedule.add_entry(office, sitting, text="分组审议办法（草案）和人事任免事项")
    attendance.open_roll(office, meeting_id)
    return meeting_id


def _year_plan(office: Office, ids: Sample, following: int) -> None:
    """Plan the year: points met, put on the coming agenda, put off and still open."""
    body = roster.terms(office)[0].body_id
    one, two, three, _four = yearplan_taking.paste_plan(office, body, 2026, PLAN)
    yearplan.link_point(office, one, agenda.items(office, ids.meeting_id)[1].id)
    yearplan.link_point(office, two, agenda.items(office, following)[0].id)
    yearplan.postpone_point(office, three, reason="上级政策尚未出台")


def _motions(office: Office, meeting_id: int, item_id: int) -> None:
    chairs = appointments.add_motion(
        office,
        meeting_id,
        proposer="主任会议",
        item_id=item_id,
        submitted_on=dt.date(2026, 10, 16),
    )
    mayor = appointments.add_motion(
        office,
        meeting_id,
        proposer="市长",
        proposer_name="庄伯言",
        item_id=item_id,
        submitted_on=dt.date(2026, 10, 15),
    )
    acting = appointments.add_entry(
        office,
        chairs,
        verb="决定代理",
        name="柳承志",
        post="示例市监察委员会主任",
        gender="男",
        ethnicity="汉族",
    )
    resigned = appointments.add_entry(
        office,
        chairs,
        verb="接受辞职",
        name="褚怀瑾",
        post="示例市监察委员会主任",
        gender="男",
        ethnicity="汉族",
    )
    for entry in (acting, resigned):
        appointments.set_entry_state(office, entry, "通过", on=END)
    appointments.add_entry(
        office,
        mayor,
        verb="决定任命",
        name="季明轩",
        post="示例市财政局局长",
        gender="男",
        ethnicity="汉族",
        reason="工作需要",
    )


def _nominees(office: Office, meeting_id: int) -> None:
    """Train and examine who is proposed, and let them speak before the vote."""
    exam = dt.date(2026, 10, 23)
    materials, training = screening.planned_days(office, meeting_id, exam)
    screening.add_batch(
        office,
        meeting_id,
        exam_on=exam,
        training_on=training,
        materials_on=materials,
        place="市委党校",
    )
    screening.add_scores(office, meeting_id, "柳承志 88.5\n季明轩 92")
    for one in screening.nominees(office, meeting_id):
        screening.screen(
            office,
            one.id,
            trained=True,
            public_from=dt.date(2026, 10, 12),
            public_until=dt.date(2026, 10, 18),
        )
    statements.arrange(office, meeting_id)


def _party_meeting(office: Office, ids: Sample) -> int:
    meeting_id = meetings.convene(
        office,
        term_id=ids.term_id,
        kind="党组会议",
        start=dt.date(2026, 9, 7),
        place="市人大常委会第一会议室",
    )
    study = agenda.add_item(
        office, meeting_id, verb="传达学习", subject="全省人大工作会议精神", type="传达学习"
    )
    budget = agenda.add_item(
        office,
        meeting_id,
        verb="研究",
        subject="预算联网监督发现问题的整改工作",
        type="工作汇报",
        submitted_by="市人民政府",
        reporter="市人大财经工委",
    )
    agenda.record_outcome(office, study, "研究贯彻")
    agenda.record_outcome(office, budget, "交由市人民政府办理")
    attendance.open_roll(office, meeting_id)
    attendance.mark(
        office, [r.id for r in attendance.roll(office, meeting_id)], state="出席", mode="现场"
    )
    attendance.add_observer(
        office, meeting_id, category="常委会领导", text="", name="邵文澜", post="副主任"
    )
    meetings.edit_meeting(office, meeting_id, state="已结束")
    return meeting_id


def _chairs_meeting(office: Office, ids: Sample) -> int:
    meeting_id = meetings.convene(
        office,
        term_id=ids.term_id,
        kind="主任会议",
        number=59,
        start=dt.date(2026, 9, 14),
        place="市人大常委会第一会议室",
    )
    warned = agenda.add_item(
        office,
        meeting_id,
        verb="听取",
        subject="预算联网监督预警信息研判情况的汇报",
        type="工作汇报",
        reporter="市人大财经工委",
    )
    agenda.record_outcome(office, warned, "监督意见书")
    for text in (
        "要逐项核对预警信息，查明原因，限期整改。",
        "要完善内控制度，防止同类问题再次发生。",
    ):
        opinions.add_opinion(
            office, warned, text=text, organ="市人民政府", due=dt.date(2026, 12, 14)
        )
    return meeting_id


@dataclass(frozen=True)
class Full:
    """The sample and its added meetings, open for reading; tags tell the meetings apart."""

    office: Office
    meetings: dict[str, int]

    def references(self) -> list[tuple[str, Reference]]:
        """Return every paper with the tag of its meeting."""
        return [
            (tag, reference)
            for tag, meeting in self.meetings.items()
            for reference in documents.available(self.office, meeting)
        ]


@contextmanager
def opened(sample_desk: SampleDesk, folder: Path) -> Iterator[Full]:
    """Copy the sample into ``folder``, add the meetings and hold it open."""
    from meetingdesk.actions import sample
    from meetingdesk.actions.office import open_office

    copy = folder / "full.desk"
    shutil.copyfile(sample_desk.path, copy)
    office = open_office(copy, "张秘书", clock=lambda: sample.NOW)
    ids = sample_desk.ids
    added = build(office, ids)
    try:
        yield Full(
            office,
            {
                "": ids.meeting_id,
                "主任会议58-": ids.chairs_meeting_id,
                "主任会议59-": added.chairs_id,
                "党组会议-": added.party_id,
                "第37次-": added.next_id,
            },
        )
    finally:
        office.desk.close()
