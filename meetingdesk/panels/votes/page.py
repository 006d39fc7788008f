"""One vote from draft to result: facts first, then the work of its state, the rule beside it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from meetingdesk.actions import counting, votes
from meetingdesk.panels.votes.ballots import BallotsPage
from meetingdesk.panels.votes.choosing import ChoicePage
from meetingdesk.panels.votes.count import CountPage
from meetingdesk.panels.votes.draft import DraftPage
from meetingdesk.panels.votes.given import GivenPage
from meetingdesk.panels.votes.grid import GridPage
from meetingdesk.panels.votes.ledger import printed_sum
from meetingdesk.panels.votes.polling import PollingPage
from meetingdesk.panels.votes.result import ResultPage
from meetingdesk.panels.votes.review import ReviewPage
from meetingdesk.panels.votes.side import SideCard
from meetingdesk.panels.votes.spoken import SpokenPage
from meetingdesk.panels.votes.totals import TotalsPage
from meetingdesk.shell.widgets import Card, EmptyState, FactTile, Tag, button, fact_row, label

if TYPE_CHECKING:
    from meetingdesk.actions.counting import CountView
    from meetingdesk.actions.votes import VoteView
    from meetingdesk.panels.votes.scanning import ScanPage
    from meetingdesk.shell.panel import Host

STATES = {"拟定": "neutral", "已开票": "info", "计票": "info", "已确认": "ok", "作废": "bad"}
_ROUNDS = "一二"

Page = TypeVar("Page", bound=QWidget)
Entry = TypeVar("Entry", CountPage, ChoicePage, TotalsPage, GridPage)


class VotePage(QWidget):
    """The page of one vote; ``left`` asks for the list of all votes."""

    left = Signal()

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__()
        self.office, self.host = office, host
        self.vote: VoteView | None = None
        #: whether the ballot and its ledger are shown in place of the vote's own work
        self.on_papers = False
        #: whether ballots are being scanned on this page; made when first asked for, as the
        #: reader's libraries take a moment to load
        self.on_scans = False
        self.scans: ScanPage | None = None
        #: the count being entered on this page, if any
        self.count_id: int | None = None
        #: the count still empty that is to be entered by sums
        self._summed: int | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(14)
        outer.addLayout(self._head())
        columns = QHBoxLayout()
        columns.setSpacing(18)
        outer.addLayout(columns, 1)
        work = QVBoxLayout()
        work.setSpacing(14)
        columns.addLayout(work, 1)
        work.addWidget(self._facts())
        self.stack = QStackedWidget()
        self.stack.setAccessibleName("这次表决")
        work.addWidget(self.stack, 1)
        self.side = SideCard()
        columns.addWidget(self.side)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.setContentsMargins(-8, 0, 0, 0)
        self.first = button("上一次投票", self._show_first, kind="ghost")
        self.first.setObjectName("votesParent")
        self.back = button("全部表决", self.left.emit, kind="ghost", icon="caret-left")
        self.back.setObjectName("votesBack")
        self.name = label("", "card")
        self.name.setObjectName("votesName")
        self.name.setMinimumWidth(80)
        self.state = Tag()
        self.state.setObjectName("votesState")
        row.addWidget(self.back)
        row.addWidget(self.name)
        row.addWidget(self.state)
        row.addStretch(1)
        self.scan = button("扫描计票", self.turn_scans)
        self.scan.setObjectName("votesScan")
        row.addWidget(self.scan)
        self.papers = button("票样与台账", self._turn_papers)
        self.papers.setObjectName("votesBallots")
        row.addWidget(self.papers)
        row.addWidget(self.first)
        return row

    def _facts(self) -> QWidget:
        self.members = FactTile("全体组成人员")
        self.present = FactTile("实到")
        self.seats = FactTile("应选")
        self.issued = FactTile("发出")
        self.returned = FactTile("收回")
        self.entered = FactTile("已录")
        tiles = {
            "votesFactMembers": self.members,
            "votesFactPresent": self.present,
            "votesFactSeats": self.seats,
            "votesFactIssued": self.issued,
            "votesFactReturned": self.returned,
            "votesFactEntered": self.entered,
        }
        for name, tile in tiles.items():
            tile.setObjectName(name)
        self.facts = QWidget()
        row = fact_row(*tiles.values())
        for at, share in enumerate((10, 14, 9, 10, 13, 17)):
            row.setStretch(at, share)
        row.setContentsMargins(0, 0, 0, 0)
        self.facts.setLayout(row)
        return self.facts

    # Each page of the stack is made when a vote first needs it: a vote needs few of them.

    def _stacked(self, page: Page) -> Page:
        self.stack.addWidget(page)
        return page

    def _entering(self, page: Entry) -> Entry:
        page.counted.connect(self._counted)
        page.finished.connect(self._count_finished)
        return self._stacked(page)

    @cached_property
    def sheets(self) -> BallotsPage:
        """票样与台账."""
        return self._stacked(BallotsPage(self.office, self.host))

    @cached_property
    def draft(self) -> DraftPage:
        """A vote not yet open."""
        return self._stacked(DraftPage(self.office, self.host))

    @cached_property
    def polling(self) -> PollingPage:
        """Ballots going out and coming back."""
        made = self._stacked(PollingPage(self.office, self.host))
        made.started.connect(self.enter_count)
        return made

    @cached_property
    def count(self) -> CountPage:
        """Entering ballot by ballot."""
        made = self._entering(CountPage(self.office, self.host))
        made.by_sums.connect(lambda: self._switch(by_sums=True))
        return made

    @cached_property
    def choice(self) -> ChoicePage:
        """Entering ballots that choose among names."""
        made = self._entering(ChoicePage(self.office, self.host))
        made.by_sums.connect(lambda: self._switch(by_sums=True))
        return made

    @cached_property
    def spoken(self) -> SpokenPage:
        """无异议通过."""
        return self._stacked(SpokenPage(self.office, self.host))

    @cached_property
    def given(self) -> GivenPage:
        """Numbers a show of hands or the machine gives."""
        return self._stacked(GivenPage(self.office, self.host))

    @cached_property
    def totals(self) -> TotalsPage:
        """Sums of a vote whose ballots stay on paper."""
        return self._entering(TotalsPage(self.office, self.host))

    @cached_property
    def grid(self) -> GridPage:
        """唱票合计表."""
        made = self._entering(GridPage(self.office, self.host))
        made.by_ballot.connect(lambda: self._switch(by_sums=False))
        return made

    @cached_property
    def review(self) -> ReviewPage:
        """Two counts beside each other."""
        made = self._stacked(ReviewPage(self.office, self.host))
        made.opened.connect(self.enter_count)
        return made

    @cached_property
    def result(self) -> ResultPage:
        """A certified vote."""
        return self._stacked(ResultPage(self.office, self.host))

    @cached_property
    def void(self) -> Card:
        """A vote that is void."""
        made = Card()
        again = button("重新投票", self._again, kind="primary")
        again.setObjectName("votesAgainVoid")
        words = "收回的票多于发出的票，应重新投票。"
        self.void_note = EmptyState("本次投票无效", words, again)
        made.add(self.void_note, 1)
        return self._stacked(made)

    # -- showing ---------------------------------------------------------------------

    def show_vote(self, vote: VoteView) -> None:
        """Show ``vote`` in the form its state calls for."""
        if self.vote is None or self.vote.id != vote.id:
            self.count_id = None
            self.on_papers = self.on_scans = False
        self.vote = vote
        self.papers.setVisible(vote.on_paper)
        self.on_papers = self.on_papers and vote.on_paper
        self.papers.setText("返回表决" if self.on_papers else "票样与台账")
        metrics = self.name.fontMetrics()
        self.name.setText(metrics.elidedText(vote.title, Qt.TextElideMode.ElideRight, 640))
        self.name.setToolTip(vote.title)
        self.state.set(vote.state, STATES.get(vote.state, "neutral"))
        self.first.setVisible(vote.parent_id is not None)
        self._offer_scans(vote)
        if self.on_papers:
            self._show_papers(vote)
            return
        if self.on_scans and self.scans is not None:
            self.facts.hide()
            self.side.hide()
            self.stack.setCurrentWidget(self.scans)
            self.scans.show_vote(vote)
            return
        drafting = vote.state == "拟定"
        self.facts.setVisible(not drafting)
        self.side.setVisible(not drafting)
        page = self._page_for(vote)
        self._show_facts(vote)
        self.side.show_vote(vote)
        moved = self.stack.currentWidget() is not page
        self.stack.setCurrentWidget(page)
        if self.count_id is not None:
            entry = self._entry(vote)
            entry.show_count(vote, counting.count_view(self.office, self.count_id))
        else:
            if page is not self.void:
                page.show_vote(vote)  # type: ignore[attr-defined]
            self._show_side(vote)
        if moved and self.isVisible():
            self.take_focus()

    def _show_papers(self, vote: VoteView) -> None:
        self.facts.hide()
        self.side.hide()
        self.sheets.show_vote(vote)
        self.stack.setCurrentWidget(self.sheets)

    def _offer_scans(self, vote: VoteView) -> None:
        counted = any(count.way == "合计" for count in vote.counts)
        fits = vote.on_paper and vote.state in ("已开票", "计票", "已确认") and not counted
        self.on_scans = self.on_scans and fits
        self.scan.setVisible(fits)
        self.scan.setText("返回表决" if self.on_scans else "扫描计票")

    def turn_scans(self) -> None:
        """Go to the scans of this vote, or back to its own work."""
        self.on_scans, self.on_papers = not self.on_scans, False
        if self.on_scans and self.scans is None:
            from meetingdesk.panels.votes.scanning import ScanPage

            self.scans = ScanPage(self.office, self.host)
            self.stack.addWidget(self.scans)
        self.reload()
        self.take_focus()

    def _turn_papers(self) -> None:
        self.on_papers, self.on_scans = not self.on_papers, False
        self.reload()
        self.take_focus()

    def _page_for(self, vote: VoteView) -> QWidget:
        if vote.by_sums and vote.state in ("已开票", "计票"):
            self.count_id = None
            return self.spoken if vote.method == "无异议通过" else self.given
        if vote.state == "计票":
            running = [c.id for c in vote.counts if c.state == "录票"]
            if self.count_id not in running:
                alone = len(vote.counts) == 1 and len(running) == 1
                self.count_id = running[0] if alone else None
            if self.count_id is None:
                return self.review
            return self._entry(vote)
        self.count_id = None
        names = {"拟定": "draft", "已开票": "polling", "已确认": "result"}
        page: QWidget = getattr(self, names.get(vote.state, "void"))
        return page

    def _entry(self, vote: VoteView) -> CountPage | GridPage | TotalsPage:
        """Return the page on which the running count is entered."""
        if not vote.on_paper:
            return self.totals
        head = next((c for c in vote.counts if c.id == self.count_id), None)
        summed = head is not None and (head.way == "合计" or self._summed == head.id)
        if summed:
            return self.grid
        return self.count if vote.choosing is None else self.choice

    def _switch(self, *, by_sums: bool) -> None:
        self._summed = self.count_id if by_sums else None
        self.reload()
        self.take_focus()

    def _show_facts(self, vote: VoteView) -> None:
        def words(number: int | None) -> str:
            return "—" if number is None else str(number)

        self.members.set(words(vote.members))
        met = vote.quorum_met
        tag = "" if met is None else f"法定人数 {vote.quorum} {'✓' if met else '不足'}"
        self.present.set(words(vote.present), tag, "ok" if met else "bad")
        for tile in (self.issued, self.returned):
            tile.setVisible(vote.on_paper)
        self.entered.setVisible(not vote.by_sums)
        rule = vote.choosing
        self.seats.setVisible(rule is not None)
        if rule is not None:
            limit = f"每票至多 {rule.most}" if rule.most != rule.seats else ""
            self.seats.set(words(rule.seats), limit, "info")
        self.issued.set(words(vote.issued))
        gap = vote.unreturned
        if gap is None:
            self.returned.set(words(vote.returned))
        elif gap < 0:
            self.returned.set(words(vote.returned), "多于发出，无效", "bad")
        elif gap:
            self.returned.set(words(vote.returned), f"少{gap}张，有效", "warn")
        else:
            self.returned.set(words(vote.returned), "相等，有效", "ok")
        done = sum(c.state == "完成" for c in vote.counts)
        whole = words(vote.returned)
        if vote.state == "已确认":
            self.entered.set(f"{whole} / {whole}", f"计票{done}遍", "ok" if done > 1 else "neutral")
        elif self.count_id is None:
            self.entered.set("—" if not vote.counts else f"{done} 遍", "")

    def _show_side(self, vote: VoteView) -> None:
        finished = [c for c in vote.counts if c.state == "完成"]
        sums: tuple[counting.Equation, ...] = ()
        if vote.state == "已确认" and finished:
            sums = counting.count_view(self.office, finished[0].id).equations
        elif vote.on_paper and vote.issued is not None and vote.returned is not None:
            gap = vote.issued - vote.returned
            text = f"{vote.issued} = {vote.returned} + {max(gap, 0)}"
            sums = (counting.Equation("issued", "发出 = 收回 + 未收回", text, gap >= 0),)
        self.side.show_sums((*sums, *printed_sum(self.office, vote)))
        minds = {"已开票": "票面、次序和规则已锁定", "计票": "两遍的数互不可见"}
        self.side.show_mind(minds.get(vote.state, "") if vote.on_paper else "")

    def _counted(self, count: CountView) -> None:
        """New sums: the only thing refreshed while ballots are typed."""
        tag = f"第{_ROUNDS[count.number - 1]}遍 ・ {count.counter}"
        if self.vote is not None and self.vote.choosing is not None:
            tag = f"第{_ROUNDS[count.number - 1]}遍"  # the tile of the seats takes its room
        self.entered.set(f"{count.entered} / {count.returned}", tag, "info")
        self.side.show_sums(count.equations)
        on_paper = self.vote is not None and self.vote.on_paper
        mind = "第二遍由另一人录入，互不可见" if count.number == 1 else "第一遍的数此处不可见"
        self.side.show_mind(mind if on_paper else "")

    def take_focus(self) -> None:
        """Put the keyboard where the work is."""
        page = self.stack.currentWidget()
        if hasattr(page, "take_focus"):
            page.take_focus()

    # -- doing -----------------------------------------------------------------------

    def enter_count(self, count_id: int) -> None:
        """Go to the entry of one count."""
        self.count_id = count_id
        self.reload()
        self.take_focus()

    def _count_finished(self) -> None:
        self.count_id = None
        self.reload()
        self.take_focus()

    def reload(self) -> None:
        """Read the vote again."""
        if self.vote is not None:
            self.show_vote(votes.vote_view(self.office, self.vote.id))

    def _show_first(self) -> None:
        if self.vote is not None and self.vote.parent_id is not None:
            self.host.open_panel("votes", vote_id=self.vote.parent_id)

    def _again(self) -> None:
        vote = self.vote
        if vote is None:
            return
        done = next((s.done for s in votes.next_steps(self.office, vote.id)), None)
        made = done or self.host.guard(votes.re_vote, self.office, vote.id)
        if made is not None:
            self.show_vote(votes.vote_view(self.office, made))
