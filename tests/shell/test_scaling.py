"""Nothing is cut off at 100, 150 and 200 %, in both themes: pages, tabs, sheets, votes in every state."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import SampleDesk

ROOT = Path(__file__).parents[2]


#: pages differ in both themes, what they open is laid out alike
CASES = [
    *((factor, "light", "1366x768", "pages") for factor in ("1", "1.5", "2")),
    *((factor, "dark", "1366x768", "pages") for factor in ("1", "1.5")),
    *((factor, "light", "1240x660", "pages") for factor in ("1", "2")),
    ("1", "light", "1920x1080", "pages"),
    *((factor, "light", "1366x768", "sheets") for factor in ("1", "2")),
    ("1.5", "dark", "1920x1080", "sheets"),
    ("1", "light", "1240x660", "sheets"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("factor", "theme", "size", "what"), CASES)
def test_nothing_is_cut_off(
    sample_desk: SampleDesk, tmp_path: Path, factor: str, theme: str, size: str, what: str
) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.shell.clipped"),
            *(str(sample_desk.path), str(tmp_path), theme, size, what),
        ],
        env={**os.environ, "QT_SCALE_FACTOR": factor},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {}
