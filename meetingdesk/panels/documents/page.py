"""The page of 文书: what can be made, how it will look on paper, what was issued."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from meetingdesk.actions import attachments, documents, fontcheck, numbering
from meetingdesk.errors import DeskError, Refused
from meetingdesk.panels.documents import printing, sheets
from meetingdesk.panels.documents.attachments import AttachmentsTab
from meetingdesk.panels.documents.checking import CheckTab
from meetingdesk.panels.documents.issued import IssuedTab
from meetingdesk.panels.documents.notes import fonts_note, tell_names
from meetingdesk.panels.documents.papers import PapersPage
from meetingdesk.panels.documents.printing import PrintedTab
from meetingdesk.panels.documents.returning import Returning
from meetingdesk.papers.documents import BY_KEY
from meetingdesk.shell import keys, theme
from meetingdesk.shell.panel import Action, Panel
from meetingdesk.shell.paper import PaperCard
from meetingdesk.shell.widgets import (
    Card,
    EmptyState,
    FactTile,
    RecordTable,
    button,
    columns,
    fact_row,
    share,
    tabs,
)
from meetingdesk.shell.widgets.steps import Steps, run_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QPushButton

    from meetingdesk.papers.documents import Reference
    from meetingdesk.papers.model import Document
    from meetingdesk.shell.preview import PreviewView

_WAIT_MS = 120


#: the tab of issued documents
_ISSUED = 1


class DocumentsPanel(Panel):
    """文书: preview, write out, print, issue; the issued copies with their numbers."""

    key, title, icon, group, order = "documents", "文书", "printer", "会后", 70

    def build(self) -> None:
        """Make facts and lists on the left, the paper on the right."""
        self.folder: Path | None = None
        self.writing: Steps | None = None
        self.printing: Steps | None = None
        self._shown: Document | None = None
        self.split = columns(self)
        self.body.addWidget(self.split, 1)
        self._left()
        self._right()
        share(self.split, 48, 52)

    def _left(self) -> None:
        left = QWidget(self.split)
        left.setAccessibleName("文书清单")
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.CARD_GAP)
        self.ready = FactTile("可以生成")
        self.issued_fact = FactTile("已印发")
        self.changed_fact = FactTile("印发后有改动")
        for name, tile in (
            ("factReady", self.ready),
            ("factIssued", self.issued_fact),
            ("factChanged", self.changed_fact),
        ):
            tile.setObjectName(name)
        box.addLayout(fact_row(self.ready, self.issued_fact, self.changed_fact))
        card = Card(margins=10, parent=left)
        box.addWidget(card, 1)
        self.empty_button = self._named("goAgenda", "去编议程", self._go_on, icon="list-numbers")
        self.empty = EmptyState("", "", self.empty_button, "printer")
        self.listed = PapersPage(self.empty, self._tell_empty)
        self.papers: RecordTable = self.listed.table
        self.papers.chosen.connect(lambda _row: self._look())
        self.papers.activated.connect(lambda _row: self.preview.canvas.setFocus())
        self.papers.picked.connect(self._tell_chosen)
        self.returning = Returning(self)
        self.listed.bar.add(self.returning.take_button)
        self.listed.bar.add(self.returning.kept_button)
        self.issued_tab = IssuedTab(self)
        self.issued_tab.chosen.connect(self._look)
        self.attached = AttachmentsTab(self)
        self.checked = CheckTab(self)
        self.printed = PrintedTab(self)
        self.tabs = tabs(
            "documentTabs", "文书", (self.listed, "可以生成"), (self.issued_tab, "已印发"),
            (self.attached, "附件"), (self.checked, "付印前校核"), (self.printed, "打印记录"),
            parent=card,
        )  # fmt: skip
        self.tabs.currentChanged.connect(lambda _at: self._turned())
        card.add(self.tabs, 1)

    def _right(self) -> None:
        self.print_button = self._named("printPaper", "打印", self.print_paper, icon="printer")
        keys.bind(self.print_button, "documents.打印")
        self.word_button = self._named("writeWord", "写出Word", lambda: self.write_chosen("docx"))
        self.pdf_button = self._named("writePdf", "写出PDF", lambda: self.write_chosen("pdf"))
        self.issue_button = self._named("issuePaper", "印发", self.issue)
        self.fonts_note, self.fonts_words = fonts_note()
        self._risky: list[fontcheck.NameRisk] = []
        self._names_read = False
        self.paper_card = PaperCard(
            self._show_paper, name="paperPreview", wait_ms=_WAIT_MS, roomy=None, parent=self.split
        )
        self.paper_card.title.setObjectName("paperTitle")
        for made in (self.print_button, self.word_button, self.pdf_button, self.issue_button):
            self.paper_card.add_action(made)
        self.paper_card.body.insertWidget(1, self.fonts_note)

    @property
    def preview(self) -> PreviewView:
        """The pages of the paper chosen."""
        return self.paper_card.view

    def _named(self, name: str, text: str, run: Callable[[], Any], **look: str) -> QPushButton:
        made = button(text, run, **look)
        made.setObjectName(name)
        return made

    # -- reading -----------------------------------------------------------------------

    def refresh(self, change: Any | None = None) -> None:
        """Read what can be made and what was issued again."""
        papers: list[documents.Paper] = []
        issued: list[documents.IssuedView] = []
        files: list[attachments.AttachmentView] = []
        gaps = 0
        if self.meeting_id is not None:
            with self.office.reading() as work:
                papers = self.host.guard(documents.overview, work, self.meeting_id) or []
                issued = documents.issued(work, self.meeting_id)
                year = self.office.today().year
                gaps = len(numbering.open_numbers_near(work, self.meeting_id, year))
                files = attachments.attachments(work, self.meeting_id)
        self.listed.set_papers(papers)
        self.issued_tab.fill(lambda: self.issued.set_rows(issued))
        changed = sum(p.state == documents.CHANGED for p in papers)
        self._names_read = False
        self.ready.set(str(len(papers)))
        self.issued_fact.set(str(len(issued)), f"空号{gaps}个" if gaps else "", "warn")
        self.changed_fact.set(str(changed), "请核对" if changed else "", "warn")
        self.attached.fill(lambda: self.attached.show_files(files))
        current = self.tabs.currentWidget()
        if current is self.checked or current is self.printed:
            current.refresh()
        self.tabs.setTabText(2, f"附件　{len(files)}" if files else "附件")
        self.tabs.setTabText(1, f"已印发　{len(issued)}" if issued else "已印发")
        self._look()

    def _tell_empty(self) -> None:
        if self.meeting_id is None:
            words = ("还没有会议", "先在“会议与出席”里新建一次会议。", "去建会议")
        else:
            words = (
                "还没有可以生成的文书",
                "填好会议日期和议题后，会议通知、议程、日程会出现在这里；表决、任免、宣誓登记后，其余文书随之出现。",
                "去编议程",
            )
        title, hint, act = words
        self.empty.title.setText(title)
        self.empty.hint.setText(hint)
        self.empty.hint.show()
        self.empty_button.setText(act)
        self.empty_button.setAccessibleName(act)

    def _go_on(self) -> None:
        self.host.open_panel("meetings" if self.meeting_id is None else "agenda")

    @property
    def issued(self) -> RecordTable:
        """The list of what was issued."""
        return self.issued_tab.table

    def chosen(self) -> list[Reference]:
        """Return the papers chosen in the list, top to bottom."""
        return [line.paper.reference for line in self.papers.selected()]

    def current(self) -> Reference | None:
        """Return the paper the preview is for: of the list in front."""
        if self.tabs.currentIndex() != _ISSUED:
            line = self.papers.current()
            return line.paper.reference if line is not None else None
        kept = self.issued.current()
        if kept is None:
            return None
        for paper in self.listed.papers():
            if paper.reference.kind == kept.kind and paper.printed == kept.title:
                return paper.reference
        return None

    def _turned(self) -> None:
        """Check and list prints when the tab comes up, not with every change."""
        current = self.tabs.currentWidget()
        if current is self.checked or current is self.printed:
            current.refresh()
        self._look()

    def _look(self) -> None:
        self.paper_card.later()
        self._tell_chosen()

    def _show_names(self) -> None:
        """Look for rare characters in the names, once a reading and not before the lists are up."""
        if self._names_read or self.meeting_id is None:
            return
        self._names_read = True
        risky = fontcheck.name_risks(self.office, self.meeting_id)
        if risky != self._risky:
            self._risky = risky
            tell_names(self.fonts_note, self.fonts_words, risky)

    def _show_paper(self) -> None:
        self._show_names()
        reference = self.current()
        document: Document | None = None
        words = self._told_of_issued()
        if reference is not None:
            try:
                document = documents.preview(self.office, reference)
            except Refused as error:
                words = str(error)
        if document != self._shown or document is None:
            self._shown = document
            self.preview.set_document(document)
        if words or self.preview.pages:  # with no pages the preview has said why
            self.preview.tell(words)
        kind = BY_KEY[reference.kind].title if reference is not None else ""
        self.paper_card.set_title("预览", kind)
        self.print_button.setEnabled(document is not None)

    def _told_of_issued(self) -> str:
        """Say when the paper as made now is not what was issued."""
        kept = self.issued.current() if self.tabs.currentIndex() == _ISSUED else None
        if kept is None:
            return ""
        same = any(
            paper.reference == self.current() and paper.state == documents.ISSUED
            for paper in self.listed.papers()
        )
        return "" if same else "印发后记录有改动，这里是现在的内容。要看原稿，请按“另存印发稿”。"

    def _tell_chosen(self) -> None:
        count = len(self.papers.selected())
        first = self.tabs.currentIndex() == 0
        for made in (self.word_button, self.pdf_button):
            made.setEnabled(first and count > 0)
        self.issue_button.setEnabled(first and count == 1)
        self.issue_button.setToolTip("" if count < 2 else "一次印发一份，请只选一份")
        if self.issued_tab.built:
            self.issued_tab.tell()
        self.returning.tell()
        self.host.actions_changed()

    # -- doing -------------------------------------------------------------------------

    def primary_actions(self) -> list[Action]:
        """Offer to write all papers."""
        ready = bool(self.listed.papers())
        return [Action("全部写出", self.write_all, "folder-open", "Ctrl+Shift+S", True, ready)]

    def commands(self) -> list[Action]:
        """Offer the rest in the palette."""
        if not self.listed.papers():
            return []
        return [
            Action("打印选中的文书", self.print_paper, shortcut="Ctrl+P", name="打印"),
            Action("打印本次会议的全部文书", self.print_everything),
            Action("收回改稿", self.returning.ask),
            Action("付印前校核", lambda: self.tabs.setCurrentWidget(self.checked)),
            Action("写出选中的文书（Word）", lambda: self.write_chosen("docx")),
            Action("写出选中的文书（PDF）", lambda: self.write_chosen("pdf")),
            Action("印发选中的文书", self.issue, enabled=self.issue_button.isEnabled()),
        ]

    def focus_on(self, **focus: Any) -> None:
        """Show an issued document (``issued_id``) or a paper.

        A paper is named by ``kind`` (key or title) and the record it is for: ``subject_id``,
        ``vote_id``, ``decision_id``, ``letter_id``, ``ceremony_id`` or ``item_id``.
        """
        if "issued_id" in focus:
            self.tabs.setCurrentIndex(1)
            self.issued.select_id(focus["issued_id"])
            return
        kind = focus.pop("kind", None)
        subject = next((value for name, value in focus.items() if name.endswith("_id")), None)
        self.tabs.setCurrentIndex(0)
        for paper in self.listed.papers():
            reference = paper.reference
            fits = kind in (None, reference.kind, paper.kind_title)
            if fits and subject in (None, reference.subject_id):
                self.listed.reveal(reference)
                return

    def print_paper(self) -> None:
        """Print the chosen papers in one job, after asking how many."""
        shown = self.current()
        if chosen := self.chosen() or ([shown] if shown is not None else []):
            printing.print_sheet(self, chosen)

    def print_everything(self) -> None:
        """Print every paper of the meeting in one job."""
        if everything := [paper.reference for paper in self.listed.papers()]:
            printing.print_sheet(self, everything)

    def write_chosen(self, choice: str) -> None:
        """Write the chosen papers."""
        if chosen := self.chosen():
            self._ask_where(chosen, choice)

    def write_all(self) -> None:
        """Write every paper of the meeting."""
        if everything := [paper.reference for paper in self.listed.papers()]:
            self._ask_where(everything, "both")

    def _ask_where(self, references: Sequence[Reference], choice: str) -> None:
        if self.meeting_id is None:
            return
        name = documents.folder_name(self.office, self.meeting_id)
        sheets.write_sheet(
            self,
            references,
            choice=choice,
            folder=self.folder or sheets.home() / name,
            browse=self.choose_folder,
            on_write=lambda place, wanted: self.write(references, place, wanted),
        )

    def choose_folder(self, start: Path) -> Path | None:
        """Ask for a folder."""
        return sheets.ask_folder(self, start)

    def choose_file(self, start: Path) -> Path | None:
        """Ask where to put an issued document."""
        return sheets.ask_file(self, "另存印发稿", start, "Word文档 (*.docx)")

    def write(self, references: Sequence[Reference], folder: Path, wanted: Sequence[str]) -> Steps:
        """Write papers into ``folder`` between the window's events, with progress and 取消."""
        self.folder = folder
        total = len(references) * len(wanted)
        work = documents.write_steps(self.office, references, folder, formats=wanted)

        def done(made: list[Path], whole: bool) -> None:
            words = f"已写出{len(made)}个文件到“{folder.name}”"
            self.host.toast(words if whole else f"已停止。{words}，都是完整的")

        def failed(error: Exception) -> None:
            if not isinstance(error, DeskError):
                raise error
            self.banner.show_error(error)

        self.banner.clear()
        self.writing = run_steps(self, work, total, done, failed, "正在写出文书")
        return self.writing

    def set_meeting(self, meeting_id: Any | None) -> None:
        """Take another meeting; its papers go into a folder of their own."""
        super().set_meeting(meeting_id)
        self.folder = None

    def issue(self) -> None:
        """Ask for number and day, then keep the chosen paper as issued."""
        chosen = self.chosen()
        if len(chosen) == 1:
            reference = chosen[0]
            sheets.issue_sheet(
                self,
                self.office,
                reference,
                lambda _made: self.host.toast(f"已印发《{reference.title}》，原样存入台账"),
            )
