"""The ballot in hand: what has been marked of it so far, before it is put on record."""

from __future__ import annotations

from dataclasses import dataclass, field

from meetingdesk.actions.counting import DOUBT, ILLEGIBLE, WHOLE, over_marks

Marks = dict[str, list[str]]


@dataclass
class Hand:
    """One ballot being read off: a cursor over its questions and the marks found.

    A question not looked at yet has no entry in ``marks``; an empty list is a blank one.
    """

    keys: tuple[str, ...]
    choices: tuple[str, ...]
    marks: Marks = field(default_factory=dict)
    cursor: int = 0
    void: bool = False
    #: the whole sheet is laid aside for the chief scrutineer (整票疑难)
    aside: bool = False
    #: digits typed after +, None outside that mode
    copies: str | None = None

    @property
    def touched(self) -> bool:
        """Whether anything of this ballot has been typed."""
        return bool(self.marks) or self.void or self.aside or self.copies is not None

    @property
    def complete(self) -> bool:
        """Whether every question has been looked at."""
        return self.void or len(self.marks) == len(self.keys)

    @property
    def number(self) -> int:
        """How many such ballots are meant; 0 while + has no digits."""
        return 1 if self.copies is None else int(self.copies or 0)

    def choose(self, at: int) -> bool:
        """Mark the 0-based choice for the current question; tell whether there is one."""
        if not 0 <= at < len(self.choices):
            return False
        return self._put([self.choices[at]])

    def blank(self) -> bool:
        """Note that the current question is unmarked (未划)."""
        return self._put([])

    def over(self) -> bool:
        """Note that the current question bears several marks (多划)."""
        return self._put(over_marks(self.choices))

    def illegible(self) -> bool:
        """Note that the current question cannot be read (无法辨认)."""
        return self._put([ILLEGIBLE])

    def doubt(self) -> bool:
        """Lay the ballot aside for the current question (疑难)."""
        return self._put([DOUBT])

    @property
    def doubtful(self) -> bool:
        """Whether the ballot will be laid aside."""
        return not self.void and (self.aside or [DOUBT] in self.marks.values())

    def _put(self, given: list[str]) -> bool:
        self.void = False
        self.marks[self.keys[self.cursor]] = given
        self.cursor = min(self.cursor + 1, len(self.keys) - 1)
        return True

    def toggle_void(self) -> bool:
        """Rule the whole ballot void, or take that back."""
        self.void, self.aside = not self.void, False
        return True

    def toggle_aside(self) -> bool:
        """Lay the whole ballot aside as doubtful with the marks it bears, or take that back."""
        self.aside, self.void = not self.aside, False
        return True

    def move(self, step: int) -> bool:
        """Go up or down."""
        return self.jump(self.cursor + step)

    def jump(self, at: int) -> bool:
        """Go to the 0-based question ``at``; tell whether there is one."""
        if not 0 <= at < len(self.keys):
            return False
        self.cursor = at
        return True

    def back(self) -> bool:
        """Forget the mark at the cursor, or else the one above."""
        if self.keys[self.cursor] not in self.marks and self.cursor:
            self.cursor -= 1
        self.marks.pop(self.keys[self.cursor], None)
        return True

    def clear(self) -> bool:
        """Begin the ballot again."""
        self.marks, self.cursor, self.void, self.aside, self.copies = {}, 0, False, False, None
        return True

    def load(self, marks: Marks) -> None:
        """Take a recorded ballot in hand again."""
        self.clear()
        self.void = marks.get(WHOLE) == [ILLEGIBLE]
        self.aside = marks.get(WHOLE) == [DOUBT]
        if not self.void:
            self.marks = {key: list(marks.get(key, [])) for key in self.keys}

    def finished(self) -> Marks:
        """Return the ballot to record: what was not typed is the usual choice (the first)."""
        if self.void:
            return {WHOLE: [ILLEGIBLE]}
        whole = {WHOLE: [DOUBT]} if self.aside else {}
        return whole | {key: list(self.marks.get(key, [self.choices[0]])) for key in self.keys}
