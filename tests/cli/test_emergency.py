"""The survival kit, typing in from paper, and the benches, without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from meetingdesk.cli.benching import benches
from tests.cli.test_commands import Terminal, prepare, terminal  # noqa: F401

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
def test_the_kit_of_a_meeting_is_one_file(terminal: Terminal, tmp_path: Path) -> None:  # noqa: F811
    _, meeting = prepare(terminal)
    file = terminal.read("kit", meeting, "--out", str(tmp_path / "应急包"))
    assert len(PdfReader(file).pages) > 1
    assert terminal.run("kit", "99", "--out", str(tmp_path))[0] == 1


def test_what_was_kept_on_paper_is_typed_in_under_its_own_mark(terminal: Terminal) -> None:  # noqa: F811
    _, meeting = prepare(terminal)
    assert terminal.read("recovery", "list", meeting) == []
    terminal.read("recovery", "begin", meeting)
    assert terminal.read("recovery", "list", meeting)[0]["ended"] == ""
    assert terminal.run("recovery", "begin", meeting)[0] == 1
    terminal.read("recovery", "finish", meeting)
    (spell,) = terminal.read("recovery", "list", meeting)
    assert spell["ended"] != ""


def test_the_benches_are_listed_and_an_unknown_one_is_refused(terminal: Terminal) -> None:  # noqa: F811
    assert terminal.read("bench") == benches()
    assert {"keystrokes", "scan_accuracy", "scan_speed", "twenty_years"} <= set(benches())
    status, _, err = terminal.run("bench", "nothing")
    assert status == 1
    assert "keystrokes" in err
