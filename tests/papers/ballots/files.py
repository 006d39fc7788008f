"""Files as scanners write them, made without the libraries that read them."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def png(picture: np.ndarray, *, bilevel: bool = False) -> bytes:
    """Return a picture as PNG, 1-bit if asked."""
    done, data = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_BILEVEL, int(bilevel)])
    assert done
    return data.tobytes()


def jpeg(picture: np.ndarray, quality: int = 85) -> bytes:
    """Return a picture as JPEG."""
    done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return data.tobytes()


def tiff(path: Path, pictures: Sequence[np.ndarray]) -> Path:
    """Write a multi-page 1-bit TIFF, uncompressed, black is 0 (TIFF 6.0)."""
    out = bytearray(b"II*\0\0\0\0\0")
    link = 4
    for picture in pictures:
        height, width = picture.shape
        bits = np.packbits(picture > 127, axis=1).tobytes()
        start = len(out)
        out += bits + b"\0" * (len(bits) % 2)
        struct.pack_into("<I", out, link, len(out))
        tags = [
            (256, width),
            (257, height),
            (258, 1),
            (259, 1),
            (262, 1),
            (273, start),
            (277, 1),
            (278, height),
            (279, len(bits)),
        ]
        out += struct.pack("<H", len(tags))
        for tag, value in tags:
            out += struct.pack("<HHII", tag, 4, 1, value)
        link = len(out)
        out += b"\0\0\0\0"
    path.write_bytes(bytes(out))
    return path


def scanned_pdf(
    pages: Sequence[tuple[bytes, tuple[int, ...]]],
    dpi: int = 200,
    *,
    rotate: int = 0,
    decode: bytes = b"",
    flate: bool = False,
) -> bytes:
    """Return a PDF with one picture a page: JPEG data, or 1-bit rows with ``flate``."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")

    def add(body: bytes) -> None:
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % len(places) + body + b"\nendobj\n")

    kids = b" ".join(b"%d 0 R" % (3 + 3 * n) for n in range(len(pages)))
    add(b"<</Type/Catalog/Pages 2 0 R>>")
    add(b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids))
    for data, shape in pages:
        w, h = shape[1] * 72 / dpi, shape[0] * 72 / dpi
        at = len(places) + 1
        add(
            b"<</Type/Page/Parent 2 0 R/Rotate %d/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R"
            b"/Resources<</XObject<</I %d 0 R>>>>>>" % (rotate, w, h, at + 1, at + 2)
        )
        draw = b"q %.2f 0 0 %.2f 0 0 cm /I Do Q" % (w, h)
        add(b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw))
        space = b"/DeviceGray" if len(shape) == 2 else b"/DeviceRGB"
        body = zlib.compress(data) if flate else data
        filter_ = b"/FlateDecode" if flate else b"/DCTDecode"
        add(
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s/BitsPerComponent %d"
            b"%s/Filter%s/Length %d>>stream\n%s\nendstream"
            % (shape[1], shape[0], space, 1 if flate else 8, decode, filter_, len(body), body)
        )
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    out.writelines(b"%010d 00000 n \n" % at for at in places)
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, start))
    return out.getvalue()
