"""票样: the form of a vote's paper ballot, its versions, printing and export.

A form is made from the vote's own questions and rule card. Printing locks the version: when the
questions, the rule or the look change later, a new version is made and the old sheets are known
by name and refused when they are read.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.ballot_text import Look, signs_fit, spec_of
from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.vote_views import card_of
from meetingdesk.errors import Problem, Refused
from meetingdesk.papers.ballots.marks import PREFIX
from meetingdesk.papers.ballots.sheet import Form, compose
from meetingdesk.papers.ballots.spec import Paper, SheetSpec
from meetingdesk.records.ballots import BallotForm, LedgerEvent
from meetingdesk.records.facts import due_at, present_of
from meetingdesk.records.votes import Vote
from meetingdesk.rules.cardtypes import WriteIn

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office
    from meetingdesk.papers.ballots.layout import Layout

#: one ballot in ten is usually kept to spare
SPARE_SHARE = 10


@dataclass(frozen=True, slots=True)
class FormView:
    """One version of a vote's form. ``stale``: the vote has changed since, it must not be used."""

    id: int
    vote_id: int
    version: int
    name: str
    digest: str
    look: Look
    locked: bool
    printed: int
    spare: int
    pages: int
    boxes: int
    stale: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be chosen for this vote's form, and what a sensible print run is."""

    signs: bool
    write_ins: bool
    copies: int
    spare: int


# -- making ------------------------------------------------------------------------------


@query
def offer_of(session: Session, vote_id: int) -> Offer:
    """Say what can be chosen, and how many copies are usual: one each and a tenth to spare."""
    vote = fetch(session, Vote, vote_id)
    card = card_of(vote)
    rule = card.selection if card else None
    voters = vote.present or present_of(vote.meeting) or len(due_at(session, vote.meeting))
    return Offer(
        signs=bool(card and signs_fit(card)),
        write_ins=rule is not None and rule.write_in is not WriteIn.NO,
        copies=voters,
        spare=-(-voters // SPARE_SHARE),
    )


@query
def sheet_of(session: Session, vote_id: int, look: Look | None = None) -> Form:
    """Compose the vote's form: as ``look`` asks, else as it was last made. Nothing is kept.

    Raises:
        Refused: as :func:`spec_of`, or the content does not fit the paper.
    """
    vote = fetch(session, Vote, vote_id)
    row = latest(session, vote_id)
    chosen = look or (_look(row) if row else Look())
    version = _next_version(session, vote, row, chosen)
    if row is not None and row.locked and row.version == version:
        return compose(_kept_spec(row))
    return compose(spec_of(session, vote, chosen, version))


def _next_version(session: Session, vote: Vote, row: BallotForm | None, look: Look) -> int:
    """Return the version this look would get: the last one's, unless that is locked and other."""
    if row is None:
        return 1
    if row.locked and _said(_kept_spec(row)) != _said(spec_of(session, vote, look, 0)):
        return row.version + 1
    return row.version


def _said(spec: SheetSpec) -> SheetSpec:
    """Return what a voter answers to: a better worded 说明 or another day is no other ballot."""
    return replace(spec, version=0, notes=(), date="")


def latest(session: Session, vote_id: int) -> BallotForm | None:
    """Return the vote's newest form, if it has one."""
    return session.scalar(
        select(BallotForm)
        .where(BallotForm.vote_id == vote_id)
        .order_by(BallotForm.version.desc())
        .limit(1)
    )


def _look(row: BallotForm) -> Look:
    return Look(**(row.choices or {}).get("look", {}))


def _kept_spec(row: BallotForm) -> SheetSpec:
    return SheetSpec.from_json((row.choices or {})["spec"])


@action("排定票样")
def prepare_form(
    work: Work,
    vote_id: int,
    *,
    paper: str = Paper.A4.value,
    signs: bool = False,
    write_ins: int | None = None,
    organ: str | None = None,
) -> int:
    """Lay the vote's form out and keep it; return its id. A printed version is never changed.

    Raises:
        Refused: as :func:`spec_of`, or the content does not fit the paper.
    """
    vote = fetch(work.session, Vote, vote_id)
    look = Look(paper, signs, write_ins, organ)
    row = latest(work.session, vote_id)
    version = _next_version(work.session, vote, row, look)
    if row is not None and row.locked and row.version == version:
        return row.id
    form = compose(spec_of(work.session, vote, look, version))
    if row is None or row.version != version:
        row = BallotForm(vote_id=vote.id, version=version)
        work.session.add(row)
    row.name, row.hash = form.spec.form, form.digest
    row.choices = {"look": asdict(look), "spec": form.spec.to_json()}
    row.layout = form.layout.to_json()
    work.session.flush()
    work.meeting_id, work.label = vote.meeting_id, f"排定“{vote.title}”的票样（第{version}版）"
    return row.id


# -- seeing ------------------------------------------------------------------------------


@query
def forms_of(session: Session, vote_id: int) -> list[FormView]:
    """List the versions of a vote's form, the newest first."""
    vote = fetch(session, Vote, vote_id)
    rows = session.scalars(
        select(BallotForm).where(BallotForm.vote_id == vote_id).order_by(BallotForm.version.desc())
    ).all()
    return [_view(session, vote, row, newest=at == 0) for at, row in enumerate(rows)]


def _view(session: Session, vote: Vote, row: BallotForm, *, newest: bool) -> FormView:
    layout = row.layout or {}
    return FormView(
        row.id, vote.id, row.version, row.name, row.hash, _look(row), row.locked, row.printed,
        row.spare, layout.get("pages", 0), len(layout.get("boxes", ())),
        stale=not newest or is_stale(session, vote, row),
    )  # fmt: skip


def is_stale(session: Session, vote: Vote, row: BallotForm) -> bool:
    """Whether the vote would now give another sheet than the one kept."""
    try:
        return _said(spec_of(session, vote, _look(row), 0)) != _said(_kept_spec(row))
    except Refused:
        return True


@query
def layout_of(session: Session, vote_id: int) -> Layout:
    """Return the layout sheets of this vote are read by: the newest form's.

    Raises:
        Refused: there is none yet, or the vote has changed since it was laid out.
    """
    return _current(session, fetch(session, Vote, vote_id)).layout


def _current(session: Session, vote: Vote) -> Form:
    row = latest(session, vote.id)
    if row is None:
        raise Refused(
            f"“{vote.title}”还没有排定票样。", Problem("请先在“票样与台账”中排定。", field="票样")
        )
    if is_stale(session, vote, row):
        raise Refused(
            f"“{vote.title}”的事项或规则在排定第{row.version}版票样之后改动过，旧票样不能再用。",
            Problem("请重新排定票样；已印的旧票应作废。", field="票样"),
        )
    return again(row)


def again(row: BallotForm) -> Form:
    """Compose a kept form again and make sure it is the same.

    Raises:
        Refused: it would come out differently here (another program version, other fonts).
    """
    form = compose(_kept_spec(row))
    if form.digest != row.hash:
        raise Refused(
            "这台电脑排出的票样与排定时不一致，没有采用，以免与已印的票不符。",
            Problem("请在排定票样的电脑上印，或重新排定一版。", field="票样"),
        )
    return form


@query
def whose_sheet(session: Session, code: str) -> str:
    """Say in words which form a sheet's code belongs to, and whether it may be counted."""
    parts = code.replace("/", "|").split("|")
    if parts[0] == PREFIX:
        parts = parts[1:]
    name, digest = parts[0].lower(), parts[-1].lower()
    rows = session.scalars(select(BallotForm).where(BallotForm.name == name)).all()
    found = next((row for row in rows if row.hash == digest), None)
    if found is None:
        said = f"（{code}）" if code else ""
        return f"这不是本台账排定的票样{said}。"
    vote = fetch(session, Vote, found.vote_id)
    newest = max(row.version for row in rows)
    name = f"“{vote.title}”票样第{found.version}版"
    if found.version != newest:
        return f"这是{name}，已由第{newest}版代替，不能计票。"
    if is_stale(session, vote, found):
        return f"这是{name}，表决事项在此之后改动过，不能计票。"
    return f"这是{name}。"


# -- printing ----------------------------------------------------------------------------


@action("印制选票", undoable=False)
def print_form(work: Work, vote_id: int, *, copies: int, spare: int = 0, place: str = "") -> int:
    """Record a print run of ``copies`` and ``spare`` ballots and lock the version; return its id.

    Two A5 on an A4 are printed by twos: an odd number becomes the next even one, the ballot too
    many is a spare.

    Raises:
        Refused: no form, an outdated one, no positive number, or ballots already issued from an
            older version.
    """
    vote = fetch(work.session, Vote, vote_id)
    form = _current(work.session, vote)
    row = latest(work.session, vote_id)
    assert row is not None  # noqa: S101 - _current has just found it
    if copies < 1 or spare < 0:
        raise Refused("印制张数应为正整数，备用张数不能是负数。", Problem("请重填。", field="印制"))
    whole = copies + spare
    extra = -whole % form.spec.paper.up
    _outdate(work, vote, row)
    row.locked = True
    row.printed += whole + extra
    row.spare += spare + extra
    work.session.add(
        LedgerEvent(
            vote_id=vote.id, form_id=row.id, kind="印制", sheets=whole + extra, place=place,
            on=work.today, note=f"第{row.version}版，其中备用{spare + extra}张",
        )
    )  # fmt: skip
    work.meeting_id = vote.meeting_id
    work.label = (
        f"印制“{vote.title}”选票{whole + extra}张（第{row.version}版，备用{spare + extra}张）"
    )
    return row.id


def _outdate(work: Work, vote: Vote, row: BallotForm) -> None:
    """Put printed sheets of older versions down as 旧版作废."""
    old = [
        other
        for other in work.session.scalars(
            select(BallotForm).where(BallotForm.vote_id == vote.id, BallotForm.id != row.id)
        )
        if other.printed
    ]
    events = work.session.scalars(select(LedgerEvent).where(LedgerEvent.vote_id == vote.id)).all()
    done = {event.form_id for event in events if event.kind == "旧版作废"}
    waiting = [other for other in old if other.id not in done]
    if waiting and any(event.kind == "发出" for event in events):
        raise Refused(
            "旧版选票已经发出，不能再印新版。",
            Problem("请先收回旧票，在台账中更正发出的张数后再印。", field="台账"),
        )
    for other in waiting:
        work.session.add(
            LedgerEvent(
                vote_id=vote.id, form_id=other.id, kind="旧版作废", sheets=other.printed,
                on=work.today, note=f"第{other.version}版由第{row.version}版代替",
            )
        )  # fmt: skip


@query
def print_file(session: Session, vote_id: int) -> Form:
    """Return the current form for printing.

    Raises:
        Refused: there is none, it is outdated, or it would come out differently here.
    """
    return _current(session, fetch(session, Vote, vote_id))


def export_form(
    office: Office | Work, vote_id: int, folder: Path | str, *, copies: int = 1
) -> list[Path]:
    """Write ``ballot.pdf`` (``copies`` ballots) and ``layout.json`` into ``folder``.

    A vote without a form gets the usual one first. Exporting counts no sheets: a print run is
    recorded by :func:`print_form`.

    Raises:
        Refused: no form can be made of the vote, or the folder cannot be written to.
    """
    from meetingdesk.papers.ballots.drawing import write_pdf

    if not forms_of(office, vote_id):
        prepare_form(office, vote_id)
    form = print_file(office, vote_id)
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
        pdf = write_pdf(form, place / "ballot.pdf", copies)
        layout = place / "layout.json"
        layout.write_text(layout_text(form.layout), encoding="utf-8")
    except OSError as error:
        raise Refused(
            f"写不进“{place}”，票样没有导出。", Problem("请换一个可以写入的文件夹。")
        ) from error
    return [pdf, layout]


def layout_text(layout: Layout) -> str:
    """Return ``layout.json``, the same bytes for the same layout."""
    return json.dumps(layout.to_json(), ensure_ascii=False, indent=1) + "\n"
