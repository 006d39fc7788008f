"""The whole sample session on a real PostgreSQL, started for the test and thrown away."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from meetingdesk.actions import keeping, sample
from meetingdesk.actions.meetings import facts
from meetingdesk.actions.office import open_office

if TYPE_CHECKING:
    from collections.abc import Iterator


def _tool(name: str) -> str | None:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name)


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        _tool("initdb") is None, reason="needs PostgreSQL, which the full test command installs"
    ),
]


def _as_owner(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: its own user runs it then."""
    if getpass.getuser() != "root":
        return []
    shutil.chown(folder, "postgres")
    return ["runuser", "-u", "postgres", "--"]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("psycopg", reason="needs psycopg, which the test requirements install")
    base = tmp_path_factory.mktemp("pg")
    for folder in (base, *base.parents[:3]):
        os.chmod(folder, 0o755)  # noqa: PTH101 - the server's user must reach it
    owner = _as_owner(base)
    data = base / "data"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(name: str, *words: str) -> None:
        subprocess.run(
            [*owner, str(_tool(name)), *words], check=True, capture_output=True, timeout=120
        )

    run("initdb", "-D", str(data), "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-U", "desk")
    options = f"-p {port} -k {base} -c listen_addresses=127.0.0.1 -c fsync=off"
    run("pg_ctl", "-D", str(data), "-o", options, "-l", str(base / "log"), "-w", "start")
    try:
        yield f"postgresql+psycopg://desk@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")


def test_the_sample_session_runs_on_postgresql_as_on_a_file(url: str, tmp_path: Path) -> None:
    here = open_office(url, "办公室", clock=lambda: sample.NOW)
    there = open_office(tmp_path / "a.desk", "办公室", clock=lambda: sample.NOW)
    built, other = sample.build(here), sample.build(there)
    assert built == other
    assert sample.summary(here, built.meeting_id, []) == sample.summary(there, other.meeting_id, [])
    assert facts(here, built.meeting_id).members == 41
    assert keeping.verify(here) == []
    assert keeping.broken_seals(here) == []
    while here.can_undo():
        here.undo()
    here.redo()
    assert keeping.verify(here) == []
    with pytest.raises(DatabaseError, match="append-only"), here.desk.session() as session:
        session.execute(text("UPDATE journal SET label = 'x'"))
    here.desk.close()
    there.desk.close()
