"""Han numerals for terms and sessions: 第十四届, 第三十六次会议 (row A34).

Terms, sessions and proclamation numbers are written in Han numerals, dates and counts in
Arabic ones (rules of 7.2 and 8; GB/T 15835-2011 leaves the house style free).
"""

from __future__ import annotations

import re
import unicodedata

from meetingdesk.errors import BadInput, Problem

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_LIMIT = 10**8


def han(n: int) -> str:
    """Write ``n`` in Han numerals: 36 → 三十六, 110 → 一百一十, 10 → 十.

    Raises:
        BadInput: ``n`` is negative or has more than eight digits.
    """
    if not 0 <= n < _LIMIT:
        raise BadInput.of(f"“{n}”不能写成中文数字，请用0到99999999之间的整数。", ())
    if n == 0:
        return "零"
    high, low = divmod(n, 10_000)
    text = f"{_section(high)}万" if high else ""
    if low:
        text += ("零" if high and low < 1000 else "") + _section(low)
    return text[1:] if text.startswith("一十") else text


def _section(n: int) -> str:
    """Write 1–9999 without the leading-ten abbreviation."""
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = n // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _UNITS[place]
            gap = False
        else:
            gap = True
    return text


def han_digits(n: int) -> str:
    """Write ``n`` digit by digit, as years and house numbers are read: 2026 → 二〇二六."""
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(n))


def ordinal(n: int) -> str:
    """Return the ordinal: 36 → 第三十六."""
    return f"第{han(n)}"


def parse_han(text: str) -> int:
    """Read a number written in Han, Arabic or mixed numerals: 三十六, 36, ３６, 3万, 二〇二六.

    A leading 第 is allowed. Malformed numerals such as 十三十 are refused, not guessed.

    Raises:
        BadInput: the text is not a number.
    """
    plain = unicodedata.normalize("NFKC", text).strip().removeprefix("第").strip()
    value = _value(plain.replace("〇", "零").replace("两", "二"))
    if value is None:
        problem = Problem(f"“{text}”不是数字，请写成“36”或“三十六”。")
        raise BadInput.of(problem.message, (problem,))
    return value


def _value(text: str) -> int | None:
    if text.isascii() and text.isdigit():
        return int(text)
    if "万" in text:
        high, low = (_value(part) if part else 0 for part in text.split("万", 1))
        sound = high is not None and low is not None and 0 < high < 10_000 and low < 10_000
        return high * 10_000 + low if sound and high is not None and low is not None else None
    for index, digit in enumerate(_DIGITS):
        text = text.replace(str(index), digit)
    if len(text) > 1 and all(char in _DIGITS for char in text):
        return (
            int("".join(str(_DIGITS.index(char)) for char in text)) if _positional(text) else None
        )
    value, digit_seen = 0, 0
    for char in text:
        if char in _DIGITS:
            digit_seen = _DIGITS.index(char)
        elif char in _UNITS:
            value += (digit_seen or 1) * 10 ** _UNITS.index(char)
            digit_seen = 0
        else:
            return None
    value += digit_seen
    return value if text and _same(text, value) else None


def _positional(text: str) -> bool:
    """Tell digits read one by one (二〇二六) from a broken tail such as 零六 after 万."""
    return True if text[0] != "零" else len(text) == 2


def _same(text: str, value: int) -> bool:
    """A Han numeral is sound when writing its value gives it back (一十六 = 十六)."""
    spoken = text[1:] if text.startswith("一十") else text
    spoken = spoken[1:] if spoken.startswith("零") and len(spoken) > 1 else spoken
    spoken = spoken[1:] if spoken.startswith("一十") else spoken
    return spoken == han(value)


_ITEM_NUMBER = re.compile(
    r"\s*(?:[（(](?P<round>[一二三四五六七八九十百0-9]+)[）)]|第(?P<nth>[一二三四五六七八九十百0-9]+)项"
    r"|(?P<han>[一二三四五六七八九十百]+)(?=[、.．\s])|(?P<arabic>\d+)(?=[、.．)）])"
    r"|(?P<ring>[①-⑳]))[、.．)）：:]?\s*"
)


def split_number(text: str) -> tuple[str, str]:
    """Split the number off a listed line: （二）审议… → 二 and 审议…; empty when it has none."""
    found = _ITEM_NUMBER.match(text)
    if found is None:
        return "", text.strip()
    number = next(part for part in found.groups() if part)
    return unicodedata.normalize("NFKC", number), text[found.end() :].strip()
