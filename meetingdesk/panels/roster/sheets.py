"""Forms of the roster: term, member, leaving office, unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout

from meetingdesk.actions import namesakes, portraits, registering, roster, terms
from meetingdesk.errors import Problem, Refused
from meetingdesk.panels.roster.photo import PhotoField
from meetingdesk.panels.roster.words import day
from meetingdesk.shell import theme
from meetingdesk.shell.widgets import Sheet

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from meetingdesk.actions.roster import MemberView, TermView, UnitView

PEOPLES = (
    "汉族", "回族", "满族", "蒙古族", "维吾尔族", "藏族", "壮族", "苗族", "彝族", "土家族",
    "朝鲜族", "侗族", "瑶族", "白族", "哈萨克族", "布依族", "哈尼族", "傣族", "黎族", "畲族",
)  # fmt: skip
REASONS = ("辞职", "调离", "退休", "免职", "罢免", "撤职", "去世", "任期届满")


def found_sheet(parent: QWidget, office: Any, on_done: Callable[[int], Any]) -> Sheet:
    """Register a body and its term."""

    def submit(sheet: Sheet) -> None:
        on_done(terms.found_desk(office, **_term_values(sheet)))

    hint = "机构和届次写在每一份文书的题目里，请按正式名称填写。"
    sheet = Sheet(parent, "登记机构和届次", submit, hint=hint)
    place, name, short = _body_fields(sheet, None)
    sheet.form.add_choice("kind", "类别", list(terms.BODY_KINDS), "standing_committee")
    _term_fields(sheet, 1, None, None, None)
    _suggest_names(sheet.form, place, name, short)
    return sheet.named("termSheet")


def next_term_sheet(
    parent: QWidget, office: Any, known: TermView, on_done: Callable[[int], Any]
) -> Sheet:
    """Register the next term of a known body (换届)."""

    def submit(sheet: Sheet) -> None:
        on_done(roster.add_term(office, body_id=known.body_id, **_term_values(sheet)))

    hint = f"{known.body_name}。换届后新登记一届，原来的名册和会议不受影响。"
    sheet = Sheet(parent, "新建届次", submit, hint=hint)
    _term_fields(sheet, known.number + 1, None, None, known.statutory_seats)
    return sheet.named("termSheet")


def _body_fields(sheet: Sheet, known: TermView | None) -> tuple[Any, Any, Any]:
    form = sheet.form
    place = form.add_text("place_name", "行政区划", known.place if known else "", required=True,
                          placeholder="如 示例市")  # fmt: skip
    levels = dict.fromkeys((*terms.LEVELS, known.level if known else "市"))
    form.add_choice("level", "级别", [(v, v) for v in levels], known.level if known else "市")
    name = form.add_text(
        "name", "机构全称", known.body_name if known else "", required=True,
        placeholder="如 示例市人民代表大会常务委员会",
    )  # fmt: skip
    short = form.add_text("short_name", "机构简称", known.body_short if known else "",
                          required=True, placeholder="如 市人大常委会")  # fmt: skip
    return place, name, short


def _suggest_names(form: Any, place: Any, name: Any, short: Any) -> None:
    """Write the usual names of a standing committee until the clerk writes others."""
    last = ["", ""]

    def suggest(*_: object) -> None:
        where, level = place.text().strip(), form.value("level")
        if form.value("kind") != "standing_committee" or not where:
            return
        full, brief = f"{where}人民代表大会常务委员会", f"{level}人大常委会"
        for edit, at, text in ((name, 0, full), (short, 1, brief)):
            if edit.text() == last[at]:
                last[at] = text
                edit.setText(text)

    place.textChanged.connect(suggest)
    form.fields["level"].control.currentIndexChanged.connect(suggest)


def _term_fields(
    sheet: Sheet,
    number: int,
    start: dt.date | None,
    end: dt.date | None,
    seats: int | None,
) -> None:
    form = sheet.form
    form.add_int("number", "届次", number, low=1, high=99, hint="第几届，如 14")
    form.add_date("start", "届期起", start)
    form.add_date("end", "届期至", end, hint="本届尚未届满时不填")
    form.add_int("statutory_seats", "编制名额", seats or 0, high=999, hint="0 表示尚未核定")


def _term_values(sheet: Sheet) -> dict[str, Any]:
    values = sheet.form.values()
    values["statutory_seats"] = values["statutory_seats"] or None
    return values


def term_sheet(parent: QWidget, office: Any, term: TermView) -> Sheet:
    """Change a term and the names of its body."""
    sheet = Sheet(
        parent,
        "修改届次",
        lambda s: terms.edit_term(office, term.id, **_term_values(s)),
        hint="机构名称改动后，各次会议和文书的题目随之改动；已印发的文书不变。",
    )
    _body_fields(sheet, term)
    _term_fields(sheet, term.number, term.start, term.end, term.statutory_seats)
    return sheet.named("termSheet")


def member_sheet(
    parent: QWidget,
    office: Any,
    term: TermView,
    member: MemberView | None = None,
    *,
    since: dt.date | None = None,
    on_done: Callable[[int], Any] = lambda _id: None,
) -> Sheet:
    """Register a member of ``term``, or change ``member``."""

    def submit(sheet: Sheet) -> None:
        values = _member_values(sheet)
        if member is None:
            on_done(registering.register(office, term.id, values, photo=photo.chosen))
        else:
            registering.correct(
                office, member.id, values, photo=photo.chosen, without_photo=photo.dropped
            )

    title = "登记组成人员" if member is None else f"修改{member.name}的登记"
    sheet = Sheet(parent, title, submit, width=680)
    form = sheet.form
    photo = PhotoField(portraits.photo(office, member.person_id) if member is not None else None)
    form.add_text("name", "姓名", member.name if member else "", required=True)
    form.add_choice(
        "post", "职务", [(p, p) for p in roster.POSTS], member.post if member else "委员"
    )
    form.add_choice("gender", "性别", [("", "未填"), ("男", "男"), ("女", "女")],
                    member.gender if member else "")  # fmt: skip
    form.add_choice(
        "ethnicity", "民族", [(p, p) for p in PEOPLES],
        (member.ethnicity if member else "汉族") or None, editable=True,
    )  # fmt: skip
    form.add_date("birth", "出生日期", member.birth if member else None)
    form.add_choice(
        "party_post", "党组职务", [(p, p or "不在党组") for p in roster.PARTY_POSTS],
        member.party_post if member else "",
    )  # fmt: skip
    form.add_date("since", "任职日期", member.since if member else since, hint="当日计入在任人数")
    if member is not None:
        form.add_date("until", "离任日期", member.until, hint="在任的最后一日；仍在任时不填")
        form.add_text("leave_reason", "离任原因", member.leave_reason)
    form.add_text("note", "备注", member.note if member else "")
    sheet.body.removeWidget(form)
    beside = QHBoxLayout()
    beside.setSpacing(theme.MARGIN)
    beside.addWidget(form, 1)
    beside.addWidget(photo)
    sheet.add(beside)
    return sheet.named("memberSheet")


def _member_values(sheet: Sheet) -> dict[str, Any]:
    values = sheet.form.values()
    values["ethnicity"] = values["ethnicity"] or ""
    since, until = values.get("since"), values.get("until")
    if since and until and until < since:
        raise Refused("任期没有保存。", Problem("离任日期早于任职日期。", field="离任日期"))
    return values


def leave_sheet(
    parent: QWidget, office: Any, member: MemberView, on: dt.date, on_done: Callable[[], Any]
) -> Sheet:
    """Record the last day in office and the reason."""

    def submit(sheet: Sheet) -> None:
        until = sheet.form.value("until")
        if member.since and until < member.since:
            words = f"早于任职日期（{day(member.since)}）。"
            raise Refused("离任没有登记。", Problem(words, field="离任日期"))
        reason = sheet.form.value("reason") or ""
        roster.end_tenure(office, member.id, until=until, reason=reason)
        on_done()

    sheet = Sheet(
        parent,
        f"登记{member.name}离任",
        submit,
        hint=f"{member.name}仍留在名册中，以前的会议不受影响；离任次日起不再计入在任人数。",
        ok="登记离任",
    )
    sheet.form.add_date(
        "until", "离任日期", member.until or on, required=True, hint="在任的最后一日"
    )
    sheet.form.add_choice(
        "reason", "离任原因", [(r, r) for r in REASONS], member.leave_reason or None, editable=True
    )
    return sheet.named("leaveSheet")


def merge_sheet(
    parent: QWidget, office: Any, member: MemberView, on_done: Callable[[], Any]
) -> Sheet:
    """Choose which namesake is the same person as ``member``."""

    def submit(sheet: Sheet) -> None:
        namesakes.merge_persons(office, member.person_id, sheet.form.value("other"))
        on_done()

    others = namesakes.namesakes(office, member.person_id)
    sheet = Sheet(
        parent,
        f"合并重名：{member.name}",
        submit,
        hint="另一条的任职、签到、主持和座位都归到选定的这一条，另一条不再保留；可以撤销。",
        ok="合并",
        width=600,
    )
    options = [(one.id, one.words) for one in others]
    sheet.form.add_choice("other", "同一个人", options, options[0][0] if options else None)
    return sheet.named("mergeSheet")


def unit_sheet(
    parent: QWidget,
    office: Any,
    unit: UnitView | None = None,
    *,
    on_done: Callable[[int], Any] = lambda _id: None,
) -> Sheet:
    """Register or change a unit."""

    def submit(sheet: Sheet) -> None:
        values = sheet.form.values()
        if unit is None:
            on_done(roster.add_unit(office, **values))
        else:
            values["short_name"] = values["short_name"] or values["name"]
            roster.edit_unit(office, unit.id, **values)

    sheet = Sheet(parent, "新建单位" if unit is None else "修改单位", submit)
    form = sheet.form
    form.add_text("name", "单位全称", unit.name if unit else "", required=True,
                  placeholder="如 示例市商务局")  # fmt: skip
    form.add_text("short_name", "简称", unit.short_name if unit else "",
                  placeholder="如 市商务局", hint="用于议程和名单；不填时用全称")  # fmt: skip
    form.add_choice("kind", "类别", [(k, k) for k in roster.UNIT_KINDS],
                    unit.kind if unit else "政府部门")  # fmt: skip
    return sheet.named("unitSheet")
