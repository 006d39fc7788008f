"""Majorities and quorums on whole numbers and exact fractions (过半数、法定人数).

No float decides anything here: a float can put 2/3 of 30 on the wrong side of 20.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

_DIGITS = "零一二三四五六七八九"


class Op(StrEnum):
    """How a count is compared with ``fraction × base``."""

    MORE = ">"
    AT_LEAST = ">="
    LESS = "<"
    AT_MOST = "<="

    @property
    def wants_votes(self) -> bool:
        """Whether more votes help (``>`` and ``>=``) rather than hurt."""
        return self in (Op.MORE, Op.AT_LEAST)


HALF = Fraction(1, 2)


def more_than_half(n: int) -> int:
    """Return the fewest votes that are more than half of ``n`` (过半数): ⌊n/2⌋+1.

    Source: 地方组织法 Art.51 (决议由全体组成人员的过半数通过).

    Raises:
        ValueError: ``n`` is negative.
    """
    return needed(n, Op.MORE, HALF)


def quorum(n: int, op: Op | str = Op.MORE, fraction: Fraction | str = HALF) -> int:
    """Return how many of ``n`` must be present (法定人数).

    The default is the standing committee's (地方组织法 Art.51: 全体组成人员过半数出席); a
    congress needs ``quorum(n, ">=", "2/3")`` (Art.14).

    Raises:
        ValueError: ``n`` is negative or the fraction is outside 0…1.
    """
    return needed(n, op, fraction)


def needed(base: int, op: Op | str, fraction: Fraction | str) -> int:
    """Return the count at which ``count OP fraction × base`` turns.

    For ``>`` and ``>=`` it is the fewest votes that satisfy it (``base + 1`` when nothing can),
    for ``<`` and ``<=`` the most votes that still do (-1 when nothing can).

    Raises:
        ValueError: ``base`` is negative or the fraction is outside 0…1.
    """
    op, fraction = Op(op), _checked(base, fraction)
    line = fraction * base
    if op is Op.MORE:
        return floor(line) + 1
    if op is Op.AT_LEAST:
        return ceil(line)
    if op is Op.LESS:
        return ceil(line) - 1
    return floor(line)


def holds(count: int | Fraction, op: Op | str, fraction: Fraction | str, base: int) -> bool:
    """Say whether ``count OP fraction × base``, exactly.

    Raises:
        ValueError: ``base`` is negative or the fraction is outside 0…1.
    """
    op, line = Op(op), _checked(base, fraction) * base
    if op is Op.MORE:
        return count > line
    if op is Op.AT_LEAST:
        return count >= line
    if op is Op.LESS:
        return count < line
    return count <= line


def short_by(count: int, op: Op | str, fraction: Fraction | str, base: int) -> int:
    """Return how many votes are missing (or, for ``<`` and ``<=``, too many); 0 if it holds."""
    gap = needed(base, op, fraction) - count
    return max(gap if Op(op).wants_votes else -gap, 0)


def percent(count: int, base: int, places: int = 1) -> str:
    """Return ``count / base`` as a printed percentage, rounded half up; ``—`` for base 0."""
    if base == 0:
        return "—"
    return decimal_text(Fraction(100 * count, base), places) + "%"


def decimal_text(value: Fraction, places: int) -> str:
    """Return a non-negative ``value`` as decimal digits, rounded half up."""
    scaled = floor(value * 10**places + HALF)
    whole, rest = divmod(scaled, 10**places)
    return f"{whole}.{rest:0{places}d}" if places else str(whole)


def fraction_words(fraction: Fraction) -> str:
    """Return the fraction as it is said in the hall: 半数, 三分之二, 百分之六十, 全数."""
    if fraction == HALF:
        return "半数"
    if fraction == 1:
        return "全数"
    if fraction == 0:
        return "零"
    if fraction.denominator <= 10:
        return f"{_small(fraction.denominator)}分之{_small(fraction.numerator)}"
    hundredths = fraction * 100
    if hundredths.denominator == 1:
        return f"百分之{_small(hundredths.numerator)}"
    return f"{fraction.numerator}/{fraction.denominator}"


def threshold_words(op: Op | str, fraction: Fraction | str) -> str:
    """Return the condition in words: 过半数, 三分之二以上（含）, 不足半数, 不超过半数 …"""
    op, fraction = Op(op), Fraction(fraction)
    words = fraction_words(fraction)
    if op is Op.MORE:
        return "过半数" if fraction == HALF else f"超过{words}"
    if op is Op.AT_LEAST:
        return (
            words if fraction == 1 else f"{words}以上（含{'半数' if fraction == HALF else '本数'}）"
        )
    return f"不足{words}" if op is Op.LESS else f"不超过{words}"


def verdict_words(op: Op | str, fraction: Fraction | str, *, met: bool) -> str:
    """Return what is said of a count that met the condition or not: 已过半数 / 未过半数."""
    op, words = Op(op), fraction_words(Fraction(fraction))
    if op is Op.MORE:
        said = "过半数" if words == "半数" else f"超过{words}"
        return ("已" if met else "未") + said
    if op is Op.AT_LEAST:
        return ("达到" if met else "未达到") + words
    if op is Op.LESS:
        return ("不足" if met else "已达到") + words
    return ("未超过" if met else "已超过") + words


def _checked(base: int, fraction: Fraction | str) -> Fraction:
    exact = Fraction(fraction)
    if base < 0 or not 0 <= exact <= 1:
        raise ValueError(f"base {base} or fraction {exact} out of range")
    return exact


def _small(number: int) -> str:
    """Write 1…99 in Han numerals (only what fractions need)."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones else "")
