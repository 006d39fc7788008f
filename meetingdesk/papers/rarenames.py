"""Rare characters in names: which fonts lack them, here and on the computer a Word file goes to.

仿宋_GB2312 and 楷体_GB2312 hold the 6763 characters of GB 2312; a name such as 李𬱖 or 王䶮华 is then
drawn from another font, or as an empty box where no font has it. The office must know before it
prints, and print such a name's card and letter with care.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.papers import fonts
from meetingdesk.papers.model import Face

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Faces that names are set in: text, name cards, notes of passing, headings.
FACES = (Face.FANGSONG, Face.TITLE, Face.KAI, Face.HEI)


@dataclass(frozen=True, slots=True)
class NameRisk:
    """A character of a name that the official fonts lack.

    ``used`` is the font that helps out on this computer, '' when no font here has it.
    """

    name: str
    char: str
    used: str

    @property
    def blank(self) -> bool:
        """Whether the character cannot be printed here at all."""
        return not self.used

    @property
    def message(self) -> str:
        """One Chinese sentence: whose name, which character, what happens."""
        what = f"“{self.name}”的“{self.char}”（U+{ord(self.char):04X}）"
        if self.blank:
            return (
                f"{what}本机各字体都没有，打印会缺字。请安装大字库字体（如方正超大字符集、"
                "“Noto Serif CJK SC”）后再打印。"
            )
        return (
            f"{what}不在仿宋_GB2312等公文字库内，本机以“{self.used}”印出；"
            "Word文件在别的电脑上会改用其他字体，请核对打印稿。"
        )


def risks(names: Iterable[str]) -> list[NameRisk]:
    """Return the characters of ``names`` that are outside GB 2312 or missing here, in order."""
    found: dict[tuple[str, str], NameRisk] = {}
    for name in names:
        for char in name:
            if char.isascii() or char in "·\u3000" or (name, char) in found:
                continue
            drawn = [fonts.glyph(char, face) for face in FACES]
            missing = any(one.index == 0 for one in drawn)
            if missing or not in_gb2312(char):
                used = "" if missing else drawn[0].family
                found[name, char] = NameRisk(name, char, used)
    return list(found.values())


def in_gb2312(char: str) -> bool:
    """Whether the character is among those of 仿宋_GB2312."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
