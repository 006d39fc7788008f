"""扫描文件夹: which files in a folder are written to their end and may be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from meetingdesk.errors import BadInput
from meetingdesk.papers.ballots.pages import SUFFIXES, survey

if TYPE_CHECKING:
    from pathlib import Path

#: a file must not have changed for so long (seconds) before it is read
SETTLED = 0.8
#: a damaged file is given up, and named, when it has not changed for so long
GIVEN_UP = 15.0


@dataclass
class Folder:
    """Looks into a folder again and again; a file is handed out once, when it is complete.

    Network scanners write a file bit by bit, some under a passing name: a file counts as
    complete when its size and time have rested and it opens.
    """

    path: Path
    _seen: dict[Path, tuple[tuple[int, int], float]] = field(default_factory=dict)
    _given: set[Path] = field(default_factory=set)

    def leave_out_present(self) -> None:
        """Take nothing that lies there already."""
        self._given |= set(self._scans())

    def look(self, now: float) -> list[Path]:
        """Return the files that have become complete; ``now`` is a steady clock in seconds.

        Raises:
            OSError: the folder is gone.
        """
        ready = []
        for path in self._scans():
            if path in self._given:
                continue
            try:
                state = path.stat()
            except OSError:
                continue
            look = (state.st_size, state.st_mtime_ns)
            before, since = self._seen.get(path, ((-1, -1), now))
            if look != before:
                self._seen[path] = (look, now)
            elif now - since >= SETTLED and (self._opens(path) or now - since >= GIVEN_UP):
                self._given.add(path)
                ready.append(path)
        return ready

    @property
    def waiting(self) -> int:
        """How many files were seen that are not complete yet."""
        return len(set(self._seen) - self._given)

    def _scans(self) -> list[Path]:
        hidden = (".", "~")
        found = (p for p in self.path.iterdir() if not p.name.startswith(hidden))
        return sorted(p for p in found if p.suffix.lower() in SUFFIXES and p.is_file())

    def _opens(self, path: Path) -> bool:
        try:
            return survey(path).pages > 0
        except BadInput:
            return False
