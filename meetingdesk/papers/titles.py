"""Breaking a centred title well: whole words, lines of like length (GB/T 9704—2012 §7.3.1).

"回行时，要做到词意完整，排列对称，长短适宜，间距恰当": a break inside a known word or straight after
关于 costs much, a break before 关于 or before the meeting's number is welcome, and lines of very
different length cost the square of the difference.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from meetingdesk.papers.kinsoku import Line, may_break

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Words of the field that must not be torn apart; the longest that fits is taken.
_WORDS = (
    "人民代表大会常务委员会 人民代表大会 人民 常务委员会 全国人民代表大会 专门委员会 "
    "工作委员会 委员会 人民政府 人民法院 人民检察院 监察委员会 代表大会 人大常委会 "
    "人大 常委会 政府 法院 检察院 监委 办公室 办公厅 代表资格审查委员会 主任会议 "
    "全体会议 联组会议 分组会议 会议 议程 日程 草案 建议 关于 决定 决议 决算 预算 "
    "调整 方案 执行 情况 报告 审议 审查 批准 通过 表决 办法 条例 规定 规则 规划 "
    "计划 国民经济 社会发展 国民经济和社会发展 年度 审计 工作 检查 执法检查 专题询问 "
    "任命 免去 免职 任免 职务 名单 名额 代表 选举 补选 辞职 辞去 接受 罢免 撤销 "
    "人员 人选 接收 实施 贯彻 落实 整改 问题 意见 研究 处理 通知 公告 邀请 召开 "
    "列席 出席 请假 签到 表决票 选举票 测评 结果 报告单 主任 副主任 秘书长 委员 "
    "组成人员 市长 副市长 院长 副院长 庭长 检察长 审判员 检察员 审判长 城市 乡村 "
    "环境 保护 生态环境 建设 发展 管理 服务 促进 保障 财政 市级 本级 "
    "中华人民共和国 若干 有关 进行 开展 推进 加强 完善 修改 废止 "
    "制定 公布 施行 安排 事项 建议表决稿 修改稿 "
    "协作 协同 助力 生态治理 治理 高质量发展 流域 缔结 友好城市 推动 深化 优化 提升 强化 "
    "规范 支持 改革 创新 专项 民生实事 项目 乡村振兴 营商环境 经济 安全生产 应急 教育 医疗 "
    "卫生 养老 就业 社区 文明 湿地 公园 历史 文化 遗产 大气 污染 防治 依法 疫情 防控"
)

#: Units that stay whole: 第三十六次会议, 第十四届, 2026年1月5日, （草案）.
_UNITS = re.compile(
    r"第[〇零一二三四五六七八九十百千\d]+(?:次会议|次|届|号|条|章|批|庭|组|项)"
    r"|\d+年(?:\d+月(?:\d+日)?)?|\d+月\d+日"
    r"|\d+(?:\.\d+)?(?:[%％亿万元人票]|名(?:同志)?|个(?:部门|单位|对象|项目)?)*"
    r"|（[^（）]{1,6}）"
)
_SESSION = re.compile(r"第[〇零一二三四五六七八九十百千\d]+次会议")
_SORTED = sorted(_WORDS.split(), key=len, reverse=True)

_TORN, _FORBIDDEN = 400.0, 4000.0
_WITHIN = 150.0  # between the parts of a compound: 人民代表大会｜常务委员会
_POOR = 140.0  # at this cost one line more is tried
_LOOSE = 12.0  # between two characters of which nothing is known
_AFTER_DANGLING = 150.0
_WELCOME = -25.0


def break_title(
    text: str,
    widths: Sequence[float],
    measure: float,
    *,
    evenness: float = 1.0,
    most: int = 99,
) -> list[Line]:
    """Lines of a centred text, none wider than ``measure``; a newline in it always breaks.

    ``evenness`` weighs lines of like length against whole phrases: 1 for titles, less for 题注.
    More than ``most`` lines are made only when fewer cannot hold the text.
    """
    lines: list[Line] = []
    start = 0
    for part in text.split("\n"):
        ends = _break_part(part, widths[start : start + len(part)], measure, evenness, most)
        at = 0
        for end in ends:
            lines.append(Line(start + at, start + end, last=True))
            at = end
        start += len(part) + 1
    return lines


def _break_part(
    text: str, widths: Sequence[float], measure: float, evenness: float, most: int
) -> list[int]:
    total = sum(widths)
    if total <= measure + 0.01:
        return [len(text)]
    fewest = max(2, -int(-total // measure))
    found: list[tuple[float, tuple[int, ...]]] = []
    for count in range(fewest, len(text) + 1):
        best = _best(text, tuple(widths), measure, count, evenness)
        if best is not None:
            found.append(best)
            # one line more is better than a torn word or a line that ends in 关于
            if best[0] < _POOR or len(found) > 1 or count >= most:
                break
    return list(min(found)[1]) if found else list(range(1, len(text) + 1))


@lru_cache(maxsize=4096)
def _best(
    text: str, widths: tuple[float, ...], measure: float, count: int, evenness: float
) -> tuple[float, tuple[int, ...]] | None:
    """Least cost and the ends of ``count`` lines, ``None`` when they do not fit."""
    size, mean = len(text), sum(widths) / count
    em = max(widths)
    sums = [0.0]
    for width in widths:
        sums.append(sums[-1] + width)
    costs = _costs(text)
    layer: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for number in range(1, count + 1):
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, ends) in layer.items():
            for end in (size,) if number == count else range(start + 1, size):
                width = sums[end] - sums[start]
                if width > measure + 0.01:
                    break
                price = cost + evenness * ((width - mean) / em) ** 2
                price += costs[end] if end < size else 0.0
                if end > start and (end not in following or price < following[end][0]):
                    following[end] = (price, (*ends, end))
        layer = following
    return layer.get(size)


def _costs(text: str) -> list[float]:
    """What a break before each character costs."""
    costs = [_LOOSE] * (len(text) + 1)
    at = 0
    while at < len(text):
        found = _UNITS.match(text, at)
        length = len(found[0]) if found else _known(text, at)
        if length > 1:
            costs[at] = min(costs[at], 0.0)
            joints = frozenset() if found else _joints(text[at : at + length])
            for inner in range(1, length):
                costs[at + inner] = _WITHIN if inner in joints else _TORN
            costs[at + length] = 0.0
        at += max(1, length)
    depth = 0
    for i in range(1, len(text)):
        before, after = text[i - 1], text[i]
        depth += (before in "《“") - (before in "》”")
        if not may_break(before, after):
            costs[i] = _FORBIDDEN
            continue
        if depth > 0:
            costs[i] += 40.0
        costs[i] += _neighbours(text, i)
    return costs


@cache
def _joints(word: str) -> frozenset[int]:
    """Where a compound word falls into shorter known words."""
    at, joints = 0, []
    while at < len(word):
        at += next((len(w) for w in _SORTED if w != word and word.startswith(w, at)), 1)
        joints.append(at)
    return frozenset(joints)


def _known(text: str, at: int) -> int:
    return next((len(word) for word in _SORTED if text.startswith(word, at)), 1)


def _neighbours(text: str, i: int) -> float:
    if text[i] in "的了地得":
        return 300.0
    if text[:i].endswith(("关于", "和", "与", "及", "对", "在", "由", "向", "为", "等")):
        return _AFTER_DANGLING
    if text[i - 1] == "届":
        return 60.0
    # the last character of an organ's or a law's name: 社会保障｜局, 黄河保护｜法》
    if text[i] in "局厅署" or text.startswith(("法》", "条例》", "办法》", "规划》"), i):
        return _TORN
    if text.startswith("关于", i) or _SESSION.match(text, i):
        return _WELCOME
    if text[i - 1] == "的":
        return 4.0
    return 0.0
