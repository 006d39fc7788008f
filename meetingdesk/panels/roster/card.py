"""The chosen member at a glance, with the photo: dropped, pasted or chosen right there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meetingdesk.actions import portraits
from meetingdesk.panels.roster.photo import WIDE, PhotoFrame, ask_photo
from meetingdesk.panels.roster.words import day, span
from meetingdesk.rules.names import padded
from meetingdesk.shell import theme
from meetingdesk.shell.widgets import label

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.roster import MemberView
    from meetingdesk.panels.roster.page import RosterPanel

_WIDTH = WIDE + 56


class MemberCard(QWidget):
    """Photo, name, post, birth, time in office; every change is undone by 撤销."""

    def __init__(self, panel: RosterPanel) -> None:
        super().__init__()
        self.panel = panel
        self.member: MemberView | None = None
        self.setAccessibleName("人员卡片")
        self.setFixedWidth(_WIDTH)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.GAP, 4, 0, 0)
        box.setSpacing(6)
        self.frame = PhotoFrame()
        self.frame.setObjectName("cardPhoto")
        self.frame.offered.connect(self.take)
        self.frame.removed.connect(self.remove)
        self.frame.asked.connect(lambda: ask_photo(self, self.take))
        self.frame.nothing.connect(lambda: panel.host.toast("剪贴板里没有图片"))
        box.addWidget(self.frame, 0, Qt.AlignmentFlag.AlignHCenter)
        self.name = label("", "card")
        self.name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.name.setObjectName("cardName")
        box.addWidget(self.name)
        self.about = label("", "soft", wrap=True)
        self.about.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.about.setObjectName("cardAbout")
        box.addWidget(self.about)
        box.addStretch(1)

    def show_member(self, member: MemberView | None) -> None:
        """Show another member, or the same one after a change."""
        self.member = member
        self.setEnabled(member is not None)
        kept = portraits.photo(self.panel.office, member.person_id) if member is not None else None
        self.frame.show_photo(kept)
        self.name.setText(padded(member.name) if member is not None else "")
        self.about.setText(_about(member) if member is not None else "选定一人，这里显示照片。")

    def take(self, picture: bytes | Path) -> None:
        """Keep a picture as the member's photo."""
        member, host = self.member, self.panel.host
        if member is not None and host.guard(
            portraits.set_photo, self.panel.office, member.person_id, picture, default=True
        ):
            host.toast(f"已放入{member.name}的照片", undo=True)

    def remove(self) -> None:
        """Take the photo away."""
        member, host = self.member, self.panel.host
        if member is not None and host.guard(
            portraits.remove_photo, self.panel.office, member.person_id, default=True
        ):
            host.toast(f"已去掉{member.name}的照片", undo=True)


def _about(member: MemberView) -> str:
    who = "，".join(part for part in (member.gender, member.ethnicity) if part)
    born = f"{day(member.birth)}生" if member.birth else ""
    party = f"党组{member.party_post}" if member.party_post else ""
    lines = (member.post, party, who, born, span(member.since, member.until), member.leave_reason)
    return "\n".join(part for part in lines if part)
