"""Rosters in and out: tolerant of the office's tables, exact about what is wrong in them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from meetingdesk.actions import exchange, roster
from meetingdesk.actions.exchange.reading import FORMULA, guarded, unguarded
from meetingdesk.actions.office import Office, open_office
from meetingdesk.actions.sample.session import build_roster
from meetingdesk.errors import BadInput, Refused

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "示例市第十四届人民代表大会常务委员会组成人员名册"
HEADER = ["序号", "姓 名", "性别", "民族", "职务", "任职时间", "备注"]
ROWS: list[list[Any]] = [
    [1, "张　三", "男", "汉族", "主任", dt.date(2021, 10, 18), ""],
    [2, "李小四", "女", "回族", "党组副书记、副主任", "2021年10月18日", "兼职"],
    [3, "王五", "男", "汉族", "市人大常委会委员", "2021.10.18", ""],
]


def book(path: Path, rows: list[list[Any]], *, title: str = TITLE) -> Path:
    made = Workbook()
    notes = made.active
    assert notes is not None
    notes.title = "填表说明"
    notes.append(["请按常委会序填写"])
    sheet = made.create_sheet("名册")
    sheet.append([title])
    sheet.merge_cells("A1:G1")
    sheet.append(["（2026年8月）"])
    for row in rows:
        sheet.append(row)
    made.save(path)
    return path


def table(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_a_table_with_title_rows_is_read(office: Office, tmp_path: Path) -> None:
    path = book(
        tmp_path / "r.xlsx", [HEADER, *ROWS, ["", "", "", "", "", "", ""], ["注：以上共3人"]]
    )
    preview = exchange.import_file(office, "roster", path, preview=True)
    assert (preview.count("新增"), preview.written) == (3, False)
    assert roster.terms(office) == []
    report = exchange.import_file(office, "roster", path)
    assert report.written
    assert [(w.row, w.field) for w in report.warnings] == [(8, "姓名")]  # 注：…
    (term,) = roster.terms(office)
    assert (term.body_name, term.number) == ("示例市人民代表大会常务委员会", 14)
    members = roster.members(office, term.id)
    assert [(m.name, m.post, m.party_post, m.committee_order) for m in members] == [
        ("张三", "主任", "", 1),
        ("李小四", "副主任", "副书记", 2),
        ("王五", "委员", "", 3),
    ]
    assert {m.since for m in members} == {dt.date(2021, 10, 18)}


def test_importing_twice_changes_nothing_and_a_change_is_named(
    office: Office, tmp_path: Path
) -> None:
    exchange.import_roster(office, book(tmp_path / "r.xlsx", [HEADER, *ROWS]))
    again = exchange.import_roster(office, tmp_path / "r.xlsx")
    assert again.count("相同") == 3
    changed = [HEADER, *ROWS[:2], [2, "王五", "", "满族", "委员", "2021.10.18", ""]]
    report = exchange.import_roster(office, book(tmp_path / "s.xlsx", changed))
    assert [f.details for f in report.findings if f.state == "不同"] == [("民族", "常委会排序")]
    member = roster.members(office, roster.terms(office)[0].id, find="王五")[0]
    assert (member.gender, member.ethnicity) == ("男", "满族")  # a blank cell erases nothing


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["xlsx", "csv", "json"])
def test_the_sample_roster_goes_out_and_comes_back(tmp_path: Path, suffix: str) -> None:
    office = open_office(tmp_path / "a.desk")
    term_id = build_roster(office)
    path = tmp_path / f"out.{suffix}"
    assert exchange.export_file(office, "roster", path, term_id=term_id) == 42
    assert exchange.import_file(office, "roster", path).count("相同") == 42
    other = open_office(tmp_path / "b.desk")
    assert exchange.import_file(other, "roster", path).count("新增") == 42
    assert exchange.roster_record(other) == exchange.roster_record(office, term_id)


def test_gbk_tables_with_semicolons_are_read(office: Office, tmp_path: Path) -> None:
    text = f"{TITLE};;\r\n姓名;职务;自\r\n张三;主任;2021-10-18\r\n"
    exchange.import_roster(office, table(tmp_path / "r.csv", text, "gbk"))
    assert exchange.roster_record(office)["members"][0]["since"] == "2021-10-18"


# --- formulas ----------------------------------------------------------------------------


def test_text_that_looks_like_a_formula_stays_text(office: Office, tmp_path: Path) -> None:
    notes = ["=1+1", "+86", "-5", "@sum", "'=x", "'"]
    record = {
        "body": "示例市人大常委会",
        "term": 1,
        "members": [
            {"name": f"甲{c}", "note": n} for c, n in zip("一二三四五六", notes, strict=True)
        ],
    }
    source = table(tmp_path / "r.json", json.dumps(record))
    exchange.import_roster(office, source)
    exchange.export_roster(office, tmp_path / "r.xlsx")
    sheet = load_workbook(tmp_path / "r.xlsx").active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows(min_row=3) for cell in row if cell.value in notes]
    assert [cell.value for cell in cells] == notes
    assert {cell.data_type for cell in cells} == {"s"}
    exchange.export_roster(office, tmp_path / "r.csv")
    text = (tmp_path / "r.csv").read_text(encoding="utf-8-sig")
    for row in csv.reader(io.StringIO(text)):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    for suffix in ("xlsx", "csv"):
        other = open_office(tmp_path / f"{suffix}.desk")
        exchange.import_roster(other, tmp_path / f"r.{suffix}")
        assert exchange.roster_record(other) == exchange.roster_record(office)


@given(st.text())
def test_a_guarded_cell_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(FORMULA)


# --- what is refused ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("编号,名号\n1,张三\n", [(None, "姓名", "表中的列有：编号、名号")]),
        (
            "姓名,职务,自\n张三,局长,2021-13-01\n,委员,\n",
            [(2, "任职时间", "2021-13-01"), (2, "职务", "局长"), (3, "姓名", "有职务，没有姓名")],
        ),
        ("姓名,性别\n张三,先生\n", [(2, "性别", "“男”或“女”")]),
        ("姓名,排序\n张三,甲\n", [(2, "常委会排序", "不是序号")]),
        ("姓名,党组职务\n张三,会员\n", [(2, "党组职务", "书记、副书记或成员")]),
        ("姓名,职务\n张三,委员\n张三,委员\n", [(3, "姓名", "与第2行重复")]),
        ("姓名,职务,自\n张三,委员,\n张三,委员,2022-01-01\n", [(3, "姓名", "不能重复登记")]),
        ("姓名,职务\n张三,主任\n李四,主任\n", [(3, "职务", "主任已由张三担任")]),
        ("姓名,自,至\n张三,2022-01-02,2022-01-01\n", [(2, "任期", "早于开始日期")]),
        ("姓名,职务\n", [(None, "", "没有人员")]),
        ("\n\n", [(None, "", "没有内容")]),
        ('姓名,职务\n"张三,委员\n', [(None, "", "引号没有成对")]),
    ],
)
def test_faults_name_row_and_column_and_nothing_is_written(
    office: Office, tmp_path: Path, body: str, wrong: list[tuple[int | None, str, str]]
) -> None:
    term_id = _term(office)
    path = table(tmp_path / "r.csv", body)
    with pytest.raises(BadInput) as refused:
        exchange.import_file(office, "roster", path, term_id=term_id)
    problems = refused.value.problems
    assert [(p.file, p.row, p.field) for p in problems] == [("r.csv", r, f) for r, f, _ in wrong]
    for problem, (_, _, why) in zip(problems, wrong, strict=True):
        assert why in problem.message
    assert roster.members(office, term_id) == []
    assert "台账没有改动" in refused.value.message


def _term(office: Office) -> int:
    body = roster.add_body(
        office,
        name="示例市人民代表大会常务委员会",
        short_name="市人大常委会",
        place_name="示例市",
        level="市",
        kind="standing_committee",
    )
    return roster.add_term(office, body_id=body, number=14)


def test_two_offices_one_after_the_other_and_a_namesake(office: Office, tmp_path: Path) -> None:
    term_id = _term(office)
    body = (
        "姓名,职务,自,至,出生日期\n"
        "张三,委员,2021-10-18,2023-01-31,1970-01-01\n"
        "张三,副主任,2023-02-01,,1970-01-01\n"
        "张三,委员,2021-10-18,,1981-02-02\n"
    )
    report = exchange.import_roster(office, table(tmp_path / "r.csv", body))
    assert len(report.warnings) == 3
    members = roster.members(office, term_id)
    assert len({m.person_id for m in members}) == 2
    assert [m.post for m in roster.members_on(office, term_id, dt.date(2024, 1, 1))] == [
        "副主任",
        "委员",
    ]


def test_a_wrong_json_names_the_item(office: Office, tmp_path: Path) -> None:
    record = {"body": "示例市人大常委会", "term": 1, "members": [{"name": "张三", "post": "局长"}]}
    with pytest.raises(BadInput) as refused:
        exchange.import_roster(office, table(tmp_path / "r.json", json.dumps(record)))
    assert refused.value.problems[0].field == "组成人员第1项·职务"
    record["members"] = [{"name": "张三", "since": "2021-02-30"}]
    with pytest.raises(BadInput) as refused:
        exchange.import_roster(office, table(tmp_path / "r.json", json.dumps(record)))
    assert refused.value.problems[0].field == "第1条·任职时间"


def test_whose_roster_it_is_must_be_clear(office: Office, tmp_path: Path) -> None:
    path = table(tmp_path / "r.csv", "姓名\n张三\n")
    with pytest.raises(Refused, match="哪一届"):
        exchange.import_roster(office, path)
    with pytest.raises(Refused, match="哪一届"):
        exchange.export_roster(office, tmp_path / "o.csv")
    term_id = _term(office)
    with pytest.raises(BadInput, match="还没有登记组成人员"):
        exchange.export_roster(office, tmp_path / "o.csv")
    report = exchange.import_roster(office, path)
    assert [w.field for w in report.warnings] == ["职务"]
    assert roster.members(office, term_id)[0].post == "委员"


@pytest.mark.parametrize("name", ["r.xlsx", "r.xls", "r.doc"])
def test_files_that_are_no_tables(office: Office, tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="台账没有改动"):
        exchange.import_roster(office, table(tmp_path / name, "这不是表格"))


def test_a_place_that_cannot_be_written(office: Office, tmp_path: Path) -> None:
    roster.add_member(office, term_id=_term(office), name="张三")
    with pytest.raises(BadInput, match="写不进去"):
        exchange.export_roster(office, tmp_path / "none" / "r.csv")
    with pytest.raises(BadInput, match=r"\.xlsx"):
        exchange.export_roster(office, tmp_path / "r.docx")


def test_what_a_file_holds_counts_not_its_ending(office: Office, tmp_path: Path) -> None:
    text = f"{TITLE}\n" + ",".join(HEADER[1:6]) + "\n赵六,男,汉族,委员,2021.10.18\n"
    as_sheet = table(tmp_path / "系统导出.xls", text, "gbk")
    assert exchange.import_file(office, "roster", as_sheet, preview=True).count("新增") == 1
    made = book(tmp_path / "r.xlsx", [HEADER, *ROWS])
    as_text = made.rename(tmp_path / "r.csv")
    assert exchange.import_file(office, "roster", as_text, preview=True).count("新增") == 3
    broken = table(tmp_path / "坏.xlsx", "不是表格")
    with pytest.raises(BadInput, match="不是电子表格"):
        exchange.import_file(office, "roster", broken, preview=True)
