"""任命书: the register – numbers, presentation, receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from meetingdesk.actions import letters
from meetingdesk.panels.appointments.entries import ROOMY
from meetingdesk.panels.appointments.words import letter_state, short_day
from meetingdesk.rules.names import padded
from meetingdesk.shell.widgets import (
    Column,
    EmptyState,
    LatePage,
    RecordTable,
    Sheet,
    Toolbar,
    button,
    label,
    tab_layout,
)

if TYPE_CHECKING:
    from meetingdesk.actions.appointments import MotionView
    from meetingdesk.actions.letters import LetterView
    from meetingdesk.panels.appointments.page import AppointmentsPanel


class LettersTab(LatePage):
    """The meeting's letters of appointment."""

    chosen = Signal(object)

    def __init__(self, panel: AppointmentsPanel) -> None:
        super().__init__("任命书")
        self.panel = panel

    def build(self) -> None:
        """Make the contents."""
        self.due = 0  # letters still to be numbered
        box = tab_layout(self)
        box.addWidget(self._bar())
        self.table = RecordTable(
            [
                Column("编号", lambda x: x.number, 176),
                Column("姓名", lambda x: padded(x.name), 70),
                Column("职务", lambda x: x.post, stretch=True, wrap=True),
                Column("署名", lambda x: padded(x.signer), 72, soft=True),
                Column("签发", lambda x: short_day(x.issued_on), 82, soft=True),
                Column("颁发", lambda x: short_day(x.presented_on), 82, soft=True,
                       tip=lambda x: f"{x.presented_by}颁发" if x.presented_by else ""),
                Column("领取人", lambda x: x.received_by, 76,
                       set=lambda x, text: self._put(x, received_by=text)),
                Column("状态", lambda x: letter_state(x)[0], 74,
                       tag=lambda x: letter_state(x)[1]),
            ],
            name="任命书登记",
            empty=self._empty(),
        )  # fmt: skip
        self.table.setObjectName("lettersTable")
        self.table.edit_requested.connect(self.edit)
        self.table.delete_requested.connect(self.delete)
        self.table.new_requested.connect(self.issue)
        self.table.chosen.connect(self._chosen)
        box.addWidget(self.table, 1)

    def _bar(self) -> Toolbar:
        self.about = label("", "soft")
        self.about.setObjectName("lettersDue")
        self.present_button = button("颁发", self.present, icon="hand-pointing")
        self.edit_button = button("修改", self.edit, icon="pencil-simple", hint="回车")
        self.delete_button = button("删除", self.delete, icon="trash", tells="table.delete")
        bar = Toolbar(self.about)
        bar.gap()
        for made, name in (
            (self.present_button, "presentLetters"),
            (self.edit_button, "editLetter"),
            (self.delete_button, "deleteLetter"),
        ):
            made.setObjectName(name)
            bar.add(made)
        return bar

    def _empty(self) -> EmptyState:
        self._nothing = EmptyState(
            "还没有登记任命书",
            "任命表决通过并确认后，在这里按次序编号登记，再登记颁发和领取。"
            "免职、代理和批准任命不颁发任命书。",
            icon="medal",
        )
        return self._nothing

    def show_motions(self, motions: list[MotionView]) -> None:
        """Show the letters of the meeting's entries."""
        entries = [e for m in motions for e in m.entries]
        rows = [e.letter for e in entries if e.letter is not None]
        self.due = sum(e.gets_letter and e.state == "通过" and e.letter is None for e in entries)
        self.about.setText(f"还有{self.due}份应登记" if self.due else "")
        self.present_button.setEnabled(any(x.presented_on is None for x in rows))
        self.table.set_rows(rows, choose=True)

    def resizeEvent(self, event: Any) -> None:
        """Show who signed and when where there is room; the paper beside says both."""
        super().resizeEvent(event)
        for at in (3, 4):
            self.table.view.setColumnHidden(at, self.width() < ROOMY)

    def _chosen(self, letter: LetterView | None) -> None:
        for made in (self.edit_button, self.delete_button):
            made.setEnabled(letter is not None)
        self.chosen.emit(letter)

    def _put(self, letter: LetterView, **values: str) -> None:
        self.panel.host.guard(letters.edit_letter, self.panel.office, letter.id, **values)

    # -- doing -------------------------------------------------------------------------

    def issue(self) -> None:
        """Number the letters that are due, in the order of the list."""
        panel = self.panel
        if panel.meeting_id is None or not self.due:
            return
        meeting_id = panel.meeting_id
        usual = letters.letter_defaults(panel.office, meeting_id)

        def submit(sheet: Sheet) -> None:
            made = letters.issue_letters(panel.office, meeting_id, **sheet.form.values())
            panel.host.toast(f"已登记任命书{made}份", undo=True)

        sheet = Sheet(panel, "登记任命书", submit, ok=f"登记{self.due}份",
                      hint=f"按名单次序给{self.due}份任命书编号；用过的号自动跳过。")  # fmt: skip
        form = sheet.form
        form.add_text("prefix", "编号前缀", usual.prefix, required=True, hint="后接“第1号”“第2号”")
        form.add_int("first", "起始号", 1, low=1)
        form.add_text("signer", "署名", usual.signer, required=True, hint="常委会主任的姓名")
        form.add_date("issued_on", "签发日期", usual.day or panel.office.today(), required=True)
        sheet.named("issueSheet").open()

    def present(self) -> None:
        """Record that the letters were presented."""
        panel = self.panel
        if panel.meeting_id is None:
            return
        meeting_id = panel.meeting_id
        usual = letters.letter_defaults(panel.office, meeting_id)
        waiting = sum(x.presented_on is None for x in self.table.rows())

        def submit(sheet: Sheet) -> None:
            given = letters.present_letters(panel.office, meeting_id, **sheet.form.values())
            panel.host.toast(f"已登记颁发任命书{given}份", undo=True)

        sheet = Sheet(panel, "颁发任命书", submit, ok=f"登记颁发{waiting}份",
                      hint="登记全部尚未颁发的任命书；个别另行颁发的，随后逐份修改。")  # fmt: skip
        form = sheet.form
        form.add_text("by", "颁发人", usual.signer, required=True)
        form.add_date("on", "颁发日期", usual.day, required=True)
        form.add_check("in_person", "均由本人领取", True)
        sheet.named("presentSheet").open()

    def edit(self, letter: LetterView | None = None) -> None:
        """Change a line of the register."""
        letter = letter or self.table.current()
        if letter is None:
            return
        panel, wanted = self.panel, letter

        def submit(sheet: Sheet) -> Any:
            letters.edit_letter(panel.office, wanted.id, **sheet.form.values())

        sheet = Sheet(panel, f"修改{letter.name}的任命书", submit)
        form = sheet.form
        form.add_text("number", "编号", letter.number, required=True)
        form.add_text("signer", "署名", letter.signer, required=True)
        form.add_date("issued_on", "签发日期", letter.issued_on)
        form.add_text("presented_by", "颁发人", letter.presented_by)
        form.add_date("presented_on", "颁发日期", letter.presented_on)
        form.add_text("received_by", "领取人", letter.received_by)
        sheet.named("letterSheet").open()

    def delete(self, letter: LetterView | None = None) -> None:
        """Take a letter off the register; 撤销 brings it back."""
        letter, host = letter or self.table.current(), self.panel.host
        if letter is not None and host.guard(
            letters.delete_letter, self.panel.office, letter.id, default=True
        ):
            host.toast(f"已删除任命书“{letter.number}”", undo=True)
