"""Qt's own words in Chinese: 确定, 取消, 复制 and those of its file dialogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def load_chinese(app: QApplication) -> bool:
    """Make Qt's own words (确定、取消、复制 …) Chinese; tell whether its table was found."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    app.installTranslator(_Missing(app))  # the one installed last is asked first
    return translator.load("qtbase_zh_CN", folder) and app.installTranslator(translator)


class _Missing(QTranslator):
    """Words of Qt's own dialogs that its Chinese table leaves out."""

    def translate(
        self,
        context: str,
        sourceText: str,
        /,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        """Return the words, '' to let Qt go on looking."""
        return _WORDS.get(sourceText, "") if context in _CONTEXTS else ""


_CONTEXTS = {"QFileDialog", "QFileSystemModel", "QDirModel", "QAbstractFileIconProvider"}
_WORDS = {
    "Look in:": "位置：",
    "&Look in:": "位置：",
    "Files of type:": "类型：",
    "Files of &type:": "类型：",
    "Folder": "文件夹",
    "File Folder": "文件夹",
    "File": "文件",
    "%1 File": "%1文件",
    "Drive": "磁盘",
    "Back": "后退",
    "Forward": "前进",
    "Parent Directory": "上一级",
    "Create New Folder": "新建文件夹",
    "Create a New Folder": "新建文件夹",
    "List View": "列表",
    "Detail View": "详细",
    "Size": "大小",
    "Kind": "类型",
    "Type": "类型",
}
