"""决定草案: draft, keep versions, adopt (strips （草案）, sets 题注), withdraw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import assign, fetch, place, renumber, require
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.decisions import Decision, DecisionVersion
from meetingdesk.records.facts import decisions_of, printed_title_of, title_of
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.votes import Question
from meetingdesk.rules.results import State
from meetingdesk.rules.titles import (
    adoption_note,
    check_titles,
    is_draft,
    strip_draft,
    unbook,
    with_draft,
)

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

KINDS = ("决定", "决议", "地方性法规", "办法")
_FIELDS = frozenset(
    {"kind", "title", "drafted_by", "submitted_by", "effective_on", "joint", "item_id"}
)


@dataclass(frozen=True, slots=True)
class VersionView:
    """One kept version of a text; ``source`` says what its changes rest on (修改依据)."""

    id: int
    number: int
    label: str
    author: str
    on: dt.date | None
    body: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision; ``printed_title`` carries （草案） exactly until it is adopted.

    ``locked`` says why the text may not be changed, '' while it may.
    """

    id: int
    meeting_id: int
    item_id: int | None
    position: int
    kind: str
    title: str
    printed_title: str
    drafted_by: str
    submitted_by: str
    state: str
    adopted_on: dt.date | None
    adoption_note: str
    effective_on: dt.date | None
    joint: bool
    body: str
    versions: tuple[VersionView, ...]
    locked: str = ""
    show_sources: bool = False


@dataclass(frozen=True, slots=True)
class AdoptionView:
    """What adopting would set: the day (``None``: the meeting has none), 题注, final title."""

    on: dt.date | None
    note: str
    title: str


@dataclass(frozen=True, slots=True)
class ItemTitle:
    """What an agenda item tells of the draft it is about; '' for what it does not tell."""

    title: str
    drafted_by: str
    submitted_by: str


@action("起草决定")
def draft_decision(
    work: Work,
    meeting_id: int,
    *,
    title: str,
    body: str = "",
    kind: str = "决定",
    item_id: int | None = None,
    drafted_by: str = "",
    submitted_by: str = "",
    effective_on: dt.date | None = None,
    joint: bool = False,
) -> int:
    """Put a draft on record; （草案） and 《》 around the title are taken off. Return its id."""
    meeting = fetch(work.session, Meeting, meeting_id)
    existing = work.session.scalars(
        select(Decision).where(Decision.meeting_id == meeting.id).order_by(Decision.position)
    ).all()
    decision = Decision(
        meeting_id=meeting.id,
        item_id=item_id,
        position=len(existing) + 1,
        kind=kind,
        title=require(strip_draft(unbook(title)), "标题"),
        drafted_by=drafted_by.strip(),
        submitted_by=submitted_by.strip(),
        effective_on=effective_on,
        joint=joint,
        body=_clean(body),
    )
    if decision.body:  # a draft begun without words has nothing worth keeping yet
        first = DecisionVersion(number=1, body=decision.body, label="初稿")
        first.author, first.on = work.who, work.today
        decision.versions.append(first)
    work.session.add(decision)
    work.session.flush()
    work.meeting_id, work.label = meeting.id, f"起草《{decision.title}》"
    return decision.id


def _clean(body: str) -> str:
    return "\n".join(line.strip() for line in body.replace("\r\n", "\n").split("\n")).strip("\n")


def _open(decision: Decision) -> Decision:
    if decision.state == "通过":
        raise Refused(
            f"《{decision.title}》已经通过，文本不能再改。",
            Problem("如通过登记有误，请先撤回通过。"),
        )
    if decision.state != "草案":
        raise Refused(
            f"《{decision.title}》已登记为“{decision.state}”，不能改动。",
            Problem("如登记有误或要再次提请，请先恢复为草案。"),
        )
    return decision


@action("修改决定草案")
def edit_decision(work: Work, /, decision_id: int, **values: object) -> None:
    """Change a draft's own fields (not its text).

    Raises:
        Refused: it has been adopted.
    """
    decision = _open(fetch(work.session, Decision, decision_id))
    if isinstance(values.get("title"), str):
        values["title"] = require(strip_draft(unbook(str(values["title"]))), "标题")
    assign(decision, values, _FIELDS)
    work.meeting_id, work.label = decision.meeting_id, f"修改《{decision.title}》"


@action("修改草案文本")
def write_body(
    work: Work, decision_id: int, body: str, *, label: str = "", source: str = ""
) -> None:
    """Replace the text; with ``label`` the text is also kept as a version, changed on ``source``.

    Raises:
        Refused: it has been adopted, or its wording is agreed with others (joint).
    """
    decision = _open(fetch(work.session, Decision, decision_id))
    cleaned = _clean(body)
    if decision.joint and decision.body and cleaned != decision.body:
        raise Refused(
            f"《{decision.title}》是协商一致的文本，不能单方修改。",
            Problem("如各方已重新商定，请先取消“协商文本”再改。", field="正文"),
        )
    decision.body = cleaned
    if label:
        decision.versions.append(
            DecisionVersion(
                number=len(decision.versions) + 1,
                body=cleaned,
                label=label,
                author=work.who,
                on=work.today,
                source=source.strip(),
            )
        )
    work.meeting_id, work.label = decision.meeting_id, f"修改《{decision.title}》文本"


@action("恢复草案文本")
def restore_version(work: Work, decision_id: int, version_id: int) -> None:
    """Make a kept version the text again; no version is lost or renumbered.

    Raises:
        Refused: it has been adopted, its wording is agreed (joint), or no such version.
    """
    version = fetch(work.session, DecisionVersion, version_id)
    if version.decision_id != decision_id:
        raise Refused("这一稿不属于这件草案，文本没有改动。")
    write_body(work, decision_id, version.body)
    work.label = f"《{version.decision.title}》恢复为第{version.number}稿"


@action("通过决定")
def adopt(work: Work, decision_id: int, *, on: dt.date | None = None) -> None:
    """Adopt the draft: sets state, date and 题注 (立法法 Art. 65; A17).

    Raises:
        Refused: no text, already adopted, the meeting has no date, or a vote on it is under
            way or did not pass it.
    """
    decision = _open(fetch(work.session, Decision, decision_id))
    _check_vote(work.session, decision)
    day = on or decision.meeting.end or decision.meeting.start
    if day is None:
        raise Refused(
            "会议没有日期，不能登记通过。", Problem("请先填写会议日期。", field="会议日期")
        )
    if not decision.body:
        raise Refused(
            f"《{decision.title}》还没有正文，不能登记通过。",
            Problem("请先录入正文。", field="正文"),
        )
    decision.state, decision.adopted_on = "通过", day
    decision.adoption_note = adoption_note(day, title_of(decision.meeting))
    work.meeting_id, work.label = decision.meeting_id, f"《{decision.title}》通过"


def _check_vote(session: Session, decision: Decision) -> None:
    """Refuse what the ballot did not decide; adoption without a ballot stays possible (N15)."""
    for question in session.scalars(
        select(Question).where(Question.decision_id == decision.id).order_by(Question.id)
    ):
        vote = question.vote
        if vote.state in ("已开票", "计票"):
            raise Refused(
                f"《{decision.title}》的表决还没有确认结果，不能登记通过。",
                Problem("请先在“表决与测评”中确认结果。", field="表决"),
            )
        found = (vote.result or {}).get("questions", [])
        states = {q["key"]: q["state"] for q in found}
        if vote.state == "已确认" and states.get(question.key) != State.PASSED.value:
            raise Refused(
                f"《{decision.title}》表决未获通过，不能登记通过。",
                Problem("如要再次表决，请先重新投票。", field="表决"),
            )


@action("撤回通过")
def unadopt(work: Work, decision_id: int) -> None:
    """Take a mistaken adoption, rejection or withdrawal back: it is a draft again.

    Raises:
        Refused: it is a draft.
    """
    decision = fetch(work.session, Decision, decision_id)
    if decision.state == "草案":
        raise Refused(f"《{decision.title}》还是草案，没有可以撤回的登记。")
    work.meeting_id = decision.meeting_id
    work.label = f"撤回《{decision.title}》的{decision.state}登记"
    decision.state, decision.adopted_on, decision.adoption_note = "草案", None, ""


@action("登记未通过")
def reject(work: Work, decision_id: int, *, withdrawn: bool = False) -> None:
    """Record that a draft was not passed, or was withdrawn before the vote (rules Q20).

    Raises:
        Refused: it is no draft any more.
    """
    decision = _open(fetch(work.session, Decision, decision_id))
    decision.state = "撤回" if withdrawn else "未通过"
    work.meeting_id, work.label = decision.meeting_id, f"《{decision.title}》{decision.state}"


@action("删除决定草案")
def delete_decision(work: Work, decision_id: int) -> None:
    """Delete a draft.

    Raises:
        Refused: it has been adopted, or a vote was drafted on it.
    """
    decision = _open(fetch(work.session, Decision, decision_id))
    if work.session.scalar(select(Question.id).where(Question.decision_id == decision.id)):
        raise Refused(
            f"《{decision.title}》已有表决，不能删除。",
            Problem("如不再提请表决，请登记撤回；确需删除，请先删除对它的表决。"),
        )
    meeting_id = decision.meeting_id
    work.meeting_id, work.label = meeting_id, f"删除《{decision.title}》"
    work.session.delete(decision)
    work.session.flush()
    renumber(decisions_of(work.session, meeting_id))


@action("调整决定草案次序")
def move_decision(work: Work, decision_id: int, to: int) -> None:
    """Move a decision to 0-based index ``to``."""
    decision = fetch(work.session, Decision, decision_id)
    place(decisions_of(work.session, decision.meeting_id), decision, to)
    work.meeting_id, work.label = decision.meeting_id, f"调整《{decision.title}》的次序"


def decision_view(decision: Decision) -> DecisionView:
    """Return the view of a decision."""
    return DecisionView(
        id=decision.id,
        meeting_id=decision.meeting_id,
        item_id=decision.item_id,
        position=decision.position,
        kind=decision.kind,
        title=decision.title,
        printed_title=printed_title_of(decision),
        drafted_by=decision.drafted_by,
        submitted_by=decision.submitted_by,
        state=decision.state,
        adopted_on=decision.adopted_on,
        adoption_note=decision.adoption_note,
        effective_on=decision.effective_on,
        joint=decision.joint,
        body=decision.body,
        versions=tuple(
            VersionView(v.id, v.number, v.label, v.author, v.on, v.body, v.source)
            for v in decision.versions
        ),
        locked=_why_locked(decision),
        show_sources=decision.show_sources,
    )


def _why_locked(decision: Decision) -> str:
    if decision.state == "通过":
        return "已经通过，文本不能再改。如通过登记有误，请先撤回通过。"
    if decision.state != "草案":
        return f"已登记为“{decision.state}”，不能改动。如要再次提请，请先恢复为草案。"
    if decision.joint and decision.body:
        return "这是协商一致的文本，不能单方修改。如各方已重新商定，请先取消“协商文本”再改。"
    return ""


@query
def decisions(session: Session, meeting_id: int) -> list[DecisionView]:
    """List a meeting's decisions in order."""
    return [decision_view(d) for d in decisions_of(session, meeting_id)]


@query
def decision(session: Session, decision_id: int) -> DecisionView:
    """Return one decision."""
    return decision_view(fetch(session, Decision, decision_id))


@query
def adoption(session: Session, decision_id: int, on: dt.date | None = None) -> AdoptionView:
    """Tell what adopting on ``on`` (else the meeting's last day) would set (立法法 Art. 65)."""
    row = fetch(session, Decision, decision_id)
    day = on or row.meeting.end or row.meeting.start
    note = adoption_note(day, title_of(row.meeting)) if day else ""
    return AdoptionView(day, note, row.title)


@query
def title_notes(session: Session, decision_id: int) -> list[str]:
    """Tell where item subject and text spell the title otherwise (A35); nothing is changed.

    The agenda keeps （草案） after adoption too, since a draft is what was deliberated.
    """
    row = fetch(session, Decision, decision_id)
    told = []
    if row.item is not None:
        found = check_titles([with_draft(row.title)], row.item.subject)
        told += [f"议题中{problem.message}" for problem in found]
    told += [f"正文中{p.message}" for p in check_titles([printed_title_of(row)], row.body)]
    return told


@query
def item_title(session: Session, item_id: int) -> ItemTitle:
    """Read from an agenda item the title of its draft, who drafted and who submits it."""
    item = fetch(session, AgendaItem, item_id)
    plain = unbook(item.subject)
    title = strip_draft(plain) if is_draft(plain) else ""
    return ItemTitle(title, item.reporter, item.submitted_by or "")
