"""Wording: the sentences of each paper, kept in templates that the office may edit.

A template is a ``.j2`` file (Jinja2) in ``resources/wording``; a body's own text of the same name
takes its place inside :func:`own_wording`. Templates run in a sandbox, may not leave a blank where
a value is missing, and produce the line markup of :mod:`meetingdesk.papers.markup`.
"""

from __future__ import annotations

import contextlib
import traceback
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.sandbox import SandboxedEnvironment

from meetingdesk.errors import BadInput, Problem
from meetingdesk.papers import markup
from meetingdesk.papers.model import (
    Colophon,
    Document,
    Figure,
    Letterhead,
    PageSetup,
    Paragraph,
    Role,
    Table,
)
from meetingdesk.resources import resource
from meetingdesk.rules import dates, names, numerals
from meetingdesk.rules.itemnumbers import han_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

SUFFIX = ".j2"


class Marked(str):
    """Text that already is markup (made by a macro or block) and is not escaped again."""

    __slots__ = ()


class _Missing(StrictUndefined):
    """A value the template asks for and nobody gave; its message is just its name."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name or self._undefined_hint or "?")


class _Empty(UndefinedError):
    """A value that is there but says nothing (None)."""


def _finalize(value: object) -> object:
    """Escape what goes into the text, so that data can never act as markup."""
    if value is None or isinstance(value, bool):
        raise _Empty("空值")
    if isinstance(value, Marked | _Missing):
        return value
    return markup.escape(str(value))


class _Environment(SandboxedEnvironment):
    """Sandboxed, with the results of macros and blocks known as markup."""

    @staticmethod
    def concat(parts: Iterable[str]) -> str:
        return Marked("".join(parts))


#: What a template may apply to a value, besides Jinja's own filters.
FILTERS: dict[str, Callable[..., Any]] = {
    "cn_date": dates.cn_date,
    "cn_span": dates.cn_span,
    "cn_long_span": dates.cn_long_span,
    "weekday": dates.weekday,
    "han": han_number,
    "ordinal": numerals.ordinal,
    "padded": names.padded,
    "marked": Marked,
}


_Own = tuple[tuple[str, str], ...]
_own: ContextVar[_Own] = ContextVar("own wording", default=())
_asked: ContextVar[set[str] | None] = ContextVar("asked wording", default=None)


@contextlib.contextmanager
def own_wording(texts: Mapping[str, str]) -> Iterator[None]:
    """Within, these templates (``{"notice.j2": text}``) stand in place of the built-in ones."""
    token = _own.set(tuple(sorted(texts.items())))
    try:
        yield
    finally:
        _own.reset(token)


@contextlib.contextmanager
def asked_wording() -> Iterator[set[str]]:
    """Yield the names of the templates that papers made within begin with."""
    names: set[str] = set()
    token = _asked.set(names)
    try:
        yield names
    finally:
        _asked.reset(token)


@lru_cache(maxsize=8)
def environment(own: _Own = ()) -> SandboxedEnvironment:
    """Return the template environment, ``own`` texts before the built-in files.

    It is kept, with its compiled templates; an edited file is read again.
    """
    texts = dict(own)

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        return (texts[name], name, lambda: True) if name in texts else None

    made = _Environment(
        loader=ChoiceLoader([FunctionLoader(load), FileSystemLoader(str(resource("wording")))]),
        undefined=_Missing,
        finalize=_finalize,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,  # an included file ends its last line
    )
    made.filters.update(FILTERS)
    return made


def render_wording(name: str, context: Mapping[str, object]) -> str:
    """Return the markup that template ``name`` (with or without ``.j2``) gives for ``context``.

    Values are inserted as plain text: signs of the markup inside them have no effect, unless
    the template passes them through the filter ``marked``.

    Raises:
        BadInput: the template is missing, badly written, or asks for a value that is not
            there; the message names template, line and value.
    """
    file = name if name.endswith(SUFFIX) else name + SUFFIX
    if (asked := _asked.get()) is not None:
        asked.add(file)
    try:
        template = environment(_own.get()).get_template(file)
        return str(template.render(dict(context))).removesuffix("\n")
    except TemplateNotFound as error:
        raise BadInput(
            f"找不到措辞模板“{error.name}”，文稿没有生成，台账没有改动。请检查引用的模板名。",
            Problem("没有这个模板", file=str(error.name)),
        ) from error
    except TemplateSyntaxError as error:
        raise BadInput(
            f"措辞模板“{error.name or file}”第{error.lineno}行写法有误，文稿没有生成，"
            "台账没有改动。请改正模板，或恢复内置模板。",
            Problem(f"写法有误：{error.message}", file=error.name or file, row=error.lineno),
        ) from error
    except _Empty as error:
        raise _unfilled(file, error, "") from error
    except UndefinedError as error:
        raise _unfilled(file, error, str(error)) from error
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        where, line = _place(error, file)
        raise BadInput(
            f"措辞模板“{where}”第{line}行算不出结果，文稿没有生成，台账没有改动。"
            "请检查该行引用的内容是否齐全。",
            Problem(str(error), file=where, row=line),
        ) from error


def compose(
    kind: str,
    name: str,
    context: Mapping[str, object],
    tables: Mapping[str, Table | Figure] | None = None,
    *,
    title: str = "",
    page: PageSetup | None = None,
    letterhead: Letterhead | None = None,
    subject: str = "",
    author: str = "",
    date: str = "",
    watermark: str = "",
    colophon: Colophon | None = None,
) -> Document:
    """Render wording ``name`` and return the finished document.

    Without ``title`` the document takes the text of its first title lines.

    Raises:
        BadInput: see :func:`render_wording` and :func:`meetingdesk.papers.markup.parse`.
    """
    text = render_wording(name, context)
    blocks = markup.parse(text, tables, source=name)
    return Document(
        kind=kind,
        title=title or _title_of(blocks) or subject or kind,
        blocks=blocks,
        page=page or PageSetup(),
        letterhead=letterhead,
        subject=subject,
        author=author,
        date=date,
        watermark=watermark,
        colophon=colophon,
    )


def _title_of(blocks: Iterable[object]) -> str:
    """Return the first title, breaks made by hand taken out."""
    for block in blocks:
        if isinstance(block, Paragraph) and block.role is Role.TITLE:
            return block.text.replace("\n", "")
    return ""


def _place(error: BaseException, file: str) -> tuple[str, int | None]:
    """Return template and line where ``error`` arose; Jinja maps frames to template lines."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith(SUFFIX):
            return frame.filename.replace("\\", "/").rsplit("/", 1)[-1], frame.lineno
    return file, None


def _unfilled(file: str, error: BaseException, value: str) -> BadInput:
    where, line = _place(error, file)
    what = f"“{value}”" if value else "一项内容"
    return BadInput(
        f"措辞模板“{where}”第{line}行需要的{what}还没有填写，文稿没有生成，台账没有改动。"
        "请补齐后重试。",
        Problem("还没有填写", file=where, row=line, field=value),
    )
