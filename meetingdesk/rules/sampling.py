"""抽查: ballots drawn at random from a printed dice seed, and what the sample proves.

Anybody can draw again with the seed thrown in public and get the same ballots; the bound is the
exact one for drawing without laying back (hypergeometric), by whole numbers only.
"""

from __future__ import annotations

import hashlib
from fractions import Fraction
from math import comb

#: fewest digits of a dice seed: 6^10 throws are some 60 million
SEED_DIGITS = 10
_CONFIDENCE = Fraction(95, 100)


def seed_of(text: str) -> str:
    """Return the dice throws in ``text`` as digits 1–6.

    Raises:
        ValueError: another digit, or fewer than :data:`SEED_DIGITS`.
    """
    digits = "".join(sign for sign in text if not sign.isspace())
    if len(digits) < SEED_DIGITS or not set(digits) <= set("123456"):
        raise ValueError("no dice seed: " + text)
    return digits


def drawn(seed: str, total: int, number: int) -> tuple[int, ...]:
    """Return ``number`` of the places 1…``total``, in rising order.

    Place ``k`` has the ticket SHA-256("seed,k"); the lowest tickets are drawn. So a larger
    sample of the same seed holds the smaller one.

    Raises:
        ValueError: not a seed, or not 1 ≤ number ≤ total.
    """
    digits = seed_of(seed)
    if not 1 <= number <= total:
        raise ValueError(f"cannot draw {number} of {total}")
    tickets = sorted(
        (hashlib.sha256(f"{digits},{place}".encode()).hexdigest(), place)
        for place in range(1, total + 1)
    )
    return tuple(sorted(place for _, place in tickets[:number]))


def most_wrong(total: int, number: int, wrong: int) -> int:
    """Return how many of ``total`` ballots may be wrong at most, with 95 % confidence.

    That is the largest count under which finding ``wrong`` or fewer in a sample of ``number``
    is not rarer than 5 % (one-sided exact bound).

    Raises:
        ValueError: numbers that cannot be.
    """
    if not 0 <= wrong <= number <= total or number < 1:
        raise ValueError(f"cannot be: {wrong} wrong of {number} of {total}")
    whole, rarest = comb(total, number), 1 - _CONFIDENCE
    low, high = wrong, total - (number - wrong)
    while low < high:  # the chance falls as more are wrong
        middle = (low + high + 1) // 2
        ways = sum(comb(middle, k) * comb(total - middle, number - k) for k in range(wrong + 1))
        if Fraction(ways, whole) > rarest:
            low = middle
        else:
            high = middle - 1
    return low


def bound(total: int, number: int, wrong: int) -> Fraction:
    """Return :func:`most_wrong` as a share of all ballots."""
    return Fraction(most_wrong(total, number, wrong), total)
