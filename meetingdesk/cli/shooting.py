"""``meetingdesk shots``: every panel of the window with the sample desk, as PNG."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from meetingdesk.errors import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtWidgets import QApplication

    from meetingdesk.actions.office import Office
    from meetingdesk.shell.window import MainWindow

THEMES = ("light", "dark")
_PROJECTORS = ((1024, 768), (1920, 1080), (3840, 2160))


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
        shooting.stage()
        shooting.counting()
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
        """Every panel with the sample session held to its end; the result of its evaluation."""
        from meetingdesk.actions import sample, votes
        from meetingdesk.panels.registry import PANELS

        office = self._office("held")
        meeting_id = sample.build(office).meeting_id
        evaluation = next(v for v in votes.votes_of(office, meeting_id) if v.kind == "测评")
        for theme_name, window in self._windows(office, meeting_id):
            for entry in PANELS:
                window.open_panel(entry.key)
                self._keep(window, entry.key, theme_name)
            window.open_panel("votes", vote_id=evaluation.id)
            self._keep(window, "votes-result", theme_name)
        office.desk.close()

    def stage(self) -> None:
        """What the hall sees: one scene of each kind, at the sizes of projectors."""
        from PySide6.QtCore import QRectF
        from PySide6.QtGui import QImage, QPainter

        from meetingdesk.actions import sample, staging
        from meetingdesk.stage.painting import paint_scene

        office = self._office("stage")
        scenes = staging.scenes(office, sample.build(office).meeting_id)
        office.desk.close()
        seen: set[str] = set()
        for scene in scenes:
            kind = scene.key.split("-")[0]
            if kind in seen:
                continue
            seen.add(kind)
            for width, height in _PROJECTORS:
                image = QImage(width, height, QImage.Format.Format_RGB32)
                painter = QPainter(image)
                paint_scene(painter, QRectF(0, 0, width, height), scene)
                painter.end()
                file = self.out / f"stage-{kind}-{width}x{height}.png"
                image.save(str(file))
                self.files.append(file)

    def counting(self) -> None:
        """The counting screen, two thirds through the evaluation's first count."""
        from meetingdesk.actions import counting, votes
        from meetingdesk.actions.sample import ballots, session

        office = self._office("counting")
        meeting_id = session.prepare_session(office, session.build_roster(office))
        session.take_roll(office, meeting_id)
        vote_id = ballots.draft_evaluation(office, meeting_id)
        votes.open_vote(office, vote_id)
        votes.set_issued(office, vote_id, ballots.PRESENT)
        votes.set_returned(office, vote_id, ballots.PRESENT)
        count_id = counting.start_count(office, vote_id, 1, ballots.COUNTERS[0])
        for marks, copies in ballots.evaluation_ballots(office, meeting_id, vote_id)[:2]:
            counting.record_ballot(office, count_id, marks, copies)
        for theme_name, window in self._windows(office, meeting_id):
            window.open_panel("votes", vote_id=vote_id)
            self._keep(window, "votes-counting", theme_name)
        office.desk.close()

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


def _settle() -> None:
    """Let debounced previews and lazy icons come: a short run of the event loop."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(450, loop.quit)
    loop.exec()


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{3,4})[xX×](\d{3,4})", text.strip())
    if not found:
        raise Refused(f"“{text}”不是窗口大小。", Problem("例如 1366x768。", field="size"))
    return int(found[1]), int(found[2])
