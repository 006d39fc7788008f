"""Forms of the oath: the ceremony, who swears, the record, swearing later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from meetingdesk.actions import meetings, oaths
from meetingdesk.errors import Problem, Refused
from meetingdesk.panels.appointments.words import day, named_post
from meetingdesk.rules.names import padded
from meetingdesk.shell.widgets import Sheet, label, scrolled

if TYPE_CHECKING:
    from collections.abc import Callable

    from meetingdesk.actions.oaths import CeremonyView, TakerView, UnswornView


class PeopleList(QListWidget):
    """People with a tick each; space turns it."""

    def __init__(self, people: list[UnswornView], ticked: set[int]) -> None:
        super().__init__()
        for one in people:
            tail = "" if one.organiser == oaths.COMMITTEE else f"　{one.organiser}组织"
            item = QListWidgetItem(named_post(one.name, one.post) + tail)
            item.setData(Qt.ItemDataRole.UserRole, one.entry_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = Qt.CheckState.Checked if one.entry_id in ticked else Qt.CheckState.Unchecked
            item.setCheckState(on)
            self.addItem(item)
        self.setWordWrap(True)
        self.setFixedHeight(min(4, max(2, len(people))) * 36 + 8)

    def ticked(self) -> list[int]:
        """Return the entry ids ticked, top to bottom."""
        items = [self.item(at) for at in range(self.count())]
        return [
            int(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]

    def put(self, wanted: list[int]) -> None:
        """Tick these entry ids and no other."""
        for at in range(self.count()):
            item = self.item(at)
            on = item.data(Qt.ItemDataRole.UserRole) in wanted
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


def ceremony_sheet(
    parent: QWidget,
    office: Any,
    meeting_id: int,
    ceremony: CeremonyView | None,
    on_done: Callable[[int], Any],
) -> Sheet:
    """Register a ceremony with those who still have to swear, or change one."""

    def submit(sheet: Sheet) -> None:
        values = sheet.form.values()
        if ceremony is None:
            on_done(oaths.add_ceremony(office, meeting_id, **values))
        else:
            oaths.edit_ceremony(office, ceremony.id, **values)
            on_done(ceremony.id)

    meeting = meetings.meeting(office, meeting_id)
    people = oaths.unsworn(office, meeting_id) if ceremony is None else []
    nobody = "没有还须宣誓的人；表决通过以后，用“增加宣誓人”编入这次仪式。"
    sheet = Sheet(
        parent,
        "登记宣誓仪式" if ceremony is None else "修改宣誓仪式",
        submit,
        ok="登记" if ceremony is None else "确定",
        hint=nobody if ceremony is None and not people else "",
        width=600,
    )
    form, old = sheet.form, ceremony
    form.add_choice(
        "form", "形式", [(f, f"{f}宣誓") for f in oaths.FORMS], old.form if old else "集体"
    )
    form.add_date(
        "date", "日期", old.date if old else (meeting.end or meeting.start), required=True
    )
    form.add_text("place", "地点", old.place if old else meeting.place)
    form.add_text(
        "leader",
        "领誓人",
        old.leader if old else "",
        placeholder="集体宣誓由一人领誓；单独宣誓不设",
    )
    form.add_text("chair", "主持人", old.chair if old else meeting.chair)
    form.add_text("witness", "监誓人", old.witness if old else "")
    form.add_text("organiser", "组织机关", old.organiser if old else "",
                  placeholder="不填时为本次会议的机关")  # fmt: skip
    form.add_check("anthem", "奏唱国歌", old.anthem if old else True)
    form.add_check("emblem", "悬挂国旗或者国徽", old.emblem if old else True)
    if people:
        usual = {p.entry_id for p in people if p.organiser == oaths.COMMITTEE and not p.planned}
        listed = PeopleList(people, usual)
        form.add_widget("entry_ids", "宣誓人", listed, listed.ticked, listed.put,
                        hint="勾选参加这次仪式的人；空格键勾选")  # fmt: skip
    form.fields["leader"].control.setFocus()
    return sheet.named("ceremonySheet")


def takers_sheet(
    parent: QWidget, office: Any, ceremony: CeremonyView, people: list[UnswornView]
) -> Sheet:
    """Add people who still have to swear to a ceremony."""

    def submit(sheet: Sheet) -> bool:
        chosen = sheet.form.value("people")
        if not chosen:
            raise Refused("还没有选定宣誓人。", Problem("请至少勾选一人。", field="宣誓人"))
        oaths.add_takers(office, ceremony.id, entry_ids=chosen)
        return True

    sheet = Sheet(parent, "增加宣誓人", submit, ok="增加", width=560)
    listed = PeopleList(people, {p.entry_id for p in people} if len(people) == 1 else set())
    sheet.form.add_widget("people", "宣誓人", listed, listed.ticked, listed.put)
    return sheet.named("takersSheet")


def swear_sheet(
    parent: QWidget, office: Any, ceremony: CeremonyView, on_done: Callable[[int], Any]
) -> Sheet:
    """Record the ceremony: everyone swore but those with a reason written beside the name."""
    lines: dict[int, QLineEdit] = {}

    def submit(_sheet: Sheet) -> None:
        absent = {key: edit.text().strip() for key, edit in lines.items() if edit.text().strip()}
        on_done(oaths.swear_in(office, ceremony.id, absent=absent))

    sheet = Sheet(
        parent, "登记宣誓", submit, ok="登记宣誓", width=600,
        hint=f"{day(ceremony.date)}，{ceremony.form}宣誓。因故未参加的，在姓名右侧写明原因；其余登记为已宣誓。",
    )  # fmt: skip
    page = QWidget()
    page.setAccessibleName("宣誓名单")
    grid = QGridLayout(page)
    grid.setContentsMargins(0, 0, 6, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    waiting = [t for t in ceremony.takers if t.made_up_on is None]
    for at, taker in enumerate(waiting):
        edit = QLineEdit(taker.reason)
        edit.setPlaceholderText("已宣誓；未参加的写原因，如 因公出差")
        edit.setAccessibleName(f"{taker.name}未参加的原因")
        edit.setObjectName(f"absent.{taker.id}")
        lines[taker.id] = edit
        words = label(named_post(taker.name, taker.post), wrap=True)
        words.setMinimumWidth(230)
        words.setBuddy(edit)
        grid.addWidget(words, at, 0)
        grid.addWidget(edit, at, 1)
    grid.setRowStretch(len(waiting), 1)
    area = scrolled(page)
    area.setMinimumHeight(min(len(waiting), 7) * 46 + 10)
    sheet.add(area, 1)
    return sheet.named("swearSheet")


def make_up_sheet(parent: QWidget, office: Any, taker: TakerView, usual: Any) -> Sheet:
    """Record that someone swore later."""

    def submit(sheet: Sheet) -> None:
        oaths.make_up(office, taker.id, on=sheet.form.value("on"))

    sheet = Sheet(parent, f"登记{padded(taker.name)}补宣", submit, ok="登记补宣",
                  hint=f"未参加的原因：{taker.reason}。" if taker.reason else "")  # fmt: skip
    sheet.form.add_date("on", "补宣日期", usual, required=True)
    return sheet.named("makeUpSheet")
