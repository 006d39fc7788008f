"""``meetingdesk scan``: one JSON row a side, and the stack taken when nothing is in doubt."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from meetingdesk.cli.output import say
from meetingdesk.cli.places import opened
from meetingdesk.errors import Problem, Refused

if TYPE_CHECKING:
    from argparse import Namespace


def scan(options: Namespace) -> None:
    """Read scans; with ``--accept`` take the stack into a count.

    With ``--json`` the rows are one JSON document; without it one JSON object a line, as they
    are read. Flagged sides are named on stderr.

    Raises:
        Refused: nothing can be read; or ``--accept`` and something is in doubt or taken before.
    """
    from meetingdesk.actions import scanning

    with opened(options.desk) as office:
        run = scanning.open_scan(office, options.vote, options.files, jobs=options.jobs)
        written = []
        for row in run.read():
            plain = row.to_json()
            if options.json:
                written.append(plain)
            else:
                print(json.dumps(plain, ensure_ascii=False), flush=True)
            if row.why:
                say(f"{row.file}第{row.page}页：{'；'.join(row.why)}")
        if options.json:
            print(json.dumps(written, ensure_ascii=False, indent=1))
        said = scanning.taken_as(office, run)
        if said:
            say(said)
        if not options.accept:
            return
        if run.open:
            raise Refused(
                f"有{len(run.open)}处存疑，没有计入。",
                Problem("请在窗口中逐一裁定后再计入；读票结果不受影响。", field="存疑"),
            )
        scanning.accept_scan(office, run, number=options.count)
        number = sum(run.patterns().values())
        say(f"已计入第{'一二'[options.count - 1]}遍计票：{number}张。")
