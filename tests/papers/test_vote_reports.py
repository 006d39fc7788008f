"""计票报告单 of every kind: what stands in its tables and its conclusion."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import certify, documents, votes
from meetingdesk.actions.office import Office, open_office
from meetingdesk.actions.write_ins import written_key
from meetingdesk.papers.documents import Reference
from meetingdesk.papers.model import Table
from tests.actions.kindkit import NO, congress, draft, poll, yes
from tests.actions.test_votes import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meetingdesk.papers.model import Document


def _clock() -> dt.datetime:
    return dt.datetime(2026, 8, 18, 4, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, int]:
    path = tmp_path_factory.mktemp("reports") / "template.desk"
    made = open_office(path, "甲", clock=_clock)
    committee = made.perform(build, name="样例")
    deputies = made.perform(lambda work: congress(work, 13, 13), name="大会")
    made.desk.close()
    return path, committee, deputies


@pytest.fixture
def office(template: tuple[Path, int, int], tmp_path: Path) -> Iterator[Office]:
    shutil.copyfile(template[0], tmp_path / "a.desk")
    made = open_office(tmp_path / "a.desk", "甲", clock=_clock)
    yield made
    made.desk.close()


def report(office: Office, vote: int, kind: str = "tally") -> Document:
    return documents.preview(office, Reference(kind, "", vote))


def tables(document: Document) -> list[list[list[str]]]:
    return [
        [["".join(cell.lines) for cell in row.cells] for row in block.rows]
        for block in document.blocks
        if isinstance(block, Table)
    ]


def test_an_election_lists_by_votes_with_the_names_written_in(
    office: Office, template: tuple[Path, int, int]
) -> None:
    vote = draft(office, template[2], "选举", ["张三", "李四", "王五"], seats=2)
    poll(
        office, vote, (yes("q1", "q2"), 8), ({**yes("q2"), "q1": [NO], written_key("赵六"): ["赞成"]}, 3),
        (yes("q1", "q2", "q3"), 2),
    )  # fmt: skip
    numbers, counts, _ = tables(report(office, vote))
    assert numbers == [
        ["全体代表", "到会", "应选名额", "发出票", "收回票", "未收回"],
        ["13人", "13人", "2名", "13张", "13张", "0张"],
    ]
    assert counts[0] == ["序号", "事项", "赞成", "反对", "弃权", "无效", "名次", "结果"]
    assert [(row[1], row[2], row[5], row[6], row[7]) for row in counts[1:]] == [
        ("李四", "11", "2", "1", "当选"),
        ("张三", "8", "2", "2", "当选"),
        ("赵六（另选）", "3", "2", "3", "未当选"),
        ("王五", "0", "2", "4", "未当选"),
    ]
    sheet = tables(report(office, vote, "ballot"))[0]
    assert [row[1] for row in sheet[1:]] == ["张三", "李四", "王五", "另选他人：", "另选他人："]


def test_projects_with_equal_votes_share_a_rank(
    office: Office, template: tuple[Path, int, int]
) -> None:
    vote = draft(office, template[2], "票决", ["甲", "乙", "丙", "丁"], seats=2)
    poll(office, vote, (yes("q2", "q3"), 9), (yes("q1", "q4"), 4))
    numbers, counts, _ = tables(report(office, vote))
    assert numbers[1][2] == "2项"
    assert counts == [
        ["序号", "事项", "赞成", "未选", "无效", "名次", "结果"],
        ["1", "乙", "9", "4", "0", "并列1", "入选"],
        ["2", "丙", "9", "4", "0", "并列1", "入选"],
        ["3", "甲", "4", "9", "0", "并列3", "未入选"],
        ["4", "丁", "4", "9", "0", "并列3", "未入选"],
    ]


def test_no_objection_is_one_sentence(office: Office, template: tuple[Path, int, int]) -> None:
    vote = draft(office, template[1], "无异议", ["会议议程（草案）"])
    votes.open_vote(office, vote)
    votes.record_no_objection(office, vote)
    certify.certify(office, vote)
    made = report(office, vote)
    numbers, _ = tables(made)
    assert numbers == [["全体组成人员", "到会"], ["41人", "37人"]]
    assert "到会37人，没有异议，通过" in str(made.blocks)


def test_weighted_sums_show_every_electorate_and_the_mean(
    office: Office, template: tuple[Path, int, int]
) -> None:
    vote = draft(
        office, template[1], "测评", ["市教育局"], method="汇总", card_name="测评-分类加权"
    )
    votes.open_vote(office, vote)
    for part, numbers in (("代表", {"returned": 10}), ("常委会", {"issued": 12, "returned": 10})):
        votes.record_sums(
            office, vote, part=part, numbers=numbers, totals={"q1": {"满意": 5, "基本满意": 5}}
        )
    certify.certify(office, vote)
    numbers_table, counts, _ = tables(report(office, vote))
    assert numbers_table == [
        ["类别", "发出票", "收回票"],
        ["常委会组成人员", "12", "10"],
        ["代表和群众", "", "10"],
    ]
    assert counts[0][-2:] == ["平均分", "结果"]
    assert counts[1][-2:] == ["90.00", "满意"]


def test_items_taken_over_are_one_body(office: Office, template: tuple[Path, int, int]) -> None:
    vote = draft(office, template[1], "测评", ["代表建议"], method="汇总")
    votes.ask_in_parts(office, vote, ["办理过程", "办理结果"])
    votes.open_vote(office, vote)
    rows = {"q1": {"满意": 10}, "q2": {"满意": 9, "不满意": 1}}
    votes.record_sums(office, vote, numbers={"items": 10}, totals=rows)
    certify.certify(office, vote)
    numbers, counts, _ = tables(report(office, vote))
    assert numbers == [["类别", "件数"], ["合计", "10"]]
    assert [row[1] for row in counts[1:]] == ["代表建议　办理过程", "代表建议　办理结果"]


def test_a_show_of_hands_has_no_papers(office: Office, template: tuple[Path, int, int]) -> None:
    from tests.actions.kindkit import by_hands

    vote = draft(office, template[1], "程序", ["暂不付表决"])
    by_hands(office, vote, 20)
    assert tables(report(office, vote))[0] == [["全体组成人员", "到会"], ["41人", "37人"]]
