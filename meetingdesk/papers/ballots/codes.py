"""The form's code on a scanned side: read where it is printed, or looked for anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
import zxingcpp

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.layout import FormCode
    from meetingdesk.papers.ballots.locate import Place

#: pixels per mm of the piece that is read, and the white about the code
_PX, _QUIET = 10, 2.0
_OWN = "MD1|"
#: modules this alike are the same code: codes of two versions are 0.56 on average, 0.78 at most
LIKE = 0.85
#: a line through a code: darker than this, so far askew in pixels; a module so far covered (of 255)
#: is left out, and so many must be bare
_DARK, _LEAN, _COVERED, _BARE = 150, 8, 25, 0.75


@dataclass(frozen=True)
class CodeText:
    """The parts of a form code: ``MD1|form|version|page|digest``."""

    form: str
    version: str
    page: str
    digest: str

    @classmethod
    def parse(cls, text: str) -> CodeText | None:
        """Return the parts, or ``None`` for a code of something else."""
        parts = text.split("|")
        return cls(*parts[1:]) if text.startswith(_OWN) and len(parts) == 5 else None


def has_code(
    picture: NDArray[np.uint8], place: Place, code: FormCode, modules: NDArray[np.bool_]
) -> bool:
    """Say whether a side bears the form's own code where the form prints it.

    A code that is read decides. One that cannot be read (a coarse 1-bit scan closes its gaps)
    is laid beside the expected one, module by module; a line that runs through it, as a crease
    does, hides what it covers.
    """
    found = _texts(_around(picture, place, code, _QUIET), rotate=False)
    if found:
        return found[0] == code.text
    piece = _cut(picture, place, code)
    for mended in (_as_is, _softer, _calmer):
        found = _texts(mended(piece), rotate=False)
        if found:
            return found[0] == code.text
    found = _texts(_around(picture, place, code, 2 * _QUIET), rotate=True)
    if found:
        return found[0] == code.text
    hidden = np.zeros(piece.shape, np.uint8)
    if _likeness(piece, modules, hidden) >= LIKE:
        return True
    _lines_through(piece, hidden)
    _lines_through(piece.T, hidden.T)
    return bool(hidden.any()) and _likeness(piece, modules, hidden) >= LIKE


def _around(
    picture: NDArray[np.uint8], place: Place, code: FormCode, more: float
) -> NDArray[np.uint8]:
    """Return a code with ``more`` mm about it as it was scanned, without a pixel moved."""
    r = code.rect
    mm = [(x, y) for x in (r.x - more, r.right + more) for y in (r.y - more, r.bottom + more)]
    there = cv2.perspectiveTransform(np.array([mm]), place.matrix)[0]
    (left, top), (right, foot) = there.min(axis=0), there.max(axis=0)
    return picture[max(0, int(top)) : int(foot) + 1, max(0, int(left)) : int(right) + 1]


def _lines_through(piece: NDArray[np.uint8], hidden: NDArray[np.uint8]) -> None:
    """Note (255) what lines cover that are dark in the white above a code and below it."""
    white, tall = round((_QUIET - 0.6) * _PX), len(piece)
    above = np.flatnonzero(piece[:white].mean(axis=0) < _DARK)
    below = np.flatnonzero(piece[-white:].mean(axis=0) < _DARK)
    down = np.arange(tall)
    for start in above:
        for end in below[np.abs(below - start) <= _LEAN]:
            across = np.rint(np.linspace(start, end, tall)).astype(int)
            for beside in (-1, 0, 1):
                hidden[down, np.clip(across + beside, 0, piece.shape[1] - 1)] = 255


def _as_is(piece: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return piece


def _softer(piece: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.GaussianBlur(piece, (0, 0), 2.0))


def _calmer(piece: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.medianBlur(piece, 7))


def _likeness(
    piece: NDArray[np.uint8], modules: NDArray[np.bool_], hidden: NDArray[np.uint8]
) -> float:
    """Return the correlation of a code's modules with the expected ones, best within ½ mm.

    What is ``hidden`` (255) is left out; where that is more than a quarter, nothing is known.
    """
    side = len(modules)
    quiet, whole = round(_QUIET * _PX), piece.shape[0] - 2 * round(_QUIET * _PX)

    def like(dy: int, dx: int) -> float:
        there = np.s_[quiet + dy : quiet + dy + whole, quiet + dx : quiet + dx + whole]
        seen = cv2.resize(piece[there], (side, side), interpolation=cv2.INTER_AREA)
        bare = cv2.resize(hidden[there], (side, side), interpolation=cv2.INTER_AREA) < _COVERED
        if bare.mean() < _BARE or seen.std() <= 1:
            return -1.0
        return float(-np.corrcoef(seen[bare], modules[bare])[0, 1])

    coarse = [(dy, dx) for dy in range(-5, 6, 2) for dx in range(-5, 6, 2)]
    best, (dy, dx) = max((like(*at), at) for at in coarse)
    if best < 0:
        return best
    return max(best, *(like(dy + y, dx + x) for y in (-1, 0, 1) for x in (-1, 0, 1) if x or y))


def _cut(picture: NDArray[np.uint8], place: Place, code: FormCode) -> NDArray[np.uint8]:
    """Return the code with its quiet zone, upright, at 10 pixels a mm."""
    r = code.rect
    side = round((r.w + 2 * _QUIET) * _PX)
    local = place.local(*r.centre)
    start = np.array([-r.w / 2 - _QUIET + 0.5 / _PX, -r.h / 2 - _QUIET + 0.5 / _PX])
    matrix = np.column_stack([local[:, :2] / _PX, local[:, :2] @ start + local[:, 2]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(picture, matrix, (side, side), flags=flags, borderValue=255))


def any_codes(picture: NDArray[np.uint8]) -> list[str]:
    """Return every code anywhere in a picture, whichever way up."""
    return _texts(picture, rotate=True)


def _texts(picture: NDArray[np.uint8], *, rotate: bool) -> list[str]:
    found = zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]),
        try_rotate=rotate,
        try_downscale=rotate,
        try_invert=False,
    )
    return [one.text for one in found if one.text]
