"""Nothing is cut off at 100, 150 and 200 %, in both themes, on any page or tab."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import SampleDesk

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("factor", ["1", "1.5", "2"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_cut_off(
    sample_desk: SampleDesk, tmp_path: Path, factor: str, theme: str
) -> None:
    desk = tmp_path / "a.desk"
    shutil.copyfile(sample_desk.path, desk)
    done = subprocess.run(
        [sys.executable, "-m", "tests.shell.clipped", str(desk), str(tmp_path), theme],
        env={**os.environ, "QT_SCALE_FACTOR": factor},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {}
