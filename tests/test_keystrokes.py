"""The sample session is prepared by keys alone, with at most half the presses of plain tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest

from meetingdesk.actions import agenda, appointments, decisions, meetings, roster
from meetingdesk.actions.vote_views import votes_of
from meetingdesk.shell import icons, theme
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.window import MainWindow
from tests.bench import keystrokes

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office

NOW = keystrokes.NOW


@pytest.mark.slow
def test_preparing_the_sample_session_takes_at_most_half_the_keys(
    qtbot: QtBot, qapp: QApplication, office: Office, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    theme.apply_theme(qapp, "light")
    icons.load()
    window = MainWindow(
        office,
        settings=Settings(tmp_path / "settings.json"),
        meetings=lambda: [(m.id, m.title, m.date_text) for m in meetings.meetings(office)],
    )
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    figures = keystrokes.measure(window)
    window.close()
    with capsys.disabled():
        print(json.dumps(figures, ensure_ascii=False))
    assert figures["clicks"] == 0
    assert float(str(figures["ratio_to_typed"])) <= 0.5
    assert float(str(figures["ratio_to_pasted"])) <= 0.5
    what_was_asked_for_is_there(office)


def what_was_asked_for_is_there(office: Office) -> None:
    meeting = meetings.meetings(office)[0]
    assert (meeting.number, meeting.place) == (36, "市人大常委会会议厅")
    assert meeting.term_id is not None
    assert len(roster.members_on(office, meeting.term_id, NOW.date())) == 41
    rows = agenda.items(office, meeting.id)
    assert [f"{i.verb}{i.subject}" for i in rows] == keystrokes.ITEMS
    (vote,) = votes_of(office, meeting.id)
    assert [q.text for q in vote.questions] == list(keystrokes.texts.EVALUATED)
    entries = [e for m in appointments.motions(office, meeting.id) for e in m.entries]
    assert [e.name for e in entries] == [
        name for rows in keystrokes.people.NOMINEES.values() for _, name, _, _ in rows
    ]
    drafts = decisions.decisions(office, meeting.id)
    for draft, (title, _kind, index, _joint, body) in zip(
        drafts, keystrokes.DECISIONS, strict=True
    ):
        assert draft.title == title
        assert draft.item_id == rows[index].id
        assert draft.body.strip() == body
