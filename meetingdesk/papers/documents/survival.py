"""断电应急包: the forms that stand in for the desk while there is no power.

What is known is filled in (N, how many must say yes, who is on the roll); the rest is left for
the hand. Their columns are those of the screens they are typed into afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.papers.documents.context import day_of, meeting_words
from meetingdesk.papers.documents.forms import ruled
from meetingdesk.papers.documents.votes import card_of
from meetingdesk.papers.model import (
    A4_REPORT,
    Align,
    Block,
    Cell,
    Document,
    Face,
    Gap,
    PageBreak,
    Role,
    Row,
    Table,
    para,
)
from meetingdesk.records.facts import due_at, posts_on, present_of
from meetingdesk.rules.cardtypes import Medium, WriteIn
from meetingdesk.rules.cardwords import condition_words, describe, is_none_at_all
from meetingdesk.rules.majority import needed, quorum
from meetingdesk.rules.names import padded
from meetingdesk.rules.oath import OATH_TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from meetingdesk.records.meetings import Meeting
    from meetingdesk.records.votes import Vote
    from meetingdesk.rules.cards import Card
    from meetingdesk.rules.cardtypes import Threshold

_SMALL = 12.0
#: rows of 正 strokes that stand on one page
_CALLED = 20
_BLANK = "　　　"
_STATES = (("出席", "现场"), ("出席", "视频"), ("请假", ""), ("缺席", ""))


def cover(
    session: Session, meeting: Meeting, made: str, parts: Sequence[tuple[str, str, str]]
) -> Document:
    """Return the list of what is in the kit: ``parts`` are title, pages and a remark."""
    members = len(due_at(session, meeting))
    facts = f"全体组成人员{members}人；到会满{quorum(members)}人方可举行会议。" if members else ""
    rows = [(str(n), *part) for n, part in enumerate(parts, start=1)]
    return _form(
        "survival_cover",
        meeting,
        "断电应急包",
        para(Role.PLAIN, facts, size_pt=14.0),
        ruled(("序号", "内容", "页数", "说明"), rows, (12, 84, 20, 44), "清单",
              left=(1, 3), size_pt=_SMALL),
        Gap(4),
        *(_small(line) for line in _HOW),
        Gap(2),
        _small(f"制作：{made}"),
    )  # fmt: skip


_HOW = (
    "一、停电后按本包的次序继续开会，每项表决用一份唱票记录（或举手表决记录）和一份计票报告单。",
    "二、签到、票数都以纸面为准，由经手人当场签名。",
    "三、恢复供电后，在“会议进行”中按“断电补录”，据纸面逐项录入；所录内容会注明补录人和时间。",
)


def roll(session: Session, meeting: Meeting) -> Document:
    """签到记录: every member with a box for each state; marks made so far are printed."""
    posts = posts_on(session, meeting)
    taken = {a.person_id: (a.state, a.mode) for a in meeting.attendance}
    rows = []
    for number, tenure in enumerate(due_at(session, meeting), start=1):
        state, mode = taken.get(tenure.person_id, ("", ""))
        marks = [
            "√" if state == wanted and (state != "出席" or (mode or "现场") == way) else "□"
            for wanted, way in _STATES
        ]
        name, post = padded(tenure.person.name), posts.get(tenure.person_id, "")
        rows.append((str(number), name, post, *marks, ""))
    heads = ("序号", "姓名", "职务", "现场", "视频", "请假", "缺席", "离会、回会时间")
    table = ruled(heads, rows, (12, 30, 24, 13, 13, 13, 13, 42), "签到记录", size_pt=_SMALL,
                  height_mm=7.6)  # fmt: skip
    return _form(
        "survival_roll", meeting, "签到记录（断电用）", table, Gap(3),
        _small(f"应到{len(rows)}人　实到{_BLANK}人　请假{_BLANK}人　缺席{_BLANK}人"),
        _signed("登记人", "核对人"),
    )  # fmt: skip


def hands(session: Session, vote: Vote) -> Document:
    """举手表决记录表: counted by part of the hall, with what the vote needs to pass."""
    card = card_of(vote)
    labels = [choice.label for choice in card.choices]
    heads = ("区域", *labels, "未表态", "计数人签名")
    blank = [""] * (len(labels) + 1)
    rows = [(f"{name}", *blank, "") for name in ("第一区", "第二区", "第三区", "视频", "合计")]
    each = 92.0 / (len(labels) + 1)
    table = ruled(heads, rows, (26, *([each] * (len(labels) + 1)), 42), "举手表决记录",
                  size_pt=_SMALL, height_mm=12.0)  # fmt: skip
    note = "原定按表决器表决，停电时由主持人宣布改为举手表决。" if vote.method == "按表决器" else ""
    return _form(
        "survival_hands", vote.meeting, "举手表决记录表", *_matter(session, vote, card),
        *([_small(note)] if note else []), Gap(3), table, Gap(3),
        _small("各栏合计应等于到会人数；按合计录入。"), _signed("登记人", "核对人"),
    )  # fmt: skip


def calling(session: Session, vote: Vote) -> Document:
    """唱票记录: a place for 正 strokes for each choice of each item, its sum beside it."""
    card = card_of(vote)
    choices = [choice.label for choice in card.choices]
    titles = _rows_of(vote, card)
    lines = [*choices, "未划", "无效"]
    each = max(1, _CALLED // len(lines))
    tables: list[Block] = []
    for at in range(0, len(titles), each):  # an item's strokes stay on one page
        tables += [PageBreak()] if at else []
        tables.append(_strokes(titles[at : at + each], lines))
    return _form(
        "survival_calling", vote.meeting, "唱票记录（画正表）", *_matter(session, vote, card),
        Gap(3), *tables, Gap(3), _small(f"整票无效：{_BLANK}张"),
        _small("每项各栏之和加整票无效，应等于收回票数。"),
        _signed("唱票人", "计票人", "监票人"),
    )  # fmt: skip


def _strokes(titles: Sequence[str], lines: Sequence[str]) -> Table:
    heads = ("事项", "选择", "画“正”字，每个正字5票", "合计")
    rows = [Row(tuple(Cell((h,), face=Face.HEI, size_pt=_SMALL) for h in heads), 8.0)]
    for title in titles:
        for at, line in enumerate(lines):
            name = Cell(
                ("" if at else title,), align=Align.LEFT, size_pt=10.5,
                vmerge="on" if at else "start",
            )  # fmt: skip
            rows.append(Row((name, Cell((line,), size_pt=_SMALL), Cell(), Cell()), 8.0))
    return Table((46, 24, 70, 20), tuple(rows), description="唱票记录")


def report(session: Session, vote: Vote) -> Document:
    """计票报告单 for the hand: N, base and how many must say yes are filled, results are not."""
    card = card_of(vote)
    paper = vote.method == "无记名投票"
    numbers = [("全体组成人员", _known(vote.members or len(due_at(session, vote.meeting)), "人")),
               ("到会", _known(_present(vote), "人"))]  # fmt: skip
    if card.selection is not None:
        numbers.append(("应选名额", _known(card.selection.seats, "名")))
    if paper:
        numbers += [("发出票", _known(vote.issued, "张")), ("收回票", _known(vote.returned, "张")),
                    ("未收回", f"{_BLANK}张")]  # fmt: skip
    labels = [choice.label for choice in card.choices]
    results = [
        (str(n), title, *([""] * (len(labels) + 1)), "")
        for n, title in enumerate(_rows_of(vote, card), start=1)
    ]
    each = 15.0 if len(labels) <= 4 else 13.0
    side = 11.0 + each * (len(labels) + 1) + 24.0
    roles = (("总监票人", vote.teller_chief), ("监票人", vote.tellers), ("计票人", vote.counters))
    people = roles if paper else (("登记人", ""), ("核对人", ""))
    return _form(
        "survival_report", vote.meeting, "计票报告单（手工）", *_matter(session, vote, card),
        Gap(2),
        ruled([name for name, _ in numbers], [[value for _, value in numbers]],
              [1.0] * len(numbers), "票数", height_mm=10.0, size_pt=_SMALL),
        Gap(3),
        ruled(("序号", "事项", *labels, "无效", "结果"), results,
              (11, 160 - side, *([each] * (len(labels) + 1)), 24), "计票结果", left=(1,),
              size_pt=_SMALL),
        Gap(3), _small("结论："), _small(f"票决规则：{describe(card)}"), Gap(2),
        *(_small(f"{role}：{name or _BLANK * 3}　　签名：") for role, name in people),
        _small("时间：　　　　年　　月　　日　　时　　分"),
        Gap(3), _small("恢复供电后据本单补录。补录人：　　　　　　核对人：　　　　　　"),
    )  # fmt: skip


def oath_text(meeting: Meeting) -> Document:
    """The words of the oath, to be read from the hand."""
    return _form(
        "survival_oath", meeting, "宪法宣誓誓词", Gap(16),
        para(Role.BODY, OATH_TEXT, size_pt=22.0, face=Face.KAI, line_pt=44.0),
    )  # fmt: skip


# -- parts -------------------------------------------------------------------------------


def _form(kind: str, meeting: Meeting, title: str, *blocks: Block) -> Document:
    words = meeting_words(meeting)
    head = (para(Role.CENTER, words["meeting"], face=Face.KAI), para(Role.TITLE, title), Gap(3))
    return Document(
        kind, title, (*head, *blocks), page=A4_REPORT, author=words["office"], date=day_of(meeting)
    )


def _small(text: str) -> Block:
    return para(Role.PLAIN, text, size_pt=_SMALL, line_pt=21.0)


def _signed(*roles: str) -> Block:
    return _small("　　".join(f"{role}签名：{_BLANK * 3}" for role in roles))


def _matter(session: Session, vote: Vote, card: Card) -> list[Block]:
    """What is voted on and how many must say yes, in a number wherever the number is known."""
    lines = [f"表决事项：{vote.title}", f"表决方式：{vote.method}", *_needs(session, vote, card)]
    return [_small(line) for line in lines]


def _needs(session: Session, vote: Vote, card: Card) -> list[str]:
    found = [
        f"{card.labels(outcome.choices)}票{_line(session, vote, outcome.threshold)}的，"
        f"{outcome.label}。"
        for outcome in card.outcomes
        if outcome.threshold is not None and not is_none_at_all(outcome.threshold)
    ]
    if card.selection is not None and card.selection.threshold is not None:
        found.append(f"当选须{_line(session, vote, card.selection.threshold)}。")
    return found


def _line(session: Session, vote: Vote, line: Threshold) -> str:
    """超过全体组成人员半数（41人，21票）; the number is left for the hand where it is not known."""
    known = {
        "全体组成人员": vote.members or len(due_at(session, vote.meeting)),
        "编制名额": vote.statutory_seats,
        "到会": _present(vote),
        "发出": vote.issued,
        "收回": vote.returned,
    }.get(line.base.value)
    if not known:
        return f"{condition_words(line)}（{_BLANK}，即{_BLANK}票）"
    return f"{condition_words(line)}（{known}，即{needed(known, line.op, line.fraction)}票）"


def _present(vote: Vote) -> int | None:
    return vote.present if vote.present is not None else present_of(vote.meeting)


def _known(value: int | None, unit: str) -> str:
    return f"{value}{unit}" if value else f"{_BLANK}{unit}"


def _rows_of(vote: Vote, card: Card) -> list[str]:
    """The lines of the sheet, with room for names written on it (另选他人)."""
    lines = ["　".join(x for x in (q.text, q.detail) if x) for q in vote.questions]
    rule = card.selection
    if rule is not None and rule.write_in is not WriteIn.NO:
        lines += ["另选他人："] * (rule.seats or 1)
    return lines


def by_hand(vote: Vote) -> bool:
    """Whether the vote is taken without paper ballots once the power is gone."""
    return card_of(vote).ballot.medium is not Medium.PAPER
