"""文号: proposed by the body's pattern, gaps noticed and explained, issued papers as they were."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest

from meetingdesk.actions import documents, numbering
from meetingdesk.errors import Refused

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample
    from meetingdesk.papers.documents import Reference

PATTERN = "示人常〔{年}〕{号}号"
YEAR = 2026


@pytest.fixture
def body_id(sample_office: Office) -> int:
    numbering.set_number_pattern(sample_office, 1, PATTERN)
    return 1


def paper(office: Office, ids: Sample, kind: str) -> Reference:
    return next(r for r in documents.available(office, ids.meeting_id) if r.kind == kind)


def test_kinds_without_a_pattern_of_their_own_share_one_series(
    sample_office: Office, sample_ids: Sample, body_id: int
) -> None:
    agenda, notice = (paper(sample_office, sample_ids, kind) for kind in ("agenda", "notice"))
    assert numbering.proposed_number(sample_office, agenda, YEAR) == "示人常〔2026〕1号"
    documents.issue(sample_office, agenda, number="示人常〔2026〕1号")
    assert numbering.proposed_number(sample_office, notice, YEAR) == "示人常〔2026〕2号"
    assert numbering.proposed_number(sample_office, notice, 2027) == "示人常〔2027〕1号"
    numbering.set_number_pattern(sample_office, body_id, "第{号}期", kind="notice")
    assert numbering.proposed_number(sample_office, notice, YEAR) == "第1期"
    assert [p.example for p in numbering.number_patterns(sample_office, body_id)] == [
        "示人常〔2026〕1号",
        "第1期",
    ]


def test_a_gap_is_seen_explained_and_never_given_again(
    sample_office: Office, sample_ids: Sample, body_id: int
) -> None:
    agenda, notice = (paper(sample_office, sample_ids, kind) for kind in ("agenda", "notice"))
    documents.issue(sample_office, agenda, number="示人常〔2026〕1号")
    documents.issue(sample_office, notice, number="示人常〔2026〕5号")
    assert numbering.open_numbers(sample_office, body_id, YEAR) == [
        f"示人常〔2026〕{n}号" for n in (2, 3, 4)
    ]
    numbering.void_numbers(sample_office, body_id, 2, 3, reason="漏编")
    states = {
        x.number: (x.state, x.reason)
        for x in numbering.number_register(sample_office, body_id, YEAR)
    }
    assert states == {
        "示人常〔2026〕1号": ("已印发", ""),
        "示人常〔2026〕2号": ("已说明", "漏编"),
        "示人常〔2026〕3号": ("已说明", "漏编"),
        "示人常〔2026〕4号": ("空号", ""),
        "示人常〔2026〕5号": ("已印发", ""),
    }
    assert numbering.open_numbers(sample_office, body_id, YEAR) == ["示人常〔2026〕4号"]
    with pytest.raises(Refused, match="漏编"):
        documents.issue(sample_office, agenda, number="示人常〔2026〕3号")
    with pytest.raises(Refused, match="已经印发"):
        numbering.void_numbers(sample_office, body_id, 4, 5, reason="作废")
    sample_office.undo()
    assert len(numbering.open_numbers(sample_office, body_id, YEAR)) == 3


def test_the_last_number_spoilt_is_not_given_again(
    sample_office: Office, sample_ids: Sample, body_id: int
) -> None:
    agenda = paper(sample_office, sample_ids, "agenda")
    documents.issue(sample_office, agenda, number="示人常〔2026〕1号")
    numbering.void_numbers(sample_office, body_id, 2, reason="打印作废")
    assert numbering.proposed_number(sample_office, agenda, YEAR) == "示人常〔2026〕3号"
    line = numbering.number_register(sample_office, body_id, YEAR)[1]
    assert line.void_id is not None
    numbering.free_number(sample_office, line.void_id)
    assert numbering.proposed_number(sample_office, agenda, YEAR) == "示人常〔2026〕2号"


def test_a_bad_pattern_is_refused_and_a_rule_can_be_taken_off(
    sample_office: Office, sample_ids: Sample, body_id: int
) -> None:
    with pytest.raises(Refused) as caught:
        numbering.set_number_pattern(sample_office, body_id, "示人常[{年}]{号}号")
    assert "六角括号" in str(caught.value.problems[0])
    numbering.set_number_pattern(sample_office, body_id, "")
    agenda = paper(sample_office, sample_ids, "agenda")
    assert numbering.proposed_number(sample_office, agenda, YEAR) == ""
    assert numbering.number_register(sample_office, body_id, YEAR) == []
    with pytest.raises(Refused, match="文号式样"):
        numbering.void_numbers(sample_office, body_id, 1, reason="漏编")


def test_the_number_stands_in_the_issued_papers_head_and_stays(
    sample_office: Office, sample_ids: Sample, body_id: int
) -> None:
    minutes = paper(sample_office, sample_ids, "minutes")
    issued = documents.issue(sample_office, minutes, number="第36期")
    first = documents.issued_file(sample_office, issued)
    text = "".join(p.text for p in docx.Document(io.BytesIO(first)).paragraphs)
    assert "第36期" in text
    state = next(
        p.state
        for p in documents.overview(sample_office, sample_ids.meeting_id)
        if p.reference == minutes
    )
    assert state == "已印发"
    assert documents.issued_file(sample_office, issued) == first
