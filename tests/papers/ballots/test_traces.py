"""Sheets known again by their handwriting: two scans of one, and all-√ columns of many."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from meetingdesk.papers.ballots.pages import picture
from meetingdesk.papers.ballots.reading import SideReader
from meetingdesk.papers.ballots.rows import PageRow, Status
from meetingdesk.papers.ballots.traces import TRACE, Repeats, alike_from
from tests.papers.ballots import kinds, strokes
from tests.papers.ballots.scans import SEVERITIES, Sheet

KIND = "任免票"


def row(number: int, trace: np.ndarray | None = None, digest: str = "") -> PageRow:
    """Return a row as read, its handwriting ``trace`` made of eight marks."""
    told = b"" if trace is None else np.append(trace, 8.0).astype(np.float16).tobytes()
    return PageRow("一.pdf", number, Status.READ, side=0, digest=digest or str(number), trace=told)


def hands(count: int, seed: int = 0) -> np.ndarray:
    """Return traces of as many hands."""
    made = np.random.default_rng(seed).normal(size=(count, TRACE))
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def again(trace: np.ndarray, seed: int = 1) -> np.ndarray:
    """Return the trace of the same sheet scanned once more."""
    made = trace + np.random.default_rng(seed).normal(0, 0.02, TRACE)
    return made / np.linalg.norm(made)


def test_a_sheet_is_known_again_among_many() -> None:
    known, pile = Repeats(), hands(600)
    for number, trace in enumerate(pile, 1):
        assert known.check(row(number, trace)).status is Status.READ
    asked = known.check(row(601, again(pile[417])))
    assert asked.why == ("与第418页像是同一张票，可能重复扫描",)
    assert known.check(row(602, digest="3")).why == ("与第3页像是同一张票，可能重复扫描",)
    assert known.check(replace(row(603, pile[0]), status=Status.BLANK)).why == ()


def test_a_stack_counted_before_is_known_whatever_its_order() -> None:
    first, pile = Repeats(), hands(20)
    for number, trace in enumerate(pile, 1):
        first.check(row(number, trace))
    kept = first.remembered("上午.pdf", "d")
    assert len(kept.traces) == 20
    order = [tuple(one[7::-1]) for one in kept.traces]
    assert order == sorted(order), "nothing of the order they lay in"
    whole = Repeats([kept])
    for number, trace in enumerate(pile[::-1], 1):
        assert whole.check(row(number, again(trace), digest=f"x{number}")).why == ()
    assert (whole.same_stack, whole.sides) == ("上午.pdf", 20)
    part = Repeats([kept])
    for number, trace in enumerate([*hands(9, seed=5), again(pile[4])], 1):
        part.check(row(number, trace, digest=f"y{number}"))
    assert part.same_stack == ""
    assert part.again == {("一.pdf", 10): "上午.pdf"}
    assert Repeats().same_stack == ""


def test_one_mark_must_agree_more_than_many() -> None:
    limits = alike_from(np.array([1.0, 2.0, 4.0, 10.0, 40.0]))
    assert list(limits) == sorted(limits, reverse=True)
    assert list(limits[[0, -1]].round(2)) == [0.98, 0.80]


def papers(count: int, glyph: str, rows: int) -> list[list[bytes]]:
    """Return for ``count`` sheets with √ in the first column the traces of two scans of each."""
    level = replace(SEVERITIES["office"], hard=0.0, bilevel=0.0)
    maker, reader = kinds.maker(KIND), SideReader((kinds.known(KIND),))
    found = []
    for number in range(count):
        rng = np.random.default_rng((11, number))
        paper, sheet = maker.blank.copy(), Sheet({group: set() for group in maker.groups})
        pen, hand = strokes.PENS["gel" if number % 2 else "ballpoint"], rng.uniform(0.75, 1.25)
        for boxes in list(maker.groups.values())[:rows]:
            maker._draw_mark(paper, boxes[0], pen, glyph, hand, level, rng, sheet)
        scans = [
            maker._scan(paper, level, np.random.default_rng((12, number, turn)), sheet)
            for turn in (0, 1)
        ]
        found.append([reader.read(picture(scan), "x", 1).trace for scan in scans])
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("glyph", "rows"), [("tick", 10), ("tick", 1), ("circle", 10)])
def test_two_scans_of_one_sheet_and_no_two_hands(glyph: str, rows: int) -> None:
    """Every sheet of an all-√ column is told from every other and known again."""
    pairs = papers(16, glyph, rows)
    known = Repeats()
    for number, (first, _) in enumerate(pairs, 1):
        seen = known.check(replace(row(number), trace=first))
        assert seen.status is Status.READ, f"sheet {number} taken for another"
    missed = [
        number
        for number, (_, second) in enumerate(pairs, 1)
        if known.check(replace(row(100 + number), trace=second)).why[:1]
        != (f"与第{number}页像是同一张票，可能重复扫描",)
    ]
    assert len(missed) <= 1
