"""规则卡 on disk: the rule cards of ``resources/rules``, read once.

Staff may edit the files or add their own; a card that cannot decide a vote is left out and
reported with file and field, and the others stay usable.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from meetingdesk.errors import BadInput, Problem
from meetingdesk.resources import resource
from meetingdesk.rules.cards import Card, card_from_toml


@lru_cache(maxsize=8)
def _read(
    stamps: tuple[tuple[str, int], ...],
) -> tuple[dict[str, Card], tuple[Problem, ...]]:
    cards: dict[str, Card] = {}
    problems: list[Problem] = []
    for name, _ in stamps:
        path = Path(name)
        try:
            card = card_from_toml(path.read_text(encoding="utf-8"), path.name)
        except BadInput as wrong:
            problems.extend(wrong.problems)
            continue
        except (OSError, UnicodeDecodeError):
            problems.append(Problem("文件无法读取，请确认以 UTF-8 保存。", file=path.name))
            continue
        if card.id in cards:
            problems.append(Problem(f"编号“{card.id}”与另一张卡重复", file=path.name, field="id"))
            continue
        cards[card.id] = card
    return cards, tuple(problems)


def _stamps(folder: Path | None) -> tuple[tuple[str, int], ...]:
    place = folder or resource("rules")
    return tuple((str(p), p.stat().st_mtime_ns) for p in sorted(place.glob("*.toml")))


def read_cards(folder: Path | None = None) -> dict[str, Card]:
    """Return every usable card by its id, in the order of the file names."""
    return dict(_read(_stamps(folder))[0])


def card_problems(folder: Path | None = None) -> list[Problem]:
    """Return what is wrong with card files that had to be left out."""
    return list(_read(_stamps(folder))[1])
