"""One desk with a standing committee and a congress, copied for every test."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions.office import Office, open_office
from tests.actions.kindkit import Template, clock, congress
from tests.actions.test_votes import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A standing committee of 41 with 37 present; a congress of 13, all present.

    Of the congress 2/3 is 9 and more than half is 7.
    """
    path = tmp_path_factory.mktemp("kinds") / "template.desk"
    made = open_office(path, "甲", clock=clock)
    meeting = made.perform(build, name="样例")
    deputies = made.perform(lambda work: congress(work, 13, 13), name="大会")
    made.desk.close()
    return Template(path, meeting, deputies)


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Iterator[Office]:
    shutil.copyfile(template.path, tmp_path / "a.desk")
    made = open_office(tmp_path / "a.desk", "甲", clock=clock)
    yield made
    made.desk.close()


@pytest.fixture
def meeting(template: Template) -> int:
    return template.meeting


@pytest.fixture
def small_congress(template: Template) -> int:
    return template.congress
