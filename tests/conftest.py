"""What every test shares: no screen, the office's font, and the person's own folders untouched."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

import hypothesis
import pytest

from tests.leaks import Traces

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample

T = TypeVar("T")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")

# Windows has no POSIX shell to read the scripts with.
collect_ignore = ["test_installer.py"] if sys.platform == "win32" else []

# The same examples each time where many people share the result; new ones on a developer's machine.
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")

#: what the law says and what counts the votes is held to full coverage by the tests that lie here
_COUNTED = (
    "tests/rules/", "tests/actions/vote_kinds/",
    *(
        f"tests/actions/test_{name}.py"
        for name in (
            "ballots", "cardbook", "count_files", "counting", "merging", "rulings", "secrecy",
            "sums", "vote_life", "votes", "votes_edges",
        )
    ),
)  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests whose coverage is measured, so that nothing runs twice."""
    for item in items:
        if item.path.relative_to(config.rootpath).as_posix().startswith(_COUNTED):
            item.add_marker("counted")


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Send settings and the default desk to a folder that goes away with the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            patch.setenv(variable, str(tmp_path_factory.mktemp(variable.lower())))
        yield


@pytest.fixture(scope="session")
def on_disk() -> Callable[..., None]:
    """How a desk's file is opened when every step must be on the disk before it is told of."""
    from meetingdesk.records import desk

    return desk._sqlite_pragmas


@pytest.fixture(scope="session", autouse=True)
def _without_waiting_for_the_disk(on_disk: Callable[..., None]) -> Iterator[None]:
    """Write desks as the program does but for the wait that only a power cut could tell."""

    def quick(connection: sqlite3.Connection, record: object) -> None:
        on_disk(connection, record)
        connection.execute("PRAGMA synchronous=OFF")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("meetingdesk.records.desk._sqlite_pragmas", quick)
        yield


@pytest.fixture(autouse=True)
def _nothing_left_behind(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """Fail a test that logs a warning it was not marked to expect, or leaves something running."""
    traces = Traces()
    yield
    expected = request.node.get_closest_marker("logs") is not None
    records = [] if expected else [*caplog.get_records("setup"), *caplog.get_records("call")]
    if left := traces.left(records):
        pytest.fail("left behind:\n" + "\n".join(left), pytrace=False)


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


class Desks:
    """New desks for the asking: made once, then copied, as making one takes a tenth of a second."""

    def __init__(self, folder: Path) -> None:
        from meetingdesk.actions.office import open_office

        self.folder = folder
        self._made: dict[Callable[[Any], object], tuple[Path, object]] = {}
        self.blank = folder / "blank.desk"
        open_office(self.blank, "张秘书").desk.close()

    def office(
        self, folder: Path, who: str = "张秘书", clock: Callable[[], dt.datetime] | None = None
    ) -> Office:
        """Return an office on an empty desk in ``folder``."""
        from meetingdesk.actions.office import open_office

        path = folder / "a.desk"
        shutil.copyfile(self.blank, path)
        return open_office(path, who, **({"clock": clock} if clock else {}))

    def pour(self, office: Office, build: Callable[[Any], T]) -> T:
        """Put into the empty desk of ``office`` what ``build`` enters; return its answer.

        It is built once: give a function of a module, not a lambda.
        """
        from meetingdesk.actions.office import open_office

        if build not in self._made:
            place = self.folder / f"{len(self._made)}.desk"
            shutil.copyfile(self.blank, place)
            maker = open_office(place, "张秘书", clock=office.clock)
            self._made[build] = (place, maker.perform(build, name="样例"))
            maker.desk.close()
        place, made = self._made[build]
        with closing(sqlite3.connect(place)) as source:
            connection = office.desk.engine.raw_connection()
            try:
                source.backup(cast("sqlite3.Connection", connection.driver_connection))
            finally:
                connection.close()
        return cast("T", made)


@pytest.fixture(scope="session")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Desks:
    return Desks(tmp_path_factory.mktemp("desks"))


@pytest.fixture
def office(desks: Desks, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Office]:
    """Return an office on an empty desk, at the hour that a module may name as its ``NOW``."""
    now = getattr(request.module, "NOW", None)
    made = desks.office(tmp_path, clock=(lambda: now) if now else None)
    yield made
    made.desk.close()


@pytest.fixture
def term_id(desks: Desks, office: Office) -> int:
    """Put the sample's roster into the desk."""
    from meetingdesk.actions.sample import session

    return desks.pour(office, session.build_roster)


@pytest.fixture
def meeting(office: Office, term_id: int) -> int:
    """Convene the sample's meeting, with nothing on its agenda."""
    from meetingdesk.actions import meetings
    from meetingdesk.actions.sample import session

    return meetings.convene(
        office, term_id=term_id, kind="常委会会议", number=36, start=session.START, end=session.END,
        place=session.PLACE,
    )  # fmt: skip


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
