"""A08–A13, Q5–Q8: members in office, roll, sentences and observers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules import observers, roster
from meetingdesk.rules.observers import Observer, ObserverKind
from meetingdesk.rules.roster import Attendance, Mode, RollEntry, Tenure

START = date(2018, 1, 12)
VICE = ("张保香", "张玲", "程利军", "王建国", "杜建勋", "桑建业")
PRESENT = Attendance.PRESENT


def person(name: str, role: str = "委员", order: int = 0, **more: object) -> Tenure:
    return replace(Tenure(name, name, role, START, order=order), **more)  # type: ignore[arg-type]


def test_q5_in_office_on_the_day() -> None:
    tenures = [
        person("委员甲"),
        person("主任乙", "主任", 1),
        person("副主任丙", "副主任", 2, end=date(2022, 1, 11)),
        person("副主任丁", "副主任", 3, start=date(2022, 1, 12)),
        person("秘书长戊", "秘书长", 9),
        person("委员己", order=20),
    ]
    before = [t.name for t in roster.in_office(tenures, date(2022, 1, 11))]
    after = [t.name for t in roster.in_office(tenures, date(2022, 1, 12))]
    assert before == ["主任乙", "副主任丙", "秘书长戊", "委员己", "委员甲"]
    assert after == ["主任乙", "副主任丁", "秘书长戊", "委员己", "委员甲"]
    assert roster.in_office(tenures, date(2017, 1, 1)) == []


def test_a10_a_person_with_two_posts_sits_once_in_the_higher() -> None:
    two = [person("甲"), person("甲", "副主任", 3), person("甲", "顾问")]
    assert [t.role for t in roster.in_office(two, START)] == ["副主任"]
    assert [t.role for t in roster.in_office(two[::-1], START)] == ["副主任"]


def test_a10_the_two_protocol_orders() -> None:
    party = {"张保香": 2, "程利军": 3, "王建国": 4, "杜建勋": 5, "桑建业": 6}
    tenures = [
        person(name, "副主任", n, party_post="党组成员" if name in party else "",
               party_order=party.get(name, 0))
        for n, name in enumerate(VICE, start=2)
    ]  # fmt: skip
    assert [t.name for t in roster.in_office(tenures, START)] == list(VICE)
    group, others = roster.in_party_order(tenures)
    assert [t.name for t in group] == ["张保香", "程利军", "王建国", "杜建勋", "桑建业"]
    assert [t.name for t in others] == ["张玲"]


@pytest.mark.parametrize(
    ("seats", "sitting", "level", "population", "faults"),
    [
        (41, 37, "市级", 5_000_000, 0),
        (51, 51, "市级", 8_000_000, 0),
        (61, 60, "市级", 8_000_001, 0),
        (61, 60, "市级", 8_000_000, 1),
        (28, 20, "市级", 0, 1),
        (41, 42, "市级", 0, 1),
        (35, 35, "县级", 0, 0),
        (45, 45, "县级", 1_200_000, 0),
        (62, 63, "市级", 9_000_000, 2),
        (75, 70, "省级", 0, 0),
        (95, 70, "省级", 90_000_000, 0),
    ],
)
def test_q6_size_limits(seats: int, sitting: int, level: str, population: int, faults: int) -> None:
    assert len(roster.check_size(seats, sitting, level, population)) == faults


def test_a10_faults_in_a_roster() -> None:
    sound = [person("甲", "主任", 1), person("乙", "秘书长", 2), person("丙")]
    assert roster.check_roster(sound) == []
    assert "不设秘书长" in roster.check_roster(sound, "县级")[0].message
    faulty = [
        person("甲", "主任", 1, party_order=1),
        person("乙", "顾问", 1, party_order=1),
        person("丙", end=date(2017, 1, 1)),
        person("甲", "委员"),
    ]
    rows = [problem.row for problem in roster.check_roster(faulty)]
    assert rows == [2, 2, 2, 3, 4]
    again = [person("甲", end=date(2020, 1, 1)), person("甲", start=date(2021, 1, 1))]
    assert roster.check_roster(again) == []
    assert roster.check_roster(again[::-1]) == []


def entry(name: str, role: str = "委员", state: Attendance = PRESENT, **more: object) -> RollEntry:
    return replace(RollEntry(name, name, role, state), **more)  # type: ignore[arg-type]


def session_29() -> list[RollEntry]:
    leaders = [entry("徐家平", "主任"), *(entry(name, "副主任") for name in VICE)]
    members = [entry(f"委员{n}") for n in range(29)]
    return [*leaders, entry("程新会", "秘书长"), *members]


def test_a08_the_sentence_of_session_29() -> None:
    assert roster.attendance_sentence(session_29(), "徐家平") == (
        "市人大常委会副主任张保香、张玲、程利军、王建国、杜建勋、桑建业，"
        "秘书长程新会及常委会组成人员共37人出席会议。"
    )


def test_a09_absence_is_silent() -> None:
    roll = [
        replace(one, state=Attendance.LEAVE) if one.name == "王建国" else one
        for one in session_29()
    ]
    text = roster.attendance_sentence([*roll, entry("候补")], "徐家平", plainly=True)
    assert "王建国" not in text
    assert "请假" not in text
    assert text.endswith("秘书长程新会及常委会组成人员37人出席会议。")


def test_a08_other_shapes_of_the_sentence() -> None:
    assert roster.attendance_sentence([]) == ""
    assert roster.attendance_sentence([entry("甲", state=Attendance.ABSENT)]) == ""
    only = roster.attendance_sentence([entry("甲"), entry("乙")])
    assert only == "市人大常委会组成人员共2人出席会议。"
    reported = roster.attendance_sentence([entry("甲", "主任")], total=37)
    assert reported == "市人大常委会主任甲及常委会组成人员共37人出席会议。"


def test_a08_a_person_counts_once_and_namesakes_twice() -> None:
    twice = [entry("张伟"), entry("张伟"), entry("张伟", key="张伟2")]
    assert roster.count_roll(twice).present == 2


def test_a12_video_counts_as_present() -> None:
    roll = [
        entry("甲"),
        entry("乙", mode=Mode.VIDEO),
        entry("丙", state=Attendance.LEAVE),
        entry("丁", state=Attendance.ABSENT, mode=Mode.VIDEO),
        entry("戊", state=Attendance.UNREGISTERED),
    ]
    assert roster.count_roll(roll) == roster.RollCount(5, 2, 1, 1, 1, 1, 1)


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(Attendance), st.sampled_from(Mode))))
def test_a08_the_totals_always_add_up(lines: list[tuple[int, Attendance, Mode]]) -> None:
    count = roster.count_roll(RollEntry(str(k), "甲", "委员", s, m) for k, s, m in lines)
    assert count.due == len({key for key, _, _ in lines})
    assert count.present == count.on_site + count.video
    assert count.due == count.present + count.leave + count.absent + count.unregistered


def test_a10_the_party_groups_sentence() -> None:
    roll = [
        entry("徐家平", "主任", party_post="党组书记"),
        entry("张保香", "副主任", party_post="党组副书记"),
        entry("程利军", "副主任", party_post="党组副书记"),
        entry("王建国", "副主任", party_post="党组成员"),
        entry("杜建勋", "副主任", Attendance.LEAVE, party_post="党组成员"),
        entry("张玲", "副主任"),
        entry("程新会", "秘书长"),
    ]
    assert roster.party_sentence(roll, "徐家平") == (
        "市人大常委会党组副书记、副主任张保香、程利军，"
        "市人大常委会党组成员、副主任王建国和秘书长程新会出席会议。"
    )
    assert roster.party_sentence(roll[-1:]) == "市人大常委会秘书长程新会出席会议。"
    assert roster.party_sentence(roll[1:2]) == "市人大常委会党组副书记、副主任张保香出席会议。"
    assert roster.party_sentence([]) == ""


def test_a11_observers_are_written_in_two_places() -> None:
    listed = [
        Observer(ObserverKind.DEPUTY),
        Observer(ObserverKind.PROCURATORATE),
        Observer(ObserverKind.COURT),
        Observer(ObserverKind.DEPARTMENT),
        Observer(ObserverKind.WORKING_BODY, organ="市人大常委会有关委室"),
        Observer(ObserverKind.WORKING_BODY, organ="市人大常委会有关委室"),
        Observer(ObserverKind.PUBLIC, "旁听者"),
        Observer(ObserverKind.ORGANS, "宋伟", order=2),
        Observer(ObserverKind.ORGANS, "王朴", order=1),
    ]
    assert observers.leaders_sentence(listed) == "市“一府一委两院”领导同志王朴、宋伟列席会议。"
    assert observers.others_sentence(listed) == (
        "市人大常委会有关委室、市政府有关部门、市中级人民法院、市人民检察院有关负责同志"
        "及部分市人大代表列席会议。"
    )
    assert ObserverKind.ORGANS.leading
    assert not ObserverKind.DEPUTY.leading


def test_a11_other_shapes() -> None:
    mayor = Observer(ObserverKind.GOVERNMENT_LEADER, "申乐民", post="副市长")
    assert observers.leaders_sentence([mayor]) == "副市长申乐民列席会议。"
    assert observers.others_sentence([mayor]) == ""
    assert observers.leaders_sentence([]) == ""
    assert observers.others_sentence([Observer(ObserverKind.DEPUTY)]) == "部分市人大代表列席会议。"
    assert (
        observers.others_sentence([Observer("来宾", organ="某某单位")])
        == "某某单位有关负责同志列席会议。"
    )


def test_a11_observers_of_one_item() -> None:
    everywhere, second = Observer(ObserverKind.COURT), Observer(ObserverKind.DEPARTMENT, items=(2,))
    assert observers.at_item([everywhere, second], 1) == [everywhere]
    assert observers.at_item([everywhere, second], 2) == [second, everywhere]
