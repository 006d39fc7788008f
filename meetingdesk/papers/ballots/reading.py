"""Reading one scanned side: placed, proven, measured, judged – or named for what it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.codes import CodeText, any_codes, has_code
from meetingdesk.papers.ballots.context import in_context, without_tails
from meetingdesk.papers.ballots.edges import doubt_edges
from meetingdesk.papers.ballots.greys import crumbling, without_greys
from meetingdesk.papers.ballots.inks import (
    Ink,
    Measured,
    Tones,
    measure,
    tones,
    without_pepper,
)
from meetingdesk.papers.ballots.joined import doubt_joined
from meetingdesk.papers.ballots.judging import (
    FAINT,
    LIMITS,
    Judged,
    Limits,
    Verdict,
    Why,
    judge,
    plainly_empty,
)
from meetingdesk.papers.ballots.lines import Line, crosses, page_lines, unfold, wipe
from meetingdesk.papers.ballots.locate import Finder, Found, Place, place
from meetingdesk.papers.ballots.patches import PX
from meetingdesk.papers.ballots.plain import Side, accept_plain
from meetingdesk.papers.ballots.ringsides import without_rings
from meetingdesk.papers.ballots.rows import PageRow, Status
from meetingdesk.papers.ballots.seals import seals, touched
from meetingdesk.papers.ballots.seconds import doubt_seconds
from meetingdesk.papers.ballots.shapes import look_closely
from meetingdesk.papers.ballots.showing import row_crops, upright
from meetingdesk.papers.ballots.signs import mark_of, read_signs, reason_of, signs_read
from meetingdesk.papers.ballots.strikes import struck_out
from meetingdesk.papers.ballots.traces import trace_of
from meetingdesk.papers.ballots.unplaced import is_black, is_blank, is_washed_out, looks_like

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.known import KnownForm
    from meetingdesk.papers.ballots.pages import PagePicture, Reader, Source

    Bytes = NDArray[np.uint8]


#: said of a side on which the reading itself failed
NOT_READ = "这一页没有读成，请人工录入"
TOO_LIGHT = "这一页扫描太淡，请调深后重扫"
TOO_DARK = "这一页扫描太暗，请调亮后重扫"
UNCUT = "一页上有几张票，请裁开后逐张重扫"
BLACK_PAGE = "这一页大半是黑的，请盖好扫描仪上盖后重扫"
#: the verdict on a box without ink
NOTHING = Judged(Verdict.EMPTY, 0.0)


@dataclass(frozen=True, eq=False)
class Situated:
    """A side that was placed and whose code agreed."""

    form: KnownForm
    place: Place


class SideReader:
    """Reads sides of some forms; one a process."""

    def __init__(self, forms: Sequence[KnownForm], limits: Limits = LIMITS) -> None:
        self.forms = tuple(forms)
        self.limits = limits
        self._finder = Finder()

    def read(self, picture: PagePicture, file: str, page: int) -> PageRow:
        """Return the row of one side."""
        row = PageRow(file, page, Status.UNREADABLE, digest=picture.digest)
        grey = picture.grey
        situated = self._situate(grey, row)
        if isinstance(situated, PageRow):
            return situated
        paper = tones(grey, situated.form.layout, situated.place)
        row = replace(row, form=situated.form.layout.form, side=situated.place.page)
        if paper.contrast < self.limits.contrast:
            dark = paper.white < self.limits.contrast + 60
            return replace(row, why=(TOO_DARK if dark else TOO_LIGHT,))
        sets = situated.form.sets[situated.place.page]
        grey = without_pepper(grey, sets, situated.place, paper)
        measured = [
            measure(grey, boxes, situated.place, paper, faintly=bool(situated.form.several))
            for boxes in sets
        ]
        if not self._proven(situated.place, measured):
            return replace(row, why=("票的位置定不准，框线对不上，请重扫或人工录入",))
        return self._judge(row, situated, measured, grey, paper)

    def _situate(self, grey: Bytes, row: PageRow) -> Situated | PageRow:
        found = self._finder.corners(grey)
        best = self._agreed(grey, found)
        if best is not None and not best.place.weak:
            return best
        if not found.marks and is_blank(grey):
            return self._blank(grey, row)
        # a place that wants proof is worth another look for the fourth mark; found, it counts
        rests_on = len(found.marks) if best is not None else 0
        for harder in self._finder.everywhere(grey):
            again = self._agreed(grey, harder)
            if again is not None and not again.place.weak:
                return again
            if again is not None and len(harder.marks) > rests_on:
                best, rests_on = again, len(harder.marks)
            found = Found({**found.marks, **harder.marks}, found.twice | harder.twice)
        if best is not None:
            return best
        return self._unplaced(grey, row, found, any_codes(grey))

    def _agreed(self, grey: Bytes, found: Found) -> Situated | None:
        """Return the form and place on which marks and code agree."""
        if len(found.marks) < 3:
            return None
        for form in self.forms:
            where = place(form.layout, found)
            if where is None:
                continue
            code = form.code(where.page)
            if has_code(grey, where, code, form.modules[where.page]):
                return Situated(form, where)
        return None

    def _blank(self, grey: Bytes, row: PageRow) -> PageRow:
        """Name a blank side, unless a ballot scanned far too light looks like one."""
        if is_washed_out(grey, self.forms):
            return replace(row, why=(TOO_LIGHT,))
        return replace(row, status=Status.BLANK)

    def _unplaced(self, grey: Bytes, row: PageRow, found: Found, codes: Sequence[str]) -> PageRow:
        """Name a side that could not be taken."""
        own = {code.text for form in self.forms for code in form.layout.codes}
        if sum(text in own for text in codes) > 1:
            return replace(row, why=(UNCUT,))
        if any(text in own for text in codes):
            return replace(row, why=("这是本次的票，但四角标记认不全，请重扫或人工录入",))
        for text in codes:
            other = CodeText.parse(text)
            if other is None:
                continue
            same = any(text.rsplit("|", 3)[0] == o.rsplit("|", 3)[0] for o in own)
            why = (
                f"旧版票样：{other.form}第{other.version}版，不是现在用的票样"
                if same
                else f"别的票：{other.form}第{other.version}版"
            )
            return replace(row, status=Status.FOREIGN, why=(why,))
        if len(found.marks) >= 3:
            return replace(row, why=("四角标记认得，票样识别码认不出，请人工核对",))
        if is_blank(grey):
            return self._blank(grey, row)
        if not found.marks and is_black(grey):
            return replace(row, why=(BLACK_PAGE,))
        if found.marks or looks_like(grey, self.forms):
            return replace(row, why=("像是本次的票，但位置定不下来，请重扫或人工录入",))
        return replace(row, status=Status.FOREIGN, why=("没有本次票样的标记，不是本次的票",))

    def _proven(self, where: Place, measured: Sequence[Measured]) -> bool:
        """Say whether the printed boxes stand where the marks put them."""
        borders = np.concatenate([m.border for m in measured])
        if not len(borders):
            return not where.weak
        seen = borders >= self.limits.border_seen
        return bool(seen.all()) if where.weak else float(seen.mean()) >= 0.7

    def _judge(
        self,
        row: PageRow,
        situated: Situated,
        measured: Sequence[Measured],
        grey: Bytes,
        paper: Tones,
    ) -> PageRow:
        verdicts: dict[str, Judged] = {}
        wiped: dict[str, NDArray[np.bool_]] = {}
        lines = page_lines(grey, situated.place, situated.form.layout, paper)
        for one in measured:
            held = self._with_ink(one, lines, wiped)
            seen = dict(zip(held, look_closely(one, held), strict=True))
            for index, box in enumerate(one.boxes.boxes):
                judged = self._judged(one, index, seen[index]) if index in seen else NOTHING
                if judged.verdict is Verdict.EMPTY and box.group in situated.form.several:
                    judged = self._list_box(one, index, lines)
                verdicts[box.id] = judged
        own = verdicts
        verdicts = in_context(situated.form.layout.boxes, verdicts, self.limits)
        if situated.form.by_glyph:
            verdicts = read_signs(situated.form, measured, own, verdicts, wiped)
        else:
            accept_plain(Side(grey, situated.place, paper), measured, own, verdicts, wiped)
        # what reaches out of a ring drawn round its box is known for it once that is a mark
        verdicts = without_tails(situated.form.layout.boxes, verdicts, self.limits)
        without_rings(measured, verdicts, wiped)
        if sum(float(one.around_weak.sum()) for one in measured) >= 1.0:
            self._under_seals(grey, situated, verdicts, paper)
        if not situated.form.by_glyph:
            doubt_joined(grey, situated.place, measured, verdicts, paper)
        two_tone = without_greys(grey)
        unfold(measured, lines, verdicts, self.limits, without_greys=two_tone)
        if not two_tone and situated.form.several:
            doubt_edges(situated.form.several, measured, lines, verdicts)
        if not two_tone and len(situated.form.layout.groups) > 1:
            doubt_seconds(measured, lines, verdicts)
        inked = [
            (one, index)
            for one in measured
            for index, box in enumerate(one.boxes.boxes)
            if verdicts[box.id].verdict is not Verdict.EMPTY
        ]
        written = self._written(grey, situated, paper)
        reading = rows_of(situated.form, situated.place.page, verdicts, written)
        lossy = frozenset[str]()
        if two_tone:
            lossy = frozenset(reading.marks) if crumbling(inked) else situated.form.several
        shown = row_crops(grey, situated.form, situated.place, reading, paper, lossy, Why.LOSSY)
        return replace(
            row,
            status=Status.FLAGGED if reading.why else Status.READ,
            why=reading.words(),
            marks=reading.marks,
            doubt=reading.doubt,
            shown=shown,
            trace=trace_of(inked),
        )

    def _under_seals(
        self, grey: Bytes, situated: Situated, verdicts: dict[str, Judged], paper: Tones
    ) -> None:
        """Doubt every inked box under a seal."""
        found = seals(grey, situated.place, situated.form, paper)
        for box in situated.form.layout.boxes if found else ():
            one = verdicts.get(box.id)
            if one and one.verdict is Verdict.MARK and touched(box.rect, found):
                verdicts[box.id] = replace(one, verdict=Verdict.DOUBT, why=Why.COLOUR)

    def _written(self, grey: Bytes, situated: Situated, paper: Tones) -> frozenset[str]:
        """Return the boxes beside whose blank line (另选他人) something is written."""
        found = set()
        for space in situated.form.layout.spaces:
            if space.page == situated.place.page:
                r = space.rect
                # a millimetre off the line it is written on
                seen = upright(grey, situated.place, (r.x + 1, r.y + 1, r.w - 2, r.h - 2), PX)
                dark = np.count_nonzero(seen < paper.white - 0.33 * paper.contrast)
                if dark / PX**2 >= self.limits.empty_line:
                    found.add(space.box)
        return frozenset(found)

    def _list_box(self, one: Measured, index: int, lines: Sequence[Line]) -> Judged:
        """Return an empty box's verdict where several may be chosen: doubtful for any trace."""
        if one.faint[index] >= self.limits.empty_faint:
            return FAINT
        if one.around_weak[index] >= self.limits.empty_beside:
            wipe(one, index, [line for line in lines if crosses(line, one, index)])
            if one.around_weak[index] >= self.limits.empty_beside:
                return Judged(Verdict.DOUBT, 0.2, Why.OUTSIDE, look_closely(one, [index])[0])
        return NOTHING

    def _judged(self, one: Measured, index: int, seen: Ink) -> Judged:
        judged = judge(seen, self.limits)
        if judged.verdict is Verdict.MARK and struck_out(one, index, seen):
            return replace(
                judged, verdict=Verdict.DOUBT, why=Why.SCRIBBLE, ink=replace(seen, struck=True)
            )
        return judged

    def _with_ink(
        self, one: Measured, lines: Sequence[Line], wiped: dict[str, NDArray[np.bool_]]
    ) -> list[int]:
        """Return the boxes that are not plainly empty, once folds and streaks are wiped out."""
        held = []
        for index, empty in enumerate(plainly_empty(one, self.limits)):
            crossing = [] if empty else [line for line in lines if crosses(line, one, index)]
            if crossing:
                before = one.dark[index].copy()
                wipe(one, index, crossing)
                wiped[one.boxes.boxes[index].id] = (before > 0) & (one.dark[index] == 0)
                empty = plainly_empty(one, self.limits)[index]  # noqa: PLW2901
            if not empty:
                held.append(index)
        return held


@dataclass(frozen=True)
class SideReading:
    """The rows of one side: marks by group, doubtful boxes, and why a group is doubtful.

    ``signs`` are the signs read, by group; those of ``again`` a person looks at once more.
    """

    marks: dict[str, tuple[str, ...]]
    doubt: dict[str, float]
    why: dict[str, tuple[str, ...]]
    signs: dict[str, str] = field(default_factory=dict)
    again: frozenset[str] = frozenset()

    def words(self) -> tuple[str, ...]:
        """Return one line a doubtful group, the group first."""
        return tuple(f"{group}: {'，'.join(why)}" for group, why in self.why.items())


def rows_of(
    form: KnownForm,
    page: int,
    verdicts: dict[str, Judged],
    written: frozenset[str] = frozenset(),
) -> SideReading:
    """Judge the boxes of a side together: by group, and against each other.

    ``written`` are boxes beside a blank line that bears writing. A box of such a line that is
    marked goes to a person too: the name is to be read.
    """
    lines = {space.box for space in form.layout.spaces}
    most = {group.id: group.max for group in form.layout.groups}
    marks: dict[str, list[str]] = {}
    doubt: dict[str, float] = {}
    why: dict[str, list[str]] = {}
    labels = {box.id: box.label for box in form.layout.boxes}
    for box in form.layout.boxes:
        if box.page != page:
            continue
        judged = verdicts[box.id]
        held = marks.setdefault(box.group, [])
        if judged.verdict is Verdict.EMPTY and box.id not in written:
            continue
        if judged.verdict is Verdict.MARK or judged.mark >= 0.5:
            held.append(mark_of(form, box, judged))
        reason = judged.why
        if reason is None and box.id in lines:
            reason = Why.WRITTEN
        if reason is not None:
            doubt[box.id] = judged.mark
            name = box.id if most.get(box.group, 1) > 1 else labels[box.id]
            said = reason_of(name, reason, judged, by_glyph=box.group in form.by_glyph)
            why.setdefault(box.group, []).append(said)
    for group, held in marks.items():
        sure = [b for b in held if b in verdicts and verdicts[b].verdict is Verdict.MARK]
        if len(sure) > most.get(group, len(held)):
            doubt.update({box: doubt.get(box, verdicts[box].mark) for box in held})
            why.setdefault(group, []).append(Why.MANY)
    return SideReading(
        {group: tuple(held) for group, held in marks.items()},
        doubt,
        {group: tuple(said) for group, said in why.items()},
        *signs_read(form, page, verdicts),
    )


def read_side(reader: Reader, sides: SideReader, source: Source, page: int) -> PageRow:
    """Decode and read page ``page`` (from 0) of a file; a damaged page is a row too."""
    from meetingdesk.papers.ballots.pages import PageDamaged

    name = source.path.name
    try:
        picture = reader.read(source, page)
    except PageDamaged as error:
        return PageRow(name, page + 1, Status.UNREADABLE, why=(str(error),))
    try:
        return sides.read(picture, name, page + 1)
    except (cv2.error, np.linalg.LinAlgError, ValueError):
        why = (NOT_READ,)
        return PageRow(name, page + 1, Status.UNREADABLE, why=why, digest=picture.digest)
