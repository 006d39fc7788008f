"""断电应急包: everything needed to go on with paper, in the order of the meeting, in one PDF.

The ballots in it are real ones: a vote that has no printed sheets yet gets its usual print run,
entered in the 票证台账 like any other; one whose ballots are printed already gets no more.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pypdf import PdfReader, PdfWriter

from meetingdesk.actions import ballots
from meetingdesk.actions.base import query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.documents import put_file
from meetingdesk.actions.vote_views import BY_SUMS, votes_of
from meetingdesk.errors import DeskError, Problem, Refused
from meetingdesk.papers import documents as papers
from meetingdesk.papers.ballots.drawing import pdf as ballot_pdf
from meetingdesk.papers.documents import survival as forms
from meetingdesk.papers.pdf import render_pdf
from meetingdesk.records.facts import due_at, motions_of, short_title_of
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.practice import WATERMARK, is_practice
from meetingdesk.records.votes import Vote
from meetingdesk.rules.dates import cn_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.vote_views import VoteView
    from meetingdesk.papers.ballots.sheet import Form
    from meetingdesk.papers.documents import Reference
    from meetingdesk.papers.model import Document

#: where the ledger says that the ballots of a kit are
PLACE = "断电应急包"
#: begins the note of a paper that could not be made
MISSING = "没有生成"
#: papers of the meeting that are read from, in their order; the forms stand around them
_FIRST = ("agenda", "schedule", "topics", "script", "appointment_drafts")
_OPEN = ("拟定", "已开票", "计票")


@dataclass(frozen=True, slots=True)
class Part:
    """One thing in the kit; ``note`` says what to know of it, also why it has no pages.

    ``data`` is its PDF. A printer takes ``document``, or the ballot's ``form`` ``runs`` times.
    ``run`` is the print run of ballots made for the kit: vote, copies, spare.
    """

    title: str
    note: str = ""
    data: bytes = b""
    pages: int = 0
    document: Document | None = None
    form: Form | None = None
    runs: int = 0
    run: tuple[int, int, int] | None = None


def step_count(office: Office, meeting_id: int) -> int:
    """Return how many steps :func:`parts` takes, the cover among them.

    Raises:
        Refused: as :func:`parts`.
    """
    return len(_plan(office, meeting_id)) + 1


def parts(office: Office, meeting_id: int) -> Iterator[Part]:
    """Make the kit part by part, the cover last; the window can breathe in between.

    Ballots made for it are to be put down with :func:`register` once the kit is written: one
    stopped on the way has printed nothing.

    Raises:
        Refused: the meeting has no date, or nobody is due at it.
    """
    made: list[Part] = []
    for title, make in _plan(office, meeting_id):
        try:
            part = make()
        except DeskError as error:  # one paper that cannot be made must not cost the others
            part = Part(title, f"{MISSING}：{error}")
        made.append(part)
        yield part
    when = office.clock().astimezone()
    by = f"{office.who}　{cn_date(when.date())}{when.hour}时{when.minute:02d}分"
    listed = [(p.title, str(p.pages) if p.pages else "—", p.note) for p in made]
    yield _paper("目录", _cover(office, meeting_id, by, listed))


def bound(made: Sequence[Part]) -> bytes:
    """Return the whole kit as one PDF: the cover, which was made last, first."""
    writer = PdfWriter()
    for part in (made[-1], *made[:-1]):
        if part.data:
            writer.append(io.BytesIO(part.data), outline_item=part.title, import_outline=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def write(
    office: Office,
    meeting_id: int,
    folder: Path,
    *,
    progress: Callable[[int, int, str], bool] | None = None,
) -> Path:
    """Write the kit into ``folder`` and return the file; nothing but this computer is needed.

    Raises:
        Refused: as :func:`parts`, stopped by ``progress``, or the folder cannot be written.
    """
    made: list[Part] = []
    total = step_count(office, meeting_id)
    for part in parts(office, meeting_id):
        made.append(part)
        if progress and not progress(len(made), total, part.title):
            raise Refused("已停止，应急包没有写出。")
    written = put_file(folder / file_name(office, meeting_id), bound(made))
    register(office, made)
    return written


def register(office: Office, made: Sequence[Part]) -> None:
    """Put the ballots of a written kit down in the ledger, as printed.

    Raises:
        Refused: as :func:`~meetingdesk.actions.ballots.print_form`.
    """
    for part in made:
        if part.run is not None:
            vote_id, copies, spare = part.run
            ballots.print_form(office, vote_id, copies=copies, spare=spare, place=PLACE)


@query
def _name(session: Session, meeting_id: int) -> str:
    return re.sub(r'[\\/:*?"<>|\s]+', "", short_title_of(fetch(session, Meeting, meeting_id)))


def file_name(office: Office, meeting_id: int) -> str:
    """Return the file's name; one made later the same day does not write over the first."""
    now = office.clock().astimezone()
    return f"{_name(office, meeting_id)}{PLACE}-{now:%m%d-%H%M}.pdf"


# -- the plan ----------------------------------------------------------------------------

_Step = tuple[str, "Callable[[], Part]"]


def _plan(office: Office, meeting_id: int) -> list[_Step]:
    """Return what the kit holds, in the order of the meeting."""
    _check(office, meeting_id)
    steps: list[_Step] = [("签到记录", lambda: _paper("签到记录", _roll(office, meeting_id)))]
    listed = _available(office, meeting_id)
    for kind in _FIRST:
        steps += [_reading(office, r) for r in listed if r.kind == kind]
    for vote in votes_of(office, meeting_id):
        if vote.state in _OPEN and vote.questions and vote.method not in BY_SUMS:
            steps += _vote_steps(office, vote, listed)
    oaths = [r for r in listed if r.kind == "oath"]
    steps += [_reading(office, r) for r in oaths]
    if not oaths and _has_motions(office, meeting_id):
        steps.append(("宪法宣誓誓词", lambda: _paper("宪法宣誓誓词", _oath(office, meeting_id))))
    return steps


def _vote_steps(office: Office, vote: VoteView, listed: Sequence[Reference]) -> list[_Step]:
    title = f"“{vote.title}”"
    report: _Step = (
        f"{title}计票报告单",
        lambda: _paper(f"{title}计票报告单", _form(office, vote.id, "report")),
    )
    if not vote.on_paper:
        hands = f"{title}举手表决记录表"
        return [(hands, lambda: _paper(hands, _form(office, vote.id, "hands"))), report]
    calling = f"{title}唱票记录"
    register = [
        _reading(office, r) for r in listed
        if r.kind == "ballot_register" and r.subject_id == vote.id
    ]  # fmt: skip
    return [
        (f"{title}票", lambda: _ballots(office, vote)),
        *register,
        (calling, lambda: _paper(calling, _form(office, vote.id, "calling"))),
        report,
    ]


def _reading(office: Office, reference: Reference) -> _Step:
    def make() -> Part:
        return _paper(reference.title, _made(office, reference))

    return reference.title, make


def _paper(title: str, document: Document) -> Part:
    data = render_pdf(document)
    return Part(title, "", data, len(PdfReader(io.BytesIO(data)).pages), document)


def _ballots(office: Office, vote: VoteView) -> Part:
    """Return the vote's ballots, one each and some to spare, unless they are printed already."""
    title = f"“{vote.title}”票"
    known = ballots.forms_of(office, vote.id)
    if known and known[0].printed and not known[0].stale:
        return Part(title, f"已印{known[0].printed}张，从票证台账所记处取用")
    if vote.issued is not None:
        return Part(title, f"已发出{vote.issued}张，不再另印")
    offer = ballots.offer_of(office, vote.id)
    ballots.prepare_form(office, vote.id)
    form = ballots.print_file(office, vote.id)
    data = ballot_pdf(form, offer.copies + offer.spare)
    note = f"共{offer.copies + offer.spare}张，其中备用{offer.spare}张，已记入票证台账"
    runs = -(-(offer.copies + offer.spare) // form.spec.paper.up)
    pages = len(PdfReader(io.BytesIO(data)).pages)
    return Part(title, note, data, pages, None, form, runs, (vote.id, offer.copies, offer.spare))


# -- reading -----------------------------------------------------------------------------


@query
def _check(session: Session, meeting_id: int) -> None:
    if not due_at(session, fetch(session, Meeting, meeting_id)):
        raise Refused(
            "还不能制作应急包：会议没有日期，或当日名册中没有在任人员。",
            Problem("请先填写会议日期，并在名册中登记组成人员。", field="会议日期"),
        )


@query
def _available(session: Session, meeting_id: int) -> list[Reference]:
    return papers.available(session, meeting_id)


@query
def _has_motions(session: Session, meeting_id: int) -> bool:
    return bool(motions_of(session, meeting_id))


@query
def _made(session: Session, reference: Reference) -> Document:
    return papers.make(session, reference)


@query
def _roll(session: Session, meeting_id: int) -> Document:
    return _marked(session, forms.roll(session, fetch(session, Meeting, meeting_id)))


@query
def _oath(session: Session, meeting_id: int) -> Document:
    return _marked(session, forms.oath_text(fetch(session, Meeting, meeting_id)))


@query
def _form(session: Session, vote_id: int, name: str) -> Document:
    make = {"report": forms.report, "hands": forms.hands, "calling": forms.calling}[name]
    return _marked(session, make(session, fetch(session, Vote, vote_id)))


@query
def _cover(
    session: Session, meeting_id: int, by: str, listed: Sequence[tuple[str, str, str]]
) -> Document:
    meeting = fetch(session, Meeting, meeting_id)
    return _marked(session, forms.cover(session, meeting, by, listed))


def _marked(session: Session, document: Document) -> Document:
    """Put 演练 across a practice copy's forms."""
    return replace(document, watermark=WATERMARK) if is_practice(session) else document
