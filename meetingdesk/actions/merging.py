"""两台电脑计票，文件合并: a counting job goes out as a file, a count comes back as a file.

The job (计票任务) carries the sheet, its rule and its numbers, and no ballot. On the other desk it
becomes a vote that can only be counted. The count (计票结果) carries ballots sorted by their marks,
without order, time or machine; only the counters' names, and the pile they counted where two
share the work. It is merged into a count of the same vote, once, and never beside a count by the
same person.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.count_views import refuse_hidden, the_card
from meetingdesk.actions.counting import (
    add_ballots,
    check_sheet,
    enter_sums,
    finish_count,
    names_in,
    start_count,
)
from meetingdesk.actions.exchange.reading import bad_file, read_json
from meetingdesk.actions.meetings import convene
from meetingdesk.actions.roster import add_body, add_term
from meetingdesk.actions.sums import IN_SUMS, read_sums
from meetingdesk.actions.vote_views import METHODS, entered, patterns_of
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.practice import refuse_in_practice
from meetingdesk.records.roster import Body, Term
from meetingdesk.records.votes import Count, Question, Vote
from meetingdesk.rules.cards import parse_card
from meetingdesk.rules.cardtypes import Medium
from meetingdesk.rules.names import unpadded
from meetingdesk.rules.seal import digest
from meetingdesk.rules.tally import ILLEGIBLE, WHOLE, Pattern, pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

__all__ = ["export_count", "export_job", "merge_count", "take_job"]

JOB, RESULT, VERSION = "计票任务", "计票结果", 1
_NUMBERS = (
    "members",
    "statutory_seats",
    "present",
    "issued",
    "returned",
    "seats",
    "choose_at_most",
)


def form_of(vote: Vote) -> dict[str, Any]:
    """Return what makes two sheets the same: title, way, questions in order, and the rule."""
    return {
        "title": vote.title,
        "kind": vote.kind,
        "method": vote.method,
        "secret": vote.secret,
        "questions": [{"key": q.key, "text": q.text, "detail": q.detail} for q in vote.questions],
        "card": vote.card,
    }


@query
def export_job(session: Session, vote_id: int) -> dict[str, Any]:
    """Return the vote as a 计票任务 to be counted on another desk; no ballot goes with it.

    Raises:
        Refused: it is not opened, taken without papers, or papers are not in yet.
    """
    vote = fetch(session, Vote, vote_id)
    refuse_in_practice(session, "导出计票任务")
    if vote.state not in ("已开票", "计票"):
        raise Refused(f"“{vote.title}”现在是“{vote.state}”，没有要计的票。", Problem("请先开票。"))
    if METHODS.get(vote.method) is not Medium.PAPER:
        raise Refused(f"{vote.method}没有纸票，不需要另一台电脑计票。")
    if vote.issued is None or vote.returned is None:
        raise Refused(
            "请先登记发出和收回的票数，再导出计票任务。", Problem("没有填写", field="收回")
        )
    meeting, form = vote.meeting, form_of(vote)
    return {
        "meetingdesk": JOB,
        "version": VERSION,
        "digest": digest(form),
        "form": form,
        "numbers": {name: getattr(vote, name) for name in _NUMBERS},
        "opened_on": vote.opened_on.isoformat() if vote.opened_on else None,
        "body": {
            "name": meeting.body.name,
            "short_name": meeting.body.short_name,
            "place_name": meeting.body.place,
            "level": meeting.body.level,
            "kind": meeting.body.kind,
        },
        "meeting": {
            "term": meeting.term_number,
            "kind": meeting.kind,
            "number": meeting.number,
            "start": meeting.start.isoformat() if meeting.start else None,
            "end": meeting.end.isoformat() if meeting.end else None,
        },
    }


@action("带入计票任务")
def take_job(work: Work, path: str) -> int:
    """Make a vote of a 计票任务, to be counted here and nowhere certified; return its id.

    The meeting is found by its body, term, kind and number, or registered.

    Raises:
        BadInput: no such file, damaged, or changed since it was written.
        Refused: that job, or the vote itself, is on this desk already.
    """
    place = Path(path)
    data = _read(place, JOB)
    form = data["form"]
    try:
        if digest(form) != data["digest"]:
            bad_file(place, "文件的内容与它的校验值不符，可能被改动过。请重新导出。")
        numbers = {name: _whole(data["numbers"][name]) for name in _NUMBERS}
        parse_card(form["card"])
        meeting = _meeting_for(work, data)
        vote = Vote(
            meeting_id=meeting.id,
            position=1 + len(_votes_in(work.session, meeting.id)),
            state="已开票",
            job=data["digest"],
            card_name=form["card"]["id"],
            card=form["card"],
            opened_on=_day(data["opened_on"]),
            **{name: form[name] for name in ("title", "kind", "method", "secret")},
            **numbers,
        )
        vote.questions = [Question(position=n, **q) for n, q in enumerate(form["questions"], 1)]
    except (KeyError, TypeError, ValueError):
        bad_file(place, "计票任务不完整，请在原台账重新导出。")
    for other in _votes_in(work.session, meeting.id):
        if other.state != "拟定" and digest(form_of(other)) == data["digest"]:
            raise Refused(
                f"“{other.title}”已在这个台账里，没有再次带入。",
                Problem("请直接在已有的那次表决上计票。"),
            )
    work.session.add(vote)
    work.session.flush()
    work.meeting_id, work.label = meeting.id, f"带入计票任务“{vote.title}”"
    return vote.id


def _votes_in(session: Session, meeting_id: int) -> list[Vote]:
    return list(session.scalars(select(Vote).where(Vote.meeting_id == meeting_id)))


def _whole(value: object) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise TypeError(value)
    return value


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _meeting_for(work: Work, data: Mapping[str, Any]) -> Meeting:
    """Return the job's meeting, registering what of it is missing."""
    asked, its = data["body"], data["meeting"]
    body = work.session.scalar(select(Body).where(Body.name == asked["name"]))
    body_id = body.id if body else add_body(work, **asked)
    found = work.session.scalar(
        select(Meeting).where(
            Meeting.body_id == body_id,
            Meeting.term_number == its["term"],
            Meeting.kind == its["kind"],
            Meeting.number == its["number"],
        )
    )
    if found is not None:
        return found
    term = work.session.scalar(
        select(Term).where(Term.body_id == body_id, Term.number == its["term"])
    )
    term_id = term.id if term else add_term(work, body_id=body_id, number=its["term"])
    made = convene(
        work,
        term_id=term_id,
        kind=its["kind"],
        number=its["number"],
        start=_day(its["start"]),
        end=_day(its["end"]),
    )
    return fetch(work.session, Meeting, made)


@query
def export_count(session: Session, count_id: int, pile: str = "") -> dict[str, Any]:
    """Return a count as a 计票结果 to be merged on the desk of the vote.

    ``pile`` names the share of the ballots counted where several clerks divide them (东侧票箱);
    then the count need not be complete.

    Raises:
        Refused: nothing is counted, values are hidden, or an unfinished count without a pile.
    """
    count = fetch(session, Count, count_id)
    vote, held = count.vote, entered(session, count_id)
    refuse_in_practice(session, "导出计票结果")
    refuse_hidden(session, count)
    if not held:
        raise Refused("这一遍还没有录票，没有可以导出的。")
    if held != vote.returned and not pile.strip():
        raise Refused(
            f"收回{vote.returned}张，只录了{held}张。",
            Problem("请录完再导出；如只分到其中一部分，请写明是哪一部分。", field="哪一部分"),
        )
    out: dict[str, Any] = {
        "meetingdesk": RESULT,
        "version": VERSION,
        "digest": digest(form_of(vote)),
        "title": vote.title,
        "counter": count.counter,
        "pile": unpadded(pile),
        "way": count.way,
    }
    if count.way == IN_SUMS:
        return {**out, "sums": read_sums(session, count.id)}
    found = sorted(patterns_of(session, count.id).items())
    return {
        **out,
        "ballots": [
            {"marks": {key: list(given) for key, given in sheet}, "copies": copies}
            for sheet, copies in found
        ],
    }


@action("并入计票结果", undoable=False)
def merge_count(work: Work, vote_id: int, path: str, number: int = 2) -> int:
    """Take a count made on another desk as the first or second count; return its id.

    Where that count is being entered, the file's ballots are added to it (two clerks with a
    share each). A count that is then complete is closed.

    Raises:
        BadInput: no such file, damaged, or marks that are not on the sheet.
        Refused: another vote's file, a form changed since, the same file again, a person who has
            counted already, or more ballots than came back.
    """
    place, vote = Path(path), fetch(work.session, Vote, vote_id)
    data = _read(place, RESULT)
    if vote.job:
        raise Refused("这是带入的计票任务，请在原台账并入计票结果。")
    if data["digest"] != digest(form_of(vote)):
        same = data.get("title") == vote.title
        raise Refused(
            f"“{place.name}”没有并入。"
            + (
                "票面或规则在导出计票任务以后改过，不能用旧的计票结果。"
                if same
                else f"文件是“{data.get('title', '')}”的计票结果，不是“{vote.title}”的。"
            ),
            Problem("请核对文件。", file=place.name),
        )
    who = _signed(place, data)
    count = next((c for c in vote.counts if c.number == number), None)
    _refuse_same_person(vote, count, who, place.name)
    if count is None:
        first = names_in(who[0])[0]
        count = fetch(work.session, Count, start_count(work, vote.id, number, first))
        count.counter = "、".join(who)
    else:
        count.counter = "、".join((count.counter, *who))
    if len(count.counter) > 60:
        raise Refused("计票人的姓名太多，写不下。请合并前先在一台电脑上汇总。")
    added = _pour(work, vote, count, data, place)
    held = entered(work.session, count.id)
    if held == vote.returned:
        finish_count(work, count.id)
    work.meeting_id = vote.meeting_id
    nth = "一二"[count.number - 1]
    work.label = f"“{vote.title}”第{nth}遍并入{'、'.join(who)}的计票结果{added}张"
    work.also.add("count")
    return count.id


def _signed(place: Path, data: Mapping[str, Any]) -> list[str]:
    """Return who counted, each with the pile where it was a share: 乙（东侧）."""
    counter, pile = data.get("counter"), data.get("pile", "")
    if not isinstance(counter, str) or not counter.strip() or not isinstance(pile, str):
        bad_file(place, "文件里没有计票人的姓名。")
    return [f"{name}（{pile}）" if pile else name for name in counter.split("、")]


def _refuse_same_person(vote: Vote, count: Count | None, who: list[str], file: str) -> None:
    names = {name for part in who for name in names_in(part)}
    for other in vote.counts:
        if other is not count and (again := sorted(names & {*names_in(other.counter)})):
            raise Refused(
                f"“{file}”没有并入：{'、'.join(again)}已录过另一遍，两遍须由不同的人录入。",
                Problem("请由另一人计票。", file=file),
            )
    if count is None:
        return
    if again := sorted({*who} & {*count.counter.split("、")}):
        raise Refused(
            f"“{file}”没有并入：{'、'.join(again)}的计票结果已经并入过。",
            Problem("同一份文件只能并入一次。", file=file),
        )
    if count.state != "录票":
        raise Refused(f"第{'一二'[count.number - 1]}遍计票已经录完，不能再并入。")


def _pour(work: Work, vote: Vote, count: Count, data: Mapping[str, Any], place: Path) -> int:
    """Put a file's content into ``count``; return how many ballots that were."""
    before, card = entered(work.session, count.id), the_card(vote)
    if data["way"] == IN_SUMS:
        sums = _sums_in(place, data)
        spoilt = sums.pop(WHOLE, {}).get(ILLEGIBLE, 0)
        enter_sums(work, count.id, sums, spoilt)
        return vote.returned or 0
    if count.way == IN_SUMS:
        raise Refused("这一遍是按合计录入的，不能并入逐张录的票。")
    sheets = _ballots_in(place, data)
    total = sum(sheets.values())
    if before + total > (vote.returned or 0):
        raise Refused(
            f"“{place.name}”没有并入：收回{vote.returned}张，已录{before}张，文件里有{total}张。",
            Problem("请核对票数，是否有一部分重复。", file=place.name),
        )
    for sheet, copies in sheets.items():
        check_sheet(vote, card, sheet)
        add_ballots(work.session, count.id, sheet, copies)
    work.session.flush()
    return total


def _read(place: Path, kind: str) -> dict[str, Any]:
    data = read_json(place)
    if not isinstance(data, dict) or data.get("meetingdesk") != kind:
        other = data.get("meetingdesk") if isinstance(data, dict) else None
        said = f"这是{other}文件" if other in (JOB, RESULT) else "这不是会务台的文件"
        bad_file(place, f"{said}，这里要的是{kind}文件。")
    if data.get("version") != VERSION:
        bad_file(place, "文件由更新的版本导出，请先更新本机的程序。")
    if not isinstance(data.get("digest"), str) or not isinstance(
        data.get("form" if kind == JOB else "way"), dict if kind == JOB else str
    ):
        bad_file(place, f"{kind}不完整，请重新导出。")
    return data


def _ballots_in(place: Path, data: Mapping[str, Any]) -> dict[Pattern, int]:
    found: dict[Pattern, int] = {}
    rows = data.get("ballots")
    if not isinstance(rows, list) or not rows:
        bad_file(place, "文件里没有票。")
    for row in rows:
        try:
            sheet, copies = pattern(row["marks"]), row["copies"]
            whole = all(isinstance(x, str) for _, given in sheet for x in given)
        except (KeyError, TypeError, AttributeError):
            whole, copies = False, 0
        if not whole or isinstance(copies, bool) or not isinstance(copies, int) or copies < 1:
            bad_file(place, "文件里的票不完整，请重新导出。")
        found[sheet] = found.get(sheet, 0) + copies
    return found


def _sums_in(place: Path, data: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    rows = data.get("sums")
    good = isinstance(rows, dict) and all(
        isinstance(row, dict)
        and all(isinstance(n, int) and not isinstance(n, bool) for n in row.values())
        for row in rows.values()
    )
    if not good or not isinstance(rows, dict):
        bad_file(place, "文件里的合计不完整，请重新导出。")
    return {key: dict(row) for key, row in rows.items()}
