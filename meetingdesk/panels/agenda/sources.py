"""Items agreed to be submitted and points of the year's plan, brought into the agenda at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel

from meetingdesk.actions import agenda_sources, yearplan
from meetingdesk.rules.yearplan import verb_for
from meetingdesk.shell.widgets import Column, RecordTable, Sheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meetingdesk.shell.panel import Host

_HEIGHT, _SIZE = 260, (880, 500)


@dataclass(frozen=True, slots=True)
class Offered:
    """What may be brought in: ``id`` is (``item`` or ``point``, its number); ``now`` it should."""

    id: tuple[str, int]
    origin: str
    verb: str
    subject: str
    type: str
    now: bool


def offered(office: Any, meeting_id: int) -> list[Offered]:
    """List what was agreed to be submitted, then the plan's points, those due first."""
    agreed = [
        Offered(("item", s.id), s.meeting, s.verb, s.subject, s.type, now=True)
        for s in agenda_sources.offered(office, meeting_id)
    ]
    there = {one.subject for one in agreed}
    return agreed + [
        Offered(
            ("point", p.id),
            f"{p.year}年度计划第{p.position}项\n{p.timing}".rstrip(),
            verb_for(p.verb, p.type), p.subject, p.type, now=p.due,
        )
        for p in yearplan.offered_points(office, meeting_id)
        if p.subject not in there
    ]  # fmt: skip


class SourcesSheet(Sheet):
    """Choose with the mouse or with Shift and the arrow keys; what is due is chosen at first."""

    def __init__(self, parent: QWidget, office: Any, meeting_id: int, host: Host) -> None:
        super().__init__(
            parent, "引入议题", self._take, ok="列入议程",
            hint="主任会议同意提请、年度计划中还没有列入的议题；本季度应列入的已经选上。"
            "选定要列入的（可多选），来源自动记好。",
        )  # fmt: skip
        self._office, self._meeting_id, self._host = office, meeting_id, host
        self.table = RecordTable(
            [
                Column("来自", lambda s: s.origin, 214, soft=True, wrap=True),
                Column("方式", lambda s: s.verb, 96),
                Column("议题", lambda s: s.subject, stretch=True, wrap=True),
                Column("类型", lambda s: s.type, 128, soft=True, wrap=True),
            ],
            name="可引入的议题",
            multi=True,
        )
        self.table.setObjectName("sourcesTable")
        self.table.setMinimumHeight(_HEIGHT)
        self.table.set_rows(offered(office, meeting_id))
        self._choose_now()
        self.table.activated.connect(lambda _row: self.submit())
        self.add(self.table, 1)
        self.named("sourcesSheet")
        self.resize(*_SIZE)
        self.table.setFocus()

    def _choose_now(self) -> None:
        model, chosen = self.table.model, QItemSelection()
        for at, row in enumerate(self.table.rows()):
            if row.now:
                chosen.select(model.index(at, 0), model.index(at, 0))
        flags = QItemSelectionModel.SelectionFlag
        self.table.view.selectionModel().select(chosen, flags.ClearAndSelect | flags.Rows)

    def _take(self, _sheet: Sheet) -> None:
        chosen: dict[str, list[int]] = {"item": [], "point": []}
        for row in self.table.selected():
            chosen[row.id[0]].append(row.id[1])
        made = yearplan.bring_in(
            self._office, self._meeting_id, source_ids=chosen["item"], point_ids=chosen["point"]
        )
        self._host.toast(f"已列入{len(made)}项议题", undo=True)
