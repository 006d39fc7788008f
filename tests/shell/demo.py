"""A panel and an office for the window's tests: real classes, invented records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from meetingdesk.errors import Problem, Refused
from meetingdesk.panels.registry import PanelEntry
from meetingdesk.shell.panel import Action, Panel
from meetingdesk.shell.widgets import (
    Card,
    Column,
    EmptyState,
    FactTile,
    RecordTable,
    Sheet,
    button,
    fact_row,
    label,
    two_columns,
)


@dataclass(frozen=True)
class Item:
    id: int
    way: str
    subject: str
    organ: str
    paper: str
    kind: str


ITEMS = tuple(
    Item(number, *rest)
    for number, rest in enumerate(
        [
            (
                "听取和审议",
                "市人民政府关于上半年国民经济和社会发展计划执行情况的报告",
                "市发展改革委",
                "齐",
                "ok",
            ),
            (
                "听取和审议",
                "市人民政府关于2025年市级决算和2026年上半年预算执行情况的报告",
                "市财政局",
                "齐",
                "ok",
            ),
            (
                "审查批准",
                "市人民政府关于2026年市级预算调整方案（草案）的议案",
                "市财政局",
                "缺决议草案",
                "bad",
            ),
            (
                "听取和审议",
                "2025年度市级预算执行和其他财政收支的审计工作报告",
                "市审计局",
                "齐",
                "ok",
            ),
            (
                "审议",
                "关于批准示例市与江源市东城区缔结友好城市的决定（草案）",
                "主任会议",
                "齐",
                "ok",
            ),
            ("审议", "流域城市关于协作助力生态治理的决定（草案）", "主任会议", "改稿2", "info"),
            (
                "听取、测评",
                "五个政府工作部门的工作报告并进行满意度测评",
                "评议工作组",
                "缺2份报告",
                "warn",
            ),
            ("审议、表决", "人事任免事项", "市长、两院", "齐", "ok"),
            (
                "听取和审议",
                "市人大常委会执法检查组关于检查《中华人民共和国固体废物污染环境防治法》实施情况的报告",
                "城建环资委",
                "齐",
                "ok",
            ),
            ("审议", "关于接受辞职请求的决定（草案）", "主任会议", "齐", "ok"),
            ("颁发", "任命书", "主任", "", ""),
            ("宣誓", "新任命人员宪法宣誓", "主任会议", "", ""),
        ],
        1,
    )
)


class News:
    def __init__(self) -> None:
        self.slots: list[Any] = []

    def connect(self, slot: Any) -> None:
        self.slots.append(slot)

    def disconnect(self, slot: Any) -> None:
        self.slots.remove(slot)


@dataclass(frozen=True)
class Change:
    tables: frozenset[str]
    meeting_id: Any = 1


class FakeOffice:
    """Keeps agenda items in a list; every action can be undone."""

    def __init__(self) -> None:
        self.changed = News()
        self.items = list(ITEMS)
        self.past: list[tuple[str, list[Item]]] = []
        self.future: list[tuple[str, list[Item]]] = []

    def _do(self, words: str, items: list[Item], table: str = "agenda_items") -> None:
        self.past.append((words, self.items))
        self.future.clear()
        self.items = items
        self._tell(table)

    def _tell(self, table: str) -> None:
        for slot in list(self.changed.slots):
            slot(Change(frozenset({table})))

    def add(self, subject: str, organ: str) -> Item:
        if any(item.subject == subject for item in self.items):
            raise Refused("没有新建这项议题。", Problem("已有同名议题", field="subject"))
        made = Item(max(i.id for i in self.items) + 1, "审议", subject, organ, "", "")
        self._do(f"新建“{subject}”", [*self.items, made])
        return made

    def delete(self, item_id: int) -> None:
        if item_id == 1:
            raise Refused("这项议题不能删除。", Problem("议程已经印发", row=1))
        self._do("删除议题", [item for item in self.items if item.id != item_id])

    def move(self, item_id: int, to: int) -> None:
        items = list(self.items)
        at = next(i for i, item in enumerate(items) if item.id == item_id)
        items.insert(to, items.pop(at))
        self._do("移动议题", items)

    def retitle(self, item_id: int, text: str) -> None:
        self._do(
            "修改议题", [replace(i, subject=text) if i.id == item_id else i for i in self.items]
        )

    def can_undo(self) -> str | None:
        return self.past[-1][0] if self.past else None

    def can_redo(self) -> str | None:
        return self.future[-1][0] if self.future else None

    def undo(self) -> str:
        words, items = self.past.pop()
        self.future.append((words, self.items))
        self.items = items
        self._tell("agenda_items")
        return words

    def redo(self) -> str:
        words, items = self.future.pop()
        self.past.append((words, self.items))
        self.items = items
        self._tell("agenda_items")
        return words


class DemoPanel(Panel):
    key, title, icon, group = "agenda", "议程与日程", "list-numbers", "会前"
    tables = frozenset({"agenda_items"})

    def build(self) -> None:
        self.refreshed = 0
        left = QWidget()
        left.setAccessibleName("议题")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self.total = FactTile("议题")
        self.papers = FactTile("材料齐备", "9 / 12", "3项未交", "warn")
        votes = FactTile("须表决", "6", "过半数为21票", "info")
        days = FactTile("距开会", "6天", "通知已发", "ok")
        column.addLayout(fact_row(self.total, self.papers, votes, days))
        self.table = RecordTable(
            [
                Column("序", lambda r: self.office.items.index(r) + 1, width=44),
                Column("方式", lambda r: r.way, width=104, soft=True),
                Column("议题", lambda r: r.subject, stretch=True, wrap=True, set=self.retitle),
                Column("提请／报告", lambda r: r.organ, width=112, soft=True),
                Column("材料", lambda r: r.paper or "—", width=112, tag=lambda r: r.kind or None),
            ],
            name="议题",
            movable=True,
            empty=EmptyState(
                "还没有议题",
                "可以从文件粘贴议程建议稿。",
                button("新建议题", self.new),
                "list-numbers",
            ),
        )
        card = Card(margins=6)
        card.add(self.table, 1)
        column.addWidget(card, 1)
        right = Card()
        right.add(label("预览 ・ 议程（草案）　GB/T 9704", "soft"))
        right.body.addStretch(1)
        right.setMinimumWidth(300)
        self.body.addWidget(two_columns(left, right), 1)
        self.table.edit_requested.connect(self.edit)
        self.table.delete_requested.connect(self.delete)
        self.table.new_requested.connect(self.new)
        self.table.moved.connect(lambda row, to: self.host.guard(self.office.move, row.id, to))

    def refresh(self, change: Any | None = None) -> None:
        self.refreshed += 1
        self.total.set(str(len(self.office.items)))
        self.table.set_rows(self.office.items)

    def primary_actions(self) -> list[Action]:
        return [
            Action("印议程", self.new, icon="printer"),
            Action(
                "付印前校核", self.new, icon="shield-check", primary=True, shortcut="Ctrl+Return"
            ),
        ]

    def subtitle(self) -> str:
        return "应到41人"

    def focus_on(self, **focus: Any) -> None:
        self.table.select_id(focus["item"])

    def retitle(self, row: Item, text: str) -> None:
        self.host.guard(self.office.retitle, row.id, text)

    def edit(self, row: Item) -> None:
        self.edited = row

    def new(self) -> None:
        self.sheet = Sheet(self, "新建议题", lambda s: self.office.add(**s.form.values()))
        self.sheet.form.add_text("subject", "议题", required=True, hint="写全称，不加书名号")
        self.sheet.form.add_choice(
            "organ", "提请机关", [("主任会议", "主任会议"), ("市长", "市长")]
        )
        self.sheet.open()

    def delete(self, row: Item) -> None:
        if self.host.guard(self.office.delete, row.id, default=True):
            self.host.toast(f"已删除“{row.subject}”", undo=True)


class OtherPanel(Panel):
    key, title, icon, group = "votes", "表决与测评", "check-square", "会中"
    tables = frozenset({"votes"})

    def build(self) -> None:
        self.refreshed = 0

    def refresh(self, change: Any | None = None) -> None:
        self.refreshed += 1


def entry(name: str, key: str, title: str, icon: str, group: str, order: int) -> PanelEntry:
    return PanelEntry(__name__, name, key, title, icon, group, order)


DEMO = (
    entry("DemoPanel", "roster", "名册", "users-three", "会前", 10),
    entry("DemoPanel", "meetings", "会议与出席", "calendar-check", "会前", 20),
    entry("DemoPanel", "agenda", "议程与日程", "list-numbers", "会前", 30),
    entry("DemoPanel", "decisions", "决定草案", "note-pencil", "会前", 40),
    entry("DemoPanel", "appointments", "任免与宣誓", "identification-card", "会前", 50),
    entry("OtherPanel", "votes", "表决与测评", "check-square", "会中", 60),
    entry("DemoPanel", "documents", "文书", "printer", "会后", 70),
    entry("DemoPanel", "journal", "日志", "clock-counter-clockwise", "工具", 80),
)
MEETINGS = [
    (1, "示例市十四届人大常委会第三十六次会议", "2026年8月17日—18日"),
    (2, "示例市十四届人大常委会第三十五次会议", "2026年6月22日—23日"),
]
