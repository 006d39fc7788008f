"""改了能收回: papers edited by hand come back, are recognised, and each change finds its place."""

from __future__ import annotations

import io
import shutil
import subprocess
from typing import TYPE_CHECKING

import docx
import pytest

from meetingdesk.actions import agenda, decisions, documents, returning
from meetingdesk.actions.returning import DATA, DROP, KEEP, RECORD, WORDING
from meetingdesk.errors import BadInput, Refused
from meetingdesk.papers.returned import read_docx
from meetingdesk.papers.word import render_docx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample
    from meetingdesk.papers.documents import Reference


def paper(office: Office, meeting_id: int, kind: str, nth: int = 0) -> Reference:
    return [r for r in documents.available(office, meeting_id) if r.kind == kind][nth]


def written(office: Office, reference: Reference) -> bytes:
    return render_docx(documents.preview(office, reference))


def edited(data: bytes, old: str, new: str) -> bytes:
    """Replace ``old`` within a paragraph as a person would; it must be there exactly once."""
    word = docx.Document(io.BytesIO(data))
    paragraphs = [*word.paragraphs]
    for table in word.tables:
        for row in table.rows:
            for cell in row.cells:
                paragraphs += cell.paragraphs
    hits = {id(p._p): p for p in paragraphs if old in p.text}
    assert len(hits) == 1, (old, len(hits))
    (paragraph,) = hits.values()
    first, *rest = paragraph.runs
    first.text = paragraph.text.replace(old, new)
    for run in rest:
        run.text = ""
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


#: kind of paper, what a hand changed, how it must be called
EDITS = (
    ("notice", "请提前测试设备", "请务必提前测试设备", WORDING),
    ("opinions", "强化经济运行调度", "加强经济运行调度", WORDING),
    ("news", "主持会议并讲话", "主持会议并作讲话", WORDING),
    ("minutes", "会议议定", "会议明确", WORDING),
    ("plan", "现制定方案如下", "现提出方案如下", WORDING),
    ("agenda", "江源市东城区", "江源市西城区", DATA),
    ("schedule", "16:30", "16:00", DATA),
    ("letter", "叶知秋", "叶知春", DATA),
    ("decision", "2025年市级决算草案", "2024年市级决算草案", DATA),
    ("assignment", "11月18日", "11月28日", DATA),
)


def planted(
    office: Office, meeting_id: int, kind: str, old: str, new: str
) -> tuple[Reference, bytes]:
    """Edit the first paper of the kind where the old words stand exactly once."""
    for reference in documents.available(office, meeting_id):
        if reference.kind == kind:
            try:
                return reference, edited(written(office, reference), old, new)
            except AssertionError:
                continue
    raise AssertionError(f"{old} stands once in no {kind}")


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "old", "new", "called"), EDITS)
def test_an_edit_is_found_and_rightly_called(
    sample_office: Office, sample_ids: Sample, tmp_path: Path,
    kind: str, old: str, new: str, called: str,
) -> None:  # fmt: skip
    reference, data = planted(sample_office, sample_ids.meeting_id, kind, old, new)
    path = tmp_path / "改过的稿子.docx"
    path.write_bytes(data)
    back = returning.read_back(sample_office, sample_ids.meeting_id, path)
    assert back.reference == reference
    (change,) = back.changes
    assert (change.kind, new in change.new) == (called, True)


@pytest.mark.slow
def test_an_untouched_paper_is_unchanged(
    sample_office: Office, sample_ids: Sample, tmp_path: Path
) -> None:
    for kind in ("notice", "agenda", "decision", "letter"):
        reference = paper(sample_office, sample_ids.meeting_id, kind)
        path = tmp_path / "a.docx"
        path.write_bytes(written(sample_office, reference))
        back = returning.read_back(sample_office, sample_ids.meeting_id, path)
        assert (back.reference, back.changes) == (reference, ())


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
def test_what_an_office_program_saved_again_gives_no_false_alarm(
    sample_office: Office, sample_ids: Sample, tmp_path: Path
) -> None:
    """Every paper of the session, opened and saved by LibreOffice as its own .docx."""
    listed = documents.available(sample_office, sample_ids.meeting_id)
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    for at, reference in enumerate(listed):
        (ours / f"{at:03}.docx").write_bytes(written(sample_office, reference))

    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path / 'profile'}",
         "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(theirs),
         *map(str, sorted(ours.iterdir()))],
        check=True, capture_output=True, timeout=280,
    )  # fmt: skip
    for at, reference in enumerate(listed):
        if reference.kind in ("redline", "comparison"):
            continue
        path = theirs / f"{at:03}.docx"
        back = returning.read_back(
            sample_office, sample_ids.meeting_id, path,
            None if reference.kind in ("notice", "agenda", "letter") else reference,
        )  # fmt: skip
        assert (reference.name, back.changes) == (reference.name, ())
        assert back.reference == reference


@pytest.fixture
def give(
    sample_office: Office, sample_ids: Sample, tmp_path: Path
) -> Callable[..., returning.Returned]:
    def run(reference: Reference, old: str, new: str) -> returning.Returned:
        path = tmp_path / "稿.docx"
        path.write_bytes(edited(written(sample_office, reference), old, new))
        return returning.read_back(sample_office, sample_ids.meeting_id, path, reference)

    return run


def test_data_go_into_the_record_and_out_on_every_paper(
    sample_office: Office, sample_ids: Sample, give: Callable[..., returning.Returned]
) -> None:
    reference = paper(sample_office, sample_ids.meeting_id, "agenda")
    back = give(reference, "江源市东城区", "江源市西城区")
    (change,) = back.changes
    assert change.choice == RECORD
    assert change.field is not None
    assert change.field.label == "议题"
    assert returning.apply(sample_office, back, {}) == 1
    subjects = [i.subject for i in agenda.items(sample_office, sample_ids.meeting_id)]
    assert any("江源市西城区" in subject for subject in subjects)
    assert (
        "江源市西城区"
        in documents.preview(
            sample_office, paper(sample_office, sample_ids.meeting_id, "schedule")
        ).text
    )
    assert returning.kept(sample_office, reference) == []
    sample_office.undo()
    assert "江源市西城区" not in documents.preview(sample_office, reference).text


def test_a_kept_line_survives_making_the_paper_again(
    sample_office: Office, sample_ids: Sample, give: Callable[..., returning.Returned]
) -> None:
    reference = paper(sample_office, sample_ids.meeting_id, "notice")
    back = give(reference, "请提前测试设备", "请务必提前测试设备")
    assert back.changes[0].choice == KEEP
    returning.apply(sample_office, back, {})
    assert "请务必提前测试设备" in documents.preview(sample_office, reference).text
    assert "请务必提前测试设备" in "\n".join(read_docx(written(sample_office, reference)).lines)
    (row,) = returning.kept(sample_office, reference)
    assert (row.used, row.by) == (True, "张秘书")
    # changed again by hand: still one replacement of one line
    again = give(reference, "请务必提前测试设备", "请当天提前测试设备")
    returning.apply(sample_office, again, {})
    (row,) = returning.kept(sample_office, reference)
    assert "请当天提前测试设备" in row.new
    returning.drop_kept(sample_office, row.id)
    assert "请提前测试设备" in documents.preview(sample_office, reference).text
    sample_office.undo()
    assert "请当天提前测试设备" in documents.preview(sample_office, reference).text


def test_changed_back_by_hand_a_kept_line_is_let_go(
    sample_office: Office, sample_ids: Sample, give: Callable[..., returning.Returned]
) -> None:
    reference = paper(sample_office, sample_ids.meeting_id, "notice")
    returning.apply(sample_office, give(reference, "请提前测试设备", "请务必测试设备"), {})
    returning.apply(sample_office, give(reference, "请务必测试设备", "请提前测试设备"), {})
    assert returning.kept(sample_office, reference) == []


def test_what_is_not_taken_changes_nothing(
    sample_office: Office, sample_ids: Sample, give: Callable[..., returning.Returned]
) -> None:
    reference = paper(sample_office, sample_ids.meeting_id, "notice")
    before = documents.preview(sample_office, reference)
    back = give(reference, "请提前测试设备", "请务必提前测试设备")
    assert returning.apply(sample_office, back, {0: DROP}) == 0
    assert documents.preview(sample_office, reference) == before


def test_a_kept_line_whose_ground_is_gone_is_told(
    sample_office: Office, sample_ids: Sample, give: Callable[..., returning.Returned]
) -> None:
    reference = paper(sample_office, sample_ids.meeting_id, "agenda")
    back = give(reference, "江源市东城区", "江源市西城区")
    returning.apply(sample_office, back, {0: KEEP})
    (row,) = returning.kept(sample_office, reference)
    assert row.used
    item = agenda.items(sample_office, sample_ids.meeting_id)[4]
    agenda.edit_item(sample_office, item.id, subject="《另一个决定（草案）》")
    (row,) = returning.kept(sample_office, reference)
    assert not row.used


def test_a_locked_record_refuses_and_nothing_is_half_taken(
    sample_office: Office, sample_ids: Sample, give: Callable[..., returning.Returned]
) -> None:
    reference = paper(sample_office, sample_ids.meeting_id, "decision")
    back = give(reference, "2025年市级决算草案", "2024年市级决算草案")
    assert back.changes[0].choice == RECORD
    with pytest.raises(Refused, match="已经通过"):
        returning.apply(sample_office, back, {})
    row = decisions.decisions(sample_office, sample_ids.meeting_id)[0]
    assert "2024" not in row.body
    returning.apply(sample_office, back, {0: KEEP})
    assert "2024年市级决算草案" in documents.preview(sample_office, reference).text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0old word", "读不出来"),
        ("a.docx", b"PK\x03\x04 broken", "读不出来"),
        ("a.docx", None, "读不出来"),
    ],
)
def test_a_wrong_file_is_refused_in_chinese(
    sample_office: Office, sample_ids: Sample, tmp_path: Path, name: str, data: bytes | None, words: str
) -> None:  # fmt: skip
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(BadInput, match=words):
        returning.read_back(sample_office, sample_ids.meeting_id, path)


def test_a_file_of_no_paper_of_the_meeting_is_refused(
    sample_office: Office, sample_ids: Sample, tmp_path: Path
) -> None:
    word = docx.Document()
    word.add_paragraph("关于端午节放假的通知")
    word.save(str(tmp_path / "b.docx"))
    with pytest.raises(BadInput, match="不像这次会议的文书"):
        returning.read_back(sample_office, sample_ids.meeting_id, tmp_path / "b.docx")
