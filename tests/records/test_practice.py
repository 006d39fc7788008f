"""The mark of a practice copy and the own cards' tables: up, down and up again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect

from meetingdesk.errors import Refused
from meetingdesk.records.desk import MIGRATIONS, Desk
from meetingdesk.records.practice import Practice, is_practice, practice_of, refuse_in_practice

if TYPE_CHECKING:
    from pathlib import Path

TABLES = {"practice", "own_card", "own_card_version"}


def test_the_mark_says_what_the_file_is(tmp_path: Path) -> None:
    desk = Desk.open(tmp_path / "a.desk")
    with desk.session() as session:
        assert practice_of(session) is None
        refuse_in_practice(session, "备份")
        session.add(Practice(begun_at=dt.datetime(2026, 8, 10), begun_by="张秘书", desk="市人大"))
        session.commit()
    desk.close()
    again = Desk.open(tmp_path / "a.desk")
    with again.session() as session:
        assert is_practice(session)
        mark = practice_of(session)
        assert mark is not None
        assert (mark.begun_by, mark.desk) == ("张秘书", "市人大")
        with pytest.raises(Refused, match="这是演练，不能备份"):
            refuse_in_practice(session, "备份")
    again.close()


def test_the_tables_go_and_come_again(tmp_path: Path) -> None:
    desk = Desk.open(tmp_path / "a.desk")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    for step, there in ((command.downgrade, False), (command.upgrade, True)):
        with desk.engine.begin() as connection:
            config.attributes["connection"] = connection
            step(config, "head" if there else "0003")
            assert set(inspect(connection).get_table_names()) >= TABLES or not there
            assert there or not set(inspect(connection).get_table_names()) & TABLES
    desk.close()
