"""What this machine has for the papers and the desk: fonts, a printer, a recent backup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetingdesk.actions import home
from meetingdesk.actions.home import DONE, TODO, Need, Place
from meetingdesk.errors import Refused

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

#: a desk worked on and not copied for longer than this is worth a word
BACKUP_DAYS = 7


def backup_need(office: Any) -> Need:
    """Say when the desk was last backed up."""
    place, last = Place("journal"), home.last_backup(office)
    if last is None:
        return Need("backup", "备份", TODO, "还没有备份过，请备份到另一个磁盘", place)
    days = (office.now() - last).days
    words = "今天备份过" if days == 0 else f"上次备份在{days}天前"
    return Need("backup", "备份", TODO if days > BACKUP_DAYS else DONE, words, place)


def font_need() -> Need:
    """Say whether the faces of 公文 are installed (仿宋, 小标宋, 楷体, 黑体, 宋体)."""
    from meetingdesk.papers.fonts import substitutions

    place = Place("documents")
    try:
        missing = substitutions()
    except Refused as error:
        return Need("fonts", "字体", TODO, error.message, place)
    if not missing:
        return Need("fonts", "字体", DONE, "公文字体齐全", place)
    words = "、".join(f"{m.missing}（以{m.used}代替）" for m in missing[:2])
    more = f"等{len(missing)}种" if len(missing) > 2 else ""
    return Need("fonts", "字体", TODO, f"缺{words}{more}", place)


def printer_need(names: Sequence[str]) -> Need:
    """Say whether a printer is there; ``names`` are those the system knows."""
    place = Place("documents")
    if not names:
        return Need("printer", "打印机", TODO, "这台电脑没有打印机，可先导出 Word 或 PDF", place)
    more = f"等{len(names)}台" if len(names) > 1 else ""
    return Need("printer", "打印机", DONE, f"{names[0]}{more}", place)


def printers() -> list[str]:
    """Return the printers the system knows."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return list(QPrinterInfo.availablePrinterNames())


def short_day(day: dt.date, today: dt.date) -> str:
    """Return a day for a narrow column: 8月25日, with the year when it is another."""
    words = f"{day.month}月{day.day}日"
    return words if day.year == today.year else f"{day.year}年{words}"
