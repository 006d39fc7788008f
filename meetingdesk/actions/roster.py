"""名册: bodies, terms, people, tenures and units, and who is in office on a date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import assign, fetch, place, require
from meetingdesk.actions.pinyin import pinyin_key
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.facts import tenures_on
from meetingdesk.records.meetings import Attendance, Meeting
from meetingdesk.records.roster import Body, Person, Tenure, Term, Unit
from meetingdesk.rules.names import unpadded

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

POSTS = ("主任", "副主任", "秘书长", "委员")
PARTY_POSTS = ("", "书记", "副书记", "成员")
UNIT_KINDS = ("政府部门", "常委会机构", "监察", "法院", "检察院", "下级人大", "其他")
_PERSON_FIELDS = frozenset({"name", "gender", "ethnicity", "birth", "note"})
_TENURE_FIELDS = frozenset({"post", "since", "until", "leave_reason", "party_post", "party_order"})


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member of a term as panels and papers see one (id is the tenure's)."""

    id: int
    person_id: int
    name: str
    post: str
    gender: str
    ethnicity: str
    since: dt.date | None
    until: dt.date | None
    leave_reason: str
    committee_order: int
    party_post: str
    party_order: int | None
    pinyin: str
    birth: dt.date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TermView:
    """A term with its body's names."""

    id: int
    body_id: int
    body_name: str
    body_short: str
    place: str
    level: str
    body_kind: str
    number: int
    start: dt.date | None
    end: dt.date | None
    statutory_seats: int | None


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit with its two names."""

    id: int
    name: str
    short_name: str
    kind: str
    position: int


@action("登记机构")
def add_body(
    work: Work, *, name: str, short_name: str, place_name: str, level: str, kind: str
) -> int:
    """Register a body (示例市人民代表大会常务委员会) and return its id.

    Raises:
        Refused: a body of that name exists.
    """
    name = require(name, "机构全称")
    if work.session.scalar(select(Body.id).where(Body.name == name)) is not None:
        raise Refused(f"“{name}”已经登记过，不必重复登记。", Problem("名称重复", field="机构全称"))
    body = Body(name=name, short_name=short_name, place=place_name, level=level, kind=kind)
    work.session.add(body)
    work.session.flush()
    work.label = f"登记{name}"
    return body.id


@action("登记届次")
def add_term(
    work: Work,
    *,
    body_id: int,
    number: int,
    start: dt.date | None = None,
    end: dt.date | None = None,
    statutory_seats: int | None = None,
) -> int:
    """Register a term (届) of a body and return its id.

    Raises:
        Refused: the body has that term, or it ends before it starts.
    """
    body = fetch(work.session, Body, body_id)
    if any(t.number == number for t in body.terms):
        raise Refused(f"第{number}届已经登记过。", Problem("届次重复", field="届次"))
    _check_span(start, end, "届期")
    term = Term(body=body, number=number, start=start, end=end, statutory_seats=statutory_seats)
    work.session.add(term)
    work.session.flush()
    work.label = f"登记第{number}届"
    return term.id


def _check_span(since: dt.date | None, until: dt.date | None, what: str) -> None:
    if since and until and until < since:
        raise Refused(f"{what}的截止日期早于开始日期。", Problem("请核对两个日期。", field=what))


@action("登记单位")
def add_unit(work: Work, *, name: str, short_name: str = "", kind: str = "政府部门") -> int:
    """Register a unit with full and short name and return its id.

    Raises:
        Refused: a unit of that name exists.
    """
    name = require(name, "单位全称")
    if work.session.scalar(select(Unit.id).where(Unit.name == name)) is not None:
        raise Refused(f"单位“{name}”已经登记过。", Problem("名称重复", field="单位全称"))
    last = work.session.scalars(select(Unit.position).order_by(Unit.position.desc())).first()
    unit = Unit(name=name, short_name=short_name or name, kind=kind, position=(last or 0) + 1)
    work.session.add(unit)
    work.session.flush()
    work.label = f"登记单位“{name}”"
    return unit.id


@action("修改单位")
def edit_unit(work: Work, /, unit_id: int, **values: object) -> None:
    """Change a unit's ``name``, ``short_name`` or ``kind``."""
    unit = fetch(work.session, Unit, unit_id)
    assign(unit, values, frozenset({"name", "short_name", "kind"}))
    require(unit.name, "单位全称")
    work.label = f"修改单位“{unit.name}”"


@action("删除单位")
def delete_unit(work: Work, unit_id: int) -> None:
    """Delete a unit."""
    unit = fetch(work.session, Unit, unit_id)
    work.label = f"删除单位“{unit.name}”"
    work.session.delete(unit)


@action("调整单位次序")
def move_unit(work: Work, unit_id: int, to: int) -> None:
    """Move a unit to 0-based index ``to``."""
    unit = fetch(work.session, Unit, unit_id)
    place(work.session.scalars(select(Unit).order_by(Unit.position, Unit.id)).all(), unit, to)
    work.label = f"调整“{unit.name}”的次序"


@action("登记组成人员")
def add_member(
    work: Work,
    *,
    term_id: int,
    name: str,
    post: str = "委员",
    since: dt.date | None = None,
    until: dt.date | None = None,
    gender: str = "",
    ethnicity: str = "",
    birth: dt.date | None = None,
    party_post: str = "",
    party_order: int | None = None,
    note: str = "",
) -> int:
    """Register a member of a term (a person and an office from–to); return the tenure's id.

    Raises:
        Refused: no name, an unknown post, a second holder of 主任 or 秘书长, or the person
            already holds an office in the term at that time.
    """
    name = unpadded(require(name, "姓名"))
    term = fetch(work.session, Term, term_id)
    _check_span(since, until, "任期")
    _check_post(term, post, since, until, None)
    person = _person_named(work.session, name, birth)
    if person is None:
        person = Person(name=name, pinyin=pinyin_key(name))
        work.session.add(person)
    person.gender, person.ethnicity = (
        gender or person.gender or "",
        ethnicity or person.ethnicity or "",
    )
    person.birth, person.note = birth or person.birth, note or person.note or ""
    _check_no_overlap(person, term, since, until)
    last = max((t.committee_order for t in term.tenures), default=0)
    tenure = Tenure(
        person=person,
        term=term,
        post=post,
        since=since,
        until=until,
        committee_order=last + 1,
        party_post=party_post,
        party_order=party_order,
    )
    work.session.add(tenure)
    work.session.flush()
    work.label = f"登记{post}{name}"
    return tenure.id


def _person_named(session: Session, name: str, birth: dt.date | None) -> Person | None:
    """A person of that name known before; two people of one name differ by birth date."""
    found = session.scalars(select(Person).where(Person.name == name)).all()
    if birth is not None:
        found = [p for p in found if p.birth in (None, birth)]
    return found[0] if len(found) == 1 else None


def _overlaps(
    a: tuple[dt.date | None, dt.date | None], b: tuple[dt.date | None, dt.date | None]
) -> bool:
    first = max(a[0] or dt.date.min, b[0] or dt.date.min)
    return first <= min(a[1] or dt.date.max, b[1] or dt.date.max)


def _check_no_overlap(
    person: Person,
    term: Term,
    since: dt.date | None,
    until: dt.date | None,
    own_id: int | None = None,
) -> None:
    for held in person.tenures:
        if held.id == own_id and own_id is not None:
            continue
        if held.term_id == term.id and _overlaps((held.since, held.until), (since, until)):
            raise Refused(
                f"{person.name}在这段时间已任{held.post}，不能重复登记。",
                Problem(
                    "如是改任，请先登记原职务的离任日期；如是同名的另一人，请填写出生日期。",
                    field="姓名",
                ),
            )


def _check_post(
    term: Term,
    post: str,
    since: dt.date | None,
    until: dt.date | None,
    own_id: int | None,
) -> None:
    if post not in POSTS:
        raise Refused(
            f"职务“{post}”不在组成人员的职务之列。",
            Problem(f"可用的职务：{'、'.join(POSTS)}。", field="职务"),
        )
    if post in ("主任", "秘书长"):
        for held in term.tenures:
            if (
                held.id != own_id
                and held.post == post
                and _overlaps((held.since, held.until), (since, until))
            ):
                raise Refused(
                    f"{post}已由{held.person.name}担任，任期重叠。",
                    Problem("请先登记前任的离任日期。", field="职务"),
                )


@action("修改组成人员")
def edit_member(work: Work, /, tenure_id: int, **values: object) -> None:
    """Change a member's personal data or office.

    Raises:
        Refused: the changed office clashes with another.
    """
    tenure = fetch(work.session, Tenure, tenure_id)
    person = tenure.person
    personal = {k: v for k, v in values.items() if k in _PERSON_FIELDS}
    assign(person, personal, _PERSON_FIELDS)
    assign(tenure, {k: v for k, v in values.items() if k not in personal}, _TENURE_FIELDS)
    person.name = unpadded(require(person.name, "姓名"))
    if "name" in personal:
        person.pinyin = pinyin_key(person.name)
    _check_span(tenure.since, tenure.until, "任期")
    _check_post(tenure.term, tenure.post, tenure.since, tenure.until, tenure.id)
    _check_no_overlap(person, tenure.term, tenure.since, tenure.until, tenure.id)
    work.label = f"修改{person.name}的登记"


@action("登记离任")
def end_tenure(work: Work, tenure_id: int, *, until: dt.date, reason: str) -> None:
    """Record the last day in office and the reason (辞职, 罢免, 调离, 去世 …).

    Raises:
        Refused: the day lies before the first one.
    """
    tenure = fetch(work.session, Tenure, tenure_id)
    _check_span(tenure.since, until, "任期")
    tenure.until, tenure.leave_reason = until, reason.strip()
    work.label = f"登记{tenure.person.name}离任"


@action("删除组成人员")
def delete_member(work: Work, tenure_id: int) -> None:
    """Delete a tenure, and the person when nothing else names them.

    Raises:
        Refused: the person is on a roll or chairs a meeting.
    """
    tenure = fetch(work.session, Tenure, tenure_id)
    person, term = tenure.person, tenure.term
    others = [t for t in person.tenures if t.id != tenure.id]
    on_roll = work.session.scalar(
        select(Attendance.id).where(Attendance.person_id == person.id, Attendance.state != "未登记")
    )
    chairs = work.session.scalar(select(Meeting.id).where(Meeting.chair_id == person.id))
    if not others and (on_roll is not None or chairs is not None):
        raise Refused(
            f"{person.name}已有出席或主持会议的记录，不能删除。",
            Problem("如已离任，请改为登记离任日期。", field="姓名"),
        )
    work.label = f"删除{tenure.post}{person.name}"
    term.tenures.remove(tenure)
    person.tenures.remove(tenure)  # else the person's deletion would delete it once more
    if not others:
        for row in work.session.scalars(
            select(Attendance).where(Attendance.person_id == person.id)
        ):
            work.session.delete(row)
        work.session.delete(person)
    work.session.flush()
    _renumber_tenures(term)


def _renumber_tenures(term: Term) -> None:
    for number, tenure in enumerate(
        sorted(term.tenures, key=lambda t: (t.committee_order, t.id)), start=1
    ):
        if tenure.committee_order != number:
            tenure.committee_order = number


@action("调整名册次序")
def move_member(work: Work, tenure_id: int, to: int) -> None:
    """Move a member to 0-based index ``to`` of the committee order (常委会序)."""
    tenure = fetch(work.session, Tenure, tenure_id)
    order = sorted(tenure.term.tenures, key=lambda t: t.committee_order)
    order.remove(tenure)
    order.insert(max(0, min(to, len(order))), tenure)
    for number, row in enumerate(order, start=1):
        if row.committee_order != number:
            row.committee_order = number
    work.label = f"调整{tenure.person.name}的次序"


def member_view(tenure: Tenure) -> MemberView:
    """Return the view of a tenure."""
    person = tenure.person
    return MemberView(
        id=tenure.id,
        person_id=person.id,
        name=person.name,
        post=tenure.post,
        gender=person.gender,
        ethnicity=person.ethnicity,
        since=tenure.since,
        until=tenure.until,
        leave_reason=tenure.leave_reason,
        committee_order=tenure.committee_order,
        party_post=tenure.party_post,
        party_order=tenure.party_order,
        pinyin=person.pinyin,
        birth=person.birth,
        note=person.note,
    )


@query
def terms(session: Session) -> list[TermView]:
    """List all terms, newest first within each body."""
    rows = session.scalars(select(Term).join(Body).order_by(Body.id, Term.number.desc())).all()
    return [term_view(t) for t in rows]


def term_view(term: Term) -> TermView:
    """Return the view of a term."""
    body = term.body
    return TermView(
        id=term.id,
        body_id=body.id,
        body_name=body.name,
        body_short=body.short_name,
        place=body.place,
        level=body.level,
        body_kind=body.kind,
        number=term.number,
        start=term.start,
        end=term.end,
        statutory_seats=term.statutory_seats,
    )


@query
def members(session: Session, term_id: int, *, find: str = "") -> list[MemberView]:
    """List every tenure of a term in committee order; ``find`` matches name or pinyin."""
    wanted = select(Tenure).join(Person).where(Tenure.term_id == term_id)
    if find.strip():
        word = find.strip().lower()
        wanted = wanted.where(
            or_(
                Person.name.contains(word), Person.pinyin.contains(word), Tenure.post.contains(word)
            )
        )
    rows = session.scalars(wanted.order_by(Tenure.committee_order, Tenure.id)).all()
    return [member_view(t) for t in rows]


@query
def members_on(session: Session, term_id: int, on: dt.date) -> list[MemberView]:
    """List who is in office on ``on`` (both days inclusive), in committee order.

    Its length is N, 全体组成人员 (地方组织法 Art. 51; rules.md Q5).
    """
    return [member_view(t) for t in tenures_on(session, term_id, on)]


@query
def units(session: Session, *, kind: str = "") -> list[UnitView]:
    """List units in their order, of one ``kind`` if given."""
    wanted = select(Unit).order_by(Unit.position, Unit.id)
    if kind:
        wanted = wanted.where(Unit.kind == kind)
    return [
        UnitView(u.id, u.name, u.short_name, u.kind, u.position) for u in session.scalars(wanted)
    ]


__all__ = [
    "PARTY_POSTS",
    "POSTS",
    "UNIT_KINDS",
    "MemberView",
    "TermView",
    "UnitView",
    "add_body",
    "add_member",
    "add_term",
    "add_unit",
    "delete_member",
    "delete_unit",
    "edit_member",
    "edit_unit",
    "end_tenure",
    "member_view",
    "members",
    "members_on",
    "move_member",
    "move_unit",
    "tenures_on",
    "term_view",
    "terms",
    "units",
]
