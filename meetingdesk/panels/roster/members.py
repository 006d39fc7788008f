"""Members of a term: the list in the committee's order, and the Party group in its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from meetingdesk.actions import namesakes, portraits, roster, stroke_order, terms
from meetingdesk.panels.roster import sheets
from meetingdesk.panels.roster.card import MemberCard
from meetingdesk.panels.roster.words import day, span, state
from meetingdesk.rules.names import StrokeOrder, padded
from meetingdesk.shell import keys, theme
from meetingdesk.shell.widgets import (
    Column,
    EmptyState,
    LatePage,
    RecordTable,
    Toolbar,
    button,
    label,
    tab_layout,
)

if TYPE_CHECKING:
    import datetime as dt

    from PySide6.QtGui import QResizeEvent

    from meetingdesk.actions.roster import MemberView, TermView
    from meetingdesk.panels.roster.page import RosterPanel


#: narrower than this (px), the card is left out while nobody has a photo
_ROOMY = 1200


def _remarks(member: MemberView) -> str:
    return "；".join(part for part in (member.leave_reason, member.note) if part)


class MembersTab(QWidget):
    """组成人员 in the committee's order, with search, edit, leaving, delete and reordering."""

    def __init__(self, panel: RosterPanel) -> None:
        super().__init__()
        self.panel = panel
        self._term: TermView | None = None
        self._on: dt.date = panel.office.today()
        self._all: list[MemberView] = []
        self._photos = False
        self.setAccessibleName("组成人员")
        box = tab_layout(self)
        box.addWidget(self._bar())
        self.table = RecordTable(
            [
                Column("序", lambda m: m.committee_order, 52, soft=True),
                Column("姓名", lambda m: padded(m.name), 120, names=self._by_strokes),
                Column("职务", lambda m: m.post, 78),
                Column("状态", lambda m: state(m, self._on)[0], 82,
                       tag=lambda m: state(m, self._on)[1]),
                Column("性别", lambda m: m.gender, 56, soft=True),
                Column("民族", lambda m: m.ethnicity, 92, soft=True),
                Column("党组职务", lambda m: m.party_post, 86, soft=True),
                Column("任职", lambda m: span(m.since, m.until), 254, soft=True),
                Column("备注", _remarks, stretch=True, soft=True),
            ],
            name="组成人员", movable=True, sortable=True, empty=self._empty(),
        )  # fmt: skip
        self.table.setObjectName("membersTable")
        self.table.edit_requested.connect(self.edit)
        self.table.delete_requested.connect(self.delete)
        self.table.new_requested.connect(self.new)
        self.table.moved.connect(self.move_member)
        self.table.chosen.connect(self._chosen)
        self.card = MemberCard(panel)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self.table, 1)
        row.addWidget(self.card)
        box.addLayout(row, 1)

    def _by_strokes(self) -> StrokeOrder:
        """Return the order of strokes that the lists take."""
        if self._term is None:
            return StrokeOrder()
        return stroke_order.own_order(self.panel.office, self._term.body_id, self._on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the card where the table needs the room and nobody has a photo."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        roomy = self.width() >= _ROOMY or self._photos
        self.card.setVisible(bool(self.table.rows()) and roomy)

    def _bar(self) -> Toolbar:
        self.search = QLineEdit()
        self.search.setObjectName("memberSearch")
        self.search.setAccessibleName("查找组成人员")
        self.search.setPlaceholderText("查找：姓名、拼音首字母或职务")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(250)
        self.search.textChanged.connect(lambda *_: self._show())
        self.former = QCheckBox("包括已离任")
        self.former.setObjectName("showFormer")
        self.former.setAccessibleName("包括已离任")
        self.former.setChecked(True)
        self.former.toggled.connect(lambda *_: self._show())
        self.count = label("", "soft")
        self.edit_button = button("修改", self.edit, icon="pencil-simple", hint="回车")
        self.leave_button = button("登记离任", self.leave, icon="sign-out")
        self.delete_button = button("删除", self.delete, icon="trash", tells="table.delete")
        for made, name in (
            (self.edit_button, "editMember"),
            (self.leave_button, "leaveMember"),
            (self.delete_button, "deleteMember"),
        ):
            made.setObjectName(name)
            made.setEnabled(False)
        self.merge_button = button("合并重名", self.merge, icon="users",
                                   hint="名册里还有同名的人；是同一个人时合为一条")  # fmt: skip
        self.merge_button.setObjectName("mergeMember")
        self.merge_button.hide()
        export = button("导出", self.panel.export_file, icon="download-simple",
                        hint="把本届名册写成电子表格，可改好后再导入")  # fmt: skip
        export.setObjectName("exportRoster")
        bar = Toolbar(self.search, self.former, self.count)
        bar.gap()
        bar.add(self.merge_button)
        bar.add(export)
        for made in (self.edit_button, self.leave_button, self.delete_button):
            bar.add(made)
        return bar

    def _empty(self) -> EmptyState:
        action = button("登记人员", self.new, icon="plus")
        action.setObjectName("firstMember")
        self._nobody = EmptyState(
            "本届还没有组成人员",
            "逐个登记，或用右上角“粘贴表格”“导入文件”一次录入整份名册。"
            "表中有姓名、职务、任职日期各列即可，列的先后不限。",
            action,
        )
        return self._nobody

    # -- showing -----------------------------------------------------------------------

    def show_term(self, term: TermView, on: dt.date) -> None:
        """Show the members of ``term``; whether they are in office is told for ``on``."""
        self._term, self._on = term, on
        self._show()

    def _show(self) -> None:
        if self._term is None:
            return
        office, word = self.panel.office, self.search.text()
        self._all = roster.members(office, self._term.id)
        rows = roster.members(office, self._term.id, find=word) if word.strip() else self._all
        if not self.former.isChecked():
            rows = [m for m in rows if state(m, self._on)[0] != "离任"]
        filtered = bool(self._all)
        self._nobody.title.setText("没有符合的人员" if filtered else "本届还没有组成人员")
        self._nobody.hint.setVisible(not filtered)
        self.table.set_rows(rows)
        self._photos = bool(portraits.with_photo(office))
        self.count.setText(f"{len(rows)}人" if rows and len(rows) != len(self._all) else "")
        self._share_room()

    def _chosen(self, member: MemberView | None) -> None:
        for made in (self.edit_button, self.leave_button, self.delete_button):
            made.setEnabled(member is not None)
        alike = member is not None and bool(
            namesakes.namesakes(self.panel.office, member.person_id)
        )
        self.merge_button.setVisible(alike)
        self.card.show_member(member)
        if member is not None:
            self.leave_button.setText("修改离任" if member.until else "登记离任")

    # -- doing -------------------------------------------------------------------------

    def new(self) -> None:
        """Register a member."""
        term = self._term
        if term is None:
            return
        since = self._on if self._all else (term.start or self._on)

        def added(tenure_id: int) -> None:
            self.table.select_id(tenure_id)
            row = self.table.current()
            self.panel.host.toast(f"已登记{row.post}{row.name}" if row else "已登记", undo=True)

        sheets.member_sheet(self.panel, self.panel.office, term, since=since, on_done=added).open()

    def edit(self, member: MemberView | None = None) -> None:
        """Change the chosen member."""
        member = member or self.table.current()
        if member is not None and self._term is not None:
            sheets.member_sheet(self.panel, self.panel.office, self._term, member).open()

    def leave(self) -> None:
        """Record that the chosen member left."""
        member = self.table.current()
        if member is None:
            return

        def done() -> None:
            now = self.table.current()
            words = f"，{day(now.until)}止" if now is not None and now.until else ""
            self.panel.host.toast(f"已登记{member.name}离任{words}", undo=True)

        sheets.leave_sheet(self.panel, self.panel.office, member, self._on, done).open()

    def merge(self) -> None:
        """Make the chosen member and someone of the same name one person."""
        member = self.table.current()
        if member is not None:
            sheets.merge_sheet(
                self.panel, self.panel.office, member,
                lambda: self.panel.host.toast(f"两个{member.name}已合为一人", undo=True),
            ).open()  # fmt: skip

    def delete(self, member: MemberView | None = None) -> None:
        """Delete the chosen member; 撤销 brings them back."""
        member = member or self.table.current()
        if member is None:
            return
        host = self.panel.host
        if host.guard(roster.delete_member, self.panel.office, member.id, default=True):
            host.toast(f"已删除“{member.name}”", undo=True)

    def move_member(self, member: MemberView, to: int) -> None:
        """Move within the rows shown; the place in the whole order follows from the neighbour."""
        shown = [m.id for m in self.table.rows() if m.id != member.id]
        whole = [m.id for m in self._all if m.id != member.id]
        at = whole.index(shown[to]) if to < len(shown) else whole.index(shown[-1]) + 1
        self.panel.host.guard(roster.move_member, self.panel.office, member.id, at)


class PartyTab(LatePage):
    """党组序: the Party group in its own order, movable; others only observe (A04)."""

    def __init__(self, panel: RosterPanel) -> None:
        super().__init__("党组序")
        self.panel = panel

    def build(self) -> None:
        """Make the contents."""
        self._on: dt.date = self.panel.office.today()
        box = tab_layout(self)
        self.hint = label("", "soft")
        keys.follow(self._tell_keys)
        self._tell_keys()
        box.addWidget(self.hint)
        self.table = RecordTable(
            [
                Column("序", self._place, 56, soft=True),
                Column("姓名", lambda m: padded(m.name), 150),
                Column("党组职务", lambda m: f"党组{m.party_post}", 140),
                Column("常委会职务", lambda m: m.post, stretch=True, soft=True),
            ],
            name="党组序",
            movable=True,
            empty=lambda: EmptyState(
                "当日没有党组成员", "在“组成人员”中修改某人，填上党组职务，这里就会列出。"
            ),
        )
        self.table.setObjectName("partyTable")
        self.table.moved.connect(self._move)
        self.table.edit_requested.connect(self._edit)
        box.addWidget(self.table, 1)

    def _tell_keys(self) -> None:
        """Say how to reorder, with the keys in force."""
        moves = "、".join(filter(None, (keys.shown("table.up"), keys.shown("table.down"))))
        how = f"拖动或按 {moves} 调整" if moves else "拖动调整"
        self.hint.setText(f"党组会议的名单按此次序；{how}，不影响常委会的次序。")

    def _place(self, member: MemberView) -> int:
        return next(n for n, m in enumerate(self.table.model.rows, 1) if m.id == member.id)

    def show_term(self, term: TermView, on: dt.date) -> None:
        """Show the Party group in office on ``on``."""
        self._on = on
        self.table.set_rows(terms.party_group(self.panel.office, term.id, on))

    def _move(self, member: MemberView, to: int) -> None:
        self.panel.host.guard(
            terms.move_in_party_group, self.panel.office, member.id, to, on=self._on
        )

    def _edit(self, member: MemberView) -> None:
        self.panel.members.edit(member)
