"""Whether an image looks like those a model learned from: the values of each band compared."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from poplar_nn_plugin.model.training import PixelRange

__all__ = ["BandShift", "band_shifts", "pixel_range"]

_PATCHES = 2000  # looked at, evenly chosen
_TAIL = 0.005  # of the values of training at each end that count as out of range
_FOREIGN = 0.1  # share of an image's pixels out of that range that is told
_FAR = 1.0  # standard deviations between the means that are told
_HUNDREDTHS = np.linspace(0, 1, 101)


@dataclass(frozen=True)
class BandShift:
    """How a band differs from training.

    Parameters
    ----------
    band : str
        Its name in training.
    outside : float
        Share of the image's pixels that are darker or brighter than what was learned from.
    learned, seen : tuple of float
        Low, mean and high of training, and of the image.
    """

    band: str
    outside: float
    learned: tuple[float, float, float]
    seen: tuple[float, float, float]

    def to_json(self) -> dict:
        """Return the shift as JSON values."""
        return asdict(self)

    def __str__(self) -> str:
        low, mean, high = self.seen
        return (
            f"band '{self.band}': {self.outside:.0%} of the pixels lie outside what the model "
            f"learned from ({self.learned[0]:.4g} to {self.learned[2]:.4g}, mean "
            f"{self.learned[1]:.4g}); here it goes from {low:.4g} to {high:.4g}, mean {mean:.4g}"
        )


def pixel_range(x: np.ndarray, indices: np.ndarray) -> PixelRange:
    """Return what values each band of the training patches has.

    Parameters
    ----------
    x : ndarray, shape (n, size, size, bands)
        Raw values; may be memory-mapped.
    indices : ndarray of int, shape (k,)
        The patches; not empty.
    """
    step = -(-len(indices) // _PATCHES)
    values = np.asarray(x[indices[::step]]).reshape(-1, x.shape[-1]).astype(float)
    low, high = _ends(values)
    ends = (low, high, values.mean(axis=0), values.std(axis=0))
    quantiles = np.quantile(values, _HUNDREDTHS, axis=0).T.tolist()
    return PixelRange(*(tuple(each.tolist()) for each in ends), tuple(map(tuple, quantiles)))


def band_shifts(values: np.ndarray, learned: PixelRange, names: tuple[str, ...]) -> list[BandShift]:
    """Return the bands of an image that are not like those of training.

    A band is told if a tenth of its pixels lies outside the range of training, or its mean is a
    standard deviation away.

    Parameters
    ----------
    values : ndarray, shape (n, bands)
        Pixels of the image, evenly chosen; none if it has no data there.
    learned : PixelRange
    names : tuple of str
        Of the bands.
    """
    if not len(values):
        return []
    values = values.astype(float)
    low, high = np.asarray(learned.low), np.asarray(learned.high)
    outside = ((values < low) | (values > high)).mean(axis=0)
    mean, (lowest, highest) = values.mean(axis=0), _ends(values)
    far = np.abs(mean - learned.mean) > _FAR * np.maximum(learned.std, 1e-12)
    return [
        BandShift(
            name,
            float(outside[n]),
            (float(low[n]), learned.mean[n], float(high[n])),
            (float(lowest[n]), float(mean[n]), float(highest[n])),
        )
        for n, name in enumerate(names)
        if outside[n] > _FOREIGN or far[n]
    ]


def _ends(values: np.ndarray) -> np.ndarray:
    return np.quantile(values, [_TAIL, 1 - _TAIL], axis=0)
