"""附件: kept in the desk file, given back byte for byte, undone like any step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import attachments, meetings
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
