"""How the roster's values are put into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.rules.numerals import han

if TYPE_CHECKING:
    import datetime as dt

    from meetingdesk.actions.roster import MemberView, TermView


def day(value: dt.date | None) -> str:
    """Return 2026年8月17日, or '' for no date."""
    return "" if value is None else f"{value.year}年{value.month}月{value.day}日"


def span(since: dt.date | None, until: dt.date | None) -> str:
    """Return the time in office: 2022年1月12日起, or both days once it has ended."""
    if until is None:
        return f"{day(since)}起" if since else ""
    return f"{day(since)}至{day(until)}" if since else f"至{day(until)}"


def term_words(term: TermView) -> str:
    """Return a term as the list of terms names it."""
    return f"{term.body_short or term.body_name}　第{han(term.number)}届"


def state(member: MemberView, on: dt.date) -> tuple[str, str]:
    """Return what a member is on a day, and the kind of tag that says so."""
    if member.until is not None and member.until < on:
        return "离任", "neutral"
    if member.since is not None and member.since > on:
        return "未到任", "info"
    return "在任", "ok"
