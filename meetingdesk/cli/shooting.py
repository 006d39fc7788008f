"""``meetingdesk shots``: every panel of the window with the sample desk, as PNG."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from meetingdesk.errors import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

THEMES = ("light", "dark")


def shoot(out: Path, sizes: Sequence[str], themes: Sequence[str]) -> list[Path]:
    """Render each panel at each size (``1366x768``) and theme into ``out``; return the files.

    Raises:
        Refused: a size or theme that is none.
    """
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    from meetingdesk.actions import meetings, sample
    from meetingdesk.actions.office import open_office
    from meetingdesk.panels.registry import PANELS
    from meetingdesk.shell import theme
    from meetingdesk.shell.settings import Settings
    from meetingdesk.shell.shots import grab
    from meetingdesk.shell.window import MainWindow

    pixels = [_size(text) for text in sizes]
    if wrong := [name for name in themes if name not in THEMES]:
        raise Refused(
            f"没有“{wrong[0]}”这种界面颜色。", Problem("可用：light、dark。", field="theme")
        )
    out.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)  # noqa: S101 - nothing else makes one here
    files: list[Path] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        office = open_office(place / "示例市.desk", "王秘书", clock=lambda: sample.NOW)
        built = sample.build(office)
        for name in themes:
            theme.apply_theme(app, name)
            window = MainWindow(
                office,
                settings=Settings(place / "settings.json"),
                meetings=lambda: [(m.id, m.title, m.date_text) for m in meetings.meetings(office)],
            )
            window.set_meeting(built.meeting_id)
            for entry in PANELS:
                window.open_panel(entry.key)
                for width, height in pixels:
                    grab(window, (width, height))  # once to settle, once to keep
                    _settle()
                    file = out / f"{entry.key}-{width}x{height}-{name}.png"
                    grab(window, (width, height)).save(str(file))
                    files.append(file)
            window.close()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        office.desk.close()
    return files


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
