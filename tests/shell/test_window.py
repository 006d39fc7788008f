"""The window: pages made late, keys, palette, undo, names for screen readers, nothing clipped."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from demo import DEMO, MEETINGS, Change, FakeOffice
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QTextEdit,
)

from meetingdesk.panels.registry import PANELS, PanelEntry
from meetingdesk.shell import theme
from meetingdesk.shell.chinese import load_chinese
from meetingdesk.shell.command import rank
from meetingdesk.shell.header import Header
from meetingdesk.shell.initials import initials
from meetingdesk.shell.panel import Action
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.shots import grab
from meetingdesk.shell.widgets import Sheet
from meetingdesk.shell.window import MainWindow

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.conftest import Desks


CTRL = Qt.KeyboardModifier.ControlModifier


def test_panels_are_made_when_first_shown(window: MainWindow) -> None:
    assert set(window.pages._panels) == {"agenda"}
    window.open_panel("votes")
    assert set(window.pages._panels) == {"agenda", "votes"}


def test_registry_names_no_module_twice_and_imports_none() -> None:
    assert len({entry.key for entry in PANELS}) == len(PANELS)
    assert {entry.group for entry in PANELS} == {"", "会前", "会中", "会后", "工具"}
    assert "meetingdesk.panels.votes" not in sys.modules or all(e.load() for e in PANELS)


def test_the_offer_to_undo_stays_with_another_page_covers_nothing_and_goes_with_the_next_step(
    window: MainWindow, office: FakeOffice
) -> None:
    window.toast("已登记", undo=True)
    window.open_panel("votes")
    assert window.toast_strip.isVisible()
    strip = window.toast_strip.strip
    assert strip.rect().contains(window.toast_strip.geometry())
    assert strip.y() >= window.pages.geometry().bottom()
    office.add("新议题", "市长")
    assert not window.toast_strip.isVisible()


def test_what_can_be_undone_is_asked_once_a_change(
    window: MainWindow, office: FakeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str | None] = []
    can_undo = office.can_undo

    def counted() -> str | None:
        asked.append(can_undo())
        return asked[-1]

    monkeypatch.setattr(office, "can_undo", counted)
    window.open_panel("votes")
    window.open_panel("agenda")
    assert asked == []
    office.add("新议题", "市长")
    window.open_panel("votes")
    assert asked == ["新建“新议题”"]
    assert "新建“新议题”" in window.header.undo.toolTip()
    window.undo()
    assert window.header.undo.toolTip() == "没有可撤销的操作"
    assert "新建“新议题”" in window.header.redo.toolTip()


def test_hidden_page_refreshes_only_when_shown_again(
    window: MainWindow, office: FakeOffice
) -> None:
    agenda = window.pages.current_panel()
    window.open_panel("votes")
    votes = window.pages.current_panel()
    before = agenda.refreshed, votes.refreshed
    office.add("新议题", "市长")
    assert (agenda.refreshed, votes.refreshed) == before
    window.open_panel("agenda")
    assert agenda.refreshed == before[0] + 1
    assert agenda.total.value.text() == "13"


def test_change_of_another_table_leaves_the_page_alone(
    window: MainWindow, office: FakeOffice
) -> None:
    agenda = window.pages.current_panel()
    before = agenda.refreshed
    window._changed(Change(frozenset({"votes"})))
    assert agenda.refreshed == before


def test_a_page_read_again_is_asked_for_its_actions_once(
    window: MainWindow, office: FakeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    agenda = window.pages.current_panel()
    monkeypatch.setattr(agenda, "subtitle", lambda: asked.append("asked") or "")

    def refresh(_change: object = None) -> None:
        for _ in range(3):
            window.actions_changed()

    monkeypatch.setattr(agenda, "refresh", refresh)
    window._changed(Change(frozenset({"agenda_items"})))
    assert asked == ["asked"]
    window.actions_changed()
    assert asked == ["asked"] * 2, "outside of a step it is told at once"


def test_ctrl_number_opens_pages_and_focus_goes_to_the_work(
    window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_6, CTRL)
    assert window.header.title.text() == "表决与测评"
    assert window.nav.buttons["votes"].isChecked()
    qtbot.keyClick(window, Qt.Key.Key_3, CTRL)
    assert window.header.title.text() == "议程与日程"
    assert window.pages.current_panel().table.view.hasFocus()


def test_delete_offers_undo_and_ctrl_z_brings_back(
    window: MainWindow, office: FakeOffice, qtbot: QtBot
) -> None:
    panel = window.pages.current_panel()
    panel.table.select_id(6)
    qtbot.keyClick(panel.table.view, Qt.Key.Key_Delete)
    assert len(office.items) == 11
    assert window.toast_strip.isVisible()
    assert "流域城市" in window.toast_strip.text.text()
    assert panel.table.current_id() == 7  # the neighbour takes the place
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert len(office.items) == 12
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert len(office.items) == 11


def test_refusal_stands_in_the_banner_with_its_place(
    window: MainWindow, office: FakeOffice
) -> None:
    panel = window.pages.current_panel()
    panel.delete(office.items[0])
    assert panel.banner.isVisible()
    assert panel.banner.text.text() == "这项议题不能删除。"
    assert panel.banner.detail.text() == "第1行　议程已经印发"
    panel.delete(office.items[3])
    assert not panel.banner.isVisible()


def test_palette_finds_by_pinyin_initials_and_runs(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    box = window.palette_box
    assert box.isVisible()
    assert box.edit.hasFocus()
    box.edit.setText("bjycp")
    assert [entry.text for entry in box.shown()] == ["表决与测评"]
    qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert not box.isVisible()
    assert window.header.title.text() == "表决与测评"


def test_palette_says_when_nothing_fits_and_escape_closes(window: MainWindow, qtbot: QtBot) -> None:
    window.open_palette()
    box = window.palette_box
    box.edit.setText("没有这样的词")
    assert box.none.isVisible()
    assert not box.list.isVisible()
    qtbot.keyClick(box.edit, Qt.Key.Key_Return)  # nothing to run, nothing happens
    qtbot.keyClick(box.edit, Qt.Key.Key_Escape)
    assert not box.isVisible()


def test_switching_meeting_tells_panels_and_is_remembered(
    window: MainWindow, settings: Settings, qtbot: QtBot
) -> None:
    window.open_meetings()
    qtbot.keyClick(window.palette_box.edit, Qt.Key.Key_Down)
    qtbot.keyClick(window.palette_box.edit, Qt.Key.Key_Return)
    assert window.meeting_id == 2
    assert window.pages.current_panel().meeting_id == 2
    assert settings["last_meeting"] == 2
    assert "第三十五次" in window.header.meeting.text()


@pytest.mark.parametrize(
    ("wanted", "fit"), [("表决", 0), ("bj", 1), ("测评", 2), ("cp", 3), ("xyz", None), ("", 9)]
)
def test_rank(wanted: str, fit: int | None) -> None:
    assert rank("表决与测评", initials("表决与测评"), wanted) == fit


def test_office_may_come_after_the_window(qtbot: QtBot, settings: Settings) -> None:
    made = MainWindow(settings=settings, meetings=lambda: MEETINGS, panels=DEMO)
    qtbot.addWidget(made)
    made.show()
    assert not made.nav.isEnabled()
    made.attach(FakeOffice())
    assert made.nav.isEnabled()
    assert made.pages.current_panel() is not None
    made.close()


@pytest.mark.logs
def test_missing_page_file_leaves_the_window_usable(qtbot: QtBot, settings: Settings) -> None:
    gone = PanelEntry("no_such_panel_file", "Gone", "gone", "缺页", "house", "工具", 99)
    made = MainWindow(
        FakeOffice(), settings=settings, meetings=lambda: MEETINGS, panels=(*DEMO, gone)
    )
    qtbot.addWidget(made)
    made.open_panel("gone")
    assert made.pages.current_panel() is None
    made.open_panel("agenda")
    assert made.pages.current_panel() is not None
    made.close()


def _words(widget: object) -> str:
    return widget.accessibleName() or widget.toolTip()


def test_every_control_has_a_name(window: MainWindow) -> None:
    panel = window.pages.current_panel()
    panel.new()
    kinds = (
        QPushButton,
        QLineEdit,
        QComboBox,
        QAbstractItemView,
        QAbstractSpinBox,
        QTextEdit,
        QPlainTextEdit,
    )
    nameless = [
        widget
        for kind in kinds
        for widget in window.findChildren(kind)
        if not _words(widget)
        and not (hasattr(widget, "text") and isinstance(widget, QPushButton) and widget.text())
        and not widget.objectName().startswith("qt_")
        # parts of a combo box and a spin box speak with their owner's name
        and not isinstance(widget.parent(), QAbstractSpinBox | QComboBox)
        and "Combo" not in type(widget.parent()).__name__
        and "Container" not in widget.parent().metaObject().className()
    ]
    assert nameless == []
    panel.sheet.reject()


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_no_button_or_label_is_clipped(
    window: MainWindow, name: str, size: tuple[int, int]
) -> None:
    window.set_theme(name)
    image = grab(window, size)
    assert (image.width(), image.height()) == size
    assert window.size().width() == size[0]
    clipped = []
    for made in window.findChildren(QPushButton):
        if made.isVisible() and made.text():
            option = QStyleOptionButton()
            made.initStyleOption(option)
            part = QStyle.SubElement.SE_PushButtonContents
            room = made.style().subElementRect(part, option, made).width()
            icon = made.iconSize().width() + 4 if not made.icon().isNull() else 0
            if made.fontMetrics().horizontalAdvance(made.text()) + icon > room + 1:
                clipped.append(made.text())
    for made in window.findChildren(QLabel):
        fits = made.wordWrap() or made.sizeHint().width() <= made.width()
        if made.isVisible() and not fits:
            clipped.append(made.text())
    assert clipped == []
    window.set_theme("light")


def test_themes_keep_contrast() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, two: str) -> float:
        high, low = sorted((light(one), light(two)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    for palette in (theme.LIGHT, theme.DARK):
        pairs = [
            (getattr(palette, ink), getattr(palette, ground))
            for ink in ("ink", "soft", "faint")
            for ground in ("card", "ground", "field", "hover", "chosen")
        ]
        pairs += [
            (getattr(palette, kind), getattr(palette, f"{kind}_bg"))
            for kind in ("ok", "warn", "bad", "info", "neutral")
        ]
        pairs += [(palette.on_blue, palette.blue), (palette.nav_ink, palette.nav)]
        pairs += [(palette.nav_soft, palette.nav), (palette.danger, palette.card)]
        weak = [(p, round(contrast(*p), 2)) for p in pairs if contrast(*p) < 4.5]
        assert weak == [], palette.name


def test_shortcut_sheet_lists_pages_and_own_actions(window: MainWindow) -> None:
    window.show_shortcuts()
    sheet = window.findChildren(Sheet)[-1]
    words = {made.text() for made in sheet.findChildren(QLabel)}
    assert {"Ctrl+K", "议程与日程", "付印前校核", "Alt+↑", "Alt+↓"} <= words
    sheet.reject()
    QApplication.processEvents()


def test_a_name_given_in_the_settings_is_the_journal_s_at_once(
    qtbot: QtBot, qapp: QApplication, desks: Desks, tmp_path: Path
) -> None:
    office = desks.office(tmp_path, who="")
    settings = Settings(tmp_path / "settings.json")
    made = MainWindow(office, settings=settings)
    qtbot.addWidget(made)
    made.show()
    panel = made.pages.current_panel()
    assert panel is not None
    panel.banner.clear()  # a step was taken, the question stands
    assert panel.banner.isVisible()
    assert "还没有填写操作人" in panel.banner.text.text()
    made.show_settings()
    (sheet,) = (one for one in made.findChildren(Sheet) if one.isVisible())
    sheet.form.fields["operator"].control.setText("张秘书")
    sheet.submit()
    assert office.who == "张秘书"
    assert not panel.banner.isVisible()
    made.close()
    office.desk.close()


def test_dialogs_of_qt_itself_speak_chinese(qtbot: QtBot, qapp: QApplication) -> None:
    before = {*qapp.findChildren(QTranslator)}
    load_chinese(qapp)
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    try:
        dialog.show()
        told = [made.text() for made in dialog.findChildren(QLabel) if made.isVisible()]
    finally:
        for made in {*qapp.findChildren(QTranslator)} - before:
            qapp.removeTranslator(made)
    assert told
    assert [words for words in told if words.isascii()] == []


def test_actions_that_look_the_same_do_what_is_asked_now(qtbot: QtBot) -> None:
    header = Header()
    qtbot.addWidget(header)
    done: list[str] = []
    header.set_actions([Action("新建", lambda: done.append("old")), Action("导入", done.clear)])
    (made,) = [b for b in header.findChildren(QPushButton) if b.text() == "新建"]
    header.set_actions([Action("新建", lambda: done.append("new")), Action("导入", done.clear)])
    assert made in header.findChildren(QPushButton), "it is not made again"
    made.click()
    assert done == ["new"]
    header.set_actions([Action("新建", lambda: done.append("off"), enabled=False)])
    (made,) = [b for b in header.findChildren(QPushButton) if b.text() == "新建"]
    assert not made.isEnabled()
