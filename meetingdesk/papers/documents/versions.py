"""修改对照表 and 花脸稿: what changed between two versions of a draft (A16, A17).

The texts are compared paragraph by paragraph, then word by word within a paragraph; Word shows
the 花脸稿 as true tracked changes that can be accepted or refused one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from meetingdesk.papers.documents.context import day_of, meeting_words, nothing
from meetingdesk.papers.documents.forms import ruled
from meetingdesk.papers.documents.making import Maker, Offer
from meetingdesk.papers.model import Change, Document, Edit, Face, Paragraph, Role, Row, Run, Table
from meetingdesk.papers.wording import compose
from meetingdesk.records.facts import decisions_of
from meetingdesk.rules.revisions import (
    ADDED,
    ALTERED,
    TAKEN,
    Kept,
    Pair,
    pairs_of,
    sources_words,
    touches,
)
from meetingdesk.rules.titles import book, with_draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from meetingdesk.records.decisions import Decision, DecisionVersion
    from meetingdesk.records.meetings import Meeting

#: compared with the version before, or with the very first
LAST, FIRST = "", "比初稿"


def row_of(record: Decision, first: int = 0) -> list[Kept]:
    """Return a draft's versions from the one at index ``first`` on, the running text last.

    A running text other than the last version has no source yet.
    """
    row = [
        Kept(v.body, v.source, {(c.old, c.new): c.source for c in v.clauses})
        for v in record.versions[first:]
    ]
    if not row or row[-1].body != record.body:
        row.append(Kept(record.body))
    return row


def pieces(old: str, new: str) -> Iterator[tuple[Edit | None, str]]:
    """Return what stayed, came and went within a paragraph, deletions before insertions.

    Scraps of one kept character between two changes are taken into them: 预算＋调整 changed
    letter by letter is not readable.
    """
    pending_out, pending_in = "", ""
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for place, (tag, i1, i2, j1, j2) in enumerate(opcodes):
        inner = 0 < place < len(opcodes) - 1
        if tag == "equal" and not (inner and i2 - i1 == 1):
            yield from _flush(pending_out, pending_in)
            pending_out = pending_in = ""
            yield None, old[i1:i2]
        else:
            pending_out += old[i1:i2]
            pending_in += new[j1:j2]
    yield from _flush(pending_out, pending_in)


def _flush(out: str, came: str) -> Iterator[tuple[Edit | None, str]]:
    if out:
        yield Edit.DELETED, out
    if came:
        yield Edit.INSERTED, came


@dataclass(frozen=True, slots=True)
class _Ends:
    """The two texts compared, their names, and who made the later one when.

    ``first`` is the index of the earlier one among the versions.
    """

    first: int
    old: str
    new: str
    old_name: str
    new_name: str
    author: str
    on: str


def _ends(record: Decision, part: str) -> _Ends:
    versions = record.versions
    if not versions:
        raise nothing(f"《{record.title}》只有一稿", "保留过两稿以上的草案才能对照。")
    latest = versions[-1]
    kept = record.body == latest.body
    if kept and len(versions) < 2:
        raise nothing(f"《{record.title}》只有一稿", "保留过两稿以上的草案才能对照。")
    first = 0 if part == FIRST else len(versions) - (2 if kept else 1)
    old = versions[first]
    author = latest.author if kept else record.drafted_by
    on = latest.on.isoformat() if kept and latest.on else day_of(record.meeting)
    return _Ends(
        first, old.body, record.body, _name(old), _name(latest) if kept else "现稿", author, on
    )


def _name(version: DecisionVersion) -> str:
    return version.label or f"第{version.number}稿"


def comparison(_session: Session, record: Decision, part: str) -> Document:
    """修改对照表: old and new side by side on landscape pages, only what changed."""
    ends = _ends(record, part)
    changed = [pair for pair in pairs_of(ends.old, ends.new) if pair.what]
    if not changed:
        raise nothing(f"《{record.title}》前后两稿文字相同", "没有可以对照的修改。")
    words = meeting_words(record.meeting)
    words.update(
        booked=book(with_draft(record.title)),
        old_name=ends.old_name,
        new_name=ends.new_name,
        altered=sum(p.what == ALTERED for p in changed),
        added=sum(p.what == ADDED for p in changed),
        taken=sum(p.what == TAKEN for p in changed),
    )
    table = _changes(record, ends, changed)
    head, *rows = table.rows
    marked = (_marked(row, pair) for row, pair in zip(rows, changed, strict=True))
    table = replace(table, rows=(head, *marked))
    return compose(
        "comparison",
        "comparison",
        words,
        {"changes": table},
        title=f"{words['booked']}修改对照表{f'（{part}）' if part else ''}",
        author=words["body"],
        date=day_of(record.meeting),
    )


def _changes(record: Decision, ends: _Ends, changed: list[Pair]) -> Table:
    """Set the changes side by side, with their sources where the draft's own switch says so."""
    heads = ["序号", ends.old_name, ends.new_name, "修改情况"]
    widths = [16, 100, 100, 27]
    lines = [
        [str(n), pair.old or "（无）", pair.new or "（删去）", pair.what]
        for n, pair in enumerate(changed, start=1)
    ]
    if record.show_sources:
        heads.append("修改依据")
        widths = [15, 84, 84, 21, 39]
        row = row_of(record, ends.first)
        for line, pair in zip(lines, changed, strict=True):
            line.append(sources_words(touches(pair, row)))
    return ruled(heads, lines, widths, "修改对照", left=(1, 2), size_pt=12.0)


def _marked(row: Row, pair: Pair) -> Row:
    """Underline what went and set in 黑体 what came: the table is printed in black alone."""
    old, new = pair.old or "", pair.new or ""
    parts = list(pieces(old, new)) if old and new else []
    if pair.old is None:
        parts = [(Edit.INSERTED, new)]
    elif pair.new is None:
        parts = [(Edit.DELETED, old)]
    gone = tuple(
        Run(text, underline=edit is Edit.DELETED)
        for edit, text in parts
        if edit is not Edit.INSERTED
    )
    came = tuple(
        Run(text, face=Face.HEI if edit is Edit.INSERTED else None)
        for edit, text in parts
        if edit is not Edit.DELETED
    )
    number, before, after, *rest = row.cells
    return replace(
        row, cells=(number, replace(before, runs=gone), replace(after, runs=came), *rest)
    )


def redline(_session: Session, record: Decision, part: str) -> Document:
    """花脸稿: the whole text with tracked changes against the earlier version."""
    ends = _ends(record, part)
    words = meeting_words(record.meeting)
    words.update(title=with_draft(record.title), old_name=ends.old_name, new_name=ends.new_name)
    made = compose(
        "redline",
        "redline",
        words,
        title=f"{with_draft(record.title)}花脸稿{f'（{part}）' if part else ''}",
        author=words["body"],
        date=day_of(record.meeting),
    )
    body = tuple(_tracked(pair, ends) for pair in pairs_of(ends.old, ends.new))
    return Document(
        made.kind,
        made.title,
        (*made.blocks, Paragraph(Role.BLANK), *body),
        made.page,
        author=made.author,
        date=made.date,
    )


def _tracked(pair: Pair, ends: _Ends) -> Paragraph:
    inserted = Change(Edit.INSERTED, ends.author, ends.on)
    deleted = Change(Edit.DELETED, ends.author, ends.on)
    if pair.old is None:
        return Paragraph(Role.BODY, (Run(pair.new or "", change=inserted),), change=inserted)
    if pair.new is None:
        return Paragraph(Role.BODY, (Run(pair.old, change=deleted),), change=deleted)
    changes = {Edit.INSERTED: inserted, Edit.DELETED: deleted}
    return Paragraph(
        Role.BODY,
        tuple(
            Run(text, change=changes[edit] if edit else None)
            for edit, text in pieces(pair.old, pair.new)
        ),
    )


def _changed(title: str) -> Callable[[Session, Meeting], list[Offer]]:
    def offers(session: Session, meeting: Meeting) -> list[Offer]:
        found = []
        for record in decisions_of(session, meeting.id):
            texts = [v.body for v in record.versions if v.body]
            if not texts or not record.body:
                continue
            before = texts[-1] if texts[-1] != record.body else (texts[-2:-1] or [record.body])[0]
            if before != record.body:
                found.append(Offer(record.id, f"{record.title}{title}"))
            if texts[0] not in (before, record.body):
                found.append(Offer(record.id, f"{record.title}{title}（{FIRST}）", FIRST))
        return found

    return offers


MAKERS: dict[str, Maker] = {
    "comparison": Maker(comparison, _changed("修改对照表")),
    "redline": Maker(redline, _changed("花脸稿")),
}
