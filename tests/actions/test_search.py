"""The header's search: Chinese words, pinyin initials, and where each hit leads."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetingdesk.actions import agenda, documents, meetings, search

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample


def kinds(hits: list[search.Hit]) -> set[str]:
    return {hit.kind for hit in hits}


@pytest.mark.parametrize("typed", ["周启明", "启明", "zqm", "zhouqi", "ZQM", "z q m"])
def test_a_person_is_found(sample_office: Office, typed: str) -> None:
    hit = search.find(sample_office, typed)[0]
    assert (hit.kind, hit.title, hit.hint, hit.panel) == ("人员", "周启明", "主任", "roster")
    assert set(hit.focus) == {"person_id"}


def test_one_who_left_is_named_so(sample_office: Office) -> None:
    assert search.find(sample_office, "钱学礼")[0].hint == "原委员"


@pytest.mark.parametrize(
    ("typed", "kind", "panel"),
    [
        ("决算草案", "议题", "agenda"),
        ("市级决算 决议", "决议", "decisions"),
        ("三十六次", "会议", "meetings"),
        ("2026-08-17", "会议", "meetings"),
        ("dsslc", "会议", "meetings"),
        ("教育局", "单位", "roster"),
        ("sjyj", "单位", "roster"),
        ("叶知秋", "任免", "appointments"),
        ("yzq", "任免", "appointments"),
    ],
)
def test_each_kind_leads_to_its_page(
    sample_office: Office, typed: str, kind: str, panel: str
) -> None:
    found = [hit for hit in search.find(sample_office, typed) if hit.kind == kind]
    assert found
    assert {hit.panel for hit in found} == {panel}
    assert all(hit.title and hit.focus for hit in found)


def test_records_of_a_meeting_turn_to_it(sample_office: Office, sample_ids: Sample) -> None:
    for hit in search.find(sample_office, "决算草案"):
        assert hit.meeting_id in (sample_ids.meeting_id, sample_ids.chairs_meeting_id)


def test_an_issued_document_is_found_by_number_and_title(
    sample_office: Office, sample_ids: Sample
) -> None:
    notice = documents.available(sample_office, sample_ids.meeting_id)[0]
    made = documents.issue(sample_office, notice, number="示人常〔2026〕15号")
    for typed in ("15号", "召开 通知", "gyzk"):
        hits = [h for h in search.find(sample_office, typed) if h.kind == "印发文书"]
        assert [hit.focus for hit in hits] == [{"issued_id": made}]
        assert hits[0].panel == "documents"


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "没有这样的话"])
def test_nothing_is_found_where_nothing_is_meant(sample_office: Office, typed: str) -> None:
    assert search.find(sample_office, typed) == []


def test_no_kind_pushes_the_others_out(sample_office: Office) -> None:
    hits = search.find(sample_office, "市")
    assert len(hits) <= 30
    assert {"议题", "任免", "单位"} <= kinds(hits)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=12))
def test_anything_may_be_typed(sample_office: Office, typed: str) -> None:
    assert len(search.find(sample_office, typed, limit=5)) <= 5


@pytest.mark.slow
def test_a_full_desk_answers_at_once(sample_office: Office, sample_ids: Sample) -> None:
    def fill(work: object) -> None:
        for number in range(100, 140):
            meeting = meetings.convene(work, term_id=sample_ids.term_id, number=number)
            for item in range(20):
                agenda.add_item(
                    work, meeting, verb="审议", subject=f"第{number}次会议第{item}项工作报告"
                )

    sample_office.perform(fill, name="样例")
    search.find(sample_office, "gzbg")  # the initials of titles are worked out once
    start = time.process_time()
    hits = search.find(sample_office, "gzbg")
    assert time.process_time() - start < 1.0
    assert "议题" in kinds(hits)
