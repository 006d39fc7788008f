"""Names as records write them: 徐家平（主持）, 程新会（秘书长）, 39名议事会议代表.

Only a clean personal name becomes a person of the desk; the record's own words are always
kept beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.pinyin import pinyin_key
from meetingdesk.records.roster import Person
from meetingdesk.rules.names import unpadded

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_NAMED = re.compile(r"(?P<name>[^（）()]+?)\s*(?:[（(](?P<role>[^（）()]*)[）)])?")
_HAN = "\u3400-\u9fff\U00020000-\U0003134f"
_PLAIN = re.compile(rf"[{_HAN}]{{2,3}}|[{_HAN}]{{1,8}}(?:·[{_HAN}]{{1,8}})+")
_DOUBLE = re.compile(
    r"(?:欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|夏侯|轩辕|端木|百里|呼延|南宫)"
    rf"[{_HAN}]{{1,2}}"
)
#: Words of two or three characters that stand in lists of people and name nobody.
_NOBODY = re.compile(
    r".*(?:代表|委员|同志|干部|主任|人员|群众|领导|书记|市长|县长|区长|局长|秘书|成员|嘉宾|记者|专家|家长|"
    r"学生|职工|党员|全体|部门|单位|机关|负责人)|未.{1,2}|全.*|各.*|有关.*|其他.*|等.*"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name as a record writes it; ``name`` is '' when it is no personal name."""

    name: str
    role: str


def read_name(text: str) -> Named:
    """Take a listed name apart into person and remark (主持, 秘书长, 讲话 …)."""
    found = _NAMED.fullmatch(text.strip())
    if found is None:
        return Named("", "")
    name = unpadded(found["name"])
    clean = _PLAIN.fullmatch(name) or _DOUBLE.fullmatch(name)
    if not clean or _NOBODY.fullmatch(name):
        return Named("", "")
    return Named(name, (found["role"] or "").strip())


class People:
    """Persons by name within one import; a name two persons share points at neither."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, Person | None] = {}

    def called(self, name: str) -> Person | None:
        """Return the person of that name, registered now if unknown; ``None`` if ambiguous."""
        if name not in self._known:
            found = self._session.scalars(select(Person).where(Person.name == name)).all()
            if not found:
                person = Person(name=name, pinyin=pinyin_key(name))
                self._session.add(person)
                self._session.flush()
                self._known[name] = person
            else:
                self._known[name] = found[0] if len(found) == 1 else None
        return self._known[name]
