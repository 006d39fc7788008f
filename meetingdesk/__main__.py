"""``python -m meetingdesk``."""

from __future__ import annotations

import sys

from meetingdesk.cli import main

if __name__ == "__main__":
    sys.exit(main())
