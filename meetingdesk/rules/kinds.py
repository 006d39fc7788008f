"""Kinds of meeting: which are numbered within the term, in which series, and which vote.

Rows A01 (常委会), A02 (主任会议), A03 (主任扩大会议) and A04 (党组会议). The standing committee and
the chairpersons' meeting count their sessions independently within one term (届); the Party
group has no numbers at all. Kinds the table does not know stay plain text.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from meetingdesk.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable


class MeetingKind(StrEnum):
    """Kinds of meeting the desk knows (会种)."""

    STANDING = "常委会会议"
    CHAIRS = "主任会议"
    CHAIRS_EXTENDED = "主任扩大会议"
    PARTY_GROUP = "党组会议"
    CONGRESS = "人代会"
    COMMITTEE = "专委会会议"
    DELEGATION = "代表团会议"
    PRELIMINARY = "初步审查会议"
    EVALUATION_KICKOFF = "工作评议动员会议"
    STREET = "街道议事代表会议"
    REGIONAL = "区域协作会议"
    PARTY_WORK = "市委人大工作会议"
    VIDEO = "工作视频会议"
    OFFICE = "机关会议"
    OTHER = "其他"


@dataclass(frozen=True, slots=True)
class KindRule:
    """What a kind of meeting implies.

    ``series`` names the numbering series within a term (empty: not numbered in the term);
    ``votes`` tells whether decisions by ballot are taken there; ``source`` is the article or
    inventory row.
    """

    kind: str
    series: str
    votes: bool
    source: str

    @property
    def numbered(self) -> bool:
        """Whether sessions run on within the term, regardless of the year."""
        return bool(self.series)


def _rule(kind: MeetingKind, series: str = "", *, votes: bool = False, source: str) -> KindRule:
    return KindRule(kind.value, series, votes, source)


KIND_RULES: dict[str, KindRule] = {
    rule.kind: rule
    for rule in (
        _rule(MeetingKind.STANDING, "常委会", votes=True, source="地方组织法第五十一条；A01"),
        _rule(MeetingKind.CHAIRS, "主任会议", source="地方组织法第五十四条；A02"),
        _rule(MeetingKind.CHAIRS_EXTENDED, source="A03"),
        _rule(MeetingKind.PARTY_GROUP, source="A04"),
        _rule(MeetingKind.CONGRESS, "人代会", votes=True, source="地方组织法第二十五条"),
        _rule(MeetingKind.COMMITTEE, votes=True, source="地方组织法第三十三条至第三十五条"),
        _rule(MeetingKind.DELEGATION, source="地方组织法第十七条"),
        _rule(MeetingKind.PRELIMINARY, source="监督法；A18"),
        _rule(MeetingKind.EVALUATION_KICKOFF, source="D10"),
        _rule(MeetingKind.STREET, "议事代表会议", votes=True, source="inventory 6.32"),
        _rule(MeetingKind.REGIONAL, source="A20"),
        _rule(MeetingKind.PARTY_WORK, source="A13"),
        _rule(MeetingKind.VIDEO, source="A13"),
        _rule(MeetingKind.OFFICE, source="inventory 4"),
        _rule(MeetingKind.OTHER, source="inventory 4"),
    )
}


def meeting_kind(text: str) -> MeetingKind | str:
    """Return the known kind called ``text``, or the text itself when it is none of ours."""
    name = text.strip()
    return MeetingKind(name) if name in KIND_RULES else name


def kind_rule(kind: str) -> KindRule:
    """Return what ``kind`` implies; an unknown kind is unnumbered and does not vote."""
    return KIND_RULES.get(kind) or KindRule(kind, "", votes=False, source="")


def sits(kind: str, post: str, party_post: str = "") -> bool:
    """Tell whether a member of the standing committee belongs to meetings of ``kind``.

    主任会议 are the 主任, 副主任 and 秘书长 (地方组织法第五十四条); an extended one invites others,
    who do not count (A03). 党组会议 are the Party group (A04). All others: every member.
    """
    if kind in (MeetingKind.CHAIRS, MeetingKind.CHAIRS_EXTENDED):
        return post in ("主任", "副主任", "秘书长")
    if kind == MeetingKind.PARTY_GROUP:
        return bool(party_post)
    return True


def next_number(numbers: Iterable[int]) -> int:
    """Return the number of a term's next session: numbers run on whatever the year (A01)."""
    return max(numbers, default=0) + 1


def check_series(kind: str, term: int, numbers: Iterable[int]) -> list[Problem]:
    """Report numbers used twice and numbers skipped in one term's series (A01, A02).

    The series is taken to begin at its lowest number, because a desk may be opened mid-term.
    """
    if not kind_rule(kind).numbered:
        return []
    used = Counter(numbers)
    twice = [number for number, times in sorted(used.items()) if times > 1]
    gaps = sorted(set(range(min(used, default=1), max(used, default=0) + 1)) - set(used))
    return [
        Problem(f"第{term}届{kind}的第{number}次登记了{used[number]}遍，次号在届内不能重复。")
        for number in twice
    ] + [Problem(f"第{term}届{kind}缺第{number}次，请核对是否漏登。") for number in gaps]
