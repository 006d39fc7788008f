"""Wording templates: office overrides, missing values, and data that looks like markup."""

from __future__ import annotations

from datetime import date

import pytest

from meetingdesk.errors import BadInput
from meetingdesk.papers.model import A5, Cell, Role, Row, Table
from meetingdesk.papers.wording import asked_wording, compose, own_wording, render_wording


def worded(own: dict[str, str], context: dict[str, object]) -> str:
    with own_wording(own):
        return render_wording("probe", context)


def test_values_and_filters() -> None:
    own = {"probe.j2": "第{{ n | han }}次会议{{ day | cn_date }}举行，{{ name | padded }}主持。"}
    text = worded(own, {"n": 36, "day": date(2026, 1, 5), "name": "张三"})
    assert text == "第三十六次会议2026年1月5日举行，张　三主持。"


def test_own_texts_go_before_the_built_in_only_within() -> None:
    own = {"chronicle.j2": "甲", "probe.j2": "{% include 'chronicle.j2' %}"}
    assert worded(own, {}) == "甲"
    assert worded(own | {"chronicle.j2": "乙"}, {}) == "乙"
    with pytest.raises(BadInput, match="找不到措辞模板"):
        render_wording("probe", {})


def test_the_templates_a_paper_begins_with_are_known() -> None:
    with asked_wording() as names:
        worded({"probe.j2": "{% include 'foot.j2' %}", "foot.j2": "甲"}, {})
    assert names == {"probe.j2"}
    worded({"probe.j2": "甲"}, {})
    assert names == {"probe.j2"}


def test_block_lines_leave_no_empty_line() -> None:
    own = {"probe.j2": "# 议程\n{% for item in items %}\n{{ item }}\n{% endfor %}\n完\n"}
    assert worded(own, {"items": ["一", "二"]}) == "# 议程\n一\n二\n完"


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("{{ member.name }}", "name"),
        ("{{ chair }}", "chair"),
        ("{% if chair %}甲{% endif %}", "chair"),
        ("{% for one in people %}甲{% endfor %}", "people"),
    ],
)
def test_missing_value_names_template_line_and_value(line: str, missing: str) -> None:
    own = {"probe.j2": "# 决定\n\n" + line}
    with pytest.raises(BadInput) as caught:
        worded(own, {"member": {}})
    problem = caught.value.problems[0]
    assert (problem.file, problem.row, problem.field) == ("probe.j2", 3, missing)
    assert "台账没有改动" in caught.value.message


def test_empty_value_is_refused_with_its_line() -> None:
    own = {"probe.j2": "甲\n{{ day }}"}
    with pytest.raises(BadInput) as caught:
        worded(own, {"day": None})
    assert caught.value.problems[0].row == 2


def test_fault_in_an_included_template_names_that_template() -> None:
    own = {"foot.j2": "甲\n> {{ organ }}", "probe.j2": "{% include 'foot.j2' %}"}
    with pytest.raises(BadInput) as caught:
        worded(own, {})
    assert (caught.value.problems[0].file, caught.value.problems[0].row) == ("foot.j2", 2)


def test_included_file_ends_its_last_line() -> None:
    own = {"foot.j2": "> 办公室\n", "probe.j2": "甲\n{% include 'foot.j2' %}\n>> 日期\n"}
    assert worded(own, {}) == "甲\n> 办公室\n>> 日期"


@pytest.mark.parametrize(
    ("text", "row"), [("甲\n{% if %}", 2), ("甲\n\n{{ x | nofilter }}", 3), ("{{ x", 1)]
)
def test_badly_written_template_names_its_line(text: str, row: int) -> None:
    own = {"probe.j2": text}
    with pytest.raises(BadInput, match="写法有误") as caught:
        worded(own, {"x": 1})
    assert caught.value.problems[0].row == row


def test_absent_template() -> None:
    with pytest.raises(BadInput, match="找不到措辞模板"):
        render_wording("no_such_paper", {})


def test_sandbox_keeps_python_out() -> None:
    own = {"probe.j2": "{{ x.__class__.__mro__ }}"}
    with pytest.raises(BadInput):
        worded(own, {"x": 1})


def test_data_never_acts_as_markup() -> None:
    own = {"probe.j2": "# 决定\n{{ text }}"}
    with own_wording(own):
        paper = compose("decision", "probe", {"text": "# 一号\n二**三\n[[gap 5]]"})
    assert paper.text == "决定\n# 一号\n二**三\n[[gap 5]]"
    assert [block.role for block in paper.blocks[1:]] == [Role.BODY] * 3  # type: ignore[union-attr]


def test_macros_blocks_and_the_filter_marked_stay_markup() -> None:
    own = {
        "base.j2": "{% block head %}{% endblock %}\n正文",
        "probe.j2": "{% extends 'base.j2' %}{% macro t(x) %}# {{ x }}{% endmacro %}"
        "{% block head %}{{ t('**决定**') }}\n{{ '## 一、' | marked }}\n{% endblock %}",
    }
    with own_wording(own):
        paper = compose("decision", "probe", {})
    assert [block.role for block in paper.blocks] == [Role.TITLE, Role.LEVEL1, Role.BODY]  # type: ignore[union-attr]
    assert paper.title == "**决定**"


def test_compose_hands_on_everything() -> None:
    own = {"probe.j2": "# 示例市人大\n# 表决票\n[[table 票]]"}
    table = Table((1,), (Row((Cell(("甲",)),)),))
    with own_wording(own):
        paper = compose("ballot", "probe", {}, {"票": table}, page=A5, date="2026-07-30")
    assert (paper.kind, paper.title, paper.page) == ("ballot", "示例市人大表决票", A5)
    assert paper.blocks[-1] is table
