"""表决规则: the cards votes are counted by, and the office's own copies of them."""

from __future__ import annotations

from meetingdesk.panels.cards.page import CardsPanel

__all__ = ["CardsPanel"]
