"""任前培训、法律知识考试、公示: what a body asks of nominees before the vote (B20–B22).

None of it is national law; each gate is switched in the body's own parameters: not asked for,
warned of, or no place on the ballot. Marks are integers in tenths, so 89.5 is 895.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from meetingdesk.errors import Problem
from meetingdesk.rules.dates import add_workdays, cn_date, is_workday
from meetingdesk.rules.names import unpadded
from meetingdesk.rules.offices import AppointmentVerb
from meetingdesk.rules.procedure import GATES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from meetingdesk.rules.procedure import Value

OFF, WARN, BLOCK = GATES
#: the highest mark, in tenths
MOST = 1000


class Gate(StrEnum):
    """One of the three gates (三个不任命 and the public notice)."""

    TRAINING = "任前培训"
    EXAM = "任前考试"
    PUBLICITY = "任前公示"


@dataclass(frozen=True, slots=True)
class Standard:
    """What a body asks: each gate off, warned or blocking; marks in tenths, days as counted."""

    training: str = OFF
    exam: str = OFF
    publicity: str = OFF
    wanted: str = "合格"
    passing: int = 600
    good: int = 800
    retakes: bool = True
    gap: int = 3
    working_days: bool = False
    notice_days: int = 5

    @property
    def asks(self) -> bool:
        """Whether any gate is on."""
        return (self.training, self.exam, self.publicity) != (OFF, OFF, OFF)

    @property
    def line(self) -> int:
        """The mark to be reached, in tenths."""
        return self.good if self.wanted == "优良" else self.passing


def standard(values: Mapping[str, Value]) -> Standard:
    """Read the gates from a body's parameters."""
    return Standard(
        training=str(values["training_gate"]),
        exam=str(values["exam_gate"]),
        publicity=str(values["publicity_gate"]),
        wanted=str(values["exam_wanted"]),
        passing=10 * int(values["exam_pass"]),  # type: ignore[arg-type]
        good=10 * int(values["exam_good"]),  # type: ignore[arg-type]
        retakes=bool(values["exam_retakes"]),
        gap=int(values["training_gap"]),  # type: ignore[arg-type]
        working_days=values["training_days"] == "工作日",
        notice_days=int(values["publicity_days"]),  # type: ignore[arg-type]
    )


@dataclass(frozen=True, slots=True)
class Passed:
    """What one nominee has behind them. Scores in tenths; ``waived``: why nothing is asked."""

    trained: bool = False
    score: int | None = None
    retake: int | None = None
    waived: str = ""
    public_from: date | None = None
    public_until: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A gate not passed, in words; ``blocks`` keeps the nominee off the ballot."""

    gate: Gate
    message: str
    blocks: bool


def screened(verb: str) -> bool:
    """Tell whether the gates concern this action: only who takes up a post is examined."""
    return verb in list(AppointmentVerb) and AppointmentVerb(verb).appoints


def counted(done: Passed, wanted: Standard) -> int | None:
    """Return the mark that counts: the better of both tries where a second one is allowed."""
    tries = [done.score, done.retake if wanted.retakes else None]
    return max((mark for mark in tries if mark is not None), default=None)


def grade(mark: int | None, wanted: Standard) -> str:
    """Return 优良, 合格 or 不合格 for a mark in tenths, '' for none."""
    if mark is None:
        return ""
    return "优良" if mark >= wanted.good else "合格" if mark >= wanted.passing else "不合格"


def findings(name: str, done: Passed, wanted: Standard, voted_on: date | None) -> list[Finding]:
    """Tell which gates a nominee has not passed; a waiver stands for training and exam."""
    found = []
    if wanted.training != OFF and not done.trained and not done.waived:
        found.append(
            Finding(Gate.TRAINING, f"{name}还没有参加任前培训。", _blocks(wanted.training))
        )
    if wanted.exam != OFF and not done.waived:
        message = _exam(name, done, wanted)
        if message:
            found.append(Finding(Gate.EXAM, message, _blocks(wanted.exam)))
    if wanted.publicity != OFF:
        message = _publicity(name, done, wanted, voted_on)
        if message:
            found.append(Finding(Gate.PUBLICITY, message, _blocks(wanted.publicity)))
    return found


def _blocks(gate: str) -> bool:
    return gate == BLOCK


def _exam(name: str, done: Passed, wanted: Standard) -> str:
    mark = counted(done, wanted)
    if mark is None:
        return f"{name}还没有任前法律知识考试成绩。"
    if mark >= wanted.line:
        return ""
    again = "，可以补考一次" if wanted.retakes and done.retake is None else ""
    need = marks(wanted.line)
    return f"{name}任前考试{marks(mark)}分，没有达到{wanted.wanted}（{need}分）{again}。"


def _publicity(name: str, done: Passed, wanted: Standard, voted_on: date | None) -> str:
    if done.public_from is None or done.public_until is None:
        return f"{name}还没有登记任前公示的起止日期。"
    days = (done.public_until - done.public_from).days + 1
    if days < wanted.notice_days:
        return f"{name}任前公示{days}天，不满{wanted.notice_days}天。"
    if voted_on is not None and done.public_until >= voted_on:
        return (
            f"{name}的任前公示到{cn_date(done.public_until)}才结束，会议{cn_date(voted_on)}表决。"
        )
    return ""


def marks(tenths: int) -> str:
    """Write a mark as people do: 925 → 92.5, 900 → 90."""
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else f"{whole}"


_MARK = re.compile(r"(\d{1,3})(?:[.．](\d))?")


def read_mark(text: str) -> int | None:
    """Read a mark of 0 to 100 with at most one decimal into tenths; ``None`` if it is none."""
    found = _MARK.fullmatch("".join(text.split()).removesuffix("分"))
    if found is None:
        return None
    value = 10 * int(found[1]) + int(found[2] or 0)
    return value if value <= MOST else None


@dataclass(frozen=True, slots=True)
class Score:
    """One mark of a pasted list, in tenths, and the line it stands on."""

    row: int
    name: str
    mark: int


_NUMBER = re.compile(r"\d+(?:[.．]\d+)?(?![\d.．]*[年月日号名])")
_ABSENT = re.compile(r"缺考|未考|未参加|缺席|请假")
_HEAD = re.compile(r"(?:序号|姓名|单位|职务|成绩|分数|得分|等次|备注|名次|拟任)|\s")


def read_scores(text: str, names: Collection[str]) -> tuple[list[Score], list[Problem]]:
    """Read a pasted list of names with marks; ``names`` are the nominees it may name.

    A line may hold more (a number in front, a unit, a post) and more than one nominee, as lists
    in two columns do: after each name the one number up to the next name is the mark. Heads of
    tables and those who were absent are passed over.
    """
    scores: list[Score] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    finder = _finder(names)
    for row, line in enumerate(text.splitlines(), start=1):
        if not _HEAD.sub("", line):
            continue
        parts = _parts(finder, line)
        if not parts:
            problems.append(Problem(f"“{line.strip()}”里没有本次会议的拟任人员。", row=row))
        for name, rest in parts:
            if name in seen:
                message = f"{name}在第{seen[name]}行已有成绩，请只留一处。"
                problems.append(Problem(message, row=row))
                continue
            mark = _one_mark(rest)
            if mark is not None:
                seen[name] = row
                scores.append(Score(row, name, mark))
            elif not _ABSENT.search(rest):
                message = f"{name}的成绩应为一个0至100分的数，最多一位小数。"
                problems.append(Problem(message, row=row))
    return scores, problems


def _finder(names: Collection[str]) -> re.Pattern[str] | None:
    """Return what finds a nominee, longer names first, padded or not."""
    longest = sorted({name for name in names if name}, key=len, reverse=True)
    spaced = (r"\s*".join(re.escape(char) for char in name) for name in longest)
    return re.compile("|".join(spaced)) if longest else None


def _parts(finder: re.Pattern[str] | None, line: str) -> list[tuple[str, str]]:
    found = list(finder.finditer(line)) if finder else []
    ends = [*(match.start() for match in found[1:]), len(line)][: len(found)]
    return [
        (unpadded(match[0]), line[match.end() : end])
        for match, end in zip(found, ends, strict=True)
    ]


def _one_mark(rest: str) -> int | None:
    """Return the mark after a name: the only number there, or the only one called 分."""
    numbers = [found[0] for found in _NUMBER.finditer(rest)]
    if len(numbers) > 1:
        numbers = re.findall(r"(\d+(?:[.．]\d+)?)\s*分", rest)
    return read_mark(numbers[0]) if len(numbers) == 1 else None


def spacing(
    materials: date | None,
    training: date | None,
    exam: date | None,
    wanted: Standard,
) -> list[Problem]:
    """Compare 发材料→培训→考试 with the gap a body asks for (B21: 三天, 三天).

    In working days, Saturdays and Sundays are not counted.
    """
    problems = []
    for earlier, later, words in (
        (materials, training, "发放学习材料到集中培训"),
        (training, exam, "集中培训到考试"),
    ):
        if earlier is None or later is None:
            continue
        between = _days(earlier, later, wanted)
        unit = "个工作日" if wanted.working_days else "天"
        if later < earlier:
            problems.append(Problem(f"{words}的日期先后颠倒。"))
        elif between != wanted.gap:
            problems.append(Problem(f"{words}隔{between}{unit}，按规定应隔{wanted.gap}{unit}。"))
    return problems


def _days(earlier: date, later: date, wanted: Standard) -> int:
    every = [earlier + timedelta(days=n) for n in range(1, (later - earlier).days + 1)]
    return sum(is_workday(day) for day in every) if wanted.working_days else len(every)


def counted_back(exam: date, wanted: Standard) -> tuple[date, date]:
    """Return the days to hand out material and to teach, counted back from the exam (B21)."""
    if wanted.working_days:
        training = add_workdays(exam, -wanted.gap)
        return add_workdays(training, -wanted.gap), training
    training = exam - timedelta(days=wanted.gap)
    return training - timedelta(days=wanted.gap), training
