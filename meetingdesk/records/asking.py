"""Questions asked of the desk once in a reading, however many need the answer."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

P = ParamSpec("P")
R = TypeVar("R")

_ANSWERS = "answers"


def only_read(session: Session) -> None:
    """Promise that nothing is written in ``session``: what it answered once stays true."""
    session.info[_ANSWERS] = {}


def asked_once(
    function: Callable[Concatenate[Session, P], list[R]],
) -> Callable[Concatenate[Session, P], list[R]]:
    """Answer the same question of an :func:`only_read` session from memory.

    The rows stay in the session with it, and what was loaded with them is not loaded again.
    """

    @functools.wraps(function)
    def ask(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> list[R]:
        answers = session.info.get(_ANSWERS)
        if answers is None:
            return function(session, *args, **kwargs)
        question = (function, args, *kwargs.items())  # two may bear one name
        if question not in answers:
            answers[question] = function(session, *args, **kwargs)
        return list(answers[question])

    return ask
