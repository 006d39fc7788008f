"""Around the count: bundles, doubtful ballots and their rulings, sums, files, another desk."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from meetingdesk.actions import counting, merging, rulings, votes
from meetingdesk.actions.counting import over_marks
from meetingdesk.actions.office import open_office
from meetingdesk.errors import Refused
from meetingdesk.panels.votes.rulings import RulingSheet
from meetingdesk.panels.votes.taking import CountFileSheet
from meetingdesk.shell.widgets import RecordTable
from tests.actions.kindkit import congress
from tests.panels.test_votes import OBJECTS, A, B, C, Desk, desk, evaluation  # noqa: F401

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
def test_a_bundle_stops_with_its_own_sums(desk: Desk) -> None:  # noqa: F811
    desk.to_count(evaluation(desk))
    page = desk.panel.page.count
    desk.keys("2\n\n+7\n")
    assert page.sheet.slip is None
    desk.keys("0-\n")
    assert desk.text("votesBallotNumber") == "本捆小计（1—10）"
    assert page.sheet.slip is not None
    assert page.sheet.slip["q1"] == {A: 8, B: 1, C: 0}
    assert "本捆10张，整票无效1张" in desk.text("votesNote")
    desk.keys("3")
    assert not page.hand.touched, "nothing is typed while the slip is compared"
    desk.keys("\n30.\n+9\n")
    assert page.sheet.slip["q1"] == {A: 9, B: 0, C: 0}, "this bundle only"
    assert "疑难1张" in desk.text("votesNote")
    desk.keys("<~~")
    assert page.sheet.slip is None
    desk.keys("<")
    assert page.hand.marks["q3"] == [counting.DOUBT]
    desk.keys("~<")
    assert desk.count().entered == 9
    assert "整票无效" not in desk.text("votesNote")
    desk.keys("~0\n")
    assert page.sheet.slip["q1"] == {A: 8, B: 1, C: 0}
    assert "未划1项" in desk.text("votesNote")


def test_bundles_of_twenty_five_are_kept_with_the_count(desk: Desk) -> None:  # noqa: F811
    desk.to_count(evaluation(desk))
    box = desk.find("votesBundle", QComboBox)
    box.setCurrentIndex(box.findData(25))
    assert desk.count().bundle == 25
    desk.keys("+24\n")
    assert "第 1 捆（1—25）" in desk.text("votesNote")
    desk.keys("\n")
    assert desk.text("votesBallotNumber") == "本捆小计（1—25）"
    desk.click("votesBack")
    table = desk.find("votesList", RecordTable)
    table.activated.emit(table.rows()[0])
    assert desk.find("votesBundle", QComboBox).currentData() == 25
    desk.keys("\n+12\n")
    assert desk.text("votesBallotNumber") == "已全部录入"
    assert "末捆小计（26—37）" in desk.text("votesCopies")


def test_one_key_lays_a_ballot_aside_and_the_chief_rules_it(desk: Desk) -> None:  # noqa: F811
    desk.to_count(evaluation(desk))
    desk.find("votesBundle", QComboBox).setCurrentIndex(0)
    desk.keys("1.")
    assert "疑难票，放一边" in desk.text("votesAside")
    desk.keys("\n2,")
    assert "整票疑难" in desk.text("votesAside")
    desk.keys("\n")
    assert desk.text("votesAside") == "疑难票 2 张"
    desk.keys("<")
    assert desk.panel.page.count.hand.aside
    desk.keys("\n+35\n\n")
    assert "还有2张待裁定" in desk.text("votesDoubtState")
    desk.find("votesReason", QLineEdit).setText("只有一名计票人")
    assert not desk.find("votesCertify").isEnabled()
    desk.click("votesRule")
    sheet = desk.sheet("votesRulingSheet")
    assert isinstance(sheet, RulingSheet)
    table = desk.find("votesDoubts", RecordTable)
    said = [[c.text(row) for c in table.columns][:2] for row in table.rows()]
    assert said == [
        ["整票", "市商务局基本满意；市医疗保障局、市人防办、市林业局、市教育局满意"],
        ["市医疗保障局", "都是满意"],
    ]
    desk.click("votesRuleOne")
    assert "请对每个疑难之处选定裁定" in sheet.banner.text.text()
    box = desk.find("votesOutcome_all", QComboBox)
    box.setCurrentIndex(box.findText("整票无效"))
    desk.click("votesRuleOne")
    assert "总监票人没有填写" in sheet.banner.text.text()
    desk.find("votesRulingWho", QLineEdit).setText("王总监")
    desk.find("votesRulingWhy", QLineEdit).setText("票上写有字句")
    desk.click("votesRuleOne")
    box = desk.find("votesOutcome_q2", QComboBox)
    box.setCurrentIndex(box.findText("计入“不满意”"))
    assert desk.find("votesRulingWho", QLineEdit).text() == "王总监"
    desk.find("votesRulingWhy", QLineEdit).setText("勾压线，偏右")
    desk.click("votesRuleOne")
    assert rulings.doubts(desk.office, desk.vote().id).open == 0
    assert [table.columns[4].text(row) for row in table.rows()] == ["已裁定", "已裁定"]
    table.select_id(tuple(sorted(table.rows()[1].marks.items())))
    desk.click("votesWithdrawRuling")
    assert rulings.doubts(desk.office, desk.vote().id).open == 1
    box = desk.find("votesOutcome_q2", QComboBox)
    box.setCurrentIndex(box.findText("按未划计"))
    desk.find("votesRulingWho", QLineEdit).setText("王总监")
    desk.find("votesRulingWhy", QLineEdit).setText("并未勾在格内")
    desk.click("votesRuleOne")
    sheet.accept()
    assert "都已裁定" in desk.text("votesDoubtState")
    desk.click("votesCertify")
    result = desk.vote().result
    assert result is not None
    assert result["questions"][1]["counts"] == {A: 35, B: 0, C: 0}


def test_a_sheet_of_sums_says_which_row_is_off(desk: Desk) -> None:  # noqa: F811
    desk.to_count(evaluation(desk))
    desk.click("votesBySums")
    finish = desk.find("votesGridFinish", QPushButton)
    first = desk.find("votesCell_1_1", QLineEdit)
    assert first.hasFocus()
    for row in range(1, 6):
        for column, number in enumerate(("30", "5", "0", "1", "0"), 1):
            cell = desk.find(f"votesCell_{row}_{column}", QLineEdit)
            assert cell.hasFocus()
            QTest.keyClicks(cell, number)
            QTest.keyClick(cell, Qt.Key.Key_Return)
    spoilt = desk.find("votesSpoilt", QLineEdit)
    assert spoilt.hasFocus()
    assert desk.text("votesRow_3") == "36，少 1"
    assert "5项对不上" in desk.text("votesGridState")
    assert not finish.isEnabled()
    QTest.keyClicks(spoilt, "1")
    assert desk.text("votesRow_3") == "37 ✓"
    desk.find("votesCell_3_2", QLineEdit).setText("7")
    assert desk.text("votesRow_3") == "39，多 2"
    desk.find("votesCell_3_2", QLineEdit).setText("5")
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert desk.find("votesCell_2_1", QLineEdit).hasFocus()
    QTest.keyClick(desk.find("votesCell_2_1"), Qt.Key.Key_Up)
    assert first.hasFocus()
    desk.click("votesByBallot")
    desk.click("votesBySums")
    assert desk.find("votesCell_1_1", QLineEdit).text() == "30", "what was typed is still there"
    QTest.keyClick(desk.find("votesSpoilt"), Qt.Key.Key_Return)
    assert [(c.way, c.state) for c in desk.vote().counts] == [("合计", "完成")]
    desk.click("votesResume1")
    assert desk.find("votesCell_4_2", QLineEdit).text() == "5"


def test_a_count_is_taken_from_a_file_after_a_look(desk: Desk, tmp_path: Path) -> None:  # noqa: F811
    desk.to_count(evaluation(desk))
    path = tmp_path / "计票.csv"
    path.write_text(",".join([*OBJECTS, "张数"]) + "\n1,1,1,1,9,3\n1,1,1,1,1,30\n", "utf-8")
    desk.panel.page.count.take_file(path)
    sheet = desk.sheet("countFileSheet")
    assert isinstance(sheet, CountFileSheet)
    table = desk.find("countFileProblems", RecordTable)
    assert [[c.text(row) for c in table.columns] for row in table.rows()] == [
        ["第2行", "市教育局", "票上没有“9”这个选项"]
    ]
    assert not sheet.ok.isEnabled()
    sheet.reject()
    path.write_text(",".join([*OBJECTS, "张数"]) + "\n1,1,1,1,2,3\n1,1,1,1,1,30\n", "utf-8")
    desk.panel.page.count.take_file(path)
    sheet = desk.sheet("countFileSheet")
    assert "2行，共33张（收回37张），还差4张" in desk.text("countFileSummary")
    sheet.submit()
    assert desk.count().entered == 33
    assert desk.text("votesBallotNumber") == "第 34 张"


@pytest.mark.slow
def test_another_desk_counts_and_hands_its_file_back(desk: Desk, tmp_path: Path) -> None:  # noqa: F811
    vote = evaluation(desk)
    desk.panel.show_vote(vote)
    desk.click("votesOpen")
    desk.click("votesRegister")
    desk.panel.page.polling.write_job(tmp_path / "任务.json")
    desk.click("votesStartCount")
    desk.find("votesBundle", QComboBox).setCurrentIndex(0)
    desk.keys("3\n+36\n\n")
    desk.panel.page.review.write_job(tmp_path / "再.json")
    assert (tmp_path / "再.json").read_bytes() == (tmp_path / "任务.json").read_bytes()
    away = open_office(
        tmp_path / "b.desk", "乙", clock=lambda: dt.datetime(2026, 8, 18, 4, tzinfo=dt.UTC)
    )
    there = merging.take_job(away, str(tmp_path / "任务.json"))
    count = counting.start_count(away, there)
    usual = {f"q{n}": [A] for n in range(1, 6)}
    counting.record_ballot(away, count, usual, 36)
    counting.record_ballot(away, count, {**usual, "q1": [C]})
    counting.finish_count(away, count)
    told = merging.export_count(away, count)
    away.desk.close()
    back = tmp_path / "乙.json"
    back.write_text(json.dumps({**told, "counter": "甲"}, ensure_ascii=False), "utf-8")
    desk.panel.page.review.merge_file(back)
    assert "甲已录过另一遍" in desk.panel.banner.text.text()
    back.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    desk.panel.page.review.merge_file(back)
    assert "逐项一致" in desk.panel.page.review.verdict.text.text()
    desk.click("votesCertify")
    assert desk.vote().state == "已确认"


def test_a_job_is_counted_here_and_only_handed_back(desk: Desk, tmp_path: Path) -> None:  # noqa: F811
    vote = evaluation(desk)
    votes.open_vote(desk.office, vote)
    votes.set_issued(desk.office, vote, 37)
    votes.set_returned(desk.office, vote, 37)
    job = merging.export_job(desk.office, vote)
    job["form"]["title"] = "另一台电脑的测评"
    from meetingdesk.rules.seal import digest

    job["digest"] = digest(job["form"])
    (tmp_path / "任务.json").write_text(json.dumps(job, ensure_ascii=False), "utf-8")
    desk.panel.take_job(tmp_path / "任务.json")
    assert desk.vote().count_only
    assert not desk.find("votesRegister").isEnabled()
    assert desk.panel.page.polling.unopen.isHidden()
    desk.click("votesStartCount")
    desk.find("votesBundle", QComboBox).setCurrentIndex(0)
    desk.keys("+37\n\n")
    review = desk.panel.page.review
    assert review.confirm.isHidden()
    assert review.second.isHidden()
    assert desk.find("votesExportCount").isEnabled()
    review.write_result(tmp_path / "结果.json")
    told = json.loads((tmp_path / "结果.json").read_text("utf-8"))
    assert (told["meetingdesk"], told["digest"], told["counter"]) == (
        "计票结果", job["digest"], "甲",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "dialog"),
    [("votesTakeFile", "countFileDialog"), ("votesExportJobEarly", "countPlaceDialog")],
)
def test_files_are_asked_for(desk: Desk, name: str, dialog: str) -> None:  # noqa: F811
    vote = evaluation(desk)
    desk.panel.show_vote(vote)
    desk.click("votesOpen")
    desk.click("votesRegister")
    if name == "votesTakeFile":
        desk.click("votesStartCount")
    desk.click(name)
    found = desk.find(dialog)
    found.close()


def test_where_only_choices_are_read_the_rest_is_blank(desk: Desk) -> None:  # noqa: F811
    """票决: a sheet of sums gives the votes of each project, and nothing else."""
    body = desk.office.perform(lambda work: congress(work, 37, 37), name="大会")
    desk.panel.set_meeting(body)
    vote = votes.draft_vote(
        desk.office, kind="票决", meeting_id=body, title="民生实事项目票决",
        questions=[("建设公园", "", {}), ("改造菜场", "", {})],
    )  # fmt: skip
    votes.set_seats(desk.office, vote, 1)
    desk.to_count(vote)
    desk.click("votesBySums")
    desk.find("votesCell_1_1", QLineEdit).setText("20")
    assert desk.text("votesRow_1") == "37 ✓"
    desk.find("votesCell_2_1", QLineEdit).setText("38")
    assert desk.text("votesRow_2") == "38，多 1"
    desk.find("votesCell_2_1", QLineEdit).setText("17")
    desk.click("votesGridFinish")
    view = counting.count_view(desk.office, desk.vote().counts[0].id)
    assert [list(row.counts.values()) for row in view.sums] == [[20], [17]]
    assert [row.blank for row in view.sums] == [17, 20]


def test_keys_a_person_chose_are_understood_and_written_on_the_page(desk: Desk) -> None:  # noqa: F811
    window = desk.window
    chosen = {"count.over": "8", "count.blank": "`", "count.void": ""}
    with pytest.raises(Refused, match="快捷键没有保存"):
        window.keys.take(window.bindings(), chosen)  # 8 stands for a choice
    window.keys.take(window.bindings(), {**chosen, "count.over": ";"})
    desk.to_count(evaluation(desk))
    assert "` 未划　; 多划" in desk.text("votesMoreKeys")
    assert "整票无效" not in desk.text("votesMoreKeys")
    hand = desk.panel.page.count.hand
    desk.keys("`0*;-")
    assert hand.marks == {"q1": [], "q2": over_marks(hand.choices)}
    assert not hand.void
    desk.keys("\n+10\n")
    assert desk.text("votesBallotNumber") == "本捆小计（1—11）"
