"""文书: all papers of a meeting, seen as printed, written out, printed and issued."""

from __future__ import annotations

from meetingdesk.panels.documents.page import DocumentsPanel

__all__ = ["DocumentsPanel"]
