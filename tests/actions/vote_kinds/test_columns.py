"""The columns of a certified result, as window, report and hall show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.actions.vote_views import result_columns
from tests.actions.kindkit import draft, poll

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office


def test_a_certified_result_has_columns_that_add_up(office: Office, meeting: int) -> None:
    vote = draft(office, meeting, "测评", ["市商务局", "市林业局"])
    assert result_columns(office, vote) == ()
    one = {"q1": ["满意"], "q2": ["基本满意"]}
    poll(office, vote, (one, 30), ({"q1": ["不满意"]}, 7))
    columns = result_columns(office, vote)
    assert [(c.label, list(c.votes.values())) for c in columns] == [
        ("满意", [30, 0]),
        ("基本满意", [0, 30]),
        ("不满意", [7, 0]),
        ("空白", [0, 7]),
        ("无效", [0, 0]),
    ]
