"""看图更正: what a third look at the images of a scanned stack changes in its count."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from meetingdesk.actions import counting
from meetingdesk.actions.base import Work, action
from meetingdesk.actions.common import fetch
from meetingdesk.actions.scan_quota import breaks
from meetingdesk.actions.scan_stacks import kept_stacks
from meetingdesk.actions.vote_views import entered
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.votes import Count

if TYPE_CHECKING:
    from meetingdesk.actions.scanning import Scan


def voided(scan: Scan) -> int:
    """Return how many ballots choose too many, or too few, only by what the third look found."""
    quota, before = scan.form.quota, dict(scan.ruled(scan.mended))
    return sum(
        breaks(quota, sheet) and not breaks(quota, before[index])
        for index, sheet in scan.ruled(scan.corrections)
    )


@action("看图更正扫描的一遍", undoable=False)
def mend_scan(work: Work, scan: Scan) -> int:
    """Take what a third look at the images found into the count; return how many ballots changed.

    Raises:
        Refused: the stack is in no count, or the count does not hold these ballots any more.
    """
    row = next(
        (r for r in kept_stacks(work.session, scan.vote_id) if r.digest == scan.stack.digest), None
    )
    if row is None or row.count_id is None:
        raise Refused("这叠票没有计入，没有可更正的一遍。", Problem("请先计入。"))
    before = Counter(sheet for _, sheet in scan.ruled(scan.mended))
    after = Counter(sheet for _, sheet in scan.ruled(scan.corrections))
    changed = sum((after - before).values())
    if not changed:
        return 0
    count = fetch(work.session, Count, row.count_id)
    if count.state != "录票":
        counting.resume_count(work, count.id)
    for sheet, copies in sorted((before - after).items()):
        counting.take_back_ballot(work, count.id, dict(sheet), copies)
    for sheet, copies in sorted((after - before).items()):
        counting.record_ballot(work, count.id, dict(sheet), copies)
    if entered(work.session, count.id) == count.vote.returned:
        counting.finish_count(work, count.id)
    work.meeting_id = count.vote.meeting_id
    work.label = f"“{count.vote.title}”看图更正第{'一二'[count.number - 1]}遍{changed}张"
    work.also |= {"ballot_pattern"}
    scan.mended = dict(scan.corrections)
    return changed
