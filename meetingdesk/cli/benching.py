"""``meetingdesk bench``: the benches of ``tests/bench/``, each printing one JSON document."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import meetingdesk
from meetingdesk.cli.output import emit
from meetingdesk.errors import Problem, Refused

if TYPE_CHECKING:
    from argparse import Namespace

_ROOT = Path(meetingdesk.__file__).parents[1]


def benches() -> dict[str, str]:
    """Return name → what it measures, of the benches beside this program; none when installed."""
    found = {}
    for file in sorted((_ROOT / "tests" / "bench").glob("*.py")):
        text = file.read_text(encoding="utf-8")
        if "__main__" in text:
            found[file.stem] = (ast.get_docstring(ast.parse(text)) or "").split("\n\n")[0]
    return found


def bench(options: Namespace) -> None:
    """List the benches, or run one; what follows its name is handed to it.

    Raises:
        Refused: no such bench, they are not installed here, or it did not end well.
    """
    found = benches()
    if not found:
        raise Refused("这里没有性能测量。", Problem("它们随源代码提供，不随安装程序安装。"))
    if options.name is None:
        emit(options, found, [f"{name}　{words}" for name, words in found.items()])
        return
    if options.name not in found:
        raise Refused(f"没有“{options.name}”这项测量。", Problem(f"可选：{'、'.join(found)}。"))
    command = [sys.executable, "-m", f"tests.bench.{options.name}", *options.rest]
    if subprocess.run(command, cwd=_ROOT, check=False).returncode:
        raise Refused(f"“{options.name}”没有量完。", Problem("原因见上面的输出。"))
