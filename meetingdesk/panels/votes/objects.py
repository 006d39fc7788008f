"""Sheets that put things on a drafted ballot: pasted, picked from the desk, asked in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from meetingdesk.actions import votes
from meetingdesk.shell.widgets import Column, EmptyState, RecordTable, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from meetingdesk.actions.votes import Offered, VoteView


def paste_sheet(parent: QWidget, office: Any, vote_id: int) -> Sheet:
    """Ask for several rows at once, one a line."""

    def submit(sheet: Sheet) -> None:
        votes.add_questions(office, vote_id, sheet.form.value("lines"))

    sheet = Sheet(parent, "粘贴多项", submit, ok="加入", width=560,
                  hint="每行一项；姓名或名称之后可用“｜”隔开说明，如“张三｜教师”。")  # fmt: skip
    sheet.form.add_lines("lines", "事项", required=True, height=220)
    return _open(sheet.named("votesPasteSheet"), "lines")


def parts_sheet(parent: QWidget, office: Any, vote_id: int) -> Sheet:
    """Ask what is to be measured of every object."""

    def submit(sheet: Sheet) -> None:
        votes.ask_in_parts(office, vote_id, sheet.form.value("parts").splitlines())

    sheet = Sheet(parent, "分列测评内容", submit, ok="分列", width=520,
                  hint="每行一项，如办理过程、办理结果。每个对象按各项分别测评。")  # fmt: skip
    sheet.form.add_lines("parts", "测评内容", required=True, height=140)
    return _open(sheet.named("votesPartsSheet"), "parts")


def before_sheet(
    parent: QWidget, office: Any, vote: VoteView, what: str, done: Callable[[int], None]
) -> Sheet:
    """Ask for an amendment or a separate article to be voted on first."""
    article = what == "单独表决"

    def submit(sheet: Sheet) -> None:
        done(votes.draft_before(office, vote.id, what=what, **sheet.form.values()))

    hint = "先于全案付表决；确认结果以前，全案不能开票。"
    sheet = Sheet(parent, f"附{what}", submit, ok="拟定", hint=hint)
    sheet.form.add_text("text", "条款" if article else "修正案", required=True,
                        hint="如：第十五条" if article else "如：张三等五人关于第三条的修正案")  # fmt: skip
    sheet.form.add_text("detail", "说明", hint="可不填")
    return _open(sheet.named("votesBeforeSheet"), "text")


def pick_sheet(parent: QWidget, office: Any, vote_id: int) -> Sheet:
    """Choose among what the desk knows: entries, members, units."""
    found = votes.offered(office, vote_id)

    def submit(_sheet: Sheet) -> None:
        votes.add_offered(office, vote_id, [one.key for one in table.selected()])

    sheet = Sheet(parent, "从台账选取", submit, ok="加入", width=620,
                  hint="可多选：按住 Ctrl 或 Shift 点选，或用方向键。")  # fmt: skip
    search = QLineEdit()
    search.setObjectName("votesPickSearch")
    search.setPlaceholderText("按姓名、名称查找")
    search.setAccessibleName("查找")
    sheet.add(search)
    table = RecordTable(
        [
            Column("来源", lambda o: o.what, width=80, soft=True),
            Column("姓名或名称", lambda o: o.text, width=200),
            Column("说明", lambda o: o.detail, stretch=True, soft=True),
        ],
        name="可以列在票上的",
        row_id=lambda o: o.key,
        multi=True,
        empty=lambda: EmptyState("没有可以选取的", "名册、任免案和单位中没有票上以外的内容。"),
    )
    table.setObjectName("votesPickTable")
    table.setMinimumHeight(320)
    table.set_rows(found)
    sheet.add(table, 1)

    def look(typed: str) -> None:
        table.set_rows([one for one in found if _matches(one, typed.strip())])

    search.textChanged.connect(look)
    sheet.setObjectName("votesPickSheet")
    sheet.ok.setObjectName("votesPickSheetOk")
    sheet.open()
    search.setFocus(Qt.FocusReason.OtherFocusReason)
    return sheet


def _matches(one: Offered, typed: str) -> bool:
    return typed in one.text or typed in one.detail


def _open(sheet: Sheet, field: str) -> Sheet:
    sheet.open()
    sheet.form.fields[field].control.setFocus(Qt.FocusReason.OtherFocusReason)
    return sheet
