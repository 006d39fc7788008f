"""What a careful reader of a draft looks for before it is printed (inventory §6; rows A17, A34, A35).

Every function reads plain text and says what it saw and where; none changes a word. Nothing here
guesses: a finding is either wrong in itself (a 30 February) or differs from what the record says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from meetingdesk.rules.dates import cn_date, weekday
from meetingdesk.rules.names import unpadded
from meetingdesk.rules.numerals import ordinal
from meetingdesk.rules.titles import find_meeting_names

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Sequence

    from meetingdesk.rules.kinds import MeetingKind

_BLANK = re.compile(
    r"[×✕]{2,}|(?<![A-Za-z])[xX]{2,}(?![A-Za-z])|[_＿]{2,}|【[^】]{0,20}】|\{\{|\}\}|\{%"
    r"|[（(〔]\s*[）)〕]|第\s+[届次号]|\d{0,4}年\s+月|(?<![等有尚亟])待(?:定(?![期量额性])|补|填|核|确认)|此处填写"
)
_DATE = re.compile(
    r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    r"(?:\s*[（(]?(?P<weekday>(?:星期|周)[一二三四五六日天])[）)]?)?"
)
_EFFECTIVE = re.compile(r"自(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日起施?行")


def blanks(text: str) -> list[str]:
    """Return what still stands for something to be filled in: ××, ____, 【…】, （ ）, 待定."""
    return [found[0] for found in _BLANK.finditer(text)]


def date_faults(text: str, year: int | None) -> list[str]:
    """Say which dates do not exist or fall on another day of the week.

    A date without a year is of the year last written before it, else of ``year``.
    """
    told = []
    for found in _DATE.finditer(text):
        if found["year"]:
            year = int(found["year"])
        if year is None:
            continue
        day = _real(year, found["month"], found["day"])
        given = found["weekday"]
        if day is None:
            told.append(f"“{found[0]}”不是真实的日期")
        elif given and weekday(day)[-1] != given[-1].replace("天", "日"):
            told.append(f"“{found[0]}”应为{weekday(day)}")
    return told


def _real(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def early_effect(text: str, adopted: date) -> list[str]:
    """Say where a text takes effect before the day it was adopted (立法法 Art. 104: not back)."""
    told = []
    for found in _EFFECTIVE.finditer(text):
        day = _real(int(found["year"]), found["month"], found["day"])
        if day is not None and day < adopted:
            told.append(f"施行日期{cn_date(day)}早于通过日期{cn_date(adopted)}")
    return told


@dataclass(frozen=True, slots=True)
class Sitting:
    """The meeting a text belongs to: its place (示例市), term, kind and number."""

    place: str
    term: int | None
    kind: MeetingKind
    number: int | None


def foreign_meetings(text: str, own: Sitting, known: Collection[tuple[int, int]]) -> list[str]:
    """Say which committee meetings named in ``text`` cannot be meant.

    ``known`` holds (term, number) of the committee's meetings on record. Wrong are: this number
    in another term, and a number of this term that is neither this meeting nor on record.
    """
    told = []
    for name in find_meeting_names(text):
        if name.kind != own.kind or own.number is None or own.term is None:
            continue
        if name.place not in own.place:
            continue  # another city's or a county's meeting
        term = name.term if name.term is not None else own.term
        if (term, name.number) == (own.term, own.number) or (term, name.number) in known:
            continue
        raw = text[name.start : name.end]
        if name.number == own.number:
            told.append(f"“{raw}”与本届（{ordinal(own.term)}届）不一致")
        elif term == own.term:
            told.append(f"“{raw}”与本次会议（{ordinal(own.number)}次）不一致，台账中也没有这次会议")
    return told


def name_variants(text: str, names: Collection[str], sound: Callable[[str], str]) -> dict[str, str]:
    """Return near spellings of known names found in ``text``: what is written → the name.

    A near spelling has as many characters and differs in one that sounds alike (``sound`` of a
    character, without tone). Names of two characters are left aside: 高远 would find every 高原.
    """
    plain = unpadded(text)
    found: dict[str, str] = {}
    for name in names:
        if len(name) < 3:
            continue
        for at, char in enumerate(name):
            pattern = f"{re.escape(name[:at])}([\u3400-\u9fff]){re.escape(name[at + 1 :])}"
            for hit in re.finditer(pattern, plain):
                other = hit[1]
                if other != char and hit[0] not in names and sound(other) == sound(char):
                    found[hit[0]] = name
    return found


def near_name(written: str, names: Collection[str]) -> str | None:
    """Return the known name that ``written`` differs from in one character, if it is not one."""
    plain = unpadded(written)
    if plain in names or len(plain) < 3:
        return None
    return next((n for n in names if len(n) == len(plain) and _distance(n, plain) == 1), None)


def _distance(left: str, right: str) -> int:
    return sum(a != b for a, b in zip(left, right, strict=True))


def out_of_order(
    wanted: Sequence[Hashable], given: Sequence[Hashable]
) -> tuple[Hashable, Hashable] | None:
    """Return the first two of ``given`` that stand the other way round in ``wanted``.

    What only one of them has is left aside; ``None`` when the order is kept.
    """
    place = {key: at for at, key in enumerate(wanted)}
    common = [key for key in given if key in place]
    return next(((a, b) for a, b in pairwise(common) if place[a] > place[b]), None)


def gaps(numbers: Collection[int]) -> list[int]:
    """Return the numbers missing between the smallest and the largest."""
    held = set(numbers)
    return [n for n in range(min(held), max(held)) if n not in held] if held else []
