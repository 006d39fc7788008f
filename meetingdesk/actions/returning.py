"""改了能收回: a paper edited by hand in Word comes back, and each change finds its place.

The file is known again by its words alone, so it may have been renamed and saved by any office
program. Each change goes into the record it came from, stays with this paper for good, or is
dropped; nothing happens before the person has said which.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.returned_fields import facts_of, field_for, fields_of, write_field
from meetingdesk.errors import BadInput, Problem, Refused
from meetingdesk.papers import documents as papers
from meetingdesk.papers.documents.kept import kept_lines, kept_rows
from meetingdesk.papers.returned import marks_of, read_docx, with_kept
from meetingdesk.records.kept import KeptLine
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.practice import WATERMARK
from meetingdesk.rules.returned import DATA, WORDING, bare, classify, line_changes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.returned_fields import Field
    from meetingdesk.papers.documents import Reference
    from meetingdesk.papers.model import Document
    from meetingdesk.papers.returned import WordText

__all__ = ["DATA", "DROP", "KEEP", "RECORD", "WORDING", "Change", "Returned", "apply", "read_back"]

#: what becomes of a change: into the record · kept with this paper · not taken
RECORD, KEEP, DROP = "改入台账", "只改这份", "不采纳"

#: papers that show two texts at once say nothing when they come back
_ONE_WAY = frozenset({"redline", "comparison"})
#: less in common than this, and it is no paper of the meeting
_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Change:
    """One line that differs. ``kind`` is 措辞 or 数据, ``what`` says which data.

    ``field`` is the record's value the change lies in and ``value`` what it becomes;
    ``choice`` is what the program proposes.
    """

    id: int
    old: str
    new: str
    nth: int
    kind: str
    what: str
    field: Field | None = None
    value: str = ""

    @property
    def choice(self) -> str:
        """Data go into their record where it is known; all else stays with this paper."""
        return RECORD if self.field is not None else KEEP


@dataclass(frozen=True, slots=True)
class Returned:
    """A paper that came back: which it is, and its changes, none when it is as made."""

    reference: Reference
    name: str
    changes: tuple[Change, ...]


def read_back(
    office: Office, meeting_id: int, path: str | Path, reference: Reference | None = None
) -> Returned:
    """Read a corrected Word file of the meeting; nothing is written.

    Without a ``reference`` the paper is recognised by its words.

    Raises:
        BadInput: not a Word file, of no paper of this meeting, or made in a rehearsal.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(
            f"“{path.name}”读不出来，台账没有改动。",
            Problem("请确认文件还在，并已在 Word 中关闭。", file=path.name),
        ) from error
    text = read_docx(data, path.name)
    if WATERMARK in marks_of(data) and not office.practice:
        raise BadInput(
            f"“{path.name}”是演练时印的，不能收回到正式台账，台账没有改动。",
            Problem("请用正式台账生成的文稿。", file=path.name),
        )
    return _compare(office, meeting_id, text, path.name, reference)


@query
def _compare(
    session: Session, meeting_id: int, text: WordText, name: str, reference: Reference | None
) -> Returned:
    meeting = fetch(session, Meeting, meeting_id)
    if reference is None:
        reference = _recognise(session, meeting_id, text, name)
    if reference.kind in _ONE_WAY:
        raise BadInput(
            f"“{reference.title}”是对照用的文稿，不能收回。",
            Problem("请在决定草案或它的正式文本上修改。", file=name),
        )
    fields, facts = fields_of(session, meeting), facts_of(session, meeting)
    changes = []
    made = _lines(papers.make(session, reference))
    for at, change in enumerate(line_changes(made, text.lines)):
        verdict = classify(change, facts)
        found = field_for(change, fields)
        field, value = found or (None, "")
        changes.append(
            Change(at, change.old, change.new, change.nth, verdict.kind, verdict.what, field, value)
        )
    return Returned(reference, name, tuple(changes))


def _lines(document: Document) -> Sequence[str]:
    from meetingdesk.papers.word import render_docx

    return read_docx(render_docx(document)).lines


def _recognise(session: Session, meeting_id: int, text: WordText, name: str) -> Reference:
    """Return the paper that has most lines in common, those of the same title first."""
    there = {bare(line) for line in text.lines}
    best: tuple[float, Reference] | None = None
    for reference in papers.available(session, meeting_id):
        try:
            made = papers.make(session, reference)
        except Refused:
            continue
        lines = {bare(line) for line in made.text.replace("\t", "\n").split("\n")} - {""}
        share = len(lines & there) / max(len(lines | there), 1)
        share += 0.2 * (bare(made.title) == bare(text.title))
        if best is None or share > best[0]:
            best = share, reference
    if best is None or best[0] < _SHARE:
        raise BadInput(
            f"“{name}”不像这次会议的文书，台账没有改动。",
            Problem("请确认选对了会议；改动很大时，先在列表里选定这份文书再收回。", file=name),
        )
    return best[1]


@action("收回改稿")
def apply(work: Work, returned: Returned, choices: Mapping[int, str]) -> int:
    """Take each change as chosen (by its id; else as proposed); return how many were taken.

    Raises:
        Refused: a record cannot be changed any more; nothing is then.
    """
    meeting_id = papers.meeting_id_of(work.session, returned.reference)
    if meeting_id is None:
        raise Refused("这份文书所依据的记录已经不在台账中。")
    chosen = [(change, choices.get(change.id, change.choice)) for change in returned.changes]
    kept_now = [change for change, choice in chosen if choice == KEEP]
    if kept_now:
        _keep(work, meeting_id, returned.reference, kept_now)
    recorded = [
        (change.field, change.value)
        for change, choice in chosen
        if choice == RECORD and change.field is not None
    ]
    for field, value in recorded:
        write_field(work, field, value)
    taken = len(kept_now) + len(recorded)
    work.meeting_id = meeting_id
    work.label = f"收回改稿：{returned.reference.title}，{taken}处"
    return taken


def _keep(work: Work, meeting_id: int, reference: Reference, changes: Sequence[Change]) -> None:
    """Keep lines; what was kept before is worked out anew, so a line has one replacement."""
    wanted = {(change.old, change.nth): change.new for change in changes}
    seen: Counter[str] = Counter()
    final: list[str] = []
    for line in _lines(papers.make(work.session, reference)):
        new = wanted.get((line, seen[bare(line)]), line)
        seen[bare(line)] += 1
        final += new.split("\n")
    before = {(row.old, row.nth): row for row in kept_rows(work.session, reference)}
    plain = _lines(papers.make_plain(work.session, reference))
    for change in line_changes(plain, final):
        row = before.pop((change.old, change.nth), None)
        if row is None:
            row = KeptLine(
                meeting_id=meeting_id,
                kind=reference.kind,
                subject_id=reference.subject_id,
                part=reference.part,
                old=change.old,
                nth=change.nth,
            )
            work.session.add(row)
        if row.new != change.new:
            row.new, row.by, row.on = change.new, work.who, work.today
    for row in before.values():
        work.session.delete(row)


@dataclass(frozen=True, slots=True)
class KeptView:
    """A kept line; ``used`` tells whether the paper still makes the line it replaces."""

    id: int
    old: str
    new: str
    by: str
    used: bool


@query
def kept(session: Session, reference: Reference) -> list[KeptView]:
    """List the lines of a paper that were changed by hand and kept."""
    rows = kept_rows(session, reference)
    if not rows:
        return []
    try:
        plain = papers.make_plain(session, reference)
    except Refused:
        unused = {(row.old, row.nth) for row in rows}
    else:
        left = with_kept(plain, kept_lines(session, reference))[1]
        unused = {(one.old, one.nth) for one in left}
    return [
        KeptView(row.id, row.old, row.new, row.by, (row.old, row.nth) not in unused) for row in rows
    ]


@action("撤销手工改动")
def drop_kept(work: Work, kept_id: int) -> None:
    """Let a kept line go: the paper is made from the records and wording again there."""
    row = fetch(work.session, KeptLine, kept_id)
    work.meeting_id, work.label = row.meeting_id, "撤销一处手工改动"
    work.session.delete(row)
