"""照片: a person's photo, turned upright, made small and kept inside the desk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch, file_content
from meetingdesk.errors import BadInput, Problem, Refused
from meetingdesk.records.documents import Blob
from meetingdesk.records.people import Portrait
from meetingdesk.records.roster import Person, Term
from meetingdesk.rules.names import unpadded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from sqlalchemy.orm import Session

#: pixels a photo has at most, width and height: enough for a pass printed at 300 dpi
WIDEST, HIGHEST = 600, 800
#: pixels of the shorter side below which nobody is to be recognised on paper
SMALLEST = 80
#: bytes of a file taken in; a camera's own files are smaller
LARGEST = 40 * 1024 * 1024
#: endings offered when a file is asked for
SUFFIXES = ("jpg", "jpeg", "png", "bmp", "webp", "tif", "tiff")
_QUALITY = 88
_JPEG, _JPEG_END = b"\xff\xd8", b"\xff\xd9"
_GREY, _WITH_ALPHA = 2, 4


@action("放入照片")
def set_photo(work: Work, person_id: int, picture: str | Path | bytes) -> None:
    """Keep a picture, in a file or pasted, as a person's photo in place of the one there was.

    Raises:
        BadInput: the file cannot be read; it is no picture, is damaged or too small.
    """
    person = fetch(work.session, Person, person_id)
    kept = portrait_of(picture)
    sha = Blob.keep(work.session, kept)
    row = _row(work.session, person.id)
    if row is None:
        work.session.add(Portrait(person_id=person.id, sha=sha))
    else:
        row.sha = sha
    work.label = f"放入{person.name}的照片"


def portrait_of(picture: str | Path | bytes) -> bytes:
    """Return the photo a file or pasted picture makes, nothing kept yet.

    Raises:
        BadInput: as :func:`set_photo`.
    """
    if isinstance(picture, bytes):
        return portrait_jpeg(picture, "粘贴的图片")
    source = Path(picture)
    return portrait_jpeg(file_content(source, LARGEST, "照片没有改动", "照片"), source.name)


def portrait_jpeg(data: bytes, name: str = "图片") -> bytes:
    """Return a picture upright, at most 600 by 800 pixels, as JPEG; transparency turns white.

    Raises:
        BadInput: it is no picture, is damaged or too small.
    """
    import cv2

    picture = _upright(data)
    if picture is None or _cut_short(data):
        raise BadInput(
            f"“{name}”不是照片，或者文件已损坏，照片没有改动。",
            Problem("请选JPG、PNG等格式的照片；手机的HEIC照片请先另存为JPG。", file=name),
        )
    high, wide = picture.shape[:2]
    if min(high, wide) < SMALLEST:
        raise BadInput(
            f"“{name}”太小（{wide}×{high}），照片没有改动。",
            Problem(f"请选长宽都不少于{SMALLEST}像素的照片。", file=name),
        )
    share = min(WIDEST / wide, HIGHEST / high, 1.0)
    if share < 1.0:
        size = max(1, round(wide * share)), max(1, round(high * share))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    _, made = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return bytes(made)


def _upright(data: bytes) -> Any:
    """Decode a picture, turned as its camera says, laid on white; None when it is none."""
    import cv2
    import numpy as np

    if not data:
        return None
    coded = np.frombuffer(data, np.uint8)
    try:
        raw = cv2.imdecode(coded, cv2.IMREAD_UNCHANGED)
        if raw is None:
            return None
        if raw.ndim > _GREY and raw.shape[2] == _WITH_ALPHA and raw.dtype == np.uint8:
            share = raw[:, :, 3:].astype(np.float32) / 255
            laid = raw[:, :, :3] * share + 255 * (1 - share)
            return laid.round().astype(np.uint8)
        return cv2.imdecode(coded, cv2.IMREAD_COLOR)  # turned by its EXIF orientation
    except cv2.error:  # more pixels than any camera takes
        return None


def _cut_short(data: bytes) -> bool:
    """Tell whether a JPEG ends before its end mark: half a face over grey."""
    return data.startswith(_JPEG) and data.rfind(_JPEG_END) < len(data) // 2


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of several files: whose photos were kept, and which files were left, and why."""

    names: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def words(self) -> str:
        """已放入12人的照片；没有放入：合影.jpg（对不上姓名）."""
        told = f"已放入{len(self.names)}人的照片"
        return f"{told}；没有放入：{'、'.join(self.left)}" if self.left else told


@action("批量放入照片")
def take_photos(work: Work, term_id: int, paths: Sequence[str]) -> Taken:
    """Keep the photos of a term's members from files named after them (张三.jpg), in one step.

    Files that fit nobody, or more than one person, and files that are no photos are left.

    Raises:
        Refused: not one file could be taken.
    """
    people = {t.person_id: t.person.name for t in fetch(work.session, Term, term_id).tenures}
    names: list[str] = []
    left: list[str] = []
    for path in map(Path, paths):
        who = _named_in(unpadded(path.stem), people)
        if who is None:
            left.append(f"{path.name}（对不上姓名）")
            continue
        try:
            set_photo(work, who, str(path))
        except BadInput:
            left.append(f"{path.name}（不是照片或者太小）")
        else:
            names.append(people[who])
    if not names:
        raise Refused(
            "没有放入照片。",
            Problem(f"文件名要有姓名，如“张三.jpg”。没有放入：{'、'.join(left)}。"),
        )
    work.label = f"放入{'、'.join(names[:3])}{f'等{len(names)}人' if len(names) > 3 else ''}的照片"
    return Taken(tuple(names), tuple(left))


def _named_in(stem: str, people: Mapping[int, str]) -> int | None:
    """Return the one person whose name a file's name holds; of 王芳 and 王芳菲 the longer."""
    held = [key for key, name in people.items() if name in stem]
    longest = [
        k for k in held if not any(people[k] != people[o] and people[k] in people[o] for o in held)
    ]
    return longest[0] if len(longest) == 1 else None


@action("去掉照片")
def remove_photo(work: Work, person_id: int) -> None:
    """Take a person's photo away; undo brings it back.

    Raises:
        Refused: there is none.
    """
    person = fetch(work.session, Person, person_id)
    row = _row(work.session, person.id)
    if row is None:
        raise Refused(f"{person.name}没有照片。")
    work.session.delete(row)
    work.label = f"去掉{person.name}的照片"


def _row(session: Session, person_id: int) -> Portrait | None:
    return session.scalar(select(Portrait).where(Portrait.person_id == person_id))


def inherit_photo(session: Session, keep_id: int, drop_id: int) -> None:
    """Give one person the photo of another that goes, where they have none."""
    mine, theirs = _row(session, keep_id), _row(session, drop_id)
    if mine is None and theirs is not None:
        session.add(Portrait(person_id=keep_id, sha=theirs.sha))
        session.delete(theirs)


@query
def photo(session: Session, person_id: int) -> bytes | None:
    """Return a person's photo as JPEG, None without one."""
    return session.scalar(
        select(Blob.data)
        .join(Portrait, Portrait.sha == Blob.sha)
        .where(Portrait.person_id == person_id)
    )


@query
def with_photo(session: Session) -> frozenset[int]:
    """Return the persons of whom a photo is kept."""
    return frozenset(session.scalars(select(Portrait.person_id)))


@query
def photos_named(session: Session, names: Iterable[str]) -> dict[str, bytes]:
    """Return photos by name, of those names that one person alone has."""
    rows = session.execute(
        select(Person.id, Person.name, Blob.data)
        .outerjoin(Portrait, Portrait.person_id == Person.id)
        .outerjoin(Blob, Blob.sha == Portrait.sha)
        .where(Person.name.in_(list(names)))
    ).all()
    of_name: dict[str, list[bytes | None]] = {}
    for _, name, data in rows:
        of_name.setdefault(name, []).append(data)
    return {name: found[0] for name, found in of_name.items() if len(found) == 1 and found[0]}
