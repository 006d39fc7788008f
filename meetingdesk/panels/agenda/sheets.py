"""Forms of items, papers, opinions, sittings and their lines."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox

from meetingdesk.actions import agenda, checklists, meetings, opinions, schedule
from meetingdesk.errors import DeskError
from meetingdesk.shell.widgets import Sheet, Toolbar, button

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QWidget

    from meetingdesk.actions.agenda import ItemView, MaterialView
    from meetingdesk.actions.opinions import OpinionView
    from meetingdesk.actions.schedule import EntryView, SittingView

    Done = Callable[[int], Any]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _choices(words: Iterable[str]) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


def _narrow(box: QComboBox) -> None:
    """Keep a box with long choices from widening its sheet."""
    box.setMinimumContentsLength(16)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)


class ItemSheet(Sheet):
    """One agenda item; choosing a type proposes vote, papers and place as the type usually has."""

    def __init__(
        self,
        parent: QWidget,
        office: Any,
        meeting_id: int,
        item: ItemView | None = None,
        on_done: Done = lambda _id: None,
    ) -> None:
        title = "新建议题" if item is None else "修改议题"
        super().__init__(parent, title, self._save, width=640)
        self.office, self.meeting_id, self.item = office, meeting_id, item
        self._on_done = on_done
        self._fill(item)
        self.named("itemSheet")
        self.resize(640, 700)
        self.form.changed.connect(self._changed)
        self._changed("")
        self.form.fields["verb" if item is None else "subject"].control.setFocus()

    def _fill(self, item: ItemView | None) -> None:
        form = self.form
        _narrow(form.add_choice("verb", "方式", _choices(agenda.VERBS), item.verb if item else "听取和审议",
                                required=True, editable=True))  # fmt: skip
        form.add_lines("subject", "议题", item.subject if item else "", required=True, height=58,
                       placeholder="方式之后的文字，如 市人民政府关于…的报告")  # fmt: skip
        _narrow(form.add_choice("type", "类型", _choices(agenda.TYPES), item.type if item else "",
                                editable=True, hint="选定类型后，表决、成果按惯例填好，可以再改"))  # fmt: skip
        form.add_text("submitted_by", "提请机关", item.submitted_by if item else "",
                      placeholder="如 市人民政府、主任会议")  # fmt: skip
        form.add_text("reporter", "报告人", item.reporter if item else "",
                      placeholder="作报告或作说明的人或单位")  # fmt: skip
        form.add_check("needs_vote", "须表决", item.needs_vote if item else False)
        form.add_choice("vote_method", "表决方式", _choices(agenda.METHODS),
                        item.vote_method if item else "", editable=True)  # fmt: skip
        form.add_text("via", "经由", item.via if item else "",
                      placeholder="如 第五十八次主任会议同意提请")  # fmt: skip
        form.add_lines("objects", "评议对象", "\n".join(item.objects) if item else "", height=64,
                       placeholder="一行一个，次序即票上的次序；没有评议时不填")  # fmt: skip
        form.add_text("artefacts", "成果", "、".join(item.artefacts) if item else "",
                      placeholder="如 审议意见书、决议，用顿号分开")  # fmt: skip
        form.add_check("on_agenda", "列入议程", item.on_agenda if item else True,
                       hint="颁发任命书、宣誓、讲座只列入日程")  # fmt: skip

    def _changed(self, key: str) -> None:
        if key == "type" and self.item is None:
            usual = agenda.type_defaults(
                self.office, self.meeting_id, self.form.value("type") or ""
            )
            self.form.set_values(
                needs_vote=usual.needs_vote,
                vote_method=usual.vote_method,
                artefacts="、".join(usual.artefacts),
                on_agenda=usual.on_agenda,
            )
        self.form.fields["vote_method"].setEnabled(self.form.value("needs_vote"))

    def _save(self, _sheet: Sheet) -> None:
        values = self.form.values()
        for key in ("verb", "type", "vote_method"):
            values[key] = values[key] or ""
        # the subject is one line on paper however it was pasted
        values["subject"] = "".join(_lines(values["subject"]))
        values["vote_method"] = values["vote_method"] if values["needs_vote"] else ""
        values["objects"] = _lines(values["objects"])
        parts = values["artefacts"].replace("，", "、").replace(",", "、").split("、")
        values["artefacts"] = [part.strip() for part in parts if part.strip()]
        if self.item is None:
            self._on_done(agenda.add_item(self.office, self.meeting_id, **values))
            return
        changed = {k: v for k, v in values.items() if v != _plain(getattr(self.item, k))}
        if changed:
            agenda.edit_item(self.office, self.item.id, **changed)
        self._on_done(self.item.id)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def material_sheet(
    parent: QWidget,
    office: Any,
    item: ItemView,
    material: MaterialView | None = None,
    on_done: Done = lambda _id: None,
) -> Sheet:
    """Add a paper the item needs, or change one."""

    def submit(sheet: Sheet) -> None:
        values = sheet.form.values()
        if material is None:
            on_done(agenda.add_material(office, item.id, **values))
        else:
            agenda.edit_material(office, material.id, **values)

    sheet = Sheet(parent, "增加材料" if material is None else "修改材料", submit)
    last = item.materials[-1] if item.materials else None
    form = sheet.form
    form.add_text("title", "材料名称", material.title if material else "", required=True,
                  placeholder="如 报告、汇报、决定（草案）")  # fmt: skip
    provider = material.provider if material else (last.provider if last else item.reporter)
    form.add_text("provider", "提供单位", provider)
    due = material.due if material else (last.due if last else None)
    form.add_date("due", "交稿期限", due)
    form.fields["title"].control.setFocus()
    if material is None and (usual := checklists.usual_missing(office, item.id)):
        sheet.add(_usual_papers(sheet, office, item, usual))
    return sheet.named("materialSheet")


def _usual_papers(sheet: Sheet, office: Any, item: ItemView, usual: tuple[str, ...]) -> Toolbar:
    """Offer the papers items of this type usually need, all at once."""

    def fill() -> None:
        try:
            checklists.list_usual(office, [item.id])
        except DeskError as error:
            sheet.show_problem(error)
            return
        sheet.reject()

    made = button(f"列出常用材料：{'、'.join(usual)}", fill, icon="clipboard-text",
                  hint="按议题类型列出，有法定期限的按会议日期算好，可以再改")  # fmt: skip
    made.setObjectName("usualMaterials")
    made.setAutoDefault(False)
    bar = Toolbar(made)
    bar.gap()
    return bar


def opinion_sheet(
    parent: QWidget,
    office: Any,
    item: ItemView,
    opinion: OpinionView | None = None,
    last: OpinionView | None = None,
) -> Sheet:
    """Add a point to the opinions on an item, or change one; organ and date follow the last."""

    def submit(sheet: Sheet) -> None:
        values = sheet.form.values()
        if opinion is None:
            opinions.add_opinion(office, item.id, **values)
        else:
            opinions.edit_opinion(office, opinion.id, **values)

    sheet = Sheet(parent, "登记审议意见" if opinion is None else "修改审议意见", submit, width=600)
    model = opinion or last
    form = sheet.form
    form.add_lines("text", "审议意见", opinion.text if opinion else "", required=True, height=120)
    organ = model.organ if model else item.submitted_by
    form.add_text("organ", "承办机关", organ, placeholder="如 市人民政府")
    form.add_date("due", "答复期限", model.due if model else None)
    form.fields["text"].control.setFocus()
    return sheet.named("opinionSheet")


def sitting_sheet(
    parent: QWidget,
    office: Any,
    meeting_id: int,
    sitting: SittingView | None = None,
    on_done: Done = lambda _id: None,
) -> Sheet:
    """Add a half-day's sitting, or change one."""
    meeting = meetings.meeting(office, meeting_id)
    there = schedule.sittings(office, meeting_id)

    def submit(sheet: Sheet) -> None:
        values = sheet.form.values()
        values["form"] = values["form"] or ""
        if sitting is None:
            on_done(schedule.add_sitting(office, meeting_id, **values))
        else:
            schedule.edit_sitting(office, sitting.id, **values)

    span = [d for d in (meeting.start, meeting.end) if d]
    hint = f"会期：{meeting.date_text}。" if span else ""
    sheet = Sheet(parent, "增加日程" if sitting is None else "修改日程", submit, hint=hint)
    date, half = (
        (sitting.date, sitting.half) if sitting else _next_half(there, meeting.start, meeting.end)
    )
    form = sheet.form
    form.add_date("date", "日期", date, required=True)
    form.add_choice("half", "半天", _choices(schedule.HALVES), half)
    form.add_text("time", "时间", sitting.time if sitting else _USUAL_TIME.get(half, ""),
                  placeholder="如 9:00")  # fmt: skip
    form.add_choice("form", "形式", _choices(schedule.FORMS), sitting.form if sitting else "全体会议",
                    editable=True)  # fmt: skip
    form.add_text("place", "地点", sitting.place if sitting else meeting.place)
    form.add_text("chair", "主持人", sitting.chair if sitting else meeting.chair)

    def follow(key: str) -> None:
        if key == "form" and form.value("chair") in (meeting.chair, ""):
            whole = form.value("form") == "全体会议"
            form.set_values(chair=meeting.chair if whole else "")
        usual = _USUAL_TIME.get(form.value("half"), "")
        if key == "half" and form.value("time") in (*_USUAL_TIME.values(), ""):
            form.set_values(time=usual)

    if sitting is None:
        form.changed.connect(follow)
    return sheet.named("sittingSheet")


_USUAL_TIME = {"上午": "9:00", "下午": "15:00", "晚上": "19:30"}


def _next_half(
    there: list[SittingView], start: dt.date | None, end: dt.date | None
) -> tuple[dt.date | None, str]:
    """Propose the half-day after the last one planned, within the meeting."""
    last = there[-1] if there else None
    if last is None or last.date is None:
        return start, "上午"
    if last.half == "上午":
        return last.date, "下午"
    if last.date < (end or last.date):
        return last.date + dt.timedelta(days=1), "上午"
    return last.date, last.half


def entry_sheet(
    parent: QWidget,
    office: Any,
    sitting: SittingView,
    entry: EntryView | None = None,
    on_done: Done = lambda _id: None,
) -> Sheet:
    """Add a line of text to a sitting, or change a line."""

    def submit(sheet: Sheet) -> None:
        text = "".join(_lines(sheet.form.value("text")))
        if entry is None:
            on_done(schedule.add_entry(office, sitting.id, text=text))
        else:
            schedule.edit_entry(office, entry.id, text=text)

    of_item = entry is not None and entry.item_id is not None
    sheet = Sheet(parent, "增加文字" if entry is None else "修改内容", submit)
    sheet.form.add_lines(
        "text", "内容", (entry.own if of_item else entry.text) if entry else "",
        required=not of_item, height=72,
        placeholder=entry.text if entry and of_item and not entry.own else "如 分组审议各项报告；主任讲话",
        hint="不填时印议题的方式和题目" if of_item else "",
    )  # fmt: skip
    sheet.form.fields["text"].control.setFocus()
    return sheet.named("entryTextSheet")
