"""A clock for an item or a speech: counts down to its limit, then on past it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from meetingdesk.actions.staging import BAD, PLAIN, Scene

if TYPE_CHECKING:
    from collections.abc import Callable

#: seconds before the end that the operator is told
WARNING = 60


@dataclass
class Clock:
    """Seconds are whole; ``limit`` 0 counts up. ``now`` is a steady clock in seconds."""

    limit: int = 0
    now: Callable[[], float] = field(default=time.monotonic, repr=False)
    _since: float | None = None
    _kept: float = 0.0

    @property
    def running(self) -> bool:
        """Whether time passes."""
        return self._since is not None

    @property
    def elapsed(self) -> int:
        """Seconds passed while running."""
        since = 0.0 if self._since is None else self.now() - self._since
        return int(self._kept + since)

    @property
    def left(self) -> int:
        """Seconds to the limit; negative once it is past."""
        return self.limit - self.elapsed

    @property
    def over(self) -> bool:
        """Whether a limit is set and past."""
        return self.limit > 0 and self.left < 0

    @property
    def near(self) -> bool:
        """Whether the limit comes within :data:`WARNING` seconds."""
        return self.limit > 0 and 0 <= self.left <= min(WARNING, self.limit // 2)

    def start(self) -> None:
        """Go on."""
        if self._since is None:
            self._since = self.now()

    def pause(self) -> None:
        """Stop where it is."""
        if self._since is not None:
            self._kept += self.now() - self._since
            self._since = None

    def reset(self, limit: int | None = None) -> None:
        """Stop and go back to the beginning, with another limit if given."""
        self._since, self._kept = None, 0.0
        if limit is not None:
            self.limit = limit

    @property
    def words(self) -> str:
        """12:05, or 超时 00:40."""
        seconds = self.left if self.limit else self.elapsed
        minutes, rest = divmod(abs(seconds), 60)
        return f"{'超时 ' if self.over else ''}{minutes:02}:{rest:02}"


def clock_scene(clock: Clock, head: str, title: str) -> Scene:
    """Return the scene that shows the clock."""
    limit = f"限时{clock.limit // 60}分钟" if clock.limit else ""
    return Scene(
        "timer", "timer", "计时", title, head, title, facts=(limit,) if limit else (),
        verdict=clock.words, tone=BAD if clock.over else PLAIN,
    )  # fmt: skip
