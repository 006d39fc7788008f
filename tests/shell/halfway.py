"""A desk in the middle of a session: one vote in each state that has a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.actions import ballots, certify, counting, votes
from meetingdesk.actions.doubts import DOUBT, WHOLE
from meetingdesk.actions.sample import session
from tests.actions.kindkit import congress

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office

UNITS = ("市商务局", "市医疗保障局", "市人防办", "市林业局", "市教育局")
PRESENT = 37
_GOOD, _FAIR = "满意", "基本满意"


def build(office: Office) -> tuple[int, dict[str, int]]:
    """Fill an empty desk; return the meeting, and name → vote."""
    meeting = session.prepare_session(office, session.build_roster(office))
    session.take_roll(office, meeting)
    made = {
        "draft": _evaluation(office, meeting, "拟定"),
        "polling": _opened(office, _evaluation(office, meeting, "已开票")),
        "counting": _counting(office, meeting),
        "review": _reviewed(office, meeting),
        "sums": _started(office, _back(office, _evaluation(office, meeting, "合计"))),
        "hands": _opened(office, _decision(office, meeting, "举手表决")),
        "objection": _opened(office, _decision(office, meeting, "无异议通过")),
        "keypad": _started(office, _opened(office, _decision(office, meeting, "按表决器"))),
        "void": _void(office, meeting),
        "result": _certified(office, meeting),
    }
    made["election"] = _election(office)
    return meeting, made


def _evaluation(office: Office, meeting: int, words: str) -> int:
    return votes.draft_vote(
        office, kind="测评", meeting_id=meeting, title=f"5个部门工作满意度测评（{words}）",
        questions=[(unit, "", {}) for unit in UNITS],
    )  # fmt: skip


def _decision(office: Office, meeting: int, method: str) -> int:
    return votes.draft_vote(
        office, kind="无异议" if method == "无异议通过" else "表决", meeting_id=meeting, method=method,
        title=f"关于示例市国土空间生态修复规划的决定（{method}）",
        questions=[("关于示例市国土空间生态修复规划的决定", "", {})],
    )  # fmt: skip


def _opened(office: Office, vote: int) -> int:
    votes.edit_vote(office, vote, teller_chief="卫东升", tellers="方晓岚、邓和")
    votes.open_vote(office, vote)
    return vote


def _back(office: Office, vote: int, returned: int = PRESENT) -> int:
    _opened(office, vote)
    votes.set_issued(office, vote, PRESENT)
    votes.set_returned(office, vote, returned)
    return vote


def _started(office: Office, vote: int) -> int:
    counting.start_count(office, vote, 1, "计票一组")
    return vote


def _keys(office: Office, vote: int) -> list[str]:
    return [question.key for question in votes.vote_view(office, vote).questions]


def _counting(office: Office, meeting: int) -> int:
    vote = _evaluation(office, meeting, "计票")
    ballots.prepare_form(office, vote)
    ballots.print_form(office, vote, copies=PRESENT + 3)
    _back(office, vote)
    count = counting.start_count(office, vote, 1, "计票一组")
    counting.record_ballot(office, count, {key: [_GOOD] for key in _keys(office, vote)}, 12)
    counting.record_ballot(office, count, {_keys(office, vote)[1]: [DOUBT]}, 1)
    return vote


def _reviewed(office: Office, meeting: int) -> int:
    """Two counts that differ, with doubtful ballots to be ruled."""
    vote = _back(office, _evaluation(office, meeting, "复核"))
    keys = _keys(office, vote)
    for number, counter, fair in ((1, "计票一组", 3), (2, "计票二组", 4)):
        count = counting.start_count(office, vote, number, counter)
        good = {key: [_GOOD] for key in keys}
        counting.record_ballot(office, count, good, PRESENT - fair - 2)
        counting.record_ballot(office, count, {**good, keys[0]: [_FAIR]}, fair)
        counting.record_ballot(office, count, {**good, keys[2]: [DOUBT]}, 1)
        counting.record_ballot(office, count, {**good, WHOLE: [DOUBT]}, 1)
        counting.finish_count(office, count)
    return vote


def _void(office: Office, meeting: int) -> int:
    return _back(office, _evaluation(office, meeting, "无效"), PRESENT + 1)


def _certified(office: Office, meeting: int) -> int:
    vote = _back(office, _evaluation(office, meeting, "已确认"))
    count = counting.start_count(office, vote, 1, "计票一组")
    counting.record_ballot(office, count, {key: [_GOOD] for key in _keys(office, vote)}, PRESENT)
    counting.finish_count(office, count)
    certify.certify(office, vote, reason="只有一名计票人")
    return vote


def _election(office: Office) -> int:
    """Choose two of four with write-ins, at a congress of its own."""
    meeting = office.perform(lambda work: congress(work, 13, 13, "示范市"), name="大会")
    vote = votes.draft_vote(
        office, kind="选举", meeting_id=meeting, title="市人民政府副市长选举",
        questions=[(name, "", {}) for name in ("张三", "李四光", "王五", "欧阳修远")],
    )  # fmt: skip
    votes.set_seats(office, vote, 2, 2)
    _opened(office, vote)
    votes.set_issued(office, vote, 13)
    votes.set_returned(office, vote, 13)
    return _started(office, vote)
