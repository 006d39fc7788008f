"""Who belongs to which kind of meeting (A02–A04; 地方组织法 Art. 54)."""

from __future__ import annotations

import pytest

from meetingdesk.rules.kinds import sits

MEMBERS = (
    ("主任", "书记"),
    ("副主任", "副书记"),
    ("副主任", ""),
    ("秘书长", "成员"),
    ("委员", ""),
)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("常委会会议", (True, True, True, True, True)),
        ("主任会议", (True, True, True, True, False)),
        ("主任扩大会议", (True, True, True, True, False)),
        ("党组会议", (True, True, False, True, False)),
        ("别的会议", (True, True, True, True, True)),
    ],
)
def test_each_kind_of_meeting_has_its_members(kind: str, expected: tuple[bool, ...]) -> None:
    assert tuple(sits(kind, post, party) for post, party in MEMBERS) == expected
