"""What this machine knows of its printers: how far off they print, and their scale as measured."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from meetingdesk.shell.settings import config_folder

if TYPE_CHECKING:
    from pathlib import Path

#: length of the ruler printed at the foot of every ballot
RULER_MM = 50.0
#: a print smaller or larger than this is refused by the reader, than that merely noted
WORST, POOR = 0.045, 0.015
MOST_SHIFT_MM = 10.0


@dataclass(frozen=True, slots=True)
class Correction:
    """Shift in mm against a printer's own (right, down), and its ruler as measured in mm."""

    right: float = 0.0
    down: float = 0.0
    ruler: float = RULER_MM

    @property
    def scale(self) -> float:
        """Printed size as a share of the true one."""
        return self.ruler / RULER_MM

    @property
    def words(self) -> tuple[str, str]:
        """What the measured ruler means, and how grave it is (ok, warn, bad)."""
        off = self.scale - 1
        if abs(off) > WORST:
            said = f"印出的比例是{self.scale:.0%}，扫描会拒收。请在打印设置中选“实际大小”再印。"
            return said, "bad"
        if abs(off) > POOR:
            return f"印出的比例是{self.scale:.1%}，能读，最好改为“实际大小”。", "warn"
        return "比例正确。", "ok"


class Printers:
    """Corrections by printer, in a small file of this machine; a damaged one gives none."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or config_folder() / "printers.json"
        self._kept: dict[str, Any] = {}
        with contextlib.suppress(OSError, ValueError):
            found = json.loads(self.path.read_text(encoding="utf-8"))
            self._kept = found if isinstance(found, dict) else {}

    def __getitem__(self, name: str) -> Correction:
        """Return the correction of a printer, none for an unknown one."""
        with contextlib.suppress(KeyError, AttributeError, TypeError, ValueError):
            found = {key: float(value) for key, value in self._kept[name].items()}
            return Correction(**found)
        return Correction()

    def __setitem__(self, name: str, correction: Correction) -> None:
        """Keep the correction of a printer."""
        self._kept[name] = asdict(correction)
        # a read-only home must not stop the work
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            draft = self.path.with_suffix(".new")
            text = json.dumps(self._kept, ensure_ascii=False, indent=1, sort_keys=True)
            draft.write_text(text, encoding="utf-8")
            os.replace(draft, self.path)  # noqa: PTH105 - the atomic one on every system
