"""措辞与信笺: templates and the blank sheet copied, edited, tried on the meeting, taken back.

A text is kept only when every paper of the meeting that uses it can be made with it: the last
good one stays in force until then.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError, meta
from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.errors import BadInput, Problem, Refused
from meetingdesk.papers import documents as papers
from meetingdesk.papers.documents.own import SHEET, stationery_of, wording_of
from meetingdesk.papers.wording import SUFFIX, asked_wording, environment
from meetingdesk.records.documents import Blob
from meetingdesk.records.kept import OwnStationery, OwnWording
from meetingdesk.records.meetings import Meeting
from meetingdesk.resources import resource

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.papers.documents import Reference
    from meetingdesk.papers.model import Document

#: templates that are no paper by themselves
_PARTS = {
    "chronicle_page.j2": "大事记条目（版面）",
    "notice_body.j2": "会议通知（正文）",
    "news_release.j2": "新闻稿（版面）",
    "script_votes.j2": "主持词（表决部分）",
    "sentences.j2": "各文书共用的句式",
}


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A template: ``own`` when the body has a text of its own in its place."""

    name: str
    title: str
    own: bool
    by: str = ""

    @property
    def id(self) -> str:
        """Its name tells it apart."""
        return self.name


@query
def templates(session: Session, meeting_id: int) -> list[TemplateView]:
    """List the templates in the order of the papers, the shared parts last."""
    meeting = fetch(session, Meeting, meeting_id)
    rows = session.scalars(select(OwnWording).where(OwnWording.body_id == meeting.body_id))
    own = {row.name: row.by for row in rows}
    names = {path.name for path in resource("wording").glob(f"*{SUFFIX}")}
    order = [f"{kind.key}{SUFFIX}" for kind in papers.KINDS]
    titles = {f"{kind.key}{SUFFIX}": kind.title for kind in papers.KINDS} | _PARTS
    listed = [*(name for name in order if name in names), *sorted(names - {*order})]
    return [
        TemplateView(
            name, titles.get(name, name.removesuffix(SUFFIX)), name in own, own.get(name, "")
        )
        for name in listed
    ]


@query
def template_text(session: Session, meeting_id: int, name: str) -> str:
    """Return the text in force: the body's own, else the built-in.

    Raises:
        Refused: there is no such template.
    """
    return wording_of(session, meeting_id).get(name) or built_in(name)


def built_in(name: str) -> str:
    """Return the text that ships.

    Raises:
        Refused: there is no such template.
    """
    path = resource("wording", name)
    if not path.is_file():
        raise Refused(f"没有“{name}”这个模板。")
    return path.read_text(encoding="utf-8")


@query
def papers_using(session: Session, meeting_id: int, name: str) -> list[Reference]:
    """List the meeting's papers that use a template, one of each kind."""
    return _users(session, meeting_id, name, None)


@query
def paper_for(session: Session, meeting_id: int, name: str) -> Reference | None:
    """Return a paper to try a template on: the one called like it, else the first that uses it."""
    for reference in papers.available(session, meeting_id):
        if f"{reference.kind}{SUFFIX}" == name:
            return reference
    return next(iter(_users(session, meeting_id, name, None)), None)


@query
def try_template(
    session: Session, meeting_id: int, name: str, text: str, reference: Reference
) -> Document:
    """Make one of the papers that use the template, with ``text`` in its place.

    Raises:
        BadInput: the text is badly written or asks for something missing.
    """
    _check_syntax(name, text)
    return _make(session, meeting_id, reference, name, text)


def _check_syntax(name: str, text: str) -> None:
    try:
        environment().parse(text, name)
    except TemplateSyntaxError as error:
        raise BadInput(
            f"第{error.lineno}行写法有误，没有保存，原来的措辞仍然有效。",
            Problem(f"写法有误：{error.message}", file=name, row=error.lineno),
        ) from error


def _make(session: Session, meeting_id: int, ref: Reference, name: str, text: str) -> Document:
    own = wording_of(session, meeting_id) | {name: text}
    return papers.make(session, ref, own)


def _users(session: Session, meeting_id: int, name: str, text: str | None) -> list[Reference]:
    own = wording_of(session, meeting_id) | ({name: text} if text else {})
    found: dict[str, Reference] = {}
    for reference in papers.available(session, meeting_id):
        if reference.kind in found:
            continue
        if name in _with_parts(_begun_with(session, reference), own):
            found[reference.kind] = reference
    return list(found.values())


#: kind of paper → the templates its makers begin with, learnt by making one
_BEGUN: dict[str, frozenset[str]] = {}


def _begun_with(session: Session, reference: Reference) -> frozenset[str]:
    known = _BEGUN.get(reference.kind)
    if known is None:
        # one that cannot be made now still tells what it begins with
        with asked_wording() as begun, contextlib.suppress(BadInput, Refused):
            papers.make_plain(session, reference)
        known = _BEGUN[reference.kind] = frozenset(begun)
    return known


def _with_parts(names: frozenset[str], own: dict[str, str]) -> set[str]:
    """Return the templates and all they include, as deep as it goes."""
    known: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        known.add(name)
        try:
            text = own.get(name) or built_in(name)
            parts = meta.find_referenced_templates(environment().parse(text, name))
        except (Refused, TemplateSyntaxError):
            continue
        waiting |= {part for part in parts if part} - known
    return known


@action("修改措辞")
def keep_template(work: Work, meeting_id: int, name: str, text: str) -> None:
    """Keep a text as the body's own, after every paper of the meeting was made with it.

    Raises:
        BadInput: it is badly written or a paper cannot be made with it; nothing is kept.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    text = text.replace("\r\n", "\n").rstrip() + "\n"
    if text == built_in(name):
        _take_back(work, meeting, name)
        return
    _check_syntax(name, text)
    for reference in _users(work.session, meeting_id, name, text):
        _make(work.session, meeting_id, reference, name, text)
    row = _own(work.session, meeting.body_id, name)
    if row is None:
        row = OwnWording(body_id=meeting.body_id, name=name)
        work.session.add(row)
    row.text, row.by, row.on = text, work.who, work.today
    work.label = f"修改措辞：{name.removesuffix(SUFFIX)}"


@action("恢复内置措辞")
def reset_template(work: Work, meeting_id: int, name: str) -> None:
    """Take the body's own text away; the built-in one is in force again."""
    _take_back(work, fetch(work.session, Meeting, meeting_id), name)


def _take_back(work: Work, meeting: Meeting, name: str) -> None:
    row = _own(work.session, meeting.body_id, name)
    if row is not None:
        work.session.delete(row)
    work.label = f"恢复内置措辞：{name.removesuffix(SUFFIX)}"


def _own(session: Session, body_id: int, name: str) -> OwnWording | None:
    wanted = select(OwnWording).where(OwnWording.body_id == body_id, OwnWording.name == name)
    return session.scalars(wanted).one_or_none()


@query
def sheet_file(session: Session, meeting_id: int) -> bytes:
    """Return the blank sheet in force, to be changed in Word or WPS."""
    return stationery_of(session, meeting_id) or resource("stationery", SHEET).read_bytes()


@query
def has_own_sheet(session: Session, meeting_id: int) -> bool:
    """Tell whether the body has a blank sheet of its own."""
    return stationery_of(session, meeting_id) is not None


@action("换用信笺")
def take_sheet(work: Work, meeting_id: int, data: bytes) -> None:
    """Take a blank sheet edited in Word, after a paper of the meeting was written on it.

    Raises:
        BadInput: it cannot be read or lacks a style; the sheet in force stays.
    """
    from meetingdesk.papers.word import render_docx

    meeting = fetch(work.session, Meeting, meeting_id)
    for reference in papers.available(work.session, meeting_id)[:1]:
        render_docx(papers.make(work.session, reference), data)
    sha = Blob.keep(work.session, data)
    row = _own_sheet(work.session, meeting.body_id)
    if row is None:
        row = OwnStationery(body_id=meeting.body_id, name=SHEET)
        work.session.add(row)
    row.sha, row.by, row.on = sha, work.who, work.today


@action("恢复内置信笺")
def reset_sheet(work: Work, meeting_id: int) -> None:
    """Use the sheet that ships again."""
    row = _own_sheet(work.session, fetch(work.session, Meeting, meeting_id).body_id)
    if row is not None:
        work.session.delete(row)


def _own_sheet(session: Session, body_id: int) -> OwnStationery | None:
    wanted = select(OwnStationery).where(
        OwnStationery.body_id == body_id, OwnStationery.name == SHEET
    )
    return session.scalars(wanted).one_or_none()
