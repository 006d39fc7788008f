"""How many a ballot may choose over all its rows: when that has to be asked about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import ballots, counting, scanning, votes
from meetingdesk.actions.scan_asking import BOX, SHEET, Queue
from meetingdesk.actions.scan_quota import breaks, chosen, may_break, words_of
from meetingdesk.papers.ballots.drawing import image
from meetingdesk.papers.ballots.gathering import Ballot
from meetingdesk.papers.ballots.judging import Why
from meetingdesk.papers.ballots.known import Quota
from meetingdesk.papers.ballots.rows import PageRow, RowCrop, Status
from meetingdesk.papers.ballots.spec import LIST
from meetingdesk.rules.tally import pattern
from tests.actions.kindkit import project_vote

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.office import Office

TWO = Quota("赞成", 0, 2)


def ballot(marks: dict[str, str], asked: tuple[str, ...] = (), *, whole: bool = True) -> Ballot:
    held = {key: ((f"{key}.{choice}",) if choice else ()) for key, choice in marks.items()}
    shown = [RowCrop(key, ("疑似涂改",), b"") for key in asked]
    shown += [RowCrop(key, (), b"", blank=True) for key, choice in marks.items() if not choice]
    row = PageRow("a.png", 1, Status.FLAGGED, marks=held, shown=tuple(shown), side=0)
    return Ballot((row,), whole)


@pytest.mark.parametrize(
    ("marks", "asked", "may"),
    [
        ({"q1": "赞成", "q2": "赞成", "q3": "反对"}, (), False),
        ({"q1": "赞成", "q2": "赞成", "q3": "赞成"}, (), True),
        # a row without a mark may turn out to bear one
        ({"q1": "赞成", "q2": "赞成", "q3": ""}, (), True),
        ({"q1": "赞成", "q2": "反对", "q3": ""}, (), False),
        ({"q1": "赞成", "q2": "赞成", "q3": "○×"}, ("q3",), True),
        ({"q1": "赞成", "q2": "赞成", "q3": "反对"}, ("q1",), False),
        ({"q1": "赞成", "q2": "反对", "q3": "反对"}, ("q3",), False),
    ],
)
def test_whether_a_ballot_may_choose_too_many(
    marks: dict[str, str], asked: tuple[str, ...], may: bool
) -> None:
    assert may_break(TWO, ballot(marks, asked)) is may


def test_a_sign_seen_once_more_may_turn_out_to_choose_or_not_to() -> None:
    def seen_again(marks: dict[str, str], key: str, sign: str) -> Ballot:
        made = ballot(marks)
        (row,) = made.rows
        crop = RowCrop(key, (), b"", blank=True, sign=sign)
        return Ballot((replace(row, shown=(*row.shown, crop)),), True)

    full = {"q1": "赞成", "q2": "赞成", "q3": "反对"}
    assert may_break(TWO, seen_again(full, "q3", "×"))
    assert not may_break(TWO, seen_again(full, "q1", "○"))
    assert not may_break(TWO, seen_again({**full, "q1": "反对"}, "q3", "×"))
    one = {"q1": "赞成", "q2": "", "q3": ""}
    assert may_break(Quota("赞成", 1, 2), seen_again(one, "q1", "○"))


def test_no_quota_and_no_whole_ballot_are_not_asked_about() -> None:
    three = {"q1": "赞成", "q2": "赞成", "q3": "赞成"}
    assert not may_break(None, ballot(three))
    assert not may_break(TWO, ballot(three, whole=False))
    assert not breaks(None, pattern({"q1": ["赞成"]}))


def test_written_names_are_chosen_too() -> None:
    assert chosen(TWO, ("q1.赞成", "+张三.赞成", "q2.反对", "w1.○×")) == 2
    assert not breaks(TWO, pattern({"q1": ["赞成"], "+张三": ["赞成"]}))
    assert breaks(TWO, pattern({"q1": ["赞成"], "q2": ["赞成"], "+张三": ["赞成"]}))


def test_too_few_break_a_rule_that_asks_for_a_number() -> None:
    some = Quota("赞成", 1, 2)
    assert may_break(some, ballot({"q1": "反对", "q2": ""}))
    assert breaks(some, pattern({"q1": ["反对"]}))
    assert words_of(some) == "“赞成”不在1至2个之内，依规则全票无效"
    assert words_of(TWO) == "“赞成”多于应选的2个，依规则全票无效"


def listed(held: int, crop: RowCrop | None, *, over: tuple[str, ...] = ()) -> Ballot:
    marks = {LIST: tuple(f"q{n}.赞成" for n in range(1, held + 1))}
    shown = (crop,) if crop else ()
    row = PageRow("a.png", 1, Status.FLAGGED, marks=marks, shown=shown, side=0)
    return Ballot((row,), whole=True, over=over)


def test_a_list_may_choose_too_many_once_any_of_its_boxes_is_asked_about() -> None:
    assert not may_break(TWO, listed(2, None))
    assert may_break(TWO, listed(2, RowCrop(LIST, ("q3.赞成疑似涂改",), b"")))
    assert may_break(TWO, listed(2, RowCrop(LIST, ("可能没扫出来",), b"", blank=True)))
    # found too full by the reader, it is asked about box by box already
    assert not may_break(TWO, listed(3, RowCrop(LIST, (Why.MANY,), b"")))
    assert not may_break(TWO, listed(3, None, over=(LIST,)))


@pytest.mark.slow
def test_a_list_ruled_to_choose_too_many_is_put_to_a_person(
    office: Office, tmp_path: Path, qapp: object
) -> None:
    vote = project_vote(office, [f"第{n}号项目" for n in range(1, 7)], 3)
    path = tmp_path / "票.png"
    image(ballots.print_file(office, vote), 0, 150.0).save(str(path))
    scan = scanning.open_scan(office, vote, [path], jobs=1)
    assert len(list(scan.read())) == 1
    queue = Queue(scan, votes.vote_view(office, vote))
    assert not queue.open
    queue.pick_out([doubt.number for doubt in scan.unseen])
    boxes = queue.open
    assert [ask.kind for ask in boxes] == [BOX] * 6
    for number, ask in enumerate(boxes):
        queue.answer(ask, ask.options[0].marks if number < 4 else (), "甲")
    (over,) = queue.open
    assert over.kind == SHEET
    assert over.why.endswith("多于应选的3个，依规则全票无效")
    queue.answer(over, over.accepts or (), "甲")
    view = counting.count_view(office, scanning.accept_scan(office, scan))
    assert (view.entered, view.spoilt) == (1, 1)
