"""A form as the reader knows it: its geometry and what its unmarked sides look like.

Made once in the main process and handed to the reading processes, which need neither fonts nor
a window system.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.marks import code_grid
from meetingdesk.papers.ballots.patches import BoxSet, box_sets
from meetingdesk.papers.ballots.spec import SIGNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.layout import FormCode, Layout
    from meetingdesk.papers.ballots.sheet import Form

    Bytes = NDArray[np.uint8]

#: cells of the coarse picture by which an unplaced side is told from a foreign sheet
COARSE = (40, 56)
#: pixels per mm of the bare paper
BARE_PX = 2


@dataclass(frozen=True)
class Quota:
    """How often a ballot may make one choice over all its rows (应选名额)."""

    choice: str
    least: int
    most: int


@dataclass(frozen=True, eq=False)
class KnownForm:
    """What is looked for. ``title`` is what a person calls the form: 常委会任免票（第2版）.

    ``sets`` are the boxes of each side with the blank beside them, ``coarse`` each blank side as
    a small picture, ``modules`` the black modules of its form code, ``bare`` (255)
    the paper about the boxes that nothing is printed or written on, at :data:`BARE_PX` a mm, ``by_glyph`` the groups of one box for ○ and ×: there it decides what stands
    in the box, not that something does. ``legend`` gives the choice a sign stands for there; a
    sign it lacks is read by a person. ``quota`` holds over the rows of the whole ballot.
    """

    layout: Layout
    title: str
    sets: tuple[tuple[BoxSet, ...], ...]
    coarse: tuple[Bytes, ...]
    modules: tuple[NDArray[np.bool_], ...]
    bare: tuple[Bytes, ...]
    by_glyph: frozenset[str]
    legend: Mapping[str, str] = field(default_factory=dict)
    quota: Quota | None = None

    @cached_property
    def several(self) -> frozenset[str]:
        """The groups of which more than one box may be marked."""
        return frozenset(group.id for group in self.layout.groups if group.max > 1)

    def code(self, page: int) -> FormCode:
        """Return the form code of a side."""
        return next(code for code in self.layout.codes if code.page == page)


def known_form(
    layout: Layout,
    blanks: Sequence[Bytes],
    *,
    dpi: float = 300.0,
    title: str = "",
    legend: Mapping[str, str] | None = None,
    quota: Quota | None = None,
) -> KnownForm:
    """Return the form of ``layout`` whose unmarked sides at ``dpi`` are ``blanks`` (grey)."""
    return KnownForm(
        layout,
        title or layout.form,
        tuple(tuple(box_sets(layout, blank, dpi, page)) for page, blank in enumerate(blanks)),
        tuple(coarse(blank) for blank in blanks),
        tuple(
            np.array([[sign == "#" for sign in line] for line in code_grid(code).rows])
            for page in range(layout.pages)
            for code in layout.codes
            if code.page == page
        ),
        tuple(_bare(layout, blank, page) for page, blank in enumerate(blanks)),
        frozenset(box.group for box in layout.boxes if box.label == SIGNS),
        dict(legend or {}),
        quota,
    )


def _bare(layout: Layout, blank: Bytes, page: int) -> Bytes:
    """Return the paper within 12 mm of the boxes, the boxes with 4 mm about them left out."""
    size = (round(layout.page_mm[0] * BARE_PX), round(layout.page_mm[1] * BARE_PX))
    made = np.zeros((size[1], size[0]), np.uint8)
    rects = [box.rect for box in layout.boxes if box.page == page]
    # less far down: the seal's own place begins 8 mm below the last row
    for about, below, value in ((12.0, 6.5, 255), (4.0, 4.0, 0)):
        for r in rects:
            left, top = round((r.x - about) * BARE_PX), round((r.y - about) * BARE_PX)
            right, foot = round((r.right + about) * BARE_PX), round((r.bottom + below) * BARE_PX)
            made[max(0, top) : foot, max(0, left) : right] = value
    printed = cv2.resize(255 - blank, size, interpolation=cv2.INTER_AREA) > 20
    made[cv2.dilate(printed.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0] = 0
    return made


def known_sheet(
    form: Form,
    *,
    title: str = "",
    legend: Mapping[str, str] | None = None,
    quota: Quota | None = None,
) -> KnownForm:
    """Return a composed form as the reader knows it, its blanks drawn by the drawing itself."""
    from meetingdesk.papers.ballots.drawing import image

    blanks = []
    for page in range(form.layout.pages):
        drawn = image(form, page, 300.0)
        lines = np.frombuffer(drawn.constBits(), np.uint8).reshape(
            drawn.height(), drawn.bytesPerLine()
        )
        blanks.append(lines[:, : drawn.width()].copy())
    title = title or form.spec.title.replace("\n", "")
    return known_form(form.layout, blanks, title=title, legend=legend, quota=quota)


def coarse(grey: Bytes) -> Bytes:
    """Return a side as 40 × 56 cells of darkness: how text and rules are spread on it."""
    small = cv2.resize(grey, (COARSE[0] * 8, COARSE[1] * 8), interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    dark = cv2.threshold(cv2.subtract(paper, small), 24, 255, cv2.THRESH_TOZERO)[1]
    return np.asarray(cv2.resize(dark, COARSE, interpolation=cv2.INTER_AREA))
