"""Read typed fields from a plain table, collecting every problem instead of stopping at one."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from meetingdesk.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

E = TypeVar("E", bound=StrEnum)


class Table:
    """One table of a rule card; a wrong field becomes a Problem and yields a harmless value."""

    def __init__(self, data: object, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self._seen: set[str] = set()
        self._data: Mapping[str, object] = {}
        if isinstance(data, dict):
            self._data = data
        else:
            self.wrong("", "应为一组“名称 = 值”")

    def wrong(self, name: str, message: str) -> None:
        """Note that field ``name`` of this table is wrong."""
        field = f"{self.path}.{name}" if self.path and name else self.path or name
        self.problems.append(Problem(message, field=field))

    def has(self, name: str) -> bool:
        """Say whether the field is given."""
        return name in self._data

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields given."""
        return tuple(self._data)

    def raw(self, name: str) -> object:
        """Return the field as it stands, None when absent."""
        self._seen.add(name)
        return self._data.get(name)

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; required and not empty when there is no default."""
        value = self.raw(name)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and (value.strip() or default is not None):
            return value.strip()
        self.wrong(name, "必须填写文字")
        return ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, empty when absent."""
        value = self.raw(name)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.wrong(name, "应为文字的列表")
        return ()

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return true or false."""
        value = self.raw(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(name, "只能填 true 或 false")
        return bool(value)

    def verdict(self, name: str) -> bool | None:
        """Return true, false or, when absent, None."""
        return self.flag(name) if self.has(name) else None

    def whole(self, name: str, least: int = 0) -> int | None:
        """Return a whole number not under ``least``, None when absent."""
        value = self.raw(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            self.wrong(name, f"应为不小于{least}的整数")
            return None
        return value

    def number(self, name: str) -> int:
        """Return a whole number that must be given: 空白 is not 0."""
        value = self.whole(name)
        if value is None and self.raw(name) is None:
            self.wrong(name, "没有填数；没有票请填 0")
        return value or 0

    def exact(self, name: str) -> Fraction | None:
        """Return an exact number (a whole number or text such as "2/3"), None when absent."""
        value = self.raw(name)
        if value is None:
            return None
        if isinstance(value, (int, str)) and not isinstance(value, bool):
            try:
                return Fraction(value)
            except (ValueError, ZeroDivisionError):
                pass
        self.wrong(name, '应为整数，或加引号的分数，如 "2/3"')
        return None

    def one_of(self, name: str, kind: type[E], default: E | None = None) -> E | None:
        """Return a member of ``kind``; required when there is no default."""
        value = self.raw(name)
        if value is None and default is not None:
            return default
        try:
            return kind(value)  # type: ignore[arg-type]
        except ValueError:
            self.wrong(name, "只能是：" + "、".join(kind))
            return default

    def table(self, name: str) -> Table | None:
        """Return a sub-table, None when absent."""
        value = self.raw(name)
        path = f"{self.path}.{name}" if self.path else name
        return None if value is None else Table(value, path, self.problems)

    def must_table(self, name: str) -> Table:
        """Return a sub-table that may not be left out; an empty one, noted, when it is."""
        value = self.raw(name)
        return Table(value, f"{self.path}.{name}" if self.path else name, self.problems)

    def tables(self, name: str) -> list[Table]:
        """Return a list of sub-tables, named ``name[1]``, ``name[2]`` … as a person counts."""
        value = self.raw(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong(name, "应为若干组（[[…]]）")
            return []
        return [Table(v, f"{name}[{i}]", self.problems) for i, v in enumerate(value, 1)]

    def finish(self) -> None:
        """Complain about fields nobody asked for: a misspelt rule must not be ignored."""
        for name in self._data:
            if name not in self._seen:
                self.wrong(name, "不认识这一项，请核对拼写")
