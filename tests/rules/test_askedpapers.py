"""A38: what items of a type usually need, with the days of 监督法 Art. 15."""

from __future__ import annotations

import pytest

from meetingdesk.rules.askedpapers import usual_papers
from meetingdesk.rules.itemtypes import ITEM_TYPES
from meetingdesk.rules.procedure import BY_KEY


@pytest.mark.parametrize(
    ("kind", "titles"),
    [
        ("专项工作报告", ["报告征求意见稿", "报告修改稿", "报告"]),
        ("审计工作报告", ["报告"]),
        ("决定（草案）", ["草案", "说明"]),
        ("地方性法规草案", ["法规草案", "说明"]),
        ("人事任免", ["任免案", "拟任免人员简历"]),
        ("仪式", []),
        ("没有这一类", []),
    ],
)
def test_a38_the_usual_papers(kind: str, titles: list[str]) -> None:
    assert [paper.title for paper in usual_papers(kind)] == titles


def test_n3_special_reports_keep_20_10_and_7_days() -> None:
    days = [BY_KEY[paper.days].default for paper in usual_papers("专项工作报告")]
    assert days == [20, 10, 7]


def test_a38_every_day_is_a_parameter_of_the_rules() -> None:
    asked = {paper.days for kind in ITEM_TYPES for paper in usual_papers(kind) if paper.days}
    assert asked <= set(BY_KEY)
