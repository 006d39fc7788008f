"""The forms the reading is tried on: one a kind of ballot, invented."""

from __future__ import annotations

from functools import cache

import numpy as np

from meetingdesk.papers.ballots.drawing import image
from meetingdesk.papers.ballots.known import KnownForm, known_sheet
from meetingdesk.papers.ballots.sheet import Form, Paper, SheetRow, SheetSpec, compose
from tests.papers.ballots.scans import Maker
from tests.papers.ballots.signs import SignMaker

NOTES = (
    "本表为无记名测评，请在每个测评对象后的一个等次框内划“√”。",
    "每个测评对象只能选择一个等次，多选或者不选的，该项作废。",
)
SESSION = "（示例市第八届人民代表大会常务委员会第三十六次会议）"
ORGAN = "示例市人大常委会办公室"
GRADES = (("满意", "满意"), ("基本满意", "基本\n满意"), ("不满意", "不满意"))
VOTES = (("赞成", "赞成"), ("反对", "反对"), ("弃权", "弃权"))
_SURNAMES, _GIVEN = "王李张刘陈杨黄赵周吴徐孙", ["建国", "秀英", "伟", "敏", "志强", "丽娟"]


def _names(count: int) -> list[str]:
    return [_SURNAMES[n % 12] + _GIVEN[(n * 5 + n // 6) % 6] for n in range(count)]


def spec(kind: str) -> SheetSpec:
    """Return what a kind's sheet says."""
    if kind == "测评票":
        rows = tuple(SheetRow(f"q{n}", f"市示例局第{n}分局") for n in range(1, 13))
        return SheetSpec(
            "eval",
            1,
            "测评票",
            SESSION,
            rows,
            GRADES,
            NOTES,
            heads=("测评对象", ""),
            organ=ORGAN,
            date="2026年8月17日",
        )
    if kind == "任免票":
        rows = tuple(
            SheetRow(f"q{n}", name, "市示例局局长") for n, name in enumerate(_names(10), 1)
        )
        return SheetSpec(
            "appoint",
            1,
            "示例市人大常委会\n任免票",
            SESSION,
            rows,
            VOTES,
            NOTES,
            heads=("姓名", "拟任职务"),
            names=True,
            organ=ORGAN,
            date="2026年8月17日",
        )
    if kind == "票决票":
        rows = tuple(SheetRow(f"p{n}", f"示例路第{n}段改造") for n in range(1, 31))
        return SheetSpec(
            "choose",
            1,
            "民生实事项目票决票",
            SESSION,
            rows,
            (("赞成", "赞成"),),
            NOTES,
            heads=("项目", ""),
            limit=(0, 10),
            organ=ORGAN,
            date="2026年8月17日",
        )
    if kind == "圈叉票":
        rows = tuple(SheetRow(f"q{n}", name) for n, name in enumerate(_names(45), 1))
        return SheetSpec(
            "sign",
            1,
            "任免表决票",
            SESSION,
            rows,
            VOTES,
            NOTES,
            heads=("姓名", ""),
            names=True,
            signs=True,
            organ=ORGAN,
            date="2026年8月17日",
        )
    rows = tuple(SheetRow(f"p{n}", name) for n, name in enumerate(_names(30), 1))
    return SheetSpec(
        "elect",
        1,
        "选举票",
        SESSION,
        rows,
        (("赞成", "赞成"),),
        NOTES,
        heads=("候选人", ""),
        names=True,
        limit=(0, 20),
        write_ins=2,
        organ=ORGAN,
        date="2026年8月17日",
        paper=Paper.A5,
    )


@cache
def form(kind: str) -> Form:
    """Return a kind's composed form."""
    return compose(spec(kind))


@cache
def known(kind: str) -> KnownForm:
    """Return a kind's form as the reader knows it."""
    made = form(kind)
    return known_sheet(made, legend={"○": "赞成", "×": "反对"} if made.spec.signs else None)


@cache
def blank(kind: str, page: int = 0) -> np.ndarray:
    """Return a side at 300 dpi."""
    drawn = image(form(kind), page, 300.0)
    lines = np.frombuffer(drawn.constBits(), np.uint8).reshape(drawn.height(), -1)
    return lines[:, : drawn.width()].copy()


@cache
def maker(kind: str, page: int = 0) -> Maker:
    """Return what makes scans of a side."""
    made = form(kind)
    seal = made.seal[1].centre if made.seal and made.seal[0] == page else None
    makes = SignMaker if made.spec.signs else Maker
    return makes(made.layout, blank(kind, page), page=page, seal=seal)
