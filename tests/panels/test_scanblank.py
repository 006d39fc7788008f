"""The contact sheet: rows without a mark, and rows of scans that may have lost some."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from meetingdesk.actions import votes
from meetingdesk.actions.scan_asking import Queue
from meetingdesk.panels.votes.scanblank import BlankView
from meetingdesk.shell import theme
from tests.actions.kindkit import project_vote
from tests.actions.test_scanning import read, two_tone_list

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office


@pytest.mark.slow
def test_rows_of_a_black_and_white_scan_show_what_was_read(
    qtbot: QtBot, qapp: QApplication, office: Office, tmp_path: Path
) -> None:
    theme.apply_theme(qapp, "light")

    vote = project_vote(office, [f"第{n}小学改扩建工程" for n in range(1, 13)], 5)
    scan = read(office, vote, two_tone_list(office, vote, tmp_path / "黑白.png"))
    queue = Queue(scan, votes.vote_view(office, vote))
    view = BlankView()
    qtbot.addWidget(view)
    view.resize(1100, 640)
    view.show_queue(queue, "丁")
    view.show()
    assert view.note.isVisible()
    assert view.count.text() == "还有 1 行要核对"
    assert "无误" in view.confirm.text()
    (tile,) = view.tiles
    assert tile.accessibleName() == "已读的一行"
    assert len(tile.picture.outlines) == 2
    # alone on its screen it stands at the top, no higher than its picture
    shown = tile.picture
    qtbot.waitUntil(lambda: shown.height() == shown.height_at(shown.width()), timeout=2000)
    assert tile.y() < 10
    assert tile.height() < view.sheet.height() * 2 / 3
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert not scan.unseen
    assert not view.note.isVisible()
    ((sheet, copies),) = scan.patterns().items()
    assert (copies, len([key for key, choices in sheet if choices])) == (1, 2)
