"""Recount an exported vote (独立复算): python recount.py vote.json [result.json [XXXX-XXXX]].

The files hold what `meetingdesk vote export` and `vote result` print with --json; the code stands
on the 计票报告单. No code is shared with the program that decided. Exit status: 0 all agrees,
1 something differs (each place is named), 2 cannot be read.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

Table = dict  # a table of the JSON files
BASES = {"全体组成人员": "members", "编制名额": "statutory_seats", "全体代表": "deputies"}
BASES |= {"到会": "present", "发出": "issued", "收回": "returned", "件数": "items"}
BLANK, SPOILT, SILENT = "", "?", "*"  # what a row of sums holds beside the choices of the card
PLACES = {"blank": BLANK, "invalid": SPOILT, "unpressed": SILENT}
FIGURES = {"base", "base_count", "need", "have", "short", "score", "share", "rank", "unanimous"}
FIGURES |= {"outcome_key", "consequence", "failed_times", "barred", "elected", "tied", "vacancies"}
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
UNKNOWN = float("nan")  # is neither more nor less than any number


def met(count: Fraction | int, line: Table, base: int) -> bool:
    """Say whether ``count`` stands to its share of ``base`` as ``line`` asks."""
    gap = count - Fraction(line["fraction"]) * base
    return {">": gap > 0, ">=": gap >= 0, "<": gap < 0, "<=": gap <= 0}[line["op"]]


def turn(line: Table, base: int) -> int:
    """Find by trying where the condition turns: the fewest votes for > and >=, else the most."""
    good = [n for n in range(base + 2) if met(n, line, base)]
    return min(good, default=base + 1) if ">" in line["op"] else max(good, default=-1)


class Body:
    """The votes of one group of voters (mostly of all): numbers, and a row of sums per item."""

    def __init__(self, vote: Table, data: Table, weight: str = "1") -> None:
        self.data, self.weight, card = data, Fraction(weight), vote["card"]
        self.card, self.rule, self.pick = card, card["ballot"], card.get("selection", {})
        self.seats = vote.get("seats") or self.pick.get("seats")
        self.most = self.pick.get("choose_at_most") or self.seats
        self.n: dict[str, int] = {**data.get("numbers", {})}
        self.items = {question["key"]: question for question in vote["questions"]}
        self.choices = {choice["key"]: choice for choice in card["choices"]}
        self.empty = SILENT if self.rule["medium"] in {"表决器", "举手"} else BLANK
        self.told, self.sheets, self.spoilt = {}, UNKNOWN, self.n.get("invalid", 0)
        for key, row in data.get("totals", {}).items():
            self.told[key] = row["choices"] | {PLACES[k]: row[k] for k in PLACES if k in row}
        self.rows = {key: Counter(self.told.get(key)) for key in [*self.items, *self.told]}
        if "ballots" in data:
            self.sheets, self.spoilt = sum(ballot["copies"] for ballot in data["ballots"]), 0
            self.n.setdefault("returned", self.sheets)
            places = [*self.choices, SPOILT, BLANK, self.empty]
            self.rows = {key: Counter(dict.fromkeys(places, 0)) for key in self.items}
            for ballot in data["ballots"]:
                self._add(ballot["marks"], ballot["copies"])
        for row in self.rows.values():
            if row and self.empty == SILENT and "present" in self.n:
                row.setdefault(SILENT, max(self.n["present"] - row.total(), 0))
        groups, parts = card.get("electorates", []) if data is vote else [], vote.get("parts", {})
        self.parts = [Body(vote, parts.get(g["key"], {}), g["weight"]) for g in groups] or [self]

    def _add(self, marks: dict[str, list[str]], copies: int) -> None:
        own = [key for key, item in self.items.items() if not item["write_in"]]
        sheet, faults = dict.fromkeys(own, BLANK), {"invalid_ballot" if "*" in marks else ""}
        for key, given in marks.items():
            if copies < 1 or {*given} - {*self.choices, SPOILT} or key not in {*self.items, "*"}:
                raise ValueError("票上有票样没有的事项或选项，或张数不是正整数")
            sheet[key] = given[0] if len(given) == 1 else SPOILT
            if sheet[key] == SPOILT:
                faults.add(self.rule["illegible" if SPOILT in given else "double"])
        if self.pick:
            names = [key for key in sheet if key not in own and sheet[key] == self.pick["choice"]]
            no = [key for key, choice in self.choices.items() if choice["against"]][:1]
            room = {"free": len(names), "with_against": sum(sheet[key] in no for key in own)}
            if len(names) > room.get(self.pick["write_in"], 0):
                sheet |= dict.fromkeys(names, SPOILT)
            chosen = list(sheet.values()).count(self.pick["choice"])
            if not self.pick["choose_at_least"] <= chosen <= (self.most or chosen):
                faults.add("invalid_ballot")
        self.spoilt += copies if "invalid_ballot" in faults else 0
        for key, mark in sheet.items() if "invalid_ballot" not in faults else ():
            self.rows[key][mark or self.empty] += copies

    def measure(self, line: Table, key: str) -> tuple[Fraction | int, int]:
        """Return what ``line`` counts on one item and the number that it is measured on."""
        row, rule, n, base = self.rows[key], self.rule, self.n, line.get("base")
        late = n.get("issued", 0) - n["returned"] if "returned" in n else 0
        late = max(late, 0) if rule["missing"] == "abstain" else 0  # sheets that never came back
        blank = row[BLANK] if rule["blank"] == "abstain" else 0
        meant = late + blank + (row[SILENT] if rule["unpressed"] == "as_abstain" else 0)
        counts = {key: row[key] + meant * c["abstain"] for key, c in self.choices.items()}
        if line.get("by") == "score":
            scores = {k: Fraction(c["score"]) for k, c in self.choices.items() if "score" in c}
            return sum(counts[k] * scores[k] for k in scores), sum(counts[k] for k in scores)
        have = sum(counts[choice] for choice in line["choices"])
        if base in BASES:
            gone = row[SILENT] if base == "到会" and rule["unpressed"] == "as_absent" else 0
            return have, max(n.get(BASES[base], 0) - gone, 0)
        cast = [c for c in self.choices.values() if c["counts_in_valid"]]
        known = [c for c in cast if base == "有效" or not c["unknown"]]
        valid = sum(counts[c["key"]] - late * c["abstain"] for c in known)
        valid += 0 if any(c["abstain"] for c in self.choices.values()) else blank
        return have, valid if base else 1

    def weigh(self, line: Table, key: str) -> Fraction | None:
        """Return the weighted share (or mean score) that ``line`` asks for, None on a base of 0."""
        parts = [(part.weight, *part.measure(line, key)) for part in self.parts]
        known = all(base for _, _, base in parts)
        return sum((w * have / base for w, have, base in parts), Fraction(0)) if known else None

    def faults(self) -> list[str]:
        """Name what is wrong with the numbers; a "!" before it voids the whole vote."""
        n, card, quorum = self.n, self.card, self.card.get("quorum", {})
        present, out, back = (n.get(name, UNKNOWN) for name in ("present", "issued", "returned"))
        people = n.get(BASES[quorum["base"]]) if quorum else None
        votes = sum(row[self.pick.get("choice", BLANK)] for row in self.rows.values())
        excess = {
            "!法定人数": (UNKNOWN if people is None else turn(quorum, people)) - present,
            "!收回多于发出": back - out,
            "收回多于到会" if "issued" in n else "!收回多于到会": back - present,
            "到会多于全体组成人员": present - n.get("members", UNKNOWN),
            "到会多于全体代表": present - n.get("deputies", UNKNOWN),
            "所选总数": votes - (self.most or UNKNOWN) * (back - self.spoilt),
            "未收回": abs(out - back - n.get("unreturned", UNKNOWN)),
            "有效票": abs(back - self.spoilt - n.get("valid", UNKNOWN)),
            "录入张数": abs(back - self.sheets),
            "无效票": abs(n.get("invalid", UNKNOWN) - self.spoilt),
        }
        found = [name for name, more in excess.items() if more > 0]
        lines = [*card.get("outcomes", []), *card.get("rates", []), card.get("ranking", {})]
        needed = {o.get("base") for o in (*lines, self.pick, quorum)} | {"到会" if quorum else ""}
        found += [base for base in BASES if base in needed and BASES[base] not in n]
        loose = self.rule["medium"] == "无异议"
        whole = present if loose or self.empty == SILENT else n.get("items", back)
        for key, row in self.rows.items():
            item = self.items.get(key, {"label": key, "write_in": True})
            gap = whole - row.total() - self.spoilt
            sound = gap == 0 or (gap > 0 and (loose or item["write_in"]))
            sound = sound and {*row} - {BLANK, SPOILT, SILENT} == {*self.choices}
            again = self.told.get(key) if {"ballots", "totals"} <= {*self.data} else row
            if not sound or again != row or key not in self.items:
                found.append(item["label"])
        return found

    def plain(self, question: Table, state: str) -> Table:
        """Return the sums of one item over all groups, undecided."""
        key, row, votes = question["key"], Counter[str](), Counter[str]()
        for part in self.parts:
            row.update(part.rows[key])
            votes.update({c: part.measure({"choices": [c]}, key)[0] for c in self.choices})
        lines = [{"choices": [], "base": "有效"}, *self.card.get("rates", [])]
        seen = [[part.measure(line, key) for part in self.parts] for line in lines]
        (_, valid), *rates = [[sum(n[place] for n in pair) for place in (0, 1)] for pair in seen]
        sums = {"label": question["label"], "state": state, "counts": {**votes}, "key": key}
        sums |= {"blank": row[BLANK], "unpressed": row.get(SILENT), "valid": valid, "rates": rates}
        sums["invalid"] = row[SPOILT] + row[BLANK] * (self.rule["blank"] == "invalid")
        return sums | {"invalid_ballots": sum(part.spoilt for part in self.parts)}

    def _figures(self, row: Table, line: Table, missed: list[Table]) -> None:
        row["have"], base = self.measure(line, row["key"])
        row |= {"base": line.get("base"), "base_count": base, "need": turn(line, base)}
        for other in missed[-1:]:
            have, base = self.measure(other, row["key"])
            row["short"] = max((turn(other, base) - have) * (1 if ">" in other["op"] else -1), 0)

    def grade(self, row: Table) -> None:
        """Decide one item: the first condition that holds, or the band of its mean score."""
        lines, part, missed = self.card.get("outcomes", []), None, []
        if not lines:
            row["score"] = part = self.weigh({"by": "score"}, row["key"])
            bands = sorted(self.card.get("bands", []), key=lambda band: -Fraction(band["at_least"]))
            lines = [{"by": "score", "op": ">=", "fraction": b["at_least"], **b} for b in bands]
            row["state"] = "undecided" if lines else "measured"
        for line in lines:
            part = part if "else" in line else self.weigh(line, row["key"])
            if part is None:
                return
            if "else" in line or met(part, line, 1):
                state = {True: "passed", False: "failed", None: "graded"}[line.get("passed")]
                row["state"] = "second_round" if line.get("second_round") else state
                row |= {"outcome_key": line["key"], "outcome_label": line["label"]}
                row["consequence"] = line.get("consequence", {}).get("text")
                break
            missed += [line] if line.get("passed") is not False else []
        if "outcomes" in self.card and len(self.parts) > 1:
            row["share"] = part
        elif "outcomes" in self.card:
            self._figures(row, lines[-2] if "else" in line else line, missed)
            if line.get("passed") and ">" in line.get("op", ""):
                cast = [self.rows[row["key"]][choice] for choice in line["choices"]]
                crowd = max(self.n.get(k, 0) for k in ("present", "issued", "returned", "items"))
                row["unanimous"] = [row["have"]] == cast == [crowd] != [0]

    def choose(self, rows: list[Table]) -> Table:
        """Fill the seats by votes, most first, among those over the card's own bar."""
        line = {"op": ">", "fraction": "0", **self.pick, "choices": [self.pick["choice"]]}
        for row in rows:
            self._figures(row, line, [line] if "base" in line else [])
            row["rank"] = 1 + sum(self.measure(line, key)[0] > row["have"] for key in self.items)
        first = sorted(rows, key=lambda row: row["rank"])
        able = [row for row in first if row["base_count"] > 0]
        votes = {r["key"]: r["have"] for r in able if met(r["have"], line, r["base_count"])}
        last = [*votes.values(), *[-1] * (self.seats + 1)][self.seats]
        won = [key for key in votes if votes[key] > last]
        even = [key for key in votes if votes[key] == last and len(won) < self.seats]
        if line["ties"] in {"all_in", "ballot_order"}:
            won += even if line["ties"] == "all_in" else even[: self.seats - len(won)]
            even = []
        left = 0 if even else max(self.seats - len(won), 0)
        seated = dict.fromkeys(won, ("passed", "elected")) | dict.fromkeys(even, ("tie", "tied"))
        for row in rows:
            row.update({} if "base" in line else {"base_count": None, "need": None})
            row["state"], row["outcome_key"] = seated.get(row["key"], ("failed", "not_elected"))
        again = even if line["ties"] == "revote" else []
        if left and line["shortage"] == "revote":
            again = [row["key"] for row in first if row["key"] not in won]
        state = "tie" if even else "shortage" if left else "passed"
        found = {"elected": won, "tied": even, "next_round": again, "seats": self.seats}
        return found | {"state": state, "vacancies": left}


def recount(vote: Table) -> Table:
    """Return the whole result again, as far as it is made of numbers, grades and ranks."""
    sign = ">=" if vote["card"].get("tie_at_threshold") == "met" else ">"  # 恰为半数
    vote = json.loads(json.dumps(vote).replace('"op": "tie"', f'"op": "{sign}"'))
    body, card, parts = Body(vote, vote), vote["card"], vote.get("parts", {})
    faults = [fault for part in body.parts for fault in part.faults()]
    faults += sorted({*parts} - {group["key"] for group in card.get("electorates", [])})
    faults += ["应选名额"] if body.pick and not body.seats else []
    void = {fault for fault in faults if fault.startswith("!")}
    state, graded = "void" if void else "undecided", not faults and not body.pick
    rows = {question["key"]: body.plain(question, state) for question in vote["questions"]}
    chosen = body.choose([*rows.values()]) if body.pick and not faults else {}
    values = {key: body.weigh(card["ranking"], key) for key in rows if graded and "ranking" in card}
    for key, row in rows.items():
        if graded:
            body.grade(row)
        if values.get(key) is not None:
            row["rank"] = 1 + sum(v is not None and v > values[key] for v in values.values())
        if row["state"] == "failed":
            row["failed_times"] = vote["failed_before"].get(key, 0) + 1
            row["barred"] = row["failed_times"] >= card.get("reject_limit", sys.maxsize)
    states = {row["state"] for row in rows.values()}
    again = {"second_round", "void"} if void - {"!法定人数"} else {"second_round"}
    result = {"questions": rows, "faults": faults, "title": vote["title"], "round": vote["round"]}
    result |= {f"card_{name}": card[name] for name in ("id", "title", "version")}
    result |= {"state": states.pop() if len(states) == 1 else "mixed"}
    return {**result, "next_round": [k for k, r in rows.items() if r["state"] in again], **chosen}


def compare(vote: Table, result: Table) -> list[str]:
    """Recount the vote and name every place where the result says otherwise."""
    mine, rows = recount(vote), {row["key"]: row for row in result["questions"]}
    bad = any(not check["ok"] and check["level"] != "note" for check in result["checks"])
    given = {**result, "questions": [*rows], "faults": bad}
    given["next_round"] = (result["next_round"] or {}).get("questions")
    own = {**mine, "questions": [*mine["questions"]], "faults": bool(mine["faults"])}
    pairs = [("", own, given)]
    for key, row in mine["questions"].items():
        rates = [[rate["have"], rate["base"]] for rate in rows.get(key, {}).get("rates", [])]
        pairs.append((f"{row['label']} ", row, {**rows.get(key, {}), "rates": rates}))
    cells = [(f"{w}{k}", a.get(k), b.get(k)) for w, a, b in pairs for k in sorted({*a, *FIGURES})]
    return [f"{k}：重算为{a}，结果为{b}" for k, a, b in cells if b not in (a, str(a)) and (a or b)]


def main(names: list[str]) -> int:
    """Recount the file, compare it with the result and the code if given; return the status."""
    try:
        vote, *given = [json.loads(Path(name).read_text("utf-8")) for name in names[:2]]
        mine = recount(vote)
        wrong = compare(vote, given[0]) if given else [f"票数核对：{x}" for x in mine["faults"]]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as error:
        print(f"无法复算，没有改动任何文件：{error}")
        return 2
    for row in mine["questions"].values():
        counts = "，".join(f"{key}{votes}" for key, votes in row["counts"].items())
        rest = f"空白{row['blank']}，无效{row['invalid']}；{row.get('outcome_label', row['state'])}"
        print(f"{row['label']}：{counts}，{rest}")
    if len(names) > 2:
        record = {"vote": vote, "result": given[0]}
        text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        bits = int(hashlib.sha256(text.encode()).hexdigest()[:10], 16)
        code = "".join(SYMBOLS[bits >> place & 31] for place in range(35, -1, -5))
        if code != names[2].replace("-", ""):
            wrong.append(f"封存码：重算为{code[:4]}-{code[4:]}，报告单上为{names[2]}")
    good = "复算一致。" if given else "票数核对相符，未给结果。"
    print(*(f"不一致：{x}" for x in wrong), "复算不一致，请核对。" if wrong else good, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
