"""The sample's votes: four by keypad, one evaluation and one appointments ballot, counted twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.actions import (
    agenda,
    appointments,
    certify,
    counting,
    decisions,
    votes,
)
from meetingdesk.actions.sample import texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meetingdesk.actions.office import Office

PRESENT = 37
TELLERS = {"teller_chief": "卫东升", "tellers": "方晓岚、邓和", "counters": "计票一组、计票二组"}
COUNTERS = ("计票一组", "计票二组")
EVALUATION_CARD = "测评-三档"
APPOINTMENT_CARD = "任免-逐人"
KEYPAD_CARD = "表决器-全体过半数"
_GRADES = {"s": ["满意"], "b": ["基本满意"], "n": ["不满意"], "-": []}

Ballots = list[tuple[dict[str, list[str]], int]]


def hold_votes(office: Office, meeting_id: int) -> None:
    """Hold and certify every vote of the sample session, in the order of the agenda."""
    for index, decision in enumerate(decisions.decisions(office, meeting_id)):
        vote_id = votes.draft_decision_vote(
            office, decision.id, card_name=KEYPAD_CARD, method="按表决器"
        )
        keypad_vote(office, vote_id, texts.KEYPAD[index])
    vote_id = draft_evaluation(office, meeting_id)
    paper_vote(office, vote_id, evaluation_ballots(office, meeting_id, vote_id))
    vote_id = draft_appointments(office, meeting_id)
    paper_vote(office, vote_id, appointment_ballots(office, meeting_id, vote_id))


def keypad_vote(office: Office, vote_id: int, figures: tuple[int, int, int, int]) -> None:
    """Take a keypad vote: 赞成, 反对, 弃权 and keys not pressed."""
    in_favour, against, abstained, _not_pressed = figures
    votes.open_vote(office, vote_id)
    count_id = counting.start_count(office, vote_id, 1, COUNTERS[0])
    counting.enter_totals(office, count_id, {"赞成": in_favour, "反对": against, "弃权": abstained})
    counting.finish_count(office, count_id)
    certify.certify(office, vote_id)


def draft_evaluation(office: Office, meeting_id: int) -> int:
    """Draft the evaluation of the five departments on one sheet."""
    item = next(i for i in agenda.items(office, meeting_id) if i.objects)
    return votes.draft_evaluation(office, item.id, card_name=EVALUATION_CARD)


def draft_appointments(office: Office, meeting_id: int) -> int:
    """Draft one ballot with every entry of the meeting's motions."""
    motion_ids = [m.id for m in appointments.motions(office, meeting_id)]
    return votes.draft_appointments_vote(office, motion_ids, card_name=APPOINTMENT_CARD)


def question_keys(office: Office, meeting_id: int, vote_id: int) -> list[str]:
    """Return the keys of a vote's questions in ballot order."""
    vote = next(v for v in votes.votes_of(office, meeting_id) if v.id == vote_id)
    return [q.key for q in vote.questions]


def evaluation_ballots(office: Office, meeting_id: int, vote_id: int) -> Ballots:
    """Return the evaluation's invented ballots as marks and copies."""
    keys = question_keys(office, meeting_id, vote_id)
    return [
        (
            {k: _GRADES[mark] for k, mark in zip(keys, marks, strict=True) if _GRADES[mark]},
            copies,
        )
        for marks, copies in texts.EVALUATION_BALLOTS
    ]


def appointment_ballots(office: Office, meeting_id: int, vote_id: int) -> Ballots:
    """Return the appointments' invented ballots as marks and copies."""
    keys = question_keys(office, meeting_id, vote_id)
    return [
        ({k: [exceptions.get(n, "赞成")] for n, k in enumerate(keys)}, copies)
        for exceptions, copies in texts.APPOINTMENT_BALLOTS
    ]


def paper_vote(
    office: Office, vote_id: int, ballots: Iterable[tuple[dict[str, list[str]], int]]
) -> None:
    """Hold a paper vote: issue, collect, count twice by two people, certify."""
    sheets = list(ballots)
    votes.edit_vote(office, vote_id, **TELLERS)
    votes.open_vote(office, vote_id)
    votes.set_issued(office, vote_id, PRESENT)
    votes.set_returned(office, vote_id, PRESENT)
    for number, counter in enumerate(COUNTERS, start=1):
        count_id = counting.start_count(office, vote_id, number, counter)
        for marks, copies in sheets:
            counting.record_ballot(office, count_id, marks, copies)
        counting.finish_count(office, count_id)
    certify.certify(office, vote_id)
