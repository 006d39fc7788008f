"""Orders of a table's rows: natural numbers, pinyin of words, pinyin and strokes of names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from meetingdesk.errors import BadInput
from meetingdesk.rules.names import unpadded
from meetingdesk.rules.numerals import parse_han

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meetingdesk.shell.widgets.table_model import Column

_NUMBER = re.compile(r"(\d+|第[〇零一二三四五六七八九十百千]+)")
_UP, _DOWN = " ▴", " ▾"


@dataclass(frozen=True, slots=True)
class Order:
    """One way to order by a column: its words, what follows the column's title, the key of a row."""

    words: str
    mark: str
    key: Callable[[str], Any]
    reverse: bool = False


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that puts 第九次 before 第三十六次, 2 before 10, and words by pinyin."""
    return tuple(_part(part) for part in _NUMBER.split(text) if part)


@lru_cache(maxsize=2048)
def _part(part: str) -> tuple[int, int, str]:
    if part.isdecimal():
        return 0, int(part), part
    if _NUMBER.fullmatch(part):
        try:
            return 0, parse_han(part[1:]), part
        except BadInput:  # looked like a number and is none
            return 1, 0, part
    from meetingdesk.actions.pinyin import syllable

    # equal readings: the characters themselves keep the same word together
    return 1, 0, f"{' '.join(map(syllable, part.lower()))}\0{part}"


def by_pinyin(name: str) -> tuple[str, str]:
    """Return the key of a person's name read as a name: 曾 among z."""
    from meetingdesk.actions.pinyin import pinyin_key

    plain = unpadded(name)
    return pinyin_key(plain), plain


ORDINARY = (Order("升序", _UP, natural), Order("降序", _DOWN, natural, reverse=True))
BY_PINYIN = Order("姓名拼音", _UP, by_pinyin)


def orders_of(column: Column) -> tuple[Order, ...]:
    """Return the orders a column goes through, one after the other, as they are at present."""
    if column.names is None:
        return ORDINARY
    strokes = column.names()
    return BY_PINYIN, Order(strokes.words, " 笔画", strokes.key)


def tip_of(column: Column) -> str:
    """Say what clicking the column's head does."""
    ways = "、".join(order.words for order in orders_of(column))
    return f"点击排序：{ways}，再点回到原来的次序"


def arranged(rows: Sequence[Any], column: Column, order: Order) -> list[Any]:
    """Return ``rows`` in ``order`` of ``column``; rows with nothing there come last."""
    texts = [(column.text(row), row) for row in rows]
    filled = [pair for pair in texts if pair[0]]
    filled.sort(key=lambda pair: order.key(pair[0]), reverse=order.reverse)
    return [row for _, row in filled] + [row for text, row in texts if not text]
