"""Walks through the life of a vote: in order, short, and long; no illegal step succeeds."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests.actions.lifekit import DOUBT, NO, YES, Life


@pytest.mark.slow
def test_a_doubtful_ballot_through_the_life_of_a_vote() -> None:
    """Laid aside by both, merged from another desk, ruled, withdrawn, ruled, certified."""
    life = Life()
    doubtful = {"q1": [DOUBT], "q2": [YES]}
    try:
        life.convene(0, second=False)
        for act in (
            life.open,
            lambda: life.issue(4),
            lambda: life.collect(4),
            lambda: life.start(1, "甲"),
            lambda: life.take_from_a_file(1, doubtful, 1),
            lambda: life.take_from_a_file(1, doubtful, 1),
            lambda: life.rule_one([NO], "压线"),
            lambda: life.enter_sums_that_are_off(1),
            life.fill_alike,
            lambda: life.merge(2, "甲", 1, doubtful),
            lambda: life.merge(2, "乙", 1, doubtful),
            lambda: life.merge(2, "乙", 1, doubtful),
            lambda: life.finish(1),
            life.export,
            lambda: life.rule_one([NO], "压线"),
            lambda: life.merge(2, "丙", 3, {"q1": [YES], "q2": [NO]}),
            lambda: life.certify(""),
            lambda: life.rule_one([NO], "压线"),
            life.withdraw_one,
            life.withdraw_one,
            life.export,
            lambda: life.rule_one([], "压线"),
            life.export,
            lambda: life.certify(""),
            lambda: life.rule_one([], "压线"),
            life.export,
        ):
            act()
            life.the_desk_says_what_happened()
            life.control_sums_hold()
            life.a_certified_result_stays()
            life.the_journal_is_whole_and_silent_about_ballots()
        assert life.state == "已确认"
    finally:
        life.teardown()


QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much]


def test_the_whole_life_in_order() -> None:
    """Void and voted again; two counts that differ, mended; certified, reopened, certified."""
    life = Life()
    try:
        life.convene(0, second=False)
        for act in (
            life.open,
            lambda: life.issue(3),
            lambda: life.collect(4),
            life.vote_again,
            life.open,
            life.unopen,
            life.open,
            life.a_member_joins,
            lambda: life.issue(4),
            lambda: life.collect(4),
            lambda: life.start(1, "甲"),
            lambda: life.start(2, "甲"),
            lambda: life.start(2, "乙"),
            lambda: life.record(1, {"q1": [YES], "q2": [YES, NO]}, 1),
            lambda: life.record(2, {"q1": [NO], "q2": [YES, NO]}, 1),
            lambda: life.record(2, {"q1": [NO], "q2": []}, 1),
            lambda: life.take_back(2, {"q1": [NO], "q2": []}),
            lambda: life.certify("太早"),
            life.fill_alike,
            lambda: life.finish(1),
            lambda: life.finish(2),
            lambda: life.certify("两遍不一致"),
            lambda: life.resume(2),
            life.mend_the_second,
            lambda: life.finish(2),
            lambda: life.rule_one([NO], ""),
            lambda: life.certify(""),
            lambda: life.record(1, {"q1": [YES]}, 1),
            lambda: life.resume(1),
            lambda: life.reopen(""),
            lambda: life.reopen("报告单有误"),
            lambda: life.discard(2, "票捆混放"),
            lambda: life.certify(""),
            lambda: life.certify("只有一名计票人"),
            life.export,
            life.vote_again,
        ):
            act()
            life.the_desk_says_what_happened()
            life.control_sums_hold()
            life.a_certified_result_stays()
            life.the_journal_is_whole_and_silent_about_ballots()
        assert [sealed[0] for _, sealed in life.ended] == ["作废"]
        assert life.state == "已确认"
    finally:
        life.teardown()


class TestLife(Life.TestCase):  # type: ignore[name-defined,misc]
    """A short walk with every run of the tests."""

    settings = settings(max_examples=3, stateful_step_count=20, suppress_health_check=QUIET)


@pytest.mark.slow
@pytest.mark.timeout(1800)
class TestLongLife(Life.TestCase):  # type: ignore[name-defined,misc]
    """Many long walks."""

    settings = settings(max_examples=60, stateful_step_count=60, suppress_health_check=QUIET)
