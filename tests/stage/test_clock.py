"""The clock of an item or a speech."""

from __future__ import annotations

from meetingdesk.actions.staging import BAD
from meetingdesk.stage.clock import Clock, clock_scene


class Time:
    """A clock that the test winds on."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_it_counts_down_warns_and_goes_on_past_the_limit() -> None:
    time = Time()
    clock = Clock(300, time)
    assert (clock.words, clock.running) == ("05:00", False)
    clock.start()
    time.seconds += 200
    assert (clock.words, clock.near, clock.over) == ("01:40", False, False)
    time.seconds += 45
    assert (clock.words, clock.near) == ("00:55", True)
    time.seconds += 95
    assert (clock.words, clock.near, clock.over) == ("超时 00:40", False, True)
    scene = clock_scene(clock, "市十四届人大常委会第三十六次会议", "发言计时")
    assert (scene.verdict, scene.tone, scene.facts) == ("超时 00:40", BAD, ("限时5分钟",))


def test_a_pause_does_not_count() -> None:
    time = Time()
    clock = Clock(0, time)
    clock.start()
    clock.start()
    time.seconds += 10
    clock.pause()
    time.seconds += 1000
    assert clock.words == "00:10"
    clock.start()
    time.seconds += 5
    assert clock.words == "00:15"
    clock.reset(60)
    assert (clock.words, clock.running) == ("01:00", False)
