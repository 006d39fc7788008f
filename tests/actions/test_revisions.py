"""修改依据: of a version, of one paragraph, shown in the 对照表 when switched on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import decisions, documents, meetings, revisions
from meetingdesk.errors import Refused
from meetingdesk.papers.documents import Reference
from meetingdesk.papers.documents.versions import FIRST

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office

ONE = "一、加强保护。\n二、定期报告。\n三、自公布之日起施行。"
TWO = "一、加强流域保护。\n二、定期报告。\n三、自公布之日起施行。"
THREE = "一、加强全流域保护。\n二、每年向常委会书面报告保护情况。\n三、自公布之日起施行。\n四、解释权归常委会。"


@pytest.fixture
def draft(office: Office, term_id: int) -> int:
    """Draft a decision in three kept versions, each with its source."""
    meeting = meetings.convene(
        office, term_id=term_id, kind="常委会会议", number=36, start=dt.date(2026, 8, 17)
    )
    made = decisions.draft_decision(office, meeting, title="关于加强保护的决定", body=ONE)
    decisions.write_body(office, made, TWO, label="法工委修改稿", source="法制工作委员会")
    decisions.write_body(office, made, THREE, label="表决稿", source="常委会一审意见")
    return made


def ids(office: Office, draft: int) -> list[int]:
    return [v.id for v in decisions.decision(office, draft).versions]


def test_changes_between_any_two_texts_tell_their_sources(office: Office, draft: int) -> None:
    first, second, third = ids(office, draft)
    found = revisions.changes(office, draft, first, 0)
    assert [(c.what, c.source) for c in found] == [
        ("修改", "法制工作委员会；常委会一审意见"),
        ("修改", "常委会一审意见"),
        ("新增", "常委会一审意见"),
    ]
    assert [c.version_id for c in found] == [None, third, third]
    assert "经过几稿修改" in found[0].why_not
    (only,) = revisions.changes(office, draft, first, second)
    assert (only.version_id, only.key) == (second, ("一、加强保护。", "一、加强流域保护。"))
    back = revisions.changes(office, draft, third, first)
    assert [(c.what, c.version_id) for c in back] == [
        ("修改", None),
        ("修改", None),
        ("删去", None),
    ]
    assert back[0].new == "一、加强保护。"
    with pytest.raises(Refused, match="不属于这件草案"):
        revisions.changes(office, draft, first, 999)


def test_one_change_may_have_a_source_of_its_own(office: Office, draft: int) -> None:
    _, second, third = ids(office, draft)
    change = revisions.changes(office, draft, second, third)[2]
    revisions.set_clause_source(office, third, *change.key, source="主任会议意见")
    assert revisions.changes(office, draft, second, third)[2].source == "主任会议意见"
    assert revisions.changes(office, draft, second, third)[1].source == "常委会一审意见"
    revisions.set_clause_source(office, third, *change.key, source="公开征求意见")
    assert revisions.changes(office, draft, second, third)[2].source == "公开征求意见"
    office.undo()
    assert revisions.changes(office, draft, second, third)[2].source == "主任会议意见"
    for words in ("常委会一审意见", " "):  # the version's own, or nothing: back to the version's
        revisions.set_clause_source(office, third, *change.key, source=words)
        assert revisions.changes(office, draft, second, third)[2].source == "常委会一审意见"
    office.undo()  # the second time nothing was there to take back
    assert revisions.changes(office, draft, second, third)[2].source == "主任会议意见"
    with pytest.raises(Refused, match="没有这处修改"):
        revisions.set_clause_source(office, third, "甲", "乙", source="主任会议意见")


def test_the_source_of_a_version_is_put_right_even_after_adoption(
    office: Office, draft: int
) -> None:
    first, second, third = ids(office, draft)
    decisions.adopt(office, draft)
    revisions.set_version_source(office, third, "常委会二审意见")
    assert decisions.decision(office, draft).versions[2].source == "常委会二审意见"
    assert revisions.changes(office, draft, second, 0)[2].source == "常委会二审意见"
    with pytest.raises(Refused, match="初稿没有修改"):
        revisions.set_version_source(office, first, "主任会议意见")
    revisions.set_version_source(office, first, "")


def test_a_text_not_kept_yet_waits_for_its_source(office: Office, draft: int) -> None:
    third = ids(office, draft)[2]
    decisions.write_body(office, draft, THREE + "\n五、另行公布。")
    (change,) = revisions.changes(office, draft, third, 0)
    assert (change.source, change.version_id) == ("", None)
    assert "还没有存为一稿" in change.why_not


def test_the_table_has_the_column_when_switched_on(office: Office, draft: int) -> None:
    table = Reference("comparison", "修改对照表", draft, FIRST)
    assert "修改依据" not in documents.preview(office, table).text
    revisions.show_sources(office, draft, shown=True)
    assert decisions.decision(office, draft).show_sources
    text = documents.preview(office, table).text
    assert "修改依据" in text
    assert "法制工作委员会；常委会一审意见" in text
    revisions.show_sources(office, draft, shown=False)
    assert "修改依据" not in documents.preview(office, table).text
