"""断电: the program is killed while ballots are entered; the meeting goes on with paper."""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinterInfo

from meetingdesk.actions import attendance, counting, documents, keeping, meetings, votes
from meetingdesk.actions.office import Office, open_office
from meetingdesk.actions.sample import session
from meetingdesk.actions.vote_views import vote_view
from meetingdesk.errors import Refused
from meetingdesk.records import journal
from tests.driving import Clerk
from tests.sample_by_hand import ballot, finish_count, wait_for, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from meetingdesk.panels.run import RunPanel
    from meetingdesk.shell.window import MainWindow
    from tests.conftest import Desks

PAGE = "run"
NOW = dt.datetime(2026, 8, 18, 2, 20, tzinfo=dt.UTC)

ENTERING = """
import sys
from meetingdesk.actions import counting
from meetingdesk.actions.office import open_office

office = open_office(sys.argv[1], "李录票")
count = counting.start_count(office, int(sys.argv[2]), 1, "李录票")
for _ in range(37):
    print(counting.record_ballot(office, count, {"q1": ["赞成"]}), flush=True)
sys.stdin.read()
"""


def killed_while_entering(path: Path, vote: int, after: int) -> int:
    """Enter ballots in another process and kill it; return the last one it acknowledged."""
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", ENTERING, str(path), str(vote)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        last = 0
        for line in writer.stdout:
            last = int(line)
            if last >= after:
                writer.kill()
                break
        last = max([last, *(int(x) for x in writer.stdout.read().split())])
    if sys.platform != "win32":
        assert writer.returncode == -signal.SIGKILL
    return last


@pytest.fixture
def meeting() -> int:
    return 1


@pytest.fixture
def office(desks: Desks, tmp_path: Path) -> Iterator[Office]:
    """假如 三十六人已签到, 无记名投票已收回三十六张, 录到第九张时断电."""
    path = tmp_path / "a.desk"
    made = desks.office(tmp_path, clock=lambda: NOW)
    term = desks.pour(made, session.build_roster)
    meeting = meetings.convene(
        made, term_id=term, kind="常委会会议", number=36, start=session.START,
        end=session.END, place=session.PLACE,
    )  # fmt: skip
    assert meeting == 1
    attendance.open_roll(made, meeting)
    rows = [r.id for r in attendance.roll(made, meeting)]
    attendance.mark(made, rows[:36], state="出席")
    vote = votes.draft_vote(
        made, meeting_id=meeting, kind="表决", title="关于示例事项的表决", method="无记名投票",
        questions=[("关于示例事项的决定", "", {})],
    )  # fmt: skip
    votes.open_vote(made, vote)
    votes.set_issued(made, vote, 36)
    votes.set_returned(made, vote, 36)
    made.desk.close()
    acknowledged = killed_while_entering(path, vote, 9)
    again = open_office(path, "张秘书", clock=lambda: NOW)
    held = vote_view(again, vote).counts[0].entered
    assert held - acknowledged in (0, 1)  # nothing acknowledged is lost, nothing is doubled
    assert keeping.verify(again) == []
    yield again
    again.desk.close()


@pytest.mark.slow
def test_断电后用纸质继续并补录(
    office: Office, show: Callable[[], MainWindow], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """假如 录票到第九张时断电
    当 重开后打印应急包, 用纸质开完, 再补录一人出席和全部选票
    那么 补录与平时受同样的检查, 报告单, 签到名册, 计票和日志都注明补录人和时间.
    """
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    clerk = Clerk(show())
    panel: RunPanel = clerk.window.pages.current_panel()  # type: ignore[assignment]
    panel.kit.folder = tmp_path / "应急包"
    clerk.header("打印应急包")
    wait_for(lambda: panel.kit.written is not None)
    assert panel.kit.written is not None
    words = "".join(page.extract_text() for page in PdfReader(panel.kit.written).pages)
    for form in ("签到记录（断电用）", "唱票记录（画正表）", "计票报告单（手工）"):
        assert form in words

    clerk.header("断电补录")
    clerk.pick("rollTable", lambda r: r.position == 37)
    clerk.key("rollTable", "1")
    counting.discard_count(office, vote_view(office, 1).counts[0].id, "断电，按纸质记录重录")

    clerk.page("votes")
    clerk.window.pages.current_panel().show_vote(1)  # type: ignore[union-attr]
    write(clerk, "votesCounter1", "李录票")
    clerk.click("votesStartCount")
    ballot(clerk, "1+36")
    with pytest.raises(Refused, match="收回36张"):  # the same checks as ever
        counting.record_ballot(office, vote_view(office, 1).counts[0].id, {"q1": ["赞成"]})
    finish_count(clerk)
    assert clerk.find("votesFromPaper1").isVisible()
    write(clerk, "votesReason", "断电，一人据纸票补录，监票人核对")
    clerk.click("votesCertify")
    assert clerk.text("votesState") == "已确认"
    clerk.page("run")
    clerk.header("补录完毕")

    mark = "张秘书，2026年8月18日"
    assert [r.position for r in attendance.roll(office, 1) if r.from_paper] == [37]
    assert vote_view(office, 1).counts[0].from_paper.startswith(mark)
    tally = next(r for r in documents.available(office, 1) if r.kind == "tally")
    assert f"断电后据纸质记录补录（{mark}" in documents.preview(office, tally).text
    with office.desk.session() as found:
        labels = [entry.label for entry in found.query(journal.Entry)]
    assert sum("断电后据纸质记录补录" in label for label in labels) >= 5
    assert keeping.verify(office) == []
