"""What papers there are: key, title, when they are made, what each one is made for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What one paper of a kind belongs to."""

    MEETING = "会议"
    DECISION = "决定"
    VOTE = "表决"
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


KINDS: tuple[Kind, ...] = (
    Kind("notice", "会议通知", "会前"),
    Kind("agenda", "议程", "会前"),
    Kind("schedule", "日程", "会前"),
    Kind("sign_in", "签到表", "会前"),
    Kind("decision", "决定", "会前", Scope.DECISION),
    Kind("evaluation_ballot", "满意度测评票", "会中", Scope.VOTE),
    Kind("ballot", "表决票", "会中", Scope.VOTE),
    Kind("tally", "计票报告单", "会中", Scope.VOTE),
    Kind("appointments", "任免名单", "会后"),
    Kind("letter", "任命书", "会后", Scope.LETTER),
    Kind("oath", "宪法宣誓书", "会后", Scope.CEREMONY),
    Kind("oath_record", "宪法宣誓登记表", "会后", Scope.CEREMONY),
    Kind("opinions", "审议意见", "会后", Scope.ITEM),
    Kind("news", "新闻稿", "会后"),
    Kind("chronicle", "大事记条目", "会后"),
)

BY_KEY: dict[str, Kind] = {kind.key: kind for kind in KINDS}


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
        order = [k.key for k in KINDS].index(self.kind) + 1
        tail = f"-{self.part}" if self.part else ""
        scope = BY_KEY[self.kind].scope
        number = "" if scope is Scope.MEETING else f"-{self.subject_id}"
        return f"{order:02d}-{BY_KEY[self.kind].title}{number}{tail}"
