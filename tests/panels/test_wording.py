"""Wording in the window: typed, seen on the paper at once, kept, refused, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import documents, wordings
from meetingdesk.panels.wording import WordingPanel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample
    from meetingdesk.shell.window import MainWindow

PAGE = "wording"


@pytest.fixture
def office(sample_office: Office) -> Office:
    return sample_office


@pytest.fixture
def panel(show: Callable[[], MainWindow], sample_ids: Sample) -> WordingPanel:
    window = show()
    window.set_meeting(sample_ids.meeting_id)
    found = window.pages.current_panel()
    assert isinstance(found, WordingPanel)
    found.table.select_id("notice.j2")
    found.paper.now()
    return found


def shown(panel: WordingPanel) -> str:
    document = panel.preview.document
    return document.text if document is not None else ""


def notice(office: Office, meeting_id: int) -> str:
    reference = documents.available(office, meeting_id)[0]
    assert reference.kind == "notice"
    return documents.preview(office, reference).text


@pytest.mark.slow
def test_typing_shows_the_paper_and_keeping_changes_it_everywhere(
    panel: WordingPanel, office: Office, sample_ids: Sample, qtbot: QtBot
) -> None:
    assert "关于召开" in shown(panel)
    assert not panel.keep_button.isEnabled()
    panel.text.setPlainText(panel.text.toPlainText().replace("关于召开", "关于举行"))
    qtbot.waitUntil(lambda: "关于举行" in shown(panel))
    assert "关于召开" in notice(office, sample_ids.meeting_id)
    panel.keep_button.click()
    assert "关于举行" in notice(office, sample_ids.meeting_id)
    assert panel.table.current().own
    office.undo()
    assert "关于召开" in panel.text.toPlainText()


def test_a_broken_text_leaves_the_last_good_page_and_is_not_kept(
    panel: WordingPanel, office: Office, sample_ids: Sample
) -> None:
    good = shown(panel)
    panel.text.setPlainText(panel.text.toPlainText() + "{% if %}")
    panel.try_out()
    assert shown(panel) == good
    panel.keep_button.click()
    assert panel.banner.isVisible()
    assert notice(office, sample_ids.meeting_id) == good
    panel.reset_button.click()
    assert panel.text.toPlainText() == wordings.built_in("notice.j2")


@pytest.mark.slow
def test_the_own_text_is_taken_back(
    panel: WordingPanel, office: Office, sample_ids: Sample
) -> None:
    panel.text.setPlainText(panel.text.toPlainText().replace("关于召开", "关于举行"))
    panel.keep_button.click()
    panel.reset_button.click()
    assert "关于召开" in notice(office, sample_ids.meeting_id)
    assert not panel.table.current().own


@pytest.mark.slow
def test_the_sheet_goes_out_and_comes_back(
    panel: WordingPanel, office: Office, sample_ids: Sample, tmp_path: Path
) -> None:
    path = tmp_path / "信笺.docx"
    panel.write_sheet(path)
    panel.take_sheet(path)
    assert wordings.has_own_sheet(office, sample_ids.meeting_id)
    panel.reset_sheet()
    assert not wordings.has_own_sheet(office, sample_ids.meeting_id)
    path.write_bytes(b"nothing")
    panel.take_sheet(path)
    assert panel.banner.isVisible()
    panel.take_sheet(tmp_path / "gone.docx")
    assert panel.banner.isVisible()
