"""演练 in a window of its own: the band that never goes, and nothing left when it closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QPushButton

from meetingdesk.actions import documents, keeping, meetings, votes
from meetingdesk.shell import icons, theme
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, sample_office: Office, sample_ids: Sample, tmp_path: Path
) -> Iterator[MainWindow]:
    theme.apply_theme(qapp, "light")
    icons.load()
    settings = Settings(tmp_path / "settings.json")
    settings["last_panel"] = "votes"
    settings["last_meeting"] = sample_ids.meeting_id
    made = MainWindow(
        sample_office,
        settings=settings,
        meetings=lambda: [(m.id, m.title, m.date_text) for m in meetings.meetings(sample_office)],
    )
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def practise(window: MainWindow, vote_id: int) -> MainWindow:
    """Open a vote and press its 演练 button."""
    window.open_panel("votes", vote_id=vote_id)
    named = [b for b in window.header.findChildren(QPushButton) if b.text() == "演练此表决"]
    named[0].click()
    assert window.practice is not None
    return window.practice


@pytest.mark.slow
def test_a_rehearsal_in_its_own_window(
    window: MainWindow, sample_office: Office, sample_ids: Sample, qtbot: QtBot
) -> None:
    vote = votes.votes_of(sample_office, sample_ids.meeting_id)[-1]
    assert not window.practice_band.isVisible()
    practice = practise(window, vote.id)
    copy: Any = practice.office
    assert practice.practice_band.isVisible()
    assert practice.windowTitle().startswith("演练")
    assert "不进入正式台账" in practice.practice_band.words.text()
    panel: Any = practice.pages.current_panel()
    assert panel.page.vote.title == f"{vote.title}（演练）"
    assert panel.page.vote.state == "拟定"
    assert not panel.primary_actions()  # no rehearsal within a rehearsal
    for key in ("meetings", "documents", "votes"):
        practice.open_panel(key)
        assert practice.practice_band.isVisible()
    assert {
        documents.preview(copy, r).watermark
        for r in documents.available(copy, sample_ids.meeting_id)
    } == {"演练"}
    assert practice.search is not None
    assert "周启明" in practice.search("周启明")[0].text
    place = keeping.file_of(copy)
    assert place.exists()
    settings = window.settings.path.read_text(encoding="utf-8")
    found = practice.practice_band.findChild(QPushButton, "practiceEnd")
    assert found is not None
    with qtbot.waitSignal(practice.closed):
        found.click()
    assert window.practice is None
    assert not place.parent.exists()
    assert window.settings.path.read_text(encoding="utf-8") == settings
    assert window.toast_strip.text.text().startswith("演练已结束")


def test_closing_the_desk_ends_the_rehearsal(
    window: MainWindow, sample_office: Office, sample_ids: Sample
) -> None:
    vote = votes.votes_of(sample_office, sample_ids.meeting_id)[0]
    practice = practise(window, vote.id)
    place = keeping.file_of(practice.office)  # type: ignore[arg-type]
    window.close()
    assert not place.parent.exists()
