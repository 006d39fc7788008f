"""议事规则参数: versions by day, older meetings keep older values, law cannot be changed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import procedure, roster
from meetingdesk.errors import Refused
from meetingdesk.rules.procedure import defaults

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office

OLD, NEW = dt.date(2022, 1, 1), dt.date(2026, 7, 1)


@pytest.fixture
def body_id(office: Office) -> int:
    return roster.add_body(
        office,
        name="示例市人民代表大会常务委员会",
        short_name="市人大常委会",
        place_name="示例市",
        level="市",
        kind="standing_committee",
    )


def test_a_new_version_does_not_reach_back(office: Office, body_id: int) -> None:
    procedure.set_rules(office, body_id=body_id, valid_from=OLD, values={"notice_days": 10})
    procedure.set_rules(
        office, body_id=body_id, valid_from=NEW,
        values={"notice_days": 5, "grades": ("优秀", "良好", "较差")}, note="2026年修订",
    )  # fmt: skip
    days = [dt.date(2021, 12, 31), OLD, dt.date(2026, 6, 30), NEW]
    found = [procedure.rules_on(office, body_id, day)["notice_days"] for day in days]
    assert found == [7, 10, 10, 5]
    assert procedure.rules_on(office, body_id, NEW)["grades"] == ("优秀", "良好", "较差")
    newest, oldest = procedure.versions(office, body_id)
    assert (set(newest.own), newest.note) == ({"notice_days", "grades"}, "2026年修订")
    assert oldest.own == ("notice_days",)


def test_defaults_are_not_kept_and_a_day_has_one_version(office: Office, body_id: int) -> None:
    first = procedure.set_rules(office, body_id=body_id, valid_from=OLD, values=defaults())
    assert procedure.versions(office, body_id)[0].own == ()
    again = procedure.set_rules(
        office, body_id=body_id, valid_from=OLD, values={"speech_minutes": 15}
    )
    assert first == again
    office.undo()
    assert procedure.rules_on(office, body_id, NEW) == defaults()


def test_law_and_range_are_kept(office: Office, body_id: int) -> None:
    for key, value in (("quorum_fraction", "2/3"), ("seats", 5), ("vote_method", "鼓掌")):
        with pytest.raises(Refused) as refused:
            procedure.set_rules(office, body_id=body_id, valid_from=OLD, values={key: value})
        assert refused.value.problems[0].field
    assert procedure.versions(office, body_id) == []


def test_withdrawn_version_comes_back(office: Office, body_id: int) -> None:
    key = procedure.set_rules(office, body_id=body_id, valid_from=OLD, values={"notice_days": 10})
    procedure.withdraw_rules(office, key)
    assert procedure.rules_on(office, body_id, NEW)["notice_days"] == 7
    office.undo()
    assert procedure.rules_on(office, body_id, NEW)["notice_days"] == 10
