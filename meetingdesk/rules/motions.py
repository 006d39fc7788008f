"""Reading a motion's text: 任命张三为…；免去李四的…职务。 (A25).

One sentence may name several people (任命甲、乙为…) or several posts joined by 、 of one person,
and a heading such as 决定任命： carries on over the lines below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from meetingdesk.errors import Problem
from meetingdesk.rules.names import unpadded
from meetingdesk.rules.numerals import split_number
from meetingdesk.rules.offices import AppointmentVerb, Entry

_V = AppointmentVerb


@dataclass(frozen=True, slots=True)
class ParsedMotion:
    """What was read, and every clause that could not be, with its place."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]


_NAMES = r"(?P<names>[\u3400-\u9fff\U00020000-\U0003ffff·　 、]{2,80}?)"
_LEAD = r"(?:(?:现|一并)?提请|提名|建议|同意)?\s*"
_FORMS: tuple[tuple[re.Pattern[str], AppointmentVerb | None], ...] = tuple(
    (re.compile(_LEAD + pattern.format(names=_NAMES + "(?:同志)?")), verb)
    for pattern, verb in (
        (r"(?:决定)?接受{names}(?:请求)?辞去(?P<post>.+?)(?:职务)?(?:的?请求)?",
         _V.ACCEPT_RESIGNATION),
        (r"推选[：:]?{names}为?代理(?P<post>.+?)(?:职务)?", _V.ELECT_ACTING),
        (r"决定(?:任命)?[：:]?{names}为?代理(?P<post>.+?)(?:职务)?", _V.DECIDE_ACTING),
        (r"(?:决定)?撤销(?:职务)?[：:]?{names}的(?P<post>.+?)职务", _V.DISMISS),
        (r"(?P<verb>决定任命|批准任命|任命)[：:]?{names}[为任](?P<post>[^为任].+)", None),
        (r"(?P<verb>决定免去|批准免去|免去)[：:]?{names}的(?P<post>.+?)的?职务", None),
    )
)  # fmt: skip
_HEADING = re.compile(rf"{_LEAD}(?P<verb>决定任命|批准任命|任命|决定免去|批准免去|免去)[：:]?\s*")
_REMARK = re.compile("[（(][男女汉，,、\u4e00-\u9fff]{1,8}[）)](?=[为任的、同])")
_FILING = re.compile(r"并?(?:依法)?报.*(?:备案|批准)")


def parse_motion_text(text: str, proposer: str = "") -> ParsedMotion:
    """Read a pasted motion into entries; a clause that fits no form becomes a problem.

    ``proposer`` is put on every entry. Rows count the lines of the text from 1. A clause
    without a verb of its own (褚三为…) takes the one before it; 报…备案 is passed over.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    carried = ""
    for row, line in enumerate(text.splitlines(), start=1):
        bare = _REMARK.sub("", split_number(line)[1])
        parts = re.split("[；;。，,]", bare)
        for clause in filter(None, (part.strip() for part in parts)):
            heading = _HEADING.fullmatch(clause)
            if heading:
                carried = heading["verb"]
                continue
            if _FILING.fullmatch(clause):
                continue
            named = _of_the_same(clause, entries)
            read = _read(named) or _read(carried + named)
            if read:
                carried = read[0][0]
                entries += [Entry(verb, name, post, proposer) for verb, name, post in read]
            else:
                message = f"看不懂“{clause}”，请写成“任命张三为××局局长”或“免去李四的××职务”。"
                problems.append(Problem(message, row=row))
    return ParsedMotion(tuple(entries), tuple(problems))


def _of_the_same(clause: str, before: list[Entry]) -> str:
    """Put the last name for 其: 任命张三为…，免去其…职务."""
    if not before:
        return clause
    return re.sub("免去其的?", f"免去{before[-1].name}的", clause, count=1)


def _read(clause: str) -> list[tuple[str, str, str]]:
    """Return verb, name and post for each person a clause names; nothing if it fits no form."""
    for form, fixed in _FORMS:
        found = form.fullmatch(clause)
        if found and not found["names"].startswith("其"):
            verb = fixed.value if fixed else found["verb"]
            names = [unpadded(name) for name in found["names"].split("、") if name.strip()]
            return [(verb, name, found["post"].strip()) for name in names]
    return []
