"""抽查: the draw can be repeated by anybody, the bound is exact."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules.sampling import bound, drawn, most_wrong, seed_of

SEED = "35214 66123"


def test_a_seed_is_dice_and_long_enough() -> None:
    assert seed_of(SEED) == "3521466123"
    for wrong in ("352146612", "3521466127", "35214661a2", ""):
        with pytest.raises(ValueError, match="no dice seed"):
            seed_of(wrong)


@given(st.integers(1, 300), st.data())
def test_the_same_seed_draws_the_same_and_more_holds_less(total: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, total))
    places = drawn(SEED, total, number)
    assert places == drawn("3521466123", total, number) == tuple(sorted(set(places)))
    assert len(places) == number
    assert 1 <= places[0] <= places[-1] <= total
    assert set(places) <= set(drawn(SEED, total, min(total, number + 1)))


def test_every_place_is_drawn_about_as_often() -> None:
    times = dict.fromkeys(range(1, 21), 0)
    for throw in range(400):
        digits = "".join(str(throw // 6**k % 6 + 1) for k in range(10))
        for place in drawn(digits, 20, 5):
            times[place] += 1
    assert min(times.values()) > 60
    assert max(times.values()) < 140


def test_the_bound_is_known_for_small_numbers() -> None:
    assert most_wrong(500, 500, 0) == 0
    assert most_wrong(500, 500, 3) == 3
    # rule of three: 0 of 60 → about 5 % of a large pile, less of a small one
    assert most_wrong(500, 60, 0) == 22
    assert bound(500, 60, 0) == Fraction(22, 500)
    assert most_wrong(10, 1, 1) == 10


@given(st.integers(1, 60), st.data())
def test_the_bound_by_counting_all_ways(total: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, total))
    wrong = data.draw(st.integers(0, number))
    fits = [
        bad
        for bad in range(wrong, total - (number - wrong) + 1)
        if 20 * sum(comb(bad, k) * comb(total - bad, number - k) for k in range(wrong + 1))
        > comb(total, number)
    ]
    assert most_wrong(total, number, wrong) == max(fits)


@pytest.mark.parametrize(("total", "number"), [(0, 1), (5, 0), (5, 6)])
def test_impossible_samples_are_refused(total: int, number: int) -> None:
    with pytest.raises(ValueError, match="cannot draw"):
        drawn(SEED, total, number)
    with pytest.raises(ValueError, match="cannot be"):
        most_wrong(total, number, 0)
