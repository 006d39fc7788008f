"""Check the numbers of a vote before anything is decided (票数核对, rules.md §1.3, §4.2)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from meetingdesk.rules.cardtypes import Base, Medium
from meetingdesk.rules.majority import needed, threshold_words
from meetingdesk.rules.results import Check, Level
from meetingdesk.rules.votes import sums

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meetingdesk.rules.cardtypes import Card
    from meetingdesk.rules.tally import Tally
    from meetingdesk.rules.votes import Count, Numbers, VoteInput

_OPEN = (Medium.KEYPAD, Medium.HANDS)
_PER_QUESTION = (Base.VALID, Base.VALID_KNOWN)


def completed(vote: VoteInput, count: Count) -> Tally:
    """Return the sums of a count with 未按／未表态 worked out from those present, where open."""
    tally = sums(vote, count)
    present = count.numbers.present
    if vote.card.ballot.medium not in _OPEN or present is None:
        return tally
    rows = {
        key: row
        if row.unpressed is not None
        else replace(row, unpressed=max(present - row.total, 0))
        for key, row in tally.questions.items()
    }
    return replace(tally, questions=rows)


def check(vote: VoteInput, count: Count, tally: Tally, where: str) -> list[Check]:
    """Return every check of one count; ``where`` names the electorate, empty if there is one."""
    found = [
        *_people(vote.card, count.numbers),
        *_sheets(count, tally),
        *_sources(vote, count, tally),
        *_rows(vote, count.numbers, tally),
        *_chosen(vote, tally),
        *_bases(vote.card, replace(count.numbers, returned=tally.returned)),
    ]
    return [replace(c, text=f"{where}：{c.text}") for c in found] if where else found


def _people(card: Card, numbers: Numbers) -> Iterator[Check]:
    present = numbers.present
    for key, name, limit in (
        ("present_members", "全体组成人员", numbers.members),
        ("present_deputies", "全体代表", numbers.deputies),
    ):
        if present is not None and limit is not None:
            ok = present <= limit
            sign = "不多于" if ok else "多于"
            text = f"到会{present}人，{sign}{name}{limit}人"
            yield Check(key, ok, Level.ERROR, text)
    if card.quorum and present is not None:
        base = {
            Base.MEMBERS: numbers.members,
            Base.DEPUTIES: numbers.deputies,
            Base.SEATS: numbers.statutory_seats,
        }.get(card.quorum.base)
        if base is not None:
            need = needed(base, card.quorum.op, card.quorum.fraction)
            words = threshold_words(card.quorum.op, card.quorum.fraction)
            ok = present >= need
            tail = "达到法定人数" if ok else "不足法定人数，不得举行会议，表决不发生效力"
            label = card.quorum.base.label
            text = f"{label}{base}人，{words}为{need}人；到会{present}人，{tail}"
            yield Check("quorum", ok, Level.VOID, text)


def _sheets(count: Count, tally: Tally) -> Iterator[Check]:
    numbers, returned = count.numbers, tally.returned
    issued, present = numbers.issued, numbers.present
    if issued is not None and present is not None:
        sign = "不多于" if issued <= present else "多于"
        yield Check(
            "issued_present",
            issued <= present,
            Level.NOTE,
            f"发出票{issued}张，{sign}到会{present}人",
        )
    if returned is None:
        return
    if issued is not None:
        if returned > issued:
            text = f"收回票{returned}张，多于发出票{issued}张，本次投票无效，应重新投票"
        elif returned < issued:
            gap = issued - returned
            text = f"发出票{issued}张，收回票{returned}张，未收回{gap}张，本次投票有效"
        else:
            text = f"发出票{issued}张，收回票{returned}张，收回与发出相符，本次投票有效"
        yield Check("returned_issued", returned <= issued, Level.VOID, text)
        if numbers.unreturned is not None:
            parts = f"收回{returned}＋未收回{numbers.unreturned}"
            whole = returned + numbers.unreturned
            yield _equal("issued_sum", ("发出", issued), (parts, whole))
    if present is not None:
        ok = returned <= present
        sign = "不多于" if ok else "多于"
        text = f"收回票{returned}张，{sign}到会{present}人"
        level = Level.VOID if issued is None else Level.ERROR
        yield Check("returned_present", ok, level, text)
    if numbers.valid is not None:
        parts = f"有效{numbers.valid}＋无效{tally.invalid_ballots}"
        whole = numbers.valid + tally.invalid_ballots
        yield _equal("returned_sum", ("收回", returned), (parts, whole))


def _equal(key: str, left: tuple[str, int], right: tuple[str, int]) -> Check:
    ok = left[1] == right[1]
    sign = "等于" if ok else "不等于"
    return Check(key, ok, Level.ERROR, f"{left[0]}{left[1]}张，{sign}{right[0]}")


def _sources(vote: VoteInput, count: Count, tally: Tally) -> Iterator[Check]:
    if count.patterns is None:
        if count.totals is None:
            yield Check("votes", ok=False, level=Level.ERROR, text="既没有票，也没有各项票数")
        return
    sheets = sum(count.patterns.values())
    if count.numbers.returned is None:
        text = f"没有另报收回票数，按录入的{sheets}张计"
        yield Check("sheets_entered", ok=False, level=Level.NOTE, text=text)
    else:
        back = count.numbers.returned
        yield _equal("sheets_entered", ("录入", sheets), (f"收回{back}张", back))
    if count.numbers.invalid is not None:
        bad, said = tally.invalid_ballots, count.numbers.invalid
        yield _equal("invalid_entered", ("按票判定无效", bad), (f"报告的无效{said}张", said))
    for question in vote.questions if count.totals is not None else ():
        given = (count.totals or {}).get(question.key)
        yield Check(
            "totals_match",
            ok=given == tally.questions[question.key],
            level=Level.ERROR,
            text=f"{question.label}：逐票相加与各项票数逐项比较",
            question=question.key,
        )


def _rows(vote: VoteInput, numbers: Numbers, tally: Tally) -> Iterator[Check]:
    medium = vote.card.ballot.medium
    whole, name = tally.returned, "收回"
    if medium in (*_OPEN, Medium.ACCLAMATION):
        whole, name = numbers.present, "到会"
    elif numbers.items is not None:
        whole, name = numbers.items, "件数"
    if whole is None:
        yield Check("whole", ok=False, level=Level.ERROR, text=f"没有“{name}”的数目，无法核对票数")
        return
    known = {q.key for q in vote.questions}
    for key in sorted(set(tally.questions) - known):
        yield Check("unknown", ok=False, level=Level.ERROR, text=f"票样上没有“{key}”", question=key)
    for question in vote.questions:
        row = tally.questions.get(question.key)
        missing = [key for key in vote.card.keys if row is None or key not in row.counts]
        extra = [] if row is None else sorted(set(row.counts) - set(vote.card.keys))
        if row is None or missing or extra:
            what = (
                f"没有录入{'、'.join(missing)}" if missing else f"没有“{'、'.join(extra)}”这一选项"
            )
            text = f"{question.label}：{what}"
            yield Check("entered", ok=False, level=Level.ERROR, text=text, question=question.key)
            continue
        total = row.total + tally.invalid_ballots
        loose = question.write_in or medium is Medium.ACCLAMATION
        ok = total <= whole if loose else total == whole
        sign = ("不多于" if ok else "多于") if loose else ("等于" if ok else "不等于")
        text = f"{question.label}：各项票数与无效合计{total}，{sign}{name}{whole}"
        yield Check("row_sum", ok, Level.ERROR, text, question.key)


def _chosen(vote: VoteInput, tally: Tally) -> Iterator[Check]:
    """Compare the votes in favour with what the good ballots could hold (应选名额 each)."""
    rule = vote.card.selection
    most = rule and (rule.choose_at_most or vote.seats or rule.seats)
    if rule is None or not most or tally.returned is None:
        return
    good = tally.returned - tally.invalid_ballots
    votes = sum(row.counts.get(rule.choice, 0) for row in tally.questions.values())
    ok = votes <= most * good
    sign = "不多于" if ok else "多于"
    label = vote.card.labels((rule.choice,))
    text = (
        f"各项{label}合计{votes}票，{sign}有效票{good}张、每张至多{most}个所能有的{most * good}票"
    )
    yield Check("choice_limit", ok, Level.ERROR, text)


def _bases(card: Card, numbers: Numbers) -> Iterator[Check]:
    """Complain once for each base the rule needs and nobody gave."""
    given = {
        Base.MEMBERS: numbers.members,
        Base.SEATS: numbers.statutory_seats,
        Base.PRESENT: numbers.present,
        Base.ISSUED: numbers.issued,
        Base.RETURNED: numbers.returned,
        Base.DEPUTIES: numbers.deputies,
        Base.ITEMS: numbers.items,
    }
    for base in needed_bases(card):
        if base not in _PER_QUESTION and given[base] is None:
            text = f"缺少“{base.label}”的数目，按本卡无法判定"
            yield Check("base", ok=False, level=Level.ERROR, text=text)
    if card.quorum and numbers.present is None:
        text = "没有到会人数，无法核对法定人数"
        yield Check("quorum", ok=False, level=Level.ERROR, text=text)


def needed_bases(card: Card) -> list[Base]:
    """Return the bases a card cannot do without, each once."""
    bases = [o.threshold.base for o in card.outcomes if o.threshold]
    bases += [r.base for r in card.rates]
    if card.quorum:
        bases.append(card.quorum.base)
    if card.selection and card.selection.threshold:
        bases.append(card.selection.threshold.base)
    if card.ranking and card.ranking.base:
        bases.append(card.ranking.base)
    return list(dict.fromkeys(bases))
