"""Opinions on an item: written, changed, put in order, taken back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetingdesk.actions import agenda, opinions
from meetingdesk.errors import Refused

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office


@pytest.fixture
def item(office: Office, meeting: int) -> int:
    return agenda.add_item(office, meeting, verb="听取和审议", subject="甲报告")


def told(office: Office, item: int) -> list[tuple[int, str]]:
    return [(o.position, o.text) for o in opinions.opinions(office, item)]


def test_a_point_has_words_organ_and_date(office: Office, item: int) -> None:
    due = dt.date(2026, 11, 18)
    made = opinions.add_opinion(office, item, text=" 要抓紧。 ", organ="市人民政府 ", due=due)
    (shown,) = opinions.opinions(office, item)
    assert (shown.id, shown.text, shown.organ, shown.due) == (made, "要抓紧。", "市人民政府", due)
    with pytest.raises(Refused, match="审议意见没有填写"):
        opinions.add_opinion(office, item, text=" ")
    with pytest.raises(Refused, match="审议意见没有填写"):
        opinions.edit_opinion(office, made, text="")
    opinions.edit_opinion(office, made, text="要抓紧落实。", due=None)
    (shown,) = opinions.opinions(office, item)
    assert (shown.text, shown.due) == ("要抓紧落实。", None)


def test_deleting_closes_the_gap_and_undo_opens_it(office: Office, item: int) -> None:
    made = [opinions.add_opinion(office, item, text=t) for t in "甲乙丙"]
    opinions.delete_opinion(office, made[1])
    assert told(office, item) == [(1, "甲"), (2, "丙")]
    office.undo()
    assert told(office, item) == [(1, "甲"), (2, "乙"), (3, "丙")]


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=5))
def test_any_moves_end_as_a_list_would(
    office: Office, item: int, moves: list[tuple[int, int]]
) -> None:
    made = [opinions.add_opinion(office, item, text=t) for t in "甲乙丙丁"]
    model = list(made)
    try:
        for which, to in moves:
            opinions.move_opinion(office, made[which], to)
            model.remove(made[which])
            model.insert(to, made[which])
        shown = opinions.opinions(office, item)
        assert [o.id for o in shown] == model
        assert [o.position for o in shown] == [1, 2, 3, 4]
    finally:
        for opinion in made:
            opinions.delete_opinion(office, opinion)
