"""Room beside a table's stretched column, given to the columns that can do with more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QTableView

    from meetingdesk.shell.widgets.table_model import Column


class Room:
    """Widens columns with ``most`` while the stretched ones keep their own width (pixels)."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        #: how wide each column was made here: one that a person pulled stays as it is
        self._made = {at: column.width for at, column in enumerate(columns) if column.most}

    def share(self, view: QTableView) -> None:
        """Give out what the view has to spare, from the left."""
        if not self._made:
            return
        kept = [at for at in range(len(self._columns)) if not view.isColumnHidden(at)]
        needed = sum(
            self._columns[at].width
            if at in self._made or self._columns[at].stretch
            else view.columnWidth(at)
            for at in kept
        )
        spare = max(0, view.viewport().width() - needed)
        for at in [at for at in self._made if at in kept]:
            column, before = self._columns[at], self._made[at]
            width = min(column.most, column.width + spare)
            spare -= width - column.width
            if view.columnWidth(at) == before != width:
                self._made[at] = width
                view.setColumnWidth(at, width)
