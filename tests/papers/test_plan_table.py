"""年度议题计划执行情况表: every point and what became of it, offered once there is a plan."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import agenda, documents, meetings, roster, yearplan, yearplan_taking
from meetingdesk.errors import Refused
from meetingdesk.papers.documents import Reference
from meetingdesk.papers.model import Paragraph, Table

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office

TEXT = """2月
听取和审议市人民政府关于环境状况的报告
8月
听取和审议市人民政府关于审计工作的报告（市审计局）
第四季度
审查和批准预算调整方案（草案）
适时听取关于代表建议办理情况的报告
"""


def test_without_a_plan_there_is_no_table(office: Office, meeting: int) -> None:
    assert "plan_table" not in {r.kind for r in documents.available(office, meeting)}
    with pytest.raises(Refused, match="还没有这一年的议题计划"):
        documents.preview(office, Reference("plan_table", "", meeting))


def test_the_table_tells_what_became_of_every_point(office: Office, meeting: int) -> None:
    body = roster.terms(office)[0].body_id
    one, two, three, _four = yearplan_taking.paste_plan(office, body, 2026, TEXT)
    (item,) = yearplan.take_points(office, meeting, [two])
    yearplan.postpone_point(office, one, reason="报告尚未备齐")
    yearplan.finish_point(office, three)
    (offer,) = [r for r in documents.available(office, meeting) if r.kind == "plan_table"]
    assert offer.title == "2026年度议题计划执行情况表"
    paper = documents.preview(office, offer)
    words = "".join(b.text for b in paper.blocks if isinstance(b, Paragraph))
    assert "计划安排议题4项，已完成1项，已列入1项，推迟1项，未列入1项。" in words
    (table,) = [b for b in paper.blocks if isinstance(b, Table)]
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert [row[4] for row in rows] == ["推迟", "已列入", "已完成", "未列入"]
    assert rows[0][5] == "报告尚未备齐"
    assert rows[1][1:4] == ["8月", "听取和审议市人民政府关于审计工作的报告", "市审计局"]
    assert rows[1][5] == "市十四届人大常委会第三十六次会议第1项"
    agenda.record_outcome(office, item, "审议")
    (table,) = [b for b in documents.preview(office, offer).blocks if isinstance(b, Table)]
    assert table.rows[2].cells[4].text == "已完成"
    chairs = meetings.convene(
        office, term_id=1, kind="主任会议", number=58, start=dt.date(2026, 8, 3)
    )
    assert "plan_table" not in {r.kind for r in documents.available(office, chairs)}
