"""票样 and 票证台账 through the actions a clerk uses."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import jsonschema
import pytest
from pypdf import PdfReader

from meetingdesk.actions import (
    ballot_text,
    ballotledger,
    ballots,
    certify,
    counting,
    vote_objects,
    votes,
)
from meetingdesk.actions.ballot_text import Look
from meetingdesk.errors import Refused
from meetingdesk.papers.ballots import columns
from meetingdesk.papers.ballots.drawing import pdf
from meetingdesk.papers.ballots.layout import Layout
from meetingdesk.resources import resource

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample


@pytest.fixture
def drafts(sample_office: Office, sample_ids: Sample) -> tuple[Office, int, int]:
    """Return the office with a fresh evaluation and a fresh appointments vote."""
    listed = votes.votes_of(sample_office, sample_ids.meeting_id)
    first = next(v for v in listed if v.kind == "测评")
    made = votes.draft_vote(
        sample_office,
        kind="测评",
        meeting_id=sample_ids.meeting_id,
        title="对五个部门的满意度测评",
        questions=[(q.text, "", {}) for q in first.questions],
    )
    people = votes.draft_vote(
        sample_office,
        kind="任免",
        meeting_id=sample_ids.meeting_id,
        title="人事任免事项的表决",
        questions=[("张三", "任命为示例市教育局局长", {}), ("买买提·吐尔逊江", "任命为审判员", {})],
    )
    return sample_office, made, people


def ledger(office: Office, vote_id: int) -> ballotledger.LedgerView:
    return ballotledger.ledger_of(office, vote_id)


def line(office: Office, vote_id: int, kind: str, sheets: int = 0, **more: str) -> int:
    return ballotledger.add_ledger_event(office, vote_id, kind=kind, sheets=sheets, **more)


def hold(office: Office, vote_id: int, ballots_: int = 37) -> None:
    """Open, issue, take back and count twice: everyone chooses the first choice."""
    votes.open_vote(office, vote_id)
    votes.set_issued(office, vote_id, ballots_)
    votes.set_returned(office, vote_id, ballots_)
    vote = votes.vote_view(office, vote_id)
    marks = {q.key: (vote.choices[0].key,) for q in vote.questions}
    for number, name in ((1, "甲"), (2, "乙")):
        count = counting.start_count(office, vote_id, number, name)
        counting.record_ballot(office, count, marks, copies=ballots_)
        counting.finish_count(office, count)


def test_a_form_is_made_from_the_vote_and_its_card(drafts: tuple[Office, int, int]) -> None:
    office, vote_id, people = drafts
    form = ballots.sheet_of(office, vote_id)
    assert form.spec.title == "对五个部门的满意度测评票"
    assert [label for _, label in form.spec.choices] == ["满意", "基本满意", "不满意"]
    assert form.spec.session.endswith("第三十六次会议）")
    assert form.spec.organ == "示例市人民代表大会常务委员会"
    text = "".join(page.text for page in form.pages)
    assert "本票为无记名票" in text
    assert "票样识别码" in text
    assert len(form.layout.boxes) == 15
    assert {(g.min, g.max) for g in form.layout.groups} == {(0, 1)}
    named = ballots.sheet_of(office, people)
    assert "张　三" in "".join(page.text for page in named.pages)
    assert "拟任免职务" in "".join(page.text for page in named.pages)


def test_one_box_for_circle_and_cross(drafts: tuple[Office, int, int]) -> None:
    office, vote_id, people = drafts
    form = ballots.sheet_of(office, people, Look(signs=True))
    assert len(form.layout.boxes) == 2
    text = "".join(page.text for page in form.pages).replace("\n", "")
    assert "赞成的，在方框内画“○”；反对的，在方框内画“×”；弃权的，不作任何标记。" in text
    assert "栏内画“√”" not in text
    with pytest.raises(Refused, match="赞成、反对、弃权"):
        ballots.prepare_form(office, vote_id, signs=True)
    assert ballots.forms_of(office, vote_id) == []


def test_an_election_ballot_has_blank_lines_and_says_its_order(
    sample_office: Office, sample_ids: Sample
) -> None:
    def draft(names: list[str]) -> int:
        vote = votes.draft_vote(
            sample_office, kind="选举", meeting_id=sample_ids.meeting_id, title="补选委员",
            card_name="选举-差额", questions=[(name, "", {}) for name in names],
        )  # fmt: skip
        vote_objects.set_seats(sample_office, vote, 2)
        return vote

    listed = ["于川", "王小明", "李四"]
    form = ballots.sheet_of(sample_office, draft(listed))
    assert "候选人按姓名笔画为序排列。" in form.spec.notes
    assert (len(form.layout.spaces), form.layout.spaces[0].box) == (2, "w1.赞成")
    assert "应选2名（项）" in "".join(form.spec.notes)
    other = ballots.sheet_of(sample_office, draft(listed[::-1]), Look(write_ins=5))
    assert not any("为序" in note for note in other.spec.notes)
    assert len(other.layout.spaces) == 5


@pytest.mark.parametrize(
    ("look", "words"),
    [
        ({"paper": "B5"}, "没有“B5”"),
        ({"write_ins": 13}, "0至12"),
        ({"write_ins": 2}, "不允许另选他人"),
    ],
)
def test_a_look_that_does_not_fit_is_refused(
    drafts: tuple[Office, int, int], look: dict[str, object], words: str
) -> None:
    office, vote_id, _ = drafts
    with pytest.raises(Refused, match=words):
        ballots.prepare_form(office, vote_id, **look)


def test_printing_locks_and_a_later_change_makes_a_new_version(
    drafts: tuple[Office, int, int],
) -> None:
    office, vote_id, _ = drafts
    with pytest.raises(Refused, match="还没有排定票样"):
        ballots.print_form(office, vote_id, copies=10)
    first = ballots.prepare_form(office, vote_id)
    assert ballots.prepare_form(office, vote_id, paper="A5") == first
    assert ballots.prepare_form(office, vote_id) == first
    ballots.print_form(office, vote_id, copies=40, spare=4)
    old = ballots.forms_of(office, vote_id)[0]
    assert (old.locked, old.printed, old.spare, old.stale) == (True, 44, 4, False)
    code = ballots.layout_of(office, vote_id).codes[0].text
    assert ballots.prepare_form(office, vote_id) == first  # the same look: nothing to change
    question = votes.vote_view(office, vote_id).questions[0]
    votes.edit_question(office, question.id, text="市农业农村局（市乡村振兴局）")
    assert ballots.forms_of(office, vote_id)[0].stale
    assert "改动过，不能计票" in ballots.whose_sheet(office, code)
    with pytest.raises(Refused, match="旧票样不能再用"):
        ballots.layout_of(office, vote_id)
    with pytest.raises(Refused, match="旧票样不能再用"):
        ballots.print_form(office, vote_id, copies=1)
    second = ballots.prepare_form(office, vote_id)
    assert second != first
    new, kept = ballots.forms_of(office, vote_id)
    assert (new.version, new.locked, new.stale) == (2, False, False)
    assert (kept.version, kept.digest, kept.printed) == (1, old.digest, 44)
    assert new.digest != kept.digest
    assert "已由第2版代替" in ballots.whose_sheet(office, code)
    ballots.print_form(office, vote_id, copies=40)
    found = ledger(office, vote_id).ledger
    assert (found.printed, found.outdated, found.should_be_left) == (84, 44, 40)


def test_what_is_offered_is_one_each_and_a_tenth_to_spare(
    drafts: tuple[Office, int, int],
) -> None:
    office, vote_id, _ = drafts
    found = ballots.offer_of(office, vote_id)
    assert (found.copies, found.spare) == (37, 4)
    assert not found.write_ins
    ballots.prepare_form(office, vote_id)
    for copies, spare in ((0, 0), (1, -1)):
        with pytest.raises(Refused, match="印制张数应为正整数"):
            ballots.print_form(office, vote_id, copies=copies, spare=spare)
    assert not ledger(office, vote_id).kept


def test_a_form_whose_vote_has_lost_its_rows_is_out_of_date(
    drafts: tuple[Office, int, int],
) -> None:
    office, vote_id, _ = drafts
    ballots.prepare_form(office, vote_id)
    for question in votes.vote_view(office, vote_id).questions:
        votes.remove_question(office, question.id)
    assert ballots.forms_of(office, vote_id)[0].stale


def test_a_folder_that_cannot_be_written_to_is_said(
    drafts: tuple[Office, int, int], tmp_path: Path
) -> None:
    office, vote_id, _ = drafts
    (tmp_path / "占用").write_text("这是一个文件", "utf-8")
    with pytest.raises(Refused, match="票样没有导出"):
        ballots.export_form(office, vote_id, tmp_path / "占用")


def test_sheets_already_issued_keep_a_new_version_from_being_printed(
    drafts: tuple[Office, int, int],
) -> None:
    office, vote_id, _ = drafts
    ballots.prepare_form(office, vote_id)
    ballots.print_form(office, vote_id, copies=40)
    line(office, vote_id, "发出", 10, place="第1排")
    ballots.prepare_form(office, vote_id, paper="A5")
    with pytest.raises(Refused, match="已经发出"):
        ballots.print_form(office, vote_id, copies=40)
    assert not ballots.forms_of(office, vote_id)[0].locked


def test_two_a5_on_an_a4_are_printed_by_twos(drafts: tuple[Office, int, int]) -> None:
    office, vote_id, _ = drafts
    ballots.prepare_form(office, vote_id, paper="A4拼两张A5")
    ballots.print_form(office, vote_id, copies=39, spare=4)
    form = ballots.forms_of(office, vote_id)[0]
    assert (form.printed, form.spare) == (44, 5)


def test_export_writes_print_file_and_layout(
    drafts: tuple[Office, int, int], tmp_path: Path
) -> None:
    office, vote_id, _ = drafts
    paths = ballots.export_form(office, vote_id, tmp_path / "out", copies=3)
    assert [path.name for path in paths] == ["ballot.pdf", "layout.json"]
    assert len(PdfReader(paths[0]).pages) == 3
    written = json.loads(paths[1].read_text(encoding="utf-8"))
    schema = json.loads(resource("schema", "layout.json").read_text(encoding="utf-8"))
    jsonschema.validate(written, schema)
    assert Layout.from_json(written) == ballots.layout_of(office, vote_id)
    assert not ballots.forms_of(office, vote_id)[0].locked
    before = paths[0].read_bytes()
    ballots.export_form(office, vote_id, tmp_path / "out", copies=3)
    assert paths[0].read_bytes() == before


def test_a_show_of_hands_has_no_ballot(sample_office: Office, sample_ids: Sample) -> None:
    made = votes.draft_vote(
        sample_office, kind="表决", meeting_id=sample_ids.meeting_id, title="议程", method="举手表决",
        questions=[("议程草案", "", {})],
    )  # fmt: skip
    with pytest.raises(Refused, match="不用纸质选票"):
        ballots.prepare_form(sample_office, made)


def test_a_foreign_code_is_named(drafts: tuple[Office, int, int]) -> None:
    office, vote_id, _ = drafts
    ballots.prepare_form(office, vote_id)
    form = ballots.forms_of(office, vote_id)[0]
    assert "不是本台账" in ballots.whose_sheet(office, "MD1|eval-99|1|1|00000000")
    typed = f"{form.name}/1/1/{form.digest}".upper()
    assert ballots.whose_sheet(office, typed) == "这是“对五个部门的满意度测评”票样第1版。"


def test_the_ledger_balances_from_printing_to_destroying(
    drafts: tuple[Office, int, int],
) -> None:
    office, vote_id, _ = drafts
    ballots.prepare_form(office, vote_id)
    ballots.print_form(office, vote_id, copies=40, spare=4)
    assert not ledger(office, vote_id).kept
    for row, sheets in enumerate((13, 12, 12), start=1):
        line(office, vote_id, "发出", sheets, place=f"第{row}排")
    line(office, vote_id, "印废", 1, note="卡纸")
    hold(office, vote_id)
    line(office, vote_id, "余票", 6)
    assert [one.ok for one in ledger(office, vote_id).balances] == [True, True, True]
    assert ledger(office, vote_id).balances[0].text == "44 = 37 + 1 + 6"
    certify.certify(office, vote_id)
    line(office, vote_id, "封存", 37, names="甲")
    with pytest.raises(Refused, match="两人"):
        line(office, vote_id, "销毁", 7, names="甲")
    line(office, vote_id, "销毁", 7, names="甲 乙")
    done = ledger(office, vote_id)
    assert done.balances[-1].text == "44 = 37 + 7 + 0"
    assert all(one.ok for one in done.balances)
    line(office, vote_id, "封存票销毁", 37, names="甲、乙")
    assert ledger(office, vote_id).ledger.sealed == 0
    with pytest.raises(Refused, match="已经确认"):
        line(office, vote_id, "发出", 1)


def test_an_unbalanced_ledger_keeps_the_result_back_until_it_is_explained(
    drafts: tuple[Office, int, int],
) -> None:
    office, vote_id, _ = drafts
    ballots.prepare_form(office, vote_id)
    ballots.print_form(office, vote_id, copies=44)
    hold(office, vote_id)
    line(office, vote_id, "余票", 4)
    with pytest.raises(Refused, match="票证台账还不平") as refused:
        certify.certify(office, vote_id)
    assert "44 = 37 + 0 + 4" in str(refused.value)
    with pytest.raises(Refused, match="没有写明原因"):
        line(office, vote_id, "不平说明")
    line(office, vote_id, "不平说明", note="一张余票当场遗失，已登记")
    certify.certify(office, vote_id)
    assert "票证台账不平仍确认的理由：一张余票当场遗失" in votes.vote_view(office, vote_id).note


def test_no_more_is_sealed_or_destroyed_than_there_is(drafts: tuple[Office, int, int]) -> None:
    office, vote_id, _ = drafts
    ballots.prepare_form(office, vote_id)
    ballots.print_form(office, vote_id, copies=10)
    with pytest.raises(Refused, match="封存的票没有这么多"):
        line(office, vote_id, "封存票销毁", 1, names="甲、乙")
    with pytest.raises(Refused, match="封存和销毁合计11张，多于印制的10张"):
        line(office, vote_id, "封存", 11, names="甲")


def test_a_certified_ledger_keeps_its_lines(drafts: tuple[Office, int, int]) -> None:
    office, vote_id, _ = drafts
    ballots.prepare_form(office, vote_id)
    ballots.print_form(office, vote_id, copies=40)
    hold(office, vote_id)
    left = line(office, vote_id, "余票", 3)
    certify.certify(office, vote_id)
    with pytest.raises(Refused, match="结果已经确认，这一行不能撤去"):
        ballotledger.remove_ledger_event(office, left)
    sealed = line(office, vote_id, "封存", 37, names="甲")
    ballotledger.remove_ledger_event(office, sealed)
    assert ledger(office, vote_id).ledger.sealed == 0


def test_counts_that_differ_are_no_sums_of_the_ledger(drafts: tuple[Office, int, int]) -> None:
    office, vote_id, _ = drafts
    ballots.prepare_form(office, vote_id)
    ballots.print_form(office, vote_id, copies=10)
    votes.open_vote(office, vote_id)
    votes.set_issued(office, vote_id, 2)
    votes.set_returned(office, vote_id, 2)
    vote = votes.vote_view(office, vote_id)
    for number, name in ((1, "甲"), (2, "乙")):
        count = counting.start_count(office, vote_id, number, name)
        marks = {q.key: (vote.choices[number].key,) for q in vote.questions}
        counting.record_ballot(office, count, marks, copies=2)
        counting.finish_count(office, count)
    found = ledger(office, vote_id).ledger
    assert (found.valid, found.invalid, found.doubtful) == (None, None, 0)


def test_issuing_is_by_row_and_never_by_person(drafts: tuple[Office, int, int]) -> None:
    office, vote_id, _ = drafts
    ballots.prepare_form(office, vote_id)
    ballots.print_form(office, vote_id, copies=10)
    with pytest.raises(Refused, match="不能写人名"):
        line(office, vote_id, "发出", 1, place="周 启明")
    with pytest.raises(Refused, match="只余10张"):
        line(office, vote_id, "发出", 11, place="第1排")
    with pytest.raises(Refused, match="正整数"):
        line(office, vote_id, "发出", 0)
    with pytest.raises(Refused, match="没有“借出”"):
        line(office, vote_id, "借出", 1)
    assert not ledger(office, vote_id).kept


def test_lines_are_taken_out_and_undone(drafts: tuple[Office, int, int]) -> None:
    office, vote_id, _ = drafts
    ballots.prepare_form(office, vote_id)
    ballots.print_form(office, vote_id, copies=44)
    event = line(office, vote_id, "发出", 20, place="第1排")
    office.undo()
    assert not ledger(office, vote_id).kept
    office.redo()
    ballotledger.remove_ledger_event(office, event)
    assert ledger(office, vote_id).ledger.issued is None
    printed = ledger(office, vote_id).events[0]
    assert (printed.kind, printed.by_hand) == ("印制", False)
    with pytest.raises(Refused, match="印制时记下"):
        ballotledger.remove_ledger_event(office, printed.id)


def test_the_ledger_fills_in_issued_and_returned(drafts: tuple[Office, int, int]) -> None:
    office, vote_id, _ = drafts
    ballots.prepare_form(office, vote_id)
    ballots.print_form(office, vote_id, copies=44)
    with pytest.raises(Refused, match="还没有登记发出"):
        ballotledger.register_from_ledger(office, vote_id)
    line(office, vote_id, "发出", 20, place="第1排")
    line(office, vote_id, "发出", 17, place="第2排")
    votes.open_vote(office, vote_id)
    ballotledger.register_from_ledger(office, vote_id)
    line(office, vote_id, "收回", 36)
    assert ballotledger.register_from_ledger(office, vote_id)
    vote = votes.vote_view(office, vote_id)
    assert (vote.issued, vote.returned) == (37, 36)


def test_every_copy_in_the_print_file_is_the_same_page(drafts: tuple[Office, int, int]) -> None:
    office, _, people = drafts
    ballots.prepare_form(office, people, paper="A4拼两张A5")
    form = ballots.print_file(office, people)
    reader = PdfReader(io.BytesIO(pdf(form, copies=40)))
    assert len(reader.pages) == 20
    contents = {page.get_contents().get_data() for page in reader.pages}
    assert len(contents) == 1
    assert len({str(page["/Resources"]) for page in reader.pages}) == 1
    assert not any(page["/Annots"].get_object() for page in reader.pages)


def test_a_draft_is_deleted_with_its_form_but_not_once_ballots_are_printed(
    drafts: tuple[Office, int, int],
) -> None:
    office, vote_id, people = drafts
    ballots.prepare_form(office, vote_id)
    votes.delete_vote(office, vote_id)
    office.undo()
    assert [form.version for form in ballots.forms_of(office, vote_id)] == [1]
    ballots.prepare_form(office, people)
    ballots.print_form(office, people, copies=40)
    with pytest.raises(Refused, match="已经印制过选票"):
        votes.delete_vote(office, people)
    assert ledger(office, people).ledger.printed == 40


def test_another_day_or_a_better_explanation_is_no_other_ballot(
    drafts: tuple[Office, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, vote_id, _ = drafts
    form_id = ballots.prepare_form(office, vote_id)
    ballots.print_form(office, vote_id, copies=40)
    digest = ballots.forms_of(office, vote_id)[0].digest
    monkeypatch.setattr(ballot_text, "explain_on_ballot", lambda _card: ["本票为无记名票。"])
    assert not ballots.forms_of(office, vote_id)[0].stale
    assert ballots.prepare_form(office, vote_id) == form_id
    ballots.print_form(office, vote_id, copies=5)
    assert ballots.print_file(office, vote_id).digest == digest
    assert ballots.sheet_of(office, vote_id).digest == digest
    assert ballots.forms_of(office, vote_id)[0].printed == 45


def test_a_form_that_would_come_out_otherwise_is_not_used(
    drafts: tuple[Office, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, vote_id, _ = drafts
    ballots.prepare_form(office, vote_id)
    monkeypatch.setattr(columns, "PAD_MM", 9.0)  # as another version of the program might
    monkeypatch.setattr(columns, "BOX_MM", 7.5)
    with pytest.raises(Refused, match="与排定时不一致"):
        ballots.print_file(office, vote_id)
