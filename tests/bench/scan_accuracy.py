"""How often the reader of ballots errs, asks without need, or turns a good sheet away.

    python -m tests.bench.scan_accuracy --boxes 30000 --seed 7000 [--kind 测评票] [--level office]
    python -m tests.bench.scan_accuracy --boxes 30000 --seed 7000 --kind 圈叉票 --keep failed

Prints one row a kind and severity, as a Markdown table on stderr and as JSON on stdout. "Silent"
are boxes read wrong with nobody asked: a row that takes one mark is asked about as a whole, in a
list of which several may be chosen only the doubtful boxes are (actions/scan_asking.py). "After
review" leaves out what the contact sheets show: groups without any mark, those that a scan
without greys may have robbed of marks, and signs that are seen once more beside those read alike
("shown again"; "other" counts the signs there that are something else, for a person to pick out).
"Needless" are flags on boxes that are as plain as the severity allows. On 圈叉票 (one box for ○
and ×) a sign taken for the other is one error, a sign that means nothing there must be asked
about, and "of marked" relates needless flags to the boxes that bear something.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from meetingdesk.papers.ballots.pages import picture
from meetingdesk.papers.ballots.reading import SideReader
from meetingdesk.papers.ballots.rows import PageRow, Status
from tests.papers.ballots import kinds
from tests.papers.ballots.scans import SEVERITIES, Sheet

KINDS = ("测评票", "任免票", "票决票")
#: the kind with one box for ○ and × in each row, read by sign
BY_SIGN = "圈叉票"


@dataclass
class Score:
    """What came of one kind at one severity."""

    kind: str
    level: str
    pages: int = 0
    boxes: int = 0
    marked: int = 0
    silent: int = 0
    silent_reviewed: int = 0
    needless: int = 0
    flagged: int = 0
    blank_rows: int = 0
    again: int = 0
    other: int = 0
    rejected: int = 0
    mistaken: int = 0
    untouched: int = 0
    why: Counter[str] = field(default_factory=Counter)

    def add(self, row: PageRow, sheet: Sheet, form: str, several: frozenset[str]) -> list[str]:
        """Count a page; ``several`` are its lists. Return what was wrong with its reading."""
        self.pages += 1
        boxes = sum(len(g) for g in sheet.truth.values())
        if row.status is Status.UNREADABLE:
            self.rejected += 1
            self.why[f"rejected {'，'.join(row.why)[:12]}"] += 1
            return [f"rejected {row.why}"]
        if not row.counts or row.form != form:
            self.mistaken += 1
            return [f"taken for {row.status} {row.form}"]
        wrong = []
        asked = {line.split(":")[0] for line in row.why}
        # rows on the contact sheets that bear marks: scanned without greys, or signs
        sheets = {crop.group for crop in row.shown if crop.blank and (crop.why or crop.sign)}
        signs = {crop.group for crop in row.shown if crop.sign}
        for group, truth in sheet.truth.items():
            read = set(row.marks[group])
            off = (read ^ truth) - (set(row.doubt) if group in several else set())
            if not off or (group in asked and group not in several):
                continue
            shown = group in sheets or (not read and group not in asked)
            # one sign in one box, taken for another
            number = max(len(off & read), len(off - read)) if sheet.glyph == "sign" else len(off)
            self.silent += number
            if not shown:
                self.silent_reviewed += number
            self.other += group in signs
            kind = "sheet" if group in signs else "blank" if shown else "silent"
            deeds = {sheet.deeds.get(box, "plain") for box in off}
            self.why[f"{kind} {'+'.join(sorted(deeds))} {sheet.pen}"] += 1
            wrong.append(f"{kind} {group} read {sorted(read)} truth {sorted(truth)} {deeds}")
        self.boxes += boxes
        self.marked += boxes
        self.flagged += len(row.doubt)
        self.blank_rows += sum(1 for g, m in row.marks.items() if not m and g not in asked)
        self.again += len(sheets)
        self.untouched += row.status is Status.READ and all(row.marks.values())
        many = {b for t in sheet.truth.values() for b in t if t & sheet.hard}
        for box in set(row.doubt) - sheet.hard - many:
            self.needless += 1
            reason = " ".join(row.why)
            wrong.append(f"needless {box} {reason}")
            self.why[f"needless {reason[-7:]} {sheet.pen} {sheet.glyph}"] += 1
        return wrong


def run(kind: str, level: str, boxes: int, seed: int, keep: Path | None = None) -> Score:
    """Draw and read pages until ``boxes`` boxes are seen; ``keep`` takes the pages that failed."""
    form, maker = kinds.form(kind), kinds.maker(kind)
    reader = SideReader([kinds.known(kind)])
    score, each = Score(kind, level), len(form.layout.boxes)
    for number in range(-(-boxes // each)):
        rng = np.random.default_rng((seed, number))
        scan, sheet = maker.make(SEVERITIES[level], rng)
        row = reader.read(picture(scan, str(number)), "", number + 1)
        for group in maker.groups:
            sheet.truth.setdefault(group, set())
        before = score.boxes
        wrong = score.add(row, sheet, form.layout.form, kinds.known(kind).several)
        score.boxes = before + each
        if wrong and keep is not None:
            name = f"{form.spec.form}-{level}-{number}"
            cv2.imwrite(str(keep / f"{name}.png"), scan)
            told = f"{sheet.pen} {sheet.glyph} {sorted(sheet.tricks)} {sheet.deeds}"
            (keep / f"{name}.txt").write_text("\n".join([*wrong, told]), encoding="utf-8")
    return score


def table(scores: list[Score]) -> str:
    """Return the scores as Markdown."""
    lines = [
        (
            "| kind | severity | pages | boxes | silent | after review | needless flags % | of marked %"
            " | flagged % | blank rows % | shown again % | other | rejected % | mistaken |"
        ),
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for s in scores:
        b, p = max(1, s.boxes), max(1, s.pages)
        lines.append(
            f"| {s.kind} | {s.level} | {s.pages} | {s.boxes} | {s.silent} | {s.silent_reviewed} "
            f"| {100 * s.needless / b:.3f} | {100 * s.needless / max(1, s.marked):.3f} "
            f"| {100 * s.flagged / b:.2f} "
            f"| {100 * s.blank_rows / b:.2f} | {100 * s.again / b:.2f} | {s.other} "
            f"| {100 * s.rejected / p:.2f} | {s.mistaken} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--boxes", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", nargs="+", default=[*KINDS, BY_SIGN])
    parser.add_argument("--level", nargs="+", default=list(SEVERITIES))
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    scores = []
    for kind in options.kind:
        for level in options.level:
            scores.append(run(kind, level, options.boxes, options.seed, options.keep))
            print(table(scores[-1:]).splitlines()[-1], file=sys.stderr, flush=True)
            print("   ", scores[-1].why.most_common(14), file=sys.stderr, flush=True)
    print(table(scores), file=sys.stderr)
    print(
        json.dumps([{**vars(s), "why": dict(s.why)} for s in scores], ensure_ascii=False, indent=1)
    )


if __name__ == "__main__":
    main()
