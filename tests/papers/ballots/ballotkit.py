"""Ballots of every kind with invented names, for the tests of sheets and reading."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from meetingdesk.papers.ballots.spec import Paper, SheetRow, SheetSpec
from meetingdesk.records.cards import read_cards
from meetingdesk.rules.cardwords import explain_on_ballot

if TYPE_CHECKING:
    from meetingdesk.rules.cards import Card

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ("建国", "伟", "晓明", "芳", "丽娟", "志强", "敏", "秀英", "磊", "国庆")
LONG_NAME = "买买提·吐尔逊江·阿布都热合曼"
UNITS = (
    "市发展和改革委员会",
    "市教育局",
    "市人力资源和社会保障局",
    "市住房和城乡建设局（市人民防空办公室）",
    "市文化广电新闻出版和旅游体育局（市文物局、市广播电视局）",
    "市农业农村局",
    "市市场监督管理局（市知识产权局）",
)
SESSION = "（示例市第十五届人民代表大会常务委员会第三十六次会议）"
CONGRESS = "（示例市第十五届人民代表大会第一次会议）"
KINDS = ("测评", "表决", "任免", "一框", "票决", "选举", "名单选举")


def name(number: int) -> str:
    """Return an invented name; some are long minority names, some have two characters."""
    if number % 17 == 5:
        return LONG_NAME
    if number % 11 == 3:
        return "阿依古丽·买买提"
    return SURNAMES[number % 20] + GIVEN[(number * 7 + number // 20) % 10]


@cache
def _cards() -> dict[str, Card]:
    return read_cards()


def spec(kind: str, count: int, paper: Paper = Paper.A4) -> SheetSpec:
    """Return a ballot of ``kind`` with ``count`` rows."""
    return {
        "测评": _evaluation,
        "表决": _decision,
        "任免": _appointment,
        "一框": _signs,
        "票决": _projects,
        "选举": _election,
        "名单选举": _list_election,
    }[kind](count, paper)


def _made(
    form: str,
    title: str,
    rows: list[SheetRow],
    card: Card,
    paper: Paper,
    *,
    session: str = SESSION,
    seats: int | None = None,
    **more: object,
) -> SheetSpec:
    return SheetSpec(
        form=form,
        version=1,
        title=title,
        session=session,
        rows=tuple(rows),
        choices=tuple((c.key, c.label) for c in card.choices),
        notes=tuple(explain_on_ballot(card, seats)),
        organ="示例市人民代表大会常务委员会",
        date="2026年3月27日",
        paper=paper,
        **more,  # type: ignore[arg-type]
    )


def _keys(count: int) -> range:
    return range(1, count + 1)


def _evaluation(count: int, paper: Paper) -> SheetSpec:
    rows = [SheetRow(f"q{n}", UNITS[n % len(UNITS)]) for n in _keys(count)]
    title = "对市发展和改革委员会等部门工作的满意度测评票"
    return _made(
        "eval-36", title, rows, _cards()["测评-三档"], paper, heads=("评议对象", "内容")
    )  # fmt: skip


def _decision(count: int, paper: Paper) -> SheetSpec:
    text = "《示例市人民代表大会常务委员会关于批准2025年市级决算的决议（草案）》"
    rows = [SheetRow(f"q{n}", text) for n in _keys(count)]
    return _made("vote-2", f"{text}表决票", rows, _cards()["表决-全体过半数"], paper)


def _persons(count: int) -> list[SheetRow]:
    posts = (
        "免去示例市中级人民法院审判委员会委员、刑事审判第二庭副庭长、审判员职务",
        "任命为示例市教育局局长",
        "任命为示例市人力资源和社会保障局局长",
    )
    return [SheetRow(f"q{n}", name(n), posts[n % 3]) for n in _keys(count)]


def _appointment(count: int, paper: Paper, *, signs: bool = False) -> SheetSpec:
    return _made(
        "appt-7", "人事任免事项表决票", _persons(count), _cards()["任免-逐人"], paper,
        heads=("姓名", "拟任免职务"), names=True, signs=signs,
    )  # fmt: skip


def _signs(count: int, paper: Paper) -> SheetSpec:
    return _appointment(count, paper, signs=True)


def _projects(count: int, paper: Paper) -> SheetSpec:
    most = min(10, count)
    rows = [
        SheetRow(f"q{n}", f"第{n}小学改扩建工程及周边道路整治", f"新增学位{n * 90}个")
        for n in _keys(count)
    ]
    return _made(
        "pick-9", "示例市2026年民生实事项目票决票", rows, _cards()["票决-民生实事"], paper,
        session=CONGRESS, seats=most, heads=("项目名称", "项目内容"), limit=(0, most),
    )  # fmt: skip


def _election(count: int, paper: Paper) -> SheetSpec:
    rows = [SheetRow(f"q{n}", name(n)) for n in _keys(count)]
    return _made(
        "elect-3", "示例市人民代表大会常务委员会委员选举票", rows, _cards()["选举-差额"], paper,
        session=CONGRESS, seats=max(1, count - 2), heads=("候选人姓名", "简况"), names=True,
        write_ins=3, write_choice="赞成",
    )  # fmt: skip


def _list_election(count: int, paper: Paper) -> SheetSpec:
    rows = [SheetRow(f"q{n}", name(n)) for n in _keys(count)]
    most = max(1, count - 2)
    return _made(
        "elect-4", "示例市出席省人民代表大会代表选举票", rows, _cards()["票决-民生实事"], paper,
        session=CONGRESS, seats=most, heads=("候选人姓名", "简况"), names=True,
        limit=(0, most), write_ins=3,
    )  # fmt: skip
