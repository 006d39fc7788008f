"""All papers of the sample session as Word files, beside docxtpl filling templates as long.

The peer gets what we wrote, every paragraph's text turned into a placeholder, so that it fills the
same number of equally long documents; making the texts from the records is on our side only.
Needs docxtpl (LGPL, not a dependency) on the path::

    pip install --target PEER docxtpl
    PYTHONPATH=PEER python tests/bench/documents_speed.py

Prints one JSON document; ``ratio`` is our time by the peer's.
"""

from __future__ import annotations

import io
import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import docx

from meetingdesk.actions import documents, sample
from meetingdesk.actions.office import open_office
from meetingdesk.papers.word import render_docx

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 5


def as_template(data: bytes) -> tuple[bytes, dict[str, Any]]:
    """Return the file with each paragraph's text as a placeholder, and the texts."""
    word = docx.Document(io.BytesIO(data))
    paragraphs = list(word.paragraphs)
    for table in word.tables:
        for row in table.rows:
            for cell in row.cells:
                paragraphs += cell.paragraphs
    texts = []
    for paragraph in paragraphs:
        if paragraph.text.strip() and paragraph.runs:
            first, *rest = paragraph.runs
            texts.append(paragraph.text)
            first.text = f"{{{{ p[{len(texts) - 1}] }}}}"
            for run in rest:
                run.text = ""
    out = io.BytesIO()
    word.save(out)
    return out.getvalue(), {"p": texts}


def timed(work: Callable[[], object]) -> float:
    """Return the median seconds of a few rounds, after one to warm up."""
    work()
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    from docxtpl import DocxTemplate

    with tempfile.TemporaryDirectory() as folder:
        office = open_office(Path(folder) / "a.desk", "办公室", clock=lambda: sample.NOW)
        meeting = sample.build(office).meeting_id
        listed = documents.available(office, meeting)
        templates = [
            as_template(render_docx(documents.preview(office, reference))) for reference in listed
        ]

        def ours() -> None:
            for reference in listed:
                render_docx(documents.preview(office, reference))

        def peer() -> None:
            for data, context in templates:
                template = DocxTemplate(io.BytesIO(data))
                template.render(context)
                template.save(io.BytesIO())

        mine, other = timed(ours), timed(peer)
        office.desk.close()
    print(
        json.dumps(
            {
                "documents": len(listed),
                "ours_s": round(mine, 3),
                "docxtpl_s": round(other, 3),
                "ratio": round(mine / other, 3),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
