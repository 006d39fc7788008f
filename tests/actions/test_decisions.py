"""决定草案: order, text and versions, agreed texts, adoption with 题注, and taking it back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetingdesk.actions import (
    agenda,
    certify,
    counting,
    decisions,
    documents,
    meetings,
    roster,
    votes,
)
from meetingdesk.errors import Refused

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office
    from tests.conftest import Desks

START, END = dt.date(2026, 8, 17), dt.date(2026, 8, 18)
RIVER = "示例市人民代表大会常务委员会关于加强清源河生态保护的决定"
NOTE = "（2026年8月18日示例市第十四届人民代表大会常务委员会第三十六次会议通过）"


def convene(office: Office, *, start: dt.date | None = START, end: dt.date | None = END) -> int:
    body = roster.add_body(
        office, name="示例市人民代表大会常务委员会", short_name="市人大常委会", place_name="示例市",
        level="市", kind="standing_committee",
    )  # fmt: skip
    term = roster.add_term(office, body_id=body, number=14, start=dt.date(2022, 1, 12))
    return meetings.convene(
        office, term_id=term, kind="常委会会议", number=36, start=start, end=end
    )


@pytest.fixture
def meeting(office: Office) -> int:
    return convene(office)


@pytest.fixture
def river(office: Office, meeting: int) -> int:
    return decisions.draft_decision(
        office, meeting, title=f"《{RIVER}（草案）》", body="一、加强保护。\n二、自公布之日起施行。"
    )


def test_a_title_carries_the_draft_mark_exactly_until_adoption(office: Office, river: int) -> None:
    assert decisions.decision(office, river).title == RIVER
    assert decisions.decision(office, river).printed_title == f"{RIVER}（草案）"
    decisions.adopt(office, river)
    adopted = decisions.decision(office, river)
    assert (adopted.state, adopted.printed_title) == ("通过", RIVER)
    assert (adopted.adopted_on, adopted.adoption_note) == (END, NOTE)
    decisions.unadopt(office, river)
    again = decisions.decision(office, river)
    assert (again.state, again.adopted_on, again.adoption_note) == ("草案", None, "")
    assert again.printed_title == f"{RIVER}（草案）"


def test_what_adopting_would_set_is_told_beforehand(office: Office, river: int) -> None:
    assert decisions.adoption(office, river) == decisions.AdoptionView(END, NOTE, RIVER)
    assert decisions.adoption(office, river, START).note == NOTE.replace("18日", "17日")
    assert decisions.decision(office, river).state == "草案"


def test_adoption_is_refused_without_text_or_day(office: Office) -> None:
    undated = convene(office, start=None, end=None)
    bare = decisions.draft_decision(office, undated, title=RIVER)
    assert decisions.adoption(office, bare).on is None
    with pytest.raises(Refused, match="没有日期"):
        decisions.adopt(office, bare)
    with pytest.raises(Refused, match="还没有正文"):
        decisions.adopt(office, bare, on=END)
    assert decisions.decision(office, bare).state == "草案"


def test_an_adopted_text_is_locked_until_the_adoption_is_taken_back(
    office: Office, river: int
) -> None:
    decisions.adopt(office, river)
    assert "已经通过" in decisions.decision(office, river).locked
    before = decisions.decision(office, river)
    for attempt in (
        lambda: decisions.write_body(office, river, "改写"),
        lambda: decisions.edit_decision(office, river, kind="决议"),
        lambda: decisions.delete_decision(office, river),
        lambda: decisions.adopt(office, river),
        lambda: decisions.reject(office, river),
        lambda: decisions.restore_version(office, river, before.versions[0].id),
    ):
        with pytest.raises(Refused, match="已经通过"):
            attempt()
    assert decisions.decision(office, river) == before


def test_an_agreed_text_can_be_entered_once_and_is_then_locked(
    office: Office, meeting: int
) -> None:
    joint = decisions.draft_decision(office, meeting, title=RIVER, joint=True)
    assert decisions.decision(office, joint).locked == ""
    decisions.write_body(office, joint, "各市协商一致的文本。")
    assert "协商一致" in decisions.decision(office, joint).locked
    with pytest.raises(Refused, match="不能单方修改"):
        decisions.write_body(office, joint, "各市协商一致的文本")
    decisions.write_body(office, joint, "各市协商一致的文本。", label="定稿")
    assert decisions.decision(office, joint).versions[-1].label == "定稿"
    decisions.edit_decision(office, joint, joint=False)
    decisions.write_body(office, joint, "重新商定。")
    assert decisions.decision(office, joint).body == "重新商定。"


def test_versions_are_kept_and_any_can_be_restored(office: Office, river: int) -> None:
    decisions.write_body(office, river, "  第二稿。 \r\n\r\n完。\n", label="审议稿")
    decisions.write_body(office, river, "第三稿。")
    view = decisions.decision(office, river)
    assert [(v.number, v.label, v.author) for v in view.versions] == [
        (1, "初稿", "张秘书"),
        (2, "审议稿", "张秘书"),
    ]
    assert view.versions[1].body == "第二稿。\n\n完。"
    assert view.body == "第三稿。"
    decisions.restore_version(office, river, view.versions[0].id)
    assert decisions.decision(office, river).body == view.versions[0].body
    assert len(decisions.decision(office, river).versions) == 2
    office.undo()
    assert decisions.decision(office, river).body == "第三稿。"


def test_a_draft_begun_without_words_has_no_version_yet(office: Office, meeting: int) -> None:
    bare = decisions.draft_decision(office, meeting, title=RIVER)
    assert decisions.decision(office, bare).versions == ()
    decisions.write_body(office, bare, "一、加强保护。", label="初稿")
    (first,) = decisions.decision(office, bare).versions
    assert (first.number, first.label, first.body) == (1, "初稿", "一、加强保护。")


def test_a_version_of_another_decision_is_not_restored(
    office: Office, meeting: int, river: int
) -> None:
    other = decisions.draft_decision(office, meeting, title="另一件决定", body="另文。")
    strange = decisions.decision(office, other).versions[0].id
    with pytest.raises(Refused, match="不属于这件草案"):
        decisions.restore_version(office, river, strange)


@pytest.mark.parametrize(("withdrawn", "state"), [(False, "未通过"), (True, "撤回")])
def test_not_passed_and_withdrawn_can_become_a_draft_again(
    office: Office, river: int, withdrawn: bool, state: str
) -> None:
    decisions.reject(office, river, withdrawn=withdrawn)
    assert decisions.decision(office, river).state == state
    assert decisions.decision(office, river).adoption_note == ""
    decisions.unadopt(office, river)
    assert decisions.decision(office, river).state == "草案"
    with pytest.raises(Refused, match="还是草案"):
        decisions.unadopt(office, river)


def test_each_step_is_undone(office: Office, meeting: int, river: int) -> None:
    first = decisions.decision(office, river)
    for step in (
        lambda: decisions.adopt(office, river),
        lambda: decisions.reject(office, river),
        lambda: decisions.write_body(office, river, "改写", label="二稿"),
        lambda: decisions.edit_decision(office, river, title="别的标题", effective_on=END),
        lambda: decisions.delete_decision(office, river),
    ):
        step()
        assert decisions.decisions(office, meeting) != [first]
        office.undo()
        assert decisions.decisions(office, meeting) == [first]


def test_a_decision_put_to_the_vote_is_not_deleted(office: Office, river: int) -> None:
    votes.draft_decision_vote(office, river)
    with pytest.raises(Refused, match="已有表决"):
        decisions.delete_decision(office, river)
    assert decisions.decision(office, river).title == RIVER


def test_a_title_must_be_given(office: Office, meeting: int) -> None:
    with pytest.raises(Refused) as caught:
        decisions.draft_decision(office, meeting, title="《（草案）》")
    assert caught.value.problems[0].field == "标题"
    assert decisions.decisions(office, meeting) == []


def test_drifted_titles_are_told_and_left_alone(office: Office, meeting: int, river: int) -> None:
    item = agenda.add_item(
        office, meeting, verb="审议", submitted_by="主任会议", reporter="市人大城环工委",
        subject=f"《{RIVER.replace('加强', '全力加强')}（草案）》",
    )  # fmt: skip
    assert decisions.title_notes(office, river) == []
    decisions.edit_decision(office, river, item_id=item)
    (note,) = decisions.title_notes(office, river)
    assert note.startswith("议题中")
    assert "多“全力”" in note
    told = decisions.item_title(office, item)
    assert told.title == RIVER.replace("加强", "全力加强")
    assert (told.drafted_by, told.submitted_by) == ("市人大城环工委", "主任会议")
    assert decisions.decision(office, river).title == RIVER


def test_a_draft_mark_left_in_the_text_is_told_after_adoption(office: Office, river: int) -> None:
    decisions.write_body(office, river, f"会议通过《{RIVER}（草案）》。")
    assert decisions.title_notes(office, river) == []
    decisions.adopt(office, river)
    (note,) = decisions.title_notes(office, river)
    assert "残留“（草案）”" in note


def test_the_paper_of_an_adopted_decision_bears_the_note(office: Office, river: int) -> None:
    decisions.adopt(office, river)
    meeting = decisions.decision(office, river).meeting_id
    (reference,) = [r for r in documents.available(office, meeting) if r.kind == "decision"]
    assert reference.title == RIVER
    assert NOTE in repr(documents.preview(office, reference))


@pytest.mark.slow
@settings(max_examples=15)
@given(moves=st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 5)), max_size=5))
def test_moving_keeps_every_decision_once_and_numbered(
    desks: Desks, tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[int, int]]
) -> None:
    office = desks.office(tmp_path_factory.mktemp("d"))
    meeting = convene(office)
    ids = [decisions.draft_decision(office, meeting, title=f"决定{n}") for n in range(4)]
    expected = list(ids)
    for which, to in moves:
        moved = expected.pop(which)
        expected.insert(max(0, min(to, 3)), moved)
        decisions.move_decision(office, moved, to)
    found = decisions.decisions(office, meeting)
    office.desk.close()
    assert [d.id for d in found] == expected
    assert [d.position for d in found] == [1, 2, 3, 4]


def test_a_draft_the_ballot_did_not_pass_is_not_adopted(sample_office: Office) -> None:
    office = sample_office
    meeting_id = next(m.id for m in meetings.meetings(office) if m.kind == "常委会会议")
    decision_id = decisions.draft_decision(
        office, meeting_id, title="关于试行的决定", body="试行。"
    )
    vote_id = votes.draft_decision_vote(office, decision_id, method="按表决器")
    votes.open_vote(office, vote_id)
    with pytest.raises(Refused, match="还没有确认结果"):
        decisions.adopt(office, decision_id)
    count_id = counting.start_count(office, vote_id, 1, "计票一组")
    counting.enter_totals(office, count_id, {"赞成": 20, "反对": 17})
    counting.finish_count(office, count_id)
    certify.certify(office, vote_id)
    with pytest.raises(Refused, match="未获通过"):
        decisions.adopt(office, decision_id)
    assert decisions.decision(office, decision_id).state == "草案"


def test_a_rejected_draft_is_left_alone_until_it_is_a_draft_again(office: Office) -> None:
    meeting = convene(office)
    key = decisions.draft_decision(office, meeting, title=RIVER, body="一、加强保护。")
    decisions.reject(office, key)
    assert "恢复为草案" in decisions.decision(office, key).locked
    for attempt in (
        lambda: decisions.write_body(office, key, "改了"),
        lambda: decisions.adopt(office, key),
        lambda: decisions.edit_decision(office, key, kind="决议"),
    ):
        with pytest.raises(Refused, match="未通过"):
            attempt()
    decisions.unadopt(office, key)
    decisions.adopt(office, key)
    assert decisions.decision(office, key).state == "通过"
