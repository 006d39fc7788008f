"""Lists of people: who attends and who sits in, and the sheets they sign (A08, A10, A11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.papers.documents.context import (
    day_of,
    joined,
    meeting_words,
    need_start,
    nothing,
    plain,
    rules_of,
)
from meetingdesk.papers.documents.forms import name_columns
from meetingdesk.papers.documents.making import Maker, of_meeting
from meetingdesk.papers.model import Align, Cell, Document, Face, Row, Table
from meetingdesk.papers.wording import compose
from meetingdesk.records.facts import due_at, posts_on
from meetingdesk.records.people import stroke_overrides
from meetingdesk.rules.dates import cn_date
from meetingdesk.rules.grouping import deal
from meetingdesk.rules.kinds import MeetingKind
from meetingdesk.rules.names import StrokeMode, padded, sort_by_strokes
from meetingdesk.rules.numerals import han
from meetingdesk.rules.procedure import BY_ROLL

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session

    from meetingdesk.records.meetings import Meeting, Sitting
    from meetingdesk.records.roster import Tenure

_LEADING = ("主任", "副主任", "秘书长")
_PARTY = ("书记", "副书记", "成员")


@dataclass(frozen=True, slots=True)
class Listed:
    """Members as a list prints them: leaders by rank, the others in the body's own order.

    ``note`` says which order the others are in (按姓名笔画为序), '' for the roster's own.
    """

    leaders: tuple[tuple[str, tuple[str, ...]], ...]
    others: tuple[str, ...]
    note: str

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(len(names) for _, names in self.leaders) + len(self.others)


def listed(session: Session, meeting: Meeting, only: Collection[int] | None = None) -> Listed:
    """Return those due at a meeting as a list prints them (rules §8, 0.8).

    ``only`` keeps the persons with these ids. Leaders stand by rank; members by strokes as the
    rules of procedure say, 姓名 or 姓氏; or in the roster's order, which the office sets by hand.
    """
    due = [t for t in due_at(session, meeting) if only is None or t.person_id in only]
    if meeting.kind == MeetingKind.PARTY_GROUP:
        return _party(due)
    leaders = tuple(
        (post, tuple(t.person.name for t in due if t.post == post)) for post in _LEADING
    )
    others = [t.person.name for t in due if t.post not in _LEADING]
    order = str(rules_of(session, meeting)["name_order"])
    shown = tuple((post, names) for post, names in leaders if names)
    if order == BY_ROLL:
        return Listed(shown, tuple(others), "")
    ordered = sort_by_strokes(others, order, stroke_overrides(session)).names
    return Listed(shown, ordered, StrokeMode(order).heading)


def _party(due: Sequence[Tenure]) -> Listed:
    """Return the Party group by its own posts and order (A10)."""
    posts = [(post, tuple(t.person.name for t in due if t.party_post == post)) for post in _PARTY]
    return Listed(tuple((post, names) for post, names in posts if names), (), "")


def attendees(session: Session, meeting: Meeting) -> Document:
    """出席列席人员名单: members by post and strokes, then observers by category (A08, A11)."""
    need_start(meeting)
    roll = {a.person_id: a.state for a in meeting.attendance if a.person_id is not None}
    taken = any(state in ("出席", "请假", "缺席") for state in roll.values())
    there = [key for key, state in roll.items() if state == "出席"]
    away = [key for key, state in roll.items() if state == "请假"]
    present = listed(session, meeting, there if taken else None)
    if not present.count:
        raise nothing("还没有组成人员名册", "请先在“名册”中登记在任人员。")
    words = meeting_words(meeting)
    words.update(
        taken=taken,
        count=present.count,
        leaders=[
            {"post": padded(post), "names": "　".join(padded(n) for n in names)}
            for post, names in present.leaders
        ],
        note=present.note,
        away=_leave_line(session, meeting, away) if taken else "",
        guests=joined(f"{o.post}{o.name}" for o in meeting.observers if o.name),
        observers=[o.text for o in meeting.observers if not o.name and o.text],
    )
    tables = {}
    if present.others:
        tables["members"] = name_columns(present.others, description="委员")
    words["has_members"] = bool(present.others)
    return compose(
        "attendees", "attendees", words, tables, author=words["office"], date=day_of(meeting)
    )


def _leave_line(session: Session, meeting: Meeting, away: Collection[int]) -> str:
    """Name those on leave in the same order; reasons stay inside the office (A09)."""
    names = listed(session, meeting, away)
    every = [name for _, group in names.leaders for name in group]
    return "、".join((*every, *names.others))


def grouped(session: Session, meeting: Meeting) -> Document:
    """分组名单: a group for each 分组会议 of one half-day, led by the one who chairs it (A06)."""
    sittings = _groups_of(meeting)
    people = listed(session, meeting)
    if not sittings or not people.count:
        raise nothing("日程里还没有几个组同时举行的分组会议", "请先为每个组编排分组会议和召集人。")
    words = meeting_words(meeting)
    every = [*(n for _, names in people.leaders for n in names), *people.others]
    groups = deal([s.chair for s in sittings], every)
    first = sittings[0]
    words.update(
        when=f"{cn_date(first.date, year=False)}{first.half}{first.time}" if first.date else "",
        groups=[
            {"convener": s.chair, "place": s.place, "count": len(g), "table": f"group{n}"}
            for n, (s, g) in enumerate(zip(sittings, groups, strict=True))
        ],
    )
    tables = {
        f"group{n}": name_columns(group[1:], description=f"第{han(n + 1)}组")
        for n, group in enumerate(groups)
    }
    return compose("groups", "groups", words, tables, author=words["office"], date=day_of(meeting))


def _groups_of(meeting: Meeting) -> list[Sitting]:
    """Return the group sittings of the first half-day that has several, each with its own chair."""
    found: dict[tuple[object, str], list[Sitting]] = {}
    for sitting in meeting.sittings:
        if sitting.form == "分组会议" and sitting.chair:
            found.setdefault((sitting.date, sitting.half), []).append(sitting)
    several = [s for s in found.values() if len({one.chair for one in s}) == len(s) > 1]
    return several[0] if several else []


def sign_in(session: Session, meeting: Meeting) -> Document:
    """签到表: members in protocol order, then observers by category (A08, A11)."""
    need_start(meeting)
    rows = [a for a in meeting.attendance if a.person is not None]
    if not rows:
        raise nothing("还没有签到名册", "请先在“会议与出席”中生成签到名册。")
    posts = posts_on(session, meeting)
    members = [
        (padded(a.person.name), posts.get(a.person.id, "")) for a in rows if a.person is not None
    ]
    observers = [
        (padded(o.name) if o.name else plain(o.text), plain(o.post or o.unit or o.category))
        for o in meeting.observers
    ]
    numbers = [a.position or n for n, a in enumerate(rows, start=1)]  # as the roll calls them
    heads = ("序号", "姓名", "职务", "签名")
    tables = {"members": _signatures(members, heads, "出席人员签到", numbers)}
    words = meeting_words(meeting)
    words["has_observers"] = bool(observers)
    if observers:
        tables["observers"] = _signatures(
            observers, ("序号", "姓名或单位", "职务", "签名"), "列席人员签到"
        )
    return compose("sign_in", "sign_in", words, tables, author=words["body"], date=day_of(meeting))


def _signatures(
    people: list[tuple[str, str]],
    heads: tuple[str, ...],
    description: str,
    numbers: Sequence[int] = (),
) -> Table:
    head = Row(tuple(Cell((h,), face=Face.HEI) for h in heads), 11.0)
    rows = [
        Row(
            (
                Cell((str(number),)),
                Cell((name,), align=Align.CENTER if len(name) <= 8 else Align.LEFT),
                Cell((post,)),
                Cell(("",)),
            ),
            11.0 if len(name) <= 12 and len(post) <= 12 else None,
        )
        for number, (name, post) in zip(numbers or range(1, len(people) + 1), people, strict=True)
    ]
    return Table((12, 46, 44, 54), (head, *rows), header_rows=1, description=description)


def _on_roll(_session: Session, meeting: Meeting) -> bool:
    return meeting.start is not None and any(a.person_id for a in meeting.attendance)


def _in_groups(session: Session, meeting: Meeting) -> bool:
    return bool(_groups_of(meeting)) and bool(due_at(session, meeting))


def _has_members(session: Session, meeting: Meeting) -> bool:
    return bool(due_at(session, meeting)) and any(a.person_id for a in meeting.attendance)


MAKERS: dict[str, Maker] = {
    "attendees": of_meeting(attendees, _has_members),
    "groups": of_meeting(grouped, _in_groups),
    "sign_in": of_meeting(sign_in, _on_roll),
}
