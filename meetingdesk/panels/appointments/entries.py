"""任免案: every entry of the meeting by proposer, in the order they are voted on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from meetingdesk.actions import appointments, nominating
from meetingdesk.panels.appointments.paste import PasteSheet
from meetingdesk.panels.appointments.sheets import (
    GENDERS,
    PEOPLES,
    EntrySheet,
    follow_words,
    motion_sheet,
)
from meetingdesk.panels.appointments.words import (
    RESULT_KINDS,
    letter_mark,
    motion_words,
    oath_mark,
)
from meetingdesk.rules.names import padded
from meetingdesk.shell import theme
from meetingdesk.shell.widgets import (
    Column,
    EmptyState,
    RecordTable,
    Toolbar,
    button,
    label,
    tab_layout,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetingdesk.actions.appointments import EntryView, MotionView
    from meetingdesk.actions.screening import NomineeView
    from meetingdesk.panels.appointments.page import AppointmentsPanel

# narrower than this, gender and people are left to the form
ROOMY = 860
_LETTER, _CHECK = 8, 9


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: an entry, or a motion that has none yet."""

    id: tuple[str, int]
    number: int | None
    motion: MotionView
    entry: EntryView | None
    first: bool


def lines_of(motions: list[MotionView]) -> list[Line]:
    """Return the lines of the table, entries numbered through."""
    made: list[Line] = []
    number = 0
    for motion in motions:
        if not motion.entries:
            made.append(Line(("motion", motion.id), None, motion, None, first=True))
        for at, entry in enumerate(motion.entries):
            number += 1
            made.append(Line(("entry", entry.id), number, motion, entry, first=at == 0))
    return made


class EntriesTab(QWidget):
    """Motions and entries with add, paste, edit, reorder, withdraw and delete."""

    chosen = Signal(object)

    def __init__(self, panel: AppointmentsPanel) -> None:
        super().__init__()
        self.panel = panel
        self.motions: list[MotionView] = []
        self._gates: dict[int, NomineeView] = {}
        self.setAccessibleName("任免案")
        box = tab_layout(self)
        box.addWidget(self._bar())
        self.table = RecordTable(
            self._columns(),
            name="任免人选",
            movable=True,
            empty=self._empty,
        )
        self.table.setObjectName("entriesTable")
        self.table.edit_requested.connect(self.edit)
        self.table.delete_requested.connect(self.delete)
        self.table.new_requested.connect(self.new)
        self.table.moved.connect(self._moved)
        self.table.chosen.connect(self._chosen)
        box.addWidget(self.table, 1)
        self.note = label("", "error", wrap=True)
        self.note.setObjectName("entryProblem")
        self.note.setContentsMargins(10, 0, 10, 0)
        box.addWidget(self._follow())

    def _follow(self) -> Toolbar:
        """Make the line under the table: what the law says, and what to do about it."""
        self.resign_button = button("登记辞职请求", self.resign, icon="user-minus",
                                    hint="登记其辞去常委会职务的请求，排在任命之前")  # fmt: skip
        self.resign_button.setObjectName("addResignation")
        bar = Toolbar()
        bar.add(self.note, 1)
        bar.add(self.resign_button)
        return bar

    def _columns(self) -> list[Column]:
        def of(get: Any) -> Any:
            return lambda line: get(line.entry) if line.entry is not None else ""

        return [
            Column("序", lambda x: x.number, 38, soft=True),
            Column("提请人", lambda x: x.motion.proposer if x.first else "", 86, wrap=True, soft=True,
                   tip=lambda x: motion_words(x.motion)),
            Column("动作", of(lambda e: e.verb), 78),
            Column("姓名", of(lambda e: padded(e.name)), 68),
            Column("性别", of(lambda e: e.gender), 50, soft=True,
                   set=lambda x, text: self._put(x, gender=text), choices=[g for g, _ in GENDERS]),
            Column("民族", of(lambda e: e.ethnicity), 76, soft=True,
                   set=lambda x, text: self._put(x, ethnicity=text), choices=("", *PEOPLES)),
            Column("职务", lambda x: x.entry.post if x.entry else "（还没有人选）", stretch=True,
                   wrap=True),
            Column("结果", of(lambda e: e.state), 74,
                   tag=of(lambda e: RESULT_KINDS.get(e.state, "neutral"))),
            Column("任命书", of(letter_mark), 68, soft=True,
                   tip=of(lambda e: e.letter.number if e.letter else "")),
            Column("核对", of(lambda e: self._verdict(e)[0]), 98,
                   tag=of(lambda e: self._verdict(e)[1]),
                   tip=of(lambda e: "\n".join(self._objections(e)))),
            Column("宣誓", of(lambda e: oath_mark(e)[0]), 74,
                   tag=of(lambda e: oath_mark(e)[1]),
                   tip=of(lambda e: f"由{e.oath_organiser}组织" if e.must_swear else "")),
        ]  # fmt: skip

    def _objections(self, entry: EntryView) -> list[str]:
        """Return what is to be looked at: law, records, gates not passed."""
        view = self._gates.get(entry.id)
        return [*entry.problems, *(view.told if view else ())]

    def _verdict(self, entry: EntryView) -> tuple[str, str]:
        view = self._gates.get(entry.id)
        if view is not None and view.blocked:
            return "不得提请", "bad"
        if entry.problems:
            return "须核对", "warn"
        return ("须补齐", "warn") if view is not None and view.told else ("", "neutral")

    def _bar(self) -> Toolbar:
        self.about = label("", "soft")
        self.about.setObjectName("motionWords")
        self.edit_button = button("修改", self.edit, icon="pencil-simple", hint="回车")
        self.up = button("", lambda: self.table.move_current(-1), icon="arrow-up",
                         hint="上移", tells="table.up")  # fmt: skip
        self.down = button("", lambda: self.table.move_current(1), icon="arrow-down",
                           hint="下移", tells="table.down")  # fmt: skip
        self.delete_button = button("删除", self.delete, icon="trash", tells="table.delete")
        self.more = button("任免案", icon="dots-three", hint="修改、移动、删除整件任免案")
        self.menu = QMenu(self.more)
        self.menu.setAccessibleName("任免案")
        self._menu_actions = {}
        for name, words, run in (
            ("newMotion", "登记任免案", self.new_motion),
            ("editMotion", "修改这件任免案", self.edit_motion),
            ("motionUp", "整件上移", lambda: self.move_motion(-1)),
            ("motionDown", "整件下移", lambda: self.move_motion(1)),
            ("deleteMotion", "删除这件任免案", self.delete_motion),
            ("withdraw", "登记撤回", self.withdraw),
        ):
            act = self.menu.addAction(words)
            act.setObjectName(name)
            act.triggered.connect(lambda *_, run=run: run())
            self._menu_actions[name] = act
        self.more.setMenu(self.menu)
        bar = Toolbar(self.about)
        bar.gap()
        for made, name in (
            (self.edit_button, "editEntry"),
            (self.up, "entryUp"),
            (self.down, "entryDown"),
            (self.delete_button, "deleteEntry"),
            (self.more, "motionMenu"),
        ):
            made.setObjectName(name)
            bar.add(made)
        return bar

    def _empty(self) -> EmptyState:
        begin = button("粘贴任免案", self.paste, icon="clipboard-text")
        begin.setObjectName("firstPaste")
        return EmptyState(
            "还没有任免人选",
            "从提请机关送来的任免案中复制正文，粘贴后自动认出动作、姓名和职务；"
            "也可以用右上角“登记人选”逐个登记。法定用语、备案和宣誓随即给出提示。",
            begin,
            "identification-card",
        )

    # -- showing -----------------------------------------------------------------------

    def show_motions(self, motions: list[MotionView], gates: Sequence[NomineeView] = ()) -> None:
        """Show the meeting's motions, and the nominees as they stand before the gates."""
        self.motions = motions
        self._gates = {view.id: view for view in gates if view.told}
        lines = lines_of(motions)
        view = self.table.view
        wrong = any(self._objections(x.entry) for x in lines if x.entry)
        view.setColumnHidden(_CHECK, not wrong)
        lettered = any(letter_mark(x.entry) for x in lines if x.entry)
        view.setColumnHidden(_LETTER, not lettered)
        self.table.set_rows(lines, choose=True)

    def resizeEvent(self, event: Any) -> None:
        """Show gender and people where there is room for them."""
        super().resizeEvent(event)
        roomy = self.width() >= ROOMY
        for at in (4, 5):
            self.table.view.setColumnHidden(at, not roomy)

    def _chosen(self, line: Line | None) -> None:
        entry = line.entry if line else None
        self.about.setText(motion_words(line.motion) if line else "")
        self._tell_law(entry)
        self.edit_button.setEnabled(line is not None)
        self.delete_button.setEnabled(line is not None)
        self.up.setEnabled(bool(entry and entry.position > 1))
        self.down.setEnabled(bool(line and entry and entry.position < len(line.motion.entries)))
        at = self.motions.index(line.motion) if line else -1
        for name, possible in (
            ("editMotion", line is not None),
            ("deleteMotion", line is not None),
            ("motionUp", at > 0),
            ("motionDown", 0 <= at < len(self.motions) - 1),
            ("withdraw", bool(entry and entry.state in ("待表决", "撤回"))),
        ):
            self._menu_actions[name].setEnabled(possible)
        self._menu_actions["withdraw"].setText(
            "取消撤回" if entry and entry.state == "撤回" else "登记撤回"
        )
        self.chosen.emit(entry)

    def _tell_law(self, entry: EntryView | None) -> None:
        """Say under the table what the law objects to, or what must follow."""
        told = self._objections(entry) if entry else []
        self.resign_button.setVisible(bool(entry and entry.resigns))
        theme.set_role(self.note, "error" if told else "soft")
        if entry is not None and not told and self.panel.meeting_id is not None:
            hint = nominating.entry_hint(
                self.panel.office, self.panel.meeting_id, verb=entry.verb, post=entry.post,
                proposer=entry.proposer, name=entry.name, entry_id=entry.id,
            )  # fmt: skip
            told = ["　".join(p for p in (f"依据：{hint.article}", follow_words(hint)) if p)]
        self.note.setText("\n".join(told))
        self.note.setVisible(bool(told))

    @property
    def motion(self) -> MotionView | None:
        """The motion of the chosen line, else the last one."""
        line = self.table.current()
        return line.motion if line else (self.motions[-1] if self.motions else None)

    @property
    def entry(self) -> EntryView | None:
        """The chosen entry."""
        line = self.table.current()
        return line.entry if line else None

    # -- doing -------------------------------------------------------------------------

    def new(self) -> None:
        """Register an entry in the chosen motion."""
        if self.panel.meeting_id is None:
            return

        def done(entry_id: int) -> None:
            self.table.select_id(("entry", entry_id))
            made = self.entry
            self.panel.host.toast(f"已登记{made.sentence if made else '人选'}", undo=True)

        EntrySheet(
            self.panel, self.panel.office, self.panel.meeting_id, self.motions,
            motion=self.motion, on_done=done,
        ).open()  # fmt: skip

    def edit(self, line: Line | None = None) -> None:
        """Change the chosen entry, or the motion if it has none."""
        line = line or self.table.current()
        if line is None or self.panel.meeting_id is None:
            return
        if line.entry is None:
            self.edit_motion()
            return
        EntrySheet(
            self.panel, self.panel.office, self.panel.meeting_id, self.motions,
            motion=line.motion, entry=line.entry, on_done=lambda _id: None,
        ).open()  # fmt: skip

    def delete(self, line: Line | None = None) -> None:
        """Delete the chosen entry; 撤销 brings it back."""
        line = line or self.table.current()
        if line is None:
            return
        if line.entry is None:
            self.delete_motion()
            return
        host, entry = self.panel.host, line.entry
        if host.guard(appointments.delete_entry, self.panel.office, entry.id, default=True):
            host.toast(f"已删除“{entry.verb}{entry.name}”", undo=True)

    def _moved(self, line: Line, to: int) -> None:
        """Move an entry within its motion; dropped beyond it, it stays at the motion's end."""
        if line.entry is None:
            return
        lines = self.table.rows()
        start = next(at for at, x in enumerate(lines) if x.motion.id == line.motion.id)
        within = max(0, min(to - start, len(line.motion.entries) - 1))
        if within != line.entry.position - 1:
            self.panel.host.guard(appointments.move_entry, self.panel.office, line.entry.id, within)

    def _put(self, line: Line, **values: str) -> None:
        if line.entry is not None:
            self.panel.host.guard(
                appointments.edit_entry, self.panel.office, line.entry.id, **values
            )

    def paste(self) -> None:
        """Take entries from a motion's text."""
        if self.panel.meeting_id is not None:
            PasteSheet(
                self.panel, self.panel.office, self.panel.meeting_id, self.panel.host,
                self.motion.proposer if self.motion else "",
            ).open()  # fmt: skip

    def resign(self) -> None:
        """Register that the chosen nominee asks to be released from the committee first."""
        entry, host = self.entry, self.panel.host
        if entry is None or not entry.resigns or self.panel.meeting_id is None:
            return
        made = host.guard(
            nominating.add_resignation, self.panel.office, self.panel.meeting_id, entry.name
        )
        if made:
            host.toast(f"已登记{entry.name}辞去常委会{entry.resigns}职务的请求", undo=True)

    def new_motion(self) -> None:
        """Register a motion."""
        if self.panel.meeting_id is None:
            return

        def done(motion_id: int) -> None:
            self.table.select_id(("motion", motion_id))
            self.panel.host.toast("已登记任免案", undo=True)

        motion_sheet(self.panel, self.panel.office, self.panel.meeting_id, None, done).open()

    def edit_motion(self) -> None:
        """Change the chosen line's motion."""
        if self.motion is not None and self.panel.meeting_id is not None:
            motion_sheet(
                self.panel, self.panel.office, self.panel.meeting_id, self.motion, lambda _id: None
            ).open()

    def move_motion(self, step: int) -> None:
        """Move the whole motion up (-1) or down (+1)."""
        motion = self.motion
        if motion is not None:
            to = self.motions.index(motion) + step
            self.panel.host.guard(appointments.move_motion, self.panel.office, motion.id, to)

    def delete_motion(self) -> None:
        """Delete the whole motion; 撤销 brings it back."""
        motion, host = self.motion, self.panel.host
        if motion is not None and host.guard(
            appointments.delete_motion, self.panel.office, motion.id, default=True
        ):
            host.toast(f"已删除{motion.proposer}的任免案", undo=True)

    def withdraw(self) -> None:
        """Record that the proposer withdrew the entry, or take that back."""
        entry, host = self.entry, self.panel.host
        if entry is None:
            return
        state = "待表决" if entry.state == "撤回" else "撤回"
        if host.guard(
            appointments.set_entry_state, self.panel.office, entry.id, state, default=True
        ):
            words = "已登记撤回" if state == "撤回" else "已取消撤回"
            host.toast(f"{words}“{entry.verb}{entry.name}”", undo=True)
