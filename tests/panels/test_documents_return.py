"""A corrected Word file dropped on the page of papers: shown, chosen, taken, let go again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton

from meetingdesk.actions import documents
from meetingdesk.panels.documents.page import DocumentsPanel
from meetingdesk.panels.documents.returning import KeptSheet, ReturnSheet
from tests.actions.test_returning import edited, paper, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample
    from meetingdesk.shell.window import MainWindow

PAGE = "documents"


@pytest.fixture
def office(sample_office: Office) -> Office:
    return sample_office


@pytest.fixture
def panel(show: Callable[[], MainWindow], sample_ids: Sample) -> DocumentsPanel:
    window = show()
    window.set_meeting(sample_ids.meeting_id)
    found = window.pages.current_panel()
    assert isinstance(found, DocumentsPanel)
    return found


@pytest.fixture
def corrected(office: Office, sample_ids: Sample, tmp_path: Path) -> Path:
    """The notice with one word and one date changed by hand."""
    data = written(office, paper(office, sample_ids.meeting_id, "notice"))
    data = edited(data, "请提前测试设备", "请务必提前测试设备")
    path = tmp_path / "通知（改）.docx"
    path.write_bytes(data)
    return path


def drop(panel: DocumentsPanel, path: Path) -> None:
    """Carry a file over the page and let go of it."""
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path))])
    how = Qt.DropAction.CopyAction, carried, Qt.MouseButton.LeftButton
    keys = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(panel, QDragEnterEvent(QPoint(40, 40), *how, keys))
    QApplication.sendEvent(panel, QDropEvent(QPointF(40, 40), *how, keys))


def sheet(panel: DocumentsPanel) -> ReturnSheet:
    (found,) = [s for s in panel.window().findChildren(ReturnSheet) if s.isVisible()]
    return found


@pytest.mark.slow
def test_a_dropped_file_is_compared_and_kept(
    panel: DocumentsPanel, office: Office, corrected: Path
) -> None:
    drop(panel, corrected)
    shown = sheet(panel)
    assert [box.currentText() for box in shown.choices.values()] == ["只改这份"]
    shown.ok.click()
    reference = panel.current()
    assert reference is not None
    assert reference.kind == "notice"
    assert "请务必提前测试设备" in documents.preview(office, reference).text
    assert panel.returning.kept_button.text() == "手工改动　1"
    panel.returning.kept_button.click()
    (kept,) = [s for s in panel.window().findChildren(KeptSheet) if s.isVisible()]
    kept.table.select_id(kept.table.rows()[0].id)
    button = kept.findChild(QPushButton, "keptDrop")
    assert button is not None
    button.click()
    assert kept.table.rows() == []
    assert not panel.returning.kept_button.isEnabled()
    kept.ok.click()
    assert "请务必" not in documents.preview(office, reference).text


def test_nothing_is_taken_when_the_sheet_is_closed(
    panel: DocumentsPanel, office: Office, corrected: Path
) -> None:
    drop(panel, corrected)
    sheet(panel).reject()
    reference = panel.current()
    assert reference is not None
    assert "请务必" not in documents.preview(office, reference).text


def test_an_untouched_file_is_said_to_be_so(
    panel: DocumentsPanel, office: Office, sample_ids: Sample, tmp_path: Path
) -> None:
    path = tmp_path / "agenda.docx"
    path.write_bytes(written(office, paper(office, sample_ids.meeting_id, "agenda")))
    assert panel.returning.take(path) is None
    assert "没有改动" in panel.window().toast_strip.text.text()  # type: ignore[attr-defined]


def test_a_strange_file_is_explained_in_the_banner(panel: DocumentsPanel, tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(b"no word file")
    assert panel.returning.take(path) is None
    assert panel.banner.isVisible()
