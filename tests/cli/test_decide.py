"""Every worked example of the law notes, decided from a file by the command line.

Each case is named by its row (§1.2–1.3 settings and validity, §4.1 evaluations V1–V18, §6 choosing
and elections). The result must fit its schema, and the independent checker must agree with it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from meetingdesk.cli import main
from meetingdesk.resources import resource
from meetingdesk.rules.decide import Count, Numbers, QuestionTally, VoteInput
from meetingdesk.rules.tally import gather
from tests.rules.votekit import ask, card, totals
from tests.test_recount import RECOUNT

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = json.loads(resource("schema", "result.json").read_text("utf-8"))
ZHENHAI = [
    (28, 1, 0), (20, 8, 1), (26, 3, 0), (29, 0, 0), (17, 11, 1), (26, 3, 0), (17, 11, 1), (28, 1, 0),
]  # fmt: skip
FULL = {"members": 41, "present": 37, "issued": 37, "returned": 37}
CONGRESS = {"deputies": 439, "present": 370, "issued": 370, "returned": 370}
BAR = {"choice": "赞成", "op": ">", "fraction": "1/2", "base": "全体代表", "seats": 10}


@dataclass
class Case:
    """One worked example: the vote as it was, and what the source says of it."""

    row: str
    card: str
    votes: Any
    numbers: dict[str, int]
    state: str
    #: words that must stand in the conclusion or in the reason of a question
    says: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    changes: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    write_in: int = 0

    def vote(self) -> VoteInput:
        rule = card(self.card, **self.changes)
        if isinstance(self.votes[0], dict):
            names = {key for sheet in self.votes for key in sheet if key != "*"}
            questions = ask(len(names), write_in=self.write_in)
            count = Count(Numbers(**self.numbers), gather(self.votes))
        else:
            questions = ask(len(self.votes))
            count = Count(Numbers(**self.numbers), totals=self.sums(rule))
        return VoteInput(rule, questions, count, **self.more)

    def sums(self, rule: Any) -> dict[str, QuestionTally]:
        if isinstance(self.votes[0], tuple):
            return totals(rule, *self.votes)
        whole = self.numbers["returned"]
        rows = {}
        for number, votes in enumerate(self.votes, 1):
            rest = {key: 0 for key in rule.keys if key != "赞成"}
            if "反对" in rest:
                rest["反对"] = whole - votes
            blank = 0 if rest else whole - votes
            rows[f"q{number}"] = QuestionTally({"赞成": votes, **rest}, blank=blank)
        return rows

    def file(self, folder: Path) -> Path:
        data = self.vote().to_dict()
        if not self.changes:  # an unchanged card is named, as an office would
            data["card"] = self.card
        path = folder / "vote.json"
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        return path


def keypad(how: str) -> dict[str, Any]:
    return {"ballot": {"medium": "表决器", "unpressed": how}}


def sheets(*piles: tuple[int, dict[str, list[str]]]) -> list[dict[str, list[str]]]:
    return [sheet for copies, sheet in piles for _ in range(copies)]


DECISION, EACH, ELECTION, TEN = "表决-全体过半数", "任免-逐人", "选举-差额", "票决-民生实事"
PRESENT_29 = {"present": 29, "issued": 29, "returned": 29}
TIED = [300, 290, 280, 270, 260, 250, 240, 230, 225, 222, 222, 222]
SHORT = [300, 290, 280, 270, 260, 250, 240, 230, 219, 219, 100, 90]
YES, NO, BLANK = {"q1": ["赞成"]}, {"q1": ["反对"]}, {"q1": list[str]()}

SETTINGS = [
    Case("Q4 一票之差", DECISION, [(20, 10, 7)], FULL, "failed", ("过半数为21票", "差1票")),
    Case("Q4 刚过半数", DECISION, [(21, 9, 7)], FULL, "passed", ("赞成21票，已过半数，通过",)),
    *(
        Case(f"Q4 N={n}", DECISION, [(need - less, 0, 0)],
             {"members": n, "present": n, "issued": n, "returned": need - less},
             "failed" if less else "passed", (f"过半数为{need}票",))
        for n, need in ((29, 15), (30, 16), (35, 18), (41, 21), (51, 26), (61, 31))
        for less in (0, 1)
    ),
    Case("Q5 应到169出席155赞成154", DECISION, [(154, 0, 1)],
         {"members": 169, "present": 155, "issued": 155, "returned": 155}, "passed", ("85票",)),
    Case("Q2 不足法定人数", DECISION, [(20, 0, 0)],
         {"members": 41, "present": 20, "issued": 20, "returned": 20}, "void", ("不足法定人数",)),
    Case("N5 临时动议按到会", "程序-到会过半数", [(19, 10, 3)], {"members": 41, "present": 37},
         "passed", ("到会37人，过半数为19票",)),
    Case("N5 到会恰半", "程序-到会过半数", [(18, 18, 0)], {"members": 41, "present": 36}, "failed",
         ("差1票",)),
    Case("N11 举手", "举手-全体过半数", [(21, 3, 2)], {"members": 41, "present": 37}, "passed"),
    *(
        Case(f"N13 未按 {how} {yes}", "表决器-全体过半数", [(yes, 0, 0)],
             {"members": 41, "present": 37}, state, changes=keypad(how))
        for how in ("not_counted", "as_abstain", "as_absent")
        for yes, state in ((20, "failed"), (21, "passed"))
    ),
    Case("N13 未按视为未到会", "程序-到会过半数", [(17, 10, 3)], {"members": 41, "present": 37},
         "passed", ("过半数为16票",), changes=keypad("as_absent")),
    Case("N15 没有异议", "无异议通过", [(0,)], {"members": 41, "present": 37}, "passed",
         ("到会37人，没有异议，通过",)),
    Case("N15 有异议", "无异议通过", [(2,)], {"members": 41, "present": 37}, "second_round",
         ("异议2人",)),
]  # fmt: skip
VALIDITY = [
    Case("1.3 收回多于发出", DECISION, [(38, 0, 0)], {**FULL, "present": 40, "returned": 38},
         "void", ("多于发出票37张，本次投票无效，应重新投票",)),
    Case("1.3 收回多于到会", DECISION, [(38, 0, 0)],
         {"members": 41, "present": 37, "returned": 38}, "void", ("多于到会37人",)),
    Case("1.3 收回等于发出", DECISION, [(37, 0, 0)], FULL, "passed", ("全票通过",)),
    Case("1.3 收回少于发出", DECISION, [(30, 5, 0)], {**FULL, "returned": 35, "unreturned": 2},
         "passed", ("赞成30票",)),
    Case("1.3 未收回不作弃权", DECISION, [(20, 0, 15)], {**FULL, "returned": 35}, "failed"),
    Case("1.3 所选多于应选", ELECTION,
         sheets((230, {"q1": ["赞成"], "q2": ["反对"]}), (140, {"q1": ["赞成"], "q2": ["赞成"]})),
         CONGRESS, "passed", ("赞成230票",), more={"seats": 1}),
    Case("1.3 空白计为弃权", EACH, sheets((20, YES), (17, BLANK)), FULL, "failed", ("差1票",)),
    Case("1.3 空白无效", EACH, sheets((21, YES), (16, BLANK)), FULL, "passed",
         changes={"ballot": {"blank": "invalid"}}),
    Case("1.3 多选该项无效", EACH, sheets((20, YES), (17, {"q1": ["赞成", "反对"]})), FULL,
         "failed", ("赞成20票",)),
    Case("1.3 多选全票无效", EACH,
         sheets((21, {"q1": ["赞成"], "q2": ["赞成"]}),
                (16, {"q1": ["赞成", "反对"], "q2": ["赞成"]})),
         FULL, "passed", ("赞成21票",), changes={"ballot": {"double": "invalid_ballot"}}),
    Case("1.3 另选他人须反对", ELECTION,
         sheets((230, {"q1": ["反对"], "q2": ["赞成"]}), (140, {"q1": ["赞成"]})), CONGRESS,
         "passed", ("当选1名：第2项",), more={"seats": 1}, write_in=1),
    Case("1.3 弃权者不能另选他人", ELECTION,
         sheets((230, {"q1": ["弃权"], "q2": ["赞成"]}), (140, {"q1": ["赞成"]})), CONGRESS,
         "shortage", ("当选0名",), more={"seats": 1}, write_in=1),
    Case("1.3 无法辨认该项无效", EACH,
         sheets((21, {"q1": ["?"], "q2": ["赞成"]}), (16, {"q1": ["赞成"], "q2": ["赞成"]})),
         FULL, "mixed", ("赞成37票，已过半数", "赞成16票")),
    Case("1.3 无法辨认全票无效", EACH,
         sheets((21, {"q1": ["?"], "q2": ["赞成"]}), (16, {"q1": ["赞成"], "q2": ["赞成"]})),
         FULL, "failed", ("赞成16票",), changes={"ballot": {"illegible": "invalid_ballot"}}),
    Case("1.3 赞成未过半不任命", EACH, [(20, 17, 0)], FULL, "failed", ("未获通过",)),
    Case("1.3 淄博 连续两次未获通过", EACH, [(20, 17, 0)], FULL, "failed",
         ("不得再次提请任命同一职务",), more={"failed_before": {"q1": 1}}),
]  # fmt: skip
EVALUATIONS = [
    *(
        Case(f"V1 镇海 N={n}", "测评-镇海2022", ZHENHAI, {"members": n, **PRESENT_29}, "graded",
             ("满意8项",), ("满意",) * 8)
        for n in range(29, 34)
    ),
    Case("V1 镇海 N=34", "测评-镇海2022", ZHENHAI, {"members": 34, **PRESENT_29}, "graded",
         ("满意6项，基本满意2项",)),
    Case("V1 镇海 N=34 恰半计为达到", "测评-镇海2022", ZHENHAI, {"members": 34, **PRESENT_29},
         "graded", ("满意8项",), changes={"tie_at_threshold": "met"}),
    Case("V1 恰半为不满意", "测评-镇海2022", [(10, 5, 5)],
         {"members": 30, "present": 20, "issued": 20, "returned": 20}, "graded", (), ("不满意",)),
    Case("V2 深圳 不选多选无效", "测评-深圳2011",
         sheets((5, {"q1": ["满意"]}), (2, BLANK), (1, {"q1": ["满意", "不满意"]})),
         {"returned": 8}, "measured", ("（5/5）",)),
    Case("V3 山西59:2:0", "测评-山西2011", [(59, 2, 0)],
         {"members": 61, "present": 61, "issued": 61, "returned": 61}, "passed", ("总体满意",)),
    Case("V3 山西半数不满意", "测评-山西2011", [(20, 10, 31)],
         {"members": 61, "present": 61, "issued": 61, "returned": 61}, "failed",
         ("限期整改，重新报告",)),
    Case("V5 海曙15:6:0", "测评-海曙2006", [(15, 6, 0)], {"present": 21}, "measured",
         ("71.4%（15/21）", "28.6%（6/21）")),
    Case("V6 津市20/30", "测评-津市2022", [(15, 5, 10)], {"returned": 30}, "failed", ("差1票",)),
    Case("V6 津市21/30", "测评-津市2022", [(16, 5, 9)], {"returned": 30}, "passed", ("通过",)),
    Case("V8 武陵31/32", "测评-武陵", [(31, 1, 0, 0)], {"returned": 32}, "measured", ("96.9%",)),
    Case("V8 武陵29/31", "测评-武陵", [(29, 2, 0, 0)], {"returned": 31}, "measured", ("93.5%",)),
    Case("V8 武陵29/33", "测评-武陵", [(29, 4, 0, 0)], {"returned": 33}, "measured", ("87.9%",)),
    Case("V9 汉阴", "测评-汉阴2021", [(100, 20, 0)], {"returned": 120}, "measured",
         ("100.0%（120/120）",)),
    Case("V10 松阳第一轮", "测评-松阳2017", [(215, 5), (198, 22)], {"items": 220}, "second_round",
         ("不满意5件", "不满意22件")),
    Case("V10 松阳第二轮", "测评-松阳2017", [(220, 0), (218, 2)], {"items": 220}, "mixed",
         ("没有不满意", "99.1%（218/220）"), more={"round": 2}),
    Case("V11 丹阳", "测评-丹阳2017", [(107, 88)], {"items": 195}, "measured",
         ("54.9%（107/195）", "45.1%（88/195）")),
    Case("V13 并列排名", "测评-民主测评排名", [(20, 5, 5), (18, 6, 6), (20, 5, 5), (9, 21, 0)],
         {"members": 41, "present": 30, "issued": 30, "returned": 30}, "measured", ("列前3名",)),
    Case("V14 不了解不计", "测评-作风计分", [(10, 10, 0, 5), (0, 0, 0, 25)], {"returned": 25},
         "measured", ("不了解5票",)),
    Case("V16 南站四档", "测评-四档-南站2020", [(100, 40, 20, 7)], {"returned": 167}, "measured",
         ("（100/167）",)),
    *(
        Case(f"4.1(a) 三档 N={n}", "测评-三档", [(14, 4, 11)], {"members": n, **PRESENT_29},
             "graded", (), (grade,))
        for n, grade in ((35, "基本满意"), (36, "不满意"), (37, "不满意"))
    ),
    *(
        Case(f"4.1(b) {rate}", "测评-比率三档", [row], {"returned": 100}, "graded", (), (grade,))
        for rate, row, grade in (
            ("80%", (70, 10, 20), "满意"), ("79%", (70, 9, 21), "基本满意"),
            ("60%", (60, 0, 40), "基本满意"), ("59%", (50, 9, 41), "不满意"),
        )
    ),
    Case("4.1(e) 四等", "测评-四等", [(15, 6, 10, 6)], FULL, "graded", (), ("良好",)),
]  # fmt: skip
CHOOSING = [
    Case("6.1 十二选十", TEN, [300, 290, 280, 270, 260, 250, 240, 230, 225, 222, 221, 100],
         CONGRESS, "passed", ("应选10项，入选10项",)),
    Case("6.1 末位票数相等", TEN, TIED, CONGRESS, "tie", ("尚余1项未定，就票数相等的再次投票",)),
    *(
        Case(f"6.1 末位相等 {how}", TEN, TIED, CONGRESS, state, (said,),
             changes={"selection": {**BAR, "ties": how}})
        for how, state, said in (
            ("ballot_order", "passed", "入选10项"), ("all_in", "passed", "入选12项"),
            ("organ_decides", "tie", "入选9项"),
        )
    ),
    Case("6.1 不足应选", TEN, SHORT, CONGRESS, "shortage", ("尚缺2项，不足的名额另行投票",)),
    Case("6.1 不足暂缺", TEN, SHORT, CONGRESS, "shortage", ("尚缺2项",),
         changes={"selection": {**BAR, "shortage": "leave_vacant"}}),
    Case("6.1 多选全票无效", TEN,
         sheets((230, {"q1": ["赞成"]}), (140, {"q1": ["赞成"], "q2": ["赞成"]})), CONGRESS,
         "passed", ("赞成230票",), changes={"selection": {**BAR, "seats": 1}}),
    Case("6.2 安阳439人到会370人", "决议-代表大会", [(300, 60, 10)], CONGRESS, "passed",
         ("过半数为220票",)),
    Case("6.2 安阳三分之二为293人", "决议-代表大会", [(293, 0, 0)],
         {"deputies": 439, "present": 293, "issued": 293, "returned": 293}, "passed"),
    Case("6.2 安阳到会292人", "决议-代表大会", [(292, 0, 0)],
         {"deputies": 439, "present": 292, "issued": 292, "returned": 292}, "void",
         ("三分之二以上（含本数）为293人",)),
    Case("6.2 差额", ELECTION, [350, 310, 221, 225], CONGRESS, "passed",
         ("当选3名：第1项、第2项、第4项",), more={"seats": 3}),
    Case("6.2 等额未过半", "选举-等额", [219], CONGRESS, "shortage", ("尚缺1名",),
         more={"seats": 1}),
    Case("6.2 票数相等", ELECTION, [300, 220, 220], CONGRESS, "tie",
         ("第2项、第3项票数相等，尚余1名未定",), more={"seats": 2}),
    Case("6.2 再次投票以得票多者", "选举-票数相等再次投票", [150, 200], CONGRESS, "passed",
         ("当选1名：第2项",), more={"seats": 1, "round": 2}),
    Case("6.2 常委会补选上级代表", "选举-补选上级代表", [21], FULL, "passed", ("当选1名",),
         more={"seats": 1}),
]  # fmt: skip
CASES = [*SETTINGS, *VALIDITY, *EVALUATIONS, *CHOOSING]


@pytest.mark.parametrize("case", CASES, ids=[case.row for case in CASES])
def test_decide_says_what_the_source_says(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = case.file(tmp_path)
    assert main(["decide", str(file), "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    result = json.loads(out)
    jsonschema.validate(result, SCHEMA)
    assert result["state"] == case.state, result["conclusion"]
    told = [result["conclusion"]]
    for row in result["questions"]:
        told += [row["explanation"], row["consequence"], *row["notes"]]
        told += [rate["text"] for rate in row["rates"]]
    for words in case.says:
        assert any(words in text for text in told), told
    if case.grades:
        assert tuple(row["outcome_label"] for row in result["questions"]) == case.grades
    exported = json.loads(json.dumps(case.vote().to_dict()))
    assert RECOUNT.compare(exported, result) == []


def test_two_zhenhai_rows_fall_first_at_34(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = next(case for case in CASES if case.row == "V1 镇海 N=34")
    assert main(["decide", str(case.file(tmp_path))]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "满意6项，基本满意2项"
    lower = [line for line in lines if "结果为“基本满意”" in line]
    assert [line.split("：")[0] for line in lower] == ["第5项", "第7项"]
