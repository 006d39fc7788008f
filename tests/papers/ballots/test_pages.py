"""Scanned files are decoded page by page, whatever wrote them, and damage is named."""

from __future__ import annotations

import contextlib
import struct
import sys
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from meetingdesk.errors import BadInput
from meetingdesk.papers.ballots.pages import PageDamaged, Reader, survey
from meetingdesk.papers.ballots.quiet import hush
from tests.papers.ballots.files import jpeg, png, scanned_pdf, tiff

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def sheet() -> np.ndarray:
    made = np.full((330, 234), 245, np.uint8)
    cv2.putText(made, "7", (60, 120), 0, 3, 10, 6)
    cv2.rectangle(made, (20, 200), (60, 240), 0, 3)
    return made


def read(path: Path, page: int = 0) -> np.ndarray:
    reader = Reader()
    try:
        return reader.read(survey(path), page).grey
    finally:
        reader.close()


def near(one: np.ndarray, other: np.ndarray, most: float = 3.0) -> bool:
    return one.shape == other.shape and float(cv2.absdiff(one, other).mean()) < most


def test_pictures_come_back_as_they_are_from_files_with_chinese_names(
    tmp_path: Path, sheet: np.ndarray
) -> None:
    path = tmp_path / "第三十六次会议　任免票.png"
    path.write_bytes(png(sheet))
    assert (read(path) == sheet).all()
    path = tmp_path / "选票.jpg"
    path.write_bytes(jpeg(sheet))
    assert near(read(path), sheet)
    black = np.where(sheet > 128, 255, 0).astype(np.uint8)
    path = tmp_path / "黑白.png"
    path.write_bytes(png(black, bilevel=True))
    assert (read(path) == black).all()


def test_coloured_ink_stays_dark(tmp_path: Path) -> None:
    page = np.full((40, 60, 3), 250, np.uint8)
    page[:, 10:20] = (40, 40, 210)  # red, as BGR
    page[:, 30:40] = (200, 70, 30)  # blue
    path = tmp_path / "彩色.png"
    path.write_bytes(png(page))
    grey = read(path)
    assert grey[5, 15] <= 40
    assert grey[5, 35] <= 30
    assert grey[5, 5] == 250


def test_every_page_of_a_tiff(tmp_path: Path, sheet: np.ndarray) -> None:
    pages = [np.where(np.roll(sheet, n, axis=1) > 128, 255, 0).astype(np.uint8) for n in range(3)]
    path = tiff(tmp_path / "多页.tif", pages)
    assert survey(path).pages == 3
    for number, page in enumerate(pages):
        assert (read(path, number) == page).all()


def test_the_picture_in_a_scanners_pdf_is_taken_out_as_it_is(
    tmp_path: Path, sheet: np.ndarray
) -> None:
    data = jpeg(sheet)
    path = tmp_path / "扫描件.pdf"
    path.write_bytes(scanned_pdf([(data, sheet.shape), (jpeg(sheet[::-1]), sheet.shape)]))
    assert survey(path).pages == 2
    assert (read(path) == cv2.imdecode(np.frombuffer(data, np.uint8), 0)).all()
    assert near(read(path, 1), sheet[::-1])


def test_a_turned_or_negative_page_is_drawn(tmp_path: Path, sheet: np.ndarray) -> None:
    path = tmp_path / "转.pdf"
    path.write_bytes(scanned_pdf([(jpeg(sheet), sheet.shape)], rotate=180))
    turned = cv2.rotate(sheet, cv2.ROTATE_180)
    assert near(cv2.resize(read(path), turned.shape[::-1]), turned, 8)
    path.write_bytes(scanned_pdf([(jpeg(255 - sheet), sheet.shape)], decode=b"/Decode[1 0]"))
    assert near(cv2.resize(read(path), sheet.shape[::-1]), sheet, 8)


def test_one_bit_pages_in_a_pdf(tmp_path: Path, sheet: np.ndarray) -> None:
    bits = np.packbits(sheet > 127, axis=1).tobytes()
    path = tmp_path / "黑白.pdf"
    path.write_bytes(scanned_pdf([(bits, sheet.shape)], flate=True))
    assert near(read(path), np.where(sheet > 127, 255, 0).astype(np.uint8), 1)


def test_large_scans_are_halved(tmp_path: Path) -> None:
    path = tmp_path / "600dpi.jpg"
    path.write_bytes(jpeg(np.full((4800, 3400), 200, np.uint8)))
    assert read(path).shape == (2400, 1700)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("坏.pdf", b"%PDF-1.4 nothing"),
        ("坏.tif", b"II*\0\xff\xff\xff\x7f"),
        ("空.png", b""),
        ("说明.txt", b"text"),
    ],
)
def test_damaged_and_strange_files_are_named(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(BadInput, match=name.replace(".", r"\.")):
        survey(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="打不开"):
        survey(tmp_path / "没有.pdf")


def test_a_page_that_cannot_be_decoded_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "坏.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0 no picture")
    with pytest.raises(PageDamaged, match="读不出来"):
        read(path)


def test_a_picture_in_a_pdf_that_cannot_be_decoded_is_no_blank_page(
    tmp_path: Path, sheet: np.ndarray
) -> None:
    path = tmp_path / "坏图.pdf"
    data = jpeg(sheet)
    path.write_bytes(scanned_pdf([(b"\xff\xd8" + b"\x55" * len(data), sheet.shape)]))
    with pytest.raises(PageDamaged, match="读不出来"):
        read(path)


def test_what_is_transparent_is_paper(tmp_path: Path, sheet: np.ndarray) -> None:
    ink = np.zeros((*sheet.shape, 4), np.uint8)
    ink[:, :, 3] = 255 - sheet
    path = tmp_path / "透明.png"
    path.write_bytes(png(ink))
    assert (read(path) == sheet).all()


def test_pictures_and_pages_too_large_for_the_memory_are_not_decoded(tmp_path: Path) -> None:
    head = png(np.zeros((8, 8), np.uint8))
    path = tmp_path / "巨幅.png"
    path.write_bytes(head[:16] + (20_000).to_bytes(4, "big") * 2 + head[24:])
    with pytest.raises(PageDamaged, match="太大"):
        read(path)
    path = tiff(tmp_path / "巨幅.tif", [np.zeros((8, 8), np.uint8)] * 2)
    data = bytearray(path.read_bytes())
    (first,) = struct.unpack_from("<I", data, 4)
    for entry in range(struct.unpack_from("<H", data, first)[0]):
        at = first + 2 + 12 * entry
        if struct.unpack_from("<H", data, at)[0] in (256, 257):
            struct.pack_into("<HII", data, at + 2, 4, 1, 30_000)
    path.write_bytes(data)
    with pytest.raises(PageDamaged, match="太大"):
        read(path)
    assert read(path, 1).shape == (8, 8)
    path = tmp_path / "巨页.pdf"
    path.write_bytes(scanned_pdf([(jpeg(np.zeros((80, 80), np.uint8)), (40_000, 40_000))]))
    with pytest.raises(PageDamaged, match="太大"):
        read(path)


def test_what_libraries_say_of_damage_reaches_nobody(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], sheet: np.ndarray
) -> None:
    data = bytearray(png(sheet))
    data[-20] ^= 0x55
    path = tmp_path / "坏.png"
    path.write_bytes(data)
    aloud = hush()
    try:
        with contextlib.suppress(PageDamaged):
            read(path)
        print("这一页读不出来", file=sys.stderr)
    finally:
        aloud()
    assert capfd.readouterr().err == "这一页读不出来\n"
    with contextlib.suppress(PageDamaged):
        read(path)
    assert "png" in capfd.readouterr().err, "the library does speak of it"
