"""Twenty years of an office: 示例市's desk with 600 meetings, written straight into the tables.

The last session is the sample's own, built through the actions; everything before it is poured in
rows, with the journal's chain worked out afresh. Names, posts and votes are made up.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from meetingdesk.actions import sample
from meetingdesk.actions.office import open_office
from meetingdesk.actions.pinyin import pinyin_key
from meetingdesk.records.agenda import AgendaItem, Material
from meetingdesk.records.appointments import Motion, MotionEntry
from meetingdesk.records.decisions import Decision
from meetingdesk.records.documents import IssuedDocument
from meetingdesk.records.journal import GENESIS, Entry, digest_of
from meetingdesk.records.meetings import Attendance, Meeting
from meetingdesk.records.roster import Body, Person, Tenure, Term
from meetingdesk.records.votes import Question, Vote

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

MEETINGS, ITEMS, ENTRIES, PEOPLE = 600, 8_000, 60_000, 5_000

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "明远志强海建国若兰文晓岚承宇清思源嘉禾立诚景行守拙怀启砚秋知佳宁东升晴川敏学"
_KINDS = ("主任会议", "党组会议", "主任会议", "常委会会议")
_MATTERS = (
    "市人民政府关于{year}年上半年国民经济和社会发展计划执行情况的报告",
    "市人民政府关于{year}年度市级预算执行和其他财政收支审计查出问题整改情况的报告",
    "市人民检察院关于加强公益诉讼检察工作情况的报告",
    "《示例市城市绿化条例（修订草案）》",
    "市人大常委会执法检查组关于检查《中华人民共和国安全生产法》实施情况的报告",
    "{year}年度生态环境状况和环境保护目标完成情况的报告",
    "有关人事任免事项",
)
_POSTS = ("示例市人民法院审判员", "示例市商务局局长", "示例市人民检察院检察员", "示例市副市长")
_TERM_YEARS = ((10, 2002), (11, 2007), (12, 2012), (13, 2017))


def build(
    path: Path,
    *,
    meetings: int = MEETINGS,
    items: int = ITEMS,
    entries: int = ENTRIES,
    people: int = PEOPLE,
    seed: int = 20,
) -> sample.Sample:
    """Write the desk at ``path`` and return the ids of the sample session in it.

    ``meetings``, ``items`` and ``people`` count the sample's own; its journal follows ``entries``.
    """
    office = open_office(path, "张秘书", clock=lambda: sample.NOW)
    with office.desk.session() as session:
        _journal(session, entries)
        session.commit()
    ids = sample.build(office)
    with office.desk.session() as session:
        _Years(session, random.Random(seed)).pour(meetings, items, people)
        session.commit()
    office.desk.close()
    return ids


class _Years:
    """The rows of the years before the sample session."""

    def __init__(self, session: Session, dice: random.Random) -> None:
        self.session, self.dice = session, dice
        self.body_id = session.scalars(select(Body.id).order_by(Body.id)).first()
        self._next: dict[type, int] = {}
        self._rows: dict[type, list[dict[str, Any]]] = {}
        self._held: dict[int, int] = {}

    def add(self, kind: Any, /, **values: Any) -> int:
        """Keep a row for later and return the key it will have."""
        if kind not in self._next:
            last = self.session.scalars(select(kind.id).order_by(kind.id.desc()).limit(1)).first()
            self._next[kind] = (last or 0) + 1
        key = self._next[kind]
        self._next[kind] += 1
        self._rows.setdefault(kind, []).append({"id": key, **values})
        return key

    def pour(self, meetings: int, items: int, people: int) -> None:
        """Make the rows and insert them, table by table."""
        have = {kind: len(self.session.scalars(select(kind.id)).all()) for kind in (
            Meeting, AgendaItem, Person)}  # fmt: skip
        folk = [self._person() for _ in range(people - have[Person])]
        members = self._terms(folk)
        wanted = meetings - have[Meeting]
        per_meeting, more = divmod(max(items - have[AgendaItem], 0), max(wanted, 1))
        for number in range(wanted):
            self._meeting(number, wanted, per_meeting + (number < more), members, folk)
        for kind, rows in self._rows.items():
            self.session.execute(insert(kind), rows)

    def _person(self) -> int:
        given = "".join(self.dice.sample(_GIVEN, self.dice.choice((1, 2, 2))))
        name = self.dice.choice(_SURNAMES) + given
        gender = self.dice.choice(("男", "女"))
        return self.add(Person, name=name, pinyin=pinyin_key(name), gender=gender)

    def _terms(self, folk: list[int]) -> dict[int, tuple[int, list[int]]]:
        """Four terms before the present one, 45 members each: number → (term, people)."""
        made = {}
        for at, (number, year) in enumerate(_TERM_YEARS):
            start, end = dt.date(year, 1, 10), dt.date(year + 5, 1, 9)
            term = self.add(Term, body_id=self.body_id, number=number, start=start, end=end)
            sitting = folk[at * 45 : at * 45 + 45]
            for place, person in enumerate(sitting):
                post = "主任" if not place else "副主任" if place < 7 else "委员"
                self.add(
                    Tenure, person_id=person, term_id=term, post=post, since=start, until=end,
                    committee_order=place, leave_reason="届满",
                )  # fmt: skip
            made[number] = term, sitting
        return made

    def _meeting(
        self,
        number: int,
        of: int,
        items: int,
        members: dict[int, tuple[int, list[int]]],
        folk: list[int],
    ) -> None:
        term_number, year = _TERM_YEARS[number * len(_TERM_YEARS) // of]
        self._held[term_number] = within = self._held.get(term_number, 0) + 1
        first = dt.date(year, 2, 1)
        day = first + dt.timedelta(days=within * 1700 // (of // len(_TERM_YEARS) + 1))
        kind = _KINDS[number % len(_KINDS)]
        term, sitting = members[term_number]
        meeting = self.add(
            Meeting, body_id=self.body_id, term_id=term, term_number=term_number, kind=kind,
            number=within, start=day, end=day + dt.timedelta(days=int(kind == "常委会会议")), mode="现场",
            place="市人大常委会会议厅", state="已结束", agenda_adopted=True,
        )  # fmt: skip
        made = [self._item(meeting, at, day.year) for at in range(items)]
        for place, person in enumerate(sitting if kind == "常委会会议" else sitting[:8]):
            state = "请假" if self.dice.random() < 0.1 else "出席"
            self.add(Attendance, meeting_id=meeting, position=place, person_id=person, state=state)
        for at in range(4):
            self.add(
                IssuedDocument, meeting_id=meeting, kind=("议程", "会议通知", "会议纪要", "公报")[at],
                title=f"第{within}次会议文书{at + 1}", number=f"示人办〔{day.year}〕{number}号",
                issued_on=day, issued_by="张秘书",
            )  # fmt: skip
        if kind == "常委会会议":
            self._adopted(meeting, made, day, folk)

    def _item(self, meeting: int, at: int, year: int) -> int:
        matter = _MATTERS[self.dice.randrange(len(_MATTERS))].format(year=year)
        item = self.add(
            AgendaItem, meeting_id=meeting, position=at, printed_number=str(at + 1),
            verb="听取和审议", subject=matter, type="专项工作报告", submitted_by="市人民政府",
            outcome="听取和审议",
        )  # fmt: skip
        self.add(Material, item_id=item, title="报告", provider="市政府办公室", received=True)
        return item

    def _adopted(self, meeting: int, items: list[int], day: dt.date, folk: list[int]) -> None:
        for at in range(2):
            title = f"示例市人民代表大会常务委员会关于{day.year}年第{at + 1}项事务的决定"
            decision = self.add(
                Decision, meeting_id=meeting, item_id=items[at] if at < len(items) else None,
                position=at, kind="决定", title=title, state="通过", adopted_on=day, body=title * 8,
            )  # fmt: skip
            vote = self.add(
                Vote, meeting_id=meeting, position=at, kind="表决", title=title, method="举手表决",
                secret=False, state="已确认", members=45, present=41, opened_on=day,
                certified_on=day,
            )  # fmt: skip
            self.add(Question, vote_id=vote, key="a", text=title, decision_id=decision)
        motion = self.add(Motion, meeting_id=meeting, proposer="市长", proposer_name="叶知秋")
        names = {row["id"]: row["name"] for row in self._rows[Person]} if folk else {}
        for at, person in enumerate(self.dice.sample(folk, min(len(folk), 8))):
            self.add(
                MotionEntry, motion_id=motion, position=at, verb="决定任命", name=names[person],
                post=self.dice.choice(_POSTS), state="通过", passed_on=day,
            )  # fmt: skip


def _journal(session: Session, entries: int) -> None:
    """Write the steps of the years, chained; the sample's own steps follow them."""
    moment, rows, previous = dt.datetime(2002, 2, 1, 8), [], GENESIS
    apart = dt.timedelta(minutes=12_000_000 // max(entries, 1))
    for seq in range(1, entries + 1):
        moment += apart
        images = {"outcome": ""}, {"outcome": "听取和审议"}
        changes = [
            {"table": "agenda_item", "id": seq % 997, "before": images[0], "after": images[1]}
        ]
        entry = Entry(
            seq=seq, at=moment, who="张秘书", action="登记结果", label="登记议题结果：听取和审议",
            meeting_id=seq % 500 + 1, kind="do", undoable=True, changes=changes, previous=previous,
        )  # fmt: skip
        previous = entry.hash = digest_of(entry)
        rows.append({c.key: getattr(entry, c.key) for c in Entry.__mapper__.column_attrs})
    if rows:
        session.execute(insert(Entry), rows)
