"""Windows in, anything out: many at once, in order, under a cap of memory."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from poplar_nn_plugin.engine.blocks.executor import Executor
from poplar_nn_plugin.engine.blocks.parallel import Pool
from poplar_nn_plugin.engine.blocks.window import Window
from poplar_nn_plugin.engine.cost import (
    READING,
    cache_within,
    megabytes,
    parse_bytes,
    pixel_bytes,
    too_small,
    workers_within,
)
from poplar_nn_plugin.engine.handles import OpenFiles, cache_limited
from poplar_nn_plugin.engine.source import Source
from poplar_nn_plugin.progress import Progress, Silent, checkpoint

__all__ = ["in_order", "scan", "windows_of"]

_VALUES = 2**19  # of a window, about
_ROWS = 1024  # of a window, where tiles are higher
_PICKING = 16  # bytes a pixel: row and column of each that is picked

_SILENT = Silent()

Task = TypeVar("Task")
Result = TypeVar("Result")


def scan(
    sources: Sequence[Source],
    windows: Iterable[Task],
    func: Callable[[Task], Result],
    *,
    scratch: float = 2,
    need: Callable[[Task], int] | None = None,
    memory: int | str = "1G",
    n_jobs: int = -1,
    executor: Executor | None = None,
    progress: Progress = _SILENT,
) -> Iterator[Result]:
    """Yield what a function makes of every window, in the order of the windows.

    Several windows are computed at once, in threads, and no more than the cap holds until their
    results are taken. Files that the function reads stay open for each thread. What comes does
    not depend on `memory` or `n_jobs`. Closing the iterator ends the work.

    Parameters
    ----------
    sources : sequence of Source
        What the function reads of each window.
    windows : iterable of Window
        Or of objects that have one as their `window` and tell the function more.
    func : callable
        Takes one of them, reads the sources there and returns anything.
    scratch : float
        Most memory that `func` takes at once for a window, what it returns included, as a
        multiple of the bytes of what it reads (pixels, and which are valid); what NumPy takes to
        pick the valid pixels, ``data[valid]``, need not be counted.
    need : callable, optional
        Returns all the bytes that one of the `windows` takes, where pixels and `scratch` do not
        tell.
    memory : int or str
        Most memory to use beyond what the process has already: bytes, or like ``"256M"``.
    n_jobs : int
        Most windows computed at once; -1 for one a core. Fewer are where `memory` does not hold
        so many.
    executor : Executor, optional
        What computes windows on other computers, in the place of `n_jobs`.
    progress : Progress, optional
        Advanced, and looked at for cancel, each time a result has been taken.

    Raises
    ------
    MemoryBudgetError
        At once, if `memory` is too small for one window at a time.
    Cancelled
        If `progress` is cancelled.
    """
    tasks = list(windows)
    pool, cap = executor or Pool(n_jobs), parse_bytes(memory)
    if need is None:
        pixel = _PICKING + sum(
            pixel_bytes(source) + READING + scratch * (pixel_bytes(source) + 1)
            for source in sources
        )

        def need(task: Task) -> int:
            window = _window(task)
            return int(window.width * window.height * pixel)

    each = max(map(need, tasks), default=0)
    workers = workers_within(pool, each, cap)
    if not workers:
        window = _window(max(tasks, key=need))
        what = f"windows of {window.width} x {window.height} pixels"
        raise too_small(megabytes(cap), what, each * pool.held(1), memory=cap)
    return _scanned(pool.limited(workers), func, tasks, cache_within(cap), progress)


def windows_of(source: Source) -> Iterator[Window]:
    """Cover a source by small windows, so that its file is read as it lies.

    They are whole tiles, or whole rows of a file kept in strips.
    """
    tile, width = source.tile, source.grid.width
    pixels, rows = max(_VALUES // len(source.bands), 1), min(tile[1], _ROWS)
    if tile[0] >= width:
        return source.grid.windows((width, max(pixels // width // rows, 1) * rows))
    return source.grid.windows((max(pixels // rows // tile[0], 1) * tile[0], rows))


def in_order(pool: Pool, func: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
    """Yield what a function returns of every task, in order; files stay open between them.

    Each thread of the pool has handles of its own. All are closed at the end, or when the
    iterator is closed. A process of its own opens files for each task and keeps none.
    """
    files = None if pool.remote else OpenFiles()
    work = func if files is None else _WithFiles(func, files)
    try:
        with contextlib.closing(pool.run(work, tasks)) as results:
            yield from results
    finally:
        if files is not None:
            files.close()


def _scanned(pool: Pool, func, tasks: list, cache: int, progress: Progress) -> Iterator:
    checkpoint(progress, 0.0)
    done = 0
    with cache_limited(cache), contextlib.closing(in_order(pool, func, tasks)) as results:
        for result in results:
            yield result
            del result  # before the next is awaited: it counts as under way until now
            done += 1
            checkpoint(progress, done / len(tasks))


@dataclass(frozen=True)
class _WithFiles:
    """A function whose reads, in whichever thread, use files that stay open."""

    func: Callable
    files: OpenFiles

    def __call__(self, task):
        with self.files.here():
            return self.func(task)


def _window(task) -> Window:
    return getattr(task, "window", task)
