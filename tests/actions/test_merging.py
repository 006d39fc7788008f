"""Two desks: a job goes out, a count comes back, once, by another person, for the same sheet."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from meetingdesk.actions import certify, counting, meetings, merging, votes
from meetingdesk.actions.office import Office, open_office
from meetingdesk.errors import BadInput, Refused
from meetingdesk.rules.seal import digest
from tests.actions.countkit import NOON, fill, hall
from tests.actions.test_counting import KEYS, USUAL, A, B, C, build, one_question

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PILE = (({**USUAL, "q2": [C]}, 1), ({**USUAL, "q1": [B]}, 1), (USUAL, 3))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Office, int]]:
    office, vote = hall(tmp_path)
    yield office, vote
    office.desk.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Office]:
    """The second clerk's desk: nothing on it."""
    made = open_office(tmp_path / "b.desk", "乙", clock=lambda: NOON)
    yield made
    made.desk.close()


def put(folder: Path, name: str, value: Any) -> str:
    place = folder / name
    place.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return str(place)


def job_for(office: Office, vote: int, folder: Path) -> str:
    return put(folder, "任务.json", merging.export_job(office, vote))


def test_a_blind_second_count_is_made_on_another_desk_and_merged(
    desk: tuple[Office, int], other: Office, tmp_path: Path
) -> None:
    office, vote = desk
    fill(office, vote, 1, "甲", *PILE)
    there = merging.take_job(other, job_for(office, vote, tmp_path))
    view = votes.vote_view(other, there)
    assert (view.count_only, view.state, view.returned, view.members) == (True, "已开票", 5, 41)
    assert [q.text for q in view.questions] == [
        q.text for q in votes.vote_view(office, vote).questions
    ]
    assert view.choices == votes.vote_view(office, vote).choices
    done = fill(other, there, 1, "乙", *PILE[::-1])
    with pytest.raises(Refused, match="只在这里计票"):
        certify.certify(other, there, reason="只有一人")
    back = put(tmp_path, "乙.json", merging.export_count(other, done))
    merged = merging.merge_count(office, vote, back)
    head = votes.vote_view(office, vote).counts[1]
    assert (head.id, head.number, head.counter, head.state) == (merged, 2, "乙", "完成")
    assert counting.compare_counts(office, vote).agrees
    assert certify.certify(office, vote)


def test_a_job_tells_no_ballot_and_a_count_no_order_and_no_time(
    desk: tuple[Office, int], tmp_path: Path
) -> None:
    office, vote = desk
    first = fill(office, vote, 1, "甲", *PILE)
    again, twin = hall(tmp_path, name="c")
    second = fill(again, twin, 1, "甲", *PILE[::-1])
    told = merging.export_count(office, first)
    assert told == merging.export_count(again, second), "two orders of entry, one file"
    assert set(told) == {
        "meetingdesk",
        "version",
        "digest",
        "title",
        "counter",
        "pile",
        "way",
        "ballots",
    }
    assert [set(row) for row in told["ballots"]] == [{"marks", "copies"}] * 3
    assert [sorted(row["marks"].items()) for row in told["ballots"]] == sorted(
        sorted(row["marks"].items()) for row in told["ballots"]
    )
    assert "2026" not in json.dumps(told)
    job = json.dumps(merging.export_job(office, vote), ensure_ascii=False)
    assert "ballots" not in job
    assert "甲" not in job
    again.desk.close()


def test_a_job_fits_into_a_desk_that_has_the_meeting(
    desk: tuple[Office, int], other: Office, tmp_path: Path
) -> None:
    office, vote = desk
    job = job_for(office, vote, tmp_path)
    with pytest.raises(Refused, match="已在这个台账里"):
        merging.take_job(office, job)
    there = votes.vote_view(other, merging.take_job(other, job))
    assert [m.id for m in meetings.meetings(other)] == [there.meeting_id]
    with pytest.raises(Refused, match="已在这个台账里"):
        merging.take_job(other, job)
    other.undo()
    assert votes.votes_of(other, there.meeting_id) == []


def test_a_draft_of_the_same_sheet_is_no_hindrance(
    desk: tuple[Office, int], other: Office, tmp_path: Path
) -> None:
    office, vote = desk
    job = job_for(office, vote, tmp_path)
    there = other.perform(build, name="样例")
    votes.draft_vote(other, kind="测评", meeting_id=there, title="测评", questions=[("甲", "", {})])
    assert votes.vote_view(other, merging.take_job(other, job)).count_only


def test_a_job_for_a_new_meeting_of_a_known_term(tmp_path: Path, office: Office) -> None:
    office.perform(build, name="样例")
    source, vote = hall(tmp_path, name="c")
    job = merging.export_job(source, vote)
    job["meeting"] |= {"number": 37, "start": None, "end": None}
    made = merging.take_job(office, put(tmp_path, "任务.json", job))
    meeting = meetings.meeting(office, votes.vote_view(office, made).meeting_id)
    assert meeting.number == 37
    assert len(meetings.meetings(office)) == 2
    source.desk.close()


def test_what_may_not_go_out(desk: tuple[Office, int], tmp_path: Path) -> None:
    office, vote = desk
    count = counting.start_count(office, vote, 1, "甲")
    with pytest.raises(Refused, match="还没有录票"):
        merging.export_count(office, count)
    counting.record_ballot(office, count, USUAL, 3)
    with pytest.raises(Refused, match="只录了3张"):
        merging.export_count(office, count)
    counting.record_ballot(office, count, USUAL, 2)
    counting.finish_count(office, count)
    counting.start_count(office, vote, 2, "乙")
    with pytest.raises(Refused, match="还没有一致"):
        merging.export_count(office, count)
    meeting = votes.vote_view(office, vote).meeting_id
    draft = votes.draft_vote(office, kind="表决", meeting_id=meeting, title="表决",
                             questions=[("事项", "", {})])  # fmt: skip
    with pytest.raises(Refused, match="请先开票"):
        merging.export_job(office, draft)
    votes.open_vote(office, draft)
    with pytest.raises(Refused, match="先登记发出和收回"):
        merging.export_job(office, draft)
    hands = one_question(office, meeting, "表决", "举手表决")
    with pytest.raises(Refused, match="没有纸票"):
        merging.export_job(office, hands)


def test_the_wrong_files_are_refused_and_nothing_is_taken(
    desk: tuple[Office, int], other: Office, tmp_path: Path
) -> None:
    office, vote = desk
    job = merging.export_job(office, vote)
    there = merging.take_job(other, put(tmp_path, "任务.json", job))
    good = merging.export_count(other, fill(other, there, 1, "乙", *PILE))
    fill(office, vote, 1, "甲", *PILE)

    def refused(value: Any, words: str) -> None:
        with pytest.raises(Refused, match=words):
            merging.merge_count(office, vote, put(tmp_path, "乙.json", value))
        assert len(votes.vote_view(office, vote).counts) == 1

    refused(job, "这是计票任务文件，这里要的是计票结果文件")
    refused([], "不是会务台的文件")
    refused({**good, "version": 2}, "先更新本机的程序")
    refused({**good, "way": None}, "计票结果不完整")
    refused({**good, "digest": "0", "title": "别的表决"}, "是“别的表决”的计票结果")
    refused({**good, "digest": "0"}, "票面或规则在导出计票任务以后改过")
    refused({**good, "counter": ""}, "没有计票人的姓名")
    refused({**good, "counter": "甲"}, "甲已录过另一遍")
    refused({**good, "counter": "丙、甲"}, "甲已录过另一遍")
    refused({**good, "counter": "、".join("丙丁戊己庚辛壬癸子丑" * 4)}, "写不下")
    refused({**good, "ballots": []}, "文件里没有票")
    for row in ({"marks": USUAL}, {"marks": USUAL, "copies": 0}, {"marks": USUAL, "copies": True},
                {"marks": {"q1": [1]}, "copies": 1}, {"marks": 1, "copies": 1}):  # fmt: skip
        refused({**good, "ballots": [row]}, "票不完整")
    refused({**good, "ballots": [{"marks": {"q9": [A]}, "copies": 5}]}, "不符")
    refused({**good, "ballots": [{"marks": USUAL, "copies": 6}]}, "已录0张，文件里有6张")
    refused({**good, "way": "合计", "sums": {"q1": {A: "5"}}}, "合计不完整")
    refused({**good, "way": "合计", "sums": []}, "合计不完整")
    refused({**good, "way": "合计", "sums": {"q1": {A: 5}}}, "对不上")
    with pytest.raises(Refused, match="请在原台账并入"):
        merging.merge_count(other, there, put(tmp_path, "乙.json", good))
    merging.merge_count(office, vote, put(tmp_path, "乙.json", good))
    with pytest.raises(Refused, match="已经并入过"):
        merging.merge_count(office, vote, put(tmp_path, "乙.json", good))
    with pytest.raises(Refused, match="乙已录过另一遍"):
        merging.merge_count(office, vote, put(tmp_path, "乙.json", good), 1)
    with pytest.raises(Refused, match="已经录完，不能再并入"):
        merging.merge_count(office, vote, put(tmp_path, "丙.json", {**good, "counter": "丙"}))


def test_a_changed_or_broken_job_is_refused(
    desk: tuple[Office, int], other: Office, tmp_path: Path
) -> None:
    office, vote = desk
    job = merging.export_job(office, vote)

    def refused(value: Any, words: str) -> None:
        with pytest.raises(BadInput, match=words):
            merging.take_job(other, put(tmp_path, "任务.json", value))
        assert meetings.meetings(other) == []

    def signed(form: Any) -> Any:
        return {**job, "form": form, "digest": digest(form)}

    form = job["form"]
    refused({**job, "form": {**form, "title": "改了"}}, "可能被改动过")
    refused({**job, "form": {**form, "title": 1.5}}, "计票任务不完整")
    refused({**job, "form": 1}, "计票任务不完整")
    refused({**job, "numbers": {**job["numbers"], "returned": "5"}}, "计票任务不完整")
    refused({**job, "numbers": {}}, "计票任务不完整")
    refused(signed({k: v for k, v in form.items() if k != "title"}), "计票任务不完整")
    refused(signed({**form, "questions": [1]}), "计票任务不完整")
    refused(signed({**form, "card": {}}), "规则卡")
    with pytest.raises(BadInput, match="找不到这个文件"):
        merging.take_job(other, str(tmp_path / "没有.json"))


def test_two_clerks_share_the_pile_by_boxes(desk: tuple[Office, int], tmp_path: Path) -> None:
    """Each counts a share on his own desk; both shares make the second count."""
    office, vote = desk
    fill(office, vote, 1, "甲", *PILE)
    job = job_for(office, vote, tmp_path)
    shares = []
    for who, pile, sheets in (("乙", "东侧", PILE[:2]), ("丙", "西侧", PILE[2:])):
        own = open_office(tmp_path / f"{who}.desk", who, clock=lambda: NOON)
        count = counting.start_count(own, merging.take_job(own, job))
        for sheet, copies in sheets:
            counting.record_ballot(own, count, sheet, copies)
        shares.append(put(tmp_path, f"{who}.json", merging.export_count(own, count, pile)))
        own.desk.close()
    merging.merge_count(office, vote, shares[0])
    head = votes.vote_view(office, vote).counts[1]
    assert (head.counter, head.state, head.entered) == ("乙（东侧）", "录票", 2)
    with pytest.raises(Refused, match="乙（东侧）的计票结果已经并入过"):
        merging.merge_count(office, vote, shares[0])
    merging.merge_count(office, vote, shares[1])
    head = votes.vote_view(office, vote).counts[1]
    assert (head.counter, head.state) == ("乙（东侧）、丙（西侧）", "完成")
    assert counting.compare_counts(office, vote).agrees


def test_sums_come_back_too_but_do_not_mix_with_ballots(
    desk: tuple[Office, int], other: Office, tmp_path: Path
) -> None:
    office, vote = desk
    there = merging.take_job(other, job_for(office, vote, tmp_path))
    count = counting.start_count(other, there, 1, "乙")
    counting.enter_sums(other, count, {key: {A: 4} for key in KEYS}, 1)
    counting.finish_count(other, count)
    back = put(tmp_path, "乙.json", merging.export_count(other, count))
    merging.merge_count(office, vote, back, 1)
    view = counting.count_view(office, votes.vote_view(office, vote).counts[0].id)
    assert (view.way, view.spoilt, view.state) == ("合计", 1, "完成")
    counting.resume_count(office, view.id)
    data = {**json.loads((tmp_path / "乙.json").read_text("utf-8")), "counter": "丙", "way": "逐张"}
    data["ballots"] = [{"marks": USUAL, "copies": 1}]
    with pytest.raises(Refused, match="不能并入逐张录的票"):
        merging.merge_count(office, vote, put(tmp_path, "丙.json", data), 1)


def test_the_day_of_the_vote_travels(
    desk: tuple[Office, int], other: Office, tmp_path: Path
) -> None:
    office, vote = desk
    there = merging.take_job(other, job_for(office, vote, tmp_path))
    assert votes.vote_view(other, there).opened_on == dt.date(2026, 8, 18)
