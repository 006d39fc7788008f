"""试扫空白票: what one unmarked sheet told, line by line, with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.shell.widgets import Column, RecordTable, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from meetingdesk.papers.ballots.trial import Finding

_WORDS = {"ok": "正常", "warn": "留意", "bad": "不行"}


def trial_sheet(parent: QWidget, name: str, found: Sequence[Finding]) -> Sheet:
    """Open the findings of an unmarked sheet, those that want somebody first."""
    wrong = [one for one in found if one.kind != "ok"]
    hint = (
        "以下有要处理的；处理后请再试扫一次。" if wrong else "可以开始扫描；请保持同样的扫描设置。"
    )
    sheet = Sheet(parent, f"试扫：{name}", lambda _sheet: None, ok="知道了", hint=hint, width=720)
    table = RecordTable(
        [
            Column("看什么", lambda f: f.what, width=90),
            Column("结果", lambda f: _WORDS[f.kind], width=80, tag=lambda f: f.kind),
            Column("说明", lambda f: f.words, stretch=True, wrap=True),
        ],
        name="试扫的结果",
        row_id=lambda f: (f.what, f.words),
    )
    table.setObjectName("scanTrialFindings")
    order = ("bad", "warn", "ok")
    table.set_rows(sorted(found, key=lambda f: order.index(f.kind)))
    table.setMinimumHeight(300)
    sheet.add(table, 1)
    sheet.named("scanTrialSheet")
    sheet.open()
    return sheet
