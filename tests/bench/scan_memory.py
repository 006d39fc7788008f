"""Whether memory stays flat over a long stack, and how soon a cancel takes hold.

    python -m tests.bench.scan_memory [--pages 10000] [--jobs 2]

The pages of the speed bench are given again and again; resident memory of this process is
looked at every 500 pages, that of the reading processes at the end (Linux). Half way the reading is
cancelled and resumed, after three quarters one of the reading processes is killed: every page
must have its row, once.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

from meetingdesk.papers.ballots.stack import Stack
from tests.bench.scan_speed import KIND, scans, write
from tests.papers.ballots import kinds


def resident() -> float:
    """Return this process's resident memory in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=10000)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = write(Path(folder), scans())["JPEG"]
        many = (files * (options.pages // len(files) + 1))[: options.pages]
        stack = Stack([kinds.known(KIND)], many, jobs=options.jobs)
        memory: list[float] = []
        told: list[float] = []
        count = 0
        for _ in stack.rows(cancel=lambda: bool(told)):
            count += 1
            if count % 500 == 0 or count == 100:
                memory.append(round(resident(), 1))
                print(count, memory[-1], file=sys.stderr, flush=True)
            if count == options.pages // 2 and not told:
                told.append(time.perf_counter())
        stopped = time.perf_counter() - told[0]
        for _ in stack.rows():
            count += 1
            if count == options.pages * 3 // 4 and options.jobs > 1:
                multiprocessing.active_children()[0].kill()
            if count % 500 == 0:
                memory.append(round(resident(), 1))
                print(count, memory[-1], file=sys.stderr, flush=True)
    assert count == options.pages, "a page lost or doubled"
    # the first figure comes before the processes and their buffers have grown to size
    print(
        json.dumps(
            {
                "pages": count,
                "memory_mb": memory,
                "spread_mb": round(max(memory[1:]) - min(memory[1:]), 1),
                "children_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3,
                "stopped_after_s": round(stopped, 3),
            }
        )
    )


if __name__ == "__main__":
    main()
