"""What a reader finds the sheet by: four corner marks and one form code, equal on every copy.

Corner marks are ArUco 4×4 (dictionary of 50), the code a QR of 12 mm; both are drawn as black
modules in mm, so they are as sharp as the printer is. They say which form, version and page it
is and nothing else: no number of the copy exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from meetingdesk.papers.ballots.layout import Anchor, FormCode, Rect

if TYPE_CHECKING:
    from collections.abc import Iterable

#: side of a corner mark, how far its centre is from the paper's edges, and the white around it
MARK_MM, INSET_MM, QUIET_MM = 7.5, 14.0, 1.5
CODE_MM = 12.0
#: how far the code's lower edge is from the paper's
CODE_FOOT_MM = 9.0
#: the printed ruler ends here at the latest, with white after it
_RULER_END_MM = 74.0
#: the dictionary has 50 marks: four for each of at most twelve pages
MOST_PAGES = 12
PREFIX = "MD1"


@dataclass(frozen=True, slots=True)
class Grid:
    """A square of black and white modules; ``rows`` has one text a row, ``#`` black."""

    rect: Rect
    rows: tuple[str, ...]


def anchors(page: int, page_mm: tuple[float, float]) -> list[Anchor]:
    """Return the four corner marks of ``page`` (from 0), clockwise from the top left."""
    width, height = page_mm
    centres = (
        (INSET_MM, INSET_MM),
        (width - INSET_MM, INSET_MM),
        (width - INSET_MM, height - INSET_MM),
        (INSET_MM, height - INSET_MM),
    )
    half = MARK_MM / 2
    return [
        Anchor(4 * page + corner, page, Rect(x - half, y - half, MARK_MM, MARK_MM))
        for corner, (x, y) in enumerate(centres)
    ]


def code_rect(page_mm: tuple[float, float]) -> Rect:
    """Return where the form code stands: at the foot, in the middle, right of the ruler."""
    width, height = page_mm
    left = max((width - CODE_MM) / 2, _RULER_END_MM)
    return Rect(left, height - CODE_FOOT_MM - CODE_MM, CODE_MM, CODE_MM)


def payload(form: str, version: int, page: int, digest: str) -> str:
    """Return the text in the code: form, version, page (from 1) and the form's own digest."""
    return f"{PREFIX}|{form}|{version}|{page + 1}|{digest}"


def fallback(form: str, version: int, page: int, digest: str) -> str:
    """Return what a person types when the code cannot be read: ``EVAL-5/1/1/A1B2C3D4``."""
    return f"{form}/{version}/{page + 1}/{digest}".upper()


def mark_grid(anchor: Anchor) -> Grid:
    """Return the modules of a corner mark."""
    return Grid(anchor.rect, _aruco(anchor.number))


def code_grid(code: FormCode) -> Grid:
    """Return the modules of the form code."""
    return Grid(code.rect, _qr(code.text))


@cache
def _aruco(number: int) -> tuple[str, ...]:
    import cv2

    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    return _rows(cv2.aruco.generateImageMarker(dictionary, number, 6).tolist())


@cache
def _qr(text: str) -> tuple[str, ...]:
    import zxingcpp

    # the smallest symbol (largest modules), then the strongest correction that fits in it
    made = [_symbol(zxingcpp, text, level) for level in ("M", "Q", "H")]
    return next(rows for rows in reversed(made) if len(rows) == len(made[0]))


def _symbol(zxingcpp: object, text: str, level: str) -> tuple[str, ...]:
    import numpy as np

    code = zxingcpp.create_barcode(  # type: ignore[attr-defined] # a compiled module without types
        text,
        zxingcpp.BarcodeFormat.QRCode,  # type: ignore[attr-defined]
        ec_level=level,
    )
    drawn = zxingcpp.write_barcode_to_image(  # type: ignore[attr-defined]
        code, scale=1, add_quiet_zones=False
    )
    return _rows(np.array(drawn).tolist())


def _rows(values: Iterable[Iterable[int]]) -> tuple[str, ...]:
    return tuple("".join("#" if value < 128 else "." for value in row) for row in values)
