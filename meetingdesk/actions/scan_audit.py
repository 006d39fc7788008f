"""抽查扫描计票: ballots of a scanned stack drawn by dice, laid beside the paper; and the images.

The list names ballots by their place in the stack, which exists as long as the stack lies there;
kept is only how many were drawn and how many did not agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.scan_stacks import drop_crops
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.ballots import ScanDoubt
from meetingdesk.records.votes import Vote
from meetingdesk.rules.majority import decimal_text
from meetingdesk.rules.sampling import SEED_DIGITS, bound, drawn, seed_of
from meetingdesk.rules.tally import ILLEGIBLE, WHOLE, Pattern

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.scanning import Scan
    from meetingdesk.actions.vote_views import VoteView

#: how the line of a sample audit begins in the vote's note
SAMPLED = "抽查扫描计票："


@dataclass(frozen=True)
class Drawn:
    """A ballot drawn: its place in the stack from the top, where its scan is, how it was counted."""

    place: int
    file: str
    page: int
    words: str


def sample(scan: Scan, vote: VoteView, seed: str, number: int) -> list[Drawn]:
    """Draw ``number`` of the counted ballots of a stack by a dice seed.

    Raises:
        Refused: the stack is not ruled to its end, too short a seed, or too many ballots.
    """
    counted = list(scan.counted())
    digits = _seed(seed)
    if not 1 <= number <= len(counted):
        raise Refused(
            f"这叠票有{len(counted)}张，不能抽{number}张。", Problem("请改抽查张数。", field="张数")
        )
    return [
        Drawn(place, *counted[place - 1][0], _words(vote, counted[place - 1][1]))
        for place in drawn(digits, len(counted), number)
    ]


def _seed(text: str) -> str:
    try:
        return seed_of(text)
    except ValueError as error:
        raise Refused(
            "骰子种子不对，没有抽。",
            Problem(f"请掷骰子至少{SEED_DIGITS}次，依次填写1至6的点数。", field="骰子种子"),
        ) from error


def _words(vote: VoteView, sheet: Pattern) -> str:
    marks = dict(sheet)
    if ILLEGIBLE in marks.get(WHOLE, ()):
        return "整票无效"
    names = {q.key: q.text for q in vote.questions}
    labels = {c.key: c.label for c in vote.choices} | {ILLEGIBLE: "无效"}
    said: dict[str, list[str]] = {}
    for key in [*names, *(k for k in marks if k not in names)]:
        given = "、".join(labels.get(g, g) for g in marks.get(key, ())) or "未划"
        said.setdefault(given, []).append(names.get(key, key.lstrip("+")))
    return "；".join(f"{given}：{'、'.join(rows)}" for given, rows in said.items())


def sample_text(vote: VoteView, seed: str, rows: list[Drawn]) -> str:
    """Return the list to be printed: which ballots to take out, and how each was counted."""
    head = f"抽查清单　{vote.title}\n骰子种子：{seed_of(seed)}　抽{len(rows)}张\n"
    lines = (f"第{row.place}张（{row.file}第{row.page}页）　{row.words}" for row in rows)
    return head + "\n".join(lines) + "\n"


@action("登记抽查结果", undoable=False)
def record_sample(
    work: Work, vote_id: int, *, seed: str, total: int, number: int, wrong: int
) -> str:
    """Write the result of a sample audit into the vote's note; return the line.

    It is printed on the 计票报告单 and takes the place of an earlier one.

    Raises:
        Refused: the vote is not being counted, or the numbers cannot be.
    """
    vote = fetch(work.session, Vote, vote_id)
    if vote.state != "计票":
        raise Refused(f"“{vote.title}”现在是“{vote.state}”，不能登记抽查。")
    digits = _seed(seed)
    if not 0 <= wrong <= number <= total or number < 1:
        raise Refused("抽查的张数不对，没有登记。", Problem("请核对张数。", field="不符"))
    # an upper bound is never rounded down
    share = decimal_text(Fraction(ceil(bound(total, number, wrong) * 1000), 10), 1)
    line = (
        f"{SAMPLED}骰子种子{digits}，从{total}张中抽{number}张与纸票核对，"
        f"{f'{wrong}张不符' if wrong else '全部相符'}，差错率不超过{share}%（95%置信）。"
    )
    kept = [old for old in vote.note.splitlines() if not old.startswith(SAMPLED)]
    vote.note = "\n".join([*kept, line])
    work.meeting_id = vote.meeting_id
    work.label = f"“{vote.title}”抽查扫描计票{number}张，{wrong}张不符"
    return line


@query
def images_held(session: Session, vote_id: int) -> int:
    """Return how many pictures of ruled doubts are kept with the vote."""
    wanted = select(ScanDoubt.crop_digest).where(
        ScanDoubt.vote_id == vote_id, ScanDoubt.crop.is_not(None)
    )
    return len(session.scalars(wanted).all())


def delete_images(office: Office, vote_id: int) -> int:
    """Delete the pictures of ruled doubts from the desk for good; return how many.

    Raises:
        Refused: the vote is not certified yet.
    """
    number = _delete_images(office, vote_id)
    office.desk.rewrite()
    return number


@action("删除扫描图像", undoable=False)
def _delete_images(work: Work, vote_id: int) -> int:
    vote = fetch(work.session, Vote, vote_id)
    if vote.state != "已确认":
        raise Refused(
            "结果确认以前，存疑处的图像须留着备查，没有删除。", Problem("请确认结果后再删除。")
        )
    held = images_held(work, vote_id)
    drop_crops(work, vote_id)
    work.meeting_id = vote.meeting_id
    work.label = f"“{vote.title}”删除扫描存疑处的图像{held}张，裁定保留"
    return held
