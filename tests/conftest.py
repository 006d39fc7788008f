"""What every test shares: no screen, the office's font, and the person's own folders untouched."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")

# Windows has no POSIX shell to read the scripts with.
collect_ignore = ["test_installer.py"] if sys.platform == "win32" else []

# The same examples each time where many people share the result; new ones on a developer's machine.
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Send settings and the default desk to a folder that goes away with the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            patch.setenv(variable, str(tmp_path_factory.mktemp(variable.lower())))
        yield


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """Return the application, speaking Chinese in a simplified face as the program does.

    Without a named font the offscreen platform falls back to a traditional face, whose
    punctuation stands in the middle of its square.
    """
    from PySide6.QtCore import QLocale
    from PySide6.QtGui import QFont

    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    qapp.setFont(QFont("Noto Sans CJK SC", 10))
    return qapp


@dataclass(frozen=True)
class SampleDesk:
    """The invented city after its session, closed: copy ``path``, never open it."""

    path: Path
    ids: Sample


@pytest.fixture(scope="session")
def sample_desk(tmp_path_factory: pytest.TempPathFactory) -> SampleDesk:
    """Build the sample once for all tests."""
    from meetingdesk.actions import sample
    from meetingdesk.actions.office import open_office

    path = tmp_path_factory.mktemp("sample") / "sample.desk"
    office = open_office(path, "张秘书", clock=lambda: sample.NOW)
    ids = sample.build(office)
    office.desk.close()
    return SampleDesk(path, ids)


@pytest.fixture
def sample_office(sample_desk: SampleDesk, tmp_path: Path) -> Iterator[Office]:
    """Return an office on a copy of the sample, at the sample's own hour."""
    from meetingdesk.actions import sample
    from meetingdesk.actions.office import open_office

    copy = tmp_path / "sample.desk"
    shutil.copyfile(sample_desk.path, copy)
    office = open_office(copy, "张秘书", clock=lambda: sample.NOW)
    yield office
    office.desk.close()


@pytest.fixture
def sample_ids(sample_desk: SampleDesk) -> Sample:
    """Return the ids of what the sample is made of."""
    return sample_desk.ids
