"""表决规则 with its real widgets: the book, a copy edited by versions, the trial beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from meetingdesk.actions import cardbook, meetings, votes
from meetingdesk.panels.cards.form import CardForm
from meetingdesk.panels.registry import PANELS
from meetingdesk.records.cards import read_cards
from meetingdesk.rules.cards import card_to_dict, parse_card
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
    from meetingdesk.panels.cards import CardsPanel

W = TypeVar("W", bound=QWidget)


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, sample_office: Office, sample_ids: Sample, tmp_path: Path
) -> Iterator[MainWindow]:
    theme.apply_theme(qapp, "light")
    icons.load()
    settings = Settings(tmp_path / "settings.json")
    settings["last_panel"] = "cards"
    settings["last_meeting"] = sample_ids.meeting_id
    made = MainWindow(
        sample_office,
        settings=settings,
        meetings=lambda: [(m.id, m.title, m.date_text) for m in meetings.meetings(sample_office)],
        panels=[entry for entry in PANELS if entry.key == "cards"],
    )
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    yield made
    made.close()


@pytest.fixture
def panel(window: MainWindow) -> CardsPanel:
    found: Any = window.pages.current_panel()
    return found


def widget(panel: QWidget, kind: type[W], name: str) -> W:
    found = panel.findChild(kind, name)
    assert found is not None, name
    return found


def press(panel: QWidget, name: str) -> None:
    widget(panel, QPushButton, name).click()


def copy_of(panel: CardsPanel, name: str) -> None:
    """Copy a shipped card; the copy opens for editing."""
    assert widget(panel, RecordTable, "cardsTable").select_id(name)
    press(panel, "cardCopy")


def settle(panel: CardsPanel) -> None:
    panel.editor.check()


@pytest.mark.slow
def test_every_card_goes_through_the_form_unchanged(qapp: QApplication, qtbot: QtBot) -> None:
    form = CardForm()
    qtbot.addWidget(form)
    for card in read_cards().values():
        form.set_values(card_to_dict(card))
        assert parse_card(form.values()) == card, card.id


def test_the_book_says_what_each_card_rests_on(panel: CardsPanel) -> None:
    table = widget(panel, RecordTable, "cardsTable")
    assert len(table.rows()) == len(read_cards())
    tag = next(c for c in table.columns if c.title == "状态")
    assert {tag.text(row) for row in table.rows()} == {"有据", "推测"}
    table.select_id("测评-三档")
    assert "满意票超过全体组成人员半数的：满意" in widget(panel, QLabel, "cardWords").text()
    assert "存疑：未见原文" in widget(panel, QLabel, "cardDoubts").text()
    assert not widget(panel, QPushButton, "cardEdit").isVisible()
    assert widget(panel, QPushButton, "cardCopy").isVisible()


def test_copy_edit_and_save_a_version(
    panel: CardsPanel, window: MainWindow, sample_office: Office
) -> None:
    copy_of(panel, "测评-三档")
    assert panel.stack.currentWidget() is panel.editor
    widget(panel, QLineEdit, "card.outcomes.1.fraction").setText("2/3")
    widget(panel, QLineEdit, "card.article").setText("《示例市测评办法》第八条")
    widget(panel, QCheckBox, "card.guess").setChecked(False)
    widget(panel, QLineEdit, "cardNote").setText("2026年办法")
    settle(panel)
    assert "三分之二" in widget(panel, QLabel, "cardRule").text()
    press(panel, "cardSave")
    assert panel.stack.currentWidget() is panel.list_page
    first = widget(panel, RecordTable, "cardsTable").rows()[0]
    assert (first.view.version, first.kept, first.view.guess) == ("第2版", 2, False)
    versions = widget(panel, QComboBox, "cardVersions")
    assert [versions.itemText(at)[:3] for at in range(2)] == ["第2版", "第1版"]
    versions.setCurrentIndex(1)
    assert "三分之二" not in widget(panel, QLabel, "cardWords").text()
    press(panel, "cardLoad")
    assert widget(panel, QLineEdit, "card.outcomes.1.fraction").text() == "1/2"
    assert widget(panel, QLineEdit, "cardNote").text() == "依第1版修改"
    window.undo()
    assert [v.number for v in cardbook.versions(sample_office, first.own_id)] == [1]


def test_what_is_wrong_is_said_at_once_and_cannot_be_saved(panel: CardsPanel) -> None:
    copy_of(panel, "测评-三档")
    save = widget(panel, QPushButton, "cardSave")
    last = widget(panel, QComboBox, "card.outcomes.3.op")
    assert last.currentText() == "其余情形"
    last.setCurrentIndex(last.findText("超过"))
    settle(panel)
    words = widget(panel, QLabel, "cardProblems")
    assert "定档第3行的分数" in words.text()
    assert not save.isEnabled()
    widget(panel, QLineEdit, "card.outcomes.3.fraction").setText("1/3")
    widget(panel, QLineEdit, "card.outcomes.3.choices").setText("不满意")
    settle(panel)
    assert "最后一档须为“其余情形”" in words.text()
    last.setCurrentIndex(last.findText("其余情形"))
    settle(panel)
    assert save.isEnabled()
    assert not words.isVisible()
    widget(panel, QLineEdit, "card.outcomes.1.choices").setText("很满意")
    settle(panel)
    assert "只能写卡上已有的选项" in words.text()


def test_score_bands_with_a_gap_are_refused(panel: CardsPanel) -> None:
    copy_of(panel, "测评-作风计分")
    mode = widget(panel, QComboBox, "card.mode")
    mode.setCurrentIndex(mode.findText("按平均分定档"))
    for at, (name, low, high) in enumerate((("好", "80", "100"), ("差", "0", "60")), 1):
        press(panel, "card.bands.add")
        for key, value in (("label", name), ("at_least", low), ("below", high)):
            widget(panel, QLineEdit, f"card.bands.{at}.{key}").setText(value)
    settle(panel)
    assert "60 分到 80 分之间没有档次" in widget(panel, QLabel, "cardProblems").text()
    widget(panel, QLineEdit, "card.bands.2.below").setText("80")
    settle(panel)
    assert not widget(panel, QLabel, "cardProblems").isVisible()
    press(panel, "card.bands.2.up")
    assert widget(panel, QLineEdit, "card.bands.1.label").text() == "差"
    press(panel, "card.bands.1.remove")
    settle(panel)
    assert "没有覆盖 30 分" in widget(panel, QLabel, "cardProblems").text()


def test_tried_on_numbers(panel: CardsPanel) -> None:
    table = widget(panel, RecordTable, "cardsTable")
    table.select_id("表决-全体过半数")
    trial = panel.trial
    widget(trial, QSpinBox, "trial.1").setValue(20)
    assert widget(trial, QLabel, "trialTag").text() == "未通过"
    assert "赞成20票，未过半数，差1票" in widget(trial, QLabel, "trialWords").text()
    widget(trial, QSpinBox, "trial.1").setValue(21)
    assert "差" not in widget(trial, QLabel, "trialWords").text()
    table.select_id("选举-差额")
    assert widget(trial, QLabel, "trialWords").text() == "应选2名，当选2名：第1人、第2人"
    widget(trial, QLineEdit, "trialNames").setText("20、19、18")
    assert "第1人" not in widget(trial, QLabel, "trialWords").text()


def test_changes_not_saved_wait(panel: CardsPanel, window: MainWindow) -> None:
    copy_of(panel, "测评-四等")
    widget(panel, QLineEdit, "card.source").setText("本市办法")
    press(panel, "cardBack")
    assert "还没有保存" in window.toast_strip.text.text()
    assert window.pages.losses() == ["规则卡有改动没有保存，关闭后就没有了。"]
    press(panel, "cardEdit")
    assert widget(panel, QLineEdit, "card.source").text() == "本市办法"
    assert window.pages.losses()
    press(panel, "cardSave")
    assert window.pages.losses() == []


def test_retire_and_taking_back_a_copy(panel: CardsPanel, window: MainWindow) -> None:
    copy_of(panel, "测评-四等")
    window.undo()
    assert panel.stack.currentWidget() is panel.list_page
    assert all(row.own_id is None for row in panel.table.rows())
    copy_of(panel, "测评-四等")
    press(panel, "cardBack")
    press(panel, "cardRetire")
    row = panel.table.rows()[0]
    assert row.retired
    assert widget(panel, QPushButton, "cardRetire").text() == "启用"
    press(panel, "cardRetire")
    assert not panel.table.rows()[0].retired


def test_back_to_the_first_card(panel: CardsPanel) -> None:
    copy_of(panel, "测评-四等")
    widget(panel, QLineEdit, "card.source").setText("本市办法")
    settle(panel)
    press(panel, "cardSave")
    press(panel, "cardAgain")
    row = panel.table.rows()[0]
    assert (row.kept, row.view.source) == (3, read_cards()["测评-四等"].source)
    press(panel, "cardAgain")  # nothing differs now
    assert "没有改动" in panel.banner.text.text()
    names = {action.text for action in panel.commands()}
    assert f"规则：{row.view.title}" in names


def test_the_wheel_scrolls_and_changes_no_choice(panel: CardsPanel) -> None:
    copy_of(panel, "测评-三档")
    for name in ("card.kind", "card.outcomes.1.base"):
        combo = widget(panel, QComboBox, name)
        before = combo.currentIndex()
        turn = QWheelEvent(
            QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(combo, turn)
        assert combo.currentIndex() == before


def test_every_control_has_a_name(panel: CardsPanel) -> None:
    copy_of(panel, "测评-三档")
    for made in panel.findChildren(QWidget):
        if isinstance(made, QLineEdit | QComboBox | QPushButton | QCheckBox | QSpinBox):
            inner = isinstance(made, QLineEdit) and isinstance(made.parent(), QSpinBox)
            assert inner or made.accessibleName(), made.objectName()


def test_from_a_draft_to_its_rule(
    qtbot: QtBot, qapp: QApplication, sample_office: Office, sample_ids: Sample, tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "settings.json")
    settings["last_panel"] = "votes"
    settings["last_meeting"] = sample_ids.meeting_id
    made = MainWindow(
        sample_office,
        settings=settings,
        meetings=lambda: [(m.id, m.title, m.date_text) for m in meetings.meetings(sample_office)],
        panels=[entry for entry in PANELS if entry.key in ("votes", "cards")],
    )
    qtbot.addWidget(made)
    made.show()
    vote = votes.draft_vote(
        sample_office, kind="测评", meeting_id=sample_ids.meeting_id, title="再测",
        card_name="测评-四等", questions=[("市商务局", "", {})],
    )  # fmt: skip
    made.open_panel("votes", vote_id=vote)
    page: Any = made.pages.current_panel()
    press(page, "votesRuleBook")
    book: Any = made.pages.current_panel()
    assert book.table.current_id() == "测评-四等"
    made.close()
