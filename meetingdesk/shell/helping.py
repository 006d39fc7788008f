"""Context help: what each page is for and how one works there, in a few lines."""

from __future__ import annotations

import re

from meetingdesk.shell import keys

_NAMED = re.compile(r"\{([a-z]+\.\w+)\}")

#: page key → lines; each says something to do, not what can be seen anyway. A shortcut of the
#: keybook stands by its name in braces, and is shown with the keys in force.
PAGES: dict[str, tuple[str, ...]] = {
    "home": (
        "看手头这次会议还缺什么、哪些期限将到。每一行都可以点开或按回车，直接到该处理的地方。",
        "开会前可以演练一遍，演练的内容不进入台账；打印好应急包，停电时用纸质接着办。",
    ),
    "roster": (
        "登记组成人员和单位。可以粘贴表格，也可以导入文件，导入前先预览。",
        "任职有起止日期，应到人数按会议当天算出。拖动或按 {table.up}、{table.down} 调整次序。",
        "照片可以选文件、拖进来，也可以复制后按 Ctrl+V；文件名有姓名的一批照片拖到名册上，一次放好。",
        "“笔画次序”里写明每个名字为什么排在那里，某个字的笔画可以按本机构的规定改。",
    ),
    "meetings": (
        "新建会议，登记出席和列席。点名时选中一人，按一个键就登记一人。",
        "也可以按 {roll.number} 后键入签到表上的号码或姓名首字母，回车就登记一人；“12 3”即12号请假。",
        "选中的会议就是手头的会议，其他页面随之切换。",
    ),
    "agenda": (
        "议程和日程分开登记：先列议题，再排到各个半天。",
        "可以整段粘贴议题，识别的结果逐项可改。拖动或按 {table.up}、{table.down} 调整次序。",
        "“年度计划”记全年议题：粘贴或导入一次，会前选中按空格列入本次会议，哪项到期没有列入随时可见。",
        "增加材料时可以列出这类议题的常用材料，法定期限自动算好；收到的文件拖到议题上就存为附件。",
    ),
    "decisions": (
        "起草决定、决议。每次保存的文本都可以回看，任何两稿可以比较。",
        "存稿时写明按什么意见修改，也可以在“修改依据”里逐处登记；勾选后印入对照表。",
        "通过以后标题去掉“（草案）”，并写上题注。",
    ),
    "appointments": (
        "登记任免人选，可以粘贴任免案正文。须先辞职的、重复任职的当场指出。",
        "“任前程序”登记培训、考试和公示：按数字键录成绩，空格登记培训，也可以粘贴成绩单。",
        "“供职发言”排次序和时间，{table.up}、{table.down} 调整。随后办理任命书和宪法宣誓。",
    ),
    "run": (
        "开会时用这一页：左边是顺序，会场大屏只显示选定送出的画面。选中一行按回车上屏。",
        "按 {run.black} 黑屏，按 {run.freeze} 定格，再按一次恢复；按 {run.script} 看主持词。",
        "投影断开后重新接上，自动恢复原来的画面。",
        "停电时用应急包办理，来电后按“断电补录”据纸质记录补录，补录的都会注明。",
    ),
    "votes": (
        "拟定、开票、计票、确认一步一步做。开票时应到和出席人数即固定。",
        "计票两遍互不可见，两遍一致即可确认；只计一遍的，写明原因才能确认。",
        "“票样与台账”印票、登记各版票样；“扫描计票”读扫描的票，存疑的逐处裁定后才能计入。",
    ),
    "documents": (
        "本次会议可以生成的文书都在这里，右边是印出来的样子。",
        "付印前先看校核，列出的每一处都可以点开改正。印发后的文书原样留存。",
    ),
    "cards": (
        "表决规则写明怎样算通过，并注明依据。可以用假设的数字试算。",
        "改动存为新版本，已经开票的表决不受影响。",
    ),
    "wording": (
        "文书的固定措辞和信笺可以改成本机关的习惯，右边随时看到效果。",
    ),
    "journal": (
        "每一步操作都有记录：谁、何时、改了什么。记录只增不改，可以核对是否完整。",
    ),
}  # fmt: skip


def lines(page: str) -> list[str]:
    """Return the help of a page, with the keys in force."""
    return [
        _NAMED.sub(lambda found: keys.shown(found[1]) or "（没有快捷键）", words)
        for words in PAGES.get(page, ())
    ]
