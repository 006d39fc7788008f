"""What every test shares: no screen, the office's font, and the person's own folders untouched."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

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
