"""Files of a count: taking one in with a preview, and asking where to put one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from meetingdesk.actions import count_files
from meetingdesk.actions.exchange.reading import write_json
from meetingdesk.errors import Refused
from meetingdesk.shell.widgets import Column, RecordTable, Sheet, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from meetingdesk.errors import Problem
    from meetingdesk.shell.panel import Host


class CountFileSheet(Sheet):
    """Shows what a file would put into a count; 导入 is open only when all of it can be taken."""

    def __init__(self, parent: QWidget, office: Any, count_id: int, path: Path, host: Host) -> None:
        super().__init__(
            parent,
            "从文件取计票",
            self._take,
            hint=f"文件：{path.name}。全部无误才能导入；有一处不对，就一张也不取。",
            ok="导入",
            width=720,
        )
        self._office, self._count_id, self._path, self._host = office, count_id, path, host
        self.summary = label("", wrap=True)
        self.summary.setObjectName("countFileSummary")
        self.add(self.summary)
        self.table = RecordTable(
            [
                Column("行", lambda p: "" if p.row is None else f"第{p.row}行", 80, align="right"),
                Column("列或项", lambda p: p.field, 160, wrap=True),
                Column("说明", lambda p: p.message, stretch=True, wrap=True),
            ],
            name="文件里的问题",
            row_id=lambda p: (p.row, p.field, p.message),
        )
        self.table.setObjectName("countFileProblems")
        self.table.setMinimumHeight(260)
        self.add(self.table, 1)
        self.named("countFileSheet")

    def look(self) -> None:
        """Read the file and show what it would do."""
        problems: tuple[Problem, ...]
        try:
            found = count_files.preview_count(self._office, self._count_id, str(self._path))
        except Refused as error:
            problems, words = error.problems, error.message
        else:
            problems = found.problems
            words = _words(found) if not problems else f"有{len(problems)}处不对，计票没有改动。"
        self.summary.setText(words)
        self.table.set_rows(problems)
        self.table.setVisible(any(p.row is not None or p.field for p in problems))
        self.ok.setEnabled(not problems and words.startswith("可以导入"))

    def _take(self, _sheet: Sheet) -> None:
        held = count_files.import_count(self._office, self._count_id, str(self._path))
        self._host.toast(f"已从文件取入{held}张")


def _words(found: count_files.CountFile) -> str:
    parts = [f"{found.way}，{found.rows}行，共{found.ballots}张（收回{found.returned}张）"]
    parts += [f"其中整票无效{found.spoilt}张"] if found.spoilt else []
    parts += [f"疑难{found.doubtful}张"] if found.doubtful else []
    short = found.returned - found.ballots
    parts += [f"还差{short}张，导入后可继续逐张录"] if short else []
    return f"可以导入：{'，'.join(parts)}。"


def file_sheet(
    parent: QWidget, office: Any, count_id: int, path: Path, host: Host
) -> CountFileSheet:
    """Open the preview of ``path`` for a count."""
    sheet = CountFileSheet(parent, office, count_id, path, host)
    sheet.look()
    sheet.open()
    return sheet


def ask_file(
    parent: QWidget,
    on_path: Callable[[Path], Any],
    title: str = "从文件取计票",
    kinds: str = "计票 (*.xlsx *.xls *.csv *.json);;所有文件 (*)",
) -> QFileDialog:
    """Ask for a file and pass it to ``on_path``."""
    dialog = QFileDialog(parent.window(), title, str(Path.home()), kinds)
    dialog.setObjectName("countFileDialog")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: on_path(Path(name)))
    dialog.open()
    return dialog


def write(path: Path, read: Callable[..., Any], office: Any, number: int, host: Host) -> None:
    """Write what ``read`` returns for ``number`` to ``path`` and say so."""
    value = host.guard(read, office, number)
    if value is not None and host.guard(write_json, path, value, default=True):
        host.toast(f"已导出“{path.name}”")


def ask_place(
    parent: QWidget,
    title: str,
    name: str,
    on_path: Callable[[Path], Any],
    kinds: str = "会务台文件 (*.json)",
) -> QFileDialog:
    """Ask where to write a file and pass the place to ``on_path``."""
    dialog = QFileDialog(parent.window(), title, str(Path.home() / name), kinds)
    dialog.setObjectName("countPlaceDialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: on_path(Path(chosen)))
    dialog.open()
    return dialog
