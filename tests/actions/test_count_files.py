"""A count from a file: all of it or nothing, each error with its row and column."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from meetingdesk.actions import counting, votes
from meetingdesk.actions.count_files import import_count, preview_count
from meetingdesk.actions.counting import BLANK, DOUBT, ILLEGIBLE, WHOLE
from meetingdesk.errors import BadInput, Refused
from tests.actions.countkit import hall
from tests.actions.kindkit import congress, draft
from tests.actions.test_counting import KEYS, OBJECTS, USUAL, A, B, C

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meetingdesk.actions.office import Office


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Office, int]]:
    office, vote = hall(tmp_path)
    yield office, counting.start_count(office, vote)
    office.desk.close()


def csv(folder: Path, *lines: str) -> str:
    place = folder / "计票.csv"
    place.write_text("\n".join(lines), "utf-8")
    return str(place)


def data(folder: Path, value: Any) -> str:
    place = folder / "计票.json"
    place.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return str(place)


def test_ballots_from_a_sheet(desk: tuple[Office, int], tmp_path: Path) -> None:
    office, count = desk
    path = csv(
        tmp_path,
        "满意度测评票,,,,,,",
        ",".join([*OBJECTS, "张数", "整票", "备注"]),
        "满意,满意,满意,满意,满意,2,,",
        "1,2,,多划,无法辨认,,,",
        ",,,,,,无效,涂改",
        "满意,疑难,满意,满意,满意,1,,",
        "",
    )
    found = preview_count(office, count, path)
    assert (found.way, found.rows, found.ballots, found.returned) == ("逐张", 4, 5, 5)
    assert (found.doubtful, found.spoilt, found.problems) == (1, 1, ())
    assert import_count(office, count, path) == 5
    held = {
        json.dumps(b.marks, ensure_ascii=False): b.copies for b in counting.ballots(office, count)
    }
    assert held == {
        json.dumps({k: v for k, v in marks.items() if v}, ensure_ascii=False): copies
        for marks, copies in (
            (USUAL, 2),
            ({WHOLE: [ILLEGIBLE]}, 1),
            ({**USUAL, "q2": [DOUBT]}, 1),
            ({"q1": [A], "q2": [B], "q4": sorted([A, B, C]), "q5": [ILLEGIBLE]}, 1),
        )
    }
    with pytest.raises(Refused, match="已录5张，不能再从文件导入"):
        preview_count(office, count, path)
    counting.finish_count(office, count)
    with pytest.raises(Refused, match="已经录完"):
        import_count(office, count, path)


def test_each_fault_of_a_sheet_is_placed_and_nothing_is_taken(
    desk: tuple[Office, int], tmp_path: Path
) -> None:
    office, count = desk
    path = csv(
        tmp_path,
        ",".join([*OBJECTS, "张数", "整票"]),
        "满意,满意,满意,满意,满意,2,",
        "很好,4,满意,满意,满意,零,",
        "满意,满意,满意,满意,满意,0,作废",
        "满意,满意,满意,满意,满意,9,",
    )
    found = preview_count(office, count, path)
    assert [(p.row, p.field, p.message) for p in found.problems] == [
        (3, "市商务局", "票上没有“很好”这个选项"),
        (3, "市医疗保障局", "票上没有“4”这个选项"),
        (3, "张数", "“零”不是正整数"),
        (4, "张数", "“0”不是正整数"),
        (4, "整票", "整票一栏只填“无效”或“疑难”"),
        (None, "张数", "文件里有11张，多于收回5张"),
    ]
    with pytest.raises(BadInput, match="没有导入，计票没有改动"):
        import_count(office, count, path)
    assert counting.count_view(office, count).entered == 0


def test_a_file_of_a_rehearsal_is_not_taken_into_the_record(
    desk: tuple[Office, int], tmp_path: Path
) -> None:
    office, count = desk
    practised = {"rehearsal": True, "ballots": [{"marks": USUAL, "copies": 1}]}
    with pytest.raises(Refused, match="演练时导出的"):
        import_count(office, count, data(tmp_path, practised))
    assert counting.count_view(office, count).entered == 0


def test_a_whole_sheet_in_doubt(desk: tuple[Office, int], tmp_path: Path) -> None:
    office, count = desk
    import_count(
        office, count, csv(tmp_path, ",".join([*KEYS, "整票"]), "1,1,1,1,2,疑难", "1,1,1,1,1,")
    )
    assert {WHOLE: (DOUBT,), **dict.fromkeys(KEYS[:4], (A,)), "q5": (B,)} in [
        b.marks for b in counting.ballots(office, count)
    ]
    assert counting.count_view(office, count).entered == 2


def test_sums_from_a_sheet(desk: tuple[Office, int], tmp_path: Path) -> None:
    office, count = desk
    rows = [f"{n},{name},3,1,,,," for n, name in enumerate(OBJECTS, 1)]
    path = csv(tmp_path, "序号,测评对象,满意,基本满意,不满意,空白,无效", *rows, ",整票无效,1,,,,")
    found = preview_count(office, count, path)
    assert (found.way, found.rows, found.ballots, found.spoilt) == ("合计", 6, 5, 1)
    import_count(office, count, path)
    assert counting.sums_of(office, count)["q3"] == {A: 3, B: 1, C: 0, BLANK: 0, ILLEGIBLE: 0}
    counting.finish_count(office, count)


def test_sums_that_are_off_are_placed(desk: tuple[Office, int], tmp_path: Path) -> None:
    office, count = desk
    head = "事项,满意,基本满意,不满意"
    good = [f"{name},4,1,0" for name in OBJECTS]
    for lines, told in (
        (["市商务局,4,0,0", *good[1:]], [(1, "市商务局", "各项合计4，比收回5张少1")]),
        ([*good, good[0]], [(7, "事项", "这一项重复了")]),
        ([*good, "市水利局,5,0,0"], [(7, "事项", "票上没有“市水利局”这一项")]),
        (["市商务局,4,一,0", *good[1:]], [(2, "基本满意", "“一”不是不小于0的整数")]),
        ([*good, "整票无效,x,,"], [(7, "整票无效", "“x”不是不小于0的整数")]),
    ):
        found = preview_count(office, count, csv(tmp_path, head, *lines))
        assert [(p.row, p.field, p.message) for p in found.problems] == told
    assert all(p.file == "计票.csv" for p in found.problems)


def test_a_file_that_is_no_count(desk: tuple[Office, int], tmp_path: Path) -> None:
    office, count = desk
    for lines, words in (
        (["姓名,职务", "张三,委员"], "没有找到表头"),
        ([",".join([*OBJECTS, "市商务局"]), "1,1,1,1,1,2"], "“市商务局”出现两次"),
    ):
        with pytest.raises(BadInput, match=words):
            preview_count(office, count, csv(tmp_path, *lines))
    found = preview_count(office, count, csv(tmp_path, ",".join(OBJECTS)))
    assert [p.message for p in found.problems] == ["没有读到票"]


def test_json_ballots_and_totals(desk: tuple[Office, int], tmp_path: Path) -> None:
    office, count = desk
    path = data(tmp_path, {"ballots": [{"marks": USUAL, "copies": 4}, {"marks": {"q1": [B]}}]})
    found = preview_count(office, count, path)
    assert (found.rows, found.ballots, found.problems) == (2, 5, ())
    path = data(tmp_path, {"ballots": [{"marks": {"q9": [A]}}, {"marks": {"q1": [A, DOUBT]}}]})
    found = preview_count(office, count, path)
    assert [(p.row, p.field) for p in found.problems] == [(1, "q9"), (2, "")]
    totals = {key: {"choices": {A: 3}, "blank": 1} for key in KEYS}
    path = data(tmp_path, {"totals": totals, "numbers": {"invalid": 1}})
    assert import_count(office, count, path) == 5
    assert counting.count_view(office, count).spoilt == 1


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([], "没有 ballots"),
        ({"meetingdesk": "计票结果", "ballots": []}, "并入计票结果"),
        ({"ballots": 1}, "ballots 的写法不对"),
        ({"ballots": [{"marks": {"q1": "满意"}}]}, "ballots 的写法不对"),
        ({"ballots": [{"marks": {}, "copies": True}]}, "ballots 的写法不对"),
        ({"totals": 1}, "totals 的写法不对"),
        ({"totals": {"q1": {"choices": {A: "3"}}}}, "应为整数"),
        ({"totals": {"q1": {"choices": {A: 3}}}, "numbers": {"invalid": "1"}}, "应为整数"),
    ],
)
def test_json_of_another_shape(
    desk: tuple[Office, int], tmp_path: Path, value: Any, words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        preview_count(desk[0], desk[1], data(tmp_path, value))


def test_a_workbook_with_the_table_on_its_second_sheet(
    desk: tuple[Office, int], tmp_path: Path
) -> None:
    from openpyxl import Workbook

    office, count = desk
    book = Workbook()
    book.active.append(["说明"])
    sheet = book.create_sheet("票")
    sheet.append([*OBJECTS, "张数"])
    sheet.append([*[A] * 5, 5])
    book.save(tmp_path / "计票.xlsx")
    import_count(office, count, str(tmp_path / "计票.xlsx"))
    assert votes.vote_view(office, 1).counts[0].entered == 5


@pytest.fixture
def election(tmp_path: Path) -> Iterator[tuple[Office, int]]:
    """A count of an election where other names may be written."""
    office, _ = hall(tmp_path)
    body = office.perform(lambda work: congress(work, 5, 5), name="大会")
    made = draft(office, body, "选举", ["张三", "李四"], seats=1)
    votes.open_vote(office, made)
    votes.set_issued(office, made, 5)
    votes.set_returned(office, made, 5)
    yield office, counting.start_count(office, made)
    office.desk.close()


def test_names_written_on_ballots_come_with_a_file_but_not_with_sums(
    election: tuple[Office, int], tmp_path: Path
) -> None:
    office, count = election
    yes, no = (c.key for c in votes.vote_view(office, 2).choices[:2])
    path = csv(tmp_path, "张三,李四,张数,另选他人", f"{yes},{no},4,", f"{no},{no},1,王五")
    assert import_count(office, count, path) == 5
    assert {"+王五": (yes,), "q1": (no,), "q2": (no,)} in [
        b.marks for b in counting.ballots(office, count)
    ]


def test_sums_have_no_place_for_written_names(election: tuple[Office, int]) -> None:
    office, count = election
    with pytest.raises(Refused, match="没有另选人的位置"):
        counting.enter_sums(office, count, {})


def test_where_no_name_may_be_written_a_file_must_not_bring_one(
    desk: tuple[Office, int], tmp_path: Path
) -> None:
    office, count = desk
    path = csv(tmp_path, ",".join([*OBJECTS, "另选"]), "1,1,1,1,1,王五")
    found = preview_count(office, count, path)
    assert [(p.row, p.field, p.message) for p in found.problems] == [
        (2, "另选", "这次不能另选他人")
    ]
