"""二人复核: a second person rules on the doubts of a stack without seeing what the first ruled.

Where both rule alike the ruling bears both names. Where they differ nothing is ruled: the doubt
is open again, and only a third person (总监票人) can rule on it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING

from meetingdesk.actions.scan_asking import Queue
from meetingdesk.actions.scanning import Scan
from meetingdesk.errors import Problem, Refused
from meetingdesk.rules.names import unpadded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meetingdesk.actions.scan_doubts import Decision, Doubt


@dataclass
class Blind(Scan):
    """The stack as the second person sees it: its doubts, none of the first person's rulings."""

    first: Scan | None = None
    wanted: frozenset[int] = frozenset()
    _held: dict[int, Decision] = field(default_factory=dict)

    @property
    def open(self) -> list[Doubt]:
        """Doubts the second person has not ruled on."""
        return [doubt for doubt in super().open if self._asked(doubt)]

    def is_open(self, doubt: Doubt) -> bool:
        """Whether a doubt waits for the second person."""
        return self._asked(doubt) and super().is_open(doubt)

    def _asked(self, doubt: Doubt) -> bool:
        """Whether the first person's ruling on a doubt is to be compared."""
        ruled = self.first is not None and doubt.number in self.first.decisions
        return doubt.number in self.wanted and (ruled or doubt.number in self._held)

    def rule(
        self, number: int, marks: Iterable[str], who: str, *, second: str = "", reason: str = ""
    ) -> None:
        """Rule as the second person; the ruling of both is compared at once.

        Raises:
            Refused: as :meth:`Scan.rule`, or the first person rules again.
        """
        first = self.first
        assert first is not None  # noqa: S101 - made by second_queue
        before = self._held.get(number) or first.decisions[number]
        if unpadded(who) == before.who:
            raise Refused(
                f"这一处是{before.who}裁定的，复核须换一人。",
                Problem("请填写第二人的姓名。", field="裁定人"),
            )
        super().rule(number, marks, who, second=second, reason=reason)
        self._held[number] = before
        given = self.decisions[number]
        if set(given.marks) == set(before.marks):
            first.split.pop(number, None)
            first.decisions[number] = replace(before, second=before.second or given.who)
            first.seconded.add(number)
        else:
            first.decisions.pop(number, None)
            first.seconded.discard(number)
            first.split[number] = (before.who, given.who)
            over = first.lapse(number)
            if over is not None:
                self.decisions.pop(over, None)
                self._held.pop(over, None)

    def take_back(self, number: int) -> None:
        """Undo the second person's ruling; the first person's stands again."""
        super().take_back(number)
        before, first = self._held.pop(number, None), self.first
        if before is not None and first is not None:
            first.decisions[number] = before
            first.seconded.discard(number)
            first.split.pop(number, None)


def second_queue(queue: Queue) -> Queue:
    """Return the questions for the second person: all that the first has ruled on.

    Raises:
        Refused: the first person is not done.
    """
    scan = queue.scan
    if scan.open:
        raise Refused(
            f"还有{len(scan.open)}处没有裁定，不能开始复核。", Problem("请第一人先裁定完。")
        )
    shared = {one.name: getattr(scan, one.name) for one in fields(Scan)}
    # what is settled already, and rows without a mark, are not asked again
    wanted = frozenset(doubt.number for doubt in scan.unchecked)
    ruled = {n: given for n, given in scan.decisions.items() if n not in wanted}
    blind = Blind(**{**shared, "decisions": ruled}, first=scan, wanted=wanted)
    blind.split = {}
    return Queue(blind, queue.vote, exceptions=set(queue.exceptions))
