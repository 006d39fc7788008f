"""``meetingdesk scan``: one JSON row a side, and the stack taken when nothing is in doubt."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from meetingdesk.cli.output import say
from meetingdesk.cli.places import opened
from meetingdesk.errors import Problem, Refused

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator

    from meetingdesk.actions.office import Office
    from meetingdesk.papers.ballots.rows import PageRow


def scan(options: Namespace) -> None:
    """Read scans; with ``--accept`` take the stack into a count.

    With ``--json`` the rows are one JSON document; without it one JSON object a line, as they
    are read. Flagged sides are named on stderr.

    A folder among the files stands for the scans in it.

    Raises:
        Refused: nothing can be read; or ``--accept`` and something is in doubt or taken before.
    """
    from meetingdesk.papers.ballots.quiet import hush

    aloud = hush()
    try:
        _scan(options)
    finally:
        aloud()


def _scan(options: Namespace) -> None:
    from meetingdesk.actions import scanning

    with opened(options.desk) as office:
        files = list(_files(options.files))
        if options.diagnose:
            _diagnose(office, options, files)
            return
        run = scanning.open_scan(office, options.vote, files, jobs=options.jobs)
        written = []
        for row in run.read():
            plain = row.to_json()
            if options.json:
                written.append(plain)
            else:
                print(json.dumps(plain, ensure_ascii=False), flush=True)
            if row.why:
                say(_said(row))
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


def _diagnose(office: Office, options: Namespace, files: list[Path]) -> None:
    """Say what unmarked sheets, the first page of each file, tell of printer and scanner.

    Raises:
        Refused: a sheet cannot be used as it is.
    """
    from meetingdesk.actions.scan_trial import try_scan

    told = {path.name: try_scan(office, options.vote, path) for path in files}
    if options.json:
        plain = {name: [vars(one) for one in found] for name, found in told.items()}
        print(json.dumps(plain, ensure_ascii=False, indent=1))
    else:
        for name, found in told.items():
            for one in found:
                print(f"{name}　{one.what}：{one.words}")
    bad = [one for found in told.values() for one in found if one.kind == "bad"]
    if bad:
        raise Refused("试扫没有通过。", *(Problem(f"{one.what}：{one.words}") for one in bad))


def _files(given: Iterable[str]) -> Iterator[Path]:
    """Yield the files; a folder stands for the scans in it, in the order of their names.

    Raises:
        Refused: a folder holds no scans.
    """
    from meetingdesk.papers.ballots.pages import SUFFIXES

    for path in map(Path, given):
        if not path.is_dir():
            yield path
            continue
        found = sorted(one for one in path.iterdir() if one.suffix.lower() in SUFFIXES)
        if not found:
            raise Refused(
                f"文件夹“{path.name}”里没有扫描文件，没有读。",
                Problem("可读的有 PDF、TIFF、PNG、JPEG、BMP。", file=path.name),
            )
        yield from found


def _said(row: PageRow) -> str:
    """Return a row's reasons after its page; a file that cannot be opened names itself in them."""
    why = "；".join(row.why)
    return f"{row.file}第{row.page}页：{why}" if row.page else why
