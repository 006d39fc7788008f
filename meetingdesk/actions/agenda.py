"""议程: items of a meeting – add, edit, reorder, adopt, record outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from meetingdesk.actions.agenda_printed import freeze, keep_numbers
from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import assign, fetch, place, renumber, require
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.agenda import AgendaItem, Material
from meetingdesk.records.decisions import Decision
from meetingdesk.records.documents import Attachment
from meetingdesk.records.facts import agenda_numbers, short_title_of
from meetingdesk.records.links import ItemLink
from meetingdesk.records.meetings import Meeting, SittingEntry
from meetingdesk.records.votes import Vote
from meetingdesk.rules import agenda as rules
from meetingdesk.rules.kinds import kind_rule

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

#: verbs offered first, then every other the table knows
VERBS = tuple(dict.fromkeys((*rules.COMMON_VERBS, *rules.VERBS)))
TYPES = tuple(rules.ITEM_TYPES)
METHODS = tuple(method.value for method in rules.VoteMethod)

_FIELDS = frozenset(
    {
        "verb",
        "subject",
        "type",
        "submitted_by",
        "reporter",
        "outcome",
        "vote_method",
        "via",
        "needs_vote",
        "artefacts",
        "objects",
        "on_agenda",
    }
)


@dataclass(frozen=True, slots=True)
class MaterialView:
    """A paper an item needs."""

    id: int
    title: str
    provider: str
    due: dt.date | None
    received: bool


@dataclass(frozen=True, slots=True)
class ItemView:
    """An agenda item as panels and papers see it. ``number`` counts agenda items only.

    ``shown_number`` is what it is called by: as printed (12.1 for a late item), else counted.
    """

    id: int
    meeting_id: int
    position: int
    number: int | None
    printed_number: str
    on_agenda: bool
    verb: str
    subject: str
    type: str
    submitted_by: str
    reporter: str
    outcome: str
    vote_method: str
    via: str
    needs_vote: bool
    artefacts: tuple[str, ...]
    objects: tuple[str, ...]
    materials: tuple[MaterialView, ...]
    shown_number: str = ""
    #: why it was taken off an agenda already printed; '' while it stands
    withdrawn: str = ""

    @property
    def label(self) -> str:
        """The item in one line for lists of choice: its number, verb and subject."""
        number = f"{self.shown_number}．" if self.shown_number else ""
        return f"{number}{self.verb}{self.subject}"

    @property
    def materials_missing(self) -> int:
        """How many papers have not come in."""
        return sum(not m.received for m in self.materials)


@action("增加议题")
def add_item(
    work: Work,
    meeting_id: int,
    *,
    verb: str,
    subject: str,
    type: str = "",  # noqa: A002 - the field's term
    submitted_by: str = "",
    reporter: str = "",
    needs_vote: bool = False,
    vote_method: str = "",
    via: str = "",
    objects: Sequence[str] = (),
    artefacts: Sequence[str] = (),
    on_agenda: bool = True,
    at: int | None = None,
) -> int:
    """Add an item (ceremonies and lectures: ``on_agenda=False``) and return its id.

    On an agenda already printed it is a late item: 12.1 after item 12.

    Raises:
        Refused: verb or subject is empty.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    keep_numbers(meeting)
    item = AgendaItem(
        verb=require(verb, "方式", "请填写方式，如：听取和审议。"),
        subject=require(subject, "议题"),
        type=type.strip(),
        submitted_by=submitted_by.strip() or None,
        reporter=reporter.strip(),
        needs_vote=needs_vote,
        vote_method=vote_method.strip(),
        via=via.strip(),
        objects=list(objects) or None,
        artefacts=list(artefacts) or None,
        on_agenda=on_agenda,
        position=len(meeting.agenda) + 1,
    )
    meeting.agenda.append(item)
    work.session.flush()
    if at is not None:
        place(meeting.agenda, item, at)
        work.session.flush()
        work.session.refresh(meeting, ["agenda"])
    keep_numbers(meeting)
    work.meeting_id = meeting.id
    work.label = f"增加议题“{_brief(item)}”"
    return item.id


def _brief(item: AgendaItem) -> str:
    whole = f"{item.verb}{item.subject}"
    return whole if len(whole) <= 24 else f"{whole[:23]}…"


@action("修改议题")
def edit_item(work: Work, /, item_id: int, **values: object) -> None:
    """Change an item's fields; lists for ``objects`` and ``artefacts``.

    Raises:
        Refused: verb or subject is empty, or a printed item would leave the agenda unseen.
    """
    item = fetch(work.session, AgendaItem, item_id)
    if item.printed_number and values.get("on_agenda") is False:
        raise Refused(
            "议程已经付印，这个议题不能悄悄移出。", Problem("请改用“撤回”。", field="列入议程")
        )
    for listed in ("objects", "artefacts"):
        if listed in values:
            values[listed] = _list_or_none(values[listed])
    assign(item, values, _FIELDS)
    require(item.verb, "方式")
    require(item.subject, "议题")
    keep_numbers(item.meeting)
    work.meeting_id, work.label = item.meeting_id, f"修改议题“{_brief(item)}”"


def _list_or_none(value: Any) -> list[str] | None:
    return [str(v).strip() for v in value or () if str(v).strip()] or None


@action("删除议题")
def delete_item(work: Work, item_id: int) -> None:
    """Delete an item.

    Raises:
        Refused: a vote or a decision belongs to it, or it is on a printed agenda.
    """
    item = fetch(work.session, AgendaItem, item_id)
    if item.printed_number:
        raise Refused(
            f"议程已经付印，第{item.printed_number}项不能删除。",
            Problem("请改用“撤回”，序号照旧保留。", field="议题"),
        )
    if work.session.scalar(select(Vote.id).where(Vote.item_id == item.id)) is not None:
        raise Refused("这个议题已有表决，不能删除。", Problem("请先删除表决。", field="议题"))
    if work.session.scalar(select(Decision.id).where(Decision.item_id == item.id)) is not None:
        raise Refused(
            "这个议题已有决定草案，不能删除。", Problem("请先删除决定草案。", field="议题")
        )
    for entry in work.session.scalars(select(SittingEntry).where(SittingEntry.item_id == item.id)):
        sitting = entry.sitting
        sitting.entries.remove(entry)
        work.session.flush()
        renumber(sitting.entries)
    for file in work.session.scalars(select(Attachment).where(Attachment.item_id == item.id)):
        file.item_id = None  # the file stays with the meeting
    linked = select(ItemLink).where(or_(ItemLink.item_id == item.id, ItemLink.source_id == item.id))
    for link in work.session.scalars(linked):
        work.session.delete(link)
    meeting = item.meeting
    work.meeting_id, work.label = meeting.id, f"删除议题“{_brief(item)}”"
    meeting.agenda.remove(item)
    work.session.flush()
    renumber(meeting.agenda)


@action("调整议题次序")
def move_item(work: Work, item_id: int, to: int) -> None:
    """Move an item to 0-based index ``to``; a printed number goes with it."""
    item = fetch(work.session, AgendaItem, item_id)
    place(item.meeting.agenda, item, to)
    work.meeting_id, work.label = item.meeting_id, f"调整议题次序“{_brief(item)}”"


@action("通过议程")
def adopt_agenda(work: Work, meeting_id: int) -> None:
    """Turn 议程（草案） into 议程: the plenary has adopted it (地方组织法 Art. 54; rules Q10).

    From here on the items keep their numbers.

    Raises:
        Refused: nothing is on the agenda.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    if not any(i.stands for i in meeting.agenda):
        raise Refused("议程还是空的，不能通过。", Problem("请先增加议题。", field="议程"))
    freeze(meeting)
    meeting.agenda_adopted = True
    work.meeting_id, work.label = meeting.id, f"{short_title_of(meeting)}通过议程"


@action("登记结果")
def record_outcome(work: Work, item_id: int, outcome: str) -> None:
    """Record an item's outcome phrase (审议通过, 作出相关决议 …)."""
    item = fetch(work.session, AgendaItem, item_id)
    item.outcome = outcome.strip()
    work.meeting_id, work.label = item.meeting_id, f"登记结果“{_brief(item)}”：{item.outcome}"


@action("增加材料")
def add_material(
    work: Work, item_id: int, *, title: str, provider: str = "", due: dt.date | None = None
) -> int:
    """Add a paper the item needs; return its id."""
    item = fetch(work.session, AgendaItem, item_id)
    material = Material(
        title=require(title, "材料名称"),
        provider=provider.strip(),
        due=due,
        position=len(item.materials) + 1,
    )
    item.materials.append(material)
    work.session.flush()
    work.meeting_id, work.label = item.meeting_id, f"增加材料“{material.title}”"
    return material.id


@action("登记材料")
def receive_material(work: Work, material_id: int, *, received: bool = True) -> None:
    """Mark a paper received (or not)."""
    material = fetch(work.session, Material, material_id)
    material.received = received
    work.meeting_id = material.item.meeting_id
    work.label = f"材料“{material.title}”{'已交' if received else '改为未交'}"


@action("修改材料")
def edit_material(work: Work, /, material_id: int, **values: object) -> None:
    """Change a paper's title, provider or date."""
    material = fetch(work.session, Material, material_id)
    assign(material, values, frozenset({"title", "provider", "due"}))
    require(material.title, "材料名称")
    work.meeting_id, work.label = material.item.meeting_id, f"修改材料“{material.title}”"


@action("调整材料次序")
def move_material(work: Work, material_id: int, to: int) -> None:
    """Move a paper to 0-based index ``to`` within its item's list."""
    material = fetch(work.session, Material, material_id)
    place(material.item.materials, material, to)
    work.meeting_id, work.label = material.item.meeting_id, f"调整材料次序“{material.title}”"


@action("删除材料")
def delete_material(work: Work, material_id: int) -> None:
    """Delete a paper from the checklist."""
    material = fetch(work.session, Material, material_id)
    item = material.item
    work.meeting_id, work.label = item.meeting_id, f"删除材料“{material.title}”"
    item.materials.remove(material)
    work.session.flush()
    renumber(item.materials)


def item_view(item: AgendaItem, number: int | None, shown: str = "") -> ItemView:
    """Return the view of an item."""
    return ItemView(
        id=item.id,
        meeting_id=item.meeting_id,
        position=item.position,
        number=number,
        printed_number=item.printed_number,
        on_agenda=item.on_agenda,
        verb=item.verb,
        subject=item.subject,
        type=item.type,
        submitted_by=item.submitted_by or "",
        reporter=item.reporter,
        outcome=item.outcome,
        vote_method=item.vote_method,
        via=item.via,
        needs_vote=item.needs_vote,
        artefacts=tuple(item.artefacts or ()),
        objects=tuple(item.objects or ()),
        materials=tuple(
            MaterialView(m.id, m.title, m.provider, m.due, m.received) for m in item.materials
        ),
        shown_number=shown,
        withdrawn=item.withdrawn,
    )


@query
def items(session: Session, meeting_id: int) -> list[ItemView]:
    """List all items of a meeting in order, ceremonies included."""
    number = 0
    views: list[ItemView] = []
    meeting = fetch(session, Meeting, meeting_id)
    # one reading for the papers of all items
    mine = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    held = session.scalars(
        mine.options(selectinload(AgendaItem.materials)).order_by(AgendaItem.position)
    ).all()
    shown = agenda_numbers(meeting)
    for item in held:
        number += item.stands
        views.append(item_view(item, number if item.stands else None, shown.get(item.id, "")))
    return views


# -- what the rules say ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TypeDefaults:
    """What items of a type usually are: put to the vote, how, what they yield (A14–A21)."""

    needs_vote: bool
    vote_method: str
    artefacts: tuple[str, ...]
    on_agenda: bool


@query
def type_defaults(
    session: Session,
    meeting_id: int,
    type: str,  # noqa: A002 - the field's term
) -> TypeDefaults:
    """Return the defaults of a type in this meeting.

    An unknown type is on the agenda and not voted on. A meeting that takes no votes (主任会议)
    neither votes on any item nor makes its papers: it studies what others will decide.
    """
    known = rules.item_type(type)
    if not kind_rule(fetch(session, Meeting, meeting_id).kind).votes:
        return TypeDefaults(False, "", (), known.on_agenda)
    return TypeDefaults(known.votes, str(known.method), known.products, known.on_agenda)


@query
def outcome_words(session: Session, item_id: int) -> tuple[str, ...]:
    """Return the outcome phrases that fit an item of this meeting, the likeliest first (A36)."""
    item = fetch(session, AgendaItem, item_id)
    return rules.allowed_outcomes(item.meeting.kind, item.type)


@query
def remarks(session: Session, meeting_id: int) -> dict[int, tuple[str, ...]]:
    """Return what the rules ask to be looked at again, by item id (A17, A18, A36)."""
    meeting = fetch(session, Meeting, meeting_id)
    listed = list(meeting.agenda)
    facts = [
        rules.ItemFacts(i.subject, i.type, i.verb, i.outcome, tuple(i.artefacts or ()))
        for i in listed
    ]
    told: dict[int, tuple[str, ...]] = {}
    for problem in rules.check_agenda(meeting.kind, facts):
        if problem.row is not None:
            key = listed[problem.row - 1].id
            told[key] = (*told.get(key, ()), problem.message)
    return told


# -- a pasted list -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PastedItem:
    """One pasted line as understood; ``known``: the meeting already has this item."""

    row: int
    verb: str
    subject: str
    type: str
    submitted_by: str
    outcome: str
    known: bool
    problems: tuple[str, ...]


@query
def read_pasted(session: Session, meeting_id: int, text: str) -> list[PastedItem]:
    """Take apart a pasted agenda, one item a line; nothing is stored."""
    meeting = fetch(session, Meeting, meeting_id)
    there = {(item.verb, item.subject) for item in meeting.agenda}
    rows = [at for at, line in enumerate(text.splitlines(), start=1) if line.strip()]
    made: list[PastedItem] = []
    for row, item in zip(rows, rules.parse_agenda(text), strict=True):
        key = (item.verb, item.subject)
        made.append(
            PastedItem(
                row, item.verb, item.subject, item.type, item.submitter, item.outcome,
                key in there, tuple(problem.message for problem in item.problems),
            )
        )  # fmt: skip
        there.add(key)
    return made


@action("粘贴议题")
def add_pasted(work: Work, meeting_id: int, text: str) -> list[int]:
    """Add every item of a pasted agenda in one step, passing over those already there.

    Type, vote and papers take the defaults of the type the words point to.

    Raises:
        Refused: a line could not be read, or none is new; nothing is added then.
    """
    read = read_pasted(work, meeting_id, text)
    wrong = [
        Problem(message, row=item.row, field="议题") for item in read for message in item.problems
    ]
    if wrong:
        raise Refused(f"有{len(wrong)}处看不懂，一条也没有增加。", *wrong)
    new = [item for item in read if not item.known]
    if not new:
        raise Refused("没有新的议题可增加。", Problem("请粘贴议程正文，一行一个议题。"))
    made = []
    for item in new:
        usual = type_defaults(work, meeting_id, item.type)
        made.append(
            add_item(
                work, meeting_id, verb=item.verb, subject=item.subject, type=item.type,
                submitted_by=item.submitted_by, needs_vote=usual.needs_vote,
                vote_method=usual.vote_method, artefacts=usual.artefacts,
                on_agenda=usual.on_agenda,
            )
        )  # fmt: skip
        if item.outcome:
            record_outcome(work, made[-1], item.outcome)
    work.label = f"粘贴议题{len(made)}项"
    return made
