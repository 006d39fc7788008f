"""The headless interface: every action is also a command.

``--json`` prints one JSON document on stdout and nothing else; messages go to stderr, in
Chinese. Exit 0 done, 1 refused by a rule or by bad input (nothing changed), 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from meetingdesk.errors import DeskError

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, REFUSED, USAGE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command (or the desktop, without one) and return the exit status."""
    if argv is None and getattr(sys, "frozen", False):
        # in a packaged program a reading process starts as the program itself
        from multiprocessing import freeze_support

        freeze_support()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or (arguments[0] == "--desk" and len(arguments) == 2):
        # the window alone: it does not wait for the grammar of all the commands
        from meetingdesk.main import run_desktop

        return run_desktop(*arguments[1:])
    from meetingdesk.cli.parser import build_parser

    options = build_parser().parse_args(arguments)
    if options.run is None:
        from meetingdesk.main import run_desktop

        return run_desktop(options.desk)
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        return int(options.run(options) or DONE)
    except DeskError as error:
        print(error, file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        return DONE
