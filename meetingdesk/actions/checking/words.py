"""Checks of wording: blanks, dates, meetings, names and titles in the texts of a meeting."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.checking.findings import LOOK, WRONG, Finding
from meetingdesk.actions.checking.passages import known_names, named_places
from meetingdesk.actions.pinyin import syllable
from meetingdesk.records.facts import decisions_of, last_day
from meetingdesk.records.meetings import Meeting
from meetingdesk.rules.kinds import MeetingKind
from meetingdesk.rules.marks import is_draft, strip_draft, unbook, with_draft
from meetingdesk.rules.proofreading import (
    Sitting,
    blanks,
    date_faults,
    early_effect,
    foreign_meetings,
    name_variants,
    near_name,
)
from meetingdesk.rules.variants import title_variants

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from meetingdesk.actions.checking.findings import Passage


def check_blanks(texts: Sequence[Passage]) -> Iterator[Finding]:
    """Report what still has to be filled in."""
    for text in texts:
        for blank in dict.fromkeys(blanks(text.text)):
            yield text.finding("空白", WRONG, f"“{blank}”还没有填写。")


def check_dates(session: Session, meeting: Meeting, texts: Sequence[Passage]) -> Iterator[Finding]:
    """Report dates that do not exist, wrong days of the week, effect before adoption."""
    year = meeting.start.year if meeting.start else None
    for text in texts:
        for fault in date_faults(text.text, year):
            yield text.finding("日期", WRONG, f"{fault}。")
    closing = last_day(meeting)
    for decision in decisions_of(session, meeting.id):
        day = decision.adopted_on or closing
        for fault in early_effect(decision.body, day) if day else ():
            yield Finding(
                "施行日期",
                WRONG,
                f"《{decision.title}》正文",
                f"{fault}。",
                "decision_id",
                decision.id,
            )


def check_meetings(
    session: Session, meeting: Meeting, texts: Sequence[Passage]
) -> Iterator[Finding]:
    """Report another term's or an unknown session's number where this one must stand."""
    if meeting.kind not in set(MeetingKind) or meeting.body.kind != "standing_committee":
        return
    same = select(Meeting.term_number, Meeting.number).where(
        Meeting.body_id == meeting.body_id, Meeting.kind == meeting.kind
    )
    known = {(term, number) for term, number in session.execute(same).tuples() if term and number}
    own = Sitting(
        meeting.body.place, meeting.term_number, MeetingKind(meeting.kind), meeting.number
    )
    for text in texts:
        for fault in foreign_meetings(text.text, own, known):
            yield text.finding("届次", WRONG if text.final else LOOK, f"{fault}。")


@cache
def _sound(char: str) -> str:
    return syllable(char)


def check_names(session: Session, meeting: Meeting, texts: Sequence[Passage]) -> Iterator[Finding]:
    """Report a known person written another way."""
    names = known_names(session, meeting)
    for text in texts:
        for written, name in name_variants(text.text, names, _sound).items():
            yield text.finding("人名", LOOK, f"“{written}”与名册中的“{name}”只差一字，请核对。")
    for place in named_places(session, meeting):
        if known := near_name(place.text, sorted(names)):
            yield place.finding(
                "人名", WRONG, f"“{place.text}”不在名册中，与“{known}”只差一字，请核对。"
            )


def check_titles(session: Session, meeting: Meeting, texts: Sequence[Passage]) -> Iterator[Finding]:
    """Report titles that drifted from the decision's own, and a （草案） left after adoption."""
    decisions = decisions_of(session, meeting.id)
    titles = {strip_draft(decision.title) for decision in decisions}
    for decision in decisions:
        title = decision.title
        if is_draft(title):
            message = "标题里还有“（草案）”，请去掉。"
            yield Finding("草案", WRONG, f"《{title}》", message, "decision_id", decision.id)
        for text in texts:
            canonical = strip_draft(title) if text.final else with_draft(title)
            for variant in title_variants(canonical, text.text):
                found = strip_draft(unbook(variant.found))
                if variant.missing or variant.extra:
                    if found not in titles:  # two titles of one meeting may be much alike
                        message = f"与《{title}》写法不同：{variant.describe()}。"
                        yield text.finding("标题", LOOK, f"“{variant.found}”{message}")
                elif variant.draft_left and decision.state == "通过":
                    yield text.finding("草案", WRONG, f"《{title}》已经通过，仍写着“（草案）”。")
