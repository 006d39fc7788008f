"""Whatever is pasted, the readers answer: A05, A25, A34, A35, A36."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules.agenda import check_outcome, parse_agenda
from meetingdesk.rules.appointments import check_entry, parse_motion_text
from meetingdesk.rules.dates import parse_cn_date
from meetingdesk.rules.names import sort_by_strokes
from meetingdesk.rules.titles import book, check_numeral_style, check_titles, with_draft

PIECES = st.lists(
    st.sampled_from(
        [
            "任命",
            "免去",
            "决定",
            "批准",
            "接受",
            "辞去",
            "代理",
            "撤销",
            "职务",
            "张三",
            "李四",
            "为",
            "的",
            "其",
            "、",
            "，",
            "；",
            "。",
            "\n",
            "：",
            "（",
            "）",
            "《",
            "》",
            "市人大常委会",
            "第",
            "36",
            "三十六",
            "十十",
            "届",
            "次",
            "会议",
            "主任会议",
            "审议",
            "听取",
            "并",
            "通过",
            "关于",
            "决定",
            "（草案）",
            "一、",
            "①",
            "9999999999",
            "市人民检察院检察长",
            "财政局局长",
            "2026年",
            "13月",
            "0日",
            "𠮷",
            "·",
            "\u3000",
        ]
    ),
    max_size=14,
).map("".join)


@given(st.one_of(st.text(max_size=40), PIECES))
def test_no_pasted_text_breaks_a_reader(text: str) -> None:
    parse_agenda(text)
    check_outcome("主任会议", text, text)
    check_entry("任命", text, text, "示例市")
    check_numeral_style(text)
    check_titles([text, "关于甲的决定"], text)
    parse_cn_date(text)
    sort_by_strokes([text], "姓氏")
    book(with_draft(text))
    motion = parse_motion_text(text)
    assert all(entry.name and entry.post for entry in motion.entries)
