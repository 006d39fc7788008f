"""Recount an exported vote (独立复算), sharing no code with the program that decided it.

    meetingdesk vote export 3 --json > vote.json
    meetingdesk vote result 3 --json > result.json
    python recount.py vote.json [result.json [XXXX-XXXX]]

It adds the ballots up again, decides by the rule card in the file and compares every number, grade
and rank with the result; given the code printed on the 计票报告单 it checks the seal, and so every
sentence. Exit status: 0 all agrees, 1 something differs (each place is named), 2 cannot be read.
"""

from __future__ import annotations

import hashlib
import json
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

from recount_sheets import EMPTY, Body, Table, met, turn

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def lacking(count: int, line: Table, base: int) -> int:
    """Return how many votes are too few (for < and <=: too many)."""
    return max((turn(line, base) - count) * (1 if ">" in line["op"] else -1), 0)


def mean(bodies: list[Body], key: str) -> Fraction | None:
    """Return the weighted mean of the scores given, None where a group gave none."""
    result = Fraction(0)
    for body in bodies:
        counts = body.counts(key)
        scores = [
            (counts[c["key"]], Fraction(c["score"])) for c in body.card["choices"] if "score" in c
        ]
        if not (votes := sum(count for count, _ in scores)):
            return None
        result += body.weight * sum(count * score for count, score in scores) / votes
    return result


def share(bodies: list[Body], line: Table, key: str) -> Fraction | None:
    """Return the weighted share of the choices of ``line``, None where a base is 0."""
    pairs = [(b.weight * b.have(line, key), b.base(line["base"], key)) for b in bodies]
    return (
        sum((have / base for have, base in pairs), Fraction(0))
        if all(p[1] for p in pairs)
        else None
    )


def plain(bodies: list[Body], question: Table) -> Table:
    """Return the sums of one item over all groups, undecided."""
    key, rows = question["key"], [b.rows.get(question["key"], EMPTY) for b in bodies]
    silent = [row["unpressed"] for row in rows if row["unpressed"] is not None]
    void = bodies[0].rule["blank"] == "invalid"
    nothing = ("base", "base_count", "need", "have", "short", "score", "share", "rank")
    return {
        **dict.fromkeys(nothing),
        "key": key,
        "label": question.get("label") or key,
        "state": "undecided",
        "outcome_key": "",
        "counts": {choice: sum(b.counts(key)[choice] for b in bodies) for choice in bodies[0].keys},
        "blank": sum(row["blank"] for row in rows),
        "invalid": sum(row["invalid"] + row["blank"] * void for row in rows),
        "invalid_ballots": sum(body.spoilt for body in bodies),
        "unpressed": sum(silent) if silent else None,
        "valid": sum(body.base("有效", key) for body in bodies),
        "rates": [
            [sum(b.have(r, key) for b in bodies), sum(b.base(r["base"], key) for b in bodies)]
            for r in bodies[0].card.get("rates", [])
        ],
        "unanimous": False,
        "failed_times": 0,
        "barred": False,
    }


def grade(bodies: list[Body], row: Table) -> Table:
    """Decide one item: the first condition that holds, or the band of its mean score."""
    card, key, tried = bodies[0].card, row["key"], []
    if not card.get("outcomes"):
        return banded(bodies, row)
    reached = card["outcomes"][-1]
    for line in card["outcomes"][:-1]:
        part = share(bodies, line, key)
        if part is None:
            return row
        tried.append(line)
        if met(part, line, 1):
            reached = line
            break
    row, held, body = settle(row, reached), reached is line, bodies[0]
    if len(bodies) > 1:
        return {**row, "share": str(part)}
    failed = [o for o in tried[: len(tried) - held] if o.get("passed") is not False][-1:]
    have, base = body.have(line, key), body.base(line["base"], key)
    row |= {"base": line["base"], "base_count": base, "need": turn(line, base), "have": have}
    row["short"] = sum(lacking(body.have(o, key), o, body.base(o["base"], key)) for o in failed)
    if held and reached.get("passed") and ">" in line["op"] and len(line["choices"]) == 1:
        crowd = max(body.n.get(k, 0) for k in ("present", "issued", "returned", "items"))
        cast = body.rows[key]["choices"][line["choices"][0]]
        row["unanimous"] = 0 < have == cast == crowd
    return row


def banded(bodies: list[Body], row: Table) -> Table:
    """Grade one item by its mean score; a card without bands only measures."""
    score, bands = mean(bodies, row["key"]), bodies[0].card.get("bands")
    row = {**row, "score": None if score is None else str(score)}
    if not bands:
        return {**row, "state": "measured"}
    if score is None:
        return row
    bands = sorted(bands, key=lambda band: Fraction(band["at_least"]))
    fits = [b for b in bands if Fraction(b["at_least"]) <= score < Fraction(b["below"])]
    return settle(row, (fits or bands[-1:])[0])


def settle(row: Table, reached: Table) -> Table:
    """Return the row with the state that the grade reached stands for."""
    state = {True: "passed", False: "failed", None: "graded"}[reached.get("passed")]
    state = "second_round" if reached.get("second_round") else state
    words = {"outcome_label": reached["label"], "outcome_key": reached["key"]}
    after = reached.get("consequence", {})
    return {**row, **words, "state": state, "consequence": after.get("text", "")}


def choose(body: Body, rows: list[Table], seats: int) -> Table:
    """Fill the seats by votes, most first, among those over the card's own bar."""
    rule = body.pick
    line: Table = rule if "op" in rule else {"op": ">", "fraction": 0, "base": None}
    votes = {row["key"]: body.counts(row["key"])[rule["choice"]] for row in rows}
    bases = {key: body.base(line["base"], key) if line["base"] else 1 for key in votes}
    first = sorted(votes, key=lambda key: -votes[key])
    able = [key for key in first if bases[key] > 0 and met(votes[key], line, bases[key])]
    cut = votes[able[seats]] if len(able) > seats else -1
    won, even = [k for k in able if votes[k] > cut], [k for k in able if votes[k] == cut]
    policy, shortage = rule.get("ties", "revote"), rule.get("shortage", "revote")
    if len(won) == seats:
        even = []
    elif even and policy in {"all_in", "ballot_order"}:
        won, even = (won + even if policy == "all_in" else able[:seats]), []
    left = max(seats - len(won), 0)
    for row in rows:
        key, base = row["key"], bases[row["key"]]
        state = "passed" if key in won else "tie" if key in even else "failed"
        names = {"passed": "elected", "tie": "tied", "failed": "not_elected"}
        row |= {"state": state, "outcome_key": names[state], "have": votes[key], "short": 0}
        row["rank"] = 1 + sum(other > votes[key] for other in votes.values())
        if line["base"]:
            row |= {"base": line["base"], "base_count": base, "need": turn(line, base)}
            row["short"] = lacking(votes[key], line, base)
    lost = [key for key in first if key not in won] if left and shortage == "revote" else []
    return {
        "state": "tie" if even else "shortage" if left else "passed",
        "elected": won,
        "tied": even,
        "seats": seats,
        "vacancies": 0 if even else left,
        "next_round": (even if policy == "revote" else []) if even else lost,
    }


def rank(bodies: list[Body], rows: list[Table]) -> None:
    """Rank the items by mean score or by a share; equal values share a rank."""
    rule = bodies[0].card.get("ranking")
    if rule:
        scored = rule["by"] == "score"
        keys = [row["key"] for row in rows]
        values = {key: mean(bodies, key) if scored else share(bodies, rule, key) for key in keys}
        known = [value for value in values.values() if value is not None]
        for row in rows:
            own = values[row["key"]]
            row["rank"] = None if own is None else 1 + sum(value > own for value in known)


def understood(card: Table) -> Table:
    """Return the card with its rule for exactly reaching a bar (恰为半数) put in its place."""
    sign = ">=" if card.get("tie_at_threshold") == "met" else ">"
    lines = [*card.get("outcomes", []), *(card[k] for k in ("quorum", "selection") if k in card)]
    for line in lines:
        if line.get("op") == "tie":
            line["op"] = sign
    return card


def recount(vote: Table) -> Table:
    """Return the whole result again, as far as it is made of numbers, grades and ranks."""
    vote = json.loads(json.dumps(vote))
    card, parts = understood(vote["card"]), vote.get("parts", {})
    groups = card.get("electorates", [])
    bodies = [Body(vote, parts.get(g["key"], {}), g["weight"]) for g in groups]
    bodies = bodies or [Body(vote, vote)]
    faults = [fault for body in bodies for fault in body.faults()]
    faults += sorted({*parts} - {group["key"] for group in groups})
    rows = [plain(bodies, question) for question in vote["questions"]]
    seats = vote.get("seats") or bodies[0].pick.get("seats")
    faults += [] if seats or not bodies[0].pick else ["应选名额"]
    result: Table = {"elected": [], "tied": [], "seats": None, "vacancies": None, "next_round": []}
    if faults:
        void = {fault for fault in faults if fault.startswith("!")}
        again = [row["key"] for row in rows] if void - {"!法定人数"} else []
        result |= {"state": "void" if void else "undecided", "next_round": again}
        rows = [{**row, "state": result["state"]} for row in rows]
    elif bodies[0].pick:
        result |= choose(bodies[0], rows, seats)
    else:
        rows = [grade(bodies, row) for row in rows]
        rank(bodies, rows)
        states = {row["state"] for row in rows}
        result["state"] = states.pop() if len(states) == 1 else "mixed"
        result["next_round"] = [row["key"] for row in rows if row["state"] == "second_round"]
    for row in rows:
        if row["state"] == "failed":
            row["failed_times"] = vote.get("failed_before", {}).get(row["key"], 0) + 1
            row["barred"] = row["failed_times"] >= card.get("reject_limit", sys.maxsize)
    names = {f"card_{name}": card[name] for name in ("id", "title", "version")}
    names |= {"title": vote.get("title", ""), "round": vote.get("round", 1)}
    return {**names, **result, "questions": rows, "faults": faults}


def compare(vote: Table, result: Table) -> list[str]:
    """Recount the vote and name every place where the result says otherwise."""
    mine, theirs = recount(vote), dict(result)
    bad = [check for check in result["checks"] if not check["ok"] and check["level"] != "note"]
    theirs["faults"] = mine["faults"] if bool(bad) == bool(mine["faults"]) else bad
    theirs["next_round"] = (result["next_round"] or {"questions": []})["questions"]
    rows = [dict(row) for row in result["questions"]]
    for row in rows:
        row["rates"] = [[rate["have"], rate["base"]] for rate in row["rates"]]
    theirs["questions"] = {row["key"]: row for row in rows}
    mine["questions"] = {row["key"]: row for row in mine["questions"]}
    found = differences(mine, theirs)
    return found + [f"多出 {key}" for key in theirs["questions"] if key not in mine["questions"]]


def differences(mine: Any, theirs: Any, where: str = "") -> list[str]:
    """Name every place where two nested values differ."""
    if isinstance(mine, dict) and isinstance(theirs, dict):
        place = f"{where} {mine.get('label', '')}".strip()
        return [d for k in mine for d in differences(mine[k], theirs.get(k), f"{place} {k}")]
    return [] if mine == theirs else [f"{where}：重算为{mine}，结果为{theirs}"]


def code_of(vote: Table, result: Table) -> str:
    """Return the seal's short code: the first 40 bits of the digest of ballots and result."""
    record = {"vote": vote, "result": result}
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    bits = int(hashlib.sha256(text.encode()).hexdigest()[:10], 16)
    code = "".join(SYMBOLS[bits >> place & 31] for place in range(35, -1, -5))
    return f"{code[:4]}-{code[4:]}"


def main(names: list[str]) -> int:
    """Recount the file, compare it with the result and the code if given; return the status."""
    try:
        vote, *given = [json.loads(Path(name).read_text("utf-8")) for name in names[:2]]
        mine = recount(vote)
        wrong = [line for result in given for line in compare(vote, result)]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as error:
        print(f"无法复算，没有改动任何文件：{error}")
        return 2
    for row in mine["questions"]:
        counts = "，".join(f"{key}{votes}" for key, votes in row["counts"].items())
        verdict = row.get("outcome_label") or row["outcome_key"] or row["state"]
        print(f"{row['label']}：{counts}，空白{row['blank']}，无效{row['invalid']}；{verdict}")
    if len(names) > 2 and code_of(vote, given[0]) != names[2]:
        wrong.append(f"封存码：重算为{code_of(vote, given[0])}，报告单上为{names[2]}")
    if not given:
        wrong = [f"票数核对：{fault}" for fault in mine["faults"]]
    for line in wrong:
        print(f"不一致：{line}")
    print(
        "复算不一致，请核对。" if wrong else "复算一致。" if given else "票数核对相符，未给结果。"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
