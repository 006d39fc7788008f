"""What of the machine matters to the office: fonts, printers, room on the disk."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_ENOUGH = 500 * 1024 * 1024


def machine(folder: Path) -> list[tuple[str, bool, str]]:
    """Return (what, ok, words) for fonts, printers and disk."""
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtPrintSupport import QPrinterInfo

    from meetingdesk.actions.fontcheck import missing_fonts

    app = QGuiApplication.instance() or QGuiApplication([])
    found: list[tuple[str, bool, str]] = []
    replaced = missing_fonts()
    words = "".join(replaced) or "公文字体齐全"
    found.append(("字体", not replaced, words))
    printers = QPrinterInfo.availablePrinterNames()
    found.append(("打印机", bool(printers), "、".join(printers) or "没有找到打印机，可先存为 PDF"))
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    found.append(("磁盘", free > _ENOUGH, f"可用{free // (1024 * 1024)}MB"))
    del app
    return found
