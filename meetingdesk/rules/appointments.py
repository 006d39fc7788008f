"""Appointments and removals: checks, counting and gazette wording (A25–A27, A30; rules 2.1, 2.4).

What the law joins to what stands in :mod:`meetingdesk.rules.offices`; the functions here apply
it to entries (one person, one action) and write the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.errors import Problem
from meetingdesk.rules.agenda import personnel_wording
from meetingdesk.rules.motions import ParsedMotion, parse_motion_text
from meetingdesk.rules.offices import (
    OFFICE_RULES,
    VERB_RULES,
    AppointmentVerb,
    Entry,
    Office,
    OfficeRule,
    Proposer,
    VerbRule,
    bare_post,
    classify_post,
    duties,
    right_verbs,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = [
    "OFFICE_RULES",
    "VERB_RULES",
    "AppointmentVerb",
    "Entry",
    "Office",
    "OfficeRule",
    "ParsedMotion",
    "Proposer",
    "VerbRule",
    "agenda_wording",
    "bare_post",
    "by_proposer",
    "check_conflicts",
    "check_entries",
    "check_entry",
    "check_letters",
    "classify_post",
    "count_person_times",
    "count_persons",
    "decision_title",
    "duties",
    "gets_letter",
    "letter_number",
    "list_title",
    "parse_motion_text",
    "right_verbs",
    "sentence",
]

_V = AppointmentVerb


def check_entry(verb: str, post: str, proposer: str = "", home: str = "") -> list[Problem]:
    """Report a verb or proposer the law does not join to this post (rules 2.1)."""
    if verb not in list(_V):
        known = "、".join(_V)
        return [Problem(f"不认识任免动作“{verb}”。可用：{known}。", field="动作")]
    office = classify_post(post, home)
    if office is Office.UNKNOWN:
        message = f"不能判断“{post}”属于哪类职务，请写职务全称，并自行核对任免动作和提请人。"
        return [Problem(message, field="职务")]
    rule = VERB_RULES.get(_V(verb))
    fits = office in rule.offices if rule else verb in OFFICE_RULES[office].verbs
    if not fits:
        return [_wrong_verb(verb, post, office, home)]
    allowed = rule.proposers if rule else OFFICE_RULES[office].proposers
    article = rule.article if rule else OFFICE_RULES[office].article
    if proposer and proposer not in allowed:
        who = "或者".join(allowed)
        message = f"“{verb}{post}”应由{who}提请，不是“{proposer}”（{article}）。"
        return [Problem(message, field="提请人")]
    return _committee_head(post, office)


def _wrong_verb(verb: str, post: str, office: Office, home: str) -> Problem:
    right = right_verbs(post, home)
    names = "、".join(f"“{name}”" for name in right)
    article = OFFICE_RULES[office].article
    return Problem(f"“{post}”不用“{verb}”，应当用{names}（{article}）。", field="动作")


def _committee_head(post: str, office: Office) -> list[Problem]:
    """A special committee's 主任委员 is the congress's to choose (地方组织法 Art.34)."""
    plain = bare_post(post)
    if office is Office.COMMITTEE and plain.endswith("主任委员") and "副主任委员" not in plain:
        message = f"“{post}”由人民代表大会通过，常委会只能任免个别副主任委员和部分委员。"
        return [Problem(message, field="职务")]
    return []


def gets_letter(verb: str, post: str, home: str = "") -> bool:
    """Tell whether a 任命书 is issued by default: never for removals or acting posts (A27)."""
    rule = OFFICE_RULES.get(classify_post(post, home))
    return verb in (_V.APPOINT, _V.DECIDE_APPOINT) and rule is not None and rule.letter


def letter_number(pattern: str, year: int, number: int) -> str:
    """Fill a letter's number, e.g. 示人任〔{year}〕第{number}号; no leading zeros (GB/T 9704)."""
    return pattern.replace("{year}", str(year)).replace("{number}", str(number))


def check_letters(
    issued: Iterable[tuple[str, str]], adopted: Iterable[Entry], home: str = ""
) -> list[Problem]:
    """Report letters (name, post) without an adopted appointment behind them, or given twice.

    Letters never outnumber appointments; removals and those appointed elsewhere get none (A27).
    """
    due = {(e.name, e.post) for e in adopted if gets_letter(e.verb, e.post, home)}
    seen: set[tuple[str, str]] = set()
    problems = []
    for row, letter in enumerate(issued, start=1):
        name, post = letter
        if letter not in due:
            message = f"{name}没有经本次会议任命为“{post}”的记录，不能颁发任命书。"
            problems.append(Problem(message, row=row))
        elif letter in seen:
            problems.append(Problem(f"{name}的“{post}”任命书已经颁发过。", row=row))
        seen.add(letter)
    return problems


_TAKING_UP = (
    Office.DEPUTY_MAYOR, Office.GOVERNMENT, Office.DEPUTY_SUPERVISOR, Office.DEPUTY_COURT,
    Office.JUDGE, Office.DEPUTY_PROCURATOR, Office.PROCURATOR, Office.LOWER_PROCURATOR,
    Office.BRANCH_HEAD, Office.ELECTED_HEAD,
)  # fmt: skip


def check_conflicts(
    entries: Iterable[Entry], sitting_members: Collection[str], home: str = ""
) -> list[Problem]:
    """Report sitting members appointed to an executive, supervisory or judicial post.

    地方组织法 Art.47: members of the standing committee may not hold such posts; who takes one
    must resign from the committee.
    """
    return [
        Problem(
            f"{entry.name}是常委会组成人员，担任“{entry.post}”须先辞去常委会职务"
            "（地方组织法第四十七条）。",
            field="姓名",
        )
        for entry in entries
        if entry.name in sitting_members
        and entry.verb in list(_V)
        and _V(entry.verb).appoints
        and classify_post(entry.post, home) in _TAKING_UP
    ]


def count_person_times(entries: Iterable[Entry]) -> int:
    """Count 人次: one person removed from one post and appointed to another counts twice (A30)."""
    return sum(1 for _ in entries)


def count_persons(entries: Iterable[Entry]) -> int:
    """Count 人: each name once."""
    return len({entry.name for entry in entries})


def by_proposer(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Group entries by who proposes them, in the law's order; each group is one motion (A25)."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.proposer, []).append(entry)
    order = {name.value: place for place, name in enumerate(Proposer)}
    return dict(sorted(groups.items(), key=lambda group: order.get(group[0], len(order))))


_SENTENCES = {
    _V.APPOINT: "任命：{name}为{post}。",
    _V.REMOVE: "免去：{name}的{post}职务。",
    _V.DECIDE_APPOINT: "决定任命：{name}为{post}。",
    _V.DECIDE_REMOVE: "决定免去：{name}的{post}职务。",
    _V.APPROVE_APPOINT: "批准任命：{name}为{post}。",
    _V.APPROVE_REMOVE: "批准免去：{name}的{post}职务。",
    _V.ACCEPT_RESIGNATION: "接受{name}辞去{post}职务的请求。",
    _V.DECIDE_ACTING: "决定：{name}代理{post}职务。",
    _V.ELECT_ACTING: "推选：{name}代理{post}职务。",
    _V.DISMISS: "撤销：{name}的{post}职务。",
}
_DECISIONS = {
    _V.ACCEPT_RESIGNATION: "关于接受{name}辞去{post}职务请求的决定",
    _V.DECIDE_ACTING: "关于{name}代理{post}职务的决定",
    _V.ELECT_ACTING: "关于推选{name}代理{post}职务的决定",
    _V.DISMISS: "关于撤销{name}{post}职务的决定",
}


def sentence(verb: str, name: str, post: str) -> str:
    """Write the gazette sentence of one entry (rules 2.4): 决定任命：×××为××。

    Raises:
        ValueError: ``verb`` is none of the statutory verbs.
    """
    plain = post.strip() if _V(verb).appoints else post.strip().removesuffix("职务")
    if verb in (_V.DECIDE_ACTING, _V.ELECT_ACTING):
        plain = bare_post(post)
    return _SENTENCES[_V(verb)].format(name=name, post=plain)


def decision_title(verb: str, name: str, post: str, organ: str = "") -> str:
    """Title a separate decision (辞职、代理、撤职); empty for verbs that go into a list."""
    pattern = _DECISIONS.get(_V(verb))
    return organ + pattern.format(name=name, post=bare_post(post)) if pattern else ""


def list_title(entries: Iterable[Entry], organ: str = "") -> str:
    """Title the list of entries: 任免名单, 任命名单, 免职名单, 决定任免名单 … (rules 2.4).

    Resignations, acting posts and dismissals are decisions of their own and do not count here;
    with nothing else the title is empty. 决定 or 批准 appears only when every entry has it.
    """
    verbs = [_V(entry.verb) for entry in entries if _V(entry.verb) not in _DECISIONS]
    if not verbs:
        return ""
    up = any(verb.appoints for verb in verbs)
    down = any(verb.removes for verb in verbs)
    what = "任免名单" if up and down else "任命名单" if up else "免职名单"
    for prefix in ("决定", "批准"):
        if all(verb.startswith(prefix) for verb in verbs):
            what = prefix + what
    return organ + what


def agenda_wording(entries: Iterable[Entry]) -> str:
    """Return how the agenda names these entries: 人事任免事项 or 人事免职事项 (A26)."""
    verbs = [_V(entry.verb) for entry in entries]
    return personnel_wording(
        appoints=any(verb.appoints for verb in verbs), removes=any(verb.removes for verb in verbs)
    )


def check_entries(
    entries: Iterable[Entry], sitting_members: Collection[str] = (), home: str = ""
) -> list[Problem]:
    """Check every entry, repeated entries and the conflict rule; rows count from 1."""
    listed = list(entries)
    problems = []
    for row, entry in enumerate(listed, start=1):
        found = check_entry(entry.verb, entry.post, entry.proposer, home)
        if entry in listed[: row - 1]:
            found.append(Problem(f"“{entry.name}”的“{entry.verb}{entry.post}”重复。"))
        found += check_conflicts([entry], sitting_members, home)
        problems += [Problem(one.message, row=row, field=one.field) for one in found]
    return problems
