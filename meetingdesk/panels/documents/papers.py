"""The list of papers that can be made now: by stage, searched by title or pinyin initials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from meetingdesk.panels.documents.lists import lines_of, papers_table
from meetingdesk.shell import theme
from meetingdesk.shell.initials import initials
from meetingdesk.shell.widgets import RecordTable, Toolbar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meetingdesk.actions.documents import Paper
    from meetingdesk.papers.documents import Reference
    from meetingdesk.shell.widgets import EmptyState

_EVERY = "全部阶段"
STAGES = (_EVERY, "会前", "会中", "会后")


class PapersPage(QWidget):
    """The papers with a search line, a stage and room for more buttons (``bar``).

    ``tell_empty`` writes what an empty list says; it is called whenever the list is shown anew.
    """

    def __init__(self, empty: EmptyState, tell_empty: Callable[[], None]) -> None:
        super().__init__()
        self.setAccessibleName("可以生成")
        self._papers: list[Paper] = []
        self._empty, self._tell_empty = empty, tell_empty
        self.table: RecordTable = papers_table(empty)
        self.search = QLineEdit()
        self.search.setObjectName("paperSearch")
        self.search.setAccessibleName("查找文书")
        self.search.setPlaceholderText("查找：名称或拼音首字母")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(150)
        self.search.textChanged.connect(lambda *_: self._show())
        self.stage = QComboBox()
        self.stage.setObjectName("paperStage")
        self.stage.setAccessibleName("阶段")
        self.stage.addItems(STAGES)
        self.stage.currentIndexChanged.connect(lambda *_: self._show())
        self.bar = Toolbar()
        self.bar.add(self.search, 1)
        self.bar.add(self.stage)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(theme.GAP)
        box.addWidget(self.bar)
        box.addWidget(self.table, 1)

    def set_papers(self, papers: Sequence[Paper]) -> None:
        """Take the meeting's papers; search and stage stay as they are."""
        self._papers = list(papers)
        self._show()

    def papers(self) -> list[Paper]:
        """Return every paper of the meeting in the order of the list, shown or not."""
        return [line.paper for line in lines_of(self._papers)]

    def reveal(self, reference: Reference) -> None:
        """Choose a paper, showing all papers again when it is filtered out."""
        if not self.table.select_id(reference):
            self.search.clear()
            self.stage.setCurrentIndex(0)
            self.table.select_id(reference)

    def _show(self) -> None:
        words, stage = self.search.text().strip().lower(), self.stage.currentText()
        shown = [
            paper
            for paper in self._papers
            if stage in (_EVERY, paper.stage) and (not words or fits(paper, words))
        ]
        self._tell_empty()
        if self._papers and not shown:
            self._empty.title.setText("没有符合的文书")
            self._empty.hint.setText("换一个词，或者改选“全部阶段”。")
        self.table.set_rows(lines_of(shown), choose=True)


def fits(paper: Paper, words: str) -> bool:
    """Whether a paper's title, kind or number holds ``words``, or its pinyin initials do."""
    told = f"{paper.kind_title} {paper.title} {paper.printed} {paper.number}".lower()
    if words in told:
        return True
    return words.isascii() and any(
        words in initials(part) for part in (paper.kind_title, paper.title)
    )
