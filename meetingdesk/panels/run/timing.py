"""计时: one clock for the item, one for the speech."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from meetingdesk.shell import theme
from meetingdesk.shell.widgets import Tag, button, label
from meetingdesk.stage.clock import Clock

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent

_TICK_MS = 250
# the style sheet's padding does not reach the line inside a spin box
_SPIN_MARGIN = 7


class ClockStrip(QWidget):
    """A clock with its limit in minutes, 开始/暂停 and 归零; ``ticked`` while it runs."""

    ticked = Signal()

    def __init__(self, words: str, name: str, minutes: int) -> None:
        super().__init__()
        self.words = words
        self.clock = Clock(minutes * 60)
        self.setAccessibleName(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        self.shown = label(self.clock.words, "number")
        self.shown.setObjectName(f"{name}Clock")
        self.state = Tag("", "warn")
        self.minutes = QSpinBox()
        self.minutes.setObjectName(f"{name}Minutes")
        self.minutes.setAccessibleName(f"{words}限时（分钟）")
        self.minutes.setRange(0, 240)
        self.minutes.lineEdit().setTextMargins(_SPIN_MARGIN, 0, 0, 0)
        self.minutes.setSuffix(" 分钟")
        self.minutes.setSpecialValueText("不限时")
        self.minutes.setValue(minutes)
        self.minutes.valueChanged.connect(self._limit)
        self.go = button("开始", self.toggle)
        self.go.setObjectName(f"{name}Go")
        self.back = button("归零", self.reset, kind="ghost")
        self.back.setObjectName(f"{name}Reset")
        row.addWidget(label(words))
        row.addWidget(self.shown)
        row.addWidget(self.state)
        row.addStretch(1)
        row.addWidget(self.minutes)
        row.addWidget(self.go)
        row.addWidget(self.back)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._tell()

    def toggle(self) -> None:
        """Start, or stop where it is."""
        if self.clock.running:
            self.clock.pause()
            self._timer.stop()
        else:
            self.clock.start()
            self._timer.start()
        self._tell()
        self.ticked.emit()

    def reset(self) -> None:
        """Back to the beginning."""
        self.clock.reset(self.minutes.value() * 60)
        self._timer.stop()
        self._tell()
        self.ticked.emit()

    def _limit(self, minutes: int) -> None:
        self.clock.limit = minutes * 60
        self._tell()
        self.ticked.emit()

    def _tick(self) -> None:
        self._tell()
        self.ticked.emit()

    def _tell(self) -> None:
        self.shown.setText(self.clock.words)
        self.go.setText("暂停" if self.clock.running else "开始")
        self.go.setAccessibleName(f"{self.words}{self.go.text()}")
        words, kind = ("超时", "bad") if self.clock.over else ("将到时间", "warn")
        self.state.set(words if self.clock.over or self.clock.near else "", kind)

    def hideEvent(self, event: QHideEvent) -> None:
        """The clock itself runs on; only the ticking on screen rests."""
        super().hideEvent(event)
        if not self.window().isVisible():
            self._timer.stop()
