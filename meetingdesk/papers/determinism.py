"""Equal documents give equal bytes: rewrite a zip container without times and chance order.

Word and spreadsheet files are zip archives whose members carry the minute they were
written. Issued papers are stored and compared by digest, so that minute must go.
"""

from __future__ import annotations

import io
import zipfile

#: The oldest moment a zip member can carry.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def normalise_zip(data: bytes) -> bytes:
    """Return the same archive with sorted members, fixed times and fixed attributes.

    ``[Content_Types].xml`` sorts before every other part, where readers look for it first.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        for name in sorted(source.namelist()):
            member = zipfile.ZipInfo(name, ZIP_EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            member.external_attr = 0
            target.writestr(member, source.read(name))
    return out.getvalue()
