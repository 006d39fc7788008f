"""How the page puts items, papers and sittings into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.rules.dates import cn_date

if TYPE_CHECKING:
    import datetime as dt

    from meetingdesk.actions.agenda import ItemView, MaterialView
    from meetingdesk.actions.schedule import SittingView

_SHORT = 24


def brief(text: str) -> str:
    """Shorten ``text`` for a message."""
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"


def item_words(item: ItemView) -> str:
    """Return an item as it stands in the agenda: 听取和审议市人民政府关于…的报告."""
    return f"{item.verb}{item.subject}"


def people_of(item: ItemView) -> str:
    """Tell who submits and who reports, each once."""
    return "\n".join(dict.fromkeys(w for w in (item.submitted_by, item.reporter) if w))


def day(value: dt.date | None) -> str:
    """Return 8月17日, or '' for no date."""
    return cn_date(value, year=False) if value else ""


def materials_mark(item: ItemView, today: dt.date) -> tuple[str, str]:
    """Return 齐, 缺n份 or 逾期n份, and the kind of tag; '' when the item needs no paper."""
    if not item.materials:
        return "", "neutral"
    late = sum(m.due is not None and m.due < today for m in item.materials if not m.received)
    if late:
        return f"逾期{late}份", "bad"
    missing = item.materials_missing
    return (f"缺{missing}份", "warn") if missing else ("齐", "ok")


def material_state(material: MaterialView, today: dt.date) -> tuple[str, str]:
    """Return whether a paper is there, and the kind of tag."""
    if material.received:
        return "已交", "ok"
    late = material.due is not None and material.due < today
    return ("逾期", "bad") if late else ("未交", "warn")


def sitting_day(sitting: SittingView) -> str:
    """Return when a sitting is held: 8月17日上午."""
    return f"{day(sitting.date)}{sitting.half}" or "时间未定"


def sitting_time(sitting: SittingView) -> str:
    """Return when a sitting begins: 8月17日上午　9:00."""
    return "　".join(part for part in (sitting_day(sitting), sitting.time) if part)


def sitting_about(sitting: SittingView) -> str:
    """Return what a sitting is: 全体会议　主持：周启明　市人大常委会会议厅."""
    parts = [sitting.form or "会议"]
    if sitting.chair:
        parts.append(f"主持：{sitting.chair}")
    if sitting.place:
        parts.append(sitting.place)
    return "　".join(parts)
