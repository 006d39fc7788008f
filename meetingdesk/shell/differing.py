"""Two texts compared character by character."""

from __future__ import annotations

from difflib import SequenceMatcher
from html import escape
from typing import TYPE_CHECKING

from meetingdesk.rules.revisions import pairs_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meetingdesk.shell.theme import Palette

SAME, GONE, NEW = "same", "gone", "new"
#: words about a change, no part of either text
NOTE = "note"


def pieces(old: str, new: str) -> list[tuple[str, str]]:
    """Return runs of (same | gone | new, text); gone runs stand before what replaced them.

    Paragraphs are matched first, then characters within those that changed: a long law of a
    hundred articles is compared at once, and a moved article does not dissolve into letters.
    """
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    made: list[tuple[str, str]] = []
    for step, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        left, right = "".join(before[a:b]), "".join(after[c:d])
        runs = [(SAME, left)] if step == "equal" else _letters(left, right)
        for kind, text in runs:
            if made and made[-1][0] == kind:
                made[-1] = (kind, made[-1][1] + text)
            else:
                made.append((kind, text))
    return made


def _letters(old: str, new: str) -> list[tuple[str, str]]:
    made: list[tuple[str, str]] = []
    for step, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            made.append((SAME, old[a:b]))
            continue
        made += [(GONE, old[a:b])] if b > a else []
        made += [(NEW, new[c:d])] if d > c else []
    return made


def noted(old: str, new: str, notes: Mapping[int, str]) -> list[tuple[str, str]]:
    """Return the runs paragraph by paragraph, with what is noted of a changed one after it.

    ``notes`` are by the place of the paragraph among :func:`pairs_of` (from 0).
    """
    made: list[tuple[str, str]] = []
    for at, pair in enumerate(pairs_of(old, new)):
        made += pieces(pair.old or "", pair.new or "")
        made += [(NOTE, notes[at])] if notes.get(at) else []
        made.append((SAME, "\n"))
    return made[:-1]


def counts(runs: list[tuple[str, str]]) -> tuple[int, int]:
    """Return how many characters went and came, line ends not counted."""
    gone = sum(len(text.replace("\n", "")) for kind, text in runs if kind == GONE)
    new = sum(len(text.replace("\n", "")) for kind, text in runs if kind == NEW)
    return gone, new


def as_html(runs: list[tuple[str, str]], look: Palette) -> str:
    """Write the runs as rich text: deletions red and struck out, insertions blue, underlined."""
    styles = {
        NOTE: f"color:{look.soft}",
        GONE: f"color:{look.bad}; text-decoration:line-through",
        NEW: f"color:{look.info}; text-decoration:underline",
    }
    parts = []
    for kind, text in runs:
        words = escape(text)
        if kind == SAME:
            parts.append(words.replace("\n", "<br>"))
            continue
        if kind == NOTE:
            words = f"〔{words}〕"
        # a joined or split paragraph changes nothing but the line end: show that it did
        words = words.replace("\n", "¶<br>" if kind == NEW else "¶")
        parts.append(f'<span style="{styles[kind]}">{words}</span>')
    return f'<div style="line-height:118%">{"".join(parts)}</div>'
