"""票样: the ballot exactly as it prints, the choices about it, printing, and its ledger."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from meetingdesk.actions import ballots
from meetingdesk.actions.ballot_text import MOST_BLANK_LINES, Look
from meetingdesk.errors import Refused
from meetingdesk.panels.votes.ledger import LedgerTab
from meetingdesk.papers.ballots.spec import Paper
from meetingdesk.shell.preview import NO_PRINTER, PreviewView, sheet_of
from meetingdesk.shell.printers import MOST_SHIFT_MM, RULER_MM, Correction, Printers
from meetingdesk.shell.widgets import Card, Form, Sheet, Tag, button, label, line, scrolled

if TYPE_CHECKING:
    from meetingdesk.actions.votes import VoteView
    from meetingdesk.papers.ballots.sheet import Form as BallotForm
    from meetingdesk.shell.panel import Host

_WAIT_MS = 120
_WIDTH = 440
_PAPERS = (
    (Paper.A4.value, "A4，一张一票"),
    (Paper.A5.value, "A5，一张一票"),
    (Paper.TWO_A5.value, "A4 横放，印两张 A5，裁开"),
)
_BOXES = ((False, "每个选择一个方框，画√"), (True, "一个方框，画○或×"))


class BallotsPage(QWidget):
    """The sheet of the vote at hand with everything about printing it."""

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__()
        self.office, self.host = office, host
        self.vote: VoteView | None = None
        self.form: BallotForm | None = None
        self.printers = Printers()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        card = Card(margins=12)
        card.setAccessibleName("票样预览")
        self.view = PreviewView()
        self.view.setObjectName("votesBallotPreview")
        card.add(self.view, 1)
        row.addWidget(card, 1)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("votesBallotTabs")
        self.tabs.setAccessibleName("票样与台账")
        self.tabs.setFixedWidth(_WIDTH)
        self.tabs.addTab(self._form_tab(), "票样与印制")
        self.ledger = LedgerTab(office, host)
        self.tabs.addTab(self.ledger, "票证台账")
        side = Card(margins=14)
        side.setAccessibleName("票样与台账")
        side.add(self.tabs, 1)
        row.addWidget(side)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self.preview)

    def _form_tab(self) -> QWidget:
        made = QWidget()
        box = QVBoxLayout(made)
        box.setContentsMargins(2, 10, 2, 0)
        box.setSpacing(10)
        self.state = Tag()
        self.state.setObjectName("votesBallotState")
        box.addWidget(self.state)
        self.choices = Form(label_width=72)
        self.choices.setAccessibleName("票样的样式")
        self.choices.add_choice("paper", "纸张", _PAPERS, Paper.A4.value)
        self.choices.add_choice("signs", "画票", _BOXES, False)
        self.choices.add_int("write_ins", "另选他人", 0, high=MOST_BLANK_LINES, suffix=" 行")
        self.choices.add_text("organ", "落款", hint="盖章处的单位名称；留空则不留盖章处")
        for key, field in self.choices.fields.items():
            field.control.setObjectName(f"votesBallot.{key}")
        self.choices.changed.connect(lambda _key: self._wait.start())
        box.addWidget(self.choices)
        box.addWidget(line())
        self.run = Form(label_width=72)
        self.run.setAccessibleName("印制张数")
        self.run.add_int("copies", "印制", 0, high=99999, suffix=" 张")
        self.run.add_int("spare", "另加备用", 0, high=9999, suffix=" 张")
        for key, field in self.run.fields.items():
            field.control.setObjectName(f"votesBallot.{key}")
        box.addWidget(self.run)
        box.addLayout(self._buttons())
        note = "各张完全相同，没有编号。印制后这一版即锁定；事项再有改动，另出新版，旧票不能再用。"
        box.addWidget(label(note, "soft", wrap=True))
        box.addStretch(1)
        made.setAccessibleName("票样与印制")
        return scrolled(made)

    def _buttons(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(8)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, name, words, run, kind in (
            (first, "votesBallotPrint", "打印…", self.print_, "primary"),
            (first, "votesBallotPdf", "存为 PDF 送印", self.save, "plain"),
            (second, "votesBallotSample", "存样张和版面", self.sample, "plain"),
            (second, "votesBallotCorrect", "打印机校正", self.correct, "ghost"),
        ):
            made = button(words, run, kind=kind)
            made.setObjectName(name)
            row.addWidget(made)
        for row in (first, second):
            row.addStretch(1)
            rows.addLayout(row)
        return rows

    # -- showing ---------------------------------------------------------------------

    def show_vote(self, vote: VoteView) -> None:
        """Show the ballot and ledger of ``vote``."""
        other = self.vote is None or self.vote.id != vote.id
        self.vote = vote
        offer = ballots.offer_of(self.office, vote.id)
        self.choices.set_visible("signs", offer.signs)
        self.choices.set_visible("write_ins", offer.write_ins)
        forms = ballots.forms_of(self.office, vote.id)
        if other:
            look = forms[0].look if forms else Look()
            self._put(look)
            self.run.set_values(copies=offer.copies, spare=offer.spare)
        if forms and forms[0].stale:
            self.state.set(f"第{forms[0].version}版排定后事项改动过，须出新版", "bad")
        elif forms and forms[0].locked:
            printed, spare = forms[0].printed, forms[0].spare
            said = f"第{forms[0].version}版，已印{printed}张（备用{spare}），已锁定"
            self.state.set(said, "ok")
        else:
            self.state.set("还没有印制", "neutral")
        self.ledger.show_vote(vote.id)
        self.preview()

    def _put(self, look: Look) -> None:
        self.choices.blockSignals(True)
        try:
            usual = ballots.sheet_of(self.office, self.vote.id, look).spec if self.vote else None
        except Refused:
            usual = None
        self.choices.set_values(
            paper=look.paper,
            signs=look.signs,
            write_ins=usual.write_ins if usual else 0,
            organ=usual.organ if usual else (look.organ or ""),
        )
        self.choices.blockSignals(False)

    def look(self) -> Look:
        """Return the look as chosen."""
        values = self.choices.values()
        offer = ballots.offer_of(self.office, self.vote.id) if self.vote else None
        return Look(
            paper=values["paper"],
            signs=bool(values["signs"]) and bool(offer and offer.signs),
            write_ins=values["write_ins"] if offer and offer.write_ins else None,
            organ=values["organ"],
        )

    def preview(self) -> None:
        """Draw the sheet as it would be printed now."""
        from meetingdesk.papers.ballots.drawing import print_sheets

        if self.vote is None:
            return
        self.view.tell("")
        try:
            self.form = ballots.sheet_of(self.office, self.vote.id, self.look())
        except Refused as error:
            self.form = None
            self.view.set_pages([], "")
            self.view.tell(error.message)
            return
        sheets = print_sheets(self.form)
        self.view.canvas.draw = sheets.picture
        self.view.set_pages(list(sheets.pages), self.form.spec.title)

    def take_focus(self) -> None:
        """Put the keyboard on the first choice."""
        self.choices.fields["paper"].control.setFocus()

    # -- printing --------------------------------------------------------------------

    def print_(self) -> None:
        """Ask for a printer, print all copies, and write the run into the ledger."""
        if not QPrinterInfo.availablePrinterNames():
            self.view.tell(NO_PRINTER)
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("打印选票")
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> bool:
        """Print the run on ``printer``; ``False`` when it was refused."""
        from meetingdesk.papers.ballots.drawing import print_sheets

        if not self._prepared():
            return False
        assert self.vote is not None  # noqa: S101 - _prepared has looked
        form = ballots.print_file(self.office, self.vote.id)
        copies, spare = self.run.value("copies"), self.run.value("spare")
        times = math.ceil((copies + spare) / form.spec.paper.up)
        kept = self.printers[printer.printerName()]
        sheets = print_sheets(form, (kept.right, kept.down))
        printer.setDocName(form.spec.title)
        printer.setFullPage(True)
        printer.setPageLayout(sheet_of(sheets.pages[0]))
        own = printer.supportsMultipleCopies()
        if own:
            printer.setCollateCopies(True)
            printer.setCopyCount(times)
        painter = QPainter()
        if not painter.begin(printer):
            self.view.tell("打印机没有响应，选票没有打印。请检查打印机后再试。")
            return False
        for number in range(1 if own else times):
            for at, page in enumerate(sheets.pages):
                if number or at:
                    printer.newPage()
                sheets.paint(painter, page, printer.resolution() / 25.4)
        painter.end()
        done = self._record(copies, spare)
        if done and kept.words[1] != "ok":
            self.host.toast(f"上次量得：{kept.words[0]}")
        return done

    def save(self) -> None:
        """Write all copies into one PDF for the print shop; a print run like any other."""
        name, _ = QFileDialog.getSaveFileName(
            self, "存为 PDF 送印", self._file_name(), "PDF (*.pdf)"
        )
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> bool:
        """Write the run to ``path`` and record it; ``False`` when it was refused."""
        from meetingdesk.papers.ballots.drawing import write_pdf

        if not self._prepared():
            return False
        assert self.vote is not None  # noqa: S101 - _prepared has looked
        form = ballots.print_file(self.office, self.vote.id)
        copies, spare = self.run.value("copies"), self.run.value("spare")
        try:
            write_pdf(form, path, copies + spare)
        except OSError as error:
            self.view.tell(f"“{path.name}”没有保存：{error.strerror or error}。请换一个文件夹。")
            return False
        return self._record(copies, spare)

    def sample(self) -> None:
        """Write one sheet and its layout; no print run."""
        folder = QFileDialog.getExistingDirectory(self, "存样张和版面到哪个文件夹")
        if folder and self._prepared(run=False) and self.vote is not None:
            made = self.host.guard(ballots.export_form, self.office, self.vote.id, folder)
            if made:
                self.host.toast(f"已存：{'、'.join(path.name for path in made)}")

    def _prepared(self, *, run: bool = True) -> bool:
        """Keep the form as chosen, and see that there is something to print."""
        if self.vote is None:
            return False
        if run and self.run.value("copies") < 1:
            self.run.set_error("copies", "请填写要印多少张")
            return False
        look = self.look()
        made = self.host.guard(
            ballots.prepare_form, self.office, self.vote.id, paper=look.paper, signs=look.signs,
            write_ins=look.write_ins, organ=look.organ,
        )  # fmt: skip
        return made is not None

    def _record(self, copies: int, spare: int) -> bool:
        if self.vote is None:
            return False
        made = self.host.guard(
            ballots.print_form, self.office, self.vote.id, copies=copies, spare=spare
        )
        if made is not None:
            self.host.toast(f"已登记印制{copies + spare}张")
        return made is not None

    def _file_name(self) -> str:
        return f"{self.form.spec.title}.pdf".replace("\n", "") if self.form else "选票.pdf"

    def correct(self) -> None:
        """Enter how far a printer is off and what its printed ruler measures."""
        names = QPrinterInfo.availablePrinterNames() or [""]

        def submit(sheet: Sheet) -> bool:
            values = sheet.form.values()
            try:
                right, down, ruler = (float(values[k]) for k in ("right", "down", "ruler"))
            except ValueError:
                sheet.show_problem("请填写毫米数，例如 1.5 或 -0.5。")
                return False
            if max(abs(right), abs(down)) > MOST_SHIFT_MM or not 30 <= ruler <= 70:
                sheet.show_problem(f"移动不超过{MOST_SHIFT_MM:.0f}毫米，尺子应在30至70毫米之间。")
                return False
            kept = Correction(right, down, ruler)
            self.printers[values["printer"]] = kept
            self.host.toast(kept.words[0])
            return True

        sheet = Sheet(
            self, "打印机校正", submit, ok="保存",
            hint="先印一张样张，用尺量票脚的“50毫米”刻度和角标中心到纸边的距离（应为14毫米）。",
        )  # fmt: skip
        form = sheet.form
        box = form.add_choice(
            "printer", "打印机", [(n, n or "默认打印机") for n in names], names[0]
        )
        form.add_text("ruler", "量得", hint=f"应为{RULER_MM:.0f}毫米")
        form.add_text("right", "向右移", hint="毫米，向左为负")
        form.add_text("down", "向下移", hint="毫米，向上为负")

        def show() -> None:
            """Show what is known of the printer chosen."""
            kept = self.printers[form.value("printer")]
            form.set_values(**{k: f"{getattr(kept, k):g}" for k in ("ruler", "right", "down")})

        box.currentIndexChanged.connect(show)
        show()
        sheet.named("votesPrinterSheet")
        sheet.open()
