"""``meetingdesk scan``: rows as JSON, exit codes, nothing counted while something is in doubt."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import ballots, votes
from meetingdesk.cli import main
from tests.actions.test_scanning import PLAIN, stack

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample


@pytest.mark.slow
def test_scan_prints_rows_and_takes_a_stack_without_doubts(
    sample_office: Office,
    sample_ids: Sample,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    office, place = sample_office, str(sample_office.desk.place)
    vote = votes.draft_vote(
        office, kind="测评", meeting_id=sample_ids.meeting_id, title="对三个部门的满意度测评",
        questions=[(unit, "", {}) for unit in ("市商务局", "市教育局", "市水利局")],
    )  # fmt: skip
    ballots.prepare_form(office, vote)
    votes.open_vote(office, vote)
    votes.set_issued(office, vote, 5)
    votes.set_returned(office, vote, 5)
    good = stack(office, vote, tmp_path / "好.pdf", PLAIN)
    bad = stack(office, vote, tmp_path / "疑.pdf", [{0: [0, 1], 1: [0], 2: [0]}])
    office.desk.close()
    words = ["--desk", place, "scan", str(vote), "--jobs", "1"]
    assert main([*words, str(bad), "--accept"]) == 1
    said = capsys.readouterr()
    (row,) = map(json.loads, said.out.splitlines())
    assert (row["file"], row["page"], row["status"]) == ("疑.pdf", 1, "flagged")
    assert "没有计入" in said.err
    assert main([*words, str(good), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["status"] for row in rows] == ["read"] * 5
    assert main([*words, str(good), "--accept"]) == 0
    assert "已计入第一遍计票：5张" in capsys.readouterr().err
    assert main([*words, str(good), "--accept"]) == 1
    assert "同一叠" in capsys.readouterr().err
    # a marked sheet is not what is asked for, and is told so; nothing is read into a count
    assert main([*words, str(good), "--diagnose", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out).values()
    kinds = {one["what"]: one["kind"] for one in found}
    assert (kinds["比例"], kinds["框内"]) == ("ok", "warn")
    assert main([*words, str(good), "--diagnose"]) == 0
    assert "好.pdf　比例：横" in capsys.readouterr().out
    assert main([*words, str(tmp_path / "没有.pdf"), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["status"] == "unreadable"
    assert row["page"] == 0
    folder = tmp_path / "扫描件"
    folder.mkdir()
    assert main([*words, str(folder)]) == 1
    assert "“扫描件”里没有扫描文件" in capsys.readouterr().err
    (folder / "乙.PDF").write_bytes(b"")
    (folder / "甲.jpg").write_bytes(b"")
    (folder / "说明.txt").write_text("两叠", encoding="utf-8")
    assert main([*words, str(folder)]) == 0
    said = capsys.readouterr()
    rows = [json.loads(line) for line in said.out.splitlines()]
    assert [row["file"] for row in rows] == ["乙.PDF", "甲.jpg"]
    assert "第0页" not in said.err
    with pytest.raises(SystemExit):
        main([*words, str(good), "--count", "3"])
