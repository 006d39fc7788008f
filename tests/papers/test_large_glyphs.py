"""Titles are there at every zoom and resolution: Qt fills large glyphs as outlines."""

from __future__ import annotations

import numpy as np
import pytest

from meetingdesk.papers.model import Face
from meetingdesk.papers.page import page_image
from meetingdesk.papers.placed import Glyphs, Page

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("dpi", [96, 150, 196, 212, 233, 300, 431])
def test_a_title_is_inked_alike_at_every_resolution(dpi: int) -> None:
    scale = dpi / 25.4
    xs = tuple(2.0 + 8 * at for at in range(5))
    title = Glyphs("表决票年度", xs, 12.0, Face.TITLE, 22.0, 40.0)
    page = Page(1, 45.0, 16.0, (0.0, 0.0, 45.0, 16.0), (title,))
    drawn = page_image(page, scale)
    dark = np.frombuffer(drawn.constBits(), np.uint8).reshape(drawn.height(), -1)
    share = (dark[:, : drawn.width() * 4 : 4] < 128).mean()
    assert 0.07 < share < 0.16
