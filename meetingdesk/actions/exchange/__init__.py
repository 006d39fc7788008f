"""Exchange with the outside: files in, records out, round-trip safe.

:func:`import_file` and :func:`export_file` choose by kind; the parts may be called directly.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from meetingdesk.actions.exchange.agenda import (
    agenda_records,
    export_agenda,
    import_agenda,
    preview_agenda,
)
from meetingdesk.actions.exchange.appointments import (
    appointment_records,
    export_appointments,
    import_appointments,
    preview_appointments,
)
from meetingdesk.actions.exchange.events import ComparedEvent, check_events, compare_events
from meetingdesk.actions.exchange.meetings import (
    export_meetings,
    import_meetings,
    meeting_records,
    preview_meetings,
)
from meetingdesk.actions.exchange.report import Finding, ImportReport
from meetingdesk.actions.exchange.roster import import_roster, preview_roster
from meetingdesk.actions.exchange.roster_out import export_roster, roster_record
from meetingdesk.errors import BadInput, Problem, Refused

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office

__all__ = [
    "KINDS",
    "ComparedEvent",
    "Finding",
    "ImportReport",
    "agenda_records",
    "appointment_records",
    "check_events",
    "compare_events",
    "export_agenda",
    "export_appointments",
    "export_file",
    "export_meetings",
    "export_roster",
    "import_agenda",
    "import_appointments",
    "import_file",
    "import_meetings",
    "import_roster",
    "meeting_records",
    "preview_agenda",
    "preview_appointments",
    "preview_meetings",
    "preview_roster",
    "roster_record",
]

#: kinds of exchange file and what the office calls them
KINDS = {
    "meeting": "会议记录",
    "roster": "名册",
    "agenda": "议程",
    "appointments": "任免案",
    "events": "大事记",
}


def import_file(
    office: Office,
    kind: str,
    path: str | Path,
    *,
    preview: bool = False,
    meeting_id: int | None = None,
    term_id: int | None = None,
    proposer: str = "",
) -> ImportReport:
    """Import a file of ``kind`` (or only preview it) and report what was found.

    ``agenda`` and ``appointments`` need ``meeting_id``; ``roster`` takes ``term_id`` when the
    file does not name its term; ``events`` is compared and never stored.

    Raises:
        BadInput: naming file, row and field of every fault; the desk is unchanged.
        Refused: an unknown kind, or it is not said which meeting is meant.
    """
    _known(kind)
    if kind == "meeting":
        return (preview_meetings if preview else import_meetings)(office, path)
    if kind == "events":
        return check_events(office, path)
    if kind == "roster":
        return (preview_roster if preview else import_roster)(office, path, term_id=term_id)
    meeting = _meeting(kind, meeting_id)
    if kind == "agenda":
        return (preview_agenda if preview else import_agenda)(office, path, meeting_id=meeting)
    run = preview_appointments if preview else import_appointments
    return run(office, path, meeting_id=meeting, proposer=proposer)


def export_file(
    office: Office,
    kind: str,
    path: str | Path,
    *,
    meeting_id: int | None = None,
    term_id: int | None = None,
) -> int:
    """Write the records of ``kind`` to a file; return how many.

    ``meeting`` writes every meeting of the desk, or the one asked for.

    Raises:
        BadInput: the place cannot be written or the type of file does not fit.
        Refused: an unknown kind, or it is not said which meeting or term is meant.
    """
    _known(kind)
    path = Path(path)
    if kind == "meeting":
        return export_meetings(office, path, None if meeting_id is None else [meeting_id])
    if kind == "roster":
        return export_roster(office, path, term_id=term_id)
    if kind == "events":
        raise BadInput("大事记由会议记录生成，没有单独的导出。请用“文书”生成大事记条目。")
    meeting = _meeting(kind, meeting_id)
    export = export_agenda if kind == "agenda" else export_appointments
    return export(office, path, meeting_id=meeting)


def _known(kind: str) -> None:
    if kind not in KINDS:
        known = "、".join(f"{key}（{name}）" for key, name in KINDS.items())
        raise Refused(f"没有“{kind}”这一种交换文件，可用的有：{known}。台账没有改动。")


def _meeting(kind: str, meeting_id: int | None) -> int:
    if meeting_id is None:
        raise Refused(
            f"{KINDS[kind]}属于一次会议，请说明是哪一次。台账没有改动。",
            Problem("请选择会议。", field="会议"),
        )
    return meeting_id
