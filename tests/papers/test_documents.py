"""Every paper of the sample city, word for word; and never a hole where a word belongs.

The golden texts are made anew only by ``MEETINGDESK_GOLDEN=write`` and then read by a person.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import documents
from meetingdesk.errors import Refused
from meetingdesk.papers.documents import BY_KEY, KINDS, Reference
from meetingdesk.papers.word import render_docx

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
#: what shows that a value was missing where a sentence was composed
HOLES = (
    "{{",
    "}}",
    "{%",
    "None",
    "×××",
    "undefined",
    "（）",
    "《》",
    "“”",
    "  ",
    "，，",
    "。。",
    "、、",
)


def references(office: Office, ids: Sample) -> list[Reference]:
    return [
        reference
        for meeting in (ids.chairs_meeting_id, ids.meeting_id)
        for reference in documents.available(office, meeting)
    ]


def file_of(reference: Reference, ids: Sample) -> Path:
    chairs = reference.subject_id == ids.chairs_meeting_id and reference.kind in (
        "notice",
        "agenda",
        "news",
        "chronicle",
    )
    return GOLDEN / f"{'chairs-' if chairs else ''}{reference.name}.txt"


def test_each_paper_says_what_it_said(sample_office: Office, sample_ids: Sample) -> None:
    wrong = []
    expected = set()
    for reference in references(sample_office, sample_ids):
        path = file_of(reference, sample_ids)
        made = documents.preview(sample_office, reference)
        text = f"{made.title}\n\n{made.text}\n"
        expected.add(path.name)
        if os.environ.get("MEETINGDESK_GOLDEN") == "write":
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        if not path.exists() or path.read_text("utf-8") != text:
            wrong.append(path.name)
    assert wrong == []
    assert {path.name for path in GOLDEN.glob("*.txt")} == expected


def test_the_sample_makes_every_kind(sample_office: Office, sample_ids: Sample) -> None:
    made = {reference.kind for reference in references(sample_office, sample_ids)}
    assert made == {kind.key for kind in KINDS}


def test_no_paper_has_a_hole(sample_office: Office, sample_ids: Sample) -> None:
    found = []
    for reference in references(sample_office, sample_ids):
        made = documents.preview(sample_office, reference)
        assert made.kind == reference.kind
        assert made.title.strip()
        assert len(made.text.replace("\n", "")) > 60
        found += [
            f"{reference.name}: {hole}" for hole in HOLES if hole in made.text or hole in made.title
        ]
    assert found == []


def test_file_names_are_unique_within_a_meeting(sample_office: Office, sample_ids: Sample) -> None:
    for meeting in (sample_ids.meeting_id, sample_ids.chairs_meeting_id):
        names = [r.name for r in documents.available(sample_office, meeting)]
        assert len(set(names)) == len(names)


def test_equal_records_give_equal_bytes(sample_office: Office, sample_ids: Sample) -> None:
    for reference in references(sample_office, sample_ids):
        first = documents.preview(sample_office, reference)
        second = documents.preview(sample_office, reference)
        assert first == second
    one = next(r for r in references(sample_office, sample_ids) if r.kind == "agenda")
    made = documents.preview(sample_office, one)
    assert render_docx(made) == render_docx(documents.preview(sample_office, one))


@pytest.mark.slow
def test_equal_records_give_equal_bytes_in_word_and_pdf(
    sample_office: Office, sample_ids: Sample, qapp: object
) -> None:
    from meetingdesk.papers.pdf import render_pdf

    kinds: set[str] = set()
    for reference in references(sample_office, sample_ids):
        if reference.kind in kinds:
            continue
        kinds.add(reference.kind)
        made = documents.preview(sample_office, reference)
        again = documents.preview(sample_office, reference)
        assert render_docx(made) == render_docx(again), reference.name
        assert render_pdf(made) == render_pdf(again), reference.name


def test_a_paper_without_its_record_is_refused(sample_office: Office) -> None:
    for kind in BY_KEY:
        with pytest.raises(Refused):
            documents.preview(sample_office, Reference(kind, "", 9999))
    with pytest.raises(Refused, match="没有“poster”这种文书"):
        documents.preview(sample_office, Reference("poster", "", 1))


def test_an_empty_meeting_offers_nothing(sample_office: Office, sample_ids: Sample) -> None:
    from meetingdesk.actions import meetings

    empty = meetings.convene(sample_office, term_id=sample_ids.term_id, number=37)
    assert documents.available(sample_office, empty) == []
    with pytest.raises(Refused, match="没有可以生成的文书"):
        documents.write(sample_office, empty, Path("nowhere"))
    assert not Path("nowhere").exists()
