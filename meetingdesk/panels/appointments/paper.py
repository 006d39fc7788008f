"""The paper at the right: the list, the letter, the oath sheet or its record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QSizePolicy, QVBoxLayout, QWidget

from meetingdesk.errors import Refused
from meetingdesk.rules.names import padded
from meetingdesk.shell.paper import PaperCard
from meetingdesk.shell.widgets import label, scrolled
from meetingdesk.shell.widgets.late import follow

if TYPE_CHECKING:
    from meetingdesk.actions.appointments import MotionView

KINDS = (
    "motion", "appointment_drafts", "appointments", "screening", "statements", "letter",
    "appointment_notice", "oath", "oath_record",
)  # fmt: skip
# narrower than this the preview keeps to turning pages
_ROOMY = 470


class MotionsPaper(PaperCard):
    """One paper of the meeting, chosen by what is selected or from the box above it."""

    def __init__(self, office: Any, parent: QWidget | None = None) -> None:
        super().__init__(
            self.draw_paper,
            name="paperPreview",
            instead=self._draft_page(),
            roomy=_ROOMY,
            parent=parent,
        )
        self._office = office
        self._refs: list[Any] = []
        self._wanted: tuple[str, int | str] | None = None
        self._filling = False
        self.box = QComboBox()
        self.box.setObjectName("paperBox")
        self.box.setAccessibleName("预览哪份文书")
        self.box.setPlaceholderText("选一份文书")
        self.box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.box.currentIndexChanged.connect(self._picked)
        self.head.takeAt(self.head.count() - 1)  # the stretch: the box takes the room
        self.head.addWidget(self.box, 1)
        follow(self.title, self.box)
        self.setMinimumWidth(300)

    def _draft_page(self) -> QWidget:
        page = QWidget()
        page.setAccessibleName("名单拟稿")
        box = QVBoxLayout(page)
        box.setContentsMargins(4, 6, 4, 0)
        self.lead = label("", "soft", wrap=True)
        self.lead.setObjectName("draftLead")
        self.draft = label("", wrap=True)
        self.draft.setObjectName("draftList")
        box.addWidget(self.lead)
        box.addSpacing(6)
        box.addWidget(self.draft)
        box.addStretch(1)
        return scrolled(page)

    @staticmethod
    def available(office: Any, meeting_id: int) -> list[Any]:
        """Return the papers of the meeting there are now; ``office`` may be a reading going on."""
        from meetingdesk.actions import documents

        return list(documents.available(office, meeting_id, KINDS))

    def show_papers(self, papers: list[Any], motions: list[MotionView]) -> None:
        """List the papers there are now, and draw the one wanted."""
        self._refs = papers
        self._filling = True
        self.box.clear()
        for ref in self._refs:
            self.box.addItem(ref.title)
        self._filling = False
        self.box.setVisible(bool(self._refs))
        self._write_draft(motions)
        self.want(*(self._wanted or ("appointments", "")))

    def _write_draft(self, motions: list[MotionView]) -> None:
        """Write what the list will say once it is passed."""
        live = [m for m in motions if any(e.state != "撤回" for e in m.entries)]
        if not live:
            self.lead.setText("登记人选后，这里显示名单上的写法；表决通过后生成正式文书。")
            self.draft.setText("")
            return
        self.lead.setText("表决通过后生成正式名单。目前的写法：")
        blocks = [
            "\n".join((
                f"{m.proposer}{padded(m.proposer_name)}提请",
                *(e.sentence.replace(e.name, padded(e.name)) for e in m.entries
                  if e.state != "撤回"),
            ))
            for m in live
        ]  # fmt: skip
        self.draft.setText("\n\n".join(blocks))

    def want(self, kind: str, subject: int | str = "") -> None:
        """Show the paper of ``kind`` made for ``subject`` (an id, or the part of a list)."""
        self._wanted = (kind, subject)
        of_kind = [ref for ref in self._refs if ref.kind == kind]
        match = [ref for ref in of_kind if subject in (ref.subject_id, ref.part)]
        ref = next(iter(match or of_kind), None)
        self._filling = True
        self.box.setCurrentIndex(self._refs.index(ref) if ref is not None else -1)
        self._filling = False
        self.later()

    def _picked(self, at: int) -> None:
        if not self._filling and 0 <= at < len(self._refs):
            ref = self._refs[at]
            self._wanted = (ref.kind, ref.part or ref.subject_id)
            self.later()

    def draw_paper(self) -> None:
        """Draw the paper chosen in the box."""
        from meetingdesk.actions import documents

        at = self.box.currentIndex()
        if not 0 <= at < len(self._refs):
            self.show_instead()
            return
        self.stack.setCurrentWidget(self.view)
        try:
            document = documents.preview(self._office, self._refs[at])
        except Refused as error:
            self.view.set_document(None)
            self.view.tell(str(error))
            return
        self.view.set_document(document)
