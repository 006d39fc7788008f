"""笔画次序: a list of names by strokes with the reason for each place, and the office's own word.

What the office says of a character (as many strokes, begun so; or directly after another) goes
before the shipped data in every list: rolls, hall, ballots. The roster's own order stays by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.procedure import rules_of
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.facts import tenures_on
from meetingdesk.records.people import StrokeNote, stroke_overrides
from meetingdesk.rules.names import (
    StrokeMode,
    StrokeOrder,
    stroke_key,
    unknown_characters,
    unpadded,
)
from meetingdesk.rules.strokes import (
    MOST,
    count_of,
    digits_of,
    sequences,
    stroke_ranks,
    stroke_words,
)

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

#: where what is shown of a character comes from
SHIPPED, OWN, NONE = "通用规范", "本机构规定", "没有资料"


@dataclass(frozen=True, slots=True)
class CharView:
    """A character: number of strokes (None unknown), its strokes in words as far as known."""

    char: str
    count: int | None
    strokes: str
    #: the character it directly follows, where the office said so
    after: str
    #: 通用规范 · 本机构规定 · 没有资料
    source: str

    @property
    def id(self) -> str:
        """The character itself."""
        return self.char

    @property
    def words(self) -> str:
        """7画，折横折撇横折点; 排在“孔”后."""
        if self.after:
            return f"排在“{self.after}”之后"
        if self.count is None:
            return self.source
        return f"{self.count}画" + (f"，{self.strokes}" if self.strokes else "")


@dataclass(frozen=True, slots=True)
class NameView:
    """A name in its place; ``decided`` counts the characters read to part it from the one before.

    ``equal`` is the name before it of equal strokes up to there, in the norm's own tie.
    """

    id: int
    position: int
    name: str
    chars: tuple[CharView, ...]
    unknown: tuple[str, ...]
    own: tuple[str, ...]
    decided: int
    equal: str = ""


@query
def by_strokes(session: Session, term_id: int, on: dt.date, mode: str) -> list[NameView]:
    """List who is in office on a day in the order of strokes, with what decides each place."""
    own = stroke_overrides(session)
    people = sorted(
        ((stroke_key(t.person.name, mode, own), t) for t in tenures_on(session, term_id, on)),
        key=lambda pair: pair[0],
    )
    notes = {note.char: note for note in session.scalars(select(StrokeNote))}
    made: list[NameView] = []
    for position, (key, tenure) in enumerate(people, start=1):
        name = unpadded(tenure.person.name)
        letters = tuple(dict.fromkeys(name.replace("·", "")))
        chars = tuple(_view(char, notes.get(char)) for char in letters)
        before = people[position - 2] if position > 1 else None
        decided = _decided(key, before[0]) if before else 1
        blank = StrokeMode(mode) is StrokeMode.SURNAME and len(name) == 2 and decided > 1
        equal = before[1].person.name if before and _alike(name, before[1].person.name) else ""
        made.append(
            NameView(
                tenure.id, position, name, chars,
                tuple(unknown_characters(name, own)), tuple(c for c in letters if c in own),
                decided - blank, equal,
            )
        )  # fmt: skip
    return made


def _decided(key: tuple[object, ...], before: tuple[object, ...]) -> int:
    """Count the characters up to the first that differs."""
    same = 0
    for one, other in zip(key, before, strict=False):
        if one != other:
            break
        same += 1
    return same + 1


def _alike(name: str, before: str) -> bool:
    """Whether the first character that differs has the same strokes in both (孔 and 巴)."""
    for one, other in zip(name, unpadded(before), strict=False):
        if one != other:
            strokes = sequences().get(one)
            return strokes is not None and strokes == sequences().get(other)
    return False


@query
def own_order(session: Session, body_id: int, on: dt.date) -> StrokeOrder:
    """Return the order by strokes of a body's lists on a day, with the office's own word.

    A body whose lists keep the roster's order has the usual one, by whole names.
    """
    usual = rules_of(session, body_id, on)["name_order"]
    mode = next((one for one in StrokeMode if one.value == usual), StrokeMode.FULL_NAME)
    return StrokeOrder(mode, stroke_overrides(session))


@query
def character(session: Session, char: str) -> CharView:
    """Return what is known of a character, the office's own word first."""
    return _view(char, session.scalar(select(StrokeNote).where(StrokeNote.char == char)))


@query
def own_words(session: Session) -> list[CharView]:
    """List the characters the office has said something of."""
    rows = session.scalars(select(StrokeNote).order_by(StrokeNote.id))
    return [_view(note.char, note) for note in rows]


def _view(char: str, note: StrokeNote | None) -> CharView:
    if note is not None:
        count = note.strokes or count_of(char)
        return CharView(char, count, stroke_words(note.first), note.after, OWN)
    count = count_of(char)
    strokes = stroke_words(sequences().get(char, ""))
    known = char in stroke_ranks()
    return CharView(char, count, strokes, "", SHIPPED if known else NONE)


@action("规定笔画")
def set_strokes(
    work: Work, char: str, *, strokes: int = 0, first: str = "", after: str = ""
) -> None:
    """Say how a character is written, or which it directly follows; every list obeys.

    ``strokes`` is their number, ``first`` the first ones as 横竖撇点折 or 1–5 in digits.

    Raises:
        Refused: not one character; neither said nor both; strokes that cannot be.
    """
    char, after = unpadded(char), unpadded(after)
    if len(char) != 1:
        raise Refused("请填写一个字。", Problem("一次规定一个字。", field="字"))
    try:
        digits = digits_of(first)
    except ValueError as error:
        raise Refused("笔画没有保存。", Problem(str(error), field="笔顺")) from error
    _check(char, strokes, digits, after)
    row = work.session.scalar(select(StrokeNote).where(StrokeNote.char == char))
    if row is None:
        row = StrokeNote(char=char)
        work.session.add(row)
    row.strokes, row.first, row.after = (0, "", after) if after else (strokes, digits, "")
    row.by, row.on = work.who, work.today
    said = f"排在“{after}”之后" if after else f"{strokes}画{stroke_words(digits)}"
    work.label = f"规定“{char}”字{said}"


def _check(char: str, strokes: int, digits: str, after: str) -> None:
    if after and (len(after) != 1 or after == char or after not in stroke_ranks()):
        raise Refused(
            "笔画没有保存。",
            Problem("请填写一个有笔画资料的、别的字，如“孔”。", field="排在其后"),
        )
    if after and (strokes or digits):
        raise Refused(
            "笔画没有保存。",
            Problem("笔画数和“排在其后”只填一样。", field="排在其后"),
        )
    if not after and not 1 <= strokes <= MOST:
        raise Refused("笔画没有保存。", Problem(f"请填写笔画数，1至{MOST}。", field="笔画数"))
    if not after and len(digits) > strokes:
        raise Refused("笔画没有保存。", Problem("笔顺比笔画数还多，请核对。", field="笔顺"))


@action("恢复笔画")
def clear_strokes(work: Work, char: str) -> None:
    """Go back to the shipped strokes of a character.

    Raises:
        Refused: the office has said nothing of it.
    """
    row = work.session.scalar(select(StrokeNote).where(StrokeNote.char == char))
    if row is None:
        raise Refused(f"“{char}”字用的就是通用规范的笔画。")
    work.session.delete(row)
    work.label = f"“{char}”字的笔画恢复通用规范"
