"""裁定: one doubtful box or row after another, its picture large, one key each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QListWidget, QWidget

from meetingdesk.actions.scan_asking import BOX, NAME, ROW, SHEET, Ask, Queue
from meetingdesk.actions.scan_pages import boxes_in_crop, page_picture
from meetingdesk.actions.scan_second import second_queue
from meetingdesk.actions.write_ins import name_hints
from meetingdesk.errors import DeskError
from meetingdesk.panels.votes.scanpicture import Picture, outlines_of
from meetingdesk.shell import keys
from meetingdesk.shell.widgets import Banner, Card, EmptyState, Sheet, Tag, button, label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from meetingdesk.actions.scan_pages import Box
    from meetingdesk.shell.panel import Host

_PAGE_MS = 60
#: paper shown above and below a box asked about, in pixels of its picture
_AROUND, _NEAR = 24, 34
_KEYS = {
    ROW: "1、2、3… 选　{none} 未划　{void} 无效　{page} 看整页　{back} 回上一处",
    BOX: "1 划了　{none} 没划　{void} 整票无效　{page} 看整页　{back} 回上一处",
    SHEET: "{accept} 计入　{aside} 不计这一张　{void} 整票无效　{page} 看整页　{back} 回上一处",
    NAME: "照票面录姓名或拼音，回车确认；没有写姓名的，留空回车",
}


def _shown() -> dict[str, str]:
    """Return what does what → its key as printed."""
    return {
        what: keys.shown(f"scan.{what}")
        for what in ("accept", "none", "void", "aside", "page", "back")
    }


class RuleView(QWidget):
    """Puts the questions of a queue; ``ruled`` fires after each answer."""

    ruled = Signal()
    all_done = Signal()

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__()
        self.office, self.host = office, host
        #: the questions put now, and those of the first person
        self.queue: Queue | None = None
        self.main: Queue | None = None
        self.ask: Ask | None = None
        self._trail: list[Ask] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("裁定存疑")
        self.setObjectName("scanRule")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        self.work = self._work()
        row.addWidget(self.work, 60)
        self.whole = Card(margins=12)
        self.whole.setAccessibleName("整页")
        self.page_words = label("", "soft")
        self.whole.add(self.page_words)
        self.page = Picture("整页")
        self.page.setObjectName("scanRulePage")
        self.whole.add(self.page, 1)
        row.addWidget(self.whole, 40)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_PAGE_MS)
        self._wait.timeout.connect(self._show_page)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        self.count = label("", "card")
        self.count.setObjectName("scanRuleCount")
        self.why = Tag()
        self.why.setObjectName("scanRuleWhy")
        head.addWidget(self.count)
        head.addWidget(self.why)
        head.addStretch(1)
        self.two = QCheckBox("二人复核")
        self.two.setObjectName("scanTwo")
        self.two.setToolTip("换一人再裁定一遍，看不到第一人的裁定；不一致的由总监票人裁定")
        self.two.toggled.connect(self._two_people)
        head.addWidget(self.two)
        head.addWidget(label("裁定人", "label"))
        self.who = QLineEdit()
        self.who.setObjectName("scanWho")
        self.who.setAccessibleName("裁定人")
        self.who.setFixedWidth(120)
        head.addWidget(self.who)
        return head

    def _work(self) -> Card:
        card = Card()
        card.setAccessibleName("存疑之处")
        card.add(self._head())
        self.title = label("", "page", wrap=True)
        self.title.setObjectName("scanRuleTitle")
        card.add(self.title)
        self.banner = Banner()
        self.banner.setObjectName("scanRuleBanner")
        card.add(self.banner)
        self.crop = Picture("存疑的一行")
        self.crop.setObjectName("scanCrop")
        card.add(self.crop, 2)
        self.zoom = Picture("存疑之处，放大", largest=5.0)
        self.zoom.setObjectName("scanZoom")
        card.add(self.zoom, 3)
        self.name = QLineEdit()
        self.name.setObjectName("scanName")
        self.name.setAccessibleName("另选人姓名")
        self.name.setPlaceholderText("姓名或拼音")
        self.name.textEdited.connect(self._hint)
        self.name.returnPressed.connect(self.take_name)
        card.add(self.name)
        self.hints = QListWidget()
        self.hints.setObjectName("scanNameHints")
        self.hints.setAccessibleName("名册中的姓名")
        self.hints.setMaximumHeight(120)
        self.hints.itemClicked.connect(lambda item: self.name.setText(item.data(_NAME_ROLE)))
        card.add(self.hints)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        card.add(self.buttons)
        self.keys = label("", "soft", wrap=True)
        card.add(self.keys)
        self.again = button("请第二人复核", self.begin_second, kind="primary")
        self.again.setObjectName("scanSecond")
        self.done = EmptyState("没有要裁定的了", _THEN, self.again)
        card.add(self.done, 1)
        return card

    # -- showing ---------------------------------------------------------------------

    def show_queue(self, queue: Queue | None) -> None:
        """Begin with the first open question of ``queue``; the same queue goes on."""
        if queue is not self.main:
            self._trail = []
            self.main = self.queue = queue
            if queue is not None:
                self.who.setText(queue.vote.teller_chief or self.office.who)
        with QSignalBlocker(self.two):
            self.two.setChecked(queue is not None and queue.scan.two_people)
        self.ask = None
        self.advance()

    def advance(self) -> None:
        """Show the next open question."""
        queue = self.queue
        waiting = queue.open if queue else []
        if self.ask is not None and queue is not None and queue.is_open(self.ask):
            waiting = [self.ask]
        self.show_ask(waiting[0] if waiting else None)

    def show_ask(self, ask: Ask | None) -> None:
        """Show one question."""
        self.ask = ask
        self.banner.clear()
        for widget in (self.crop, self.zoom, self.keys, self.title, self.why):
            widget.setVisible(ask is not None)
        self.done.setVisible(ask is None)
        left = len(self.main.scan.unchecked) if self.main and ask is None else 0
        second = bool(left) and self.main is not None and not self.main.open
        self.again.setVisible(second)
        self.again.setText(f"请第二人复核{left}处")
        self.done.title.setText("第一人已裁定完" if second else "没有要裁定的了")
        self.done.hint.setText(_SECOND if second else _THEN)
        self.two.setEnabled(self.queue is self.main)
        self.whole.setVisible(ask is not None)
        self.name.setVisible(ask is not None and ask.kind == NAME)
        self.hints.setVisible(False)
        self._clear_buttons()
        queue = self.queue
        if ask is None or queue is None:
            self.count.setText("存疑都已裁定" if queue and queue.asks else "没有存疑")
            return
        left = len(queue.open)
        self.count.setText(f"还有 {left} 处")
        self.title.setText(ask.title)
        self.why.set(ask.why, "warn")
        as_read = "{accept} 照读出的　" if ask.kind in (ROW, BOX) and ask.accepts else ""
        self.keys.setText((as_read + _KEYS[ask.kind]).format(**_shown()))
        self._show_crop(ask)
        self._make_buttons(ask)
        self.page.show_picture(None, words="")
        self.page_words.setText("")
        self._wait.start()
        if ask.kind == NAME:
            self.name.clear()
            self._hint("")
            self.name.setFocus()
        else:
            self.setFocus()

    def _show_crop(self, ask: Ask) -> None:
        queue, doubt = self.queue, ask.doubt
        if doubt.crop is None or queue is None:
            self._show_other(ask)
            return
        boxes = boxes_in_crop(queue.scan, doubt)
        asked = (ask.box,) if ask.box else doubt.boxes
        outlines = outlines_of(boxes, doubt.reading, asked)
        row, near = _parts([boxes[b] for b in asked if b in boxes])
        self.crop.show_picture(doubt.crop.picture, outlines, part=row if ask.box else None)
        self.zoom.show_picture(doubt.crop.picture, (), part=near)
        self.zoom.setVisible(near is not None and ask.kind != NAME)

    def _show_other(self, ask: Ask) -> None:
        """Show the side that a sheet is perhaps a second scan of, beside the sheet itself."""
        self.zoom.hide()
        found, queue = _OTHER.search(ask.why), self.queue
        other = None
        if found is not None and queue is not None:
            file = found[1] or ask.doubt.page[0]
            other = page_picture(queue.scan, file, int(found[2]))
        words = "请看右边的整页"
        self.crop.show_picture(other.png if other else None, words=words)

    def _show_page(self) -> None:
        ask, queue = self.ask, self.queue
        if ask is None or queue is None:
            return
        file, number = ask.doubt.page
        seen = page_picture(queue.scan, file, number)
        if seen is None:
            self.page.show_picture(None, words="文件已移走，整页看不到了")
            return
        self.page_words.setText(f"{file}　第{number}页")
        asked = (ask.box,) if ask.box else ask.doubt.boxes
        self.page.show_picture(seen.png, outlines_of(seen.boxes, ask.doubt.reading, asked))

    def _clear_buttons(self) -> None:
        while (item := self.buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()

    def _make_buttons(self, ask: Ask) -> None:
        shown = _shown()
        if ask.accepts is not None:
            words = {SHEET: "计入"}.get(ask.kind) or f"照读出的：{self._read(ask)}"
            self._button(f"{words}　{shown['accept']}", "scanAccept", self.accept, "primary")
        for number, option in enumerate(ask.options, start=1):
            words = option.words.replace("\n", "")
            self._button(
                f"{words}　{number}", f"scanOption{number}", lambda n=number: self.choose(n)
            )
        if ask.kind in (ROW, BOX):
            words = "未划" if ask.kind == ROW else "没划"
            self._button(f"{words}　{shown['none']}", "scanNone", self.none)
        if ask.kind == SHEET:
            self._button(f"不计这一张　{shown['aside']}", "scanAside", self.aside)
        if ask.kind == NAME:
            self._button("确认　回车", "scanTakeName", self.take_name, "primary")
        void = "该项无效" if ask.kind == ROW else "整票无效"
        self._button(f"{void}　{shown['void']}", "scanVoid", self.void, "danger")
        self.buttons.addStretch(1)
        back = button("回上一处", self.back, kind="ghost")
        back.setObjectName("scanBack")
        back.setEnabled(bool(self._trail))
        back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.buttons.addWidget(back)

    def _button(self, words: str, name: str, run: Any, kind: str = "plain") -> None:
        made = button(words, run, kind=kind)
        made.setObjectName(name)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.buttons.addWidget(made)

    def _read(self, ask: Ask) -> str:
        held = [o.words.replace("\n", "") for o in ask.options if o.marks == ask.accepts]
        return held[0] if held else "所划"

    def take_focus(self) -> None:
        """Put the keyboard on the question."""
        if self.ask is not None and self.ask.kind == NAME:
            self.name.setFocus()
        else:
            self.setFocus()

    # -- answering -------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer by one key."""
        meant = keys.meant("scan", event)
        if meant in tuple("123456789"):
            self.choose(int(meant))
            return
        runs = {
            "Space": self.accept, "0": self.none, "X": self.void, "R": self.aside,
            "F": self.full_page, "Backspace": self.back,
        }  # fmt: skip
        run = runs.get(meant)
        if run is None:
            super().keyPressEvent(event)
        else:
            run()

    def accept(self) -> None:
        """Take what the reader read."""
        ask = self.ask
        if ask is not None and ask.accepts is None and ask.kind != NAME:
            self.banner.show_message("这一处读不准，请看图选定。", "info")
        elif ask is not None and ask.accepts is not None:
            self._answer(ask, ask.accepts)

    def choose(self, number: int) -> None:
        """Take the option of that number."""
        ask = self.ask
        if ask is not None and number <= len(ask.options):
            self._answer(ask, ask.options[number - 1].marks)

    def none(self) -> None:
        """Nothing is marked here."""
        if self.ask is not None and self.ask.kind in (ROW, BOX):
            self._answer(self.ask, ())

    def take_name(self) -> None:
        """Take the name as typed, or as picked."""
        ask, queue = self.ask, self.queue
        if ask is not None and queue is not None and ask.kind == NAME:
            name, who = self.name.text(), self.who.text()
            self._do(ask, lambda: queue.write(ask, name, who))

    def void(self) -> None:
        """Ask why the row or ballot is void and who confirms it."""
        ask, queue = self.ask, self.queue
        if ask is None or queue is None:
            return
        what = "该项无效" if ask.kind == ROW else "整票无效"

        def submit(sheet: Sheet) -> None:
            values = sheet.form.values()
            queue.void(ask, self.who.text(), values["second"], values["reason"])
            self._answered(ask)

        sheet = Sheet(self, what, submit, ok=what, danger=True, hint="裁定无效须两人，并写明理由。")
        chief = queue.vote.teller_chief
        sheet.form.add_text("reason", "理由", "", required=True)
        second = chief if chief != self.who.text().strip() else ""
        sheet.form.add_text("second", "确认人", second, required=True)
        sheet.named("scanVoidSheet")
        sheet.open()
        sheet.form.fields["reason"].control.setFocus()

    def aside(self) -> None:
        """Leave the whole sheet out, with a reason."""
        ask, queue = self.ask, self.queue
        if ask is None or queue is None or ask.kind != SHEET:
            return

        def submit(sheet: Sheet) -> None:
            queue.put_aside(ask, self.who.text(), sheet.form.value("reason"))
            self._answered(ask)

        twice = any("重复扫描" in why for why in ask.doubt.why)
        sheet = Sheet(
            self, "不计这一张", submit, ok="不计",
            hint="扫描重了的不计；读不出的可以重扫后再加文件，或计入后在这一遍里人工补录。",
        )  # fmt: skip
        usual = "与另一页是同一张票，重复扫描" if twice else "读不出，另行重扫或人工录入"
        sheet.form.add_text("reason", "理由", usual, required=True)
        sheet.named("scanAsideSheet")
        sheet.open()

    def full_page(self) -> None:
        """Show the page alone, or the question again."""
        self.work.setVisible(not self.work.isVisibleTo(self))
        self.setFocus()

    def back(self) -> None:
        """Take the last answer back and ask again."""
        if self._trail and self.queue is not None:
            last = self._trail.pop()
            self.queue.take_back(last)
            self.show_ask(last)
            self.ruled.emit()

    def _answer(self, ask: Ask, marks: tuple[str, ...]) -> None:
        queue, who = self.queue, self.who.text()
        if queue is not None:
            self._do(ask, lambda: queue.answer(ask, marks, who))

    def _do(self, ask: Ask, run: Any) -> None:
        try:
            run()
        except DeskError as error:
            self.banner.show_error(error)
            if not self.who.text().strip():
                self.who.setFocus()
            return
        self._answered(ask)

    def _answered(self, ask: Ask) -> None:
        self._trail.append(ask)
        self.work.show()
        self.ask = None
        self.advance()
        self.ruled.emit()
        if self._idle() and self.queue is not self.main:
            self._end_second()
        if self._idle() and not (self.main and self.main.scan.unchecked):
            self.all_done.emit()

    def _idle(self) -> bool:
        """Whether no question is put."""
        return self.ask is None

    # -- the second person -----------------------------------------------------------

    def _two_people(self, wanted: bool) -> None:
        if self.main is not None:
            self.main.scan.two_people = wanted
            self.show_ask(self.ask)
            self.ruled.emit()

    def begin_second(self) -> None:
        """Put the questions to a second person, who does not see what the first ruled."""
        if self.main is None:
            return
        self.queue = second_queue(self.main)
        self._trail, self.ask = [], None
        self.who.clear()
        self.advance()
        self.banner.show_message("第二人复核：请填写姓名。看不到第一人的裁定。", "info")
        self.who.setFocus()

    def _end_second(self) -> None:
        """Go back to the first person's questions; what two ruled differently is open again."""
        main = self.main
        if main is None:
            return
        self.queue, self._trail, self.ask = main, [], None
        main.reopen(main.scan.split)
        self.advance()
        if self.ask is not None:
            two = {name for pair in main.scan.split.values() for name in pair}
            chief = main.vote.teller_chief
            self.who.setText("" if chief in two else chief)
            self.banner.show_message(f"两人裁定不一致{len(main.open)}处，由总监票人裁定。", "warn")
        self.ruled.emit()

    def _hint(self, typed: str) -> None:
        queue = self.queue
        if queue is None:
            return
        found = name_hints(self.office, queue.vote.id, typed)
        written = queue.names()
        rows = [(f"{n}（已有{c}张写了）", n) for n, c in written.items() if not typed or typed in n]
        rows += [(name, name) for name in found if name not in written]
        self.hints.clear()
        for words, name in rows[:8]:
            self.hints.addItem(words)
            self.hints.item(self.hints.count() - 1).setData(_NAME_ROLE, name)
        self.hints.setVisible(bool(rows))


def _parts(asked: list[Box]) -> tuple[Box | None, Box | None]:
    """Return the whole row about boxes and what lies close round them, in pixels of the crop."""
    if not asked:
        return None, None
    left, top = min(b[0] for b in asked), min(b[1] for b in asked)
    right = max(b[0] + b[2] for b in asked)
    foot = max(b[1] + b[3] for b in asked)
    row = (0, top - _AROUND, 10_000, foot - top + 2 * _AROUND)
    near = (left - _NEAR, top - _NEAR, right - left + 2 * _NEAR, foot - top + 2 * _NEAR)
    return row, near


#: said when nothing is left to rule on, and when the second person's turn has come
_THEN = "没有划记的行和要再看的符号，请到第3步核对，然后计入。"
_SECOND = "请换一人再裁定一遍，看不到第一人的裁定；不一致的由总监票人裁定。"
#: how the reader names the side that a sheet looks like
_OTHER = re.compile(r"与(.*?)第(\d+)页像是同一张票")
_NAME_ROLE = int(Qt.ItemDataRole.UserRole)
