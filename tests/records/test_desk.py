"""The desk file: what is refused untouched, what a migration leaves, what a killed program keeps."""

from __future__ import annotations

import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from meetingdesk.actions import keeping
from meetingdesk.actions.office import open_office
from meetingdesk.errors import DeskUnusable
from meetingdesk.records import desk as desks
from meetingdesk.records.desk import HEAD, MIGRATIONS, Desk, url_of
from meetingdesk.records.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import SampleDesk


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def described(path: Path) -> dict[str, object]:
    """Return what a file's tables, keys, indexes and triggers are, in no order."""
    with closing(sqlite3.connect(path)) as connection:
        named = connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE name != 'sqlite_sequence'"
        ).fetchall()
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        found: dict[str, object] = {"version": version}
        for kind, name, sql in named:
            if kind == "table":
                columns = connection.execute(f"PRAGMA table_info({name})").fetchall()
                keys = connection.execute(f"PRAGMA foreign_key_list({name})").fetchall()
                # name, type, required, part of the key; defaults of added columns and names of
                # primary keys, which a rebuilt table loses, mean nothing to SQLite
                found[name] = (
                    sorted((c[1], c[2], c[3], c[5]) for c in columns),
                    sorted(k[2:] for k in keys),
                    sorted(re.findall(r"CONSTRAINT ((?!pk_)\w+)", sql)),
                    sql.count("DEFERRABLE INITIALLY DEFERRED"),
                )
            else:
                found[name] = " ".join(sql.split()) if sql else kind
    return found


# -- opening -------------------------------------------------------------------------------


def test_a_new_desk_has_every_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on_disk: Callable[..., None]
) -> None:
    monkeypatch.setattr(desks, "_sqlite_pragmas", on_disk)
    desk = Desk.open(tmp_path / "子文件夹" / "会务.desk")
    with desk.engine.connect() as connection:
        found = set(
            connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'table'")
            ).scalars()
        )
        assert set(metadata.tables) <= found
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    assert desk.schema_version() == HEAD
    desk.close()


def test_the_newest_migration_is_the_one_the_program_wants() -> None:
    numbers = sorted(p.name.split("_")[0] for p in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert numbers[-1] == HEAD


@pytest.mark.slow
def test_migrations_make_the_tables_of_the_program(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    desk = Desk(create_engine(f"sqlite:///{tmp_path / 'a.desk'}"), "a.desk")
    desk.migrate()
    with desk.engine.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), metadata)
    desk.close()
    assert difference == []


@pytest.mark.slow
def test_a_new_file_is_what_the_migrations_make(tmp_path: Path) -> None:
    migrated = Desk(create_engine(f"sqlite:///{tmp_path / 'a.desk'}"), "a.desk")
    migrated.migrate()
    migrated.close()
    Desk.open(tmp_path / "b.desk").close()
    assert described(tmp_path / "b.desk") == described(tmp_path / "a.desk")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.docx", b"PK\x03\x04 a letter"),
        ("note.desk", "不是台账".encode()),
        ("short.desk", b"x"),
    ],
)
def test_what_is_no_desk_is_refused_untouched(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DeskUnusable, match="不是会务台的台账"):
        Desk.open(path)
    assert path.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_another_program_s_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    execute(path, "CREATE TABLE customer (name TEXT)", "INSERT INTO customer VALUES ('a')")
    with pytest.raises(DeskUnusable, match="不是会务台的台账"):
        Desk.open(path)
    with closing(sqlite3.connect(path)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
    assert names == ["customer"]


def test_an_empty_file_becomes_a_desk(tmp_path: Path) -> None:
    path = tmp_path / "new.desk"
    path.touch()
    desk = Desk.open(path)
    assert desk.schema_version() == HEAD
    desk.close()


def test_a_folder_that_is_a_file_is_explained(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x", "utf-8")
    with pytest.raises(DeskUnusable, match="无法建立文件夹"):
        Desk.open(tmp_path / "taken" / "a.desk")


def test_a_damaged_desk_is_explained(sample_desk: SampleDesk, tmp_path: Path) -> None:
    path = tmp_path / "a.desk"
    whole = sample_desk.path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * 4000 + whole[4100:])
    before = path.read_bytes()
    with pytest.raises(DeskUnusable, match="打不开"):
        Desk.open(path)
    assert path.read_bytes() == before


def test_a_newer_program_s_desk_is_refused(sample_desk: SampleDesk, tmp_path: Path) -> None:
    path = tmp_path / "a.desk"
    shutil.copyfile(sample_desk.path, path)
    execute(path, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DeskUnusable, match="较新版本"):
        Desk.open(path)
    with closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        (entries,) = connection.execute("SELECT count(*) FROM journal").fetchone()
    assert version == "9999"
    assert entries > 100
    assert list(tmp_path.glob("*升级前*")) == []


def test_a_copy_is_kept_before_a_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with one migration more than this desk has, as the next version would bring."""
    path = tmp_path / "a.desk"
    Desk.open(path).close()
    following = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, following, ignore=shutil.ignore_patterns("__pycache__"))
    (following / "versions" / "9998_note.py").write_text(
        textwrap.dedent(
            f"""
            import sqlalchemy as sa
            from alembic import op

            revision, down_revision = "9998", "{HEAD}"
            branch_labels = depends_on = None


            def upgrade() -> None:
                op.create_table("note", sa.Column("id", sa.Integer(), primary_key=True))
            """
        ),
        "utf-8",
    )
    monkeypatch.setattr(desks, "MIGRATIONS", following)
    monkeypatch.setattr(desks, "HEAD", "9998")
    desk = Desk.open(path)
    assert desk.schema_version() == "9998"
    desk.close()
    (copy,) = tmp_path.glob("*升级前*")
    assert copy.name == f"a.升级前-{HEAD}.desk"
    with closing(sqlite3.connect(copy)) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
    assert "meeting" in names
    assert "note" not in names
    Desk.open(path).close()  # opened again, it makes no second copy
    assert len(list(tmp_path.glob("*升级前*"))) == 1


def test_a_place_may_be_a_url(tmp_path: Path) -> None:
    assert url_of("sqlite:///x.desk") == "sqlite:///x.desk"
    assert url_of(tmp_path / "a.desk") == f"sqlite:///{(tmp_path / 'a.desk').resolve()}"


# -- a killed program ----------------------------------------------------------------------

WRITER = """
import sys
from meetingdesk.actions import roster
from meetingdesk.actions.office import open_office

office = open_office(sys.argv[1], "甲")
number = 0
while True:
    number += 1
    roster.add_unit(office, name=f"示例市第{number}局", short_name=f"第{number}局", kind="其他")
    print(number, flush=True)
"""


def killed_after(path: Path, steps: int) -> int:
    """Run a program that writes without end, kill it; return the last step it acknowledged."""
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", WRITER, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as writer:
        assert writer.stdout is not None
        last = 0
        for line in writer.stdout:
            last = int(line)
            if last == steps:
                writer.kill()
                break
        rest = [int(line) for line in writer.stdout.read().split() if line.isdigit()]
    if sys.platform != "win32":
        assert writer.returncode == -signal.SIGKILL
    return max([last, *rest])


#: opens a desk, or brings one up to a version, and dies at the nth table it would touch
DYING = """
import os, signal, sys
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from meetingdesk.records import desk as desks

path, wanted, left = sys.argv[1], sys.argv[2], int(sys.argv[3])

def count(connection, cursor, statement, *rest):
    global left
    left -= statement.lstrip().startswith(("CREATE TABLE", "ALTER TABLE", "DROP TABLE"))
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(Engine, "before_cursor_execute", count)
if wanted == desks.HEAD:
    desks.Desk.open(path)
else:
    from alembic import command
    monkey = command.upgrade
    command.upgrade = lambda config, _head: monkey(config, wanted)
    desks.Desk(create_engine(f"sqlite:///{path}"), path).migrate()
"""


def die_at(path: Path, wanted: str, tables: int) -> int:
    """Run ``DYING`` in a process of its own; return its exit status."""
    command = [sys.executable, "-X", "utf8", "-c", DYING, str(path), wanted, str(tables)]
    return subprocess.run(command, check=False, timeout=120).returncode


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
@pytest.mark.parametrize("tables", [2, 40])
def test_a_program_killed_while_it_makes_a_desk_leaves_no_half_of_one(
    tmp_path: Path, tables: int
) -> None:
    path = tmp_path / "a.desk"
    assert die_at(path, HEAD, tables) == -signal.SIGKILL
    desk = Desk.open(path)
    assert desk.schema_version() == HEAD
    desk.close()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_program_killed_while_it_brings_a_desk_up_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.desk"
    assert die_at(path, "0005", -1) == 0
    before = described(path)
    assert before["version"] == "0005"
    assert die_at(path, HEAD, 3) == -signal.SIGKILL
    assert described(path) == before
    Desk.open(path).close()
    assert described(path)["version"] == HEAD


@pytest.mark.slow
@pytest.mark.parametrize("steps", [1, 7, 23])
def test_a_killed_program_keeps_what_it_acknowledged(tmp_path: Path, steps: int) -> None:
    path = tmp_path / "a.desk"
    Desk.open(path).close()
    acknowledged = killed_after(path, steps)
    assert acknowledged >= steps
    office = open_office(path, "乙")
    with office.desk.session() as session:
        names = set(session.execute(text("SELECT name FROM unit")).scalars())
    assert {f"示例市第{n}局" for n in range(1, acknowledged + 1)} <= names
    # at most the step under way is there too, whole: its row and its entry together
    assert len(names) - acknowledged in (0, 1)
    assert keeping.entry_count(office) == len(names)
    assert keeping.verify(office) == []
    assert all(ok for _, ok, _ in keeping.health(office))
    office.undo()
    office.desk.close()
