"""What a decision says when it stops, ranks or asks for another round, word for word."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from meetingdesk.rules.decide import Count, Numbers, QuestionTally, VoteInput, decide
from meetingdesk.rules.results import Level, NextRound, State
from tests.rules.votekit import THRESHOLD, ask, by_totals, card, totals

CARD = card("表决-全体过半数")
FULL: dict[str, Any] = {"members": 41, "present": 37, "issued": 37, "returned": 37}


def test_a_void_vote_says_so_of_every_item_and_asks_for_a_new_one() -> None:
    result = by_totals(CARD, (38, 0, 0), (38, 0, 0), **{**FULL, "returned": 38, "present": 40})
    reason = "收回票38张，多于发出票37张，本次投票无效，应重新投票"
    assert (result.state, result.conclusion) == (State.VOID, f"本次投票无效：{reason}")
    assert [(q.state, q.outcome_label, q.explanation) for q in result.questions] == [
        (State.VOID, "无效", reason)
    ] * 2
    assert result.next_round == NextRound(("q1", "q2"), None, "投票无效，重新投票")


def test_more_back_than_present_voids_and_keeps_the_seats() -> None:
    rows = {"q1": QuestionTally({"赞成": 21, "反对": 0, "弃权": 0})}
    count = Count(Numbers(deputies=30, present=20, returned=21), totals=rows)
    result = decide(VoteInput(card("选举-差额"), ask(1), count, seats=1))
    assert result.next_round == NextRound(("q1",), 1, "投票无效，重新投票")


def test_several_reasons_are_strung_together_and_only_those_that_void_if_any_does() -> None:
    result = by_totals(CARD, (36, 0, 0), **{**FULL, "valid": 36})
    assert result.state is State.UNDECIDED
    assert result.conclusion == (
        "票数未核对相符，未作判定：收回37张，不等于有效36＋无效0；"
        "第1项：各项票数与无效合计36，不等于收回37"
    )
    question = result.question("q1")
    assert (question.outcome_label, question.explanation) == (
        "未作判定",
        "收回37张，不等于有效36＋无效0；第1项：各项票数与无效合计36，不等于收回37",
    )
    both = by_totals(CARD, (20, 0, 0), **{**FULL, "present": 20, "issued": 20, "returned": 22})
    assert both.conclusion == (
        "本次投票无效：全体组成人员41人，过半数为21人；到会20人，不足法定人数，不得举行会议，"
        "表决不发生效力；收回票22张，多于发出票20张，本次投票无效，应重新投票"
    )


def test_seats_nobody_gave_and_groups_the_card_does_not_know_are_errors() -> None:
    c = card("选举-差额")
    n = {"deputies": 20, "present": 20, "issued": 20, "returned": 20}
    rows = totals(c, (15, 5, 0))
    result = decide(VoteInput(c, ask(1), Count(Numbers(**n), totals=rows)))
    assert astuple(result.checks[-1]) == (
        "seats", False, Level.ERROR, "没有应选名额，无法判定", "",
    )  # fmt: skip
    assert (result.state, result.seats) == (State.UNDECIDED, None)
    assert result.conclusion == "票数未核对相符，未作判定：没有应选名额，无法判定"
    seated = decide(VoteInput(c, ask(1), Count(Numbers(**n), totals=rows), seats=1))
    assert (seated.seats, seated.vacancies) == (1, 0)
    count = Count(Numbers(**FULL), totals=totals(CARD, (37, 0, 0)))
    stray = decide(VoteInput(CARD, ask(1), count, {"群众": count, "代表": count}))
    assert [astuple(check) for check in stray.checks[-2:]] == [
        ("unknown_part", False, Level.ERROR, "规则卡上没有“代表”这一类人员", ""),
        ("unknown_part", False, Level.ERROR, "规则卡上没有“群众”这一类人员", ""),
    ]


def test_a_second_round_is_asked_for_where_the_card_says_so_and_only_there() -> None:
    c = card("无异议通过")
    result = by_totals(c, (2,), (0,), members=41, present=37)
    assert result.next_round == NextRound(("q1",), None, "须再次投票")
    assert by_totals(c, (0,), members=41, present=37).next_round is None


def test_an_item_nobody_scored_has_no_rank_and_does_not_stop_the_others() -> None:
    c = card("测评-作风计分", ranking={"by": "score", "first": 1, "last": 1})
    nobody = tuple(0 for _ in c.keys)
    low = tuple(10 if i == 1 else 0 for i, _ in enumerate(c.keys))
    high = tuple(10 if i == 0 else 0 for i, _ in enumerate(c.keys))
    rows = totals(c, nobody, low, high)
    rows["q1"] = QuestionTally(rows["q1"].counts, invalid=10)
    n = Numbers(members=12, present=10, issued=10, returned=10)
    result = decide(VoteInput(c, ask(3), Count(n, totals=rows)))
    assert [q.rank for q in result.questions] == [None, 2, 1]
    assert [q.notes for q in result.questions] == [(), ("列后1名",), ("列前1名",)]


def test_ballots_counted_by_themselves_give_the_base_sheets_come_back_on() -> None:
    line = {"key": "p", "label": "通过", "choices": ["赞成"], **THRESHOLD, "base": "收回"}
    c = card("表决-全体过半数", quorum=None, what_if=["收回", "有效"],
             outcomes=[line, {"key": "f", "label": "不予通过", "else": True}])  # fmt: skip
    votes = {(("q1", ("赞成",)),): 2, (("q1", ("反对",)),): 1}
    result = decide(VoteInput(c, ask(1), Count(Numbers(), votes)))
    assert (result.question("q1").base_count, result.numbers) == (3, {"returned": 3, "invalid": 0})
