"""Papers written, issued with a number, kept byte for byte, withdrawn with undo."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from meetingdesk.actions import documents, meetings
from meetingdesk.actions.documents import CHANGED, ISSUED, NOT_ISSUED
from meetingdesk.errors import Refused
from meetingdesk.papers.documents import Reference
from meetingdesk.records.documents import Blob

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample


def reference_of(office: Office, meeting: int, kind: str) -> Reference:
    return next(r for r in documents.available(office, meeting) if r.kind == kind)


def paper_of(office: Office, meeting: int, reference: Reference) -> documents.Paper:
    return next(p for p in documents.overview(office, meeting) if p.reference == reference)


@pytest.fixture
def meeting(sample_ids: Sample) -> int:
    return sample_ids.meeting_id


def test_papers_come_in_the_order_of_the_work(sample_office: Office, meeting: int) -> None:
    papers = documents.overview(sample_office, meeting)
    stages = [paper.stage for paper in papers]
    assert stages == sorted(stages, key=["会前", "会中", "会后"].index)
    assert {paper.state for paper in papers} == {NOT_ISSUED}
    assert len({paper.id for paper in papers}) == len(papers) >= 50


def test_ballot_titles_say_the_subject_once(sample_office: Office, meeting: int) -> None:
    titles = {r.kind: r.title for r in documents.available(sample_office, meeting)}
    assert titles["evaluation_ballot"] == "对市商务局等5个对象的满意度测评票"
    assert titles["ballot"] == "人事任免事项的表决票"


def test_an_issued_paper_is_known_until_its_records_change(
    sample_office: Office, meeting: int
) -> None:
    agenda = reference_of(sample_office, meeting, "agenda")
    notice = reference_of(sample_office, meeting, "notice")
    documents.issue(sample_office, notice, number="示人常办〔2026〕21号", on=dt.date(2026, 8, 10))
    assert paper_of(sample_office, meeting, notice).state == ISSUED
    assert paper_of(sample_office, meeting, notice).number == "示人常办〔2026〕21号"
    assert paper_of(sample_office, meeting, agenda).state == NOT_ISSUED
    meetings.edit_meeting(sample_office, meeting, place="市人大常委会第一会议室")
    assert paper_of(sample_office, meeting, notice).state == CHANGED
    sample_office.undo()
    assert paper_of(sample_office, meeting, notice).state == ISSUED


def test_the_issued_copy_stays_as_it_was(
    sample_office: Office, meeting: int, tmp_path: Path
) -> None:
    from meetingdesk.papers.word import render_docx

    notice = reference_of(sample_office, meeting, "notice")
    before = render_docx(documents.preview(sample_office, notice))
    made = documents.issue(sample_office, notice, on=dt.date(2026, 8, 10))
    meetings.edit_meeting(sample_office, meeting, place="别处")
    assert render_docx(documents.preview(sample_office, notice)) != before
    saved = documents.save_issued(sample_office, made, tmp_path / "a" / "通知.docx")
    assert saved.read_bytes() == before == documents.issued_file(sample_office, made)
    with zipfile.ZipFile(io.BytesIO(before)) as word:
        assert word.testzip() is None


def test_a_number_is_used_once(sample_office: Office, meeting: int) -> None:
    notice = reference_of(sample_office, meeting, "notice")
    agenda = reference_of(sample_office, meeting, "agenda")
    documents.issue(sample_office, notice, number=" 示人常〔2026〕15号 ")
    with pytest.raises(Refused, match="已经用过") as caught:
        documents.issue(sample_office, agenda, number="示人常〔2026〕15号")
    assert [problem.field for problem in caught.value.problems] == ["文号"]
    documents.issue(sample_office, agenda)
    documents.issue(sample_office, agenda)  # several without a number are no conflict
    assert [d.number for d in documents.issued(sample_office, meeting)] == [
        "",
        "",
        "示人常〔2026〕15号",
    ]


def test_withdrawing_frees_the_number_and_undo_brings_it_back(
    sample_office: Office, meeting: int
) -> None:
    notice = reference_of(sample_office, meeting, "notice")
    made = documents.issue(sample_office, notice, number="示人常〔2026〕15号")
    kept = documents.issued_file(sample_office, made)
    assert sample_office.can_undo() is None  # issuing is taken back by withdrawing only
    documents.withdraw(sample_office, made)
    assert documents.issued(sample_office, meeting) == []
    assert paper_of(sample_office, meeting, notice).state == NOT_ISSUED
    sample_office.undo()
    assert [d.id for d in documents.issued(sample_office, meeting)] == [made]
    assert documents.issued_file(sample_office, made) == kept
    sample_office.redo()
    documents.issue(sample_office, notice, number="示人常〔2026〕15号")
    with pytest.raises(Refused):
        documents.withdraw(sample_office, 999)


@pytest.mark.parametrize(
    ("last", "year", "following"),
    [
        ("示人常〔2026〕15号", 2026, "示人常〔2026〕16号"),
        ("示人常〔2025〕99号", 2026, "示人常〔2026〕1号"),
        ("第三号公告", 2026, ""),
    ],
)
def test_the_next_number(
    sample_office: Office, meeting: int, last: str, year: int, following: str
) -> None:
    notice = reference_of(sample_office, meeting, "notice")
    assert documents.next_number(sample_office, "notice", year) == ""
    documents.issue(sample_office, notice, number=last)
    documents.issue(sample_office, notice)
    assert documents.next_number(sample_office, "notice", year) == following
    assert documents.next_number(sample_office, "agenda", year) == ""


@pytest.mark.slow
def test_every_kind_finds_its_meeting(sample_office: Office, meeting: int) -> None:
    kinds = {r.kind: r for r in documents.available(sample_office, meeting)}
    for reference in kinds.values():
        documents.issue(sample_office, reference)
    assert {d.kind for d in documents.issued(sample_office, meeting)} == set(kinds)


def test_a_paper_that_is_no_more_is_not_issued(sample_office: Office, meeting: int) -> None:
    for gone in (
        Reference("letter", "任命书（张三）", 999),
        Reference("agenda", "议程（草案）", meeting),
    ):
        with pytest.raises(Refused, match="已有变动"):
            documents.issue(sample_office, gone)
    assert documents.issued(sample_office, meeting) == []


def test_a_damaged_copy_is_not_handed_out(
    sample_office: Office, meeting: int, tmp_path: Path
) -> None:
    made = documents.issue(sample_office, reference_of(sample_office, meeting, "agenda"))
    with sample_office.desk.session() as session:
        session.execute(update(Blob).values(data=b"other"))
        session.commit()
    with pytest.raises(Refused, match="与印发时不一致"):
        documents.save_issued(sample_office, made, tmp_path / "a.docx")
    with sample_office.desk.session() as session:
        session.query(Blob).delete()
        session.commit()
    with pytest.raises(Refused, match="不在台账中"):
        documents.issued_file(sample_office, made)
    assert list(tmp_path.glob("*.docx")) == []


def test_writing_stops_where_it_is_told(
    sample_office: Office, meeting: int, tmp_path: Path
) -> None:
    told: list[tuple[int, int, str]] = []

    def progress(done: int, total: int, title: str) -> bool:
        told.append((done, total, title))
        return done < 2

    made = documents.write(sample_office, meeting, tmp_path / "out", progress=progress)
    assert [path.name for path in made] == ["01-会议通知.docx", "02-议程.docx"]
    total = len(documents.available(sample_office, meeting))
    assert told == [(1, total, "会议通知"), (2, total, "议程")]
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(p.name for p in made)


def test_writing_some_kinds_as_word_and_pdf(
    sample_office: Office, meeting: int, tmp_path: Path, qapp: object
) -> None:
    made = documents.write(sample_office, meeting, tmp_path, only=["agenda"], pdf=True)
    assert [path.name for path in made] == ["02-议程.docx", "02-议程.pdf"]
    assert made[1].read_bytes().startswith(b"%PDF")
    listed = documents.available(sample_office, meeting)
    assert documents.already_there(listed, tmp_path, formats=("docx", "pdf")) == [
        "02-议程.docx",
        "02-议程.pdf",
    ]
    with pytest.raises(Refused, match="没有“poster”这种文书"):
        documents.write(sample_office, meeting, tmp_path, only=["poster"])


def test_a_folder_that_is_a_file_is_explained(
    sample_office: Office, meeting: int, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("x", "utf-8")
    with pytest.raises(Refused, match="写不进去"):
        documents.write(sample_office, meeting, tmp_path / "taken", only=["agenda"])
    assert (tmp_path / "taken").read_text("utf-8") == "x"


def test_the_folder_is_named_after_the_meeting(sample_office: Office, meeting: int) -> None:
    name = documents.folder_name(sample_office, meeting)
    assert name == "市十四届人大常委会第三十六次会议文书"


def test_papers_of_some_kinds_are_those_of_the_whole_list(
    sample_office: Office, sample_ids: Sample
) -> None:
    every = documents.available(sample_office, sample_ids.meeting_id)
    kinds = {"agenda", "appointments", "letter", "script"}
    some = documents.available(sample_office, sample_ids.meeting_id, kinds)
    assert some == [ref for ref in every if ref.kind in kinds]
    assert {ref.kind for ref in some} >= {"agenda", "script"}
