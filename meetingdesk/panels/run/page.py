"""The operator's page: the list of scenes, what comes next, what the hall sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from meetingdesk.actions import meetings, recovery, staging
from meetingdesk.actions.vote_views import states_of, votes_of
from meetingdesk.panels.run.script import ScriptPage
from meetingdesk.panels.run.timing import ClockStrip
from meetingdesk.shell import keys, theme
from meetingdesk.shell.panel import Action, Panel
from meetingdesk.shell.survival import KitMaker
from meetingdesk.shell.widgets import (
    Card,
    Column,
    EmptyState,
    FactTile,
    RecordTable,
    Tag,
    Toolbar,
    button,
    columns,
    fact_row,
    label,
    share,
    tabs,
)
from meetingdesk.stage.clock import clock_scene
from meetingdesk.stage.window import SceneView, Stage

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from meetingdesk.actions.meetings import MeetingFacts
    from meetingdesk.actions.staging import Scene

_SHAPE = 9 / 16
#: names told on the tile of who is not in the hall
_NAMED = 2


class RunPanel(Panel):
    """会议进行: choose on the left, look on the right, Enter puts it before the hall."""

    key, title, icon, group, order = "run", "会议进行", "presentation", "会中", 55

    def build(self) -> None:
        """Make facts, the list, the two screens and the clocks."""
        self.kit = KitMaker(self)
        self.stage = Stage(self)
        self.stage.note = "演练" if getattr(self.office, "practice", False) else ""
        self.stage.changed.connect(self._tell)
        self.present = FactTile("到会")
        self.need = FactTile("过半数")
        self.away = FactTile("请假缺席离席")
        self.open_votes = FactTile("进行中的表决")
        for name, tile in (
            ("factPresent", self.present), ("factNeed", self.need),
            ("factAway", self.away), ("factOpenVotes", self.open_votes),
        ):  # fmt: skip
            tile.setObjectName(name)
        self.body.addLayout(fact_row(self.present, self.need, self.away, self.open_votes))
        split = columns(self)
        self.body.addWidget(split, 1)
        self._fill_list(Card(margins=10, parent=split))
        hall = QWidget()
        self._screens(hall, split)
        share(split, 46, 54)
        self._fill_hall(hall)
        self._watched: QWidget | None = None
        self._speaker = ""
        #: what was kept on paper is being typed in
        self._typing = False
        for name, run in (
            ("black", self.toggle_black), ("freeze", self.toggle_frozen),
            ("following", self.following), ("item", self.item_clock.toggle),
            ("speech", self.speech_clock.toggle), ("reset", self.speech_clock.reset),
            ("clock", self.put_clock), ("script", self.turn_script),
            ("vote", self.open_vote), ("roll", self.open_roll),
        ):  # fmt: skip
            keys.listen(self, f"run.{name}", run, Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for made, name in (
            (self.black_button, "black"), (self.freeze_button, "freeze"),
            (self.following_button, "following"), (self.item_clock.go, "item"),
            (self.speech_clock.go, "speech"), (self.speech_clock.back, "reset"),
            (self.clock_button, "clock"),
        ):  # fmt: skip
            keys.tell(made, f"run.{name}")
        keys.follow(self._tell)

    def _fill_list(self, card: Card) -> None:
        self.table: RecordTable = RecordTable(
            [
                Column("环节", lambda s: s.group, width=104, soft=True),
                Column("内容", lambda s: s.label, stretch=True, wrap=True),
                Column("", self._where, width=64,
                       tag=lambda s: "bad" if self._where(s) == "大屏" else "info"),
            ],
            name="大屏内容",
            empty=self._empty,
        )  # fmt: skip
        self.table.setObjectName("runTable")
        self.table.chosen.connect(lambda _row: self._tell())
        self.table.activated.connect(lambda _row: self.put())
        card.add(self.table, 1)

    def _empty(self) -> EmptyState:
        go = self._named("runGoMeetings", "去建会议", lambda: self.host.open_panel("meetings"))
        words = "选定一次会议后，会标、议题、到会、表决和结果会列在这里。"
        return EmptyState("还没有会议", words, go, "presentation")

    def _screens(self, hall: QWidget, split: QWidget) -> None:
        hall.setAccessibleName("大屏")
        self.script = ScriptPage(self.office)
        self.tabs = tabs(
            "runTabs", "大屏与主持词", (hall, "大屏"), (self.script, "主持词"), parent=split
        )
        self.tabs.currentChanged.connect(lambda _at: self._show_script())

    def _fill_hall(self, hall: QWidget) -> None:
        """Make what stands on the page of the screens, when that stands in the window."""
        box = QVBoxLayout(hall)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(theme.CARD_GAP)
        box.addWidget(self._hall())
        box.addWidget(self._clocks())
        box.addStretch(1)

    def _views(self) -> QHBoxLayout:
        """What comes next beside what the hall sees."""
        self.next_view = SceneView()
        self.next_view.setObjectName("runNext")
        self.next_view.setAccessibleName("待上屏")
        self.air_view = SceneView()
        self.air_view.setObjectName("runOnAir")
        self.air_view.setAccessibleName("大屏上")
        self.air_state = Tag("", "neutral")
        pair = QHBoxLayout()
        pair.setSpacing(theme.COLUMN_GAP)
        for words, view, state in (
            ("待上屏", self.next_view, None), ("大屏上", self.air_view, self.air_state),
        ):  # fmt: skip
            box = QVBoxLayout()
            box.setSpacing(theme.GAP)
            line = QHBoxLayout()
            head = label(words, "card")
            head.setMinimumHeight(28)  # as high as the tag beside one of them
            line.addWidget(head)
            if state is not None:
                line.addWidget(state)
            line.addStretch(1)
            box.addLayout(line)
            view.setMinimumHeight(150)
            box.addWidget(view)
            box.addStretch(1)
            pair.addLayout(box, 1)
        return pair

    def _hall(self) -> Card:
        self.put_button = self._named("runPut", "上屏", self.put, kind="primary")
        self.following_button = self._named("runFollowing", "下一项", self.following)
        self.black_button = self._named("runBlack", "黑屏", self.toggle_black)
        self.freeze_button = self._named("runFreeze", "定格", self.toggle_frozen)
        self.open_button = self._named("runOpen", "打开大屏", self.toggle_stage)
        bar = Toolbar(self.put_button, self.following_button, self.black_button, self.freeze_button)
        bar.gap()
        bar.add(self.open_button)
        self.told = label("", "soft", wrap=True)
        self.told.setObjectName("runTold")
        card = Card(margins=14)
        card.add(self._views())
        card.add(bar)
        card.add(self.told)
        return card

    def _clocks(self) -> Card:
        self.item_clock = ClockStrip("议题", "runItem", 0)
        self.speech_clock = ClockStrip("发言", "runSpeech", 10)
        self.item_clock.ticked.connect(lambda: self._ticked(self.item_clock))
        self.speech_clock.ticked.connect(lambda: self._ticked(self.speech_clock))
        self.clock_button = self._named("runClockPut", "发言计时上屏", self.put_clock)
        clocks = Card("计时", margins=14)
        clocks.add(self.item_clock)
        clocks.add(self.speech_clock)
        clocks.add_action(self.clock_button)
        return clocks

    def _named(self, name: str, text: str, run: Any, **look: str) -> Any:
        made = button(text, run, **look)
        made.setObjectName(name)
        return made

    # -- reading -----------------------------------------------------------------------

    def refresh(self, change: Any | None = None) -> None:
        """Read the scenes again; what the hall sees follows its record."""
        rows: list[Scene] = []
        facts: MeetingFacts | None = None
        states: list[str] = []
        with self.office.reading() as work:
            if self.meeting_id is not None:
                rows = staging.scenes(work, self.meeting_id)
                facts = meetings.facts(work, self.meeting_id)
                states = states_of(work, self.meeting_id)
            self._typing = recovery.running(work, self.meeting_id or 0) is not None
        with QSignalBlocker(self.table):  # the page is told once, below
            self.table.set_rows(rows, choose=True)
        if self.stage.scene is not None and self.stage.scene.kind != "timer":
            self.stage.renew(rows, rows[0] if rows else None)
        self._tell_facts(facts, states)
        self._show_script()
        self._tell()

    def set_meeting(self, meeting_id: Any | None) -> None:
        """Another meeting: the hall goes back to its banner, never to an old result."""
        super().set_meeting(meeting_id)
        if self.built and self.stage.scene is not None:
            self.stage.put(None)

    def _tell_facts(self, facts: MeetingFacts | None, states: list[str]) -> None:
        if facts is None:
            for tile in (self.present, self.need, self.away, self.open_votes):
                tile.set("—")
            return
        due = facts.members or 0
        if facts.quorum is None:
            self.present.set(str(facts.present))
            self.need.set("—")
        else:
            margin = facts.present - facts.quorum
            words = f"比法定人数多{margin}人" if margin >= 0 else f"还差{-margin}人"
            self.present.set(f"{facts.present}/{due}", words, "ok" if margin >= 0 else "bad")
            self.need.set(f"{facts.quorum}票", f"全体组成人员{due}人", "neutral")
        out = facts.away
        names = "、".join(out[:_NAMED]) + (f"等{len(out)}人" if len(out) > _NAMED else "")
        self.away.set(
            str(facts.leave + facts.absent + len(out)), f"离席：{names}" if out else "", "warn"
        )
        self.away.setToolTip(f"离席：{'、'.join(out)}" if out else "")
        running = [state for state in states if state in _RUNNING]
        self.open_votes.set(str(len(running)), running[0] if running else "", "info")

    def _show_script(self) -> None:
        if self.tabs.currentWidget() is self.script and self.meeting_id is not None:
            self.script.show_meeting(self.meeting_id)

    def chosen(self) -> Scene | None:
        """Return the scene that would go up next."""
        row: Scene | None = self.table.current()
        return row

    def _where(self, scene: Scene) -> str:
        on_air = self.stage.scene
        return "大屏" if on_air is not None and on_air.key == scene.key else ""

    def _tell(self) -> None:
        if not self.built:
            return
        self.next_view.show_scene(self.chosen())
        self.air_view.note = self.next_view.note = self.stage.note
        self.air_view.show_scene(self.stage.shown())
        self.table.view.viewport().update()
        stage = self.stage
        words, kind = ("未打开", "neutral")
        if stage.waiting:
            words, kind = "投影已断开", "bad"
        elif stage.on:
            words, kind = "黑屏" if stage.black else "定格" if stage.frozen else "显示中", "ok"
        self.air_state.set(words, kind)
        self.put_button.setEnabled(self.chosen() is not None)
        self.black_button.setText("恢复显示" if stage.black else "黑屏")
        self.freeze_button.setText("解除定格" if stage.frozen else "定格")
        self.black_button.setEnabled(stage.on)
        self.freeze_button.setEnabled(stage.on and stage.scene is not None)
        self.open_button.setText("关闭大屏" if stage.on else "打开大屏")
        for made in (self.black_button, self.freeze_button, self.open_button):
            made.setAccessibleName(made.text())
        if stage.waiting:
            told = "投影已断开，重新接上后自动恢复原来的画面。"
        elif stage.on and stage.other_screen() is None:
            told = "没有第二块屏幕，大屏显示在普通窗口里；接上投影后自动移过去。"
        else:
            told = (
                f"回车 上屏　{self._keyed('black', 'freeze', 'following', 'vote', 'roll', 'script')}。"
                "结果确认之后才会出现在列表里。"
            )
        if self.meeting_id is not None and self._typing:
            told = "断电补录中：现在录入的出席和计票会注明据纸质记录补录，录完请按“补录完毕”。"
        self.told.setText(told)
        self.host.actions_changed()

    # -- doing -------------------------------------------------------------------------

    def _keyed(self, *names: str) -> str:
        """Return what keys do: ``B 黑屏　F 定格``; without those that have none."""
        told = ((keys.shown(f"run.{name}"), _KEYED[name]) for name in names)
        return "　".join(f"{key} {words}" for key, words in told if key)

    def primary_actions(self) -> list[Action]:
        """Offer the stage."""
        words = "关闭大屏" if self.built and self.stage.on else "打开大屏"
        found = [
            Action(
                words, self.toggle_stage, "presentation", keys.of("run.stage"), True, name="stage"
            )
        ]
        if self.built and self.meeting_id is not None:
            typing = "补录完毕" if self._typing else "断电补录"
            hint = "据停电期间的纸质记录录入签到和计票，所录内容注明补录人和时间"
            typed = Action(typing, self.toggle_recovery, hint=hint, name="recovery")
            found += [typed, self.kit.action()]
        return found

    def commands(self) -> list[Action]:
        """Offer what the keys do."""
        if not self.built:
            return []
        return [
            Action("上屏", self.put, name="put"),
            *(
                Action(words, run, shortcut=keys.of(f"run.{name}"), name=name)
                for name, words, run in (
                    ("following", "大屏：下一项", self.following),
                    ("black", f"大屏：{self.black_button.text()}", self.toggle_black),
                    ("freeze", f"大屏：{self.freeze_button.text()}", self.toggle_frozen),
                    ("item", "议题计时：开始或暂停", self.item_clock.toggle),
                    ("speech", "发言计时：开始或暂停", self.speech_clock.toggle),
                    ("reset", "发言计时归零", self.speech_clock.reset),
                    ("clock", "发言计时上屏", self.put_clock),
                    ("script", "主持词或大屏", self.turn_script),
                    ("vote", "打开这项表决", self.open_vote),
                    ("roll", "去点名", self.open_roll),
                )
            ),
        ]

    def toggle_recovery(self) -> None:
        """Begin to type in what was kept on paper, or say that it is done."""
        ending = self._typing
        step = recovery.finish if ending else recovery.begin
        done = self.host.guard(step, self.office, self.meeting_id, default=True)
        if done is None:
            return
        if ending:
            self.host.toast("补录完毕，以后的登记和计票是当场录入", undo=True)
        else:
            self.host.open_panel("meetings")
            self.host.toast("开始补录，现在录入的出席和计票都会注明", undo=True)

    def take_focus(self) -> None:
        """Keys go to the list."""
        self.table.setFocus()

    def put(self) -> None:
        """Put the chosen scene before the hall."""
        scene = self.chosen()
        if scene is None:
            return
        if not self.stage.on:
            self.stage.start()
        if scene.minutes and scene.key != self._speaker:
            self._speaker = scene.key  # another speaker: their own time, from the beginning
            self.speech_clock.minutes.setValue(scene.minutes)
            self.speech_clock.reset()
        self.stage.put(scene)

    def following(self) -> None:
        """Choose the next scene; the hall keeps what it has."""
        rows = self.table.rows()
        keys = [row.key for row in rows]
        current = self.chosen()
        at = keys.index(current.key) + 1 if current is not None else 0
        if at < len(keys):
            self.table.select_id(keys[at])

    def turn_script(self) -> None:
        """Show the script page in place of the screens, or these again."""
        self.tabs.setCurrentIndex(1 - self.tabs.currentIndex())
        self.table.setFocus()

    def open_vote(self) -> None:
        """Go to the vote of the chosen scene, else to one that is running."""
        scene = self.chosen()
        found = _OF_VOTE.match(scene.key) if scene is not None else None
        if found is not None:
            self.host.open_panel("votes", vote_id=int(found[1]))
            return
        listed = votes_of(self.office, self.meeting_id) if self.meeting_id is not None else []
        running = next((v.id for v in listed if v.state in _RUNNING), None)
        self.host.open_panel("votes", **({"vote_id": running} if running is not None else {}))

    def open_roll(self) -> None:
        """Go to the roll, to note who comes and goes."""
        self.host.open_panel("meetings", roll=True)

    def toggle_stage(self) -> None:
        """Open the stage with the banner, or close it."""
        if self.stage.on:
            self.stage.stop()
            return
        self.stage.start()
        rows = self.table.rows()
        if self.stage.scene is None and rows:
            self.stage.put(rows[0])

    def toggle_black(self) -> None:
        """Nothing on the screen, or again what was there."""
        if self.stage.on:
            self.stage.set_black(not self.stage.black)

    def toggle_frozen(self) -> None:
        """Hold what stands there while the records go on."""
        if self.stage.on:
            self.stage.set_frozen(not self.stage.frozen)

    def _clock_scene(self, strip: ClockStrip) -> Scene:
        head = ""
        if self.meeting_id is not None:
            head = meetings.meeting(self.office, self.meeting_id).short_title
        return clock_scene(strip.clock, head, f"{strip.words}计时")

    def put_clock(self) -> None:
        """Put the speech's clock before the hall."""
        if not self.stage.on:
            self.stage.start()
        self.stage.put(self._clock_scene(self.speech_clock))

    def _ticked(self, strip: ClockStrip) -> None:
        scene = self.stage.scene
        if scene is None or scene.kind != "timer" or strip is not self.speech_clock:
            return
        newest = self._clock_scene(strip)
        self.stage.renew([newest], None)

    def showEvent(self, event: QShowEvent) -> None:
        """Know the program's window, to go with it."""
        super().showEvent(event)
        if self._watched is not self.window():
            self._watched = self.window()
            self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The stage closes with the program's window."""
        if event.type() == QEvent.Type.Close and watched is self._watched:
            self.stage.stop()
        return super().eventFilter(watched, event)


_RUNNING = ("已开票", "计票")
_OF_VOTE = re.compile(r"(?:call|calling|result)-(\d+)")
_KEYED = {
    "black": "黑屏", "freeze": "定格", "following": "下一项", "vote": "这项表决", "roll": "点名",
    "script": "主持词",
}  # fmt: skip
