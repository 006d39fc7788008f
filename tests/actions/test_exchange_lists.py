"""Agendas, motions and the printed chronicle as files."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import docx
import pytest

from meetingdesk.actions import agenda, appointments, exchange, meetings, roster
from meetingdesk.actions.office import Office, open_office
from meetingdesk.errors import BadInput, Refused

DATA = Path(__file__).resolve().parent.parent / "data"
AGENDA = """示例市第十四届人大常委会第一次会议
议程（草案）

一、听取和审议市人民政府关于2026年上半年计划执行情况的报告
二、审议《示例市人大常委会关于某事的决定（草案）》
3. 审议有关人事任免事项
颁发任命书
"""
MOTIONS = """示例市第十四届人大常委会第一次会议任免名单

主任会议提请：
任命张三为示例市人大常委会副秘书长；
免去李四的示例市人大常委会副秘书长职务。
二、市长周明提请：
决定任命王五为示例市商务局局长
决定免去：
赵六的示例市商务局局长职务
"""


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Office, int]:
    office = open_office(tmp_path / "a.desk", "示例")
    body = roster.add_body(
        office,
        name="示例市人民代表大会常务委员会",
        short_name="市人大常委会",
        place_name="示例市",
        level="市",
        kind="standing_committee",
    )
    term = roster.add_term(office, body_id=body, number=14)
    return office, meetings.convene(office, term_id=term, start=dt.date(2026, 8, 17))


def save(path: Path, content: object, encoding: str = "utf-8") -> Path:
    if path.suffix == ".docx":
        document = docx.Document()
        for line in str(content).splitlines():
            document.add_paragraph(line)
        document.save(str(path))
        return path
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "encoding"), [("a.txt", "gbk"), ("a.txt", "utf-8"), ("a.docx", "")]
)
def test_an_agenda_from_text(
    desk: tuple[Office, int], tmp_path: Path, name: str, encoding: str
) -> None:
    office, meeting = desk
    path = save(tmp_path / name, AGENDA, encoding)
    preview = exchange.import_file(office, "agenda", path, meeting_id=meeting, preview=True)
    assert preview.count("新增") == 4
    assert agenda.items(office, meeting) == []
    report = exchange.import_file(office, "agenda", path, meeting_id=meeting)
    assert [w.row for w in report.warnings] == [1, 2]
    items = agenda.items(office, meeting)
    assert [(i.verb, i.type, i.needs_vote, i.on_agenda) for i in items] == [
        ("听取和审议", "计划执行监督报告", False, True),
        ("审议", "决定（草案）", True, True),
        ("审议", "人事任免", True, True),
        ("颁发", "仪式", False, False),
    ]
    assert items[0].submitted_by == "市人民政府"
    again = exchange.import_file(office, "agenda", path, meeting_id=meeting)
    assert again.count("相同") == 4


def test_an_agenda_goes_out_and_comes_back(desk: tuple[Office, int], tmp_path: Path) -> None:
    office, meeting = desk
    exchange.import_agenda(office, save(tmp_path / "a.txt", AGENDA), meeting_id=meeting)
    made = agenda.items(office, meeting)[0]
    agenda.edit_item(office, made.id, objects=["甲局", "乙局"], reporter="丙")
    path = tmp_path / "a.json"
    assert exchange.export_file(office, "agenda", path, meeting_id=meeting) == 4
    assert exchange.import_file(office, "agenda", path, meeting_id=meeting).count("相同") == 4
    value = json.loads(path.read_text(encoding="utf-8"))
    value[0]["reporter"] = "丁"
    report = exchange.import_agenda(office, save(path, value), meeting_id=meeting)
    assert report.findings[0].details == ("报告人",)
    assert exchange.agenda_records(office, meeting) == value


@pytest.mark.parametrize(
    ("name", "content", "row", "field", "why"),
    [
        ("a.txt", "听取和审议\n", 1, "标题", "没有写议题"),
        ("a.txt", "一、审议甲\n\n琢磨某某报告\n", 3, "动词", "琢磨"),
        ("a.json", [{"verb": "琢磨", "subject": "甲"}], None, "第1条·动词", "琢磨"),
        ("a.json", [{"verb": "", "subject": "甲"}], None, "第1项·动词", "不能是空的"),
        ("a.json", [{"verb": "审议"}], None, "第1项·标题（subject）", "缺少"),
        ("a.txt", "\n", None, "", "没有议题"),
        ("a.pdf", "审议甲", None, "", "请用"),
        ("b.docx.txt", "\x00\x01", None, "", "不是文本文件"),
    ],
)
def test_a_bad_agenda_names_its_line(
    desk: tuple[Office, int],
    tmp_path: Path,
    name: str,
    content: object,
    row: int | None,
    field: str,
    why: str,
) -> None:
    office, meeting = desk
    path = save(tmp_path / name, content)
    with pytest.raises(BadInput) as refused:
        exchange.import_file(office, "agenda", path, meeting_id=meeting)
    (problem,) = refused.value.problems
    assert (problem.file, problem.row, problem.field) == (name, row, field)
    assert why in problem.message
    assert agenda.items(office, meeting) == []


def test_a_damaged_word_file_and_an_adopted_agenda(
    desk: tuple[Office, int], tmp_path: Path
) -> None:
    office, meeting = desk
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 no document")
    with pytest.raises(BadInput, match="Word"):
        exchange.import_agenda(office, tmp_path / "a.docx", meeting_id=meeting)
    path = save(tmp_path / "a.txt", AGENDA)
    exchange.import_agenda(office, path, meeting_id=meeting)
    agenda.adopt_agenda(office, meeting)
    assert not exchange.import_agenda(office, path, meeting_id=meeting).changes
    with pytest.raises(Refused, match="已经大会通过"):
        exchange.import_agenda(office, save(path, "审议甲报告"), meeting_id=meeting)
    assert len(agenda.items(office, meeting)) == 4


@pytest.mark.slow
@pytest.mark.parametrize("name", ["p.txt", "p.docx"])
def test_motions_from_text(desk: tuple[Office, int], tmp_path: Path, name: str) -> None:
    office, meeting = desk
    path = save(tmp_path / name, MOTIONS)
    report = exchange.import_file(office, "appointments", path, meeting_id=meeting)
    assert report.count("新增") == 4
    motions = appointments.motions(office, meeting)
    assert [(m.proposer, m.proposer_name) for m in motions] == [("主任会议", ""), ("市长", "周明")]
    assert [(e.verb, e.name, e.post) for m in motions for e in m.entries] == [
        ("任命", "张三", "示例市人大常委会副秘书长"),
        ("免去", "李四", "示例市人大常委会副秘书长"),
        ("决定任命", "王五", "示例市商务局局长"),
        ("决定免去", "赵六", "示例市商务局局长"),
    ]
    again = exchange.import_file(office, "appointments", path, meeting_id=meeting)
    assert again.count("相同") == 4
    out = tmp_path / "out.json"
    assert exchange.export_file(office, "appointments", out, meeting_id=meeting) == 4
    assert exchange.import_file(office, "appointments", out, meeting_id=meeting).count("相同") == 4
    assert len(appointments.motions(office, meeting)) == 2


@pytest.mark.slow
def test_a_verb_that_does_not_fit_the_post_is_pointed_out(
    desk: tuple[Office, int], tmp_path: Path
) -> None:
    office, meeting = desk
    path = save(tmp_path / "p.txt", "任命王五为示例市商务局局长\n")
    report = exchange.import_appointments(office, path, meeting_id=meeting, proposer="市长")
    assert [w.row for w in report.warnings] == [1]
    assert "决定任命" in report.warnings[0].message


def test_bad_motions_name_line_and_field(desk: tuple[Office, int], tmp_path: Path) -> None:
    office, meeting = desk
    text = "主任会议提请：\n免去的示例市商务局局长职务\n调任张三为局长\n免去市商务局的局长职务\n免去局长职务\n"
    with pytest.raises(BadInput) as refused:
        exchange.import_appointments(office, save(tmp_path / "p.txt", text), meeting_id=meeting)
    found = sorted((p.row or 0, p.field) for p in refused.value.problems)
    assert found == [(2, "姓名"), (3, "动作"), (4, "姓名"), (5, "姓名")]
    assert appointments.motions(office, meeting) == []


@pytest.mark.parametrize(
    ("content", "field", "why"),
    [
        ("任命张三为局长\n", "提请人", "没有写明提请人"),
        ([{"proposer": "市长", "entries": [{"verb": "任用", "name": "张三", "post": "局长"}]}],
         "第1条·动作", "任用"),
        ([{"proposer": "市长", "entries": [{"verb": "任命", "name": "", "post": "局长"}]}],
         "第1项·任免第1项·姓名", "不能是空的"),
        ([{"proposer": "市长", "entries": [{"verb": "任命", "post": "局长"}]}],
         "第1项·任免第1项·姓名（name）", "缺少"),
        ([{"proposer": "市长", "entries": []}], "第1项·任免", "不能是空的"),
        ("\n", "", "没有任免事项"),
    ],
)  # fmt: skip
def test_other_bad_motions(
    desk: tuple[Office, int], tmp_path: Path, content: object, field: str, why: str
) -> None:
    office, meeting = desk
    path = save(tmp_path / ("p.txt" if isinstance(content, str) else "p.json"), content)
    with pytest.raises(BadInput) as refused:
        exchange.import_file(office, "appointments", path, meeting_id=meeting)
    (problem,) = refused.value.problems
    assert problem.field == field
    assert why in problem.message
    assert appointments.motions(office, meeting) == []


def test_lists_need_a_meeting(desk: tuple[Office, int], tmp_path: Path) -> None:
    office, meeting = desk
    for kind in ("agenda", "appointments"):
        with pytest.raises(Refused, match="哪一次"):
            exchange.import_file(office, kind, tmp_path / "a.json")
        with pytest.raises(BadInput, match=r"\.json"):
            exchange.export_file(office, kind, tmp_path / "a.txt", meeting_id=meeting)


# --- the printed chronicle ---------------------------------------------------------------


def test_the_printed_chronicle_is_compared_and_not_stored(tmp_path: Path) -> None:
    office = open_office(tmp_path / "a.desk")
    exchange.import_meetings(office, DATA / "meetings.json")
    before = exchange.meeting_records(office)
    report = exchange.import_file(office, "events", DATA / "events.json")
    assert len(report.findings) == 90
    assert (report.count("相同"), report.count("不同"), report.written) == (3, 3, False)
    assert "不存入台账" in report.summary()
    compared = exchange.compare_events(office, DATA / "events.json")
    assert [c.event_id for c in compared] == ["E1-06", "E1-18", "E1-37", "E4-21", "E4-34", "E4-36"]
    assert len(compared[-1].rows) == 15
    assert exchange.meeting_records(office) == before
    with pytest.raises(BadInput, match="没有单独的导出"):
        exchange.export_file(office, "events", tmp_path / "e.json")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("date", "8月17日", "第1项·日期"),
        ("text", "", "第1项·正文"),
        ("end", "2022-01-01", "·结束日期"),
    ],
)
def test_a_bad_chronicle_is_refused(tmp_path: Path, key: str, value: str, field: str) -> None:
    office = open_office(tmp_path / "a.desk")
    events = json.loads((DATA / "events.json").read_text(encoding="utf-8"))
    events[0][key] = value
    with pytest.raises(BadInput) as refused:
        exchange.import_file(office, "events", save(tmp_path / "e.json", events))
    assert field in refused.value.problems[0].field


def test_an_entry_twice_in_the_chronicle(tmp_path: Path) -> None:
    office = open_office(tmp_path / "a.desk")
    events = json.loads((DATA / "events.json").read_text(encoding="utf-8"))
    with pytest.raises(BadInput, match="编号重复"):
        exchange.import_file(office, "events", save(tmp_path / "e.json", events[:1] * 2))
