"""日志 with its real widgets: pages of entries, words of a change, the chain, a backup."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QWidget
from sqlalchemy import text

from meetingdesk.actions import keeping, meetings
from meetingdesk.actions.office import open_office
from meetingdesk.panels.registry import PANELS
from meetingdesk.records import journal
from meetingdesk.shell import icons, theme
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.widgets import RecordTable
from meetingdesk.shell.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample
    from meetingdesk.panels.journal import JournalPanel


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, sample_office: Office, sample_ids: Sample, tmp_path: Path
) -> Iterator[MainWindow]:
    theme.apply_theme(qapp, "light")
    icons.load()
    settings = Settings(tmp_path / "settings.json")
    settings["last_panel"] = "journal"
    settings["last_meeting"] = sample_ids.chairs_meeting_id
    made = MainWindow(
        sample_office,
        settings=settings,
        meetings=lambda: [(m.id, m.title, m.date_text) for m in meetings.meetings(sample_office)],
        panels=[entry for entry in PANELS if entry.key == "journal"],
    )
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


@pytest.fixture
def panel(window: MainWindow) -> JournalPanel:
    found: Any = window.pages.current_panel()
    return found


def widget(panel: QWidget, kind: type[Any], name: str) -> Any:
    found = panel.findChild(kind, name)
    assert found is not None, name
    return found


def many(office: Office, number: int) -> None:
    """Append ``number`` plain entries."""
    with office.desk.session() as session:
        for at in range(number):
            journal.append(
                session,
                at=dt.datetime(2026, 8, 18, 1),
                who="李四",
                action="登记",
                label=f"第{at}步",
                changes=[],
            )
        session.commit()


def test_entries_by_page_newest_first(panel: JournalPanel, sample_office: Office) -> None:
    table = widget(panel, RecordTable, "journalTable")
    total = keeping.entry_count(sample_office)
    assert [e.seq for e in table.rows()] == list(range(total, total - 200, -1))
    more = widget(panel, QPushButton, "journalMore")
    more.click()
    assert len(table.rows()) == total
    assert not more.isVisible()
    assert panel.total.value.text() == str(total)


def test_found_by_words_and_by_meeting(panel: JournalPanel, qtbot: QtBot) -> None:
    table = widget(panel, RecordTable, "journalTable")
    widget(panel, QLineEdit, "journalFind").setText("请假")
    qtbot.waitUntil(lambda: len(table.rows()) == 4)
    widget(panel, QLineEdit, "journalFind").setText("")
    qtbot.waitUntil(lambda: len(table.rows()) > 4)
    widget(panel, QCheckBox, "journalHere").setChecked(True)
    assert {e.meeting for e in table.rows()} == {"市十四届人大常委会第五十八次主任会议"}
    widget(panel, QLineEdit, "journalFind").setText("没有这样的话")
    qtbot.waitUntil(lambda: table.rows() == [])


def test_a_step_and_its_undo(
    panel: JournalPanel, window: MainWindow, sample_office: Office, sample_ids: Sample
) -> None:
    meetings.edit_meeting(sample_office, sample_ids.chairs_meeting_id, place="第二会议室")
    table = widget(panel, RecordTable, "journalTable")
    step = table.rows()[0]
    table.select_id(step.seq)
    (line,) = widget(panel, RecordTable, "journalLines").rows()
    assert (line.field, line.after) == ("地点", "第二会议室")
    window.undo()
    status = {e.seq: e.undone for e in table.rows()[:2]}
    assert status == {step.seq: True, step.seq + 1: False}
    tag = next(c for c in table.columns if c.title == "状态")
    assert [tag.text(e) for e in table.rows()[:2]] == ["撤销", "已撤销"]


def test_the_chain_is_checked(panel: JournalPanel, qtbot: QtBot, sample_office: Office) -> None:
    panel.verify()
    with qtbot.waitSignal(panel.task.finished, timeout=20_000):
        pass
    assert "日志完整" in panel.banner.text.text()
    assert panel.chain.value.text() == "完整"
    with sample_office.desk.session() as session:
        session.execute(text("DROP TRIGGER journal_no_update"))
        session.execute(text("UPDATE journal SET label = '别的话' WHERE seq = 9"))
        session.commit()
    panel.verify()
    with qtbot.waitSignal(panel.task.finished, timeout=20_000):
        pass
    assert panel.chain.value.text() == "不完整"
    assert panel.banner.detail.text() == "日志第9条的内容被改动过"


def test_a_backup_is_made(
    panel: JournalPanel,
    qtbot: QtBot,
    sample_office: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(panel, "choose_file", lambda: tmp_path / "kept" / "备份")
    panel.back_up()
    with qtbot.waitSignal(panel.task.finished, timeout=20_000):
        pass
    kept = open_office(tmp_path / "kept" / "备份.desk")
    assert keeping.entry_count(kept) == keeping.entry_count(sample_office) - 1  # its own note
    assert keeping.verify(kept) == []
    kept.desk.close()
    assert panel.kept.value.text() == "已备份"
    monkeypatch.setattr(panel, "choose_file", lambda: tmp_path / "sample.desk")
    panel.back_up()
    with qtbot.waitSignal(panel.task.finished, timeout=20_000):
        pass
    assert "台账自己" in panel.banner.text.text()


@pytest.mark.slow
def test_ten_thousand_entries_stay_fast(
    panel: JournalPanel, qtbot: QtBot, sample_office: Office
) -> None:
    many(sample_office, 10_000)
    start = time.process_time()
    panel.refresh()
    first = time.process_time() - start
    assert len(panel.table.rows()) == 200
    start = time.process_time()
    panel.read_more()
    second = time.process_time() - start
    assert len(panel.table.rows()) == 400
    assert max(first, second) < 1.0
    widget(panel, QLineEdit, "journalFind").setText("第9999步")
    qtbot.waitUntil(lambda: len(panel.table.rows()) == 1)
    panel.verify()
    with qtbot.waitSignal(panel.task.finished, timeout=60_000):
        pass
    assert panel.chain.value.text() == "完整"
