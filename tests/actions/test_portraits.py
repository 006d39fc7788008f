"""照片: taken upright and small, kept in the desk, undone; what is no photo is explained."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest

from meetingdesk.actions import namesakes, portraits, roster
from meetingdesk.errors import BadInput, Refused

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.office import Office

RED, BLUE = (0, 0, 220), (220, 0, 0)


def picture(wide: int, high: int) -> Any:
    """Return a picture red above and blue below, in OpenCV's order of colours."""
    made = np.full((high, wide, 3), RED, np.uint8)
    made[high // 2 :] = BLUE
    return made


def coded(image: Any, ending: str = ".jpg") -> bytes:
    return bytes(cv2.imencode(ending, image)[1])


def with_orientation(jpeg: bytes, orientation: int) -> bytes:
    """Put an EXIF block with one tag, 方向, behind the JPEG's first mark."""
    entry = b"\x12\x01\x03\x00\x01\x00\x00\x00" + bytes([orientation, 0, 0, 0])
    tiff = b"II*\x00\x08\x00\x00\x00\x01\x00" + entry + b"\x00\x00\x00\x00"
    body = b"Exif\x00\x00" + tiff
    return jpeg[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body + jpeg[2:]


def seen(jpeg: bytes) -> Any:
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_UNCHANGED)


def someone(office: Office, term_id: int, at: int = 3) -> int:
    return roster.members(office, term_id)[at].person_id


def kept(office: Office, person_id: int) -> bytes:
    found = portraits.photo(office, person_id)
    assert found is not None
    return found


def test_a_large_photo_becomes_small_and_keeps_its_shape(
    office: Office, term_id: int, tmp_path: Path
) -> None:
    path = tmp_path / "证件照.jpg"
    path.write_bytes(coded(picture(1500, 2100)))
    who = someone(office, term_id)
    portraits.set_photo(office, who, path)
    path.unlink()
    image = seen(kept(office, who))
    assert image.shape == (800, 571, 3)
    assert portraits.with_photo(office) == {who}
    assert "照片" in (office.can_undo() or "")


def test_a_photo_taken_sideways_is_turned_upright(office: Office, term_id: int) -> None:
    who = someone(office, term_id)
    # lying on its side: red was the top when the camera was turned back
    portraits.set_photo(office, who, with_orientation(coded(picture(400, 300)), 6))
    image = seen(kept(office, who))
    assert image.shape[:2] == (400, 300)
    left, right = image[200, 40], image[200, 260]
    assert left[0] > 150 > left[2]  # what lay below is at the left now
    assert right[2] > 150 > right[0]


@pytest.mark.parametrize("ending", [".png", ".bmp", ".webp", ".tif"])
def test_other_kinds_of_picture_are_taken(office: Office, term_id: int, ending: str) -> None:
    who = someone(office, term_id)
    portraits.set_photo(office, who, coded(picture(120, 160), ending))
    assert kept(office, who).startswith(b"\xff\xd8")
    assert seen(kept(office, who)).shape == (160, 120, 3)


def test_transparency_turns_white_and_grey_stays_grey(office: Office, term_id: int) -> None:
    who = someone(office, term_id)
    clear = np.zeros((200, 150, 4), np.uint8)
    portraits.set_photo(office, who, coded(clear, ".png"))
    assert seen(kept(office, who)).min() > 250
    grey = np.full((200, 150), 90, np.uint8)
    portraits.set_photo(office, who, coded(grey, ".png"))
    assert abs(int(seen(kept(office, who)).mean()) - 90) < 3


def test_a_photo_is_replaced_taken_away_and_brought_back(office: Office, term_id: int) -> None:
    who = someone(office, term_id)
    with pytest.raises(Refused, match="没有照片"):
        portraits.remove_photo(office, who)
    portraits.set_photo(office, who, coded(picture(200, 300)))
    first = kept(office, who)
    portraits.set_photo(office, who, coded(picture(300, 300)))
    second = kept(office, who)
    assert first != second
    office.undo()
    assert kept(office, who) == first
    office.redo()
    portraits.remove_photo(office, who)
    assert portraits.photo(office, who) is None
    office.undo()
    assert kept(office, who) == second
    # the same picture for two people is kept once, and one may lose it
    other = someone(office, term_id, 4)
    portraits.set_photo(office, other, coded(picture(300, 300)))
    portraits.remove_photo(office, who)
    assert kept(office, other) == second


def test_a_deleted_person_s_photo_comes_back_with_them(office: Office, term_id: int) -> None:
    member = roster.members(office, term_id)[20]
    portraits.set_photo(office, member.person_id, coded(picture(200, 300)))
    roster.delete_member(office, member.id)
    assert portraits.with_photo(office) == frozenset()
    office.undo()
    assert kept(office, member.person_id)


def wrong_files() -> list[tuple[str, bytes, str]]:
    whole = coded(picture(800, 800))
    return [
        ("通知.docx", b"PK\x03\x04 letter", "不是照片"),
        ("空.jpg", b"", "空文件"),
        ("半张.jpg", whole[: len(whole) // 3], "不是照片，或者文件已损坏"),
        ("小.png", coded(picture(60, 200), ".png"), "太小（60×200）"),
    ]


@pytest.mark.parametrize(("name", "data", "words"), wrong_files())
def test_what_is_no_photo_is_explained_and_changes_nothing(
    office: Office, term_id: int, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    who = someone(office, term_id)
    portraits.set_photo(office, who, coded(picture(200, 300)))
    before = kept(office, who)
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BadInput, match=words) as caught:
        portraits.set_photo(office, who, tmp_path / name)
    assert "照片没有改动" in caught.value.message
    assert caught.value.problems
    assert kept(office, who) == before


def test_files_not_there_or_far_too_large_are_explained(
    office: Office, term_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = someone(office, term_id)
    with pytest.raises(BadInput, match="读不出来"):
        portraits.set_photo(office, who, tmp_path / "没有.jpg")
    monkeypatch.setattr(portraits, "LARGEST", 10)
    (tmp_path / "大.jpg").write_bytes(b"x" * 20)
    with pytest.raises(BadInput, match="超过"):
        portraits.set_photo(office, who, tmp_path / "大.jpg")
    with pytest.raises(BadInput, match="不是照片"):
        portraits.set_photo(office, who, b"")


def test_photos_are_found_by_names_that_one_person_has(office: Office, term_id: int) -> None:
    one, two = roster.members(office, term_id)[5:7]
    portraits.set_photo(office, one.person_id, coded(picture(200, 300)))
    found = portraits.photos_named(office, [one.name, two.name, "无此人"])
    assert list(found) == [one.name]


def test_merging_two_entries_of_one_person_keeps_the_photo(office: Office, term_id: int) -> None:
    first = roster.add_member(office, term_id=term_id, name="祁某甲", birth=dt.date(1970, 1, 1))
    second = roster.add_member(office, term_id=term_id, name="祁某甲", birth=dt.date(1971, 1, 1))
    people = {m.id: m.person_id for m in roster.members(office, term_id)}
    roster.edit_member(office, second, birth=None)
    portraits.set_photo(office, people[second], coded(picture(200, 300)))
    assert portraits.photos_named(office, ["祁某甲"]) == {}
    namesakes.merge_persons(office, people[first], people[second])
    assert portraits.with_photo(office) == {people[first]}
    assert list(portraits.photos_named(office, ["祁某甲"])) == ["祁某甲"]
    office.undo()
    assert portraits.with_photo(office) == {people[second]}


def test_files_named_after_members_are_taken_in_one_step(
    office: Office, term_id: int, tmp_path: Path
) -> None:
    members = roster.members(office, term_id)[3:6]
    roster.add_member(office, term_id=term_id, name="田富贵")
    jpeg = coded(picture(200, 300))
    files = [f"{members[0].name}.jpg", f"02 {members[1].name}（副主任）.jpg", "田富贵.png"]
    for name in files:
        (tmp_path / name).write_bytes(jpeg)
    for name, data in (("合影.jpg", jpeg), (f"{members[2].name}.jpg", b"no photo")):
        (tmp_path / name).write_bytes(data)
        files.append(name)
    paths = [str(tmp_path / name) for name in files]
    taken = portraits.take_photos(office, term_id, paths)
    assert taken.names == (members[0].name, members[1].name, "田富贵")
    assert taken.words == (
        f"已放入3人的照片；没有放入：合影.jpg（对不上姓名）、{members[2].name}.jpg（不是照片或者太小）"
    )
    assert len(portraits.with_photo(office)) == 3
    assert list(portraits.photos_named(office, ["田富", "田富贵"])) == ["田富贵"]
    office.undo()
    assert portraits.with_photo(office) == frozenset()
    assert portraits.take_photos(office, term_id, paths[:1]).words == "已放入1人的照片"
    with pytest.raises(Refused, match="没有放入照片") as caught:
        portraits.take_photos(office, term_id, paths[3:])
    assert "合影.jpg" in caught.value.problems[0].message
    (tmp_path / f"{members[0].name}和{members[1].name}.jpg").write_bytes(jpeg)
    with pytest.raises(Refused):
        portraits.take_photos(
            office, term_id, [str(tmp_path / f"{members[0].name}和{members[1].name}.jpg")]
        )
