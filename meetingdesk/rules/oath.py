"""The constitutional oath: text, who swears before whom, and a ceremony's checks (A28, rules 3).

The text is the National People's Congress Standing Committee's of 24 February 2018, in force
since 12 March 2018: 75 Han characters, 85 with punctuation. The 2015 text is still on many
pages; this one is locked and tested on both counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from meetingdesk.errors import Problem
from meetingdesk.rules.offices import OFFICE_RULES, AppointmentVerb, classify_post

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from meetingdesk.rules.offices import Entry

OATH_TEXT = (
    "我宣誓：忠于中华人民共和国宪法，维护宪法权威，履行法定职责，忠于祖国、忠于人民，"
    "恪尽职守、廉洁奉公，接受人民监督，为建设富强民主文明和谐美丽的社会主义现代化强国努力奋斗！"
)
OATH_VERSION = "2018-02-24"
OATH_SOURCE = "全国人民代表大会常务委员会关于实行宪法宣誓制度的决定（2018年2月24日修订）"


class OathForm(StrEnum):
    """How the oath is taken (decision, item eight)."""

    ALONE = "单独宣誓"
    TOGETHER = "集体宣誓"


@dataclass(frozen=True, slots=True)
class OathDuty:
    """A person who must swear, and the organ that holds the ceremony."""

    name: str
    post: str
    organiser: str


def oath_duties(
    entries: Iterable[Entry], home: str = "", organ: str = "市人大常委会"
) -> list[OathDuty]:
    """List who must swear after ``entries`` were adopted; each person once per organiser.

    Everyone the standing committee appoints swears (decision, item one); judges and
    prosecutors below the deputies before their own organ, a chief procurator before the
    standing committee of the congress that elected him (mapping of Hanzhong 2018, [S]).
    ``organ`` is the office's own name for the committee.
    """
    seen: dict[tuple[str, str], OathDuty] = {}
    for entry in entries:
        if not AppointmentVerb(entry.verb).appoints:
            continue
        rule = OFFICE_RULES.get(classify_post(entry.post, home))
        organiser = organ if rule is None or _before_committee(rule.oath, entry) else rule.oath
        if organiser:
            seen.setdefault((entry.name, organiser), OathDuty(entry.name, entry.post, organiser))
    return list(seen.values())


def _before_committee(organiser: str, entry: Entry) -> bool:
    acting = entry.verb in (AppointmentVerb.DECIDE_ACTING, AppointmentVerb.ELECT_ACTING)
    return organiser == "市人大常委会" or acting


def unsworn(duties: Iterable[OathDuty], sworn: Collection[str]) -> list[OathDuty]:
    """List who was appointed but has not sworn: the oath is due on taking office (item one)."""
    return [duty for duty in duties if duty.name not in sworn]


@dataclass(frozen=True, slots=True)
class Ceremony:
    """One ceremony as planned or recorded."""

    form: OathForm | str
    swearers: tuple[str, ...]
    leader: str = ""
    emblem: bool = True
    anthem: bool = True
    constitution: bool = True
    text: str = OATH_TEXT


def check_ceremony(ceremony: Ceremony) -> list[Problem]:
    """Report what the decision (item eight) requires and this ceremony lacks."""
    together = ceremony.form == OathForm.TOGETHER
    checks = (
        (ceremony.form not in list(OathForm), "宣誓形式", "宣誓形式只有单独宣誓和集体宣誓。"),
        (not ceremony.swearers, "宣誓人", "还没有填写宣誓人。"),
        (together and not ceremony.leader, "领誓人", "集体宣誓须由一人领誓，请填写领誓人。"),
        (
            together and len(ceremony.swearers) == 1,
            "宣誓形式",
            "只有一名宣誓人，请改为单独宣誓。",
        ),
        (
            ceremony.form == OathForm.ALONE and bool(ceremony.leader),
            "领誓人",
            "单独宣誓没有领誓人，请清空领誓人或者改为集体宣誓。",
        ),
        (not ceremony.emblem, "场所", "宣誓场所应当悬挂国旗或者国徽。"),
        (not ceremony.anthem, "国歌", "宣誓仪式应当奏唱国歌。"),
        (not ceremony.constitution, "宪法文本", "请准备《中华人民共和国宪法》文本。"),
        (ceremony.text != OATH_TEXT, "誓词", "誓词与2018年修订的法定誓词不一致，请使用法定誓词。"),
    )
    return [Problem(message, field=field) for wrong, field, message in checks if wrong]
