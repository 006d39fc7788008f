"""Printed smaller or larger than true size, the print file still reads back without a doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pypdfium2
import pytest

from meetingdesk.papers.ballots.drawing import pdf
from meetingdesk.papers.ballots.known import known_sheet
from meetingdesk.papers.ballots.pages import PagePicture
from meetingdesk.papers.ballots.reading import SideReader
from meetingdesk.papers.ballots.rows import Status
from meetingdesk.papers.ballots.sheet import Form, compose
from meetingdesk.papers.ballots.spec import Paper
from tests.papers.ballots.ballotkit import KINDS, spec

if TYPE_CHECKING:
    from numpy.typing import NDArray

pytestmark = [pytest.mark.usefixtures("qapp"), pytest.mark.slow]
_DPI = 200
_PX = _DPI / 25.4


def printed(form: Form, scale: float) -> list[NDArray[np.uint8]]:
    """Render the print file and put each page, scaled, in the middle of its paper."""
    opened = pypdfium2.PdfDocument(pdf(form))
    sheets = []
    for page in opened:
        drawn = page.render(scale=_DPI / 72, grayscale=True).to_numpy().squeeze()
        height, width = drawn.shape
        move = np.array([[scale, 0, (1 - scale) * width / 2], [0, scale, (1 - scale) * height / 2]])
        sheets.append(
            cv2.warpAffine(drawn, move, (width, height), flags=cv2.INTER_AREA, borderValue=255)
        )
    opened.close()
    return sheets


def tick(sheet: NDArray[np.uint8], x: float, y: float, scale: float) -> None:
    """Draw a √ into the box whose middle is at (x, y) mm on the true-size page."""
    height, width = sheet.shape
    centre = np.array([width / 2, height / 2])
    strokes = np.array([[-2.4, -0.2], [-0.7, 2.0], [2.6, -2.4]]) + np.array([x, y])
    points = ((strokes * _PX - centre) * scale + centre).round().astype(np.int32)
    cv2.polylines(sheet, [points], isClosed=False, color=40, thickness=5, lineType=cv2.LINE_AA)


@pytest.mark.parametrize("scale", [0.96, 1.0, 1.03])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("count", "paper"), [(5, Paper.A5), (12, Paper.A4), (40, Paper.A4)])
def test_it_still_reads(kind: str, count: int, paper: Paper, scale: float) -> None:
    form = compose(spec(kind, count, paper))
    reader = SideReader((known_sheet(form),))
    for page, sheet in enumerate(printed(form, scale)):
        wanted: dict[str, list[str]] = {}
        for number, box in enumerate(b for b in form.layout.boxes if b.page == page):
            held = wanted.setdefault(box.group, [])
            most = next(group.max for group in form.layout.groups if group.id == box.group)
            # every third box is left empty
            if number % 3 != 2 and len(held) < most and box.id[0] == "q":
                tick(sheet, *box.rect.centre, scale)
                held.append(box.id)
        row = reader.read(PagePicture(sheet, None, "x"), "scan.png", page + 1)
        said = {group: list(boxes) for group, boxes in row.marks.items()}
        assert said == wanted, row.why
        if kind == "一框":  # what stands in the one box is for a person to say
            assert row.status is Status.FLAGGED
        else:
            assert row.status is Status.READ, row.why
