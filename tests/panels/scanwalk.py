"""500 票决 ballots × 12 projects, at most 10: printed, marked, scanned, ruled, certified, reported.

    python -m tests.panels.scanwalk --out DIR [--ballots 500] [--seed 77]

Everything a person does is done in the real window; pictures of each step go to DIR at both
sizes. The marks are drawn by the test generator at office severity, doubts are ruled by what was
drawn.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from meetingdesk.actions import attendance, ballots, counting, meetings, roster, votes
from meetingdesk.actions.scan_asking import NAME, SHEET
from meetingdesk.panels.votes.scanning import ScanPage
from meetingdesk.papers.ballots.drawing import image
from meetingdesk.shell.shots import grab
from meetingdesk.shell.widgets import Sheet
from tests.actions.test_counting import build, opened
from tests.papers.ballots.scans import SEVERITIES, Maker

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office
    from meetingdesk.shell.window import MainWindow

DAY = dt.date(2026, 3, 27)
PROJECTS = (
    "老旧小区改造二十个", "新建公办幼儿园六所", "农村公路提升八十公里", "城区新增停车位两千个",
    "社区养老服务站三十处", "饮用水管网更新四十公里", "县乡医院设备添置", "公园绿地新建五处",
    "农贸市场改造八个", "校园周边道路整治", "残疾人之家建设十处", "充电桩新增一千个",
)  # fmt: skip
SIZES = ((1366, 768), (1920, 1080))
MOST = 10


def congress_vote(office: Office, deputies: int) -> int:
    """Make a congress with a printed vote on twelve projects, all ballots issued and back."""

    def build(work: Any) -> int:
        body = roster.add_body(
            work, name="示例市人民代表大会", short_name="市人民代表大会", place_name="示例市",
            level="市", kind="congress",
        )  # fmt: skip
        term = roster.add_term(work, body_id=body, number=15, start=dt.date(2022, 1, 1))
        for number in range(deputies):
            roster.add_member(
                work, term_id=term, name=f"代表{number:03}", since=dt.date(2022, 1, 1)
            )
        made = meetings.convene(work, term_id=term, kind="人代会", number=5, start=DAY, end=DAY)
        attendance.open_roll(work, made)
        attendance.mark(work, [row.id for row in attendance.roll(work, made)], state="出席")
        vote = votes.draft_vote(
            work, kind="票决", meeting_id=made, title="2026年度民生实事项目票决",
            questions=[(name, "", {}) for name in PROJECTS],
        )  # fmt: skip
        votes.set_seats(work, vote, MOST, MOST)
        return vote

    vote = office.perform(build, name="样例")
    votes.edit_vote(office, vote, teller_chief="王建国", tellers="李秀英、张敏")
    ballots.prepare_form(office, vote)
    ballots.print_form(office, vote, copies=deputies, spare=deputies // 10)
    votes.open_vote(office, vote)
    votes.set_issued(office, vote, deputies)
    votes.set_returned(office, vote, deputies)
    return vote


def evaluation_vote(office: Office, number: int) -> int:
    """Make a committee with an evaluation of five offices by three grades, printed and back."""
    vote = office.perform(
        lambda work: opened(work, build(work, 41, 41), number, number), name="样例"
    )
    votes.edit_vote(office, vote, teller_chief="王建国")
    ballots.prepare_form(office, vote)
    ballots.print_form(office, vote, copies=number)
    return vote


@dataclass
class Pile:
    """Scans of marked ballots and what is on them, by file name."""

    files: list[Path]
    truth: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    #: sheets the reader gave up, to be entered by hand
    by_hand: list[str] = field(default_factory=list)

    def sheets(self) -> list[dict[str, list[str]]]:
        """Return the ballots as a person counts them."""
        made = []
        for groups in self.truth.values():
            marks: dict[str, list[str]] = {}
            for box in sorted(box for boxes in groups.values() for box in boxes):
                key, _, choice = box.rpartition(".")
                marks.setdefault(key, []).append(choice)
            made.append(marks)
        return made


def scan_pile(
    office: Office, vote: int, folder: Path, number: int, seed: int, severity: str = "office"
) -> Pile:
    """Mark ``number`` printed sheets and scan them into ``folder``."""
    form = ballots.print_file(office, vote)
    drawn = image(form, 0, 300.0)
    lines = np.frombuffer(drawn.constBits(), np.uint8).reshape(drawn.height(), -1)
    blank = lines[:, : drawn.width()].copy()
    seal = form.seal[1].centre if form.seal and form.seal[0] == 0 else None
    maker = Maker(form.layout, blank, seal=seal)
    pile = Pile([])
    for at in range(number):
        picture, sheet = maker.make(SEVERITIES[severity], np.random.default_rng((seed, at)))
        path = folder / f"扫描{at + 1:04}.jpg"
        _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 90])
        path.write_bytes(data.tobytes())
        pile.files.append(path)
        pile.truth[path.name] = sheet.truth
    return pile


# -- what a person does ------------------------------------------------------------------


def pump(until: Any, seconds: float) -> bool:
    """Let the window live until ``until()`` holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        if until():
            return True
        time.sleep(0.005)
    return bool(until())


def click(inside: Any, name: str) -> None:
    """Press a control by its object name."""
    found = inside.findChildren(QAbstractButton, name)
    control = next((one for one in found if one.isVisible()), None)
    assert control is not None, name
    assert control.isEnabled(), name
    control.click()


def open_scans(window: MainWindow, vote: int) -> ScanPage:
    """Open a vote and go to its scans."""
    window.open_panel("votes", vote_id=vote)
    click(window, "votesScan")
    page: ScanPage = window.findChild(ScanPage)
    assert page.isVisible()
    return page


def rule_by_truth(page: ScanPage, pile: Pile) -> int:
    """Answer every question by what was drawn, one key each; return how many there were."""
    view, answered = page.rule, 0
    while view.ask is not None:
        ask, before = view.ask, view.ask.key
        held = pile.truth[ask.doubt.page[0]].get(ask.doubt.group, set())
        if ask.kind == SHEET and ask.accepts is None:
            QTest.keyClick(view, Qt.Key.Key_R)
            aside: Any = page.window().findChild(Sheet, "scanAsideSheet")
            aside.submit()
            aside.setObjectName("")
            pile.by_hand.append(ask.doubt.page[0])
            answered += 1
            continue
        if ask.kind == SHEET:
            key = Qt.Key.Key_Space
        elif ask.kind == NAME:
            key = Qt.Key.Key_Return
        else:
            wanted = {ask.box} & held if ask.box else held
            marks = [set(option.marks) for option in ask.options]
            key = Qt.Key(Qt.Key.Key_1 + marks.index(wanted)) if wanted else Qt.Key.Key_0
            if ask.accepts is not None and set(ask.accepts) == wanted:
                key = Qt.Key.Key_Space
        QTest.keyClick(view.name if ask.kind == NAME else view, key)
        assert view.ask is None or view.ask.key != before
        answered += 1
    return answered


def confirm_blanks(page: ScanPage, pile: Pile) -> int:
    """Confirm the contact sheets, picking out rows not as they were read; return how many rows."""
    view, seen = page.blank, 0
    while view.shown:
        for at, doubt in enumerate(view.shown):
            seen += 1
            if pile.truth[doubt.page[0]].get(doubt.group, set()) != set(doubt.reading):
                view.toggle(at)
        QTest.keyClick(view, Qt.Key.Key_Return)
    return seen


@dataclass
class Told:
    """What the walk found out."""

    first: float = 0.0
    longest_stall: float = 0.0
    seconds: float = 0.0
    asked: int = 0
    blank: int = 0
    code: str = ""
    #: ballots the reader had wrong without a word, found by the second count
    mended: int = 0


class Walk:
    """One walk through the page, taking pictures where it is told to."""

    def __init__(self, window: MainWindow, vote: int, pile: Pile, out: Path | None = None) -> None:
        self.window, self.vote, self.pile, self.out = window, vote, pile, out
        self.prefix = ""
        self.told = Told()

    def shoot(self, name: str) -> None:
        """Keep pictures of the window at both sizes."""
        if self.out is None:
            return
        for width, height in SIZES:
            grab(self.window, (width, height)).save(
                str(self.out / f"{self.prefix}{name}-{width}.png")
            )

    def read(self) -> ScanPage:
        """Choose the files and read them; measure the first result and the window's stalls."""
        page = open_scans(self.window, self.vote)
        self.shoot("1-choose")
        begun = time.monotonic()
        page.read.chosen.emit(self.pile.files)
        assert pump(lambda: page.scan is not None and page.read.page.has_picture, 10)
        self.told.first = time.monotonic() - begun
        half = max(1, len(self.pile.files) // 2)
        last = time.monotonic()
        shot = self.out is None
        while page.run.running and time.monotonic() - begun < 600:
            QApplication.processEvents()
            now = time.monotonic()
            self.told.longest_stall = max(self.told.longest_stall, now - last)
            if not shot and page.scan is not None and len(page.scan.rows) > half:
                shot = True
                self.shoot("2-reading")
                now = time.monotonic()
            last = now
            time.sleep(0.005)
        self.told.seconds = time.monotonic() - begun
        assert page.scan is not None
        assert page.scan.stack.finished
        return page

    def settle(self, page: ScanPage) -> None:
        """Rule the doubts, look at the unmarked rows."""
        click(self.window, "scanStepRule")
        pump(lambda: page.rule.page.has_picture, 2)
        self.shoot("3-ruling")
        self.told.asked = rule_by_truth(page, self.pile)
        click(self.window, "scanStepBlank")
        self.shoot("4-contact")
        self.told.blank = confirm_blanks(page, self.pile)
        if page.held is not None and page.held.queue.open:
            click(self.window, "scanStepRule")
            self.told.asked += rule_by_truth(page, self.pile)
        click(self.window, "scanStepTake")
        self.shoot("5-take")

    def take(self) -> None:
        """Take the stack as the first count, draw a sample of it."""
        click(self.window, "scanTake")
        self._enter_rest()
        click(self.window, "scanAudit")
        sheet: Any = self.window.findChild(Sheet, "scanSampleSheet")
        sheet.form.set_values(seed="3521466123", number=min(30, len(self.pile.files)))
        sheet.submit()
        if self.out is not None:
            grab(sheet, (820, 620)).save(str(self.out / "6-sample.png"))
        sheet.submit()

    def _enter_rest(self) -> None:
        """Enter by hand what the reader gave up."""
        office, sheets = self.window.office, self.pile.sheets()
        count = votes.vote_view(office, self.vote).counts[0].id
        for name in self.pile.by_hand:
            counting.record_ballot(office, count, sheets[list(self.pile.truth).index(name)])
        if self.pile.by_hand:
            counting.finish_count(office, count)

    def certify(self, folder: Path) -> str:
        """Enter the second count from a file, compare, certify."""
        click(self.window, "votesScan")
        self.shoot("7-one-count")
        counter = self.window.findChild(QLineEdit, "votesCounter2")
        counter.setText("李秀英")
        click(self.window, "votesStartSecond")
        path = folder / "第二遍.json"
        rows = [{"marks": sheet, "copies": 1} for sheet in self.pile.sheets()]
        path.write_text(json.dumps({"ballots": rows}, ensure_ascii=False), "utf-8")
        from meetingdesk.panels.votes.taking import file_sheet

        office = self.window.office
        count = votes.vote_view(office, self.vote).counts[-1]
        sheet = file_sheet(self.window, office, count.id, path, self.window)
        sheet.submit()
        click(self.window, "votesFinish")
        self.shoot("8-compared")
        if not counting.compare_counts(office, self.vote).agrees:
            self.told.mended = self.third_look()
            self.shoot("8-mended")
        click(self.window, "votesCertify")
        self.shoot("9-result")
        self.told.code = votes.vote_view(office, self.vote).code
        return self.told.code

    def third_look(self) -> int:
        """Look at the images where the two counts differ and set right what was misread."""
        truth = dict(zip(self.pile.truth, self.pile.sheets(), strict=True))
        click(self.window, "votesScan")
        page = self.window.findChild(ScanPage)
        mended = 0
        click(page, "scanStepLook")
        view, shot = page.look, False
        for at in range(view.question.count()):
            view.question.setCurrentIndex(at)
            view.question.activated.emit(at)
            key = view.question.currentData()
            for look in view.all:
                right = truth[look.file].get(key, [])
                if list(look.choices) == right:
                    continue
                while look not in view.shown:
                    QTest.keyClick(view, Qt.Key.Key_Return)
                view.move_to(view.shown.index(look))
                QTest.keyClick(view, Qt.Key.Key_1 if right else Qt.Key.Key_0)
                mended += 1
                if not shot:
                    shot = True
                    assert pump(lambda: all(tile.seen for tile in view.tiles), 60)
                    self.shoot("8-look")
        click(page, "scanMend")
        click(self.window, "votesScan")
        return mended


def main() -> None:
    """Walk with pictures and a report."""
    import tempfile

    from meetingdesk.actions.documents import write
    from meetingdesk.actions.office import open_office
    from meetingdesk.shell import icons, theme
    from meetingdesk.shell.settings import Settings
    from meetingdesk.shell.window import MainWindow

    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--ballots", type=int, default=500)
    parser.add_argument("--seed", type=int, default=77)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    theme.apply_theme(app, "light")
    icons.load()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for prefix, begin, number in (
            ("rated-", evaluation_vote, 40),
            ("", congress_vote, options.ballots),
        ):
            office = open_office(folder / f"{prefix}a.desk", "张秘书")
            vote = begin(office, number)
            begun = time.monotonic()
            pile = scan_pile(office, vote, folder, number, options.seed)
            print(f"{number} scans drawn in {time.monotonic() - begun:.0f} s", flush=True)
            listed = [(m.id, m.title, m.date_text) for m in meetings.meetings(office)]
            window = MainWindow(
                office,
                settings=Settings(folder / "settings.json"),
                meetings=partial(list, listed),
            )
            window.resize(*SIZES[0])
            window.show()
            window.set_meeting(votes.vote_view(office, vote).meeting_id)
            walk = Walk(window, vote, pile, options.out)
            walk.prefix = prefix
            walk.settle(walk.read())
            walk.take()
            walk.certify(folder)
            meeting = votes.vote_view(office, vote).meeting_id
            made = write(office, meeting, options.out, only=("tally",), pdf=True)
            print(walk.told, [path.name for path in made])
            window.close()
            office.desk.close()


if __name__ == "__main__":
    main()
