"""Everybody sits in one group, groups are even, the convener leads his own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules.grouping import deal


@given(st.integers(1, 6), st.integers(0, 70))
def test_groups_share_out_the_list(heads: int, others: int) -> None:
    conveners = [f"召集人{n}" for n in range(heads)]
    people = [*(f"委员{n}" for n in range(others)), *conveners]
    groups = deal(conveners, people)
    assert sorted(one for group in groups for one in group) == sorted(people)
    assert [group[0] for group in groups] == conveners
    assert max(map(len, groups)) - min(map(len, groups)) <= 1


def test_the_list_is_dealt_in_turn() -> None:
    assert deal(["林", "程"], ["周", "林", "程", "高", "杜"]) == [["林", "周", "杜"], ["程", "高"]]
