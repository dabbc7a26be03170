"""Filters whose result at a pixel comes from the window around it: the loop they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from poplar_nn_plugin.engine import Block
from poplar_nn_plugin.filters.base import Filter
from poplar_nn_plugin.filters.windows.sliding import CIRCLE, SQUARE, Footprint, Known, tiles
from poplar_nn_plugin.settings import choice, whole

__all__ = ["TileFilter", "WindowFilter", "window_radius"]


@dataclass(frozen=True)
class TileFilter(Filter):
    """A filter that works tile by tile, each small enough for a core's cache.

    Attributes
    ----------
    tile_pixels : int
        About how many pixels a tile has. In smaller tiles two threads lose more by waiting for
        Python than they gain by the cache.
    """

    tile_pixels: ClassVar[int] = 256 * 1024

    @property
    def footprint(self) -> Footprint:
        """The window whose valid pixels are counted."""
        return Footprint(self.halo)

    def tile_size(self, dtype: np.dtype) -> int:
        """Return about how many pixels a tile of an image of `dtype` has."""
        return self.tile_pixels

    def planes_type(self, dtype: np.dtype, whole: bool) -> np.dtype:
        """Return the type of what `of_tile` returns, for blocks with and without holes."""
        return np.dtype(self.result_type(dtype))

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Filter a tile of one band.

        Parameters
        ----------
        values : ndarray
            (rows + 2 * halo, cols + 2 * halo).
        known : Known
            Which of them are valid; those that are not hold 0.

        Returns
        -------
        ndarray
            (rows, cols), or one for each of the results of a band, (results, rows, cols).
        """
        raise NotImplementedError

    def __call__(self, block: Block) -> np.ndarray:
        """Return the results, (rows, cols, bands)."""
        rows, cols, bands = block.data.shape
        dtype = block.data.dtype
        planes = np.zeros(
            (bands, len(self.results), rows, cols),
            self.planes_type(dtype, bool(block.valid.all())),
        )
        data = np.moveaxis(block.data, -1, 0)
        for inner, outer in tiles(block.valid, self.halo, self.tile_size(dtype)):
            if not block.valid[inner].any():
                continue
            known = Known(block.valid[outer], self.footprint)
            for band, plane in zip(data, planes):
                values = known.filled(band[outer], 0)
                plane[(slice(None), *inner)] = self.of_tile(values, known)
        return np.moveaxis(planes.reshape(-1, rows, cols), 0, -1)


def window_radius(*, default: int, high: int):
    """Return a dataclass field that is the radius of a window, in pixels."""
    return whole(
        "Radius (pixels)",
        default=default,
        low=1,
        high=high,
        help="Of the window around each pixel: with 1 it is 3 pixels wide, with 2 it is 5.",
    )


@dataclass(frozen=True)
class WindowFilter(TileFilter):
    """A filter with a square or circular window of some radius."""

    radius: int = window_radius(default=1, high=50)
    shape: str = choice("Window", (SQUARE, CIRCLE), help="Its form.")

    @property
    def halo(self) -> int:
        """The radius."""
        return self.radius

    @property
    def footprint(self) -> Footprint:
        """The window."""
        return Footprint(self.radius, self.shape)
