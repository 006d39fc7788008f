"""Short ways to write votes down in tests."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from meetingdesk.resources import resource
from meetingdesk.rules.cards import Card, card_from_toml, parse_card
from meetingdesk.rules.decide import Count, Numbers, Question, QuestionTally, VoteInput, decide

if TYPE_CHECKING:
    from meetingdesk.rules.results import Result

THRESHOLD = {"op": ">", "fraction": "1/2", "base": "全体组成人员"}


def card(name: str, **changes: Any) -> Card:
    """Load a shipped card, with whole fields of its table replaced (None removes one)."""
    data = tomllib.loads(resource("rules", f"{name}.toml").read_text("utf-8"))
    data.update(changes)
    return parse_card({k: v for k, v in data.items() if v is not None})


def shipped() -> dict[str, Card]:
    """Load every shipped card by file name."""
    folder = resource("rules")
    return {p.stem: card_from_toml(p.read_text("utf-8"), p.name) for p in folder.glob("*.toml")}


def plain_card(**changes: Any) -> dict[str, Any]:
    """Return the table of a small sound card to break or bend."""
    table: dict[str, Any] = {
        "id": "t",
        "title": "试卡",
        "kind": "表决",
        "version": "1",
        "source": "测试",
        "choices": [
            {"key": "赞成"},
            {"key": "反对", "against": True},
            {"key": "弃权", "abstain": True},
        ],
        "outcomes": [
            {"key": "passed", "label": "通过", "choices": ["赞成"], "passed": True, **THRESHOLD},
            {"key": "failed", "label": "不予通过", "passed": False, "else": True},
        ],
    }
    table.update(changes)
    return {k: v for k, v in table.items() if v is not None}


def totals(c: Card, *rows: tuple[int, ...]) -> dict[str, QuestionTally]:
    """Return sums for questions q1, q2 … in choice order."""
    return {
        f"q{i}": QuestionTally(dict(zip(c.keys, row, strict=True))) for i, row in enumerate(rows, 1)
    }


def ask(count: int, *, write_in: int = 0) -> tuple[Question, ...]:
    """Return questions q1, q2 …; the last ``write_in`` of them are written names."""
    last = count - write_in
    return tuple(Question(f"q{i}", f"第{i}项", i > last) for i in range(1, count + 1))


def by_totals(
    c: Card, *rows: tuple[int, ...], more: dict[str, Any] | None = None, **n: Any
) -> Result:
    """Decide a vote from its sums."""
    count = Count(Numbers(**n), totals=totals(c, *rows))
    return decide(VoteInput(c, ask(len(rows)), count, **(more or {})))
