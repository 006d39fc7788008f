"""Forms of 任前程序: what a nominee has behind them, rounds, pasted marks, the gates themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from meetingdesk.actions import meetings, screening
from meetingdesk.actions.procedure import PARAMETERS
from meetingdesk.errors import DeskError
from meetingdesk.rules.names import padded
from meetingdesk.rules.screening import grade, read_mark
from meetingdesk.shell.widgets import Column, RecordTable, Sheet, Toolbar, button, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from meetingdesk.actions.screening import BatchView, NomineeView
    from meetingdesk.shell.panel import Host

_WAIT_MS = 300
_EXAMPLE = "叶知秋\t92\n段明远\t88.5"
#: what the gates' sheet calls the parameters
_TITLES = {
    "training_gate": "没有参加培训的", "training_gap": "三段各隔", "training_days": "间隔按",
    "exam_gate": "考试没有达到的", "exam_wanted": "考试须达到", "exam_pass": "合格线",
    "exam_good": "优良线", "exam_retakes": "可以补考一次", "publicity_gate": "公示没有期满的",
    "publicity_days": "公示期",
}  # fmt: skip
_HINTS = {"training_gap": "发放材料、集中培训、考试之间"}
_FIELDS = (
    "batch_id", "trained", "score", "retake", "waived", "public_from", "public_until",
    "objection",
)  # fmt: skip


def screen_sheet(
    parent: QWidget,
    office: Any,
    chosen: Sequence[NomineeView],
    batches: Sequence[BatchView],
    on_done: Callable[[int], Any],
) -> Sheet:
    """Register training, marks and notice of one nominee, or what several have in common."""
    names = list(dict.fromkeys(view.name for view in chosen))
    alone = len(names) == 1
    touched: set[str] = set()

    def submit(sheet: Sheet) -> None:
        values = {key: value for key, value in sheet.form.values().items() if key in touched}
        if values:
            on_done(screening.screen_all(office, [v.id for v in chosen], **values))

    title = f"{names[0]}的任前程序" if alone else f"{len(names)}人的任前程序"
    hint = (
        ""
        if alone
        else f"{'、'.join(names[:6])}{'等' if len(names) > 6 else ''}。只改动填写的各项。"
    )
    sheet = Sheet(parent, title, submit, hint=hint, width=560)
    form, view = sheet.form, chosen[0]
    same = {key: len({getattr(v, key) for v in chosen}) == 1 for key in _FIELDS}

    def old(key: str, empty: Any) -> Any:
        return getattr(view, key) if same[key] else empty

    listed: list[tuple[Any, str]] = [(None, "未安排")]
    listed += [(b.id, f"第{b.position}场") for b in batches]
    if batches:
        form.add_choice("batch_id", "场次", listed, old("batch_id", None))
    form.add_check("trained", "参加了任前培训", old("trained", False))
    if alone:
        form.add_text("score", "考试成绩", view.score, placeholder="0至100分，最多一位小数")
        form.add_text("retake", "补考成绩", view.retake)
    form.add_text("waived", "免考原因", old("waived", ""),
                  placeholder="如 平级转任；填写后不要求培训和考试")  # fmt: skip
    form.add_date("public_from", "公示开始", old("public_from", None))
    form.add_date("public_until", "公示结束", old("public_until", None))
    form.add_text("objection", "公示情况", old("objection", ""), placeholder="如 未收到反映")
    form.changed.connect(touched.add)
    return sheet.named("screenSheet")


def batch_sheet(
    parent: QWidget, office: Any, meeting_id: int, batch: BatchView | None, host: Host
) -> Sheet:
    """Register a round of training and exam; its earlier days are counted back from the exam."""

    def submit(sheet: Sheet) -> None:
        values = sheet.form.values()
        if batch is None:
            screening.add_batch(office, meeting_id, **values)
            host.toast("已登记一场培训考试", undo=True)
        else:
            screening.edit_batch(office, batch.id, **values)

    sheet = Sheet(
        parent, "登记培训考试" if batch is None else f"第{batch.position}场培训考试", submit,
        hint="填写考试日期，发放材料和培训的日期按规定的间隔倒排，可以改。",
        ok="登记" if batch is None else "确定", width=560,
    )  # fmt: skip
    form = sheet.form
    form.add_date("exam_on", "考试日期", batch.exam_on if batch else None, required=True)
    form.add_date("training_on", "培训日期", batch.training_on if batch else None)
    form.add_date("materials_on", "发材料日期", batch.materials_on if batch else None)
    form.add_text("place", "地点", batch.place if batch else "")
    if batch is None:
        form.add_check("everyone", "还没有安排场次的都编入这一场", True)

    def count_back(key: str) -> None:
        day = form.value("exam_on")
        if key != "exam_on" or day is None or batch is not None:
            return
        materials, training = screening.planned_days(office, meeting_id, day)
        form.set_values(training_on=training, materials_on=materials)

    form.changed.connect(count_back)
    if batch is not None:
        sheet.add(_delete_button(sheet, office, batch, host))
    return sheet.named("batchSheet")


def _delete_button(sheet: Sheet, office: Any, batch: BatchView, host: Host) -> QWidget:
    def delete() -> None:
        try:
            screening.delete_batch(office, batch.id)
        except DeskError as error:
            sheet.show_problem(error)
            return
        sheet.reject()
        host.toast(f"已删除第{batch.position}场，成绩仍保留", undo=True)

    made = button("删除这一场", delete, icon="trash")
    made.setObjectName("deleteBatch")
    made.setAutoDefault(False)
    bar = Toolbar(made)
    bar.gap()
    return bar


def gates_sheet(parent: QWidget, office: Any, meeting_id: int, host: Host) -> Sheet:
    """Set what the body asks of nominees, from a day on."""
    values = screening.gate_values(office, meeting_id)
    meeting = meetings.meeting(office, meeting_id)

    def submit(sheet: Sheet) -> None:
        screening.set_gates(office, meeting_id, **sheet.form.values())
        host.toast("已设定任前程序要求", undo=True)

    sheet = Sheet(
        parent, "任前程序要求", submit, width=620,
        hint="这些是各地自己的规定，国家法律没有统一要求。自生效日期起使用，以前的会议不受影响。",
    )  # fmt: skip
    form = sheet.form
    form.add_date("valid_from", "生效日期", meeting.start or office.today(), required=True)
    for parameter in PARAMETERS:
        if parameter.key not in screening.GATE_KEYS:
            continue
        key, value = parameter.key, values[parameter.key]
        title, hint = _TITLES[key], _HINTS.get(key, "")
        if isinstance(value, bool):
            form.add_check(key, title, value)
        elif parameter.choices:
            form.add_choice(key, title, [(c, c) for c in parameter.choices], value)
        else:
            form.add_int(key, title, int(str(value)), low=parameter.least, high=parameter.most,
                         suffix=f" {parameter.unit}", hint=hint)  # fmt: skip
    return sheet.named("gatesSheet")


class ScorePasteSheet(Sheet):
    """粘贴成绩: the list above, whose mark was understood below; all set as one step."""

    def __init__(self, parent: QWidget, office: Any, meeting_id: int, host: Host) -> None:
        super().__init__(
            parent, "粘贴考试成绩", self._take, ok="登记", width=620,
            hint="从成绩单中复制姓名和分数两栏，其他栏一并复制也可以；缺考的留空。",
        )  # fmt: skip
        self._office, self._meeting_id, self._host = office, meeting_id, host
        self._standard = screening.standard(office, meeting_id)
        form = self.form
        form.add_choice("retake", "考试", [(False, "第一次考试"), (True, "补考")], False)
        form.add_lines("text", "成绩单", height=120, placeholder=_EXAMPLE)
        self.summary = label("", "label", wrap=True)
        self.summary.setObjectName("scoreSummary")
        self.table = RecordTable(
            [
                Column("结果", lambda x: x[1], 98,
                       tag=lambda x: {"登记": "ok", "没有成绩": "neutral"}.get(x[1], "bad")),
                Column("姓名", lambda x: padded(x[2]), 80),
                Column("成绩", lambda x: x[3], 60, align="right"),
                Column("等次", lambda x: x[4], 74, soft=True),
                Column("说明", lambda x: x[5], stretch=True, wrap=True, soft=True),
            ],
            name="成绩预览",
            row_id=lambda x: x[0],
        )  # fmt: skip
        self.table.setObjectName("scoreTable")
        self.table.setMinimumHeight(190)
        self.add(self.summary)
        self.add(self.table, 1)
        self.named("scoreSheet")
        self.ok.setEnabled(False)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self.look)
        form.changed.connect(lambda *_: self._wait.start(_WAIT_MS))
        form.fields["text"].control.setFocus()

    def look(self) -> None:
        """Read the list and show what would be set."""
        text = self.form.value("text")
        read = screening.read_scores(self._office, self._meeting_id, text)
        rows: list[tuple[Any, ...]] = [
            (n, "看不懂", "", "", "", f"第{p.row}行：{p.message}")
            for n, p in enumerate(read.problems)
        ]
        rows += [
            (name, "登记", name, mark, grade(read_mark(mark), self._standard), "")
            for name, mark in read.scores
        ]
        if text:
            rows += [
                (name, "没有成绩", name, "", "", "名单里没有或者缺考") for name in read.missing
            ]
        self.table.set_rows(rows)
        parts = [f"认出{len(read.scores)}人"]
        parts += [f"{len(read.problems)}处看不懂，改好后才能登记"] if read.problems else []
        self.summary.setText("，".join(parts) + "。台账此刻还没有改动。" if text else "")
        self.ok.setText(f"登记{len(read.scores)}人" if read.scores else "登记")
        self.ok.setEnabled(bool(read.scores) and not read.problems)

    def _take(self, _sheet: Sheet) -> None:
        values = self.form.values()
        made = screening.add_scores(
            self._office, self._meeting_id, values["text"], retake=values["retake"]
        )
        self._host.toast(f"已登记{made}人的成绩", undo=True)
