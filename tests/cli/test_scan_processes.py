"""Reading processes of the real program: from ``-m`` and the installed command, killed and again."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from meetingdesk import cli
from meetingdesk.actions import ballots, counting, scan_stacks, votes
from meetingdesk.actions.office import open_office
from tests.actions.test_scanning import UNITS, stack
from tests.papers.ballots.files import jpeg, scanned_pdf

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample

SHEETS = 24
#: with so many blank backs the stack is longer than what is read before other processes are there
BACKS = 30
MODULE = [sys.executable, "-m", "meetingdesk"]
INSTALLED = [str(Path(sys.executable).with_name("meetingdesk"))]


def test_a_packaged_program_starts_as_a_reading_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "argv", ["meetingdesk", "--version"])
    monkeypatch.setattr(multiprocessing, "freeze_support", lambda: asked.append("first"))
    with pytest.raises(SystemExit):
        cli.main()
    assert asked == ["first"]
    capsys.readouterr()


@pytest.mark.slow
def test_killed_in_the_middle_nothing_is_counted_and_again_everything_once(
    sample_office: Office, sample_ids: Sample, tmp_path: Path
) -> None:
    office, place = sample_office, Path(str(sample_office.desk.place))
    vote = votes.draft_vote(
        office, kind="测评", meeting_id=sample_ids.meeting_id, title="对三个部门的满意度测评",
        questions=[(unit, "", {}) for unit in UNITS],
    )  # fmt: skip
    ballots.prepare_form(office, vote)
    votes.open_vote(office, vote)
    votes.set_issued(office, vote, SHEETS)
    votes.set_returned(office, vote, SHEETS)
    marks = [{row: [(number + row) % 3] for row in range(3)} for number in range(SHEETS)]
    pile = stack(office, vote, tmp_path / "一叠.pdf", marks)
    office.desk.close()
    white = np.full((1169, 827), 250, np.uint8)
    backs = tmp_path / "背面.pdf"
    backs.write_bytes(scanned_pdf([(jpeg(white), white.shape)] * BACKS))
    words = ["--desk", str(place), "scan", str(vote), str(pile), str(backs), "--jobs", "2"]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        [*MODULE, *words, "--accept"], stdout=subprocess.PIPE, env=env, text=True
    ) as run:
        assert run.stdout is not None
        first = [json.loads(run.stdout.readline()) for _ in range(6)]
        run.kill()
    assert [row["page"] for row in first] == [1, 2, 3, 4, 5, 6]
    assert counted(place, vote) == (0, 0)
    subprocess.run([*MODULE, *words, "--accept"], check=True, env=env, capture_output=True)
    assert counted(place, vote) == (1, SHEETS)
    told = subprocess.run(
        [*INSTALLED, *words, "--json"], check=True, env=env, capture_output=True, text=True
    )
    rows = json.loads(told.stdout)
    assert [row["page"] for row in rows] == [*range(1, SHEETS + 1), *range(1, BACKS + 1)]
    assert [row["status"] for row in rows] == ["read"] * SHEETS + ["blank-side"] * BACKS
    assert "同一叠" in told.stderr
    assert counted(place, vote) == (1, SHEETS)


def counted(place: Path, vote: int) -> tuple[int, int]:
    """Return how many stacks a desk holds for a vote, and how many ballots are in its counts."""
    office = open_office(place, "甲")
    try:
        found = votes.vote_view(office, vote).counts
        entered = sum(counting.count_view(office, one.id).entered for one in found)
        return len(scan_stacks.stacks_of(office, vote)), entered
    finally:
        office.desk.close()
