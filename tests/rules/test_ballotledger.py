"""票证台账: the equations as pure sums."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules.ballotledger import Ledger, balances, certifiable

WHOLE = Ledger(
    printed=44, spare=4, issued=37, replaced=1, left=6, returned=36, valid=35, invalid=1,
    registered_issued=37, registered_returned=36,
)  # fmt: skip


def said(ledger: Ledger) -> dict[str, tuple[str, str, bool | None]]:
    return {one.key: (one.label, one.text, one.ok) for one in balances(ledger)}


def test_a_whole_ledger_reads_as_the_office_writes_it() -> None:
    assert said(WHOLE) == {
        "printed": ("印制 = 发出 + 作废 + 余票", "44 = 37 + 1 + 6", True),
        "returned": ("收回 ≤ 发出", "36 ≤ 37，未收回1", True),
        "counted": ("收回 = 有效 + 无效", "36 = 35 + 1", True),
    }
    assert certifiable(WHOLE) == []


def test_an_empty_ledger_waits() -> None:
    assert [one.ok for one in balances(Ledger())] == [None, None, None]
    assert len(certifiable(Ledger())) == 3


def test_sheets_of_an_older_version_and_doubtful_ones_have_their_own_terms() -> None:
    old = replace(WHOLE, printed=84, outdated=40)
    assert said(old)["printed"] == (
        "印制 = 发出 + 作废 + 旧版作废 + 余票", "84 = 37 + 1 + 40 + 6", True,
    )  # fmt: skip
    doubt = replace(WHOLE, valid=33, doubtful=2)
    assert said(doubt)["counted"] == ("收回 = 有效 + 无效 + 存疑", "36 = 33 + 1 + 2", None)
    assert certifiable(doubt)


def test_more_back_than_went_out_is_wrong() -> None:
    more = replace(WHOLE, returned=38, valid=37, registered_returned=38)
    assert said(more)["returned"] == ("收回 ≤ 发出", "38 > 37", False)
    assert any("收回 ≤ 发出" in text for text in certifiable(more))


def test_more_gone_than_was_printed_is_wrong_before_anything_is_left() -> None:
    short = replace(WHOLE, printed=30, left=None)
    assert short.should_be_left == -8
    assert said(short)["printed"][2] is False
    assert any("印制" in text and "不相符" in text for text in certifiable(short))


def test_what_is_still_out_is_known_once_both_numbers_are() -> None:
    assert WHOLE.unreturned == 1
    assert replace(WHOLE, issued=None).unreturned is None
    assert replace(WHOLE, returned=None).unreturned is None


def test_the_ledger_and_the_registered_numbers_must_agree() -> None:
    other = replace(WHOLE, registered_issued=38)
    assert certifiable(other) == ["票证台账的发出37张，与登记的发出38张不一致。"]


def test_sealing_and_destroying_come_to_an_end() -> None:
    begun = replace(WHOLE, sealed=37)
    assert said(begun)["kept"] == ("印制 = 封存 + 销毁 + 未收回", "44 = 37 + 0 + 1", None)
    assert said(replace(begun, destroyed=6))["kept"][2] is True
    assert said(replace(begun, destroyed=7))["kept"][2] is False
    assert certifiable(begun) == []  # what is sealed later keeps no result back


numbers = st.integers(0, 600)


@given(issued=numbers, replaced=numbers, left=numbers, lost=st.integers(0, 5), invalid=numbers)
def test_what_adds_up_is_certified_and_one_sheet_off_is_not(
    issued: int, replaced: int, left: int, lost: int, invalid: int
) -> None:
    returned = max(0, issued - lost)
    invalid = min(invalid, returned)
    good = Ledger(
        printed=issued + replaced + left, issued=issued, replaced=replaced, left=left,
        returned=returned, valid=returned - invalid, invalid=invalid,
    )  # fmt: skip
    assert certifiable(good) == []
    for wrong in (
        replace(good, printed=good.printed + 1),
        replace(good, left=left + 1),
        replace(good, returned=issued + 1),
        replace(good, valid=returned - invalid + 1),
    ):
        assert certifiable(wrong)
