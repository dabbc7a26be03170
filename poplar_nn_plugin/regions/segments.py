"""The segments of a part of an image, of every size, and the regions that are grown of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.engine import RasterSource, Window
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.progress import Progress, Silent, checkpoint
from poplar_nn_plugin.regions.graph import Graph
from poplar_nn_plugin.regions.growing import grown
from poplar_nn_plugin.regions.merging import levels, without_crumbs
from poplar_nn_plugin.regions.pieces import pieces
from poplar_nn_plugin.regions.pixels import Pixels
from poplar_nn_plugin.regions.seen import Seen, SeenFeatures
from poplar_nn_plugin.regions.superpixels import superpixels
from poplar_nn_plugin.regions.traits import compared

__all__ = ["SIDE", "Segments"]

SIDE = 8
"""Side of a superpixel on even ground, in pixels: what all segments are made of."""

_COMPACTNESS = 0.2
_FEWEST = SIDE * SIDE // 4  # pixels of a superpixel; smaller ones join a neighbour
# How unlike its superpixels a region of step 0 may be, with features and without, so that half of
# those on generated scenes have 100 pixels a side or more; and by how much each step is wider.
_OF_FEATURES, _OF_COLOUR = 0.2, 0.07
_FACTOR = 1.15
_SILENT = Silent()


@dataclass(frozen=True, eq=False)
class Segments:
    """Superpixels of a part of an image, and how they are put together.

    Parameters
    ----------
    window : Window
        Of the image.
    labels : ndarray of int32, shape (rows, cols)
        The superpixel of each pixel; -1 where the image has no data.
    graph : Graph
        Of the superpixels.
    levels : list of ndarray of int32, shape (n,)
        The segment of each superpixel, from the smallest segments to the largest.
    featured : bool
        Whether dense features counted.
    """

    window: Window
    labels: np.ndarray
    graph: Graph
    levels: list
    featured: bool

    @classmethod
    def of(
        cls,
        source: RasterSource,
        window: Window,
        features: SeenFeatures | None = None,
        progress: Progress = _SILENT,
    ) -> Segments:
        """Return the segments of a part of an image.

        Parameters
        ----------
        source : RasterSource
        window : Window
            Inside the image.
        features : SeenFeatures, optional
            Those that are there count.
        progress : Progress, optional

        Raises
        ------
        RasterOpenError
            If the file is damaged or has gone.
        ParameterError
            If it holds no data there.
        Cancelled
            If `progress` is cancelled.
        """
        pixels = Pixels.read(source, window, progress)
        seen = None if features is None else features.within(window, progress)
        return cls.of_pixels(pixels, window, seen, progress)

    @classmethod
    def of_pixels(
        cls, pixels: Pixels, window: Window, seen: Seen | None = None, progress: Progress = _SILENT
    ) -> Segments:
        """Return the segments of pixels that were read; see `of`."""
        if not pixels.valid.any():
            raise ParameterError("The image holds no data here: show a part that does.")
        found = superpixels(pixels.planes, pixels.valid, SIDE, _COMPACTNESS, progress)
        found, count = pieces(found)
        checkpoint(progress)
        into, whole = without_crumbs(Graph.of(found, count, pixels.planes), _FEWEST)
        labels = np.append(into, -1)[found].astype(np.int32)  # -1 stays
        checkpoint(progress)
        graph = compared(labels, len(whole.sizes), pixels, seen, window)
        return cls(window, labels, graph, levels(graph, progress), seen is not None)

    def superpixel(self, col: float, row: float) -> int | None:
        """Return the superpixel at a place of the image; None where it has no data, or beyond."""
        at = int(np.floor(row)) - self.window.row, int(np.floor(col)) - self.window.col
        if not all(0 <= place < side for place, side in zip(at, self.labels.shape)):
            return None
        found = int(self.labels[at])
        return found if found >= 0 else None

    def side(self, level: int) -> float:
        """Return the side of a square as large as the mean segment of a level, in pixels."""
        return float((self.graph.sizes.sum() / (self.level(level).max() + 1)) ** 0.5)

    def level(self, level: int) -> np.ndarray:
        """Return the segment of each superpixel on a level, on the last one where it is beyond."""
        return self.levels[min(max(level, 0), len(self.levels) - 1)]

    def segment(self, superpixels: list[int], level: int) -> np.ndarray:
        """Return the superpixels in the segments of some, as bool of shape (n,).

        Those of them that do not hang together with the first one are left out.
        """
        of_level = self.level(level)
        chosen = np.isin(of_level, of_level[superpixels])
        return self.graph.joined_to(superpixels[0], chosen)

    def grown(self, superpixel: int, step: int, progress: Progress = _SILENT) -> np.ndarray:
        """Return the superpixels around one that are like it, as bool of shape (n,).

        Parameters
        ----------
        superpixel : int
        step : int
            How unlike they may be: each step is wider than the one before, and holds its region.
        progress : Progress, optional

        Raises
        ------
        Cancelled
            If `progress` is cancelled.
        """
        first = _OF_FEATURES if self.featured else _OF_COLOUR
        return grown(self.graph, superpixel, first * _FACTOR**step, progress)

    def mask(self, chosen: np.ndarray) -> np.ndarray:
        """Return which pixels are in a set of superpixels, as bool of shape (rows, cols)."""
        return np.append(chosen, False)[self.labels]

    @property
    def most(self) -> int:
        """The number of the last level."""
        return len(self.levels) - 1
