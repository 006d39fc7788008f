"""The secrecy of the ballot (无记名): the raw desk file is opened and searched for an order.

After a vote is certified nothing in the file may tell which ballot came first or whose it was:
no row, no row number, no time, no journal entry, no log, no page left over. The strongest proof
is at the end: two desks that differ only in the order of entry are the same file, byte by byte.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import shutil
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QPainter, QPen

from meetingdesk.actions import (
    ballots,
    certify,
    counting,
    merging,
    rulings,
    scan_audit,
    scanning,
    votes,
)
from meetingdesk.actions.count_files import import_count
from meetingdesk.actions.office import Office, open_office
from meetingdesk.papers.ballots.drawing import image
from meetingdesk.rules.tally import ILLEGIBLE, WHOLE
from tests.actions.test_counting import KEYS, USUAL, A, B, C, build, opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NOON = dt.datetime(2026, 8, 18, 4, tzinfo=dt.UTC)
Sheet = dict[str, list[str]]
#: 27 different ballots and some alike: more than one page of the file
PILE: list[Sheet] = [
    {**USUAL, "q1": [one], "q2": [two], "q3": [three]}
    for one, two, three in itertools.product((A, B, C), repeat=3)
] + [{}, {}, {WHOLE: [ILLEGIBLE]}, {"q5": [ILLEGIBLE]}]


def drafted(place: Path, whole: int) -> int:
    """Make a desk with a vote opened and ``whole`` ballots in hand, nothing counted yet."""
    office = open_office(place, "甲", clock=lambda: NOON)
    vote = office.perform(
        lambda work: opened(work, build(work, members=41, present=max(whole, 21)), whole, whole),
        name="样例",
    )
    office.desk.close()
    return vote


def held(
    place: Path, vote: int, order: Sequence[Sheet], second: Sequence[Sheet] = (), slips: int = 0
) -> Office:
    """Count and certify the vote, its ballots entered in ``order``; return the open desk.

    ``slips`` ballots are entered wrongly first and taken back.
    """
    office = open_office(place, "甲", clock=lambda: NOON)
    for number, sheets in enumerate((order, second), 1):
        if not sheets:
            continue
        count = counting.start_count(office, vote, number, "甲乙"[number - 1])
        for wrong in sheets[:slips]:
            counting.record_ballot(office, count, {**wrong, "q4": [C]})
            counting.take_back_ballot(office, count, {**wrong, "q4": [C]})
        for sheet in sheets:
            counting.record_ballot(office, count, sheet)
        counting.finish_count(office, count)
    certify.certify(office, vote, reason="" if second else "只有一名计票人")
    return office


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A certified vote whose desk is still open, as it is when the meeting goes on."""
    place = tmp_path_factory.mktemp("secret") / "a.desk"
    office = held(place, drafted(place, len(PILE)), PILE, PILE[::-1], slips=3)
    yield place, office
    office.desk.close()


def raw(place: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{place}?mode=ro", uri=True)


def test_a_ballot_has_no_row_number_no_time_and_no_owner(desk: Any) -> None:
    file = raw(desk[0])
    columns = [row[1] for row in file.execute("PRAGMA table_info(ballot_pattern)")]
    assert columns == ["count_id", "marks", "copies"]
    for name in ("rowid", "oid", "_rowid_"):
        with pytest.raises(sqlite3.OperationalError, match="no such column"):
            file.execute(f"SELECT {name} FROM ballot_pattern")
    assert [row[2] for row in file.execute("PRAGMA foreign_key_list(ballot_pattern)")] == ["count"]
    tables = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    for table in tables:
        links = {row[2] for row in file.execute(f"PRAGMA foreign_key_list({table})")}
        assert "ballot_pattern" not in links, table
    file.close()


def test_ballots_are_read_in_the_order_of_their_marks(desk: Any) -> None:
    file = raw(desk[0])
    stored = file.execute("SELECT count_id, marks, copies FROM ballot_pattern").fetchall()
    assert stored == sorted(stored)
    assert sum(row[2] for row in stored) == 2 * len(PILE)
    for _, marks, _ in stored:
        assert set(json.loads(marks)) <= {*KEYS, WHOLE}
        assert all(set(given) <= {A, B, C, ILLEGIBLE} for given in json.loads(marks).values())
    file.close()


def test_the_journal_knows_neither_ballots_nor_marks(desk: Any) -> None:
    """What it knows of counting: who began and ended which count. Sums come with the result."""
    file = raw(desk[0])
    rows = file.execute("SELECT action, label, changes FROM journal ORDER BY seq").fetchall()
    counted = [action for action, _, _ in rows if "计票" in action or "录" in action]
    assert counted == ["开始计票", "完成一遍计票"] * 2
    patterns = {row[0] for row in file.execute("SELECT marks FROM ballot_pattern")}
    for action, label, changes in rows:
        told = changes if isinstance(changes, str) else json.dumps(changes, ensure_ascii=False)
        assert "ballot_pattern" not in told
        assert not any(marks in told or marks in label for marks in patterns if marks != "{}"), (
            action
        )
        assert not any(json.dumps(marks)[1:-1] in told for marks in patterns if marks != "{}"), (
            action
        )
    file.close()


def test_nothing_is_left_in_the_log_or_on_free_pages(desk: Any) -> None:
    """The desk is still open: the log must be empty now, not only after the program ends."""
    place = desk[0]
    log = place.with_name(place.name + "-wal")
    assert not log.exists() or log.stat().st_size == 0
    file = raw(place)
    assert file.execute("PRAGMA freelist_count").fetchone() == (0,)
    file.close()


def test_every_ballot_stands_once_in_the_file_and_a_slip_nowhere(desk: Any) -> None:
    """A ballot moved within its page leaves a copy behind unless the page is written afresh."""
    data = desk[0].read_bytes()
    file = raw(desk[0])
    counts: dict[str, int] = {}
    for (marks,) in file.execute("SELECT marks FROM ballot_pattern"):
        counts[marks] = counts.get(marks, 0) + 1
    file.close()
    for marks, times in counts.items():
        if marks != "{}":
            assert data.count(marks.encode()) == times, marks
    slip = json.dumps({**PILE[0], "q4": [C]}, ensure_ascii=False, sort_keys=True).replace(" ", "")
    assert slip.encode() not in data


def test_within_the_pages_too_ballots_lie_in_the_order_of_their_marks(desk: Any) -> None:
    """SQLite lays new cells towards the front of a page: an order of entry, if left alone."""
    data = desk[0].read_bytes()
    file = raw(desk[0])
    (size,) = file.execute("PRAGMA page_size").fetchone()
    marks = [row[0] for row in file.execute("SELECT marks FROM ballot_pattern WHERE count_id = 1")]
    file.close()
    # both counts hold the same ballots: the cells of the first come first in key order
    places: dict[int, list[tuple[int, int]]] = {}
    for rank, text in enumerate(marks):
        if text == "{}":
            continue
        first = min(_all_places(data, text.encode()), key=lambda at: (at // size, -at))
        places.setdefault(first // size, []).append((first % size, rank))
    assert places
    for cells in places.values():
        ranks = [rank for _, rank in sorted(cells, reverse=True)]
        assert ranks == sorted(ranks)


def in_two_orders(
    folder: Path, *orders: Sequence[Sheet], slips: Sequence[int] = (0, 0)
) -> list[int]:
    """Count the same vote in two copies of one desk; return where the two files differ."""
    vote = drafted(folder / "before.desk", len(orders[0]))
    for name, order, wrong in zip("ab", orders, slips, strict=True):
        shutil.copy(folder / "before.desk", folder / f"{name}.desk")
        held(folder / f"{name}.desk", vote, order, slips=wrong).desk.close()
    return differing(folder / "a.desk", folder / "b.desk")


def _all_places(data: bytes, text: bytes) -> list[int]:
    found, at = [], data.find(text)
    while at >= 0:
        found.append(at)
        at = data.find(text, at + 1)
    return found


MARK = st.sampled_from([[], [A], [B], [C], [A, B], [ILLEGIBLE]])
SHEET = st.fixed_dictionaries(dict.fromkeys(KEYS, MARK))
#: the file's own counters of changes (SQLite file format §1.3): how often, never what
COUNTERS = [*range(24, 28), *range(40, 44), *range(92, 96)]


def differing(one: Path, two: Path) -> list[int]:
    """The first places where two files differ; a length apart counts as a place."""
    left, right = one.read_bytes(), two.read_bytes()
    if left == right:
        return []
    found = [at for at, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]]
    found += [] if len(left) == len(right) else [min(len(left), len(right))]
    return [at for at in found if at not in COUNTERS][:20]


@pytest.mark.slow
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sheets=st.lists(SHEET, min_size=2, max_size=12), data=st.data())
def test_two_orders_of_entry_make_the_same_file(
    tmp_path_factory: pytest.TempPathFactory, sheets: list[Sheet], data: st.DataObject
) -> None:
    place = tmp_path_factory.mktemp("order")
    shuffled = data.draw(st.permutations(sheets))
    slips = [data.draw(st.integers(0, 2)) for _ in "ab"]
    assert in_two_orders(place, sheets, shuffled, slips=slips) == []


def test_a_large_pile_backwards_makes_the_same_file(tmp_path: Path) -> None:
    assert in_two_orders(tmp_path, PILE, PILE[::-1], slips=(0, 3)) == []


DOUBTFUL: list[Sheet] = [{**sheet, "q4": [counting.DOUBT]} for sheet in PILE[:12]]


def counted_with_doubts(
    place: Path, vote: int, order: Sequence[Sheet], ruled: Sequence[Sheet], back: str
) -> Office:
    """Count ``order``, take the second count from the file ``back``, rule in the order given."""
    office = open_office(place, "甲", clock=lambda: NOON)
    count = counting.start_count(office, vote, 1, "甲")
    for sheet in order:
        counting.record_ballot(office, count, sheet)
    counting.finish_count(office, count)
    merging.merge_count(office, vote, back)
    for sheet in ruled:
        rulings.rule_doubt(office, vote, sheet, {"q4": [B]}, "王总监", "勾压线")
    rulings.withdraw_ruling(office, vote, ruled[0], {**ruled[0], "q4": [B]}, "王总监", "勾压线")
    rulings.rule_doubt(office, vote, ruled[0], {"q4": [ILLEGIBLE]}, "王总监", "看不清")
    if ruled[0] != DOUBTFUL[0]:
        # both desks end with the same rulings, made in another order
        rulings.withdraw_ruling(
            office, vote, ruled[0], {**ruled[0], "q4": [ILLEGIBLE]}, "王总监", "看不清"
        )
        rulings.rule_doubt(office, vote, ruled[0], {"q4": [B]}, "王总监", "勾压线")
        rulings.withdraw_ruling(
            office, vote, DOUBTFUL[0], {**DOUBTFUL[0], "q4": [B]}, "王总监", "勾压线"
        )
        rulings.rule_doubt(office, vote, DOUBTFUL[0], {"q4": [ILLEGIBLE]}, "王总监", "看不清")
    certify.certify(office, vote)
    return office


@pytest.fixture(scope="module")
def doubted(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Two desks with the same ballots and rulings, in opposite orders; the file they merged."""
    folder = tmp_path_factory.mktemp("doubted")
    pile = [*PILE[12:], *DOUBTFUL]
    vote = drafted(folder / "before.desk", len(pile))
    desks = []
    for name, order, back in (("a", pile, "乙.json"), ("b", pile[::-1], "乙二.json")):
        for copy in (name, f"{name}2"):
            shutil.copy(folder / "before.desk", folder / f"{copy}.desk")
        away = open_office(folder / f"{name}2.desk", "乙", clock=lambda: NOON)
        count = counting.start_count(away, vote, 1, "乙")
        for sheet in order[::-1]:
            counting.record_ballot(away, count, sheet)
        counting.finish_count(away, count)
        told = json.dumps(merging.export_count(away, count), ensure_ascii=False)
        away.desk.close()
        (folder / back).write_text(told, "utf-8")
        ruled = DOUBTFUL if name == "a" else DOUBTFUL[::-1]
        path = folder / f"{name}.desk"
        desks.append(counted_with_doubts(path, vote, order, ruled, str(folder / back)))
    yield folder, vote
    for office in desks:
        office.desk.close()


def test_rulings_bear_no_number_no_time_and_no_owner(doubted: Any) -> None:
    folder, _ = doubted
    file = raw(folder / "a.desk")
    for table, wanted in (
        ("ruling", ["vote_id", "marks", "ruled", "who", "why", "copies"]),
        ("count_sum", ["count_id", "question", "sums"]),
    ):
        assert [row[1] for row in file.execute(f"PRAGMA table_info({table})")] == wanted
        with pytest.raises(sqlite3.OperationalError, match="no such column"):
            file.execute(f"SELECT rowid FROM {table}")
        links = {row[2] for row in file.execute(f"PRAGMA foreign_key_list({table})")}
        assert links <= {"vote", "count"}
    stored = file.execute("SELECT marks, ruled, who, why FROM ruling").fetchall()
    assert stored == sorted(stored)
    assert len(stored) == len(DOUBTFUL)
    file.close()


def test_a_merged_count_and_its_rulings_leave_no_order(doubted: Any) -> None:
    """Entry, the other desk's entry and the rulings came in opposite orders: the same file."""
    folder, _ = doubted
    assert (folder / "乙.json").read_bytes() == (folder / "乙二.json").read_bytes()
    for name in "ab":
        log = folder / f"{name}.desk-wal"
        assert not log.exists() or log.stat().st_size == 0
        file = raw(folder / f"{name}.desk")
        assert file.execute("PRAGMA freelist_count").fetchone() == (0,)
        file.close()
    assert differing(folder / "a.desk", folder / "b.desk") == []


def test_the_journal_tells_of_a_merge_but_no_marks_and_no_ruling(doubted: Any) -> None:
    folder, _ = doubted
    file = raw(folder / "a.desk")
    rows = file.execute("SELECT action, label, changes FROM journal ORDER BY seq").fetchall()
    file.close()
    assert [action for action, _, _ in rows if "并入" in action] == ["并入计票结果"]
    assert not any("裁定" in action for action, _, _ in rows)
    told = "".join(f"{label}{changes}" for _, label, changes in rows)
    for word in ("ruling", "count_sum", "ballot_pattern", "王总监", "勾压线", counting.DOUBT + '"'):
        assert word not in told


def test_a_withdrawn_ruling_is_gone_from_the_file(doubted: Any) -> None:
    folder, _ = doubted
    data = (folder / "b.desk").read_bytes()
    last = DOUBTFUL[-1]
    gone = json.dumps({**last, "q4": [ILLEGIBLE]}, ensure_ascii=False, sort_keys=True)
    assert gone.replace(" ", "").encode() not in data


def test_sums_and_files_leave_no_order_either(tmp_path: Path) -> None:
    """A count by sums entered twice, a count from a file whose rows come in another order."""
    vote = drafted(tmp_path / "before.desk", len(PILE))
    for name, order in (("a", PILE), ("b", PILE[::-1])):
        place = tmp_path / f"{name}.desk"
        shutil.copy(tmp_path / "before.desk", place)
        path = tmp_path / "计票.json"
        ballots = [{"marks": sheet, "copies": 1} for sheet in order]
        path.write_text(json.dumps({"ballots": ballots}, ensure_ascii=False), "utf-8")
        office = open_office(place, "甲", clock=lambda: NOON)
        count = counting.start_count(office, vote, 1, "甲")
        import_count(office, count, str(path))
        counting.finish_count(office, count)
        view = counting.count_view(office, count)
        sums = {
            row.key: {**row.counts, counting.BLANK: row.blank, ILLEGIBLE: row.invalid}
            for row in view.sums
        }
        second = counting.start_count(office, vote, 2, "乙")
        wrong = {**sums, "q1": {A: len(PILE) - view.spoilt}}
        for rows in [wrong, dict(reversed(sums.items()))] if name == "a" else [sums]:
            counting.enter_sums(office, second, rows, view.spoilt)
        counting.finish_count(office, second)
        certify.certify(office, vote)
        office.desk.close()
    assert differing(tmp_path / "a.desk", tmp_path / "b.desk") == []


def test_reopening_and_mending_leaves_no_trace_either(tmp_path: Path) -> None:
    vote = drafted(tmp_path / "a.desk", len(PILE))
    office = held(tmp_path / "a.desk", vote, PILE)
    certify.reopen(office, vote, "有一张录错")
    count = votes.vote_view(office, vote).counts[0].id
    counting.resume_count(office, count)
    counting.take_back_ballot(office, count, PILE[5])
    counting.record_ballot(office, count, {**PILE[5], "q4": [B]})
    counting.finish_count(office, count)
    certify.certify(office, vote, reason="只有一名计票人")
    data = (tmp_path / "a.desk").read_bytes()
    old = json.dumps(PILE[5], ensure_ascii=False, sort_keys=True).replace(" ", "")
    assert old.encode() not in data
    assert not (log := tmp_path / "a.desk-wal").exists() or log.stat().st_size == 0
    office.desk.close()


# --- 扫描 ---------------------------------------------------------------------------------------


def scanned(place: Path, vote: int, files: Sequence[Path]) -> Office:
    """Scan a stack in the order of ``files``, rule it, count by hand too, certify."""
    office = open_office(place, "甲", clock=lambda: NOON)
    scan = scanning.open_scan(office, vote, files, jobs=1)
    assert sum(1 for _ in scan.read()) == len(files)
    for doubt in scan.open:
        marks = [f"{doubt.group}.{C}"] if doubt.group else doubt.reading
        scan.rule(doubt.number, marks, "王总监", second="李秀英", reason="字迹很淡")
    scan.confirm_blank([doubt.number for doubt in scan.unseen], "王总监")
    scanning.accept_scan(office, scan)
    second = counting.start_count(office, vote, 2, "乙")
    for sheet, copies in sorted(scan.patterns().items()):
        counting.record_ballot(office, second, dict(sheet), copies)
    counting.finish_count(office, second)
    certify.certify(office, vote)
    return office


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Any:
    """One pile scanned twice, from the top and from the bottom, into copies of one desk."""
    folder = tmp_path_factory.mktemp("scanned")
    number = 4
    vote = drafted(folder / "before.desk", number)
    office = open_office(folder / "before.desk", "甲", clock=lambda: NOON)
    ballots.prepare_form(office, vote)
    ballots.print_form(office, vote, copies=number)
    form = ballots.print_file(office, vote)
    office.desk.close()
    files = []
    for at in range(number):
        sheet = image(form, 0, 150.0)
        painter = QPainter(sheet)
        painter.setPen(QPen(QColor(40, 40, 40), 4))
        groups = {box.group: box for box in form.layout.boxes}
        for key, box in groups.items():
            if (at + len(key) + int(key[1:])) % 3 == 0:
                continue
            x, y = (v * 150 / 25.4 for v in box.rect.centre)
            painter.drawLine(round(x - 12), round(y), round(x - 2), round(y + 12))
            painter.drawLine(round(x - 2), round(y + 12), round(x + 14), round(y - 14))
        # faint beside the mark on the first row, another length on each sheet
        painter.setPen(QPen(QColor(150, 150, 150), 2))
        first = next(box for box in form.layout.boxes if box.group == "q1")
        x, y = (v * 150 / 25.4 for v in first.rect.centre)
        painter.drawLine(round(x - 6), round(y), round(x - 1 + at), round(y + 4))
        painter.end()
        files.append(folder / f"{at}.png")
        sheet.save(str(files[-1]))
    desks = []
    for name, order in (("a", files), ("b", files[::-1])):
        shutil.copy(folder / "before.desk", folder / f"{name}.desk")
        desks.append(scanned(folder / f"{name}.desk", vote, order))
    yield folder, vote
    for office in desks:
        office.desk.close()


def test_scanned_ballots_leave_no_order_of_pages(scans: Any) -> None:
    """The same pile from the top and from the bottom: the same file, byte by byte."""
    folder, _ = scans
    for name in "ab":
        log = folder / f"{name}.desk-wal"
        assert not log.exists() or log.stat().st_size == 0
        file = raw(folder / f"{name}.desk")
        assert file.execute("PRAGMA freelist_count").fetchone() == (0,)
        file.close()
    assert differing(folder / "a.desk", folder / "b.desk") == []


def test_rulings_on_scans_are_tied_to_no_ballot_no_page_and_no_time(scans: Any) -> None:
    folder, _ = scans
    file = raw(folder / "a.desk")
    columns = [row[1] for row in file.execute("PRAGMA table_info(scan_doubt)")]
    assert columns == [
        "stack_id", "crop_digest", "vote_id", "group", "crop", "reading", "ruling", "ruled_by",
        "second_by", "reason",
    ]  # fmt: skip
    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        file.execute("SELECT rowid FROM scan_doubt")
    links = {row[2] for row in file.execute("PRAGMA foreign_key_list(scan_doubt)")}
    assert links == {"scan_stack", "vote"}
    stored = file.execute("SELECT crop_digest, ruled_by, reason FROM scan_doubt").fetchall()
    assert stored
    assert stored == sorted(stored)
    assert {row[1:] for row in stored} == {("王总监", "字迹很淡")}
    for digest, crop in file.execute("SELECT crop_digest, crop FROM scan_doubt"):
        assert hashlib.sha256(crop).hexdigest() == digest
        assert b"tIME" not in crop, "a picture that tells when it was cut"
    file.close()


def test_the_journal_knows_the_stack_but_no_doubt_of_it(scans: Any) -> None:
    folder, _ = scans
    file = raw(folder / "a.desk")
    told = "".join(
        f"{label}{changes}" for label, changes in file.execute("SELECT label, changes FROM journal")
    )
    digests = [row[0] for row in file.execute("SELECT crop_digest FROM scan_doubt")]
    file.close()
    assert "计入扫描的4张" in told
    for word in ("scan_doubt", "ballot_pattern", "王总监", "字迹很淡", *digests):
        assert word not in told


def test_deleted_pictures_are_gone_from_the_file(scans: Any, tmp_path: Path) -> None:
    folder, vote = scans
    shutil.copy(folder / "b.desk", tmp_path / "c.desk")
    file = raw(tmp_path / "c.desk")
    crops = [row[0] for row in file.execute("SELECT crop FROM scan_doubt")]
    file.close()
    office = open_office(tmp_path / "c.desk", "甲", clock=lambda: NOON)
    assert scan_audit.images_held(office, vote) == len(crops) > 0
    assert scan_audit.delete_images(office, vote) == len(crops)
    assert scan_audit.images_held(office, vote) == 0
    data = (tmp_path / "c.desk").read_bytes()
    assert not any(crop[40:120] in data for crop in crops)
    assert "字迹很淡".encode() in data, "the ruling stays"
    assert certify.seal_intact(office, vote)
    office.desk.close()
