"""The sample session step by step through the window: what ``sample.build`` does by actions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from meetingdesk.actions.sample import ballots, people, session, texts
from tests.driving import choose, put

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.driving import Clerk

NOTICE = dt.date(2026, 8, 10)
#: members registered one by one; the others are pasted
BY_SHEET = 3
CHOICES = {"赞成": "1", "反对": "2", "弃权": "3"}
GRADES = {"s": "1", "b": "2", "n": "3", "-": "0"}


# -- 会前 ------------------------------------------------------------------------------


def found_body(clerk: Clerk) -> None:
    clerk.page("roster")
    clerk.click("foundButton")
    clerk.fill("termSheet", place_name="示例市", number=14)
    clerk.answer("termSheet", start=session.TERM_START, statutory_seats=43)


def register_members(clerk: Clerk) -> None:
    head = "姓名\t性别\t民族\t职务\t党组职务\t党组序\t任职日期"
    order = 0
    rows = []
    for member in people.MEMBERS[:-BY_SHEET]:
        order += bool(member.party_post)
        cells = (
            member.name, member.gender, member.ethnicity, member.post, member.party_post,
            str(order) if member.party_post else "", "2022-01-12",
        )  # fmt: skip
        rows.append("\t".join(cells))
    clerk.header("粘贴表格")
    clerk.paste("pasteText", "\n".join([head, *rows]))
    wait_for(lambda: clerk.find("pasteSheetOk").isEnabled())
    assert clerk.find("pasteSheetOk").text() == f"导入{len(rows)}人"
    clerk.submit("pasteSheet")
    for member in people.MEMBERS[-BY_SHEET:]:
        clerk.header("登记人员")
        clerk.answer(
            "memberSheet", name=member.name, gender=member.gender, ethnicity=member.ethnicity,
            since=session.TERM_START,
        )  # fmt: skip
    clerk.header("登记人员")
    clerk.answer(
        "memberSheet", name=people.FORMER.name, gender="男", ethnicity="", since=session.TERM_START
    )
    assert clerk.fact("members").startswith("在任：42人")
    clerk.pick("membersTable", lambda m: m.name == people.FORMER.name)
    clerk.click("leaveMember")
    clerk.answer("leaveSheet", until=dt.date(2025, 11, 30), reason="调离")
    assert clerk.fact("members").startswith("在任：41人")
    assert clerk.fact("majority").startswith("过半数：21人")


def register_units(clerk: Clerk) -> None:
    clerk.tab("rosterTabBar", 2)
    for name, short_name, kind in people.UNITS:
        clerk.header("新建单位")
        clerk.answer("unitSheet", name=name, short_name=short_name, kind=kind)


def convene_chairs(clerk: Clerk) -> None:
    clerk.page("meetings")
    clerk.header("新建会议")
    clerk.answer(
        "meetingSheet", kind="主任会议", number=58, start=dt.date(2026, 8, 10),
        place="市人大常委会第一会议室",
    )  # fmt: skip


def propose_to_chairs(clerk: Clerk) -> None:
    """The chairpersons' meeting studies what will be put to the session."""
    clerk.page("agenda")
    for title, *_ in texts.DECISIONS[2:]:
        add_item(clerk, texts.SampleItem("研究", f"《{title}（草案）》", "决定（草案）"))
    subject = "市十四届人大常委会第三十六次会议有关事项以及人事任免事项"
    add_item(clerk, texts.SampleItem("研究", subject, "会议安排＋人事任免（会前）"))
    for at in (0, 1):
        record_outcome(clerk, at, "同意提请市人大常委会会议审议")


def add_item(clerk: Clerk, item: texts.SampleItem) -> None:
    """One item by its sheet; what its type proposes is written over where the sample differs."""
    clerk.header("新建议题")
    clerk.fill(
        "itemSheet", verb=item.verb, subject=item.subject, type=item.type,
        submitted_by=item.submitted_by, reporter=item.reporter, needs_vote=item.needs_vote,
    )  # fmt: skip
    if item.needs_vote:
        clerk.fill("itemSheet", vote_method=item.vote_method)
    clerk.answer(
        "itemSheet", via=item.via, objects="\n".join(item.objects),
        artefacts="、".join(item.artefacts), on_agenda=item.on_agenda,
    )  # fmt: skip
    for title, provider in item.materials:
        clerk.click("addMaterial")
        clerk.answer("materialSheet", title=title, provider=provider, due=dt.date(2026, 8, 7))
        clerk.pick("materialsTable", lambda m, title=title: m.title == title)
        clerk.key("materialsTable", " ")


def record_outcome(clerk: Clerk, at: int, words: str) -> None:
    row = clerk.table("agendaTable").rows()[at]
    clerk.pick("agendaTable", lambda item: item.id == row.id)
    edit = clerk.find("outcomeEdit", QLineEdit)
    put(edit, words)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert clerk.table("agendaTable").rows()[at].outcome == words


def write_agenda(clerk: Clerk) -> None:
    clerk.page("agenda")
    for item in texts.ITEMS:
        add_item(clerk, item)
    assert clerk.fact("items").startswith("议题：8")
    assert clerk.fact("materials").endswith("齐")


def draft_decisions(clerk: Clerk) -> None:
    clerk.page("decisions")
    for title, kind, index, joint, body in texts.DECISIONS:
        item = texts.ITEMS[index]
        clerk.click("newDecision")
        words = f"{item.verb}{item.subject}"
        clerk.answer(
            "decisionSheet", item_id=words, title=title, kind=kind, drafted_by=item.reporter,
            submitted_by=item.submitted_by, joint=joint,
        )  # fmt: skip
        write(clerk, "decisionBody", body)
        clerk.click("saveVersion")
        assert clerk.text("decisionSaved") == ("" if joint else "已保存")


def plan_days(clerk: Clerk) -> None:
    clerk.page("agenda")
    clerk.tab("agendaTabBar", 1)
    for offset, half, time, form, indexes, lines in texts.SITTINGS:
        clerk.header("增加半天")
        clerk.answer(
            "sittingSheet", date=session.START + dt.timedelta(days=offset), half=half, time=time,
            form=form,
        )  # fmt: skip
        for index in indexes:
            clerk.pick("unscheduledTable", lambda i, n=index: i.subject == texts.ITEMS[n].subject)
            clerk.click("addEntry")
        for line in lines:
            clerk.click("addTextLine")
            clerk.answer("entryTextSheet", text=line)
    clerk.tab("agendaTabBar", 0)
    assert clerk.fact("items").endswith("都已排入")


def close_meeting(clerk: Clerk) -> None:
    clerk.page("meetings")
    clerk.click("editMeeting")
    clerk.answer("meetingSheet", state="已结束")


def convene_session(clerk: Clerk) -> None:
    clerk.page("meetings")
    clerk.header("新建会议")
    clerk.answer(
        "meetingSheet", kind="常委会会议", number=36, start=session.START, end=session.END,
        mode="现场+视频", place=session.PLACE, chair_phrase="主持会议并讲话",
    )  # fmt: skip
    clerk.click("editMeeting")
    clerk.answer("meetingSheet", notice_on=NOTICE)


def register_motions(clerk: Clerk) -> None:
    clerk.page("appointments")
    for at, ((proposer, name), entries) in enumerate(people.NOMINEES.items()):
        clerk.header("登记任免案")
        clerk.answer(
            "motionSheet", proposer=proposer, proposer_name=name, submitted_on=dt.date(2026, 8, 5)
        )
        if at == 0:
            paste_entries(clerk, entries)
        else:
            write_entries(clerk, entries)
    assert clerk.fact("entries").startswith("人选：8人次")


def paste_entries(clerk: Clerk, entries: Any) -> None:
    lines = [
        f"{verb}{name}为{post}；" if verb.endswith("任命") else f"{verb}{name}的{post}职务；"
        for verb, name, _gender, post in entries
    ]
    clerk.header("粘贴任免案")
    clerk.fill("pasteSheet", text="\n".join(lines))
    wait_for(lambda: clerk.find("pasteSheetOk").isEnabled())
    clerk.submit("pasteSheet")
    for _verb, name, gender, _post in entries:
        clerk.pick("entriesTable", lambda x, name=name: x.entry and x.entry.name == name)
        clerk.click("editEntry")
        clerk.answer("entrySheet", gender=gender, ethnicity="汉族")


def write_entries(clerk: Clerk, entries: Any) -> None:
    for verb, name, gender, post in entries:
        clerk.header("登记人选")
        clerk.fill("entrySheet", verb=verb, name=name, post=post)
        assert clerk.text("entryVerdict").endswith("用语和提请人相符")
        clerk.answer("entrySheet", gender=gender, ethnicity="汉族")


def register_observers(clerk: Clerk) -> None:
    clerk.page("meetings")
    clerk.tab("meetingTabBar", 1)
    for category, text, name, post, leader in people.OBSERVERS:
        clerk.click("newObserver" if clerk.table("observersTable").rows() else "firstObserver")
        values = {"text": text} if text else {"name": name, "post": post}
        clerk.answer("observerSheet", category=category, **values, leader=leader)
    clerk.tab("meetingTabBar", 0)


# -- 会中 ------------------------------------------------------------------------------


def open_session(clerk: Clerk) -> None:
    clerk.page("meetings")
    clerk.click("editMeeting")
    clerk.answer("meetingSheet", state="进行")


def take_roll(clerk: Clerk) -> None:
    """One key a member: 1 on site, 2 by video, 3 on leave with the reason written at once."""
    clerk.click("firstRoll")
    rows = clerk.table("rollTable").rows()
    assert [r.name for r in rows] == [m.name for m in people.MEMBERS]
    for row in rows:
        if row.name in people.ON_LEAVE:
            clerk.key("rollTable", "3")
            clerk.finish_cell("rollTable", "事由", people.ON_LEAVE[row.name])
        else:
            clerk.key("rollTable", "2" if row.name in people.REMOTE else "1")
    for name in people.ON_LEAVE:
        clerk.pick("rollTable", lambda r, name=name: r.name == name)
        clerk.write_cell("rollTable", "准假人", session.CHAIR)
    assert clerk.fact("present").startswith("实到：37人")
    assert clerk.fact("quorum").startswith("法定人数：21人　已达")


def adopt_agenda(clerk: Clerk) -> None:
    clerk.page("agenda")
    clerk.click("adoptAgenda")
    assert clerk.fact("state").endswith("已通过")


def hold_votes(clerk: Clerk) -> None:
    """Draft every vote from what waits to be voted on, and hold it at once."""
    clerk.page("votes")
    for index, decision in enumerate(texts.DECISIONS):
        draft(clerk, f"《{decision[0]}（草案）》的表决")
        keypad_vote(clerk, texts.KEYPAD[index])
    draft(clerk, "对市商务局等5个对象的满意度测评")
    put_choice(clerk, "votesCard", ballots.EVALUATION_CARD)
    sheets = [("".join(GRADES[m] for m in marks), n) for marks, n in texts.EVALUATION_BALLOTS]
    paper_vote(clerk, sheets)
    draft(clerk, "人事任免事项的表决")
    put_choice(clerk, "votesCard", ballots.APPOINTMENT_CARD)
    letters = "abcdefgh"
    sheets = [
        ("".join(letters[at] + CHOICES[choice] for at, choice in exceptions.items()), copies)
        for exceptions, copies in texts.APPOINTMENT_BALLOTS
    ]
    paper_vote(clerk, sheets)


def draft(clerk: Clerk, title: str) -> None:
    buttons = [
        b for b in clerk.window.findChildren(QPushButton)
        if b.accessibleName() == f"拟定{title}" and b.isVisible()
    ]  # fmt: skip
    assert len(buttons) == 1, title
    clerk.press(buttons[0])


def keypad_vote(clerk: Clerk, figures: tuple[int, int, int, int]) -> None:
    assert clerk.find("votesMethod", QComboBox).currentText() == "按表决器"  # as the item says
    put_choice(clerk, "votesCard", ballots.KEYPAD_CARD)
    clerk.click("votesOpen")
    write(clerk, "votesCounter1", ballots.COUNTERS[0])
    clerk.click("votesStartCount")
    for choice, number in zip(CHOICES, figures, strict=False):
        write(clerk, f"votesTotal_{choice}", number)
    clerk.click("votesTotalsFinish")
    clerk.click("votesCertify")
    assert clerk.text("votesState") == "已确认"
    clerk.click("votesBack")


def paper_vote(clerk: Clerk, sheets: list[tuple[str, int]]) -> None:
    """Count the ballots twice, the second counter without copies and from the last ballot."""
    clerk.click("votesOpen")
    for name, value in zip(
        ("votesTellerChief", "votesTellers", "votesCounters"), ballots.TELLERS.values(), strict=True
    ):
        write(clerk, name, value)
    write(clerk, "votesCounter1", ballots.COUNTERS[0])
    write(clerk, "votesIssued", ballots.PRESENT)
    write(clerk, "votesReturned", ballots.PRESENT)
    clerk.click("votesRegister")
    clerk.click("votesStartCount")
    for marks, copies in sheets:
        ballot(clerk, f"{marks}+{copies}" if copies > 1 else marks)
    finish_count(clerk)
    write(clerk, "votesCounter2", ballots.COUNTERS[1])
    clerk.click("votesStartSecond")
    for marks, copies in reversed(sheets):
        for _ in range(copies):
            ballot(clerk, marks)
    finish_count(clerk)
    clerk.click("votesCertify")
    assert clerk.text("votesState") == "已确认"
    clerk.click("votesBack")


def ballot(clerk: Clerk, typed: str) -> None:
    """Type one ballot; at the end of a bundle compare with its slip and go on."""
    clerk.keys("votesSheet", f"{typed}\n")
    if "与纸捆签核对" in clerk.text("votesNote") and "相符按" in clerk.text("votesNote"):
        clerk.keys("votesSheet", "\n")


def finish_count(clerk: Clerk) -> None:
    assert clerk.text("votesBallotNumber") == "已全部录入"
    clerk.keys("votesSheet", "\n")


def adopt_decisions(clerk: Clerk) -> None:
    clerk.page("decisions")
    for title, *_ in texts.DECISIONS:
        clerk.pick("decisionsTable", lambda d, title=title: d.title == title)
        clerk.click("adoptDecision")
        assert "2026年8月18日" in clerk.text("adoptSheet.note")
        clerk.answer("adoptSheet", on=session.END)
        assert clerk.text("decisionState") == "通过"


def letters_and_oath(clerk: Clerk) -> None:
    clerk.page("appointments")
    clerk.tab("appointmentTabBar", 3)
    clerk.header("登记任命书")
    clerk.answer("issueSheet", prefix="示人任〔2026〕", signer=session.CHAIR, issued_on=session.END)
    clerk.click("presentLetters")
    clerk.answer("presentSheet", by=session.CHAIR, on=session.END, in_person=False)
    clerk.tab("appointmentTabBar", 4)
    clerk.header("登记仪式")
    clerk.answer(
        "ceremonySheet", form="集体宣誓", date=session.END, leader="叶知秋", witness=session.CHAIR
    )
    clerk.click("swearIn")
    clerk.submit("swearSheet")


# -- 会后 ------------------------------------------------------------------------------


def record_outcomes(clerk: Clerk) -> None:
    clerk.page("agenda")
    for at, item in enumerate(texts.ITEMS):
        if item.outcome:
            record_outcome(clerk, at, item.outcome)


def record_opinions(clerk: Clerk) -> None:
    for index, points in texts.OPINIONS.items():
        row = clerk.table("agendaTable").rows()[index]
        clerk.pick("agendaTable", lambda item, key=row.id: item.id == key)
        for point in points:
            clerk.click("addOpinion")
            clerk.answer("opinionSheet", text=point, organ="市人民政府", due=dt.date(2026, 11, 18))
        assert [o.text for o in clerk.table("opinionsTable").rows()] == list(points)


# -- small hands -----------------------------------------------------------------------


def wait_for(done: Callable[[], bool]) -> None:
    for _ in range(200):
        if done():
            return
        QTest.qWait(20)
    raise AssertionError("nothing happened in four seconds")


def write(clerk: Clerk, name: str, value: Any) -> None:
    put(clerk.find(name), value)


def put_choice(clerk: Clerk, name: str, wanted: str) -> None:
    """Choose by the name of what is offered, such as a card's."""
    box = clerk.find(name, QComboBox)
    choose(box, box.itemText(box.findData(wanted)))


#: every step in the order a secretary takes them
STEPS: tuple[Callable[[Clerk], None], ...] = (
    found_body, register_members, register_units,
    convene_chairs, propose_to_chairs, close_meeting,
    convene_session, write_agenda, draft_decisions, register_motions, plan_days,
    register_observers,
    open_session, take_roll, adopt_agenda, hold_votes, adopt_decisions, letters_and_oath,
    record_outcomes, record_opinions, close_meeting,
)  # fmt: skip
