"""The five faces of official paper on this machine: which font stands for which, what it lacks.

小标宋, 仿宋_GB2312 and 楷体_GB2312 are licensed and cannot be shipped, so each face is taken from a
stated list: the standard's own font first, then what Office or WPS brings, then free fonts.
Fonts are always asked for by name and every character is looked up in the chosen font, so Qt's
own fallback, which may bring a Japanese form of 直 or 关, is never reached.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication

from meetingdesk.errors import Refused
from meetingdesk.papers.model import Face

if TYPE_CHECKING:
    from collections.abc import Collection

REGULAR, MEDIUM, SEMIBOLD, BOLD = 400, 500, 600, 700

#: Pixel size at which fonts are measured; advances are fractions of it.
_MEASURE_PX = 1000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A font that may stand for a face; ``proper`` means: as the standard wants it."""

    family: str
    weight: int = REGULAR
    proper: bool = True


@dataclass(frozen=True, slots=True)
class Substitution:
    """A face whose own font is not installed, and what is used instead."""

    face: Face
    missing: str
    used: str

    @property
    def message(self) -> str:
        """One Chinese sentence for the person printing."""
        return f"本机未安装“{self.missing}”，{self.face.value}以“{self.used}”代替。"


@dataclass(frozen=True, slots=True)
class RareCharacter:
    """A character its face lacks; ``used`` is the font that helps out, empty if none can."""

    char: str
    used: str

    @property
    def message(self) -> str:
        """One Chinese sentence naming the character, its code point and what happens."""
        name = f"“{self.char}”（U+{ord(self.char):04X}）"
        if self.used:
            return f"{name}不在所用字体中，以“{self.used}”代替。"
        return f"{name}在本机各字体中均无字形，请核对用字或安装大字库字体。"


@dataclass(frozen=True, slots=True)
class Glyph:
    """How one character is drawn: from which font, which glyph, where in its cell.

    ``advance``, ``dx``, ``left`` and ``right`` (ink edges) are fractions of the font size;
    ``stretch`` below 1 draws the glyph narrower.
    """

    family: str
    weight: int
    index: int
    advance: float
    dx: float = 0.0
    left: float = 0.0
    right: float = 0.0
    stretch: float = 1.0


def _free(*families: str, weight: int = REGULAR) -> tuple[Candidate, ...]:
    return tuple(Candidate(family, weight, proper=False) for family in families)


_FREE_SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "思源宋体")
_FREE_SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "思源黑体")
_SONG = (Candidate("宋体"), Candidate("SimSun"), Candidate("NSimSun"))

#: For each face the fonts that may stand for it, best first.
CANDIDATES: dict[Face, tuple[Candidate, ...]] = {
    Face.TITLE: (
        Candidate("方正小标宋简体"),
        Candidate("方正小标宋_GBK"),
        Candidate("FZXiaoBiaoSong-B05S"),
        Candidate("FZXiaoBiaoSong-B05"),
        *_free("华文中宋", "STZhongsong"),
        *_free(*_FREE_SERIF, weight=SEMIBOLD),
        *_free("FandolSong", "AR PL SungtiL GB", "宋体", "SimSun", weight=BOLD),
        *_free(*_FREE_SANS, weight=BOLD),
    ),
    Face.FANGSONG: (
        Candidate("仿宋_GB2312"),
        Candidate("FangSong_GB2312"),
        Candidate("仿宋"),
        Candidate("FangSong"),
        *_free("方正仿宋_GBK", "方正仿宋简体", "华文仿宋", "STFangsong", "FandolFang"),
        *_free(*_FREE_SERIF),
        *_free("AR PL UMing CN", "AR PL SungtiL GB", "宋体", "SimSun", *_FREE_SANS),
    ),
    Face.KAI: (
        Candidate("楷体_GB2312"),
        Candidate("KaiTi_GB2312"),
        Candidate("楷体"),
        Candidate("KaiTi"),
        *_free("方正楷体_GBK", "方正楷体简体", "华文楷体", "STKaiti"),
        *_free("LXGW WenKai GB", "LXGW WenKai", "霞鹜文楷", "AR PL UKai CN", "AR PL KaitiM GB"),
        *_free("FandolKai", *_FREE_SERIF, "宋体", "SimSun", *_FREE_SANS),
    ),
    Face.HEI: (
        Candidate("黑体"),
        Candidate("SimHei"),
        *_free(
            "方正黑体_GBK", "方正黑体简体", "华文细黑", "STHeiti", "微软雅黑", "Microsoft YaHei"
        ),
        *_free(*_FREE_SANS, weight=MEDIUM),
        *_free("FandolHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei"),
        *_free(*_FREE_SERIF, weight=BOLD),
    ),
    Face.SONG: (
        *_SONG,
        *_free("华文宋体", "STSong", "方正书宋_GBK", *_FREE_SERIF),
        *_free("AR PL UMing CN", "AR PL SungtiL GB", "FandolSong", *_FREE_SANS),
    ),
}

#: Characters of ambiguous width that Chinese type still sets narrow.
_NARROW = frozenset("·\u00ad")
_DIGITS = frozenset("0123456789")


def ensure_application() -> None:
    """Make sure Qt can measure and draw: an application is made when there is none.

    On Linux without a display the off-screen platform is chosen. A full ``QApplication`` is
    made, not a ``QGuiApplication``, because widgets opened later in the process need one.
    """
    global _application  # noqa: PLW0603 - Qt must live as long as the process
    if QApplication.instance() is not None:
        return
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _application = QApplication(["meetingdesk"])


_application: QApplication | None = None


@cache
def _families() -> frozenset[str]:
    ensure_application()
    return frozenset(QFontDatabase.families())


def choose(face: Face, installed: Collection[str]) -> Candidate | None:
    """First of the face's fonts among the ``installed`` families, ``None`` if there is none."""
    return next((one for one in CANDIDATES[face] if one.family in installed), None)


@cache
def font_for(face: Face) -> Candidate:
    """The font that draws ``face`` here.

    Raises :class:`Refused` when the machine has no Chinese font at all.
    """
    chosen = choose(face, _families())
    if chosen is None:
        raise Refused(
            "本机没有可用的中文字体，无法显示和打印公文。已有的内容不受影响。"
            "请安装仿宋、楷体、黑体、宋体，或安装“Noto Serif CJK SC”后重新打开本程序。"
        )
    return chosen


def substitutions() -> list[Substitution]:
    """The faces whose standard font is missing here, with the font used instead."""
    chosen = {face: font_for(face) for face in Face}
    return [
        Substitution(face, CANDIDATES[face][0].family, used.family)
        for face, used in chosen.items()
        if not used.proper
    ]


@lru_cache(maxsize=256)  # every zoom step asks for sizes of its own
def raw_font(family: str, weight: int, pixels: float) -> QRawFont:
    """The font at ``pixels`` per em, without hinting, so that sizes scale exactly.

    Qt's raw fonts belong to the thread that made them: lay out and draw on the main thread.
    """
    ensure_application()
    font = QFont(family)
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    font.setPixelSize(max(1, round(pixels)))
    raw = QRawFont.fromFont(font)
    raw.setPixelSize(pixels)
    return raw


def is_wide(char: str) -> bool:
    """Whether Chinese type gives the character a full square."""
    code = ord(char)
    if code < 0x80 or char in _NARROW:
        return False
    width = unicodedata.east_asian_width(char)
    return width in "WF" or (width == "A" and (code > 0x24F or char in "×÷±°§"))


@cache
def glyph(char: str, face: Face, bold: bool = False) -> Glyph:  # noqa: FBT001, FBT002 - cached
    """How ``char`` is drawn in ``face``: from its font, or from the first font that has it."""
    chosen = font_for(face)
    weight = BOLD if bold and face is not Face.TITLE else chosen.weight
    for family, its_weight in _tries(face, chosen, weight):
        raw = raw_font(family, its_weight, _MEASURE_PX)
        indexes = raw.glyphIndexesForString(char)
        if len(indexes) == 1 and indexes[0]:
            return _placed(char, raw, family, its_weight, indexes[0])
    raw = raw_font(chosen.family, weight, _MEASURE_PX)
    return _placed(char, raw, chosen.family, weight, 0)


def _tries(face: Face, chosen: Candidate, weight: int) -> list[tuple[str, int]]:
    """The face's own font, then its other fonts, then the other faces', installed ones only."""
    order = [(chosen.family, weight)]
    others = (*CANDIDATES[face], *CANDIDATES[Face.SONG], *CANDIDATES[Face.HEI])
    order += [(one.family, weight) for one in others if one.family in _families()]
    return list(dict.fromkeys(order))


def _placed(char: str, raw: QRawFont, family: str, weight: int, index: int) -> Glyph:
    own = raw.advancesForGlyphIndexes([index])[0].x() / _MEASURE_PX
    box = raw.boundingRect(index)
    left, right = box.left() / _MEASURE_PX, box.right() / _MEASURE_PX
    if index == 0 or is_wide(char):
        return Glyph(family, weight, index, 1.0, (1.0 - own) / 2, left, right)
    # In 仿宋_GB2312, 楷体_GB2312, 黑体 and 宋体 all Latin characters, and by GB/T 15834—2011
    # §5.1.9 the 间隔号, are half a square wide. A substitute is set so too: the lines are the
    # same whichever font is here.
    if char == "·" or (char.isascii() and char.isprintable()):
        narrow = 1.0
        if char in _DIGITS:
            zero = raw.advancesForGlyphIndexes(raw.glyphIndexesForString("0"))[0].x() / _MEASURE_PX
            narrow = min(1.0, 0.5 / zero)
        elif char != "·" and own > 0.5:
            narrow = 0.5 / own
        dx = (0.5 - own * narrow) / 2
        return Glyph(family, weight, index, 0.5, dx, left, right, narrow)
    return Glyph(family, weight, index, own, 0.0, left, right)


@cache
def dash_top(face: Face) -> float:
    """How far the ink of the 一字线 starts above the baseline, as a fraction of the size."""
    one = glyph("—", face)
    return -raw_font(one.family, one.weight, _MEASURE_PX).boundingRect(one.index).top() / (
        _MEASURE_PX
    )


@cache
def ink_top(text: str, face: Face) -> float:
    """Highest ink of ``text`` above the baseline, as a fraction of the size."""
    tops = []
    for char in text:
        one = glyph(char, face)
        tops.append(raw_font(one.family, one.weight, _MEASURE_PX).boundingRect(one.index).top())
    return -min(tops) / _MEASURE_PX if tops else 0.0


def missing_glyphs(text: str, face: Face = Face.FANGSONG) -> list[RareCharacter]:
    """The rare characters of ``text`` that the font of ``face`` lacks, each once, in order."""
    chosen = font_for(face)
    found = []
    for char in dict.fromkeys(text):
        if char.isspace() or unicodedata.category(char) in ("Cc", "Cf"):
            continue
        one = glyph(char, face)
        if one.index == 0 or one.family != chosen.family:
            found.append(RareCharacter(char, one.family if one.index else ""))
    return found
