"""Records of meetings in and out: 31 of 31, the same record, all or nothing."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from sqlalchemy import func, select

from meetingdesk.actions import agenda, exchange, meetings, roster
from meetingdesk.actions.exchange.bodies import body_text, ensure_body, ensure_term, read_body
from meetingdesk.actions.exchange.people import read_name
from meetingdesk.actions.exchange.rehearse import rehearse
from meetingdesk.actions.exchange.schema import names, schema
from meetingdesk.errors import BadInput, Refused
from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.journal import Entry
from meetingdesk.records.meetings import Attendance, Meeting
from meetingdesk.records.roster import Body, Person, Tenure, Term
from meetingdesk.records.votes import Vote

if TYPE_CHECKING:
    from collections.abc import Callable

    from meetingdesk.actions.base import Work
    from meetingdesk.actions.exchange import ImportReport
    from meetingdesk.actions.office import Office

REAL = Path(__file__).resolve().parent.parent / "data" / "meetings.json"
Records = list[dict[str, Any]]


@pytest.fixture
def records() -> Records:
    loaded: Records = json.loads(REAL.read_text(encoding="utf-8"))
    return loaded


def save(tmp_path: Path, value: object, name: str = "m.json") -> Path:
    path = tmp_path / name
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def count(office: Office, *models: type) -> list[int]:
    with office.desk.session() as session:
        return [session.scalar(select(func.count()).select_from(m)) or 0 for m in models]


def test_every_schema_is_a_schema_and_all_records_fit(records: Records) -> None:
    assert {"meeting", "roster", "agenda", "appointments", "events"} <= set(names())
    for name in ("meeting", "roster", "agenda", "appointments", "events"):
        assert schema(name)["$schema"].endswith("2020-12/schema")
        Draft202012Validator.check_schema(schema(name))
    Draft202012Validator(schema("meeting")).validate(records)
    Draft202012Validator(schema("meeting")).validate(records[0])
    with pytest.raises(BadInput, match="没有名为"):
        schema("../meeting")


def test_31_of_31_come_out_as_they_went_in(
    office: Office, records: Records, tmp_path: Path
) -> None:
    preview = exchange.import_file(office, "meeting", REAL, preview=True)
    assert (preview.count("新增"), preview.written) == (31, False)
    assert count(office, Meeting, Body, Person, Entry) == [0, 0, 0, 0]
    report = exchange.import_file(office, "meeting", REAL)
    assert report.summary() == "“meetings.json”共31条：新增31条。已写入台账。"
    assert report.warnings == ()
    assert exchange.export_file(office, "meeting", tmp_path / "out.json") == 31
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == records


def test_importing_twice_changes_nothing(office: Office) -> None:
    exchange.import_meetings(office, REAL)
    before = count(office, Meeting, AgendaItem, Attendance, Person, Body, Entry)
    report = exchange.import_meetings(office, REAL)
    assert report.summary() == "“meetings.json”共31条：相同31条。台账没有改动。"
    assert report.as_json()["written"] is False
    assert count(office, Meeting, AgendaItem, Attendance, Person, Body, Entry) == before


def test_one_step_of_undo_takes_the_import_back(office: Office, records: Records) -> None:
    exchange.import_meetings(office, REAL)
    office.undo()
    assert count(office, Meeting, AgendaItem, Attendance, Person, Body, Term) == [0] * 6
    office.redo()
    assert exchange.meeting_records(office) == records


def test_what_the_record_does_not_say_stays_unknown(office: Office) -> None:
    exchange.import_meetings(office, REAL)
    with office.desk.session() as session:
        rows = {m.external_id: m for m in session.scalars(select(Meeting))}
        undated = rows["OT-01"]
        assert (undated.start, undated.date_text) == (None, "2020-05")
        assert rows["OT-09"].date_text == "2022-08（上旬）"
        assert rows["SC-14-14"].start is None
        assert rows["SC-14-14"].chair is None
        people = set(session.scalars(select(Person.name)))
        assert {"徐家平", "程新会", "谢东"} <= people
        assert not {name for name in people if "代表" in name or "干部" in name or "（" in name}
        group = rows["OT-08"].attendance[0]
        assert (group.name_text, group.person_id) == ("39名议事会议代表", None)
        secretary = rows["SC-14-36"].attendance[-1]
        assert (secretary.name_text, secretary.person and secretary.person.name) == (
            "程新会（秘书长）",
            "程新会",
        )
        assert rows["DM-LZ-0622"].chair is None  # 主持未明写
        assert rows["OT-15"].chair is None  # 未注明
        assert session.scalar(select(func.count()).select_from(Tenure)) == 0
        assert session.scalar(select(func.count()).select_from(Vote)) == 0
        ceremonies = [i for i in rows["SC-14-36"].agenda if not i.on_agenda]
        assert [i.verb for i in ceremonies] == ["颁发", "宣誓", "举办"]


def test_one_body_under_its_several_names(office: Office) -> None:
    exchange.import_meetings(office, REAL)
    with office.desk.session() as session:
        rows = {m.external_id: m for m in session.scalars(select(Meeting))}
        assert rows["SC-14-36"].body.name == "安阳市人民代表大会常务委员会"
        assert rows["OT-06"].body_id == rows["SC-14-36"].body_id
        assert rows["DM-AYX-2021-01"].body_id == rows["SC-AYX-15-39"].body_id
        assert rows["SC-14-36"].term is not None
        assert rows["OT-06"].term is None
        kinds = {b.name: b.kind for b in session.scalars(select(Body))}
        assert kinds["市人大常委会党组"] == "party_group"
        assert kinds["安阳市人民代表大会"] == "congress"


def test_a_body_of_the_desk_is_used_not_doubled(
    office: Office, tmp_path: Path, records: Records
) -> None:
    roster.add_body(
        office,
        name="安阳市人民代表大会常务委员会",
        short_name="市人大常委会",
        place_name="安阳市",
        level="市",
        kind="standing_committee",
    )
    exchange.import_meetings(office, save(tmp_path, records[2]))
    assert count(office, Body) == [1]
    assert exchange.meeting_records(office) == [records[2]]


# --- what is refused ---------------------------------------------------------------------


def spoil(records: Records, change: Callable[[Records], object]) -> Records:
    spoiled = copy.deepcopy(records)
    change(spoiled)
    return spoiled


@pytest.mark.parametrize(
    ("change", "place", "why"),
    [
        (
            lambda r: r[2]["agenda"][1].update(verb=""),
            "第3条（SC-14-36）·议程第2项·动词",
            "不能是空的",
        ),
        (
            lambda r: r[2]["agenda"][1].update(verb=" "),
            "第3条（SC-14-36）·议程第2项·动词",
            "不能是空的",
        ),
        (lambda r: r[3].pop("chair"), "第4条（SC-AYX-15-39）·主持人（chair）", "缺少这一项"),
        (lambda r: r[4].update(term="14"), "第5条（DM-14-47）·届", "应为整数或空，现为“14”"),
        (lambda r: r[4].update(votes=[]), "第5条（DM-14-47）·votes", "不认识这一项"),
        (lambda r: r[5]["attendance"].update(named="甲"), "出席·具名出席", "应为列表"),
        (lambda r: r[5]["attendance"]["named"].append("徐家平"), "具名出席", "“徐家平”列了两次"),
        (
            lambda r: r[6].update(date="2022-13-01"),
            "第7条（DM-14-55）·日期",
            "没有“2022-13-01”这一天",
        ),
        (lambda r: r[6].update(date="年初"), "第7条（DM-14-55）·日期", "年份开头"),
        (lambda r: r[2].update(end="2022-08-16"), "第3条（SC-14-36）·结束日期", "早于开始日期"),
        (lambda r: r[4].update(no=48), "第6条（DM-14-48）·次数", "与第5条重复"),
        (lambda r: r[4].update(id="SC-14-29"), "第5条（SC-14-29）·编号", "与第2条重复"),
        (lambda r: r[4].update(term=13), "第5条（DM-14-47）·届", "机构写的是第14届"),
        (lambda r: r[4]["agenda"][1].update(seq=1), "第5条（DM-14-47）·议程", "序号应从小到大"),
        (lambda r: r[4]["agenda"][0].update(seq=True), "议程第1项·序号", "应为整数"),
        (lambda r: r.append("甲"), "第32条", "应为一组项目"),
    ],
)
def test_one_bad_record_and_nothing_is_written(
    office: Office,
    records: Records,
    tmp_path: Path,
    change: Callable[[Records], object],
    place: str,
    why: str,
) -> None:
    path = save(tmp_path, spoil(records, change))
    for preview in (True, False):
        with pytest.raises(BadInput) as refused:
            exchange.import_file(office, "meeting", path, preview=preview)
    (problem,) = refused.value.problems
    assert problem.file == "m.json"
    assert place in problem.field
    assert why in problem.message
    assert "没有导入" in refused.value.message
    assert count(office, Meeting, Body, Person, Entry) == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "读不下去"),
        (b'[{"id": 1', "第1行第10列"),
        (b"[]", "没有会议记录"),
        (b'[{"id": NaN}]', "NaN"),
        (b'[{"id": "a", "id": "b"}]', "写了两次"),
        (b'["\\ud800"]', "残缺的字符"),
        (b"[" * 100_000, "嵌套"),
        (b"PK\x03\x04\x00\x00", "不是文本文件"),
        (b"7", "应为一组项目"),
    ],
)
def test_a_wrong_file_is_refused(office: Office, tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=why):
        exchange.import_meetings(office, path)


def test_missing_and_foreign_files(office: Office, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="找不到这个文件"):
        exchange.import_meetings(office, tmp_path / "none.json")
    with pytest.raises(BadInput, match=r"请用 \.json"):
        exchange.import_meetings(office, save(tmp_path, [], "m.xlsx"))
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(BadInput, match="文件夹"):
        exchange.import_meetings(office, tmp_path / "folder.json")
    with pytest.raises(Refused, match="可用的有：meeting"):
        exchange.import_file(office, "ballots", tmp_path / "none.json")


def test_gbk_and_byte_order_marks_are_read(
    office: Office, records: Records, tmp_path: Path
) -> None:
    text = json.dumps(records[4], ensure_ascii=False)
    for number, encoding in enumerate(("gbk", "utf-8-sig", "utf-16")):
        path = tmp_path / f"{number}.json"
        path.write_bytes(text.encode(encoding))
        exchange.import_meetings(office, path)
    assert exchange.meeting_records(office) == [records[4]]


def test_a_verb_outside_the_vocabulary_is_kept_and_pointed_out(
    office: Office, records: Records, tmp_path: Path
) -> None:
    odd = spoil(records[4:5], lambda r: r[0]["agenda"][0].update(verb="琢磨"))
    report = exchange.import_meetings(office, save(tmp_path, odd))
    assert ["琢磨" in str(w) for w in report.warnings] == [True]
    assert any("请核对" in line for line in report.lines())
    assert exchange.meeting_records(office) == odd


# --- against what the desk already has ---------------------------------------------------


@pytest.mark.slow
def test_a_changed_record_is_shown_and_then_taken_over(
    office: Office, records: Records, tmp_path: Path
) -> None:
    exchange.import_meetings(office, REAL)
    records[2]["agenda"][0]["outcome"] = "审议"
    records[2]["notes"] = "已核对"
    path = save(tmp_path, records)
    preview = exchange.preview_meetings(office, path)
    changed = [f for f in preview.findings if f.state == "不同"]
    assert [(f.name.split("　")[0], set(f.details)) for f in changed] == [
        ("SC-14-36", {"议程", "备注"})
    ]
    exchange.import_meetings(office, path)
    assert exchange.meeting_records(office) == records
    assert count(office, Meeting) == [31]


def test_a_record_with_votes_on_it_is_not_overwritten(
    office: Office, records: Records, tmp_path: Path
) -> None:
    exchange.import_meetings(office, save(tmp_path, records[2]))
    with office.desk.session() as session:
        meeting = session.scalars(select(Meeting)).one()
        session.add(Vote(meeting_id=meeting.id, kind="测评", title="测评"))
        session.commit()
    records[2]["notes"] = "改"
    with pytest.raises(BadInput, match="已有表决，不能用文件覆盖"):
        exchange.import_meetings(office, save(tmp_path, records[2]))


def test_a_number_taken_at_the_desk_is_refused(
    office: Office, records: Records, tmp_path: Path
) -> None:
    exchange.import_meetings(office, save(tmp_path, records[4]))
    with office.desk.session() as session:
        term_id = session.scalars(select(Term.id)).one()
    meetings.convene(office, term_id=term_id, kind="常委会会议", number=36)
    records[2]["id"] = "另一编号"
    with pytest.raises(BadInput, match="台账中已有第14届第36次常委会会议"):
        exchange.import_meetings(office, save(tmp_path, records[2]))


def test_edits_at_the_desk_go_out(office: Office, records: Records, tmp_path: Path) -> None:
    exchange.import_meetings(office, save(tmp_path, records[5]))
    with office.desk.session() as session:
        meeting = session.scalars(select(Meeting)).one()
        key, first, second = meeting.id, meeting.agenda[0].id, meeting.agenda[1].id
    agenda.move_item(office, first, 2)
    agenda.record_outcome(office, second, "学习")
    meetings.edit_meeting(office, key, notes="", place="一号会议室")
    (record,) = exchange.meeting_records(office)
    assert [i["seq"] for i in record["agenda"]] == [1, 2, 3]
    assert record["agenda"][0]["outcome"] == "学习"
    assert record["agenda"][2]["subject"].startswith("《安阳市市域")
    assert "notes" not in record


def test_nothing_to_export_is_said(office: Office, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="没有可以导出的会议"):
        exchange.export_file(office, "meeting", tmp_path / "m.json")
    assert not (tmp_path / "m.json").exists()


# --- names -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("徐家平（主持）", "徐家平", "主持"),
        ("程新会（秘书长）", "程新会", "秘书长"),
        ("张　三", "张三", ""),
        ("欧阳明远", "欧阳明远", ""),
        ("阿里木江·买买提", "阿里木江·买买提", ""),
        ("39名议事会议代表", "", ""),
        ("第一届议事代表", "", ""),
        ("机关全体党员干部", "", ""),
        ("省人大常委会副主任乔新江", "", ""),
        ("人大常委会副主任、各委室主任", "", ""),
        ("未注明（徐家平出席并讲话）", "", ""),
        ("各代表", "", ""),
        ("", "", ""),
    ],
)
def test_only_a_clean_name_is_a_person(text: str, name: str, role: str) -> None:
    read = read_name(text)
    assert (read.name, read.role) == (name, role)


@pytest.mark.parametrize(
    "text",
    [
        "示例市第十四届人大常委会",
        "示例县第三届人民代表大会",
        "示例市人大常委会",
        "市人大常委会党组",
        "某某会",
    ],
)
def test_a_body_is_written_as_it_was_read(office: Office, text: str) -> None:
    read = read_body(text)
    with office.desk.session() as session:
        body = ensure_body(session, read)
        ensure_term(session, body, read.term)
        assert body_text(body, read.term) == text


# --- any record --------------------------------------------------------------------------

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=20
).filter(str.strip)
MAYBE = st.one_of(st.none(), st.just(""), TEXT)
ITEM = st.fixed_dictionaries(
    {"verb": TEXT, "subject": TEXT, "type": st.one_of(st.just(""), TEXT), "submitted_by": MAYBE,
     "outcome": st.one_of(st.just("—"), st.just(""), TEXT)},
    optional={"vote_method": MAYBE, "tally": MAYBE, "via": MAYBE,
              "artefacts": st.one_of(st.none(), st.lists(TEXT, max_size=3)),
              "subjects": st.one_of(st.none(), st.lists(TEXT, max_size=3))},
)  # fmt: skip
RECORD = st.fixed_dictionaries(
    {"id": TEXT, "body": st.one_of(st.just("示例市第十四届人大常委会"), TEXT), "kind": TEXT,
     "term": st.one_of(st.none(), st.just(14)),
     "no": st.one_of(st.none(), st.integers(1, 99)),
     "date": st.sampled_from([None, "2020-05", "2022-08（上旬）", "2026-08-17"]),
     "end": st.none(), "chair": st.one_of(st.none(), st.just("张三（主持）"), TEXT),
     "attendance": st.fixed_dictionaries(
         {"present_total": st.one_of(st.none(), st.integers(0, 99)),
          "named": st.lists(st.sampled_from(["张三", "李四（秘书长）", "各代表团"]), unique=True),
          "absent_leaders": st.one_of(st.none(), st.lists(TEXT, max_size=2))},
         optional={"phrase": MAYBE}),
     "observers": st.lists(TEXT, max_size=3),
     "agenda": st.lists(ITEM, max_size=3).map(
         lambda items: [{"seq": n, **item} for n, item in enumerate(items, start=1)])},
    optional={"subtype": MAYBE, "date_note": MAYBE, "mode": MAYBE, "chair_phrase": MAYBE,
              "notes": MAYBE, "source": MAYBE, "quote": MAYBE},
)  # fmt: skip


@pytest.mark.slow
@given(record=RECORD)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_record_comes_out_as_it_went_in(
    office: Office, tmp_path: Path, record: dict[str, Any]
) -> None:
    path = save(tmp_path, record, "any.json")
    seen: Records = []

    def run(work: Work) -> ImportReport:
        report = exchange.import_meetings(work, path)
        seen.extend(exchange.meeting_records(work))
        return report

    rehearse(office, run)
    assert seen == [record]
    assert count(office, Meeting) == [0]
