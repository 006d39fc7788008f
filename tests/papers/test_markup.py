"""The line markup: every sign, what data may not do, and faults with their lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.errors import BadInput
from meetingdesk.papers.markup import escape, parse
from meetingdesk.papers.model import (
    Align,
    Cell,
    Face,
    Gap,
    PageBreak,
    Paragraph,
    Role,
    Row,
    Run,
    Table,
)

TABLE = Table((1, 1), (Row((Cell(("甲",)), Cell(("乙",)))),))


def only(text: str) -> Paragraph:
    """Return the single paragraph of ``text``."""
    (block,) = parse(text)
    assert isinstance(block, Paragraph)
    return block


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("# 关于补选代表的决定", Role.TITLE),
        ("@ （2026年1月5日通过）", Role.NOTE),
        (": 市人民政府：", Role.ADDRESSEE),
        ("## 一、总体要求", Role.LEVEL1),
        ("### （一）强化监督", Role.LEVEL2),
        ("#### 1. 保障重点", Role.LEVEL3),
        ("> 示例市人民代表大会常务委员会", Role.SIGNER),
        (">> 2026年1月5日", Role.DATE),
        ("= （草　案）", Role.CENTER),
        ("== 第一部分", Role.HEADING),
        ("% 附件1", Role.ANNEX),
        ("- 出席：", Role.PLAIN),
        ("会议决定。", Role.BODY),
    ],
)
def test_sign_gives_role_and_is_not_text(line: str, role: Role) -> None:
    paragraph = only(line)
    assert paragraph.role is role
    assert paragraph.text == line.split(" ", 1)[-1] if role is not Role.BODY else "会议决定。"


def test_a_whole_paper() -> None:
    blocks = parse(
        "# 决定\n@ （通过）\n\n正文。\n[[table 名单]]\n[[gap 12.5]]\n---\n% 附件", {"名单": TABLE}
    )
    assert [b.role if isinstance(b, Paragraph) else type(b) for b in blocks] == [
        Role.TITLE,
        Role.NOTE,
        Role.BLANK,
        Role.BODY,
        Table,
        Gap,
        PageBreak,
        Role.ANNEX,
    ]
    assert Gap(12.5) in blocks


def test_blank_lines_count_inside_but_not_at_the_edges() -> None:
    blocks = parse("\n\n甲\n\n\n乙\n\n")
    assert [b.role for b in blocks if isinstance(b, Paragraph)] == [
        Role.BODY,
        Role.BLANK,
        Role.BLANK,
        Role.BODY,
    ]


def test_title_lines_broken_by_hand_are_one_title() -> None:
    title = only("# 示例市人民代表大会常务委员会\n# 关于接受辞职请求的决定")
    assert title.text == "示例市人民代表大会常务委员会\n关于接受辞职请求的决定"


def test_inline_signs() -> None:
    runs = only("见**附件**和__说明__，签收~~　　~~。").runs
    assert runs == (
        Run("见"),
        Run("附件", face=Face.HEI),
        Run("和"),
        Run("说明", face=Face.KAI),
        Run("，签收"),
        Run("　　", underline=True),
        Run("。"),
    )


def test_text_after_a_heading_sentence_is_fangsong() -> None:
    runs = only("### （一）依法征税。坚决防止虚收空转。").runs
    assert runs == (Run("（一）依法征税。"), Run("坚决防止虚收空转。", face=Face.FANGSONG))
    assert only("### （一）依法征税。").runs == (Run("（一）依法征税。"),)


def test_look_words() -> None:
    paragraph = only("= <小初 小标宋 红> 任　命　书")
    assert (paragraph.size_pt, paragraph.face) == (36.0, Face.TITLE)
    assert paragraph.runs == (Run("任　命　书", color="#FF0000"),)
    other = only("- <14磅 居右 加粗 行距20> 第1页")
    assert (other.size_pt, other.align, other.line_pt) == (14.0, Align.RIGHT, 20.0)
    assert other.runs[0].bold


def test_pasted_indent_is_dropped_from_body_only() -> None:
    assert only("　　会议认为").text == "会议认为"
    assert only("- 　　会议认为").text == "　　会议认为"


def test_backslash_takes_the_next_sign_literally() -> None:
    assert only(r"\# 号").text == "# 号"
    assert only(r"\# 号").role is Role.BODY
    assert only(r"二\**三").text == "二**三"


@given(st.text(alphabet=st.sampled_from("甲*_~[]#@:>=%-<\\ 1"), min_size=1))
def test_escaped_data_is_plain_body_text(value: str) -> None:
    line = "值" + value.rstrip()
    assert only("值" + escape(value)).text == line
    if value.strip() and not value.startswith(" "):
        assert only(escape(value)) == Paragraph(Role.BODY, (Run(value.rstrip()),))


@pytest.mark.parametrize(
    ("text", "row", "words"),
    [
        ("甲\n见**附件", 2, "没有成对"),
        ("[[table 名册]]", 1, "没有这个名称的表格"),
        ("甲\n乙\n[[gap 高]]", 3, "毫米数"),
        ("[[gap 0]]", 1, "毫米数"),
        ("[[图 会徽]]", 1, "不认识这个标记"),
        ("[[table 名单", 1, "双方括号"),
        ("#标题", 1, "空一格"),
        ("= <巨大> 标题", 1, "不认识这个格式词"),
    ],
)
def test_faults_name_their_line(text: str, row: int, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(text, source="notice")
    problem = caught.value.problems[0]
    assert (problem.file, problem.row) == ("notice", row)
    assert words in problem.message


def test_every_fault_is_listed_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        parse("#甲\n**乙\n[[gap x]]")
    assert [problem.row for problem in caught.value.problems] == [1, 2, 3]


def test_a_table_left_out_is_a_fault() -> None:
    with pytest.raises(BadInput, match="名单"):
        parse("正文", {"名单": TABLE})
