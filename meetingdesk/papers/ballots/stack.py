"""Reading whole stacks of scans: on all cores, one row a side, nothing lost, nothing twice.

Rows come in the order of the pages, so that a two-page ballot can be put together again; the
order is used for nothing else and kept nowhere. The first pages are read here while the other
processes start, so that something is to be seen at once; where none can start, all are.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import cv2

from meetingdesk.errors import BadInput
from meetingdesk.papers.ballots.pages import Reader, Source, survey
from meetingdesk.papers.ballots.quiet import hush
from meetingdesk.papers.ballots.reading import SideReader, read_side
from meetingdesk.papers.ballots.rows import PageRow, Status
from meetingdesk.papers.ballots.traces import Repeats

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from pathlib import Path

    from meetingdesk.papers.ballots.known import KnownForm
    from meetingdesk.papers.ballots.traces import Remembered

#: pages a process takes at a time, and pieces of work kept waiting for each
_PIECE, _WAITING = 4, 3
#: so many pages are read sooner than other processes start; the first ones before they are
#: asked to, that nothing keeps them from the screen
_FEW, _FIRST = 40, 4


@dataclass(frozen=True)
class Progress:
    """How far a stack is read: ``done`` of ``total`` sides, and the file at hand."""

    done: int
    total: int
    file: str


class Stack:
    """Files of scanned ballots. Read it with :meth:`rows`, as often as interrupted.

    What was yielded before a cancel is not read or yielded again: the next call goes on.
    """

    def __init__(
        self,
        forms: Sequence[KnownForm],
        files: Sequence[Path],
        *,
        jobs: int = 0,
        before: Iterable[Remembered] = (),
    ) -> None:
        """Look at the files. ``jobs`` processes read; 0 means one a core.

        ``before`` are stacks counted already: a sheet of theirs is known again.
        """
        self.forms = tuple(forms)
        self.jobs = jobs or os.cpu_count() or 1
        self._todo: list[tuple[Source, int] | PageRow] = []
        self._next = 0
        self.known = Repeats(before)
        self._digests: list[str] = []
        self.add(files)

    def add(self, files: Sequence[Path]) -> None:
        """Lay more files under the stack, as they come into a folder; not while it is read."""
        for path in files:
            try:
                source = survey(path)
            except BadInput as error:
                self._todo.append(PageRow(path.name, 0, Status.UNREADABLE, why=(error.message,)))
            else:
                self._todo += [(source, page) for page in range(source.pages)]

    @property
    def total(self) -> int:
        """Sides in all (a file that cannot be opened counts as one)."""
        return len(self._todo)

    @property
    def finished(self) -> bool:
        """Whether every side has had its row."""
        return self._next == len(self._todo)

    @property
    def digest(self) -> str:
        """The stack's name by content: the same whatever the order of its pages."""
        return hashlib.sha256("\n".join(sorted(self._digests)).encode()).hexdigest()

    def rows(
        self,
        *,
        progress: Callable[[Progress], None] | None = None,
        cancel: Callable[[], bool] | None = None,
    ) -> Iterator[PageRow]:
        """Yield the rows not yet yielded, in the order of the pages, until ``cancel`` says so."""
        stop = cancel or _never
        for row in self._read(stop):
            self._next += 1
            if row.digest:
                self._digests.append(row.digest)
            checked = self.known.check(row)
            if progress is not None:
                progress(Progress(self._next, self.total, row.file))
            yield checked

    def _read(self, stop: Callable[[], bool]) -> Iterator[PageRow]:
        rest = self._todo[self._next :]
        here = self._here(rest, stop)
        if self.jobs == 1 or len(rest) <= _FEW:
            yield from here
            return
        yield from islice(here, _FIRST)
        workers = _Workers(self.forms, self.jobs)
        try:
            done = _FIRST
            while done < _FEW and not workers.told:
                row = next(here, None)
                if row is None:
                    return
                done += 1
                yield row
            if not workers.there(stop):
                yield from here
                return
            here.close()
            later = deque(rest[at : at + _PIECE] for at in range(done, len(rest), _PIECE))
            workers.fill(later)
            while workers.waiting:
                rows = workers.take(stop)
                if rows is None:
                    return
                workers.fill(later)
                for row in rows:
                    if stop():
                        return
                    yield row
        finally:
            workers.close()

    def _here(
        self, pages: Sequence[tuple[Source, int] | PageRow], stop: Callable[[], bool]
    ) -> Generator[PageRow]:
        reader, sides = Reader(), SideReader(self.forms)
        try:
            for page in pages:
                if stop():
                    return
                yield _one(reader, sides, page)
        finally:
            reader.close()


def read_stack(
    forms: Sequence[KnownForm],
    files: Sequence[Path],
    *,
    jobs: int = 0,
    progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Iterator[PageRow]:
    """Yield one row for every side in ``files``; see :class:`Stack`."""
    yield from Stack(forms, files, jobs=jobs).rows(progress=progress, cancel=cancel)


def _never() -> bool:
    return False


def _one(reader: Reader, sides: SideReader, page: tuple[Source, int] | PageRow) -> PageRow:
    return page if isinstance(page, PageRow) else read_side(reader, sides, *page)


# -- other processes ---------------------------------------------------------------------

_worker: tuple[Reader, SideReader] | None = None

_Piece = list[tuple[Source, int] | PageRow]


def _begin(forms: tuple[KnownForm, ...]) -> None:
    """Make a process ready to read. One thread each: the processes share the cores."""
    global _worker  # noqa: PLW0603 - a process of a pool has no other place to keep it
    cv2.setNumThreads(1)
    hush()
    _worker = (Reader(), SideReader(forms))


def _awake() -> None:
    """Be asked, to tell that a process is there."""


def _read_piece(pages: _Piece) -> list[PageRow]:
    assert _worker is not None  # noqa: S101 - set by _begin
    return [_one(*_worker, page) for page in pages]


class _Workers:
    """Processes reading pieces of a stack, taken back in the order they were given."""

    def __init__(self, forms: tuple[KnownForm, ...], jobs: int) -> None:
        self._forms, self._jobs = forms, jobs
        self._pool = self._start()
        try:
            self._first = self._pool.submit(_awake)
        except OSError as error:
            self._first = Future()
            self._first.set_exception(error)
        self.waiting: deque[tuple[_Piece, Future[list[PageRow]]]] = deque()

    def _start(self) -> ProcessPoolExecutor:
        # the same way on every system: a fork of a windowed program is not safe
        return ProcessPoolExecutor(
            self._jobs,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(self._forms,),
        )

    @property
    def told(self) -> bool:
        """Whether it is known if processes can be started."""
        return self._first.done()

    def there(self, stop: Callable[[], bool]) -> bool:
        """Wait for a process to start; say no where none can, and when told to stop."""
        while not stop():
            try:
                self._first.result(timeout=0.1)
            except NotYet:
                continue
            except (BrokenProcessPool, OSError):
                return False
            return True
        return False

    def fill(self, later: deque[_Piece]) -> None:
        """Keep enough pieces in hand, and no more: memory stays the same however long a stack."""
        while later and len(self.waiting) < self._jobs * _WAITING:
            try:
                future = self._pool.submit(_read_piece, later[0])
            except BrokenProcessPool:
                if self.waiting:
                    return  # the oldest piece will tell, and they are started again
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = self._start()
                continue
            self.waiting.append((later.popleft(), future))

    def take(self, stop: Callable[[], bool]) -> list[PageRow] | None:
        """Return the rows of the oldest piece; ``None`` when told to stop."""
        piece, future = self.waiting[0]
        while True:
            if stop():
                return None
            try:
                rows = future.result(timeout=0.1)
            except NotYet:
                continue
            except BrokenProcessPool:
                rows = self._singly(piece)
                self._again()
            self.waiting.popleft()
            return rows

    def _singly(self, piece: _Piece) -> list[PageRow]:
        """Read a piece page by page after a process died of it; the page that kills is named."""
        rows = []
        for page in piece:
            if isinstance(page, PageRow):
                rows.append(page)
                continue
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = self._start()
            try:
                rows += self._pool.submit(_read_piece, [page]).result()
            except BrokenProcessPool:
                why = ("这一页读不出来，已跳过，请人工录入",)
                rows.append(PageRow(page[0].path.name, page[1] + 1, Status.UNREADABLE, why=why))
        return rows

    def _again(self) -> None:
        """Give the pieces still waiting to new processes."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._start()
        first, *others = self.waiting
        self.waiting = deque([first])
        self.waiting += [(piece, self._pool.submit(_read_piece, piece)) for piece, _ in others]

    def close(self) -> None:
        """Let the processes go; what they are reading is thrown away."""
        self._pool.shutdown(wait=False, cancel_futures=True)
