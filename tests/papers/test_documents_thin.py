"""Records with something missing: what is still offered can be made, and says nothing empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, update

from meetingdesk.actions import documents
from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.appointments import Motion, MotionEntry
from meetingdesk.records.decisions import Decision
from meetingdesk.records.meetings import Attendance, Meeting, Observer, Sitting, SittingEntry
from meetingdesk.records.oaths import Ceremony, OathTaker
from meetingdesk.records.votes import Vote

from . import fuller
from .test_documents import HOLES

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tests.conftest import SampleDesk

pytestmark = pytest.mark.slow

MISSING: dict[str, list[Any]] = {
    "no place": [update(Meeting).values(place="")],
    "no chair": [
        update(Meeting).values(chair_id=None, chair_text=""),
        update(Sitting).values(chair=""),
    ],
    "no dates": [update(Meeting).values(start=None, end=None, notice_on=None)],
    "one day": [update(Meeting).values(end=None)],
    "no term": [update(Meeting).values(term_id=None)],
    "no roll": [delete(Attendance)],
    "no observers": [delete(Observer)],
    "no order of day": [delete(SittingEntry), delete(Sitting)],
    "hours unknown": [update(Sitting).values(time="", half="", place="", date=None)],
    "items bare": [
        update(AgendaItem).values(
            reporter="", submitted_by=None, outcome="", via="", vote_method="", type=""
        )
    ],
    "drafts bare": [update(Decision).values(drafted_by="", submitted_by="", item_id=None)],
    "motions bare": [
        update(Motion).values(proposer_name="", submitted_on=None, item_id=None),
        update(MotionEntry).values(gender="", ethnicity="", passed_on=None),
    ],
    "votes bare": [
        update(Vote).values(
            teller_chief="", tellers="", counters="", item_id=None, issued=None, returned=None
        )
    ],
    "votes open": [update(Vote).values(result=None, state="已开票", certified_on=None)],
    "ceremony bare": [
        update(Ceremony).values(
            place="", leader="", chair="", witness="", organiser="", date=None, form="单独"
        ),
        update(OathTaker).values(post="", sworn=False),
    ],
    "agenda not adopted": [update(Meeting).values(agenda_adopted=False, state="筹备")],
}


@pytest.mark.parametrize("what", MISSING)
def test_every_paper_on_offer_can_be_made(
    what: str, sample_desk: SampleDesk, tmp_path: Path
) -> None:
    wrong = []
    with fuller.opened(sample_desk, tmp_path) as full:
        with full.office.desk.session() as session:
            for statement in MISSING[what]:
                session.execute(statement)
            session.commit()
        for tag, reference in full.references():
            made = documents.preview(full.office, reference)
            wrong += [
                f"{tag}{reference.name}: {hole}: {around(made.text, hole)}"
                for hole in HOLES
                if hole in made.text
            ]
    assert wrong == []


def around(text: str, hole: str) -> str:
    at = text.index(hole)
    return text[max(0, at - 12) : at + 12]
