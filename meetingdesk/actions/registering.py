"""One form, one step: a member registered or corrected together with the photo chosen for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetingdesk.actions.base import Work, action
from meetingdesk.actions.common import fetch
from meetingdesk.actions.portraits import remove_photo, set_photo
from meetingdesk.actions.roster import add_member, edit_member
from meetingdesk.records.roster import Tenure

if TYPE_CHECKING:
    from collections.abc import Mapping


@action("登记组成人员")
def register(
    work: Work, term_id: int, values: Mapping[str, Any], *, photo: bytes | None = None
) -> int:
    """Register a member with a photo, if one was chosen; return the tenure's id.

    Raises:
        Refused: as :func:`add_member` and :func:`set_photo`; nothing is kept then.
    """
    tenure_id = add_member(work, term_id=term_id, **values)
    if photo is not None:
        label = work.label
        set_photo(work, fetch(work.session, Tenure, tenure_id).person_id, photo)
        work.label = label
    return tenure_id


@action("修改组成人员")
def correct(
    work: Work,
    tenure_id: int,
    values: Mapping[str, Any],
    *,
    photo: bytes | None = None,
    without_photo: bool = False,
) -> None:
    """Change a member's data, and the photo: another one, or none any more.

    Raises:
        Refused: as :func:`edit_member` and :func:`set_photo`; nothing is kept then.
    """
    edit_member(work, tenure_id, **values)
    label, person_id = work.label, fetch(work.session, Tenure, tenure_id).person_id
    if photo is not None:
        set_photo(work, person_id, photo)
    elif without_photo:
        remove_photo(work, person_id)
    work.label = label
