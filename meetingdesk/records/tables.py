"""Every table, imported once: what migrations and the journal look at."""

from __future__ import annotations

from meetingdesk.records import (
    agenda,
    appointments,
    ballots,
    decisions,
    docnumbers,
    documents,
    followups,
    journal,
    links,
    meetings,
    oaths,
    owncards,
    practice,
    recovery,
    roster,
    seating,
    settings,
    votes,
    yearplan,
)
from meetingdesk.records.base import Base

__all__ = [
    "agenda",
    "appointments",
    "ballots",
    "decisions",
    "docnumbers",
    "documents",
    "followups",
    "journal",
    "links",
    "meetings",
    "metadata",
    "oaths",
    "owncards",
    "practice",
    "recovery",
    "roster",
    "seating",
    "settings",
    "votes",
    "yearplan",
]

metadata = Base.metadata
