"""How fast ballots are read, beside what decoding and finding the marks must cost anyway.

    python -m tests.bench.scan_speed [--pages 360] [--runs 3] [--omrchecker FOLDER PYTHON]

200-dpi grey A4 scans as JPEG, as JPEG in a PDF and as noisy PNG, with one process and with two.
The limit is decoding, the marks in the corners and the boxes' patches, measured in the same run
on the same pages and with as many processes; the ratio is what matters, machines differ. Of
several runs the middle one is shown, and the ratios of all. With
``--omrchecker`` a checkout of OMRChecker reads the same JPEG files (:mod:`tests.bench.omrchecker`).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.locate import Finder, place
from meetingdesk.papers.ballots.pages import Reader, survey
from meetingdesk.papers.ballots.patches import cut
from meetingdesk.papers.ballots.stack import Stack
from tests.bench.omrchecker import pages_a_second
from tests.papers.ballots import kinds
from tests.papers.ballots.files import scanned_pdf
from tests.papers.ballots.scans import SEVERITIES

if TYPE_CHECKING:
    from meetingdesk.papers.ballots.known import KnownForm

KIND = "任免票"
MADE = 24


def scans(form: str = KIND) -> list[np.ndarray]:
    """Return grey 200-dpi scans."""
    made, number = [], 0
    level = SEVERITIES["office"]
    calm = type(level)(**{**vars(level), "dpi": (200,), "bilevel": 0.0, "colour": 0.0})
    while len(made) < MADE:
        made.append(kinds.maker(form).make(calm, np.random.default_rng((4242, number)))[0])
        number += 1
    return made


def write(folder: Path, pictures: list[np.ndarray]) -> dict[str, list[Path]]:
    """Write the pages once as JPEG, as PDFs of JPEGs, and as noisy PNG."""
    files: dict[str, list[Path]] = {"JPEG": [], "JPEG in PDF": [], "noisy PNG": []}
    jpegs = [cv2.imencode(".jpg", p, [cv2.IMWRITE_JPEG_QUALITY, 80])[1] for p in pictures]
    for number, (jpeg, grey) in enumerate(zip(jpegs, pictures, strict=True)):
        path = folder / f"{number}.jpg"
        path.write_bytes(jpeg.tobytes())
        files["JPEG"].append(path)
        noise = np.random.default_rng(number).normal(0, 3, grey.shape)
        ok, png = cv2.imencode(".png", np.clip(grey + noise, 0, 255).astype(np.uint8))
        assert ok
        path = folder / f"{number}.png"
        path.write_bytes(png.tobytes())
        files["noisy PNG"].append(path)
    path = folder / "stack.pdf"
    path.write_bytes(
        scanned_pdf([(j.tobytes(), p.shape) for j, p in zip(jpegs, pictures, strict=True)])
    )
    files["JPEG in PDF"] = [path]
    return files


def limit_of(form: KnownForm, files: list[Path], times: int, turn: int = 0) -> float:
    """Return the seconds that decoding, finding the marks and cutting the boxes take."""
    cv2.setNumThreads(1)
    sources = [(s, n) for s in map(survey, files) for n in range(s.pages)]
    reader, finder = Reader(), Finder()
    start = time.perf_counter()
    for _ in range(times):
        for source, page in sources:
            picture = reader.read(source, page)
            where = place(form.layout, finder.corners(picture.grey))
            assert where is not None
            cut(picture.grey, form.sets[0][0], where)
    return time.perf_counter() - start


def limit(form: KnownForm, files: list[Path], pages: int, jobs: int) -> float:
    """Return pages a second of the limit with ``jobs`` processes."""
    each = sum(survey(f).pages for f in files)
    times = max(1, pages // each // jobs)
    if jobs == 1:
        return each * times / limit_of(form, files, times)
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        took = pool.starmap(limit_of, [(form, files, times)] * jobs)
    return sum(each * times / seconds for seconds in took)


def measure(files: list[Path], pages: int, jobs: int) -> tuple[float, float]:
    """Return pages a second of the reader and of the limit, with ``jobs`` processes.

    The limit is measured before and after: machines grow slower and faster by a third meanwhile.
    """
    form = kinds.known(KIND)
    each = sum(survey(f).pages for f in files)
    times = max(1, pages // each)
    cv2.setNumThreads(1)
    before = limit(form, files, pages // 2, jobs)
    stack = Stack([form], files * times, jobs=jobs)
    rows = stack.rows()
    # processes start once a stack, and the first sides are read without them; what is measured
    # is the reading
    done = min(120 if jobs > 1 else 4, stack.total // 2)
    for _ in range(done):
        next(rows)
    start = time.perf_counter()
    count = sum(1 for _ in rows)
    ours = count / (time.perf_counter() - start)
    assert done + count == stack.total
    return ours, (before + limit(form, files, pages // 2, jobs)) / 2


def first_row(files: list[Path]) -> float:
    """Return the seconds from asking to the first row."""
    start = time.perf_counter()
    rows = Stack([kinds.known(KIND)], files, jobs=2).rows()
    next(rows)
    took = time.perf_counter() - start
    rows.close()
    return took


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=360)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--omrchecker", nargs=2, type=Path, metavar=("FOLDER", "PYTHON"))
    options = parser.parse_args()
    found: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        files = write(Path(folder), scans())
        kinds.known(KIND)
        for what, paths in files.items():
            for jobs in (1, 2):
                runs = [measure(paths, options.pages, jobs) for _ in range(options.runs)]
                runs.sort(key=lambda pair: pair[0] / pair[1])
                middle = runs[len(runs) // 2]
                found.append(
                    {
                        "what": what,
                        "processes": jobs,
                        "pages_s": round(middle[0], 1),
                        "limit_s": round(middle[1], 1),
                        "ratio": round(middle[0] / middle[1], 2),
                        "ratios": [round(ours / bound, 2) for ours, bound in runs],
                    }
                )
                print(found[-1], file=sys.stderr, flush=True)
        for jobs in (1, 2) if options.omrchecker else ():
            peer = pages_a_second(
                *options.omrchecker, kinds.known(KIND).layout, files["JPEG"], jobs
            )
            ours = next(f for f in found if (f["what"], f["processes"]) == ("JPEG", jobs))
            found.append(
                {
                    "what": "OMRChecker, JPEG",
                    "processes": jobs,
                    "pages_s": round(peer, 2),
                    "ours_to_its": round(float(str(ours["pages_s"])) / peer, 1),
                }
            )
            print(found[-1], file=sys.stderr, flush=True)
        found.append({"what": "first row, seconds", "value": round(first_row(files["JPEG"]), 3)})
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
