"""笔画次序: the members by strokes in either custom, what decides each place, and the own word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QWidget

from meetingdesk.actions import procedure, stroke_order
from meetingdesk.rules.names import StrokeMode, padded
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
    import datetime as dt

    from meetingdesk.actions.roster import TermView
    from meetingdesk.actions.stroke_order import NameView
    from meetingdesk.panels.roster.page import RosterPanel

_PLACES = ("", "首字", "第2字", "第3字", "第4字")


def _decides(line: NameView) -> str:
    """Say which character parts a name from the one before: 首字, 第2字."""
    return _PLACES[line.decided] if line.decided < len(_PLACES) else f"第{line.decided}字"


def _strokes(line: NameView) -> str:
    """Return the strokes of the first character, and of the one that decides."""
    shown = [line.chars[0]]
    if 1 < line.decided <= len(line.chars):
        shown.append(line.chars[line.decided - 1])
    return "　".join(f"{c.char}：{c.words}" for c in shown)


def _state(line: NameView) -> tuple[str, str]:
    if line.unknown:
        return f"“{'、'.join(line.unknown)}”没有笔画资料", "bad"
    if line.own:
        return f"“{'、'.join(line.own)}”按本机构规定", "info"
    if line.equal:
        return f"与{line.equal}笔画相同", "warn"
    return "", "neutral"


class StrokesTab(LatePage):
    """The order every list by strokes takes, open to correction character by character."""

    def __init__(self, panel: RosterPanel) -> None:
        super().__init__("笔画次序")
        self.panel = panel

    def build(self) -> None:
        """Make the contents."""
        self._term: TermView | None = None
        self._on: dt.date = self.panel.office.today()
        self._picked = False
        box = tab_layout(self)
        self.mode = QComboBox()
        self.mode.setObjectName("strokeMode")
        self.mode.setAccessibleName("笔画次序的排法")
        for mode in StrokeMode:
            self.mode.addItem(mode.heading, mode.value)
        self.mode.activated.connect(lambda *_: self._pick())
        self.hint = label("", "soft")
        self.edit_button = button("规定笔画", self.edit, icon="pencil-simple", hint="回车")
        self.edit_button.setObjectName("editStrokes")
        bar = Toolbar(self.mode, self.hint)
        bar.gap()
        bar.add(self.edit_button)
        box.addWidget(bar)
        self.table = RecordTable(
            [
                Column("序", lambda n: n.position, 56, soft=True),
                Column("姓名", lambda n: padded(n.name), 130),
                Column("决定次序", _decides, 86, soft=True,
                       tip=lambda _n: "与前一位相比，到第几个字分出先后"),
                Column("笔画", _strokes, stretch=True, soft=True, wrap=True),
                Column("说明", lambda n: _state(n)[0], 220, tag=lambda n: _state(n)[1]),
            ],
            name="笔画次序",
            empty=lambda: EmptyState("当日没有在任人员", "在“组成人员”中登记后，这里列出笔画次序。"),
        )  # fmt: skip
        self.table.setObjectName("strokesTable")
        self.table.edit_requested.connect(self.edit)
        self.table.chosen.connect(lambda row: self.edit_button.setEnabled(row is not None))
        self.edit_button.setEnabled(False)
        box.addWidget(self.table, 1)

    def show_term(self, term: TermView, on: dt.date) -> None:
        """Show who is in office on ``on``, in the order the body's lists take."""
        self._term, self._on = term, on
        usual = str(procedure.rules_on(self.panel.office, term.body_id, on)["name_order"])
        modes = [mode.value for mode in StrokeMode]
        if not self._picked and usual in modes:
            self.mode.setCurrentIndex(modes.index(usual))
        printed = f"名单现按{usual}笔画排印" if usual in modes else "名单现按名册次序排印"
        self.hint.setText(f"{printed}，可在“议事规则参数”里改")
        if self.panel.tabs.currentWidget() is self:
            self._show()

    def _pick(self) -> None:
        self._picked = True
        self._show()

    def _show(self) -> None:
        if self._term is not None:
            self.table.set_rows(
                stroke_order.by_strokes(
                    self.panel.office, self._term.id, self._on, self.mode.currentData()
                )
            )

    def shown(self) -> None:
        """Read the order again when the page of the tabs is turned to it."""
        self._show()
        if self.table.rows() and self.table.current() is None:
            self.table.select_id(self.table.rows()[0].id)

    def edit(self, line: NameView | None = None) -> None:
        """Say how a character of the chosen name is written."""
        line = line or self.table.current()
        if line is not None:
            strokes_sheet(self.panel, self.panel.office, line, self.panel.host).open()


def strokes_sheet(parent: QWidget, office: Any, line: NameView, host: Any) -> Sheet:
    """Correct the strokes of one character of a name, or go back to the norm's."""
    chars = {view.char: view for view in line.chars}

    def submit(sheet: Sheet) -> None:
        values = sheet.form.values()
        char, after = values["char"], values["after"]
        if after:
            stroke_order.set_strokes(office, char, after=after)
        else:
            stroke_order.set_strokes(office, char, strokes=values["strokes"], first=values["first"])
        host.toast(f"“{char}”字的笔画已按本机构规定", undo=True)

    sheet = Sheet(
        parent, f"规定笔画：{line.name}", submit, width=560,
        hint="规定后，各种名单、座次和选票都照此排列；名册自己的次序不变。",
    )  # fmt: skip
    form = sheet.form
    usual = (*line.unknown, *line.own, line.chars[min(line.decided, len(line.chars)) - 1].char)[0]
    box = form.add_choice("char", "字", [(char, char) for char in chars], usual)
    form.add_int("strokes", "笔画数", 0, low=0, high=64)
    form.add_text("first", "笔顺", "", placeholder="如 横竖撇点折",
                  hint="前几笔或全部，写横竖撇点折，或者数字1至5")  # fmt: skip
    form.add_text("after", "排在其后", "", placeholder="如 孔",
                  hint="笔画完全相同时，填写它紧跟在哪个字之后；填了就不看上面两项")  # fmt: skip
    known = label("", "soft", wrap=True)
    known.setObjectName("strokesKnown")
    sheet.add(known)

    def back() -> None:
        char = form.value("char")
        if host.guard(stroke_order.clear_strokes, office, char, default=True):
            sheet.reject()
            host.toast(f"“{char}”字恢复通用规范的笔画", undo=True)

    restore = button("恢复通用规范", back, icon="arrow-counter-clockwise")
    restore.setObjectName("clearStrokes")
    restore.setAutoDefault(False)
    bar = Toolbar(restore)
    bar.gap()
    sheet.add(bar)

    def show(*_: object) -> None:
        view = chars[form.value("char")]
        own = view.source == stroke_order.OWN
        form.set_values(
            strokes=0 if view.after else view.count or 0, first=view.strokes, after=view.after
        )
        known.setText(f"“{view.char}”现在：{view.words}（{view.source}）"
                      if view.count is not None or own else f"“{view.char}”没有笔画资料，现排在最后")  # fmt: skip
        bar.setVisible(own)

    box.currentIndexChanged.connect(show)
    show()
    return sheet.named("strokesSheet")
