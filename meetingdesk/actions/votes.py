"""表决与测评, all of it under one name: what panels, the command line and the demo import.

States: 拟定 → 已开票 → 计票 → 已确认; 作废 when more ballots come back than were issued.
Drafting is in :mod:`vote_drafts`, :mod:`vote_sources`, :mod:`vote_objects` and
:mod:`vote_orders`, holding the vote in :mod:`polling`, entering ballots in :mod:`counting` and
sums in :mod:`vote_sums`, the result in :mod:`certify`, what follows it in :mod:`vote_next`.
"""

from __future__ import annotations

from meetingdesk.actions.polling import (
    members_number,
    open_vote,
    present_number,
    set_issued,
    set_returned,
    unopen_vote,
)
from meetingdesk.actions.vote_consequences import FollowUp, add_follow_ups, follow_ups
from meetingdesk.actions.vote_drafts import (
    add_question,
    delete_vote,
    draft_vote,
    edit_question,
    edit_vote,
    move_vote,
    remove_question,
    reorder_questions,
)
from meetingdesk.actions.vote_next import NextStep, next_steps, re_vote, take_step
from meetingdesk.actions.vote_objects import (
    Offered,
    add_offered,
    add_questions,
    ask_in_parts,
    offered,
    set_seats,
)
from meetingdesk.actions.vote_orders import draft_before
from meetingdesk.actions.vote_sources import (
    draft_appointments_vote,
    draft_decision_vote,
    draft_evaluation,
    draft_from,
)
from meetingdesk.actions.vote_sums import clear_sums, record_no_objection, record_sums
from meetingdesk.actions.vote_views import (
    KINDS,
    METHODS,
    BeforeView,
    ChoosingView,
    CountHead,
    QuestionView,
    VoteView,
    vote_view,
    votes_of,
)
from meetingdesk.actions.vote_waiting import Source, sources

__all__ = [
    "KINDS",
    "METHODS",
    "BeforeView",
    "ChoosingView",
    "CountHead",
    "FollowUp",
    "NextStep",
    "Offered",
    "QuestionView",
    "Source",
    "VoteView",
    "add_follow_ups",
    "add_offered",
    "add_question",
    "add_questions",
    "ask_in_parts",
    "clear_sums",
    "delete_vote",
    "draft_appointments_vote",
    "draft_before",
    "draft_decision_vote",
    "draft_evaluation",
    "draft_from",
    "draft_vote",
    "edit_question",
    "edit_vote",
    "follow_ups",
    "members_number",
    "move_vote",
    "next_steps",
    "offered",
    "open_vote",
    "present_number",
    "re_vote",
    "record_no_objection",
    "record_sums",
    "remove_question",
    "reorder_questions",
    "set_issued",
    "set_returned",
    "set_seats",
    "sources",
    "take_step",
    "unopen_vote",
    "vote_view",
    "votes_of",
]
