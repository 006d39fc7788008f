"""Write a rule card back to the plain table it can be parsed from (frozen with each vote)."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from meetingdesk.rules.cardtypes import Band, Card, Choice, Consequence, Outcome, Threshold


def card_to_dict(card: Card) -> dict[str, Any]:
    """Return the plain table of ``card``; parsing it gives the same card."""
    out: dict[str, Any] = {
        "id": card.id,
        "title": card.title,
        "kind": str(card.kind),
        "version": card.version,
        "source": card.source,
        "article": card.article,
        "doubts": list(card.doubts),
        "guess": card.guess,
        "choices": [_choice(c) for c in card.choices],
        "ballot": _plain(card.ballot),
        "what_if": [str(base) for base in card.what_if],
    }
    if card.quorum:
        out["quorum"] = _threshold(card.quorum)
    if card.outcomes:
        out["outcomes"] = [_outcome(o) for o in card.outcomes]
    if card.bands:
        out["bands"] = [_band(b) for b in card.bands]
    if card.rates:
        out["rates"] = [_plain(r) for r in card.rates]
    if card.ranking:
        ranking = _plain(card.ranking)
        out["ranking"] = {"by": "score" if ranking.pop("by_score") else "share", **ranking}
    if card.selection:
        plain = _plain(card.selection)
        threshold = plain.pop("threshold", None)
        out["selection"] = {**plain, **(threshold or {})}
    if card.electorates:
        out["electorates"] = [_plain(e) for e in card.electorates]
    if card.tie_at_threshold:
        out["tie_at_threshold"] = str(card.tie_at_threshold)
    if card.reject_limit:
        out["reject_limit"] = card.reject_limit
    return out


def _plain(value: Any) -> dict[str, Any]:
    """Return the fields of a flat value, leaving out those that are not set."""
    out: dict[str, Any] = {}
    for field in fields(value):
        item = getattr(value, field.name)
        if item is None:
            continue
        if field.name == "threshold":
            out[field.name] = _threshold(item)
        elif isinstance(item, tuple):
            out[field.name] = [str(part) for part in item]
        elif isinstance(item, (bool, int)):
            out[field.name] = item
        else:
            out[field.name] = str(item)
    return out


def _choice(choice: Choice) -> dict[str, Any]:
    plain = _plain(choice)
    for name in ("abstain", "unknown", "against"):
        plain[name] = plain.pop(f"is_{name}")
    return plain


def _threshold(threshold: Threshold) -> dict[str, Any]:
    return {
        "op": "tie" if threshold.by_tie_rule else str(threshold.op),
        "fraction": str(Fraction(threshold.fraction)),
        "base": str(threshold.base),
    }


def _graded(grade: Outcome | Band) -> dict[str, Any]:
    out: dict[str, Any] = {"key": grade.key, "label": grade.label}
    if grade.passed is not None:
        out["passed"] = grade.passed
    if grade.consequence:
        out["consequence"] = _consequence(grade.consequence)
    return out


def _consequence(consequence: Consequence) -> dict[str, Any]:
    return _plain(consequence)


def _outcome(outcome: Outcome) -> dict[str, Any]:
    out = {**_graded(outcome), "second_round": outcome.second_round}
    if outcome.threshold is None:
        return {**out, "else": True}
    return {**out, "choices": list(outcome.choices), **_threshold(outcome.threshold)}


def _band(band: Band) -> dict[str, Any]:
    return {**_graded(band), "at_least": str(band.at_least), "below": str(band.below)}
