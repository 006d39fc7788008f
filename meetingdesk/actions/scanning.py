"""扫描读票: scanned stacks read, doubts ruled by people, and the stack taken as one count.

A stack being read lives in memory only (:class:`Scan`): there its rows keep the order of the
pages, because a ballot must be shown and put together. What is kept is what a hand count keeps,
ballots marked alike with their number, and beside it the doubts with their pictures and
rulings, tied to no ballot and to no place in the stack (地方组织法 Art. 39).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions import counting, scan_again, scan_quota
from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch, require
from meetingdesk.actions.scan_doubts import (
    Decision,
    Doubt,
    doubts_in,
    over_of,
    pattern_of,
    place_of,
)
from meetingdesk.actions.scan_stacks import kept_stacks
from meetingdesk.actions.vote_views import entered
from meetingdesk.errors import Problem, Refused
from meetingdesk.papers.ballots.gathering import Ballot, gather
from meetingdesk.papers.ballots.stack import Stack
from meetingdesk.papers.ballots.traces import flagged
from meetingdesk.records.ballots import ScanDoubt, ScanStack
from meetingdesk.records.votes import Count, Vote
from meetingdesk.rules.names import unpadded
from meetingdesk.rules.tally import ILLEGIBLE, WHOLE, Pattern, pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office
    from meetingdesk.papers.ballots.known import KnownForm
    from meetingdesk.papers.ballots.rows import PageRow
    from meetingdesk.papers.ballots.stack import Progress

#: who counts, in the name of a count made by scanning
COUNTER = "扫描读票"
#: the ruling on a whole sheet that is no ballot of this vote at all
NO_BALLOT = "不是选票"
#: a row nobody can read, and a whole ballot ruled void
ILLEGIBLE_ROW, VOID_BALLOT = (ILLEGIBLE,), (WHOLE,)


@dataclass
class Scan:
    """A stack being read for a vote, and the rulings on it."""

    vote_id: int
    title: str
    form: KnownForm
    stack: Stack
    name: str
    rows: list[PageRow] = field(default_factory=list)
    decisions: dict[int, Decision] = field(default_factory=dict)
    #: where each file lies, ``None`` for two of one name: a page is shown from its file
    paths: dict[str, Path | None] = field(default_factory=dict)
    #: what a third look at the image found: (ballot, question) → choices; and how much of that
    #: the count has taken in
    corrections: dict[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)
    mended: dict[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)
    #: who confirmed that the stack is another one, however like one counted before it looks
    apart: str = ""
    #: whether a second person must rule blindly too (二人复核); doubts both ruled alike or a
    #: third person decided, and those on which two differ, with their names
    two_people: bool = False
    seconded: set[int] = field(default_factory=set)
    split: dict[int, tuple[str, str]] = field(default_factory=dict)
    _doubts: list[Doubt] = field(default_factory=list)
    _ballots: list[Ballot] = field(default_factory=list)
    #: ballots of which is known whether they choose too many as they were read
    _as_read: dict[int, bool] = field(default_factory=dict)

    def add(self, files: Iterable[Path]) -> None:
        """Lay more files under the stack; :meth:`read` then goes on with them."""
        new = list(files)
        for path in new:
            self.paths[path.name] = None if path.name in self.paths else path
        self.stack.add(new)
        # by the first in the order of names: the order they came in is nobody's business
        first, more = min(self.paths, default=""), len(self.paths) > 1
        self.name = f"{first}等{len(self.paths)}个文件" if more else first

    def read(
        self,
        *,
        progress: Callable[[Progress], None] | None = None,
        cancel: Callable[[], bool] | None = None,
    ) -> Iterator[PageRow]:
        """Yield rows as they are read; called again after a cancel it goes on."""
        for row in self.stack.rows(progress=progress, cancel=cancel):
            self.rows.append(row)
            yield row
        if self.stack.finished:
            places = {doubt.number: place_of(doubt) for doubt in self._doubts}
            self._ballots = list(gather(self._asked_rows(), self.form.layout))
            self._doubts = doubts_in(self._ballots, self.form.quota)
            self._as_read.clear()
            # what was ruled stays ruled when more sheets have come in
            now = {place_of(doubt): doubt.number for doubt in self._doubts}
            moved = {old: now[place] for old, place in places.items() if place in now}
            self.decisions = {moved[n]: d for n, d in self.decisions.items() if n in moved}
            self.seconded = {moved[n] for n in self.seconded if n in moved}
            self.split = {moved[n]: two for n, two in self.split.items() if n in moved}

    def _asked_rows(self) -> Iterator[PageRow]:
        """Yield the rows, single sheets of a stack counted before flagged.

        Where the whole stack looks like it, that is asked once, not sheet by sheet.
        """
        known = self.stack.known
        again = {} if known.same_stack else known.again
        for row in self.rows:
            name = again.get((row.file, row.page))
            why = f"与已计入的“{name}”中的一张像是同一张票，可能重复扫描"
            yield flagged(row, why) if name else row

    def stands_apart(self, who: str) -> None:
        """Take the stack for another one than it looks like; ``who`` laid the papers side by side.

        Raises:
            Refused: nobody is named.
        """
        self.apart = unpadded(require(who, "确认人"))

    @property
    def ballots(self) -> list[Ballot]:
        """The ballots of a stack read to its end."""
        return self._ballots

    @property
    def doubts(self) -> list[Doubt]:
        """All that people have to look at, in the order of the stack."""
        return self._doubts

    @property
    def open(self) -> list[Doubt]:
        """Doubts nobody has ruled on, rows without a mark left aside."""
        settled = self._settled
        return [d for d in self._doubts if not d.blank and not self._done(d, settled)]

    @property
    def unseen(self) -> list[Doubt]:
        """Rows of the contact sheets that nobody has confirmed."""
        settled = self._settled
        return [d for d in self._doubts if d.blank and not self._done(d, settled)]

    @property
    def unchecked(self) -> list[Doubt]:
        """Doubts one person has ruled on and the second, where one is asked for, has not."""
        if not self.two_people:
            return []
        return [
            d
            for d in self._doubts
            if d.number in self.decisions
            and d.number not in self.seconded
            and not (d.blank and self.decisions[d.number].marks == d.reading)
        ]

    def is_open(self, doubt: Doubt) -> bool:
        """Whether a doubt still wants a ruling, or its row a look."""
        return not self._done(doubt, self._settled)

    def _done(self, doubt: Doubt, settled: set[int]) -> bool:
        if doubt.number in self.decisions or doubt.ballot in settled:
            return True
        return doubt.over and not self._breaks(doubt)

    def _breaks(self, over: Doubt) -> bool:
        """Whether the ballot of a doubt, as ruled so far, chooses too many or too few."""
        first = over.number
        while first and self._doubts[first - 1].ballot == over.ballot:
            first -= 1
        asked = self._doubts[first : over.number]
        if any(not d.blank and d.number not in self.decisions for d in asked):
            return False  # its other doubts may settle it, and are asked first
        changed = any(self._changes(doubt) for doubt in asked)
        if not changed and over.ballot in self._as_read:  # as nearly all are, at every key
            return self._as_read[over.ballot]
        sheet = self._sheet(self._ballots[over.ballot], asked)
        breaks = sheet is not None and scan_quota.breaks(self.form.quota, sheet)
        if not changed:
            self._as_read[over.ballot] = breaks
        return breaks

    def _changes(self, doubt: Doubt) -> bool:
        """Whether a doubt was ruled otherwise than it was read."""
        given = self.decisions.get(doubt.number)
        return given is not None and given.marks != doubt.reading

    @property
    def _settled(self) -> set[int]:
        """Ballots void or put aside as a whole: nothing else about them is to be ruled."""
        return {
            self._doubts[number].ballot
            for number, given in self.decisions.items()
            if given.marks in (VOID_BALLOT, (NO_BALLOT,))
        }

    def rule(
        self, number: int, marks: Iterable[str], who: str, *, second: str = "", reason: str = ""
    ) -> None:
        """Decide a doubt.

        ``marks`` are all marks of the row (``q3.满意``; a written name as ``+张三.赞成``),
        empty for none, :data:`ILLEGIBLE_ROW` for a row nobody can read. A whole sheet takes the
        marks of all its rows, :data:`VOID_BALLOT`, or :data:`NO_BALLOT`. What voids a row or a
        ballot needs a reason and a second person.

        Raises:
            Refused: a mark that does not belong to the row, or void without reason or second.
        """
        doubt = self._doubts[number]
        given = tuple(dict.fromkeys(marks))
        self._check(doubt, given)
        by = unpadded(require(who, "裁定人"))
        if given in (VOID_BALLOT, ILLEGIBLE_ROW, (NO_BALLOT,)):
            require(reason, "理由")
        if given in (VOID_BALLOT, ILLEGIBLE_ROW) and unpadded(second) in ("", by):
            raise Refused(
                "裁定无效须由另一人确认，没有裁定。",
                Problem("请填写确认人，与裁定人不是同一人。", field="确认人"),
            )
        if number in self.split:
            second, reason = self._third(number, by), reason or "两人裁定不一致"
        held = self.decisions.get(number)
        if given != (held.marks if held else doubt.reading):
            self.lapse(number)
        self.decisions[number] = Decision(given, by, unpadded(second), reason.strip())

    def lapse(self, number: int) -> int | None:
        """Drop the ruling that its ballot chooses too many: it was made of other marks."""
        over = over_of(self._doubts, self._doubts[number])
        if over is not None:
            self.decisions.pop(over, None)
            self.seconded.discard(over)
            self.split.pop(over, None)
        return over

    def _third(self, number: int, by: str) -> str:
        """Return the two who differ; neither of them may decide between them."""
        two = self.split[number]
        if by in two:
            raise Refused(
                f"{two[0]}与{two[1]}裁定不一致，由总监票人裁定。",
                Problem("请填写总监票人的姓名。", field="裁定人"),
            )
        self.seconded.add(number)
        return "、".join(two)

    def _check(self, doubt: Doubt, given: tuple[str, ...]) -> None:
        if given == ILLEGIBLE_ROW and doubt.group:
            return
        if given == VOID_BALLOT or (given == (NO_BALLOT,) and not doubt.group):
            return
        keys = self.keys(doubt.group)
        strange = [m for m in given if m.rpartition(".")[0] not in keys and not m.startswith("+")]
        if strange:
            raise Refused(f"“{strange[0]}”不在这一行上，没有裁定。", Problem("请选这一行的框。"))

    def keys(self, group: str) -> set[str]:
        """Return the question keys of a group, of all groups for the empty one."""
        return {
            box.id.rpartition(".")[0]
            for box in self.form.layout.boxes
            if not group or box.group == group
        }

    def side(self, doubt: Doubt) -> int:
        """Return the form's side on which a doubtful row stands."""
        rows = self._ballots[doubt.ballot].rows
        return next(row.side for row in rows if (row.file, row.page) == doubt.page)

    def confirm_blank(self, numbers: Iterable[int], who: str) -> None:
        """Confirm that rows on the contact sheets bear what was read, and no other mark."""
        for number in numbers:
            doubt = self._doubts[number]
            if doubt.blank:
                self.decisions[number] = Decision(doubt.reading, require(who, "裁定人"))

    def take_back(self, number: int) -> None:
        """Undo a ruling."""
        self.lapse(number)
        self.decisions.pop(number, None)
        self.seconded.discard(number)

    def patterns(self) -> dict[Pattern, int]:
        """Return the ballots as ruled, alike ones together.

        Raises:
            Refused: the stack is not read to its end, or doubts are open.
        """
        if not self.stack.finished:
            raise Refused("这叠票还没有读完，没有计入。", Problem("请先读完。"))
        if self.open:
            raise Refused(
                f"还有{len(self.open)}处存疑没有裁定，没有计入。",
                Problem("请逐一裁定后再计入。", field="存疑"),
            )
        signs = sum(bool(doubt.sign) for doubt in self.unseen)
        if signs:
            raise Refused(
                f"还有{signs}个符号没有核对，没有计入。",
                Problem("请到“空白行和符号”看过再计入。", field="符号"),
            )
        if self.unchecked:
            raise Refused(
                f"还有{len(self.unchecked)}处没有经第二人复核，没有计入。",
                Problem("请换一人复核后再计入。", field="存疑"),
            )
        return dict(sorted(Counter(sheet for _, sheet in self.counted()).items()))

    def counted(self) -> Iterator[tuple[tuple[str, int], Pattern]]:
        """Yield the ballots that count, as they lie, each with where its first side is."""
        for index, sheet in self.ruled(self.corrections):
            first = self._ballots[index].rows[0]
            yield (first.file, first.page), sheet

    def ruled(
        self, corrections: Mapping[tuple[int, str], tuple[str, ...]]
    ) -> Iterator[tuple[int, Pattern]]:
        """Yield the number of each ballot that counts and its marks with ``corrections``."""
        asked: dict[int, list[Doubt]] = {}
        for doubt in self._doubts:
            asked.setdefault(doubt.ballot, []).append(doubt)
        mended: dict[int, dict[str, tuple[str, ...]]] = {}
        for (index, key), choices in corrections.items():
            mended.setdefault(index, {})[key] = choices
        for index, ballot in enumerate(self._ballots):
            sheet = self._sheet(ballot, asked.get(index, []))
            if sheet is not None:
                changed = mended.get(index)
                yield index, pattern({**dict(sheet), **changed}) if changed else sheet

    def _sheet(self, ballot: Ballot, asked: Sequence[Doubt]) -> Pattern | None:
        """Return one ballot's marks, ``None`` for a sheet ruled to be no ballot."""
        ruled = [(d, self.decisions[d.number].marks) for d in asked if d.number in self.decisions]
        if any(given == (NO_BALLOT,) for _, given in ruled):
            return None
        if any(given == VOID_BALLOT for _, given in ruled):
            return pattern({WHOLE: [ILLEGIBLE]})
        marks = dict(ballot.marks)
        for doubt, given in ruled:
            if doubt.group:
                marks[doubt.group] = self._row(marks.get(doubt.group, ()), doubt, given)
            elif set(given) != set(doubt.reading):
                marks = {"": given}
        # the box beside a written name says nothing without the name, which bears the mark itself
        beside = {space.box for space in self.form.layout.spaces}
        return pattern_of(
            {group: tuple(m for m in held if m not in beside) for group, held in marks.items()}
        )

    def _row(self, held: tuple[str, ...], doubt: Doubt, given: tuple[str, ...]) -> tuple[str, ...]:
        """Return a group's marks as a ruling on one side changes them.

        Two rulings may be on one group, on its doubtful boxes and on what the scan lost: what a
        ruling leaves as it was read, it leaves as the other has it.
        """
        if given == ILLEGIBLE_ROW:
            rest = tuple(mark for mark in held if mark not in doubt.reading)
            return rest + tuple(f"{key}.{ILLEGIBLE}" for key in sorted(self.keys(doubt.group)))
        rest = tuple(mark for mark in held if mark not in doubt.reading or mark in given)
        return rest + tuple(mark for mark in given if mark not in (*doubt.reading, *rest))


# -- reading -----------------------------------------------------------------------------


def open_scan(
    office: Office | Work, vote_id: int, files: Iterable[Path | str], *, jobs: int = 0
) -> Scan:
    """Return a stack ready to be read against the vote's form.

    Raises:
        Refused: the vote has no form, it is outdated, or there are no files.
    """
    known = scan_quota.known_of(office, vote_id)
    paths = [Path(file) for file in files]
    if not paths:
        raise Refused("没有扫描文件可读。", Problem("请选择文件或文件夹。"))
    scan = Scan(vote_id, known.title, known, _stack(office, vote_id, known, jobs), "")
    scan.add(paths)
    return scan


def _stack(office: Office | Work, vote_id: int, known: KnownForm, jobs: int) -> Stack:
    return Stack([known], [], jobs=jobs, before=scan_again.counted_before(office, vote_id))


@query
def taken_as(session: Session, scan: Scan) -> str:
    """Say whether this very stack was taken before: where, else empty."""
    row = session.scalar(
        select(ScanStack).where(
            ScanStack.vote_id == scan.vote_id, ScanStack.digest == scan.stack.digest
        )
    )
    if row is None:
        return ""
    count = session.get(Count, row.count_id) if row.count_id else None
    where = f"第{'一二'[count.number - 1]}遍计票" if count else "计票"
    return f"这叠票与已计入{where}的“{row.name}”是同一叠（{row.ballots}张），没有重复计入。"


# -- taking into a count -----------------------------------------------------------------


@action("计入扫描的票", undoable=False)
def accept_scan(work: Work, scan: Scan, *, number: int = 1, counter: str = "") -> int:
    """Add a stack, read and ruled, to the first or second count; return the count's id.

    The count is begun if it does not exist. Several stacks may make one count.

    Raises:
        Refused: doubts are open, the stack was taken before, or more ballots than came back.
    """
    patterns = scan.patterns()
    said = taken_as(work, scan)
    if said:
        raise Refused(said, Problem("同一叠票不能计两次，也不能用来复核自己。"))
    said = "" if scan.apart else scan_again.again_words(scan)
    if said:
        raise Refused(
            said + "没有计入。",
            Problem("同一叠不能计两次；确是另一叠的，请两人核对纸票后确认“不是同一叠”。"),
        )
    vote = fetch(work.session, Vote, scan.vote_id)
    count = next((one for one in vote.counts if one.number == number), None)
    others = {one.id for one in vote.counts if one.number != number}
    if any(row.count_id in others for row in kept_stacks(work.session, vote.id)):
        raise Refused(
            "另一遍计票也是扫描的，扫描只能作为两遍中的一遍。没有计入。",
            Problem("请另一人人工录入这一遍，或从文件取入。", field="计票"),
        )
    count_id = (
        count.id if count else counting.start_count(work, scan.vote_id, number, counter or COUNTER)
    )
    for sheet, copies in patterns.items():
        counting.record_ballot(work, count_id, dict(sheet), copies)
    row = ScanStack(
        vote_id=scan.vote_id,
        count_id=count_id,
        digest=scan.stack.digest,
        name=scan.name,
        pages=len(scan.rows),
        ballots=sum(patterns.values()),
    )
    work.session.add(row)
    work.session.flush()
    if entered(work.session, count_id) == vote.returned:
        counting.finish_count(work, count_id)
    # by their pictures' digests, not as they lay in the stack
    for _, doubt in sorted({doubt.crop_digest: doubt for doubt in _kept(scan, row.id)}.items()):
        work.session.add(doubt)
    scan_again.remember(work, scan)
    work.meeting_id = vote.meeting_id
    work.label = (
        f"“{vote.title}”第{'一二'[number - 1]}遍计票计入扫描的{row.ballots}张（{scan.name}）"
    )
    work.also |= {"ballot_pattern", "scan_stack", "scan_doubt"}
    return count_id


def _kept(scan: Scan, stack_id: int) -> Iterator[ScanDoubt]:
    """Yield what is kept of the rulings: the picture and what was ruled, in no order."""
    for doubt in scan.doubts:
        decision = scan.decisions.get(doubt.number)
        if decision is None or doubt.crop is None:
            continue
        if doubt.blank and decision.marks == doubt.reading:
            continue  # confirmed by the hundred on the contact sheet
        yield ScanDoubt(
            stack_id=stack_id,
            crop_digest=hashlib.sha256(doubt.crop.picture).hexdigest(),
            vote_id=scan.vote_id,
            group=doubt.group,
            crop=doubt.crop.picture,
            reading=json.dumps(doubt.reading, ensure_ascii=False),
            ruling=json.dumps(decision.marks, ensure_ascii=False),
            ruled_by=decision.who,
            second_by=decision.second,
            reason=decision.reason,
        )
