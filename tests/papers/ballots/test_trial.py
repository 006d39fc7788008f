"""空白票试扫: scale, skew, contrast, streaks and seal of one unmarked sheet."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from meetingdesk.papers.ballots.pages import picture
from meetingdesk.papers.ballots.trial import Finding, try_sheet
from tests.papers.ballots import kinds
from tests.papers.ballots.scans import SEVERITIES, blank_page, seal

KIND = "任免票"
DPI = 200


def scanned(scale: float = 1.0, turn: float = 0.0, paper: np.ndarray | None = None) -> np.ndarray:
    """Return the unmarked sheet at 200 dpi, scaled, turned by degrees, on white."""
    drawn = kinds.blank(KIND) if paper is None else paper
    height, width = round(297 * DPI / 25.4), round(210 * DPI / 25.4)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, scale)
    put = matrix @ np.array([[DPI / 300, 0, 0], [0, DPI / 300, 0], [0, 0, 1]])
    made = cv2.warpAffine(cv2.GaussianBlur(drawn, (0, 0), 0.6), put, (width, height),
                          borderValue=(255, 255, 255))  # fmt: skip
    return (made.astype(np.float32) / 255 * 205 + 40).astype(np.uint8)


def told(image: np.ndarray) -> dict[str, Finding]:
    found = try_sheet(picture(image), kinds.known(KIND))
    return {one.what: one for one in found}


def test_a_good_sheet_has_nothing_to_say() -> None:
    found = told(scanned())
    assert {one.kind for one in found.values()} == {"ok"}, found
    assert found["比例"].words == "横100.0%、竖100.0%（按200 dpi）"
    assert found["反差"].words.startswith("纸白245、墨黑40，相差20")
    assert "歪0.0度" in found["摆放"].words


def test_fit_to_page_leaning_and_faint_scans_are_named() -> None:
    found = told(scanned(scale=0.97, turn=-2.0))
    assert found["比例"].kind == "warn"
    assert found["比例"].words.startswith("横97.0%、竖97.0%")
    assert (found["摆放"].kind, found["摆放"].words[:5]) == ("warn", "歪2.0度")
    assert told(scanned(scale=0.94))["比例"].kind == "bad"
    faint = told((scanned().astype(np.float32) * 0.3 + 178).astype(np.uint8))
    assert faint["反差"].kind == "warn"
    assert "倒放" in told(cv2.rotate(scanned(), cv2.ROTATE_180))["摆放"].words


@pytest.mark.parametrize("turned", [False, True])
def test_dirt_on_the_glass_is_named_with_its_place(turned: bool) -> None:
    image = scanned()
    if turned:
        image = cv2.rotate(image, cv2.ROTATE_180)
    x = round(88 * DPI / 25.4)
    image[:, x : x + 2] = 90
    found = told(image)["条纹"]
    assert found.kind == "warn"
    assert "竖线，距扫描图左边88毫米" in found.words


def test_ink_in_boxes_black_and_white_and_other_sheets() -> None:
    paper = kinds.blank(KIND).copy()
    box = kinds.form(KIND).layout.boxes[4].rect
    x, y = (round(v * 300 / 25.4) for v in box.centre)
    cv2.line(paper, (x - 20, y), (x + 20, y - 30), 0, 6)
    found = told(scanned(paper=paper))["框内"]
    assert found.kind == "warn"
    assert f"距左边{box.centre[0]:.0f}、上边{box.centre[1]:.0f}毫米" in found.words
    two = cv2.threshold(scanned(), 140, 255, cv2.THRESH_BINARY)[1]
    assert told(two)["灰度"].kind == "warn"
    back = told(blank_page(SEVERITIES["clean"], np.random.default_rng(1)))
    assert (list(back), back["票样"].kind) == (["票样"], "bad")
    assert "空白" in back["票样"].words


def test_the_seal_has_a_colour_and_a_distance() -> None:
    form = kinds.form(KIND)
    paper = cv2.cvtColor(kinds.blank(KIND), cv2.COLOR_GRAY2BGR)
    assert form.seal is not None
    seal(paper, form.seal[1].centre, np.random.default_rng(1))
    found = told(scanned(paper=paper))["印章"]
    assert found.kind == "ok"
    assert found.words.startswith("红色印章，离最近的框")
    box = form.layout.boxes[-1].rect
    over = cv2.cvtColor(kinds.blank(KIND), cv2.COLOR_GRAY2BGR)
    seal(over, (box.x + 5, box.bottom + 12), np.random.default_rng(1))
    assert told(scanned(paper=over))["印章"].kind == "warn"
