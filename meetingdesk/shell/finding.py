"""The header's search over records: hits of the desk as lines of the palette."""

from __future__ import annotations

import importlib
from functools import partial
from typing import TYPE_CHECKING, Any

from meetingdesk.shell.command import Entry, rank
from meetingdesk.shell.initials import initials

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetingdesk.shell.window import MainWindow


def find_records(
    office: Any, window: MainWindow, meetings: Sequence[tuple[Any, str, str]], text: str
) -> list[Entry]:
    """Find records; choosing one turns ``window`` to its meeting and page.

    The palette lists ``meetings`` itself; the search adds those found by date or number.
    """
    actions = importlib.import_module("meetingdesk.actions.search")
    own = {key for key, title, _ in meetings if _fits(title, text)}
    return [
        Entry(hit.title, partial(_show, window, hit), hit.kind, hit.hint)
        for hit in actions.find(office, text)
        if hit.panel in window.entries and not (hit.kind == "会议" and hit.meeting_id in own)
    ]


def _show(window: MainWindow, hit: Any) -> None:
    if hit.meeting_id is not None:
        window.set_meeting(hit.meeting_id)
    window.open_panel(hit.panel, **hit.focus)


def _fits(title: str, text: str) -> bool:
    """Tell whether the palette's own list of meetings already shows ``title`` for ``text``."""
    return rank(title, initials(title), text) is not None
