"""Composed entries beside the printed ones of a real chronicle, clause by clause."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from meetingdesk.actions import agenda, attendance, exchange, meetings, roster
from meetingdesk.actions.office import Office, open_office
from meetingdesk.actions.sample.session import build
from meetingdesk.errors import Refused
from meetingdesk.papers.chronicle import (
    chronicle_doubts,
    chronicle_entry,
    compare_with_printed,
    comparison_table,
    news_text,
    news_title,
)
from meetingdesk.papers.wording import own_wording
from meetingdesk.records.meetings import Meeting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

DATA = Path(__file__).resolve().parent.parent / "data"


@pytest.fixture(scope="module")
def printed() -> dict[str, str]:
    events = json.loads((DATA / "events.json").read_text(encoding="utf-8"))
    return {event["id"]: event["text"] for event in events}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    office = open_office(tmp_path_factory.mktemp("real") / "real.desk")
    exchange.import_meetings(office, DATA / "meetings.json")
    with office.desk.session() as session:
        yield session


def entry(session: Session, external_id: str) -> str:
    return chronicle_entry(session, key(session, external_id))


def key(session: Session, external_id: str) -> int:
    return session.scalars(select(Meeting.id).where(Meeting.external_id == external_id)).one()


# What differs from print, all of it: (printed, composed, verdict).
DIFFERENCES: dict[tuple[str, str], list[tuple[str, str, str]]] = {
    ("SC-14-36", "E4-36"): [
        (
            "会议听取和审议了市政府关于2022年市级预算调整方案（草案）的报告，并作出了相关决议；",
            "听取和审议了市政府关于2022年市级预算调整方案（草案）的报告，并作出了相关决议；",
            "连接词不同",
        ),
        (  # the printed colon stands for a semicolon (inventory 3.5)
            "听取和审议了2021年度市本级预算执行和其他财政收支的审计工作报告：",
            "听取和审议了2021年度市本级预算执行和其他财政收支的审计工作报告；",
            "标点不同",
        ),
    ],
    ("SC-14-29", "E1-06"): [],
    ("DM-14-47", "E1-18"): [
        (
            "会议讨论研究并原则通过《安阳市人大常委会2022年度工作要点》，",
            "会议讨论研究并原则通过《安阳市人大常委会2022年度工作要点》；",
            "标点不同",
        )
    ],
    ("DM-14-48", "E1-37"): [
        (
            "副主任张保香、张玲、程利军、王建国、杜建勋、桑建业，秘书长程新会出席会议。",
            "市人大常委会副主任张保香、张玲、程利军、王建国、杜建勋、桑建业，秘书长程新会出席会议。",
            "文字不同",
        ),
        (
            "会议传达学习了全省人大常委会秘书长座谈会精神。",
            "传达学习了全省人大常委会秘书长座谈会精神；",
            "连接词不同",
        ),
        ("会议还研究了有关人事任免事项。", "研究了有关人事任免事项。", "连接词不同"),
    ],
    ("DM-14-57", "E4-21"): [],
    ("DM-14-58", "E4-34"): [],
}


@pytest.mark.parametrize(("ours", "theirs"), list(DIFFERENCES))
def test_entry_says_what_the_printed_one_says(
    real: Session, printed: dict[str, str], ours: str, theirs: str
) -> None:
    rows = compare_with_printed(entry(real, ours), printed[theirs])
    found = [(r.printed, r.composed, r.verdict) for r in rows if r.verdict != "一致"]
    assert found == DIFFERENCES[ours, theirs]


def test_session_36_carries_every_item_outcome_and_ceremony_in_order(real: Session) -> None:
    text = entry(real, "SC-14-36")
    phrases = [
        "8月17日至18日，市十四届人大常委会举行第三十六次会议。",
        "市人大常委会主任徐家平主持会议并讲话。",
        "秘书长程新会及常委会组成人员37人出席会议。",
        "市“一府一委两院”领导同志王朴、宋伟、李红伟等列席会议。",
        "听取并审议了市政府关于我市上半年经济社会发展情况",
        "听取并审议了市政府关于安阳市2021年市本级决算",
        "听取和审议了市政府关于2022年市级预算调整方案（草案）的报告，并作出了相关决议",
        "听取和审议了2021年度市本级预算执行和其他财政收支的审计工作报告",
        "审议并通过了《安阳市人民代表大会常务委员会关于批准安阳市与北京市西城区缔结友好城市的决定》",
        "审议并通过了《卫河流域城市人大关于协作助力生态治理和高质量发展的决定》。",
        (
            "会议听取了市商务局、医疗保障局、人防办、林业局、教育局5个部门的工作报告和各评议工作组的"
            "评议情况报告，并通过无记名投票的方式，对5个被评议部门进行了满意度测评，"
            "提出评议意见和作出评议结果。"
        ),
        "会议审议并表决通过了有关人事任免事项。",
        "徐家平为三位新任命人员分别颁发了任命书，新任命人员进行了宪法宣誓。",
        (
            "市人大常委会有关委室、市政府有关部门、市中级人民法院、市人民检察院有关负责同志"
            "及部分市人大代表列席会议。"
        ),
        "本次会议还邀请省卫生专家举办了卫生行政执法方面专题讲座。",
    ]
    places = [text.index(phrase) for phrase in phrases]
    assert places == sorted(places)


def test_remarks_of_the_record_and_absentees_are_never_printed(real: Session) -> None:
    for number in ("SC-14-29", "SC-14-36", "DM-14-47", "DM-14-57", "DM-14-58", "SC-AYX-15-39"):
        text = entry(real, number)
        for word in ("未载", "讲话稿", "另两文", "建议五条", "整改报告", "未列名", "无“共”字", "—"):
            assert word not in text, number
    assert "王建国" not in entry(real, "SC-14-36")
    assert "王建国" not in entry(real, "DM-14-58")


def test_doubts_name_what_was_concluded_and_what_was_left_out(real: Session) -> None:
    doubts = [str(doubt) for doubt in chronicle_doubts(real, key(real, "SC-14-36"))]
    assert any("徐家平" in doubt and "主任" in doubt for doubt in doubts)
    assert any("张保香、张玲" in doubt for doubt in doubts)
    assert any("年底听取整改报告" in doubt for doubt in doubts)
    draft = [str(doubt) for doubt in chronicle_doubts(real, key(real, "SC-14-29"))]
    assert any("（草案）" in doubt for doubt in draft)


def test_with_the_roster_at_hand_no_post_is_concluded(
    printed: dict[str, str], tmp_path: Path
) -> None:
    office = open_office(tmp_path / "a.desk")
    exchange.import_meetings(office, DATA / "meetings.json")
    posts = {"徐家平": "主任", "程新会": "秘书长"}
    names = ["徐家平", "张保香", "张玲", "程利军", "王建国", "杜建勋", "桑建业", "程新会"]
    lines = [f"{name},{posts.get(name, '副主任')}" for name in names]
    roll = tmp_path / "r.csv"
    roll.write_text("\n".join(["安阳市第十四届人大常委会", "姓名,职务", *lines]), encoding="utf-8")
    exchange.import_roster(office, roll)
    with office.desk.session() as session:
        for number, theirs in (("SC-14-29", "E1-06"), ("DM-14-58", "E4-34")):
            meeting_id = key(session, number)
            assert chronicle_entry(session, meeting_id) == printed[theirs]
            doubts = chronicle_doubts(session, meeting_id)
            assert not [doubt for doubt in doubts if "名册" in doubt.message]


def test_a_county_session_without_chair_or_roll(real: Session) -> None:
    assert entry(real, "SC-AYX-15-39") == (
        "12月30日，县十五届人大常委会举行第三十九次会议。会议审议通过了"
        "《关于县乡两级人民代表大会换届选举工作实施方案》；确定了乡镇代表名额；"
        "决定了县、乡人大换届选举日；成立了县选举委员会和各乡镇选举委员会。"
    )


def test_news_uses_the_sentences_of_the_chronicle(real: Session) -> None:
    meeting_id = key(real, "SC-14-36")
    paragraphs = news_text(real, meeting_id, byline="市人大常委会调研室")
    assert paragraphs[-1] == "（市人大常委会调研室）"
    assert "".join(paragraphs[:-1]) == chronicle_entry(real, meeting_id)
    assert len(paragraphs) == 6
    assert news_title(real, meeting_id) == "市十四届人大常委会举行第三十六次会议"


@pytest.mark.parametrize(
    ("number", "word"), [("SC-14-14", "日期"), ("PG-0126", "党组会议"), ("OT-01", "人代会")]
)
def test_what_cannot_be_composed_is_refused(real: Session, number: str, word: str) -> None:
    with pytest.raises(Refused, match=word):
        entry(real, number)


def test_comparison_shows_what_one_side_lacks() -> None:
    rows = compare_with_printed(
        "会议听取了甲报告；审议了乙。", "会议听取了甲报告，研究了丙；审议了乙。"
    )
    assert [r.verdict for r in rows] == ["标点不同", "印本独有", "一致"]
    table = comparison_table(rows)
    assert "2. 【印本独有】研究了丙；" in table
    assert "本稿：—" in table


def test_clauses_are_not_cut_inside_titles_and_quotes() -> None:
    text = "会议审议通过了《关于甲；乙：丙的决定》，并作出了决议。"
    assert [r.verdict for r in compare_with_printed(text, text)] == ["一致"]


# --- a meeting entered at the desk -------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, int, int]:
    office = open_office(tmp_path_factory.mktemp("sample") / "sample.desk")
    made = build(office)
    return office, made.meeting_id, made.chairs_meeting_id


@pytest.mark.slow
def test_a_meeting_held_at_the_desk(sample: tuple[Office, int, int]) -> None:
    office, meeting_id, _ = sample
    with office.desk.session() as session:
        text = chronicle_entry(session, meeting_id)
        assert chronicle_doubts(session, meeting_id) == []
    phrases = [
        "8月17日至18日，市十四届人大常委会通过“现场+视频”形式举行第三十六次会议。",
        "市人大常委会主任周启明主持会议并讲话。",
        (
            "市人大常委会副主任林若棠、邵文澜、程守拙、杜景行、沙依然·努尔，秘书长秦立诚"
            "及常委会组成人员共37人出席会议。"
        ),
        "检察长项思源列席会议。",
        "预算执行情况的报告，并作出了相关决议；",
        "缔结友好城市的决定》；",
        "对5个被评议部门进行了满意度测评",
        "会议审议并表决通过了有关人事任免事项。",
        "周启明为五位新任命人员分别颁发了任命书，新任命人员进行了宪法宣誓。",
        "及部分市人大代表列席会议。",
        "专题讲座。",
    ]
    places = [text.index(phrase) for phrase in phrases]
    assert places == sorted(places)
    assert "缔结友好城市的决定（草案）" not in text  # adopted: the title lost its draft mark
    for absent in ("高怀远", "住院", "请假"):
        assert absent not in text


@pytest.mark.slow
def test_letters_and_oath_are_told_without_an_item_of_their_own(tmp_path: Path) -> None:
    office = open_office(tmp_path / "a.desk")
    meeting_id = build(office).meeting_id
    with office.desk.session() as session:
        before = chronicle_entry(session, meeting_id)
    for item in agenda.items(office, meeting_id):
        if item.verb in ("颁发", "宣誓"):
            agenda.delete_item(office, item.id)
        elif item.type == "人事任免" or "测评" in item.type:
            agenda.record_outcome(office, item.id, "")
    with office.desk.session() as session:
        after = chronicle_entry(session, meeting_id)
    assert "会议审议并表决通过了有关人事任免事项。周启明为五位新任命人员分别颁发了任命书，" in after
    assert after == before.replace("，提出评议意见和作出评议结果", "")


@pytest.mark.slow
def test_the_record_of_the_desk_goes_out_and_comes_back(
    sample: tuple[Office, int, int], tmp_path: Path
) -> None:
    office, meeting_id, _ = sample
    exchange.export_file(office, "meeting", tmp_path / "m.json")
    assert exchange.import_file(office, "meeting", tmp_path / "m.json").count("相同") == 2
    other = open_office(tmp_path / "other.desk")
    exchange.import_file(other, "meeting", tmp_path / "m.json")
    assert exchange.meeting_records(other) == exchange.meeting_records(office)
    with office.desk.session() as ours, other.desk.session() as theirs:
        again = theirs.scalars(select(Meeting).where(Meeting.kind == "常委会会议")).one()
        there, here = chronicle_entry(theirs, again.id), chronicle_entry(ours, meeting_id)
    leaders = (
        "副主任林若棠、邵文澜、程守拙、杜景行、沙依然·努尔，秘书长秦立诚及常委会组成人员共37人"
    )
    assert leaders in there
    assert leaders in here


@pytest.fixture
def small(tmp_path: Path) -> tuple[Office, int]:
    """A committee of four and an empty meeting of 3 September 2026."""
    office = open_office(tmp_path / "small.desk")
    body = roster.add_body(
        office,
        name="示例市人民代表大会常务委员会",
        short_name="市人大常委会",
        place_name="示例市",
        level="市",
        kind="standing_committee",
    )
    term = roster.add_term(office, body_id=body, number=2)
    for name, post in (("甲一", "主任"), ("乙二", "副主任"), ("丙三", "秘书长"), ("丁四", "委员")):
        roster.add_member(office, term_id=term, name=name, post=post)
    meeting = meetings.convene(office, term_id=term, number=5, start=dt.date(2026, 9, 3))
    attendance.open_roll(office, meeting)
    return office, meeting


def compose(small: tuple[Office, int]) -> str:
    with small[0].desk.session() as session:
        return chronicle_entry(session, small[1])


def test_posts_come_from_the_roster_of_the_day(small: tuple[Office, int]) -> None:
    office, meeting = small
    rows = attendance.roll(office, meeting)
    meetings.edit_meeting(office, meeting, chair_id=rows[1].person_id)
    attendance.mark(office, [rows[1].id, rows[2].id, rows[3].id], state="出席")
    attendance.mark(office, [rows[0].id], state="请假", reason="出访")
    assert compose(small) == (
        "9月3日，市二届人大常委会举行第五次会议。市人大常委会副主任乙二主持会议。"
        "市人大常委会秘书长丙三及常委会组成人员共3人出席会议。"
    )


@pytest.mark.parametrize(
    ("item", "outcome", "sentence"),
    [
        (("审议", "《甲决定》", "决定（草案）"), "审议通过", "会议审议通过了《甲决定》。"),
        (("审议", "《甲决定》", "决定（草案）"), "表决通过", "会议审议并表决通过了《甲决定》。"),
        (("审议", "《甲决定》", "决定（草案）"), "全票通过", "会议审议并全票通过了《甲决定》。"),
        (
            ("听取和审议", "甲报告", "专项工作报告"),
            "审议通过",
            "会议听取和审议了甲报告，并审议通过。",
        ),
        (
            ("研究", "甲条例", "法规"),
            "同意提请常委会审议",
            "会议研究了甲条例，同意提请常委会审议。",
        ),
        (
            ("审议", "甲议案", "代表议案"),
            "审议通过；交由市政府办理",
            "会议审议通过了甲议案，交由市政府办理。",
        ),
        (("听取和审议", "甲报告", "决算"), "作出决议", "会议听取和审议了甲报告，并作出了决议。"),
        (("听取和审议", "甲报告", "决算"), "审议并作出相关决议", "，并作出了相关决议。"),
        (("审议", "甲草案", "决定（草案）"), "暂不付表决", "会议审议了甲草案，暂不付表决。"),
        (("听取", "甲报告", "工作汇报"), "", "会议听取了甲报告。"),
        (
            ("颁发", "任命书（一位新任命人员）", "仪式"),
            "甲一颁发",
            "甲一为一位新任命人员颁发了任命书。",
        ),
        (("颁发", "聘书", "仪式"), "", "颁发了聘书。"),
        (("举办", "法律专题讲座", "专题讲座"), "", "会议期间还举办了法律专题讲座。"),
    ],
)
def test_outcome_phrases(
    small: tuple[Office, int], item: tuple[str, str, str], outcome: str, sentence: str
) -> None:
    office, meeting = small
    verb, subject, kind = item
    made = agenda.add_item(office, meeting, verb=verb, subject=subject, type=kind)
    agenda.record_outcome(office, made, outcome)
    assert compose(small).endswith(sentence)


def test_neighbouring_items_share_a_sentence_and_personnel_has_its_own(
    small: tuple[Office, int],
) -> None:
    office, meeting = small
    for verb, subject, kind in (
        ("听取和审议", "甲报告", "专项工作报告"),
        ("听取并审议", "乙报告", "专项工作报告"),
        ("审议", "有关人事任免事项", "人事任免"),
    ):
        agenda.add_item(office, meeting, verb=verb, subject=subject, type=kind)
    assert compose(small).endswith(
        "会议听取和审议了甲报告；听取并审议了乙报告。会议审议了有关人事任免事项。"
    )


def test_text_that_looks_like_markup_is_printed_as_it_is(small: tuple[Office, int]) -> None:
    office, meeting = small
    subject = "**甲**__乙__{{ m }}\\丙的报告"
    agenda.add_item(office, meeting, verb="听取", subject=subject, type="工作汇报")
    assert compose(small).endswith(f"会议听取了{subject}。")


def test_the_office_may_word_it_differently(small: tuple[Office, int]) -> None:
    office, meeting = small
    own = {"chronicle.j2": "{{ m.span }}：{{ m.session }}"}
    with office.desk.session() as session, own_wording(own):
        assert chronicle_entry(session, meeting) == "9月3日：第五次会议"


def test_observers_stand_in_two_places(small: tuple[Office, int]) -> None:
    office, meeting = small
    observers: list[dict[str, Any]] = [
        {
            "category": "一府一委两院领导",
            "unit": "",
            "post": "副市长",
            "name": "戊五",
            "leader": True,
        },
        {"category": "政府部门负责同志", "text": "市政府有关部门负责同志"},
        {"category": "两院负责同志", "text": "市中级人民法院负责同志"},
    ]
    for observer in observers:
        attendance.add_observer(office, meeting, **observer)
    agenda.add_item(office, meeting, verb="听取", subject="甲报告")
    assert "副市长戊五列席会议。会议听取了甲报告。" in compose(small)
    assert compose(small).endswith("市政府有关部门、市中级人民法院有关负责同志列席会议。")
