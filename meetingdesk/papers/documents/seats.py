"""座次图, 席卡, 出席证 and 列席证: where people sit and what names them (A08, A11; rules §8)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from meetingdesk.papers.documents.context import SMALL, day_of, meeting_words, nothing
from meetingdesk.papers.documents.making import Maker, Offer, of_meeting
from meetingdesk.papers.documents.people import listed
from meetingdesk.papers.figures import Card, Chair, Seat, badges, hall_plan, name_cards
from meetingdesk.papers.figures import seating as by_rows
from meetingdesk.papers.model import A4_CARDS, A4_REPORT, Document, Figure, PageBreak
from meetingdesk.papers.wording import compose
from meetingdesk.records.facts import due_at, posts_on, short_title_of
from meetingdesk.records.seating import plan_of
from meetingdesk.rules.names import padded
from meetingdesk.rules.seating import FLOOR, PLATFORM, hall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Block
    from meetingdesk.records.meetings import Meeting
    from meetingdesk.records.seating import SeatingPlan

#: part → for whom
ATTEND, OBSERVE = "出席证", "列席证"


def _guests(meeting: Meeting) -> list[tuple[str, str]]:
    """Return the observers known by name, with their posts."""
    return [(o.name, o.post or o.unit) for o in meeting.observers if o.name]


def _due(session: Session, meeting: Meeting) -> list[tuple[str, str]]:
    """Return the members with their posts: leaders by rank, then as the lists print them."""
    people = listed(session, meeting)
    leaders = [(name, post) for post, names in people.leaders for name in names]
    return leaders + [(name, "委员") for name in people.others]


def seating(session: Session, meeting: Meeting) -> Document:
    """座次图: platform and hall, drawn as seen from the hall and from the platform.

    The plan made for the meeting is drawn to scale; without one, people sit by the rule.
    """
    people = listed(session, meeting)
    if not people.count:
        raise nothing("还没有组成人员名册", "请先在“名册”中登记在任人员。")
    made = plan_of(session, meeting.id)
    words = meeting_words(meeting)
    if made is not None and made.seats:
        drawn = _planned(made)
        words.update(guests=any(s.observer_id is not None for s in made.seats), note="")
    else:
        leaders = [name for _, names in people.leaders for name in names]
        places = hall(leaders, people.others, [name for name, _ in _guests(meeting)])
        drawn = by_rows(
            [Seat(p.column, p.row, p.who, p.guest) for p in places],
            width_mm=160.0,
            height_mm=205.0,
        )
        words.update(guests=bool(_guests(meeting)), note=people.note)
    return compose(
        "seating",
        "seating",
        words,
        {"hall": drawn, "platform": turned(drawn, 160.0)},
        page=A4_REPORT,
        author=words["office"],
        date=day_of(meeting),
    )


def _planned(plan: SeatingPlan) -> Figure:
    """Draw the hall of a plan, free seats too."""
    room = plan.room
    taken = {seat.spot: seat for seat in plan.seats}
    chairs = []
    for spot in room.spots():
        x, y = room.place_of(spot)
        one = taken.get(spot)
        guest = one is not None and one.observer_id is not None
        chairs.append(Chair(x, y, one.name if one is not None else "", guest))
    return hall_plan(
        chairs,
        across=room.width,
        deep=room.depth,
        width_mm=160.0,
        height_mm=205.0,
        stage=PLATFORM if room.platform else "",
    )


def turned(figure: Figure, width_mm: float) -> Figure:
    """Return the same plan seen from the other side, the names still upright."""
    boxes = tuple(
        replace(
            box,
            x_mm=round(width_mm - box.x_mm - box.w_mm, 2),
            y_mm=round(figure.height_mm - box.y_mm - box.h_mm, 2),
        )
        for box in figure.boxes
    )
    return replace(figure, boxes=boxes, description=f"{figure.description}（由主席台看）")


def cards(session: Session, meeting: Meeting) -> Document:
    """席卡: a folding card for each member and each observer known by name."""
    names = [name for name, _ in (*_due(session, meeting), *_guests(meeting))]
    plan = plan_of(session, meeting.id)
    if plan is not None:  # set out as they are put on the desks
        order = {seat.name: (seat.zone == FLOOR, seat.row, seat.column) for seat in plan.seats}
        names.sort(key=lambda name: order.get(name, (True, len(names), 0)))
    if not names:
        raise nothing("还没有组成人员名册", "请先在“名册”中登记在任人员。")
    return _figures(
        "name_cards", "席卡", meeting, name_cards([Card(padded(name)) for name in names])
    )


def passes(session: Session, meeting: Meeting, part: str) -> Document:
    """出席证 for members, 列席证 for observers known by name: eight on a sheet, to be cut."""
    people = _due(session, meeting) if part == ATTEND else _guests(meeting)
    if not people:
        raise nothing(f"没有要做{part}的人员", "请先登记组成人员或者列席人员。")
    made = badges(
        part,
        [Card(padded(name), below=post) for name, post in people],
        meeting=short_title_of(meeting),
    )
    return _figures("badges", part, meeting, made)


def _figures(kind: str, title: str, meeting: Meeting, figures: Sequence[Figure]) -> Document:
    blocks: list[Block] = []
    for figure in figures:
        blocks += [PageBreak(), figure] if blocks else [figure]
    words = meeting_words(meeting)
    return Document(
        kind,
        f"{words['meeting']}{title}",
        tuple(blocks),
        page=A4_CARDS,
        author=words["office"],
        date=day_of(meeting),
    )


def _seated(session: Session, meeting: Meeting) -> bool:
    standing = meeting.kind not in SMALL and meeting.body.kind == "standing_committee"
    return standing and bool(due_at(session, meeting)) and _on_roll(meeting)


def _carded(session: Session, meeting: Meeting) -> bool:
    return _on_roll(meeting) and bool(posts_on(session, meeting))


def _on_roll(meeting: Meeting) -> bool:
    return any(a.person_id for a in meeting.attendance)


def _passes(session: Session, meeting: Meeting) -> list[Offer]:
    if not _seated(session, meeting):
        return []
    parts = [ATTEND, *([OBSERVE] if _guests(meeting) else [])]
    return [Offer(meeting.id, part, part) for part in parts]


MAKERS: dict[str, Maker] = {
    "seating": of_meeting(seating, _seated),
    "name_cards": of_meeting(cards, _carded),
    "badges": Maker(passes, _passes),
}
