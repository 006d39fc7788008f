"""The window on the second screen, and who decides what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QWidget

from meetingdesk.stage.painting import paint_scene

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QScreen

    from meetingdesk.actions.staging import Scene


class SceneView(QWidget):
    """Paints one scene, in the projector's window or small beside the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scene: Scene | None = None
        self.note = ""

    def show_scene(self, scene: Scene | None) -> None:
        """Show another scene, black for ``None``."""
        self.scene = scene
        self.setAccessibleDescription("黑屏" if scene is None else f"{scene.group}　{scene.label}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the scene over the whole widget."""
        painter = QPainter(self)
        paint_scene(painter, QRectF(self.rect()), self.scene, self.note)
        painter.end()

    def heightForWidth(self, width: int) -> int:
        """Keep the shape of the screen it stands for."""
        return width * 9 // 16

    def hasHeightForWidth(self) -> bool:
        """Its height follows from its width."""
        return True


class StageWindow(SceneView):
    """The hall's window: no frame, no pointer, no keys."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__(None)
        self.setObjectName("stageWindow")
        self.setWindowTitle("会务台大屏")
        self.setAccessibleName("大屏")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        # the operator's keys stay with the operator's page
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setMinimumSize(320, 180)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys typed here by chance do nothing."""
        event.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that the window went away."""
        super().closeEvent(event)
        self.closed.emit()


class Stage(QObject):
    """Shows what the operator put on: on the second screen, else in a window.

    A projector unplugged takes its window away, so that nothing falls over the operator's desk;
    plugged in again, it shows what was on.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.window: StageWindow | None = None
        self.scene: Scene | None = None
        self.black = False
        self.frozen = False
        self.note = ""
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)  # noqa: S101 - a window asked for it
        app.screenAdded.connect(self._screens_changed)
        app.screenRemoved.connect(self._screen_gone)

    @property
    def on(self) -> bool:
        """Whether the stage is meant to be shown."""
        return self.window is not None

    @property
    def waiting(self) -> bool:
        """Whether it is on but its screen is gone."""
        return self.window is not None and not self.window.isVisible()

    def operator_screen(self) -> QScreen:
        """The screen the program itself stands on."""
        parent = self.parent()
        place = parent.window().screen() if isinstance(parent, QWidget) else None
        return place or QGuiApplication.primaryScreen()

    def other_screen(self) -> QScreen | None:
        """The screen of the hall: the first that is not the operator's."""
        own = self.operator_screen()
        return next((s for s in QGuiApplication.screens() if s is not own and s != own), None)

    def start(self) -> None:
        """Open the stage."""
        if self.window is None:
            self.window = StageWindow()
            self.window.closed.connect(self._closed)
        self._place()
        self._paint()
        self.changed.emit()

    def stop(self) -> None:
        """Close the stage."""
        window, self.window = self.window, None
        if window is not None:
            window.close()
            window.deleteLater()
        self.changed.emit()

    def put(self, scene: Scene | None) -> None:
        """Put a scene before the hall; black and frozen end."""
        self.scene, self.black, self.frozen = scene, False, False
        self._paint()
        self.changed.emit()

    def renew(self, scenes: list[Scene], fallback: Scene | None) -> None:
        """Take the shown scene's newest state; one that is no more gives way to ``fallback``.

        A result whose vote was opened again is gone at once, frozen or not.
        """
        if self.scene is None:
            return
        newest = next((s for s in scenes if s.key == self.scene.key), None)
        if newest is None:
            self.put(fallback)
        elif newest != self.scene and not self.frozen:
            self.scene = newest
            self._paint()
            self.changed.emit()

    def set_black(self, black: bool) -> None:
        """Show nothing, or again what was on."""
        self.black = black
        self._paint()
        self.changed.emit()

    def set_frozen(self, frozen: bool) -> None:
        """Keep what stands there, whatever the records do."""
        self.frozen = frozen
        self.changed.emit()

    def shown(self) -> Scene | None:
        """What the hall sees now."""
        return None if self.black else self.scene

    def _paint(self) -> None:
        if self.window is not None:
            self.window.note = self.note
            self.window.show_scene(self.shown())

    def _place(self) -> None:
        window = self.window
        if window is None:
            return
        screen = self.other_screen()
        if screen is not None:
            window.setWindowFlag(Qt.WindowType.FramelessWindowHint, True)
            window.setCursor(Qt.CursorShape.BlankCursor)
            window.setGeometry(screen.geometry())
            # not showFullScreen, which would call for the keyboard
            window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)
            window.setVisible(True)
            window.setGeometry(screen.geometry())
        else:
            window.setWindowFlag(Qt.WindowType.FramelessWindowHint, False)
            window.unsetCursor()
            window.resize(960, 540)
            window.showNormal()

    def _screens_changed(self, _screen: QScreen) -> None:
        if self.window is not None:
            self._place()
            self.changed.emit()

    def _screen_gone(self, screen: QScreen) -> None:
        window = self.window
        if window is None or not window.isFullScreen():
            return
        if self.other_screen() is None or window.screen() is screen:
            window.hide()
        if self.other_screen() is not None:
            self._place()
        self.changed.emit()

    def _closed(self) -> None:
        window, self.window = self.window, None
        if window is not None:
            window.deleteLater()
        self.changed.emit()
