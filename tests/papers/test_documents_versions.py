"""修改对照表 and 花脸稿: nothing of either text is lost, and only what changed is marked."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.actions import decisions, documents, meetings
from meetingdesk.errors import Refused
from meetingdesk.papers.documents import Reference
from meetingdesk.papers.documents.versions import FIRST, pieces
from meetingdesk.papers.model import Edit, Face, Paragraph, Table
from meetingdesk.papers.word import render_docx
from meetingdesk.rules.revisions import pairs_of

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample

TEXT = st.text("市人大常委会决定一二三，。", max_size=14)
LINES = st.lists(st.text("市人大决定一二，。", min_size=1, max_size=12), max_size=6)


@given(TEXT, TEXT)
def test_both_texts_come_back_from_the_pieces(old: str, new: str) -> None:
    made = list(pieces(old, new))
    assert "".join(text for edit, text in made if edit is not Edit.INSERTED) == old
    assert "".join(text for edit, text in made if edit is not Edit.DELETED) == new
    if old == new:
        assert all(edit is None for edit, _ in made)


@given(LINES, LINES)
def test_every_paragraph_is_in_one_pair_and_in_order(old: list[str], new: list[str]) -> None:
    pairs = pairs_of("\n".join(old), "\n".join(new))
    assert [p.old for p in pairs if p.old is not None] == old
    assert [p.new for p in pairs if p.new is not None] == new
    if old == new:
        assert not any(p.what for p in pairs)


def draft(office: Office, ids: Sample) -> tuple[int, int]:
    """Put a draft of three versions on a meeting of its own; return meeting and draft."""
    meeting = meetings.convene(office, term_id=ids.term_id, number=40)
    made = decisions.draft_decision(
        office,
        meeting,
        title="示例市公园条例",
        kind="地方性法规",
        body="第一条　甲。\n第二条　乙丙。",
    )
    decisions.write_body(office, made, "第一条　甲。\n第二条　乙丙丁。", label="一审稿")
    decisions.write_body(
        office, made, "第一条　甲。\n第二条　乙丙丁。\n第三条　戊。", label="二审稿"
    )
    return meeting, made


def test_the_last_two_versions_and_the_first(sample_office: Office, sample_ids: Sample) -> None:
    meeting, made = draft(sample_office, sample_ids)
    offered = [r for r in documents.available(sample_office, meeting) if r.kind == "comparison"]
    assert [(r.subject_id, r.part) for r in offered] == [(made, ""), (made, FIRST)]
    last, first = (documents.preview(sample_office, r).text for r in offered)
    assert "与一审稿相比，二审稿新增1处。" in last
    assert "与初稿相比，二审稿修改1处，新增1处。" in first
    assert "第一条　甲。" not in first  # what stayed is not in the table


def test_word_holds_true_tracked_changes(sample_office: Office, sample_ids: Sample) -> None:
    _, made = draft(sample_office, sample_ids)
    paper = documents.preview(sample_office, Reference("redline", "", made, FIRST))
    marked = [
        (run.change.edit, run.text)
        for block in paper.blocks
        if isinstance(block, Paragraph)
        for run in block.runs
        if run.change
    ]
    assert marked == [(Edit.INSERTED, "丁"), (Edit.INSERTED, "第三条　戊。")]
    with zipfile.ZipFile(BytesIO(render_docx(paper))) as word:
        xml = word.read("word/document.xml").decode()
    assert xml.count("<w:ins ") >= 2
    assert 'w:author="张秘书"' in xml


def test_a_draft_of_one_version_has_nothing_to_compare(
    sample_office: Office, sample_ids: Sample
) -> None:
    meeting = meetings.convene(sample_office, term_id=sample_ids.term_id, number=41)
    made = decisions.draft_decision(sample_office, meeting, title="某决定", body="一、甲。")
    kinds = {r.kind for r in documents.available(sample_office, meeting)}
    assert not kinds & {"comparison", "redline"}
    with pytest.raises(Refused, match="只有一稿"):
        documents.preview(sample_office, Reference("comparison", "", made))
    decisions.write_body(sample_office, made, "一、乙。")
    kinds = {r.kind for r in documents.available(sample_office, meeting)}
    assert {"comparison", "redline"} <= kinds  # the text being worked on counts as the latest


def test_the_table_marks_what_went_and_what_came(sample_office: Office, sample_ids: Sample) -> None:
    _, made = draft(sample_office, sample_ids)
    paper = documents.preview(sample_office, Reference("comparison", "", made, FIRST))
    table = next(block for block in paper.blocks if isinstance(block, Table))
    cells = [cell for row in table.rows[1:] for cell in row.cells if cell.runs]
    assert all("".join(run.text for run in cell.runs) == cell.text for cell in cells)
    came = [run.text for cell in cells for run in cell.runs if run.face is Face.HEI]
    assert came == ["丁", "第三条　戊。"]
    with zipfile.ZipFile(BytesIO(render_docx(paper))) as word:
        xml = word.read("word/document.xml").decode()
    assert '<w:t xml:space="preserve">丁</w:t>' in xml
