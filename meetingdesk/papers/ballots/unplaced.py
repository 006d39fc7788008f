"""A side whose corner marks were not found: a blank back, a foreign sheet, or a lost ballot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.known import COARSE, KnownForm, coarse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]

#: ink on a blank back after lines and specks are gone, as a share of the side (SCANNING.md §5.3)
BLANK_INK = 0.0012
#: pictures this alike are the same print, badly placed
ALIKE = 0.55


#: darker than any paper (0 black to 255 white): a lid left open, a lamp gone, ink all over
BLACK = 80
#: a side is paper where at least this share of it is lighter
PAPER = 0.6


def is_black(grey: Bytes) -> bool:
    """Say whether a side shows too little paper to tell what is on it."""
    return float((grey[::8, ::8] > BLACK).mean()) < PAPER


def is_blank(grey: Bytes) -> bool:
    """Say whether a side bears nothing but dirt, creases, streaks and print shining through."""
    if is_black(grey):
        return False
    scale = 900 / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.medianBlur(small, 3)
    paper = cv2.medianBlur(cv2.resize(small, None, fx=0.25, fy=0.25), 31)
    paper = cv2.resize(paper, (small.shape[1], small.shape[0]))
    # a third darker than the paper there; print shining through and shadows are fainter
    dark = (small < paper * 0.66).astype(np.uint8)
    edge = round(0.035 * max(small.shape))
    dark[:edge], dark[-edge:], dark[:, :edge], dark[:, -edge:] = 0, 0, 0, 0
    return float(_without_lines(dark).mean()) < BLANK_INK


def _without_lines(dark: Bytes) -> Bytes:
    """Return a mask without thin pieces longer than a tenth of the side: creases and streaks."""
    count, names, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    long = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    thin = stats[:, cv2.CC_STAT_AREA] < 4.0 * long
    drop = (long > 0.1 * max(dark.shape)) & thin
    # single specks are dirt
    drop |= stats[:, cv2.CC_STAT_AREA] < 3
    drop[0] = count > 0
    return np.asarray(~drop[names], np.uint8)


def looks_like(grey: Bytes, forms: Sequence[KnownForm]) -> bool:
    """Say whether a side shows the print of one of the forms, whichever way up."""
    return _likeness(grey, forms) >= ALIKE


def _likeness(grey: Bytes, forms: Sequence[KnownForm]) -> float:
    """Return how alike a side and the most alike form are, whichever way up (1: the same)."""
    seen = coarse(grey)
    turned = [seen, cv2.rotate(seen, cv2.ROTATE_180)]
    if grey.shape[1] > grey.shape[0]:
        sideways = coarse(cv2.rotate(grey, cv2.ROTATE_90_CLOCKWISE))
        turned = [sideways, cv2.rotate(sideways, cv2.ROTATE_180)]
    return max(_alike(one, blank) for one in turned for form in forms for blank in form.coarse)


def is_washed_out(grey: Bytes, forms: Sequence[KnownForm]) -> bool:
    """Say whether a side that looks blank bears the print of a form, nearly as light as the paper.

    Print shining through from the front is as light, but mirrored.
    """
    small = cv2.resize(grey, (COARSE[0] * 8, COARSE[1] * 8), interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    dark = cv2.subtract(paper, small).astype(np.float32)
    ink = float(np.percentile(dark, 99))
    if ink < 1:
        return False
    strong = np.asarray(np.minimum(dark * (160 / ink), 255), np.uint8)
    full = cv2.resize(cv2.subtract(np.full_like(strong, 255), strong), None, fx=2, fy=2)
    likeness = _likeness(full, forms)
    return likeness >= ALIKE and likeness > _likeness(cv2.flip(full, 1), forms)


def _alike(seen: Bytes, blank: Bytes) -> float:
    """Return the best correlation of two coarse pictures within three cells."""
    width, height = COARSE
    inner = blank[3 : height - 3, 3 : width - 3]
    found = cv2.matchTemplate(
        seen.astype(np.float32), inner.astype(np.float32), cv2.TM_CCOEFF_NORMED
    )
    return float(found.max())
