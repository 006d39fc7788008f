"""计入: what the stack adds up to, names written on ballots, taking it as a count, the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from meetingdesk.actions import scan_audit, scan_stacks, scanning
from meetingdesk.actions.scan_again import again_words
from meetingdesk.actions.vote_views import vote_view
from meetingdesk.panels.votes import taking
from meetingdesk.papers.ballots.rows import Status
from meetingdesk.shell.widgets import (
    Banner,
    Card,
    Column,
    EmptyState,
    RecordTable,
    Sheet,
    ask_text,
    button,
    confirm,
    label,
)

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.scan_asking import Queue
    from meetingdesk.actions.scanning import Scan
    from meetingdesk.actions.votes import VoteView
    from meetingdesk.shell.panel import Host

_ROUNDS = "一二"


class TakeView(QWidget):
    """Adds the stack up and takes it as one of the two counts."""

    taken = Signal(int)

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__()
        self.office, self.host = office, host
        self.vote: VoteView | None = None
        self.queue: Queue | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        row.addWidget(self._sums_card(), 55)
        right = QVBoxLayout()
        right.setSpacing(14)
        right.addWidget(self._stacks_card(), 1)
        right.addWidget(self._audit_card())
        row.addLayout(right, 45)

    def _sums_card(self) -> Card:
        self.card = Card("计入", hint="读完、裁定完、要看的行都看过，才能计入")
        self.table = RecordTable(
            [
                Column("这一叠", lambda r: r[0], width=130),
                Column("数", lambda r: r[1], width=80, align="right"),
                Column("说明", lambda r: r[2], stretch=True, soft=True, wrap=True),
            ],
            name="这叠票的数",
            row_id=lambda r: r[0],
        )
        self.table.setObjectName("scanSums")
        self.card.add(self.table, 1)
        self.names = RecordTable(
            [
                Column("另选他人", lambda r: r[0], stretch=True),
                Column("张数", lambda r: str(r[1]), width=70, align="right"),
            ],
            name="另选他人的姓名，双击可并入同一人",
            row_id=lambda r: r[0],
        )
        self.names.setObjectName("scanNames")
        self.names.setToolTip("双击一个姓名，可改正或并入同一人")
        self.names.activated.connect(self.merge_name)
        self.card.add(self.names, 1)
        self.said = Banner()
        self.said.setObjectName("scanTakeSaid")
        self.said.dismiss.hide()
        self.card.add(self.said)
        row = QHBoxLayout()
        self.hint = label("", "soft")
        row.addWidget(self.hint)
        row.addStretch(1)
        self.take = button("计入", self.take_stack, kind="primary")
        self.take.setObjectName("scanTake")
        self.take.setEnabled(False)
        row.addWidget(self.take)
        self.card.add(row)
        return self.card

    def _stacks_card(self) -> Card:
        card = Card("已计入的扫描票")
        self.stacks = RecordTable(
            [
                Column("哪一遍", lambda s: f"第{_ROUNDS[s.count - 1]}遍" if s.count else "已作废",
                       width=80),
                Column("文件", lambda s: s.name, stretch=True, wrap=True),
                Column("张", lambda s: str(s.ballots), width=56, align="right"),
                Column("裁定", lambda s: str(s.doubts), width=56, align="right"),
            ],
            name="已计入的扫描票",
            row_id=lambda s: s.id,
            empty=lambda: EmptyState("还没有计入", "计入以后，这一叠就是两遍计票中的一遍。"),
        )  # fmt: skip
        self.stacks.setObjectName("scanStacks")
        card.add(self.stacks, 1)
        row = QHBoxLayout()
        self.images = label("", "soft")
        self.images.setObjectName("scanImages")
        self.drop = button("删除图像", self.delete_images, kind="danger")
        self.drop.setObjectName("scanDropImages")
        row.addWidget(self.images, 1)
        row.addWidget(self.drop)
        card.add(row)
        return card

    def _audit_card(self) -> Card:
        self.audit = Card("抽查", hint="当众掷骰子，抽出的票与纸票逐张核对")
        row = QHBoxLayout()
        self.audit_said = label("", "label", wrap=True)
        self.audit_said.setObjectName("scanAuditSaid")
        row.addWidget(self.audit_said, 1)
        self.draw = button("抽查…", self.ask_sample)
        self.draw.setObjectName("scanAudit")
        self.draw.setEnabled(False)
        row.addWidget(self.draw)
        self.audit.add(row)
        return self.audit

    # -- showing ---------------------------------------------------------------------

    def show_queue(self, vote: VoteView, queue: Queue | None, *, taken: bool) -> None:
        """Show the sums of the stack, and the stacks taken before."""
        self.vote, self.queue = vote, queue
        scan = queue.scan if queue else None
        self.table.set_rows(_sums(scan, vote) if scan else [])
        written = sorted(queue.names().items()) if queue else []
        self.names.set_rows(written)
        self.names.setVisible(bool(written))
        self.stacks.set_rows(scan_stacks.stacks_of(self.office, vote.id))
        held = scan_audit.images_held(self.office, vote.id)
        self.images.setText(
            f"存疑处的图像{held}张随票封存；确认结果后可以删除，裁定保留。" if held else ""
        )
        self.drop.setVisible(bool(held))
        self.drop.setEnabled(vote.state == "已确认")
        self._show_audit(vote, ready=scan is not None and self._ready(scan))
        self._say(scan, taken=taken)

    def _show_audit(self, vote: VoteView, *, ready: bool) -> None:
        lines = [x for x in vote.note.splitlines() if x.startswith(scan_audit.SAMPLED)]
        words = lines[-1].removeprefix(scan_audit.SAMPLED) if lines else "还没有抽查。"
        self.audit_said.setText(words)
        self.draw.setEnabled(ready and vote.state == "计票")

    def _ready(self, scan: Scan) -> bool:
        return scan.stack.finished and not (scan.open or scan.unseen or scan.unchecked)

    def _say(self, scan: Scan | None, *, taken: bool) -> None:
        self.take.setEnabled(False)
        self.said.clear()
        if scan is None or self.vote is None:
            self.said.show_message("还没有读票", "info", "请先选择扫描文件。")
            return
        number = self._number()
        same = scanning.taken_as(self.office, scan) or ("" if scan.apart else again_words(scan))
        if taken or same:
            self.said.show_message("已经计入" if taken else same, "ok" if taken else "warn")
        elif not scan.stack.finished:
            self.said.show_message("还没有读完", "info", "请先读完。")
        elif scan.open or scan.unseen:
            signs = sum(bool(doubt.sign) for doubt in scan.unseen)
            words = f"还有{len(scan.open)}处存疑、{len(scan.unseen) - signs}行空白"
            words += f"、{signs}个符号没有看过" if signs else "没有看过"
            self.said.show_message(words, "warn", "裁定和核对完以后才能计入。")
        elif scan.unchecked:
            words = f"还有{len(scan.unchecked)}处没有经第二人复核"
            self.said.show_message(words, "warn", "请到“裁定存疑”换一人复核。")
        elif number == 0:
            self.said.show_message("两遍计票都已有了", "info", "这一叠没有计入。")
        else:
            self.said.show_message("这一叠可以计入", "ok")
            self.take.setEnabled(True)
            self.take.setText(f"计入第{_ROUNDS[number - 1]}遍计票")

    def _number(self) -> int:
        """Return the count this stack would go into, 0 for none."""
        assert self.vote is not None  # noqa: S101 - asked only when shown
        scanned = {s.count for s in scan_stacks.stacks_of(self.office, self.vote.id)}
        for count in self.vote.counts:
            if count.number in scanned:
                return count.number if count.state == "录票" else 0
        held = [count.number for count in self.vote.counts]
        return 0 if len(held) > 1 else len(held) + 1

    def take_focus(self) -> None:
        """Put the keyboard on what comes next."""
        (self.take if self.take.isEnabled() else self.table).setFocus()

    # -- doing -----------------------------------------------------------------------

    def take_stack(self) -> None:
        """Take the stack as a count."""
        queue = self.queue
        if queue is None:
            return
        number = self._number()
        made = self.host.guard(scanning.accept_scan, self.office, queue.scan, number=number)
        if made is not None:
            self.host.toast(f"已计入第{_ROUNDS[number - 1]}遍计票")
            self.taken.emit(made)

    def merge_name(self, row: tuple[str, int] | None) -> None:
        """Correct a written name, or put it together with another writing of it."""
        queue, vote = self.queue, self.vote
        if row is None or queue is None or vote is None:
            return

        def put(name: str) -> None:
            changed = queue.merge_names(row[0], name)
            self.host.toast(f"{changed}张改为“{name.strip()}”")
            self.show_queue(vote, queue, taken=False)

        made = ask_text(
            self, "改正或并入同一人", "姓名", put, value=row[0],
            hint=f"{row[1]}张票上写的“{row[0]}”；改成已有的姓名，就与那个姓名合并计算。",
        )  # fmt: skip
        made.named("scanMergeSheet")

    def ask_sample(self) -> None:
        """Ask for the dice and draw."""
        queue = self.queue
        if queue is not None:
            sample_sheet(self, self.office, queue, self.host, self._sampled)

    def _sampled(self) -> None:
        if self.vote is not None:
            self.show_queue(vote_view(self.office, self.vote.id), self.queue, taken=True)

    def delete_images(self) -> None:
        """Delete the pictures of doubts after asking."""
        vote = self.vote
        if vote is None:
            return

        def go() -> None:
            number = self.host.guard(scan_audit.delete_images, self.office, vote.id)
            if number is not None:
                self.host.toast(f"已删除{number}张图像，裁定保留")
                self.show_queue(vote, self.queue, taken=True)

        confirm(
            self, "删除存疑处的图像", "图像删除后不能恢复；裁定的结果、裁定人和理由仍然保留。", go,
            ok="删除", danger=True,
        ).named("scanDropSheet")  # fmt: skip


def _sums(scan: Scan, vote: VoteView) -> list[tuple[str, str, str]]:
    """Return the lines by which a stack adds up: sides first, then ballots."""
    tell = {status: sum(r.status is status for r in scan.rows) for status in Status}
    aside = [d for d in scan.decisions.values() if d.marks == (scanning.NO_BALLOT,)]
    rows = [
        ("读了", f"{len(scan.rows)}页", f"{len(scan.paths)}个文件"),
        ("票面", f"{tell[Status.READ] + tell[Status.FLAGGED]}页",
         f"每张票{scan.form.layout.pages}页"),
        *(
            (words, f"{tell[status]}页", more)
            for words, status, more in (
                ("空白背面", Status.BLANK, "不计"),
                ("不是这次的票", Status.FOREIGN, "不计，请取出"),
                ("读不出", Status.UNREADABLE, "逐页裁定"),
            )
            if tell[status]
        ),
    ]  # fmt: skip
    if scan.stack.finished:
        ballots = sum(1 for _ in scan.counted())
        gap = (vote.returned or 0) - ballots
        compared = (
            "与收回相等"
            if not gap
            else f"收回{vote.returned}张，{'少' if gap > 0 else '多'}{abs(gap)}张"
        )
        open_ = {doubt.number for doubt in scan.open}
        asked = [d for d in scan.doubts if not (d.blank or d.over)] + [
            d for d in scan.doubts if d.over and (d.number in open_ or d.number in scan.decisions)
        ]
        rows += [
            ("存疑", f"{len(asked)}处", f"待裁定{len(open_)}处"),
            *_sheets(scan),
            *(
                [("留出不计", f"{len(aside)}张", "；".join(dict.fromkeys(d.reason for d in aside)))]
                if aside
                else []
            ),
            ("票", f"{ballots}张", compared),
        ]  # fmt: skip
    return rows


def _sheets(scan: Scan) -> list[tuple[str, str, str]]:
    """Return what the contact sheets show: rows without a mark, and signs read."""
    shown = [doubt for doubt in scan.doubts if doubt.blank]
    left, signs = scan.unseen, [doubt for doubt in shown if doubt.sign]
    open_ = sum(bool(doubt.sign) for doubt in left)
    rows = [("空白行", f"{len(shown) - len(signs)}行", f"待核对{len(left) - open_}行")]
    return [*rows, ("再看的符号", f"{len(signs)}个", f"待核对{open_}个")] if signs else rows


def sample_sheet(parent: QWidget, office: Any, queue: Queue, host: Host, on_done: Any) -> Sheet:
    """Open the audit: dice and number in, the list out, then how many did not agree."""
    vote = queue.vote
    total = sum(1 for _ in queue.scan.counted())

    def draw() -> list[scan_audit.Drawn]:
        values = sheet.form.values()
        found = scan_audit.sample(queue.scan, vote, values["seed"], values["number"])
        table.set_rows(found)
        return found

    def submit(_sheet: Sheet) -> bool:
        if not table.rows():
            draw()
            sheet.ok.setText("登记抽查结果")
            sheet.form.set_visible("wrong", True)
            keep.setEnabled(True)
            return False
        values = sheet.form.values()
        scan_audit.record_sample(
            office, vote.id, seed=values["seed"], total=total, number=len(table.rows()),
            wrong=values["wrong"],
        )  # fmt: skip
        host.toast("抽查已登记，印在计票报告单上")
        on_done()
        return True

    def save() -> None:
        values = sheet.form.values()
        text = scan_audit.sample_text(vote, values["seed"], table.rows())
        taking.ask_place(
            sheet, "存抽查清单", "抽查清单.txt", lambda path: _write(path, text), "文本 (*.txt)"
        )

    def _write(path: Path, text: str) -> None:
        try:
            path.write_text(text, "utf-8-sig")
        except OSError as error:
            sheet.show_problem(f"“{path.name}”没有保存：{error.strerror or error}。")

    sheet = Sheet(parent, "抽查扫描计票", submit, ok="抽出", width=760,
                  hint="从票堆最上面数起；抽出的票与右列逐张核对，把不符的张数填上。")  # fmt: skip
    sheet.form.add_text("seed", "骰子种子", "", required=True, hint="当众掷10次，依次填1至6")
    sheet.form.add_int("number", "抽", min(30, total), low=1, high=max(total, 1), suffix=" 张")
    sheet.form.add_int("wrong", "不符", 0, high=max(total, 1), suffix=" 张")
    sheet.form.set_visible("wrong", False)
    table = RecordTable(
        [
            Column("第几张", lambda d: f"第{d.place}张", width=80),
            Column("扫描", lambda d: f"{d.file} 第{d.page}页", width=180, soft=True),
            Column("计成", lambda d: d.words, stretch=True, wrap=True),
        ],
        name="抽出的票",
        row_id=lambda d: d.place,
    )
    table.setMinimumHeight(240)
    table.setObjectName("scanSample")
    sheet.add(table, 1)
    keep = button("存清单", save)
    keep.setObjectName("scanSampleSave")
    keep.setEnabled(False)
    row = QHBoxLayout()
    row.addWidget(keep)
    row.addStretch(1)
    sheet.add(row)
    sheet.named("scanSampleSheet")
    sheet.open()
    return sheet
