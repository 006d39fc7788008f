"""Pinyin of names and titles, for sorting and for search by initials.

Only pypinyin's readings of single characters are loaded; its 47 000 phrases would take 44 MB for
what a handful of words of the field settle.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from array import array
from functools import cache, lru_cache
from threading import Lock

# read by pypinyin when it is imported, below
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

#: words whose usual reading is not that of their characters alone
_READ = {
    "银行": "yh", "行业": "hy", "调查": "dc", "调研": "dy", "调离": "dl", "调动": "dd",
    "重新": "cx", "重庆": "cq", "重建": "cj", "重复": "cf", "长期": "cq", "长江": "cj",
    "长效": "cx", "长春": "cc", "长沙": "cs", "调整": "tz", "调解": "tj", "市长": "sz",
    "院长": "yz", "局长": "jz", "检察长": "jcz", "秘书长": "msz", "县长": "xz", "区长": "qz",
    "部长": "bz", "厅长": "tz", "处长": "cz", "科长": "kz", "会计": "kj", "校核": "jh",
    "传记": "zj", "参差": "cc", "供给": "gj", "给予": "jy", "朝阳": "cy", "厦门": "xm",
}  # fmt: skip
#: surnames read otherwise than their characters elsewhere (现代汉语词典, 用于姓氏)
_SURNAMES = {
    "万俟": "moqi", "尉迟": "yuchi", "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie",
    "查": "zha", "盖": "ge", "区": "ou", "乐": "yue", "翟": "zhai", "覃": "qin", "朴": "piao",
    "缪": "miao", "宓": "mi", "冼": "xian", "员": "yun", "牟": "mou", "折": "she", "秘": "bi",
    "种": "chong", "晁": "chao", "谌": "chen", "繁": "po", "郇": "xun", "洗": "xian", "逄": "pang",
}  # fmt: skip
_reading = Lock()
_WORDS = re.compile("|".join(sorted(_READ, key=len, reverse=True)))


@cache
def _table() -> tuple[array[int], list[str]]:
    """Return the place of each character's reading, 0 for none, and the readings.

    pypinyin's own tables take 11 MB for this; they are let go.
    """
    from pypinyin.constants import PINYIN_DICT

    places = array("H", bytes(2 * (max(PINYIN_DICT) + 1)))
    readings, known = [""], dict[str, int]()
    for code, read in PINYIN_DICT.items():
        usual = read.partition(",")[0]  # the usual reading comes first: zhāng,zhàng
        if usual not in known:
            known[usual] = len(readings)
            plain = unicodedata.normalize("NFD", usual).replace("u\u0308", "v")
            readings.append("".join(c for c in plain if not unicodedata.combining(c)))
        places[code] = known[usual]
    PINYIN_DICT.clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "pypinyin"]:
        del sys.modules[name]
    return places, readings


@lru_cache(maxsize=8192)
def syllable(char: str) -> str:
    """Return the reading of one character without tone: 张 → zhang; others stay as they are."""
    with _reading:  # the window's thread and the one that imports may both come first
        places, readings = _table()
    code = ord(char)
    return readings[places[code]] if code < len(places) and places[code] else char


@lru_cache(maxsize=8192)
def _first(char: str) -> str:
    if char == " ":
        return ""
    full = syllable(char)
    return char.lower() if full == char else full[:1]


def initials(text: str) -> str:
    """Return the pinyin initials of ``text``, others in lower case: 第3次会议 → d3chy."""
    if text.isascii():
        return text.lower().replace(" ", "")
    return "".join(map(_first, _WORDS.sub(lambda found: _READ[found[0]], text)))


def pinyin_key(name: str) -> str:
    """Return ``full|initials`` for a person's name: 张三 → ``zhangsan|zs``, 曾三 → ``zengsan|zs``.

    Characters that pypinyin does not know stand for themselves.
    """
    surname = next((known for known in _SURNAMES if name.startswith(known)), "")
    rest = name[len(surname) :]
    read = _SURNAMES.get(surname, "")
    first = {"万俟": "mq", "尉迟": "yc"}.get(surname, read[:1])
    full = f"{read}{''.join(map(syllable, rest))}"
    return f"{full}|{first}{''.join(map(_first, rest))}".lower()
