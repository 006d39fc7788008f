"""The chosen item beside the agenda: outcome, papers to come in, opinions raised."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from meetingdesk.actions import agenda, agenda_sources, attachments, checklists, opinions, yearplan
from meetingdesk.errors import Refused
from meetingdesk.panels.agenda.items import ICON_ONLY
from meetingdesk.panels.agenda.sheets import material_sheet, opinion_sheet
from meetingdesk.panels.agenda.words import day, item_words, material_state, people_of
from meetingdesk.shell import theme
from meetingdesk.shell.dropping import take_files
from meetingdesk.shell.widgets import (
    Column,
    EmptyState,
    RecordTable,
    Toolbar,
    button,
    label,
)

if TYPE_CHECKING:
    from meetingdesk.actions.agenda import ItemView, MaterialView
    from meetingdesk.actions.opinions import OpinionView
    from meetingdesk.panels.agenda.page import AgendaPanel


class ItemDetails(QWidget):
    """One item: its outcome, its checklist of papers, the opinions on it."""

    def __init__(self, panel: AgendaPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panel = panel
        self.item: ItemView | None = None
        self._filling = False
        self.setAccessibleName("议题详情")
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.GAP)
        self.title = label("", wrap=True)
        self.title.setObjectName("itemTitle")
        self.about = label("", "soft", wrap=True)
        self.about.setObjectName("itemAbout")
        box.addWidget(self.title)
        box.addWidget(self.about)
        box.addLayout(self._outcome())
        box.addWidget(self._materials_bar())
        self.materials = self._materials()
        box.addWidget(self.materials, 1)
        self.files = label("", "soft", wrap=True)
        self.files.setObjectName("itemFiles")
        box.addWidget(self.files)
        box.addWidget(self._opinions_bar())
        self.opinions = self._opinions()
        box.addWidget(self.opinions, 1)
        take_files(self, self.take_files)

    # -- making ------------------------------------------------------------------------

    def _outcome(self) -> QHBoxLayout:
        words = label("结果", "label")
        self.outcome = QComboBox()
        self.outcome.setObjectName("outcomeBox")
        self.outcome.setAccessibleName("结果")
        self.outcome.setEditable(True)
        self.outcome.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.outcome.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        line = self.outcome.lineEdit()
        if line is not None:
            line.setObjectName("outcomeEdit")
            line.setAccessibleName("结果")
            line.setPlaceholderText("会后登记，如 审议通过")
            line.editingFinished.connect(self._save_outcome)
        self.outcome.activated.connect(lambda *_: self._save_outcome())
        words.setBuddy(self.outcome)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(words)
        row.addWidget(self.outcome, 1)
        return row

    def _bar(self, title: str, parts: list[tuple[str, str, str, Any]]) -> Toolbar:
        bar = Toolbar(label(title, "card"))
        bar.setAccessibleName(title)
        bar.gap()
        for name, icon, hint, run in parts:
            words, _, key = hint.partition("　")
            told = key.startswith("table.")
            made = button("", run, icon=icon, hint=words if told else hint,
                          tells=key if told else "")  # fmt: skip
            made.setObjectName(name)
            made.setFixedWidth(ICON_ONLY)
            bar.add(made)
        return bar

    def _materials_bar(self) -> Toolbar:
        return self._bar("材料", [
            ("addMaterial", "plus", "增加材料", self.add_material),
            ("attachFile", "paperclip", "添加附件，也可以把文件拖到这里", self.attach_file),
            ("receiveMaterial", "check", "登记已交或未交　空格", self.receive_material),
            ("editMaterial", "pencil-simple", "修改材料　回车", self.edit_material),
            ("deleteMaterial", "trash", "删除材料　table.delete", self.delete_material),
        ])  # fmt: skip

    def _materials(self) -> RecordTable:
        def state(material: MaterialView) -> tuple[str, str]:
            return material_state(material, self.panel.office.today())

        table = RecordTable(
            [
                Column("材料", lambda m: m.title, stretch=True, wrap=True),
                Column("提供单位", lambda m: m.provider, 104, wrap=True, soft=True),
                Column("期限", lambda m: day(m.due), 74, soft=True),
                Column("状态", lambda m: state(m)[0], 66, tag=lambda m: state(m)[1]),
            ],
            name="材料清单",
            movable=True,
            empty=lambda: EmptyState(
                "没有材料", "把须提供的报告、说明、草案列在这里，逐份登记收到。"
            ),
        )
        table.setObjectName("materialsTable")
        table.bind_key(" ", lambda _row: self.receive_material())
        table.edit_requested.connect(self.edit_material)
        table.delete_requested.connect(self.delete_material)
        table.new_requested.connect(self.add_material)
        table.moved.connect(
            lambda row, to: self.panel.host.guard(
                agenda.move_material, self.panel.office, row.id, to
            )
        )
        return table

    def _opinions_bar(self) -> Toolbar:
        return self._bar("审议意见", [
            ("addOpinion", "plus", "登记审议意见", self.add_opinion),
            ("editOpinion", "pencil-simple", "修改审议意见　回车", self.edit_opinion),
            ("opinionUp", "arrow-up", "上移　table.up", lambda: self.opinions.move_current(-1)),
            ("opinionDown", "arrow-down", "下移　table.down", lambda: self.opinions.move_current(1)),
            ("deleteOpinion", "trash", "删除审议意见　table.delete", self.delete_opinion),
        ])  # fmt: skip

    def _opinions(self) -> RecordTable:
        table = RecordTable(
            [
                Column("序", lambda o: o.position, 38, soft=True),
                Column("意见", lambda o: o.text, stretch=True, wrap=True,
                       tip=lambda o: f"答复期限：{day(o.due)}" if o.due else ""),
                Column("承办", lambda o: o.organ, 92, wrap=True, soft=True),
            ],
            name="审议意见",
            movable=True,
            empty=lambda: EmptyState("没有审议意见", "会上提出的意见逐条登记，随后印审议意见书。"),
        )  # fmt: skip
        table.setObjectName("opinionsTable")
        table.edit_requested.connect(self.edit_opinion)
        table.delete_requested.connect(self.delete_opinion)
        table.new_requested.connect(self.add_opinion)
        table.moved.connect(
            lambda row, to: self.panel.host.guard(
                opinions.move_opinion, self.panel.office, row.id, to
            )
        )
        return table

    # -- showing -----------------------------------------------------------------------

    def show_item(self, item: ItemView | None) -> None:
        """Show another item, or the same one after a change."""
        office = self.panel.office
        try:
            with office.reading() as work:
                words = agenda.outcome_words(work, item.id) if item else ()
                points = opinions.opinions(work, item.id) if item else []
                traces = agenda_sources.traces(work, item.id) if item else []
                sources = yearplan.sources(work, item.id) if item else []
                files = _files(work, item)
        except Refused:
            item, words, points, traces, sources, files = None, (), [], [], [], []
        self.item = item
        self.setEnabled(item is not None)
        self.title.setText(item_words(item) if item else "选定一个议题，这里办它的材料和结果。")
        told = [_about(item) if item else "", *(trace.words for trace in traces), *sources]
        self.about.setText("　".join(part for part in told if part))
        self.about.setVisible(bool(self.about.text()))
        self._filling = True
        self.outcome.clear()
        self.outcome.addItems(list(words))
        self.outcome.setCurrentIndex(self.outcome.findText(item.outcome) if item else -1)
        self.outcome.setEditText(item.outcome if item else "")
        self.outcome.setToolTip(item.outcome if item else "")
        if (line := self.outcome.lineEdit()) is not None:
            line.setCursorPosition(0)  # a long outcome shows its beginning
        self._filling = False
        self.files.setText(f"附件：{'、'.join(files)}")
        self.files.setVisible(bool(files))
        self.materials.set_rows(list(item.materials) if item else [], choose=True)
        self.opinions.set_rows(points, choose=True)
        for table in (self.materials, self.opinions):
            # room in the measure of what there is to show
            self._box.setStretchFactor(table, 2 + min(len(table.rows()), 4))

    # -- doing -------------------------------------------------------------------------

    def _save_outcome(self) -> None:
        text = self.outcome.currentText().strip()
        if self._filling or self.item is None or text == self.item.outcome:
            return
        self.panel.host.guard(agenda.record_outcome, self.panel.office, self.item.id, text)

    def add_material(self) -> None:
        """Add a paper to the checklist."""
        if self.item is not None:
            material_sheet(
                self.panel, self.panel.office, self.item, on_done=self.materials.select_id
            ).open()  # fmt: skip

    def list_usual(self) -> None:
        """Put the usual papers of their types on the checklists of all items."""
        wanted = [item.id for item in self.panel.items.table.rows() if item.on_agenda]
        host = self.panel.host
        added = host.guard(checklists.list_usual, self.panel.office, wanted)
        if added is not None:
            host.toast(f"已列出常用材料{added}份", undo=True)

    def edit_material(self, row: MaterialView | None = None) -> None:
        """Change the chosen paper."""
        row = row or self.materials.current()
        if self.item is not None and row is not None:
            material_sheet(self.panel, self.panel.office, self.item, row).open()

    def receive_material(self) -> None:
        """Mark the chosen paper received, or take that back."""
        row = self.materials.current()
        if row is not None:
            self.panel.host.guard(
                agenda.receive_material, self.panel.office, row.id, received=not row.received
            )

    def attach_file(self) -> None:
        """Ask for files to put with the item."""
        dialog = QFileDialog(self.window(), "添加附件", str(Path.home()), "所有文件 (*)")
        dialog.setObjectName("itemFileDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.take_files([Path(n) for n in names]))
        dialog.open()

    def take_files(self, paths: list[Path]) -> None:
        """Put files with the item; the paper one of them brings is marked received."""
        for path in paths:
            if self.item is None:
                return
            host = self.panel.host
            told = host.guard(attachments.deliver, self.panel.office, self.item.id, path)
            if told is not None:
                host.toast(told, undo=True)

    def delete_material(self, row: MaterialView | None = None) -> None:
        """Delete the chosen paper; 撤销 brings it back."""
        row, host = row or self.materials.current(), self.panel.host
        if row is not None and host.guard(
            agenda.delete_material, self.panel.office, row.id, default=True
        ):
            host.toast(f"已删除材料“{row.title}”", undo=True)

    def add_opinion(self) -> None:
        """Add a point."""
        if self.item is not None:
            rows = self.opinions.rows()
            opinion_sheet(
                self.panel, self.panel.office, self.item, last=rows[-1] if rows else None
            ).open()  # fmt: skip

    def edit_opinion(self, row: OpinionView | None = None) -> None:
        """Change the chosen point."""
        row = row or self.opinions.current()
        if self.item is not None and row is not None:
            opinion_sheet(self.panel, self.panel.office, self.item, row).open()

    def delete_opinion(self, row: OpinionView | None = None) -> None:
        """Delete the chosen point; 撤销 brings it back."""
        row, host = row or self.opinions.current(), self.panel.host
        if row is not None and host.guard(
            opinions.delete_opinion, self.panel.office, row.id, default=True
        ):
            host.toast(f"已删除第{row.position}条审议意见", undo=True)


def _about(item: ItemView) -> str:
    """Return type, people, way, vote and products in one line."""
    people = "／".join(people_of(item).split("\n"))
    parts = [item.type, people, item.via]
    if item.needs_vote:
        parts.append(f"须表决：{item.vote_method}" if item.vote_method else "须表决")
    if item.objects:
        parts.append(f"评议{len(item.objects)}个对象")
    if item.artefacts:
        parts.append(f"成果：{'、'.join(item.artefacts)}")
    return "　".join(part for part in parts if part)


def _files(office: Any, item: ItemView | None) -> list[str]:
    """Return the names of the files put with an item."""
    if item is None:
        return []
    listed = attachments.attachments(office, item.meeting_id)
    return [file.name for file in listed if file.item_id == item.id]
