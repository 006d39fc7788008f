"""按合计录入 (唱票): a count that holds the sums of each question instead of its ballots.

Every row must add up to the ballots that came back before anything is kept, and the refusal
says which row is off and by how much. Two such counts, or one and a count of ballots, are
compared by their sums.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from meetingdesk.errors import BadInput, Problem
from meetingdesk.records.tallies import CountSum
from meetingdesk.rules.tally import ILLEGIBLE, WHOLE, QuestionTally, Tally

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from meetingdesk.records.votes import Count, Vote
    from meetingdesk.rules.cards import Card

#: how a count was taken
BY_BALLOT, IN_SUMS = "逐张", "合计"
#: the column of items left unmarked (空白)
BLANK = "_"

Sums = dict[str, dict[str, int]]


def check_sums(card: Card, vote: Vote, rows: Mapping[str, Mapping[str, int]], spoilt: int) -> Sums:
    """Return every row in full, missing numbers as 0.

    Raises:
        BadInput: a row, choice or number that is not on the sheet, or a row that does not add
            up; each problem names its row (1-based) and question.
    """
    keys, returned = (*card.keys, BLANK, ILLEGIBLE), vote.returned or 0
    known = [q.key for q in vote.questions]
    problems = [Problem("票上没有这一项", field=key) for key in rows if key not in known]
    if spoilt < 0:
        problems.append(Problem("张数应为不小于0的整数", field="整票无效"))
    found: Sums = {}
    for number, question in enumerate(vote.questions, start=1):
        given = rows.get(question.key, {})
        if not set(given) <= set(keys) or any(n < 0 for n in given.values()):
            words = "票数应为不小于0的整数，且只限票上的选项"
            problems.append(Problem(words, row=number, field=question.text))
            continue
        found[question.key] = {key: given.get(key, 0) for key in keys}
        gap = sum(given.values()) + spoilt - returned
        if gap:
            problems.append(
                Problem(gap_words(gap, sum(given.values()), spoilt, returned),
                        row=number, field=question.text)
            )  # fmt: skip
    if problems:
        raise BadInput.of("合计与收回票数对不上，没有录入。请核对下列各项。", problems)
    return found


def gap_words(gap: int, total: int, spoilt: int, returned: int) -> str:
    """Say by how much a row is off: 各项合计36，比收回37张少1."""
    whole = (
        f"各项合计{total}，加整票无效{spoilt}为{total + spoilt}" if spoilt else f"各项合计{total}"
    )
    return f"{whole}，比收回{returned}张{'多' if gap > 0 else '少'}{abs(gap)}"


def write_sums(session: Session, count: Count, rows: Sums, spoilt: int) -> None:
    """Keep checked sums as the whole content of ``count``."""
    session.execute(delete(CountSum).where(CountSum.count_id == count.id))
    for question, sums in sorted({**rows, WHOLE: {ILLEGIBLE: spoilt}}.items()):
        text = json.dumps(sums, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        session.add(CountSum(count_id=count.id, question=question, sums=text))
    count.way = IN_SUMS
    session.flush()


def read_sums(session: Session, count_id: int) -> Sums:
    """Return the rows of a count by sums, :data:`WHOLE` among them; empty before entry."""
    rows = session.execute(
        select(CountSum.question, CountSum.sums)
        .where(CountSum.count_id == count_id)
        .order_by(CountSum.question)
    )
    return {question: json.loads(text) for question, text in rows}


def held_by_sums(rows: Sums) -> int:
    """Return how many ballots a count by sums accounts for."""
    spoilt = rows.get(WHOLE, {}).get(ILLEGIBLE, 0)
    return max((sum(r.values()) for key, r in rows.items() if key != WHOLE), default=0) + spoilt


def tally_of_sums(card: Card, rows: Sums) -> Tally:
    """Return a count by sums as the engine takes it."""
    spoilt = rows.get(WHOLE, {}).get(ILLEGIBLE, 0)
    questions = {
        key: QuestionTally(
            {choice: row[choice] for choice in card.keys}, blank=row[BLANK], invalid=row[ILLEGIBLE]
        )
        for key, row in rows.items()
        if key != WHOLE
    }
    return Tally(questions, held_by_sums(rows), spoilt)
