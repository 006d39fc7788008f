"""表决与测评, all of it under one name: what panels, the command line and the demo import.

States: 拟定 → 已开票 → 计票 → 已确认; 作废 when more ballots come back than were issued.
Drafting is in :mod:`vote_drafts` and :mod:`vote_sources`, holding the vote in
:mod:`polling`, entering ballots in :mod:`counting`, the result in :mod:`certify`.
"""

from __future__ import annotations

from meetingdesk.actions.polling import (
    members_number,
    open_vote,
    present_number,
    re_vote,
    set_issued,
    set_returned,
    unopen_vote,
)
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
from meetingdesk.actions.vote_sources import (
    Source,
    draft_appointments_vote,
    draft_decision_vote,
    draft_evaluation,
    draft_from,
    sources,
)
from meetingdesk.actions.vote_views import (
    KINDS,
    METHODS,
    CountHead,
    QuestionView,
    VoteView,
    vote_view,
    votes_of,
)

__all__ = [
    "KINDS",
    "METHODS",
    "CountHead",
    "QuestionView",
    "Source",
    "VoteView",
    "add_question",
    "delete_vote",
    "draft_appointments_vote",
    "draft_decision_vote",
    "draft_evaluation",
    "draft_from",
    "draft_vote",
    "edit_question",
    "edit_vote",
    "members_number",
    "move_vote",
    "open_vote",
    "present_number",
    "re_vote",
    "remove_question",
    "reorder_questions",
    "set_issued",
    "set_returned",
    "sources",
    "unopen_vote",
    "vote_view",
    "votes_of",
]
