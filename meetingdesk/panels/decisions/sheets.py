"""Sheets of the page: a draft's own fields, and what adoption will set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from meetingdesk.actions import agenda, decisions
from meetingdesk.shell.widgets import Sheet, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from meetingdesk.actions.decisions import DecisionView


def _name(sheet: Sheet, name: str) -> None:
    sheet.setObjectName(name)
    sheet.ok.setObjectName(f"{name}Ok")
    sheet.cancel.setObjectName(f"{name}Cancel")
    for key, field in sheet.form.fields.items():
        field.control.setObjectName(f"{name}.{key}")


class DecisionSheet(Sheet):
    """A decision's fields; a new one takes title and proposer from the item it belongs to."""

    def __init__(
        self,
        parent: QWidget,
        office: Any,
        meeting_id: int,
        view: DecisionView | None,
        on_done: Callable[[int], Any],
    ) -> None:
        super().__init__(
            parent,
            "起草决定" if view is None else "修改决定草案",
            self._save,
            hint="标题不写“（草案）”，通过前自动加上，通过后自动去掉。",
            ok="起草" if view is None else "确定",
            width=680,
        )
        self._office, self._meeting_id, self._view = office, meeting_id, view
        self._on_done = on_done
        self._fill(view)
        _name(self, "decisionSheet")
        self.form.changed.connect(self._touched)
        self.form.fields["title"].control.setFocus()

    def _fill(self, view: DecisionView | None) -> None:
        form = self.form
        form.add_text("title", "标题", view.title if view else "", required=True,
                      placeholder="示例市人民代表大会常务委员会关于……的决定")  # fmt: skip
        kinds = [(k, k) for k in decisions.KINDS]
        form.add_choice("kind", "种类", kinds, view.kind if view else decisions.KINDS[0])
        items = agenda.items(self._office, self._meeting_id)
        listed = [(None, "不关联")] + [(i.id, i.label) for i in items]
        box = form.add_choice("item_id", "关联议题", listed, view.item_id if view else None)
        box.setMinimumContentsLength(30)
        box.setSizeAdjustPolicy(box.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        form.add_text("drafted_by", "起草单位", view.drafted_by if view else "")
        form.add_text("submitted_by", "提请机关", view.submitted_by if view else "")
        form.add_date("effective_on", "施行日期", view.effective_on if view else None)
        form.add_check("joint", "协商文本", bool(view and view.joint),
                       hint="与其他市协商一致的文本，录入后不能单方修改")  # fmt: skip

    def _touched(self, key: str) -> None:
        """Take from the chosen item what was not written yet."""
        item_id = self.form.value("item_id")
        if key != "item_id" or item_id is None or self._view is not None:
            return
        told = decisions.item_title(self._office, item_id)
        for field in ("title", "drafted_by", "submitted_by"):
            if not self.form.value(field) and getattr(told, field):
                self.form.set_values(**{field: getattr(told, field)})

    def _save(self, _sheet: Sheet) -> None:
        values = self.form.values()
        if self._view is None:
            self._on_done(decisions.draft_decision(self._office, self._meeting_id, **values))
            return
        old = self._view
        changed = {key: value for key, value in values.items() if value != getattr(old, key)}
        if changed:
            decisions.edit_decision(self._office, old.id, **changed)
        self._on_done(old.id)


class AdoptSheet(Sheet):
    """The day of adoption and the 题注 it gives."""

    def __init__(
        self, parent: QWidget, office: Any, view: DecisionView, on_done: Callable[[], Any]
    ) -> None:
        super().__init__(
            parent, "登记通过", self._save, ok="登记通过", width=600,
            hint="标题去掉“（草案）”，标题下写入题注，正文不能再改。登记有误可以撤回。",
        )  # fmt: skip
        self._office, self._view, self._on_done = office, view, on_done
        found = decisions.adoption(office, view.id)
        self.form.add_date("on", "通过日期", found.on, required=True)
        self.title_words, self.note_words = label("", wrap=True), label("", wrap=True)
        for key, caption, words in (
            ("title", "通过后标题", self.title_words),
            ("note", "题注", self.note_words),
        ):
            words.setContentsMargins(0, 6, 0, 0)
            words.setMinimumHeight(46)
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
            self.form.add_widget(key, caption, words, words.text, words.setText)
        _name(self, "adoptSheet")
        self.body.addStretch(1)
        self.form.changed.connect(lambda *_: self.look())
        self.look()

    def look(self) -> None:
        """Show what the day as written gives."""
        on = self.form.value("on")
        found = decisions.adoption(self._office, self._view.id, on)
        self.title_words.setText(found.title)
        self.note_words.setText(found.note if on else "填写通过日期后显示题注。")

    def _save(self, _sheet: Sheet) -> None:
        decisions.adopt(self._office, self._view.id, on=self.form.value("on"))
        self._on_done()
