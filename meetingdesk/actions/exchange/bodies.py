"""Reading the name of a body and finding or registering it: 示例市第十四届人大常委会.

The term (届) stands inside the name in everyday use; the desk keeps body and term apart, so
that 示例市人大常委会 and 示例市第十四届人大常委会 are one body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.errors import BadInput
from meetingdesk.records.roster import Body, Term
from meetingdesk.rules.numerals import han, parse_han

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_COMMITTEE = ("人大常委会", "人民代表大会常务委员会")
_NAME = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{1,12}?[省市区县州盟旗乡镇])(?:第(?P<term>[^届]{1,6})届)?"
    r"(?P<organ>人大常委会|人民代表大会常务委员会|人民代表大会)"
)
COMMITTEE, CONGRESS, PARTY_GROUP, OTHER = (
    "standing_committee",
    "congress",
    "party_group",
    "other",
)


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body's name taken apart; ``term`` None when the name carries none."""

    name: str
    short_name: str
    place: str
    level: str
    kind: str
    term: int | None = None


def read_body(text: str) -> BodyName:
    """Take a body's name apart; a name of no known form is kept whole."""
    plain = "".join(text.split())
    found = _NAME.fullmatch(plain)
    if found is None:
        return BodyName(plain, plain, "", "", _kind_of(plain))
    try:
        term = parse_han(found["term"]) if found["term"] else None
    except BadInput:
        return BodyName(plain, plain, "", "", _kind_of(plain))
    place, level = found["place"], found["place"][-1]
    if found["organ"] in _COMMITTEE:
        name, short = f"{place}人民代表大会常务委员会", f"{level}人大常委会"
        return BodyName(name, short, place, level, COMMITTEE, term)
    return BodyName(f"{place}人民代表大会", f"{level}人大", place, level, CONGRESS, term)


def _kind_of(name: str) -> str:
    if name.endswith("党组"):
        return PARTY_GROUP
    return COMMITTEE if name.endswith(_COMMITTEE) else OTHER


def body_text(body: Body, term: int | None) -> str:
    """Write a body's everyday name with its term, as exchange files carry it."""
    if not body.place or body.kind not in (COMMITTEE, CONGRESS):
        return body.name
    organ = "人大常委会" if body.kind == COMMITTEE else "人民代表大会"
    return f"{body.place}{f'第{han(term)}届' if term else ''}{organ}"


def find_body(session: Session, name: BodyName) -> Body | None:
    """Return the desk's body of that name, or the only one of that short name."""
    body = session.scalars(select(Body).where(Body.name == name.name)).first()
    if body is None and not name.place:
        short = session.scalars(
            select(Body).where(Body.short_name == name.name, Body.kind == name.kind)
        ).all()
        body = short[0] if len(short) == 1 else None
    return body


def ensure_body(session: Session, name: BodyName) -> Body:
    """Return the desk's body, registered now if it is unknown."""
    body = find_body(session, name)
    if body is None:
        body = Body(
            name=name.name,
            short_name=name.short_name,
            place=name.place,
            level=name.level,
            kind=name.kind,
        )
        session.add(body)
        session.flush()
    return body


def ensure_term(session: Session, body: Body, number: int | None) -> Term | None:
    """Return the body's term; only committees and congresses have registered terms."""
    if number is None or body.kind not in (COMMITTEE, CONGRESS):
        return None
    term = next((t for t in body.terms if t.number == number), None)
    if term is None:
        term = Term(body=body, number=number)
        session.add(term)
        session.flush()
    return term


def name_within(text: str) -> BodyName | None:
    """Return the body named inside a heading such as 示例市第十四届人大常委会组成人员名册."""
    found = _NAME.search("".join(text.split()))
    return read_body(found[0]) if found else None
