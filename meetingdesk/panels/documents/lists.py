"""The two lists of 文书: papers that can be made now, documents as they were issued."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from meetingdesk.actions.documents import CHANGED, ISSUED, NOT_ISSUED
from meetingdesk.rules.dates import cn_date
from meetingdesk.shell.widgets import Column, EmptyState, RecordTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetingdesk.actions.documents import Paper
    from meetingdesk.papers.documents import Reference

TAGS = {NOT_ISSUED: "neutral", ISSUED: "ok", CHANGED: "warn"}


@dataclass(frozen=True, slots=True)
class Line:
    """A paper in the list; the first one of a stage carries its name."""

    paper: Paper
    first: bool

    @property
    def id(self) -> Reference:
        """What tells the lines apart."""
        return self.paper.reference


def lines_of(papers: Sequence[Paper]) -> list[Line]:
    """Put papers into the order 会前, 会中, 会后 and mark where each begins."""
    stages = ("会前", "会中", "会后")
    ordered = sorted(papers, key=lambda paper: stages.index(paper.stage))
    before = ["", *(paper.stage for paper in ordered)]
    return [Line(p, p.stage != last) for p, last in zip(ordered, before, strict=False)]


def papers_table(empty: EmptyState) -> RecordTable:
    """Return the list of papers that can be made now; several may be chosen."""
    table = RecordTable(
        [
            Column("阶段", lambda x: x.paper.stage if x.first else "", width=64, soft=True),
            Column("文书", lambda x: x.paper.title, stretch=True, wrap=True, tip=_tip),
            Column("状态", lambda x: x.paper.state, width=118, tag=lambda x: TAGS[x.paper.state]),
        ],
        name="可以生成的文书",
        empty=empty,
        multi=True,
    )
    table.setObjectName("papersTable")
    return table


def _tip(line: Line) -> str:
    number = f"　文号：{line.paper.number}" if line.paper.number else ""
    return f"{line.paper.kind_title}　{line.paper.title}{number}"


def issued_table() -> RecordTable:
    """Return the list of documents as they were issued."""
    table = RecordTable(
        [
            Column("文号", _number, width=168, wrap=True),
            Column("标题", lambda x: x.title, stretch=True, wrap=True),
            Column("印发", _when, width=138, soft=True, wrap=True),
        ],
        name="已印发的文书",
        sortable=True,
        empty=lambda: EmptyState(
            "还没有印发过文书",
            "在“可以生成”里选一份，按“印发”填写文号。印发稿原样存入台账，以后改了记录也不变。",
        ),
    )
    table.setObjectName("issuedTable")
    return table


def _number(row: Any) -> str:
    return row.number or "无文号"


def _when(row: Any) -> str:
    return f"{cn_date(row.issued_on)}\n{row.issued_by}" if row.issued_on else str(row.issued_by)
