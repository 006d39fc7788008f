"""任免: motions, entries, the statutory objections, pasted text, letters of appointment."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetingdesk.actions import appointments, letters, meetings, nominating, roster
from meetingdesk.errors import BadInput, Refused

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office
    from tests.conftest import Desks

START, END = dt.date(2026, 8, 17), dt.date(2026, 8, 18)


def convene(office: Office) -> int:
    body = roster.add_body(
        office, name="示例市人民代表大会常务委员会", short_name="市人大常委会", place_name="示例市",
        level="市", kind="standing_committee",
    )  # fmt: skip
    term = roster.add_term(office, body_id=body, number=14, start=dt.date(2022, 1, 12))
    roster.add_member(office, term_id=term, name="周启明", post="主任", since=dt.date(2022, 1, 12))
    return meetings.convene(
        office, term_id=term, kind="常委会会议", number=36, start=START, end=END
    )


@pytest.fixture
def meeting(office: Office) -> int:
    return convene(office)


@pytest.fixture
def mayor(office: Office, meeting: int) -> int:
    return appointments.add_motion(office, meeting, proposer="市长", proposer_name="庄伯言")


def names(office: Office, meeting: int) -> list[list[str]]:
    return [[e.name for e in m.entries] for m in appointments.motions(office, meeting)]


def the_entry(office: Office, meeting: int) -> appointments.EntryView:
    return appointments.motions(office, meeting)[0].entries[0]


def put(office: Office, motion: int, name: str, verb: str = "决定任命", post: str = "") -> int:
    return appointments.add_entry(
        office, motion, verb=verb, name=name, post=post or f"示例市{name}局局长"
    )


# -- motions and entries ---------------------------------------------------------------


def test_an_entry_knows_its_letter_its_oath_and_its_sentence(
    office: Office, meeting: int, mayor: int
) -> None:
    put(office, mayor, "叶　秋", post="示例市教育局局长")
    entry = the_entry(office, meeting)
    assert entry.name == "叶秋"  # stored without the padding of lists
    assert entry.sentence == "决定任命：叶秋为示例市教育局局长。"
    assert entry.gets_letter
    assert entry.must_swear
    assert entry.oath_organiser == "市人大常委会"
    assert entry.problems == ()


def test_a_removal_has_neither_letter_nor_oath(office: Office, meeting: int, mayor: int) -> None:
    put(office, mayor, "贺长庚", "决定免去", "示例市教育局局长")
    entry = the_entry(office, meeting)
    assert (entry.gets_letter, entry.must_swear, entry.oath_organiser) == (False, False, "")


def test_letter_and_oath_follow_a_change_of_verb(office: Office, meeting: int, mayor: int) -> None:
    entry = put(office, mayor, "叶知秋", post="示例市教育局局长")
    appointments.edit_entry(office, entry, verb="决定免去")
    assert not the_entry(office, meeting).gets_letter
    appointments.edit_entry(office, entry, gender="女", ethnicity="回族")
    found = the_entry(office, meeting)
    assert (found.gender, found.ethnicity, found.gets_letter) == ("女", "回族", False)


@pytest.mark.parametrize(
    ("verb", "post", "proposer", "said"),
    [
        ("任命", "示例市财政局局长", "市长", "应当用“决定任命”"),
        ("决定任命", "示例市财政局局长", "主任会议", "应由市长提请"),
        ("任命", "示例市教育局副局长", "市长", "不能判断"),
        ("任命", "示例市中级人民法院副院长", "市长", "应由法院院长提请"),
    ],
)
def test_the_statutory_table_objects_without_stopping(
    office: Office, meeting: int, verb: str, post: str, proposer: str, said: str
) -> None:
    motion = appointments.add_motion(office, meeting, proposer=proposer)
    put(office, motion, "钱进", verb, post)
    (problem,) = the_entry(office, meeting).problems
    assert said in problem


def test_a_member_of_the_committee_may_not_take_an_executive_post(
    office: Office, meeting: int, mayor: int
) -> None:
    put(office, mayor, "周启明", post="示例市教育局局长")
    (problem,) = the_entry(office, meeting).problems
    assert "第四十七条" in problem


def test_the_same_entry_twice_is_told(office: Office, meeting: int, mayor: int) -> None:
    for _ in range(2):
        put(office, mayor, "叶知秋", post="示例市教育局局长")
    entries = appointments.motions(office, meeting)[0].entries
    assert ["重复" in e.problems[0] for e in entries] == [True, True]


def test_refusals_leave_the_desk_as_it_was(office: Office, meeting: int, mayor: int) -> None:
    with pytest.raises(Refused, match="法定的任免用语"):
        put(office, mayor, "叶知秋", "聘任", "示例市教育局局长")
    with pytest.raises(Refused, match="姓名没有填写"):
        appointments.add_entry(office, mayor, verb="任命", name=" ", post="示例市教育局局长")
    with pytest.raises(Refused, match="职务没有填写"):
        appointments.add_entry(office, mayor, verb="任命", name="叶知秋", post="")
    with pytest.raises(Refused, match="提请人没有填写"):
        appointments.add_motion(office, meeting, proposer="")
    assert names(office, meeting) == [[]]


def test_what_was_voted_on_stays(office: Office, meeting: int, mayor: int) -> None:
    entry = put(office, mayor, "叶知秋", post="示例市教育局局长")
    appointments.set_entry_state(office, entry, "通过", on=END)
    for act in (
        lambda: appointments.delete_entry(office, entry),
        lambda: appointments.delete_motion(office, mayor),
        lambda: appointments.edit_entry(office, entry, post="示例市审计局局长"),
        lambda: appointments.set_entry_state(office, entry, "撤回"),
    ):
        with pytest.raises(Refused, match="已有表决结果"):
            act()
    with pytest.raises(Refused, match="不是任免结果"):
        appointments.set_entry_state(office, entry, "大概通过")
    appointments.edit_entry(office, entry, gender="女")  # what the vote did not decide
    assert the_entry(office, meeting).passed_on == END


def test_deleting_a_motion_and_undoing_brings_all_of_it_back(
    office: Office, meeting: int, mayor: int
) -> None:
    put(office, mayor, "叶知秋")
    put(office, mayor, "段明远")
    court = appointments.add_motion(office, meeting, proposer="法院院长")
    before = appointments.motions(office, meeting)
    appointments.delete_motion(office, mayor)
    left = appointments.motions(office, meeting)
    assert [(m.id, m.position) for m in left] == [(court, 1)]
    office.undo()
    assert appointments.motions(office, meeting) == before


@pytest.mark.slow
@given(moves=st.lists(st.tuples(st.integers(0, 4), st.integers(-2, 7)), max_size=8))
@settings(max_examples=6)
def test_moving_entries_keeps_everyone_once_and_undoes(
    desks: Desks, tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[int, int]]
) -> None:
    office = desks.office(tmp_path_factory.mktemp("moves"))
    meeting_id = convene(office)
    motion = appointments.add_motion(office, meeting_id, proposer="市长")
    ids = [put(office, motion, name) for name in "甲乙丙丁戊"]
    order, done = list("甲乙丙丁戊"), 0
    for which, to in moves:
        name = "甲乙丙丁戊"[which]
        before = list(order)
        order.remove(name)
        order.insert(max(0, min(to, 4)), name)
        appointments.move_entry(office, ids[which], to)
        done += order != before
        assert names(office, meeting_id) == [order]
    positions = [e.position for e in appointments.motions(office, meeting_id)[0].entries]
    assert positions == [1, 2, 3, 4, 5]
    for _ in range(done):
        office.undo()
    assert names(office, meeting_id) == [list("甲乙丙丁戊")]
    office.desk.close()


def test_motions_move_whole(office: Office, meeting: int, mayor: int) -> None:
    put(office, mayor, "叶知秋")
    court = appointments.add_motion(office, meeting, proposer="法院院长")
    put(office, court, "汤若水", "任命", "示例市中级人民法院副院长")
    appointments.move_motion(office, court, 0)
    assert names(office, meeting) == [["汤若水"], ["叶知秋"]]
    office.undo()
    assert names(office, meeting) == [["叶知秋"], ["汤若水"]]


# -- hints, pasted text, figures ---------------------------------------------------------


def test_the_hint_names_right_verb_duties_and_who_holds_the_oath(
    office: Office, meeting: int
) -> None:
    hint = nominating.entry_hint(
        office, meeting, verb="任命", post="示例市财政局局长", proposer="市长"
    )
    assert hint.category == "政府组成人员"
    assert hint.suggested == "决定任命"
    assert hint.duties == ("报上一级人民政府备案",)
    assert hint.organiser == "市人大常委会"
    assert hint.proposers == ("市长",)
    right = nominating.entry_hint(
        office, meeting, verb="任命", post="示例市中级人民法院审判员", proposer="法院院长"
    )
    assert (right.problems, right.suggested) == ((), "")
    assert right.organiser == "市中级人民法院"
    blank = nominating.entry_hint(office, meeting, verb="决定任命", post=" ")
    assert (blank.category, blank.problems, blank.organiser) == ("", (), "")


def test_the_hint_keeps_the_direction(office: Office, meeting: int) -> None:
    hint = nominating.entry_hint(office, meeting, verb="免去", post="示例市财政局局长")
    assert hint.suggested == "决定免去"


def test_the_first_nominee_brings_the_motion_in_one_step(office: Office, meeting: int) -> None:
    nominating.nominate(
        office, meeting, proposer="市长", verb="决定任命", name="叶知秋", post="示例市教育局局长"
    )
    nominating.nominate(
        office, meeting, proposer="市长", verb="决定免去", name="贺长庚", post="示例市教育局局长"
    )
    assert names(office, meeting) == [["叶知秋", "贺长庚"]]
    office.undo()
    office.undo()
    assert appointments.motions(office, meeting) == []


TEXT = """市长提请：
决定任命叶知秋为示例市教育局局长；免去贺长庚的示例市教育局局长职务。
法院院长提请：
任命汤若水为示例市中级人民法院副院长。
"""


def test_pasted_text_shows_objections_and_is_added_as_one_step(
    office: Office, meeting: int
) -> None:
    read = nominating.read_pasted(office, meeting, TEXT)
    assert [(e.proposer, e.verb, e.name, bool(e.problems)) for e in read.entries] == [
        ("市长", "决定任命", "叶知秋", False),
        ("市长", "免去", "贺长庚", True),  # a bureau head is 决定免去
        ("法院院长", "任命", "汤若水", False),
    ]
    assert appointments.motions(office, meeting) == []  # a preview keeps nothing
    nominating.add_pasted(office, meeting, TEXT)
    assert names(office, meeting) == [["叶知秋", "贺长庚"], ["汤若水"]]
    assert office.can_undo() == "粘贴任免案（3人次）"
    office.undo()
    assert appointments.motions(office, meeting) == []


def test_pasting_again_adds_nothing_twice(office: Office, meeting: int) -> None:
    nominating.add_pasted(office, meeting, TEXT)
    read = nominating.read_pasted(office, meeting, TEXT)
    assert (read.entries, read.known) == ((), 3)
    nominating.add_pasted(office, meeting, TEXT)
    assert nominating.facts(office, meeting).person_times == 3


def test_a_line_that_cannot_be_read_stops_all_but_shows_the_rest(
    office: Office, meeting: int
) -> None:
    wrong = TEXT + "天气晴好\n"
    read = nominating.read_pasted(office, meeting, wrong)
    assert len(read.entries) == 3
    assert [p.row for p in read.problems] == [5]
    with pytest.raises(BadInput) as caught:
        nominating.add_pasted(office, meeting, wrong)
    assert "粘贴的内容" in caught.value.message
    assert ".txt" not in str(caught.value)
    assert appointments.motions(office, meeting) == []


def test_text_without_a_proposer_goes_to_the_one_chosen(office: Office, meeting: int) -> None:
    text = "决定任命叶知秋为示例市教育局局长。"
    assert nominating.read_pasted(office, meeting, text).problems
    nominating.add_pasted(office, meeting, text, proposer="市长")
    assert appointments.motions(office, meeting)[0].proposer == "市长"
    with pytest.raises(BadInput, match="还没有粘贴内容"):
        nominating.add_pasted(office, meeting, " \n")


def test_figures_count_person_times_and_leave_out_who_was_withdrawn(
    office: Office, meeting: int, mayor: int
) -> None:
    put(office, mayor, "叶知秋", post="示例市教育局局长")
    put(office, mayor, "叶知秋", "决定免去", "示例市林业局局长")
    gone = put(office, mayor, "傅子谦", "任命", "示例市审计局局长")
    assert nominating.facts(office, meeting).objected == 1
    appointments.set_entry_state(office, gone, "撤回")
    found = nominating.facts(office, meeting)
    assert (found.person_times, found.persons, found.appointing, found.removing) == (2, 1, 1, 1)
    assert (found.withdrawn, found.pending, found.objected) == (1, 2, 0)


def test_the_sample_session_in_figures(sample_office: Office, sample_desk: object) -> None:
    found = nominating.facts(sample_office, sample_desk.ids.meeting_id)  # type: ignore[attr-defined]
    assert (found.motions, found.person_times, found.passed) == (4, 8, 8)
    assert (found.letters, found.letters_due, found.presented) == (5, 5, 5)
    assert (found.must_swear, found.sworn) == (5, 5)


# -- letters -----------------------------------------------------------------------------


@pytest.fixture
def passed(office: Office, mayor: int) -> list[int]:
    made = [put(office, mayor, name) for name in ("叶知秋", "段明远", "骆以安")]
    for entry in made:
        appointments.set_entry_state(office, entry, "通过", on=END)
    return made


def register(office: Office, meeting: int) -> list[letters.LetterView]:
    entries = appointments.motions(office, meeting)[0].entries
    return [e.letter for e in entries if e.letter is not None]


def test_letters_are_numbered_over_free_numbers(
    office: Office, meeting: int, passed: list[int]
) -> None:
    letters.issue_letters(office, meeting, signer="周启明", prefix="示人任〔2026〕", first=3)
    assert [x.number[9:] for x in register(office, meeting)] == ["第3号", "第4号", "第5号"]
    letters.delete_letter(office, register(office, meeting)[0].id)
    letters.issue_letters(office, meeting, signer="周启明", prefix="示人任〔2026〕", first=4)
    assert register(office, meeting)[0].number == "示人任〔2026〕第6号"
    with pytest.raises(Refused, match="没有应颁发任命书"):
        letters.issue_letters(office, meeting, signer="周启明", prefix="示人任〔2026〕")


def test_the_next_letters_follow_the_last_ones(
    office: Office, meeting: int, passed: list[int]
) -> None:
    usual = letters.letter_defaults(office, meeting)
    assert (usual.prefix, usual.signer, usual.day) == ("示人任〔2026〕", "周启明", END)
    letters.issue_letters(office, meeting, signer="周启明", prefix="示常任字〔2025〕")
    assert letters.letter_defaults(office, meeting).prefix == "示常任字〔2026〕"


def test_a_number_is_given_once(office: Office, meeting: int, passed: list[int]) -> None:
    letters.issue_letters(office, meeting, signer="周启明", prefix="示人任〔2026〕")
    first, second, _ = register(office, meeting)
    with pytest.raises(Refused) as caught:
        letters.edit_letter(office, second.id, number=first.number)
    assert caught.value.problems[0].field == "编号"
    letters.edit_letter(office, second.id, number="示人任〔2026〕第9号", received_by="段明远")
    assert register(office, meeting)[1].number == "示人任〔2026〕第9号"


def test_presenting_leaves_what_was_presented_before(
    office: Office, meeting: int, passed: list[int]
) -> None:
    with pytest.raises(Refused, match="还没有登记任命书"):
        letters.present_letters(office, meeting, by="周启明")
    letters.issue_letters(office, meeting, signer="周启明", prefix="示人任〔2026〕")
    early = register(office, meeting)[0]
    letters.edit_letter(office, early.id, presented_by="周启明", presented_on=START)
    assert letters.present_letters(office, meeting, by="周启明", in_person=True) == 2
    rows = register(office, meeting)
    assert [x.presented_on for x in rows] == [START, END, END]
    assert [x.received_by for x in rows] == ["", "段明远", "骆以安"]
    with pytest.raises(Refused, match="都已登记颁发"):
        letters.present_letters(office, meeting, by="周启明")
    with pytest.raises(Refused, match="颁发人没有填写"):
        letters.present_letters(office, meeting, by=" ")
    office.undo()
    assert [x.presented_on for x in register(office, meeting)] == [START, None, None]
