"""Files dropped on the pages: on an item, on the plan, on the roster, among the attachments."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel

from meetingdesk.actions import agenda, attachments, roster
from tests.panels.test_agenda import get, panel, sheet, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from meetingdesk.actions.office import Office
    from meetingdesk.shell.window import MainWindow

PAGE = "agenda"
NOW = dt.datetime(2026, 8, 11, 1, tzinfo=dt.UTC)
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction


def drag(widget: QWidget, *paths: Path, to: QPoint = QPoint(5, 5)) -> bool:  # noqa: B008
    """Drag files over a widget and let them go, as a desktop would; tell whether they were taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    enter = QDragEnterEvent(to, COPY, data, LEFT, NONE)
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(widget, QDragMoveEvent(to, COPY, data, LEFT, NONE))
    QApplication.sendEvent(widget, QDropEvent(QPointF(to), COPY, data, LEFT, NONE))
    return True


@pytest.fixture
def window(meeting: int, office: Office, show: Callable[[], MainWindow]) -> MainWindow:
    item = agenda.add_item(office, meeting, verb="听取", subject="关于教育工作的报告")
    agenda.add_material(office, item, title="报告", due=dt.date(2026, 8, 12))
    made = show()
    made.set_meeting(meeting)
    return made


def put(folder: Path, name: str, data: bytes = b"1") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_file_dropped_on_the_agenda_is_the_chosen_item_s(
    window: MainWindow, office: Office, meeting: int, tmp_path: Path
) -> None:
    assert drag(table(window, "agendaTable").view.viewport(), put(tmp_path, "教育报告.docx"))
    (file,) = attachments.attachments(office, meeting)
    (item,) = agenda.items(office, meeting)
    assert (file.name, file.item_id) == ("教育报告.docx", item.id)
    assert item.materials[0].received
    assert get(window, QLabel, "itemFiles").text() == "附件：教育报告.docx"
    assert drag(panel(window).details, put(tmp_path, "附表.xlsx"), put(tmp_path, "空.txt", b""))
    assert len(attachments.attachments(office, meeting)) == 2
    assert "空文件" in panel(window).banner.text.text()
    # the same file twice is explained, not doubled
    assert drag(panel(window).details, tmp_path / "附表.xlsx")
    assert "已有名为" in panel(window).banner.text.text()
    window.undo()
    window.undo()
    assert attachments.attachments(office, meeting) == []
    assert not get(window, QLabel, "itemFiles").isVisible()


def test_a_file_belongs_to_the_item_it_is_let_go_on(
    window: MainWindow, office: Office, meeting: int, tmp_path: Path
) -> None:
    other = agenda.add_item(office, meeting, verb="审议", subject="关于环境保护的决定（草案）")
    view = table(window, "agendaTable").view
    assert table(window, "agendaTable").current().id != other
    on_second = view.visualRect(view.model().index(1, 2)).center()
    assert drag(view.viewport(), put(tmp_path, "说明.docx"), to=on_second)
    (file,) = attachments.attachments(office, meeting)
    assert file.item_id == other
    assert table(window, "agendaTable").current().id == other
    below = QPoint(20, view.viewport().height() - 3)  # on no item: the chosen one's
    assert drag(view.viewport(), put(tmp_path, "附表.xlsx"), to=below)
    assert [a.item_id for a in attachments.attachments(office, meeting)] == [other, other]


def test_a_plan_is_dropped_on_its_page(window: MainWindow, tmp_path: Path) -> None:
    page = panel(window)
    page.tabs.setCurrentWidget(page.plan)
    text = "2026年度议题计划\n3月\n听取关于教育工作的报告\n".encode()
    assert drag(page.plan, put(tmp_path, "计划.txt", text))
    taking = sheet(window, "planTakingSheet")
    assert taking.ok.text() == "增加1项"


def test_a_roster_is_dropped_and_shown_before_it_is_taken(
    window: MainWindow, office: Office, term_id: int, tmp_path: Path
) -> None:
    window.open_panel("roster")
    page = window.pages.current_panel()
    assert not drag(page.units, put(tmp_path, "名册.csv"))
    before = len(roster.members(office, term_id))
    listed = put(tmp_path, "名册.csv", "姓名,职务\n新甲,委员\n".encode())
    assert drag(page.members.table.view.viewport(), listed)
    taking = sheet(window, "importSheet")
    assert taking.ok.text() == "导入1人"
    taking.submit()
    assert len(roster.members(office, term_id)) == before + 1


def test_attachments_are_dropped_among_the_papers(
    window: MainWindow, office: Office, meeting: int, tmp_path: Path
) -> None:
    window.open_panel("documents")
    page = window.pages.current_panel()
    page.tabs.setCurrentWidget(page.attached)
    assert drag(page.attached, put(tmp_path, "甲.pdf"), put(tmp_path, "乙.pdf"))
    assert [a.name for a in attachments.attachments(office, meeting)] == ["甲.pdf", "乙.pdf"]
    assert [row.item for row in page.attached.table.rows()] == ["", ""]
    assert page.attached.table.view.isColumnHidden(1)
