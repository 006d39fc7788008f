"""The whole sample session on a real PostgreSQL, started for the test and thrown away."""

from __future__ import annotations

import getpass
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from meetingdesk.actions import certify, counting, keeping, sample
from meetingdesk.actions.meetings import facts
from meetingdesk.actions.office import open_office
from tests.actions.test_counting import build, opened
from tests.actions.test_secrecy import NOON, PILE

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
def url() -> Iterator[str]:
    pytest.importorskip("psycopg", reason="needs psycopg, which the test requirements install")
    # of its own, not below pytest's folder, which only its owner may enter
    base = Path(tempfile.mkdtemp(prefix="pg-"))
    base.chmod(0o755)
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
        shutil.rmtree(base)


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


def test_a_server_keeps_no_order_of_the_ballots_either(url: str) -> None:
    """Neither the place of a row nor the number of its transaction follows the entry."""
    office = open_office(url, "甲", clock=lambda: NOON)
    meeting = office.perform(lambda work: build(work, 41, 37), name="样例")
    for order in (PILE, PILE[::-1]):
        vote = opened(office, meeting, len(PILE), len(PILE))
        count = counting.start_count(office, vote)
        for sheet in order:
            counting.record_ballot(office, count, sheet)
        counting.finish_count(office, count)
        certify.certify(office, vote, reason="只有一名计票人")
        with office.desk.session() as session:
            rows = session.execute(
                text(
                    "SELECT marks, xmin::text FROM ballot_pattern WHERE count_id = :c ORDER BY ctid"
                ),
                {"c": count},
            ).all()
            dead = session.execute(
                text(
                    "SELECT pg_relation_size('ballot_pattern'), sum(pg_column_size(b.*)) FROM ballot_pattern b"
                )
            ).one()
        marks = [row[0] for row in rows]
        assert marks == sorted(marks)
        assert len({row[1] for row in rows}) == 1
        assert dead[0] <= 8192 * (1 + (dead[1] + 40 * len(rows)) // 8000)
    office.desk.close()
