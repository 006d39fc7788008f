"""A reading of the office: what is asked in one go is fetched once, and never older than a step."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from meetingdesk.actions import agenda, meetings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meetingdesk.actions.office import Office


@pytest.fixture
def asked(office: Office) -> Iterator[list[str]]:
    """Note what the desk is asked."""
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        told.append(statement)

    event.listen(office.desk.engine, "before_cursor_execute", note)
    yield told
    event.remove(office.desk.engine, "before_cursor_execute", note)


def test_queries_of_the_office_share_the_reading_going_on(
    office: Office, meeting: int, asked: list[str]
) -> None:
    meetings.facts(office, meeting)
    alone = len(asked)
    with office.reading() as work:
        asked.clear()
        first = meetings.facts(office, meeting)
        whole = len(asked)
        asked.clear()
        with office.reading() as within:
            assert within is work
            assert meetings.facts(office, meeting) == first
        again = len(asked)
        assert office.going_reading() is work, "the one inside ends nothing"
    assert (whole, again) == (alone, 0)
    assert office.going_reading() is None
    asked.clear()
    meetings.facts(office, meeting)
    assert len(asked) == alone


def test_a_step_in_between_is_seen(office: Office, meeting: int) -> None:
    with office.reading():
        assert agenda.items(office, meeting) == []
        item = agenda.add_item(office, meeting, verb="审议", subject="某项工作报告")
        assert [one.id for one in agenda.items(office, meeting)] == [item]
    with office.reading():
        assert [one.id for one in agenda.items(office, meeting)] == [item]
        office.undo()
        assert agenda.items(office, meeting) == []


def test_a_reading_that_fails_is_over(office: Office, meeting: int) -> None:
    with pytest.raises(RuntimeError), office.reading():
        raise RuntimeError
    assert office.going_reading() is None


def test_work_in_another_thread_reads_for_itself(office: Office, meeting: int) -> None:
    seen: list[object] = []
    with office.reading():
        other = threading.Thread(target=lambda: seen.append(office.going_reading()))
        other.start()
        other.join()
    assert seen == [None]
