"""文号簿 with its real widgets: pattern saved, numbers proposed, gaps seen and explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget

from meetingdesk.actions import documents, numbering
from meetingdesk.panels.documents.numbers import NumbersSheet
from meetingdesk.shell import icons, theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample


@pytest.fixture
def sheet(
    qtbot: QtBot, qapp: QApplication, sample_office: Office, sample_ids: Sample
) -> Iterator[NumbersSheet]:
    theme.apply_theme(qapp, "light")
    icons.load()
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    made = NumbersSheet(parent, sample_office, sample_ids.meeting_id)
    made.open()
    yield made
    made.close()


def test_the_register_from_an_empty_pattern_to_an_explained_gap(
    sheet: NumbersSheet, sample_office: Office, sample_ids: Sample
) -> None:
    assert sheet.table.rows() == []
    sheet.pattern.setText("示人常[{年}]{号}号")
    sheet.submit()
    assert sheet.isVisible()
    assert "六角括号" in sheet.form.fields["pattern"].error
    sheet.pattern.setText("示人常〔{年}〕{号}号")
    sheet.submit()
    papers = documents.available(sample_office, sample_ids.meeting_id)
    agenda, notice = (next(r for r in papers if r.kind == kind) for kind in ("agenda", "notice"))
    first = numbering.proposed_number(sample_office, agenda, 2026)
    assert first == "示人常〔2026〕1号"
    documents.issue(sample_office, agenda, number=first)
    documents.issue(sample_office, notice, number="示人常〔2026〕3号")
    sheet.year.setValue(2025)
    assert sheet.table.rows() == []
    sheet.year.setValue(2026)
    assert [row.state for row in sheet.table.rows()] == ["已印发", "空号", "已印发"]
    assert not sheet.explain.isEnabled()
    sheet.table.select_id("示人常〔2026〕2号")
    assert sheet.explain.isEnabled()
    sheet.explain.click()
    assert "原因" in sheet.banner.text.text()
    sheet.reason.setText("漏编")
    sheet.explain.click()
    assert [row.reason for row in sheet.table.rows()] == ["", "漏编", ""]
    sheet.table.select_id("示人常〔2026〕2号")
    sheet.free.click()
    assert [row.state for row in sheet.table.rows()] == ["已印发", "空号", "已印发"]
