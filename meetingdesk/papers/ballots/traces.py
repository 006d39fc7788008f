"""Knowing a sheet again by its handwriting: scanned twice in a stack, or in a stack before.

A trace is what the marks of one side look like, folded into :data:`TRACE` numbers: enough to lay
beside another trace, nothing can be drawn from it. Traces live in memory as long as the window
is open; none is ever written, and those of a stack that was counted are kept in no order
(地方组织法 Art. 39).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.patches import CELL, PX
from meetingdesk.papers.ballots.rows import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.inks import Measured
    from meetingdesk.papers.ballots.rows import PageRow

    Floats = NDArray[np.float32]

#: numbers in a trace; one more says how many marks it is made of
TRACE = 256
#: less than this (root of summed squares of darkness) is nothing to know a hand by
_LEAST = 30.0
#: the first numbers are looked at first, and what they may be off by
_QUICK, _OFF = 64, 0.45
#: from one mark this alike is one sheet; from more less is enough, but never less than the last
_ONE, _MANY = 0.98, 0.80
#: a stack is taken for one scanned before when so many of its sides are, and this part of them
STACK_SIDES, STACK_SHARE = 3, 0.5


@cache
def _folding(cells: int) -> tuple[NDArray[np.int64], Floats]:
    """Return where each of ``cells`` darknesses goes in a trace, and with which sign."""
    dice = np.random.default_rng(20260817)
    signs = dice.choice((-1.0, 1.0), cells).astype(np.float32)
    return dice.integers(0, TRACE, cells), signs


def trace_of(inked: Sequence[tuple[Measured, int]]) -> bytes:
    """Return what the ink in and about the marked boxes looks like.

    Two scans of one sheet have nearly parallel traces; two sheets do not, however alike the
    hands. The mean darkness of a box is left out: blackened boxes are told by their edges.
    Empty for a side without ink or without anything to know a hand by.
    """
    if not inked:
        return b""
    by_set: dict[int, tuple[Measured, list[int]]] = {}
    for one, index in inked:
        by_set.setdefault(id(one), (one, []))[1].append(index)
    total = np.zeros(TRACE)
    squares: list[float] = []
    for one, indices in by_set.values():
        flat = _cells(one, indices)
        squares += np.einsum("nc,nc->n", flat, flat).tolist()
        places, signs = _folding(flat.shape[1])
        apart = np.arange(len(flat))[:, None] * TRACE + places
        folded = np.bincount(apart.ravel(), (flat * signs).ravel(), len(flat) * TRACE)
        for own, index in zip(folded.reshape(-1, TRACE), indices, strict=True):
            # each box has its own place in the trace
            rect = one.boxes.boxes[index].rect
            shift = round((rect.y * 7 + rect.x) * PX) % TRACE
            total[shift:] += own[: TRACE - shift]
            total[:shift] += own[TRACE - shift :]
    energy = np.array(squares)
    norm = float(np.linalg.norm(total))
    if float(energy.sum()) < _LEAST**2 * len(energy) or not norm:
        return b""
    # marks of equal weight count fully, faint ones beside strong ones hardly
    marks = float(energy.sum() ** 2 / np.square(energy).sum())
    return np.append(total / norm, marks).astype(np.float16).tobytes()


def _cells(one: Measured, indices: Sequence[int]) -> Floats:
    """Return the free darkness of boxes in half-mm cells, less the mean inside."""
    height, width = one.dark.shape[1:]
    size = (width // CELL, height // CELL)
    some = list(indices)
    cells = np.empty((len(some), size[1], size[0]), np.uint8)
    ink = one.dark[some] * one.boxes.free[some].view(np.uint8)
    if height % CELL or width % CELL:
        for patch, cell in zip(ink, cells, strict=True):
            cv2.resize(patch, size, dst=cell, interpolation=cv2.INTER_AREA)
    else:
        # cells end where patches end: all at once
        cv2.resize(
            ink.reshape(-1, width),
            (size[0], size[1] * len(some)),
            dst=cells.reshape(-1, size[0]),
            interpolation=cv2.INTER_AREA,
        )
    flat = cells.reshape(len(indices), -1).astype(np.float32)
    room = one.boxes.inside_cells[some]
    share = np.einsum("nc,nc->n", flat, room) / np.maximum(np.einsum("nc,nc->n", room, room), 1)
    made: Floats = flat - share[:, None] * room
    return made


def alike_from(marks: NDArray[np.floating] | float) -> NDArray[np.floating]:
    """Return from what likeness two sides of so many marks are one.

    The fewer marks, the likelier two hands agree by chance: of one mark nearly all must agree
    (measured on all-√ columns; see the tests).
    """
    wanted = np.tanh(0.15 + 2.15 / np.sqrt(np.maximum(marks, 1.0)))
    return np.clip(wanted, _MANY, _ONE)


@dataclass(frozen=True, eq=False)
class Remembered:
    """A stack counted before, as it is known again: pictures and traces, in no order."""

    name: str
    digest: str
    pictures: frozenset[str]
    traces: Floats


class _Traces:
    """Traces side by side, asked which of them is most like another."""

    def __init__(self, rows: Floats | None = None) -> None:
        self._rows = np.empty((256, TRACE + 1), np.float32) if rows is None else rows.copy()
        self._quick = np.ascontiguousarray(self._rows[:, :_QUICK])
        self.count = 0 if rows is None else len(rows)

    def add(self, trace: Floats) -> None:
        if self.count == len(self._rows):
            more = max(256, len(self._rows))
            self._rows = np.concatenate([self._rows, np.empty((more, TRACE + 1), np.float32)])
            self._quick = np.concatenate([self._quick, np.empty((more, _QUICK), np.float32)])
        self._rows[self.count], self._quick[self.count] = trace, trace[:_QUICK]
        self.count += 1

    def same_as(self, trace: Floats) -> int | None:
        """Return the place of the trace of the same sheet, if there is one."""
        if not self.count:
            return None
        # a quarter of the numbers says roughly; only what may be alike is looked at in full
        part = float(trace[:_QUICK] @ trace[:_QUICK])
        rough = self._quick[: self.count] @ trace[:_QUICK]
        near = np.flatnonzero(rough >= (_MANY - _OFF) * part)
        if not len(near):
            return None
        some = self._rows[near]
        alike = some[:, :TRACE] @ trace[:TRACE] - alike_from(
            np.minimum(some[:, TRACE], trace[TRACE])
        )
        best = int(alike.argmax())
        return int(near[best]) if alike[best] >= 0 else None

    def rows(self) -> Floats:
        """Return all traces, in an order that says nothing."""
        held = self._rows[: self.count]
        ordered: Floats = held[np.lexsort(held.T[:8])]
        return ordered


class Repeats:
    """Knows a sheet that was scanned before, by its picture or its handwriting."""

    def __init__(self, before: Iterable[Remembered] = ()) -> None:
        """``before`` are the stacks counted before for the same vote."""
        self._before = [(one, _Traces(one.traces)) for one in before]
        self._pictures: dict[str, tuple[str, int]] = {}
        self._traces = _Traces()
        self._places: list[tuple[str, int]] = []
        #: sides seen, and those that a stack counted before holds, with its name
        self.sides = 0
        self.again: dict[tuple[str, int], str] = {}

    def check(self, row: PageRow) -> PageRow:
        """Return the row, flagged if its sheet was seen before."""
        if not row.counts:
            return row
        self.sides += 1
        place = (row.file, row.page)
        trace = np.frombuffer(row.trace, np.float16).astype(np.float32) if row.trace else None
        old = self._counted_before(row, trace)
        if old:
            self.again[place] = old
        before = self._pictures.get(row.digest) or self._written_before(trace, place)
        self._pictures.setdefault(row.digest, place)
        if before is None:
            return row
        where = f"第{before[1]}页" if before[0] == row.file else f"{before[0]}第{before[1]}页"
        return flagged(row, f"与{where}像是同一张票，可能重复扫描")

    def _counted_before(self, row: PageRow, trace: Floats | None) -> str:
        for one, traces in self._before:
            if row.digest in one.pictures:
                return one.name
            if trace is not None and traces.same_as(trace) is not None:
                return one.name
        return ""

    def _written_before(
        self, trace: Floats | None, place: tuple[str, int]
    ) -> tuple[str, int] | None:
        if trace is None:
            return None
        found = self._traces.same_as(trace)
        self._traces.add(trace)
        self._places.append(place)
        return None if found is None else self._places[found]

    @property
    def same_stack(self) -> str:
        """The stack counted before that this one is, as it seems; else empty."""
        for name, count in Counter(self.again.values()).most_common(1):
            if count >= min(STACK_SIDES, self.sides) and count >= STACK_SHARE * self.sides:
                return name
        return ""

    def remembered(self, name: str, digest: str) -> Remembered:
        """Return what is kept in memory of a stack that has been counted."""
        pictures = frozenset(key for key in self._pictures if key)
        return Remembered(name, digest, pictures, self._traces.rows())


def flagged(row: PageRow, why: str) -> PageRow:
    """Return a row that asks for a person, first of all because of ``why``."""
    return replace(row, status=Status.FLAGGED, why=(why, *row.why))
