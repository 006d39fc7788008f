"""The published exchange schemas (JSON Schema draft 2020-12) and what they find, in Chinese."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from meetingdesk.errors import BadInput, Problem
from meetingdesk.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

_TYPES = {
    "string": "文字",
    "integer": "整数",
    "array": "列表",
    "object": "一组项目",
    "boolean": "是或否",
    "null": "空",
}


def names() -> list[str]:
    """Return the names of all published schemas."""
    return sorted(path.stem for path in resource("schema").glob("*.json"))


@cache
def schema(name: str) -> dict[str, Any]:
    """Return the schema called ``name`` (``meeting``, ``roster``, ``events`` …).

    Raises:
        BadInput: there is none of that name.
    """
    path = resource("schema", f"{name}.json")
    if name not in names():
        raise BadInput(f"没有名为“{name}”的交换格式，可用的有：{'、'.join(names())}。")
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@cache
def _validator(name: str, definition: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    whole = schema(name)
    part = {"$ref": f"#/$defs/{definition}", "$defs": whole["$defs"]} if definition else whole
    return Draft202012Validator(part)


def check(
    name: str, value: object, *, file: str, place: str = "", definition: str = ""
) -> list[Problem]:
    """Return what is wrong with ``value`` by schema ``name`` (or one of its definitions).

    ``place`` goes before the field (``第3条（SC-14-36）``).
    """
    errors = sorted(
        _validator(name, definition).iter_errors(value), key=lambda e: [str(p) for p in e.path]
    )
    found = (problem for error in errors for problem in _problems(error, file, place))
    return list(dict.fromkeys(found))


def _problems(error: ValidationError, file: str, place: str) -> Iterable[Problem]:
    where = [place] if place else []
    where += _path(error)
    rule = error.validator
    found: Any = error.instance
    expected: Any = error.validator_value
    part: Any = error.schema
    if rule == "required":
        for key in expected:
            if key not in found:
                field = "·".join((*where, _titled(part, key)))
                kinds = part.get("properties", {}).get(key, {}).get("type", ())
                hint = "没有内容请写空（null）。" if "null" in kinds else ""
                yield Problem(f"缺少这一项。{hint}", file=file, field=field)
        return
    if rule == "additionalProperties":
        for key in sorted(set(found) - set(part.get("properties", {}))):
            field = "·".join((*where, str(key)))
            yield Problem("不认识这一项，请核对名称。", file=file, field=field)
        return
    yield Problem(_why(str(rule), expected, found), file=file, field="·".join(where))


def _why(rule: str, expected: Any, found: Any) -> str:
    shown = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    shown = shown if len(shown) <= 20 else f"{shown[:20]}…"
    if rule == "type":
        kinds = [expected] if isinstance(expected, str) else expected
        return f"应为{'或'.join(_TYPES.get(k, k) for k in kinds)}，现为“{shown}”。"
    if rule in {"minLength", "minItems"} or (rule == "pattern" and expected == r"\S"):
        return "不能是空的。"
    if rule == "pattern":
        return f"“{shown}”应写成 2022-08-17 的样子。"
    if rule == "enum":
        return f"“{shown}”不在可用的范围：{'、'.join(e or '（空）' for e in expected)}。"
    if rule == "maxLength":
        return f"超过{expected}个字。"
    if rule in {"minimum", "maximum"}:
        return f"“{shown}”不在合理的范围。"
    return f"“{shown}”的写法不符合交换格式。"


def _path(error: ValidationError) -> list[str]:
    """Return the place of an error in words: 议程第3项, 动词."""
    words: list[str] = []
    part: Any = error.schema
    keys = list(error.absolute_path)
    titles = _titles_by_key()
    for key in keys:
        if isinstance(key, int):
            words.append(f"{words.pop() if words else ''}第{key + 1}项")
        else:
            words.append(titles.get(key, key))
    if keys and isinstance(keys[-1], str) and isinstance(part, dict) and "title" in part:
        words[-1] = str(part["title"])
    return words


def _titled(part: Any, key: str) -> str:
    title = part.get("properties", {}).get(key, {}).get("title", "")
    return f"{title}（{key}）" if title else key


@cache
def _titles_by_key() -> dict[str, str]:
    found: dict[str, str] = {}

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            for key, inner in part.get("properties", {}).items():
                if isinstance(inner, dict) and "title" in inner:
                    found.setdefault(key, str(inner["title"]))
            for inner in part.values():
                walk(inner)
        elif isinstance(part, list):
            for inner in part:
                walk(inner)

    for name in ("meeting", "roster", "agenda", "appointments", "events"):
        walk(schema(name))
    return found
