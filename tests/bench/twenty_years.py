"""Twenty years of records: start, pages, search, tables and memory of the window.

    python -m tests.bench.twenty_years [--starts 5] [--rounds 5] [--desk FILE]

Builds a desk of 600 meetings, 8 000 items, 60 000 journal rows and 5 000 people, starts the
program and a bare window in turn, then works in the real window on copies of it. Printed as JSON:
milliseconds and ratios; ``limits`` says what must hold, ``held`` whether it did by the clock on the
wall. The time of the processor stands beside it for machines that are busy with other things.

Pages are visited for the first time in two ways. ``first visit at once``: by someone who turns to
them the moment the first page is there, before the program had an idle moment, in three windows.
``first visit of a page``: after the few seconds in which the program, left alone, makes the other
pages by itself (``shell/ahead.py``, begun here as the start begins it); everything that follows is
done in that same window. ``ahead`` tells how long it took the program to make them, the pauses
included, and its steps: whoever clicks in that moment waits for one of them, so the slowest one
must hold as a visit must. A step is counted with what Qt does because of it.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    from meetingdesk.actions.office import Office
    from meetingdesk.main import Desktop
    from meetingdesk.shell.widgets import RecordTable
    from meetingdesk.shell.window import MainWindow

LIMITS = {"first_paint_ratio": 1.5, "usable_ms": 1000, "p95_ms": 100, "memory_mb": 250}
_DEFERRED_DELETE = 52  # QEvent.Type.DeferredDelete
#: windows whose pages are opened at once; seconds the program may take to make its pages ahead
_AT_ONCE, _AHEAD_S = 3, 60
_SEARCHES = ("zqm", "wsx", "ldx", "周启明", "预算", "2011年", "第三十次", "zrhy", "没有这个词")


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, measure in processes of their own, print; 0 when every limit holds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--desk", type=Path, help="a desk made before, else one is made")
    parser.add_argument(
        "--part", choices=("bare", "start", "visit", "work"), help=argparse.SUPPRESS
    )
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if options.part:
        parts = {"bare": _bare, "start": _start, "visit": _visit, "work": _work}
        print(json.dumps(parts[options.part](options), ensure_ascii=False))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            os.environ[variable] = folder
        if options.desk is None:
            from tests.bench import years

            options.desk = Path(folder) / "years.desk"
            years.build(options.desk)
        else:  # the work done in it is not to lie in the way of the next measurement
            given, options.desk = options.desk, Path(folder) / "years.desk"
            shutil.copyfile(given, options.desk)
        found = _measure(options)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0 if all(found["held"].values()) else 1


def _measure(options: argparse.Namespace) -> dict[str, Any]:
    bare, starts = [], []
    for _ in range(options.starts + 1):  # the first of each only warms the disk
        bare.append(_part("bare", options))
        starts.append(_part("start", options))
    visits = [_part("visit", options)["visits"] for _ in range(_AT_ONCE)]
    at_once = {"first visit at once": _told([tuple(one) for run in visits for one in run])}
    work = _part("work", options)
    work["times"] = at_once | work["times"]
    start: dict[str, Any] = {
        f"{name}_{what}": statistics.median(one[what] for one in runs[1:])
        for name, runs in (("bare", bare), ("program", starts))
        for what in (
            ("painted", "painted_cpu", "usable", "usable_cpu")[: 4 if runs is starts else 2]
        )
    }
    start["ratio"] = round(start["program_painted"] / start["bare_painted"], 2)
    start["ratio_cpu"] = round(start["program_painted_cpu"] / start["bare_painted_cpu"], 2)
    held = {
        "first paint": start["ratio"] <= LIMITS["first_paint_ratio"],
        "usable": start["program_usable"] <= LIMITS["usable_ms"],
        "memory": work["memory_mb"] <= LIMITS["memory_mb"],
        "slowest step ahead": work["ahead"]["slowest_ms"] <= LIMITS["p95_ms"],
    }
    for name, times in work["times"].items():
        held[name] = times["p95"] <= LIMITS["p95_ms"]
    return {"limits": LIMITS, "load": os.getloadavg(), "start": start, **work, "held": held}


def _part(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """Run one part in a process of its own and read what it measured."""
    command = [sys.executable, "-m", "tests.bench.twenty_years", "--part", name]
    command += ["--desk", str(options.desk), "--rounds", str(options.rounds)]
    environment = {**os.environ, "BENCH_SPAWNED": repr(time.time())}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _since_spawned() -> float:
    return round((time.time() - float(os.environ["BENCH_SPAWNED"])) * 1000, 1)


def _worked() -> float:
    """Return the processor's milliseconds spent since the process began, all threads."""
    return round(time.process_time() * 1000, 1)


def _watch(
    app: QApplication, kind: type[QMainWindow], ended: Callable[[], bool]
) -> dict[str, float]:
    """Note the first paint of a window of ``kind``, then the moment ``ended``; quit at the latter.

    It looks on from the window's own painting: a filter on the application would be asked about
    every event of every widget, which a window with many of them pays for and a bare one does not.
    """
    from PySide6.QtCore import QTimer

    noted: dict[str, float] = {}
    timer = QTimer(app)
    paint = kind.paintEvent

    def first_paint(window: QMainWindow, event: QPaintEvent) -> None:
        if not noted:  # told after the children are painted, before all that waits for it
            noted.update(painted=0)
            QTimer.singleShot(0, timer, painted)
        paint(window, event)

    def painted() -> None:
        noted.update(painted=_since_spawned(), painted_cpu=_worked())
        timer.start(3)

    def look() -> None:
        if ended():
            timer.stop()
            noted.update(usable=_since_spawned(), usable_cpu=_worked())
            app.quit()

    timer.timeout.connect(look)
    kind.paintEvent = first_paint  # type: ignore[method-assign, assignment]
    return noted


def _bare(_options: argparse.Namespace) -> dict[str, float]:
    """Measure a window with one label."""
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    class Bare(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)

    app = QApplication([])
    noted = _watch(app, Bare, lambda: True)
    window = Bare()
    window.setCentralWidget(QLabel("会务台"))
    window.resize(1366, 768)
    window.show()
    app.exec()
    return noted


def _start(options: argparse.Namespace) -> dict[str, float]:
    """Measure the program from its spawning to its first page with the desk's records."""
    from PySide6.QtWidgets import QApplication

    from meetingdesk.main import run_desktop
    from meetingdesk.shell.window import MainWindow

    app = QApplication([])
    noted = _watch(app, MainWindow, lambda: _usable(app))
    run_desktop(options.desk, "张秘书")
    return noted


def _usable(app: QApplication) -> bool:
    """Tell whether a page stands in the window; asked between events, so it is painted too."""
    from meetingdesk.shell.window import MainWindow

    windows = [w for w in app.topLevelWidgets() if isinstance(w, MainWindow)]
    return bool(windows) and windows[0].pages.current_panel() is not None


class _Times:
    """Milliseconds of each kind of step, with what was slowest."""

    def __init__(self, app: QApplication) -> None:
        self.app = app
        self.kinds: dict[str, list[tuple[float, float, str]]] = {}

    def take(self, kind: str, what: str, run: Callable[[], Any]) -> None:
        """Do ``run`` until it is painted and note how long it took."""
        begun, worked = time.perf_counter(), time.process_time()
        run()
        self.app.processEvents()
        # what was to be deleted later is deleted, as it is in a program whose loop is running
        self.app.sendPostedEvents(None, _DEFERRED_DELETE)
        took, cpu = time.perf_counter() - begun, time.process_time() - worked
        self.kinds.setdefault(kind, []).append((took * 1000, cpu * 1000, what))

    def told(self) -> dict[str, dict[str, Any]]:
        """Return median, 95th percentile and the slowest of each kind."""
        return {kind: _told(times) for kind, times in self.kinds.items()}


def _told(times: list[tuple[float, float, str]]) -> dict[str, Any]:
    by_cpu = sorted((cpu, what) for _, cpu, what in times)
    slow = [f"{what} {cpu:.0f}" for cpu, what in by_cpu[:-6:-1]]
    wall, cpu = sorted(one[0] for one in times), [one[0] for one in by_cpu]
    return {
        "steps": len(times), "p50": _percentile(wall, 50), "p95": _percentile(wall, 95),
        "cpu_p50": _percentile(cpu, 50), "cpu_p95": _percentile(cpu, 95), "slowest_cpu": slow,
    }  # fmt: skip


def _percentile(ordered: list[float], percent: int) -> float:
    return round(ordered[max(-(-len(ordered) * percent // 100) - 1, 0)], 1)


def _visit(options: argparse.Namespace) -> dict[str, Any]:
    """Open every page the moment the first one is there."""
    app, office, desktop = _program(options)
    times = _Times(app)
    for key in list(desktop.window.entries)[1:]:
        times.take("visit", key, partial(desktop.window.open_panel, key))
    desktop.window.close()
    office.desk.close()
    return {"visits": times.kinds["visit"]}


def _work(options: argparse.Namespace) -> dict[str, Any]:
    """Work in the real window: pages, meetings, search, tables, an edit and its undo."""
    app, office, desktop = _program(options)
    window, times = desktop.window, _Times(app)
    keys = list(window.entries)
    ahead = _left_alone(app, desktop)
    for key in keys[1:]:
        times.take("first visit of a page", key, partial(window.open_panel, key))
    dice = random.Random(20)
    for _ in range(options.rounds):
        for key in dice.sample(keys, len(keys)):
            times.take("page", key, partial(window.open_panel, key))
    _turn_meetings(window, times, keys, dice, options.rounds)
    _search(window, times)
    _sort(window, times, keys)
    _edit(window, office, times, keys)
    memory = _memory_mb()
    _sort_everyone(office, times)
    window.close()
    office.desk.close()
    return {"ahead": ahead, "times": times.told(), "memory_mb": memory}


def _program(options: argparse.Namespace) -> tuple[QApplication, Office, Desktop]:
    """Return the program with its first page shown, which ``usable`` has counted."""
    from PySide6.QtWidgets import QApplication

    from meetingdesk.main import Desktop, _import_later  # first, as the program does
    from meetingdesk.shell import icons, theme
    from meetingdesk.shell.settings import Settings

    gc.disable()  # as the program does until everything is imported
    app = QApplication([])
    theme.apply_theme(app, "light")
    icons.load()
    _import_later()  # as the program does behind its first page
    from meetingdesk.actions.office import open_office

    desktop = Desktop(Settings(), "张秘书")
    desktop.office = office = open_office(options.desk, "张秘书")
    window = desktop.window
    window.resize(1366, 768)
    window.show()
    window.attach(office, anew=True)
    app.processEvents()
    return app, office, desktop


def _left_alone(app: QApplication, desktop: Desktop) -> dict[str, Any]:
    """Let the program make its pages ahead by itself; tell how long that took and its steps."""
    from PySide6.QtCore import QTimer

    from meetingdesk.shell.ahead import Ahead

    steps: list[tuple[float, float, str]] = []
    step = Ahead.step

    def timed(ahead: Ahead) -> str:
        begun, worked = time.perf_counter(), time.process_time()
        done = step(ahead)
        app.sendPostedEvents()
        app.sendPostedEvents(None, _DEFERRED_DELETE)
        took, cpu = time.perf_counter() - begun, time.process_time() - worked
        if done:
            steps.append((took * 1000, cpu * 1000, done))
        return done

    begun = time.perf_counter()
    Ahead.step = timed  # type: ignore[method-assign]
    desktop.prepare()
    desktop.ahead.done.connect(partial(app.exit, 0))  # quit() would close the window
    QTimer.singleShot(_AHEAD_S * 1000, desktop.ahead, partial(app.exit, 1))
    if app.exec():
        raise SystemExit("the program made no pages ahead")
    Ahead.step = step  # type: ignore[method-assign]
    took = (time.perf_counter() - begun) * 1000
    slowest = max(steps)
    return {"all_ms": round(took, 1), "slowest_ms": round(slowest[0], 1), **_told(steps)}


def _turn_meetings(
    window: MainWindow, times: _Times, keys: Sequence[str], dice: random.Random, rounds: int
) -> None:
    """Turn to other meetings, and to the pages that must be read again for them."""
    rows = [row[0] for row in window.meetings()]
    for _ in range(rounds):
        window.open_panel(dice.choice(keys))
        wanted = dice.choice(rows)
        times.take("meeting", window.pages.current_entry().key, partial(window.set_meeting, wanted))
        for key in dice.sample(keys, len(keys)):
            times.take("page of another meeting", key, lambda key=key: window.open_panel(key))
    window.set_meeting(rows[0])


def _search(window: MainWindow, times: _Times) -> None:
    """Type each search letter by letter, as a person does; the list follows every letter."""
    box = window.palette_box
    times.take("search", "open", window.open_palette)
    for wanted in _SEARCHES:
        for end in range(1, len(wanted) + 1):
            typed = wanted[:end]
            times.take("search", typed, lambda typed=typed: box.edit.setText(typed))
        box.edit.clear()
    box.close_palette()


def _sort(window: MainWindow, times: _Times, keys: Sequence[str]) -> None:
    """Sort every sortable table of the pages by every column."""
    from meetingdesk.shell.widgets import RecordTable

    for key in keys:
        window.open_panel(key)
        for table in window.pages.current_panel().findChildren(RecordTable):
            _sort_table(times, f"{key} {table.model.rowCount()}", table)


def _sort_everyone(office: Office, times: _Times) -> None:
    """Sort a table of all the people; no page shows so many rows at once."""
    from sqlalchemy import select

    from meetingdesk.records.roster import Person
    from meetingdesk.shell.widgets import Column, RecordTable

    columns = [
        Column("姓名", lambda p: p.name, names=True),
        Column("拼音", lambda p: p.pinyin, width=160),
        Column("性别", lambda p: p.gender),
        Column("编号", lambda p: f"第{p.id}号", stretch=True),
    ]
    everyone = RecordTable(columns, name="全部人员", sortable=True)
    everyone.resize(1100, 600)
    with office.desk.session() as session:
        wanted = select(Person.id, Person.name, Person.pinyin, Person.gender)
        everyone.set_rows(session.execute(wanted).all())
    everyone.show()
    _sort_table(times, f"people {everyone.model.rowCount()}", everyone)
    everyone.close()


def _sort_table(times: _Times, name: str, table: RecordTable) -> None:
    if not table.isVisible() or not table.sortable:
        return
    header = table.view.horizontalHeader()
    for column in range(len(table.columns)):
        for _ in range(3):  # up, down, as it was
            what = f"{name} {table.columns[column].title}"
            times.take("sort", what, partial(header.sectionClicked.emit, column))


def _edit(window: MainWindow, office: Office, times: _Times, keys: Sequence[str]) -> None:
    """Change a record and take it back while each page is shown: what every step costs."""
    from meetingdesk.actions import meetings

    for key in keys:
        window.open_panel(key)
        window.pages.current_panel().banner.clear()
        held = window.meeting_id
        times.take("edit", key, partial(meetings.edit_meeting, office, held, notes=f"改于{key}"))
        times.take("undo", key, window.undo)


def _memory_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(one for one in status.splitlines() if one.startswith("VmRSS"))
    return round(int(line.split()[1]) / 1024, 1)


if __name__ == "__main__":
    raise SystemExit(main())
