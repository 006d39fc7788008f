"""Names of meetings and canonical titles of documents (rows A01, A02, A34, A35).

Full:  示例市第十四届人民代表大会常务委员会第三十六次会议
Short: 市十四届人大常委会第三十六次会议

Three spellings of one meeting are read alike: 第四十七次主任会议, 第47次主任会议 and
第五十五次主任会. Titles carry （草案） before adoption and never after it (row A17).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from meetingdesk.errors import BadInput, Problem
from meetingdesk.rules.dates import cn_date
from meetingdesk.rules.kinds import KIND_RULES, KindRule, MeetingKind, kind_rule, meeting_kind
from meetingdesk.rules.marks import book, is_draft, strip_draft, unbook, with_draft
from meetingdesk.rules.numerals import han, ordinal, parse_han
from meetingdesk.rules.variants import TitleVariant, check_titles, title_variants

if TYPE_CHECKING:
    from datetime import date

__all__ = [
    "KIND_RULES",
    "KindRule",
    "MeetingKind",
    "MeetingName",
    "TitleVariant",
    "adoption_note",
    "book",
    "check_numeral_style",
    "check_titles",
    "find_meeting_names",
    "is_draft",
    "kind_rule",
    "meeting_full_title",
    "meeting_kind",
    "meeting_short_title",
    "parse_meeting_name",
    "strip_draft",
    "title_variants",
    "unbook",
    "with_draft",
]

_CHAIRS = (MeetingKind.CHAIRS, MeetingKind.CHAIRS_EXTENDED)


@lru_cache(maxsize=4096)
def meeting_full_title(
    congress: str, term: int | None, kind: str, number: int | None = None
) -> str:
    """Write a meeting's full name, as 题注 and 任命书 need it.

    ``congress`` is the place (示例市); a kind without numbers gives the organ's name and the
    kind, and an unknown kind is appended as it stands.
    """
    the_term = f"{ordinal(term)}届" if term else ""
    if kind == MeetingKind.CONGRESS:
        return f"{congress}{the_term}人民代表大会{_session(number)}会议"
    committee = f"{congress}{the_term}人民代表大会常务委员会"
    return _with_kind(congress, committee, kind, number)


@lru_cache(maxsize=4096)
def meeting_short_title(
    congress: str, term: int | None, kind: str, number: int | None = None
) -> str:
    """Write a meeting's everyday name; ``congress`` is the short place (市).

    The congress drops 第: 市十四届人大六次会议.
    """
    the_term = f"{han(term)}届" if term else ""
    if kind == MeetingKind.CONGRESS:
        return f"{congress}{the_term}人大{_session(number).removeprefix('第')}会议"
    return _with_kind(congress, f"{congress}{the_term}人大常委会", kind, number)


def _session(number: int | None) -> str:
    return f"{ordinal(number)}次" if number else ""


def _with_kind(congress: str, committee: str, kind: str, number: int | None) -> str:
    if kind == MeetingKind.STANDING:
        return f"{committee}{_session(number)}会议"
    if kind in _CHAIRS or kind == MeetingKind.PARTY_GROUP:
        return f"{committee}{_session(number)}{kind}"
    return f"{congress}{_session(number)}{kind}"


@dataclass(frozen=True, slots=True)
class MeetingName:
    """A meeting's name found in a text; ``start`` and ``end`` are its place there."""

    place: str
    term: int | None
    kind: MeetingKind
    number: int
    arabic: bool
    start: int = 0
    end: int = 0


_NUM = r"[0-9０-９零〇一二三四五六七八九十百]{1,8}"
_ORGAN = r"人民代表大会常务委员会|人大常委会|常委会|人民代表大会|人大"
_NAME = re.compile(
    rf"(?:(?P<place>[\u4e00-\u9fff]{{0,8}}?)第?(?P<term>{_NUM})届)?(?P<organ>{_ORGAN})?"
    rf"(?P<di>第)?\s?(?P<no>{_NUM})\s?次(?P<tail>主任扩大会议|主任会议|主任会|会议)"
)
# Words of the sentence that the place swallows: 研究了市十四届…, 在市十四届….
_RUN_IN = re.compile("[了在经由的向将月日]|研究|召开|举行|关于|列席|参加|出席")


def find_meeting_names(text: str) -> list[MeetingName]:
    """Find every meeting named in ``text``, in order; a bare 第×次会议 is read as the committee's."""
    names = (_read(found) for found in _NAME.finditer(text))
    return [name for name in names if name is not None]


def parse_meeting_name(text: str) -> MeetingName | None:
    """Read one meeting's name in any of the three spellings; ``None`` when it is none."""
    found = _NAME.fullmatch(text.strip())
    return None if found is None else _read(found)


def _read(found: re.Match[str]) -> MeetingName | None:
    organ, tail = found["organ"] or "", found["tail"]
    if not found["di"] and not organ:
        return None  # 三次会议 counts meetings, it names none
    if tail == "主任扩大会议":
        kind = MeetingKind.CHAIRS_EXTENDED
    elif tail.startswith("主任"):
        kind = MeetingKind.CHAIRS
    elif organ in ("人民代表大会", "人大"):
        kind = MeetingKind.CONGRESS
    else:
        kind = MeetingKind.STANDING
    try:
        term = parse_han(found["term"]) if found["term"] else None
        number = parse_han(found["no"])
    except BadInput:
        return None
    arabic = found["no"][0] not in "零〇一二三四五六七八九十百"
    before = found["place"] or ""
    place = _RUN_IN.split(before)[-1]
    start = found.start() + len(before) - len(place)
    return MeetingName(place, term, kind, number, arabic, start, found.end())


def check_numeral_style(text: str) -> list[Problem]:
    """Report session numbers in Arabic digits; one text keeps to Han numerals (A34)."""
    return [
        Problem(f"“{text[name.start : name.end]}”的次数请写成中文数字“{ordinal(name.number)}次”。")
        for name in find_meeting_names(text)
        if name.arabic
    ]


def adoption_note(on: date, full_meeting_title: str, verb: str = "通过") -> str:
    """Write the title note (题注) naming organ and date of passing (立法法 Art.65, A17)."""
    return f"（{cn_date(on)}{full_meeting_title}{verb}）"
