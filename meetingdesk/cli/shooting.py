"""``meetingdesk shots``: pages, tabs, sheets and scenes of the stage with the sample desk, as PNG."""

from __future__ import annotations

import os
import re
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from meetingdesk.errors import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication, QDialog

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.staging import Scene
    from meetingdesk.shell.panel import Action, Panel
    from meetingdesk.shell.window import MainWindow

THEMES = ("light", "dark")
_PROJECTORS = ((1024, 768), (1920, 1080), (3840, 2160))
#: milliseconds that previews and icons come in; seconds a few ballots may take to be read
_SETTLE_MS, _READ_S = 450, 60


def shoot(out: Path, sizes: Sequence[str], themes: Sequence[str], scale: float = 1) -> list[Path]:
    """Render each panel at each size (``1366x768``) and theme into ``out``; return the files.

    ``scale`` multiplies the pixels as the system's display scaling does (1 to 2).

    Raises:
        Refused: a size, theme or scale that is none.
    """
    if not 1 <= scale <= 2:
        raise Refused("显示比例应在 1 到 2 之间。", Problem("例如 1.5。", field="scale"))
    if scale != 1:
        os.environ["QT_SCALE_FACTOR"] = str(scale)  # Qt reads it once, when it starts
    from PySide6.QtWidgets import QApplication

    pixels = [_size(text) for text in sizes]
    if wrong := [name for name in themes if name not in THEMES]:
        raise Refused(
            f"没有“{wrong[0]}”这种界面颜色。", Problem("可用：light、dark。", field="theme")
        )
    out.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)  # noqa: S101 - nothing else makes one here
    with tempfile.TemporaryDirectory() as folder:
        shooting = _Shooting(app, out, pixels, themes, Path(folder))
        shooting.held_session()
        shooting.going_on()
    return shooting.files


class _Shooting:
    """One run of pictures: the sample held to its end, then one vote while it is counted."""

    def __init__(
        self,
        app: QApplication,
        out: Path,
        pixels: Sequence[tuple[int, int]],
        themes: Sequence[str],
        folder: Path,
    ) -> None:
        self.app, self.out, self.pixels, self.themes = app, out, pixels, themes
        self.folder = folder
        self.files: list[Path] = []

    def held_session(self) -> None:
        """Every page, tab and sheet with the sample session held to its end, and its scenes."""
        from meetingdesk.actions import sample, staging, votes

        office = self._office("held")
        meeting_id = sample.build(office).meeting_id
        evaluation = next(v for v in votes.votes_of(office, meeting_id) if v.kind == "测评")
        for theme_name, window in self._windows(office, meeting_id):
            for key in window.entries:
                self._page(window, key, theme_name)
                self._sheets(window, key, theme_name)
            window.open_panel("votes", vote_id=evaluation.id)
            self._keep(window, "votes-result", theme_name)
        self._scenes(staging.scenes(office, meeting_id))
        office.desk.close()

    def going_on(self) -> None:
        """A meeting while ballots are counted: run mode, counting, scanning, 唱票."""
        from meetingdesk.actions import counting, staging, votes
        from meetingdesk.actions.sample import ballots, session
        from meetingdesk.cli.marking import marked_sheets

        office = self._office("going")
        meeting_id = session.prepare_session(office, session.build_roster(office))
        session.take_roll(office, meeting_id)
        vote_id = ballots.draft_evaluation(office, meeting_id)
        one_id = votes.draft_vote(
            office, kind="表决", meeting_id=meeting_id, method="无记名投票",
            title="关于接受辞职请求的决定", questions=[("关于接受辞职请求的决定", "", {})],
        )  # fmt: skip
        files = marked_sheets(office, vote_id, self.folder)
        for number in (vote_id, one_id):
            votes.open_vote(office, number)
            votes.set_issued(office, number, ballots.PRESENT)
            votes.set_returned(office, number, ballots.PRESENT)
        count_id = counting.start_count(office, vote_id, 1, ballots.COUNTERS[0])
        for marks, copies in ballots.evaluation_ballots(office, meeting_id, vote_id)[:2]:
            counting.record_ballot(office, count_id, marks, copies)
        (key,) = (q.key for q in votes.vote_view(office, one_id).questions)
        called = counting.start_count(office, one_id, 1, ballots.COUNTERS[0])
        for choice, copies in (("赞成", 23), ("反对", 2), ("弃权", 1)):
            counting.record_ballot(office, called, {key: [choice]}, copies)
        for theme_name, window in self._windows(office, meeting_id):
            window.open_panel("votes", vote_id=vote_id)
            self._keep(window, "votes-counting", theme_name)
            self._run_mode(window, f"calling-{one_id}", theme_name)
            self._scanning(window, vote_id, files, theme_name)
        self._scenes([s for s in staging.scenes(office, meeting_id) if s.group == "表决"])
        office.desk.close()

    def _page(self, window: MainWindow, key: str, theme_name: str) -> None:
        """Keep a page and each of its tabs."""
        from PySide6.QtWidgets import QTabWidget

        window.open_panel(key)
        self._keep(window, key, theme_name)
        panel = window.pages.current_panel()
        for tabs in panel.findChildren(QTabWidget) if panel is not None else ():
            for at in range(1, tabs.count()):
                if tabs.isVisible() and tabs.isTabVisible(at) and tabs.isTabEnabled(at):
                    tabs.setCurrentIndex(at)
                    self._keep(window, f"{key}-{at + 1}", theme_name)
            tabs.setCurrentIndex(0)

    def _sheets(self, window: MainWindow, key: str, theme_name: str) -> None:
        """Keep the sheets that a page's actions open; with the first page those of the window."""
        panel = window.pages.current_panel()
        if panel is None:
            return
        actions = [(one.text, one.run) for one in _opening(panel)]
        if key == next(iter(window.entries)):
            actions += [
                ("说明和快捷键", window.show_shortcuts), ("修改快捷键", window.change_keys),
                ("设置", window.show_settings),
            ]  # fmt: skip
        for words, run in actions:
            run()
            _settle(60)
            for sheet in _open_sheets():
                file = self.out / f"sheet-{key}-{_plain(words)}-{theme_name}.png"
                sheet.grab().save(str(file))
                self.files.append(file)
                sheet.reject()
            window.open_panel(key)

    def _run_mode(self, window: MainWindow, scene: str, theme_name: str) -> None:
        """Keep the operator's page with a scene before the hall and another to follow."""
        window.open_panel("run")
        panel: Any = window.pages.current_panel()
        panel.table.select_id(scene)
        panel.put()
        panel.following()
        self._keep(window, "run-on-air", theme_name)
        panel.stage.stop()

    def _scanning(
        self, window: MainWindow, vote_id: int, files: list[Path], theme_name: str
    ) -> None:
        """Keep the steps of scanned ballots: read, ruled, blank rows, taken."""
        window.open_panel("votes", vote_id=vote_id)
        page: Any = window.pages.current_panel()
        page.page.turn_scans()
        scans = page.page.scans
        self._keep(window, "scanning-1", theme_name)
        scans.add_files(files)
        end = time.monotonic() + _READ_S
        while scans.run.running and time.monotonic() < end:
            _settle(50)
        for step, name in enumerate(("read", "rule", "blank", "take"), 1):
            scans.go_to(step - 1)
            self._keep(window, f"scanning-{step + 1}-{name}", theme_name)
        page.page.turn_scans()

    def _scenes(self, scenes: Sequence[Scene]) -> None:
        """Keep one scene of each kind at the sizes of projectors, the clock, and black."""
        from meetingdesk.stage.clock import Clock, clock_scene

        clock = Clock(10 * 60)
        found: dict[str, Scene | None] = {
            "timer": clock_scene(clock, "", "发言计时"),
            "black": None,
        }
        for scene in scenes:
            name = scene.key.split("-")[0]
            found.setdefault(name if scene.kind == name else f"{name}-{scene.kind}", scene)
        for name, shown in found.items():
            for width, height in _PROJECTORS:
                file = self.out / f"stage-{name}-{width}x{height}.png"
                if file not in self.files:
                    _paint(shown, width, height).save(str(file))
                    self.files.append(file)

    def _office(self, name: str) -> Office:
        from meetingdesk.actions import sample
        from meetingdesk.actions.office import open_office

        return open_office(self.folder / f"{name}.desk", "王秘书", clock=lambda: sample.NOW)

    def _windows(self, office: Office, meeting_id: int) -> Iterator[tuple[str, MainWindow]]:
        """Yield a window in each theme, on the meeting."""
        from PySide6.QtCore import QCoreApplication, QEvent

        from meetingdesk.actions import meetings
        from meetingdesk.shell import theme
        from meetingdesk.shell.settings import Settings
        from meetingdesk.shell.window import MainWindow

        for name in self.themes:
            theme.apply_theme(self.app, name)
            settings = Settings(self.folder / "settings.json")
            settings["theme"] = name
            window = MainWindow(
                office,
                settings=settings,
                meetings=lambda: [(m.id, m.title, m.date_text) for m in meetings.meetings(office)],
            )
            window.set_meeting(meeting_id)
            yield name, window
            window.close()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _keep(self, window: MainWindow, name: str, theme_name: str) -> None:
        from meetingdesk.shell.shots import grab

        for width, height in self.pixels:
            grab(window, (width, height))  # once to settle, once to keep
            _settle()
            file = self.out / f"{name}-{width}x{height}-{theme_name}.png"
            grab(window, (width, height)).save(str(file))
            self.files.append(file)


def _opening(panel: Panel) -> list[Action]:
    """Return what opens a sheet: neither files of the system, nor steps that change records."""
    verbs = ("新建", "登记", "起草", "粘贴", "增加", "修改", "全部写出", "打印", "印发", "议事规则")
    found = [one for one in (*panel.primary_actions(), *panel.commands()) if not one.of_record]
    return [one for one in found if one.enabled and one.text.startswith(verbs)]


def _open_sheets() -> list[QDialog]:
    from PySide6.QtWidgets import QApplication, QDialog

    found = QApplication.topLevelWidgets()
    return [one for one in found if isinstance(one, QDialog) and one.isVisible()]


def _plain(words: str) -> str:
    """Return words that can stand in a file's name everywhere."""
    return re.sub(r"\W", "", words)


def _paint(scene: Scene | None, width: int, height: int) -> QImage:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter

    from meetingdesk.stage.painting import paint_scene

    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_scene(painter, QRectF(0, 0, width, height), scene)
    painter.end()
    return image


def _settle(milliseconds: int = _SETTLE_MS) -> None:
    """Let debounced previews and lazy icons come: a short run of the event loop."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{3,4})[xX×](\d{3,4})", text.strip())
    if not found:
        raise Refused(f"“{text}”不是窗口大小。", Problem("例如 1366x768。", field="size"))
    return int(found[1]), int(found[2])
