"""照片: a frame that takes a picture from a file, by dragging, or from the clipboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from meetingdesk.actions import portraits
from meetingdesk.errors import Refused
from meetingdesk.shell import theme
from meetingdesk.shell.widgets import button, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QMouseEvent, QPaintEvent

#: the frame's size in pixels: three by four, as photos of persons are
WIDE, HIGH = 120, 160


def picture_of(data: QMimeData) -> bytes | Path | None:
    """Return the picture on offer: a file, or its content as PNG; None when there is none."""
    files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    if files:
        return Path(files[0])
    image = QImage(data.imageData()) if data.hasImage() else QImage()
    if image.isNull():
        return None
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


class PhotoFrame(QWidget):
    """Shows a photo; click or Space asks for a file, Ctrl+V pastes, Delete takes it away."""

    offered = Signal(object)
    removed = Signal()
    asked = Signal()
    #: something was pasted or dropped that holds no picture
    nothing = Signal()

    def __init__(self, name: str = "照片") -> None:
        super().__init__()
        self._image = QImage()
        self._over = False
        self.setAccessibleName(name)
        self.setFixedSize(WIDE, HIGH)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("点按或空格选照片，Ctrl+V 粘贴，Delete 去掉；也可以把照片拖到这里")

    def show_photo(self, jpeg: bytes | None) -> None:
        """Show a photo, or the empty frame."""
        self._image = QImage.fromData(jpeg) if jpeg else QImage()
        self.setAccessibleDescription("有照片" if self.has_photo else "没有照片")
        self.update()

    @property
    def has_photo(self) -> bool:
        """Whether a photo is shown."""
        return not self._image.isNull()

    def take(self, data: QMimeData) -> None:
        """Offer the picture of the clipboard or of what was dropped."""
        picture = picture_of(data)
        if picture is None:
            self.nothing.emit()
        else:
            self.offered.emit(picture)

    def paste(self) -> None:
        """Take the clipboard's picture."""
        self.take(QGuiApplication.clipboard().mimeData())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste, choose or take away."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.has_photo:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for a file."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self.asked.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: object) -> None:
        """Look as before."""
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Offer what was dropped."""
        self._over = False
        self.update()
        event.acceptProposedAction()
        self.take(event.mimeData())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the photo, whole, or what to do for one."""
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        focus = self.hasFocus() or self._over
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        path = QPainterPath()
        path.addRoundedRect(frame, 6, 6)
        painter.fillPath(path, QColor(palette.ground))
        if self.has_photo:
            painter.setClipPath(path)
            size = QSize(self._image.size())
            size.scale(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            ratio = self.devicePixelRatioF()
            shown = self._image.scaled(
                size * ratio, Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )  # fmt: skip
            at = QRectF(0, 0, size.width(), size.height())
            at.moveCenter(frame.center())
            painter.drawImage(at, shown)
            painter.setClipping(False)
        else:
            painter.setPen(QColor(palette.soft))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, "照片\n拖到这里\n或点按选取")
        pen = QPen(QColor(palette.focus if focus else palette.line_strong), 2 if focus else 1)
        if not self.has_photo and not focus:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawPath(path)
        painter.end()


class PhotoField(QWidget):
    """The frame with its buttons, in a form; what was chosen is kept only when the form is."""

    def __init__(self, kept: bytes | None) -> None:
        super().__init__()
        self.setAccessibleName("照片")
        self._kept, self.chosen, self.dropped = kept, None, False
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        self.frame = PhotoFrame()
        self.frame.setObjectName("memberPhoto")
        self.frame.offered.connect(self.take)
        self.frame.removed.connect(self.remove)
        self.frame.asked.connect(self.ask)
        self.frame.nothing.connect(lambda: self.tell("剪贴板里没有图片"))
        self.frame.show_photo(kept)
        box.addWidget(self.frame, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.setSpacing(4)
        self.paste_button = button("粘贴", self.frame.paste, hint="粘贴剪贴板里的图片")
        self.remove_button = button("去掉", self.remove, hint="去掉照片")
        for made, name in ((self.paste_button, "pastePhoto"), (self.remove_button, "removePhoto")):
            made.setObjectName(name)
            made.setAutoDefault(False)
            row.addWidget(made)
        box.addLayout(row)
        self.words = label("", "error", wrap=True)
        self.words.setObjectName("photoError")
        self.words.setFixedWidth(WIDE + 8)
        self.words.hide()
        box.addWidget(self.words)
        box.addStretch(1)
        self._tell_state()

    chosen: bytes | None
    dropped: bool

    def ask(self) -> None:
        """Ask for a file."""
        ask_photo(self, self.take)

    def take(self, picture: bytes | Path) -> None:
        """Show the picture as it will be kept, or why it cannot be."""
        try:
            jpeg = portraits.portrait_of(picture)
        except Refused as error:
            self.tell("".join((error.message, *(p.message for p in error.problems))))
            return
        self.tell("")
        self.chosen, self.dropped = jpeg, False
        self.frame.show_photo(jpeg)
        self._tell_state()

    def remove(self) -> None:
        """Leave the person without a photo."""
        self.tell("")
        self.chosen, self.dropped = None, self._kept is not None
        self.frame.show_photo(None)
        self._tell_state()

    def tell(self, words: str) -> None:
        """Say what is wrong with a picture."""
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def _tell_state(self) -> None:
        self.remove_button.setEnabled(self.frame.has_photo)


def ask_photo(parent: QWidget, on_picture: Callable[[Path], Any]) -> QFileDialog:
    """Ask for the file of a photo and pass its path on."""
    dialog = _dialog(parent, "选择照片", QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda name: on_picture(Path(name)))
    dialog.open()
    return dialog


def ask_photos(parent: QWidget, on_pictures: Callable[[list[Path]], Any]) -> QFileDialog:
    """Ask for several photos named after their persons and pass the paths on."""
    title = "批量放入照片：文件名要有姓名，如 张三.jpg"
    dialog = _dialog(parent, title, QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda names: on_pictures([Path(name) for name in names]))
    dialog.open()
    return dialog


def _dialog(parent: QWidget, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
    endings = " ".join(f"*.{suffix}" for suffix in portraits.SUFFIXES)
    dialog = QFileDialog(
        parent.window(), title, str(Path.home()), f"照片 ({endings});;所有文件 (*)"
    )
    dialog.setObjectName("photoDialog")
    dialog.setFileMode(mode)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
