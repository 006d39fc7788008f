"""The whole sample session worked through the window, ending in the very desk of the sample.

Everything :func:`meetingdesk.actions.sample.build` does by actions is done here by buttons,
fields and keys; the two desks must then say the same in every paper and every record.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from sqlalchemy import select

from meetingdesk.actions import documents, exchange, keeping, meetings, sample
from meetingdesk.actions.office import Office, open_office
from meetingdesk.papers.word import render_docx
from meetingdesk.records.base import Base
from meetingdesk.shell import icons, theme
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.window import MainWindow
from tests.driving import Clerk
from tests.sample_by_hand import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.sample import Sample
    from meetingdesk.papers.documents import Reference


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path / "by-hand.desk", "张秘书", clock=lambda: sample.NOW)
    yield made
    made.desk.close()


@pytest.fixture
def clerk(qtbot: QtBot, qapp: QApplication, office: Office, tmp_path: Path) -> Iterator[Clerk]:
    theme.apply_theme(qapp, "light")
    icons.load()
    window = MainWindow(
        office,
        settings=Settings(tmp_path / "settings.json"),
        meetings=lambda: [(m.id, m.title, m.date_text) for m in meetings.meetings(office)],
    )
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    yield Clerk(window)
    window.close()
    window.deleteLater()
    QTest.qWait(1)


# -- comparing -------------------------------------------------------------------------


def ids_of(office: Office) -> Sample:
    """Find the two meetings of a desk."""
    by_number = {m.number: m for m in meetings.meetings(office)}
    assert set(by_number) == {36, 58}
    term_id = by_number[36].term_id
    assert term_id is not None
    return sample.Sample(term_id, by_number[36].id, by_number[58].id)


def papers_of(office: Office, meeting_id: int) -> list[tuple[Reference, bytes]]:
    """Make every paper of a meeting as a Word file; whose record it is plays no part."""
    return [
        (replace(reference, subject_id=0), render_docx(documents.preview(office, reference)))
        for reference in documents.available(office, meeting_id)
    ]


def rows_of(office: Office) -> dict[str, list[str]]:
    """Return every row of the desk but the journal's, which tells of single steps."""
    with office.desk.session() as session:
        return {
            table.name: sorted(repr(tuple(row)) for row in session.execute(select(table)))
            for table in Base.metadata.sorted_tables
            if table.name != "journal"
        }


def same_desks(made: Office, wanted: Office) -> None:
    """Hold the two desks together by figures, papers and records."""
    ours, theirs = ids_of(made), ids_of(wanted)
    for mine, other in (
        (ours.chairs_meeting_id, theirs.chairs_meeting_id),
        (ours.meeting_id, theirs.meeting_id),
    ):
        files = [f"{r.name}.docx" for r in documents.available(made, mine)]
        expected = [f"{r.name}.docx" for r in documents.available(wanted, other)]
        assert sample.summary(made, mine, files) == sample.summary(wanted, other, expected)
        for (reference, data), (same, known) in zip(
            papers_of(made, mine), papers_of(wanted, other), strict=True
        ):
            assert reference == same
            assert data == known, reference.title
    assert exchange.meeting_records(made) == exchange.meeting_records(wanted)
    assert exchange.roster_record(made) == exchange.roster_record(wanted)
    assert exchange.appointment_records(made, ours.meeting_id) == exchange.appointment_records(
        wanted, theirs.meeting_id
    )
    for name, rows in rows_of(wanted).items():
        assert rows_of(made)[name] == rows, name
    assert keeping.verify(made) == []


@pytest.mark.slow
def test_the_whole_session_by_hand_makes_the_desk_of_the_sample(
    clerk: Clerk, office: Office, tmp_path: Path
) -> None:
    for step in STEPS:
        step(clerk)
        assert clerk.refused() == "", step.__name__
    wanted = open_office(tmp_path / "by-actions.desk", "张秘书", clock=lambda: sample.NOW)
    try:
        sample.build(wanted)
        same_desks(office, wanted)
    finally:
        wanted.desk.close()
