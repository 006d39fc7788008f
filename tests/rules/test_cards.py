from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from meetingdesk.errors import BadInput
from meetingdesk.resources import resource
from meetingdesk.rules.cards import (
    Card,
    Medium,
    card_from_toml,
    card_to_dict,
    describe,
    explain_on_ballot,
    parse_card,
)
from meetingdesk.rules.majority import Op
from tests.rules.votekit import THRESHOLD, card, plain_card, shipped

if TYPE_CHECKING:
    from pathlib import Path

CARDS = sorted(resource("rules").glob("*.toml"))


@pytest.mark.parametrize("path", CARDS, ids=lambda p: p.stem)
def test_shipped_card_is_sound_and_round_trips(path: Path) -> None:
    found = card_from_toml(path.read_text("utf-8"), path.name)
    assert found.id == path.stem
    assert parse_card(card_to_dict(found)) == found
    assert found.source
    assert found.doubts
    assert found.guess == ("凭" in found.source or found.version == "draft-1")
    said = describe(found)
    assert said.startswith(found.title)
    assert ("使用前请核对" in said) == found.guess
    lines = explain_on_ballot(found)
    assert bool(lines) == (found.ballot.medium is Medium.PAPER)
    assert all(line.endswith("。") for line in lines)


def test_enough_cards_are_shipped() -> None:
    ids = set(shipped())
    assert {"表决-全体过半数", "任免-逐人", "程序-到会过半数", "无异议通过", "票决-民生实事"} <= ids
    assert sum(i.startswith("测评-") for i in ids) >= 15


def refused(**changes: Any) -> dict[str, str]:
    with pytest.raises(BadInput) as caught:
        parse_card(plain_card(**changes), "卡.toml")
    assert "未予采用" in caught.value.message
    assert all(p.file == "卡.toml" for p in caught.value.problems)
    return {p.field: p.message for p in caught.value.problems}


OTHERWISE = {"key": "e", "label": "其余", "else": True}


def outcome(**changes: Any) -> dict[str, Any]:
    return {"key": "p", "label": "通过", "choices": ["赞成"], **THRESHOLD, **changes}


def choices(*scores: Any) -> list[dict[str, Any]]:
    return [{"key": f"c{i}", "score": s} for i, s in enumerate(scores)]


def band(low: Any, high: Any, key: str = "") -> dict[str, Any]:
    return {"key": key or str(low), "label": f"档{low}", "at_least": low, "below": high}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": None}, "id"),
        ({"title": "  "}, "title"),
        ({"kind": "闲谈"}, "kind"),
        ({"version": 3}, "version"),
        ({"doubts": "一条"}, "doubts"),
        ({"guess": "yes"}, "guess"),
        ({"colour": "red"}, "colour"),
        ({"choices": None}, "choices"),
        ({"choices": {"key": "赞成"}}, "choices"),
        ({"choices": ["赞成"]}, "choices[1]"),
        ({"choices": [{"key": "?"}]}, "choices[1].key"),
        ({"choices": [{"key": "赞成", "score": 1.5}]}, "choices[1].score"),
        ({"choices": [{"key": "赞成", "score": "1/0"}]}, "choices[1].score"),
        ({"choices": [{"key": "赞成"}, {"key": "赞成"}]}, "choices"),
        (
            {
                "choices": [
                    {"key": "赞成"},
                    {"key": "a", "abstain": True},
                    {"key": "b", "abstain": True},
                ]
            },
            "choices",
        ),
        ({"outcomes": None}, "outcomes"),
        ({"outcomes": [outcome()]}, "outcomes"),
        ({"outcomes": [OTHERWISE, outcome()]}, "outcomes"),
        ({"outcomes": [OTHERWISE]}, "outcomes"),
        ({"outcomes": [outcome(), {**OTHERWISE, "key": "p"}]}, "outcomes"),
        ({"outcomes": [outcome(choices=["好"]), OTHERWISE]}, "outcomes[1].choices"),
        ({"outcomes": [outcome(choices=[]), OTHERWISE]}, "outcomes[1].choices"),
        ({"outcomes": [outcome(choices=["赞成", "赞成"]), OTHERWISE]}, "outcomes[1].choices"),
        ({"outcomes": [outcome(op="=="), OTHERWISE]}, "outcomes[1].op"),
        ({"outcomes": [outcome(op="tie"), OTHERWISE]}, "outcomes[1].op"),
        ({"outcomes": [outcome(fraction=0.5), OTHERWISE]}, "outcomes[1].fraction"),
        ({"outcomes": [outcome(fraction="3/2"), OTHERWISE]}, "outcomes[1].fraction"),
        ({"outcomes": [outcome(base="群众"), OTHERWISE]}, "outcomes[1].base"),
        ({"outcomes": [outcome(consequence="整改"), OTHERWISE]}, "outcomes[1].consequence"),
        (
            {"outcomes": [outcome(consequence={"text": "整改", "months": 0}), OTHERWISE]},
            "outcomes[1].consequence.months",
        ),
        ({"tie_at_threshold": "maybe"}, "tie_at_threshold"),
        ({"what_if": ["到会", "火星"]}, "what_if"),
        ({"reject_limit": True}, "reject_limit"),
        ({"ballot": {"blank": "perhaps"}}, "ballot.blank"),
        ({"ballot": {"colour": "red"}}, "ballot.colour"),
        ({"quorum": {"op": ">", "fraction": "1/2"}}, "quorum.base"),
        ({"quorum": {"op": ">", "fraction": "1/2", "base": "到会"}}, "quorum.base"),
        ({"rates": [{"label": "率", "choices": ["好"], "base": "有效"}]}, "rates[1].choices"),
        ({"ranking": {"by": "mood"}}, "ranking.by"),
        ({"ranking": {"by": "score"}}, "choices"),
        ({"ranking": {"by": "share", "base": "有效", "choices": ["好"]}}, "ranking.choices"),
        ({"outcomes": None, "selection": {"choice": "好"}}, "selection.choice"),
        ({"selection": {"choice": "赞成"}}, "outcomes"),
        ({"electorates": [{"key": "a", "label": "甲", "weight": "1/2"}]}, "electorates"),
        (
            {
                "electorates": [
                    {"key": "a", "label": "甲", "weight": 2},
                    {"key": "b", "label": "乙", "weight": -1},
                ]
            },
            "electorates",
        ),
        (
            {
                "outcomes": None,
                "selection": {"choice": "赞成"},
                "electorates": [{"key": "a", "label": "甲", "weight": 1}],
            },
            "electorates",
        ),
        ({"outcomes": None, "bands": [band(60, 100)]}, "choices"),
        ({"outcomes": None, "bands": [band(60, 100, "a"), band(60, 60, "b")]}, "bands[2].at_least"),
    ],
)
def test_a_wrong_card_is_refused_naming_the_field(changes: dict[str, Any], field: str) -> None:
    assert field in refused(**changes)


def test_every_problem_is_listed_at_once() -> None:
    assert set(refused(id=None, title=None, guess=1)) == {"id", "title", "guess"}


def test_rules_4_1_v7_the_gap_between_60_and_70_is_found() -> None:
    """津市 2016: ≥90 优秀, 70–90 称职, <60 不称职; nothing said of 60–70."""
    bands = [band(90, 101), band(70, 90), band(0, 60)]
    said = refused(outcomes=None, choices=choices(0, 100), bands=bands)
    assert said == {"bands": "60 分到 70 分之间没有档次"}


def test_overlapping_and_uncovering_bands_are_found() -> None:
    said = refused(outcomes=None, choices=choices(0, 100), bands=[band(0, 70), band(60, 101)])
    assert said == {"bands": "“档0”与“档60”有重叠"}
    said = refused(outcomes=None, choices=choices(0, 100), bands=[band(10, 101)])
    assert said == {"bands": "分档没有覆盖 0 分到 100 分"}
    said = refused(outcomes=None, choices=choices(0, 100), bands=[band(0, 99)])
    assert said == {"bands": "分档没有覆盖 0 分到 100 分"}


def test_text_that_is_not_toml_is_refused() -> None:
    with pytest.raises(BadInput) as caught:
        card_from_toml("id = ", "坏.toml")
    assert caught.value.problems[0].file == "坏.toml"


def test_a_table_that_is_no_table_is_refused() -> None:
    with pytest.raises(BadInput):
        parse_card([])  # type: ignore[arg-type]


@pytest.mark.parametrize(("setting", "op"), [("met", Op.AT_LEAST), ("missed", Op.MORE)])
def test_rules_4_1_v1_tie_rule_is_a_setting(setting: str, op: Op) -> None:
    found = card("测评-镇海2022", tie_at_threshold=setting)
    line = found.outcomes[1].threshold
    assert line is not None
    assert (line.op, line.by_tie_rule) == (op, True)


def lines(found: Card, seats: int | None = None) -> str:
    return "\n".join(explain_on_ballot(found, seats))


def test_the_ballot_says_what_the_card_says() -> None:
    usual = lines(card("任免-逐人"))
    assert "“赞成”“反对”“弃权”中只选一个" in usual
    assert "该项无效，不影响其他各项" in usual
    assert "视为弃权" in usual
    hard = {"blank": "invalid", "double": "invalid_ballot", "illegible": "invalid_ballot"}
    strict = lines(card("任免-逐人", ballot={**hard, "secret": False}))
    assert "记名票，请签名" in strict
    assert "两个以上的，全票无效" in strict
    assert "有无法辨认的事项的，全票无效" in strict
    assert "未作选择的事项，该项无效" in strict


def test_rules_6_1_ballot_says_at_most_ten() -> None:
    said = lines(card("票决-民生实事"))
    assert "应选10名（项），“赞成”不得超过10个；超过的，全票无效。" in said
    assert "未作标记的，视为未选该项。" in said


def test_rules_1_3_ballot_says_who_may_write_a_name() -> None:
    assert "弃权的不能另选他人" in lines(card("选举-差额"), 5)
    assert "不得超过5个" in lines(card("选举-差额"), 5)
    assert "不得超过" not in lines(card("选举-差额"))
    free = {"choice": "赞成", "write_in": "free", "choose_at_most": 3, "choose_at_least": 2}
    said = lines(card("选举-差额", selection=free))
    assert "可以另选他人" in said
    assert "不得少于2个" in said


def test_the_rule_in_words() -> None:
    assert describe(card("表决-全体过半数")).startswith(
        "表决（全体组成人员过半数）。到会人数须超过全体组成人员半数。"
        "赞成票超过全体组成人员半数的：通过。其余情形：不予通过。"
    )
    assert "没有异议的：通过。" in describe(card("无异议通过"))
    assert "90分以上不满100分为“满意”" in describe(card("测评-分类加权"))
    assert "常委会组成人员60%、代表和群众40%" in describe(card("测评-分类加权"))
    assert "按满意的比例由高到低排名" in describe(card("测评-民主测评排名"))
    assert "按平均分由高到低排名" in describe(card("测评-作风计分"))
    assert "到会人数须达到全体代表三分之二（含本数）" in describe(card("选举-差额"))
    assert "按赞成票多少由高到低确定；" in describe(card("选举-票数相等再次投票"))
    assert "所选多于应选名额全票无效" in describe(card("票决-民生实事"))


@pytest.mark.parametrize(
    ("ballot", "words"),
    [
        ({"blank": "invalid", "double": "invalid_ballot"}, "空白无效，同一项多选全票无效"),
        ({"missing": "abstain"}, "未收回的票计为弃权"),
        ({"medium": "表决器", "unpressed": "not_counted"}, "不计入表决票数"),
        ({"medium": "表决器", "unpressed": "as_abstain"}, "计为弃权"),
        ({"medium": "表决器", "unpressed": "as_absent"}, "视为未到会"),
    ],
)
def test_the_ballot_rule_in_words(ballot: dict[str, str], words: str) -> None:
    assert words in describe(card("表决-全体过半数", ballot=ballot))


def test_a_single_choice_ballot_may_void_blanks() -> None:
    assert "空白无效" in describe(card("票决-民生实事", ballot={"blank": "invalid"}))
