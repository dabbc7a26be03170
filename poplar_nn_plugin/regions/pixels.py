"""The pixels of a part of an image as few values of like spread, whatever bands it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from poplar_nn_plugin.engine import RasterSource, Window
from poplar_nn_plugin.progress import Progress, Silent, checkpoint

__all__ = ["Pixels"]

_MOST = 4  # values of a pixel; of more bands their principal components
_BANDS = 3  # many bands count as much as so many
_LOW, _HIGH = 2, 98  # percentiles that become 0 and 1
_BEYOND = 0.25  # how far below 0 and above 1 values count
_SAMPLE = 60_000  # pixels, at most, that tell the stretch
_VALUES = 4_000_000  # of all bands of these, at most
_READ = 16 * 2**20  # bytes read at once
_SILENT = Silent()


@dataclass(frozen=True, eq=False)
class Pixels:
    """What of a part of an image counts for its segments.

    Parameters
    ----------
    planes : ndarray of float32, shape (values, rows, cols)
        At most four values a pixel, 0 where it is not valid.
    valid : ndarray of bool, shape (rows, cols)
    """

    planes: np.ndarray
    valid: np.ndarray

    @classmethod
    def read(cls, source: RasterSource, window: Window, progress: Progress = _SILENT) -> Pixels:
        """Read a part of an image, few rows at a time.

        Each band is stretched from its 2nd to its 98th percentile there. Of more than four bands
        the first four principal components count, for they are told apart by little else.

        Parameters
        ----------
        source : RasterSource
        window : Window
            Inside the image.
        progress : Progress, optional

        Raises
        ------
        RasterOpenError
            If the file is damaged or has gone.
        Cancelled
            If `progress` is cancelled.
        """
        shape, bands = (window.height, window.width), len(source.bands)
        step = max(1, window.height * window.width // min(_SAMPLE, _VALUES // bands))
        valid, kept, sample = np.zeros(shape, bool), None, []
        if bands <= _MOST:
            kept = np.zeros((bands, *shape), np.float32)
        for rows, data, known in _strips(source, window, progress):
            valid[rows] = known
            sample.append(data[:, known][:, ::step])
            if kept is not None:
                kept[:, rows] = data
        stretch = _Stretch.fit(np.concatenate(sample, axis=1))
        if kept is not None:
            for number in range(bands):
                kept[number] = stretch.band(number, kept[number])
            planes = kept
        else:
            ways = stretch.ways(np.concatenate(sample, axis=1))
            planes = np.zeros((_MOST, *shape), np.float32)
            for rows, data, _ in _strips(source, window, progress):
                flat = np.stack([stretch.band(b, plane) for b, plane in enumerate(data)])
                planes[:, rows] = np.tensordot(ways, flat, axes=1)
        planes *= np.float32((_BANDS / bands) ** 0.5)
        planes[:, ~valid] = 0
        return cls(planes, valid)


@dataclass(frozen=True, eq=False)
class _Stretch:
    """Where each band begins, and how far it reaches; both of shape (bands,)."""

    low: np.ndarray
    width: np.ndarray

    @classmethod
    def fit(cls, sample: np.ndarray) -> _Stretch:
        """Return the stretch of some pixels, of shape (bands, n)."""
        if not sample.shape[1]:
            return cls(np.zeros(len(sample)), np.ones(len(sample)))
        low, high = np.percentile(sample, (_LOW, _HIGH), axis=1)
        # What is rare in a band that is else the same everywhere counts, too.
        flat = low == high
        low = np.where(flat, sample.min(axis=1), low)
        high = np.where(flat, sample.max(axis=1), high)
        return cls(low, np.where(high > low, high - low, 1))

    def band(self, number: int, plane: np.ndarray) -> np.ndarray:
        """Return the values of a band, stretched."""
        values = (plane - self.low[number]) / self.width[number]
        return np.clip(values, -_BEYOND, 1 + _BEYOND).astype(np.float32)

    def ways(self, sample: np.ndarray) -> np.ndarray:
        """Return the principal components of the bands, as shares of them: (4, bands)."""
        if sample.shape[1] < 2:
            return np.eye(_MOST, len(sample), dtype=np.float32)
        flat = np.stack([self.band(number, plane) for number, plane in enumerate(sample)])
        _, ways = np.linalg.eigh(np.cov(flat.astype(float)))
        return ways[:, ::-1].T[:_MOST].astype(np.float32)


def _strips(
    source: RasterSource, window: Window, progress: Progress
) -> Iterator[tuple[slice, np.ndarray, np.ndarray]]:
    """Yield rows of a window with their values (bands, rows, cols) of float32, and which count."""
    each = window.width * len(source.bands) * (4 + np.dtype(source.dtype).itemsize)
    height = max(1, _READ // max(each, 1))
    for first in range(0, window.height, height):
        checkpoint(progress)
        rows = slice(first, min(first + height, window.height))
        part = replace(window, row=window.row + first, height=rows.stop - first)
        data, known = source.read(part)
        planes = np.moveaxis(np.abs(data) if data.dtype.kind == "c" else data, -1, 0)
        with np.errstate(over="ignore", invalid="ignore"):
            planes = planes.astype(np.float32)
        known = known & np.isfinite(planes).all(axis=0)
        planes[:, ~known] = 0
        yield rows, planes, known
