"""What stands on the sheet, and what is voted on before what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import (
    appointments,
    certify,
    decisions,
    roster,
    votes,
)
from meetingdesk.errors import Refused
from tests.actions.kindkit import (
    by_hands,
    draft,
    poll,
    yes,
)

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office

# --- amendments and separate articles before the whole ------------------------------------------


def bill(office: Office, meeting: int) -> int:
    decision = decisions.draft_decision(office, meeting, title="关于某事的决定", body="会议决定。")
    return votes.draft_decision_vote(office, decision)


def test_n4_the_bill_waits_for_its_amendments_and_separate_articles(
    office: Office, meeting: int
) -> None:
    """上海议事规则 Art. 38 (修正案先付表决); 立法法 Art. 44 (单独表决)."""
    whole = bill(office, meeting)
    article = votes.draft_before(office, whole, what="单独表决", text="第十五条")
    change = votes.draft_before(office, whole, what="修正案", text="张三等五人关于第三条的修正案")
    view = votes.vote_view(office, whole)
    assert [(b.id, b.what, b.state, b.words) for b in view.before] == [
        (change, "修正案", "拟定", ""),
        (article, "单独表决", "拟定", ""),
    ]
    assert [v.id for v in votes.votes_of(office, meeting)][-1] == whole, "the whole comes last"
    assert votes.vote_view(office, article).whole_id == whole
    with pytest.raises(Refused, match="不能表决全案") as caught:
        votes.open_vote(office, whole)
    assert len(caught.value.problems) == 2
    with pytest.raises(Refused, match="不能单独表决条款"):
        votes.open_vote(office, article)
    by_hands(office, change, 25)
    with pytest.raises(Refused, match="不能表决全案") as caught:
        votes.open_vote(office, whole)
    assert len(caught.value.problems) == 1
    by_hands(office, article, 12)
    votes.open_vote(office, whole)
    opened = votes.vote_view(office, whole)
    assert opened.title == "《关于某事的决定（草案）》的表决（修正后）"
    assert "修正案“张三等五人关于第三条的修正案的表决”通过：按修正后的文本付表决。" in opened.note
    assert "第十五条的单独表决”不予通过：由主任会议决定" in opened.note
    with pytest.raises(Refused, match="不能重新打开"):
        certify.reopen(office, change, "更正")
    votes.unopen_vote(office, whole)
    closed = votes.vote_view(office, whole)
    assert (closed.title, closed.note) == ("《关于某事的决定（草案）》的表决", "")
    certify.reopen(office, change, "更正")


def test_n4_an_amendment_that_fails_leaves_the_text(office: Office, meeting: int) -> None:
    whole = bill(office, meeting)
    votes.edit_vote(office, whole, note="先行说明")
    by_hands(office, votes.draft_before(office, whole, what="修正案", text="修正案一"), 20)
    by_hands(office, votes.draft_before(office, whole, what="单独表决", text="第二条"), 21)
    votes.open_vote(office, whole)
    view = votes.vote_view(office, whole)
    assert "（修正后）" not in view.title
    assert view.note.splitlines() == [
        "修正案“修正案一的表决”不予通过：仍按原文本付表决。",
        "单独表决“第二条的单独表决”通过：该条款列入付表决的文本。",
        "先行说明",
    ]
    votes.unopen_vote(office, whole)
    assert votes.vote_view(office, whole).note == "先行说明"


def test_a_void_amendment_is_voted_again_before_the_bill(office: Office, meeting: int) -> None:
    whole = bill(office, meeting)
    change = votes.draft_before(office, whole, what="修正案", text="修正案一", method="无记名投票")
    votes.open_vote(office, change)
    votes.set_issued(office, change, 30)
    votes.set_returned(office, change, 31)
    with pytest.raises(Refused, match="不能表决全案"):
        votes.open_vote(office, whole)
    again = votes.re_vote(office, change)
    assert [b.id for b in votes.vote_view(office, whole).before] == [again]
    poll(office, again, (yes("q1"), 37))
    votes.open_vote(office, whole)


def test_what_may_come_before_what(office: Office, meeting: int) -> None:
    whole = bill(office, meeting)
    change = votes.draft_before(office, whole, what="修正案", text="修正案一")
    for vote, what, text, word in (
        (whole, "附带意见", "x", "没有“附带意见”"),
        (whole, "修正案", " ", "名称没有填写"),
        (change, "修正案", "x", "不能附带修正案"),
        (draft(office, meeting, "测评", []), "修正案", "x", "不能附带修正案"),
    ):
        with pytest.raises(Refused, match=word):
            votes.draft_before(office, vote, what=what, text=text)
    with pytest.raises(Refused, match="附有先付表决的事项，没有删除"):
        votes.delete_vote(office, whole)
    votes.delete_vote(office, change)
    assert votes.vote_view(office, whole).before == ()
    office.undo()
    assert [b.id for b in votes.vote_view(office, whole).before] == [change]
    votes.delete_vote(office, change)
    votes.delete_vote(office, whole)


# --- what stands on the sheet -------------------------------------------------------------------


def test_names_are_pasted_a_line_each(office: Office, small_congress: int) -> None:
    vote = draft(office, small_congress, "选举", [], seats=2)
    assert votes.add_questions(office, vote, "1. 张　三\n\n2、李四\t工程师\n王小明｜教师\n") == 3
    view = votes.vote_view(office, vote)
    assert [(q.text, q.detail) for q in view.questions] == [
        ("张三", ""), ("李四", "工程师"), ("王小明", "教师"),
    ]  # fmt: skip
    office.undo()
    assert votes.vote_view(office, vote).questions == ()
    with pytest.raises(Refused, match="没有可以加入的事项"):
        votes.add_questions(office, vote, " \n")
    votes.add_questions(office, vote, "新建 2.5 公里的道路")
    assert votes.vote_view(office, vote).questions[0].text == "新建 2.5 公里的道路"


def test_candidates_come_from_motions_the_roster_and_units(office: Office, meeting: int) -> None:
    motion = appointments.add_motion(office, meeting, proposer="主任会议")
    entry = appointments.add_entry(office, motion, verb="任命", name="张三", post="示例市某局局长")
    unit = roster.add_unit(office, name="示例市林业局", short_name="市林业局")
    vote = draft(office, meeting, "选举", ["委员05"], seats=1)
    found = votes.offered(office, vote)
    assert (found[0].what, found[0].text, found[0].detail) == (
        "任免案", "张三", "任命为示例市某局局长",
    )  # fmt: skip
    assert sum(o.what == "名册" for o in found) == 40, "who stands on the sheet is not offered"
    assert (found[-1].what, found[-1].id) == ("单位", unit)
    member = next(o for o in found if o.text == "委员07")
    picked = [member.key, f"任免案{entry}", f"单位{unit}", f"单位{unit}"]
    assert votes.add_offered(office, vote, picked) == 3
    view = votes.vote_view(office, vote)
    assert [q.text for q in view.questions] == ["委员05", "委员07", "张三", "市林业局"]
    assert (view.questions[2].entry_id, view.questions[3].unit_id) == (entry, unit)
    for wrong in ([], [f"任免案{entry}"]):
        with pytest.raises(Refused, match="没有选定"):
            votes.add_offered(office, vote, wrong)
