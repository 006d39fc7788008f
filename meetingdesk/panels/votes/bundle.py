"""A bundle of ballots (捆) just entered: its sums, as they stand on the slip around the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from meetingdesk.actions.counting import CountView


def slip_of(start: CountView, now: CountView) -> dict[str, dict[str, int]]:
    """Return question → choice → marks since ``start``, the sums at the bundle's beginning."""
    before = {row.key: row.counts for row in start.sums}
    return {
        row.key: {c: n - before.get(row.key, {}).get(c, 0) for c, n in row.counts.items()}
        for row in now.sums
    }


def slip_words(start: CountView, now: CountView) -> str:
    """Say what of the bundle stands in no box: its ballots, unmarked, invalid, laid aside."""
    before = {row.key: (row.blank, row.invalid) for row in start.sums}
    blank = sum(row.blank - before.get(row.key, (0, 0))[0] for row in now.sums)
    spoilt = sum(row.invalid - before.get(row.key, (0, 0))[1] for row in now.sums)
    parts = [
        f"本捆{now.entered - start.entered}张",
        f"未划{blank}项" if blank else "",
        f"该项无效{spoilt}项" if spoilt else "",
        f"整票无效{now.spoilt - start.spoilt}张" if now.spoilt > start.spoilt else "",
        f"疑难{now.doubtful - start.doubtful}张" if now.doubtful > start.doubtful else "",
    ]
    return "，".join(part for part in parts if part)
