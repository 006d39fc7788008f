"""Doubts of a scanned stack: what people are asked about, and what they decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.actions import scan_quota
from meetingdesk.papers.ballots.rows import Status
from meetingdesk.rules.tally import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from meetingdesk.papers.ballots.gathering import Ballot
    from meetingdesk.papers.ballots.known import Quota
    from meetingdesk.papers.ballots.rows import RowCrop
    from meetingdesk.rules.tally import Pattern


@dataclass(frozen=True)
class Doubt:
    """Something a person has to decide: a row of a ballot, or (``group`` empty) a whole sheet.

    ``number`` is its place in :attr:`Scan.doubts`; ``blank`` rows go on the contact sheet: those
    without a mark, with ``why`` those of which the scan may have lost marks, with ``sign`` those
    whose sign was read and is seen once more.
    ``reading`` are the boxes the reader takes for marked, ``boxes`` the doubtful ones; ``page``
    finds the side to be shown whole. Neither number nor page is ever kept.
    """

    number: int
    ballot: int
    group: str
    why: tuple[str, ...]
    crop: RowCrop | None
    reading: tuple[str, ...]
    page: tuple[str, int]
    blank: bool = False
    #: asked only if the ballot chooses too many once its other doubts are ruled
    over: bool = False

    @property
    def boxes(self) -> tuple[str, ...]:
        """The doubtful boxes."""
        return self.crop.boxes if self.crop else ()

    @property
    def sign(self) -> str:
        """The sign it was read as, on the contact sheet of signs; else empty."""
        return self.crop.sign if self.crop else ""


@dataclass(frozen=True)
class Decision:
    """What a person ruled: marks (``key.choice``), who, the second person, and why."""

    marks: tuple[str, ...]
    who: str
    second: str = ""
    reason: str = ""


def place_of(doubt: Doubt) -> tuple[object, ...]:
    """Return what stays the same of a doubt when more sheets come in."""
    return (doubt.page, doubt.group, doubt.why, doubt.reading)


def over_of(doubts: Sequence[Doubt], doubt: Doubt) -> int | None:
    """Return the number of the doubt whether a doubt's ballot chooses too many, if there is one.

    It is the last of its ballot; ``None`` for itself.
    """
    at = doubt.number + 1
    while at < len(doubts) and doubts[at].ballot == doubt.ballot:
        if doubts[at].over:
            return at
        at += 1
    return None


def doubts_in(found: Sequence[Ballot], quota: Quota | None) -> list[Doubt]:
    """List what people must see, ballot by ballot as they lie in the stack.

    Of each its sheet comes first, then its rows, then whether it chooses too many.
    """
    doubts: list[Doubt] = []
    for index, ballot in enumerate(found):
        whole = _sheet_reasons(ballot)
        if whole:
            first = ballot.rows[0]
            reading = tuple(box for boxes in ballot.marks.values() for box in boxes)
            doubts.append(
                Doubt(len(doubts), index, "", whole, None, reading, (first.file, first.page))
            )
            if not ballot.whole:
                continue
        for row in ballot.rows:
            for crop in row.shown:
                bare = crop.blank and not crop.why and not crop.sign
                if bare and any(ballot.marks.get(crop.group, ())):
                    continue  # its marks stand on another side
                reading = row.marks.get(crop.group, ())
                place = (row.file, row.page)
                doubts.append(
                    Doubt(
                        len(doubts), index, crop.group, crop.why, crop, reading, place, crop.blank
                    )
                )
        if quota and scan_quota.may_break(quota, ballot):
            doubts.append(_over(len(doubts), index, ballot, quota))
    return doubts


def pattern_of(marks: Mapping[str, Iterable[str]]) -> Pattern:
    """Return a ballot's marks (``q3.满意``, group by group) as they are counted."""
    by_key: dict[str, list[str]] = {}
    for boxes in marks.values():
        for box in boxes:
            key, _, choice = box.rpartition(".")
            by_key.setdefault(key, []).append(choice)
    return pattern(by_key)


def _over(number: int, index: int, ballot: Ballot, quota: Quota) -> Doubt:
    reading = tuple(box for boxes in ballot.marks.values() for box in boxes)
    place = (ballot.rows[0].file, ballot.rows[0].page)
    why = (scan_quota.words_of(quota),)
    return Doubt(number, index, "", why, None, reading, place, over=True)


def _sheet_reasons(ballot: Ballot) -> tuple[str, ...]:
    """Return reasons that speak of the sheet, not of one row."""
    groups = {crop.group for row in ballot.rows for crop in row.shown if not crop.blank}
    return tuple(
        dict.fromkeys(
            line
            for row in ballot.rows
            for line in row.why
            if line.partition(":")[0] not in groups or row.status is Status.UNREADABLE
        )
    )
