"""Bring the values of each band to what a network wants: our own to mean 0 and spread 1."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.dataset.fields import read
from poplar_nn_plugin.errors import DatasetError, ParameterError

__all__ = ["SCALINGS", "Scaling"]

SCALINGS = ("bands", "unit", "symmetric", "none")
"""How networks want pixels: each band at mean 0 and spread 1; from 0 to 1; from -1 to 1; raw."""

_CHUNK_BYTES = 4 * 2**20


@dataclass(frozen=True)
class Scaling:
    """Offset and scale per band, carried by the model from training to the map.

    Parameters
    ----------
    offset : tuple of float
        Subtracted from the values of each band.
    scale : tuple of float
        Then divides them; above 0.

    Raises
    ------
    ParameterError
        If they are not as many, or one is no such number.
    """

    offset: tuple[float, ...]
    scale: tuple[float, ...]

    def __post_init__(self):
        if len(self.offset) != len(self.scale):
            raise ParameterError(
                f"Scaling needs an offset and a scale for each band, got {len(self.offset)} and "
                f"{len(self.scale)}."
            )
        for band, (offset, scale) in enumerate(zip(self.offset, self.scale), 1):
            if not (math.isfinite(offset) and math.isfinite(scale) and scale > 0):
                raise ParameterError(
                    f"The scaling of band {band} must be a number and one above 0, got {offset} "
                    f"and {scale}.",
                    band=band,
                )

    @classmethod
    def fit(cls, x: np.ndarray, indices: np.ndarray | None = None) -> Scaling:
        """Return the mean and standard deviation of each band.

        Chunks are joined as by Chan, Golub and LeVeque (1983), "Algorithms for computing the
        sample variance", The American Statistician 37, so memory does not grow with `x`.

        Parameters
        ----------
        x : ndarray, shape (n, size, size, bands)
            Raw values; may be memory-mapped.
        indices : ndarray of int, optional
            The patches to use, all if not given.

        Raises
        ------
        DatasetError
            If there is no patch, or a value is not a finite number.
        """
        count, mean, squares = 0, np.zeros(x.shape[-1]), np.zeros(x.shape[-1])
        for values in _chunks(x, np.arange(len(x)) if indices is None else indices):
            more, their_mean = len(values), values.mean(axis=0)
            gap = their_mean - mean
            squares += ((values - their_mean) ** 2).sum(axis=0)
            squares += gap**2 * count * more / (count + more)
            mean += gap * more / (count + more)
            count += more
        if not count:
            raise DatasetError("Scaling needs at least one patch, got none.")
        scale = np.sqrt(squares / count)
        for band in np.flatnonzero(~np.isfinite(scale)).tolist():
            raise DatasetError(
                f"Band {band + 1} of the patches holds values that are not finite numbers (NaN or "
                "infinite): declare nodata in the image, then extract the patches again.",
                band=band + 1,
            )
        return cls(tuple(mean.tolist()), tuple(np.where(scale > 0, scale, 1.0).tolist()))

    @classmethod
    def named(cls, name: str, x: np.ndarray, indices: np.ndarray | None = None) -> Scaling:
        """Return one of `SCALINGS` for patches.

        Parameters
        ----------
        name : str
            ``bands`` is measured on the patches; ``unit`` and ``symmetric`` rest on the largest
            value of their type, 255 for a byte.
        x : ndarray, shape (n, size, size, bands)
        indices : ndarray of int, optional
            The patches to measure, all if not given.

        Raises
        ------
        ParameterError
            If there is no such scaling, or the type has no largest value.
        DatasetError
            As `fit`.
        """
        if name not in SCALINGS:
            raise ParameterError(f"scaling must be one of {', '.join(SCALINGS)}, got {name!r}.")
        if name == "bands":
            return cls.fit(x, indices)
        bands = x.shape[-1]
        if name == "none":
            return cls((0.0,) * bands, (1.0,) * bands)
        if x.dtype.kind not in "iu":
            raise ParameterError(
                f"Scaling '{name}' divides by the largest value of the pixels' type, and "
                f"{x.dtype.name} has none: choose 'none' or 'bands'."
            )
        largest = float(np.iinfo(x.dtype).max)
        if name == "unit":
            return cls((0.0,) * bands, (largest,) * bands)
        return cls((largest / 2,) * bands, (largest / 2,) * bands)

    def apply(self, x: np.ndarray) -> np.ndarray:
        """Return `x` scaled, float32, of the same shape; the bands come last."""
        # float32 holds 8 and 16 bits exactly; wider values are subtracted before they are cut.
        precise = np.result_type(x.dtype, np.float32)
        # Whole rows at a time: of a handful of bands NumPy makes loops five times as slow.
        row = math.prod(x.shape[-2:])
        scaled = x.reshape(*x.shape[:-2], row) - np.resize(self.offset, row).astype(precise)
        scaled /= np.resize(self.scale, row).astype(precise)
        return scaled.reshape(x.shape).astype(np.float32, copy=False)

    def to_json(self) -> dict:
        """Return the scaling as JSON values."""
        return {"offset": list(self.offset), "scale": list(self.scale)}

    @classmethod
    def from_json(cls, values: dict) -> Scaling:
        """Return the scaling that `to_json` wrote.

        Raises
        ------
        FieldError, ParameterError
            If a field is missing or wrong.
        """
        return read(cls, values, "scaling")


def _chunks(x: np.ndarray, indices: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the pixels of the patches as float64, a few megabytes at a time."""
    pixels, bands = int(np.prod(x.shape[1:3])), x.shape[-1]
    step = max(1, _CHUNK_BYTES // (pixels * bands * 8))
    for start in range(0, len(indices), step):
        yield x[indices[start : start + step]].reshape(-1, bands).astype(np.float64)
