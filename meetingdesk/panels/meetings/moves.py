"""进出: the day's arrivals and departures in order of time, their times corrected in place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from meetingdesk.actions import movements
from meetingdesk.rules.names import padded
from meetingdesk.shell import keys
from meetingdesk.shell.widgets import Column, EmptyState, RecordTable, Sheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meetingdesk.actions.movements import MovementView

_TIME = re.compile(r"([01]?\d|2[0-3])[:：时]([0-5]?\d)分?")
_TAGS = {"迟到": "warn", "离席": "warn", "早退": "warn", "返回": "ok"}
_HEIGHT = 320


def moves_sheet(parent: QWidget, office: Any, meeting_id: int, host: Any) -> Sheet:
    """Return the sheet; F2 corrects a time, Delete takes back the last thing noted of someone."""
    key = keys.shown("table.delete")
    drop = f"按 {key} 删除一条（先删后面的）。" if key else ""
    sheet = Sheet(
        parent, "进出", ok="关闭",
        hint=f"双击时间可以改。{drop}表决时的到会人数按这里计算。",
    )  # fmt: skip

    def retime(row: MovementView, text: str) -> None:
        sheet.banner.clear()
        found = _TIME.fullmatch(text.strip())
        if found is None:
            sheet.show_problem(f"“{text}”不是时间，请写成 10:32 的样子。")
            return
        at = row.at.replace(hour=int(found[1]), minute=int(found[2]))
        host.guard(movements.retime, office, row.id, at)
        show()

    def remove(row: MovementView) -> None:
        host.guard(movements.delete_movement, office, row.id)
        show()

    table = RecordTable(
        [
            Column("日期", lambda m: f"{m.at.month}月{m.at.day}日", 84, soft=True),
            Column("时间", lambda m: m.time, 84, set=retime),
            Column("姓名", lambda m: padded(m.name), stretch=True),
            Column("登记", lambda m: m.kind, 84, tag=lambda m: _TAGS[m.kind]),
        ],
        name="进出登记",
        empty=lambda: EmptyState("没有进出登记", f"在签到名册上按 {_keys()}。"),
    )
    table.setObjectName("movesTable")
    table.setMinimumHeight(_HEIGHT)
    table.delete_requested.connect(remove)

    def show() -> None:
        table.set_rows(movements.movements(office, meeting_id))

    show()
    sheet.add(table, 1)
    sheet.cancel.hide()
    return sheet.named("movesSheet")


def _keys() -> str:
    """Return which key notes what."""
    told = (("5", "离席"), ("6", "返回"), ("7", "早退"), ("8", "迟到"))
    return "、".join(f"{keys.shown(f'roll.move{key}')} {words}" for key, words in told)
