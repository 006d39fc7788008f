"""How the page puts appointments into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.rules.dates import cn_date, cn_span
from meetingdesk.rules.names import padded
from meetingdesk.rules.screening import BLOCK, OFF, marks

if TYPE_CHECKING:
    import datetime as dt

    from meetingdesk.actions.appointments import EntryView, MotionView
    from meetingdesk.actions.letters import LetterView
    from meetingdesk.actions.oaths import CeremonyView, TakerView, UnswornView
    from meetingdesk.rules.screening import Standard

RESULT_KINDS = {"通过": "ok", "未通过": "bad", "待表决": "neutral", "撤回": "neutral"}


def day(value: dt.date | None) -> str:
    """Return 2026年8月17日, or '' for no date."""
    return cn_date(value) if value else ""


def short_day(value: dt.date | None) -> str:
    """Return 8月17日, or '' for no date."""
    return cn_date(value, year=False) if value else ""


def motion_words(motion: MotionView) -> str:
    """Tell whose motion it is: 市长庄伯言提请　4人次　2026年8月5日."""
    parts = [f"{motion.proposer}{motion.proposer_name}提请", f"{len(motion.entries)}人次"]
    if motion.number:
        parts.append(motion.number)
    if motion.submitted_on:
        parts.append(day(motion.submitted_on))
    return "　".join(parts)


def letter_mark(entry: EntryView) -> str:
    """Return a letter's number as short as a narrow column wants it, or that one is due."""
    if entry.letter is not None:
        number = entry.letter.number
        return number[number.rfind("第") :] if "第" in number else number
    return "应登记" if entry.gets_letter and entry.state == "通过" else ""


def oath_mark(entry: EntryView) -> tuple[str, str]:
    """Return what to say of an entry's oath, and the kind of tag."""
    if entry.sworn:
        return "已宣誓", "ok"
    if not entry.must_swear or entry.state in ("未通过", "撤回"):
        return "", "neutral"
    return ("未宣誓", "warn") if entry.state == "通过" else ("应宣誓", "neutral")


def letter_state(letter: LetterView) -> tuple[str, str]:
    """Return where a letter is, and the kind of tag."""
    if letter.received_by:
        return "已领取", "ok"
    return ("已颁发", "ok") if letter.presented_on else ("未颁发", "warn")


def taker_state(taker: TakerView) -> tuple[str, str]:
    """Return whether a person swore, and the kind of tag."""
    if taker.made_up_on:
        return "已补宣", "ok"
    if taker.sworn:
        return "已宣誓", "ok"
    return ("未参加", "bad") if taker.reason else ("待宣誓", "warn")


def ceremony_words(ceremony: CeremonyView) -> str:
    """Name a ceremony in a list: 8月18日　集体宣誓　5人."""
    parts = [short_day(ceremony.date) or "日期未定", f"{ceremony.form}宣誓"]
    return "　".join((*parts, f"{len(ceremony.takers)}人"))


def waiting_words(people: list[UnswornView]) -> str:
    """List who has to swear, by who holds the oath: 叶知秋、段明远（市人大常委会组织）."""
    groups: dict[str, list[str]] = {}
    for one in people:
        groups.setdefault(one.organiser, []).append(one.name)
    told = [
        "、".join(names) + (f"（{organiser}组织）" if organiser else "")
        for organiser, names in groups.items()
    ]
    return "；".join(told)


def named_post(name: str, post: str) -> str:
    """Return 张　三　示例市教育局局长."""
    return f"{padded(name)}　{post}"


def short_span(start: dt.date | None, end: dt.date | None) -> str:
    """Return 8月10日至14日, or '' without both days."""
    if start is None or end is None:
        return ""
    return cn_span(start, end)


def gates_words(wanted: Standard) -> str:
    """Tell what the body asks of nominees: 考试须达到优良（80分），不得提请表决."""
    if not wanted.asks:
        return "没有设定任前程序要求，登记的情况供查阅和印发。"
    parts = []
    if wanted.training != OFF:
        parts.append(f"培训：{_gate(wanted.training)}")
    if wanted.exam != OFF:
        parts.append(f"考试{wanted.wanted}（{marks(wanted.line)}分）：{_gate(wanted.exam)}")
    if wanted.publicity != OFF:
        parts.append(f"公示{wanted.notice_days}天：{_gate(wanted.publicity)}")
    return "　".join(parts)


def _gate(gate: str) -> str:
    return "未达到不得提请表决" if gate == BLOCK else "未达到提醒"
