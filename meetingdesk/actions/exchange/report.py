"""What an import found and did: one line a record, and warnings that stop nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from meetingdesk.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from meetingdesk.errors import Problem

NEW, SAME, DIFFERS = "新增", "相同", "不同"


@dataclass(frozen=True, slots=True)
class Finding:
    """One record of a file held against the desk.

    ``state``: 新增 · 相同 · 不同; ``details`` names the fields that differ.
    """

    name: str
    state: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The result of an import or of its preview (``written`` False)."""

    kind: str
    file: str
    findings: tuple[Finding, ...]
    warnings: tuple[Problem, ...] = ()
    written: bool = False
    note: str = ""

    def count(self, state: str) -> int:
        """Return how many records are 新增, 相同 or 不同."""
        return sum(f.state == state for f in self.findings)

    @property
    def changes(self) -> bool:
        """Whether anything new or different is in the file."""
        return self.count(SAME) != len(self.findings)

    def summary(self) -> str:
        """Say in one sentence what was found and whether it was written."""
        figures = "，".join(
            f"{state}{self.count(state)}条" for state in (NEW, DIFFERS, SAME) if self.count(state)
        )
        found = f"“{self.file}”共{len(self.findings)}条" + (f"：{figures}" if figures else "")
        if self.note:
            return f"{found}。{self.note}"
        if not self.changes:
            return f"{found}。台账没有改动。"
        return f"{found}。{'已写入台账。' if self.written else '这是预览，台账没有改动。'}"

    def lines(self) -> list[str]:
        """Return the report for a person: summary, what is new or different, warnings."""
        shown = [
            f"{f.state}　{f.name}" + (f"（{'；'.join(f.details)}）" if f.details else "")
            for f in self.findings
            if f.state in (NEW, DIFFERS)
        ]
        return [self.summary(), *shown, *(f"请核对：{w}" for w in self.warnings)]

    def as_json(self) -> dict[str, Any]:
        """Return a JSON-ready mapping for ``--json``."""
        return {
            "kind": self.kind,
            "file": self.file,
            "written": self.written and self.changes,
            "new": self.count(NEW),
            "same": self.count(SAME),
            "differs": self.count(DIFFERS),
            "records": [asdict(f) for f in self.findings],
            "warnings": [str(w) for w in self.warnings],
        }


def by_item(problems: Iterable[Problem]) -> list[Problem]:
    """Name items instead of rows: a .json file has no rows a person could look up."""
    return [
        replace(p, row=None, field=f"第{p.row}条·{p.field}") if p.row is not None else p
        for p in problems
    ]


def refuse(file: str, problems: Sequence[Problem]) -> None:
    """Refuse the whole file when there are ``problems``.

    Raises:
        BadInput: listing all of them.
    """
    if problems:
        raise BadInput.of(
            f"“{file}”有{len(problems)}处问题，没有导入，台账没有改动。请改正后重试。", problems
        )
