"""Where the desk is when the command line does not say, and how it is opened."""

from __future__ import annotations

import contextlib
import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meetingdesk.actions.office import Office

DEFAULT_NAME = "会务台账.desk"


def data_folder() -> Path:
    """Return the user's data folder for desks (XDG, %LOCALAPPDATA%)."""
    if sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA", str(Path.home())))
    else:
        root = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return root / "meetingdesk"


def desk_place(given: str | None) -> str:
    """Return the desk's file or URL: as given, or the user's default desk."""
    return given or str(data_folder() / DEFAULT_NAME)


def who() -> str:
    """Return the operator's name for the journal."""
    with contextlib.suppress(Exception):
        return getpass.getuser()
    return ""


@contextlib.contextmanager
def opened(given: str | None) -> Iterator[Office]:
    """Open the office for one command and close it after."""
    from meetingdesk.actions.office import open_office

    office = open_office(desk_place(given), who())
    try:
        yield office
    finally:
        office.desk.close()
