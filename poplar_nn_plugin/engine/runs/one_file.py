"""Outputs of one file each, written here, block after block."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path

from poplar_nn_plugin.engine.grid import Grid, Window
from poplar_nn_plugin.engine.runs.unfinished import Unfinished
from poplar_nn_plugin.engine.sink import RasterSink
from poplar_nn_plugin.engine.work import Done, Work
from poplar_nn_plugin.files import Outputs
from poplar_nn_plugin.progress import Progress, Slice, checkpoint

__all__ = ["OneFileEach", "all_of_them"]

_WRITTEN = 0.7  # share of the progress once all blocks are written and overviews are to be made


class OneFileEach:
    """How a run writes a file for each output.

    A context manager: when it ends without an error, outputs take their names.

    Parameters
    ----------
    paths : sequence of Path
    grid : Grid
    work : Work
    block : (int, int)
        Width and height of blocks.
    threads : int
        How many compress.
    layout : str

    Attributes
    ----------
    windows : list of Window
        All that there are.
    left : list of Window
        Those that are still to be computed.
    """

    def __init__(
        self,
        paths: Sequence[str | Path],
        grid: Grid,
        work: Work,
        block: tuple[int, int],
        threads: int,
        layout: str,
    ):
        self._paths, self._grid, self._work = paths, grid, work
        self._block, self._threads, self._layout = block, threads, layout
        self._stack = contextlib.ExitStack()
        self._unfinished: Unfinished | None = None
        self.windows = self.left = list(grid.windows(block))

    def begin(self, unfinished: Unfinished | None, progress: Progress) -> None:
        """Find what a run that was broken off has finished, where that is kept."""
        if unfinished is not None:
            self._unfinished = self._stack.enter_context(unfinished)
            unfinished.begin(self._block, self._work.specs, progress)
            self.left = [window for window in self.windows if window not in unfinished]

    @property
    def function(self) -> Work:
        """What is done to each window."""
        return self._work

    def write(
        self,
        first: list[tuple[Window, Done]],
        run: Callable[[Sequence[Window]], Generator[Done]],
        progress: Progress,
    ) -> int:
        """Compute and write what is left; return how many blocks lay wholly outside the mask.

        Parameters
        ----------
        first : list of (Window, Done)
            What has been computed already; it is emptied.
        run : callable
            Takes windows and returns a generator of what comes of each.
        progress : Progress
        """
        enter = self._stack.enter_context
        whole, how = enter(Outputs()), (self._threads, self._layout)
        sinks = [
            enter(RasterSink(path, self._grid, spec, *how, whole))
            for path, spec in zip(self._paths, self._work.specs)
        ]
        written = _WRITTEN if self._layout in ("overviews", "cog") else 1.0
        with contextlib.closing(self._done(first, run)) as done:
            masked = self._write(done, sinks, Slice(progress, 0.0, written))
        for number, sink in enumerate(sinks):
            place = [written + (1 - written) * n / len(sinks) for n in (number, number + 1)]
            sink.complete(Slice(progress, *place))
        return masked

    def _done(self, first: list, run: Callable) -> Iterator[tuple[Window, Done]]:
        """Yield every window with what came of it: kept, computed first, computed now."""
        known, unfinished = set(), self._unfinished
        for window in self.windows if unfinished is not None else ():
            kept = unfinished.read(window) if window in unfinished else None
            if kept is not None:
                known.add(window)
                yield window, kept
        left = [window for window in self.windows if window not in known]
        with contextlib.closing(all_of_them(left, first, run)) as results:
            for window, done in results:
                if unfinished is not None:
                    unfinished.add(window, done)
                yield window, done

    def _write(self, done: Iterator, sinks: list[RasterSink], progress: Progress) -> int:
        """Write every result as it comes; return how many blocks were wholly masked."""
        masked = 0
        for number, (window, (was_masked, arrays)) in enumerate(done, start=1):
            masked += was_masked
            for sink, array in zip(sinks, arrays):
                if array is None:
                    array = sink.output.blank(window.height, window.width, masked=was_masked)
                sink.write(window, array)
            checkpoint(progress, number / len(self.windows))
        return masked

    def __enter__(self) -> OneFileEach:
        return self

    def __exit__(self, *what) -> bool | None:
        return self._stack.__exit__(*what)


def all_of_them(
    windows: Sequence[Window], first: list[tuple[Window, Done]], run: Callable
) -> Iterator[tuple[Window, Done]]:
    """Yield windows with what came of them: those computed first, then the others in order.

    Parameters
    ----------
    windows : sequence of Window
    first : list of (Window, Done)
        Some of them; it is emptied, for what it holds takes memory.
    run : callable
        Takes windows and returns a generator of what comes of each.
    """
    known = {window for window, _ in first}
    left = [window for window in windows if window not in known]
    with contextlib.closing(run(left)) as results:
        yield from itertools.chain(_emptied(first), zip(left, results))


def _emptied(some: list) -> Iterator:
    while some:
        yield some.pop(0)
