"""宪法宣誓: who still has to swear, ceremonies and their record (A28)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.actions.appointments import oath_organiser
from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import assign, fetch, place, renumber
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.appointments import MotionEntry
from meetingdesk.records.facts import ceremonies_of
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.oaths import Ceremony, OathTaker, left_to_swear
from meetingdesk.rules.oath import Ceremony as Plan
from meetingdesk.rules.oath import check_ceremony

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

FORMS = ("集体", "单独")
#: the organiser name the oath rules use for the standing committee itself
COMMITTEE = "市人大常委会"
_FIELDS = frozenset(
    {"date", "place", "form", "leader", "chair", "witness", "organiser", "anthem", "emblem"}
)


@dataclass(frozen=True, slots=True)
class TakerView:
    """One person of a ceremony."""

    id: int
    entry_id: int | None
    position: int
    name: str
    post: str
    sworn: bool
    reason: str
    made_up_on: dt.date | None


@dataclass(frozen=True, slots=True)
class UnswornView:
    """Someone appointed who has not sworn yet. ``planned``: stands on a ceremony's list."""

    entry_id: int
    name: str
    post: str
    organiser: str
    planned: bool


@dataclass(frozen=True, slots=True)
class CeremonyView:
    """A ceremony; ``problems`` says in Chinese what is missing for its form.

    ``advice`` is what the 2018 decision asks for besides and does not keep from the record.
    """

    id: int
    meeting_id: int
    position: int
    date: dt.date | None
    place: str
    form: str
    leader: str
    chair: str
    witness: str
    organiser: str
    anthem: bool
    emblem: bool
    takers: tuple[TakerView, ...]
    problems: tuple[str, ...]
    advice: tuple[str, ...] = ()

    @property
    def held(self) -> bool:
        """Whether anyone is recorded as sworn."""
        return any(taker.sworn for taker in self.takers)


@action("登记宣誓仪式")
def add_ceremony(
    work: Work,
    meeting_id: int,
    *,
    form: str = "集体",
    date: dt.date | None = None,
    place: str = "",
    leader: str = "",
    chair: str = "",
    witness: str = "",
    organiser: str = "",
    anthem: bool = True,
    emblem: bool = True,
    entry_ids: Sequence[int] | None = None,
) -> int:
    """Register a ceremony and return its id.

    ``entry_ids`` names who swears; without it, everyone of the meeting who still has to swear
    before the committee. The organiser defaults to the meeting's body, the chair to its chair.

    Raises:
        Refused: an unknown form, or someone who was not appointed.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    _check_form(form)
    existing = ceremonies_of(work.session, meeting_id)
    ceremony = Ceremony(
        meeting_id=meeting_id,
        position=len(existing) + 1,
        date=date or meeting.end or meeting.start,
        place=place.strip() or meeting.place,
        form=form,
        leader=leader.strip(),
        chair=chair.strip() or (meeting.chair.name if meeting.chair else meeting.chair_text),
        witness=witness.strip(),
        organiser=organiser.strip() or meeting.body.name,
        anthem=anthem,
        emblem=emblem,
    )
    if entry_ids is None:
        swearing = _to_swear(work.session, meeting_id)
    else:
        swearing = [_appointed(work.session, key) for key in entry_ids]
    for number, entry in enumerate(swearing, start=1):
        ceremony.takers.append(
            OathTaker(entry_id=entry.id, name=entry.name, post=entry.post, position=number)
        )
    work.session.add(ceremony)
    work.session.flush()
    work.meeting_id, work.label = meeting_id, f"登记宪法宣誓仪式（{len(ceremony.takers)}人）"
    return ceremony.id


def _check_form(form: str) -> None:
    if form not in FORMS:
        raise Refused(f"“{form}”不是宣誓形式。", Problem("可用：集体、单独。", field="形式"))


def _appointed(session: Session, entry_id: int) -> MotionEntry:
    entry = fetch(session, MotionEntry, entry_id)
    if entry.state != "通过" or not entry.must_swear:
        raise Refused(
            f"{entry.name}不在应宣誓人员之列。",
            Problem("任命表决通过后，才能列入宣誓名单。", field="姓名"),
        )
    return entry


def _to_swear(session: Session, meeting_id: int) -> list[MotionEntry]:
    home = fetch(session, Meeting, meeting_id).body.place
    return [
        e
        for e, listed in left_to_swear(session, meeting_id)
        if not listed and oath_organiser(e.verb, e.name, e.post, home) == COMMITTEE
    ]


@action("修改宣誓仪式")
def edit_ceremony(work: Work, /, ceremony_id: int, **values: object) -> None:
    """Change a ceremony's own fields.

    Raises:
        Refused: an unknown form.
    """
    ceremony = fetch(work.session, Ceremony, ceremony_id)
    _check_form(str(values.get("form", ceremony.form)))
    assign(ceremony, values, _FIELDS)
    ceremony.organiser = ceremony.organiser or ceremony.meeting.body.name
    work.meeting_id, work.label = ceremony.meeting_id, "修改宣誓仪式"


@action("删除宣誓仪式")
def delete_ceremony(work: Work, ceremony_id: int) -> None:
    """Delete a ceremony nobody has sworn at.

    Raises:
        Refused: someone is recorded as sworn.
    """
    ceremony = fetch(work.session, Ceremony, ceremony_id)
    if any(t.sworn for t in ceremony.takers):
        raise Refused("已有人登记宣誓，不能删除仪式。", Problem("请先撤回宣誓登记。", field="宣誓"))
    meeting_id = ceremony.meeting_id
    work.meeting_id, work.label = meeting_id, "删除宣誓仪式"
    work.session.delete(ceremony)
    work.session.flush()
    renumber(ceremonies_of(work.session, meeting_id))


@action("增加宣誓人")
def add_taker(work: Work, ceremony_id: int, *, entry_id: int) -> int:
    """Add a passed appointee to a ceremony; return the taker's id.

    Raises:
        Refused: not appointed, or on the list already.
    """
    ceremony = fetch(work.session, Ceremony, ceremony_id)
    entry = _appointed(work.session, entry_id)
    if any(t.entry_id == entry.id for t in ceremony.takers):
        raise Refused(f"{entry.name}已在宣誓名单中。", Problem("不必重复增加。", field="姓名"))
    taker = OathTaker(
        entry_id=entry.id, name=entry.name, post=entry.post, position=len(ceremony.takers) + 1
    )
    ceremony.takers.append(taker)
    work.session.flush()
    work.meeting_id, work.label = ceremony.meeting_id, f"增加宣誓人{entry.name}"
    return taker.id


@action("增加宣誓人")
def add_takers(work: Work, ceremony_id: int, *, entry_ids: Sequence[int]) -> int:
    """Add several appointees to a ceremony in one step; return how many.

    Raises:
        Refused: as :func:`add_taker`.
    """
    for entry_id in entry_ids:
        add_taker(work, ceremony_id, entry_id=entry_id)
    if len(entry_ids) > 1:
        work.label = f"增加宣誓人{len(entry_ids)}名"
    return len(entry_ids)


@action("删除宣誓人")
def remove_taker(work: Work, taker_id: int) -> None:
    """Take a person off a ceremony's list.

    Raises:
        Refused: the person is recorded as sworn.
    """
    taker = fetch(work.session, OathTaker, taker_id)
    ceremony = taker.ceremony
    if taker.sworn:
        raise Refused(f"{taker.name}已登记宣誓，不能从名单中删除。", Problem("请先撤回宣誓登记。"))
    work.meeting_id, work.label = ceremony.meeting_id, f"删除宣誓人{taker.name}"
    ceremony.takers.remove(taker)
    work.session.flush()
    renumber(ceremony.takers)


@action("调整宣誓次序")
def move_taker(work: Work, taker_id: int, to: int) -> None:
    """Move a person to 0-based index ``to``."""
    taker = fetch(work.session, OathTaker, taker_id)
    place(taker.ceremony.takers, taker, to)
    work.meeting_id, work.label = taker.ceremony.meeting_id, "调整宣誓次序"


@action("登记宣誓")
def swear_in(work: Work, ceremony_id: int, *, absent: dict[int, str] | None = None) -> int:
    """Record that the ceremony was held: all sworn but ``absent`` (taker id → reason).

    Returns how many swore. Who swore later (补宣) stays so.

    Raises:
        Refused: the form's requirements are not met (集体 needs a 领誓人; 2018 decision, item 8).
    """
    ceremony = fetch(work.session, Ceremony, ceremony_id)
    problems = _problems(ceremony)
    if problems:
        raise Refused("宣誓仪式的登记还不完整。", *(Problem(p) for p in problems))
    missing = absent or {}
    for taker in ceremony.takers:
        if taker.made_up_on is not None:
            continue
        taker.sworn = taker.id not in missing
        taker.reason = missing.get(taker.id, "").strip()
    sworn = sum(t.sworn for t in ceremony.takers)
    work.meeting_id, work.label = ceremony.meeting_id, f"登记宪法宣誓{sworn}人"
    return sworn


@action("撤回宣誓登记")
def clear_oaths(work: Work, ceremony_id: int) -> None:
    """Put everyone of a ceremony back to not sworn, to record it again."""
    ceremony = fetch(work.session, Ceremony, ceremony_id)
    for taker in ceremony.takers:
        taker.sworn, taker.reason, taker.made_up_on = False, "", None
    work.meeting_id, work.label = ceremony.meeting_id, "撤回宣誓登记"


@action("登记补宣")
def make_up(work: Work, taker_id: int, *, on: dt.date) -> None:
    """Record that a person swore later (补宣).

    Raises:
        Refused: sworn already, or a day before the ceremony.
    """
    taker = fetch(work.session, OathTaker, taker_id)
    if taker.sworn:
        raise Refused(f"{taker.name}已登记宣誓，不必补宣。")
    held = taker.ceremony.date
    if held is not None and on < held:
        raise Refused("补宣没有登记。", Problem("补宣日期早于宣誓仪式。", field="补宣日期"))
    taker.sworn, taker.made_up_on = True, on
    work.meeting_id, work.label = taker.ceremony.meeting_id, f"登记{taker.name}补宣"


def _problems(ceremony: Ceremony) -> list[str]:
    problems: list[str] = []
    if not ceremony.takers:
        problems.append("宣誓名单是空的。")
    if ceremony.form == "集体" and not ceremony.leader:
        problems.append("集体宣誓应有一名领誓人，请填写领誓人。")
    if ceremony.form == "单独" and len(ceremony.takers) > 1:
        problems.append("单独宣誓每次一人，请改为集体宣誓或分别登记。")
    if ceremony.date is None:
        problems.append("请填写仪式日期。")
    return problems


def _advice(ceremony: Ceremony) -> list[str]:
    """What else the decision asks for (item eight), beyond what stops the record."""
    plan = Plan(
        form=f"{ceremony.form}宣誓",
        swearers=tuple(t.name for t in ceremony.takers),
        leader=ceremony.leader,
        emblem=ceremony.emblem,
        anthem=ceremony.anthem,
    )
    told = [p for p in check_ceremony(plan) if p.field != "宣誓人"]
    return [p.message for p in told if not (p.field == "领誓人" and ceremony.form == "集体")]


@query
def ceremonies(session: Session, meeting_id: int) -> list[CeremonyView]:
    """List a meeting's ceremonies."""
    return [
        CeremonyView(
            id=c.id,
            meeting_id=c.meeting_id,
            position=c.position,
            date=c.date,
            place=c.place,
            form=c.form,
            leader=c.leader,
            chair=c.chair,
            witness=c.witness,
            organiser=c.organiser,
            anthem=c.anthem,
            emblem=c.emblem,
            takers=tuple(
                TakerView(
                    t.id, t.entry_id, t.position, t.name, t.post, t.sworn, t.reason, t.made_up_on
                )
                for t in c.takers
            ),
            problems=tuple(_problems(c)),
            advice=tuple(_advice(c)),
        )
        for c in ceremonies_of(session, meeting_id)
    ]


def unsworn_of(session: Session, meeting_id: int) -> list[UnswornView]:
    """List who passed, must swear and has not, by the order of the motions."""
    meeting = fetch(session, Meeting, meeting_id)
    return [
        UnswornView(
            e.id,
            e.name,
            e.post,
            oath_organiser(e.verb, e.name, e.post, meeting.body.place),
            planned,
        )
        for e, planned in left_to_swear(session, meeting_id)
    ]


@query
def unsworn(session: Session, meeting_id: int) -> list[UnswornView]:
    """List who was appointed and has not sworn yet, with who holds the oath (就职时应当宣誓)."""
    return unsworn_of(session, meeting_id)


@query
def still_to_swear(session: Session, meeting_id: int) -> list[str]:
    """Name who was appointed and has not sworn yet."""
    return [one.name for one in unsworn_of(session, meeting_id)]
