"""The command line's grammar, in Chinese."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, NoReturn

from meetingdesk import __version__
from meetingdesk.cli import benching, columns, commands, scanning

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

_WORDS = {
    "the following arguments are required:": "缺少：",
    "unrecognized arguments:": "不认识：",
    "invalid choice:": "不可用：",
    "expected one argument": "后面要跟一个值",
    "expected at least one argument": "后面至少要跟一个值",
    "choose from": "可用",
    "argument": "参数",
    "invalid int value:": "应是整数：",
    "invalid float value:": "应是数：",
    "invalid _date value:": "应是日期，如 2026-08-17：",
    "invalid _json value:": "应是 JSON：",
}
_DESK = "台账文件（*.desk）或数据库地址；不写时用本人数据文件夹中的会务台账.desk，窗口用上次的台账"
_KINDS = "meeting、roster、agenda、appointments"


class Parser(argparse.ArgumentParser):
    """A parser that complains in Chinese and exits with 2."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_abbrev=False, add_help=False, **kwargs)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示用法")

    def error(self, message: str) -> NoReturn:
        """Print usage and what is wrong; exit 2."""
        for english, chinese in _WORDS.items():
            message = message.replace(english, chinese)
        self.exit(2, f"{self.format_usage().replace('usage:', '用法：')}命令写法有误：{message}\n")

    def format_help(self) -> str:
        """Return the help with Chinese headings."""
        return super().format_help().replace("usage:", "用法：")


def build_parser() -> Parser:
    """Return the parser of all commands."""
    parser = Parser(prog="meetingdesk", description="会务台：不带命令时打开桌面窗口。")
    version = f"会务台 {__version__}"
    parser.add_argument("--version", action="version", version=version, help="显示版本")
    parser.add_argument("--desk", metavar="文件", help=_DESK)
    parser.set_defaults(run=None, json=False)
    subs = parser.add_subparsers(title="命令", metavar="命令", parser_class=Parser)

    def add(name: str, run: Callable[[Namespace], int | None], help_: str) -> Parser:
        sub: Parser = subs.add_parser(name, help=help_, description=help_)
        sub.add_argument("--json", action="store_true", help="只输出一份 JSON")
        sub.set_defaults(run=run)
        return sub

    _files(add)
    _keeping(add)
    columns.add_columns(subs, Parser)
    return parser


def _files(add: Any) -> None:
    sub = add("demo", commands.demo, "建立示例市台账，开完一次会议，写出全部文书")
    sub.add_argument("--out", required=True, metavar="文件夹", help="写到哪里")
    sub = add("import", commands.import_, "导入交换文件")
    sub.add_argument("kind", metavar="种类", help=f"{_KINDS}；events 只对照，不存入台账")
    sub.add_argument("file", metavar="文件")
    sub.add_argument("--preview", action="store_true", help="只看会有什么变化，不写入")
    sub.add_argument("--meeting", type=int, metavar="编号", help="导入到哪次会议")
    sub.add_argument("--term", type=int, metavar="编号", help="导入到哪一届")
    sub.add_argument("--proposer", default="", metavar="提请人", help="任免案的提请人")
    sub = add("export", commands.export, "导出交换文件")
    sub.add_argument("kind", metavar="种类", help=_KINDS)
    sub.add_argument("file", metavar="文件")
    sub.add_argument(
        "--meeting", type=int, metavar="编号", help="哪次会议；agenda、appointments 须写明"
    )
    sub.add_argument("--term", type=int, metavar="编号", help="哪一届的名册")
    sub = add("schema", commands.schema, "输出交换格式的 JSON Schema")
    sub.add_argument("name", nargs="?", metavar="名称", help="不写时列出各种名称")
    sub = add("decide", commands.decide_, "按规则判定一份表决数据，不动台账")
    sub.add_argument("file", metavar="文件")
    sub = add("documents", commands.documents_, "写出一次会议的文书")
    sub.add_argument("meeting", type=int, metavar="会议编号")
    sub.add_argument("--out", required=True, metavar="文件夹")
    sub.add_argument(
        "--only", nargs="+", default=[], metavar="种类", help="只写这几种，如 notice agenda"
    )
    sub.add_argument("--pdf", action="store_true", help="同时写 PDF")
    sub = add("kit", commands.kit, "写出应急包：停电时用纸质接着开会所需的全部表单")
    sub.add_argument("meeting", type=int, metavar="会议编号")
    sub.add_argument("--out", required=True, metavar="文件夹")
    sub = add("statistics", commands.statistics_, "一段时间的数字，各附所依据的记录")
    sub.add_argument("--from", dest="since", required=True, metavar="日期", help="如 2026-01-01")
    sub.add_argument("--to", dest="until", required=True, metavar="日期", help="含当日")
    sub.add_argument("--body", type=int, metavar="编号", help="只算一个机关")
    sub = add("check", commands.check_, "付印前校核：各处不一致、遗漏和空白")
    sub.add_argument("meeting", type=int, metavar="会议编号")
    sub = add("ballot", commands.ballot, "写出选票的印刷文件和版面说明")
    sub.add_argument("vote", type=int, metavar="表决编号")
    sub.add_argument("--out", required=True, metavar="文件夹")
    sub.add_argument("--paper", metavar="纸张", help="A4、A5、A4拼两张A5")
    sub.add_argument("--copies", type=int, metavar="张数", help="登记印制并写出这么多张")
    sub.add_argument("--spare", type=int, default=0, metavar="张数", help="另加备用")
    sub = add("scan", scanning.scan, "读扫描的选票，逐页给出结果")
    sub.add_argument("vote", type=int, metavar="表决编号")
    sub.add_argument(
        "files", nargs="+", metavar="文件", help="PDF、TIFF、PNG、JPEG、BMP，可多页；也可给文件夹"
    )
    sub.add_argument(
        "--jobs", type=int, default=0, metavar="个数", help="同时几个进程，默认每核一个"
    )
    sub.add_argument("--accept", action="store_true", help="没有存疑、也没有要再看的○×时计入")
    sub.add_argument(
        "--diagnose",
        action="store_true",
        help="文件是没有划过的票：只说比例、摆放、反差、条纹和印章",
    )
    sub.add_argument(
        "--count",
        type=int,
        default=1,
        choices=(1, 2),
        metavar="遍",
        help="计入第几遍：1或2，默认第1遍",
    )
    sub = add("compare", commands.compare, "把台账生成的大事记与印本逐句对照")
    sub.add_argument("file", metavar="大事记文件")


def _keeping(add: Any) -> None:
    add("verify", commands.verify, "核对日志与封存的表决结果")
    sub = add("backup", commands.backup, "备份台账")
    sub.add_argument("file", metavar="文件")
    sub = add("restore", commands.restore, "用备份恢复台账，原文件另存")
    sub.add_argument("file", metavar="备份文件")
    add("doctor", commands.doctor, "检查台账、字体、打印机和磁盘")
    sub = add("bench", benching.bench, "列出性能测量，或量一项")
    sub.add_argument("name", nargs="?", metavar="名称", help="不写时列出各项")
    sub.add_argument("rest", nargs=argparse.REMAINDER, metavar="…", help="该项测量自己的选项")
    sub = add("shots", commands.shots, "把每个页面、填写单和大屏画面画成图片")
    sub.add_argument("--out", required=True, metavar="文件夹")
    sub.add_argument(
        "--size", nargs="+", default=["1366x768", "1920x1080"], metavar="宽x高", help="窗口大小"
    )
    sub.add_argument("--theme", nargs="+", default=["light"], metavar="名称", help="light、dark")
    sub.add_argument("--scale", type=float, default=1, metavar="倍数", help="1 到 2，如 1.5")
