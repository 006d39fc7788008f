"""文书 with its real widgets, inside the real window, on the sample city."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QWidget,
)

from meetingdesk.actions import documents, meetings, numbering
from meetingdesk.panels.registry import PANELS
from meetingdesk.shell import icons, theme
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.widgets import RecordTable, Sheet
from meetingdesk.shell.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample
    from meetingdesk.panels.documents import DocumentsPanel


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, sample_office: Office, sample_ids: Sample, tmp_path: Path
) -> Iterator[MainWindow]:
    theme.apply_theme(qapp, "light")
    icons.load()
    settings = Settings(tmp_path / "settings.json")
    settings["last_panel"] = "documents"
    settings["last_meeting"] = sample_ids.meeting_id

    def listed() -> list[tuple[int, str, str]]:
        return [(m.id, m.title, m.date_text) for m in meetings.meetings(sample_office)]

    made = MainWindow(
        sample_office,
        settings=settings,
        meetings=listed,
        panels=[entry for entry in PANELS if entry.key in ("documents", "journal")],
    )
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


@pytest.fixture
def panel(window: MainWindow) -> DocumentsPanel:
    found: Any = window.pages.current_panel()
    return found


def widget(panel: QWidget, kind: type[Any], name: str) -> Any:
    found = panel.findChild(kind, name)
    assert found is not None, name
    return found


def sheet(name: str) -> Sheet:
    for top in QApplication.topLevelWidgets():
        if isinstance(top, Sheet) and top.objectName() == name and top.isVisible():
            return top
    raise AssertionError(name)


def choose(panel: DocumentsPanel, *kinds: str) -> None:
    """Click the first paper of each kind, as with Ctrl held."""
    view = panel.papers.view
    for number, kind in enumerate(kinds):
        row = next(at for at, x in enumerate(panel.papers.rows()) if x.paper.reference.kind == kind)
        index = view.model().index(row, 1)
        view.scrollTo(index)
        held = Qt.KeyboardModifier.ControlModifier if number else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, held, view.visualRect(index).center()
        )


def shows(panel: DocumentsPanel, words: str) -> bool:
    return panel.preview.document is not None and words in panel.preview.document.text


def test_the_list_and_the_paper_beside_it(panel: DocumentsPanel, qtbot: QtBot) -> None:
    table = widget(panel, RecordTable, "papersTable")
    office, meeting = panel.office, panel.meeting_id
    assert len(table.rows()) == len(documents.available(office, meeting))
    assert [row.paper.stage for row in table.rows() if row.first] == ["会前", "会中", "会后"]
    qtbot.waitUntil(lambda: shows(panel, "现将有关事项通知如下"))
    choose(panel, "sign_in")
    qtbot.waitUntil(lambda: shows(panel, "秦立诚"))
    view = panel.papers.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: shows(panel, "批准"))


def test_papers_are_found_by_words_initials_and_stage(panel: DocumentsPanel) -> None:
    every = len(panel.listed.papers())
    search = widget(panel, QLineEdit, "paperSearch")
    stage = widget(panel, QComboBox, "paperStage")

    def kinds() -> set[str]:
        return {row.paper.reference.kind for row in panel.papers.rows()}

    search.setText("主持")
    assert kinds() == {"script"}
    search.setText("rmmd")  # 任免名单
    assert kinds() == {"appointments"}
    search.setText("叶知秋")
    assert {"letter", "motion"} <= kinds()
    search.setText("没有这种")
    assert panel.papers.rows() == []
    assert panel.empty.title.text() == "没有符合的文书"
    assert panel.ready.value.text() == str(every)  # what can be made, not what is shown
    search.clear()
    stage.setCurrentText("会后")
    assert {row.paper.stage for row in panel.papers.rows()} == {"会后"}
    assert [row.first for row in panel.papers.rows()].count(True) == 1
    stage.setCurrentIndex(0)
    assert len(panel.papers.rows()) == every


def test_a_paper_others_lead_to_is_shown_though_filtered_out(
    panel: DocumentsPanel, window: MainWindow
) -> None:
    widget(panel, QLineEdit, "paperSearch").setText("主持")
    window.open_panel("documents", kind="letter", letter_id=2)
    assert panel.current().title == "任命书（段明远）"


def test_all_papers_are_written_whatever_is_shown(
    panel: DocumentsPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(panel, "_ask_where", lambda found, _choice: asked.append(len(found)))
    widget(panel, QLineEdit, "paperSearch").setText("主持")
    panel.write_all()
    assert asked == [len(panel.listed.papers())]


def test_missing_fonts_are_named_quietly(panel: DocumentsPanel) -> None:
    from meetingdesk.papers import fonts

    note = widget(panel, QWidget, "fontsNote")
    missing = fonts.substitutions()
    assert note.isVisible() == bool(missing)
    assert all(one.missing in panel.fonts_words.text() for one in missing)
    if missing:
        widget(panel, QPushButton, "fontsDismiss").click()
        assert not note.isVisible()


def test_issuing_with_a_number_and_its_refusal_inline(
    panel: DocumentsPanel, qtbot: QtBot, sample_office: Office, sample_ids: Sample
) -> None:
    choose(panel, "notice")
    widget(panel, QPushButton, "issuePaper").click()
    asked = sheet("issueSheet")
    widget(asked, QLineEdit, "issueNumber").setText("示人常〔2026〕15号")
    widget(asked, QPushButton, "issueOk").click()
    assert [p.paper.state for p in panel.papers.rows()].count("已印发") == 1
    choose(panel, "agenda")
    widget(panel, QPushButton, "issuePaper").click()
    asked = sheet("issueSheet")
    widget(asked, QLineEdit, "issueNumber").setText("示人常〔2026〕15号")
    widget(asked, QPushButton, "issueOk").click()
    assert asked.isVisible()
    assert "请改用下一个号" in asked.form.fields["number"].error
    assert "已经用过" in asked.banner.text.text()
    widget(asked, QLineEdit, "issueNumber").setText("示人常〔2026〕16号")
    widget(asked, QPushButton, "issueOk").click()
    issued = documents.issued(sample_office, sample_ids.meeting_id)
    assert [d.number for d in issued] == ["示人常〔2026〕16号", "示人常〔2026〕15号"]
    meetings.edit_meeting(sample_office, sample_ids.meeting_id, place="第二会议室")
    qtbot.waitUntil(lambda: "印发后有改动" in [p.paper.state for p in panel.papers.rows()])
    assert panel.changed_fact.value.text() == "1"


def test_the_next_number_is_offered(
    panel: DocumentsPanel, sample_office: Office, sample_ids: Sample
) -> None:
    notice = documents.available(sample_office, sample_ids.meeting_id)[0]
    documents.issue(sample_office, notice, number="示人常〔2026〕15号")
    choose(panel, "notice")
    panel.issue()
    assert widget(sheet("issueSheet"), QLineEdit, "issueNumber").text() == "示人常〔2026〕16号"


def test_the_issued_copy_is_saved_and_withdrawn_with_undo(
    panel: DocumentsPanel,
    window: MainWindow,
    sample_office: Office,
    sample_ids: Sample,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notice = documents.available(sample_office, sample_ids.meeting_id)[0]
    made = documents.issue(sample_office, notice, number="示人常〔2026〕15号")
    widget(panel, QTabWidget, "documentTabs").setCurrentIndex(1)
    table = widget(panel, RecordTable, "issuedTable")
    assert table.select_id(made)
    asked: list[str] = []

    def choose_file(start: Path) -> Path:
        asked.append(start.name)
        return tmp_path / "印发稿.docx"

    monkeypatch.setattr(panel, "choose_file", choose_file)
    widget(panel, QPushButton, "saveIssued").click()
    assert (tmp_path / "印发稿.docx").read_bytes() == documents.issued_file(sample_office, made)
    assert asked[0].startswith("示人常〔2026〕15号关于召开")
    QTest.keyClick(table.view, Qt.Key.Key_Delete)
    assert table.rows() == []
    window.undo()
    assert [row.id for row in table.rows()] == [made]


def test_an_issued_copy_that_differs_from_today_s_is_said(
    panel: DocumentsPanel, qtbot: QtBot, sample_office: Office, sample_ids: Sample
) -> None:
    notice = documents.available(sample_office, sample_ids.meeting_id)[0]
    made = documents.issue(sample_office, notice)
    widget(panel, QTabWidget, "documentTabs").setCurrentIndex(1)
    panel.issued.select_id(made)
    qtbot.waitUntil(lambda: shows(panel, "现将有关事项通知如下"))
    assert not panel.preview.notice.text()
    meetings.edit_meeting(sample_office, sample_ids.meeting_id, place="第二会议室")
    qtbot.waitUntil(lambda: "印发后记录有改动" in panel.preview.notice.text())
    assert shows(panel, "第二会议室")


def test_writing_the_chosen_ones(
    panel: DocumentsPanel, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panel, "choose_folder", lambda _start: tmp_path / "文书")
    choose(panel, "notice", "sign_in")
    widget(panel, QPushButton, "writePdf").click()
    asked = sheet("writeSheet")
    widget(asked, QPushButton, "writeBrowse").click()
    assert widget(asked, QLineEdit, "writeFolder").text() == str(tmp_path / "文书")
    widget(asked, QPushButton, "writeOk").click()
    with qtbot.waitSignal(panel.writing.finished, timeout=20_000) as done:
        pass
    assert done.args == [True]
    names = sorted(path.name for path in (tmp_path / "文书").iterdir())
    assert names == ["01-会议通知.pdf", "04-签到表.pdf"]


def test_files_there_are_covered_only_when_asked_twice(
    panel: DocumentsPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    kept = tmp_path / "01-会议通知.docx"
    kept.write_bytes(b"by hand")
    choose(panel, "notice")
    widget(panel, QPushButton, "writeWord").click()
    asked = sheet("writeSheet")
    widget(asked, QLineEdit, "writeFolder").setText(str(tmp_path))
    widget(asked, QPushButton, "writeOk").click()
    assert asked.isVisible()
    assert "01-会议通知.docx" in asked.banner.text.text()
    assert kept.read_bytes() == b"by hand"
    widget(asked, QPushButton, "writeOk").click()
    with qtbot.waitSignal(panel.writing.finished, timeout=20_000):
        pass
    assert kept.read_bytes().startswith(b"PK")


def test_writing_all_can_be_stopped(panel: DocumentsPanel, qtbot: QtBot, tmp_path: Path) -> None:
    panel.write_all()
    asked = sheet("writeSheet")
    widget(asked, QLineEdit, "writeFolder").setText(str(tmp_path / "out"))
    widget(asked, QPushButton, "writeOk").click()
    work = panel.writing
    qtbot.waitUntil(lambda: work.progress.done >= 2)
    with qtbot.waitSignal(work.finished, timeout=20_000) as done:
        widget(panel.window(), QPushButton, "stepsCancel").click()
    assert done.args == [False]
    written = list((tmp_path / "out").iterdir())
    assert 2 <= len(written) < 2 * len(panel.papers.rows())
    assert all(path.suffix in (".docx", ".pdf") for path in written)


def test_a_folder_that_cannot_be_written_is_said_on_the_page(
    panel: DocumentsPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("x", "utf-8")
    choose(panel, "notice")
    work = panel.write(panel.chosen(), tmp_path / "taken", ("docx",))
    with qtbot.waitSignal(work.finished, timeout=20_000):
        pass
    assert "写不进去" in panel.banner.text.text()


def test_buttons_follow_what_is_chosen(panel: DocumentsPanel) -> None:
    issue = widget(panel, QPushButton, "issuePaper")
    choose(panel, "notice", "agenda")
    assert not issue.isEnabled()
    assert widget(panel, QPushButton, "writeWord").isEnabled()
    choose(panel, "agenda")
    assert issue.isEnabled()


def test_others_lead_to_a_paper(panel: DocumentsPanel, window: MainWindow) -> None:
    window.open_panel("documents", kind="计票报告单", vote_id=5)
    assert panel.current().title == "对市商务局等5个对象的满意度测评计票报告单"
    window.open_panel("documents", kind="letter", letter_id=2)
    assert panel.current().title == "任命书（段明远）"


def test_an_empty_page_says_where_to_begin(
    panel: DocumentsPanel, window: MainWindow, sample_office: Office, sample_ids: Sample
) -> None:
    empty = meetings.convene(sample_office, term_id=sample_ids.term_id, number=99)
    window.set_meeting(empty)
    assert panel.empty.isVisible()
    assert "还没有可以生成的文书" in panel.empty.title.text()
    window.set_meeting(None)
    assert "还没有会议" in panel.empty.title.text()
    assert window.header.isVisible()


def test_everything_has_a_name(panel: DocumentsPanel) -> None:
    for control in panel.findChildren(QWidget):
        if control.focusPolicy() != Qt.FocusPolicy.NoFocus and control.isVisible():
            named = control.accessibleName() or getattr(control, "text", str)()
            assert named, control


def test_files_are_put_with_the_meeting_and_taken_off(
    panel: DocumentsPanel, tmp_path: Path
) -> None:
    source = tmp_path / "说明.docx"
    source.write_bytes(b"paper")
    tab = panel.attached
    panel.tabs.setCurrentWidget(tab)
    tab.choose_files = lambda: [source, tmp_path / "没有.docx"]
    tab.add_button.click()
    assert [a.name for a in tab.table.rows()] == ["说明.docx"]
    assert panel.tabs.tabText(2) == "附件　1"
    tab.table.select_id(tab.table.rows()[0].id)
    tab.delete_button.click()
    assert not tab.table.rows()
    panel.office.undo()
    assert len(tab.table.rows()) == 1


def test_a_gap_in_the_numbers_shows_beside_the_issued_ones(
    panel: DocumentsPanel, sample_office: Office, sample_ids: Sample
) -> None:
    numbering.set_number_pattern(sample_office, 1, "示人常〔{年}〕{号}号")
    agenda = next(
        r for r in documents.available(sample_office, sample_ids.meeting_id) if r.kind == "agenda"
    )
    documents.issue(sample_office, agenda, number="示人常〔2026〕3号")
    panel.refresh()
    assert "空号2个" in "".join(made.text() for made in panel.issued_fact.findChildren(QLabel))
