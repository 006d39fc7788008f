"""议事规则参数: versioned parameters of a body's rules of procedure (A39)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped, relationship

from meetingdesk.records.base import Row, prose, ref
from meetingdesk.records.roster import Body


class ProcedureRules(Row):
    """The parameters in force from a date; older meetings keep reading the older row."""

    __tablename__ = "procedure_rules"
    body_id: Mapped[int] = ref("body.id", cascade=True)
    valid_from: Mapped[dt.date]
    values: Mapped[dict[str, Any]]
    note: Mapped[str] = prose()
    body: Mapped[Body] = relationship()
