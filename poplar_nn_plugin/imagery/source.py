"""A web service as a source of blocks: its pictures laid together, resampled where they must be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.engine import Grid, Window
from poplar_nn_plugin.engine.work import Done, Work, kept
from poplar_nn_plugin.errors import ServiceError
from poplar_nn_plugin.imagery.canvas import Canvas, Piece
from poplar_nn_plugin.imagery.notices import stands_for_nothing
from poplar_nn_plugin.imagery.pictures import (
    Pictures,
    RefusedError,
    SmallerError,
    speaks_of_size,
)
from poplar_nn_plugin.imagery.resample import Resampling
from poplar_nn_plugin.progress import Progress

__all__ = ["InTurn", "ServiceSource"]

_LEAST = 128  # columns and rows of a picture below which a service is not asked for
_AHEAD = 1  # blocks that are asked for while another one is waited for


@dataclass
class ServiceSource:
    """An image of a service: red, green, blue, and where there is none.

    Parameters
    ----------
    canvas : Canvas
    pictures : Pictures
    grid : Grid
        Of the image.
    resampling : Resampling or None
        From the canvas to the image; None where they share their grid.
    keep_blank : bool
        Whether pictures that are white or black all over are pixels like others.
    progress : Progress
    """

    canvas: Canvas
    pictures: Pictures
    grid: Grid
    resampling: Resampling | None
    keep_blank: bool
    progress: Progress
    bands = (1, 2, 3)
    dtype = "uint8"
    tile = (256, 256)

    def pieces(self, window: Window) -> list[Piece]:
        """Return the pictures that a window is made from."""
        return self.canvas.pieces(self._needed(window))

    def expect(self, window: Window) -> None:
        """Ask for what a window will need."""
        self.pictures.expect(self.pieces(window))

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Return (rows, cols, 3) and the (rows, cols) bool of where the service has an image."""
        needed = self._needed(window)
        data, valid = self._laid(needed)
        if self.resampling is None:
            return data, valid
        return self.resampling.of(data, valid, needed, window)

    def _needed(self, window: Window) -> Window:
        return window if self.resampling is None else self.resampling.needed(window)

    def _laid(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Return the pictures of a window of the canvas, side by side."""
        while True:
            try:
                return self._attempt(window)
            except (SmallerError, RefusedError) as error:
                self._ask_for_less(window, error)

    def _attempt(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        data = np.zeros((window.height, window.width, 3), np.uint8)
        valid = np.zeros((window.height, window.width), bool)
        for piece, picture in self.pictures.of(self.canvas.pieces(window)):
            if picture is None or (not self.keep_blank and stands_for_nothing(picture)):
                continue
            left, top = (
                max(a, b)
                for a, b in ((piece.window.col, window.col), (piece.window.row, window.row))
            )
            right = min(piece.window.col_stop, window.col_stop)
            bottom = min(piece.window.row_stop, window.row_stop)
            part = Window(left, top, right - left, bottom - top)
            here, there = part.slices(window), part.slices(piece.window)
            data[here], valid[here] = picture.data[there], picture.valid[there]
        return data, valid

    def _ask_for_less(self, window: Window, error: ServiceError) -> None:
        """Let pictures be smaller from now on, if that may be what a service wants.

        Raises
        ------
        ServiceError
            As it was, where it may not.
        """
        side = getattr(self.canvas, "side", 0)
        largest = min(side, max(window.width, window.height))
        smaller = largest // 2
        if isinstance(error, SmallerError) and max(error.fields["size"]) < largest:
            smaller = min(error.fields["size"])
        elif isinstance(error, SmallerError) or not speaks_of_size(str(error)):
            raise error
        if not side or smaller < _LEAST:
            raise error
        self.pictures.forget()
        self.canvas.side = smaller
        self.progress.warn(f"{error} It is asked for pictures of {smaller} pixels from now on")


@dataclass(frozen=True)
class InTurn:
    """The executor of a service: blocks one after the other, the next one asked for meanwhile.

    All of it happens in the thread that calls, for requests belong to one.

    Parameters
    ----------
    source : ServiceSource
    """

    source: ServiceSource
    workers = 1
    remote = apart = False

    def held(self, workers: int) -> int:
        """Return the most blocks begun and not yet written."""
        return workers

    def limited(self, workers: int) -> InTurn:
        """Return the same: there is but one."""
        return self

    def run(self, work: Work, windows: Sequence[Window]) -> Iterator[Done]:
        """Yield what is to be written of every window, in order."""
        wanted = [window for window in windows if work.mask is None or _some(work, window)]
        waiting = iter(wanted)
        due = set()

        def ask() -> None:
            window = next(waiting, None)
            if window is not None:
                due.add(window)
                self.source.expect(window)

        with closing(_Ending(self.source)):
            for _ in range(_AHEAD):
                ask()
            for window in windows:
                if window in due:
                    due.discard(window)
                    ask()
                yield work(window)


def _some(work: Work, window: Window) -> bool:
    return bool(kept(work.mask, window).any())


@dataclass(frozen=True)
class _Ending:
    """Breaks off what is under way when a run ends, however it does."""

    source: ServiceSource

    def close(self) -> None:
        self.source.pictures.forget()
