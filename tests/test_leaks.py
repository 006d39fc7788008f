"""The watch over what tests leave behind sees what it is there for."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from tests.leaks import Traces

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def test_a_tidy_test_leaves_nothing(qapp: QApplication) -> None:
    traces = Traces()
    window = QWidget()
    window.show()
    window.close()
    window.deleteLater()
    information = logging.makeLogRecord({"levelno": logging.INFO, "msg": "opened"})
    assert traces.left([information]) == []


def test_a_window_and_its_timer_are_named(qapp: QApplication) -> None:
    traces = Traces()
    window = QWidget(objectName="forgotten")
    timer = QTimer(window, objectName="ticking")
    timer.start(60_000)
    window.show()
    told = traces.left([])
    window.close()
    window.deleteLater()
    assert told == [
        "window still open: QWidget 'forgotten'",
        "timer still running: 'ticking' of QWidget",
    ]


def test_a_timer_of_the_application_is_named(qapp: QApplication) -> None:
    traces = Traces()
    timer = QTimer(qapp, objectName="ticking")
    timer.start(60_000)
    told = traces.left([])
    timer.stop()
    timer.deleteLater()
    assert told == ["timer still running: 'ticking' of QApplication"]


def test_a_thread_is_named() -> None:
    traces = Traces()
    done = threading.Event()
    thread = threading.Thread(target=done.wait, name="forgotten", daemon=True)
    thread.start()
    told = traces.left([])
    done.set()
    thread.join()
    assert told == ["thread still running: forgotten"]


def test_a_warning_is_quoted() -> None:
    record = logging.makeLogRecord(
        {"name": "desk", "levelno": logging.WARNING, "levelname": "WARNING", "msg": "disk is full"}
    )
    assert Traces().left([record]) == ["log: desk WARNING: disk is full"]
