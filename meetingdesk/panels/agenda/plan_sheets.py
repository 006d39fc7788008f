"""Forms of the year's plan: one point, a reason, a whole plan pasted or out of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox

from meetingdesk.actions import agenda, yearplan, yearplan_taking
from meetingdesk.errors import Refused
from meetingdesk.shell.widgets import Column, RecordTable, Sheet, label

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from meetingdesk.actions.yearplan import PointView
    from meetingdesk.actions.yearplan_taking import TakenPoint, Taking
    from meetingdesk.shell.panel import Host

_WAIT_MS = 300
_EXAMPLE = (
    "一、2月份常委会会议\n"
    "1．听取和审议市人民政府关于环境状况的报告（市生态环境局）\n"
    "二、第三季度\n"
    "2．听取和审议市人民政府关于审计工作的报告"
)


class PointSheet(Sheet):
    """One point of the plan."""

    def __init__(
        self,
        parent: QWidget,
        office: Any,
        body_id: int,
        year: int,
        point: PointView | None = None,
        on_done: Callable[[int], Any] = lambda _id: None,
    ) -> None:
        title = f"{year}年度计划：" + ("增加一项" if point is None else f"第{point.position}项")
        super().__init__(parent, title, self._save, width=600)
        self._office, self._body_id, self._year = office, body_id, year
        self._point, self._on_done = point, on_done
        form = self.form
        form.add_text("timing", "时间", point.timing if point else "",
                      placeholder="如 3月、第三季度、第三十八次会议", hint="月份或会次；没有定的不填")  # fmt: skip
        form.add_choice("verb", "方式", [(v, v) for v in agenda.VERBS],
                        point.verb if point else "", editable=True)  # fmt: skip
        form.add_lines("subject", "议题", point.subject if point else "", required=True, height=58,
                       placeholder="如 市人民政府关于…的报告")  # fmt: skip
        form.add_choice("type", "类型", [(t, t) for t in agenda.TYPES],
                        point.type if point else "", editable=True)  # fmt: skip
        form.add_text("submitted_by", "提请机关", point.submitted_by if point else "")
        form.add_text("reporter", "报告人", point.reporter if point else "",
                      placeholder="报告人或报告单位")  # fmt: skip
        self.named("pointSheet")
        form.fields["timing" if point is None else "subject"].control.setFocus()

    def _save(self, _sheet: Sheet) -> None:
        values = self.form.values()
        values["verb"], values["type"] = values["verb"] or "", values["type"] or ""
        values["subject"] = "".join(line.strip() for line in values["subject"].splitlines())
        if self._point is None:
            self._on_done(yearplan.add_point(self._office, self._body_id, self._year, **values))
        else:
            yearplan.edit_point(self._office, self._point.id, **values)


def word_sheet(parent: QWidget, office: Any, point: PointView, host: Host, *, done: bool) -> Sheet:
    """Put a point off with the reason, or say that it is done elsewhere."""

    def submit(sheet: Sheet) -> None:
        reason = sheet.form.value("reason")
        if done:
            yearplan.finish_point(office, point.id, reason=reason)
            host.toast(f"计划第{point.position}项已登记完成", undo=True)
        else:
            yearplan.postpone_point(office, point.id, reason=reason)
            host.toast(f"计划第{point.position}项已推迟", undo=True)

    sheet = Sheet(
        parent, f"{'登记完成' if done else '推迟'}：第{point.position}项", submit,
        hint=f"{point.verb}{point.subject}", ok="登记" if done else "推迟",
    )  # fmt: skip
    sheet.form.add_text("reason", "说明" if done else "推迟原因", point.reason, required=not done,
                        placeholder="如 一季度已在专题会议听取" if done
                        else "如 报告尚未备齐，改在10月")  # fmt: skip
    return sheet.named("pointWordSheet")


def link_sheet(
    parent: QWidget, office: Any, point: PointView, meeting_id: int, host: Host
) -> Sheet:
    """Say which item of the meeting a point is, where the two are worded differently."""

    def submit(sheet: Sheet) -> None:
        yearplan.link_point(office, point.id, sheet.form.value("item"))
        host.toast(f"计划第{point.position}项已对应到这个议题", undo=True)

    options = yearplan.items_like(office, point.id, meeting_id)
    sheet = Sheet(
        parent, f"对应议题：第{point.position}项", submit, width=640, ok="对应",
        hint=f"{point.verb}{point.subject}\n本次会议哪个议题就是这一项；最相近的列在最前。",
    )  # fmt: skip
    box = sheet.form.add_choice("item", "议题", options, options[0][0])
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return sheet.named("pointLinkSheet")


def _result(point: TakenPoint) -> tuple[str, str]:
    return ("已有", "neutral") if point.known else ("新增", "ok")


class PlanTakingSheet(Sheet):
    """A plan pasted or read from a file: shown point by point, added in one step."""

    #: the year it went to
    taken = Signal(int)

    def __init__(
        self,
        parent: QWidget,
        office: Any,
        body_id: int,
        year: int,
        host: Host,
        path: Path | None = None,
    ) -> None:
        hint = (
            "从工作要点、议题计划复制正文或整张表。月份标题下的各项归入该月。"
            if path is None
            else f"文件：{path.name}"
        )
        super().__init__(
            parent, "粘贴计划" if path is None else "导入计划", self._take, ok="增加", hint=hint
        )
        self._office, self._body_id, self._host, self._path = office, body_id, host, path
        self.form.add_int("year", "年度", year, low=2000, high=2099)
        if path is None:
            self.form.add_lines("text", "计划正文", height=130, placeholder=_EXAMPLE)
        self.summary = label("", "label", wrap=True)
        self.summary.setObjectName("planTakingSummary")
        self.table = RecordTable(
            [
                Column("序", lambda p: p.row, 44, soft=True),
                Column("结果", lambda p: _result(p)[0], 76, tag=lambda p: _result(p)[1]),
                Column("时间", lambda p: p.timing, 118, soft=True, wrap=True),
                Column("方式", lambda p: p.verb, 92, soft=True),
                Column("议题", lambda p: p.subject, stretch=True, wrap=True),
                Column("类型", lambda p: p.type, 116, soft=True, wrap=True),
                Column("提请／报告", lambda p: "\n".join(filter(None, (p.submitted_by, p.reporter))),
                       116, soft=True, wrap=True),
            ],
            name="计划预览",
        )  # fmt: skip
        self.table.setObjectName("planTakingTable")
        self.table.setMinimumHeight(220)
        self.add(self.summary)
        self.add(self.table, 1)
        self.named("planTakingSheet")
        self.ok.setEnabled(False)
        self.resize(980, 660)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self.look)
        self._said: int | None = None
        self.form.changed.connect(lambda *_: self._wait.start(_WAIT_MS))
        self.form.fields["text" if path is None else "year"].control.setFocus()
        if path is not None:
            self.look()

    def _preview(self) -> Taking:
        year = self.form.value("year")
        if self._path is not None:
            return yearplan_taking.preview_file(self._office, self._body_id, year, self._path)
        text = self.form.value("text")
        return yearplan_taking.preview_text(self._office, self._body_id, year, text)

    def look(self) -> None:
        """Read the plan and show what would be added; the year it names is taken over once."""
        self.banner.clear()
        try:
            taking = self._preview()
        except Refused as error:
            self.show_problem(error)
            self.table.set_rows([])
            self.summary.setText("")
            self.ok.setEnabled(False)
            return
        if taking.year is not None and taking.year != self._said:
            self._said = taking.year
            if taking.year != self.form.value("year"):
                self.form.set_values(year=taking.year)
                return  # the change of the year asks for another look
        self.table.set_rows(list(taking.points))
        known = len(taking.points) - taking.new
        parts = [f"认出{taking.new}项"] + ([f"{known}项已在计划中，不重复"] if known else [])
        self.summary.setText("，".join(parts) + "。台账此刻还没有改动。" if taking.points else "")
        self.ok.setText(f"增加{taking.new}项" if taking.new else "增加")
        self.ok.setEnabled(bool(taking.new))

    def _take(self, _sheet: Sheet) -> None:
        year = self.form.value("year")
        if self._path is not None:
            made = yearplan_taking.import_plan(self._office, self._body_id, year, self._path)
        else:
            made = yearplan_taking.paste_plan(
                self._office, self._body_id, year, self.form.value("text")
            )
        self._host.toast(f"{year}年度计划已增加{len(made)}项", undo=True)
        self.taken.emit(year)
