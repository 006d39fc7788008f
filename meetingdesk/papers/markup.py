"""The line markup of wording templates, parsed into the blocks of a document.

One line is one paragraph; the sign at its start says what it is::

    # 标题              title (line after line: one title broken there)
    @ （题注）           题注, 楷体 centred
    : 主送机关：          addressee, flush left
    ## 一、……            level 1, 黑体         ### （一）……   level 2, 楷体
    #### 1. ……          level 3
    plain text          body, first line two characters in
    - text              no indent               = text   centred
    == text             黑体 centred            % 附件1  annex line, 黑体 flush left
    > 落款机关           signing organ           >> 日期  date of signing
    >章 落款机关         under a seal            >签 主任　张三  signature stamp
    >注 （附注）          note below the date     %- 附件：1. 名称  附件说明, then %- 2. 名称
    =: 出席：张三、李四   label 黑体, names hang under each other (纪要)
    (empty line)        an empty line           ---      new page
    [[table NAME]]      a table or figure handed in    [[gap 20]]  20 mm of white
    [[landscape]]       landscape pages from here on   [[portrait]] back to the paper's own

After the sign ``<小初 小标宋 红>`` may set size, face, colour or 行距 of that line. Inside a
line ``**黑体**``, ``__楷体__``, ``~~underline~~``; a backslash takes the next sign literally.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from meetingdesk.errors import BadInput, Problem
from meetingdesk.papers.model import (
    LANDSCAPE_PAGES,
    SIZE_PT,
    Align,
    Block,
    Face,
    Figure,
    Gap,
    PageBreak,
    Paragraph,
    Role,
    Run,
    Section,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Line signs, longest first so that ``## `` is not read as ``# ``.
MARKS: tuple[tuple[str, Role], ...] = (
    ("#### ", Role.LEVEL3),
    ("### ", Role.LEVEL2),
    ("## ", Role.LEVEL1),
    ("# ", Role.TITLE),
    ("@ ", Role.NOTE),
    (": ", Role.ADDRESSEE),
    (">章 ", Role.SEALED),
    (">签 ", Role.STAMPED),
    (">注 ", Role.REMARK),
    ("%- ", Role.ENCLOSURE),
    ("=: ", Role.ATTENDING),
    (">> ", Role.DATE),
    ("> ", Role.SIGNER),
    ("== ", Role.HEADING),
    ("= ", Role.CENTER),
    ("% ", Role.ANNEX),
    ("- ", Role.PLAIN),
)
SECTIONS = {"landscape": Section(LANDSCAPE_PAGES), "portrait": Section()}
LEVELS = frozenset({Role.LEVEL1, Role.LEVEL2, Role.LEVEL3})
#: Long lines of these roles may be broken by hand: line after line is one paragraph.
BROKEN_BY_HAND = frozenset({Role.TITLE, Role.NOTE})

_BLOCK = re.compile(r"^\[\[\s*(\w+)\s*(.*?)\s*\]\]$")
_LOOK = re.compile(r"^<([^<>]+)>\s*")
_INLINE = re.compile(r"\\(.)|(\*\*|__|~~)", re.DOTALL)
_NAMES = {"**": "**黑体**", "__": "__楷体__", "~~": "~~下划线~~"}
_ALIGN = {"左": Align.LEFT, "中": Align.CENTER, "右": Align.RIGHT, "分散": Align.DISTRIBUTE}


def parse(
    text: str, tables: Mapping[str, Table | Figure] | None = None, *, source: str = "文稿"
) -> tuple[Block, ...]:
    """Return the blocks of marked-up ``text``.

    Empty lines at the very start and end are dropped; every other one is an empty line on
    paper. ``tables`` are the tables ``[[table NAME]]`` may ask for; one handed in but not
    asked for is an error too, for a table missing from a paper is easily overlooked.

    Raises:
        BadInput: every fault found, with its line (counted in ``text`` from 1).
    """
    reader = _Reader(dict(tables or {}), source)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        reader.take(number, line.rstrip(" \t"))
    return reader.finish()


def escape(value: str) -> str:
    """Return ``value`` so that :func:`parse` reads it as plain text, line by line."""
    value = value.replace("\\", "\\\\")
    value = re.sub(r"\*(?=\*)|_(?=_)|~(?=~)|\[(?=\[)", lambda m: "\\" + m[0], value)
    return re.sub(r"(?m)^(?=[#@:>=%<]|-)", r"\\", value)


class _Reader:
    """Collects blocks and problems while lines go by."""

    def __init__(self, tables: dict[str, Table | Figure], source: str) -> None:
        self.tables = tables
        self.unused = set(tables)
        self.source = source
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []

    def wrong(self, number: int | None, message: str, field: str = "") -> None:
        self.problems.append(Problem(message, file=self.source, row=number, field=field))

    def take(self, number: int, line: str) -> None:
        if not line.strip():
            self.blocks.append(Paragraph(Role.BLANK))
        elif line.strip() == "---":
            self.blocks.append(PageBreak())
        elif line.startswith("[["):
            self._special(number, line)
        else:
            self._paragraph(number, line)

    def finish(self) -> tuple[Block, ...]:
        for name in sorted(self.unused):
            self.wrong(None, f"准备好的表格“{name}”没有放进文稿，请加一行 [[table {name}]]。")
        if self.problems:
            raise BadInput(
                f"“{self.source}”的版式标记有误，文稿没有生成，台账没有改动。请改正后重试。",
                *self.problems,
            )
        blank = Paragraph(Role.BLANK)
        while self.blocks and self.blocks[0] == blank:
            self.blocks.pop(0)
        while self.blocks and self.blocks[-1] == blank:
            self.blocks.pop()
        return tuple(self.blocks)

    def _special(self, number: int, line: str) -> None:
        match = _BLOCK.match(line)
        if match is None:
            self.wrong(number, "双方括号没有成对，应写作 [[table 名称]] 或 [[gap 毫米数]]。")
        elif match[1] == "table":
            self._table(number, match[2])
        elif match[1] == "gap":
            self._gap(number, match[2])
        elif match[1] in SECTIONS and not match[2]:
            self.blocks.append(SECTIONS[match[1]])
        else:
            self.wrong(
                number,
                "不认识这个标记，可用的是 [[table 名称]]、[[gap 毫米数]]、"
                "[[landscape]]（转横版）和 [[portrait]]（回到竖版）。",
                match[1],
            )

    def _table(self, number: int, name: str) -> None:
        if name not in self.tables:
            known = "、".join(sorted(self.tables)) or "无"
            self.wrong(number, f"没有这个名称的表格（现有：{known}）。", name)
            return
        self.unused.discard(name)
        self.blocks.append(self.tables[name])

    def _gap(self, number: int, size: str) -> None:
        if not re.fullmatch(r"\d{1,3}(\.\d+)?", size) or not 0 < float(size) <= 250:
            self.wrong(number, "空白高度应是 0 到 250 之间的毫米数，例如 [[gap 20]]。", size)
            return
        self.blocks.append(Gap(float(size)))

    def _paragraph(self, number: int, line: str) -> None:
        role, rest = Role.BODY, line
        for sign, marked in MARKS:
            if line.startswith(sign):
                role, rest = marked, line[len(sign) :].strip(" ")
                break
        else:
            if re.match(r"#{1,4}[^#]|@[^\s]|%[^\s]", line) and not line.startswith("\\"):
                self.wrong(number, "行首标记后面要空一格；若不是标记，请在前面加反斜线 \\。")
                return
        if role is Role.BODY:
            rest = rest.lstrip(" \u3000\t")  # the indent belongs to the role, not to the text
        rest, look = self._look(number, rest)
        runs = self._runs(number, rest, look)
        if not runs:
            self.wrong(number, "行首标记后面没有文字。")
            return
        if role in LEVELS and len(runs) == 1:
            runs = _run_in_heading(runs[0])
        elif role is Role.ATTENDING and len(runs) == 1:
            runs = _labelled(runs[0])
        made = Paragraph(
            role,
            runs,
            align=look.get("align"),  # type: ignore[arg-type]
            size_pt=look.get("size_pt"),  # type: ignore[arg-type]
            face=look.get("face"),  # type: ignore[arg-type]
            line_pt=look.get("line_pt"),  # type: ignore[arg-type]
            keep_next=role in LEVELS and len(runs) == 1,
        )
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, Paragraph) and last.role is role and role in BROKEN_BY_HAND:
            first = last.runs[-1]
            joined = (*last.runs[:-1], replace(first, text=first.text + "\n"), *runs)
            self.blocks[-1] = replace(last, runs=joined)
        else:
            self.blocks.append(made)

    def _look(self, number: int, rest: str) -> tuple[str, dict[str, object]]:
        """Take ``<小初 小标宋 红 居右>`` off the start of a line."""
        match = _LOOK.match(rest)
        if match is None:
            return rest, {}
        look: dict[str, object] = {}
        for word in match[1].split():
            if word in SIZE_PT:
                look["size_pt"] = SIZE_PT[word]
            elif re.fullmatch(r"\d{1,2}(\.5)?磅", word):
                look["size_pt"] = float(word[:-1])
            elif word in {face.value for face in Face}:
                look["face"] = Face(word)
            elif word == "红":
                look["color"] = "#FF0000"
            elif word == "加粗":
                look["bold"] = True
            elif word.startswith("居") and word[1:] in _ALIGN:
                look["align"] = _ALIGN[word[1:]]
            elif word == "分散":
                look["align"] = Align.DISTRIBUTE
            elif re.fullmatch(r"行距\d{1,3}(\.\d+)?", word):
                look["line_pt"] = float(word[2:])
            else:
                self.wrong(
                    number, "不认识这个格式词（字号、字体、红、加粗、居中、行距40 等）。", word
                )
        return rest[match.end() :], look

    def _runs(self, number: int, text: str, look: Mapping[str, object]) -> tuple[Run, ...]:
        """Split a line at its inline signs."""
        runs: list[Run] = []
        on: dict[str, bool] = dict.fromkeys(_NAMES, False)
        pending: list[str] = []

        def flush() -> None:
            words = "".join(pending)
            pending.clear()
            if words:
                face = Face.HEI if on["**"] else Face.KAI if on["__"] else None
                runs.append(
                    Run(
                        words,
                        face=face,
                        underline=on["~~"],
                        bold=bool(look.get("bold")),
                        color=look.get("color"),  # type: ignore[arg-type]
                    )
                )

        last = 0
        for match in _INLINE.finditer(text):
            pending.append(text[last : match.start()])
            last = match.end()
            if match[1] is not None:
                pending.append(match[1])
                continue
            flush()
            on[match[2]] = not on[match[2]]
        pending.append(text[last:])
        flush()
        for sign, still_on in on.items():
            if still_on:
                self.wrong(number, f"行内标记没有成对，应写作 {_NAMES[sign]}。", sign)
        return tuple(runs)


def _run_in_heading(run: Run) -> tuple[Run, ...]:
    """A heading followed by text on its line keeps its face only up to the first full stop."""
    head, stop, rest = run.text.partition("。")
    if not rest:
        return (run,)
    return (
        Run(head + stop, color=run.color, bold=run.bold),
        Run(rest, face=Face.FANGSONG, color=run.color, bold=run.bold),
    )


def _labelled(run: Run) -> tuple[Run, ...]:
    """出席：in 黑体, the names after it in 仿宋 (GB/T 9704—2012 §10.3)."""
    label, colon, names = run.text.partition("：")
    if not colon:
        return (run,)
    head = replace(run, text=label + colon, face=Face.HEI)
    return (head, replace(run, text=names)) if names else (head,)
