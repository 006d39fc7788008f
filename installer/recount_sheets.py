"""The sheets of an exported vote, added up again: the first half of :mod:`recount`.

Marks become sums by the ballot rules of the card in the file, and the sums are held against the
numbers around the vote (发出、收回、到会). Standard library only; no code of the program is used.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

Table = dict[str, Any]
BASES = {
    "全体组成人员": "members",
    "编制名额": "statutory_seats",
    "全体代表": "deputies",
    "到会": "present",
    "发出": "issued",
    "收回": "returned",
    "件数": "items",
}
EMPTY: Table = {"choices": {}, "blank": 0, "invalid": 0, "unpressed": None}


def met(count: Fraction | int, line: Table, base: int) -> bool:
    """Say whether ``count`` stands to its share of ``base`` as ``line`` asks."""
    gap = count - Fraction(line["fraction"]) * base
    return {">": gap > 0, ">=": gap >= 0, "<": gap < 0, "<=": gap <= 0}[line["op"]]


def turn(line: Table, base: int) -> int:
    """Find by trying where the condition turns: the fewest votes for > and >=, else the most."""
    good = [n for n in range(base + 2) if met(n, line, base)]
    return min(good, default=base + 1) if ">" in line["op"] else max(good, default=-1)


def total(row: Table) -> int:
    """Return all items seen in one row."""
    rest = row["blank"] + row["invalid"] + (row["unpressed"] or 0)
    return int(sum(row["choices"].values()) + rest)


class Body:
    """The votes of one group of voters, every sheet read again item by item."""

    def __init__(self, vote: Table, data: Table, weight: str = "1") -> None:
        self.vote, self.data, self.card, self.weight = vote, data, vote["card"], Fraction(weight)
        self.rule = {"medium": "票", "blank": "abstain", **self.card.get("ballot", {})}
        self.open = self.rule["medium"] in ("表决器", "举手")
        self.keys = [choice["key"] for choice in self.card["choices"]]
        self.abstain = [c["key"] for c in self.card["choices"] if c.get("abstain")]
        self.pick = self.card.get("selection", {})
        self.most = self.pick.get("choose_at_most") or vote.get("seats") or self.pick.get("seats")
        self.n = dict(data.get("numbers", {}))
        self.sheets: int | None = None
        self.spoilt: int = self.n.get("invalid", 0)
        self.rows = {key: {**EMPTY, **row} for key, row in data.get("totals", {}).items()}
        if "ballots" in data:
            self.add_up()
            self.n.setdefault("returned", self.sheets)
        for row in self.rows.values():
            if row["unpressed"] is None and self.open and "present" in self.n:
                row["unpressed"] = max(self.n["present"] - total(row), 0)

    def add_up(self) -> None:
        """Read each sheet and add its marks to the rows."""
        sheets = self.spoilt = 0
        for q in self.vote["questions"]:
            new = {**EMPTY, "choices": dict.fromkeys(self.keys, 0)}
            self.rows[q["key"]] = new | ({"unpressed": 0} if self.open else {})
        for ballot in self.data["ballots"]:
            copies = ballot.get("copies", 1)
            if type(copies) is not int or copies < 1:
                raise ValueError("票的张数应为正整数")
            sheets += copies
            read = self.read({key: set(given) for key, given in ballot["marks"].items() if given})
            self.spoilt += copies if read is None else 0
            for key, mark in (read or {}).items():
                if mark in self.keys:
                    self.rows[key]["choices"][mark] += copies
                else:
                    place = "unpressed" if self.open else "blank"
                    self.rows[key]["invalid" if mark == "?" else place] += copies
        self.sheets = sheets

    def read(self, marks: dict[str, set[str]]) -> dict[str, str] | None:
        """Return the mark that counts for each item ('' blank, '?' spoilt), None: sheet void."""
        if not {*marks} <= {*self.rows, "*"} or any(g - {*self.keys, "?"} for g in marks.values()):
            raise ValueError("票上有票样没有的事项或选项")
        unread = any("?" in given for given in marks.values())
        double = any(len(given) > 1 and "?" not in given for given in marks.values())
        hard = {name for name, rule in self.rule.items() if rule == "invalid_ballot"}
        if "*" in marks or (unread and "illegible" in hard) or (double and "double" in hard):
            return None
        own = {q["key"] for q in self.vote["questions"] if not q.get("write_in")}
        read = {key: marks.get(key, set()) for key in self.rows if key in own or key in marks}
        sheet = {key: "?" if len(given) > 1 else "".join(given) for key, given in read.items()}
        if not self.pick:
            return sheet
        names = [k for k in sheet if k not in own and sheet[k] == self.pick["choice"]]
        no = [c["key"] for c in self.card["choices"] if c.get("against")][:1]
        against = sum(sheet[key] in no for key in own)
        room = {"free": len(names), "with_against": against}.get(self.pick.get("write_in", ""), 0)
        sheet |= dict.fromkeys(names, "?") if len(names) > room else {}
        chosen = list(sheet.values()).count(self.pick["choice"])
        good = self.pick.get("choose_at_least", 0) <= chosen <= (self.most or chosen)
        return sheet if good else None

    def counts(self, key: str, *, late: bool = True) -> dict[str, int]:
        """Return the votes for each choice, with blanks, silence and missing sheets understood."""
        row, rule, n = self.rows.get(key, EMPTY), self.rule, self.n
        found = {choice: row["choices"].get(choice, 0) for choice in self.keys}
        gap = max(n["issued"] - n["returned"], 0) if {"issued", "returned"} <= {*n} else 0
        for abstain in self.abstain:
            found[abstain] += row["blank"] * (rule["blank"] == "abstain")
            found[abstain] += (row["unpressed"] or 0) * (rule.get("unpressed") == "as_abstain")
            found[abstain] += gap * (late and rule.get("missing") == "abstain")
        return found

    def have(self, line: Table, key: str) -> int:
        """Return the votes for any of the choices of ``line``."""
        counts = self.counts(key)
        return sum(counts[choice] for choice in line["choices"])

    def base(self, name: str, key: str) -> int:
        """Return the number a share is measured on for one item, 0 if nobody gave it."""
        row, counts = self.rows.get(key, EMPTY), self.counts(key, late=False)
        if name in BASES:
            absent = name == "到会" and self.rule.get("unpressed") == "as_absent"
            return int(self.n.get(BASES[name], 0) - (row["unpressed"] or 0) * absent)
        cast = [c for c in self.card["choices"] if c.get("counts_in_valid", True)]
        known = [c for c in cast if name == "有效" or not c.get("unknown")]
        plain = self.rule["blank"] == "abstain" and not self.abstain
        return int(sum(counts[c["key"]] for c in known) + row["blank"] * plain)

    def faults(self) -> list[str]:
        """Name what is wrong with the numbers; a "!" before it voids the whole vote."""
        n, card, sheets = self.n, self.card, self.sheets
        present, out, back = (n.get(name) for name in ("present", "issued", "returned"))
        votes = sum(row["choices"].get(self.pick.get("choice"), 0) for row in self.rows.values())
        good = None if back is None else back - self.spoilt
        people = n.get(BASES[card["quorum"]["base"]]) if "quorum" in card else None
        need = None if people is None else turn(card["quorum"], people)
        gap = None if back is None or out is None else out - back
        wrong = [
            ("!法定人数", need, ">", present),
            ("!收回多于发出", back, ">", out),
            ("!收回多于到会" if out is None else "收回多于到会", back, ">", present),
            ("到会多于全体组成人员", present, ">", n.get("members")),
            ("到会多于全体代表", present, ">", n.get("deputies")),
            ("未收回", n.get("unreturned"), "!", gap),
            ("有效票", n.get("valid"), "!", good),
            ("录入张数", self.data.get("numbers", {}).get("returned"), "!", sheets),
            ("无效票", n.get("invalid"), "!", self.spoilt),
            ("所选总数", votes, ">", self.most and good and self.most * good),
        ]
        found = [
            name
            for name, one, sign, two in wrong
            if one is not None and two is not None and (one > two if sign == ">" else one != two)
        ]
        lines = [line for line in card.get("outcomes", []) if not line.get("else")]
        lines += [*card.get("rates", []), card.get("quorum", {}), self.pick]
        needed = {line.get("base") for line in [*lines, card.get("ranking", {})]} & {*BASES}
        needed |= {"到会"} if "quorum" in card else {*()}
        return found + [base for base in needed if BASES[base] not in n] + self.row_faults()

    def row_faults(self) -> list[str]:
        """Name the items whose sums are wrong, incomplete or not on the sheet."""
        loose = self.rule["medium"] == "无异议"
        whole = self.n.get("items", self.n.get("returned"))
        whole = self.n.get("present") if self.open or loose else whole
        if whole is None or not self.rows:
            return ["没有票数或总数"]
        items = {q["key"]: q for q in self.vote["questions"]}
        found = [key for key in self.rows if key not in items]
        for key, q in items.items():
            row = self.rows.get(key, EMPTY)
            twice = self.data.get("totals", {}).get(key, {}) if "totals" in self.data else row
            gap = whole - total(row) - self.spoilt
            bad = gap < 0 or (gap and not loose and not q.get("write_in"))
            if (
                bad
                or {*row["choices"]} != {*self.keys}
                or (self.sheets is not None and row != EMPTY | twice)
            ):
                found.append(q.get("label") or key)
        return found
