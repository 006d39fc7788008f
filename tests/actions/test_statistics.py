"""The figures of a period: counted from the sample, each with its records."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import appointments, statistics
from meetingdesk.cli import main
from meetingdesk.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample

YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def values(office: Office, since: dt.date, until: dt.date) -> dict[str, int]:
    return {f.key: f.value for f in statistics.figures(office, since, until) if f.records}


def test_the_sample_s_year_in_figures(sample_office: Office, sample_ids: Sample) -> None:
    assert values(sample_office, *YEAR) == {
        "meetings.常委会会议": 1,
        "meetings.主任会议": 1,
        "items": 8,
        "reports": 4,
        "lectures": 1,
        "adopted.决定": 2,
        "adopted.决议": 2,
        "appointments": 8,
        "appointed": 5,
        "removed": 3,
        "letters": 5,
        "sworn": 5,
        "evaluations": 1,
        "evaluated": 5,
        "opinions": 2,
        "points": 5,
    }
    for figure in statistics.figures(sample_office, *YEAR):
        assert figure.value == len({(r.what, r.id) for r in figure.records})
        assert all(r.text and r.on and YEAR[0] <= r.on <= YEAR[1] for r in figure.records)


def test_both_ends_of_the_period_count_and_nothing_beyond(
    sample_office: Office, sample_ids: Sample
) -> None:
    day = dt.date(2026, 8, 18)
    assert values(sample_office, day, day)["adopted.决定"] == 2
    assert "meetings.常委会会议" not in values(sample_office, day, day)  # it began the day before
    assert values(sample_office, day + dt.timedelta(1), YEAR[1]) == {}
    assert values(sample_office, YEAR[0], dt.date(2026, 8, 9)) == {}


def test_a_withdrawn_appointment_no_longer_counts(
    sample_office: Office, sample_ids: Sample
) -> None:
    motion = appointments.motions(sample_office, sample_ids.meeting_id)[0]
    removal = next(e for e in motion.entries if e.verb == "决定免去")
    appointments.set_entry_state(sample_office, removal.id, "未通过")
    after = values(sample_office, *YEAR)
    assert (after["appointments"], after["appointed"], after["removed"]) == (7, 5, 2)


def test_only_one_body_and_a_period_the_wrong_way_round(
    sample_office: Office, sample_ids: Sample
) -> None:
    assert all(not f.records for f in statistics.figures(sample_office, *YEAR, body_id=99))
    with pytest.raises(Refused, match="先后颠倒"):
        statistics.figures(sample_office, YEAR[1], YEAR[0])


def test_on_the_command_line(
    sample_office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = str(tmp_path / "sample.desk")
    sample_office.desk.close()
    period = ["statistics", "--from", "2026-01-01", "--to", "2026-12-31"]
    assert main(["--desk", desk, *period, "--json"]) == 0
    told = {f["key"]: f for f in json.loads(capsys.readouterr().out)}
    assert told["appointments"]["value"] == len(told["appointments"]["records"]) == 8
    assert main(["--desk", desk, *period]) == 0
    assert "任免国家机关工作人员　8人次" in capsys.readouterr().out
    assert main(["--desk", desk, "statistics", "--from", "去年", "--to", "2026-12-31"]) == 1
