"""空白票试扫: one unmarked sheet scanned before the count, and what it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.actions import scan_quota
from meetingdesk.errors import BadInput, Problem
from meetingdesk.papers.ballots.pages import PageDamaged, Reader, survey
from meetingdesk.papers.ballots.trial import Finding, try_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.base import Work
    from meetingdesk.actions.office import Office


def try_scan(office: Office | Work, vote_id: int, path: Path) -> list[Finding]:
    """Return what the first page of ``path``, an unmarked sheet of the vote, tells.

    Raises:
        Refused: the vote has no form, or it is outdated.
        BadInput: the file cannot be read.
    """
    form = scan_quota.known_of(office, vote_id)
    source, reader = survey(path), Reader()
    try:
        return try_sheet(reader.read(source, 0), form)
    except PageDamaged as error:
        raise BadInput(
            f"“{path.name}”读不出来，没有试成。", Problem(f"{error}，请重扫。", file=path.name)
        ) from error
    finally:
        reader.close()
