"""附件: kept in the desk file, given back byte for byte, undone like any step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import agenda, attachments, meetings
from meetingdesk.errors import BadInput, Refused

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.office import Office


def session_of(office: Office) -> int:
    return next(m.id for m in meetings.meetings(office) if m.kind == "常委会会议")


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_file_comes_back_byte_for_byte_after_the_original_is_gone(
    sample_office: Office, tmp_path: Path
) -> None:
    data = bytes(range(256)) * 40
    source = put(tmp_path, "审计报告.pdf", data)
    key = attachments.attach(sample_office, session_of(sample_office), source)
    source.unlink()
    saved = attachments.save_attachment(sample_office, key, tmp_path / "另存" / "审计报告.pdf")
    assert saved.read_bytes() == data


def test_a_deleted_file_is_brought_back_by_undo(sample_office: Office, tmp_path: Path) -> None:
    meeting_id = session_of(sample_office)
    for name in ("甲.txt", "乙.txt", "丙.txt"):
        attachments.attach(sample_office, meeting_id, put(tmp_path, name, name.encode()))
    first = attachments.attachments(sample_office, meeting_id)[0]
    attachments.detach(sample_office, first.id)
    assert [(a.name, a.position) for a in attachments.attachments(sample_office, meeting_id)] == [
        ("乙.txt", 1),
        ("丙.txt", 2),
    ]
    sample_office.undo()
    assert attachments.attached_file(sample_office, first.id) == "甲.txt".encode()
    attachments.move_attachment(sample_office, first.id, 2)
    kept = attachments.attachments(sample_office, meeting_id)
    assert [a.name for a in kept] == ["乙.txt", "丙.txt", "甲.txt"]


def test_empty_missing_and_repeated_files_are_refused(
    sample_office: Office, tmp_path: Path
) -> None:
    meeting_id = session_of(sample_office)
    with pytest.raises(BadInput, match="空文件"):
        attachments.attach(sample_office, meeting_id, put(tmp_path, "空.txt", b""))
    with pytest.raises(BadInput, match="读不出来"):
        attachments.attach(sample_office, meeting_id, tmp_path / "没有.txt")
    attachments.attach(sample_office, meeting_id, put(tmp_path, "说明.txt", b"1"))
    with pytest.raises(Refused, match="已有名为"):
        attachments.attach(sample_office, meeting_id, tmp_path / "说明.txt")
    assert len(attachments.attachments(sample_office, meeting_id)) == 1
    with pytest.raises(Refused, match="附件"):
        meetings.delete_meeting(sample_office, meeting_id)


# -- of one item ---------------------------------------------------------------------------


def heard(office: Office) -> agenda.ItemView:
    return agenda.items(office, session_of(office))[0]


def test_a_file_of_an_item_names_it_and_stays_when_the_item_goes(
    sample_office: Office, tmp_path: Path
) -> None:
    meeting_id = session_of(sample_office)
    own = agenda.add_item(
        sample_office, meeting_id, verb="举办", subject="某某讲座", on_agenda=False
    )
    key = attachments.attach(sample_office, meeting_id, put(tmp_path, "甲.txt", b"1"), item_id=own)
    attachments.attach(sample_office, meeting_id, put(tmp_path, "乙.txt", b"2"))
    one, two = attachments.attachments(sample_office, meeting_id)
    assert (one.id, one.item_id, one.item) == (key, own, "某某讲座")
    assert (two.item_id, two.item) == (None, "")
    sample_office.undo()
    agenda.delete_item(sample_office, own)
    (kept,) = attachments.attachments(sample_office, meeting_id)
    assert (kept.name, kept.item_id, kept.item) == ("甲.txt", None, "")
    sample_office.undo()
    assert attachments.attachments(sample_office, meeting_id)[0].item_id == own


def test_a_file_is_not_put_with_an_item_of_another_meeting(
    sample_office: Office, tmp_path: Path
) -> None:
    other = next(m.id for m in meetings.meetings(sample_office) if m.kind != "常委会会议")
    with pytest.raises(Refused, match="不属于这次会议"):
        attachments.attach(
            sample_office, other, put(tmp_path, "甲.txt", b"1"), item_id=heard(sample_office).id
        )
    assert attachments.attachments(sample_office, other) == []


@pytest.mark.parametrize(
    ("papers", "name", "received"),
    [
        (("报告", "说明"), "审计工作报告.docx", ["报告"]),
        (("关于教育工作的报告",), "报告.docx", ["关于教育工作的报告"]),
        (("说明",), "无关.pdf", ["说明"]),
        (("报告", "说明"), "无关.pdf", []),
        (("报告", "审议报告"), "报告.pdf", []),
        ((), "报告.pdf", []),
    ],
)
def test_a_delivered_file_marks_the_paper_it_brings(
    sample_office: Office, tmp_path: Path, papers: tuple[str, ...], name: str, received: list[str]
) -> None:
    meeting_id = session_of(sample_office)
    item = agenda.add_item(sample_office, meeting_id, verb="听取", subject="某某报告")
    for title in papers:
        agenda.add_material(sample_office, item, title=title)
    told = attachments.deliver(sample_office, item, put(tmp_path, name, b"1"))
    view = next(i for i in agenda.items(sample_office, meeting_id) if i.id == item)
    assert [m.title for m in view.materials if m.received] == received
    assert name in told
    assert told.startswith(f"已收到“{received[0]}”" if received else "已添加附件")
    with pytest.raises(Refused, match="已有名为"):
        attachments.deliver(sample_office, item, tmp_path / name)
    sample_office.undo()
    view = next(i for i in agenda.items(sample_office, meeting_id) if i.id == item)
    assert not any(m.received for m in view.materials)
    assert attachments.attachments(sample_office, meeting_id) == []
