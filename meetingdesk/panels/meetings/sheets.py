"""Forms of meetings and observers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetingdesk.actions import attendance, meetings, roster
from meetingdesk.rules.numerals import han
from meetingdesk.shell.widgets import Sheet, label

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from meetingdesk.actions.attendance import ObserverView
    from meetingdesk.actions.meetings import MeetingView
    from meetingdesk.actions.roster import TermView

PHRASES = ("主持会议", "主持会议并讲话")


def meeting_sheet(
    parent: QWidget,
    office: Any,
    terms: list[TermView],
    meeting: MeetingView | None = None,
    on_done: Callable[[int], Any] = lambda _id: None,
) -> Sheet:
    """Convene a meeting, or change ``meeting``."""

    def submit(sheet: Sheet) -> None:
        values = _values(sheet.form.values())
        if meeting is None:
            on_done(meetings.convene(office, **values))
        else:
            meetings.edit_meeting(office, meeting.id, **values)

    title = "新建会议" if meeting is None else "修改会议"
    sheet = Sheet(parent, title, submit, width=600)
    _fields(sheet, office, terms, meeting)
    note = label("", "soft", wrap=True)
    note.setObjectName("numberNote")
    place = sheet.form.fields["number"].layout()
    if place is not None:
        place.addWidget(note)
    follow = _Follow(sheet, office, terms, meeting, note)
    sheet.form.changed.connect(lambda key: follow.changed(key))  # noqa: PLW0108 - keeps it alive
    follow.begin()
    return sheet.named("meetingSheet")


def _fields(sheet: Sheet, office: Any, terms: list[TermView], meeting: MeetingView | None) -> None:
    form = sheet.form
    if meeting is None:
        options = [(t.id, f"{t.body_short or t.body_name}　第{han(t.number)}届") for t in terms]
        form.add_choice("term_id", "届次", options, terms[0].id)
    form.add_choice("kind", "会种", [(k, k) for k in meetings.KINDS],
                    meeting.kind if meeting else "常委会会议")  # fmt: skip
    form.add_int("number", "次数", (meeting.number or 0) if meeting else 0, high=999)
    form.add_text("subtype", "性质", meeting.subtype if meeting else "",
                  placeholder="如 例会、临时会议，可不填")  # fmt: skip
    form.add_date("start", "会议日期", meeting.start if meeting else None)
    form.add_date("end", "至", meeting.end if meeting else None, hint="只开一天时不填")
    mode = (meeting.mode or "现场") if meeting else "现场"
    modes = dict.fromkeys((*meetings.MODES, mode))
    form.add_choice("mode", "形式", [(m, m) for m in modes], mode)
    form.add_text("place", "地点", meeting.place if meeting else "",
                  placeholder="如 市人大常委会会议厅")  # fmt: skip
    term_id = meeting.term_id if meeting else terms[0].id
    chair: int | str | None = (meeting.chair_id or meeting.chair or None) if meeting else None
    form.add_choice("chair", "主持人", _chairs(office, term_id, meeting.start if meeting else None), chair,
                    editable=True, hint="" if meeting else "不填时为主任")  # fmt: skip
    phrase = meeting.chair_phrase if meeting else PHRASES[0]
    form.add_choice("chair_phrase", "主持用语", [(p, p) for p in PHRASES], phrase, editable=True)
    if meeting is not None:
        form.add_date("notice_on", "通知日期", meeting.notice_on)
        form.add_choice("state", "状态", [(s, s) for s in meetings.STATES], meeting.state)
        form.add_text("notes", "备注", meeting.notes)


def _chairs(office: Any, term_id: int | None, on: dt.date | None) -> list[tuple[int, str]]:
    """List who may chair, leaders first, then the other members."""
    if term_id is None:
        return []
    rows = roster.members_on(office, term_id, on or office.today())
    rows = rows or roster.members(office, term_id)
    leaders = [m for m in rows if m.post in ("主任", "副主任")]
    others = [m for m in rows if m.post not in ("主任", "副主任")]
    return [(m.person_id, m.name) for m in (*leaders, *others)]


def _values(given: dict[str, Any]) -> dict[str, Any]:
    """Return the form's values as the actions take them."""
    values = dict(given)
    chair = values.pop("chair")
    values["chair_id"] = chair if isinstance(chair, int) else None
    values["chair_text"] = "" if isinstance(chair, int) else chair or ""
    values["chair_phrase"] = values["chair_phrase"] or ""
    numbered = meetings.numbered(values["kind"])
    values["number"] = (values["number"] or None) if numbered else None
    return values


class _Follow:
    """Keeps the number and what is said about the series in step with term and kind."""

    def __init__(
        self,
        sheet: Sheet,
        office: Any,
        terms: list[TermView],
        meeting: MeetingView | None,
        note: Any,
    ) -> None:
        self.form, self.office, self.meeting, self.note = sheet.form, office, meeting, note
        self.terms = {term.id: term for term in terms}

    def begin(self) -> None:
        """Suggest the next number, show what applies to the kind."""
        self.changed("kind")

    def changed(self, key: str) -> None:
        """Follow a change of one field."""
        if key not in ("kind", "term_id", "number"):
            return
        kind = self.form.value("kind")
        term_id = self.meeting.term_id if self.meeting else self.form.value("term_id")
        numbered = meetings.numbered(kind)
        self.form.set_visible("number", numbered)
        if not numbered or term_id is None:
            self.note.setText("")
            return
        following = meetings.next_number(self.office, term_id=term_id, kind=kind)
        kept = self.meeting is not None and self.meeting.kind == kind
        if key != "number" and not kept:
            self.form.set_values(number=following)
        self._tell(term_id, kind, following)

    def _tell(self, term_id: int, kind: str, following: int) -> None:
        number = self.form.value("number")
        gaps = meetings.missing_numbers(self.office, term_id=term_id, kind=kind)
        own = self.meeting.number if self.meeting and self.meeting.kind == kind else None
        words = [f"本届下一次是第{following}次。"] if number != own else []
        if own is None and number > following:
            skipped = f"第{following}次" + (f"至第{number - 1}次" if number - 1 > following else "")
            first = following == 1
            words = [
                f"本届此前各次（{skipped}）台账里没有，可以以后补录。" if first
                else f"{skipped}还没有登记，保存后将缺号，请核对次数。"
            ]  # fmt: skip
        if gaps:
            shown = "、".join(str(n) for n in gaps[:8]) + ("等" if len(gaps) > 8 else "")
            words.append(f"本届缺第{shown}次。")
        self.note.setText("".join(words))


def observer_sheet(
    parent: QWidget, office: Any, meeting_id: int, observer: ObserverView | None = None
) -> Sheet:
    """Register an observer or a group, or change one."""

    def submit(sheet: Sheet) -> None:
        values = sheet.form.values()
        if observer is None:
            attendance.add_observer(office, meeting_id, **values)
        else:
            attendance.edit_observer(office, observer.id, **values)

    title = "登记列席" if observer is None else "修改列席"
    sheet = Sheet(
        parent, title, submit,
        hint="个人填姓名、职务和单位；一类人员（如“市政府有关部门负责同志”）只填列席人员一栏。",
    )  # fmt: skip
    form = sheet.form
    shown = observer
    options = [(c, c) for c in attendance.CATEGORIES]
    form.add_choice("category", "类别", options, shown.category if shown else options[0][0])
    form.add_text("name", "姓名", shown.name if shown else "")
    form.add_text("post", "职务", shown.post if shown else "", placeholder="如 副市长")
    form.add_text("unit", "单位", shown.unit if shown else "", placeholder="如 市人民政府")
    derived = f"{shown.unit}{shown.post}{shown.name}" if shown else ""
    text = shown.text if shown and shown.text != derived else ""
    form.add_text("text", "列席人员", text, placeholder="如 市政府有关部门负责同志",
                  hint="写入会议记录的整句；不填时由单位、职务、姓名连成")  # fmt: skip
    form.add_check(
        "leader", "写在出席人员之后（一府一委两院领导）", shown.leader if shown else False
    )
    return sheet.named("observerSheet")
