"""大屏: the scenes the hall may see, made from the records, in the order of the meeting.

A scene is plain text and numbers; the stage paints it, the operator chooses it. A result is
shown only from a certified vote; a count in progress only as 唱票, and only the first one, so
that the blind second count stays blind. Nobody's leave, no single ballot, no figure that is not
the meeting's to know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from meetingdesk.actions import (
    agenda,
    appointments,
    meetings,
    oaths,
    portraits,
    procedure,
    statements,
)
from meetingdesk.actions.base import Work
from meetingdesk.actions.count_views import count_view
from meetingdesk.actions.vote_views import result_columns, votes_of
from meetingdesk.records.facts import item_words
from meetingdesk.rules.countcolumns import SILENT
from meetingdesk.rules.names import padded
from meetingdesk.rules.oath import OATH_TEXT
from meetingdesk.rules.results import Result, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from meetingdesk.actions.appointments import EntryView
    from meetingdesk.actions.meetings import MeetingView
    from meetingdesk.actions.office import Office
    from meetingdesk.actions.vote_views import VoteView
    from meetingdesk.rules.countcolumns import CountColumn
    from meetingdesk.rules.results import QuestionResult

T = TypeVar("T")

#: rows of a list the back row can read at once; of those that take two lines each
PAGE, PAGE_LONG = 7, 4
#: rows with a photo each
PAGE_PHOTOS = 3
#: characters of a row that stay on one line
_ROW = 24

#: characters of explanation that stay readable
_LINE = 48

GOOD, BAD, PLAIN = "good", "bad", "plain"
#: the article in brackets at the end of an explanation
_SOURCE = re.compile(r"（[^（）]*(?:（[^（）]*）[^（）]*)*）$")
_VERDICTS = {State.PASSED: GOOD, State.GRADED: GOOD, State.FAILED: BAD, State.VOID: BAD}


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands on the screen. ``key`` names it, ``group`` and ``label`` list it.

    ``cells`` are (words, number) tiles, ``rows`` a list with ``heads`` above, ``strokes`` are
    (words, votes) counted in 正; ``facts`` one line of figures; ``verdict`` the result in one word.
    """

    key: str
    kind: str
    group: str
    label: str
    head: str
    title: str = ""
    lines: tuple[str, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    strokes: tuple[tuple[str, int], ...] = ()
    facts: tuple[str, ...] = ()
    verdict: str = ""
    tone: str = PLAIN
    why: str = ""
    #: how long the speaker of the scene may speak; 0: no limit of its own
    minutes: int = 0
    #: a photo (JPEG) for each row, None where there is none; empty for a list without photos
    photos: tuple[bytes | None, ...] = ()

    @property
    def id(self) -> str:
        """Its key tells it apart."""
        return self.key


def scenes(office: Office | Work, meeting_id: int) -> list[Scene]:
    """Return every scene the meeting's records allow now.

    Raises:
        Refused: there is no such meeting.
    """
    if isinstance(office, Work):
        return _scenes(office, meeting_id)
    with office.reading() as work:
        return _scenes(work, meeting_id)


def _scenes(work: Work, meeting_id: int) -> list[Scene]:
    meeting = meetings.meeting(work, meeting_id)
    found = [_banner(meeting), _roll(work, meeting)]
    votes = votes_of(work, meeting_id)
    of_item: dict[int | None, list[VoteView]] = {}
    for vote in votes:
        of_item.setdefault(vote.item_id, []).append(vote)
    speeches = _Speeches(work, meeting)
    for item in agenda.items(work, meeting_id):
        if item.withdrawn:
            continue
        number = f"议程第{item.shown_number}项" if item.shown_number else ""
        found.append(
            Scene(
                f"item-{item.id}", "item", number or "仪式", item_words(item.verb, item.subject),
                meeting.short_title, number, (item_words(item.verb, item.subject),),
                facts=(f"报告人：{item.reporter}",) if item.reporter and item.on_agenda else (),
            )
        )  # fmt: skip
        found += speeches.take(item.id, before=True)
        for vote in of_item.pop(item.id, ()):
            found += _of_vote(work, meeting, vote)
        found += speeches.take(item.id, before=False)
    for rest in of_item.values():
        for vote in rest:
            found += _of_vote(work, meeting, vote)
    found += speeches.take(None, before=None)
    found += _appointees(work, meeting)
    found += _oath(work, meeting)
    return found


def _banner(meeting: MeetingView) -> Scene:
    facts = tuple(text for text in (meeting.date_text, meeting.place) if text)
    return Scene("banner", "banner", "会议", "会标", "", meeting.title, facts=facts)


def _roll(work: Work, meeting: MeetingView) -> Scene:
    facts = meetings.facts(work, meeting.id)
    due, need = facts.members, facts.quorum
    cells = [("应到", f"{due or '—'}"), ("实到", f"{facts.present}")]
    if facts.remote:
        cells.append(("其中视频", f"{facts.remote}"))
    verdict, tone = "", PLAIN
    if need is not None and facts.present:
        verdict = "符合法定人数" if facts.quorate else "不足法定人数"
        tone = GOOD if facts.quorate else BAD
    why = f"全体组成人员的过半数（{need}人）出席，会议始得举行" if need else ""
    return Scene(
        "roll", "roll", "会议", "到会情况", meeting.short_title, "到会情况",
        cells=tuple(cells), verdict=verdict, tone=tone, why=why,
    )  # fmt: skip


# -- votes -----------------------------------------------------------------------------


def _of_vote(work: Work, meeting: MeetingView, vote: VoteView) -> Iterator[Scene]:
    if vote.state in ("拟定", "已开票"):
        yield _call(meeting, vote)
    elif vote.state == "计票":
        yield _call(meeting, vote)
        yield from _calling(work, meeting, vote)
    elif vote.state == "已确认" and vote.result is not None:
        yield from _results(work, meeting, vote, Result.from_dict(vote.result))


def _call(meeting: MeetingView, vote: VoteView) -> Scene:
    """What is voted on, how, and how many must say yes."""
    subjects = tuple(f"{q.text}{f'　{q.detail}' if q.detail else ''}" for q in vote.questions)
    most = PAGE_LONG if any(len(words) > _ROW for words in subjects) else PAGE
    lines = subjects if len(subjects) <= most else (*subjects[: most - 1], f"……共{len(subjects)}项")
    facts = [f"表决方式：{vote.method}"]
    if vote.present is not None:
        facts.append(f"到会{vote.present}人")
    return Scene(
        f"call-{vote.id}", "call", "表决", f"付表决：{vote.title}", meeting.short_title,
        vote.title, lines if len(subjects) > 1 else (), facts=tuple(facts),
        why=_in_short(vote.rule_words),
    )  # fmt: skip


def _in_short(words: str) -> str:
    """Return the first sentences of a rule that one line of the screen holds."""
    short = ""
    for sentence in words.split("。"):
        if len(short) + len(sentence) > _LINE:
            break
        short += f"{sentence}。" if sentence else ""
    return short.rstrip("。")


def _calling(work: Work, meeting: MeetingView, vote: VoteView) -> Iterator[Scene]:
    """唱票 of the first count: its sums as they grow."""
    first = next((head for head in vote.counts if head.number == 1 and head.way == "逐张"), None)
    if first is None or len(vote.counts) > 1:
        return  # a second count is blind: from then on nothing is shown until it is certified
    view = count_view(work, first.id)
    if view.hidden or not view.sums:
        return
    labels = {choice.key: choice.label for choice in vote.choices}
    facts = (f"已唱{view.entered}票", f"收回{view.returned}票")
    note = "唱票进行中，结果以确认后的宣布为准"
    if len(view.sums) == 1:
        (only,) = view.sums
        strokes = tuple((labels[key], only.counts.get(key, 0)) for key in labels)
        yield Scene(
            f"calling-{vote.id}", "tally", "表决", f"唱票：{vote.title}", meeting.short_title,
            only.text, strokes=strokes, facts=facts, why=note,
        )  # fmt: skip
        return
    if vote.choosing is not None:
        chosen = vote.choosing.choice
        for at, page in _pages(view.sums, lambda row: row.text):
            yield Scene(
                f"calling-{vote.id}-{at}", "tally", "表决", _paged(f"唱票：{vote.title}", at),
                meeting.short_title, vote.title,
                strokes=tuple((row.text, row.counts.get(chosen, 0)) for row in page),
                facts=facts, why=note,
            )  # fmt: skip
        return
    for at, page in _pages(view.sums, lambda row: row.text):
        yield Scene(
            f"calling-{vote.id}-{at}", "table", "表决", _paged(f"唱票：{vote.title}", at),
            meeting.short_title, vote.title, heads=("事项", *labels.values()),
            rows=tuple((r.text, *(f"{r.counts.get(key, 0)}" for key in labels)) for r in page),
            facts=facts, why=note,
        )  # fmt: skip


def _results(work: Work, meeting: MeetingView, vote: VoteView, result: Result) -> Iterator[Scene]:
    slips = (("发出", vote.issued), ("收回", vote.returned)) if vote.on_paper else ()
    numbers = tuple(f"{words}{value}票" for words, value in slips if value is not None)
    if not numbers and vote.present is not None:
        numbers = (f"到会{vote.present}人",)
    columns = [c for c in result_columns(work, vote.id) if _is_shown(vote, c)]
    questions = result.questions
    if result.state is State.VOID:
        yield Scene(
            f"result-{vote.id}", "result", "结果", f"结果：{vote.title}", meeting.short_title,
            vote.title, facts=numbers, verdict="本次表决无效", tone=BAD, why=result.conclusion,
        )  # fmt: skip
        return
    if len(questions) > 1:
        ordered = _in_rank(questions) if vote.choosing is not None else questions
        for at, page in _pages(ordered, lambda q: q.label):
            yield Scene(
                f"result-{vote.id}-{at}", "table", "结果", _paged(f"结果：{vote.title}", at),
                meeting.short_title, vote.title,
                heads=("事项", *(c.label for c in columns), "结果"),
                rows=tuple(
                    (q.label, *(f"{c.votes.get(q.key, '—')}" for c in columns), q.outcome_label)
                    for q in page
                ),
                facts=numbers,
            )  # fmt: skip
    if len(questions) == 1 or (vote.kind == "测评" and len(questions) <= PAGE):
        for question in questions:
            yield _one_result(meeting, vote, question, columns, numbers)


def _is_shown(vote: VoteView, column: CountColumn) -> bool:
    """Leave out what nobody did, and 未选 where a name is either chosen or not."""
    if not column.spare:
        return True
    plain = column.key == SILENT and vote.choosing is not None and vote.choosing.single
    return any(column.votes.values()) and not plain


def _one_result(
    meeting: MeetingView,
    vote: VoteView,
    question: QuestionResult,
    columns: Sequence[CountColumn],
    numbers: tuple[str, ...],
) -> Scene:
    cells = [
        (c.label, f"{c.votes.get(question.key, 0)}")
        for c in columns
        if not c.spare or c.votes.get(question.key)
    ]
    several = len(vote.questions) > 1
    return Scene(
        f"result-{vote.id}-{question.key}", "result", "结果",
        f"结果：{question.label if several else vote.title}", meeting.short_title,
        f"{question.label}{'测评结果' if vote.kind == '测评' else ''}" if several else vote.title,
        cells=tuple(cells), facts=numbers, verdict=question.outcome_label,
        tone=_VERDICTS.get(question.state, PLAIN), why=_first_clause(question.explanation),
    )  # fmt: skip


def _first_clause(explanation: str) -> str:
    """Leave the article out: the hall needs the numbers, the report has the source."""
    return _SOURCE.sub("", explanation.rstrip("。"))


def _in_rank(questions: Sequence[QuestionResult]) -> list[QuestionResult]:
    return sorted(questions, key=lambda q: (q.rank or len(questions) + 1, q.label))


# -- people ----------------------------------------------------------------------------


class _Speeches:
    """供职发言: the order and each speaker, beside the item they belong to, given out once."""

    def __init__(self, work: Work, meeting: MeetingView) -> None:
        self._plan = statements.plan(work, meeting.id)
        self._meeting = meeting
        listed = {s.entry_id for s in self._plan.speakers}
        motions = appointments.motions(work, meeting.id) if listed else []
        self._item = next(
            (m.item_id for m in motions if any(e.id in listed for e in m.entries)), None
        )
        self._given = not listed

    def take(self, item_id: int | None, *, before: bool | None) -> Iterator[Scene]:
        """Yield the scenes where they belong; ``before`` None: wherever they have no place."""
        wanted = self._plan.when == "表决前"
        there = item_id is not None and item_id == self._item and before is wanted
        if self._given or not (there or before is None):
            return
        self._given = True
        title = "拟任命人员供职发言"
        speakers = [s for s in self._plan.speakers if s.spoken]
        for at, page in _pages(speakers, lambda one: one.post):
            yield Scene(
                f"statements-{at}", "table", "供职发言", _paged("供职发言次序", at),
                self._meeting.short_title, title,
                rows=tuple((padded(one.name), one.post) for one in page),
            )  # fmt: skip
        for one in speakers:
            limit = f"发言时间{one.minutes}分钟" if one.minutes else ""
            yield Scene(
                f"statement-{one.id}", "item", "供职发言", f"{one.form}：{one.name}",
                self._meeting.short_title, title,
                (padded(one.name), f"拟任{one.post}"), facts=(limit,) if limit else (),
                minutes=one.minutes,
            )  # fmt: skip


def _appointees(work: Work, meeting: MeetingView) -> Iterator[Scene]:
    passed = [
        entry
        for motion in appointments.motions(work, meeting.id)
        for entry in motion.entries
        if entry.state == "通过"
    ]
    photos = _photos(work, meeting, passed)
    for at, page in _pages(passed, lambda entry: entry.post, PAGE_PHOTOS if photos else 0):
        yield Scene(
            f"names-{at}", "table", "任免", _paged("任免名单", at), meeting.short_title, "任免名单",
            rows=tuple(_action(entry) for entry in page),
            photos=tuple(photos.get(entry.id) for entry in page) if photos else (),
        )  # fmt: skip


def _photos(work: Work, meeting: MeetingView, passed: Sequence[EntryView]) -> dict[int, bytes]:
    """Return the photos of those appointed, by entry, where the office shows them on the screen."""
    on = meeting.start or work.today
    if not passed or not procedure.rules_on(work, meeting.body_id, on)["stage_photos"]:
        return {}
    named = {entry.id: entry.name for entry in passed if "任" in entry.verb}
    found = portraits.photos_named(work, set(named.values()))
    return {key: found[name] for key, name in named.items() if name in found}


def _action(entry: EntryView) -> tuple[str, str, str]:
    return padded(entry.name), entry.verb, entry.post


def _oath(work: Work, meeting: MeetingView) -> Iterator[Scene]:
    for ceremony in oaths.ceremonies(work, meeting.id):
        yield Scene(
            f"oath-{ceremony.id}", "oath", "宣誓", "宪法宣誓誓词", "", "宪法宣誓", (OATH_TEXT,)
        )
        for at, page in _pages(ceremony.takers, lambda taker: taker.post):
            yield Scene(
                f"takers-{ceremony.id}-{at}", "table", "宣誓", _paged("宣誓人员", at),
                meeting.short_title, "宣誓人员",
                rows=tuple((padded(taker.name), taker.post) for taker in page),
            )  # fmt: skip


def _pages(
    rows: Sequence[T], words: Callable[[T], str], at_most: int = 0
) -> Iterator[tuple[int, Sequence[T]]]:
    """Yield lists in pages of about equal length; ``words`` is what a row is read by."""
    long = any(len(words(row)) > _ROW for row in rows)
    most = at_most or (PAGE_LONG if long else PAGE)
    count = -(-len(rows) // most)
    size = -(-len(rows) // max(count, 1)) or 1
    for at in range(count):
        yield at + 1, rows[at * size : (at + 1) * size]


def _paged(label: str, at: int) -> str:
    return label if at == 1 else f"{label}（{at}）"
