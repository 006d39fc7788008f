"""发文字号 and other serial numbers of papers: their pattern, the next one, the gaps.

A pattern is text with places to fill: ``{年}`` the year in full, ``{届}`` the term in Han numerals,
``{号}`` the number in Arabic, ``{序}`` the number in Han numerals. 示人常〔{年}〕{号}号 gives
示人常〔2026〕15号; ``第{号}号`` runs on regardless of year, as 令 do (GB/T 9704—2012 §7.2.5, §10.2:
hexagonal brackets, the year in full, no 第 and no leading zero in a 发文字号).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.errors import BadInput
from meetingdesk.rules.numerals import han, parse_han

if TYPE_CHECKING:
    from collections.abc import Iterable

PLACES = ("{年}", "{届}", "{号}", "{序}")
_PLACE = re.compile(r"\{[^{}]*\}")
_HAN = "[〇零一二三四五六七八九十百千万]+"
_READ = {"{年}": r"(?P<year>\d{4})", "{届}": f"(?P<term>{_HAN})"}
_READ |= {"{号}": r"(?P<number>[1-9]\d{0,4})", "{序}": f"(?P<han>{_HAN})"}


@dataclass(frozen=True, slots=True)
class Serial:
    """A number read by its pattern; ``year`` and ``term`` are ``None`` where it has none."""

    number: int
    year: int | None = None
    term: int | None = None


def faults(pattern: str) -> list[str]:
    """Return what is wrong with ``pattern``, in Chinese; nothing for a good one."""
    found = _PLACE.findall(pattern)
    wrong = [f"“{one}”不是可填的位置" for one in found if one not in PLACES]
    if sum(found.count(one) for one in ("{号}", "{序}")) != 1:
        wrong.append("号数应写且只写一处：{号} 或 {序}")
    if found.count("{年}") > 1 or found.count("{届}") > 1:
        wrong.append("年份、届次各只写一处")
    if "{年}" in found and re.search(r"[\[\]【】()（）]\{年\}|\{年\}[\[\]【】()（）]", pattern):
        wrong.append("年份用六角括号〔〕括起")
    if "第{号}" in pattern and "{年}" in found:
        wrong.append("发文字号的顺序号前不加“第”字")
    if _PLACE.sub("", pattern).strip() == "":
        wrong.append("除号数外还应有发文机关代字等文字")
    return wrong


def number_text(pattern: str, number: int, *, year: int, term: int) -> str:
    """Return the number as printed: 示人常〔2026〕15号."""
    filled = {"{年}": str(year), "{届}": han(term), "{号}": str(number), "{序}": han(number)}
    return _PLACE.sub(lambda match: filled.get(match[0], match[0]), pattern)


def read_number(pattern: str, text: str) -> Serial | None:
    """Read ``text`` by ``pattern``; ``None`` when it was not made by it."""
    parts = re.split(r"(\{[^{}]*\})", pattern)
    found = re.fullmatch("".join(_READ.get(part, re.escape(part)) for part in parts), text)
    if found is None:
        return None
    groups = found.groupdict()
    try:
        number = int(groups["number"]) if groups.get("number") else parse_han(groups["han"])
        term = parse_han(groups["term"]) if groups.get("term") else None
    except BadInput:
        return None
    return Serial(number, int(groups["year"]) if groups.get("year") else None, term)


def same_series(serial: Serial, *, year: int, term: int) -> bool:
    """Whether ``serial`` counts in the series of ``year`` and ``term``: what its pattern names."""
    return (serial.year is None or serial.year == year) and (
        serial.term is None or serial.term == term
    )


def gaps(used: Iterable[int]) -> list[int]:
    """Return the numbers below the highest one used that nobody has."""
    taken = set(used)
    return [number for number in range(1, max(taken, default=0)) if number not in taken]


def following(used: Iterable[int]) -> int:
    """Return the number after the highest one used."""
    return max(used, default=0) + 1
