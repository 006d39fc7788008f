"""出席: the roll of the meeting at hand, marked by one key a member."""

from __future__ import annotations

import string
import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meetingdesk.actions import attendance, movements, recovery
from meetingdesk.panels.meetings.calling import CallField
from meetingdesk.panels.meetings.moves import moves_sheet
from meetingdesk.rules.names import padded
from meetingdesk.shell import keys, theme
from meetingdesk.shell.widgets import Column, EmptyState, RecordTable, Tag, Toolbar, button, label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from meetingdesk.actions.attendance import AttendanceView
    from meetingdesk.actions.meetings import MeetingView
    from meetingdesk.shell.panel import Panel

#: key → (button, state, mode)
MARKS = {
    "1": ("现场", "出席", "现场"),
    "2": ("视频", "出席", "视频"),
    "3": ("请假", "请假", ""),
    "4": ("缺席", "缺席", ""),
    "0": ("清除", "未登记", ""),
}
#: key → what is noted during the day
MOVES = {"5": "离席", "6": "返回", "7": "早退", "8": "迟到"}
_TAGS = {"出席": "ok", "请假": "warn", "缺席": "bad", "未登记": "neutral"}
_REASON, _MOVES = 4, 6
_TYPING_S = 1.2


def state_words(row: AttendanceView) -> str:
    """Return 现场, 视频, 请假, 缺席 or 未登记; 离席 or 早退 for one out of the hall."""
    if row.away:
        return row.last_move
    return (row.mode or "现场") if row.state == "出席" else row.state


def _paper_tip(row: AttendanceView) -> str:
    paper = f"断电后据纸质记录补录：{row.from_paper}" if row.from_paper else ""
    return "\n".join(words for words in (row.moves, paper) if words)


def _tag(row: AttendanceView) -> str:
    return "warn" if row.away else _TAGS.get(row.state, "neutral")


class RollTab(QWidget):
    """签到名册: one key marks and goes on; letters jump to a member by pinyin initials."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self.panel = panel
        self._meeting: MeetingView | None = None
        self._typed, self._typed_at = "", 0.0
        self._asked: int | None = None
        self.setAccessibleName("出席")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 10, 0, 0)
        box.setSpacing(theme.GAP)
        self.bar = self._bar()
        box.addWidget(self.bar)
        self.table = RecordTable(
            [
                Column("序", lambda a: a.position, 52, soft=True),
                Column("姓名", lambda a: padded(a.name), 112),
                Column("职务", lambda a: a.post, 74, soft=True),
                Column("出席", state_words, 78, tag=_tag, tip=_paper_tip),
                Column("事由", lambda a: a.reason, stretch=True, set=self._set_reason,
                       tip=lambda _a: "请假或缺席的事由，只留在台账，不写入文书"),
                Column("准假人", lambda a: a.approved_by, 84, soft=True, set=self._set_approved),
                Column("进出", lambda a: a.moves, 150, soft=True, tip=lambda a: a.moves),
            ],
            name="签到名册", empty=self._empty(),
        )  # fmt: skip
        self.table.setObjectName("rollTable")
        self.table.place = "roll"
        for key in MARKS:
            self.table.bind_key(key, partial(self.mark, key))
        for key in MOVES:
            self.table.bind_key(key, partial(self.note_move, key))
        for letter in string.ascii_lowercase:
            self.table.bind_key(letter, partial(self.jump, letter))
        self.table.bind_key("+", lambda _row: self.call.begin())
        box.addWidget(self.table, 1)
        self.keys = self._marks()
        box.addWidget(self.keys)
        self.move_keys = self._moves()
        box.addWidget(self.move_keys)
        keys.follow(self._tell_keys)
        self._tell_keys()

    def _bar(self) -> Toolbar:
        self.open_button = button("更新签到名册", self.open_roll, icon="clipboard-text",
                                  hint="按会议首日在任的组成人员；已登记的出席情况保留")  # fmt: skip
        self.all_button = button("全部出席", self.mark_rest, icon="checks",
                                 hint="把还没有登记的都记为现场出席")  # fmt: skip
        self.open_button.setObjectName("openRoll")
        self.all_button.setObjectName("markRest")
        bar = Toolbar(self.open_button, self.all_button)
        self.call = CallField({key: words for key, (words, *_) in MARKS.items()} | MOVES)
        self.call.called.connect(self._called)
        self.call.left.connect(self._to_table)
        self.call.unseen.connect(self.panel.host.toast)
        bar.add(self.call, 1)
        self.from_paper = Tag("", "warn")
        bar.add(self.from_paper)
        self.from_paper.setObjectName("rollFromPaper")
        return bar

    def _tell_keys(self) -> None:
        """Say on the buttons which keys do the same."""
        number = keys.shown("roll.number")
        self.jump_hint.setText("首字母跳到该人" + (f"，{number}按号码" if number else ""))
        for name, (made, words) in self._keyed.items():
            key = keys.shown(name)
            made.setText(f"{words} {key}")
            made.setAccessibleName(f"{words}，键{key}" if key else words)

    def _marks(self) -> Toolbar:
        bar = Toolbar()
        self.marks = {}
        self._keyed: dict[str, tuple[QPushButton, str]] = {}
        for key, (words, _state, _mode) in MARKS.items():
            made = button(words, partial(self.mark, key))
            made.setObjectName(f"mark{key}")
            self._keyed["roll.mark" + key] = (made, words)
            self.marks[key] = bar.add(made)
        bar.gap()
        self.jump_hint = label("首字母跳到该人，＋按号码", "soft")
        bar.add(self.jump_hint)
        return bar

    def _moves(self) -> Toolbar:
        """Make the keys of the day's arrivals and departures."""
        bar = Toolbar()
        for key, words in MOVES.items():
            made = button(words, partial(self.note_move, key), kind="ghost",
                          hint="按现在的时间登记；时间可在“进出登记”里改")  # fmt: skip
            made.setObjectName(f"move{key}")
            self._keyed["roll.move" + key] = (made, words)
            bar.add(made)
        bar.gap()
        self.moves_button = button("进出登记", self.show_moves, icon="clock",
                                   hint="当天的迟到、离席、返回、早退，可改时间")  # fmt: skip
        self.moves_button.setObjectName("showMoves")
        bar.add(self.moves_button)
        return bar

    def _empty(self) -> EmptyState:
        self.first = button("生成签到名册", self.open_roll, icon="clipboard-text")
        self.first.setObjectName("firstRoll")
        self.nothing = EmptyState("还没有签到名册", "", self.first)
        return self.nothing

    # -- showing -----------------------------------------------------------------------

    def show_meeting(self, meeting: MeetingView | None) -> None:
        """Show the roll of ``meeting``."""
        self._meeting = meeting
        rows = attendance.roll(self.panel.office, meeting.id) if meeting is not None else []
        if meeting is None:
            title, hint = "还没有选定会议", "在左边选一次会议，或新建会议。"
        else:
            title = "还没有签到名册"
            hint = "名册由会议首日在任的组成人员生成，次序同名册。" + (
                "" if meeting.start else "请先修改会议，填写会议日期。"
            )
        self.nothing.title.setText(title)
        self.nothing.hint.setText(hint)
        self.nothing.hint.setVisible(True)
        self.first.setVisible(meeting is not None)
        self.table.set_rows(rows)
        self.call.show_rows(rows)
        self.bar.setVisible(bool(rows))
        self.keys.setVisible(bool(rows))
        moved = any(a.moves for a in rows)
        self.move_keys.setVisible(any(a.state == "出席" for a in rows))
        self.moves_button.setVisible(moved)
        self.table.view.setColumnHidden(_MOVES, not moved)
        self.all_button.setEnabled(any(a.state == "未登记" for a in rows))
        typed = [a.from_paper for a in rows if a.from_paper]
        now = meeting is not None and recovery.running(self.panel.office, meeting.id) is not None
        words = f"{len(typed)}人断电后据纸质记录补录" if typed else ""
        if now:
            words = f"断电补录中　已补录{len(typed)}人"
        self.from_paper.setVisible(bool(words))
        self.from_paper.set(words, "warn")
        self.from_paper.setToolTip("；".join(dict.fromkeys(typed)))

    # -- doing -------------------------------------------------------------------------

    def open_roll(self) -> None:
        """Put everyone in office on the roll."""
        if self._meeting is None:
            return
        host = self.panel.host
        count = host.guard(attendance.open_roll, self.panel.office, self._meeting.id)
        if count is not None:
            host.toast(f"签到名册共{count}人", undo=True)
            self.table.setFocus()
            if self.table.current() is None and self.table.rows():
                self.table.select_id(self.table.rows()[0].id)

    def mark(self, key: str, row: AttendanceView | None = None) -> None:
        """Mark the chosen member and go on to the next; 请假 asks for the reason in place."""
        row = row or self.table.current()
        if row is None:
            return
        state = MARKS[key][1]
        self._asked = None
        if row.away and state == "出席":  # in the hall again, not marked anew
            self.note_move("6", row)
            return
        if not self._mark(key, row):
            return
        if state == "请假":
            self._ask_reason(row.id)
        else:
            self._go_on(row.id)

    def _to_table(self) -> None:
        self.table.setFocus()

    def _called(self, row: AttendanceView, key: str) -> None:
        """Mark one called by number; the field is ready for the next."""
        self.table.select_id(row.id)
        words = MOVES.get(key) or MARKS[key][0]
        if key in MOVES or (row.away and key in ("1", "2")):
            done = self.note_move(key if key in MOVES else "6", row)
        else:
            done = self._mark(key, row)
        if done:
            self.call.tell(f"{row.position}　{padded(row.name)}：{words}")
        self.call.begin()

    def _mark(self, key: str, row: AttendanceView) -> bool:
        _words, state, mode = MARKS[key]
        return bool(
            self.panel.host.guard(
                attendance.mark, self.panel.office, [row.id], state=state, mode=mode,
                reason=row.reason if state == row.state else "",
                approved_by=row.approved_by if state == row.state else "", default=True,
            )
        )  # fmt: skip

    def note_move(self, key: str, row: AttendanceView | None = None) -> bool:
        """Note that the chosen member leaves, is back, goes home or comes late, just now."""
        row = row or self.table.current()
        if row is None:
            return False
        done = self.panel.host.guard(
            movements.move, self.panel.office, [row.id], kind=MOVES[key], default=True
        )
        if done:
            self.panel.host.toast(f"{row.name}{MOVES[key]}", undo=True)
            self.table.setFocus()
        return bool(done)

    def show_moves(self) -> None:
        """List the day's arrivals and departures, to correct their times."""
        if self._meeting is not None:
            moves_sheet(self.panel, self.panel.office, self._meeting.id, self.panel.host).open()

    def _go_on(self, attendance_id: int) -> None:
        rows = self.table.rows()
        at = self.table.model.position(attendance_id)
        if at is not None and at + 1 < len(rows):
            self.table.select_id(rows[at + 1].id)
        self.table.setFocus()

    def _ask_reason(self, attendance_id: int) -> None:
        at = self.table.model.position(attendance_id)
        if at is None:
            return
        self.table.select_id(attendance_id)
        self.table.setFocus()
        self._asked = attendance_id
        self.table.view.edit(self.table.model.index(at, _REASON))

    def _set_reason(self, row: AttendanceView, text: str) -> None:
        state = row.state if row.state in ("请假", "缺席") else "请假"
        self.panel.host.guard(
            attendance.mark, self.panel.office, [row.id], state=state, reason=text,
            approved_by=row.approved_by,
        )  # fmt: skip
        if self._asked == row.id:  # the reason was asked for by a key: go on once it is closed
            QTimer.singleShot(0, self, partial(self._go_on, row.id))
        self._asked = None

    def _set_approved(self, row: AttendanceView, text: str) -> None:
        self.panel.host.guard(
            attendance.mark, self.panel.office, [row.id], state="请假", reason=row.reason,
            approved_by=text,
        )  # fmt: skip

    def mark_rest(self) -> None:
        """Mark all who are not marked yet as present on site."""
        rest = [a.id for a in self.table.rows() if a.state == "未登记"]
        host = self.panel.host
        if rest and host.guard(
            attendance.mark, self.panel.office, rest, state="出席", mode="现场", default=True
        ):
            host.toast(f"已把{len(rest)}人记为现场出席", undo=True)

    def jump(self, letter: str, _row: AttendanceView | None = None) -> None:
        """Go to the next member whose initials, or whole pinyin, begin with what was typed."""
        now = time.monotonic()
        self._typed = letter if now - self._typed_at > _TYPING_S else self._typed + letter
        self._typed_at = now
        rows = self.table.rows()
        at = self.table.view.currentIndex().row()
        start = at if len(self._typed) > 1 else at + 1
        order = [*rows[max(start, 0):], *rows[: max(start, 0)]]  # fmt: skip
        for row in order:
            full, _, initials = row.pinyin.partition("|")
            if initials.startswith(self._typed) or full.startswith(self._typed):
                self.table.select_id(row.id)
                return
