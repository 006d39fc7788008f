"""The style sheet, written once over colour roles; ``$ink`` etc. come from the palette."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from meetingdesk.shell.theme import Palette

# No rule may fit every widget (``*``, ``QWidget``): Qt would keep a font and colours for each
# and tell its children of them; ink and size of common text are the application's own.
_BASE = """
QAbstractItemView, QAbstractButton, QTabBar, QAbstractScrollArea { outline: none; }
QMainWindow, QDialog, #page, #panel, QScrollArea, QScrollArea > QWidget > QWidget,
QStackedWidget { background: $ground; }
QLabel { background: transparent; }
QLabel[role="page"] { font-size: 20px; font-weight: 700; }
QLabel[role="card"] { font-size: 15px; font-weight: 700; }
QLabel[role="soft"] { font-size: 12px; color: $soft; }
QLabel[role="label"] { font-size: 13px; color: $soft; }
QLabel[role="number"] { font-size: 22px; font-weight: 700; }
QLabel[role="error"] { font-size: 12px; color: $bad; }
QLabel[role^="tag-"] { font-size: 12px; border-radius: 4px; padding: 3px 10px; }
QLabel[role="tag-ok"] { color: $ok; background: $ok_bg; }
QLabel[role="tag-warn"] { color: $warn; background: $warn_bg; }
QLabel[role="tag-bad"] { color: $bad; background: $bad_bg; }
QLabel[role="tag-info"] { color: $info; background: $info_bg; }
QLabel[role="tag-neutral"] { color: $neutral; background: $neutral_bg; }
QFrame[role="line"] { background: $line; border: none; }
QFrame[role="box"] { background: $card; border: 1px solid $line; border-radius: 8px; }
QFrame[role="box"] QStackedWidget, QFrame[role="box"] QScrollArea,
QFrame[role="box"] QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QFrame[role="header"] { background: $card; border: none; border-bottom: 1px solid $line; }
QFrame[role="banner-bad"] { background: $bad_bg; border: 1px solid $bad; border-radius: 6px; }
QFrame[role="banner-warn"] { background: $warn_bg; border: 1px solid $warn; border-radius: 6px; }
QFrame[role="banner-info"] { background: $info_bg; border: 1px solid $info; border-radius: 6px; }
QFrame[role="banner-ok"] { background: $ok_bg; border: 1px solid $ok; border-radius: 6px; }
QFrame[role="practice"] { background: $warn_bg; border: none; border-bottom: 2px solid $warn; }
QFrame[role="practice"] QLabel { color: $warn; font-weight: 700; }
QFrame[role="toast"] { background: $nav; border: 1px solid $nav_active; border-radius: 8px; }
QFrame[role="toast"] QLabel { color: $nav_ink; }
QFrame[role="toast"] QPushButton { color: #9CC7F5; background: transparent; border: none;
    padding: 4px 8px; font-weight: 700; }
QFrame[role="toast"] QPushButton:hover { background: $nav_active; }
QScrollArea, QAbstractScrollArea { border: none; }
QToolTip { color: $nav_ink; background: $nav; border: 1px solid $nav_active; padding: 5px 8px;
    font-size: 12px; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $line_strong; }
QStatusBar { background: $card; color: $soft; }
"""

_NAV = """
#nav { background: $nav; }
#nav QLabel { color: $nav_soft; font-size: 12px; }
#nav QLabel#brand { color: #FFFFFF; font-size: 17px; font-weight: 700; }
#nav QLabel#status { color: #8CC79B; font-size: 11px; }
#nav QPushButton { color: $nav_ink; background: transparent; border: none; border-radius: 0;
    border-left: 3px solid transparent; text-align: left; padding: 0 10px 0 17px;
    min-height: 42px; max-height: 42px; font-size: 14px; font-weight: 400; }
#nav QPushButton:disabled { color: $nav_soft; }
#nav QPushButton:hover { background: $nav_active; }
#nav QPushButton:focus { color: #FFFFFF; border: 1px solid $nav_soft;
    border-left: 3px solid $nav_soft; padding-left: 17px; }
#nav QPushButton:checked:focus { border-left-color: $red; }
#nav QPushButton:checked { color: #FFFFFF; background: $nav_active; font-weight: 700;
    border-left-color: $red; }
#nav QScrollArea, #nav QScrollArea > QWidget > QWidget { background: transparent; }
"""

_BUTTONS = """
QPushButton, QToolButton { color: $ink; background: $card; border: 1px solid $line_strong;
    border-radius: 6px; padding: 6px 14px; min-height: 20px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $line; }
QPushButton:focus, QToolButton:focus { border: 2px solid $focus; padding: 5px 13px; }
QPushButton:disabled, QToolButton:disabled { color: $faint; background: $hover;
    border-color: $line; }
QPushButton:checked, QToolButton:checked { background: $chosen; border-color: $blue; }
QPushButton[role="primary"] { color: $on_blue; background: $blue; border: 1px solid $blue;
    font-weight: 700; }
QPushButton[role="primary"]:hover { background: $blue_hover; }
QPushButton[role="primary"]:focus { border: 2px solid $ink; }
QPushButton[role="primary"]:disabled { color: $faint; background: $hover; border-color: $line; }
QPushButton[role="danger"] { color: $danger; border-color: $danger; }
QPushButton[role="danger"]:hover { background: $danger_hover; }
QPushButton[role="ghost"], QToolButton[role="ghost"] { color: $soft; background: transparent;
    border: 1px solid transparent; padding: 6px 8px; }
QPushButton[role="ghost"]:hover, QToolButton[role="ghost"]:hover { background: $hover;
    color: $ink; }
QPushButton[role="ghost"]:focus, QToolButton[role="ghost"]:focus { border: 2px solid $focus;
    padding: 5px 7px; }
QPushButton[role="key"] { color: $soft; background: transparent; border: 1px solid $line;
    border-radius: 5px; padding: 3px 7px; min-height: 18px; font-size: 13px; }
QPushButton[role="key"]:hover { color: $ink; background: $hover; border-color: $line_strong; }
QPushButton[role="key"]:focus { border: 1px solid $focus; padding: 3px 7px; }
QPushButton[role="meeting"] { color: $soft; font-size: 13px; text-align: left; border: none;
    background: transparent; padding: 2px 4px; margin-left: -4px; min-height: 18px; }
QPushButton[role="meeting"]:hover { color: $ink; background: $hover; }
QPushButton[role="meeting"]:focus { border: 1px solid $focus; padding: 1px 3px; }
QPushButton[role="search"] { color: $soft; background: $ground; border: 1px solid $line;
    text-align: left; font-size: 13px; }
QPushButton[role="search"]:hover { border-color: $line_strong; }
QFileDialog QToolButton { padding: 4px; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0; }
"""

_FIELDS = """
QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QDateEdit, QTimeEdit, QDateTimeEdit, QSpinBox,
QDoubleSpinBox { color: $ink; background: $field; border: 1px solid $line_strong;
    border-radius: 6px; padding: 5px 9px; min-height: 22px; selection-background-color: $blue;
    selection-color: $on_blue; }
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QDateEdit:focus,
QTimeEdit:focus, QDateTimeEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus {
    border: 2px solid $focus; padding: 4px 8px; }
QLineEdit:disabled, QTextEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled,
QDateEdit:disabled, QTimeEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled {
    color: $faint; background: $hover; border-color: $line; }
QLineEdit:read-only { background: $hover; border-color: $line; }
QLineEdit[invalid="true"], QTextEdit[invalid="true"], QPlainTextEdit[invalid="true"],
QComboBox[invalid="true"], QSpinBox[invalid="true"], QDateEdit[invalid="true"] {
    border: 1px solid $bad; }
QTableView QLineEdit, QTableView QComboBox { border: 2px solid $focus; border-radius: 0;
    padding: 0 6px; min-height: 0; }
QTextEdit, QPlainTextEdit { padding: 8px 9px; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; background: transparent;
    padding: 0 0 0 7px; min-height: 0; }
QComboBox QLineEdit:focus, QAbstractSpinBox QLineEdit:focus { border: none;
    padding: 0 0 0 7px; }
QLineEdit { lineedit-clear-button-icon: url(look:clear.svg); }
QLineEdit > QToolButton, QLineEdit > QToolButton:hover, QLineEdit > QToolButton:pressed {
    border: none; background: transparent; padding: 0; min-height: 0; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: url(look:chevron-down.svg); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $card; border: 1px solid $line_strong; padding: 4px;
    selection-background-color: $chosen; selection-color: $ink; }
QComboBox QAbstractItemView::item { min-height: 30px; padding: 0 8px; }
QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit { padding-left: 10px; padding-right: 24px; }
QAbstractSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right;
    width: 22px; border: none; background: transparent; }
QAbstractSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right;
    width: 22px; border: none; background: transparent; }
QAbstractSpinBox::up-arrow { image: url(look:chevron-up.svg); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url(look:chevron-down.svg); width: 10px; height: 10px; }
QDateEdit::drop-down { border: none; width: 26px; }
QDateEdit::down-arrow { image: url(look:chevron-down.svg); width: 14px; height: 14px; }
QCheckBox, QRadioButton { background: transparent; spacing: 8px; padding: 4px 2px;
    border: 1px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }
QCheckBox:disabled, QRadioButton:disabled { color: $faint; }
QCheckBox::indicator, QTableView::indicator, QListView::indicator { width: 16px; height: 16px;
    border: 1px solid $faint; border-radius: 4px; background: $field; }
QCheckBox::indicator:checked, QTableView::indicator:checked, QListView::indicator:checked {
    background: $blue; border-color: $blue; image: url(look:check.svg); }
QCheckBox::indicator:indeterminate { background: $blue; border-color: $blue;
    image: url(look:dash.svg); }
QRadioButton::indicator { width: 16px; height: 16px; border: 1px solid $faint;
    border-radius: 9px; background: $field; }
QRadioButton::indicator:checked { background: $blue; border-color: $blue;
    image: url(look:dot.svg); }
QProgressBar { background: $line; border: none; border-radius: 3px; min-height: 6px;
    max-height: 6px; }
QProgressBar::chunk { background: $blue; border-radius: 3px; }
QGroupBox { border: 1px solid $line; border-radius: 8px; margin-top: 18px; padding: 10px; }
QGroupBox::title { subcontrol-origin: margin; left: 8px; color: $soft; }
"""

_VIEWS = """
QTableView, QListView, QTreeView, QTableWidget, QListWidget { background: transparent;
    border: none; gridline-color: $line; selection-background-color: $chosen;
    selection-color: $ink; alternate-background-color: $hover; }
QListView::item, QListWidget::item { min-height: 34px; padding: 0 8px; border-radius: 6px; }
QListView::item:hover { background: $hover; }
QListView::item:selected { background: $chosen; color: $ink; }
QTreeView::item { min-height: 32px; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: transparent; color: $soft; font-size: 12px;
    font-weight: 700; border: none; border-bottom: 1px solid $line; padding: 8px 10px; }
QHeaderView::section:hover { color: $ink; }
QTableCornerButton::section { background: transparent; border: none; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab { color: $soft; background: transparent; border: none;
    border-bottom: 2px solid transparent; padding: 8px 4px; margin-right: 20px; }
QTabBar::tab:hover { color: $ink; }
QTabBar::tab:selected { color: $ink; font-weight: 700; border-bottom-color: $blue; }
QTabBar::tab:focus { color: $info; }
QMenu { background: $card; border: 1px solid $line_strong; border-radius: 6px; padding: 6px; }
QMenu::item { padding: 7px 28px 7px 14px; border-radius: 4px; }
QMenu::item:selected { background: $chosen; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 6px 4px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line_strong; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 36px; margin: 2px; }
QScrollBar::handle:horizontal { min-width: 36px; margin: 2px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QCalendarWidget QWidget { background: $card; alternate-background-color: $hover; }
QCalendarWidget QToolButton { border: none; padding: 4px 10px; }
QCalendarWidget QToolButton#qt_calendar_prevmonth { qproperty-icon: url(look:chevron-left.svg); }
QCalendarWidget QToolButton#qt_calendar_nextmonth { qproperty-icon: url(look:chevron-right.svg); }
QCalendarWidget QAbstractItemView { selection-background-color: $blue;
    selection-color: $on_blue; }
QDialog[role="sheet"], QDialog[role="sheet"] QScrollArea,
QDialog[role="sheet"] QScrollArea > QWidget > QWidget { background: $card; }
#palette { background: $card; border: 1px solid $line_strong; border-radius: 8px; }
#palette QLineEdit { border: none; border-bottom: 1px solid $line; border-radius: 0;
    background: transparent; font-size: 15px; padding: 8px 6px; }
"""


def style_sheet(palette: Palette) -> str:
    """Return the application's style sheet in the colours of ``palette``."""
    return Template(_BASE + _BUTTONS + _FIELDS + _VIEWS + _NAV).substitute(palette._asdict())
