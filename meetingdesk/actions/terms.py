"""届: a term's dates and seats, its make-up on a day, and the Party group's own order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch, require
from meetingdesk.actions.roster import MemberView, add_body, add_term, member_view
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.facts import tenures_on
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.roster import Body, Tenure, Term
from meetingdesk.rules.majority import quorum
from meetingdesk.rules.numerals import han
from meetingdesk.rules.roster import SIZE_LIMITS, check_size

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

LEVELS = ("市", "县", "区", "省", "乡")
BODY_KINDS = (
    ("standing_committee", "人大常委会"),
    ("party_group", "常委会党组"),
    ("congress", "人民代表大会"),
    ("other", "其他"),
)


@dataclass(frozen=True, slots=True)
class Composition:
    """Who makes up a term on a day, in numbers.

    ``members`` is N, 全体组成人员; ``majority`` the least that is over half of it (地方组织法
    Art. 51). ``problems`` tells where seats or members leave the bounds of Art. 47.
    """

    members: int
    majority: int
    seats: int | None
    chairs: int
    vice_chairs: int
    secretaries: int
    ordinary: int
    party_group: int
    problems: tuple[Problem, ...] = ()

    @property
    def vacant(self) -> int | None:
        """Seats without a holder; negative when more sit than there are seats."""
        return None if self.seats is None else self.seats - self.members


@query
def composition(session: Session, term_id: int, on: dt.date) -> Composition:
    """Count a term's members in office on ``on`` (both days inclusive)."""
    term = fetch(session, Term, term_id)
    sitting = tenures_on(session, term_id, on)
    posts = [tenure.post for tenure in sitting]
    return Composition(
        members=len(sitting),
        majority=quorum(len(sitting)) if sitting else 0,
        seats=term.statutory_seats,
        chairs=posts.count("主任"),
        vice_chairs=posts.count("副主任"),
        secretaries=posts.count("秘书长"),
        ordinary=posts.count("委员"),
        party_group=sum(bool(tenure.party_post) for tenure in sitting),
        problems=_size_problems(term, len(sitting)),
    )


def _size_problems(term: Term, sitting: int) -> tuple[Problem, ...]:
    """Hold seats and members against the law where the level and the seats are known."""
    level = {"区": "县级"}.get(term.body.level, f"{term.body.level}级")
    if term.body.kind != "standing_committee" or not term.statutory_seats:
        return ()
    if level not in SIZE_LIMITS:
        return ()
    # the population is not on record, so only what no population would allow is reported
    return tuple(check_size(term.statutory_seats, sitting, level, population=10**9))


@action("修改届次")
def edit_term(
    work: Work,
    term_id: int,
    *,
    number: int,
    start: dt.date | None,
    end: dt.date | None,
    statutory_seats: int | None,
    name: str | None = None,
    short_name: str | None = None,
    place_name: str | None = None,
    level: str | None = None,
) -> None:
    """Change a term's number, dates and seats (编制名额), and its body's names where given.

    The term's meetings follow the number.

    Raises:
        Refused: the body has another term of that number, another body has the name, a name is
            empty, or the dates are the wrong way round.
    """
    term = fetch(work.session, Term, term_id)
    _rename_body(work.session, term.body, name, short_name, place_name)
    term.body.level = level or term.body.level
    if any(t.number == number and t.id != term.id for t in term.body.terms):
        raise Refused(f"第{han(number)}届已经登记过。", Problem("届次重复", field="届次"))
    if start and end and end < start:
        raise Refused("届期的截止日期早于开始日期。", Problem("请核对两个日期。", field="届期至"))
    if number != term.number:
        for meeting in work.session.scalars(select(Meeting).where(Meeting.term_id == term.id)):
            meeting.term_number = number
    term.number, term.start, term.end = number, start, end
    term.statutory_seats = statutory_seats
    work.label = f"修改第{han(number)}届的登记"


def _rename_body(
    session: Session, body: Body, name: str | None, short_name: str | None, place: str | None
) -> None:
    if name is not None:
        name = require(name, "机构全称")
        other = session.scalar(select(Body.id).where(Body.name == name))
        if other not in (None, body.id):
            raise Refused(f"“{name}”已经登记为另一机构。", Problem("名称重复", field="机构全称"))
        body.name = name
    if short_name is not None:
        body.short_name = require(short_name, "机构简称")
    if place is not None:
        body.place = require(place, "行政区划")


@action("删除届次")
def delete_term(work: Work, term_id: int) -> None:
    """Delete a term nobody is registered in; the body goes with its last term.

    Raises:
        Refused: members or meetings belong to the term.
    """
    term = fetch(work.session, Term, term_id)
    body = term.body
    held = work.session.scalar(
        select(func.count()).select_from(Meeting).where(Meeting.term_id == term.id)
    )
    if term.tenures or held:
        raise Refused(
            f"第{han(term.number)}届已有组成人员或会议，不能删除。",
            Problem("请先删除这一届的会议和人员，或保留这一届。"),
        )
    work.label = f"删除{body.short_name or body.name}第{han(term.number)}届"
    body.terms.remove(term)
    work.session.flush()
    others = work.session.scalar(
        select(func.count()).select_from(Meeting).where(Meeting.body_id == body.id)
    )
    if not body.terms and not others:
        work.session.delete(body)


@action("登记机构和届次")
def found_desk(
    work: Work,
    *,
    name: str,
    short_name: str,
    place_name: str,
    level: str,
    number: int,
    kind: str = "standing_committee",
    start: dt.date | None = None,
    end: dt.date | None = None,
    statutory_seats: int | None = None,
) -> int:
    """Register a term, and its body where that is new; return the term's id.

    Raises:
        Refused: a name is missing, or the body already has that term.
    """
    name = require(name, "机构全称")
    body_id = work.session.scalar(select(Body.id).where(Body.name == name))
    if body_id is None:
        body_id = add_body(
            work,
            name=name,
            short_name=require(short_name, "机构简称"),
            place_name=require(place_name, "行政区划"),
            level=level,
            kind=kind,
        )
    term_id = add_term(
        work, body_id=body_id, number=number, start=start, end=end,
        statutory_seats=statutory_seats,
    )  # fmt: skip
    work.label = f"登记{name}第{han(number)}届"
    return term_id


def _party_key(tenure: Tenure) -> tuple[bool, int, int]:
    return tenure.party_order is None, tenure.party_order or 0, tenure.committee_order


@query
def party_group(session: Session, term_id: int, on: dt.date) -> list[MemberView]:
    """List the Party group in office on ``on`` in its own order (党组序, A04)."""
    sitting = [t for t in tenures_on(session, term_id, on) if t.party_post]
    return [member_view(t) for t in sorted(sitting, key=_party_key)]


@action("调整党组次序")
def move_in_party_group(work: Work, tenure_id: int, to: int, *, on: dt.date) -> None:
    """Move a member to 0-based index ``to`` of the Party group in office on ``on``.

    Raises:
        Refused: the member is not in the Party group on that day.
    """
    tenure = fetch(work.session, Tenure, tenure_id)
    group = [t for t in tenures_on(work.session, tenure.term_id, on) if t.party_post]
    group.sort(key=_party_key)
    if tenure not in group:
        raise Refused(f"{tenure.person.name}当日不是党组成员，没有调整次序。")
    group.remove(tenure)
    group.insert(max(0, min(to, len(group))), tenure)
    for place, row in enumerate(group, start=1):
        if row.party_order != place:
            row.party_order = place
    work.label = f"调整{tenure.person.name}的党组次序"
