"""Papers made from records taken over from a printed chronicle: thin, remarked, of all kinds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import documents, meetings
from meetingdesk.actions.exchange import import_file
from meetingdesk.actions.office import open_office
from meetingdesk.records.facts import overlapped

from .test_documents import HOLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meetingdesk.actions.office import Office

DATA = Path(__file__).resolve().parent.parent / "data" / "meetings.json"
#: editor's remarks of the records, which never go on paper
REMARKS = ("未明写", "未注明", "未载", "列席）", "报告单位）")


@pytest.fixture(scope="module")
def taken_over(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = open_office(tmp_path_factory.mktemp("records") / "r.desk", "张秘书")
    import_file(office, "meeting", DATA)
    yield office
    office.desk.close()


@pytest.mark.slow
def test_what_is_offered_can_be_made_and_has_no_hole(taken_over: Office) -> None:
    wrong, kinds = [], set()
    for meeting in meetings.meetings(taken_over):
        for reference in documents.available(taken_over, meeting.id):
            made = documents.preview(taken_over, reference)
            kinds.add(reference.kind)
            wrong += [
                f"{meeting.title}·{reference.name}: {bad}"
                for bad in (*HOLES, *REMARKS)
                if bad in made.text
            ]
    assert wrong == []
    assert {"topics", "minutes", "news", "chronicle", "assignment", "year_figures"} <= kinds


def text_of(office: Office, title: str, kind: str) -> str:
    meeting = next(m for m in meetings.meetings(office) if m.title.endswith(title))
    reference = next(r for r in documents.available(office, meeting.id) if r.kind == kind)
    return documents.preview(office, reference).text


def test_minutes_of_a_record_say_what_the_chronicle_says(taken_over: Office) -> None:
    text = text_of(taken_over, "常务委员会第三十六次会议", "minutes")
    assert "市人大常委会主任徐家平主持召开安阳市第十四届" in text
    assert "并作出了相关决议。" in text
    assert "对5个被评议部门进行了满意度测评，提出评议意见和作出评议结果。" in text
    assert "出席：徐家平、张保香、张玲、程利军、杜建勋、桑建业、程新会等37人" in text


def test_what_is_handed_over_goes_to_the_one_named(taken_over: Office) -> None:
    text = text_of(taken_over, "常务委员会第十四次会议", "assignment")
    assert "承办单位\t安阳市人民政府" in text
    assert "会议结论\t审议通过；交由市政府办理" in text


def test_a_body_and_its_meeting_say_a_word_once() -> None:
    assert overlapped("市人大常委会党组", "党组会议") == "市人大常委会党组会议"
    assert overlapped("彰东街道议事代表会", "街道议事代表会议") == "彰东街道议事代表会议"
    assert overlapped("安阳县", "工作会议") == "安阳县工作会议"
