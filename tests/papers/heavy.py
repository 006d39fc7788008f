"""The heaviest meeting a city has: 65 members, 40 items, 30 appointments, long titles, rare names.

Built through the actions alone, in the invented 示例市; held to its end, so that every kind of
paper can be made. Names and posts are made up.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from meetingdesk.actions import (
    agenda,
    appointments,
    attendance,
    certify,
    counting,
    decisions,
    meetings,
    oaths,
    opinions,
    roster,
    schedule,
    votes,
)

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office

START = dt.date(2026, 10, 27)
END = dt.date(2026, 10, 30)
NOW = dt.datetime(2026, 10, 30, 9, 0, tzinfo=dt.UTC)
CHAIR = "周启明"
PRESENT = 61
#: characters that the smaller official fonts lack
RARE = ("李𬱖", "王䶮华", "陈㛃")
LONG_NAME = "阿不都热合曼·买买提依明"

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = ("明远", "志强", "海", "建国", "若兰", "文", "晓岚", "承宇", "清", "思源", "嘉禾")
_BRANCHES = (
    "国民经济和社会发展第十五个五年规划纲要实施情况中期评估",
    "贯彻实施《中华人民共和国黄河保护法》和《某省湿地保护条例》情况",
    "市级国有资产管理（含企业国有资产、自然资源国有资产）情况",
    "推进新时代基层治理现代化、完善矛盾纠纷多元预防调处化解综合机制情况",
    "优化营商环境、促进民营经济高质量发展暨优化法治化营商环境工作情况",
    "2025年度市级预算执行和其他财政收支审计查出问题整改情况",
    "生态环境状况和环境保护目标完成情况以及中央生态环境保护督察反馈问题整改情况",
    "加强公益诉讼检察、服务保障高质量发展工作情况",
)
_OFFICES = (
    "示例市人力资源和社会保障局",
    "示例市农业农村和乡村振兴局",
    "示例市文化广播电视体育和旅游局",
    "示例市住房保障和城乡建设管理局",
)


def names() -> list[str]:
    """Return 65 different names, some of two characters, three rare, one long."""
    made = [CHAIR, *RARE, LONG_NAME]
    for round_ in range(3):
        for place, surname in enumerate(_SURNAMES):
            name = surname + _GIVEN[(place * 3 + round_ * 5) % len(_GIVEN)]
            if name not in made:
                made.append(name)
    return made[:65]


def build_heavy(office: Office) -> int:
    """Build the meeting in an empty desk and hold it; return its id."""
    term_id = _roster(office)
    meeting_id = meetings.convene(
        office,
        term_id=term_id,
        kind="常委会会议",
        number=37,
        start=START,
        end=END,
        place="示例市人民代表大会常务委员会会议中心三楼多功能会议厅",
    )
    meetings.edit_meeting(office, meeting_id, notice_on=dt.date(2026, 10, 16))
    items = _agenda(office, meeting_id)
    _appointments(office, meeting_id, items[-1])
    _decisions(office, meeting_id, items)
    _schedule(office, meeting_id, items)
    attendance.open_roll(office, meeting_id)
    for number in range(30):
        attendance.add_observer(
            office,
            meeting_id,
            category="政府部门负责同志",
            text="",
            name=f"{_SURNAMES[number]}列席",
            post=f"{_OFFICES[number % 4]}党组书记、局长",
        )
    _hold(office, meeting_id, items)
    return meeting_id


def _roster(office: Office) -> int:
    body_id = roster.add_body(
        office,
        name="示例市人民代表大会常务委员会",
        short_name="市人大常委会",
        place_name="示例市",
        level="市",
        kind="standing_committee",
    )
    term_id = roster.add_term(
        office, body_id=body_id, number=14, start=dt.date(2022, 1, 12), statutory_seats=67
    )
    posts = ["主任", *["副主任"] * 7, "秘书长", *["委员"] * 56]
    for name, post in zip(names(), posts, strict=True):
        roster.add_member(
            office, term_id=term_id, name=name, post=post, since=dt.date(2022, 1, 12), gender="男"
        )
    return term_id


def _agenda(office: Office, meeting_id: int) -> list[int]:
    items = []
    for number in range(38):
        subject = _BRANCHES[number % len(_BRANCHES)]
        items.append(
            agenda.add_item(
                office,
                meeting_id,
                verb="听取和审议",
                subject=f"市人民政府关于{subject}的报告（第{number + 1}项）",
                type="专项工作报告",
                submitted_by="市人民政府",
                reporter="市发展和改革委员会主任赵明远",
            )
        )
    items.append(
        agenda.add_item(
            office,
            meeting_id,
            verb="对",
            subject="市人民政府部分组成部门2026年度工作情况进行满意度测评",
            type="满意度测评",
            objects=list(_OFFICES),
        )
    )
    items.append(
        agenda.add_item(
            office,
            meeting_id,
            verb="审议",
            subject="人事任免事项",
            type="人事任免",
            needs_vote=True,
        )
    )
    return items


def _appointments(office: Office, meeting_id: int, item_id: int) -> None:
    motions = [
        appointments.add_motion(
            office,
            meeting_id,
            proposer=proposer,
            proposer_name=name,
            item_id=item_id,
            submitted_on=dt.date(2026, 10, 12),
        )
        for proposer, name in (("市长", "庄伯言"), ("法院院长", "费明德"))
    ]
    people = [*RARE, *(f"{s}若{g[-1]}" for s, g in zip(_SURNAMES, _GIVEN * 3, strict=False))]
    for number in range(30):
        mayor = number < 14
        verbs = ("决定任命", "决定免去") if mayor else ("任命", "免去")
        posts = _OFFICES if mayor else ("示例市中级人民法院审判委员会委员、民事审判第二庭庭长",)
        appointments.add_entry(
            office,
            motions[0] if mayor else motions[1],
            verb=verbs[number % 2],
            name=people[number],
            post=f"{posts[number % len(posts)]}{'局长' if mayor else ''}",
            gender="男",
            ethnicity="汉族",
        )


def _decisions(office: Office, meeting_id: int, items: list[int]) -> None:
    clause = (
        "市人民政府及其有关部门应当坚持问题导向和系统观念，健全责任体系，强化要素保障，"
        "分级分类推进整改落实，并于2027年3月31日前将研究处理情况书面报告市人民代表大会常务委员会。"
    )
    body = "\n".join(
        f"{heading}\n{clause}{clause}"
        for heading in ("一、总体要求", "（一）强化责任落实。", "二、主要任务", "三、组织实施")
        for _ in range(3)
    )
    for number in range(4):
        subject = _BRANCHES[number]
        decisions.draft_decision(
            office,
            meeting_id,
            title=f"示例市人民代表大会常务委员会关于加强{subject}监督工作的决定",
            kind="决定",
            item_id=items[number],
            drafted_by="市人大财政经济委员会",
            submitted_by="主任会议",
            body=body,
        )


def _schedule(office: Office, meeting_id: int, items: list[int]) -> None:
    for number in range(8):
        sitting = schedule.add_sitting(
            office,
            meeting_id,
            date=START + dt.timedelta(days=number // 2),
            half="上午" if number % 2 == 0 else "下午",
            time="9:00" if number % 2 == 0 else "14:30",
            form="全体会议",
            chair=CHAIR,
        )
        for item in items[number * 5 : number * 5 + 5]:
            schedule.add_entry(office, sitting, item_id=item)


def _hold(office: Office, meeting_id: int, items: list[int]) -> None:
    meetings.edit_meeting(office, meeting_id, state="进行")
    rows = attendance.roll(office, meeting_id)
    attendance.mark(office, [r.id for r in rows[:PRESENT]], state="出席", mode="现场")
    for row in rows[PRESENT:]:
        attendance.mark(office, [row.id], state="请假", reason="参加省里会议", approved_by=CHAIR)
    agenda.adopt_agenda(office, meeting_id)
    for decision in decisions.decisions(office, meeting_id):
        vote_id = votes.draft_decision_vote(
            office, decision.id, card_name="表决器-全体过半数", method="按表决器"
        )
        votes.open_vote(office, vote_id)
        count = counting.start_count(office, vote_id, 1, "计票一组")
        counting.enter_totals(office, count, {"赞成": 58, "反对": 2, "弃权": 1})
        counting.finish_count(office, count)
        certify.certify(office, vote_id)
    evaluation = votes.draft_evaluation(office, items[-2], card_name="测评-三档")
    _on_paper(office, meeting_id, evaluation, "满意")
    motion_ids = [m.id for m in appointments.motions(office, meeting_id)]
    ballot = votes.draft_appointments_vote(office, motion_ids, card_name="任免-逐人")
    _on_paper(office, meeting_id, ballot, "赞成")
    for decision in decisions.decisions(office, meeting_id):
        decisions.adopt(office, decision.id, on=END)
    appointments.issue_letters(
        office, meeting_id, signer=CHAIR, prefix="示人任〔2026〕", issued_on=END
    )
    ceremony = oaths.add_ceremony(
        office, meeting_id, form="集体", date=END, leader="李𬱖", witness=CHAIR
    )
    oaths.swear_in(office, ceremony)
    for item in items[:3]:
        for point in ("提高政治站位，", "完善体制机制，", "加大投入力度，"):
            opinions.add_opinion(
                office,
                item,
                text=f"{point}坚持统筹协调、综合施策，切实把各项任务落到实处、见到成效。",
                organ="市人民政府",
                due=dt.date(2027, 1, 30),
            )
    meetings.edit_meeting(office, meeting_id, state="已结束")


def _on_paper(office: Office, meeting_id: int, vote_id: int, mark: str) -> None:
    votes.edit_vote(
        office,
        vote_id,
        teller_chief="孙明远",
        tellers="李志强、周海",
        counters="计票一组、计票二组",
    )
    votes.open_vote(office, vote_id)
    votes.set_issued(office, vote_id, PRESENT)
    votes.set_returned(office, vote_id, PRESENT)
    found = next(v for v in votes.votes_of(office, meeting_id) if v.id == vote_id)
    marks = {question.key: [mark] for question in found.questions}
    for number, counter in enumerate(("计票一组", "计票二组"), start=1):
        count = counting.start_count(office, vote_id, number, counter)
        counting.record_ballot(office, count, marks, PRESENT)
        counting.finish_count(office, count)
    certify.certify(office, vote_id)
