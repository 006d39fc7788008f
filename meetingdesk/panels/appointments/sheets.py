"""Forms of the motions: the motion itself, and one entry with what the law says beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox

from meetingdesk.actions import agenda, appointments, nominating
from meetingdesk.shell.widgets import Sheet, Tag, Toolbar, button, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from meetingdesk.actions.appointments import EntryView, MotionView
    from meetingdesk.actions.nominating import EntryHint

PEOPLES = (
    "汉族", "回族", "满族", "蒙古族", "维吾尔族", "藏族", "壮族", "苗族", "彝族", "土家族",
    "朝鲜族", "侗族", "瑶族", "白族", "哈萨克族", "布依族", "哈尼族", "傣族", "黎族", "畲族",
)  # fmt: skip
GENDERS = (("", "未填"), ("男", "男"), ("女", "女"))


def motion_sheet(
    parent: QWidget,
    office: Any,
    meeting_id: int,
    motion: MotionView | None,
    on_done: Callable[[int], Any],
) -> Sheet:
    """Register a motion or change one."""

    def submit(sheet: Sheet) -> None:
        values = sheet.form.values()
        if motion is None:
            on_done(appointments.add_motion(office, meeting_id, **values))
        else:
            appointments.edit_motion(office, motion.id, **values)
            on_done(motion.id)

    sheet = Sheet(
        parent,
        "登记任免案" if motion is None else "修改任免案",
        submit,
        hint="一个提请人一件任免案；人选随后逐个登记，或从任免案正文粘贴。",
        ok="登记" if motion is None else "确定",
    )
    form = sheet.form
    form.add_choice(
        "proposer", "提请人", [(p, p) for p in appointments.PROPOSERS],
        motion.proposer if motion else None, required=True, editable=True,
        hint="决定任免由市长提请；委室和专门委员会由主任会议提请",
    )  # fmt: skip
    form.add_text("proposer_name", "提请人姓名", motion.proposer_name if motion else "")
    form.add_date("submitted_on", "提请日期", motion.submitted_on if motion else None)
    form.add_text("number", "文号", motion.number if motion else "")
    items = agenda.items(office, meeting_id)
    usual = next((i.id for i in items if "任免" in i.subject or "任免" in i.type), None)
    listed = [(None, "不关联")] + [(i.id, i.label) for i in items]
    box = form.add_choice("item_id", "议题", listed, motion.item_id if motion else usual)
    box.setMinimumContentsLength(24)
    box.setSizeAdjustPolicy(box.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return sheet.named("motionSheet")


class EntrySheet(Sheet):
    """One entry: verb, person, post; the statutory table answers while it is written."""

    def __init__(
        self,
        parent: QWidget,
        office: Any,
        meeting_id: int,
        motions: list[MotionView],
        *,
        motion: MotionView | None = None,
        entry: EntryView | None = None,
        on_done: Callable[[int], Any],
    ) -> None:
        title = "登记人选" if entry is None else "修改人选"
        super().__init__(parent, title, self._save, ok="登记" if entry is None else "确定",
                         width=600)  # fmt: skip
        self.office, self.meeting_id, self.entry = office, meeting_id, entry
        self._on_done = on_done
        self._proposers = {m.id: m.proposer for m in motions}
        self._fill(motions, motion)
        self._add_hint()
        self.named("entrySheet")
        self.form.changed.connect(lambda *_: self.look())
        self.look()
        self.form.fields["name"].control.setFocus()

    def _fill(self, motions: list[MotionView], motion: MotionView | None) -> None:
        form, entry = self.form, self.entry
        if entry is None:
            listed: list[tuple[Any, str]] = [
                (m.id, f"{m.proposer}{m.proposer_name}提请") for m in motions
            ]
            there = set(self._proposers.values())
            listed += [
                (p, f"{p}提请（新登记一件）") for p in appointments.PROPOSERS if p not in there
            ]
            form.add_choice("motion", "任免案", listed, motion.id if motion else listed[0][0])
        usual = motion.entries[-1].verb if motion and motion.entries else "决定任命"
        form.add_choice("verb", "动作", [(v, v) for v in appointments.VERBS],
                        entry.verb if entry else usual)  # fmt: skip
        form.add_text("name", "姓名", entry.name if entry else "", required=True)
        form.add_text("post", "职务", entry.post if entry else "", required=True,
                      placeholder="写全称，如 示例市教育局局长")  # fmt: skip
        form.add_choice("gender", "性别", GENDERS, entry.gender if entry else "")
        form.add_choice("ethnicity", "民族", [(p, p) for p in PEOPLES],
                        (entry.ethnicity if entry else "") or None, editable=True)  # fmt: skip
        form.add_text("reason", "说明", entry.reason if entry else "",
                      placeholder="如 到龄免职、工作调动；不写入名单")  # fmt: skip

    def _add_hint(self) -> None:
        self.verdict = Tag()
        self.verdict.setObjectName("entryVerdict")
        self.advice = label("", "soft", wrap=True)
        self.advice.setObjectName("entryAdvice")
        self.advice.setMinimumHeight(58)
        self.use = button("", self._use)
        self.use.setObjectName("useVerb")
        self.use.setAutoDefault(False)
        self.use.hide()
        self.body.addSpacing(4)
        answer = Toolbar(self.verdict)
        answer.setAccessibleName("法定用语核对")
        answer.gap()
        answer.add(self.use)
        answer.setMinimumHeight(36)
        self.add(answer)
        self.add(self.advice)
        self.resign = QCheckBox("同时登记其辞去常委会职务的请求")
        self.resign.setObjectName("alsoResign")
        self.resign.setAccessibleName(self.resign.text())
        self.resign.hide()
        self.add(self.resign)

    def proposer(self) -> str:
        """Return whose motion the entry belongs to."""
        if self.entry is not None:
            return self.entry.proposer
        chosen = self.form.value("motion")
        return self._proposers.get(chosen, str(chosen))

    def look(self) -> None:
        """Ask the statutory table about what is written so far."""
        values = self.form.values()
        hint = nominating.entry_hint(
            self.office, self.meeting_id, verb=values["verb"], post=values["post"],
            proposer=self.proposer(), name=values["name"],
            entry_id=self.entry.id if self.entry else None,
        )  # fmt: skip
        self._suggested = hint.suggested
        self.use.setText(f"改用“{hint.suggested}”")
        self.use.setAccessibleName(self.use.text())
        self.use.setVisible(bool(hint.suggested))
        self.resign.setVisible(bool(hint.resigns))
        if not hint.resigns:
            self.resign.setChecked(False)
        if not values["post"]:
            self.verdict.set("填写职务后核对法定用语", "neutral")
            self.advice.setText("")
            return
        if hint.problems:
            self.verdict.set("请核对" if not hint.category else "与法定用语或程序不符", "warn")
        else:
            self.verdict.set(f"{hint.category}，用语和提请人相符", "ok")
        self.advice.setText("\n".join(advice_of(hint)))

    def _use(self) -> None:
        self.form.set_values(verb=self._suggested)

    def _save(self, _sheet: Sheet) -> None:
        values = self.form.values()
        values["ethnicity"] = values["ethnicity"] or ""
        if self.entry is not None:
            old = self.entry
            changed = {k: v for k, v in values.items() if v != getattr(old, k)}
            if changed:
                appointments.edit_entry(self.office, old.id, **changed)
            self._also_resign(old.id)
            return
        chosen = values.pop("motion")
        if isinstance(chosen, int):
            made = appointments.add_entry(self.office, chosen, **values)
        else:
            made = nominating.nominate(self.office, self.meeting_id, proposer=chosen, **values)
        self._also_resign(made)

    def _also_resign(self, entry_id: int) -> None:
        if self.resign.isChecked():
            name = self.form.value("name")
            nominating.add_resignation(self.office, self.meeting_id, name)
        self._on_done(entry_id)


def advice_of(hint: EntryHint) -> list[str]:
    """Put the statutory table's answer into lines."""
    told = list(hint.problems)
    if hint.category and not hint.problems:
        told.append(f"可用“{'”“'.join(hint.verbs)}”，由{'或者'.join(hint.proposers)}提请"
                    f"（{hint.article}）。")  # fmt: skip
    if hint.category and follow_words(hint):
        told.append(follow_words(hint))
    return told


def follow_words(hint: EntryHint) -> str:
    """Say what must follow an entry: filing, letter, oath."""
    follows = [*hint.duties]
    if hint.letter:
        follows.append("通过后颁发任命书")
    if hint.organiser:
        follows.append(f"就职时由{hint.organiser}组织宪法宣誓")
    return f"随后：{'；'.join(follows)}。" if follows else ""
