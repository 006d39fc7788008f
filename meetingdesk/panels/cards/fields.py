"""A card's plain table to the rows of its form and back: labels instead of keys, words as typed."""

from __future__ import annotations

import re
from typing import Any

from meetingdesk.panels.cards.rows import Cell
from meetingdesk.rules import cardfields as words
from meetingdesk.rules.cardtypes import Base

ELSE = "else"
OPTIONS_OP = tuple(words.OPS.items())
OPTIONS_BASE = tuple((str(b), str(b)) for b in Base)
_PASSED = ((None, "—"), *words.PASSED.items())

CHOICES = (
    Cell("label", "选项"),
    Cell("score", "分值", 80, placeholder="不计分"),
    Cell("sort", "性质", 120, (
        ("", "一般"), ("abstain", "弃权"), ("against", "反对"), ("unknown", "不了解"),
    )),
    Cell("counts_in_valid", "计入有效票", 116, tick=True),
)  # fmt: skip
OUTCOMES = (
    Cell("label", "档次", 104),
    Cell("choices", "计入的选项（用“＋”连接）", placeholder="满意＋基本满意"),
    Cell("op", "条件", 112, ((ELSE, "其余情形"), *OPTIONS_OP)),
    Cell("fraction", "分数", 60, placeholder="1/2"),
    Cell("base", "基数", 132, OPTIONS_BASE),
    Cell("passed", "结论", 104, _PASSED, second=True),
    Cell("consequence", "后果", second=True, placeholder="如 限期整改并再次测评"),
    Cell("months", "期限（月）", 80, second=True),
    Cell("retest", "再次测评", 98, tick=True, second=True),
    Cell("second_round", "再次投票", 98, tick=True, second=True),
)
BANDS = (
    Cell("label", "档次"),
    Cell("at_least", "不低于（分）", 110),
    Cell("below", "低于（分）", 110),
    Cell("passed", "结论", 110, _PASSED),
    Cell("consequence", "后果", second=True, placeholder="如 限期整改并再次测评"),
    Cell("months", "期限（月）", 80, second=True),
    Cell("retest", "再次测评", 98, tick=True, second=True),
)
RATES = (
    Cell("label", "比率名称", 150),
    Cell("choices", "计入的选项（用“＋”连接）", placeholder="满意＋基本满意"),
    Cell("base", "占", 150, OPTIONS_BASE),
)
ELECTORATES = (Cell("label", "人员类别"), Cell("weight", "权重", 120, placeholder="3/10"))

NEW_CHOICE = {"label": "", "sort": "", "counts_in_valid": True}
NEW_OUTCOME = {"label": "", "op": ">", "fraction": "1/2", "base": str(Base.MEMBERS)}
NEW_BAND = {"label": "", "at_least": "", "below": ""}
NEW_RATE = {"label": "", "base": str(Base.VALID)}
NEW_ELECTORATE = {"label": "", "weight": ""}


def number(text: str) -> int | str:
    """Return a typed whole number, or the text itself so that the check names the field."""
    return int(text) if re.fullmatch(r"\d+", text) else text


def joined(keys: list[str], labels: dict[str, str]) -> str:
    """Return keys as their labels joined with ＋."""
    return "＋".join(labels.get(key, key) for key in keys)


def parted(text: str, labels: dict[str, str]) -> list[str]:
    """Return the keys of labels joined by ＋, + or 、; a label nobody has stays as typed."""
    keys = {label: key for key, label in labels.items()}
    parts = [part.strip() for part in re.split(r"[＋+、，,]", text) if part.strip()]
    return [keys.get(part, part) for part in parts]


def choices_out(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a card's choices as rows."""
    sorts = ("abstain", "against", "unknown")
    return [{**row, "sort": next((s for s in sorts if row.get(s)), "")} for row in rows]


def choices_in(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows as a card's choices; a new one takes its label for its key."""
    made = []
    for row in rows:
        sort, score = row["sort"], row["score"]
        one = {
            "key": row.get("key") or row["label"],
            "label": row["label"],
            "counts_in_valid": row["counts_in_valid"],
        }
        if sort:
            one[sort] = True
        if score:
            one["score"] = score
        made.append(one)
    return made


def _grade_out(row: dict[str, Any]) -> dict[str, Any]:
    consequence = row.get("consequence") or {}
    return {
        **row,
        "consequence": consequence.get("text", ""),
        "months": consequence.get("months", ""),
        "retest": consequence.get("retest", False),
    }


def _grade_in(row: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"key": row.get("key") or row["label"], "label": row["label"]}
    if row["passed"] is not None:
        made["passed"] = row["passed"]
    if row["consequence"] or row["months"] or row["retest"]:
        made["consequence"] = {"text": row["consequence"], "retest": row["retest"]}
        if row["months"]:
            made["consequence"]["months"] = number(str(row["months"]))
    return made


def outcomes_out(rows: list[dict[str, Any]], labels: dict[str, str]) -> list[dict[str, Any]]:
    """Return a card's outcomes as rows."""
    return [
        {
            **_grade_out(row),
            "choices": joined(row.get("choices", []), labels),
            "op": ELSE if row.get("else") else row.get("op"),
        }
        for row in rows
    ]


def outcomes_in(rows: list[dict[str, Any]], labels: dict[str, str]) -> list[dict[str, Any]]:
    """Return rows as a card's outcomes."""
    made = []
    for row in rows:
        one = {**_grade_in(row), "second_round": row["second_round"]}
        if row["op"] == ELSE:
            one["else"] = True
        else:
            one["choices"] = parted(row["choices"], labels)
            one.update(op=row["op"], fraction=row["fraction"] or None, base=row["base"])
        made.append(one)
    return made


def bands_out(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a card's bands as rows."""
    return [_grade_out(row) for row in rows]


def bands_in(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows as a card's bands."""
    return [
        {**_grade_in(row), "at_least": row["at_least"] or None, "below": row["below"] or None}
        for row in rows
    ]


def rates_out(rows: list[dict[str, Any]], labels: dict[str, str]) -> list[dict[str, Any]]:
    """Return a card's rates as rows."""
    return [{**row, "choices": joined(row["choices"], labels)} for row in rows]


def rates_in(rows: list[dict[str, Any]], labels: dict[str, str]) -> list[dict[str, Any]]:
    """Return rows as a card's rates."""
    return [{**row, "choices": parted(row["choices"], labels)} for row in rows]


def electorates_in(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows as a card's electorates."""
    return [
        {"key": row.get("key") or row["label"], "label": row["label"], "weight": row["weight"]}
        for row in rows
    ]
