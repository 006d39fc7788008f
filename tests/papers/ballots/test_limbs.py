"""Thin lines of a drawing: the place its strokes meet in, and the arms that go from there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.papers.ballots.drawn import Drawn, _width, is_tip, points_of, without_neighbours
from meetingdesk.papers.ballots.likely_crosses import is_tangle
from meetingdesk.papers.ballots.limbs import crossing_of, tangled
from meetingdesk.papers.ballots.patches import PX
from meetingdesk.papers.ballots.thin import thinned

if TYPE_CHECKING:
    from meetingdesk.papers.ballots.drawn import Bytes

    Way = list[tuple[float, float]]

#: side of the picture and of the box in it, in pixels
SIDE, EDGE = 104, 24


def ink_of(*ways: Way, width: float = 0.6) -> Bytes:
    """Draw ways (mm from the middle) by a pen of ``width`` mm."""
    made = np.zeros((SIDE, SIDE), np.uint8)
    for way in ways:
        points = np.rint(np.array(way) * PX + (SIDE - 1) / 2).astype(np.int32)
        cv2.polylines(
            made,
            [points.reshape(-1, 1, 2)],
            isClosed=False,
            color=1,
            thickness=round(width * PX),
        )
    return made


def drawing(*ways: Way, width: float = 0.6) -> Drawn:
    """A drawing on paper without print, its box's inside 7 mm wide."""
    ink, nothing = ink_of(*ways, width=width), np.zeros((SIDE, SIDE), bool)
    frame = (EDGE, EDGE, SIDE - EDGE, SIDE - EDGE)
    pieces = int(cv2.connectedComponents(ink, connectivity=8)[0]) - 1
    return Drawn(points_of(ink), ink, ink, nothing, nothing, width, 0.0, pieces, frame)


def by_pen(*ways: Way) -> Drawn:
    """A drawing by a thin pen, as wide as its strokes come out."""
    drawn = drawing(*ways, width=0.5)
    return replace(drawn, width=_width(drawn.mask))


def arc(start: float, turn: float, half: float = 2.2) -> Way:
    """A part of a circle, in degrees."""
    angles = np.deg2rad(np.linspace(start, start + turn, 40))
    return [(half * float(np.cos(a)), half * float(np.sin(a))) for a in angles]


CROSS: list[Way] = [[(-2, -2), (2, 2)], [(-2, 2), (2, -2)]]


def test_two_strokes_have_four_arms_as_long_as_they_are() -> None:
    found = crossing_of(drawing(*CROSS))
    assert found is not None
    assert len(found.arms) == 4
    # a thin line ends half a stroke's width before the stroke does
    assert all(long == pytest.approx(8**0.5 - 0.4, abs=0.5) for long in found.arms)
    assert found.gaps == pytest.approx([90] * 4, abs=12)
    assert found.lean > 40
    assert found.bend < 25
    assert found.straight > 0.8
    assert found.closing > 0.95
    assert found.apart == pytest.approx(4, abs=0.6)


def test_a_stroke_that_ends_on_another_makes_three() -> None:
    found = crossing_of(drawing([(-2, -1.5), (2, -1.5)], [(0, -1.5), (0, 2.5)]))
    assert found is not None
    assert len(found.arms) == 3
    # a T stands upright: nothing leans
    assert found.lean < 17


@pytest.mark.parametrize(
    "ways",
    [
        [arc(0, 360)],
        [arc(30, 250)],
        [[(-2, 0), (2, 1)]],
        [[(-2, -2), (0, 2), (2, -2)]],
        # an H, and strokes that meet in two places
        [[(-2, -2), (-2, 2)], [(2, -2), (2, 2)], [(-2, 0), (2, 0)]],
        [[(-2.5, -1), (2.5, -1)], [(-2, -2.5), (-1, 2.5)], [(2, -2.5), (1, 2.5)]],
    ],
)
def test_what_does_not_meet_in_one_place_has_no_arms(ways: list[Way]) -> None:
    assert crossing_of(drawing(*ways)) is None


def test_the_ends_of_a_ring_come_together_again() -> None:
    """α with its loop cut off by the box's edge has four arms too."""
    loop = arc(60, -250)
    alpha = [(2.6, 2.6), (0.9, 0.6), *loop[::-1]], [(2.8, -1.6), (0.9, 0.6), loop[0]]
    found = crossing_of(drawing(*alpha))
    cross = crossing_of(drawing(*CROSS))
    assert cross is not None
    assert found is None or found.closing < 0.68 < cross.closing


def test_frays_of_a_stroke_are_no_arms() -> None:
    rough = drawing(*CROSS, [(1, 1), (1.4, 0.9)], [(-1, -1), (-1.3, -0.9)])
    found = crossing_of(rough)
    assert found is not None
    assert len(found.arms) == 4


@given(
    st.lists(
        st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5)), min_size=2, max_size=5),
        min_size=1,
        max_size=4,
    )
)
def test_thinning_keeps_what_is_joined_and_adds_nothing(
    ways: list[list[tuple[int, int]]],
) -> None:
    ink = ink_of(*[[(x, y) for x, y in way] for way in ways])
    lines = thinned(ink)
    assert not (lines & (1 - ink)).any()
    assert (
        cv2.connectedComponents(lines, connectivity=8)[0]
        == (cv2.connectedComponents(ink, connectivity=8)[0])
    )
    assert np.count_nonzero(lines) <= np.count_nonzero(ink)


def test_a_neighbours_stroke_is_left_out_and_ones_own_tail_is_not() -> None:
    beside = [(-3, -6.0), (3, -5.8)]
    found = without_neighbours(drawing(*CROSS, beside))
    assert found is not None
    assert found.pieces == 1
    assert np.array_equal(found.mask, ink_of(*CROSS))
    assert without_neighbours(drawing(*CROSS)) is None
    # a tail that goes on from the sign is of the sign
    assert without_neighbours(drawing(*CROSS, [(2, 2), (6, 6)])) is None


def test_flicks_that_come_together_make_no_ring() -> None:
    ways = [[(-2, -2), (2.2, 2.2), (2.2, 1.2)], [(-2, 2), (2.2, -2.2), (2.2, -1.2)]]
    found = crossing_of(drawing(*ways))
    assert found is not None
    assert len(found.arms) == 4
    assert found.closing > 0.9


def test_strokes_that_cross_at_a_small_angle_still_meet_in_one_place() -> None:
    """Their thin lines share a way there, or touch in single pixels."""
    for turn in range(0, 180, 6):
        angle = np.deg2rad(turn)
        way = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        ways = [
            (np.array(stroke) @ way).tolist()
            for stroke in ([(-2.5, -1), (2.5, 1)], [(-2.5, 1.2), (2.5, -1)])
        ]
        found = crossing_of(drawing(*ways))
        assert found is not None, turn
        assert len(found.arms) == 4, turn


@pytest.mark.parametrize(
    "ways",
    [
        # flicks that come back to where the strokes cross
        [
            [(-2.6, -2.4), (0.2, -1.9), (2.2, -0.4), (2.6, 2.4)],
            [(-1.8, 2.6), (0.8, 1.4), (2.1, -0.2), (2.6, -2.2), (1.5, -2.2), (1.5, -1.2)],
        ],
        [
            [(-2, -2.4), (-1.2, 0.6), (-0.6, 1.6), (1.0, 2.2), (0.9, 1.0), (-0.2, 1.2)],
            [(2.2, -1.8), (-0.6, 1.6), (-1.2, 2.3)],
        ],
        # a stroke from the end of one to the other
        [
            [(-2, 2.6), (-1.6, 0.2), (0.2, -2.2), (1.5, -2.5), (1.3, -0.5)],
            [(2.2, 2.6), (1.4, 0.0), (-0.1, -1.7), (-1.3, -2.3)],
        ],
        # strokes that cross close to their ends
        [[(-2.4, 1.6), (1.9, -1.3), (1.3, -2.2)], [(1.6, 2.2), (0.8, -2.6)]],
    ],
)
def test_strokes_tangled_where_they_cross_are_a_cross(ways: list[Way]) -> None:
    drawn = by_pen(*ways)
    assert any(is_tangle(one, drawn) for one in tangled(drawn))


@pytest.mark.parametrize(
    "ways",
    [
        [arc(0, 360)],
        [arc(0, 360), [(1.5, 1.5), (3.5, 3.5)]],
        # α: the loop comes back to the place its ends cross in
        [[(3, 2.2), *arc(25, 310), (3, -2.2)]],
        # √, V and Λ, upright or lying; T, +, H
        [[(-2, 0), (-0.7, 2), (2.5, -2)]],
        [[(-2, -2), (0, 2), (2, -2)]],
        [[(-2, 2), (0, -2), (2, 2)]],
        [[(2, -2), (-2, 0), (2, 2)]],
        [[(-2, -1.5), (2, -1.5)], [(0, -1.5), (0, 2.5)]],
        [[(-2, 0), (2, 0)], [(0, -2), (0, 2)]],
        [[(-2, -2), (-2, 2)], [(2, -2), (2, 2)], [(-2, 0), (2, 0)]],
        # a × in a ring, a ring with a stroke through it
        [arc(0, 360), *CROSS],
        [arc(0, 360), [(-3, -3), (3, 3)]],
        # crossed out by three strokes
        [*CROSS, [(-2.5, 1.1), (2.5, 1.1)], [(-2.5, -1.1), (2.5, -1.1)]],
    ],
)
def test_nothing_else_is_tangled(ways: list[Way]) -> None:
    drawn = by_pen(*ways)
    assert not any(is_tangle(one, drawn) for one in tangled(drawn))


def test_the_tip_of_a_neighbours_stroke_is_told_from_a_sign() -> None:
    assert is_tip(drawing([(-1, -6.4), (-0.8, -3.3)]))
    # a stroke that enters the box, one within it, a ring about it
    assert not is_tip(drawing([(-1, -6.4), (-0.8, -1.5)]))
    assert not is_tip(drawing([(-0.3, 0), (0.3, 0)]))
    assert not is_tip(drawing(arc(0, 360, 5.2), [(-3.6, -3.6), (-3.2, -3.2)]))
