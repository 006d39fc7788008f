"""Wording templates: office overrides, missing values, and data that looks like markup."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import pytest

from meetingdesk.errors import BadInput
from meetingdesk.papers.model import A5, Cell, Role, Row, Table
from meetingdesk.papers.wording import compose, render_wording

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_values_and_filters(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        "probe.j2",
        "第{{ n | han }}次会议{{ day | cn_date }}举行，{{ name | padded }}主持。",
    )
    text = render_wording("probe", {"n": 36, "day": date(2026, 1, 5), "name": "张三"}, folder)
    assert text == "第三十六次会议2026年1月5日举行，张　三主持。"


def test_edited_template_is_read_again_and_overrides_go_before(tmp_path: Path) -> None:
    folder = write(tmp_path, "probe.j2", "甲")
    assert render_wording("probe", {}, folder) == "甲"
    os.utime(write(tmp_path, "probe.j2", "乙") / "probe.j2", (1, 1))
    assert render_wording("probe", {}, folder) == "乙"


def test_block_lines_leave_no_empty_line(tmp_path: Path) -> None:
    folder = write(
        tmp_path, "probe.j2", "# 议程\n{% for item in items %}\n{{ item }}\n{% endfor %}\n完\n"
    )
    assert render_wording("probe", {"items": ["一", "二"]}, folder) == "# 议程\n一\n二\n完"


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("{{ member.name }}", "name"),
        ("{{ chair }}", "chair"),
        ("{% if chair %}甲{% endif %}", "chair"),
        ("{% for one in people %}甲{% endfor %}", "people"),
    ],
)
def test_missing_value_names_template_line_and_value(
    tmp_path: Path, line: str, missing: str
) -> None:
    folder = write(tmp_path, "probe.j2", "# 决定\n\n" + line)
    with pytest.raises(BadInput) as caught:
        render_wording("probe", {"member": {}}, folder)
    problem = caught.value.problems[0]
    assert (problem.file, problem.row, problem.field) == ("probe.j2", 3, missing)
    assert "台账没有改动" in caught.value.message


def test_empty_value_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = write(tmp_path, "probe.j2", "甲\n{{ day }}")
    with pytest.raises(BadInput) as caught:
        render_wording("probe", {"day": None}, folder)
    assert caught.value.problems[0].row == 2


def test_fault_in_an_included_template_names_that_template(tmp_path: Path) -> None:
    write(tmp_path, "foot.j2", "甲\n> {{ organ }}")
    folder = write(tmp_path, "probe.j2", "{% include 'foot.j2' %}")
    with pytest.raises(BadInput) as caught:
        render_wording("probe", {}, folder)
    assert (caught.value.problems[0].file, caught.value.problems[0].row) == ("foot.j2", 2)


def test_included_file_ends_its_last_line(tmp_path: Path) -> None:
    write(tmp_path, "foot.j2", "> 办公室\n")
    folder = write(tmp_path, "probe.j2", "甲\n{% include 'foot.j2' %}\n>> 日期\n")
    assert render_wording("probe", {}, folder) == "甲\n> 办公室\n>> 日期"


@pytest.mark.parametrize(
    ("text", "row"), [("甲\n{% if %}", 2), ("甲\n\n{{ x | nofilter }}", 3), ("{{ x", 1)]
)
def test_badly_written_template_names_its_line(tmp_path: Path, text: str, row: int) -> None:
    folder = write(tmp_path, "probe.j2", text)
    with pytest.raises(BadInput, match="写法有误") as caught:
        render_wording("probe", {"x": 1}, folder)
    assert caught.value.problems[0].row == row


def test_absent_template(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="找不到措辞模板"):
        render_wording("no_such_paper", {}, tmp_path)


def test_sandbox_keeps_python_out(tmp_path: Path) -> None:
    folder = write(tmp_path, "probe.j2", "{{ x.__class__.__mro__ }}")
    with pytest.raises(BadInput):
        render_wording("probe", {"x": 1}, folder)


def test_data_never_acts_as_markup(tmp_path: Path) -> None:
    folder = write(tmp_path, "probe.j2", "# 决定\n{{ text }}")
    paper = compose(
        "decision", "probe", {"text": "# 一号\n二**三\n[[gap 5]]"}, overrides_dir=folder
    )
    assert paper.text == "决定\n# 一号\n二**三\n[[gap 5]]"
    assert [block.role for block in paper.blocks[1:]] == [Role.BODY] * 3  # type: ignore[union-attr]


def test_macros_blocks_and_the_filter_marked_stay_markup(tmp_path: Path) -> None:
    write(tmp_path, "base.j2", "{% block head %}{% endblock %}\n正文")
    folder = write(
        tmp_path,
        "probe.j2",
        "{% extends 'base.j2' %}{% macro t(x) %}# {{ x }}{% endmacro %}"
        "{% block head %}{{ t('**决定**') }}\n{{ '## 一、' | marked }}\n{% endblock %}",
    )
    paper = compose("decision", "probe", {}, overrides_dir=folder)
    assert [block.role for block in paper.blocks] == [Role.TITLE, Role.LEVEL1, Role.BODY]  # type: ignore[union-attr]
    assert paper.title == "**决定**"


def test_compose_hands_on_everything(tmp_path: Path) -> None:
    folder = write(tmp_path, "probe.j2", "# 示例市人大\n# 表决票\n[[table 票]]")
    table = Table((1,), (Row((Cell(("甲",)),)),))
    paper = compose(
        "ballot", "probe", {}, {"票": table}, page=A5, date="2026-07-30", overrides_dir=folder
    )
    assert (paper.kind, paper.title, paper.page) == ("ballot", "示例市人大表决票", A5)
    assert paper.blocks[-1] is table
