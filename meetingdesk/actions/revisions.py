"""修改依据: which reading, committee or opinion each change of a draft rests on (item 4, A17).

A version has one source for all its changes; a paragraph may have its own. Neither touches the
text, so both may still be put right after adoption.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.errors import Problem, Refused
from meetingdesk.papers.documents.versions import row_of
from meetingdesk.records.decisions import ClauseSource, Decision, DecisionVersion
from meetingdesk.rules.revisions import SOURCES, Pair, Touch, pairs_of, sources_words, touches

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = [
    "SOURCES",
    "ChangeView",
    "changes",
    "set_clause_source",
    "set_version_source",
    "show_sources",
]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One changed paragraph between two texts of a draft.

    ``id`` counts the changes from 1; ``at`` is the paragraph's place among all pairs. ``source``
    is what it rests on, '' when nothing is recorded; ``version_id`` the one version that made
    it, ``None`` when several did or it is not kept yet. ``why_not`` says why its source cannot
    be set here.
    """

    id: int
    at: int
    old: str
    new: str
    what: str
    source: str
    version_id: int | None
    key: tuple[str, str]
    why_not: str


def _texts(record: Decision) -> dict[int, int]:
    """Return version id → its index; 0, the running text, is past the last where it differs."""
    found = {version.id: at for at, version in enumerate(record.versions)}
    same = bool(record.versions) and record.versions[-1].body == record.body
    return found | {0: len(record.versions) - (1 if same else 0)}


@query
def changes(session: Session, decision_id: int, old_id: int, new_id: int) -> list[ChangeView]:
    """List the changed paragraphs between two versions (0: the running text) with their sources.

    Raises:
        Refused: no such draft, or a version of another one.
    """
    record = fetch(session, Decision, decision_id)
    places = _texts(record)
    if old_id not in places or new_id not in places:
        raise Refused("这一稿不属于这件草案。")
    first, last = places[old_id], places[new_id]
    backwards = first > last
    row = row_of(record, min(first, last))[: abs(last - first) + 1]
    found: list[ChangeView] = []
    for at, pair in enumerate(pairs_of(row[0].body, row[-1].body)):
        if pair.what:
            touched = touches(pair, row)
            found.append(_view(record, min(first, last), len(found) + 1, at, pair, touched))
    return [_turned(one) for one in found] if backwards else found


def _view(
    record: Decision, first: int, number: int, at: int, pair: Pair, touched: list[Touch]
) -> ChangeView:
    version_id, key, why = None, pair.key, ""
    if len(touched) == 1:
        place = first + touched[0].at
        key = touched[0].pair.key
        if place < len(record.versions):
            version_id = record.versions[place].id
        else:
            why = "正文还没有存为一稿，存稿后再登记依据。"
    else:
        why = "这一处经过几稿修改，请选相邻两稿比较后登记。"
    return ChangeView(
        number, at, pair.old or "", pair.new or "", pair.what, sources_words(touched),
        version_id, key, why,
    )  # fmt: skip


def _turned(one: ChangeView) -> ChangeView:
    """A later text compared with an earlier one: the same changes, taken back."""
    return ChangeView(
        one.id, one.at, one.new, one.old,
        {"新增": "删去", "删去": "新增"}.get(one.what, one.what),
        one.source, None, one.key, "这是由新稿比旧稿，请把旧稿选在前面再登记依据。",
    )  # fmt: skip


@action("登记修改依据")
def set_version_source(work: Work, version_id: int, source: str) -> None:
    """Set what a version's changes rest on; '' takes it back.

    Raises:
        Refused: the first version: it changes nothing.
    """
    version = fetch(work.session, DecisionVersion, version_id)
    decision = version.decision
    if version.number == 1 and source.strip():
        raise Refused("初稿没有修改，不登记修改依据。", Problem("请在后面各稿登记。"))
    version.source = source.strip()
    work.meeting_id = decision.meeting_id
    work.label = f"《{decision.title}》第{version.number}稿的修改依据"


@action("登记逐处修改依据")
def set_clause_source(work: Work, version_id: int, old: str, new: str, source: str) -> None:
    """Set what one change of a version rests on; '' or the version's own source takes it back.

    ``old`` and ``new`` are the paragraph before and after ('' where there is none).

    Raises:
        Refused: the version has no such change.
    """
    version = fetch(work.session, DecisionVersion, version_id)
    decision = version.decision
    at = decision.versions.index(version)
    before = decision.versions[at - 1].body if at else ""
    if not any(p.what and p.key == (old, new) for p in pairs_of(before, version.body)):
        raise Refused("这一稿没有这处修改，依据没有登记。", Problem("请重新比较后再登记。"))
    words = source.strip()
    row = next((c for c in version.clauses if (c.old, c.new) == (old, new)), None)
    if not words or words == version.source:
        if row is not None:
            version.clauses.remove(row)
    elif row is not None:
        row.source = words
    else:
        version.clauses.append(ClauseSource(old=old, new=new, source=words))
    work.meeting_id = decision.meeting_id
    work.label = f"《{decision.title}》第{version.number}稿一处修改的依据"


@action("对照表列修改依据")
def show_sources(work: Work, decision_id: int, *, shown: bool) -> None:
    """Give the draft's 修改对照表 a column with the source of each change, or take it away."""
    decision = fetch(work.session, Decision, decision_id)
    decision.show_sources = shown
    work.meeting_id = decision.meeting_id
    work.label = f"《{decision.title}》对照表{'列出' if shown else '不列'}修改依据"
