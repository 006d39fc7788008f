"""裁定扫描存疑: what a person is asked about a scanned stack, one question with one key each.

A doubtful row that takes one mark is one question; in a list of which several may be chosen every
doubtful box is one, and a name written by hand is read by eye. A doubt is ruled once all its
questions are answered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from meetingdesk.actions.common import require
from meetingdesk.actions.scanning import ILLEGIBLE_ROW, NO_BALLOT, VOID_BALLOT
from meetingdesk.actions.vote_views import WRITTEN
from meetingdesk.errors import Problem, Refused
from meetingdesk.papers.ballots.spec import SIGNS
from meetingdesk.rules.names import unpadded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from meetingdesk.actions.scan_doubts import Doubt
    from meetingdesk.actions.scanning import Scan
    from meetingdesk.actions.vote_views import VoteView

#: kinds of question, in the order they are put
SHEET, ROW, BOX, NAME = "整页", "一行", "一格", "另选姓名"
_ORDER = (SHEET, ROW, BOX, NAME)


@dataclass(frozen=True)
class Option:
    """An answer: the words on its button and the marks it stands for."""

    words: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Ask:
    """One question.

    ``options`` are chosen by 1, 2, 3…; ``accepts`` is what the reader takes it for, ``None``
    where it does not dare to, or sees nothing: a hurried key must not make that of a faint mark.
    ``box`` is the one box asked about, or empty.
    """

    doubt: Doubt
    kind: str
    title: str
    why: str
    options: tuple[Option, ...]
    accepts: tuple[str, ...] | None
    box: str = ""

    @property
    def key(self) -> tuple[int, str]:
        """What tells it from the others."""
        return (self.doubt.number, self.box)


@dataclass
class Queue:
    """The questions of a stack and the answers so far. Nothing of it is kept but the rulings."""

    scan: Scan
    vote: VoteView
    asks: list[Ask] = field(default_factory=list)
    #: rows that a person picked out of the contact sheet: they bear a mark, or another sign
    exceptions: set[int] = field(default_factory=set)
    _given: dict[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Take in what has been read since; answers to doubts already ruled stay."""
        self._given = {}
        wanted = [d for d in self.scan.doubts if not d.blank or d.number in self.exceptions]
        found = [ask for doubt in wanted for ask in self._of(doubt)]
        self.asks = sorted(found, key=lambda ask: _ORDER.index(ask.kind))

    def pick_out(self, numbers: Sequence[int]) -> None:
        """Ask about rows of the contact sheet that bear a mark, or another sign, after all."""
        given = self._given
        self.exceptions |= set(numbers)
        self.refresh()
        self._given = given

    def reopen(self, numbers: Iterable[int]) -> None:
        """Ask again about doubts whose ruling does not stand."""
        gone = {number for number in numbers if number not in self.scan.decisions}
        self._given = {key: marks for key, marks in self._given.items() if key[0] not in gone}

    # -- what is asked ---------------------------------------------------------------

    def _of(self, doubt: Doubt) -> list[Ask]:
        if not doubt.group:
            return [self._whole(doubt)]
        layout = self.scan.form.layout
        lines = {space.box for space in layout.spaces}
        most = next(group.max for group in layout.groups if group.id == doubt.group)
        boxes = [box for box in layout.boxes if box.group == doubt.group]
        if most > 1 or len({box.id.rpartition(".")[0] for box in boxes}) > 1:
            asked = doubt.boxes or doubt.reading or tuple(box.id for box in boxes)
            if doubt.blank:  # picked out of the contact sheet: any of its boxes may be meant
                side = self.scan.side(doubt)
                asked = tuple(box.id for box in boxes if box.page == side)
            return [self._name(doubt, b) if b in lines else self._box(doubt, b) for b in asked]
        if any(box.id in lines for box in boxes):
            return [self._name(doubt, boxes[0].id)]
        return [self._row(doubt)]

    def _row(self, doubt: Doubt) -> Ask:
        boxes = [b for b in self.scan.form.layout.boxes if b.group == doubt.group]
        signs = any(box.label == SIGNS for box in boxes)
        if signs:
            options = [Option(c.label, (f"{doubt.group}.{c.key}",)) for c in self.vote.choices]
        else:
            options = [Option(box.label, (box.id,)) for box in boxes]
        # a sign that looks like nothing leaves its box's own name as the reading
        known = len(doubt.reading) < 2 and not (signs and {b.id for b in boxes} & {*doubt.reading})
        # who picked a sign out has said that it is not what it was read as
        accepts = doubt.reading if doubt.reading and known and not doubt.sign else None
        why = "，".join([*([f"读作“{doubt.sign}”，核对时挑出"] if doubt.sign else []), *doubt.why])
        return Ask(doubt, ROW, self.said(doubt.group), why, tuple(options), accepts)

    def _box(self, doubt: Doubt, box: str) -> Ask:
        own = [line.removeprefix(box) for line in doubt.why if line.startswith(box)]
        why = "，".join(own or doubt.why)
        options = (Option("划了", (box,)),)
        accepts = (box,) if box in doubt.reading else None
        return Ask(doubt, BOX, self.said(box.rpartition(".")[0]), why, options, accepts, box)

    def _name(self, doubt: Doubt, box: str) -> Ask:
        return Ask(doubt, NAME, "另选他人", "请照票面录入姓名", (), None, box)

    def _whole(self, doubt: Doubt) -> Ask:
        ballot = self.scan.ballots[doubt.ballot]
        return Ask(doubt, SHEET, "整页", "；".join(doubt.why), (),
                   doubt.reading if ballot.whole else None)  # fmt: skip

    def said(self, key: str) -> str:
        """Return what stands in the row of a question."""
        return next((q.text for q in self.vote.questions if q.key == key), "另选他人")

    # -- answering -------------------------------------------------------------------

    def is_open(self, ask: Ask) -> bool:
        """Whether nobody has answered."""
        return ask.key not in self._given and self.scan.is_open(ask.doubt)

    @property
    def open(self) -> list[Ask]:
        """The questions still to be answered."""
        picked = {d.number for d in self.scan.unseen if d.number in self.exceptions}
        still = picked | {doubt.number for doubt in self.scan.open}
        return [a for a in self.asks if a.doubt.number in still and a.key not in self._given]

    def answer(self, ask: Ask, marks: Sequence[str], who: str) -> None:
        """Answer a question; its doubt is ruled with the last of its answers.

        Raises:
            Refused: nobody is named as ruling, or marks that do not belong there.
        """
        require(who, "裁定人")
        number, doubt = ask.doubt.number, ask.doubt
        if not ask.box or ask.kind == SHEET:
            self.scan.rule(number, marks, who)
            return
        given = {**self._given, ask.key: tuple(marks)}
        own = [one for one in self.asks if one.doubt.number == number]
        if all(one.key in given for one in own):
            asked = {one.box for one in own}
            rest = [mark for mark in doubt.reading if mark not in asked]
            self.scan.rule(number, [*rest, *(m for one in own for m in given[one.key])], who)
        self._given = given

    def write(self, ask: Ask, name: str, who: str) -> None:
        """Answer with a name read by eye; an empty one: no name stands there.

        Raises:
            Refused: the name is a candidate's.
        """
        plain = unpadded(name)
        if any(unpadded(q.text) == plain for q in self.vote.questions):
            raise Refused(
                f"“{plain}”是候选人，不能作为另选人。",
                Problem("请核对票面；确系写了候选人的，按办法裁定。", field="姓名"),
            )
        choice = ask.box.rpartition(".")[2]
        if choice == SIGNS:  # a name is written to be chosen
            choice = self.scan.form.legend[SIGNS[0]]
        self.answer(ask, (f"{WRITTEN}{plain}.{choice}",) if plain else (), who)

    def void(self, ask: Ask, who: str, second: str, reason: str) -> None:
        """Void the row where one mark is asked for, the whole ballot anywhere else.

        Raises:
            Refused: no reason, or no second person.
        """
        marks = ILLEGIBLE_ROW if ask.kind == ROW else VOID_BALLOT
        self.scan.rule(ask.doubt.number, marks, who, second=second, reason=reason)

    def put_aside(self, ask: Ask, who: str, reason: str) -> None:
        """Leave a whole sheet out of the stack: scanned twice, or to be entered by hand.

        Raises:
            Refused: no reason.
        """
        self.scan.rule(ask.doubt.number, (NO_BALLOT,), who, reason=reason)

    def take_back(self, ask: Ask) -> None:
        """Forget the answer to a question and, with it, the ruling of its doubt."""
        self.scan.take_back(ask.doubt.number)
        self._given.pop(ask.key, None)

    # -- written names ---------------------------------------------------------------

    def names(self) -> dict[str, int]:
        """Return the names written on ballots, with how many ballots bear each."""
        found: dict[str, int] = {}
        for decision in self.scan.decisions.values():
            for mark in decision.marks:
                if mark.startswith(WRITTEN):
                    name = mark[1:].rpartition(".")[0]
                    found[name] = found.get(name, 0) + 1
        return dict(sorted(found.items()))

    def merge_names(self, old: str, new: str) -> int:
        """Take a name for another way of writing ``new``; return how many ballots that was."""
        plain, changed = unpadded(require(new, "姓名")), 0
        for number, held in self.scan.decisions.items():
            start = f"{WRITTEN}{old}."
            marks = tuple(
                f"{WRITTEN}{plain}.{mark[len(start) :]}" if mark.startswith(start) else mark
                for mark in held.marks
            )
            if marks != held.marks:
                self.scan.rule(number, marks, held.who, second=held.second, reason=held.reason)
                changed += 1
        return changed
