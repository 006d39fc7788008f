"""Scanned files, page by page: PDF, TIFF, PNG, JPEG and BMP as grey pictures.

One page is in memory at a time. A scanner's PDF holds one JPEG picture a page: that picture is
taken out as it is, which is fifteen times as fast as drawing the page again and loses nothing.
Files are read as bytes, never by a path given to a C library, so Chinese names work on Windows.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from meetingdesk.errors import BadInput, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

#: what a scanner writes, by the ends of the files' names
SUFFIXES = frozenset({".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".bmp"})
#: longer pictures (in pixels) are halved: 300 dpi of A4 is 3508, 600 dpi 7016
_LONGEST = 4700
#: a PDF page that is not one picture is drawn at this resolution
_DRAW_DPI = 200
#: a picture covers its page when it fills this part of it
_COVERS = 0.9
#: larger pictures (in pixels) are not decoded: A3 at 600 dpi is 70 million, A4 at 1200 dpi 139
_MOST_PIXELS = 160_000_000
#: the long side of A0 in pt, and a little: nothing larger comes out of a scanner
_LARGEST_PAPER = 3400
#: colour types of a PNG with transparency (PNG 3rd ed., table 9), as it is laid on white paper
_SEE_THROUGH = (4, 6)


@dataclass(frozen=True)
class Source:
    """A file of scanned pages: where it is, of which kind, and how many pages it holds."""

    path: Path
    kind: str
    pages: int
    #: pages (from 0) too large to be decoded
    huge: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PagePicture:
    """One scanned side.

    ``grey`` has 255 for white; coloured ink is as dark as its darkest channel. ``colour`` is the
    BGR picture when the scan has one. ``digest`` names the picture's content.
    """

    grey: NDArray[np.uint8]
    colour: NDArray[np.uint8] | None
    digest: str


class PageDamaged(Exception):
    """A page of a file that is otherwise readable cannot be decoded; says why, in Chinese."""


#: said of a page whose picture would fill the memory
HUGE = "这一页的图像太大，请用300 dpi重新扫描"


def survey(path: Path) -> Source:
    """Return what ``path`` holds, without decoding a page.

    Raises:
        BadInput: the file is missing, damaged, locked by a password, or of another kind.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise BadInput(
            f"“{path.name}”不是扫描文件，没有读。",
            Problem("可读的有 PDF、TIFF、PNG、JPEG、BMP。", file=path.name),
        )
    try:
        if suffix == ".pdf":
            document = pypdfium2.PdfDocument(path)
            try:
                return Source(path, "pdf", len(document))
            finally:
                document.close()
        if suffix in (".tif", ".tiff"):
            return _source(path, "tiff", tiff_sizes(path))
        with path.open("rb") as file:
            head = file.read(1 << 16)
        if not head:
            raise _damaged(path)
        return _source(path, "image", [_size(head)])
    except OSError as error:
        raise BadInput(
            f"“{path.name}”打不开。", Problem("请确认文件存在、没有被占用。", file=path.name)
        ) from error
    except (pypdfium2.PdfiumError, ValueError, struct.error) as error:
        raise _damaged(path) from error


def _source(path: Path, kind: str, sizes: list[tuple[int, int]]) -> Source:
    huge = frozenset(n for n, (w, h) in enumerate(sizes) if w * h > _MOST_PIXELS)
    return Source(path, kind, len(sizes), huge)


def _damaged(path: Path) -> BadInput:
    return BadInput(
        f"“{path.name}”已损坏或加了密码，没有读。",
        Problem("请重新扫描或重新导出这个文件。", file=path.name),
    )


def tiff_sizes(path: Path) -> list[tuple[int, int]]:
    """Return width and height in pixels of each page of a TIFF, by its directories (TIFF 6.0 §2).

    Raises:
        ValueError, struct.error: the chain is broken.
    """
    with path.open("rb") as file:
        head = file.read(16)
        order = {b"II": "<", b"MM": ">"}.get(head[:2])
        if order is None:
            raise ValueError(path)
        version = struct.unpack(order + "H", head[2:4])[0]
        big = version == 43
        if version not in (42, 43):
            raise ValueError(path)
        where = struct.unpack(order + ("Q" if big else "I"), head[8:16] if big else head[4:8])[0]
        seen: set[int] = set()
        sizes = []
        while where:
            if where in seen:
                raise ValueError(path)
            seen.add(where)
            file.seek(where)
            entries = struct.unpack(order + ("Q" if big else "H"), file.read(8 if big else 2))[0]
            sizes.append(_directory_size(file.read(entries * (20 if big else 12)), order, big=big))
            where = struct.unpack(order + ("Q" if big else "I"), file.read(8 if big else 4))[0]
    if not sizes:
        raise ValueError(path)
    return sizes


def _directory_size(entries: bytes, order: str, *, big: bool) -> tuple[int, int]:
    """Return ImageWidth and ImageLength (tags 256, 257) of a TIFF's directory, 0 if missing."""
    step, at = (20, 12) if big else (12, 8)
    found = {256: 0, 257: 0}
    for start in range(0, len(entries) - step + 1, step):
        tag, kind = struct.unpack_from(order + "HH", entries, start)
        if tag in found:
            found[tag] = struct.unpack_from(
                order + ("H" if kind == 3 else "I"), entries, start + at
            )[0]
    return found[256], found[257]


def _size(head: bytes) -> tuple[int, int]:
    """Return width and height of a PNG, BMP or JPEG by its first bytes, 0 where not told."""
    if head[:8] == b"\x89PNG\r\n\x1a\n" and len(head) >= 24:
        wide, high = struct.unpack(">II", head[16:24])
        return wide, high
    if head[:2] == b"BM" and len(head) >= 26:
        wide, high = struct.unpack("<ii", head[18:26])
        return abs(wide), abs(high)
    return _jpeg_size(head)


class Reader:
    """Decodes pages; keeps the last file open, as pages come in runs."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._document: pypdfium2.PdfDocument | None = None
        self._bytes: NDArray[np.uint8] | None = None

    def close(self) -> None:
        """Let the open file go."""
        if self._document is not None:
            self._document.close()
        self._path = self._document = self._bytes = None

    def read(self, source: Source, page: int) -> PagePicture:
        """Return page ``page`` (from 0) of ``source``.

        Raises:
            PageDamaged: it cannot be decoded.
        """
        if page in source.huge:
            raise PageDamaged(HUGE)
        try:
            return self._read(source, page)
        except (cv2.error, pypdfium2.PdfiumError, OSError, ValueError, MemoryError) as error:
            self.close()
            raise PageDamaged("这一页读不出来，文件可能已损坏") from error

    def _read(self, source: Source, page: int) -> PagePicture:
        if self._path != source.path:
            self.close()
            self._path = source.path
        if source.kind == "pdf":
            if self._document is None:
                self._document = pypdfium2.PdfDocument(source.path)
            return _from_pdf(self._document, page)
        if source.kind == "tiff":
            if self._bytes is None:
                # mapped, not read: a stack of 10,000 pages may be one file
                self._bytes = np.asarray(np.memmap(source.path, np.uint8, mode="r"))
            good, found = cv2.imdecodemulti(
                self._bytes, cv2.IMREAD_ANYCOLOR, range=(page, page + 1)
            )
            if not good or len(found) != 1:
                raise ValueError(page)
            return picture(found[0])
        data = np.fromfile(source.path, np.uint8)
        self._path = None
        return _from_bytes(data)


def _from_bytes(data: NDArray[np.uint8]) -> PagePicture:
    """Return the picture in an encoded PNG, JPEG or BMP."""
    head = data[: 1 << 16].tobytes()
    size = _size(head)
    if size[0] * size[1] > _MOST_PIXELS:
        raise PageDamaged(HUGE)
    flag = cv2.IMREAD_ANYCOLOR
    if head[:2] == b"\xff\xd8" and max(size) > _LONGEST:
        flag = cv2.IMREAD_REDUCED_COLOR_2
    elif _see_through(head):
        flag = cv2.IMREAD_UNCHANGED
    image = cv2.imdecode(data, flag)
    if image is None:
        raise ValueError("undecodable")
    return picture(image, hashlib.sha256(data.tobytes()).hexdigest())


def _see_through(head: bytes) -> bool:
    """Say whether the first bytes are of a PNG with transparency."""
    return head[1:4] == b"PNG" and (head[25] in _SEE_THROUGH or b"tRNS" in head)


def _jpeg_size(head: bytes) -> tuple[int, int]:
    """Return width and height of a JPEG, 0 for anything else (ITU-T T.81 B.2.2)."""
    if head[:2] != b"\xff\xd8":
        return 0, 0
    at = 2
    while at + 9 < len(head) and head[at] == 0xFF:
        code, length = head[at + 1], int.from_bytes(head[at + 2 : at + 4], "big")
        if 0xC0 <= code <= 0xCF and code not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + length
    return 0, 0


def picture(image: Any, digest: str = "") -> PagePicture:
    """Return the page picture of a decoded image (grey, BGR or BGRA).

    Coloured ink stays dark: grey is the darkest channel, so a red tick is not half white.
    """
    if image.dtype != np.uint8:
        image = cv2.convertScaleAbs(image, alpha=1 / 257 if image.dtype == np.uint16 else 255)
    if not digest:
        digest = hashlib.sha256(image.tobytes()).hexdigest()
    if max(image.shape[:2]) > _LONGEST:
        image = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    if image.ndim == 2:
        return PagePicture(image, None, digest)
    if image.shape[2] == 4:
        image = _on_white(image)
    blue, green, red = cv2.split(image)
    return PagePicture(cv2.min(cv2.min(blue, green), red), image, digest)


def _on_white(image: Any) -> Any:
    """Lay a picture with transparency (BGRA) on white paper."""
    alpha = image[:, :, 3:].astype(np.uint16)
    if int(alpha.min()) == 255:
        return cv2.cvtColor(image, cv2.COLOR_BGRA2BGR)
    return ((image[:, :, :3] * alpha + 255 * (255 - alpha)) // 255).astype(np.uint8)


def _from_pdf(document: pypdfium2.PdfDocument, number: int) -> PagePicture:
    page = document[number]
    try:
        if max(page.get_size()) > _LARGEST_PAPER:
            raise PageDamaged(HUGE)
        whole = _whole_picture(page)
        if whole is not None:
            taken = _stored(whole)
            # a picture stored as its negative (/Decode [1 0]) must be drawn to come out right
            if taken is not None and np.median(taken.grey[::16, ::16]) >= 128:
                return taken
        dpi = _own_dpi(whole, page) if whole is not None else _DRAW_DPI
        scale = min(dpi / 72, _LONGEST / max(page.get_size()))
        bitmap = page.render(scale=scale, rev_byteorder=False, draw_annots=True)
        drawn = picture(bitmap.to_numpy().squeeze().copy())
        if int(drawn.grey.min()) == 255:
            _refuse_undrawn(page)
        return drawn
    finally:
        page.close()


def _refuse_undrawn(page: pypdfium2.PdfPage) -> None:
    """Refuse a page drawn white because a picture on it cannot be decoded."""
    for held in page.get_objects(max_depth=3):
        if isinstance(held, pypdfium2.PdfImage):
            held.get_bitmap(render=False)


def _whole_picture(page: pypdfium2.PdfPage) -> pypdfium2.PdfImage | None:
    """Return the one picture a page consists of, if it is just that, upright and filling it."""
    if page.get_rotation():
        return None
    objects = list(page.get_objects(max_depth=1))
    if len(objects) != 1 or objects[0].type != pdfium.FPDF_PAGEOBJ_IMAGE:
        return None
    image = objects[0]
    a, b, c, d, _, _ = image.get_matrix().get()
    width, height = page.get_size()
    if abs(b) + abs(c) > 0.01 * width or a < _COVERS * width or d < _COVERS * height:
        return None
    return image if isinstance(image, pypdfium2.PdfImage) else None


def _own_dpi(image: pypdfium2.PdfImage, page: pypdfium2.PdfPage) -> float:
    """Return the picture's own resolution on its page, within what is worth drawing."""
    across, _ = image.get_px_size()
    return float(min(300.0, max(100.0, across / (page.get_width() / 72))))


def _stored(image: pypdfium2.PdfImage) -> PagePicture | None:
    """Return a whole-page picture as it is stored, or ``None`` where it has to be drawn."""
    space = image.get_metadata().colorspace
    if space not in (
        pdfium.FPDF_COLORSPACE_DEVICEGRAY,
        pdfium.FPDF_COLORSPACE_DEVICERGB,
        pdfium.FPDF_COLORSPACE_CALGRAY,
        pdfium.FPDF_COLORSPACE_CALRGB,
        pdfium.FPDF_COLORSPACE_ICCBASED,
    ):
        return None
    across, down = image.get_px_size()
    if across * down > _MOST_PIXELS:
        raise PageDamaged(HUGE)
    if image.get_filters() == ["DCTDecode"]:
        return _from_bytes(np.frombuffer(image.get_data(decode_simple=False), np.uint8))
    bitmap = image.get_bitmap(render=False)
    found = bitmap.to_numpy()
    if found.ndim == 3 and found.shape[2] == 1:
        found = found[:, :, 0]
    return picture(found.copy())
