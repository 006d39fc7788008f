"""``python -m meetingdesk``."""

from __future__ import annotations

import sys

from meetingdesk.cli import main

sys.exit(main())
