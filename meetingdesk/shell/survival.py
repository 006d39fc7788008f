"""打印应急包: one key, from wherever the meeting is run; without a printer it is a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

from meetingdesk.errors import DeskError
from meetingdesk.shell import keys
from meetingdesk.shell.panel import Action
from meetingdesk.shell.widgets import Sheet
from meetingdesk.shell.widgets.steps import Steps, run_steps

# What draws and prints is imported when it is used: the first page has this key and must not wait.

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtPrintSupport import QPrinter

    from meetingdesk.actions.survival import Part
    from meetingdesk.shell.panel import Panel


class KitMaker(QObject):
    """Makes the kit of the meeting at hand for a panel; ``folder`` is where the PDF goes."""

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self.panel = panel
        self.folder = _documents() / "会务台应急包"
        self.steps: Steps | None = None
        self.written: Path | None = None

    def action(self) -> Action:
        """Return the header's button with its key."""
        hint = "签到、主持词、选票、唱票记录和报告单，按会议次序，停电时用纸质办理"
        return Action(
            "打印应急包", self.run, "printer", keys.of("kit.print"), hint=hint, name="kit.print"
        )

    def run(self) -> None:
        """Ask for the printer where there is one, else write the PDF at once."""
        if self.panel.meeting_id is None:
            self.panel.banner.show_message("请先选定一次会议，再打印应急包。", "warn")
            return
        if self.steps is not None:
            return
        from PySide6.QtPrintSupport import QPrinterInfo

        names = QPrinterInfo.availablePrinterNames()
        if not names:
            self.make(None)
            return
        sheet = Sheet(
            self.panel, "打印应急包", self._chosen, ok="打印",
            hint="都存为一个PDF。还没有印制的选票一并编入，按印制记入票证台账。",
        )  # fmt: skip
        default = QPrinterInfo.defaultPrinterName()
        choices = [*((name, name) for name in names), ("", "不打印，只存为PDF")]
        sheet.form.add_choice(
            "printer", "打印机", choices, default if default in names else names[0]
        )
        sheet.named("kitSheet")
        sheet.open()

    def _chosen(self, sheet: Sheet) -> None:
        from meetingdesk.actions import survival
        from meetingdesk.shell.printing import PrintChoice, printer_for

        name = sheet.form.values()["printer"]
        self.make(printer_for(PrintChoice(name), survival.PLACE) if name else None)

    def make(self, printer: QPrinter | None) -> None:
        """Make the kit between the window's events; 取消 writes, prints and puts down nothing."""
        from meetingdesk.actions import survival

        panel, meeting_id = self.panel, int(self.panel.meeting_id or 0)
        total = panel.host.guard(survival.step_count, panel.office, meeting_id)
        if total is None:
            return

        def work() -> Iterator[Part]:
            yield from survival.parts(panel.office, meeting_id)

        def done(made: list[Part], whole: bool) -> None:
            self.steps = None
            if not whole:
                panel.host.toast("已停止，应急包没有写出")
                return
            try:
                self._finish(meeting_id, made, printer)
            except DeskError as error:
                panel.banner.show_error(error)

        def failed(error: Exception) -> None:
            self.steps = None
            if not isinstance(error, DeskError):
                raise error
            panel.banner.show_error(error)

        self.steps = run_steps(panel, work(), total, done, failed, "正在制作应急包")

    def _finish(self, meeting_id: int, made: list[Part], printer: QPrinter | None) -> None:
        from meetingdesk.actions import survival
        from meetingdesk.actions.documents import put_file

        panel = self.panel
        name = survival.file_name(panel.office, meeting_id)
        self.written = put_file(self.folder / name, survival.bound(made))
        survival.register(panel.office, made)
        if printer is not None:
            _print([made[-1], *made[:-1]], printer)
        pages = sum(part.pages for part in made)
        missing = [part.title for part in made if part.note.startswith(survival.MISSING)]
        detail = f"没有生成：{'、'.join(missing)}。" if missing else ""
        sent = "已送到打印机，并" if printer is not None else ""
        panel.banner.show_message(
            f"应急包共{pages}页，{sent}存为“{self.written.name}”。",
            "warn" if missing else "ok",
            f"{detail}位置：{self.folder}",
            [("打开", self.open_file)],
        )

    def open_file(self) -> None:
        """Show the PDF in the system's own viewer."""
        if self.written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.written)))


def _print(made: list[Part], printer: QPrinter) -> None:
    """Send every part, ballots in their number of copies and against the printer's own shift.

    Raises:
        Refused: the printer does not answer.
    """
    from meetingdesk.papers.ballots.drawing import print_sheets
    from meetingdesk.papers.layout import lay_out
    from meetingdesk.shell.printers import Printers
    from meetingdesk.shell.printing import PrintJob

    kept = Printers()[printer.printerName()]
    job = PrintJob(printer, duplex=False)
    try:
        for part in made:
            if part.form is not None:
                sheets = print_sheets(part.form, (kept.right, kept.down))
                for _ in range(part.runs):
                    job.add(sheets.pages, sheets.paint)
            elif part.document is not None:
                job.add(lay_out(part.document))
    except DeskError:
        job.abort()
        raise
    job.end()


def _documents() -> Path:
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place) or Path.home())
