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
    kept,
    links,
    meetings,
    oaths,
    owncards,
    people,
    practice,
    recovery,
    roster,
    seating,
    settings,
    tallies,
    votes,
    yearplan,
)
from meetingdesk.records.base import Base, Row

__all__ = [
    "agenda",
    "appointments",
    "ballots",
    "decisions",
    "docnumbers",
    "documents",
    "followups",
    "journal",
    "kept",
    "links",
    "meetings",
    "metadata",
    "oaths",
    "owncards",
    "people",
    "practice",
    "recovery",
    "roster",
    "seating",
    "settings",
    "tallies",
    "votes",
    "yearplan",
]

metadata = Base.metadata

# a number once given never names another row: undo and links go by it
for _model in Row.__subclasses__():
    metadata.tables[_model.__tablename__].dialect_options["sqlite"]["autoincrement"] = True
