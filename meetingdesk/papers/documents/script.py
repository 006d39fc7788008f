"""主持词: what the chair reads, sitting by sitting, in large print (A05, A06, A21, A29).

What is read follows from the order of day, the roll, the drafts and the votes. Each vote has
both of its ends; its numbers are the record's, or a blank for the hand while it is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetingdesk.papers.documents.context import SMALL, day_of, meeting_words, need_start, nothing
from meetingdesk.papers.documents.making import Maker, of_meeting
from meetingdesk.papers.documents.people import listed
from meetingdesk.papers.documents.script_items import ceremony_step, item_step, text_step
from meetingdesk.papers.documents.script_votes import BLANK, ballots_by_item
from meetingdesk.papers.model import SCRIPT
from meetingdesk.papers.wording import compose
from meetingdesk.records.facts import agenda_numbers, due_at, posts_on, present_of
from meetingdesk.rules.dates import cn_date, weekday
from meetingdesk.rules.majority import quorum
from meetingdesk.rules.numerals import han

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document
    from meetingdesk.records.meetings import Meeting, Sitting

#: sittings the chair leads from the platform; the others are announced at the end of these
_LED = ("全体会议", "联组会议")


def script(session: Session, meeting: Meeting) -> Document:
    """主持词: opening, agenda, items, votes with both branches, ceremonies, closing."""
    need_start(meeting)
    sittings = [s for s in meeting.sittings if s.form in _LED]
    if not sittings:
        raise nothing("日程里还没有全体会议", "请先编排日程。")
    words = meeting_words(meeting)
    members = len(due_at(session, meeting))
    present = present_of(meeting)
    numbers = agenda_numbers(meeting)
    words.update(
        members=members,
        present=present if present is not None else BLANK,
        away=_away(session, meeting),
        quorum=quorum(members) if members else BLANK,
        enough=present is None or present >= quorum(members),
        remote=sum(a.mode == "视频" and a.state == "出席" for a in meeting.attendance),
        observers=[o.text for o in meeting.observers if not o.leader and o.text],
        guests=[f"{o.post}{o.name}" for o in meeting.observers if o.leader and o.name],
        agenda_items=[
            {"number": numbers[i.id], "verb": i.verb, "subject": i.subject}
            for i in meeting.agenda
            if i.stands
        ],
        sections=_sections(session, meeting, sittings),
    )
    return compose(
        "script",
        "script",
        words,
        title=f"{words['meeting']}主持词",
        page=SCRIPT,
        author=words["office"],
        date=day_of(meeting),
    )


def _away(session: Session, meeting: Meeting) -> list[str]:
    """Return who is on leave in the order of the lists; reasons are not read out (A09)."""
    ids = [a.person_id for a in meeting.attendance if a.state == "请假" and a.person_id]
    people = listed(session, meeting, ids)
    return [*(n for _, names in people.leaders for n in names), *people.others]


def _sections(session: Session, meeting: Meeting, led: list[Sitting]) -> list[dict[str, Any]]:
    """Return what happens in each sitting: title, steps, and what follows it."""
    numbers = agenda_numbers(meeting)
    due = _votes_due(session, meeting, led)
    opened: set[int] = set()
    sections = []
    for place, sitting in enumerate(led):
        last = place == len(led) - 1
        sections.append(
            {
                "title": _ordinal_of(led, sitting),
                "when": _when(sitting),
                "half": sitting.half,
                "first": place == 0,
                "last": last,
                "chair": sitting.chair,
                "steps": _steps(
                    session, meeting, sitting, numbers, due.get(sitting.id, {}), opened
                ),
                "after": [] if last else _announced(meeting, sitting, led[place + 1]),
                "following": _announced(meeting, sitting, None) if last else [],
                "next": _when_next(sitting, led[place + 1]) if not last else "",
            }
        )
    return sections


def _ordinal_of(led: list[Sitting], sitting: Sitting) -> str:
    same = [s for s in led if s.form == sitting.form]
    if len(same) == 1:
        return sitting.form
    return f"第{han(same.index(sitting) + 1)}次{sitting.form}"


def _when(sitting: Sitting) -> str:
    day = f"{cn_date(sitting.date, year=False)}（{weekday(sitting.date)}）" if sitting.date else ""
    return f"{day}{sitting.half}{clock(sitting.time)}" if day else ""


def _when_next(now: Sitting, then: Sitting) -> str:
    """Say when one meets again: 今天下午3时, 明天上午9:00, 8月18日上午."""
    if now.date and then.date:
        days = (then.date - now.date).days
        day = ("今天", "明天")[days] if days < 2 else cn_date(then.date, year=False)
        return f"{day}{then.half}{clock(then.time)}"
    return f"{then.half}{clock(then.time)}"


def clock(time: str) -> str:
    """Return a clock time as it is said: 15:00 → 3时, 9:30 → 9时30分; other words stay."""
    hour, colon, minute = time.partition(":")
    if not colon or not (hour.isdigit() and minute.isdigit()):
        return time
    spoken = int(hour) - 12 if int(hour) > 12 else int(hour)
    return f"{spoken}时{int(minute)}分" if int(minute) else f"{spoken}时"


def _announced(meeting: Meeting, now: Sitting, then: Sitting | None) -> list[str]:
    """Return the sittings between two led ones (分组审议, 讲座), as the chair announces them."""
    between = [
        s
        for s in meeting.sittings
        if s.form not in _LED
        and s.position > now.position
        and (then is None or s.position < then.position)
    ]
    told = []
    for sitting in between:
        what = "、".join(e.text or (e.item.subject if e.item else "") for e in sitting.entries)
        told.append(f"{_when_next(now, sitting)}{what or f'举行{sitting.form}'}")
    return list(dict.fromkeys(told))


def _steps(
    session: Session,
    meeting: Meeting,
    sitting: Sitting,
    numbers: dict[int, str],
    due: dict[int | None, list[dict[str, Any]]],
    opened: set[int],
) -> list[dict[str, Any]]:
    """Return the steps of one sitting: votes on what was heard before, then its own lines."""
    here = {e.item_id for e in sitting.entries if e.item_id is not None}
    steps = [ballot for item, ballots in due.items() if item not in here for ballot in ballots]
    for entry in sitting.entries:
        item = entry.item
        if item is None:
            steps.append(text_step(session, meeting, entry.text))
        elif item.withdrawn:
            continue
        elif not item.on_agenda:
            steps.append(ceremony_step(session, item))
        else:
            if item.id not in opened:
                steps.append(item_step(session, item, numbers[item.id]))
                opened.add(item.id)
            steps += due.get(item.id, [])
    return steps


def _votes_due(
    session: Session, meeting: Meeting, led: list[Sitting]
) -> dict[int, dict[int | None, list[dict[str, Any]]]]:
    """Return sitting → item → its votes: an item is voted at the last sitting that can.

    That is its own last one, or the meeting's last when groups deliberate in between (A06).
    """
    due: dict[int, dict[int | None, list[dict[str, Any]]]] = {}
    for item_id, ballots in ballots_by_item(session, meeting).items():
        own = [s for s in led if item_id and any(e.item_id == item_id for e in s.entries)]
        target = own[-1] if own else led[-1]
        groups_later = any(
            s.form == "分组会议" and s.position > target.position for s in meeting.sittings
        )
        if groups_later:
            target = led[-1]
        due.setdefault(target.id, {})[item_id] = ballots
    return due


def _ready(session: Session, meeting: Meeting) -> bool:
    return (
        meeting.kind not in SMALL
        and meeting.start is not None
        and bool(posts_on(session, meeting))
        and any(i.stands for i in meeting.agenda)
        and any(s.form in _LED and s.entries for s in meeting.sittings)
    )


MAKERS: dict[str, Maker] = {"script": of_meeting(script, _ready)}
