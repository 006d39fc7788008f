"""Elections with one box for ○ and × before each name: read, ruled, over-votes put to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest

from meetingdesk.actions import ballots, counting, scan_mending, scanning, votes
from meetingdesk.actions.office import open_office
from meetingdesk.actions.scan_asking import NAME, ROW, SHEET, Queue
from meetingdesk.actions.scan_pages import boxes_in_crop, looks, page_picture, row_picture
from meetingdesk.actions.scan_second import second_queue
from meetingdesk.papers.ballots.drawing import image
from meetingdesk.papers.ballots.rows import Status
from meetingdesk.rules.tally import ILLEGIBLE, WHOLE
from tests.actions.kindkit import congress
from tests.papers.ballots import signs, strokes
from tests.papers.ballots.scans import SEVERITIES, Sheet
from tests.papers.ballots.signs import SignMaker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meetingdesk.actions.office import Office

CLEAN = SEVERITIES["clean"]
DRAW = {"o": signs.ring, "x": signs.cross, "v": strokes.tick}


def begun(office: Office, names: list[str], seats: int, sheets: int) -> int:
    """Draft an election on one-box sheets with one line for another name; print and issue."""

    def made(work: Any) -> int:
        meeting = congress(work, sheets, sheets)
        vote = votes.draft_vote(
            work, kind="选举", meeting_id=meeting, title="选举",
            questions=[(name, "", {}) for name in names],
        )  # fmt: skip
        votes.set_seats(work, vote, seats, seats)
        return vote

    vote = office.perform(made, name="样例")
    ballots.prepare_form(office, vote, signs=True, write_ins=1)
    ballots.print_form(office, vote, copies=sheets)
    votes.open_vote(office, vote)
    votes.set_issued(office, vote, sheets)
    votes.set_returned(office, vote, sheets)
    return vote


def maker_of(office: Office, vote: int) -> SignMaker:
    """Return what marks the vote's sheets; its boxes are those of the candidates."""
    form = ballots.print_file(office, vote)
    drawn = image(form, 0, 300.0)
    lines = np.frombuffer(drawn.constBits(), np.uint8).reshape(drawn.height(), -1)
    made = SignMaker(form.layout, lines[:, : drawn.width()].copy())
    for group in [g for g in made.groups if g.startswith("w")]:
        del made.groups[group]
    return made


def scanned(maker: SignMaker, folder: Path, number: int, marks: str, *, name: bool = False) -> Path:
    """Save a scan of a sheet with one sign for each row: o, x, v, or - for none."""
    rng = np.random.default_rng((81, number))
    paper, pen = maker.blank.copy(), strokes.PENS["gel"]
    for sign, (box,) in zip(marks, maker.groups.values(), strict=True):
        if sign != "-":
            lines = DRAW[sign](rng, 6.0)
            maker.ink(paper, box, lines, rng.normal(0, 0.4, 2), 0.6, 0.95, pen, rng)
    if name:
        space = maker.layout.spaces[0].rect
        left, top = int((space.x + 12) * 300 / 25.4), int((space.y + 3) * 300 / 25.4)
        cv2.putText(paper, "ZHAO LIU", (left, top + 60), 0, 2.0, 20, 5, cv2.LINE_AA)
    path = folder / f"票{number}.png"
    cv2.imencode(".png", maker._scan(paper, CLEAN, rng, Sheet({})))[1].tofile(path)
    return path


@pytest.fixture(scope="module")
def election(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Iterator[Any]:
    """Two of five to be elected; four sheets: plain, over, a tick, a written name."""
    folder = tmp_path_factory.mktemp("election")
    office = open_office(folder / "a.desk", "甲")
    vote = begun(office, ["张三", "李四", "王五", "孙七", "周八"], 2, 4)
    maker = maker_of(office, vote)
    files = [
        scanned(maker, folder, 1, "oox--"),
        scanned(maker, folder, 2, "ooox-"),
        scanned(maker, folder, 3, "oovx-"),
        scanned(maker, folder, 4, "ox-xx", name=True),
    ]
    yield office, vote, files
    office.desk.close()


def read(office: Office, vote: int, files: list[Path]) -> scanning.Scan:
    scan = scanning.open_scan(office, vote, files, jobs=1)
    assert len(list(scan.read())) == len(files)
    return scan


@pytest.mark.slow
def test_signs_are_read_and_over_votes_ruled_before_counting(election: Any) -> None:
    office, vote, files = election
    scan = read(office, vote, files)
    first = scan.rows[0]
    assert first.status is Status.READ
    assert first.marks == {
        "q1": ("q1.赞成",), "q2": ("q2.赞成",), "q3": ("q3.反对",), "q4": (), "q5": (), "w1": (),
    }  # fmt: skip
    queue = Queue(scan, votes.vote_view(office, vote))
    # the second ballot chooses three of two; the third only if its tick is ruled to be for
    kinds = [(a.kind, a.doubt.page[0]) for a in queue.open]
    assert kinds == [(SHEET, "票2.png"), (ROW, "票3.png"), (NAME, "票4.png")]
    over, tick, name = queue.open
    assert over.why == "“赞成”多于应选的2个，依规则全票无效"
    assert over.accepts is not None
    assert tick.accepts is None
    assert "像“√”" in tick.why or tick.why.startswith("符号需人工辨认")
    queue.answer(tick, tick.options[0].marks, "甲")
    assert [(a.kind, a.doubt.page[0]) for a in queue.open] == [
        (SHEET, "票2.png"), (SHEET, "票3.png"), (NAME, "票4.png"),
    ]  # fmt: skip
    queue.take_back(tick)
    assert [a.kind for a in queue.open] == [SHEET, ROW, NAME]
    queue.answer(tick, tick.options[1].marks, "甲")
    assert [a.kind for a in queue.open] == [SHEET, NAME], "two for, one against: within the seats"
    queue.write(name, "赵六", "甲")
    with pytest.raises(scanning.Refused, match="1处存疑"):
        scan.patterns()
    queue.void(over, "甲", "乙", "所选多于应选名额")
    scan.confirm_blank([doubt.number for doubt in scan.unseen], "甲")
    counted = [dict(marks) for _, marks in scan.counted()]
    assert counted == [
        {"q1": ("赞成",), "q2": ("赞成",), "q3": ("反对",)},
        {WHOLE: (ILLEGIBLE,)},
        {"q1": ("赞成",), "q2": ("赞成",), "q3": ("反对",), "q4": ("反对",)},
        {"q1": ("赞成",), "q2": ("反对",), "q4": ("反对",), "q5": ("反对",), "+赵六": ("赞成",)},
    ]


@pytest.mark.slow
def test_a_ballot_over_the_seats_may_stand_as_read_and_counts_as_void(election: Any) -> None:
    office, vote, files = election
    scan = read(office, vote, files[:2])
    queue = Queue(scan, votes.vote_view(office, vote))
    (over,) = queue.open
    queue.answer(over, over.accepts or (), "甲")
    assert not queue.open
    scan.confirm_blank([doubt.number for doubt in scan.unseen], "甲")
    count = scanning.accept_scan(office, scan)
    view = counting.count_view(office, count)
    assert (view.entered, view.spoilt) == (2, 1)


@pytest.mark.slow
def test_a_third_look_says_which_ballots_it_voids(tmp_path: Path, qapp: object) -> None:
    office = open_office(tmp_path / "a.desk", "甲")
    vote = begun(office, ["张三", "李四", "王五", "孙七", "周八"], 2, 1)
    scan = read(office, vote, [scanned(maker_of(office, vote), tmp_path, 1, "oox--")])
    scan.confirm_blank([doubt.number for doubt in scan.unseen], "甲")
    count = scanning.accept_scan(office, scan)
    assert counting.count_view(office, count).spoilt == 0
    scan.corrections[0, "q3"] = ()
    assert scan_mending.voided(scan) == 0
    # a third one for, of two seats
    scan.corrections[0, "q4"] = ("赞成",)
    assert scan_mending.voided(scan) == 1
    assert scan_mending.mend_scan(office, scan) == 1
    assert counting.count_view(office, count).spoilt == 1
    assert scan_mending.voided(scan) == 0, "said once, of what is new"
    office.desk.close()


@pytest.mark.slow
def test_a_row_picked_out_of_the_blank_ones_can_take_a_ballot_over_the_seats(
    tmp_path: Path, qapp: object
) -> None:
    """As one whose third mark was read: put to a person, then counted as void."""
    office = open_office(tmp_path / "a.desk", "甲")
    vote = begun(office, ["张三", "李四", "王五", "孙七", "周八"], 2, 2)
    maker = maker_of(office, vote)
    files = [scanned(maker, tmp_path, n, marks) for n, marks in enumerate(("ooo--", "oo---"), 1)]
    scan = read(office, vote, files)
    queue = Queue(scan, votes.vote_view(office, vote))
    (seen,) = queue.open
    blank = next(d for d in scan.unseen if (d.ballot, d.group) == (1, "q4"))
    queue.pick_out([blank.number])
    row = queue.open[-1]
    assert (row.kind, row.doubt.number) == (ROW, blank.number)
    queue.answer(row, ("q4.赞成",), "甲")
    over = queue.open[-1]
    assert (over.kind, over.title, over.why) == (SHEET, seen.title, seen.why)
    assert over.doubt.ballot == 1
    queue.take_back(row)
    queue.answer(row, ("q4.反对",), "甲")
    assert queue.open == [seen], "two for: within the seats"
    queue.answer(row, ("q4.赞成",), "甲")
    scan.confirm_blank([doubt.number for doubt in scan.unseen], "甲")
    queue.answer(seen, seen.accepts or (), "甲")
    with pytest.raises(scanning.Refused, match="1处存疑"):
        scanning.accept_scan(office, scan)
    queue.answer(over, over.accepts or (), "甲")
    view = counting.count_view(office, scanning.accept_scan(office, scan))
    assert (view.entered, view.spoilt) == (2, 2)
    office.desk.close()


@pytest.mark.parametrize("void", [True, False])
def test_what_was_said_of_an_over_vote_lapses_with_the_marks_it_was_said_of(
    election: Any, void: bool
) -> None:
    office, vote, files = election
    scan = read(office, vote, files[2:3])
    scan.two_people = True
    queue = Queue(scan, votes.vote_view(office, vote))
    (tick,) = queue.open
    queue.answer(tick, tick.options[0].marks, "甲")
    (over,) = queue.open
    if void:
        queue.void(over, "甲", "辛", "多于应选名额")
    else:
        queue.answer(over, over.accepts or (), "甲")
    blind = second_queue(queue)
    (again,) = blind.open
    blind.answer(again, again.options[1].marks, "乙")
    assert not blind.open, "as the second ruled, it is within the seats"
    queue.reopen(scan.split)
    assert queue.open == [tick]
    queue.answer(tick, tick.options[0].marks, "丙")
    assert queue.open == [over]
    queue.take_back(tick)
    queue.answer(tick, tick.options[1].marks, "丙")
    assert not queue.open
    assert not scan.unchecked
    ((_, sheet),) = scan.counted()
    assert dict(sheet)["q3"] == ("反对",)


def test_pictures_outline_the_box_of_a_sign(election: Any) -> None:
    office, vote, files = election
    scan = read(office, vote, files[2:3])
    (tick,) = Queue(scan, votes.vote_view(office, vote)).asks[:1]
    doubt = next(d for d in scan.doubts if d.group == "q3")
    assert set(boxes_in_crop(scan, doubt)) == {"q3.○×"}
    seen = page_picture(scan, *doubt.page)
    assert seen is not None
    assert seen.boxes["q1.赞成"] == seen.boxes["q1.反对"] == seen.boxes["q1.○×"]
    scan.rule(doubt.number, ["q3.反对"], "甲")
    (look,) = looks(scan, "q1")
    assert look.choices == ("赞成",)
    row = row_picture(scan, look, "q1")
    assert row is not None
    assert "q1.赞成" in row.boxes
    assert tick.title


def test_signs_confirmed_together_want_no_second_person_but_those_picked_out_do(
    election: Any,
) -> None:
    office, vote, files = election
    scan = read(office, vote, files[:1])
    (cross,) = [doubt for doubt in scan.unseen if doubt.sign]
    assert (cross.sign, cross.group, cross.reading) == ("×", "q3", ("q3.反对",))
    assert boxes_in_crop(scan, cross) == {"q3.○×": cross.crop.where[0]}
    with pytest.raises(scanning.Refused, match="1个符号没有核对"):
        scan.patterns()
    scan.two_people = True
    scan.confirm_blank([doubt.number for doubt in scan.unseen], "甲")
    assert not scan.unchecked
    before = scan.patterns()
    queue = Queue(scan, votes.vote_view(office, vote))
    scan.take_back(cross.number)
    queue.pick_out([cross.number])
    (ask,) = queue.open
    assert (ask.kind, ask.accepts, ask.why) == (ROW, None, "读作“×”，核对时挑出")
    queue.answer(ask, (), "甲")
    assert [doubt.number for doubt in scan.unchecked] == [cross.number]
    (second,) = second_queue(queue).open
    second_queue(queue).answer(second, (), "乙")
    assert not scan.unchecked
    assert scan.patterns() != before


@pytest.mark.slow
def test_sixty_ballots_of_twenty_names(tmp_path: Path, qapp: object) -> None:
    """As people mark them, scanned in an office: what is read and ruled is what was marked."""
    office = open_office(tmp_path / "a.desk", "甲")
    names = [a + b for a in "王李张刘" for b in ("建国", "秀英", "志强", "丽娟", "国庆")]
    vote = begun(office, names, 18, 60)
    maker = maker_of(office, vote)
    truth, files = {}, []
    for number in range(60):
        scan, sheet = maker.make(SEVERITIES["office"], np.random.default_rng((82, number)))
        path = tmp_path / f"票{number:02}.jpg"
        cv2.imencode(".jpg", scan, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tofile(path)
        files.append(path)
        truth[path.name] = sheet.truth
    scan = read(office, vote, files)
    queue = Queue(scan, votes.vote_view(office, vote))
    asked = len(queue.open)
    assert asked < 60 * 20 * 0.1
    while queue.open:
        ask = queue.open[0]
        if ask.kind == SHEET:
            queue.answer(ask, ask.accepts or (), "甲")
            continue
        (mark,) = truth[ask.doubt.page[0]].get(ask.doubt.group) or {""}
        given = () if not mark or mark.endswith("?") else (mark,)
        queue.answer(ask, given, "甲")
    unseen = [d.number for d in scan.unseen if not truth[d.page[0]].get(d.group)]
    scan.confirm_blank(unseen, "甲")
    for doubt in list(scan.unseen):  # lost pencil, found on the contact sheet
        (mark,) = truth[doubt.page[0]][doubt.group]
        scan.rule(doubt.number, [] if mark.endswith("?") else [mark], "甲")
    for (file, _), marks in scan.counted():
        held = {f"{key}.{choice}" for key, given in marks for choice in given}
        meant = {m for some in truth[file].values() for m in some if not m.endswith("?")}
        assert held == meant, file
    scanning.accept_scan(office, scan)
    assert votes.vote_view(office, vote).counts[0].state == "完成"
    office.desk.close()
