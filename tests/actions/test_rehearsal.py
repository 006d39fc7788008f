"""演练: a vote practised to its end, the real desk row for row as it was, 演练 on every page."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from meetingdesk.actions import (
    certify,
    count_files,
    counting,
    documents,
    exchange,
    keeping,
    meetings,
    rehearsal,
    returning,
    sample,
    votes,
)
from meetingdesk.actions.office import Office, open_office
from meetingdesk.errors import BadInput, DeskUnusable, Refused
from meetingdesk.papers.layout import lay_out
from meetingdesk.papers.pdf import render_pdf
from meetingdesk.papers.word import render_docx
from meetingdesk.records import backup, journal
from meetingdesk.records.base import Base
from meetingdesk.records.votes import Vote

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meetingdesk.actions.sample import Sample
    from tests.conftest import SampleDesk


def rows(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with office.desk.session() as session:
        return {
            name: sorted(map(tuple, session.execute(table.select())), key=repr)
            for name, table in Base.metadata.tables.items()
        }


@pytest.fixture
def practice(sample_office: Office, sample_ids: Sample) -> Iterator[Office]:
    """A practice copy for the sample's evaluation, which was certified long ago."""
    vote = next(v for v in votes.votes_of(sample_office, sample_ids.meeting_id) if v.kind == "测评")
    path = rehearsal.rehearse(sample_office, vote_id=vote.id)
    office = open_office(path, "张秘书", clock=lambda: sample.NOW)
    yield office
    office.desk.close()
    rehearsal.discard(path)


def hold(office: Office, vote_id: int) -> str:
    """Hold a paper vote from draft to its certified result: all ballots alike, counted twice."""
    votes.open_vote(office, vote_id)
    vote = votes.vote_view(office, vote_id)
    votes.set_issued(office, vote_id, vote.present or 0)
    votes.set_returned(office, vote_id, vote.present or 0)
    marks = {q.key: [vote.choices[0].key] for q in vote.questions}
    for number, name in ((1, "李四"), (2, "王五")):
        count = counting.start_count(office, vote_id, number, name)
        counting.record_ballot(office, count, marks, vote.present or 0)
        counting.finish_count(office, count)
    return certify.certify(office, vote_id)


@pytest.mark.slow
def test_from_draft_to_certified_the_real_desk_stays_row_for_row(
    sample_office: Office, sample_ids: Sample
) -> None:
    before = rows(sample_office)
    undo = sample_office.can_undo()
    vote = next(v for v in votes.votes_of(sample_office, sample_ids.meeting_id) if v.kind == "测评")
    path = rehearsal.rehearse(sample_office, vote_id=vote.id)
    noted = keeping.entries(sample_office, limit=1)[0]
    assert (noted.kind, noted.action) == ("note", "演练")
    place = keeping.file_of(sample_office)
    sample_office.desk.checkpoint()
    still = place.read_bytes()
    copy = open_office(path, "张秘书", clock=lambda: sample.NOW)
    assert copy.practice
    assert not sample_office.practice
    _, mine = rehearsal.subject_of(copy)
    assert mine is not None
    assert hold(copy, mine)
    assert votes.vote_view(copy, mine).state == "已确认"
    assert certify.seal_intact(copy, mine)
    for reference in documents.available(copy, sample_ids.meeting_id)[:1]:
        documents.issue(copy, reference)
    copy.desk.close()
    rehearsal.discard(path)
    assert not path.parent.exists()
    assert place.read_bytes() == still
    after = rows(sample_office)
    assert len(after["journal"]) == len(before["journal"]) + 1
    assert {k: v for k, v in after.items() if k != "journal"} == {
        k: v for k, v in before.items() if k != "journal"
    }
    assert keeping.verify(sample_office) == []
    assert sample_office.can_undo() == undo


def test_a_note_does_not_bar_undo_or_redo(sample_office: Office, sample_ids: Sample) -> None:
    meetings.edit_meeting(sample_office, sample_ids.chairs_meeting_id, place="第二会议室")
    sample_office.undo()
    rehearsal.discard(rehearsal.rehearse(sample_office, meeting_id=sample_ids.meeting_id))
    assert sample_office.can_redo() is not None
    sample_office.redo()
    rehearsal.discard(rehearsal.rehearse(sample_office, meeting_id=sample_ids.meeting_id))
    sample_office.undo()


@pytest.mark.slow
def test_every_paper_says_so_in_word_and_on_every_page(
    qapp: object, practice: Office, sample_ids: Sample
) -> None:
    _, vote_id = rehearsal.subject_of(practice)
    assert vote_id is not None
    hold(practice, vote_id)
    kinds = set()
    for reference in documents.available(practice, sample_ids.meeting_id):
        if reference.kind in kinds:
            continue
        kinds.add(reference.kind)
        document = documents.preview(practice, reference)
        for page in lay_out(document):
            marks = [g for g in page.glyphs if g.angle and g.text == "演练"]
            assert len(marks) == 1, reference
        with zipfile.ZipFile(io.BytesIO(render_docx(document))) as file:
            heads = [file.read(name).decode() for name in file.namelist() if "/header" in name]
        assert heads
        assert all('string="演练"' in head for head in heads), reference
    assert {"notice", "agenda", "evaluation_ballot", "ballot", "tally", "news"} <= kinds


def test_nothing_of_it_can_become_a_record(
    practice: Office, sample_office: Office, sample_ids: Sample, tmp_path: Path
) -> None:
    _, vote_id = rehearsal.subject_of(practice)
    assert vote_id is not None
    hold(practice, vote_id)
    assert certify.export_vote(practice, vote_id)["rehearsal"] is True
    result = certify.result_of(practice, vote_id)
    assert result is not None
    assert result.rehearsal
    with pytest.raises(Refused, match="这是演练，不能备份"):
        keeping.back_up(practice, tmp_path / "copy.desk")
    for kind in ("meeting", "roster", "agenda", "appointments"):
        with pytest.raises(Refused, match="这是演练，不能导出"):
            exchange.export_file(
                practice, kind, tmp_path / "out.json", meeting_id=sample_ids.meeting_id
            )
    with pytest.raises(Refused, match="已经是演练"):
        rehearsal.rehearse(practice, vote_id=vote_id)
    place = tmp_path / "real.desk"
    with pytest.raises(DeskUnusable, match="演练用的副本"):
        keeping.restore(keeping.file_of(practice), place)
    assert not place.exists()
    assert not list(tmp_path.glob("out*"))


def test_the_mark_stays_in_the_file(practice: Office) -> None:
    with closing(sqlite3.connect(keeping.file_of(practice))) as connection:
        for words in ("DELETE FROM practice", "UPDATE practice SET desk = ''"):
            with pytest.raises(sqlite3.IntegrityError, match="stays"):
                connection.execute(words)


def test_undo_in_the_copy_stops_where_practice_began(practice: Office) -> None:
    assert practice.can_undo() is None
    _, vote_id = rehearsal.subject_of(practice)
    assert vote_id is not None
    votes.edit_vote(practice, vote_id, title="试一试")
    practice.undo()
    assert practice.can_undo() is None


def test_before_anyone_is_marked_present_it_can_still_be_practised(
    sample_office: Office, sample_ids: Sample
) -> None:
    with sample_office.desk.session() as session:
        session.execute(text("UPDATE attendance SET state = '未登记'"))
        session.commit()
    vote = votes.votes_of(sample_office, sample_ids.meeting_id)[-1]
    path = rehearsal.rehearse(sample_office, vote_id=vote.id)
    copy = open_office(path, "张秘书", clock=lambda: sample.NOW)
    _, vote_id = rehearsal.subject_of(copy)
    assert vote_id is not None
    votes.open_vote(copy, vote_id)
    view = votes.vote_view(copy, vote_id)
    assert view.present == view.members == 41
    copy.desk.close()
    rehearsal.discard(path)


def test_what_is_not_a_copy_is_never_thrown_away(
    sample_desk: SampleDesk, sample_office: Office, tmp_path: Path
) -> None:
    rehearsal.discard(keeping.file_of(sample_office))
    assert keeping.file_of(sample_office).exists()
    with pytest.raises(Refused, match="哪次会议"):
        rehearsal.rehearse(sample_office)
    with sample_office.desk.session() as session:
        assert journal.verify(session) == []


@pytest.mark.slow
def test_no_file_of_it_is_taken_into_a_real_desk(
    practice: Office, sample_office: Office, sample_ids: Sample, tmp_path: Path
) -> None:
    _, vote_id = rehearsal.subject_of(practice)
    assert vote_id is not None
    hold(practice, vote_id)
    reference = next(
        r for r in documents.available(practice, sample_ids.meeting_id) if r.kind == "agenda"
    )
    word = tmp_path / "议程.docx"
    word.write_bytes(render_docx(documents.preview(practice, reference)))
    assert returning.read_back(practice, sample_ids.meeting_id, word).reference == reference
    with pytest.raises(BadInput, match="演练时印的"):
        returning.read_back(sample_office, sample_ids.meeting_id, word)
    counted = tmp_path / "票.json"
    counted.write_text(json.dumps(certify.export_vote(practice, vote_id)), "utf-8")
    held = votes.draft_vote(
        sample_office,
        kind="测评",
        meeting_id=sample_ids.meeting_id,
        title="再测",
        questions=[(q.text, "", {}) for q in votes.vote_view(practice, vote_id).questions],
    )
    votes.open_vote(sample_office, held)
    present = votes.vote_view(sample_office, held).present or 0
    votes.set_issued(sample_office, held, present)
    votes.set_returned(sample_office, held, present)
    count = counting.start_count(sample_office, held, 1, "李四")
    with pytest.raises(Refused, match="演练时导出的"):
        count_files.preview_count(sample_office, count, str(counted))


@pytest.mark.slow
def test_every_page_of_every_pdf_says_so(
    qapp: object, practice: Office, sample_ids: Sample
) -> None:
    _, vote_id = rehearsal.subject_of(practice)
    assert vote_id is not None
    hold(practice, vote_id)
    kinds = set()
    for reference in documents.available(practice, sample_ids.meeting_id):
        if reference.kind not in kinds:
            kinds.add(reference.kind)
            file = PdfReader(io.BytesIO(render_pdf(documents.preview(practice, reference))))
            for number, page in enumerate(file.pages, 1):
                assert "演练" in page.extract_text().replace("\n", ""), (reference, number)
    assert len(kinds) >= 15


def test_the_practice_vote_is_a_fresh_draft_of_the_same_sheet(
    sample_office: Office, sample_ids: Sample
) -> None:
    real = next(v for v in votes.votes_of(sample_office, sample_ids.meeting_id) if v.kind == "测评")
    with sample_office.desk.session() as session:
        session.execute(
            text("UPDATE vote SET job = 'x', relation = '再次测评', sums = '{}' WHERE id = :id"),
            {"id": real.id},
        )
        session.commit()
    path = rehearsal.rehearse(sample_office, vote_id=real.id)
    copy = open_office(path, "张秘书", clock=lambda: sample.NOW)
    _, mine = rehearsal.subject_of(copy)
    with copy.desk.session() as session:
        row = session.get(Vote, mine)
        assert row is not None
        held = ("card", "result", "digest", "code", "sums", "job", "relation", "opened_on")
        assert [name for name in held if getattr(row, name)] == []
        assert (row.state, row.card_name) == ("拟定", real.card_name)
        assert [q.text for q in row.questions] == [q.text for q in real.questions]
    copy.desk.close()
    rehearsal.discard(path)


def test_copies_left_by_a_killed_program_are_swept_away(
    sample_office: Office,
    sample_ids: Sample,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, other = tmp_path / "会务台演练-old", tmp_path / "别的文件夹"
    for folder in (old, other):
        folder.mkdir()
        (folder / "演练.desk").write_bytes(b"x")
        os.utime(folder, (0, 0))
    path = rehearsal.rehearse(sample_office, meeting_id=sample_ids.meeting_id)
    assert path.parent.parent == tmp_path
    assert not old.exists()
    assert other.exists()
    rehearsal.discard(path)
    rehearsal.discard(other / "演练.desk")
    assert other.exists()


def test_no_room_for_the_copy_leaves_nothing(
    sample_office: Office,
    sample_ids: Sample,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def full(*_: object) -> None:
        raise DeskUnusable("备份没有写成")

    monkeypatch.setattr(backup, "backup", full)
    count = keeping.entry_count(sample_office)
    with pytest.raises(DeskUnusable):
        rehearsal.rehearse(sample_office, meeting_id=sample_ids.meeting_id)
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith("会务台演练")] == []
    assert keeping.entry_count(sample_office) == count
