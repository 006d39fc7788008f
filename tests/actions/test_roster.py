"""名册: registering, leaving, both orders, terms, units, pasted rows; each step undone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetingdesk.actions import pasting, roster, terms
from meetingdesk.errors import BadInput, Refused

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office
    from tests.conftest import Desks

START = dt.date(2022, 1, 12)
DAY = dt.date(2026, 8, 17)
NAMES = ("周启明", "林若棠", "程守拙", "于川", "田富")


@pytest.fixture
def term_id(office: Office) -> int:
    return terms.found_desk(
        office,
        name="示例市人民代表大会常务委员会",
        short_name="市人大常委会",
        place_name="示例市",
        level="市",
        number=14,
        start=START,
        statutory_seats=43,
    )


def fill(office: Office, term_id: int) -> list[int]:
    posts = ("主任", "副主任", "副主任", "委员", "委员")
    party = ("书记", "副书记", "成员", "", "")
    return [
        roster.add_member(office, term_id=term_id, name=n, post=p, since=START, party_post=g)
        for n, p, g in zip(NAMES, posts, party, strict=True)
    ]


def order(office: Office, term_id: int) -> list[str]:
    return [m.name for m in roster.members(office, term_id)]


def test_body_and_term_are_registered_in_one_step(office: Office, term_id: int) -> None:
    (term,) = roster.terms(office)
    assert (term.id, term.number, term.place, term.statutory_seats) == (term_id, 14, "示例市", 43)
    assert office.undo() == "登记示例市人民代表大会常务委员会第十四届"
    assert roster.terms(office) == []
    office.redo()
    assert len(roster.terms(office)) == 1


def test_next_term_keeps_the_body(office: Office, term_id: int) -> None:
    second = terms.found_desk(
        office, name="示例市人民代表大会常务委员会", short_name="", place_name="", level="市",
        number=15,
    )  # fmt: skip
    assert [t.number for t in roster.terms(office)] == [15, 14]
    assert len({t.body_id for t in roster.terms(office)}) == 1
    with pytest.raises(Refused) as refused:
        terms.found_desk(
            office, name="示例市人民代表大会常务委员会", short_name="", place_name="", level="市",
            number=15,
        )  # fmt: skip
    assert refused.value.problems[0].field == "届次"
    terms.delete_term(office, second)
    assert [t.number for t in roster.terms(office)] == [14]


def test_term_with_members_is_not_deleted(office: Office, term_id: int) -> None:
    fill(office, term_id)
    with pytest.raises(Refused, match="不能删除"):
        terms.delete_term(office, term_id)


def test_term_numbers_do_not_clash(office: Office, term_id: int) -> None:
    other = roster.add_term(office, body_id=roster.terms(office)[0].body_id, number=13)
    with pytest.raises(Refused) as refused:
        terms.edit_term(office, other, number=14, start=None, end=None, statutory_seats=None)
    assert refused.value.problems[0].field == "届次"
    with pytest.raises(Refused) as refused:
        terms.edit_term(office, other, number=13, start=DAY, end=START, statutory_seats=None)
    assert refused.value.problems[0].field == "届期至"


def test_composition_follows_the_day(office: Office, term_id: int) -> None:
    ids = fill(office, term_id)
    roster.end_tenure(office, ids[3], until=dt.date(2025, 11, 30), reason="调离")
    last = terms.composition(office, term_id, dt.date(2025, 11, 30))
    after = terms.composition(office, term_id, dt.date(2025, 12, 1))
    assert (last.members, last.majority, last.vacant) == (5, 3, 38)
    assert (after.members, after.majority, after.ordinary) == (4, 3, 1)
    assert (after.chairs, after.vice_chairs, after.party_group) == (1, 2, 3)
    assert terms.composition(office, term_id, dt.date(2021, 1, 1)).majority == 0


def test_seats_outside_the_law_are_told(office: Office, term_id: int) -> None:
    terms.edit_term(office, term_id, number=14, start=START, end=None, statutory_seats=20)
    problems = terms.composition(office, term_id, DAY).problems
    assert [p.field for p in problems] == ["名额"]


def test_delete_and_undo_bring_a_member_back(office: Office, term_id: int) -> None:
    ids = fill(office, term_id)
    before = roster.members(office, term_id)
    roster.delete_member(office, ids[1])
    assert [m.committee_order for m in roster.members(office, term_id)] == [1, 2, 3, 4]
    office.undo()
    assert roster.members(office, term_id) == before


def test_second_chair_is_refused_until_the_first_left(office: Office, term_id: int) -> None:
    ids = fill(office, term_id)
    with pytest.raises(Refused) as refused:
        roster.add_member(office, term_id=term_id, name="钱学礼", post="主任", since=DAY)
    assert refused.value.problems[0].field == "职务"
    roster.end_tenure(office, ids[0], until=dt.date(2026, 8, 16), reason="调离")
    assert roster.add_member(office, term_id=term_id, name="钱学礼", post="主任", since=DAY)


def test_edited_dates_must_not_overlap_another_office(office: Office, term_id: int) -> None:
    ids = fill(office, term_id)
    roster.end_tenure(office, ids[3], until=dt.date(2024, 12, 31), reason="改任")
    again = roster.add_member(
        office, term_id=term_id, name="于川", post="副主任", since=dt.date(2025, 1, 1)
    )
    with pytest.raises(Refused, match="于川在这段时间已任委员"):
        roster.edit_member(office, again, since=dt.date(2024, 6, 1))
    roster.edit_member(office, again, since=dt.date(2025, 2, 1))


def test_search_by_name_initials_and_post(office: Office, term_id: int) -> None:
    fill(office, term_id)
    assert [m.name for m in roster.members(office, term_id, find="csz")] == ["程守拙"]
    assert [m.name for m in roster.members(office, term_id, find="田")] == ["田富"]
    assert len(roster.members(office, term_id, find="副主任")) == 2


def test_party_order_is_its_own(office: Office, term_id: int) -> None:
    ids = fill(office, term_id)
    terms.move_in_party_group(office, ids[2], 0, on=DAY)
    assert [m.name for m in terms.party_group(office, term_id, DAY)] == [
        "程守拙", "周启明", "林若棠",
    ]  # fmt: skip
    assert order(office, term_id) == list(NAMES)
    office.undo()
    assert [m.name for m in terms.party_group(office, term_id, DAY)] == list(NAMES[:3])
    with pytest.raises(Refused, match="不是党组成员"):
        terms.move_in_party_group(office, ids[4], 0, on=DAY)


@pytest.mark.slow
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 4), st.integers(-2, 7)), min_size=1, max_size=5))
def test_moving_keeps_everyone_and_undoes(
    desks: Desks, tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[int, int]]
) -> None:
    office = desks.office(tmp_path_factory.mktemp("desk"))
    body = roster.add_body(
        office, name="示例市人民代表大会常务委员会", short_name="", place_name="示例市", level="市",
        kind="standing_committee",
    )  # fmt: skip
    term_id = roster.add_term(office, body_id=body, number=14)
    ids = fill(office, term_id)
    model = list(NAMES)
    for who, to in moves:
        before = list(model)
        name = NAMES[who]
        model.remove(name)
        model.insert(max(0, min(to, len(model))), name)
        roster.move_member(office, ids[who], to)
        assert order(office, term_id) == model
        assert [m.committee_order for m in roster.members(office, term_id)] == [1, 2, 3, 4, 5]
        if model != before:
            office.undo()
            assert order(office, term_id) == before
            office.redo()
            assert order(office, term_id) == model


def test_units_by_full_and_short_name(office: Office) -> None:
    first = roster.add_unit(office, name="示例市商务局", short_name="市商务局")
    second = roster.add_unit(office, name="示例市审计局")
    with pytest.raises(Refused, match="已经登记过"):
        roster.add_unit(office, name="示例市商务局")
    roster.move_unit(office, second, 0)
    assert [(u.name, u.short_name) for u in roster.units(office)] == [
        ("示例市审计局", "示例市审计局"), ("示例市商务局", "市商务局"),
    ]  # fmt: skip
    roster.delete_unit(office, first)
    office.undo()
    assert len(roster.units(office)) == 2


# -- pasted rows ---------------------------------------------------------------------------


def test_pasted_rows_with_a_header_in_any_order(office: Office, term_id: int) -> None:
    text = "职务\t姓名\t任职时间\n主任\t周启明\t2022-1-12\n委员\t于　川\t2022年1月12日\n"
    report = pasting.preview_pasted(office, text, term_id=term_id)
    assert (report.count("新增"), report.written) == (2, False)
    assert roster.members(office, term_id) == []
    pasting.import_pasted(office, text, term_id=term_id)
    assert [(m.name, m.post, m.since) for m in roster.members(office, term_id)] == [
        ("周启明", "主任", START), ("于川", "委员", START),
    ]  # fmt: skip
    office.undo()
    assert roster.members(office, term_id) == []


def test_columns_are_guessed_without_a_header(office: Office, term_id: int) -> None:
    text = "1\t周启明\t男\t汉族\t1968-5-6\t主任\t2022-1-12\n2\t沙依然·努尔\t女\t维吾尔族\t1970.3.1\t副主任\t2022-1-12"
    pasting.import_pasted(office, text, term_id=term_id)
    second = roster.members(office, term_id)[1]
    assert (second.name, second.gender, second.ethnicity) == ("沙依然·努尔", "女", "维吾尔族")
    assert (second.birth, second.since) == (dt.date(1970, 3, 1), START)


def test_faults_name_the_row_as_pasted(office: Office, term_id: int) -> None:
    bare = "周启明\t男\t主任\n林若棠\t女\t书法家"
    with pytest.raises(BadInput) as bad:
        pasting.preview_pasted(office, "姓名\t性别\t职务\n" + bare, term_id=term_id)
    assert [(p.row, p.field) for p in bad.value.problems] == [(3, "职务")]
    assert "csv" not in str(bad.value)
    with pytest.raises(BadInput, match="还没有粘贴内容"):
        pasting.preview_pasted(office, " \n\t", term_id=term_id)
    with pytest.raises(BadInput, match="认不出哪一列是姓名"):
        pasting.preview_pasted(office, "1\t2022-1-1", term_id=term_id)
    assert roster.members(office, term_id) == []


def test_guessed_header_shifts_no_row(office: Office, term_id: int) -> None:
    with pytest.raises(BadInput) as bad:
        pasting.preview_pasted(office, "周启明\t主任\n林若棠\t主任", term_id=term_id)
    assert [p.row for p in bad.value.problems] == [2]
