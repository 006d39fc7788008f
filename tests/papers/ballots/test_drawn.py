"""A box's ink as a drawing: what its printed lines hide, at a first and at a close look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from meetingdesk.papers.ballots.drawn import drawn_closely, drawn_in
from meetingdesk.papers.ballots.inks import measure, tones
from meetingdesk.papers.ballots.locate import Finder, place
from meetingdesk.papers.ballots.shapes import look_closely
from tests.papers.ballots import kinds, strokes
from tests.papers.ballots.scans import SEVERITIES, Sheet

if TYPE_CHECKING:
    from meetingdesk.papers.ballots.inks import Measured

KIND = "圈叉票"


@pytest.fixture
def measured() -> Measured:
    """A side whose first box holds a stroke along its lower line, half of it beyond sight."""
    form, maker, rng = kinds.known(KIND), kinds.maker(KIND), np.random.default_rng(3)
    paper, pen = maker.blank.copy(), strokes.PENS["gel"]
    way = np.array([(-2.5, -1.0), (-1.0, 3.0), (2.5, 3.2)])
    maker.ink(paper, maker.boxes[0], [way], np.zeros(2), 0.55, 0.9, pen, rng)
    grey = maker._scan(paper, SEVERITIES["clean"], rng, Sheet({}))
    where = place(form.layout, Finder().corners(grey))
    assert where is not None
    return measure(grey, form.sets[0][0], where, tones(grey, form.layout, where))


def test_a_close_look_hides_less_and_sees_more(measured: Measured) -> None:
    (ink,) = look_closely(measured, [0])
    first, closely = drawn_in(measured, 0, ink, None), drawn_closely(measured, 0, ink, None)
    assert first is not None
    assert closely is not None
    assert not (closely.hidden & ~first.hidden).any()
    assert closely.hidden.sum() < 0.9 * first.hidden.sum()
    assert not (first.mask & ~closely.mask & ~first.hidden).any()
    assert len(closely.points) > len(first.points)


def test_where_print_shows_beside_its_place_there_is_no_close_look(measured: Measured) -> None:
    """Print is thicker than on the blank, or off its place: it would be taken for ink."""
    (ink,) = look_closely(measured, [0])
    measured.dark[0] = np.maximum(measured.dark[0], np.roll(measured.dark[0], (2, 2), (0, 1)))
    measured.dark[0] = np.maximum(measured.dark[0], np.roll(measured.dark[0], (-2, -2), (0, 1)))
    assert drawn_in(measured, 0, ink, None) is not None
    assert drawn_closely(measured, 0, ink, None) is None


def test_what_was_wiped_away_stays_hidden(measured: Measured) -> None:
    (ink,) = look_closely(measured, [0])
    wiped = np.zeros(measured.dark[0].shape, bool)
    wiped[:, 50:54] = True
    closely = drawn_closely(measured, 0, ink, wiped)
    assert closely is not None
    assert closely.hidden[:, 50:54].all()
    assert not closely.mask[:, 50:54].any()
