"""``meetingdesk COLUMN ACTION …``: one sub-command per action, made from the actions themselves.

The options of a sub-command are the action's own parameters, so a new action needs no line
here. Dates are written 2026-08-17, lists as several values, other fields as ``--set name=value``.
"""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
from typing import TYPE_CHECKING, Any

from meetingdesk.cli.output import emit
from meetingdesk.cli.places import opened
from meetingdesk.errors import Problem, Refused

if TYPE_CHECKING:
    from argparse import Namespace, _SubParsersAction
    from collections.abc import Callable

#: column → (words, modules of its actions)
COLUMNS: dict[str, tuple[str, tuple[str, ...]]] = {
    "roster": ("名册", ("roster", "terms", "procedure", "namesakes", "portraits", "stroke_order")),
    "meeting": ("会议与出席", ("meetings", "attendance", "movements", "seating", "attachments")),
    "agenda": (
        "议程与日程",
        (
            "agenda",
            "agenda_printed",
            "agenda_sources",
            "yearplan",
            "yearplan_taking",
            "checklists",
            "schedule",
            "opinions",
        ),
    ),
    "decision": ("决定草案", ("decisions", "revisions")),
    "vote": (
        "表决与测评",
        (
            "vote_drafts",
            "vote_objects",
            "vote_orders",
            "vote_sources",
            "polling",
            "counting",
            "count_files",
            "rulings",
            "merging",
            "vote_sums",
            "certify",
            "ballots",
            "ballotledger",
            "vote_next",
            "vote_consequences",
        ),
    ),
    "card": ("表决规则", ("cardbook",)),
    "appointment": ("任免", ("appointments", "nominating", "screening", "statements", "letters")),
    "oath": ("宪法宣誓", ("oaths",)),
    "number": ("文号", ("numbering",)),
    "recovery": ("断电补录", ("recovery",)),
}
#: reads that stand beside the actions: column → name → (module, function, words)
READS: dict[str, dict[str, tuple[str, str, str]]] = {
    "number": {
        "patterns": ("numbering", "number_patterns", "列出文号式样"),
        "register": ("numbering", "number_register", "列出一年的文号，含空号"),
        "open": ("numbering", "open_numbers", "列出没有说明的空号"),
    },
    "recovery": {
        "list": ("recovery", "recoveries", "列出一次会议的各次补录"),
    },
    "roster": {
        "terms": ("roster", "terms", "列出届次"),
        "list": ("roster", "members", "列出一届的组成人员"),
        "on": ("roster", "members_on", "列出某日在任的组成人员"),
        "units": ("roster", "units", "列出单位"),
        "rules": ("procedure", "rules_on", "列出某日的议事规则参数"),
        "rules-versions": ("procedure", "versions", "列出议事规则参数的各版本"),
        "own-strokes": ("stroke_order", "own_words", "列出本机构规定的笔画"),
    },
    "meeting": {
        "list": ("meetings", "meetings", "列出会议"),
        "show": ("meetings", "meeting", "查看一次会议"),
        "facts": ("meetings", "facts", "应到、实到、法定人数、议题数"),
        "roll": ("attendance", "roll", "列出签到名册"),
        "observers": ("attendance", "observers", "列出列席人员"),
        "attachments": ("attachments", "attachments", "列出附件"),
    },
    "agenda": {
        "list": ("agenda", "items", "列出议题"),
        "schedule": ("schedule", "sittings", "列出日程"),
        "opinions": ("opinions", "opinions", "列出一个议题的审议意见"),
        "plan": ("yearplan", "points", "列出一年的议题计划和执行情况"),
    },
    "decision": {
        "list": ("decisions", "decisions", "列出决定草案"),
        "show": ("decisions", "decision", "查看一件决定"),
    },
    "vote": {
        "list": ("vote_views", "votes_of", "列出一次会议的表决"),
        "show": ("vote_views", "vote_view", "查看一项表决"),
        "count": ("count_views", "count_view", "查看一遍计票的合计与勾稽"),
        "follow-ups": ("vote_consequences", "follow_ups", "列出结果的后续事项"),
        "next": ("vote_next", "next_steps", "列出规则要求的下一步"),
        "offered": ("vote_objects", "offered", "列出可以列在票上的人选和单位"),
        "forms": ("ballots", "forms_of", "列出票样的各版"),
        "ledger": ("ballotledger", "ledger_of", "查看票证台账与勾稽"),
        "whose-sheet": ("ballots", "whose_sheet", "按票样识别码说明是哪一版票样"),
        "doubts": ("rulings", "doubts", "列出疑难票和裁定"),
        "job": ("merging", "export_job", "导出计票任务，交另一台电脑计票"),
        "hand-back": ("merging", "export_count", "导出计票结果，交回原台账并入"),
        "file": ("count_files", "preview_count", "预览从文件取计票"),
        "compare": ("count_views", "compare_counts", "比对两遍计票"),
        "result": ("certify", "result_of", "查看已确认的结果"),
        "export": ("certify", "export_vote", "导出表决数据，供复算"),
    },
    "card": {
        "list": ("cardbook", "book", "列出表决规则卡"),
        "versions": ("cardbook", "versions", "列出一张自定规则的各版本"),
        "show": ("cardbook", "values_of", "查看一张规则卡的全文"),
    },
    "appointment": {
        "list": ("appointments", "motions", "列出任免案"),
        "screened": ("screening", "nominees", "列出拟任命人员的培训、考试和公示"),
        "statements": ("statements", "plan", "列出供职发言次序"),
    },
    "oath": {
        "list": ("oaths", "ceremonies", "列出宣誓仪式"),
        "unsworn": ("oaths", "still_to_swear", "列出尚未宣誓的人员"),
    },
}


def add_columns(subs: _SubParsersAction[Any], parser_class: type[Any]) -> None:
    """Add every column; its own sub-commands are made only when it is asked for."""
    for name, (words, _) in COLUMNS.items():
        sub = subs.add_parser(name, help=f"{words}：查看与操作", description=words)
        sub.add_argument(
            "step", nargs="?", metavar="动作", help="不写时列出全部动作；动作后加 -h 看它的参数"
        )
        sub.add_argument("rest", nargs=_REMAINDER, metavar="参数")
        sub.set_defaults(run=lambda options, column=name: run_column(column, options, parser_class))


_REMAINDER = "..."


def steps(column: str) -> dict[str, Callable[..., Any]]:
    """Return the sub-commands of a column: reads first, then actions with - for _."""
    found: dict[str, Callable[..., Any]] = {}
    for step, (module, function, _) in READS[column].items():
        found[step] = getattr(_module(module), function)
    for module in COLUMNS[column][1]:
        for name, value in vars(_module(module)).items():
            home = getattr(value, "__module__", "")
            acts = getattr(value, "action_name", "") and home == _module(module).__name__
            if acts and not name.startswith("_"):
                found[name.replace("_", "-")] = value
    if column == "vote":
        found["certify"] = _module("certify").certify
    return found


def _module(name: str) -> Any:
    return importlib.import_module(f"meetingdesk.actions.{name}")


def run_column(column: str, options: Namespace, parser_class: type[Any]) -> int:
    """Parse the rest for one step and run it."""
    known = steps(column)
    step = options.step
    if step in (None, "-h", "--help"):
        for name, function in known.items():
            print(f"{name:<26}{_words(column, name, function)}")
        return 0
    if step not in known:
        raise Refused(
            f"{COLUMNS[column][0]}没有“{step}”这个动作。",
            Problem(f"可用：{'、'.join(known)}。", field="动作"),
        )
    function = known[step]
    parser = parser_class(
        prog=f"meetingdesk {column} {step}", description=_words(column, step, function)
    )
    parser.add_argument("--json", action="store_true", help="只输出一份 JSON")
    parameters = list(inspect.signature(function).parameters.values())[1:]
    for parameter in parameters:
        _add_option(parser, parameter)
    parsed = parser.parse_args(options.rest)
    positional, named = _arguments(parameters, parsed)
    with opened(options.desk) as office:
        value = function(office, *positional, **named)
    emit(parsed, value if value is not None else {"done": True}, None)
    return 0


def _words(column: str, step: str, function: Callable[..., Any]) -> str:
    """What a step does, in Chinese: a read's own words, or the action's name."""
    if step in READS[column]:
        return READS[column][step][2]
    return str(getattr(function, "action_name", "确认结果"))


def _add_option(parser: Any, parameter: inspect.Parameter) -> None:
    if parameter.kind is inspect.Parameter.VAR_KEYWORD:
        parser.add_argument("--set", nargs="+", default=[], metavar="字段=值", dest="fields")
        return
    kind, listed = _kind(str(parameter.annotation))
    required = parameter.default is inspect.Parameter.empty
    name = f"--{parameter.name.replace('_', '-')}"
    if kind is bool:
        parser.add_argument(name, type=_flag, default=parameter.default, metavar="是|否")
    elif listed:
        parser.add_argument(
            name, nargs="+", type=kind, required=required, default=parameter.default
        )
    elif parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD and required:
        parser.add_argument(parameter.name, type=kind)
    else:
        parser.add_argument(name, type=kind, required=required, default=parameter.default)


def _kind(annotation: str) -> tuple[Callable[[str], Any], bool]:
    listed = any(word in annotation for word in ("Sequence", "Iterable", "list[", "Collection"))
    if "dict" in annotation or "Mapping" in annotation:
        return _json, False
    if "dt.date" in annotation:
        return _date, listed
    if annotation.startswith("bool"):
        return bool, False
    return (int if "int" in annotation else str), listed


def _json(text: str) -> Any:
    import json

    return json.loads(text)


def _date(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _flag(text: str) -> bool:
    return text.strip().lower() in ("是", "true", "1", "yes")


def _arguments(
    parameters: list[inspect.Parameter], parsed: Namespace
) -> tuple[list[Any], dict[str, Any]]:
    positional: list[Any] = []
    named: dict[str, Any] = {}
    for parameter in parameters:
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            named.update(_field(text) for text in parsed.fields)
        elif parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            named[parameter.name] = getattr(parsed, parameter.name)
        else:
            positional.append(getattr(parsed, parameter.name))
    return positional, named


def _field(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Refused(f"“{text}”不是“字段=值”的写法。", Problem("例如 --set post=委员", field=name))
    name = name.replace("-", "_")
    if value.lower() in ("true", "false"):
        return name, value.lower() == "true"
    try:
        return name, dt.date.fromisoformat(value)
    except ValueError:
        return name, int(value) if name.endswith("_id") or name == "number" else value
