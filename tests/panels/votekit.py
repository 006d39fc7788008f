"""A committee with votes to come, and the window on their panel driven as a person would."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from meetingdesk.actions import (
    agenda,
    appointments,
    attendance,
    counting,
    decisions,
    meetings,
    roster,
    votes,
)
from meetingdesk.panels.votes import VotesPanel
from meetingdesk.shell.widgets import Sheet

if TYPE_CHECKING:
    from meetingdesk.actions.base import Work
    from meetingdesk.actions.office import Office
    from meetingdesk.shell.window import MainWindow

W = TypeVar("W", bound=QWidget)
DAY = dt.date(2026, 8, 18)
OBJECTS = ["市商务局", "市医疗保障局", "市人防办", "市林业局", "市教育局"]
A, B, C = "满意", "基本满意", "不满意"
NAMES = [
    "张三", "李四", "王五", "赵六", "钱七", "孙八",
    "周九", "吴十", "郑十一", "王十二", "冯十三", "陈十四",
]  # fmt: skip


def build(work: Work) -> int:
    """A committee of 41 with 37 present, five objects to evaluate, a decision, twelve names."""
    body = roster.add_body(
        work, name="示例市人大常委会", short_name="市人大常委会", place_name="示例市",
        level="市", kind="standing_committee",
    )  # fmt: skip
    term = roster.add_term(work, body_id=body, number=14, start=dt.date(2022, 1, 1))
    for number in range(41):
        roster.add_member(work, term_id=term, name=f"委员{number:02}", since=dt.date(2022, 1, 1))
    meeting = meetings.convene(work, term_id=term, number=36, start=DAY, end=DAY)
    attendance.open_roll(work, meeting)
    rows = [row.id for row in attendance.roll(work, meeting)]
    attendance.mark(work, rows[:37], state="出席")
    agenda.add_item(work, meeting, verb="听取", subject="5个部门的工作报告", objects=OBJECTS)
    decisions.draft_decision(work, meeting, title="关于某事的决定", body="会议决定。")
    motion = appointments.add_motion(work, meeting, proposer="主任会议")
    for name in NAMES:
        appointments.add_entry(
            work, motion, verb="任命", name=name, post="示例市人大常委会办公室副主任"
        )
    return meeting


class Desk:
    """The window with the panel, and short ways to its controls."""

    def __init__(self, window: MainWindow, office: Office, meeting: int) -> None:
        self.window, self.office, self.meeting = window, office, meeting
        panel = window.pages.current_panel()
        assert isinstance(panel, VotesPanel)
        self.panel = panel

    def find(self, name: str, kind: type[W] = QWidget) -> W:  # type: ignore[assignment]
        QApplication.processEvents()
        found = [w for w in self.window.findChildren(kind, name) if w.isVisible()]
        assert len(found) == 1, (name, found)
        return found[0]

    def click(self, name: str) -> None:
        self.find(name, QAbstractButton).click()
        QTest.qWait(1)

    def keys(self, typed: str) -> None:
        """Type on the ballot: ``\\n`` is Enter, ``<`` is ←, ``~`` is Escape."""
        special = {"\n": Qt.Key.Key_Return, "<": Qt.Key.Key_Left, "~": Qt.Key.Key_Escape,
                   "^": Qt.Key.Key_Up, "v": Qt.Key.Key_Down, "\b": Qt.Key.Key_Backspace}  # fmt: skip
        for one in typed:
            target = self.find("votesSheet")
            assert target.hasFocus()
            if one in special:
                QTest.keyClick(target, special[one])
            else:
                QTest.keyClick(target, one)

    def text(self, name: str) -> str:
        return str(self.find(name).text())  # type: ignore[attr-defined]

    def vote(self) -> votes.VoteView:
        assert self.panel.page.vote is not None
        return votes.vote_view(self.office, self.panel.page.vote.id)

    def count(self) -> counting.CountView:
        assert self.panel.page.count_id is not None
        return counting.count_view(self.office, self.panel.page.count_id)

    def sheet(self, name: str) -> Sheet:
        return self.find(name, Sheet)

    def to_count(self, vote: int) -> None:
        """Open a drafted vote and go to its first count by the widgets."""
        self.panel.show_vote(vote)
        self.click("votesOpen")
        self.click("votesRegister")
        self.click("votesStartCount")


def evaluation(desk: Desk) -> int:
    return votes.draft_evaluation(desk.office, 1)
