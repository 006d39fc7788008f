"""从文件取计票: a count typed into a spreadsheet, as ballots or as the sums of a 唱票 sheet.

Ballots: one row for ballots marked alike, one column for each item (its text or key) with the
choice's label or number in the cells; 张数, 整票 (无效, 疑难) where wanted. Sums: one row for each
item, one column for each choice, 空白, 无效; a row 整票无效. JSON: ``ballots`` or ``totals`` as in the
exchange form ``vote``. All of the file is taken or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import object_session

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.count_views import the_card
from meetingdesk.actions.counting import add_ballots, check_sheet, enter_sums, over_marks
from meetingdesk.actions.doubts import DOUBT, is_doubtful
from meetingdesk.actions.exchange.reading import bad_file, read_json, read_table
from meetingdesk.actions.sums import BLANK, BY_BALLOT, check_sums
from meetingdesk.actions.vote_views import entered
from meetingdesk.actions.write_ins import written_key
from meetingdesk.errors import BadInput, Problem, Refused
from meetingdesk.records.practice import is_practice
from meetingdesk.records.votes import Count
from meetingdesk.rules.cardtypes import WriteIn
from meetingdesk.rules.tally import ILLEGIBLE, WHOLE, Pattern, merge, pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.orm import Session

    from meetingdesk.actions.sums import Sums
    from meetingdesk.records.votes import Vote
    from meetingdesk.rules.cards import Card

__all__ = ["CountFile", "import_count", "preview_count"]

_COPIES, _SHEET = ("张数", "份数", "票数"), ("整票", "整张", "全票")
_WRITTEN = ("另选他人", "另选人", "另选")
_ITEMS = ("事项", "项目", "测评对象", "姓名", "候选人")
_BLANKS, _VOIDS = ("空白", "未划", "未填"), ("无效", "废票")
_WHOLE_VOID = ("整票无效", "无效票")
_NOTHING, _MANY, _DIM, _DOUBT = (
    ("", "0", "未划", "空白"),
    ("多划", "*"),
    ("无法辨认", "?", "？"),
    "疑难",
)


@dataclass(frozen=True, slots=True)
class CountFile:
    """What a file would put into a count, and what is wrong with it.

    ``way`` is 逐张 or 合计; ``ballots`` how many it holds, ``rows`` how many lines were read,
    ``doubtful`` and ``spoilt`` ballots among them. Nothing is taken while there are problems.
    """

    way: str
    rows: int
    ballots: int
    returned: int
    doubtful: int
    spoilt: int
    problems: tuple[Problem, ...]
    patterns: Mapping[Pattern, int] = field(default_factory=dict)
    sums: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@query
def preview_count(session: Session, count_id: int, path: str) -> CountFile:
    """Return what importing ``path`` into a count would do.

    Raises:
        BadInput: the file cannot be read at all.
        Refused: the count is closed or holds ballots already.
    """
    count, card = _empty(session, count_id)
    return _taken(count.vote, card, Path(path))


@action("从文件取计票", undoable=False, journalled=False)
def import_count(work: Work, count_id: int, path: str) -> int:
    """Put the whole of a file into an empty count; return how many ballots it holds now.

    Raises:
        BadInput: the file cannot be read, or any line of it is wrong; each with row and column.
        Refused: the count is closed or holds ballots already.
    """
    count, card = _empty(work.session, count_id)
    found = _taken(count.vote, card, Path(path))
    if found.problems:
        raise BadInput.of(f"“{Path(path).name}”没有导入，计票没有改动。", found.problems)
    if found.sums:
        enter_sums(work, count.id, found.sums, found.spoilt)
    for sheet, copies in found.patterns.items():
        add_ballots(work.session, count.id, sheet, copies)
    work.also.add("count")
    return found.ballots


def _empty(session: Session, count_id: int) -> tuple[Count, Card]:
    count = fetch(session, Count, count_id)
    if count.vote.state != "计票" or count.state != "录票":
        raise Refused(
            "这一遍计票已经录完，不能再导入。", Problem("如需更正，请先在那一遍按“更正”。")
        )
    held = entered(session, count.id)
    if held:
        raise Refused(
            f"这一遍已录{held}张，不能再从文件导入。", Problem("可作废本遍，再导入。", field="已录")
        )
    return count, the_card(count.vote)


def _taken(vote: Vote, card: Card, path: Path) -> CountFile:
    names = _Names(vote, card)
    if path.suffix.lower() == ".json":
        data = read_json(path)
        practised = isinstance(data, dict) and bool(data.get("rehearsal"))
        session = object_session(vote)
        if practised and session is not None and not is_practice(session):
            raise Refused(
                f"“{path.name}”是演练时导出的，不能作为正式计票，没有导入。",
                Problem("请导入正式计票的文件。", file=path.name),
            )
        return _Json(names, data, path).result()
    return _Table(names, read_table(path, names.is_head), path).result()


class _Names:
    """The words by which a file may name items and choices."""

    def __init__(self, vote: Vote, card: Card) -> None:
        self.vote, self.card = vote, card
        self.items = {q.text: q.key for q in vote.questions} | {
            q.key: q.key for q in vote.questions
        }
        self.choices = {c.label: c.key for c in card.choices} | {k: k for k in card.keys}

    def is_head(self, row: list[str]) -> bool:
        """Whether ``row`` heads a table of ballots or of sums."""
        return self.heads_ballots(row) or self.heads_sums(row)

    def heads_ballots(self, row: list[str]) -> bool:
        found = {self.items[cell] for cell in row if cell in self.items}
        return len(found) == len(self.vote.questions)

    def heads_sums(self, row: list[str]) -> bool:
        found = {self.choices[cell] for cell in row if cell in self.choices}
        return len(found) == len(self.card.keys) and any(cell in _ITEMS for cell in row)

    def marks(self, cell: str) -> list[str] | None:
        """Return the marks a cell stands for, None where it is not understood."""
        if cell in _NOTHING:
            return []
        if cell in _DIM:
            return [ILLEGIBLE]
        if cell == _DOUBT:
            return [DOUBT]
        if cell in _MANY:
            return over_marks(self.card.keys)
        if cell in self.choices:
            return [self.choices[cell]]
        at = int(cell) if cell.isascii() and cell.isdecimal() else 0
        return [self.card.keys[at - 1]] if 1 <= at <= len(self.card.keys) else None


class _Reader:
    """Collects ballots or sums with every problem found, and judges the whole."""

    def __init__(self, names: _Names, path: Path) -> None:
        self.names, self.path = names, path
        self.patterns: dict[Pattern, int] = {}
        self.sums: Sums = {}
        self.spoilt = self.rows = 0
        self.problems: list[Problem] = []

    def wrong(self, message: str, row: int | None, column: str) -> None:
        """Note a problem with its place."""
        self.problems.append(Problem(message, file=self.path.name, row=row, field=column))

    def number(self, text: str, row: int, column: str, least: int = 0) -> int:
        """Return a whole number, noting anything else."""
        if text.isascii() and text.isdecimal() and int(text) >= least:
            return int(text)
        self.wrong(f"“{text}”不是{'正整数' if least else '不小于0的整数'}", row, column)
        return least

    def add(self, marks: dict[str, list[str]], copies: int, row: int) -> None:
        """Take ballots marked alike, noting marks that are not on the sheet."""
        sheet = pattern(marks)
        try:
            check_sheet(self.names.vote, self.names.card, sheet)
        except Refused as refused:
            for problem in refused.problems or (Problem(refused.message),):
                self.wrong(problem.message, row, problem.field)
            return
        self.patterns = merge(self.patterns, {sheet: copies})

    def result(self) -> CountFile:
        """Judge what was read."""
        vote, returned = self.names.vote, self.names.vote.returned or 0
        if self.sums and not self.problems:
            try:
                self.sums = check_sums(self.names.card, vote, self.sums, self.spoilt)
            except BadInput as bad:
                self.problems += bad.problems
        total = sum(self.patterns.values())
        void = sum(
            n for sheet, n in self.patterns.items() if dict(sheet).get(WHOLE) == (ILLEGIBLE,)
        )
        if not self.sums and not self.problems and not total:
            self.wrong("没有读到票", None, "")
        if total > returned:
            self.wrong(f"文件里有{total}张，多于收回{returned}张", None, "张数")
        return CountFile(
            way="合计" if self.sums else BY_BALLOT,
            rows=self.rows,
            ballots=returned if self.sums else total,
            returned=returned,
            doubtful=sum(n for sheet, n in self.patterns.items() if is_doubtful(sheet)),
            spoilt=self.spoilt if self.sums else void,
            problems=tuple(self.problems),
            patterns=self.patterns,
            sums=self.sums,
        )


class _Table(_Reader):
    """A spreadsheet or .csv."""

    def __init__(self, names: _Names, table: list[list[str]], path: Path) -> None:
        super().__init__(names, path)
        at = next((n for n, row in enumerate(table) if names.is_head(row)), None)
        if at is None:
            bad_file(path, "没有找到表头：每项一列（逐张），或“事项”和各选项各一列（合计）。")
        head = table[at]
        twice = next((c for n, c in enumerate(head) if c and c in head[:n]), None)
        if twice is not None:
            bad_file(path, f"表头里“{twice}”出现两次，请留一列。")
        body = [(n, row) for n, row in enumerate(table[at + 1 :], at + 2) if any(row)]
        self.rows = len(body)
        for number, row in body:
            cells = dict(zip(head, (*row, *[""] * (len(head) - len(row))), strict=False))
            (self._ballot if names.heads_ballots(head) else self._sum)(number, cells)

    def _ballot(self, row: int, cells: dict[str, str]) -> None:
        before = len(self.problems)
        copies, marks = 1, dict[str, list[str]]()
        for column, cell in cells.items():
            if column in _COPIES and cell:
                copies = self.number(cell, row, column, least=1)
            elif column in _SHEET and cell:
                marks |= self._whole(cell, row, column)
            elif column in _WRITTEN and cell:
                marks |= self._written(cell, row, column)
            elif column in self.names.items:
                given = self.names.marks(cell)
                if given is None:
                    self.wrong(f"票上没有“{cell}”这个选项", row, column)
                else:
                    marks[self.names.items[column]] = given
        if marks.get(WHOLE) == [ILLEGIBLE]:
            marks = {WHOLE: [ILLEGIBLE]}
        if len(self.problems) == before:
            self.add(marks, copies, row)

    def _written(self, cell: str, row: int, column: str) -> dict[str, list[str]]:
        rule = self.names.card.selection
        if rule is None or rule.write_in is WriteIn.NO:
            self.wrong("这次不能另选他人", row, column)
            return {}
        return {written_key(name): [rule.choice] for name in cell.split("、") if name.strip()}

    def _whole(self, cell: str, row: int, column: str) -> dict[str, list[str]]:
        if cell in _VOIDS or cell in _WHOLE_VOID:
            return {WHOLE: [ILLEGIBLE]}
        if cell == _DOUBT:
            return {WHOLE: [DOUBT]}
        self.wrong("整票一栏只填“无效”或“疑难”", row, column)
        return {}

    def _sum(self, row: int, cells: dict[str, str]) -> None:
        name = next((cells[c] for c in cells if c in _ITEMS), "")
        if name in _WHOLE_VOID:
            text = next((cell for c, cell in cells.items() if c not in _ITEMS and cell), "0")
            self.spoilt = self.number(text, row, name)
            return
        key = self.names.items.get(name)
        if key is None or key in self.sums:
            self.wrong("这一项重复了" if key else f"票上没有“{name}”这一项", row, "事项")
            return
        self.sums[key] = {
            choice: self.number(cell or "0", row, column)
            for column, cell in cells.items()
            if (choice := self._choice(column)) is not None
        }

    def _choice(self, column: str) -> str | None:
        if column in _BLANKS:
            return BLANK
        if column in _VOIDS:
            return ILLEGIBLE
        return self.names.choices.get(column)


class _Json(_Reader):
    """The ballots or totals of the exchange form ``vote``."""

    def __init__(self, names: _Names, data: Any, path: Path) -> None:
        super().__init__(names, path)
        if not isinstance(data, dict) or not ({"ballots", "totals"} & set(data)):
            bad_file(path, "文件里没有 ballots（逐张）或 totals（合计）。")
        if "meetingdesk" in data:
            bad_file(path, "这是计票结果文件，请在计票页用“并入计票结果”取入。")
        if "ballots" in data:
            for number, (marks, copies) in enumerate(_rows(data["ballots"], path), 1):
                self.add(marks, copies, number)
                self.rows = number
            return
        for key, row in _totals(data["totals"], path):
            self.sums[key] = row
            self.rows += 1
        numbers = data.get("numbers", {})
        self.spoilt = numbers.get("invalid", 0) if isinstance(numbers, dict) else 0
        if not _is_whole(self.spoilt):
            bad_file(path, "numbers 里的 invalid（整票无效）应为整数。")


def _rows(ballots: Any, path: Path) -> Iterator[tuple[dict[str, list[str]], int]]:
    for row in ballots if isinstance(ballots, list) else [None]:
        marks = row.get("marks") if isinstance(row, dict) else None
        copies = row.get("copies", 1) if isinstance(row, dict) else 0
        plain = isinstance(marks, dict) and all(
            isinstance(given, list) and all(isinstance(one, str) for one in given)
            for given in marks.values()
        )
        if not plain or not _is_whole(copies) or copies < 1:
            bad_file(path, "ballots 的写法不对：每条要有 marks 和正整数 copies。")
        yield marks, copies  # type: ignore[misc]  # checked above


def _totals(totals: Any, path: Path) -> Iterator[tuple[str, dict[str, int]]]:
    for key, row in totals.items() if isinstance(totals, dict) else [("", None)]:
        choices = row.get("choices") if isinstance(row, dict) else None
        if row is None or not isinstance(choices, dict):
            bad_file(path, "totals 的写法不对：每项要有 choices。")
        found = {**choices, BLANK: row.get("blank", 0), ILLEGIBLE: row.get("invalid", 0)}
        if not all(map(_is_whole, found.values())):
            bad_file(path, "totals 里的票数应为整数。")
        yield key, found


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
