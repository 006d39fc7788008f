"""Every paper of the sample, opened by an office program: whole, filled, the same length."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from meetingdesk.actions import documents
from meetingdesk.papers.documents import KINDS
from meetingdesk.papers.pdf import render_pdf
from meetingdesk.papers.word import render_docx

from . import fuller

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.papers.documents import Reference
    from tests.conftest import SampleDesk

    from .fuller import Full

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("soffice") is None or shutil.which("pdftotext") is None,
        reason="needs LibreOffice and poppler, which the full test command installs",
    ),
]

#: what a template that was not filled would leave behind
PLACEHOLDERS = re.compile(r"\{\{|\}\}|\{%|None|undefined|×××|XXX|待填|（）|《》|〔〕|第次|年月日")


#: papers with a page for each person are made for the smallest meeting only
A_PAGE_EACH = ("notices", "name_cards", "badges")
#: of kinds that have many papers, the first ones
MOST = 2


def chosen(full: Full) -> list[tuple[str, Reference]]:
    """Return a paper or two of every kind, from all meetings."""
    kept: dict[str, list[tuple[str, Reference]]] = {}
    for tag, reference in full.references():
        small = tag.startswith("党组") or reference.part == "列席证"
        if small or reference.kind not in A_PAGE_EACH:
            kept.setdefault(reference.kind, []).append((tag, reference))
    return [one for found in kept.values() for one in found[:MOST]]


#: where a Word file keeps its words, struck ones among them (drawings hold numbers besides)
WORDS = tuple(
    f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"
    for name in ("t", "delText")
)


@pytest.fixture(scope="module")
def papers(
    tmp_path_factory: pytest.TempPathFactory, sample_desk: SampleDesk, qapp: object
) -> tuple[Path, Path]:
    """Return a folder of papers of every kind and that of LibreOffice's PDFs of them.

    All go through one call of the office program: it takes longer to start than to convert.
    """
    base = tmp_path_factory.mktemp("papers")
    folder, office = base / "文书", base / "office"
    folder.mkdir()
    with fuller.opened(sample_desk, base) as full:
        picked = chosen(full)
        assert {r.kind for _, r in picked} == {kind.key for kind in KINDS}
        for tag, reference in picked:
            made = documents.preview(full.office, reference)
            (folder / f"{tag}{reference.name}.docx").write_bytes(render_docx(made))
            (folder / f"{tag}{reference.name}.pdf").write_bytes(render_pdf(made))
    profile = (base / "profile").as_uri()
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(office),
            *sorted(str(p) for p in folder.glob("*.docx")),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return folder, office


def text_of(pdf: Path) -> str:
    """Return the text poppler finds in a PDF."""
    found = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, timeout=60
    )
    return found.stdout.decode()


def test_every_paper_opens_and_has_as_many_pages_as_ours(papers: tuple[Path, Path]) -> None:
    folder, office = papers
    names = sorted(p.stem for p in folder.glob("*.docx"))
    assert len(names) >= 25
    assert sorted(p.stem for p in office.glob("*.pdf")) == names
    for name in names:
        ours = len(PdfReader(folder / f"{name}.pdf").pages)
        theirs = len(PdfReader(office / f"{name}.pdf").pages)
        # large print has twenty characters a line: a digit set wider may push one over
        spare = 1 if "主持词" in name else 0
        assert abs(theirs - ours) <= spare, (name, theirs, ours)


def test_no_paper_is_empty_and_no_placeholder_is_left(papers: tuple[Path, Path]) -> None:
    folder, office = papers
    for pdf in sorted([*folder.glob("*.pdf"), *office.glob("*.pdf")]):
        text = text_of(pdf)
        assert len(re.findall(r"[一-鿿]", text)) > 20, pdf.name
        assert not PLACEHOLDERS.search(text), (pdf.name, PLACEHOLDERS.search(text))


def test_word_files_are_sound_xml_with_nothing_unfilled(papers: tuple[Path, Path]) -> None:
    for path in sorted(papers[0].glob("*.docx")):
        with zipfile.ZipFile(path) as package:
            assert package.testzip() is None
            for part in package.namelist():
                if part.endswith((".xml", ".rels")):
                    root = ET.fromstring(package.read(part))
                    if part == "word/document.xml":
                        text = "".join(n.text or "" for n in root.iter() if n.tag in WORDS)
                        assert not PLACEHOLDERS.search(text), path.name


def test_the_same_words_stand_in_word_and_in_our_pdf(papers: tuple[Path, Path]) -> None:
    folder, _ = papers
    for docx in sorted(folder.glob("*.docx")):
        with zipfile.ZipFile(docx) as package:
            root = ET.fromstring(package.read("word/document.xml"))
        texts = [node.text or "" for node in root.iter() if node.tag in WORDS]
        word = "".join(re.findall(r"[一-鿿0-9]", "".join(texts)))
        pages = PdfReader(docx.with_suffix(".pdf")).pages
        ours = "".join(re.findall(r"[一-鿿0-9]", "".join(p.extract_text() for p in pages)))
        missing = [c for c in set(word) if ours.count(c) < word.count(c)]
        assert not missing, (docx.name, missing)
