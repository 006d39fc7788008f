"""Pages that are made when they are first looked at, and the tabs they stand behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from meetingdesk.shell import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent


def keep_order(place: QWidget) -> None:
    """Let Tab reach what was just made inside ``place`` where that stands, not after all else.

    Qt puts new widgets at the end of the window's chain, and orders only what takes the keyboard.
    """
    made: list[QWidget] = []
    last = place.window().previousInFocusChain()
    while last is not None and last is not place and place.isAncestorOf(last):
        made.insert(0, last)
        last = last.previousInFocusChain()
    before = place.focusProxy() or place
    for widget in made:
        if widget.focusProxy() is None:
            follow(before, widget)
            before = widget


def follow(before: QWidget, widget: QWidget) -> None:
    """Let Tab come to ``widget`` next after ``before``, which need not take the keyboard."""
    policies = [(one, one.focusPolicy()) for one in (before, widget)]
    for one, policy in policies:
        if policy == Qt.FocusPolicy.NoFocus:
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    QWidget.setTabOrder(before, widget)
    for one, policy in policies:
        if policy == Qt.FocusPolicy.NoFocus:
            one.setFocusPolicy(policy)


def put_last(place: QWidget, made: QWidget) -> None:
    """Let Tab come to ``made``, and all in it, after what else stands in ``place``."""
    last, after = place, place.nextInFocusChain()
    while after is not None and after not in (place, made) and place.isAncestorOf(after):
        last, after = after, after.nextInFocusChain()
    if after is made:
        return
    for widget in (made, *made.findChildren(QWidget)):
        follow(last, widget)
        last = widget


class LatePage(QWidget):
    """One empty widget at its place until it is shown, or asked for a part it does not have yet.

    Then :meth:`build` makes the contents, and they are filled with what was last given. So what
    holds the page may connect its signals, turn to it and name its parts as if all were there.
    """

    #: whether the contents are there
    built = True

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._fill: Callable[[], Any] | None = None
        self.built = False

    def build(self) -> None:
        """Make the contents; to override."""

    def fill(self, how: Callable[[], Any]) -> None:
        """Show records by ``how``: now, or when the page is made; the last one given counts."""
        if self.built:
            how()
        else:
            self._fill = how

    def ensure(self) -> None:
        """Make and fill the contents if they are not there."""
        if self.built:
            return
        self.built = True
        self.build()
        keep_order(self)
        if self._fill is not None:
            how, self._fill = self._fill, None
            how()

    def setVisible(self, visible: bool) -> None:
        """Make the contents before they are shown, so that they are laid out once."""
        if visible:
            self.ensure()
        super().setVisible(visible)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the contents when the page comes up with what it stands in."""
        super().showEvent(event)
        self.ensure()

    if not TYPE_CHECKING:  # the type checker knows the parts from build()

        def __getattr__(self, name: str) -> Any:
            """Make the contents when one of them is asked for."""
            if self.built or name.startswith("__"):
                raise AttributeError(f"{type(self).__name__} has no {name}")
            self.ensure()
            return getattr(self, name)


def tab_layout(page: QWidget, *, top: int = 10) -> QVBoxLayout:
    """Return the layout of one page of tabs, ``top`` pixels below them."""
    box = QVBoxLayout(page)
    box.setContentsMargins(0, top, 0, 0)
    box.setSpacing(theme.GAP)
    return box


def tabs(
    name: str, words: str, *pages: tuple[QWidget, str], parent: QWidget | None = None
) -> QTabWidget:
    """Return tabs over ``pages``, each with its title; only the first is made at once."""
    made = QTabWidget(parent)
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.tabBar().setAccessibleName(words)
    made.tabBar().setObjectName(f"{name.removesuffix('s')}Bar")
    for page, title in pages:
        made.addTab(page, title)
    return made
