"""Stacks of scans without a window: written names, one-box signs, several stacks, refusals."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtGui import QColor, QPainter, QPen

from meetingdesk.actions import ballots, counting, scan_stacks, scanning, votes
from meetingdesk.actions.office import open_office
from meetingdesk.actions.scan_asking import NAME, ROW, SHEET, Queue
from meetingdesk.actions.scan_folder import GIVEN_UP, Folder
from meetingdesk.actions.scan_pages import advice, boxes_in_crop, page_picture, streaked
from meetingdesk.actions.scan_second import second_queue
from meetingdesk.errors import Refused
from meetingdesk.papers.ballots.drawing import image
from meetingdesk.papers.ballots.rows import PageRow, Status
from meetingdesk.rules.tally import ILLEGIBLE, WHOLE
from tests.actions.kindkit import congress
from tests.actions.test_counting import build, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from meetingdesk.actions.office import Office
    from meetingdesk.papers.ballots.sheet import Form

DPI = 150
_PX = DPI / 25.4


def tick(painter: QPainter, x: float, y: float) -> None:
    painter.setPen(QPen(QColor(40, 40, 40), 4))
    painter.drawLine(round(x - 12), round(y), round(x - 2), round(y + 12))
    painter.drawLine(round(x - 2), round(y + 12), round(x + 14), round(y - 14))


def sheet(
    form: Form, path: Path, marked: Sequence[str], *, name: bool = False, turn: int = 0
) -> Path:
    """Save a sheet with ticks in the boxes ``marked`` and, if asked, ink on the name's line."""
    drawn = image(form, 0, DPI)
    painter = QPainter(drawn)
    for box in form.layout.boxes:
        if box.id in marked:
            x, y = box.rect.centre
            tick(painter, x * _PX + turn, y * _PX)
    if name:
        line = form.layout.spaces[0].rect
        for step in range(4):
            tick(painter, (line.x + 8 + 6 * step) * _PX, line.centre[1] * _PX)
    painter.end()
    drawn.save(str(path))
    return path


@pytest.fixture(scope="module")
def election(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Iterator[Any]:
    """An election of two of three, one line for another name; its form."""
    folder = tmp_path_factory.mktemp("election")
    office = open_office(folder / "a.desk", "甲")

    def made(work: Any) -> int:
        meeting = congress(work, 13, 13)
        vote = votes.draft_vote(
            work, kind="选举", meeting_id=meeting, title="选举",
            questions=[(name, "", {}) for name in ("张三", "李四", "王五")],
        )  # fmt: skip
        votes.set_seats(work, vote, 2, 2)
        return vote

    vote = office.perform(made, name="样例")
    ballots.prepare_form(office, vote, write_ins=1)
    ballots.print_form(office, vote, copies=13)
    votes.open_vote(office, vote)
    votes.set_issued(office, vote, 13)
    votes.set_returned(office, vote, 3)
    yield office, vote, ballots.print_file(office, vote), folder
    office.desk.close()


def read(office: Office, vote: int, files: Sequence[Path]) -> scanning.Scan:
    scan = scanning.open_scan(office, vote, files, jobs=1)
    assert len(list(scan.read())) == len(files)
    return scan


def test_written_names_are_read_by_eye_and_put_together(election: Any) -> None:
    office, vote, form, folder = election
    boxes = [box.id for box in form.layout.boxes if box.id.startswith("w")]
    first = next(box.id for box in form.layout.boxes if box.id.startswith("q1"))
    files = [
        sheet(form, folder / "1.png", [first, boxes[0]], name=True),
        sheet(form, folder / "2.png", [boxes[0]], name=True, turn=3),
        sheet(form, folder / "3.png", [first], turn=-3),
    ]
    scan = read(office, vote, files)
    queue = Queue(scan, votes.vote_view(office, vote))
    names = [ask for ask in queue.asks if ask.kind == NAME]
    assert [ask.doubt.page[0] for ask in names] == ["1.png", "2.png"]
    with pytest.raises(Refused, match="是候选人"):
        queue.write(names[0], "张　三", "甲")
    with pytest.raises(Refused, match="裁定人"):
        queue.write(names[0], "赵六", " ")
    for ask, name in zip(names, ("赵六", "趙六"), strict=True):
        queue.write(ask, name, "甲")
    for ask in queue.open:  # a tick drawn twice, a sheet alike: as read
        queue.answer(ask, ask.accepts or (), "甲")
    assert queue.names() == {"赵六": 1, "趙六": 1}
    assert queue.merge_names("趙六", " 赵六 ") == 1
    assert queue.names() == {"赵六": 2}
    choice = boxes[0].rpartition(".")[2]
    written = [dict(marks).get("+赵六") for _, marks in scan.counted()]
    assert written == [(choice,), (choice,), None]
    assert all(not key.startswith("w") for _, marks in scan.counted() for key, _ in marks)
    count = scanning.accept_scan(office, scan)
    assert votes.vote_view(office, vote).counts[0].state == "完成"
    assert counting.count_view(office, count).entered == 3
    with pytest.raises(Refused, match="同一叠"):
        scanning.accept_scan(office, scan, number=2)
    other = read(office, vote, [sheet(form, folder / "4.png", [first], turn=5)])
    with pytest.raises(Refused, match="只能作为两遍中的一遍"):
        scanning.accept_scan(office, other, number=2)


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Iterator[Any]:
    """An evaluation of five by three grades, its form."""
    folder = tmp_path_factory.mktemp("rated")
    office = open_office(
        folder / "a.desk", "甲", clock=lambda: dt.datetime(2026, 8, 18, 4, tzinfo=dt.UTC)
    )
    vote = office.perform(lambda work: opened(work, build(work, 41, 41), 3, 3), name="样例")
    ballots.prepare_form(office, vote)
    ballots.print_form(office, vote, copies=41)
    yield office, vote, ballots.print_file(office, vote), folder
    office.desk.close()


@pytest.mark.slow
def test_two_marks_in_a_row_are_asked_about_and_stacks_add_up(rated: Any) -> None:
    office, vote, form, folder = rated
    row = [box.id for box in form.layout.boxes if box.group == "q1"]
    rest = [box.id for box in form.layout.boxes if box.label == "满意" and box.group != "q1"]
    scan = read(office, vote, [sheet(form, folder / "双.png", [*row[:2], *rest])])
    queue = Queue(scan, votes.vote_view(office, vote))
    (ask,) = queue.asks
    assert (ask.kind, ask.accepts, len(ask.options)) == (ROW, None, len(row))
    assert set(boxes_in_crop(scan, ask.doubt)) == set(row)
    with pytest.raises(Refused, match="不在这一行"):
        queue.answer(ask, [rest[0]], "甲")
    with pytest.raises(Refused, match="存疑没有裁定"):
        scan.patterns()
    queue.answer(ask, ask.options[1].marks, "甲")
    ((marks, copies),) = scan.patterns().items()
    assert (dict(marks)["q1"], copies) == ((row[1].rpartition(".")[2],), 1)
    queue.take_back(ask)
    assert queue.open == [ask]
    with pytest.raises(Refused, match="另一人确认"):
        queue.void(ask, "甲", "甲", "多划")
    queue.void(ask, "甲", "乙", "多划")
    assert dict(next(iter(scan.patterns())))["q1"] == (ILLEGIBLE,)
    # more sheets come: what was ruled stays ruled
    scan.add([sheet(form, folder / "后.png", [row[0], *rest], turn=4)])
    assert len(list(scan.read())) == 1
    queue.refresh()
    assert not queue.open
    assert sum(scan.patterns().values()) == 2
    count = scanning.accept_scan(office, scan)
    assert votes.vote_view(office, vote).counts[0].state == "录票", "one is still missing"
    late = read(office, vote, [sheet(form, folder / "迟.png", [row[2], *rest], turn=-4)])
    assert scanning.accept_scan(office, late) == count
    assert votes.vote_view(office, vote).counts[0].state == "完成"
    assert [stack.ballots for stack in scan_stacks.stacks_of(office, vote)] == [2, 1]
    seen = page_picture(scan, "双.png", 1)
    assert seen is not None
    assert set(row) <= set(seen.boxes)
    (folder / "双.png").unlink()
    assert page_picture(scan, "双.png", 1) is None, "the file has been taken away"


def test_a_second_person_rules_blindly_and_a_third_where_they_differ(rated: Any) -> None:
    office, vote, form, folder = rated
    row = [box.id for box in form.layout.boxes if box.group == "q1"]
    other = [box.id for box in form.layout.boxes if box.group == "q2"]
    rest = [b.id for b in form.layout.boxes if b.label == "满意" and b.group not in ("q1", "q2")]
    scan = read(office, vote, [sheet(form, folder / "两处.png", [*row[:2], *other[:2], *rest])])
    scan.two_people = True
    queue = Queue(scan, votes.vote_view(office, vote))
    one, two = queue.asks
    queue.answer(one, one.options[0].marks, "甲")
    with pytest.raises(Refused, match="还有1处没有裁定，不能开始复核"):
        second_queue(queue)
    queue.answer(two, two.options[1].marks, "甲")
    assert [doubt.number for doubt in scan.unchecked] == [0, 1]
    with pytest.raises(Refused, match="没有经第二人复核"):
        scan.patterns()
    blind = second_queue(queue)
    assert blind.open == blind.asks, "nothing is answered for the second person"
    assert not blind.scan.decisions
    with pytest.raises(Refused, match="复核须换一人"):
        blind.answer(blind.asks[0], one.options[0].marks, "甲")
    blind.answer(blind.asks[0], one.options[0].marks, "乙")
    blind.answer(blind.asks[1], two.options[0].marks, "乙")
    blind.take_back(blind.asks[0])
    assert [doubt.number for doubt in scan.unchecked] == [0]
    blind.answer(blind.asks[0], one.options[0].marks, "乙")
    assert not blind.open
    agreed = scan.decisions[0]
    assert (agreed.marks, agreed.who, agreed.second) == (one.options[0].marks, "甲", "乙")
    # where they differ nothing is ruled; neither of them may decide
    queue.reopen(scan.split)
    (split,) = queue.open
    assert scan.split == {split.doubt.number: ("甲", "乙")}
    for who in ("甲", "乙"):
        with pytest.raises(Refused, match="由总监票人裁定"):
            queue.answer(split, two.options[1].marks, who)
    queue.answer(split, two.options[1].marks, "丙")
    decided = scan.decisions[split.doubt.number]
    assert (decided.who, decided.second, decided.reason) == ("丙", "甲、乙", "两人裁定不一致")
    assert not scan.unchecked
    ((marks, _),) = scan.patterns().items()
    assert dict(marks)["q2"] == (other[1].rpartition(".")[2],)


def test_a_sheet_put_aside_or_void_closes_its_other_doubts(rated: Any) -> None:
    office, vote, form, folder = rated
    row = [box.id for box in form.layout.boxes if box.group == "q2"]
    path = sheet(form, folder / "甲.png", row[:2])
    (folder / "乙.png").write_bytes(path.read_bytes())
    scan = read(office, vote, [path, folder / "乙.png"])
    queue = Queue(scan, votes.vote_view(office, vote))
    assert [ask.kind for ask in queue.asks] == [SHEET, ROW, ROW]
    with pytest.raises(Refused, match="理由"):
        queue.put_aside(queue.asks[0], "甲", " ")
    queue.put_aside(queue.asks[0], "甲", "重复扫描")
    assert len(queue.open) == 1
    scan.rule(queue.open[0].doubt.number, scanning.VOID_BALLOT, "甲", second="乙", reason="乱画")
    assert not scan.open
    assert not scan.unseen, "nothing else of a void ballot is to be looked at"
    assert scan.patterns() == {((WHOLE, (ILLEGIBLE,)),): 1}


def test_files_are_taken_from_a_folder_when_they_rest_and_open(
    tmp_path: Path, qapp: object
) -> None:
    old, new, torn = (tmp_path / name for name in ("旧.png", "新.png", "坏.pdf"))
    old.write_bytes(b"x")
    folder = Folder(tmp_path)
    folder.leave_out_present()
    new.write_bytes(b"x")
    torn.write_bytes(b"%PDF-1.4 torn")
    (tmp_path / ".隐.png").write_bytes(b"x")
    (tmp_path / "说明.txt").write_text("x")
    assert folder.look(0.0) == []
    assert folder.waiting == 2
    assert folder.look(0.5) == [], "it has not rested long enough"
    new.write_bytes(b"xy")
    assert folder.look(1.0) == []
    assert folder.look(2.0) == [new]
    assert folder.look(GIVEN_UP + 1) == [torn], "damaged for good: it shall be named"
    assert folder.look(100.0) == []
    assert folder.waiting == 0


def test_sides_left_out_say_what_to_do() -> None:
    row = PageRow("a.pdf", 1, Status.FOREIGN, why=("旧版票样：eval第1版，不是现在用的票样",))
    assert "旧版票不能用" in advice(row)
    assert "取出" in advice(PageRow("a.pdf", 1, Status.FOREIGN))
    assert advice(PageRow("a.pdf", 1, Status.READ)) == ""
    struck = PageRow("a.pdf", 1, Status.FLAGGED, why=("q1: 满意有线条穿过",))
    assert streaked([struck] * 3) == 3
    assert streaked([struck] * 2) == 0
    assert streaked([struck] * 3 + [PageRow("a.pdf", 1, Status.READ)] * 40) == 0
