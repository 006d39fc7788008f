"""Who is named in the entry: chair, leaders by post, observers in two places (A08–A11).

Posts come from the roster on the meeting's day. A record without a roster tells them by its
own remarks (程新会（秘书长）) and by who such meetings consist of: 主任、副主任、秘书长
(地方组织法 Art. 54); what was concluded that way is reported as a doubt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from meetingdesk.errors import Problem
from meetingdesk.records.facts import present_of, tenures_on
from meetingdesk.rules.kinds import MeetingKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.records.meetings import Attendance, Meeting, Observer
    from meetingdesk.records.roster import Tenure

LEADING = ("主任", "副主任", "秘书长")
_LISTED = re.compile(r"(?P<name>[^（）]+)(?:（(?P<remark>[^（）]*)）)?")
_OWN_OFFICES = re.compile(r"委室|副秘书长|常委会机关|办事机构|工作机构")
_SAME = "负责同志"


def _listed(text: str) -> tuple[str, list[str]]:
    """Split 程新会（秘书长） into name and remarks."""
    found = _LISTED.fullmatch(text.strip())
    if found is None:
        return text.strip(), []
    return found["name"].strip(), re.split(r"[、，；]", found["remark"] or "")


def _tenures(session: Session, meeting: Meeting) -> dict[int, Tenure]:
    """Return person id → the office held on the meeting's first day."""
    if meeting.term_id is None or meeting.start is None:
        return {}
    return {t.person_id: t for t in tenures_on(session, meeting.term_id, meeting.start)}


def chair_of(session: Session, meeting: Meeting, doubts: list[Problem]) -> dict[str, str] | None:
    """Return post, name and phrase of who chaired; ``None`` when the record does not say."""
    name, remarks = _listed(meeting.chair_text)
    if meeting.chair is not None:
        name = meeting.chair.name
    if not name or name.startswith("未") or any("未" in remark for remark in remarks):
        return None
    tenure = _tenures(session, meeting).get(meeting.chair_id or 0)
    post = tenure.post if tenure else next((r for r in remarks if r in LEADING), "")
    if not post:
        post = "主任"
        doubts.append(
            Problem(
                f"名册中没有{name}当日的职务，按会议由主任召集主持写作“主任”，请核对。",
                field="主持人",
            )
        )
    return {"post": post, "name": name, "phrase": meeting.chair_phrase or "主持会议"}


def leaders_of(
    session: Session, meeting: Meeting, phrase: str, doubts: list[Problem]
) -> list[dict[str, Any]]:
    """Return those present who are named, by post, without the chair and without members.

    Whoever the recorded ``phrase`` names already (秘书长程新会及…) is left to it.
    """
    tenures = _tenures(session, meeting)
    chair = meeting.chair.name if meeting.chair else _listed(meeting.chair_text)[0]
    named: list[tuple[str, str]] = []
    unsure: list[str] = []
    present = [row for row in meeting.attendance if row.state == "出席"]
    for row in _in_protocol_order(present, tenures):
        name = row.person.name if row.person else _listed(row.name_text)[0]
        if name == chair or name in phrase:
            continue
        post = _post(row, tenures)
        if post is None and row.name_text and row.person_id not in tenures and not _plain(row):
            unsure.append(name)
            post = "副主任"  # by custom only 主任, 副主任 and 秘书长 are named
        if post is not None:
            named.append((post, name))
    if unsure:
        doubts.append(
            Problem(
                f"名册中没有{'、'.join(unsure)}当日的职务，按惯例写作“副主任”，请核对。",
                field="出席",
            )
        )
    groups: list[dict[str, Any]] = []
    for post, name in named:
        if groups and groups[-1]["post"] == post:
            groups[-1]["names"].append(name)
        else:
            groups.append({"post": post, "names": [name]})
    return groups


def _in_protocol_order(rows: list[Attendance], tenures: dict[int, Tenure]) -> list[Attendance]:
    """A list taken over keeps its order; a roll follows the roster's."""
    if any(row.name_text for row in rows):
        return rows

    def key(row: Attendance) -> tuple[int, int]:
        tenure = tenures.get(row.person_id or 0)
        post = LEADING.index(tenure.post) if tenure and tenure.post in LEADING else len(LEADING)
        return post, tenure.committee_order if tenure else row.position

    return sorted(rows, key=key)


def _plain(row: Attendance) -> bool:
    """Whether the record itself says that someone is an ordinary member (委员)."""
    return "委员" in _listed(row.name_text)[1]


def _post(row: Attendance, tenures: dict[int, Tenure]) -> str | None:
    """The post to print before a name; '' for a group in words, ``None`` if there is none."""
    tenure = tenures.get(row.person_id or 0)
    if tenure is not None:
        return tenure.post if tenure.post in LEADING else None
    _, remarks = _listed(row.name_text)
    said = next((remark for remark in remarks if remark in LEADING), None)
    return "" if said is None and row.name_text and row.person is None else said


def total_of(meeting: Meeting) -> int | None:
    """Return how many members were present; chairpersons' meetings print no figure.

    A roll taken at the desk counts; else the record's own figure.
    """
    if meeting.kind != MeetingKind.STANDING:
        return None
    return present_of(meeting)


def observers_of(meeting: Meeting) -> tuple[str, str]:
    """Return the observers named right after the attendance sentence, and those at the end.

    High officials come first (inventory 6.10). At a chairpersons' meeting the government's
    people follow them, and the committee's own offices open the second place.
    """
    front: list[str] = []
    back: list[str] = []
    standing = meeting.kind == MeetingKind.STANDING
    has_leader = any(row.leader for row in meeting.observers)
    for row in meeting.observers:
        own = _OWN_OFFICES.search(row.text)
        ahead = row.leader or (has_leader and not standing and not own and not back)
        (front if ahead else back).append(_observer(row))
    return "，".join(front), _merged(back)


def _observer(row: Observer) -> str:
    return re.sub(r"（[^（）]*）", "", row.text).strip() or f"{row.unit}{row.post}{row.name}"


def _merged(texts: list[str]) -> str:
    """市政府有关部门负责同志、市人民检察院负责同志 → …、市人民检察院有关负责同志."""
    heads = [text.removesuffix(_SAME) for text in texts if text.endswith(_SAME)]
    rest = [text for text in texts if not text.endswith(_SAME)]
    parts: list[str] = []
    if len(heads) == 1:
        parts.append(heads[0] + _SAME)
    elif heads:
        last = heads[-1].removesuffix("有关")
        parts.append(
            "、".join([*(h.removesuffix("有关") for h in heads[:-1]), f"{last}有关{_SAME}"])
        )
    parts += rest
    if len(parts) < 2:
        return "".join(parts)
    return f"{'、'.join(parts[:-1])}及{parts[-1]}"
