"""常用材料: listed by type with their days, once, undone in one step."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import agenda, checklists, meetings
from meetingdesk.errors import Refused

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office

START = dt.date(2026, 8, 31)


def convened(office: Office, term_id: int, start: dt.date | None = START) -> int:
    return meetings.convene(office, term_id=term_id, kind="常委会会议", number=36, start=start)


def test_the_20_10_7_chain_becomes_a_checklist(office: Office, term_id: int) -> None:
    meeting = convened(office, term_id)
    item = agenda.add_item(
        office, meeting, verb="听取和审议", subject="关于教育工作的报告", type="专项工作报告",
        submitted_by="市人民政府", reporter="市教育局",
    )  # fmt: skip
    agenda.add_material(office, item, title="报告", provider="市教育局")
    assert checklists.usual_missing(office, item) == ("报告征求意见稿", "报告修改稿")
    decision = agenda.add_item(
        office, meeting, verb="审议", subject="《甲决定（草案）》", type="决定（草案）",
        submitted_by="主任会议",
    )  # fmt: skip
    assert checklists.list_usual(office, [item, decision]) == 4
    first, second = agenda.items(office, meeting)
    assert [(m.title, m.provider, m.due) for m in first.materials] == [
        ("报告", "市教育局", None),
        ("报告征求意见稿", "市教育局", dt.date(2026, 8, 11)),
        ("报告修改稿", "市教育局", dt.date(2026, 8, 21)),
    ]
    assert [(m.title, m.provider, m.due) for m in second.materials] == [
        ("草案", "主任会议", None),
        ("说明", "主任会议", None),
    ]
    with pytest.raises(Refused, match="没有要增加的"):
        checklists.list_usual(office, [item, decision])
    office.undo()
    assert [len(i.materials) for i in agenda.items(office, meeting)] == [1, 0]


def test_without_a_date_there_is_no_day_and_ceremonies_need_nothing(
    office: Office, term_id: int
) -> None:
    meeting = convened(office, term_id, None)
    item = agenda.add_item(office, meeting, verb="听取", subject="报告", type="专项工作报告")
    assert checklists.list_usual(office, [item]) == 3
    (view,) = agenda.items(office, meeting)
    assert {m.due for m in view.materials} == {None}
    oath = agenda.add_item(office, meeting, verb="宣誓", subject="宪法宣誓", type="仪式")
    assert checklists.usual_missing(office, oath) == ()
    with pytest.raises(Refused):
        checklists.list_usual(office, [oath])
