"""会议当天的几种情形, through the real window: 假如 is laid by actions, 当 is done by hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from meetingdesk.actions import agenda, attendance, roster, votes
from meetingdesk.actions.vote_views import vote_view, votes_of
from tests.bench.keystrokes import ITEMS
from tests.driving import CTRL, Clerk, focus

if TYPE_CHECKING:
    from collections.abc import Callable

    from meetingdesk.actions.office import Office
    from meetingdesk.panels.run import RunPanel
    from meetingdesk.shell.window import MainWindow

PAGE = "agenda"
NOW = dt.datetime(2026, 8, 18, 1, tzinfo=dt.UTC)


@pytest.fixture
def clerk(show: Callable[[], MainWindow], meeting: int) -> Clerk:
    return Clerk(show())


@pytest.fixture
def present(office: Office, meeting: int) -> list[int]:
    """三十七人到会, 四人请假; return the ids on the roll."""
    attendance.open_roll(office, meeting)
    rows = [r.id for r in attendance.roll(office, meeting)]
    attendance.mark(office, rows[:37], state="出席")
    attendance.mark(office, rows[37:], state="请假", reason="公务")
    return rows


def a_vote(office: Office, meeting: int, title: str, method: str = "按表决器") -> int:
    card = "表决器-全体过半数" if method == "按表决器" else ""
    return votes.draft_vote(
        office, meeting_id=meeting, kind="表决", title=title, method=method, card_name=card,
        questions=[(title, "", {})],
    )  # fmt: skip


def open_vote(clerk: Clerk, vote_id: int) -> None:
    clerk.page("votes")
    panel: Any = clerk.window.pages.current_panel()
    panel.show_vote(vote_id)
    clerk.click("votesOpen")


def undo(clerk: Clerk, table: str) -> None:
    view = clerk.table(table).view
    focus(view)
    QTest.keyClick(view, Qt.Key.Key_Z, CTRL)
    QApplication.processEvents()


def test_临时增加的议题(office: Office, meeting: int, clerk: Clerk) -> None:
    """假如 十二项议题的议程已经通过
    当 会上又增加一项议题
    那么 新议题编为12.1, 原有各项的序号不动, 撤销后恢复原样.
    """
    agenda.add_pasted(office, meeting, "\n".join(ITEMS))
    clerk.click("adoptAgenda")
    clerk.header("新建议题")
    clerk.answer("itemSheet", verb="审议", subject="关于召开市第十四届人大第七次会议的决定（草案）")
    shown = [row.shown_number for row in clerk.table("agendaTable").rows()]
    assert shown == [*(str(n) for n in range(1, 13)), "12.1"]
    undo(clerk, "agendaTable")
    assert len(clerk.table("agendaTable").rows()) == 12


def test_表决前有人离会(office: Office, meeting: int, clerk: Clerk, present: list[int]) -> None:
    """假如 三十七人到会, 第一项表决已经开票
    当 一位委员离席, 再开第二项表决
    那么 第一项的到会仍是37人, 第二项是36人, 全体组成人员都是41人, 都须21票.
    """
    first, second = (a_vote(office, meeting, f"关于示例事项{n}的表决") for n in "一二")
    open_vote(clerk, first)
    clerk.page("meetings")
    clerk.pick("rollTable", lambda r: r.id == present[10])
    clerk.key("rollTable", "5")
    open_vote(clerk, second)
    pinned = [(v.members, v.present, v.quorum) for v in votes_of(office, meeting)]
    assert pinned == [(41, 37, 21), (41, 36, 21)]


def test_投影断开后接上(
    meeting: int, clerk: Clerk, present: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """假如 大屏在投影上显示签到
    当 投影线松脱, 又重新接上
    那么 断开时操作台不受遮挡并说明原因, 接上后自动恢复原来的画面.
    """
    clerk.page("run")
    panel: RunPanel = clerk.window.pages.current_panel()  # type: ignore[assignment]
    screen = QGuiApplication.primaryScreen()
    there: list[Any] = [screen]
    monkeypatch.setattr(panel.stage, "other_screen", lambda: there[0] if there else None)
    clerk.pick("runTable", lambda s: s.key == "roll")
    clerk.key("runTable", Qt.Key.Key_Return)
    stage = panel.stage.window
    assert stage is not None
    there.clear()
    panel.stage._screen_gone(screen)
    assert not stage.isVisible()
    assert "投影已断开" in clerk.text("runTold")
    there.append(screen)
    panel.stage._screens_changed(screen)
    assert stage.isFullScreen()
    assert stage.scene is not None
    assert stage.scene.key == "roll"
    panel.stage.stop()


def test_误导入的名册撤销(office: Office, clerk: Clerk, term_id: int) -> None:
    """假如 名册已有四十一人
    当 误把另一张表格粘贴进来, 随即撤销
    那么 名册与粘贴之前完全一样.
    """
    before = roster.members(office, term_id)
    clerk.page("roster")
    clerk.header("粘贴表格")
    rows = [
        "姓名\t性别\t职务\t任职日期",
        "周误一\t男\t委员\t2022-01-12",
        "周误二\t女\t委员\t2022-01-12",
    ]
    clerk.paste("pasteText", "\n".join(rows))
    for _ in range(200):
        if clerk.find("pasteSheetOk").isEnabled():
            break
        QTest.qWait(20)
    clerk.submit("pasteSheet")
    assert clerk.fact("members").startswith("在任：43人")
    undo(clerk, "membersTable")
    assert clerk.fact("members").startswith("在任：41人")
    assert roster.members(office, term_id) == before


def test_收回多于发出重新投票(
    office: Office, meeting: int, clerk: Clerk, present: list[int]
) -> None:
    """假如 无记名投票已经开票
    当 发出37张, 收回38张, 登记并作废后重新投票
    那么 原票作废并留存, 新的表决接着原来的, 人数重新确定.
    """
    assert present
    vote = a_vote(office, meeting, "关于示例事项的表决", "无记名投票")
    open_vote(clerk, vote)
    clerk.find("votesIssued").setValue(37)  # type: ignore[attr-defined]
    clerk.find("votesReturned").setValue(38)  # type: ignore[attr-defined]
    clerk.click("votesRegister")
    clerk.press(clerk.sheet("votesVoidSheet").ok)
    clerk.click("votesAgainVoid")
    assert clerk.text("votesState") == "拟定"
    clerk.click("votesOpen")
    old, new = votes_of(office, meeting)
    assert (old.state, new.parent_id, new.relation) == ("作废", vote, "重新投票")
    assert (new.state, new.members, new.present) == ("已开票", 41, 37)
    assert vote_view(office, vote).returned == 38
