"""An image read with pixels of another size."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from poplar_nn_plugin.engine.grid import Grid, Window
from poplar_nn_plugin.engine.source import Source
from poplar_nn_plugin.errors import GridMismatchError, ParameterError

__all__ = ["Resampled"]

_LEAST = 0.5  # part of a pixel that has data, so that the pixel has
_SUM = 8  # bytes of a sum


@dataclass(frozen=True)
class Resampled:
    """An image read with larger or smaller pixels, that begin at the same corner.

    A larger pixel is the mean of those that it covers, each by the part of it that is covered; a
    smaller one is interpolated between the nearest four (bilinear). Pixels without data take no
    part, and a pixel has data where at least half of what it is made of has. A value depends on
    its place alone, not on the window that is read.

    Parameters
    ----------
    image : Source
        On a grid that a transform places.
    factor : float
        Side of a pixel, in pixels of the image.

    Attributes
    ----------
    grid : Grid
        As many whole pixels as come nearest to the size of the image.

    Raises
    ------
    GridMismatchError
        If ground control points or rational polynomials place the image.
    ParameterError
        If the factor is no positive number, or no pixel would be left.
    """

    image: Source
    factor: float
    grid: Grid = field(init=False, repr=False)

    def __post_init__(self):
        if not 0 < self.factor < math.inf:
            raise ParameterError(f"Pixels are resampled by a positive factor, got {self.factor}.")
        own = self.image.grid
        if own.shown:
            raise GridMismatchError(
                "The image is placed by ground control points or rational polynomials that no "
                "transform fits, and is not resampled while it is read: bring it onto a grid with "
                "'Warp (reproject)' first."
            )
        sides = [round(side / self.factor) for side in (own.width, own.height)]
        if min(sides) < 1:
            raise ParameterError(
                f"An image of {own.width} x {own.height} pixels holds none that is "
                f"{self.factor:.3g} times as large."
            )
        x, x_col, x_row, y, y_col, y_row = own.transform
        steps = [self.factor * step for step in (x_col, x_row, y_col, y_row)]
        transform = (x, *steps[:2], y, *steps[2:])
        object.__setattr__(self, "grid", Grid(*sides, transform, own.crs))

    def __getattr__(self, name: str):
        # What does not depend on the pixels (bands, dtype, nodata) is that of the image.
        if name.startswith("__") or name == "image":
            raise AttributeError(name)
        return getattr(self.image, name)

    @property
    def images(self) -> tuple:
        """The images that are read."""
        return getattr(self.image, "images", (self.image,))

    @property
    def tile(self) -> tuple[int, int]:
        """Width and height of the file's own blocks, in pixels of this size."""
        return tuple(max(1, round(side / self.factor)) for side in self.image.tile)

    @property
    def copied(self) -> int:
        """Bytes a pixel that a part takes while it is read, besides what is returned."""
        pixel = len(self.bands) * np.dtype(self.dtype).itemsize + 1
        pixel += getattr(self.image, "copied", 0)
        # The part of the image; a band of it, and that with one of its sides resampled.
        along = max(1.0, self.factor)
        return math.ceil(along**2 * (pixel + _SUM) + 2 * along * _SUM + 3 * _SUM)

    def but(self, **changes) -> Resampled:
        """Return the same of the image with other parameters, such as ``bands=(1,)``."""
        return Resampled(self.image.but(**changes), self.factor)

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Read one window, as of `RasterSource.read`."""
        inside = window.clip(self.grid)
        planes = np.zeros((len(self.bands), window.height, window.width), self.dtype)
        valid = np.zeros((window.height, window.width), bool)
        if inside.width > 0 and inside.height > 0:
            rows, cols = inside.slices(window)
            self._fill(planes[:, rows, cols], valid[rows, cols], inside)
        return np.moveaxis(planes, 0, -1), valid

    def _fill(self, planes: np.ndarray, valid: np.ndarray, window: Window) -> None:
        """Write the pixels of a window of the grid into (bands, rows, cols) and (rows, cols)."""
        down, down_weights = self._taps(window.row, window.height)
        across, across_weights = self._taps(window.col, window.width)
        row, col = down.min(), across.min()
        part = Window(int(col), int(row), int(across.max() - col) + 1, int(down.max() - row) + 1)
        data, known = self.image.read(part)
        axes = ((down - row, down_weights), (across - col, across_weights))
        total = _weighted(known.astype(np.float64), axes)
        valid[:] = total >= _LEAST
        total[~valid] = 1.0
        for band, plane in enumerate(planes):
            mean = _weighted(np.where(known, data[..., band], 0).astype(np.float64), axes) / total
            if plane.dtype.kind != "f":
                np.rint(mean, out=mean)
            np.copyto(plane, mean, where=valid, casting="unsafe")

    def _taps(self, first: int, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Return which pixels of the image along a side some are made of, and with what weights.

        Parameters
        ----------
        first, count : int
            Of the pixels of this grid.

        Returns
        -------
        taps, weights : ndarray
            (most taps, count); the weights of a pixel sum to 1.
        """
        pixels = np.arange(first, first + count)
        if self.factor < 1:
            centres = (pixels + 0.5) * self.factor - 0.5
            nearest = np.floor(centres)
            part = centres - nearest
            return np.stack([nearest, nearest + 1]).astype(np.int64), np.stack([1 - part, part])
        begin, end = pixels * self.factor, (pixels + 1) * self.factor
        start = np.floor(begin)
        taps = start + np.arange(math.ceil(self.factor) + 1)[:, np.newaxis]
        covered = np.minimum(taps + 1, end) - np.maximum(taps, begin)
        weights = np.clip(covered, 0, None) / self.factor
        return np.minimum(taps, np.ceil(end) - 1).astype(np.int64), weights


def _weighted(plane: np.ndarray, axes: tuple) -> np.ndarray:
    """Return the weighted sums of a (rows, cols) plane along its rows, then its columns."""
    for axis, (taps, weights) in enumerate(axes):
        shape = (-1, 1) if axis == 0 else (1, -1)
        plane = sum(
            plane.take(places, axis) * weight.reshape(shape)
            for places, weight in zip(taps, weights)
        )
    return plane
