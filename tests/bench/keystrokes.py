"""How many keys the preparation of the sample session takes, beside plain tables.

The session is prepared through the real window by keys alone: nothing is focused or chosen
except by a key that is counted. The plain tables hold the same data, one record a row: every
character typed and one Tab or Enter a cell. Run it to print the figures as JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from meetingdesk.actions.sample import people, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from meetingdesk.shell.window import MainWindow

NOW = dt.datetime(2026, 8, 10, 1, tzinfo=dt.UTC)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Table = list[list[str]]

#: twelve items as the notice lists them
ITEMS = [
    *(f"{item.verb}{item.subject}" for item in texts.ITEMS[:8]),
    "听取和审议市人民政府关于2025年度环境状况和环境保护目标完成情况的报告",
    "听取和审议市人大常委会执法检查组关于检查《中华人民共和国安全生产法》实施情况的报告",
    "听取和审议市中级人民法院关于行政审判工作情况的报告",
    "听取和审议市人民检察院关于公益诉讼检察工作情况的报告",
]
ROSTER = [["姓名", "性别", "民族", "职务", "任职日期"],
          *([m.name, m.gender, m.ethnicity, m.post, "2022-01-12"] for m in people.MEMBERS)]  # fmt: skip
MOTIONS = [
    (proposer, [
        f"{verb}{name}为{post}；" if verb.endswith("任命") else f"{verb}{name}的{post}职务；"
        for verb, name, _gender, post in entries
    ])
    for (proposer, _name), entries in people.NOMINEES.items()
]  # fmt: skip
DECISIONS = texts.DECISIONS[:2]


# -- the plain tables --------------------------------------------------------------------


def tables() -> list[Table]:
    """The data that the desk holds afterwards, one table a kind; nothing it works out itself."""
    entries = [
        [proposer, verb, name, post]
        for (proposer, _), rows in people.NOMINEES.items()
        for verb, name, _gender, post in rows
    ]
    return [
        [["示例市", "14", "2022-01-12", "43"]],
        ROSTER,
        [["36", "2026-08-17", "2026-08-18", "市人大常委会会议厅"]],
        [[str(n), item] for n, item in enumerate(ITEMS, start=1)],
        [[name] for name in texts.EVALUATED],
        entries,
        [[title, str(index + 1), body] for title, _kind, index, _joint, body in DECISIONS],
    ]


def typed_plainly() -> int:
    """Every character of every cell, and a key to go on to the next."""
    return sum(len(cell) + 1 for table in tables() for row in table for cell in row)


def pasted_plainly() -> int:
    """Cell by cell from other papers: paste and go on, without counting the copying."""
    return sum(2 for table in tables() for row in table for _cell in row)


# -- our own -----------------------------------------------------------------------------


@dataclass
class Keyboard:
    """Presses keys on whatever has the keyboard and counts them."""

    window: MainWindow
    presses: int = 0
    clicks: int = 0
    steps: dict[str, int] = field(default_factory=dict)

    def holder(self) -> QWidget:
        """What has the keyboard; the window manager's part is done here and not counted."""
        for _ in range(4):
            QApplication.processEvents()
        top = QApplication.activeModalWidget() or self.window
        if not top.isActiveWindow():
            top.activateWindow()
            QTest.qWaitForWindowActive(top)
        return top.focusWidget() or top

    def press(self, key: Qt.Key, mods: Qt.KeyboardModifier | None = None, times: int = 1) -> None:
        """Press one key, or a chord, which counts as one."""
        for _ in range(times):
            QTest.keyClick(self.holder(), key, mods or Qt.KeyboardModifier.NoModifier)
            QApplication.processEvents()
            self.presses += 1

    def type(self, text: str) -> None:
        """Type ``text``: a character is a press, Chinese ones as the input method commits them."""
        for char in text:
            if char.isascii():
                QTest.keyClick(self.holder(), char)
            else:
                event = QInputMethodEvent()
                event.setCommitString(char)
                QApplication.sendEvent(self.holder(), event)
            self.presses += 1

    def paste(self, text: str) -> None:
        """Paste what was copied from another paper; one press."""
        QApplication.clipboard().setText(text)
        self.press(Qt.Key.Key_V, CTRL)

    def tab_to(self, name: str) -> None:
        """Press Tab until the widget of this object name has the keyboard."""
        for _ in range(60):
            if name in (self.holder().objectName(), self.holder().accessibleName()):
                return
            parent = self.holder().parentWidget()
            if parent is not None and name == parent.objectName():
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never reaches {name}")

    def page(self, key: str) -> None:
        """Turn to a page by its key."""
        order = list(self.window.nav.buttons)
        self.press(Qt.Key(Qt.Key.Key_0.value + order.index(key)), CTRL)
        wait_for(lambda: getattr(self.window.pages.current_panel(), "key", "") == key)

    def submit(self) -> None:
        """Finish a sheet from wherever in it one is."""
        top = QApplication.activeModalWidget()
        assert top is not None
        wait_for(top.ok.isEnabled)  # type: ignore[attr-defined]
        self.press(Qt.Key.Key_Return, CTRL)
        assert QApplication.activeModalWidget() is not top, top.objectName()

    def step(self, name: str, run: Callable[[Keyboard], None]) -> None:
        """Run a step and note what it took."""
        before = self.presses
        run(self)
        self.steps[name] = self.presses - before


def wait_for(done: Callable[[], bool]) -> None:
    """Wait for the screen, at most four seconds."""
    for _ in range(200):
        if done():
            return
        QTest.qWait(20)
    raise AssertionError("nothing happened in four seconds")


def found(keys: Keyboard) -> None:
    """机构和届次."""
    keys.page("roster")
    keys.tab_to("foundButton")
    keys.press(Qt.Key.Key_Space)
    keys.tab_to("termSheet.place_name")
    keys.type("示例市")
    keys.tab_to("termSheet.number")
    keys.type("14")
    keys.tab_to("termSheet.start")
    keys.type("2022-1-12")
    keys.tab_to("termSheet.statutory_seats")
    keys.type("43")
    keys.submit()


def roster(keys: Keyboard) -> None:
    """41 members, copied from a spreadsheet."""
    keys.press(Qt.Key.Key_V, CTRL | SHIFT)
    keys.paste("\n".join("\t".join(row) for row in ROSTER))
    keys.submit()


def convene(keys: Keyboard) -> None:
    """The meeting itself."""
    keys.page("meetings")
    keys.press(Qt.Key.Key_N, CTRL)
    keys.tab_to("meetingSheet.number")
    keys.press(Qt.Key.Key_A, CTRL)
    keys.type("36")
    keys.tab_to("meetingSheet.start")
    keys.type("8.17")
    keys.press(Qt.Key.Key_Tab)
    keys.type("8.18")
    keys.tab_to("meetingSheet.place")
    keys.type("市人大常委会会议厅")
    keys.submit()


def items(keys: Keyboard) -> None:
    """Twelve items, copied from the notice."""
    keys.page("agenda")
    keys.press(Qt.Key.Key_V, CTRL | SHIFT)
    keys.paste("\n".join(ITEMS))
    keys.submit()


def evaluation(keys: Keyboard) -> None:
    """Five objects on the item, then the vote is drafted with its sheet."""
    keys.tab_to("agendaTable")
    keys.press(Qt.Key.Key_Home, CTRL)
    keys.press(Qt.Key.Key_Down, times=6)
    keys.press(Qt.Key.Key_Return)
    keys.tab_to("itemSheet.objects")
    keys.paste("\n".join(texts.EVALUATED))
    keys.submit()
    keys.page("votes")
    keys.tab_to("拟定对市商务局等5个对象的满意度测评")
    keys.press(Qt.Key.Key_Space)


def appointments(keys: Keyboard) -> None:
    """Eight persons of four proposers, copied as the motions write them."""
    keys.page("appointments")
    keys.press(Qt.Key.Key_V, CTRL | SHIFT)
    keys.paste("\n".join(f"{proposer}提请：\n" + "\n".join(lines) for proposer, lines in MOTIONS))
    keys.submit()


def decisions(keys: Keyboard) -> None:
    """Two drafts: title and organs come from the item, the text is copied."""
    keys.page("decisions")
    for title, _kind, index, _joint, body in DECISIONS:
        keys.press(Qt.Key.Key_N, CTRL)
        keys.tab_to("decisionSheet.item_id")
        keys.press(Qt.Key.Key_Down, times=index + 1)
        keys.tab_to("decisionSheet.title")
        keys.press(Qt.Key.Key_A, CTRL)
        keys.paste(title)
        keys.submit()
        keys.tab_to("decisionBody")
        keys.paste(body)


STEPS = (found, roster, convene, items, evaluation, appointments, decisions)


def measure(window: MainWindow) -> dict[str, object]:
    """Prepare the session in ``window`` and return the figures."""
    keys = Keyboard(window)
    for step in STEPS:
        keys.step(step.__name__, step)
    typed, pasted = typed_plainly(), pasted_plainly()
    return {
        "key_presses": keys.presses,
        "clicks": keys.clicks,
        "by_step": keys.steps,
        "plain_tables_typed": typed,
        "plain_tables_pasted_cell_by_cell": pasted,
        "ratio_to_typed": round(keys.presses / typed, 3),
        "ratio_to_pasted": round(keys.presses / pasted, 3),
    }


def main() -> int:
    """Measure on a new desk and print JSON."""
    import os
    import tempfile
    from pathlib import Path

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from meetingdesk.actions import meetings
    from meetingdesk.actions.office import open_office
    from meetingdesk.shell import theme
    from meetingdesk.shell.settings import Settings
    from meetingdesk.shell.window import MainWindow

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply_theme(app, "light")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        office = open_office(place / "a.desk", "张秘书", clock=lambda: NOW)
        window = MainWindow(
            office,
            settings=Settings(place / "settings.json"),
            meetings=lambda: [(m.id, m.title, m.date_text) for m in meetings.meetings(office)],
        )
        window.resize(1366, 768)
        window.show()
        print(json.dumps(measure(window), ensure_ascii=False, indent=2))
        window.close()
        office.desk.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
