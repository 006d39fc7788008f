"""What happened: the desk file, its tables and the append-only journal."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a module until something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        """Import the module itself and give what is asked for from there."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def _spare_imports() -> None:
    """Import SQLAlchemy without what it takes for asynchronous engines and for plug-ins.

    ``asyncio`` brings sockets and TLS, ``importlib.metadata`` the parser of e-mail: 5 MB and a
    twentieth of the start. It does without greenlet; should it use the others after all, it
    gets them then.
    """
    if "sqlalchemy" in sys.modules:
        return
    standing: dict[str, ModuleType | None] = {
        name: _Later(name) for name in ("asyncio", "importlib.metadata") if name not in sys.modules
    }
    if "asyncio" in standing and "greenlet" not in sys.modules:
        standing["greenlet"] = None  # as if it were not installed
    sys.modules.update(standing)  # type: ignore[arg-type]
    try:
        import_module("sqlalchemy.dialects.sqlite")
    finally:
        for name, module in standing.items():
            if name in sys.modules and sys.modules[name] is module:
                del sys.modules[name]


_spare_imports()
