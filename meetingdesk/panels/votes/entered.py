"""已录的票: what a count holds, by marks and never by order, to take a wrong one out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from meetingdesk.shell.widgets import Column, RecordTable, Sheet, button

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from meetingdesk.actions.counting import BallotView


def entered_sheet(
    parent: QWidget,
    read: Callable[[], Sequence[BallotView]],
    words: Callable[[BallotView], str],
    take_back: Callable[[BallotView], bool],
) -> Sheet:
    """Open the list that ``read`` returns; ``take_back`` removes one and says whether it did."""
    sheet = Sheet(parent, "已录的票", ok="关闭", width=640,
                  hint="相同的票合在一行，不分先后。选中一行按 Delete 撤去一张。")  # fmt: skip
    sheet.setObjectName("votesEnteredSheet")
    sheet.cancel.hide()
    table = RecordTable(
        [
            Column("票面", words, stretch=True, wrap=True),
            Column("张数", lambda b: b.copies, width=80, align="right"),
        ],
        name="已录的票",
        row_id=lambda b: tuple(sorted((k, tuple(v)) for k, v in b.marks.items())),
    )
    table.setObjectName("votesEnteredTable")
    table.setMinimumHeight(320)
    table.set_rows(read())

    def remove(ballot: BallotView | None) -> None:
        if ballot is not None and take_back(ballot):
            table.set_rows(read())

    table.delete_requested.connect(remove)
    sheet.add(table, 1)
    row = QHBoxLayout()
    drop = button("撤去一张", lambda: remove(table.current()))
    drop.setObjectName("votesTakeBack")
    row.addWidget(drop)
    row.addStretch(1)
    sheet.add(row)
    sheet.open()
    return sheet
