"""The desk: one SQLite file (or any SQLAlchemy URL) and its units of work.

WAL and synchronous FULL: a committed edit survives a killed program. A new file gets its tables
at once, an older one is brought up by Alembic, either wholly or not at all; a copy is put beside
the file before any migration, and a desk written by a newer program is refused, not opened.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from meetingdesk.errors import DeskUnusable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection, Engine

#: the newest migration; a test holds it against the migrations folder
HEAD = "0009"
MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def url_of(place: str | Path) -> str:
    """Return the SQLAlchemy URL of a desk file path or URL."""
    written = str(place)
    if "://" in written:
        return written
    return f"sqlite:///{Path(written).expanduser().resolve()}"


def _sqlite_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "busy_timeout=4000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class Desk:
    """An opened desk. Use :meth:`open`; :meth:`close` when done."""

    def __init__(self, engine: Engine, place: str) -> None:
        self.engine = engine
        self.place = place
        self._sessions = sessionmaker(engine, expire_on_commit=False)

    @classmethod
    def open(cls, place: str | Path) -> Desk:
        """Open (and create or migrate) the desk at a path or URL.

        Raises:
            DeskUnusable: not a desk, damaged, unreachable or written by a newer program.
        """
        url = make_url(url_of(place))
        path = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
        if path is not None and path.exists() and path.stat().st_size and not _is_sqlite(path):
            raise DeskUnusable(f"“{path.name}”不是会务台的台账文件。请另选文件，此文件没有被改动。")
        if path is not None:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise DeskUnusable(
                    f"无法建立文件夹“{path.parent}”：请换一个可写的位置。"
                ) from error
        engine = create_engine(url, json_serializer=_dumps)
        if path is not None:
            event.listen(engine, "connect", _sqlite_pragmas)
        desk = cls(engine, str(place))
        try:
            desk._bring_up(path)
        except (OperationalError, DatabaseError) as error:
            engine.dispose()
            raise DeskUnusable(
                f"台账“{path.name if path else place}”打不开。文件没有被改动，"
                "请确认位置可写、磁盘未满，或从备份恢复。"
            ) from error
        except DeskUnusable:
            engine.dispose()
            raise
        return desk

    def _bring_up(self, path: Path | None) -> None:
        version = self.schema_version()
        if version == HEAD:
            return
        known = {p.name.split("_")[0] for p in (MIGRATIONS / "versions").glob("[0-9]*.py")}
        if version is not None and version not in known:
            raise DeskUnusable("这个台账由较新版本的会务台写成，请先升级程序。文件没有被改动。")
        if version is None and inspect(self.engine).get_table_names():
            raise DeskUnusable("这个文件不是会务台的台账，请另选文件。文件没有被改动。")
        if version is not None and path is not None:
            self.checkpoint()
            shutil.copy2(path, path.with_name(f"{path.stem}.升级前-{version}{path.suffix}"))
        if version is None and path is not None:
            self._create()
        else:
            self.migrate()

    def _create(self) -> None:
        """Make the tables of a new file, as all migrations together would (a test compares)."""
        from meetingdesk.records.tables import metadata

        with self._altering() as connection:
            metadata.create_all(connection, checkfirst=False)
            connection.execute(
                text(
                    "CREATE TABLE alembic_version (version_num VARCHAR(32) "
                    "NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
                )
            )
            connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})

    def migrate(self) -> None:
        """Bring the tables up to the newest migration."""
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self._altering() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextlib.contextmanager
    def _altering(self) -> Iterator[Connection]:
        """Yield a connection whose changes of tables come about together or not at all."""
        with self.engine.begin() as connection:
            if self.engine.dialect.name == "sqlite":
                # Python's driver begins a transaction for rows only: each table would be written
                # by itself, slowly, and a program killed between two leave half a desk
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    def schema_version(self) -> str | None:
        """Return the desk's migration, None for an empty one."""
        with self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        """Yield a session; the caller commits, anything else rolls back."""
        session = self._sessions()
        try:
            yield session
        finally:
            session.rollback()
            session.close()

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file (SQLite only)."""
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def rewrite(self) -> None:
        """Write the ballots' pages afresh, in the order of the key, and drop every old version.

        SQLite lays a new row towards the front of its page and PostgreSQL at the end of the
        table, whatever its key: the file would tell in which order ballots were entered.
        """
        postgres = self.engine.dialect.name == "postgresql"
        with self.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            full = "VACUUM FULL ballot_pattern, count_sum, ruling"
            connection.execute(text(full if postgres else "VACUUM"))
        self.checkpoint()

    def close(self) -> None:
        """Fold the log and release the file."""
        with contextlib.suppress(DatabaseError):
            self.checkpoint()
        self.engine.dispose()


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\x00"
