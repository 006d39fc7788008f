"""``meetingdesk ballot``: print file and layout from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pypdf import PdfReader

from meetingdesk.actions import ballots, votes
from meetingdesk.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample


def test_ballot_writes_what_the_printer_and_the_reader_need(
    sample_office: Office,
    sample_ids: Sample,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = str(sample_office.desk.place)
    title = "对两个部门的满意度测评"
    vote = votes.draft_vote(
        sample_office, kind="测评", meeting_id=sample_ids.meeting_id, title=title,
        questions=[("市商务局", "", {}), ("市教育局", "", {})],
    )  # fmt: skip
    sample_office.desk.close()
    out = tmp_path / "票"
    words = ["--desk", place, "ballot", str(vote), "--out", str(out), "--json"]
    assert main([*words, "--paper", "A5"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert (first["form"], first["pages"], first["copies"]) == (f"eval-{vote}-1", 1, 1)
    layout = json.loads((out / "layout.json").read_text(encoding="utf-8"))
    assert layout["page_mm"] == [148.0, 210.0]
    assert [box["label"] for box in layout["boxes"]] == ["满意", "基本满意", "不满意"] * 2
    assert main([*words, "--copies", "5", "--spare", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["copies"] == 6
    assert len(PdfReader(out / "ballot.pdf").pages) == 6
    assert main(["--desk", place, "ballot", "999", "--out", str(out)]) == 1
    assert "不在台账中" in capsys.readouterr().err


def test_another_paper_keeps_what_was_chosen_for_the_form(
    sample_office: Office,
    sample_ids: Sample,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = str(sample_office.desk.place)
    vote = votes.draft_vote(
        sample_office, kind="任免", meeting_id=sample_ids.meeting_id, title="任免案",
        questions=[("张三", "副主任委员", {})],
    )  # fmt: skip
    ballots.prepare_form(sample_office, vote, signs=True)
    sample_office.desk.close()
    out = tmp_path / "票"
    assert main(["--desk", place, "ballot", str(vote), "--out", str(out), "--paper", "A5"]) == 0
    capsys.readouterr()
    layout = json.loads((out / "layout.json").read_text(encoding="utf-8"))
    assert layout["page_mm"] == [148.0, 210.0]
    assert [box["label"] for box in layout["boxes"]] == ["○×"]
