"""The sample in figures: what ``meetingdesk demo`` writes as ``summary.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetingdesk.actions import agenda, appointments, certify, decisions, meetings, oaths, votes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetingdesk.actions.office import Office


def summary(office: Office, meeting_id: int, files: Sequence[str]) -> dict[str, Any]:
    """Return the session's figures and results, all read back from the desk."""
    meeting = meetings.meeting(office, meeting_id)
    facts = meetings.facts(office, meeting_id)
    entries = [e for m in appointments.motions(office, meeting_id) for e in m.entries]
    return {
        "note": "示例市及其中的人名、职务、票数均为虚构。",
        "meeting": meeting.title,
        "dates": meeting.date_text,
        "members": facts.members,
        "quorum": facts.quorum,
        "present": facts.present,
        "remote": facts.remote,
        "leave": facts.leave,
        "items": [
            {"number": i.number, "verb": i.verb, "subject": i.subject, "outcome": i.outcome}
            for i in agenda.items(office, meeting_id)
        ],
        "decisions": [
            {"title": d.printed_title, "note": d.adoption_note}
            for d in decisions.decisions(office, meeting_id)
        ],
        "votes": [_vote(office, v) for v in votes.votes_of(office, meeting_id)],
        "appointments": [e.sentence for e in entries if e.state == "通过"],
        "letters": sum(e.letter is not None for e in entries),
        "sworn": sum(t.sworn for c in oaths.ceremonies(office, meeting_id) for t in c.takers),
        "files": sorted(files),
    }


def _vote(office: Office, vote: votes.VoteView) -> dict[str, Any]:
    result = certify.result_of(office, vote.id)
    return {
        "title": vote.title,
        "method": vote.method,
        "state": vote.state,
        "code": vote.code,
        "conclusion": result.conclusion if result else "",
        "questions": [
            {"label": q.label, "counts": q.counts, "outcome": q.outcome_label}
            for q in (result.questions if result else ())
        ],
    }
