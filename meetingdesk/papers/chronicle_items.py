"""What the meeting did, item by item: verb, subject, outcome, ceremonies, lectures.

Of the outcome only phrases that state an act of the meeting are printed (审议并通过, 作出相关
决议, 同意提请…); an editor's note in the record (未载表决, 另两文称…) never is. Each verb keeps
the record's own wording: 听取并审议 and 听取和审议 stand side by side (inventory 6.13).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from meetingdesk.errors import Problem
from meetingdesk.records.appointments import Letter, Motion, MotionEntry
from meetingdesk.records.decisions import Decision
from meetingdesk.records.oaths import Ceremony
from meetingdesk.records.votes import Vote
from meetingdesk.rules.itemtypes import ItemFamily, item_type
from meetingdesk.rules.kinds import MeetingKind
from meetingdesk.rules.numerals import han
from meetingdesk.rules.titles import book, is_draft, unbook
from meetingdesk.rules.verbs import VERBS, VerbFamily

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.records.agenda import AgendaItem
    from meetingdesk.records.meetings import Meeting

_ASIDE = re.compile(r"（[^（）]*）")
_NOTE = re.compile(r"未载|未注明|原文|讲话稿|^另|称“|^[—－-]?$")
_PASSED = re.compile(r"(?:.{0,4}并)?(?:审议|表决|全票|原则|研究|举手表决|一致)*通过")
_PRODUCT = re.compile(r"(?:审议)?并?作出了?(?P<what>[^和，]{0,6}(?:决议|决定))")
_ACT = re.compile(r"(?:同意|不提请|交由|交办|转办|要求|责成|票决出|表决未通过|未通过|暂不付表决)")
_RATED = re.compile(r"(?:满意度|民主)?测评")
_NOUN = re.compile(r"\d*个?(?P<noun>部门|单位|项目|机构|工作)")
_BRACKET = re.compile(r"（(?P<inside>[^（）]*)）$")


def agenda_groups(
    session: Session, meeting: Meeting, chair: str, doubts: list[Problem]
) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """Return the sentences of the agenda in order, and the lectures.

    Neighbouring items share a sentence; an evaluation and a voted 人事任免 have their own, as
    have letters and oath together.
    """
    groups: list[dict[str, Any]] = []
    lectures: list[dict[str, str]] = []
    desk = _Desk(session, meeting)
    for item in meeting.agenda:
        if _is_lecture(item):
            lectures.append(_lecture(item))
        elif _is_ceremony(item):
            _add(groups, "ceremony", _ceremony(item, desk, chair, doubts))
        else:
            clause = _clause(item, desk, doubts)
            alone = _stands_alone(item, clause, meeting)
            _add(groups, f"alone{item.position}" if alone else "items", clause)
    for part in desk.unsaid(groups, chair):
        _add(groups, "ceremony", part)
    return groups, lectures


def clause_of(session: Session, item: AgendaItem) -> dict[str, Any] | None:
    """Return what the meeting did with one item, for ``sentences.clause``; ``None`` for none."""
    if _is_lecture(item) or _is_ceremony(item):
        return None
    return _clause(item, _Desk(session, item.meeting), [])


def _add(groups: list[dict[str, Any]], form: str, part: dict[str, Any]) -> None:
    if not groups or groups[-1]["form"] != form:
        groups.append({"form": form, "parts": []})
    groups[-1]["parts"].append(part)


def _is_lecture(item: AgendaItem) -> bool:
    family = VERBS[item.verb].family if item.verb in VERBS else None
    return "讲座" in item.type or (family is VerbFamily.LECTURE and "讲座" in item.subject)


def _is_ceremony(item: AgendaItem) -> bool:
    family = VERBS[item.verb].family if item.verb in VERBS else None
    return item_type(item.type).family is ItemFamily.CEREMONY or family is VerbFamily.CEREMONY


def _stands_alone(item: AgendaItem, clause: dict[str, Any], meeting: Meeting) -> bool:
    rated = any(tail["form"] == "evaluation" for tail in clause["tails"])
    voted = meeting.kind == MeetingKind.STANDING
    return rated or (voted and item_type(item.type).family is ItemFamily.PERSONNEL)


class _Desk:
    """What the desk itself holds of a meeting beside the agenda: votes, motions, letters."""

    def __init__(self, session: Session, meeting: Meeting) -> None:
        self.decisions = {
            row.item_id: row
            for row in session.scalars(
                select(Decision).where(Decision.meeting_id == meeting.id, Decision.state == "通过")
            )
        }
        self.ratings = {
            row.item_id: row
            for row in session.scalars(
                select(Vote).where(Vote.meeting_id == meeting.id, Vote.kind == "测评")
            )
        }
        entries = select(MotionEntry).join(Motion).where(Motion.meeting_id == meeting.id)
        self.passed = {
            row.motion.item_id
            for row in session.scalars(entries.where(MotionEntry.state == "通过"))
        }
        self.letters = session.scalars(
            select(Letter)
            .join(MotionEntry)
            .join(Motion)
            .where(Motion.meeting_id == meeting.id, MotionEntry.state == "通过")
        ).all()
        ceremonies = session.scalars(select(Ceremony).where(Ceremony.meeting_id == meeting.id))
        self.takers = [taker for ceremony in ceremonies for taker in ceremony.takers]

    def unsaid(self, groups: list[dict[str, Any]], chair: str) -> list[dict[str, Any]]:
        """Letters presented and oaths taken that no line of the agenda mentions."""
        said = {part.get("form") for group in groups for part in group["parts"]}
        parts = []
        if "letters" not in said and any(letter.presented_on for letter in self.letters):
            parts.append(self.presented(chair))
        if "oath" not in said and any(taker.sworn for taker in self.takers):
            parts.append(self.sworn())
        return parts

    def presented(self, chair: str) -> dict[str, Any]:
        """Return who gave how many letters (those presented; all while none is)."""
        given = [x for x in self.letters if x.presented_on] or list(self.letters)
        giver = next((x.presented_by for x in given if x.presented_by), chair)
        return _letters(giver, f"{_how_many(len(given))}新任命人员", len(given) > 1)

    def sworn(self) -> dict[str, Any]:
        """Return who took the oath; those who did so later (补宣) are not counted here."""
        there = [taker for taker in self.takers if taker.sworn and not taker.made_up_on]
        everyone = len(there) in (0, len(self.takers))  # nobody marked yet: the line speaks
        who = "新任命人员" if everyone else f"{_how_many(len(there))}新任命人员"
        return {"form": "oath", "who": who}


def _how_many(count: int) -> str:
    return f"{'两' if count == 2 else han(count)}位"


def _letters(giver: str, who: str, several: bool, what: str = "任命书") -> dict[str, Any]:  # noqa: FBT001
    return {"form": "letters", "giver": giver, "who": who, "several": several, "what": what}


def _lecture(item: AgendaItem) -> dict[str, str]:
    bracket = _BRACKET.search(item.subject)
    speaker = item.reporter or (bracket["inside"] if bracket else "")
    return {"title": _BRACKET.sub("", item.subject).strip(), "speaker": speaker}


def _ceremony(item: AgendaItem, desk: _Desk, chair: str, doubts: list[Problem]) -> dict[str, Any]:
    bracket = _BRACKET.search(item.subject)
    subject = _BRACKET.sub("", item.subject).strip()
    if "宣誓" in item.verb or "宣誓" in subject:
        if desk.takers:
            return desk.sworn()
        who = re.sub(r"(?:进行|举行)?(?:宪法)?宣誓(?:仪式)?$", "", subject) or "新任命人员"
        return {"form": "oath", "who": who}
    if subject.endswith("任命书"):
        if desk.letters:
            return desk.presented(chair)
        who = bracket["inside"] if bracket else "新任命人员"
        giver = re.sub(r"颁发$", "", _ASIDE.sub("", item.outcome)).strip() or chair
        if giver:
            return _letters(giver, who, not who.startswith("一"), subject)
        doubts.append(Problem("没有记载由谁颁发任命书。", field=item.subject))
    return {"form": "clause", "verb": item.verb, "perfect": True, "subject": subject, "tails": []}


def _clause(item: AgendaItem, desk: _Desk, doubts: list[Problem]) -> dict[str, Any]:
    """Return verb, subject and what followed, ready for the sentence template."""
    clause: dict[str, Any] = {
        "form": "clause",
        "verb": item.verb,
        "perfect": True,
        "subject": _subject(item, desk, doubts),
        "tails": [],
    }
    parts = [p.strip() for p in re.split(r"[；;。]", _ASIDE.sub("", item.outcome))]
    parts = [part for part in parts if not _NOTE.search(part)]
    if not parts:
        parts = _from_desk(item, desk)
    opinions: list[str] = []
    for part in parts:
        tail = _tail(part, item, desk, clause)
        if tail is not None:
            clause["tails"].append(tail)
        elif "评议意见" in part or "评议结果" in part:
            opinions.append(part)
        elif not _says_the_verb(part, item.verb) and part != clause.get("passed"):
            doubts.append(
                Problem(f"结果“{part}”不是会议作出的结论，没有写入，请核对。", field=item.subject)
            )
    if opinions:
        clause["tails"].append({"form": "act", "text": "和".join(opinions)})
    return clause


def _subject(item: AgendaItem, desk: _Desk, doubts: list[Problem]) -> str:
    decision = desk.decisions.get(item.id)
    if decision is not None and _is_text(item):
        return book(decision.title)
    passed = _PASSED.search(_ASIDE.sub("", item.outcome))
    if passed and "原则" not in passed[0] and is_draft(unbook(item.subject)):
        doubts.append(Problem("已经通过，标题仍带“（草案）”，请核对。", field=item.subject))
    return item.subject


def _is_text(item: AgendaItem) -> bool:
    """Whether the item is the text decided on, not a report that a 决议 follows."""
    return item_type(item.type).family in (ItemFamily.TEXT, ItemFamily.BILL) or (
        item.subject.startswith("《") and item.subject.endswith("》")
    )


def _from_desk(item: AgendaItem, desk: _Desk) -> list[str]:
    """Outcomes not written down but certain from the desk's own records."""
    if item.id in desk.passed and item_type(item.type).family is ItemFamily.PERSONNEL:
        return ["审议并表决通过"]
    decision = desk.decisions.get(item.id)
    if decision is not None:
        return ["审议通过"] if _is_text(item) else [f"作出相关{decision.kind}"]
    vote = desk.ratings.get(item.id)
    return ["满意度测评"] if vote is not None and vote.certified_on else []


def _tail(
    part: str, item: AgendaItem, desk: _Desk, clause: dict[str, Any]
) -> dict[str, Any] | None:
    """Read one phrase of the outcome; a passing goes into the verb itself."""
    rated = _RATED.search(part)
    if rated:
        return _evaluation(rated[0], item, desk)
    if _PASSED.fullmatch(part):
        return _passing(part, item.verb, clause)
    product = _PRODUCT.fullmatch(part)
    if product:
        same = item.verb.endswith("决定") and product["what"] == "决定"
        return None if same else {"form": "product", "text": product["what"]}
    if part == "批准":
        return None if "批准" in item.verb else {"form": "act", "text": "并予以批准"}
    return {"form": "act", "text": part} if _ACT.match(part) else None


def _passing(part: str, verb: str, clause: dict[str, Any]) -> dict[str, Any] | None:
    """审议 + 审议并通过 → 审议并通过了; 讨论研究 + 原则通过 → 讨论研究并原则通过."""
    clause["passed"] = part
    if part.startswith(verb):
        clause["verb"] = part
    elif verb.endswith(part[:2]) and verb != part[:2]:
        return {"form": "act", "text": f"并{part}"}
    else:
        clause["verb"] = f"{verb}并{part}"
        clause["perfect"] = part != "原则通过"
    return None


def _evaluation(name: str, item: AgendaItem, desk: _Desk) -> dict[str, Any]:
    vote = desk.ratings.get(item.id)
    count = len(item.objects or ()) or (len(vote.questions) if vote else 0)
    noun = _NOUN.search(item.subject)
    return {
        "form": "evaluation",
        "method": item.vote_method or (vote.method if vote else ""),
        "count": count,
        "noun": noun["noun"] if noun and noun["noun"] != "工作" else "对象",
        "text": "满意度测评" if name == "测评" else name,
    }


def _says_the_verb(part: str, verb: str) -> bool:
    """An outcome that only repeats the verb (研究, 审议, 作出决定) adds nothing."""
    return part in verb or part == f"作出{verb}" or verb in part
