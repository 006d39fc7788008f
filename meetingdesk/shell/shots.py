"""Pictures of widgets, for the handbook, the tests and ``meetingdesk shots``."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

_SETTLE_ROUNDS = 6


def grab(widget: QWidget, size: tuple[int, int] = (1366, 768)) -> QImage:
    """Return ``widget`` as it looks at ``size`` (times the screen's scale), after its timers and layouts settled."""
    widget.resize(QSize(*size))
    widget.show()
    for _ in range(_SETTLE_ROUNDS):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    ratio = widget.devicePixelRatioF()
    image = QImage(widget.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(widget.palette().window().color())
    widget.render(image)
    return image
