"""Every shortcut of the program as delivered: what it does, and where it holds.

Panels and widgets listen to these by name through :mod:`meetingdesk.shell.keys`, so that one list
shows them all (F1) and one sheet changes them all. Arrows, Enter, Tab, Esc, and the digits and
letters that stand for what is on the screen are fixed: a hand knows them from everywhere else.
"""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """Where keys hold: on which pages (none named: everywhere), and whether one types there."""

    key: str
    words: str
    pages: tuple[str, ...] = ()
    #: single characters may be chosen, as no text is typed there
    plain: bool = False
    #: patterns of keys that mean something fixed there, with words
    fixed: tuple[tuple[str, str], ...] = ()


class Declared(NamedTuple):
    """One shortcut as delivered; ``name`` begins with its place or page."""

    name: str
    keys: str
    words: str

    @property
    def place(self) -> str:
        """Return the place or page it belongs to."""
        return place_of(self.name)


def place_of(name: str) -> str:
    """Return the place or page of a name: what stands before its dot, the window without one."""
    place, dot, _ = name.partition(".")
    return place if dot else "window"


_LETTERS = ("[A-Z]", "拼音首字母")
_NUMBERS = ("[1-9]", "选定该项")

PLACES: tuple[Place, ...] = (
    Place("window", "全程"),
    Place("page", "页面"),
    Place("table", "表格"),
    Place("preview", "文书预览"),
    Place("sheet", "填写单", ("sheet",)),
    Place("run", "会议进行", ("run",), plain=True),
    Place("kit", "应急包", ("home", "run")),
    Place("roll", "点名", ("meetings",), plain=True, fixed=(_LETTERS,)),
    Place("count", "录票", ("votes",), plain=True, fixed=(("[A-Z]", "跳到该项"), _NUMBERS)),
    Place("scan", "扫描裁定", ("votes",), plain=True, fixed=(_NUMBERS,)),
)

DECLARED: tuple[Declared, ...] = (
    Declared("palette", "Ctrl+K", "搜索和命令"),
    Declared("meetings", "Ctrl+M", "换一次会议"),
    Declared("undo", "Ctrl+Z", "撤销"),
    Declared("redo", "Ctrl+Shift+Z", "重做"),
    Declared("theme", "Ctrl+Shift+D", "深色或浅色"),
    Declared("settings", "Ctrl+,", "设置"),
    Declared("help", "F1", "说明和快捷键"),
    Declared("table.new", "Ctrl+N", "在表格里新建"),
    Declared("table.edit", "F2", "修改"),
    Declared("table.delete", "Del", "删除（可以撤销）"),
    Declared("table.up", "Alt+Up", "上移"),
    Declared("table.down", "Alt+Down", "下移"),
    Declared("table.sort", "Ctrl+Shift+O", "按光标所在的列排序"),
    Declared("preview.larger", "Ctrl++", "放大"),
    Declared("preview.smaller", "Ctrl+-", "缩小"),
    Declared("preview.fit", "Ctrl+Alt+0", "适合宽度"),
    Declared("sheet.ok", "Ctrl+Return", "确定"),
    Declared("roster.登记人员", "Ctrl+N", "登记人员"),
    Declared("roster.新建单位", "Ctrl+N", "新建单位"),
    Declared("roster.导入文件", "Ctrl+O", "导入文件"),
    Declared("roster.粘贴表格", "Ctrl+Shift+V", "粘贴表格"),
    Declared("meetings.新建会议", "Ctrl+N", "新建会议"),
    Declared("meetings.登记列席", "Ctrl+N", "登记列席"),
    Declared("roll.mark1", "1", "现场"),
    Declared("roll.mark2", "2", "视频"),
    Declared("roll.mark3", "3", "请假"),
    Declared("roll.mark4", "4", "缺席"),
    Declared("roll.mark0", "0", "清除"),
    Declared("roll.move5", "5", "离席"),
    Declared("roll.move6", "6", "返回"),
    Declared("roll.move7", "7", "早退"),
    Declared("roll.move8", "8", "迟到"),
    Declared("roll.number", "+", "按号码点名"),
    Declared("agenda.新建议题", "Ctrl+N", "新建议题"),
    Declared("agenda.增加半天", "Ctrl+N", "增加半天"),
    Declared("agenda.粘贴议题", "Ctrl+Shift+V", "粘贴议题"),
    Declared("agenda.增加一项", "Ctrl+N", "年度计划增加一项"),
    Declared("agenda.粘贴计划", "Ctrl+Shift+V", "粘贴计划"),
    Declared("agenda.导入计划", "Ctrl+O", "导入计划"),
    Declared("decisions.起草决定", "Ctrl+N", "起草决定"),
    Declared("appointments.登记人选", "Ctrl+N", "登记人选"),
    Declared("appointments.粘贴成绩", "Ctrl+Shift+V", "粘贴成绩"),
    Declared("appointments.编入发言", "Ctrl+N", "编入发言"),
    Declared("appointments.登记任命书", "Ctrl+N", "登记任命书"),
    Declared("appointments.登记仪式", "Ctrl+N", "登记仪式"),
    Declared("appointments.登记任免案", "Ctrl+Shift+N", "登记任免案"),
    Declared("appointments.粘贴任免案", "Ctrl+Shift+V", "粘贴任免案"),
    Declared("run.stage", "F5", "打开或关闭大屏"),
    Declared("run.following", "N", "下一项"),
    Declared("run.black", "B", "黑屏或恢复"),
    Declared("run.freeze", "F", "定格或解除"),
    Declared("run.item", "T", "议题计时，开始或暂停"),
    Declared("run.speech", "S", "发言计时，开始或暂停"),
    Declared("run.reset", "R", "发言计时归零"),
    Declared("run.clock", "C", "发言计时上屏"),
    Declared("run.script", "Z", "主持词或大屏"),
    Declared("run.vote", "V", "打开这项表决"),
    Declared("run.roll", "D", "去点名"),
    Declared("kit.print", "Ctrl+Shift+P", "打印应急包"),
    Declared("votes.新建表决", "Ctrl+N", "新建表决"),
    Declared("count.blank", "0", "未划"),
    Declared("count.over", "*", "多划"),
    Declared("count.illegible", "/", "无法辨认"),
    Declared("count.void", "-", "整票无效"),
    Declared("count.doubt", ".", "疑难"),
    Declared("count.aside", ",", "整票疑难"),
    Declared("count.many", "+", "多张相同，后输张数"),
    Declared("count.other", "=", "另选他人"),
    Declared("scan.accept", "Space", "照读出的"),
    Declared("scan.none", "0", "未划"),
    Declared("scan.void", "X", "无效"),
    Declared("scan.aside", "R", "不计这一张"),
    Declared("scan.page", "F", "看整页"),
    Declared("scan.back", "Backspace", "回上一处"),
    Declared("documents.打印", "Ctrl+P", "打印选中的文书"),
    Declared("documents.全部写出", "Ctrl+Shift+S", "全部写出"),
    Declared("cards.存为新版本", "Ctrl+S", "存为新版本"),
)  # fmt: skip
