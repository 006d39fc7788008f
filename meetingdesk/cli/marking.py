"""A few printed sheets marked and scanned, drawn: what the pictures of the scanning page read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QPainter

    from meetingdesk.actions.office import Office
    from meetingdesk.papers.ballots.layout import Box, Layout

_DPI = 200.0
#: each sheet's marks by question: the place of the choice, - for none, two for one too many
_SHEETS = ("0 0 0 0 0", "0 0 0 1 0", "0 - 0 0 0", "0 1 0 0 0", "0 01 0 0 0")


def marked_sheets(office: Office, vote_id: int, folder: Path) -> list[Path]:
    """Print the ballot of a drafted vote, mark some sheets and write their scans; return these."""
    from PySide6.QtGui import QPainter

    from meetingdesk.actions import ballots
    from meetingdesk.papers.ballots.drawing import image

    ballots.prepare_form(office, vote_id)
    ballots.print_form(office, vote_id, copies=len(_SHEETS))
    form = ballots.print_file(office, vote_id)
    files = []
    for number, wanted in enumerate(_SHEETS, start=1):
        drawn = image(form, 0, _DPI)
        painter = QPainter(drawn)
        for box in _boxes(form.layout, wanted):
            _mark(painter, box)
        painter.end()
        files.append(folder / f"扫描{number:02}.png")
        drawn.save(str(files[-1]))
    return files


def _boxes(layout: Layout, wanted: str) -> list[Box]:
    """Return the boxes to mark."""
    groups = [[box for box in layout.boxes if box.group == group.id] for group in layout.groups]
    return [
        boxes[int(place)]
        for boxes, places in zip(groups, wanted.split(), strict=True)
        for place in places.replace("-", "")
    ]


def _mark(painter: QPainter, box: Box) -> None:
    """Draw a tick as a pen does."""
    from PySide6.QtCore import QPointF, Qt
    from PySide6.QtGui import QColor, QPen

    scale = _DPI / 25.4
    x, y = box.rect.x * scale, box.rect.y * scale
    width, height = box.rect.w * scale, box.rect.h * scale
    painter.setPen(QPen(QColor(40, 40, 40), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    low = QPointF(x + width * 0.42, y + height * 0.82)
    painter.drawLine(QPointF(x + width * 0.15, y + height * 0.5), low)
    painter.drawLine(low, QPointF(x + width * 0.9, y + height * 0.12))
