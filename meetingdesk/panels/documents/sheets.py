"""The sheets of 文书: where to write to, under which number to issue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from meetingdesk.actions import documents, numbering
from meetingdesk.errors import Refused
from meetingdesk.shell.widgets import Sheet, button

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from meetingdesk.papers.documents import Reference

FORMATS = (("docx", "Word"), ("pdf", "PDF"), ("both", "Word和PDF"))

_HINT = "每份文书一个文件，文件夹不存在时自动建立。写出不影响台账中的记录。"


def endings(choice: str) -> tuple[str, ...]:
    """Return the file endings of a choice in :data:`FORMATS`."""
    return ("docx", "pdf") if choice == "both" else (choice,)


def home() -> Path:
    """Return the person's own folder for papers."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place) if place else Path.home()


def write_sheet(
    parent: QWidget,
    references: Sequence[Reference],
    *,
    choice: str,
    folder: Path,
    browse: Callable[[Path], Path | None],
    on_write: Callable[[Path, tuple[str, ...]], Any],
) -> Sheet:
    """Ask for format and folder; files already there are named before they are replaced."""
    one = len(references) == 1
    told: list[tuple[Path, str]] = []

    def submit(sheet: Sheet) -> bool | None:
        place = Path(sheet.form.value("folder")).expanduser()
        wanted = sheet.form.value("format")
        there = documents.already_there(references, place, formats=endings(wanted))
        if there and (place, wanted) not in told:
            told.append((place, wanted))
            names = "、".join(there[:3]) + (f"等{len(there)}个文件" if len(there) > 3 else "")
            sheet.banner.show_message(
                f"文件夹里已有{names}。", "warn", "再按一次即以新的内容覆盖，或另选文件夹。"
            )
            sheet.ok.setText("覆盖写出")
            return False
        on_write(place, endings(wanted))
        return None

    title = f"写出“{references[0].title}”" if one else f"写出{len(references)}份文书"
    sheet = Sheet(
        parent, title if len(title) < 28 else "写出文书", submit, ok="写出", width=600, hint=_HINT
    )
    sheet.setObjectName("writeSheet")
    sheet.ok.setObjectName("writeOk")
    box = sheet.form.add_choice("format", "格式", FORMATS, choice)
    box.setObjectName("writeFormat")
    row, edit = _folder_row(sheet, folder, browse)
    sheet.form.add_widget(
        "folder", "文件夹", row, lambda: edit.text().strip(), edit.setText, required=True
    )
    sheet.open()
    return sheet


def _folder_row(
    parent: QWidget, folder: Path, browse: Callable[[Path], Path | None]
) -> tuple[QWidget, QLineEdit]:
    row = QWidget(parent)
    row.setAccessibleName("文件夹")
    edit = QLineEdit(str(folder))
    edit.setObjectName("writeFolder")
    edit.setAccessibleName("文件夹")
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(edit, 1)

    def pick() -> None:
        if (found := browse(Path(edit.text()))) is not None:
            edit.setText(str(found))

    choose = button("选择", pick, icon="folder-open", hint="选择文件夹")
    choose.setObjectName("writeBrowse")
    choose.setAutoDefault(False)
    line.addWidget(choose)
    row.setFocusProxy(edit)
    return row, edit


def ask_folder(parent: QWidget, start: Path) -> Path | None:
    """Let the person choose a folder; ``None`` when nothing was chosen."""
    while not start.exists() and start != start.parent:
        start = start.parent
    name = QFileDialog.getExistingDirectory(parent.window(), "选择文件夹", str(start))
    return Path(name) if name else None


def ask_file(parent: QWidget, title: str, start: Path, kinds: str) -> Path | None:
    """Let the person name a file to write; ``None`` when nothing was named."""
    name, _ = QFileDialog.getSaveFileName(parent.window(), title, str(start), kinds)
    return Path(name) if name else None


def issue_sheet(
    parent: QWidget,
    office: Any,
    reference: Reference,
    on_issued: Callable[[int], Any],
) -> Sheet:
    """Ask for number and day, then keep the paper as issued; a used number shows at its field."""

    def submit(sheet: Sheet) -> None:
        day = sheet.form.value("on")
        if day is None:
            raise Refused("请填写印发日期。")
        made = documents.issue(office, reference, number=sheet.form.value("number"), on=day)
        on_issued(made)

    today: date = office.today()
    sheet = Sheet(
        parent,
        "印发",
        submit,
        ok="印发",
        hint=f"《{reference.title}》印发后原样存入台账，此后修改记录不影响这一份。",
    )
    sheet.setObjectName("issueSheet")
    sheet.ok.setObjectName("issueOk")
    suggested = numbering.proposed_number(office, reference, today.year)
    suggested = suggested or documents.next_number(office, reference.kind, today.year)
    number = sheet.form.add_text(
        "number",
        "文号",
        suggested,
        hint="没有文号的文书可以空着",
        placeholder=f"如：示人常〔{today.year}〕16号",
    )
    number.setObjectName("issueNumber")
    on = sheet.form.add_date("on", "印发日期", today, required=True)
    on.setObjectName("issueDate")
    sheet.open()
    number.setFocus()
    number.selectAll()
    return sheet
