"""The journal in the office's words: what tables and columns are called on paper.

One table, declared; columns not named here are the program's own and are not shown.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, Date

from meetingdesk.records.base import table_of
from meetingdesk.records.facts import short_title_of
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.roster import Person, Unit
from meetingdesk.records.tables import agenda, appointments, decisions, votes
from meetingdesk.rules.dates import cn_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sqlalchemy.orm import Session

#: table → (what one row is, the columns that tell which one, column → name)
WORDS: dict[str, tuple[str, tuple[str, ...], dict[str, str]]] = {
    "body": (
        "机构",
        ("short_name", "name"),
        {"name": "全称", "short_name": "简称", "place": "行政区划", "level": "层级"},
    ),
    "term": (
        "届次",
        ("number",),
        {"number": "届", "start": "起", "end": "止", "statutory_seats": "编制名额"},
    ),
    "unit": (
        "单位",
        ("short_name", "name"),
        {"name": "全称", "short_name": "简称", "kind": "类别"},
    ),
    "person": (
        "人员",
        ("name",),
        {
            "name": "姓名",
            "gender": "性别",
            "ethnicity": "民族",
            "birth": "出生日期",
            "note": "备注",
        },
    ),
    "tenure": (
        "任职",
        ("person_id",),
        {
            "person_id": "姓名",
            "post": "职务",
            "since": "任职日期",
            "until": "离任日期",
            "leave_reason": "离任原因",
            "committee_order": "常委会序",
            "party_post": "党组职务",
            "party_order": "党组序",
        },
    ),
    "meeting": (
        "会议",
        (),
        {
            "number": "次",
            "kind": "会议类别",
            "subtype": "会议名称",
            "start": "开始日期",
            "end": "结束日期",
            "date_text": "日期（原文）",
            "mode": "方式",
            "place": "地点",
            "chair_id": "主持人",
            "chair_text": "主持人",
            "chair_phrase": "主持用语",
            "state": "状态",
            "agenda_adopted": "议程已通过",
            "present_total": "到会人数",
            "notice_on": "通知日期",
            "notes": "备注",
        },
    ),
    "sitting": (
        "日程",
        ("date", "half"),
        {
            "date": "日期",
            "half": "半日",
            "time": "时间",
            "form": "形式",
            "place": "地点",
            "chair": "主持人",
            "position": "次序",
        },
    ),
    "sitting_entry": (
        "日程内容",
        ("text", "item_id"),
        {"text": "内容", "item_id": "议题", "position": "次序"},
    ),
    "attendance": (
        "出席",
        ("person_id", "name_text"),
        {
            "person_id": "姓名",
            "name_text": "姓名",
            "state": "状态",
            "mode": "方式",
            "reason": "原因",
            "approved_by": "批准人",
            "from_paper": "断电后据纸质记录补录",
        },
    ),
    "recovery": (
        "断电补录",
        ("meeting_id",),
        {"begun_by": "开始补录", "ended_by": "补录完毕"},
    ),
    "observer": (
        "列席",
        ("text", "name"),
        {
            "text": "列席人员",
            "category": "类别",
            "unit": "单位",
            "name": "姓名",
            "post": "职务",
            "position": "次序",
        },
    ),
    "agenda_item": (
        "议题",
        ("subject",),
        {
            "verb": "方式",
            "subject": "议题",
            "type": "类别",
            "submitted_by": "提请机关",
            "reporter": "报告人",
            "outcome": "结果",
            "vote_method": "表决方式",
            "tally_text": "票数",
            "via": "主任会议意见",
            "needs_vote": "须表决",
            "on_agenda": "列入议程",
            "printed_number": "付印序号",
            "withdrawn": "撤回原因",
            "position": "次序",
        },
    ),
    "material": (
        "材料",
        ("title",),
        {"title": "材料", "provider": "提供单位", "due": "交稿期限", "received": "已交"},
    ),
    "opinion": (
        "审议意见",
        ("text",),
        {"text": "意见", "organ": "办理机关", "due": "办理期限", "position": "次序"},
    ),
    "decision": (
        "决定",
        ("title",),
        {
            "title": "标题",
            "kind": "文种",
            "drafted_by": "起草单位",
            "submitted_by": "提请机关",
            "state": "状态",
            "adopted_on": "通过日期",
            "adoption_note": "题注",
            "effective_on": "施行日期",
            "joint": "协同文本",
            "show_sources": "对照表列修改依据",
            "body": "正文",
            "position": "次序",
        },
    ),
    "decision_version": (
        "文本版本",
        ("decision_id",),
        {
            "number": "版次",
            "label": "说明",
            "author": "修改人",
            "on": "日期",
            "source": "修改依据",
            "body": "正文",
        },
    ),
    "clause_source": (
        "修改依据",
        ("source",),
        {"source": "依据", "old": "原文", "new": "现文"},
    ),
    "motion": (
        "任免案",
        ("proposer",),
        {
            "proposer": "提请人",
            "proposer_name": "姓名",
            "number": "文号",
            "submitted_on": "提请日期",
        },
    ),
    "motion_entry": (
        "任免人选",
        ("name",),
        {
            "verb": "任免",
            "name": "姓名",
            "gender": "性别",
            "ethnicity": "民族",
            "post": "职务",
            "reason": "说明",
            "state": "结果",
            "passed_on": "通过日期",
            "gets_letter": "发任命书",
            "must_swear": "须宣誓",
        },
    ),
    "exam_batch": (
        "任前培训考试",
        ("exam_on",),
        {
            "materials_on": "发材料日期",
            "training_on": "培训日期",
            "exam_on": "考试日期",
            "place": "地点",
            "position": "次序",
        },
    ),
    "screening": (
        "任前程序",
        ("entry_id",),
        {
            "batch_id": "场次",
            "trained": "参加培训",
            "score": "成绩（十分之一分）",
            "retake": "补考（十分之一分）",
            "waived": "免考原因",
            "public_from": "公示开始",
            "public_until": "公示结束",
            "objection": "公示情况",
        },
    ),
    "statement": (
        "供职发言",
        ("entry_id",),
        {"position": "次序", "minutes": "分钟", "form": "形式"},
    ),
    "letter": (
        "任命书",
        ("number",),
        {
            "number": "编号",
            "signer": "签署人",
            "issued_on": "签发日期",
            "presented_by": "颁发人",
            "presented_on": "颁发日期",
            "received_by": "领取人",
        },
    ),
    "ceremony": (
        "宣誓仪式",
        ("date",),
        {
            "date": "日期",
            "place": "地点",
            "form": "形式",
            "leader": "领誓人",
            "chair": "主持人",
            "witness": "监誓人",
            "organiser": "组织机构",
        },
    ),
    "oath_taker": (
        "宣誓人",
        ("name",),
        {
            "name": "姓名",
            "post": "职务",
            "sworn": "已宣誓",
            "reason": "未宣誓原因",
            "made_up_on": "补宣日期",
        },
    ),
    "vote": (
        "表决",
        ("title",),
        {
            "title": "名称",
            "kind": "类别",
            "method": "方式",
            "state": "状态",
            "members": "全体组成人员",
            "present": "到会",
            "issued": "发票",
            "returned": "收回",
            "seats": "应选名额",
            "choose_at_most": "每票至多",
            "relation": "与前次表决",
            "card_name": "表决规则",
            "opened_on": "开票日期",
            "certified_on": "确认日期",
            "code": "校验编码",
            "teller_chief": "总监票人",
            "tellers": "监票人",
            "counters": "计票人",
            "note": "备注",
        },
    ),
    "vote_order": (
        "表决先后",
        ("what",),
        {"what": "先付表决的事项"},
    ),
    "question": (
        "票面项目",
        ("text",),
        {"text": "项目", "detail": "说明", "position": "次序"},
    ),
    "count": (
        "计票",
        ("vote_id", "number"),
        {
            "number": "遍次",
            "counter": "计票组",
            "from_paper": "断电后据纸质记录补录",
            "state": "状态",
            "way": "录入方式",
            "bundle": "每捆张数",
        },
    ),
    "ballot_form": (
        "票样",
        ("name", "version"),
        {
            "version": "版次",
            "name": "简名",
            "hash": "识别",
            "locked": "已锁定",
            "printed": "已印",
            "spare": "备用",
        },
    ),
    "ballot_ledger": (
        "票证台账",
        ("kind",),
        {
            "kind": "事项",
            "sheets": "张数",
            "place": "何处",
            "names": "经手人",
            "on": "日期",
            "note": "说明",
        },
    ),
    "scan_stack": (
        "扫描件",
        ("name",),
        {"name": "名称", "pages": "页数", "ballots": "票数"},
    ),
    "procedure_rules": (
        "议事规则参数",
        ("valid_from",),
        {"valid_from": "施行日期", "note": "说明"},
    ),
    "own_card": (
        "表决规则",
        ("name",),
        {"name": "编号", "base": "原卡", "retired": "已停用"},
    ),
    "own_card_version": (
        "表决规则的版本",
        ("number",),
        {"number": "版", "note": "说明", "saved_by": "经手", "saved_on": "日期"},
    ),
    "issued_document": (
        "印发文书",
        ("title",),
        {"title": "标题", "number": "文号", "issued_on": "印发日期", "issued_by": "经手"},
    ),
    "number_pattern": ("文号式样", ("pattern",), {"kind": "文书种类", "pattern": "式样"}),
    "void_number": (
        "空号说明",
        ("number",),
        {"number": "文号", "reason": "原因", "by": "经手", "on": "日期"},
    ),
    "item_link": ("议题来源", ("item_id",), {"source_id": "来自"}),
    "movement": ("进出", ("kind",), {"at": "时间", "kind": "进出"}),
    "seating_plan": (
        "会场",
        ("meeting_id",),
        {"rows": "排数", "columns": "每排座数", "platform": "主席台座数"},
    ),
    "seat": ("座位", ("person_id",), {"zone": "位置", "row": "排", "column": "座"}),
    "attachment": ("附件", ("name",), {"name": "文件名", "position": "次序"}),
}

_LONGEST = 200
_NOTHING = "（空）"
_REFS: dict[str, tuple[type[Any], Callable[[Any], str]]] = {
    "person_id": (Person, lambda row: row.name),
    "chair_id": (Person, lambda row: row.name),
    "meeting_id": (Meeting, short_title_of),
    "item_id": (agenda.AgendaItem, lambda row: row.subject),
    "unit_id": (Unit, lambda row: row.short_name or row.name),
    "decision_id": (decisions.Decision, lambda row: row.title),
    "motion_id": (appointments.Motion, lambda row: row.proposer),
    "vote_id": (votes.Vote, lambda row: row.title),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one record: what it was and what it became; '' for a record not there."""

    id: int
    record: str
    #: 新增 · 修改 · 删除
    what: str
    field: str
    before: str
    after: str


def lines_of(
    session: Session, changes: Iterable[Mapping[str, Any]], limit: int = 300
) -> list[FieldChange]:
    """Put a journal entry's row images into words, at most ``limit`` lines."""
    lines: list[FieldChange] = []
    for change in changes:
        for line in _lines_of_row(session, change):
            if len(lines) == limit:
                return lines
            lines.append(FieldChange(len(lines), *line))
    return lines


def _lines_of_row(
    session: Session, change: Mapping[str, Any]
) -> Iterator[tuple[str, str, str, str, str]]:
    table, before, after = change["table"], change["before"], change["after"]
    if table not in WORDS:
        return
    name, _, columns = WORDS[table]
    what = "新增" if before is None else "删除" if after is None else "修改"
    record = f"{name}“{subject}”" if (subject := _subject(session, change)) else name
    for column, title in columns.items():
        was, now = (before or {}).get(column), (after or {}).get(column)
        if (was or None) == (now or None) and not isinstance(was or now, bool):
            continue
        if what != "修改" and _empty(was) and _empty(now):
            continue
        yield (
            record,
            what,
            title,
            "" if before is None else _words(session, table, column, was),
            "" if after is None else _words(session, table, column, now),
        )


def _empty(value: object) -> bool:
    return value is None or value == "" or value is False or value == []


def _subject(session: Session, change: Mapping[str, Any]) -> str:
    """Return which record it is, from the image or else from the record as it stands."""
    known = {**(change["before"] or {}), **(change["after"] or {})}
    columns = WORDS[change["table"]][1]
    if columns and not any(known.get(column) for column in columns):
        table = table_of(change["table"])
        row = session.execute(table.select().where(table.c.id == change["id"])).mappings().first()
        known = {**(row or {}), **known}
    for column in columns:
        if not _empty(value := known.get(column)):
            return _cut(_words(session, change["table"], column, value), 30)
    return ""


def _words(session: Session, table: str, column: str, value: Any) -> str:
    if value is None or value == "":
        return _NOTHING
    if column in _REFS:
        model, words = _REFS[column]
        row = session.get(model, value)
        return words(row) if row is not None else f"第{value}号（已不在台账）"
    kind = table_of(table).c[column].type
    if isinstance(kind, Boolean):
        return "是" if value else "否"
    if isinstance(kind, Date):
        return cn_date(value if isinstance(value, dt.date) else dt.date.fromisoformat(value))
    if column == "position" and isinstance(value, int):
        return str(value + 1)
    return _cut(str(value), _LONGEST)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
