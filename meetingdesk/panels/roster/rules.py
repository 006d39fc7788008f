"""议事规则参数: every parameter with its source, versioned by the day it comes into force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox

from meetingdesk.actions import procedure
from meetingdesk.errors import DeskError
from meetingdesk.panels.roster.words import day
from meetingdesk.shell.widgets import Sheet, Toolbar, button, label, scrolled

if TYPE_CHECKING:
    import datetime as dt

    from PySide6.QtWidgets import QWidget

    from meetingdesk.actions.roster import TermView
    from meetingdesk.shell.panel import Host
    from meetingdesk.shell.widgets import Form

_WORDS = {
    "not_counted": "不计入", "as_abstain": "计为弃权", "as_absent": "计为未参加",
    "abstain": "计为弃权", "invalid": "作废", "invalid_item": "该项无效",
    "invalid_ballot": "整张票作废",
}  # fmt: skip

#: the seats are the term's own figure, entered with the term
SHOWN = tuple(p for p in procedure.PARAMETERS if p.key != "seats")


def rules_sheet(parent: QWidget, office: Any, term: TermView, on: dt.date, host: Host) -> Sheet:
    """Show the values in force on ``on``; set them from a day, or delete a version."""
    kept = procedure.versions(office, term.body_id)
    values = procedure.rules_on(office, term.body_id, on)

    def submit(sheet: Sheet) -> None:
        given = sheet.form.values()
        valid_from, note = given["valid_from"], given["note"]
        rules = {p.key: _back(p, given[p.key]) for p in SHOWN if not p.fixed}
        procedure.set_rules(
            office, body_id=term.body_id, valid_from=valid_from, values=rules, note=note
        )
        host.toast(f"已设定自{day(valid_from)}起的议事规则参数", undo=True)

    sheet = Sheet(
        parent,
        "议事规则参数",
        submit,
        hint="自生效日期起使用；以前的会议仍按当时的参数。法律规定的各项只供查看。",
        width=720,
    )
    if kept:
        sheet.add(_versions(sheet, office, kept, on, host))
    form = sheet.form
    form.add_date("valid_from", "生效日期", on, required=True)
    same = next((v.note for v in kept if v.valid_from == on), "")
    form.add_text("note", "依据", same, placeholder="如 2026年修订的常委会议事规则")
    for parameter in SHOWN:
        _add(form, parameter, values[parameter.key])
    sheet.body.removeWidget(form)
    form.setContentsMargins(0, 0, 12, 0)
    area = scrolled(form)
    area.setMinimumHeight(400)
    sheet.add(area, 1)
    return sheet.named("rulesSheet")


def _versions(
    sheet: Sheet, office: Any, kept: list[procedure.RulesView], on: dt.date, host: Host
) -> Toolbar:
    """Return a row to look at a version, and to delete it."""
    box = QComboBox()
    box.setObjectName("rulesVersions")
    box.setAccessibleName("已有版本")
    for version in kept:
        note = f"　{version.note}" if version.note else ""
        box.addItem(f"自{day(version.valid_from)}起{note}")
    box.setMinimumWidth(300)
    in_force = next((at for at, v in enumerate(kept) if v.valid_from <= on), -1)
    box.setCurrentIndex(in_force)

    def show(at: int) -> None:
        if at >= 0:
            version = kept[at]
            shown = {p.key: _shown(version.values[p.key]) for p in SHOWN}
            sheet.form.set_values(valid_from=version.valid_from, note=version.note, **shown)

    def delete() -> None:
        version = kept[box.currentIndex()]
        try:
            procedure.withdraw_rules(office, version.id)
        except DeskError as error:
            sheet.show_problem(error)
            return
        sheet.reject()
        host.toast(f"已删除自{day(version.valid_from)}起的议事规则参数", undo=True)

    box.currentIndexChanged.connect(show)
    remove = button("删除此版本", delete, icon="trash")
    remove.setObjectName("deleteRules")
    remove.setEnabled(in_force >= 0)
    remove.setAutoDefault(False)
    box.currentIndexChanged.connect(lambda at: remove.setEnabled(at >= 0))
    bar = Toolbar(label("已有版本", "label"), box)
    bar.gap()
    bar.add(remove)
    return bar


def _shown(value: procedure.Value) -> Any:
    return "、".join(value) if isinstance(value, tuple) else value


def _add(form: Form, parameter: procedure.Parameter, value: procedure.Value) -> None:
    key, title, hint = parameter.key, parameter.title, f"依据：{parameter.source}"
    if isinstance(value, bool):
        form.add_check(key, title, value, hint=hint)
    elif isinstance(value, int):
        form.add_int(key, title, value, low=parameter.least, high=parameter.most,
                     suffix=f" {parameter.unit}" if parameter.unit else "", hint=hint)  # fmt: skip
    elif parameter.choices:
        options = [(choice, _WORDS.get(choice, choice)) for choice in parameter.choices]
        form.add_choice(key, title, options, value, hint=hint)
    else:
        form.add_text(key, title, _shown(value), hint=hint)
    if parameter.fixed:
        form.fields[key].control.setEnabled(False)


def _back(parameter: procedure.Parameter, given: Any) -> procedure.Value:
    """Return a field's value in the type of its parameter."""
    if isinstance(parameter.default, tuple):
        return tuple(part.strip() for part in str(given).split("、") if part.strip())
    value: procedure.Value = given
    return value
