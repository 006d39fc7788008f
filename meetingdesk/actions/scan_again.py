"""同一叠再扫: whether a stack, or some of its sheets, were counted with an earlier stack.

The very same files are known for good by their digest (:func:`.scanning.taken_as`). Paper that
was scanned again makes other files: it is known by the handwriting, as long as the program
runs. What it is known by is kept in memory only and in no order; nothing of it reaches the desk
(地方组织法 Art. 39).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from meetingdesk.actions.base import Work, query
from meetingdesk.actions.scan_stacks import kept_stacks

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.scanning import Scan
    from meetingdesk.papers.ballots.traces import Remembered
    from meetingdesk.records.desk import Desk

_HELD: WeakKeyDictionary[Desk, dict[int, list[Remembered]]] = WeakKeyDictionary()


def counted_before(office: Office | Work, vote_id: int) -> list[Remembered]:
    """Return what is remembered of the stacks that stand in the counts of a vote."""
    held = _HELD.get(_desk(office), {}).get(vote_id, [])
    if not held:
        return []
    standing = _digests(office, vote_id)
    return [one for one in held if one.digest in standing]


def remember(work: Work, scan: Scan) -> None:
    """Keep in memory what a stack that has been counted is known by."""
    one = scan.stack.known.remembered(scan.name, scan.stack.digest)
    _HELD.setdefault(_desk(work), {}).setdefault(scan.vote_id, []).append(one)


def again_words(scan: Scan) -> str:
    """Say that a stack looks like one counted before; empty when it does not."""
    known = scan.stack.known
    name = known.same_stack
    if not name:
        return ""
    alike = sum(1 for one in known.again.values() if one == name)
    return f"这一叠与已计入的“{name}”很像同一叠：{known.sides}页中有{alike}页笔迹相同。"


def _desk(office: Office | Work) -> Desk:
    return office.office.desk if isinstance(office, Work) else office.desk


@query
def _digests(session: Session, vote_id: int) -> set[str]:
    return {row.digest for row in kept_stacks(session, vote_id) if row.count_id is not None}
