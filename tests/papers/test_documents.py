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
from meetingdesk.papers.model import Face, Role
from meetingdesk.papers.word import render_docx
from meetingdesk.rules.numerals import han

from . import fuller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample
    from meetingdesk.papers.model import Document
    from tests.conftest import SampleDesk

    from .fuller import Full

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
    "，。",
    "；。",
)


@pytest.fixture(scope="module")
def full(sample_desk: SampleDesk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Full]:
    with fuller.opened(sample_desk, tmp_path_factory.mktemp("full")) as made:
        yield made


@pytest.fixture(scope="module")
def made_once(full: Full) -> list[tuple[str, Reference, Document]]:
    return [(tag, r, documents.preview(full.office, r)) for tag, r in full.references()]


def test_each_paper_says_what_it_said(
    made_once: list[tuple[str, Reference, Document]],
) -> None:
    wrong = []
    expected = set()
    for tag, reference, made in made_once:
        if reference.kind == "notices" and not tag.startswith("党组"):
            continue  # a page for each of forty members says nothing more
        path = GOLDEN / f"{tag}{reference.name[3:]}.txt"  # without its place among the kinds
        text = f"{made.title}\n\n{made.text}\n"
        expected.add(path.name)
        if os.environ.get("MEETINGDESK_GOLDEN") == "write":
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        if not path.exists() or path.read_text("utf-8") != text:
            wrong.append(path.name)
    assert wrong == []
    assert {path.name for path in GOLDEN.glob("*.txt")} == expected


def test_the_sample_and_its_additions_make_every_kind(full: Full) -> None:
    assert {reference.kind for _, reference in full.references()} == {kind.key for kind in KINDS}


def test_no_paper_has_a_hole(made_once: list[tuple[str, Reference, Document]]) -> None:
    found = []
    for tag, reference, made in made_once:
        assert made.kind == reference.kind
        assert made.title.strip()
        assert len(made.text.replace("\n", "")) > 40, reference.name
        found += [
            f"{tag}{reference.name}: {hole}"
            for hole in HOLES
            if hole in made.text or hole in made.title
        ]
    assert found == []


def test_file_names_are_unique_within_a_meeting(full: Full) -> None:
    for meeting in full.meetings.values():
        names = [r.name for r in documents.available(full.office, meeting)]
        assert len(set(names)) == len(names)


def test_papers_of_one_kind_are_told_apart_by_their_titles(
    made_once: list[tuple[str, Reference, Document]],
) -> None:
    """An issued paper is known again by kind and title."""
    titles = [(tag, reference.kind, made.title) for tag, reference, made in made_once]
    assert [title for title in titles if titles.count(title) > 1] == []


def test_equal_records_give_equal_papers(
    full: Full, made_once: list[tuple[str, Reference, Document]]
) -> None:
    kinds = {reference.kind: (reference, made) for _, reference, made in made_once}
    for reference, made in kinds.values():
        assert made == documents.preview(full.office, reference)
    one = next(r for _, r in full.references() if r.kind == "agenda")
    made = documents.preview(full.office, one)
    assert render_docx(made) == render_docx(documents.preview(full.office, one))


@pytest.mark.slow
def test_equal_records_give_equal_bytes_in_word_and_pdf(full: Full, qapp: object) -> None:
    from meetingdesk.papers.pdf import render_pdf

    kinds: set[str] = set()
    for _, reference in full.references():
        if reference.kind in kinds:
            continue
        kinds.add(reference.kind)
        made = documents.preview(full.office, reference)
        again = documents.preview(full.office, reference)
        assert render_docx(made) == render_docx(again), reference.name
        assert render_pdf(made) == render_pdf(again), reference.name


def test_a_paper_without_its_record_is_refused(full: Full) -> None:
    for kind in BY_KEY:
        with pytest.raises(Refused):
            documents.preview(full.office, Reference(kind, "", 9999))
    with pytest.raises(Refused, match="没有“poster”这种文书"):
        documents.preview(full.office, Reference("poster", "", 1))


def test_an_empty_meeting_offers_nothing(sample_office: Office, sample_ids: Sample) -> None:
    from meetingdesk.actions import meetings

    empty = meetings.convene(sample_office, term_id=sample_ids.term_id, number=37)
    assert documents.available(sample_office, empty) == []
    with pytest.raises(Refused, match="没有可以生成的文书"):
        documents.write(sample_office, empty, Path("nowhere"))
    assert not Path("nowhere").exists()


def test_a_long_regulation_is_explained_by_its_chapters(
    sample_office: Office, sample_ids: Sample
) -> None:
    from meetingdesk.actions import decisions, meetings

    articles = [f"第{han(n)}条　市人民政府应当做好第{n}件事。" for n in range(1, 41)]
    body = "\n".join(["第一章　总则", *articles[:20], "第二章　保护措施", *articles[20:]])
    meeting = meetings.convene(sample_office, term_id=sample_ids.term_id, number=37)
    made = decisions.draft_decision(
        sample_office, meeting, title="示例市公园条例", body=body, drafted_by="市人大法制委"
    )
    told = documents.preview(sample_office, Reference("explanation", "", made)).text
    assert "草案共2章40条，分别是总则、保护措施。" in told
    printed = documents.preview(sample_office, Reference("decision", "", made))
    first = next(b for b in printed.blocks if getattr(b, "text", "").startswith("第一条"))
    assert (first.runs[0].text, first.runs[0].face) == ("第一条", Face.HEI)
    chapter = next(b for b in printed.blocks if getattr(b, "text", "").startswith("第二章"))
    assert chapter.role is Role.HEADING
