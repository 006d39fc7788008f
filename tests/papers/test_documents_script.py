"""主持词: both ends of every vote, numbers of the record, everything in the order of the day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import documents, vote_drafts, vote_objects, votes
from meetingdesk.papers.documents import Reference
from meetingdesk.papers.documents.script import clock
from meetingdesk.papers.documents.script_votes import BLANK
from meetingdesk.papers.model import SCRIPT

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample


def script(office: Office, meeting: int) -> str:
    return documents.preview(office, Reference("script", "", meeting)).text


def test_every_vote_has_both_ends(sample_office: Office, sample_ids: Sample) -> None:
    text = script(sample_office, sample_ids.meeting_id)
    kinds = [v.kind for v in votes.votes_of(sample_office, sample_ids.meeting_id)]
    single = kinds.count("表决")
    assert text.count("【通过】") == text.count("【未通过】") == single == 4
    assert text.count("【全部通过】") == text.count("【有未通过的】") == 1
    assert text.count("【均为满意、基本满意】") == text.count("【有不满意的】") == 1
    ballots = len(kinds) - single
    assert text.count("【收回的票不多于发出的票】") == ballots
    assert text.count("【收回的票多于发出的票】") == ballots


def test_numbers_are_the_record_s(sample_office: Office, sample_ids: Sample) -> None:
    text = script(sample_office, sample_ids.meeting_id)
    assert "现有组成人员41人，今天出席会议的37人（其中以视频方式参加2人）" in text
    assert "超过全体组成人员的半数（21人）" in text
    assert "赞成35票，反对1票，弃权1票，未按表决器0人" in text
    assert "市林业局：满意33票，基本满意3票，不满意1票，测评结果为“满意”" in text
    assert "任命谢临川为示例市监察委员会委员：赞成35票，反对0票，弃权2票" in text
    # the only blanks left are for the names of those not passed
    assert re.findall(rf"{BLANK}+", text) == [BLANK * 2]


@pytest.mark.slow
def test_reasons_of_absence_are_not_read_out(sample_office: Office, sample_ids: Sample) -> None:
    text = script(sample_office, sample_ids.meeting_id)
    assert "请假4人" in text
    assert "高怀远" not in text
    assert "住院" not in text


def test_what_is_heard_before_groups_is_voted_at_the_end(
    sample_office: Office, sample_ids: Sample
) -> None:
    text = script(sample_office, sample_ids.meeting_id)
    order = [
        "第二项：听取市人民政府关于2025年市级决算草案",
        "今天下午3时分组审议",
        "第二次全体会议",
        "缔结友好城市的决定》通过",
        "第三次全体会议",
        "批准2025年市级决算的决议》通过",
        "第八项：审议有关人事任免事项",
        "颁发任命书",
        "奏唱中华人民共和国国歌",
        "闭会",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_it_is_set_in_large_print(sample_office: Office, sample_ids: Sample) -> None:
    made = documents.preview(sample_office, Reference("script", "", sample_ids.meeting_id))
    assert made.page == SCRIPT


def test_clock_times_as_they_are_said() -> None:
    assert [clock(t) for t in ("9:00", "15:00", "16:30", "12:05", "饭后")] == [
        "9时",
        "3时",
        "4时30分",
        "12时5分",
        "饭后",
    ]


def test_an_election_and_a_show_of_hands_are_read_as_such(
    sample_office: Office, sample_ids: Sample
) -> None:
    meeting = sample_ids.meeting_id
    made = vote_drafts.draft_vote(
        sample_office,
        meeting_id=meeting,
        kind="选举",
        title="补选省人大代表",
        card_name="选举-补选上级代表",
        method="无记名投票",
    )
    vote_objects.add_questions(sample_office, made, "甲某某\n乙某某")
    vote_objects.set_seats(sample_office, made, 1)
    hands = vote_drafts.draft_vote(
        sample_office,
        meeting_id=meeting,
        kind="程序",
        title="增加议程的动议",
        card_name="程序-到会过半数",
        method="举手表决",
    )
    vote_drafts.add_question(sample_office, hands, text="增加议程的动议")
    text = script(sample_office, meeting)
    assert "下面，进行补选省人大代表，采用无记名投票方式，应选1名（项）。" in text
    assert text.count("【选足应选名额】") == text.count("【没有选足或者票数相等】") == 1
    assert "同意的请举手。（清点）请放下。" in text
    assert "赞成票超过到会" in text
