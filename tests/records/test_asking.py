"""The same question in one reading is answered from memory; a session that writes asks again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.records.asking import asked_once, only_read

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office

asked: list[int] = []


@asked_once
def numbers(_session: Session, upto: int) -> list[int]:
    """Return the numbers below ``upto`` and note that they were asked for."""
    asked.append(upto)
    return list(range(upto))


def test_a_reading_asks_each_question_once(office: Office) -> None:
    asked.clear()
    with office.desk.session() as session:
        only_read(session)
        first = numbers(session, 2)
        first.append(9)
        assert numbers(session, 2) == [0, 1], "an answer belongs to who asked for it"
        assert numbers(session, 3) == [0, 1, 2]
    assert asked == [2, 3]


def test_a_session_that_may_write_always_asks(office: Office) -> None:
    asked.clear()
    with office.desk.session() as session:
        numbers(session, 2)
        numbers(session, 2)
    with office.desk.session() as session:
        only_read(session)
        numbers(session, 2)
    assert asked == [2, 2, 2]


def test_two_questions_of_one_name_are_two(office: Office) -> None:
    def numbers_again() -> object:
        @asked_once
        def numbers(_session: Session, upto: int) -> list[int]:
            return [-one for one in range(upto)]

        return numbers

    other = numbers_again()
    with office.desk.session() as session:
        only_read(session)
        assert numbers(session, 3) == [0, 1, 2]
        assert other(session, 3) == [0, -1, -2]  # type: ignore[operator]
