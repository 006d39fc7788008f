"""The side of the page: equations always in sight, the rule in words, what to mind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from meetingdesk.shell import theme
from meetingdesk.shell.widgets import Card, Tag, label, scrolled

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from meetingdesk.actions.counting import Equation
    from meetingdesk.actions.votes import VoteView

WIDTH = 260


class Sum(QWidget):
    """One control sum in figures, green when it holds, red when it does not."""

    def __init__(self, equation: Equation) -> None:
        super().__init__()
        self.setObjectName(f"votesSum_{equation.key}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set(equation)

    def set(self, equation: Equation) -> None:
        """Show other figures."""
        self.ok = equation.ok
        self.text = equation.text + (" ✓" if equation.ok and "/" in equation.text else "")
        self.setAccessibleName(equation.label)
        said = {True: "相符", False: "不符", None: "未完"}[equation.ok]
        self.setAccessibleDescription(f"{equation.text}　{said}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of one line."""
        return QSize(120, QFontMetrics(theme.ui_font(17)).height() + 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write the figures."""
        look = theme.current()
        painter = QPainter(self)
        painter.setFont(theme.ui_font(17))
        painter.setPen(QColor({True: look.ok, False: look.bad, None: look.soft}[self.ok]))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect(), middle, self.text)


class SideCard(Card):
    """勾稽, 票决规则 and one thing to mind."""

    def __init__(self) -> None:
        super().__init__(margins=18)
        self.setAccessibleName("勾稽与规则")
        self.setFixedWidth(WIDTH)
        self._sums: dict[str, tuple[QWidget, Sum]] = {}
        self.sums_title = label("勾稽", "card")
        self.add(self.sums_title)
        self._sums_box = QVBoxLayout()
        self._sums_box.setSpacing(2)
        self.add(self._sums_box)
        self.rule_title = label("票决规则", "card")
        self.add(self.rule_title)
        words = QWidget()
        inner = QVBoxLayout(words)
        inner.setContentsMargins(0, 0, 6, 0)
        inner.setSpacing(10)
        self.rule = label("", "soft", wrap=True)
        self.rule.setObjectName("votesRule")
        self.article = label("", "soft", wrap=True)
        self.guess = Tag("凭通常做法拟定，请核对本地规定", "warn")
        inner.addWidget(self.rule)
        inner.addWidget(self.article)
        inner.addStretch(1)
        self.add(scrolled(words), 1)
        self.add(self.guess)
        self.mind = Tag("", "warn")
        self.mind.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.mind.setObjectName("votesMind")
        self.add(self.mind)

    def show_vote(self, vote: VoteView) -> None:
        """Show the rule of another vote."""
        words = rule_only(vote.rule_words)
        self.rule.setText(words.replace("。", "。\n").replace("；", "；\n").strip())
        self.article.setText(f"依据：{vote.article}" if vote.article else "")
        self.article.setVisible(bool(vote.article))
        self.guess.setVisible(vote.guess)

    def show_sums(self, equations: tuple[Equation, ...]) -> None:
        """Show the control sums; none of them hides the heading."""
        self.sums_title.setVisible(bool(equations))
        self.rule_title.setContentsMargins(0, 10 if equations else 0, 0, 0)
        if tuple(self._sums) != tuple(e.key for e in equations):
            for title, figure in self._sums.values():
                for old in (title, figure):
                    self._sums_box.removeWidget(old)
                    old.hide()
                    old.deleteLater()
            self._sums = {}
            for equation in equations:
                title, figure = label(equation.label, "soft"), Sum(equation)
                self._sums_box.addWidget(title)
                self._sums_box.addWidget(figure)
                self._sums[equation.key] = (title, figure)
        for equation in equations:
            title, figure = self._sums[equation.key]
            title.setText(equation.label)  # type: ignore[attr-defined]
            figure.set(equation)

    def show_mind(self, text: str) -> None:
        """Show one thing to keep in mind; empty text hides it."""
        self.mind.set(text, "warn")


def rule_only(words: str) -> str:
    """Return the rule without its source and without the warning that the tag gives anyway."""
    return words.partition("依据：")[0].partition("本卡凭")[0]
