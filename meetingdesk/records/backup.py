"""Copies of the desk file: consistent, checked before they count, restored with care."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from pathlib import Path

from meetingdesk.errors import DeskUnusable


def backup(source: Path, target: Path) -> None:
    """Copy the desk at ``source`` to ``target`` while it may be in use; whole or not at all.

    Raises:
        DeskUnusable: the source is damaged, or the target cannot be written.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            contextlib.closing(
                sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
            ) as old,
            contextlib.closing(sqlite3.connect(part)) as new,
        ):
            if wrong := quick_check(old):
                raise DeskUnusable(f"台账文件已有损坏（{wrong}），没有备份，以免盖掉完好的旧备份。")
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")
        _sync(part)
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise DeskUnusable(
            f"备份没有写成：“{target}”。台账不受影响，请确认位置可写、磁盘未满后再试。"
        ) from error
    finally:
        with contextlib.suppress(OSError):  # the target's place may not even be a folder
            part.unlink(missing_ok=True)


def restore(copy: Path, place: Path) -> Path | None:
    """Put the backup ``copy`` in the desk's place; return where the present file was set aside.

    Raises:
        DeskUnusable: the backup is not a whole desk; the present file stays as it is.
    """
    if not copy.is_file():
        raise DeskUnusable(f"找不到备份“{copy}”。台账没有被改动。")
    try:
        with contextlib.closing(
            sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True)
        ) as found:
            wrong = quick_check(found)
            practice = not wrong and _is_practice(found)
            known = found.execute(
                "SELECT count(*) FROM sqlite_master WHERE name IN ('journal', 'alembic_version')"
            ).fetchone()[0]
    except sqlite3.Error as error:
        raise DeskUnusable(f"“{copy.name}”不是会务台的备份，台账没有被改动。") from error
    if wrong or known != 2:
        raise DeskUnusable(f"备份“{copy.name}”不完整，没有恢复，台账没有被改动。请另选备份。")
    if practice:
        raise DeskUnusable(f"“{copy.name}”是演练用的副本，不能恢复成正式台账，台账没有被改动。")
    aside = _set_aside(place)
    part = place.with_name(f"{place.name}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(copy, part)
        _sync(part)
        part.replace(place)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        if aside is not None:
            aside.replace(place)
        raise DeskUnusable("恢复没有写成，台账仍是原来的。请确认磁盘未满后再试。") from error
    return aside


def _is_practice(connection: sqlite3.Connection) -> bool:
    """Say whether the file bears the mark of a practice copy."""
    there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'practice'").fetchone()
    return bool(there and connection.execute("SELECT 1 FROM practice").fetchone())


def _set_aside(place: Path) -> Path | None:
    if not place.exists():
        return None
    with contextlib.closing(sqlite3.connect(place)) as present, contextlib.suppress(sqlite3.Error):
        present.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    number = 1
    while (aside := place.with_name(f"{place.stem}.恢复前-{number}{place.suffix}")).exists():
        number += 1
    place.replace(aside)
    for tail in ("-wal", "-shm"):
        place.with_name(place.name + tail).unlink(missing_ok=True)
    return aside


def quick_check(connection: sqlite3.Connection) -> str:
    """Return what SQLite finds wrong with the file, '' when it is whole."""
    found = connection.execute("PRAGMA quick_check(1)").fetchone()
    return "" if found and found[0] == "ok" else str(found[0] if found else "?")


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
