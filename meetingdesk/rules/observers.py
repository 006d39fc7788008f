"""Observers (列席): categories, order and the two places they are written (rows A03, A11, A13)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class ObserverKind(StrEnum):
    """Categories of observers in protocol order (Q8, N8; 地方组织法 Art.51)."""

    ORGANS = "一府一委两院领导"
    GOVERNMENT_LEADER = "市政府领导"
    PARTY_OBSERVER = "常委会领导"
    DEPUTY_SECRETARY = "副秘书长"
    WORKING_BODY = "常委会委室"
    COMMITTEE = "专门委员会"
    DEPARTMENT = "市政府有关部门"
    SUPERVISION = "监察委员会"
    COURT = "市中级人民法院"
    PROCURATORATE = "市人民检察院"
    COUNTY = "县（市、区）人大常委会"
    DEPUTY = "人大代表"
    PUBLIC = "旁听公民"
    OTHER = "其他"

    @property
    def leading(self) -> bool:
        """Whether they are named right after the attendance sentence (inventory 6.10)."""
        return self in _LEADING


_LEADING = (ObserverKind.ORGANS, ObserverKind.GOVERNMENT_LEADER, ObserverKind.PARTY_OBSERVER)
_ORDER = {kind.value: place for place, kind in enumerate(ObserverKind)}


class Part(StrEnum):
    """How someone takes part; only 出席 by members counts for quorum and ballots (6.9)."""

    ATTEND = "出席"
    OBSERVE = "列席"
    JOIN = "参加"
    ACCOMPANY = "陪同"
    GUIDE = "到会指导"


@dataclass(frozen=True, slots=True)
class Observer:
    """One observer or group; ``items`` limits them to agenda items (empty: the whole meeting)."""

    kind: ObserverKind | str
    name: str = ""
    organ: str = ""
    post: str = ""
    items: tuple[int, ...] = ()
    order: int = 0


def in_order(observers: Iterable[Observer]) -> list[Observer]:
    """Sort observers: leaders first, then by category, then by their own order."""
    return sorted(observers, key=lambda one: (_ORDER.get(one.kind, len(_ORDER)), one.order))


def at_item(observers: Iterable[Observer], item: int) -> list[Observer]:
    """Return who observes agenda item ``item`` (A11)."""
    return [one for one in in_order(observers) if not one.items or item in one.items]


def leaders_sentence(observers: Iterable[Observer], place: str = "市") -> str:
    """Write the sentence that follows the attendance: 市“一府一委两院”领导同志×××、×××列席会议。"""
    leading = [one for one in in_order(observers) if one.kind in _LEADING]
    organs = [one.name for one in leading if one.kind == ObserverKind.ORGANS]
    parts = [f"{place}“一府一委两院”领导同志{'、'.join(organs)}"] if organs else []
    parts += [f"{one.organ}{one.post}{one.name}" for one in leading if one.name not in organs]
    return f"{'，'.join(parts)}列席会议。" if parts else ""


def others_sentence(observers: Iterable[Observer], place: str = "市") -> str:
    """Write the closing sentence: …有关负责同志及部分市人大代表列席会议。

    Groups are named once each, by their organ or else their category; the public is not named.
    """
    rest = [one for one in in_order(observers) if one.kind not in _LEADING]
    deputies = any(one.kind == ObserverKind.DEPUTY for one in rest)
    silent = (ObserverKind.DEPUTY, ObserverKind.PUBLIC)
    organs = dict.fromkeys(one.organ or str(one.kind) for one in rest if one.kind not in silent)
    text = f"{'、'.join(organs)}有关负责同志" if organs else ""
    if deputies:
        text += f"{'及' if text else ''}部分{place}人大代表"
    return f"{text}列席会议。" if text else ""
