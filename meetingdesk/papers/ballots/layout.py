"""Where everything a reader must find stands on a ballot sheet, in millimetres.

One value, written as ``layout.json`` beside the sheets and kept with the vote: the drawing, the
printing and the reading of a sheet all go by it. Origin top left of the page as printed, x to the
right, y down. Nothing in it differs from one copy of the sheet to another.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Rect:
    """A rectangle in mm."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The right edge in mm."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The lower edge in mm."""
        return self.y + self.h

    @property
    def centre(self) -> tuple[float, float]:
        """The middle in mm."""
        return self.x + self.w / 2, self.y + self.h / 2


@dataclass(frozen=True)
class Box:
    """A place for a mark: ``rect`` is the inside of the printed box."""

    id: str
    page: int
    rect: Rect
    group: str
    label: str


@dataclass(frozen=True)
class Group:
    """Boxes of which at least ``min`` and at most ``max`` may be marked (one question, one list)."""

    id: str
    min: int
    max: int


@dataclass(frozen=True)
class Anchor:
    """One of the four corner marks (ArUco DICT_4X4_50); ``rect`` is its black square.

    ``number`` is 4 × page + corner, corners counted clockwise from the top left.
    """

    number: int
    page: int
    rect: Rect


@dataclass(frozen=True)
class FormCode:
    """The QR that says which form and page: the same on every copy."""

    page: int
    rect: Rect
    text: str


@dataclass(frozen=True)
class Space:
    """A blank line for a name written by hand (另选他人); ``box`` is the box that goes with it."""

    id: str
    page: int
    rect: Rect
    box: str


@dataclass(frozen=True)
class Layout:
    """A form: its sheets' size, boxes and marks.

    ``form`` names form and version (``evaluation-36-5``), ``pages`` counts printed sides.
    """

    form: str
    page_mm: tuple[float, float]
    pages: int
    boxes: tuple[Box, ...]
    groups: tuple[Group, ...]
    anchors: tuple[Anchor, ...]
    codes: tuple[FormCode, ...]
    spaces: tuple[Space, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the form of ``layout.json`` (schema ``layout``)."""

        def placed(thing: Box | Anchor | FormCode | Space) -> dict[str, Any]:
            plain = asdict(thing)
            rect = plain.pop("rect")
            return {**plain, "rect_mm": [rect["x"], rect["y"], rect["w"], rect["h"]]}

        return {
            "form": self.form,
            "page_mm": list(self.page_mm),
            "pages": self.pages,
            "boxes": [placed(box) for box in self.boxes],
            "groups": [asdict(group) for group in self.groups],
            "anchors": [placed(anchor) for anchor in self.anchors],
            "codes": [placed(code) for code in self.codes],
            "spaces": [placed(space) for space in self.spaces],
        }

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> Layout:
        """Return the layout written by :meth:`to_json`."""

        def rest(entry: dict[str, Any]) -> dict[str, Any]:
            kept = {key: value for key, value in entry.items() if key != "rect_mm"}
            return {**kept, "rect": Rect(*entry["rect_mm"])}

        width, height = written["page_mm"]
        return cls(
            form=written["form"],
            page_mm=(width, height),
            pages=written["pages"],
            boxes=tuple(Box(**rest(entry)) for entry in written["boxes"]),
            groups=tuple(Group(**entry) for entry in written["groups"]),
            anchors=tuple(Anchor(**rest(entry)) for entry in written["anchors"]),
            codes=tuple(FormCode(**rest(entry)) for entry in written["codes"]),
            spaces=tuple(Space(**rest(entry)) for entry in written.get("spaces", [])),
        )
