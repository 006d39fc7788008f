"""A composed entry beside a printed one, clause by clause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from meetingdesk.rules.verbs import verb_at

SAME, MARK, LINK, WORDS, PRINT_ONLY, OURS_ONLY = (
    "一致",
    "标点不同",
    "连接词不同",
    "文字不同",
    "印本独有",
    "稿件独有",
)
_OPEN, _CLOSE, _END = "“《（〈", "”》）〉", "。；："
_LINK = re.compile(r"^(?:本次)?会议(?:还)?")


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One clause of the printed entry and ours; '' where one side has none.

    ``verdict``: 一致 · 标点不同 (same words, other mark at the end) · 连接词不同 (会议, 会议还) ·
    文字不同 · 印本独有 · 稿件独有.
    """

    printed: str
    composed: str
    verdict: str


def clauses(text: str) -> list[str]:
    """Split an entry at 。；： and before a further verb after ，, outside brackets and titles."""
    found: list[str] = []
    depth, start = 0, 0
    for at, char in enumerate(text):
        depth += (char in _OPEN) - (char in _CLOSE)
        if depth:
            continue
        if char in _END or (char == "，" and _verb_follows(text[at + 1 :])):
            found.append(text[start : at + 1].strip())
            start = at + 1
    return [clause for clause in (*found, text[start:].strip()) if clause]


def _verb_follows(rest: str) -> bool:
    verb = verb_at(rest)
    return bool(verb) and rest[len(verb) :].startswith("了")


def _words(clause: str) -> str:
    return clause.rstrip(_END + "，")


def _core(clause: str) -> str:
    return _LINK.sub("", _words(clause))


def compare_with_printed(entry_text: str, printed_text: str) -> list[ComparedRow]:
    """Set a composed entry beside the printed one, in order."""
    printed, ours = clauses(printed_text), clauses(entry_text)
    matcher = SequenceMatcher(a=[_core(c) for c in printed], b=[_core(c) for c in ours])
    rows: list[ComparedRow] = []
    for _, a, b, c, d in matcher.get_opcodes():
        pairs = zip_longest(printed[a:b], ours[c:d], fillvalue="")
        rows += [ComparedRow(theirs, mine, _verdict(theirs, mine)) for theirs, mine in pairs]
    return rows


def _verdict(printed: str, ours: str) -> str:
    if not ours:
        return PRINT_ONLY
    if not printed:
        return OURS_ONLY
    if printed == ours:
        return SAME
    if _words(printed) == _words(ours):
        return MARK
    return LINK if _core(printed) == _core(ours) else WORDS


def comparison_table(rows: list[ComparedRow]) -> str:
    """Return the rows as plain text for a note: number, verdict, printed, composed."""
    lines = []
    for number, row in enumerate(rows, start=1):
        lines.append(f"{number}. 【{row.verdict}】{row.printed or '—'}")
        if row.verdict != SAME:
            lines.append(f"    本稿：{row.composed or '—'}")
    return "\n".join(lines)
