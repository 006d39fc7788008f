"""读票: choose files or a folder, see pages come, and what is to be done about those left out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from meetingdesk.actions.scan_again import again_words
from meetingdesk.actions.scan_pages import advice, page_picture, streaked
from meetingdesk.panels.votes.scanpicture import Picture, outlines_of
from meetingdesk.papers.ballots.rows import Status
from meetingdesk.shell.widgets import Banner, Card, Column, EmptyState, RecordTable, button, label

if TYPE_CHECKING:
    from meetingdesk.actions.scanning import Scan
    from meetingdesk.papers.ballots.rows import PageRow

_KINDS = "扫描文件 (*.pdf *.tif *.tiff *.png *.jpg *.jpeg *.bmp)"
_WORDS = {
    Status.READ: ("已读", "ok"),
    Status.FLAGGED: ("存疑", "warn"),
    Status.BLANK: ("空白背面", "neutral"),
    Status.FOREIGN: ("不是这次的票", "bad"),
    Status.UNREADABLE: ("读不出", "bad"),
}


class ReadView(QWidget):
    """Where files come from, how far they are read, and the sides that want somebody."""

    chosen = Signal(list)
    watched = Signal(object, bool)
    cancelled = Signal()
    resumed = Signal()
    dropped = Signal()
    differs = Signal()
    tried = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.scan: Scan | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        left = QVBoxLayout()
        left.setSpacing(14)
        left.addWidget(self._source())
        left.addWidget(self._pages(), 1)
        row.addLayout(left, 62)
        card = Card(margins=12)
        card.setAccessibleName("扫描的一页")
        self.caption = label("", "soft")
        self.caption.setObjectName("scanPageCaption")
        card.add(self.caption)
        self.page = Picture("扫描的一页")
        self.page.setObjectName("scanPage")
        card.add(self.page, 1)
        row.addWidget(card, 38)

    def _source(self) -> Card:
        card = Card("读票", hint="票不分先后，正反、倒放都可以")
        row = QHBoxLayout()
        self.choose = button("选择扫描文件", self._ask_files, kind="primary")
        self.choose.setObjectName("scanChoose")
        self.watch = button("接收文件夹", self._ask_folder)
        self.watch.setObjectName("scanWatch")
        self.watch.setToolTip("扫描仪存到哪个文件夹就选哪个，扫一页读一页")
        self.trial = button("试扫空白票", self._ask_trial, kind="ghost")
        self.trial.setObjectName("scanTrial")
        self.trial.setToolTip("先扫一张没有划过的票，看比例、歪斜、反差、玻璃污迹和印章")
        self.present = QCheckBox("连同已有的文件")
        self.present.setObjectName("scanPresent")
        self.present.setChecked(True)
        self.drop = button("放弃这一叠", self.dropped.emit, kind="ghost")
        self.drop.setObjectName("scanDrop")
        self.apart = button("不是同一叠…", self.differs.emit)
        self.apart.setObjectName("scanApart")
        self.apart.setToolTip("两人核对过纸票，确是另一叠，才点这里")
        for widget in (self.choose, self.watch, self.present):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.trial)
        row.addWidget(self.apart)
        row.addWidget(self.drop)
        card.add(row)
        moving = QHBoxLayout()
        self.bar = QProgressBar()
        self.bar.setObjectName("scanProgress")
        self.bar.setAccessibleName("读票进度")
        self.bar.setTextVisible(False)
        self.speed = label("", "label")
        self.speed.setObjectName("scanSpeed")
        self.stop = button("暂停", self.cancelled.emit)
        self.stop.setObjectName("scanCancel")
        self.go = button("继续读", self.resumed.emit, kind="primary")
        self.go.setObjectName("scanResume")
        moving.addWidget(self.bar, 1)
        moving.addWidget(self.speed)
        moving.addWidget(self.stop)
        moving.addWidget(self.go)
        card.add(moving)
        self.said = Banner()
        self.said.setObjectName("scanSaid")
        card.add(self.said)
        return card

    def _pages(self) -> Card:
        card = Card("需要留意的页", hint="选中可在右边看")
        self.table = RecordTable(
            [
                Column("文件", lambda r: r.file, width=150),
                Column("页", lambda r: str(r.page) if r.page else "", width=54, align="right"),
                Column("情况", lambda r: _WORDS[r.status][0], width=110,
                       tag=lambda r: _WORDS[r.status][1]),
                Column("说明与处理", _said, stretch=True, wrap=True),
            ],
            name="需要留意的页",
            empty=lambda: EmptyState("没有需要留意的页", "空白背面、别的票、旧版票和读不出的页会列在这里。"),
            row_id=lambda r: (r.file, r.page),
        )  # fmt: skip
        self.table.setObjectName("scanPages")
        self.table.chosen.connect(self.show_page)
        card.add(self.table, 1)
        return card

    # -- showing ---------------------------------------------------------------------

    def show_scan(self, scan: Scan | None) -> None:
        """Show a stack from its beginning, or that there is none yet."""
        self.scan = scan
        self.table.set_rows([])
        self.said.clear()
        self.page.show_picture(None, words="还没有读到票")
        self.caption.setText("")
        self.refresh(running=False, speed=0.0, watching="")

    def refresh(self, *, running: bool, speed: float, watching: str) -> None:
        """Show how far it is; ``watching`` names the folder that is watched."""
        scan = self.scan
        total = scan.stack.total if scan else 0
        done = len(scan.rows) if scan else 0
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        words = f"{done} / {total} 页" if total else ""
        if running and speed:
            words += f"　{speed:.0f} 页/秒"
        if watching:
            words = f"{words}　正在接收“{watching}”".strip()
        self.speed.setText(words)
        self.bar.setVisible(scan is not None)
        self.stop.setVisible(running or bool(watching))
        self.stop.setText("暂停" if running else "停止接收")
        self.go.setVisible(scan is not None and not running and done < total)
        self.drop.setVisible(scan is not None and not running)
        self.trial.setVisible(scan is None)
        alike = scan is not None and scan.stack.finished and bool(again_words(scan))
        self.apart.setVisible(alike and scan is not None and not scan.apart)
        self.choose.setText("再加文件" if scan else "选择扫描文件")
        self.choose.setEnabled(not running)
        self.watch.setVisible(not watching)
        self.present.setVisible(not watching)
        # by kind, those for which somebody must get up first
        order = (Status.UNREADABLE, Status.FOREIGN, Status.BLANK)
        rows = [r for r in scan.rows if r.status in order] if scan else []
        rows.sort(key=lambda r: order.index(r.status))
        if [(r.file, r.page) for r in rows] != [(r.file, r.page) for r in self.table.rows()]:
            self.table.set_rows(rows)
        if scan and (struck := streaked(scan.rows)) and not self.said.isVisibleTo(self):
            self.tell(
                f"有{struck}页的框被线条穿过，像是扫描仪玻璃脏了。",
                "warn",
                "请擦拭扫描仪玻璃；已读出的照常裁定，需要时重扫这些页。",
            )

    def tell(self, words: str, kind: str, more: str = "") -> None:
        """Say something about the stack as a whole."""
        self.said.show_message(words, kind, more)

    def show_page(self, row: PageRow | None) -> None:
        """Show a side beside the list, its reading outlined."""
        if row is None or self.scan is None:
            return
        seen = page_picture(self.scan, row.file, row.page)
        where = f"{row.file}　第{row.page}页" if row.page else row.file
        self.caption.setText(f"{where}　{_WORDS[row.status][0]}")
        if seen is None:
            self.page.show_picture(None, words="这一页没有图像可看")
            return
        reading = [box for boxes in row.marks.values() for box in boxes]
        self.page.show_picture(seen.png, outlines_of(seen.boxes, reading, row.doubt))

    def take_focus(self) -> None:
        """Put the keyboard where files are chosen."""
        (self.go if self.go.isVisibleTo(self) else self.choose).setFocus()

    # -- choosing --------------------------------------------------------------------

    def _ask_files(self) -> None:
        dialog = QFileDialog(self.window(), "选择扫描文件", str(Path.home()), _KINDS)
        dialog.setObjectName("scanFilesDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.chosen.emit([Path(n) for n in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_trial(self) -> None:
        dialog = QFileDialog(self.window(), "选择空白票的扫描", str(Path.home()), _KINDS)
        dialog.setObjectName("scanTrialDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.tried.emit(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self.window(), "扫描仪存到哪个文件夹", str(Path.home()))
        dialog.setObjectName("scanFolderDialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(
            lambda name: self.watched.emit(Path(name), self.present.isChecked())
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _said(row: PageRow) -> str:
    return "。".join(part for part in ("；".join(row.why), advice(row)) if part)
