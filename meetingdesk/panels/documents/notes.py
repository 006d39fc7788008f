"""What stands around the preview: the note on missing fonts, the colours of its ground."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from meetingdesk.papers import fonts
from meetingdesk.shell import theme
from meetingdesk.shell.preview import PreviewColors
from meetingdesk.shell.widgets import button, label


def fonts_note() -> tuple[QWidget, QLabel]:
    """Say once which of the standard's fonts are missing here, and that Word has its own."""
    note = QWidget()
    note.setObjectName("fontsNote")
    note.setAccessibleName("字体提示")
    row = QHBoxLayout(note)
    row.setContentsMargins(0, 0, 0, 0)
    names = "、".join(one.missing for one in fonts.substitutions())
    words = label(
        f"本机未安装{names}，预览、打印和PDF以相近字体代替，Word文件仍用标准字体。",
        "soft",
        wrap=True,
    )
    words.setObjectName("fontsWords")
    row.addWidget(words, 1)
    dismiss = button("知道了", note.hide, kind="ghost")
    dismiss.setObjectName("fontsDismiss")
    row.addWidget(dismiss)
    note.setVisible(bool(names))
    return note, words


def preview_colors() -> PreviewColors:
    """Return the ground around the paper in the theme's colours."""
    palette = theme.current()
    return PreviewColors(palette.ground, palette.line, palette.soft, palette.bad)
