"""What stands around the preview: the note on missing fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from meetingdesk.papers import fonts
from meetingdesk.shell.widgets import button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetingdesk.actions.fontcheck import NameRisk

_FONTS = "本机未安装{}，预览、打印和PDF以相近字体代替，Word文件仍用标准字体。"
#: names told in the note itself; all stand in its tool tip
_MOST = 4


def fonts_note() -> tuple[QWidget, QLabel]:
    """Say once which of the standard's fonts are missing here, and that Word has its own."""
    note = QWidget()
    note.setObjectName("fontsNote")
    note.setAccessibleName("字体提示")
    row = QHBoxLayout(note)
    row.setContentsMargins(0, 0, 0, 0)
    names = "、".join(one.missing for one in fonts.substitutions())
    words = label(
        _FONTS.format(names),
        "soft",
        wrap=True,
    )
    words.setObjectName("fontsWords")
    row.addWidget(words, 1)
    dismiss = button("知道了", note.hide, kind="ghost")
    dismiss.setObjectName("fontsDismiss")
    row.addWidget(dismiss)
    if not names:
        note.hide()  # and never show(): before it stands in the page it would be a window
    return note, words


def tell_names(note: QWidget, words: QLabel, risky: Sequence[NameRisk]) -> None:
    """Add the rare characters in the meeting's names; the note shows again for them."""
    missing = "、".join(one.missing for one in fonts.substitutions())
    said = [_FONTS.format(missing)] if missing else []
    if risky:
        named = "、".join(f"{one.name}（{one.char}）" for one in risky[:_MOST])
        more = f"等{len(risky)}处" if len(risky) > _MOST else ""
        said.append(f"姓名中有公文字库没有的字：{named}{more}，会改用其他字体，请核对打印稿。")
        if any(one.blank for one in risky):
            blank = "、".join(one.name for one in risky if one.blank)
            said.append(f"{blank}的姓名本机无法印全，请安装大字库字体。")
        note.show()
    words.setText("".join(said))
    words.setToolTip("\n".join(one.message for one in risky))
