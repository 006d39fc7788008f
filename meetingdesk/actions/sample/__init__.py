"""The sample: 示例市, an invented city. Every name, post and vote in it is made up.

:func:`build` runs one whole session through ``actions`` alone, as a secretary would.
"""

from __future__ import annotations

from meetingdesk.actions.sample.session import NOW, Sample, build
from meetingdesk.actions.sample.summing import summary

__all__ = ["NOW", "Sample", "build", "summary"]
