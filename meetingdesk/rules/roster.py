"""Members in office, roll and attendance sentence (rows A08–A13; Q4–Q8, 地方组织法 Art.47, 51)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from meetingdesk.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

CHAIR, VICE_CHAIR, SECRETARY, MEMBER = "主任", "副主任", "秘书长", "委员"
ROLES = (CHAIR, VICE_CHAIR, SECRETARY, MEMBER)


@dataclass(frozen=True, slots=True)
class Tenure:
    """One person's time in one post of the committee.

    ``key`` identifies the person (two people may share a name). ``end`` is the last day in
    office, ``None`` while it lasts. ``order`` and ``party_order`` are the places in the
    committee's and in the Party group's protocol (0: none); ``party_post`` is 党组书记,
    党组副书记, 党组成员 or empty.
    """

    key: str
    name: str
    role: str
    start: date
    end: date | None = None
    order: int = 0
    party_post: str = ""
    party_order: int = 0


def in_office(tenures: Iterable[Tenure], on_date: date) -> list[Tenure]:
    """Return who sits on ``on_date``, in the committee's order, each person once (Q5, A10).

    The length of this list is N, the members due at a meeting that day (应到).
    """
    sitting: dict[str, Tenure] = {}
    for tenure in tenures:
        if tenure.start <= on_date and (tenure.end is None or on_date <= tenure.end):
            held = sitting.get(tenure.key)
            if held is None or _rank(tenure) < _rank(held):
                sitting[tenure.key] = tenure
    return sorted(sitting.values(), key=_rank)


def _role_place(role: str) -> int:
    return ROLES.index(role) if role in ROLES else len(ROLES)


def _rank(tenure: Tenure) -> tuple[int, int, int]:
    return _role_place(tenure.role), tenure.order == 0, tenure.order


def in_party_order(tenures: Iterable[Tenure]) -> tuple[list[Tenure], list[Tenure]]:
    """Split into the Party group in its own order and the others, who only observe (A04)."""
    listed = list(tenures)
    group = [tenure for tenure in listed if tenure.party_post]
    group.sort(key=lambda tenure: (tenure.party_order == 0, tenure.party_order))
    return group, [tenure for tenure in listed if not tenure.party_post]


class Level(StrEnum):
    """Level of the congress, for the size the law allows."""

    PROVINCE = "省级"
    CITY = "市级"
    COUNTY = "县级"


# 地方组织法 Art.47: least, most, most for a large population, and that population.
SIZE_LIMITS: dict[str, tuple[int, int, int, int]] = {
    Level.PROVINCE.value: (45, 75, 95, 0),
    Level.CITY.value: (29, 51, 61, 8_000_000),
    Level.COUNTY.value: (15, 35, 45, 1_000_000),
}


def check_size(
    seats: int, sitting: int, level: Level | str = Level.CITY, population: int = 0
) -> list[Problem]:
    """Check the seats fixed for the term and the members in office against Art.47 (Q6).

    ``population`` in persons lifts the ceiling above 8 million (city) or 1 million (county); for a
    province any stated population does, because the law leaves it to the province's size.
    """
    least, most, large, bound = SIZE_LIMITS[Level(level).value]
    ceiling = large if population > bound else most
    problems = []
    if not least <= seats <= ceiling:
        message = f"{level}常委会组成人员名额应为{least}至{ceiling}人，现为{seats}人（地方组织法第四十七条）。"
        problems.append(Problem(message, field="名额"))
    if sitting > seats:
        message = f"在任组成人员{sitting}人，超过名额{seats}人，请核对任职起止日期。"
        problems.append(Problem(message, field="在任"))
    return problems


def check_roster(tenures: Sequence[Tenure], level: Level | str = Level.CITY) -> list[Problem]:
    """Report duplicates, unsound dates, roles the level lacks and shared protocol places."""
    problems = []
    places: dict[tuple[str, int], str] = {}
    for row, tenure in enumerate(tenures, start=1):
        found = _tenure_faults(tenure, tenures[: row - 1], level)
        for title, place in (("常委会序", tenure.order), ("党组序", tenure.party_order)):
            other = places.setdefault((title, place), tenure.key) if place else tenure.key
            if other != tenure.key:
                found.append(f"{tenure.name}的{title}{place}与他人重复，请调整排名。")
        problems += [Problem(message, row=row) for message in found]
    return problems


def _tenure_faults(tenure: Tenure, before: Sequence[Tenure], level: Level | str) -> list[str]:
    found = []
    if tenure.end is not None and tenure.end < tenure.start:
        found.append(f"{tenure.name}的离任日期早于任职日期。")
    if tenure.role not in ROLES:
        found.append(f"{tenure.name}的职务“{tenure.role}”不是{'、'.join(ROLES)}之一。")
    if tenure.role == SECRETARY and level == Level.COUNTY:
        found.append("县级人大常委会不设秘书长（地方组织法第四十七条）。")
    if any(_overlap(tenure, other) for other in before):
        found.append(f"{tenure.name}的任职时间重复登记。")
    return found


def _overlap(one: Tenure, other: Tenure) -> bool:
    same = one.key == other.key
    apart = (one.end is not None and one.end < other.start) or (
        other.end is not None and other.end < one.start
    )
    return same and not apart


class Attendance(StrEnum):
    """State of one member at one meeting (A08, A09)."""

    PRESENT = "出席"
    LEAVE = "请假"
    ABSENT = "缺席"
    UNREGISTERED = "未登记"


class Mode(StrEnum):
    """How a present member takes part (A12)."""

    ON_SITE = "现场"
    VIDEO = "视频"


@dataclass(frozen=True, slots=True)
class RollEntry:
    """One line of the roll. Reasons for leave stay in the office and never go into print (A09)."""

    key: str
    name: str
    role: str = MEMBER
    state: Attendance = Attendance.UNREGISTERED
    mode: Mode = Mode.ON_SITE
    party_post: str = ""


@dataclass(frozen=True, slots=True)
class RollCount:
    """Totals of a roll, each person counted once; ``present`` = ``on_site`` + ``video``."""

    due: int
    present: int
    on_site: int
    video: int
    leave: int
    absent: int
    unregistered: int


def count_roll(roll: Iterable[RollEntry]) -> RollCount:
    """Count a roll; a person listed twice counts once, as first listed (A08, A12)."""
    people: dict[str, RollEntry] = {}
    for entry in roll:
        people.setdefault(entry.key, entry)
    states = [entry.state for entry in people.values()]
    present = [entry for entry in people.values() if entry.state is Attendance.PRESENT]
    video = sum(entry.mode is Mode.VIDEO for entry in present)
    return RollCount(
        due=len(people),
        present=len(present),
        on_site=len(present) - video,
        video=video,
        leave=states.count(Attendance.LEAVE),
        absent=states.count(Attendance.ABSENT),
        unregistered=states.count(Attendance.UNREGISTERED),
    )


def attendance_sentence(
    roll: Sequence[RollEntry],
    chair: str = "",
    organ: str = "市人大常委会",
    *,
    total: int | None = None,
    plainly: bool = False,
) -> str:
    """Write who attended, as the chronicle does, without saying who did not (A08, A09).

    市人大常委会副主任张保香、张玲，秘书长程新会及常委会组成人员共37人出席会议。

    ``chair`` (the presiding person's key or name) is named elsewhere but counted here; the
    number is of all present, named or not. ``total`` replaces the count when only a reported
    number is known; ``plainly`` leaves out 共. With nobody present the sentence is empty.
    """
    present = [entry for entry in roll if entry.state is Attendance.PRESENT]
    count = total if total is not None else count_roll(present).present
    if not count:
        return ""
    named = [
        f"{role}{'、'.join(names)}"
        for role in (CHAIR, VICE_CHAIR, SECRETARY)
        if (names := _named(present, role, chair))
    ]
    leaders = f"{organ}{'，'.join(named)}及" if named else organ.removesuffix("常委会")
    return f"{leaders}常委会组成人员{'' if plainly else '共'}{count}人出席会议。"


def _named(present: Iterable[RollEntry], role: str, chair: str) -> list[str]:
    names = {e.key: e.name for e in present if e.role == role and chair not in (e.key, e.name)}
    return list(names.values())


def party_sentence(roll: Sequence[RollEntry], chair: str = "", organ: str = "市人大常委会") -> str:
    """Write a Party-group meeting's attendance, by Party posts and in the roll's order (A10).

    市人大常委会党组副书记、副主任张保香、程利军，市人大常委会党组成员、副主任王建国和秘书长程新会出席会议。
    """
    groups: dict[str, list[str]] = {}
    for entry in roll:
        if entry.state is Attendance.PRESENT and chair not in (entry.key, entry.name):
            secretary = entry.role == SECRETARY
            title = SECRETARY if secretary else f"{organ}{entry.party_post}、{entry.role}"
            if secretary or entry.party_post:
                groups.setdefault(title, []).append(entry.name)
    last = groups.pop(SECRETARY, [])
    text = "，".join(f"{title}{'、'.join(names)}" for title, names in groups.items())
    if last:
        text += f"{'和' if text else organ}{SECRETARY}{'、'.join(last)}"
    return f"{text}出席会议。" if text else ""
