"""The form of one rule card: every part of the rule as fields, read back as one plain table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meetingdesk.panels.cards import fields
from meetingdesk.panels.cards.rows import Rows, still
from meetingdesk.rules import cardfields as words
from meetingdesk.rules.cardtypes import Base, Kind, Medium
from meetingdesk.shell.widgets import Card, Form

BY_VOTES, BY_SCORE, BY_SEATS, BY_NONE = "outcomes", "bands", "selection", ""
_MODES = (
    (BY_VOTES, "按票数达到的条件定档"),
    (BY_SCORE, "按平均分定档"),
    (BY_SEATS, "按得票多少选定（选举、票决）"),
    (BY_NONE, "只公布比率或排名"),
)
_NO = (("", "不另作约定"),)
_DEFAULTS = {
    "choice": "", "seats": "", "choose_at_most": "", "choose_at_least": "", "ties": "revote",
    "shortage": "revote", "write_in": "no", "op": "", "fraction": "", "base": str(Base.MEMBERS),
}  # fmt: skip


class CardForm(QWidget):
    """Edits a card's plain table; ``changed`` after each keystroke."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("规则的各项")
        self._kept: dict[str, Any] = {}
        self._quiet = False
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 6, 0)
        box.setSpacing(14)
        self.head, self.ballot = self._head(), self._ballot()
        self.choices = self._rows("choices", "选项", fields.CHOICES, fields.NEW_CHOICE)
        self.mode = self._mode()
        self.outcomes = self._rows("outcomes", "档次", fields.OUTCOMES, fields.NEW_OUTCOME)
        self.bands = self._rows("bands", "分数档", fields.BANDS, fields.NEW_BAND)
        self.selection = self._selection()
        self.rates = self._rows("rates", "比率", fields.RATES, fields.NEW_RATE)
        self.electorates = self._rows(
            "electorates", "人员类别", fields.ELECTORATES, fields.NEW_ELECTORATE
        )
        self.ranking, self.more = self._ranking(), self._more()
        self._parts = {BY_VOTES: self.outcomes, BY_SCORE: self.bands, BY_SEATS: self.selection}
        for title, hint, parts in (
            ("名称与来源", "", (self.head,)),
            ("票面上的选项", "", (self.choices,)),
            ("空白、多选与无效", "票上的“说明”由此写出", (self.ballot,)),
            ("定档：怎样得出结果", "从上到下，先达到的为准；最后一档须为“其余情形”",
             (self.mode, self.outcomes, self.bands, self.selection)),
            ("公布的比率", "可以没有", (self.rates,)),
            ("排名", "", (self.ranking,)),
            ("分类加权", "各类人员的权重合计为 1；没有分类的不填", (self.electorates,)),
            ("法定人数与其他", "", (self.more,)),
        ):  # fmt: skip
            card = Card(title, hint=hint)
            for part in parts:
                card.add(part)
            box.addWidget(card)
        box.addStretch(1)
        for form in (self.head, self.ballot, self.mode, self.selection, self.ranking, self.more):
            form.changed.connect(lambda *_: self._touched())
            for key, field in form.fields.items():
                field.control.setObjectName(f"card.{key}")
                still(field.control)
        self.mode.changed.connect(lambda *_: self._show_mode())

    def _rows(self, key: str, title: str, cells: Any, new: Any) -> Rows:
        made = Rows(f"card.{key}", title, cells, new)
        made.changed.connect(self._touched)
        return made

    def _head(self) -> Form:
        form = Form()
        form.add_text("title", "名称", required=True)
        form.add_choice("kind", "种类", [(str(k), str(k)) for k in Kind], required=True)
        form.add_text(
            "article", "依据条文", placeholder="如《示例市人大常委会满意度测评办法》第八条"
        )
        form.add_text("source", "来源", required=True)
        doubts = form.add_lines("doubts", "存疑", height=60, hint="一行一条；没有疑问的不填")
        doubts.setFixedHeight(76)
        form.add_check("guess", "凭通常做法拟定，未见原文")
        return form

    def _ballot(self) -> Form:
        form = Form()
        form.add_choice("medium", "表决方式", [(str(m), _MEDIUM[m]) for m in Medium])
        form.add_check("secret", "无记名")
        form.add_choice("blank", "空白", list(words.BLANKS.items()))
        form.add_choice("double", "同一项多选", list(words.FAULTS.items()))
        form.add_choice("illegible", "无法辨认", list(words.FAULTS.items()))
        form.add_choice("missing", "未收回的票", list(words.MISSINGS.items()))
        form.add_choice("unpressed", "未按表决器", list(words.UNPRESSEDS.items()))
        return form

    def _mode(self) -> Form:
        form = Form()
        form.add_choice("mode", "方法", list(_MODES))
        return form

    def _selection(self) -> Form:
        form = Form()
        form.add_text("choice", "按哪个选项", placeholder="赞成")
        form.add_choice("op", "得票条件", [("", "不限"), *fields.OPTIONS_OP])
        form.add_text("fraction", "分数", placeholder="1/2")
        form.add_choice("base", "基数", list(fields.OPTIONS_BASE))
        form.add_text("seats", "应选名额", placeholder="拟定表决时填写的，这里空着")
        form.add_text("choose_at_most", "每票至多选", placeholder="空着为应选名额")
        form.add_text("choose_at_least", "每票至少选", placeholder="不限")
        form.add_choice("ties", "末位票数相等", list(words.TIES.items()))
        form.add_choice("shortage", "不足应选名额", list(words.SHORTAGES.items()))
        form.add_choice("write_in", "另选他人", list(words.WRITE_INS.items()))
        return form

    def _ranking(self) -> Form:
        form = Form()
        form.add_choice("by", "排名", [("", "不排名"), ("score", "按平均分"), ("share", "按比率")])
        form.add_text("rank_choices", "计入的选项", placeholder="满意＋基本满意")
        form.add_choice("rank_base", "占", list(fields.OPTIONS_BASE))
        form.add_text("first", "公布前几名", placeholder="不公布")
        form.add_text("last", "公布后几名", placeholder="不公布")
        return form

    def _more(self) -> Form:
        form = Form()
        form.add_choice("quorum_op", "到会人数须", [("", "依法过半数"), *fields.OPTIONS_OP[:2]])
        form.add_text("quorum_fraction", "分数", placeholder="2/3")
        form.add_choice("quorum_base", "基数", list(fields.OPTIONS_BASE))
        form.add_choice("tie_at_threshold", "恰为半数", [*_NO, *words.TIE_AT.items()])
        form.add_text("reject_limit", "连续几次未通过不得再提", placeholder="不限")
        form.add_text("what_if", "另算的基数", placeholder="到会、收回、有效",
                      hint="结果旁注明：换作这些基数会怎样")  # fmt: skip
        return form

    # -- values ----------------------------------------------------------------------

    def set_values(self, card: dict[str, Any]) -> None:
        """Show a card's plain table."""
        self._quiet = True
        self._kept = card
        labels = {c["key"]: c.get("label", c["key"]) for c in card["choices"]}
        self.head.set_values(**{k: card.get(k, "") for k in ("title", "kind", "article", "source")})
        self.head.set_values(doubts="\n".join(card.get("doubts", [])), guess=card.get("guess"))
        self.ballot.set_values(**card["ballot"])
        self.choices.set_rows(fields.choices_out(card["choices"]))
        self.outcomes.set_rows(fields.outcomes_out(card.get("outcomes", []), labels))
        self.bands.set_rows(fields.bands_out(card.get("bands", [])))
        self.rates.set_rows(fields.rates_out(card.get("rates", []), labels))
        self.electorates.set_rows(card.get("electorates", []))
        chosen = {k: v for k, v in card.get("selection", {}).items() if k in _DEFAULTS}
        shown = {**_DEFAULTS, **{k: str(v) for k, v in chosen.items()}}
        shown["choice"] = labels.get(shown["choice"], shown["choice"])
        if shown["choose_at_least"] == "0":
            shown["choose_at_least"] = ""
        self.selection.set_values(**shown)
        self._show_rest(card, labels)
        modes = (BY_VOTES, BY_SCORE, BY_SEATS)
        self.mode.set_values(mode=next((m for m in modes if card.get(m)), BY_NONE))
        self._quiet = False
        self._show_mode()

    def _show_rest(self, card: dict[str, Any], labels: dict[str, str]) -> None:
        ranking = card.get("ranking") or {}
        self.ranking.set_values(
            by=ranking.get("by", ""),
            rank_choices=fields.joined(ranking.get("choices", []), labels),
            rank_base=ranking.get("base") or str(Base.VALID),
            first=str(ranking.get("first") or ""),
            last=str(ranking.get("last") or ""),
        )
        quorum = card.get("quorum") or {}
        self.more.set_values(
            quorum_op=quorum.get("op", ""),
            quorum_fraction=quorum.get("fraction", ""),
            quorum_base=quorum.get("base") or str(Base.MEMBERS),
            tie_at_threshold=card.get("tie_at_threshold", ""),
            reject_limit=str(card.get("reject_limit") or ""),
            what_if="、".join(card.get("what_if", [])),
        )

    def values(self) -> dict[str, Any]:
        """Return the card's plain table as the form stands, right or wrong."""
        head, ballot = self.head.values(), self.ballot.values()
        choices = fields.choices_in(self.choices.rows())
        labels = {c["key"]: c["label"] for c in choices}
        mode, more = self.mode.value("mode"), self.more.values()
        out: dict[str, Any] = {
            **head,
            "id": self._kept.get("id", ""),
            "version": self._kept.get("version", ""),
            "doubts": [d.strip() for d in head["doubts"].splitlines() if d.strip()],
            "ballot": ballot,
            "choices": choices,
            "what_if": fields.parted(more["what_if"], {}),
        }
        if mode == BY_VOTES:
            out["outcomes"] = fields.outcomes_in(self.outcomes.rows(), labels)
        elif mode == BY_SCORE:
            out["bands"] = fields.bands_in(self.bands.rows())
        elif mode == BY_SEATS:
            out["selection"] = self._selected(labels)
        if rates := self.rates.rows():
            out["rates"] = fields.rates_in(rates, labels)
        if electorates := self.electorates.rows():
            out["electorates"] = fields.electorates_in(electorates)
        self._read_rest(out, labels, more)
        return out

    def _selected(self, labels: dict[str, str]) -> dict[str, Any]:
        given = self.selection.values()
        made = {k: given[k] for k in ("ties", "shortage", "write_in")}
        made["choice"] = "".join(fields.parted(given["choice"], labels)[:1])
        if given["op"]:
            made |= {"op": given["op"], "fraction": given["fraction"], "base": given["base"]}
        for key in ("seats", "choose_at_most", "choose_at_least"):
            if given[key]:
                made[key] = fields.number(given[key])
        return made

    def _read_rest(self, out: dict[str, Any], labels: dict[str, str], more: dict[str, Any]) -> None:
        ranking = self.ranking.values()
        if ranking["by"]:
            out["ranking"] = {
                "by": ranking["by"],
                "first": fields.number(ranking["first"] or "0"),
                "last": fields.number(ranking["last"] or "0"),
            }
            if ranking["by"] == "share":
                out["ranking"]["choices"] = fields.parted(ranking["rank_choices"], labels)
                out["ranking"]["base"] = ranking["rank_base"]
        if more["quorum_op"]:
            out["quorum"] = {
                "op": more["quorum_op"],
                "fraction": more["quorum_fraction"],
                "base": more["quorum_base"],
            }
        if more["tie_at_threshold"]:
            out["tie_at_threshold"] = more["tie_at_threshold"]
        if more["reject_limit"]:
            out["reject_limit"] = fields.number(more["reject_limit"])

    def _show_mode(self) -> None:
        chosen = self.mode.value("mode")
        for mode, part in self._parts.items():
            part.setVisible(mode == chosen)

    def _touched(self) -> None:
        for key in ("rank_choices", "rank_base"):
            self.ranking.set_visible(key, self.ranking.value("by") == "share")
        for key in ("first", "last"):
            self.ranking.set_visible(key, bool(self.ranking.value("by")))
        for key in ("quorum_fraction", "quorum_base"):
            self.more.set_visible(key, bool(self.more.value("quorum_op")))
        for key in ("fraction", "base"):
            self.selection.set_visible(key, bool(self.selection.value("op")))
        if not self._quiet:
            self.changed.emit()


_MEDIUM = {
    Medium.PAPER: "发票",
    Medium.KEYPAD: "按表决器",
    Medium.HANDS: "举手",
    Medium.ACCLAMATION: "无异议通过",
    Medium.RECORD: "汇总各方统计",
}
