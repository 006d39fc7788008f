"""Reading whole stacks of scans: on all cores, one row a side, nothing lost, nothing twice.

Rows come in the order of the pages, so that a two-page ballot can be put together again; the
order is used for nothing else and kept nowhere. Pages are read here until another process has
started, so that something is to be seen at once; where none can start, all are.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import pickle
import tempfile
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
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
    from concurrent.futures import Future

    from meetingdesk.papers.ballots.known import KnownForm
    from meetingdesk.papers.ballots.traces import Remembered

#: pages a process takes at a time, the most, and pieces of work kept waiting for each
_PIECE, _WAITING = 8, 3
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
        try:
            workers = _Workers(self.forms, self.jobs)
        except OSError:  # none can be started
            yield from here
            return
        try:
            done = _FIRST
            while not workers.told:
                row = next(here, None)
                if row is None:
                    return
                done += 1
                yield row
            if not workers.there:
                yield from here
                return
            here.close()
            later = _pieces(rest[done:], self.jobs)
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


def _pieces(pages: _Piece, jobs: int) -> deque[_Piece]:
    """Return pages as pieces, small ones towards the end: no process then waits for another."""
    made: deque[_Piece] = deque()
    at = 0
    while at < len(pages):
        size = max(1, min(_PIECE, (len(pages) - at) // (2 * jobs)))
        made.append(pages[at : at + size])
        at += size
    return made


def _begin(forms: str) -> None:
    """Make a process ready to read ``forms``, a file of :class:`_Workers`.

    One thread each: the processes share the cores.
    """
    global _worker  # noqa: PLW0603 - a process of a pool has no other place to keep it
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    cv2.setNumThreads(1)
    hush()
    try:
        held = Path(forms).read_bytes()
    except FileNotFoundError:
        return  # the reading is over already
    _worker = (Reader(), SideReader(pickle.loads(held)))  # noqa: S301 - written a moment ago


def _end_with_parent() -> None:
    """End when the program is killed: a process of a pool else waits for its work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _awake() -> None:
    """Be asked, to tell that a process is there."""


def _read_piece(pages: _Piece) -> list[PageRow]:
    assert _worker is not None  # noqa: S101 - set by _begin
    return [_one(*_worker, page) for page in pages]


class _Workers:
    """Processes reading pieces of a stack, taken back in the order they were given.

    They find the forms in a file. What is handed to a process as it starts is written into a
    pipe of 64 KiB: more would be waited for without end if that process dies at once.
    """

    def __init__(self, forms: tuple[KnownForm, ...], jobs: int) -> None:
        """Start a process.

        Raises:
            OSError: the system starts none.
        """
        self._jobs = jobs
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._forms = Path(self._folder.name, "forms")
        self._forms.write_bytes(pickle.dumps(forms))
        self._pool = self._start()
        self._first = self._pool.submit(_awake)
        self.waiting: deque[tuple[_Piece, Future[list[PageRow]]]] = deque()

    def _start(self) -> ProcessPoolExecutor:
        # the same way on every system: a fork of a windowed program is not safe
        return ProcessPoolExecutor(
            self._jobs,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(str(self._forms),),
        )

    @property
    def told(self) -> bool:
        """Whether it is known if processes can be started."""
        return self._first.done()

    @property
    def there(self) -> bool:
        """Whether a process has started; asked once :attr:`told`."""
        return self._first.exception() is None

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
        self._folder.cleanup()
