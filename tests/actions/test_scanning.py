"""扫描读票: a stack read, ruled on and taken as one of the two counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from sqlalchemy import select

from meetingdesk.actions import ballots, counting, scan_stacks, scanning, votes
from meetingdesk.actions.scan_asking import Queue
from meetingdesk.actions.scan_pages import boxes_in_crop
from meetingdesk.errors import Refused
from meetingdesk.papers.ballots.drawing import image
from meetingdesk.papers.ballots.gathering import Ballot
from meetingdesk.papers.ballots.rows import PageRow, Status
from meetingdesk.records.ballots import ScanDoubt, ScanStack
from tests.actions.kindkit import project_vote
from tests.papers.ballots import kinds, strokes
from tests.papers.ballots.files import jpeg, scanned_pdf
from tests.papers.ballots.scans import SEVERITIES, Maker, Sheet

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample

CLEAN = SEVERITIES["clean"]
UNITS = ("市商务局", "市教育局", "市水利局")


def evaluation(office: Office, meeting_id: int, sheets: int) -> int:
    """Return an evaluation of three bureaus, opened, ``sheets`` ballots out and back."""
    made = votes.draft_vote(
        office, kind="测评", meeting_id=meeting_id, title="对三个部门的满意度测评",
        questions=[(unit, "", {}) for unit in UNITS],
    )  # fmt: skip
    ballots.prepare_form(office, made)
    votes.open_vote(office, made)
    votes.set_issued(office, made, sheets)
    votes.set_returned(office, made, sheets)
    return made


@pytest.fixture
def vote(sample_office: Office, sample_ids: Sample) -> int:
    return evaluation(sample_office, sample_ids.meeting_id, 6)


def stack(
    office: Office, vote: int, path: Path, marks: list[dict[int, list[int]]], again: int = 0
) -> Path:
    """Write a PDF of scans; ``marks``: for each sheet row → marked columns.

    ``again`` scans the same papers once more: other pictures of the same ink.
    """
    form = ballots.print_file(office, vote)
    drawn = image(form, 0, 300.0)
    lines = np.frombuffer(drawn.constBits(), np.uint8).reshape(drawn.height(), -1)
    maker = Maker(form.layout, lines[:, : drawn.width()].copy())
    groups = list(maker.groups.values())
    pages = []
    for number, rows in enumerate(marks):
        rng = np.random.default_rng(number)
        paper = maker.blank.copy()
        for row, columns in rows.items():
            for column in columns:
                lines_ = strokes.tick(rng, 7.0)
                offset = rng.normal(0, 0.4, 2)
                maker.ink(paper, groups[row][column], lines_, offset, 0.6, 0.95,
                          strokes.PENS["gel"], rng)  # fmt: skip
        passed = np.random.default_rng((number, again)) if again else rng
        pages.append(maker._scan(paper, CLEAN, passed, Sheet({})))
    path.write_bytes(scanned_pdf([(jpeg(page), page.shape) for page in pages]))
    return path


PLAIN = [{0: [0], 1: [0], 2: [1]}] * 4 + [{0: [1], 1: [0], 2: [0]}]


def read(office: Office, vote: int, *files: Path) -> scanning.Scan:
    scan = scanning.open_scan(office, vote, files, jobs=1)
    for _ in scan.read():
        pass
    return scan


@pytest.mark.slow
def test_a_stack_is_read_ruled_and_taken(sample_office: Office, vote: int, tmp_path: Path) -> None:
    office = sample_office
    path = stack(office, vote, tmp_path / "一叠.pdf", [*PLAIN, {0: [0, 2], 2: [0]}])
    scan = read(office, vote, path)
    assert [row.status for row in scan.rows] == [Status.READ] * 5 + [Status.FLAGGED]
    (two,) = scan.open
    assert two.why == ("划记多于应选",)
    (blank,) = scan.unseen
    with pytest.raises(Refused, match="还有1处存疑"):
        scanning.accept_scan(office, scan, counter="扫描")
    key = two.group
    with pytest.raises(Refused, match="不在这一行上"):
        scan.rule(two.number, ["q9.满意"], "丁")
    scan.rule(two.number, [f"{key}.不满意"], "丁", second="戊", reason="后一处已划去前一处")
    scan.confirm_blank([blank.number], "丁")
    assert not scan.open
    assert not scan.unseen
    count = scanning.accept_scan(office, scan, number=1)
    view = counting.count_view(office, count)
    assert view.entered == 6
    keys = [q.key for q in votes.vote_view(office, vote).questions]
    held = {q.key: {k: n for k, n in q.counts.items() if n} for q in view.sums}
    choices = [c.key for c in votes.vote_view(office, vote).choices]
    assert held[keys[0]] == {choices[0]: 4, choices[1]: 1, choices[2]: 1}
    assert held[keys[2]][choices[0]] == 2
    (taken,) = scan_stacks.stacks_of(office, vote)
    assert (taken.count, taken.pages, taken.ballots, taken.doubts) == (1, 6, 6, 1)


def test_rows_a_black_and_white_scan_may_have_robbed_are_looked_at_again(
    office: Office, tmp_path: Path
) -> None:
    names = tuple(f"第{n}号项目" for n in range(1, 7))

    made = project_vote(office, names, 3)
    path = two_tone_list(office, made, tmp_path / "黑白.png")
    scan = read(office, made, path)
    (doubt,) = scan.unseen
    assert len(doubt.reading) == 2
    assert not scan.open
    assert set(boxes_in_crop(scan, doubt)) == {b.id for b in scan.form.layout.boxes}
    before = scan.patterns()
    scan.confirm_blank([doubt.number], "丁")
    assert scan.patterns() == before, "what was read stays"
    scan.take_back(doubt.number)
    queue = Queue(scan, votes.vote_view(office, made))
    queue.pick_out([doubt.number])
    assert len(queue.open) == len(names), "any of its boxes may be meant"
    lost = next(ask for ask in queue.open if ask.box not in doubt.reading)
    for ask in list(queue.open):
        assert ask.accepts in (None, (ask.box,))  # never that nothing stands there
        queue.answer(ask, (ask.accepts or ()) if ask is not lost else (ask.box,), "丁")
    (sheet,) = scan.patterns()
    assert len([key for key, choices in sheet if choices]) == 3


def two_tone_list(office: Office, vote: int, path: Path) -> Path:
    """Write a scan in black and white of one ballot with two of the list's boxes ticked."""
    form = ballots.print_file(office, vote)
    drawn = image(form, 0, 300.0)
    lines = np.frombuffer(drawn.constBits(), np.uint8).reshape(drawn.height(), -1)
    maker, rng = Maker(form.layout, lines[:, : drawn.width()].copy()), np.random.default_rng(3)
    paper = maker.blank.copy()
    for box in maker.boxes[:2]:
        pen = strokes.PENS["gel"]
        maker.ink(paper, box, strokes.tick(rng, 7.0), np.zeros(2), 0.6, 0.95, pen, rng)
    scan = maker._scan(paper, CLEAN, rng, Sheet({}))
    bare = cv2.threshold(scan, 160, 255, cv2.THRESH_BINARY)[1]
    path.write_bytes(cv2.imencode(".png", bare)[1].tobytes())
    return path


def test_two_rulings_on_one_list_leave_each_other_standing() -> None:
    layout = kinds.known("票决票").layout
    boxes = [box.id for box in layout.boxes[:4]]
    ballot = Ballot(
        (PageRow("一.png", 1, Status.READ, marks={"list": tuple(boxes[:2])}, side=0),), True
    )
    scan = scanning.Scan(1, "", kinds.known("票决票"), None, "")  # type: ignore[arg-type]
    scan._ballots = [ballot]
    reading = tuple(boxes[:2])
    scan._doubts = [
        scanning.Doubt(0, 0, "list", ("划记太短",), None, reading, ("一.png", 1)),
        scanning.Doubt(1, 0, "list", ("黑白扫描",), None, reading, ("一.png", 1), blank=True),
    ]
    scan.rule(0, [boxes[1]], "丁")
    scan.rule(1, [*reading, boxes[3]], "丁")
    ((_, sheet),) = scan.ruled({})
    marked = {key for key, choices in sheet if choices}
    assert marked == {boxes[1].rpartition(".")[0], boxes[3].rpartition(".")[0]}


@pytest.mark.slow
def test_the_same_stack_is_known_again(sample_office: Office, vote: int, tmp_path: Path) -> None:
    office = sample_office
    path = stack(office, vote, tmp_path / "一叠.pdf", PLAIN)
    first = read(office, vote, path)
    assert scanning.taken_as(office, first) == ""
    scanning.accept_scan(office, first)
    again = read(office, vote, path)
    assert again.patterns() == first.patterns()
    assert "同一叠" in scanning.taken_as(office, again)
    for number in (1, 2):
        with pytest.raises(Refused, match="同一叠"):
            scanning.accept_scan(office, again, number=number)
    (count,) = votes.vote_view(office, vote).counts
    assert counting.count_view(office, count.id).entered == 5


@pytest.mark.slow
def test_more_ballots_than_came_back_are_refused_as_a_whole(
    sample_office: Office, vote: int, tmp_path: Path
) -> None:
    office = sample_office
    votes.set_returned(office, vote, 4)
    scan = read(office, vote, stack(office, vote, tmp_path / "一叠.pdf", PLAIN))
    with pytest.raises(Refused, match="收回4张"):
        scanning.accept_scan(office, scan)
    assert scan_stacks.stacks_of(office, vote) == []
    assert votes.vote_view(office, vote).state == "已开票"


@pytest.mark.slow
def test_nothing_kept_tells_the_order_of_the_stack(
    sample_office: Office, vote: int, tmp_path: Path
) -> None:
    office = sample_office
    path = stack(office, vote, tmp_path / "一叠.pdf", [*PLAIN[:4], {0: [0, 1]}, {1: [0, 1]}])
    scan = read(office, vote, path)
    for doubt in scan.open:
        scan.rule(doubt.number, scanning.ILLEGIBLE_ROW, "丁", second="戊", reason="两处都很清楚")
    scanning.accept_scan(office, scan)
    with office.desk.session() as session:
        rows = session.scalars(select(ScanDoubt)).all()
        assert len(rows) == 2
        assert {json.loads(row.ruling)[0] for row in rows} == {"?"}
        names = {column.name for table in (ScanDoubt, ScanStack) for column in table.__table__.c}
        assert not names & {"page", "position", "at", "file", "marks"}
        assert all(row.crop.startswith(b"\x89PNG") and b"tIME" not in row.crop for row in rows)
    assert scan_stacks.drop_crops(office, vote) == 2
    with office.desk.session() as session:
        assert all(row.crop is None for row in session.scalars(select(ScanDoubt)))


def test_a_sheet_that_cannot_be_read_is_entered_by_hand(
    sample_office: Office, vote: int, tmp_path: Path
) -> None:
    office = sample_office
    path = stack(office, vote, tmp_path / "一叠.pdf", PLAIN)
    bad = tmp_path / "坏.jpg"
    bad.write_bytes(b"\xff\xd8\xff\xe0 no picture")
    scan = read(office, vote, path, bad)
    (doubt,) = scan.open
    assert (doubt.group, doubt.crop) == ("", None)
    keys = [q.key for q in votes.vote_view(office, vote).questions]
    with pytest.raises(Refused, match="理由"):
        scan.rule(doubt.number, [scanning.NO_BALLOT], "丁")
    scan.rule(doubt.number, [f"{key}.满意" for key in keys], "丁")
    assert sum(scan.patterns().values()) == 6
    scan.rule(doubt.number, [scanning.NO_BALLOT], "丁", reason="夹入的空白纸")
    assert sum(scan.patterns().values()) == 5
    scan.rule(doubt.number, scanning.VOID_BALLOT, "丁", second="戊", reason="全票涂污")
    assert sum(scan.patterns().values()) == 6
    scan.take_back(doubt.number)
    assert len(scan.open) == 1
