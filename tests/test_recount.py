"""The independent checker: it agrees with the engine on every vote, and finds what was changed."""

from __future__ import annotations

import ast
import copy
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetingdesk.actions import sample
from meetingdesk.actions.office import open_office
from meetingdesk.actions.votes import votes_of
from meetingdesk.cli import main
from meetingdesk.rules.cards import parse_card
from meetingdesk.rules.decide import Count, Numbers, Question, QuestionTally, VoteInput, decide
from meetingdesk.rules.seal import digest, short_code
from meetingdesk.rules.tally import gather, tally
from tests.rules.votekit import ask, card, plain_card, shipped

if TYPE_CHECKING:
    from types import ModuleType

    from meetingdesk.rules.cards import Card

SCRIPT = Path(__file__).resolve().parent.parent / "installer" / "recount.py"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("recount_under_test", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RECOUNT = _load()
CARDS = shipped()


def plain(value: Any) -> Any:
    """What a value is after a journey through a file."""
    return json.loads(json.dumps(value, ensure_ascii=False))


def disagreements(vote: VoteInput) -> list[str]:
    """Decide with the engine, recount independently, and list what differs."""
    result = plain(decide(vote).to_dict())
    found: list[str] = RECOUNT.compare(plain(vote.to_dict()), result)
    return found


# --- votes of every kind, sound and unsound -----------------------------------------------------

BASES = ["全体组成人员", "编制名额", "到会", "发出", "收回", "有效", "有效不含不了解", "全体代表"]
FAULT = st.sampled_from(["invalid_item", "invalid_ballot"])
BALLOT_RULES = st.fixed_dictionaries(
    {
        "medium": st.sampled_from(["票", "票", "票", "表决器", "举手", "无异议", "汇总"]),
        "blank": st.sampled_from(["abstain", "invalid"]),
        "double": FAULT,
        "illegible": FAULT,
        "missing": st.sampled_from(["not_returned", "abstain"]),
        "unpressed": st.sampled_from(["not_counted", "as_abstain", "as_absent"]),
    }
)
FRACTIONS = ["0", "1/3", "2/5", "1/2", "3/5", "2/3", "4/5", "1"]
LINE = st.fixed_dictionaries(
    {
        "op": st.sampled_from([">", ">", ">=", "<", "<=", "tie"]),
        "fraction": st.sampled_from(FRACTIONS),
        "base": st.sampled_from(BASES),
    }
)
KEYS = ["赞成", "反对", "弃权", "不了解"]
CHOICES = [
    {"key": "赞成", "score": 100},
    {"key": "反对", "score": "30", "against": True},
    {"key": "弃权", "abstain": True},
    {"key": "不了解", "unknown": True},
]


KINDS = ["outcomes", "bands", "selection", "none"]


@st.composite
def drawn_cards(draw: st.DrawFn, kinds: list[str]) -> Card:
    """A card invented at random: any rule the format can express, deciding in one of these ways."""
    choices = copy.deepcopy(CHOICES[: draw(st.integers(2, 4))])
    if draw(st.booleans()):
        choices[-1]["counts_in_valid"] = False
    keys = [choice["key"] for choice in choices]
    groups = st.lists(st.sampled_from(keys), min_size=1, max_size=2, unique=True)
    table: dict[str, Any] = {
        "choices": choices,
        "ballot": draw(BALLOT_RULES),
        "tie_at_threshold": draw(st.sampled_from(["met", "missed"])),
    }
    if draw(st.booleans()):
        base = st.sampled_from(["全体组成人员", "编制名额", "全体代表"])
        table["quorum"] = {**draw(LINE), "base": draw(base)}
    kind = draw(st.sampled_from(kinds))
    table["outcomes"] = None
    if kind == "outcomes":
        verdict = st.sampled_from([{}, {"passed": True}, {"passed": False}, {"second_round": True}])
        table["outcomes"] = [
            {
                "key": f"o{n}",
                "label": f"第{n}档",
                "choices": draw(groups),
                **draw(LINE),
                **draw(verdict),
            }
            for n in range(draw(st.integers(1, 3)))
        ] + [{"key": "else", "label": "其余", "else": True, **draw(verdict)}]
    elif kind == "bands":
        table["bands"] = [
            {"key": "a", "label": "优", "at_least": 80, "below": 100, "passed": True},
            {"key": "b", "label": "中", "at_least": "121/2", "below": 80},
            {"key": "c", "label": "差", "at_least": 30, "below": "121/2", "passed": False},
        ]
    elif kind == "selection":
        table["selection"] = {
            "choice": "赞成",
            **(draw(LINE) if draw(st.booleans()) else {}),
            **draw(st.sampled_from([{}, {"seats": 1}, {"seats": 2}])),
            **draw(st.sampled_from([{}, {}, {"choose_at_most": 2}, {"choose_at_least": 1}])),
            "ties": draw(st.sampled_from(["revote", "ballot_order", "all_in", "organ_decides"])),
            "shortage": draw(st.sampled_from(["revote", "leave_vacant", "organ_decides"])),
            "write_in": draw(st.sampled_from(["no", "with_against", "free"])),
        }
    if kind == "none" or draw(st.booleans()):
        rate = {"label": "率", "choices": draw(groups), "base": draw(st.sampled_from(BASES))}
        table["rates"] = [rate]
    if draw(st.booleans()):
        share = {"by": "share", "choices": draw(groups), "base": draw(st.sampled_from(BASES))}
        table["ranking"] = draw(st.sampled_from([{"by": "score", "first": 2}, share]))
    if kind != "selection" and draw(st.integers(0, 3)) == 0:
        table["electorates"] = [
            {"key": "甲", "label": "甲类", "weight": "3/5"},
            {"key": "乙", "label": "乙类", "weight": "2/5"},
        ]
    table["reject_limit"] = draw(st.sampled_from([None, 1, 2]))
    return parse_card(plain_card(**table))


@st.composite
def bodies(
    draw: st.DrawFn,
    rule: Card,
    questions: tuple[Question, ...],
    seats: int | None,
    unsound: bool,
) -> Count:
    """One body of votes: ballots, sums or both; its numbers mostly right, sometimes off by one."""
    marks = st.sampled_from([*[(key,) for key in rule.keys] * 3, (), ("?",), rule.keys[:2]])
    sheet = st.fixed_dictionaries({}, optional={q.key: marks for q in questions})
    sheets = draw(st.lists(st.one_of(sheet, sheet, st.just({"*": ("?",)})), max_size=12))
    patterns = gather(sheets)
    seen = tally(rule, questions, patterns, seats=seats)
    rows = dict(seen.questions)
    if unsound and draw(st.integers(0, 9)) == 5 and rows:
        key = draw(st.sampled_from(sorted(rows)))
        rows[key] = QuestionTally({**rows[key].counts, rule.keys[0]: 99})
    slip = st.sampled_from([0] * 12 + [-1, 1] if unsound else [0])
    whole = len(sheets)
    given_numbers = {
        "members": whole + draw(st.integers(0, 9)),
        "statutory_seats": whole + draw(st.integers(0, 12)),
        "deputies": whole + draw(st.integers(0, 9)),
        "present": whole + draw(slip),
        "issued": whole + draw(st.integers(0, 2)) + draw(slip),
        "returned": whole + draw(slip),
        "invalid": seen.invalid_ballots + draw(slip),
        "valid": whole - seen.invalid_ballots + draw(slip),
    }
    names = st.sampled_from([*given_numbers, "x", "y", "z"] if unsound else ["valid", "invalid"])
    left_out = draw(st.sets(names, max_size=3))
    numbers = {k: max(v, 0) for k, v in given_numbers.items() if k not in left_out}
    if draw(st.booleans()) and {"issued", "returned"} <= set(numbers):
        numbers["unreturned"] = max(numbers["issued"] - numbers["returned"] + draw(slip), 0)
    source = draw(st.sampled_from(["ballots", "ballots", "totals", "both", "both"]))
    if unsound and draw(st.integers(0, 40)) == 20:
        source = ""
    return Count(
        Numbers(**numbers),
        patterns if source in ("ballots", "both") else None,
        rows if source in ("totals", "both") else None,
    )


@st.composite
def votes(draw: st.DrawFn, kind: str = "") -> VoteInput:
    """Any vote at all: a shipped card or an invented one, with one to four questions."""
    cards = {kind: drawn_cards([kind]), "shipped": st.sampled_from([*CARDS.values()])}
    anyone = st.one_of(drawn_cards(["outcomes", *KINDS]), drawn_cards(KINDS), cards["shipped"])
    rule = draw(cards[kind] if kind else anyone)
    count = draw(st.integers(1, 4))
    written = draw(st.integers(0, 1)) if rule.selection and count > 1 else 0
    questions = ask(count, write_in=written)
    seats = draw(st.sampled_from([None, 1, 2, 3])) if rule.selection else None
    failed = draw(st.dictionaries(st.sampled_from([q.key for q in questions]), st.integers(0, 2)))
    unsound = draw(st.sampled_from([False, False, True]))
    body = bodies(rule, questions, seats, unsound)
    parts = {e.key: draw(body) for e in rule.electorates}
    if unsound and draw(st.integers(0, 30)) == 20:
        parts["外"] = Count(Numbers())
    return VoteInput(
        rule, questions, draw(body), parts, seats, failed,
        "某项", draw(st.integers(1, 2)),
    )  # fmt: skip


@pytest.mark.slow
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(votes())
def test_it_agrees_with_the_engine(vote: VoteInput) -> None:
    assert disagreements(vote) == []


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("kind", [*KINDS, "shipped"])
def test_it_agrees_with_the_engine_ten_thousand_times(kind: str) -> None:
    """Two thousand votes of each kind, ten thousand in all."""
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large]
    many = settings(max_examples=2_000, database=None, deadline=None, suppress_health_check=quiet)

    def agrees(vote: VoteInput) -> None:
        assert disagreements(vote) == []

    many(given(votes(kind))(agrees))()


@pytest.mark.parametrize(
    ("present", "wrong"), [(3, {"returned_present", "row_sum"}), (None, {"whole", "base"})]
)
def test_more_keys_unpressed_than_people_is_refused_and_no_base_is_negative(
    present: int | None, wrong: set[str]
) -> None:
    table = plain_card(
        ballot={"medium": "表决器", "unpressed": "as_absent"},
        rates=[{"label": "率", "choices": ["赞成"], "base": "到会"}],
    )
    body = Count(Numbers(members=41, present=present), gather([{}] * 5))
    vote = VoteInput(parse_card(table), ask(1), body)
    result = decide(vote)
    assert {c.key for c in result.problems} == wrong
    assert [rate.base for rate in result.questions[0].rates] == [0]
    assert disagreements(vote) == []


# --- what was changed is found ------------------------------------------------------------------

FULL = {"members": 41, "present": 37, "issued": 37, "returned": 37}


def ordinary(name: str = "任免-逐人") -> VoteInput:
    """Two persons on 37 ballots of a committee of 41: one passes, one lacks a vote."""
    sheets = [{"q1": ["赞成"], "q2": ["赞成"]}] * 20 + [{"q1": ["赞成"], "q2": ["反对"]}] * 17
    return VoteInput(card(name), ask(2), Count(Numbers(**FULL), gather(sheets)), title="任免")


@pytest.mark.parametrize("name", sorted(CARDS))
def test_it_agrees_on_every_shipped_card(name: str) -> None:
    rule = CARDS[name]
    seats = 1 if rule.selection else None
    sheets = [{"q1": [rule.keys[0]], "q2": [rule.keys[-1]]}] * 21 + [{"q1": [rule.keys[-1]]}] * 16
    if rule.selection:
        sheets = [{"q1": ["赞成"]}] * 21 + [{"q2": ["赞成"]}] * 16
    numbers = {**FULL, "deputies": 41, "items": 37}
    count = Count(Numbers(**numbers), gather(sheets))
    parts = {e.key: count for e in rule.electorates}
    assert disagreements(VoteInput(rule, ask(2), count, parts, seats)) == []


@pytest.mark.slow
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(votes(), st.data())
def test_a_changed_result_is_found(vote: VoteInput, data: st.DataObject) -> None:
    """One number or verdict of the result is changed; the checker must name the place."""
    result = plain(decide(vote).to_dict())
    row = data.draw(st.sampled_from(result["questions"]))
    field = data.draw(st.sampled_from(["blank", "invalid", "valid", "state", "counts", "whole"]))
    if field == "whole":
        result["state"] = "passed" if result["state"] != "passed" else "failed"
    elif field == "counts":
        row["counts"][data.draw(st.sampled_from(sorted(row["counts"])))] += 1
    elif field == "state":
        row["state"] = "passed" if row["state"] != "passed" else "failed"
    else:
        row[field] += 1
    assert RECOUNT.compare(plain(vote.to_dict()), result) != []


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("questions", 1, "outcome_key"), "passed", "outcome_key"),
        (("questions", 1, "outcome_label"), "通过", "outcome_label"),
        (("questions", 1, "need"), 20, "need"),
        (("questions", 1, "short"), 0, "short"),
        (("questions", 0, "unanimous"), False, "unanimous"),
        (("questions", 1, "barred"), True, "barred"),
        (("card_version",), "别的", "card_version"),
        (("round",), 2, "round"),
        (("elected",), ["q1"], "elected"),
    ],
)
def test_the_place_that_differs_is_named(path: tuple[Any, ...], value: Any, said: str) -> None:
    vote = ordinary()
    result = plain(decide(vote).to_dict())
    place = result
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    found = RECOUNT.compare(plain(vote.to_dict()), result)
    assert len(found) == 1
    assert said in found[0]
    assert ("第2项" in found[0]) is (path[:2] == ("questions", 1))


def test_an_item_left_out_added_or_moved_in_the_result_is_found() -> None:
    vote = ordinary()
    for turned in (lambda rows: rows[:1], lambda rows: [*rows, {**rows[0], "key": "q9"}],
                   lambda rows: rows[::-1]):  # fmt: skip
        result = plain(decide(vote).to_dict())
        result["questions"] = turned(result["questions"])
        assert any("questions" in line for line in RECOUNT.compare(plain(vote.to_dict()), result))


def test_a_result_that_hides_or_invents_a_failed_check_is_found() -> None:
    vote = ordinary()
    result = plain(decide(vote).to_dict())
    result["checks"][0] |= {"ok": False, "level": "error"}
    assert RECOUNT.compare(plain(vote.to_dict()), result) == ["faults：重算为False，结果为True"]


# --- as the office runs it ----------------------------------------------------------------------


def run(*words: object) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-S", "-E", "-X", "utf8", str(SCRIPT), *map(str, words)],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode, done.stdout


def write(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def test_agreement_is_status_0_and_the_code_on_the_report_is_checked(tmp_path: Path) -> None:
    vote = ordinary()
    result = decide(vote).to_dict()
    code = short_code(digest({"vote": vote.to_dict(), "result": result}))
    files = write(tmp_path / "vote.json", vote.to_dict()), write(tmp_path / "result.json", result)
    status, out = run(*files, code)
    assert status == 0, out
    assert "第1项：赞成37，反对0，弃权0，空白0，无效0；通过" in out
    assert "第2项：赞成20，反对17，弃权0，空白0，无效0；未获通过" in out
    assert out.endswith("复算一致。\n")
    assert run(files[0])[0] == 0
    result["conclusion"] = "全票通过"
    status, out = run(files[0], write(tmp_path / "改.json", result), code)
    assert status == 1
    assert "封存码" in out


def test_a_changed_ballot_is_status_1(tmp_path: Path) -> None:
    vote = ordinary()
    data = plain(vote.to_dict())
    result = write(tmp_path / "result.json", decide(vote).to_dict())
    ballot = next(b for b in data["ballots"] if b["marks"]["q2"] == ["赞成"])
    ballot["marks"]["q2"] = ["弃权"]
    status, out = run(write(tmp_path / "vote.json", data), result)
    assert status == 1
    assert (
        "不一致：第2项 counts：重算为{'赞成': 0, '反对': 17, '弃权': 20}，结果为{'赞成': 20," in out
    )
    ballot["copies"] -= 1
    status, out = run(write(tmp_path / "vote.json", data))
    assert status == 1
    assert "录入张数" in out


@pytest.mark.parametrize(
    "text",
    [
        "不是 JSON",
        "[]",
        "{}",
        '{"card": "表决-全体过半数", "questions": [{"key": "q1"}]}',
        None,
    ],
)
def test_what_cannot_be_read_is_status_2(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "vote.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    status, out = run(path)
    assert status == 2
    assert out.startswith("无法复算，没有改动任何文件")


@pytest.mark.parametrize(
    ("marks", "copies"), [({"q9": ["赞成"]}, 1), ({"q1": ["好"]}, 1), ({"q1": ["赞成"]}, 0)]
)
def test_a_ballot_that_is_not_of_this_vote_is_status_2(
    tmp_path: Path, marks: dict[str, list[str]], copies: int
) -> None:
    data = plain(ordinary().to_dict())
    data["ballots"].append({"marks": marks, "copies": copies})
    assert run(write(tmp_path / "vote.json", data))[0] == 2


@pytest.mark.slow
def test_it_agrees_on_the_sample_session_as_exported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the desk through the command line to the checker, with the code of the report."""
    desk = tmp_path / "a.desk"
    office = open_office(desk, "办公室", clock=lambda: sample.NOW)
    held = [v for v in votes_of(office, sample.build(office).meeting_id) if v.state == "已确认"]
    office.desk.close()
    assert held
    for vote in held:
        files = []
        for name, read in (("vote", "export"), ("result", "result")):
            assert main(["--desk", str(desk), "vote", read, str(vote.id), "--json"]) == 0
            files.append(tmp_path / f"{name}.json")
            files[-1].write_text(capsys.readouterr().out, encoding="utf-8")
        status, out = run(*files, vote.code)
        assert status == 0, out
        assert run(*files, "0000-0000")[0] == 1


def test_it_is_one_small_file_of_the_standard_library_alone() -> None:
    text = SCRIPT.read_text("utf-8")
    assert len(text.splitlines()) < 300
    assert [p.name for p in SCRIPT.parent.glob("recount*")] == ["recount.py"]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "") in sys.stdlib_module_names
        elif isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= sys.stdlib_module_names
