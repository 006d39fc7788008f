"""表决规则 kept in the desk: copied, edited by versions, offered to votes, never reaching back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from meetingdesk.actions import cardbook, cards, keeping, meetings, roster, votes
from meetingdesk.actions.office import Office, open_office
from meetingdesk.errors import BadInput, Refused
from meetingdesk.records.cards import read_cards

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = dt.date(2026, 8, 18)
BASE = "测评-三档"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path / "a.desk", "张秘书")
    yield made
    made.desk.close()


@pytest.fixture
def body(office: Office) -> int:
    return roster.add_body(
        office, name="示例市人大常委会", short_name="市人大常委会", place_name="示例市",
        level="市", kind="standing_committee",
    )  # fmt: skip


@pytest.fixture
def meeting(office: Office, body: int) -> int:
    term = roster.add_term(office, body_id=body, number=14, start=dt.date(2022, 1, 1))
    for number in range(41):
        roster.add_member(office, term_id=term, name=f"委员{number:02}", since=dt.date(2022, 1, 1))
    return meetings.convene(office, term_id=term, number=36, start=DAY, end=DAY)


def two_thirds(office: Office, own: int, **more: Any) -> dict[str, Any]:
    """The card's table with two thirds for 满意."""
    values: dict[str, Any] = dict(cardbook.versions(office, own)[0].values)
    values["outcomes"] = [dict(o) for o in values["outcomes"]]
    values["outcomes"][0]["fraction"] = "2/3"
    return {**values, **more}


def test_the_book_shows_every_shipped_card_with_source_doubts_and_guesses(office: Office) -> None:
    found = cardbook.book(office)
    shipped = read_cards()
    assert [c.view.name for c in found] == list(shipped)
    assert all(c.own_id is None and c.view.source for c in found)
    guesses = {c.view.name for c in found if c.view.guess}
    assert BASE in guesses
    assert guesses == {name for name, card in shipped.items() if card.guess}
    assert next(c for c in found if c.view.name == BASE).view.doubts


def test_copied_and_edited_by_versions(office: Office, body: int) -> None:
    own = cardbook.copy_card(office, body, BASE)
    assert cardbook.save_card(office, own, two_thirds(office, own), note="2026年办法") == 2
    first, *rest = cardbook.book(office, body)
    assert first.view.title == "满意度测评（三档，全体组成人员过半数）（本机）"
    assert first.view.own
    assert "满意票超过全体组成人员三分之二的：满意" in first.view.words
    assert (first.kept, first.base_title) == (2, "满意度测评（三档，全体组成人员过半数）")
    assert all(c.own_id is None for c in rest)
    kept = cardbook.versions(office, own)
    assert [(v.number, v.saved_by, v.note) for v in kept] == [
        (2, "张秘书", "2026年办法"),
        (1, "张秘书", "复制自“满意度测评（三档，全体组成人员过半数）”"),
    ]
    assert kept[1].values["outcomes"][0]["fraction"] == "1/2"
    with pytest.raises(Refused, match="没有改动"):
        cardbook.save_card(office, own, kept[0].values)
    office.undo()
    assert [v.number for v in cardbook.versions(office, own)] == [1]
    office.redo()
    assert cardbook.start_again(office, own) == 3
    assert cardbook.versions(office, own)[0].values["outcomes"][0]["fraction"] == "1/2"
    labels = [e.label for e in keeping.entries(office, limit=2)]
    assert labels[0].startswith("恢复计票规则")
    while office.can_undo() and office.can_undo() != "登记示例市人大常委会":
        if not cardbook.book(office, body)[0].own_id:
            break
        office.undo()
    assert all(c.own_id is None for c in cardbook.book(office, body))


def test_what_could_not_decide_is_refused_field_by_field(office: Office, body: int) -> None:
    own = cardbook.copy_card(office, body, BASE)
    values = two_thirds(office, own)
    values["outcomes"] = values["outcomes"][:2]
    with pytest.raises(BadInput, match="没有保存") as caught:
        cardbook.save_card(office, own, values)
    assert [p.field for p in caught.value.problems] == ["定档"]
    assert "其余情形" in caught.value.problems[0].message
    assert cardbook.problems_of(values) == caught.value.problems
    assert cardbook.words_of(values) is None
    assert cardbook.words_of(two_thirds(office, own)) is not None
    assert len(cardbook.versions(office, own)) == 1


def test_a_sound_card_has_no_problems_and_is_read_as_its_form_edits_it(
    office: Office, body: int
) -> None:
    own = cardbook.copy_card(office, body, BASE)
    (card, *_) = cardbook.book(office, body)
    assert card.id == card.view.name
    values = cardbook.values_of(office, card.id)
    assert values["outcomes"][0]["fraction"] == "1/2"
    assert cardbook.problems_of(two_thirds(office, own)) == ()


def test_titles_are_not_used_twice(office: Office, body: int) -> None:
    own = cardbook.copy_card(office, body, BASE)
    with pytest.raises(Refused, match="已经有一张"):
        cardbook.copy_card(office, body, BASE)
    with pytest.raises(Refused, match="已经有一张"):
        cardbook.copy_card(office, body, BASE, title="满意度测评（三档，全体组成人员过半数）")
    again = cardbook.copy_card(office, body, f"本机-{own}", title="市本级测评")
    assert cardbook.book(office, body)[1].base_title == "满意度测评（三档，全体组成人员过半数）"
    with pytest.raises(Refused, match="已经有一张"):
        cardbook.save_card(
            office,
            again,
            {
                **two_thirds(office, again),
                "title": "满意度测评（三档，全体组成人员过半数）（本机）",
            },
        )
    with pytest.raises(Refused, match="名称没有填写"):
        cardbook.save_card(office, again, two_thirds(office, again, title=" "))


def test_a_vote_takes_the_body_s_own_card_and_keeps_its_version(
    office: Office, body: int, meeting: int
) -> None:
    own = cardbook.copy_card(office, body, BASE, title="本市测评办法")
    offered = cards.offered(office, meeting, "测评", "无记名投票")
    assert [c.title for c in offered[:2]] == [
        "本市测评办法",
        "满意度测评（三档，全体组成人员过半数）",
    ]
    assert offered[0].own
    assert all(not c.own for c in cards.cards_for("测评", "无记名投票"))
    vote = votes.draft_vote(
        office, kind="测评", meeting_id=meeting, title="测评", questions=[("市商务局", "", {})]
    )
    assert votes.vote_view(office, vote).card_title == "本市测评办法"
    assert cardbook.book(office, body)[0].drafts == 1
    with pytest.raises(Refused, match="还有拟定中的表决") as caught:
        cardbook.retire_card(office, own)
    assert caught.value.problems[0].field == "测评"
    from meetingdesk.actions import attendance

    attendance.open_roll(office, meeting)
    attendance.mark(office, [r.id for r in attendance.roll(office, meeting)], state="出席")
    votes.open_vote(office, vote)
    cardbook.save_card(office, own, two_thirds(office, own))
    assert "满意票超过全体组成人员半数的" in votes.vote_view(office, vote).rule_words
    cardbook.retire_card(office, own)
    assert not cards.offered(office, meeting, "测评")[0].own
    assert votes.vote_view(office, vote).card_title == "本市测评办法"
    cardbook.restore_card(office, own)
    assert cards.offered(office, meeting, "测评")[0].own


def test_another_body_s_cards_are_not_offered(office: Office, body: int, meeting: int) -> None:
    other = roster.add_body(
        office, name="示例县人大常委会", short_name="县人大常委会", place_name="示例县",
        level="县", kind="standing_committee",
    )  # fmt: skip
    cardbook.copy_card(office, other, BASE)
    assert not any(c.own for c in cards.offered(office, meeting, "测评"))
    assert all(c.own_id is None for c in cardbook.book(office, body))


def test_try_it_says_what_the_count_would() -> None:
    """rules.md §1.2: 20 of 41 is not more than half; 21 is."""
    card = cardbook.read_cards()["表决-全体过半数"]
    values = cardbook.card_to_dict(card)
    short = cardbook.try_card(values, {"赞成": 20, "反对": 5}, members=41, present=37)
    assert short.state == "failed"
    assert "过半数为21票；赞成20票，未过半数，差1票" in short.conclusion
    assert any("到会37人为基数" in line for line in short.what_if)
    assert cardbook.try_card(values, {"赞成": 21}, members=41, present=37).state == "passed"
    few = cardbook.try_card(values, {"赞成": 20}, members=41, present=20)
    assert few.state == "undecided"
    assert "不足法定人数" in few.conclusion
    many = cardbook.try_card(values, {"赞成": 38}, members=41, present=37)
    assert many.state == "undecided"
    assert (
        cardbook.try_card({**values, "outcomes": []}, {}, members=41, present=37).state == "problem"
    )
    chosen = cardbook.card_to_dict(cardbook.read_cards()["选举-差额"])
    elected = cardbook.try_card(
        chosen, {"张三": 30, "李四": 25, "王五": 12}, members=41, present=37, seats=2
    )
    assert elected.conclusion == "应选2名，当选2名：张三、李四"
    for name in ("测评-分类加权", "测评-丹阳2017"):
        other = cardbook.card_to_dict(cardbook.read_cards()[name])
        assert cardbook.try_card(other, {}, members=41, present=37).state == "problem"
