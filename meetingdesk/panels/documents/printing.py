"""打印: one job for the chosen papers, and the index of what was printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtPrintSupport import QPrinterInfo

from meetingdesk.actions import documents, printing
from meetingdesk.errors import DeskError
from meetingdesk.papers.layout import lay_out
from meetingdesk.rules.dates import cn_date
from meetingdesk.shell.printing import NO_PRINTER, PrintChoice, PrintJob, printer_for
from meetingdesk.shell.widgets import (
    Column,
    EmptyState,
    LatePage,
    RecordTable,
    Sheet,
    tab_layout,
)
from meetingdesk.shell.widgets.steps import Steps, run_steps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtPrintSupport import QPrinter

    from meetingdesk.panels.documents.page import DocumentsPanel
    from meetingdesk.papers.documents import Reference

_SIDES = (("one", "单面"), ("both", "双面（长边装订）"))


def print_sheet(panel: DocumentsPanel, references: Sequence[Reference]) -> Sheet | None:
    """Ask for printer, copies and sides; ``None``, with the reason said, without a printer."""
    names = QPrinterInfo.availablePrinterNames()
    if not names:
        panel.preview.tell(NO_PRINTER)
        return None
    default = QPrinterInfo.defaultPrinterName()
    count = len(references)
    words = f"《{references[0].title}》" if count == 1 else f"{count}份文书"

    def submit(sheet: Sheet) -> None:
        values = sheet.form.values()
        choice = PrintChoice(values["printer"], values["copies"], values["sides"] == "both")
        printer = printer_for(choice, references[0].title if count == 1 else words)
        panel.printing = print_all(panel, references, printer, choice)

    sheet = Sheet(
        panel, f"打印{words}", submit, ok="打印",
        hint="按列表的次序连续打印，每份文书从新的一张纸开始。打印后记入“打印记录”。",
    )  # fmt: skip
    form = sheet.form
    form.add_choice("printer", "打印机", [(name, name) for name in names],
                    default if default in names else names[0])  # fmt: skip
    form.add_int("copies", "份数", 1, low=1, high=999)
    form.add_choice("sides", "单双面", list(_SIDES), "one")
    sheet.named("printSheet")
    sheet.open()
    return sheet


def print_all(
    panel: DocumentsPanel, references: Sequence[Reference], printer: QPrinter, choice: PrintChoice
) -> Steps:
    """Print papers between the window's events; 取消 sends nothing and notes nothing."""
    job = PrintJob(printer, duplex=choice.duplex)
    noted: list[tuple[Reference, Any, int]] = []

    def work() -> Iterator[str]:
        for reference in references:
            document = documents.preview(panel.office, reference)
            pages = lay_out(document)
            job.add(pages)
            noted.append((reference, document, len(pages)))
            yield reference.title

    def done(_made: list[str], whole: bool) -> None:
        if not whole:
            job.abort()
            panel.host.toast("已停止，没有送到打印机")
            return
        job.end()
        for reference, document, pages in noted:
            panel.host.guard(
                printing.note_print, panel.office, reference, document,
                pages=pages, copies=choice.copies, printer=choice.printer,
            )  # fmt: skip
        panel.host.toast(f"已送到打印机：{len(noted)}份文书，各{choice.copies}份")

    def failed(error: Exception) -> None:
        job.abort()
        if not isinstance(error, DeskError):
            raise error
        panel.banner.show_error(error)

    panel.banner.clear()
    return run_steps(panel, work(), len(references), done, failed, "正在打印")


class PrintedTab(LatePage):
    """打印记录: what was printed, how many, and whether it is still what would be printed."""

    def __init__(self, panel: DocumentsPanel) -> None:
        super().__init__("打印记录")
        self.panel = panel

    def build(self) -> None:
        """Make the contents."""
        self.table: RecordTable = RecordTable(
            [
                Column("文书", lambda x: x.title, stretch=True, wrap=True, tip=_tip),
                Column("份数", lambda x: x.copies, width=56, align="right"),
                Column("页数", lambda x: x.pages, width=56, align="right"),
                Column("打印", lambda x: f"{cn_date(x.on, year=False)}\n{x.by}", 96, soft=True,
                       wrap=True),
                Column("状态", lambda x: "已过时" if x.stale else "现行", width=76,
                       tag=lambda x: "warn" if x.stale else "ok"),
            ],
            name="打印记录",
            sortable=True,
            empty=lambda: EmptyState(
                "还没有打印过", "从这里打印的文书会记下份数、页数和日期，改动之后标明哪些已经过时。",
                icon="printer",
            ),
        )  # fmt: skip
        self.table.setObjectName("printedTable")
        box = tab_layout(self, top=8)
        box.addWidget(self.table, 1)

    def refresh(self) -> None:
        """Read the index again."""
        meeting_id = self.panel.meeting_id
        rows = printing.printed(self.panel.office, meeting_id) if meeting_id is not None else []
        self.table.set_rows(rows)


def _tip(row: Any) -> str:
    return f"{row.kind_title}　{row.title}　{row.printer}"
