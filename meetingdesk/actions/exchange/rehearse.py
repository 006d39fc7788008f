"""Preview: an import is carried out in full and then not kept; and what never goes out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from meetingdesk.actions.base import Work, query
from meetingdesk.records.practice import refuse_in_practice

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from meetingdesk.actions.exchange.report import ImportReport
    from meetingdesk.actions.office import Office


def rehearse(office: Office, run: Callable[[Work], ImportReport]) -> ImportReport:
    """Run an import and roll it back: whatever it would refuse, the preview refuses too.

    Raises:
        BadInput: as the import itself.
    """
    with office.desk.session() as session:
        return replace(run(Work(office, session, name="预览")), written=False)


@query
def no_practice(session: Session) -> None:
    """Refuse to write records out of a practice copy: another desk could take them for real.

    Raises:
        Refused: the desk is a practice copy.
    """
    refuse_in_practice(session, "导出记录")
