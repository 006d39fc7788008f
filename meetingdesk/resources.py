"""Where the shipped resources are: rule cards, wording, stationery, schemas.

They live beside the package in a checkout and as ``meetingdesk_resources`` in an
installed wheel, so staff and developers find the same folder names in both.
"""

from __future__ import annotations

from pathlib import Path

from meetingdesk.errors import DeskUnusable


def root() -> Path:
    """Return the resources folder.

    Raises:
        DeskUnusable: the program's files are incomplete.
    """
    here = Path(__file__).resolve().parent.parent
    for folder in (here / "resources", here / "meetingdesk_resources"):
        if folder.is_dir():
            return folder
    raise DeskUnusable(
        "程序文件不完整：找不到 resources 文件夹。请重新安装会务台，台账文件不受影响。"
    )


def resource(*parts: str) -> Path:
    """Return the path of one shipped resource, e.g. ``resource("rules", "half.toml")``."""
    return root().joinpath(*parts)
