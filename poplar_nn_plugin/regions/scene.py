"""An image at the size of pixels that suits the view, and the segments of what is in view."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from math import floor

import numpy as np

from poplar_nn_plugin.engine import RasterSource, Window
from poplar_nn_plugin.live.coarser import coarser
from poplar_nn_plugin.live.session import Means
from poplar_nn_plugin.live.view import View
from poplar_nn_plugin.patches.band_choice import BandChoice, choose_bands
from poplar_nn_plugin.progress import Progress, Silent, checkpoint
from poplar_nn_plugin.regions.asking import STEPS, Looked, Outlined, Place, Shape, Wanted
from poplar_nn_plugin.regions.outline import outline
from poplar_nn_plugin.regions.seen import SeenFeatures
from poplar_nn_plugin.regions.segments import Segments

__all__ = ["Scene", "times_for"]

_FINE = 1.5  # pixels of the image for one of the screen, up to which its own pixels are looked at
_MOST = 2_500_000  # pixels that are looked at together
_COARSEST = 2**12
_SILENT = Silent()


def times_for(view: View, source: RasterSource) -> int:
    """Return how many times the pixels of an image are made larger for a view.

    As often as for the live map, and until no more than 2.5 megapixels are in view.
    """
    window, times = view.window(source.grid), 1
    while times < _COARSEST and (
        view.coarseness() / times > _FINE or window.width * window.height / times**2 > _MOST
    ):
        times *= 2
    return times


class Scene:
    """An image, and the segments of what was looked at last; for one thread.

    Parameters
    ----------
    source : RasterSource
        Raw values of all bands but a mask.
    means : Means
        Of the live map, whose features count where they are.
    """

    def __init__(self, source: RasterSource, means: Means):
        self._origin, self._means = source, means
        self._chosen: RasterSource | None = None
        self._source, self._times = source, 0
        self._stack = ExitStack()
        self._segments: Segments | None = None
        self._features: SeenFeatures | None = None

    def close(self) -> None:
        """Let go of the image."""
        self._stack.close()

    def look(self, view: View, progress: Progress = _SILENT) -> Looked:
        """Find the segments of what is in view, unless they are known.

        Raises
        ------
        Cancelled
            If `progress` is cancelled.
        PoplarError
            If the image cannot be read, or holds no data.
        """
        self._open(times_for(view, self._origin), progress)
        window = view.of(self._origin.grid, self._source.grid).window(self._source.grid)
        if not (window.width and window.height):
            self._segments = None
            return Looked(fault="The image is not in view.")
        known = self._segments
        if known is None or not _holds(known.window, window):
            self._segments = None
            self._segments = self._found(window, progress)
        elif not known.featured and self._features_of(progress) is not None:
            seen = self._features.within(known.window, progress)
            if seen is not None:  # the live map has got so far
                self._segments = self._found(known.window, progress)
        segments = self._segments
        sides = tuple(self._times * segments.side(n) for n in range(len(segments.levels)))
        return Looked(sides, self._times, segments.featured)

    def answer(self, number: int, wanted: Wanted, progress: Progress = _SILENT) -> Outlined:
        """Return the polygon of what is wanted.

        Raises
        ------
        Cancelled
            If `progress` is cancelled.
        """
        segments, grid = self._segments, self._source.grid
        found = [segments.superpixel(col, row) for col, row in self._pixels(wanted.places)]
        known = list(dict.fromkeys(one for one in found if one is not None))
        if not known:
            return Outlined(number, told="The image has no data here.")
        chosen, step = self._resized(known, wanted, progress)
        rings = outline(segments.mask(chosen), segments.labels)
        first = np.array([segments.window.col, segments.window.row])
        placed = [np.stack(grid.to_map(*(ring + first).T), axis=1) for ring in rings]
        return Outlined(number, placed, step)

    def _resized(
        self, superpixels: list[int], wanted: Wanted, progress: Progress
    ) -> tuple[np.ndarray, int]:
        """Return a region, as often larger or smaller than asked for, and its step."""
        segments, steps = self._segments, STEPS[wanted.shape]
        if wanted.shape is Shape.SEGMENT:
            steps = steps[: len(segments.levels)]

        def region(step: int) -> np.ndarray:
            checkpoint(progress)
            if wanted.shape is Shape.GROWN:
                return segments.grown(superpixels[0], step, progress)
            return segments.segment(superpixels, step)

        step = min(max(wanted.step, steps[0]), steps[-1])
        chosen, way = region(step), 1 if wanted.change > 0 else -1
        for _ in range(abs(wanted.change)):
            for other in range(step + way, (steps[-1] if way > 0 else steps[0]) + way, way):
                found = region(other)
                if found.sum() != chosen.sum():
                    chosen, step = found, other
                    break
        return chosen, step

    def _pixels(self, places: Sequence[Place]) -> list[tuple[int, int]]:
        """Return column and row of each pixel on the way from place to place, side by side."""
        origin, grid = self._origin.grid, self._source.grid
        size = grid.width / origin.width, grid.height / origin.height
        ends = [(floor(p.col * size[0]), floor(p.row * size[1])) for p in places]
        found = ends[:1]
        for (col, row), (right, down) in zip(ends, ends[1:]):
            steps = max(abs(right - col), abs(down - row))
            for step in range(1, steps + 1):
                at = (
                    round(col + (right - col) * step / steps),
                    round(row + (down - row) * step / steps),
                )
                if at[0] != found[-1][0] and at[1] != found[-1][1]:
                    found.append((at[0], found[-1][1]))
                found.append(at)
        return found

    def _open(self, times: int, progress: Progress) -> None:
        """Look at the image in pixels that are so many times as large."""
        if self._chosen is None:
            (self._chosen,) = choose_bands([self._origin], BandChoice(), progress)
        if times == self._times:
            return
        self._segments, self._features, self._times = None, None, 0
        self._stack.close()
        self._source = self._chosen
        if times > 1:
            self._source = self._stack.enter_context(coarser(self._chosen, times))
        self._times = times

    def _found(self, window: Window, progress: Progress) -> Segments:
        return Segments.of(self._source, window, self._features_of(progress), progress)

    def _features_of(self, progress: Progress) -> SeenFeatures | None:
        """Return the features on disk, None as long as the live map was never switched on."""
        if self._features is None:
            self._features = SeenFeatures.of(self._source, self._origin, self._means, progress)
        return self._features


def _holds(window: Window, other: Window) -> bool:
    """Return whether a window lies within another, given first."""
    return (
        window.row <= other.row
        and window.col <= other.col
        and other.row_stop <= window.row_stop
        and other.col_stop <= window.col_stop
    )
