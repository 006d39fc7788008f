"""Who holds what: posts that exclude each other, posts already held, posts not held (A25, Q7).

The desk knows what earlier meetings of its own passed, and the roster of the committee; it
objects only to what contradicts these, never to what it has no record of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.rules.appointments import check_conflicts
from meetingdesk.rules.dates import cn_date
from meetingdesk.rules.offices import AppointmentVerb, Entry, Office, bare_post, classify_post

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

_V = AppointmentVerb
#: appointed for a time only, or by election: no standing holder follows from these
_PASSING = (_V.DECIDE_ACTING, _V.ELECT_ACTING)
_BRANCHES: dict[Office, str] = {
    Office.DEPUTY_MAYOR: "政府", Office.GOVERNMENT: "政府",
    Office.DEPUTY_SUPERVISOR: "监察委员会",
    Office.DEPUTY_COURT: "法院", Office.JUDGE: "法院",
    Office.DEPUTY_PROCURATOR: "检察院", Office.PROCURATOR: "检察院",
    Office.LOWER_PROCURATOR: "检察院",
}  # fmt: skip
_BY_WORD = ("法院", "检察院", "监察委员会")


@dataclass(frozen=True, slots=True)
class Adopted:
    """An action an earlier meeting passed, with its day."""

    verb: str
    name: str
    post: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the desk knows: committee members by name → post, and earlier actions in order.

    ``cross`` says whether posts in different organs are compared (a body's own parameter).
    """

    members: Mapping[str, str]
    history: Sequence[Adopted] = ()
    home: str = ""
    cross: bool = True


def branch(post: str, home: str = "") -> str:
    """Return the organ a post belongs to: 政府, 监察委员会, 法院, 检察院; '' for any other."""
    office = classify_post(post, home)
    if office in (Office.ELECTED_HEAD, Office.BRANCH_HEAD):
        return next((word for word in _BY_WORD if word in post), "政府")
    return _BRANCHES.get(office, "")


def is_sole(post: str, home: str = "") -> bool:
    """Tell whether only one person at a time holds a post: the head of a government department."""
    return classify_post(post, home) is Office.GOVERNMENT


def resignation(entry: Entry, known: Known) -> str:
    """Return the committee post an appointee must resign from (地方组织法 Art.47), '' for none."""
    if check_conflicts([entry], known.members, known.home):
        return known.members.get(entry.name) or "委员"
    return ""


def resigns(entries: Iterable[Entry], name: str, home: str = "") -> int | None:
    """Return where in ``entries`` the person's resignation from the committee is accepted."""
    return next(
        (
            at
            for at, entry in enumerate(entries)
            if entry.verb == _V.ACCEPT_RESIGNATION
            and entry.name == name
            and classify_post(entry.post, home) is Office.MEMBER
        ),
        None,
    )


def objections(entries: Sequence[Entry], at: int, known: Known) -> list[str]:
    """Say what ``entries[at]`` contradicts: the other entries, the roster, earlier meetings."""
    entry = entries[at]
    if entry.verb not in list(_V):
        return []
    told = _resignation(entries, at, known)
    if _V(entry.verb).appoints:
        told += _credentials(entry, known)
        told += _taken(entries, entry, known)
        told += _crossing(entries, at, known) if known.cross else []
    else:
        told += _not_held(entry, known)
    return told


def _resignation(entries: Sequence[Entry], at: int, known: Known) -> list[str]:
    entry = entries[at]
    post = resignation(entry, known)
    if not post:
        return []
    accepted = resigns(entries, entry.name, known.home)
    if accepted is None:
        return [
            (
                f"{entry.name}是常委会{post}，担任“{entry.post}”须先辞去常委会职务"
                "（地方组织法第四十七条）。请先登记辞职请求。"
            )
        ]
    if accepted > at:
        return [f"接受{entry.name}辞去常委会职务应排在任命之前，请调整次序。"]
    return []


def _credentials(entry: Entry, known: Known) -> list[str]:
    """代表资格审查委员会 is named from among the committee's members (地方组织法 Art.56)."""
    office = classify_post(entry.post, known.home)
    if office is Office.CREDENTIALS and known.members and entry.name not in known.members:
        return [
            f"{entry.name}不是常委会组成人员，“{entry.post}”从组成人员中提名（地方组织法第五十六条）。"
        ]
    return []


def _standing(name: str, post: str, history: Iterable[Adopted]) -> Adopted | None:
    """Return the last earlier action on this person and post."""
    plain = bare_post(post)
    found = [
        one
        for one in history
        if one.name == name and bare_post(one.post) == plain and one.verb not in _PASSING
    ]
    return found[-1] if found else None


def _holder(post: str, history: Iterable[Adopted]) -> Adopted | None:
    """Return who was last appointed to a post and has not left it since."""
    holder: Adopted | None = None
    plain = bare_post(post)
    for one in history:
        if bare_post(one.post) != plain or one.verb in _PASSING:
            continue
        if _V(one.verb).appoints:
            holder = one
        elif holder is not None and holder.name == one.name:
            holder = None
    return holder


def _leaves(entries: Iterable[Entry], name: str, post: str) -> bool:
    plain = bare_post(post)
    return any(
        one.name == name and bare_post(one.post) == plain and _V(one.verb).removes
        for one in entries
    )


def _when(one: Adopted) -> str:
    return f"{cn_date(one.on)}" if one.on else "此前"


def _taken(entries: Sequence[Entry], entry: Entry, known: Known) -> list[str]:
    """A post the person holds already, or the one post of its kind held by another."""
    last = _standing(entry.name, entry.post, known.history)
    if last is not None and _V(last.verb).appoints and not _leaves(entries, entry.name, entry.post):
        return [
            f"{entry.name}{_when(last)}已任“{bare_post(entry.post)}”，没有免去的记录，请核对是否重复任命。"
        ]
    if not is_sole(entry.post, known.home) or entry.verb in _PASSING:
        return []
    told = []
    holder = _holder(entry.post, known.history)
    if (
        holder is not None
        and holder.name != entry.name
        and not _leaves(entries, holder.name, entry.post)
    ):
        told.append(
            f"“{bare_post(entry.post)}”现由{holder.name}担任（{_when(holder)}任命），"
            "本次会议没有免去其职务，请核对。"
        )
    plain = bare_post(entry.post)
    others = [
        one.name
        for one in entries
        if one.name != entry.name and bare_post(one.post) == plain and _V(one.verb).appoints
    ]
    if others:
        told.append(f"“{plain}”本次会议同时任命{'、'.join(others)}，请核对。")
    return told


def _crossing(entries: Sequence[Entry], at: int, known: Known) -> list[str]:
    """Judges, procurators, supervisors and officials may not hold each other's posts."""
    entry = entries[at]
    own = branch(entry.post, known.home)
    posts = [
        one.post
        for place, one in enumerate(entries)
        if place != at and one.name == entry.name and _V(one.verb).appoints
    ]
    posts += [
        one.post
        for one in known.history
        if one.name == entry.name
        and _V(one.verb).appoints
        and (last := _standing(one.name, one.post, known.history)) is not None
        and _V(last.verb).appoints
        and not _leaves(entries, one.name, one.post)
    ]
    for post in dict.fromkeys(posts):
        other = branch(post, known.home)
        if own and other and own != other:
            return [
                (
                    f"{entry.name}同时任“{bare_post(post)}”，{other}和{own}的职务不能由一人兼任，"
                    "请核对是否先免去一项。"
                )
            ]
    return []


def _not_held(entry: Entry, known: Known) -> list[str]:
    """A post the records say was left already, or that another holds."""
    last = _standing(entry.name, entry.post, known.history)
    if last is not None and _V(last.verb).removes:
        return [f"{entry.name}{_when(last)}已不再担任“{bare_post(entry.post)}”，请核对是否重复。"]
    if last is None and is_sole(entry.post, known.home):
        holder = _holder(entry.post, known.history)
        if holder is not None:
            return [
                (
                    f"台账记载“{bare_post(entry.post)}”由{holder.name}担任（{_when(holder)}任命），"
                    f"不是{entry.name}，请核对姓名和职务。"
                )
            ]
    return _not_member(entry, known)


def _not_member(entry: Entry, known: Known) -> list[str]:
    office = classify_post(entry.post, known.home)
    if office is Office.MEMBER and known.members and entry.name not in known.members:
        return [f"名册中{entry.name}现在不是常委会组成人员，请核对姓名。"]
    return []
