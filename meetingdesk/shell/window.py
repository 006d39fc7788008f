"""The main window: navigation, header, one page at a time; it hosts panels and knows none."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QTime, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from meetingdesk.errors import DeskError
from meetingdesk.panels.registry import PANELS
from meetingdesk.shell import early, icons, keys, theme
from meetingdesk.shell.header import Header
from meetingdesk.shell.initials import initials as pinyin_initials
from meetingdesk.shell.keybook import DECLARED
from meetingdesk.shell.keys import Binding, Keys
from meetingdesk.shell.navigation import NavBar
from meetingdesk.shell.pages import Pages
from meetingdesk.shell.practice import band_over, open_practice
from meetingdesk.shell.widgets.banner import Toast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtGui import QCloseEvent, QPaintEvent, QShowEvent

    from meetingdesk.panels.registry import PanelEntry
    from meetingdesk.shell.command import CommandPalette, Entry
    from meetingdesk.shell.panel import Action, Panel
    from meetingdesk.shell.settings import Settings

    MeetingRow = tuple[Any, str, str]

_CLOCK_MS = 20_000
# a window nobody sees is not painted; its desk is opened all the same
_UNSEEN_MS = 500
# tables of which the titles and dates of meetings are made
_TITLED = frozenset({"meeting", "body", "term"})


class MainWindow(QMainWindow):
    """The window; made and painted without an office, then given one with ``attach``.

    ``meetings()`` lists (id, title, dates) newest first; ``search(text)`` finds records as
    palette entries; ``initials(text)`` gives pinyin initials.
    """

    # actions may end on a worker thread; a signal brings the news to the main thread
    _news = Signal(object)
    #: the first picture of the window is up
    painted = Signal()
    #: the window was closed; nothing of it uses the desk any more
    closed = Signal()

    def __init__(
        self,
        office: Any | None = None,
        *,
        settings: Settings,
        meetings: Callable[[], Sequence[MeetingRow]] = tuple,
        search: Callable[[str], Sequence[Entry]] | None = None,
        initials: Callable[[str], str] = pinyin_initials,
        panels: Sequence[PanelEntry] = PANELS,
    ) -> None:
        super().__init__()
        self.office: Any | None = None
        self.settings = settings
        self.meetings, self.search = meetings, search
        self.meeting_id: Any | None = None
        #: the window of a rehearsal going on
        self.practice: MainWindow | None = None
        self._rows: list[MeetingRow] = []
        self.entries = {entry.key: entry for entry in panels}
        self.setWindowTitle("会务台")
        self.setAccessibleName("会务台")
        self.setMinimumSize(1240, 660)
        self.resize(1366, 768)
        # from the outside in: what moves into a parent later is dressed once more by Qt
        outer = QWidget(self)
        outer.setAccessibleName("窗口")
        page = QWidget(outer)
        self.nav = NavBar(panels, page)
        self.header = Header(page)
        self.pages = Pages(page)
        self.keys = Keys(settings)
        keys.use(self.keys)
        #: shortcuts a person gave to commands of the page at hand
        self._commands: list[QShortcut] = []
        self._held = 0
        #: what can be undone and done again, until something changes
        self._turns: tuple[str | None, str | None] | None = None
        self._shortcuts: dict[str, QShortcut] = {}
        self.toast_strip = Toast(self.undo, page)
        self.practice_band = band_over(outer, page)
        self._lay_out(page)
        self.setCentralWidget(outer)
        self._initials = initials
        self._is_painted = False
        self.painted.connect(early.load)
        self.painted.connect(icons.load)
        self._connect()
        self._restore_place()
        self.set_theme(settings["theme"])
        if office is not None:
            self.attach(office)
        else:
            self.header.setEnabled(False)
            self.nav.setEnabled(False)

    # -- making ----------------------------------------------------------------------

    def _lay_out(self, page: QWidget) -> None:
        page.setObjectName("page")
        page.setAccessibleName("页面")
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.nav)
        column = QVBoxLayout()
        row.addLayout(column, 1)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.pages, 1)
        column.addWidget(self.toast_strip.strip)

    def _connect(self) -> None:
        self._news.connect(self._changed)
        self.nav.picked.connect(self.open_panel)
        head = self.header
        head.search_pressed.connect(self.open_palette)
        head.meeting_pressed.connect(self.open_meetings)
        head.undo_pressed.connect(self.undo)
        head.redo_pressed.connect(self.redo)
        head.theme_pressed.connect(self.toggle_theme)
        head.help_pressed.connect(self.show_shortcuts)
        for name, run in (
            ("palette", self.open_palette),
            ("meetings", self.open_meetings),
            ("settings", self.show_settings),
        ):
            self._shortcuts[name] = QShortcut(QKeySequence(), self)
            self._shortcuts[name].activated.connect(run)
        self._apply_keys()
        self.practice_band.ended.connect(self.close)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tell_status)
        self._clock.start(_CLOCK_MS)

    @cached_property
    def palette_box(self) -> CommandPalette:
        """The command palette, made when it is first asked for."""
        from meetingdesk.shell.command import CommandPalette

        return CommandPalette(self, self._initials, self._find_records)

    def attach(self, office: Any, *, anew: bool = False) -> None:
        """Take the opened office: show the last meeting and page, ``anew`` the first page."""
        self.office, self._turns = office, None
        office.changed.connect(self._news.emit)
        self.header.setEnabled(True)
        self.nav.setEnabled(True)
        self.practice_band.setVisible(bool(getattr(office, "practice", False)))
        self._rows = list(self.meetings())
        known = [row[0] for row in self._rows]
        last = self.settings["last_meeting"]
        self.meeting_id = last if last in known else (known[0] if known else None)
        self._tell_status()
        wanted = "" if anew else self.settings["last_panel"]
        self.open_panel(wanted if wanted in self.entries else next(iter(self.entries)))
        self._ask_who()

    def _ask_who(self) -> None:
        """Ask in the page, not before it, for the name that the journal keeps."""
        panel = self.pages.current_panel()
        unsigned = getattr(self.office, "UNSIGNED", None)
        if panel is not None and unsigned is not None and self.office.who == unsigned:
            panel.banner.show_message(
                "还没有填写操作人",
                "info",
                f"日志里每一步都记明是谁做的，现在记为“{unsigned}”。",
                [("填写操作人", self.show_settings)],
                lasting=True,
            )

    @property
    def meeting_rows(self) -> Sequence[MeetingRow]:
        """The meetings as last read, newest first."""
        return self._rows

    # -- host ------------------------------------------------------------------------

    def toast(self, text: str, undo: bool = False) -> None:
        """Say what was done; with ``undo`` offer 撤销 for some seconds."""
        self.toast_strip.show_text(text, undo=undo)

    def guard(
        self, action: Callable[..., Any], *args: Any, default: Any = None, **kwargs: Any
    ) -> Any:
        """Run ``action``; a refusal goes to the page's banner and gives ``None``."""
        panel = self.pages.speaking()
        try:
            value = action(*args, **kwargs)
        except DeskError as error:
            if panel is not None:
                panel.banner.show_error(error)
            else:
                self.toast(str(error))
            return None
        if panel is not None:
            panel.banner.clear()
        return default if value is None else value

    def open_panel(self, key: str, **focus: Any) -> None:
        """Show a page, making it on first use, and pass ``focus`` to it."""
        if self.office is None:
            return
        with self._settling():
            panel = self.pages.open_page(self.entries[key], self._make_panel, self.meeting_id)
            self.nav.mark(key)
            self.settings["last_panel"] = key
        if panel is not None:
            panel.take_focus()
            if focus:
                panel.focus_on(**focus)

    def set_meeting(self, meeting_id: Any | None) -> None:
        """Make another meeting the one at hand."""
        if meeting_id == self.meeting_id:
            return
        self.meeting_id = meeting_id
        self.settings["last_meeting"] = meeting_id
        with self._settling():
            self.pages.set_meeting(meeting_id)

    def step_ahead(self) -> str:
        """Make or read one page nobody has opened yet; see :meth:`Pages.step_ahead`."""
        if self.office is None:
            return ""
        self._held += 1  # a page that is not shown changes nothing of what the window shows
        try:
            made = self.entries.values()
            return self.pages.step_ahead(made, self._make_panel, self.meeting_id)
        finally:
            self._held -= 1

    @contextmanager
    def _settling(self) -> Iterator[None]:
        """Read the actions once at the end, however often a page says while it is read."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
        self.actions_changed()

    def actions_changed(self) -> None:
        """Read the page's actions and subtitle, and what can be undone, again."""
        if self._held:
            return
        panel, entry = self.pages.current_panel(), self.pages.current_entry()
        if entry is None or self.office is None:
            return
        parts = [self._meeting_words(), panel.subtitle() if panel is not None else ""]
        self.header.set_page(entry.title, " ・ ".join(part for part in parts if part))
        self.header.set_actions(self._own_actions())
        if self._turns is None:
            redo = getattr(self.office, "can_redo", lambda: None)
            self._turns = self.office.can_undo(), redo()
        self.header.set_undo(*self._turns)
        self._listen_to_commands()

    def _own_actions(self) -> list[Action]:
        """Return the page's header actions with the keys in force."""
        panel = self.pages.current_panel()
        return self._keyed(panel, panel.primary_actions()) if panel is not None else []

    def _keyed(self, panel: Panel, actions: Sequence[Action]) -> list[Action]:
        return [
            replace(one, shortcut=self.keys.of(keys.name_of(panel.key, one), one.shortcut))
            for one in actions
        ]

    def _listen_to_commands(self) -> None:
        """Let commands that have no button with keys of its own be run by the keys given them."""
        for old in self._commands:
            old.setParent(None)
            old.deleteLater()
        self._commands = []
        panel = self.pages.current_panel()
        heads = {one.text for one in self._own_actions()}
        for one in panel.commands() if panel is not None else ():
            given = self.keys.of(keys.name_of(panel.key, one), "") if panel is not None else ""
            if given and not one.shortcut and not one.of_record and one.text not in heads:
                made = QShortcut(QKeySequence(given), self)
                made.activated.connect(one.run)
                made.setEnabled(one.enabled)
                self._commands.append(made)

    def bindings(self) -> list[Binding]:
        """Return what can have keys, of the window and of every page."""
        panel = self.pages.current_panel()
        own = [*panel.primary_actions(), *panel.commands()] if panel is not None else []
        titles = {key: entry.title for key, entry in self.entries.items()}
        page = panel.key if panel is not None else ""
        return keys.bindings(self.keys, titles, self.nav.delivered, page, own)

    def _apply_keys(self) -> None:
        """Let everything listen to the keys in force."""
        for one in (one for one in DECLARED if one.place == "window"):
            given = self.keys.of(one.name)
            if one.name in self._shortcuts:
                self._shortcuts[one.name].setKey(QKeySequence(given))
            else:
                self.header.set_keys(one.name, given)
        for key, delivered in self.nav.delivered.items():
            self.nav.set_keys(key, self.keys.of(f"page.{key}", delivered))
        self.header.tell_keys(self.keys.of("palette"), self.keys.of("meetings"))
        self.actions_changed()

    def _make_panel(self, entry: PanelEntry) -> Panel:
        panel: Panel = entry.load()(self.office, self)
        return panel

    def _meeting_words(self) -> str:
        for meeting_id, title, dates in self._rows:
            if meeting_id == self.meeting_id:
                return f"{title} ・ {dates}" if dates else title
        return "还没有选定会议"

    def _changed(self, change: Any) -> None:
        self._turns = None
        self.toast_strip.hide()  # 撤销 would take back this step, not the one it speaks of
        with self._settling():
            if _TITLED & frozenset(change.tables):
                self._rows = list(self.meetings())
                known = [row[0] for row in self._rows]
                if self.meeting_id not in known:
                    self.set_meeting(known[0] if known else None)
            self.pages.changed(change)
        self._tell_status()

    def _tell_status(self) -> None:
        if self.office is not None:
            practice = getattr(self.office, "practice", False)
            where = "演练 ・ 不留存" if practice else "台账 ・ 已保存"
            self.nav.set_status(f"{where} ・ {QTime.currentTime().toString('HH:mm')}")

    def rehearse(self, path: Any) -> None:
        """Open the practice copy at ``path`` in a window of its own, in front of this one."""
        if self.practice is not None:
            self.practice.close()
        self.practice = self.guard(open_practice, self, path)
        if self.practice is not None:
            self.practice.closed.connect(self._practice_closed)

    def _practice_closed(self) -> None:
        self.practice = None
        self.toast("演练已结束，演练中的内容没有保留")

    # -- what the window itself does ---------------------------------------------------

    def undo(self) -> None:
        """Take back the last step."""
        self._turn("undo", "已撤销")

    def redo(self) -> None:
        """Do again the step last taken back."""
        self._turn("redo", "已恢复")

    def _turn(self, verb: str, words: str) -> None:
        if self.office is None or getattr(self.office, f"can_{verb}")() is None:
            return
        label = self.guard(getattr(self.office, verb), default="")
        if label is not None:
            self.toast(f"{words}：{label}" if label else words)

    def open_palette(self) -> None:
        """Search everything and run any command."""
        if self.office is None:
            return
        from meetingdesk.shell.command import Entry

        panel = self.pages.current_panel()
        more = self._keyed(panel, panel.commands()) if panel is not None else []
        own = [*self._own_actions(), *more]
        found = [Entry(a.text, a.run, a.shortcut or "操作") for a in own if a.enabled]
        turn = self.open_panel
        found += [Entry(e.title, partial(turn, e.key), "页面") for e in self.entries.values()]
        found += self._meeting_entries()
        found += [
            Entry("撤销", self.undo, self.keys.of("undo")),
            Entry("重做", self.redo, self.keys.of("redo")),
            Entry("换成深色或浅色", self.toggle_theme, self.keys.of("theme")),
            Entry("设置", self.show_settings, self.keys.of("settings")),
            Entry("说明和快捷键一览", self.show_shortcuts, self.keys.of("help")),
            Entry("修改快捷键", self.change_keys, "操作"),
        ]
        words = "人员、议题、文书、操作，可用拼音首字母"
        self.palette_box.open(found, words, records=True)

    def open_meetings(self) -> None:
        """Choose another meeting."""
        if self.office is not None:
            self.palette_box.open(self._meeting_entries(), "选一次会议，可用拼音首字母")

    def _meeting_entries(self) -> list[Entry]:
        from meetingdesk.shell.command import Entry

        return [
            Entry(title, partial(self.set_meeting, meeting_id), "会议", dates)
            for meeting_id, title, dates in self._rows
        ]

    def _find_records(self, text: str) -> Sequence[Entry]:
        return self.search(text) if self.search is not None else ()

    def set_theme(self, name: str) -> None:
        """Wear light or dark."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply_theme(app, name)
        self.settings["theme"] = name
        self.header.set_dark(dark=name == "dark")
        icons.refresh()

    def toggle_theme(self) -> None:
        """Change between light and dark."""
        self.set_theme("light" if self.settings["theme"] == "dark" else "dark")

    def show_shortcuts(self) -> None:
        """Show what the page is for and the list of keys."""
        from meetingdesk.shell.sheets import shortcuts_sheet

        shortcuts_sheet(self, self.pages.current_entry(), self.bindings(), self.change_keys)

    def change_keys(self) -> None:
        """Choose other keys."""
        from meetingdesk.shell.sheets import keys_sheet

        keys_sheet(self, self.keys, self.bindings(), self._apply_keys)

    def show_settings(self) -> None:
        """Change who is working and the look."""
        from meetingdesk.shell.sheets import settings_sheet

        settings_sheet(self, self.settings, self._settings_kept)

    def _settings_kept(self) -> None:
        """Work under the name and in the look just chosen."""
        name = self.settings["operator"].strip()
        if self.office is not None and name:
            self.office.who = name
            panel = self.pages.current_panel()
            if panel is not None:
                panel.banner.put_away()
        self.set_theme(self.settings["theme"])

    # -- coming and going ----------------------------------------------------------------

    def _restore_place(self) -> None:
        kept = QByteArray.fromHex(self.settings["window"].encode("ascii", "ignore"))
        if not kept.isEmpty():
            self.restoreGeometry(kept)

    def showEvent(self, event: QShowEvent) -> None:
        """See to it that :attr:`painted` comes, even when the window starts out minimized."""
        super().showEvent(event)
        if not self._is_painted:
            QTimer.singleShot(_UNSEEN_MS, self, self._tell_painted)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Leave everything heavy until the first picture is up."""
        super().paintEvent(event)
        if not self._is_painted:
            QTimer.singleShot(0, self, self._tell_painted)

    def _tell_painted(self) -> None:
        if not self._is_painted:
            self._is_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window was; records are already saved, other losses asked about."""
        if self.pages.stays(event):
            return
        self._clock.stop()
        keys.leave(self.keys)
        self.settings["window"] = bytes(self.saveGeometry().toHex().data()).decode("ascii")
        if self.office is not None:
            self.office.changed.disconnect(self._news.emit)
            self.office = None
        super().closeEvent(event)
        if self.practice is not None:
            self.practice.close()
        self.closed.emit()
