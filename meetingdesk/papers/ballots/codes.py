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


def read_code(picture: NDArray[np.uint8], place: Place, code: FormCode) -> str:
    """Return the text of the code where the form prints it; empty when it cannot be read."""
    r = code.rect
    side = round((r.w + 2 * _QUIET) * _PX)
    local = place.local(*r.centre)
    start = np.array([-r.w / 2 - _QUIET + 0.5 / _PX, -r.h / 2 - _QUIET + 0.5 / _PX])
    matrix = np.column_stack([local[:, :2] / _PX, local[:, :2] @ start + local[:, 2]])
    piece = cv2.warpAffine(
        picture,
        matrix,
        (side, side),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderValue=255,
    )
    for tried in (piece, cv2.GaussianBlur(piece, (0, 0), 2.0), cv2.medianBlur(piece, 7)):
        found = _texts(tried, rotate=False)
        if found:
            return found[0]
    return ""


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
