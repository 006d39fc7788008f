"""扫描计票: read, rule, look at unmarked rows, take into a count – and look again where the two counts differ.

A stack being read stays with its vote while the window is open, wherever the person goes; it is
in memory only and forgotten when the window closes, which is asked about.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from meetingdesk.actions import scanning, votes
from meetingdesk.actions.scan_again import again_words
from meetingdesk.actions.scan_asking import Queue
from meetingdesk.actions.scan_pages import black_and_white
from meetingdesk.actions.scan_trial import try_scan
from meetingdesk.panels.votes.scanblank import BlankView
from meetingdesk.panels.votes.scanlook import LookView
from meetingdesk.panels.votes.scanreading import ReadView
from meetingdesk.panels.votes.scanruling import RuleView
from meetingdesk.panels.votes.scanrun import Run, Watch
from meetingdesk.panels.votes.scantaking import TakeView
from meetingdesk.panels.votes.scantrial import trial_sheet
from meetingdesk.papers.ballots.rows import Status
from meetingdesk.shell.widgets import FactTile, ask_text, button, fact_row, run_task

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.votes import VoteView
    from meetingdesk.papers.ballots.rows import PageRow
    from meetingdesk.shell.panel import Host

_STEPS = (("读票", "Read"), ("裁定存疑", "Rule"), ("空白行", "Blank"), ("计入", "Take"),
          ("看图核对", "Look"))  # fmt: skip
#: the third step where rows are read by their signs
_SIGNED = "空白行和符号"
_READ, _RULE, _BLANK, _TAKE, _LOOK = range(5)


@dataclass
class Held:
    """A stack in hand for one vote."""

    queue: Queue
    taken: bool = False


class ScanPage(QWidget):
    """Scanning for the vote at hand; ``taken(count_id)`` once the stack has become a count."""

    taken = Signal(int)

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__()
        self.office, self.host = office, host
        self.vote: VoteView | None = None
        self._held: dict[int, Held] = {}
        #: the vote whose stack is being read, and that whose folder is watched
        self._reading: int | None = None
        self._watching: int | None = None
        self.run = Run(self)
        self.run.moved.connect(self._moved)
        self.run.ended.connect(self._ended)
        self.watch = Watch(self)
        self.watch.came.connect(self._came)
        self.watch.lost.connect(self._lost)
        #: files to be read when the stack at hand stands still, with their votes
        self._later: list[tuple[int, list[Path]]] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(14)
        outer.addLayout(self._facts())
        outer.addLayout(self._steps())
        self.stack = QStackedWidget()
        self.stack.setAccessibleName("扫描计票")
        outer.addWidget(self.stack, 1)
        self.read = ReadView()
        self.rule = RuleView(office, host)
        self.blank = BlankView()
        self.take = TakeView(office, host)
        self.look = LookView(office, host)
        self.look.mended.connect(self._mended)
        for view in (self.read, self.rule, self.blank, self.take, self.look):
            self.stack.addWidget(view)
        self.read.chosen.connect(self.add_files)
        self.read.watched.connect(self.watch_folder)
        self.read.cancelled.connect(self.pause)
        self.read.resumed.connect(self.resume)
        self.read.dropped.connect(self.forget)
        self.read.differs.connect(self.ask_apart)
        self.read.tried.connect(self.try_sheet)
        self.rule.ruled.connect(self._count)
        self.rule.all_done.connect(self._ruled_all)
        self.blank.confirmed.connect(self._blank_done)
        self.blank.sent.connect(self._picked_out)
        self.take.taken.connect(self._taken)

    def _facts(self) -> QHBoxLayout:
        self.tiles = {
            "scanFactPages": FactTile("已读"),
            "scanFactBallots": FactTile("票"),
            "scanFactDoubts": FactTile("存疑"),
            "scanFactBlank": FactTile("空白行"),
            "scanFactOut": FactTile("没有计入的页"),
        }
        for name, tile in self.tiles.items():
            tile.setObjectName(name)
        return fact_row(*self.tiles.values())

    def _steps(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._group = QButtonGroup(self)
        self.steps: list[QPushButton] = []
        for at, (words, name) in enumerate(_STEPS):
            made = button(f"{at + 1}　{words}", partial(self.go_to, at))
            made.setCheckable(True)
            made.setObjectName(f"scanStep{name}")
            self._group.addButton(made)
            self.steps.append(made)
            row.addWidget(made)
        row.addStretch(1)
        return row

    # -- showing ---------------------------------------------------------------------

    @property
    def held(self) -> Held | None:
        """The stack in hand for the vote shown."""
        return self._held.get(self.vote.id) if self.vote else None

    @property
    def scan(self) -> scanning.Scan | None:
        """The stack being read for the vote shown."""
        return self.held.queue.scan if self.held else None

    def show_vote(self, vote: VoteView) -> None:
        """Show the stack of ``vote``, or where to choose one."""
        other = self.vote is None or self.vote.id != vote.id
        self.vote = vote
        if self.held is not None:
            self.held.queue.vote = vote
        if other:
            self.read.show_scan(self.scan)
            self.go_to(_TAKE if vote.state == "已确认" else _READ)
        elif self.stack.currentIndex() == _TAKE:
            self._show_take()
        self._count()

    def go_to(self, step: int) -> None:
        """Show one of the steps."""
        self.steps[step].setChecked(True)
        self.stack.setCurrentIndex(step)
        queue = self.held.queue if self.held else None
        if step == _RULE:
            self.rule.show_queue(queue)
        elif step == _BLANK:
            self.blank.show_queue(queue, self.rule.who.text().strip() or self.office.who)
        elif step == _TAKE:
            self._show_take()
        elif step == _LOOK and queue is not None:
            self.look.show_queue(queue)
        self._count()
        self.take_focus()

    def losing(self) -> str:
        """Say which stacks are not taken into a count, with the rulings made on them."""
        held = [held.queue.scan for held in self._held.values() if not held.taken]
        pages, ruled = sum(len(s.rows) for s in held), sum(len(s.decisions) for s in held)
        if not pages:
            return ""
        made = f"，已作的{ruled}处裁定也要重作" if ruled else ""
        return f"扫描读入的{pages}页选票还没有计入，关闭后要重新读入{made}。"

    def _show_take(self) -> None:
        if self.vote is not None:
            queue = self.held.queue if self.held else None
            self.take.show_queue(self.vote, queue, taken=bool(self.held and self.held.taken))

    def _count(self) -> None:
        """Write the numbers of the stack on tiles and steps."""
        scan, queue = self.scan, self.held.queue if self.held else None
        rows = scan.rows if scan else []
        out = [r for r in rows if not r.counts]
        total = scan.stack.total if scan else 0
        counts = sum(r.counts for r in rows)
        sides = scan.form.layout.pages if scan else 1
        asks = len(queue.open) if queue else 0
        unseen = (
            len([d for d in scan.unseen if d.number not in queue.exceptions])
            if scan and queue
            else 0
        )
        done = bool(scan and scan.stack.finished)
        tiles = self.tiles
        whole = "读完" if done else f"共 {total}"
        tiles["scanFactPages"].set(str(len(rows)), whole if scan else "", "ok" if done else "info")
        ballots = len(scan.ballots) if scan and done else counts // sides
        came = self.vote.returned if self.vote else None
        same = done and ballots == came
        tiles["scanFactBallots"].set(
            str(ballots) if scan else "—",
            "" if came is None else f"收回 {came}", "ok" if same else "neutral",
        )  # fmt: skip
        flagged = sum(r.status is Status.FLAGGED for r in rows)
        tiles["scanFactDoubts"].set(
            str(asks if done else flagged), ("都已裁定" if not asks else "处待裁定") if done else "页",
            "ok" if done and not asks else "warn" if flagged else "neutral",
        )  # fmt: skip
        tiles["scanFactBlank"].set(
            str(unseen), ("都已看过" if not unseen else "待核对") if done else "",
            "ok" if done and not unseen else "warn",
        )  # fmt: skip
        bad = sum(r.status is not Status.BLANK for r in out)
        tiles["scanFactOut"].set(
            str(len(out)), f"要处理 {bad}" if bad else "", "bad" if bad else "neutral"
        )
        signs = bool(scan and scan.form.by_glyph)
        blank = _SIGNED if signs else _STEPS[_BLANK][0]
        tiles["scanFactBlank"].caption.setText(blank)
        for step, left in ((_RULE, asks), (_BLANK, unseen)):
            words = blank if step == _BLANK else _STEPS[step][0]
            self.steps[step].setText(
                f"{step + 1}　{words}　{left}" if left else f"{step + 1}　{words}"
            )
            self.steps[step].setEnabled(done)
        self.steps[_TAKE].setEnabled(done or not scan)
        self.steps[_LOOK].setVisible(LookView.wanted(self.office, queue))
        folder = self.watch.folder
        own = self.vote is not None and self._watching == self.vote.id
        self.read.refresh(
            running=self.run.running and self.vote is not None and self._reading == self.vote.id,
            speed=self.run.speed, watching=folder.path.name if folder and own else "",
        )  # fmt: skip

    def take_focus(self) -> None:
        """Put the keyboard where the work is."""
        view = self.stack.currentWidget()
        view.take_focus()

    # -- reading ---------------------------------------------------------------------

    def try_sheet(self, path: Path) -> None:
        """Show what an unmarked sheet tells of printer and scanner."""
        if self.vote is not None:
            found = self.host.guard(try_scan, self.office, self.vote.id, path)
            if found:
                trial_sheet(self, path.name, found)

    def add_files(self, files: list[Path]) -> None:
        """Read files, or lay them under the stack in hand."""
        if self.vote is not None and files:
            self._add(self.vote.id, files)

    def _add(self, vote_id: int, files: list[Path]) -> None:
        if self.run.running:
            self._later.append((vote_id, files))
            if self._reading != vote_id:
                self.read.tell("另一次表决的票还在读。", "info", "读完后接着读这些。")
            return
        held = self._held.get(vote_id)
        if held is not None and not held.taken:
            held.queue.scan.add(files)
        else:
            scan = self.host.guard(scanning.open_scan, self.office, vote_id, files)
            if scan is None:
                return
            self._held[vote_id] = Held(Queue(scan, votes.vote_view(self.office, vote_id)))
            if self.vote is not None and self.vote.id == vote_id:
                self.read.show_scan(scan)
        self._start(vote_id)

    def _start(self, vote_id: int) -> None:
        self._reading = vote_id
        self.run.start(self._held[vote_id].queue.scan)
        self._count()

    def pause(self) -> None:
        """Stop reading after the side at hand, or stop watching the folder."""
        if self.run.running:
            self.run.cancel()
        else:
            self._stop_watching()
        self._count()

    def resume(self) -> None:
        """Go on where reading stopped."""
        if self.vote is not None and self.held is not None and not self.run.running:
            self._start(self.vote.id)

    def forget(self) -> None:
        """Let the stack in hand go, with its rulings; nothing of it was kept."""
        if self.vote is not None and not self.run.running:
            self._stop_watching()
            self._held.pop(self.vote.id, None)
            self.read.show_scan(None)
            self.rule.show_queue(None)
            self._count()

    def watch_folder(self, path: Path, present: bool = True) -> None:
        """Read what comes into a folder."""
        if self.vote is not None:
            self._watching = self.vote.id
            self.watch.start(path, present=present)
            self._count()

    def _stop_watching(self) -> None:
        self.watch.stop()
        self._watching = None

    def _came(self, files: list[Path]) -> None:
        if self._watching is not None:
            self._add(self._watching, files)

    def _lost(self) -> None:
        self._watching = None
        self.read.tell("文件夹不见了，不再接收。", "bad", "已读的还在；请检查网络或另选文件夹。")
        self._count()

    def _moved(self, new: list[PageRow]) -> None:
        if self.vote is None or self._reading != self.vote.id:
            return
        first = self.scan is not None and len(self.scan.rows) - len(new) == 0
        self._count()
        if first or not self.read.page.has_picture:
            self.read.show_page(new[0])

    def _ended(self, error: Exception | None) -> None:
        vote_id, self._reading = self._reading, None
        held = self._held.get(vote_id) if vote_id is not None else None
        if error is not None:
            self.read.tell("读票中断了，已读的还在。", "bad", f"可以继续读。（{error}）")
        if held is not None and held.queue.scan.stack.finished:
            held.queue.refresh()
            self._look_for_greys(held)
            if self.vote is not None and vote_id == self.vote.id:
                self._tell_same(held.queue.scan)
                if self.stack.currentIndex() == _RULE:
                    self.rule.show_queue(held.queue)
        self._count()
        if self._later and error is None:
            self._add(*self._later.pop(0))

    def _tell_same(self, scan: scanning.Scan) -> None:
        """Say that the stack, or one very like it, has been counted."""
        same = scanning.taken_as(self.office, scan)
        if same:
            self.read.tell(same, "warn", "可以看图核对，不会重复计入。")
        elif (again := again_words(scan)) and not scan.apart:
            self.read.tell(
                again, "warn", "是同一叠的，请“放弃这一叠”；两人核对纸票、确是另一叠的，请点“不是同一叠”。"
            )  # fmt: skip

    def ask_apart(self) -> None:
        """Ask who has seen that the stack is another one."""
        scan = self.scan
        if scan is None:
            return

        def put(name: str) -> None:
            scan.stands_apart(name)
            self.read.said.clear()
            self._count()

        ask_text(
            self, "确认不是同一叠", "确认人", put, value="",
            hint="请把两叠纸票放在一起看过再确认；同一叠计两次，结果就错了。",
        ).named("scanApartSheet")  # fmt: skip

    def _look_for_greys(self, held: Held) -> None:
        """Warn of scans in black and white: what pencil they lost, nobody can see again."""
        scan = held.queue.scan

        def tell(found: bool) -> None:
            if found and self.scan is scan and not self.read.said.isVisibleTo(self.read):
                self.read.tell(
                    "这叠票里有黑白（没有灰度）的扫描，铅笔等淡的划记可能整个丢失，图上也看不到。", "warn",
                    "请把扫描仪改成灰度重扫；不能重扫的，另一遍须对照纸票人工计票。",
                )  # fmt: skip

        run_task(self, lambda _progress: black_and_white(scan), tell, label="正在检查图像")

    # -- ruling and taking -----------------------------------------------------------

    def _ruled_all(self) -> None:
        scan, held = self.scan, self.held
        if scan is not None and held is not None:
            self.go_to(_BLANK if scan.unseen else _TAKE)

    def _blank_done(self) -> None:
        queue = self.held.queue if self.held else None
        self._count()
        if queue is not None and not self.blank.shown:
            self.go_to(_RULE if queue.open else _TAKE)

    def _picked_out(self, numbers: list[int]) -> None:
        if self.held is not None:
            self.held.queue.pick_out(numbers)

    def _mended(self) -> None:
        self._show_take()
        if LookView.wanted(self.office, self.held.queue if self.held else None):
            self.go_to(_LOOK)
        else:
            self.go_to(_TAKE)

    def _taken(self, count_id: int) -> None:
        if self.held is not None:
            self.held.taken = True
        self._stop_watching()
        if self.vote is not None:
            self.show_vote(votes.vote_view(self.office, self.vote.id))
        self._show_take()
        self.taken.emit(count_id)
