"""The base of every panel, and how to write one.

A panel is one page of the window: it shows records, and turns what the clerk does into calls of
``office``. It holds no rule and no SQL. The window makes it when it is first shown, or in an idle
moment before, unseen: it calls ``build()`` once, then ``set_meeting()`` and ``refresh()``, which
take no keyboard and open nothing. After any action it calls ``refresh(change)`` if the panel is
visible, or marks it stale and refreshes it when next shown. What ``refresh`` asks of the office
is read in one session; a step performed ends it.

- Lay widgets into ``self.body`` (vertical, page margins set, cards 14 px apart). For a table and
  its paper side by side add ``two_columns(left, right)``, or ``columns(self)`` and make what
  stands in them inside of it: what changes its parent is dressed once more.
- Run every action through ``self.host.guard(office.some_action, ...)``: a ``Refused`` appears in
  the panel's banner, and the result is ``None`` then. ``office.changed`` refreshes the panel.
- After something undoable say ``self.host.toast("已删除“×××”", undo=True)``; ask nothing first.
- A page of tabs is a ``LatePage``: made when it is first looked at, given what it shows by ``fill``.
  A page whose work belongs to a meeting is a ``MeetingPanel``, a paper beside it a ``PaperCard``.
- Create and edit with a ``Sheet``; its ``on_submit`` may call the action directly, since the
  sheet shows a ``Refused`` itself, each ``Problem.field`` under the field of that key or label.
- ``primary_actions()`` are the buttons at the right of the header: at most one ``primary=True``.
  ``commands()`` adds more to the palette (Ctrl+K). Both may change: call ``host.actions_changed()``.
- Every shortcut is declared in ``shell/keybook.py``; listen with ``keys.listen`` or ``keys.bind``, say
  keys in words with ``keys.shown`` or ``button(..., tells=name)``: the person may have changed them.
- Work over 0.2 s: ``run_task(self, fn, on_done, on_error, "正在…")``; ``fn`` must not touch Qt.
- Every widget needs an accessible name: ``Form``, ``Card``, ``button`` and ``RecordTable`` give
  theirs; for a bare ``QLineEdit`` call ``setAccessibleName``. Tests walk the panel.

Example::

    class OrgansPanel(Panel):
        key, title, icon, group = "organs", "单位", "buildings", "会前"
        tables = frozenset({"organs"})

        def build(self) -> None:
            self.total = FactTile("单位")
            self.body.addLayout(fact_row(self.total))
            self.table = RecordTable(
                [
                    Column("名称", lambda o: o.name, stretch=True, wrap=True),
                    Column("类别", lambda o: o.kind, width=120, soft=True),
                    Column("状态", lambda o: o.state, width=110,
                           tag=lambda o: "ok" if o.state == "在用" else "neutral"),
                ],
                name="单位",
                movable=True,
                empty=EmptyState("还没有单位", "可以从名册表格导入。", button("新建单位", self.new)),
            )
            card = Card(margins=6)
            card.add(self.table, 1)
            self.body.addWidget(card, 1)
            self.table.edit_requested.connect(self.edit)
            self.table.delete_requested.connect(self.delete)
            self.table.new_requested.connect(self.new)
            self.table.moved.connect(
                lambda row, to: self.host.guard(self.office.move_organ, row.id, to))

        def refresh(self, change: Any | None = None) -> None:
            rows = self.office.organs()
            self.total.set(str(len(rows)))
            self.table.set_rows(rows)

        def primary_actions(self) -> list[Action]:
            return [Action("新建单位", self.new, icon="plus", shortcut="Ctrl+N", primary=True)]

        def new(self) -> None:
            sheet = Sheet(self, "新建单位", lambda s: self.office.add_organ(**s.form.values()))
            sheet.form.add_text("name", "名称", required=True)
            sheet.form.add_choice("kind", "类别", [("gov", "政府部门"), ("court", "法院")])
            sheet.open()

        def delete(self, row: Any) -> None:
            if self.host.guard(self.office.delete_organ, row.id, default=True):
                self.host.toast(f"已删除“{row.name}”", undo=True)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from PySide6.QtWidgets import QVBoxLayout, QWidget

from meetingdesk.shell import theme
from meetingdesk.shell.widgets.banner import Banner

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Action:
    """Something a clerk can do: a header button and a line in the command palette.

    Its shortcut is declared in :mod:`meetingdesk.shell.keybook` under ``page.text``, or under
    ``name`` where the text changes. ``of_record`` marks one that stands for a single record:
    it can be found, but has no keys of its own.
    """

    text: str
    run: Callable[[], Any]
    icon: str = ""
    shortcut: str = ""
    primary: bool = False
    enabled: bool = True
    hint: str = ""
    name: str = ""
    of_record: bool = False


class Host(Protocol):
    """What a panel may ask of the window."""

    @property
    def meeting_id(self) -> Any | None:
        """The meeting at hand, or ``None``."""

    def toast(self, text: str, undo: bool = False) -> None:
        """Say what was done; with ``undo`` offer 撤销 for some seconds."""

    def guard(self, action: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run ``action``; show a ``Refused`` in the banner and return ``None`` then.

        ``default=`` (taken out of ``kwargs``) is returned when the action itself returns
        ``None``, so that success can be told from refusal.
        """

    def open_panel(self, key: str, **focus: Any) -> None:
        """Show another panel and pass ``focus`` to its ``focus_on``."""

    def set_meeting(self, meeting_id: Any | None) -> None:
        """Make another meeting the one at hand, for all panels."""

    def rehearse(self, path: Any) -> None:
        """Open the practice copy at ``path`` in a window of its own."""

    def actions_changed(self) -> None:
        """Ask the window to read ``primary_actions()`` and ``subtitle()`` again."""


class Panel(QWidget):
    """One page of the window; see the module's guide."""

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    group: ClassVar[str] = "工具"
    order: ClassVar[int] = 0
    shortcut: ClassVar[str] = ""
    # tables whose changes concern this panel; None means all of them
    tables: ClassVar[frozenset[str] | None] = None

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__()
        self.office = office
        self.host = host
        self.meeting_id: Any | None = None
        self.built = False
        self.setObjectName("panel")
        self.setAccessibleName(self.title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.MARGIN, 18, 20, 0)  # the strip of the toast is below
        outer.setSpacing(theme.CARD_GAP)
        self.banner = Banner()
        outer.addWidget(self.banner)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.CARD_GAP)
        outer.addLayout(self.body, 1)

    def ensure_built(self) -> None:
        """Build the page if this is its first showing."""
        if not self.built:
            self.built = True
            self.build()

    def take_focus(self) -> None:
        """Put the keyboard where work begins: the first table, what fills it, or any control."""
        from meetingdesk.shell.widgets.table import RecordTable

        shown = [table for table in self.findChildren(RecordTable) if table.isVisible()]
        for table in sorted(shown, key=lambda table: not table.rows()):
            if table.begin():
                return
        self.setFocus()
        self.focusNextChild()

    def concerns(self, change: Any | None) -> bool:
        """Tell whether ``change`` touches a table this panel shows."""
        if change is None or self.tables is None:
            return True
        return bool(self.tables & frozenset(change.tables))

    # -- to override -------------------------------------------------------------------

    def build(self) -> None:
        """Make the widgets; called once, when first shown."""

    def refresh(self, change: Any | None = None) -> None:
        """Read the records again; ``change`` is what an action altered, ``None`` for all."""

    def set_meeting(self, meeting_id: Any | None) -> None:
        """Take another meeting as the one at hand; ``refresh(None)`` follows."""
        self.meeting_id = meeting_id

    def focus_on(self, **focus: Any) -> None:
        """Show the record another panel or the search asked for."""

    def losing(self) -> str:
        """Say what is not on the desk yet and would be lost with the window, as a rule nothing."""
        return ""

    def primary_actions(self) -> list[Action]:
        """Return the header's buttons, at most one of them primary."""
        return []

    def commands(self) -> list[Action]:
        """Return further actions for the command palette."""
        return []

    def subtitle(self) -> str:
        """Return words to follow the meeting in the header, such as 应到41人."""
        return ""
