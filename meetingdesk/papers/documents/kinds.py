"""What papers there are: key, title, when they are made, what each one is made for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What one paper of a kind belongs to."""

    MEETING = "会议"
    DECISION = "决定"
    VOTE = "表决"
    MOTION = "任免案"
    ENTRY = "任免事项"
    LETTER = "任命书"
    CEREMONY = "宣誓仪式"
    ITEM = "议题"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper. ``stage`` orders them as the office needs them: 会前, 会中, 会后."""

    key: str
    title: str
    stage: str
    scope: Scope = Scope.MEETING


BEFORE, DURING, AFTER = "会前", "会中", "会后"

KINDS: tuple[Kind, ...] = (
    Kind("notice", "会议通知", BEFORE),
    Kind("agenda", "议程", BEFORE),
    Kind("schedule", "日程", BEFORE),
    Kind("sign_in", "签到表", BEFORE),
    Kind("plan", "会议方案", BEFORE),
    Kind("notices", "会议通知（逐人）", BEFORE),
    Kind("topics", "议题单", BEFORE),
    Kind("attendees", "出席列席人员名单", BEFORE),
    Kind("groups", "分组名单", BEFORE),
    Kind("materials", "会议材料清单", BEFORE),
    Kind("decision", "决定", BEFORE, Scope.DECISION),
    Kind("explanation", "说明", BEFORE, Scope.DECISION),
    Kind("comparison", "修改对照表", BEFORE, Scope.DECISION),
    Kind("redline", "花脸稿", BEFORE, Scope.DECISION),
    Kind("motion", "任免案", BEFORE, Scope.MOTION),
    Kind("appointment_drafts", "任免名单（草案）", BEFORE),
    Kind("screening", "任前程序情况说明", BEFORE),
    Kind("statements", "供职发言次序", BEFORE),
    Kind("oath_plan", "宪法宣誓仪式方案", BEFORE, Scope.CEREMONY),
    Kind("seating", "座次图", BEFORE),
    Kind("name_cards", "席卡", BEFORE),
    Kind("badges", "出席证、列席证", BEFORE),
    Kind("script", "主持词", BEFORE),
    Kind("evaluation_ballot", "满意度测评票", DURING, Scope.VOTE),
    Kind("ballot", "表决票", DURING, Scope.VOTE),
    Kind("ballot_register", "发票收票登记表", DURING, Scope.VOTE),
    Kind("ballot_ledger", "票证台账", DURING, Scope.VOTE),
    Kind("tally", "计票报告单", DURING, Scope.VOTE),
    Kind("closing", "闭会讲话", DURING),
    Kind("proclamation", "公告", AFTER, Scope.DECISION),
    Kind("appointments", "任免名单", AFTER),
    Kind("appointment_notice", "任免通知", AFTER, Scope.MOTION),
    Kind("entry_decision", "人事决定", AFTER, Scope.ENTRY),
    Kind("letter", "任命书", AFTER, Scope.LETTER),
    Kind("oath", "宪法宣誓书", AFTER, Scope.CEREMONY),
    Kind("oath_record", "宪法宣誓登记表", AFTER, Scope.CEREMONY),
    Kind("opinions", "审议意见书", AFTER, Scope.ITEM),
    Kind("supervision", "监督意见书", AFTER, Scope.ITEM),
    Kind("assignment", "交办单", AFTER, Scope.ITEM),
    Kind("evaluation_result", "测评结果", AFTER, Scope.VOTE),
    Kind("minutes", "会议纪要", AFTER),
    Kind("news", "新闻稿", AFTER),
    Kind("chronicle", "大事记条目", AFTER),
    Kind("gazette", "公报", AFTER),
    Kind("year_figures", "年度数字页", AFTER),
    Kind("plan_table", "年度议题计划执行情况表", AFTER),
)

BY_KEY: dict[str, Kind] = {kind.key: kind for kind in KINDS}
_ORDER: dict[str, int] = {kind.key: place for place, kind in enumerate(KINDS, start=1)}


@dataclass(frozen=True, slots=True)
class Reference:
    """One paper of a meeting: its kind and the record it is made for.

    ``part`` tells the several papers of one kind and record apart (任免名单: 决定, 任免).
    """

    kind: str
    title: str
    subject_id: int
    part: str = ""

    @property
    def name(self) -> str:
        """A file name stem, unique within the meeting."""
        tail = f"-{self.part}" if self.part else ""
        kind = BY_KEY[self.kind]
        number = "" if kind.scope is Scope.MEETING else f"-{self.subject_id}"
        return f"{_ORDER[self.kind]:02d}-{kind.title}{number}{tail}"
