"""Fonts and rare names of a desk, as the papers page and doctor tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import appointments, attendance, fontcheck
from meetingdesk.papers import fonts

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample

pytestmark = pytest.mark.usefixtures("qapp")


def test_every_missing_font_is_said_with_what_changes() -> None:
    told = fontcheck.missing_fonts()
    missing = fonts.substitutions()
    assert told == ([*(one.message for one in missing), fontcheck.CHANGES] if missing else [])
    for one, words in zip(missing, told, strict=False):
        assert one.missing in words
        assert one.used in words


def test_names_of_roll_observers_and_entries_are_looked_at(
    sample_office: Office, sample_ids: Sample
) -> None:
    assert fontcheck.name_risks(sample_office, sample_ids.meeting_id) == []
    attendance.add_observer(
        sample_office,
        sample_ids.meeting_id,
        category="人大代表",
        text="",
        name="王䶮华",
        post="代表",
    )
    motion = appointments.motions(sample_office, sample_ids.meeting_id)[0]
    appointments.add_entry(
        sample_office, motion.id, verb="决定任命", name="李𬱖", post="示例市财政局局长"
    )
    found = fontcheck.name_risks(sample_office, sample_ids.meeting_id)
    assert [(one.name, one.char) for one in found] == [("王䶮华", "䶮"), ("李𬱖", "𬱖")]
    assert found == fontcheck.name_risks(sample_office)
    assert fontcheck.name_risks(sample_office, sample_ids.chairs_meeting_id) == []
