"""已录的票: what a count holds, by marks and never by order, to take a wrong one out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from meetingdesk.actions.counting import ILLEGIBLE, WHOLE
from meetingdesk.panels.votes.sheet import fault_words
from meetingdesk.shell.widgets import Column, RecordTable, Sheet, button

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from meetingdesk.actions.counting import BallotView
    from meetingdesk.actions.votes import VoteView


def entered_sheet(
    parent: QWidget,
    read: Callable[[], Sequence[BallotView]],
    words: Callable[[BallotView], str],
    take_back: Callable[[BallotView], bool],
) -> Sheet:
    """Open the list that ``read`` returns; ``take_back`` removes one and says whether it did."""
    sheet = Sheet(parent, "已录的票", ok="关闭", width=640,
                  hint="相同的票合在一行，不分先后。选中一行，用“撤去一张”更正。")  # fmt: skip
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


def marks_words(vote: VoteView | None, ballot: BallotView) -> str:
    """Say in words what a ballot bears."""
    if vote is None or ballot.marks.get(WHOLE) == (ILLEGIBLE,):
        return "整票无效"
    labels = {c.key: c.label for c in vote.choices}
    whole = "整票疑难：" if WHOLE in ballot.marks else ""
    said = {q.key: _one_mark(list(ballot.marks.get(q.key, ())), labels) for q in vote.questions}
    if len(set(said.values())) == 1 and len(said) > 1:
        return f"{whole}全部{next(iter(said.values()))}"
    return whole + "　".join(f"{q.text}：{said[q.key]}" for q in vote.questions)


def _one_mark(given: list[str], labels: dict[str, str]) -> str:
    return fault_words(given) or labels.get(given[0], given[0])
