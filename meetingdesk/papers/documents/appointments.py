"""任免案, 任免名单 and the separate decisions on 辞职, 代理 and 撤职 (A25, A26; rules.md §2.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from meetingdesk.papers.documents.context import day_of, meeting_words, nothing, rules_of
from meetingdesk.papers.documents.forms import ruled
from meetingdesk.papers.documents.making import Maker, Offer, each
from meetingdesk.papers.wording import compose
from meetingdesk.records.facts import last_day, motions_of
from meetingdesk.records.roster import Unit
from meetingdesk.rules.appointments import (
    OFFICE_RULES,
    VERB_RULES,
    AppointmentVerb,
    Entry,
    bare_post,
    classify_post,
    decision_title,
    list_title,
    sentence,
)
from meetingdesk.rules.offices import Proposer
from meetingdesk.rules.titles import adoption_note, with_draft

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document
    from meetingdesk.records.appointments import Motion, MotionEntry
    from meetingdesk.records.meetings import Meeting

#: the families of an appointment list; each makes a paper of its own (rules.md §2.4)
FAMILIES = {
    "决定任免": ("决定任命", "决定免去"),
    "任免": ("任命", "免去"),
    "批准任免": ("批准任命", "批准免去"),
}
_FULL_LAWS = {
    "地方组织法": "《中华人民共和国地方各级人民代表大会和地方各级人民政府组织法》",
    "监督法": "《中华人民共和国各级人民代表大会常务委员会监督法》",
    "人民法院组织法": "《中华人民共和国人民法院组织法》",
    "人民检察院组织法": "《中华人民共和国人民检察院组织法》",
    "人民陪审员法": "《中华人民共和国人民陪审员法》",
}


def families(
    session: Session, meeting: Meeting, state: str = "通过"
) -> dict[str, list[MotionEntry]]:
    """Return the entries in ``state`` by the list they are printed in."""
    chosen = [e for m in motions_of(session, meeting.id) for e in m.entries if e.state == state]
    found = {name: [e for e in chosen if e.verb in verbs] for name, verbs in FAMILIES.items()}
    return {name: entries for name, entries in found.items() if entries}


def appointments(session: Session, meeting: Meeting, part: str) -> Document:
    """任免名单: one paper a family of verbs, 任 and 免 in the body's order (rules.md §2.4)."""
    entries = families(session, meeting).get(part)
    if not entries:
        raise nothing("还没有表决通过的任免事项", "请先确认任免表决的结果。")
    words = _list_words(session, meeting, entries)
    day = last_day(meeting)
    if day:
        words["passed_on"] = day
    return compose(
        "appointments", "appointments", words, author=words["body"], date=day_of(meeting)
    )


def drafts(session: Session, meeting: Meeting, part: str) -> Document:
    """任免名单（草案）: what is put to the vote, as it will be printed once passed."""
    entries = families(session, meeting, "待表决").get(part)
    if not entries:
        raise nothing("没有待表决的任免事项", "请先登记任免案。")
    words = _list_words(session, meeting, entries)
    words["title"] = with_draft(words["title"])
    return compose(
        "appointment_drafts", "appointments", words, author=words["body"], date=day_of(meeting)
    )


def _list_words(session: Session, meeting: Meeting, entries: Sequence[MotionEntry]) -> Any:
    listed = [Entry(e.verb, e.name, e.post, e.motion.proposer) for e in entries]
    taking = [e for e in listed if not e.verb.endswith("免去")]
    leaving = [e for e in listed if e.verb.endswith("免去")]
    first_out = rules_of(session, meeting)["list_order"] == "先免后任"
    ordered = (*leaving, *taking) if first_out else (*taking, *leaving)
    words = meeting_words(meeting)
    words.update(
        title=list_title(listed, words["body"]),
        sentences=[sentence(e.verb, e.name, e.post) for e in ordered],
    )
    return words


def entry_decision(_session: Session, entry: MotionEntry) -> Document:
    """关于接受…辞去…职务请求的决定, …代理…, 撤销…: a decision of its own (rules.md §2.4)."""
    meeting = entry.motion.meeting
    words = meeting_words(meeting)
    about = decision_title(entry.verb, entry.name, entry.post)
    if not about:
        raise nothing("这一项列入任免名单，没有单独的决定", "请看任免名单。")
    day = entry.passed_on or last_day(meeting)
    passed = entry.state == "通过"
    words.update(
        about=about if passed else with_draft(about),
        note=adoption_note(day, words["meeting"]) if passed and day else "",
        law=_FULL_LAWS["监督法" if entry.verb == AppointmentVerb.DISMISS else "地方组织法"],
        verb=entry.verb,
        name=entry.name,
        post=bare_post(entry.post),
        congress=f"{words['city']}人民代表大会",
        procurator=bare_post(entry.post).endswith("检察长"),
    )
    return compose(
        "entry_decision",
        "entry_decision",
        words,
        title=f"{words['body']}{words['about']}",
        author=words["body"],
        date=day_of(meeting),
    )


def motion(session: Session, record: Motion) -> Document:
    """任免案: the proposer's motion with the persons' particulars (rules.md §2.2)."""
    if not record.entries:
        raise nothing("这件任免案还没有列入人员", "请先登记任免人员。")
    words = meeting_words(record.meeting)
    entries = record.entries
    words.update(
        title=motion_title(entries),
        laws=law_words(entries, words["city"]),
        sentences=[sentence(e.verb, e.name, e.post) for e in entries],
        proposer=proposer_words(session, record),
        proposer_name=record.proposer_name,
        number=record.number,
    )
    if record.submitted_on:
        words["submitted_on"] = record.submitted_on
    return compose(
        "motion",
        "motion",
        words,
        {"people": _particulars(entries)},
        title=words["title"],
        author=words["proposer"],
        date=record.submitted_on.isoformat() if record.submitted_on else day_of(record.meeting),
    )


def motion_title(entries: Sequence[MotionEntry]) -> str:
    """Title a motion: one entry in full, several by the first name and the number."""
    first = entries[0]
    if len(entries) == 1:
        apart = decision_title(first.verb, first.name, first.post)
        plain = sentence(first.verb, first.name, first.post).rstrip("。").replace("：", "")
        what = apart.removeprefix("关于").removesuffix("的决定") if apart else plain
        return f"关于提请审议{what}的议案"
    if any(decision_title(e.verb, e.name, e.post) for e in entries):
        return f"关于提请审议{'、'.join(map(_matter, entries))}事项的议案"
    verbs = [AppointmentVerb(e.verb) for e in entries]
    up, down = any(v.appoints for v in verbs), any(v.removes for v in verbs)
    what = "任免职务" if up and down else "任职" if up else "免职"
    persons = list(dict.fromkeys(e.name for e in entries))
    more = f"等{len(persons)}名同志" if len(persons) > 1 else "同志"
    return f"关于提请审议{persons[0]}{more}{what}的议案"


_MATTERS = {
    AppointmentVerb.ACCEPT_RESIGNATION: "接受{}辞职",
    AppointmentVerb.DECIDE_ACTING: "{}代理职务",
    AppointmentVerb.ELECT_ACTING: "推选{}代理职务",
    AppointmentVerb.DISMISS: "撤销{}职务",
}


def _matter(entry: MotionEntry) -> str:
    verb = AppointmentVerb(entry.verb)
    plain = "任命{}" if verb.appoints else "免去{}职务"
    return _MATTERS.get(verb, plain).format(entry.name)


def law_words(entries: Iterable[MotionEntry], home: str) -> str:
    """Return the articles behind these entries, laws by full name; '' when none is national.

    辞职, 代理 and 撤职 have articles of their own, the other verbs follow the office.
    """
    articles = []
    for entry in entries:
        verb = AppointmentVerb(entry.verb)
        rule = VERB_RULES.get(verb) or OFFICE_RULES.get(classify_post(entry.post, home))
        if rule is not None:
            articles.append(rule.article)
    return _in_full(articles)


def _in_full(articles: Iterable[str]) -> str:
    found: dict[str, list[str]] = {}
    for article in dict.fromkeys(articles):
        for short, full in _FULL_LAWS.items():
            if article.startswith(short):
                found.setdefault(full, []).append(article.removeprefix(short))
    return "、".join(f"{law}{'、'.join(dict.fromkeys(where))}" for law, where in found.items())


def proposer_words(session: Session, record: Motion) -> str:
    """Return who proposes, by full title: 示例市人民政府市长, 示例市中级人民法院院长."""
    body, who = record.meeting.body, record.proposer
    if who == Proposer.CHAIRS:
        return f"{body.name}主任会议"
    if who in (Proposer.SUPERVISION, Proposer.COURT, Proposer.PROCURATOR):
        kind, post, plain = {
            Proposer.SUPERVISION: ("监察", "主任", "监察委员会"),
            Proposer.COURT: ("法院", "院长", "人民法院"),
            Proposer.PROCURATOR: ("检察院", "检察长", "人民检察院"),
        }[Proposer(who)]
        unit = session.scalar(select(Unit.name).where(Unit.kind == kind).order_by(Unit.position))
        return f"{unit or body.place + plain}{post}"
    if who.endswith("长") and len(who) == 2:
        return f"{body.place}人民政府{who}"
    return who.replace("市人民政府", f"{body.place}人民政府", 1)


def _particulars(entries: Sequence[MotionEntry]) -> Any:
    """Return the persons with what is known of them; a column nobody fills is left out."""
    columns = [
        ("性别", 13, [e.gender for e in entries]),
        ("民族", 17, [e.ethnicity.removesuffix("族") for e in entries]),
        ("任免职务", 0, [_post_words(e) for e in entries]),
        ("任免理由", 37, [e.reason for e in entries]),
    ]
    shown = [column for column in columns if any(column[2])]
    rest = 156 - 13 - 26 - sum(width for _, width, _ in shown)
    heads = ("序号", "姓名", *(head for head, _, _ in shown))
    rows = [
        (str(n), e.name, *(values[n - 1] for _, _, values in shown))
        for n, e in enumerate(entries, start=1)
    ]
    long = [2 + n for n, (head, _, _) in enumerate(shown) if head.startswith("任免")]
    widths = (13, 26, *(width or rest for _, width, _ in shown))
    return ruled(heads, rows, widths, "任免人员基本情况", left=long, size_pt=12.0)


def _post_words(entry: MotionEntry) -> str:
    """Return act and post without the name: 任命示例市财政局局长, 辞去…职务."""
    post = bare_post(entry.post)
    verb = AppointmentVerb(entry.verb)
    if verb is AppointmentVerb.ACCEPT_RESIGNATION:
        return f"辞去{post}职务"
    if verb in (AppointmentVerb.DECIDE_ACTING, AppointmentVerb.ELECT_ACTING):
        return f"代理{post}职务"
    return f"{verb.removesuffix('职务')}{entry.post}{'' if verb.appoints else '职务'}"


def _lists(session: Session, meeting: Meeting) -> list[Offer]:
    return [Offer(meeting.id, f"{part}名单", part) for part in families(session, meeting)]


def _draft_lists(session: Session, meeting: Meeting) -> list[Offer]:
    waiting = families(session, meeting, "待表决")
    return [Offer(meeting.id, f"{part}名单（草案）", part) for part in waiting]


def _motions(session: Session, meeting: Meeting) -> list[Offer]:
    return [
        Offer(m.id, motion_title(m.entries))
        for m in motions_of(session, meeting.id)
        if m.entries and m.proposer not in (Proposer.SELF, Proposer.FIFTH, "")
    ]


def _decisions(session: Session, meeting: Meeting) -> list[Offer]:
    offers = []
    for record in motions_of(session, meeting.id):
        for entry in record.entries:
            title = decision_title(entry.verb, entry.name, entry.post)
            if title and entry.state in ("待表决", "通过"):
                passed = entry.state == "通过"
                offers.append(Offer(entry.id, title if passed else with_draft(title)))
    return offers


MAKERS: dict[str, Maker] = {
    "motion": each(motion, _motions),
    "appointment_drafts": Maker(drafts, _draft_lists),
    "appointments": Maker(appointments, _lists),
    "entry_decision": each(entry_decision, _decisions),
}
