"""The bands of an image brought to those a model learned from, by spread or by histogram.

What is done to a value depends on the value and its band alone, and is settled before the first
block, so it is the same in any block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.errors import ModelMismatchError
from poplar_nn_plugin.model.training import PixelRange

__all__ = [
    "MATCHES",
    "HistogramTable",
    "LinearTransform",
    "match_bands",
    "matched",
    "matches_from_json",
]

MATCHES = ("none", "spread", "histogram", "features")
"""``spread`` gives each band the mean and the standard deviation of training, ``histogram`` its
whole distribution. ``features`` leaves bands as they are and gives each feature of a model of dense
features its mean and standard deviation (`poplar_nn_plugin.features.classifier.matching`)."""

_FEWEST = 1000  # pixels; of fewer, a distribution says nothing
_NOTHING = 1e-12  # of the largest value; a spread below that is rounding


@dataclass(frozen=True)
class LinearTransform:
    """A band times `gain`, plus `offset`."""

    band: str
    gain: float
    offset: float

    def __call__(self, values: np.ndarray) -> np.ndarray:
        """Return the values of the band as training has them."""
        return values * self.gain + self.offset

    def __str__(self) -> str:
        return f"band '{self.band}': values times {self.gain:.4g}, plus {self.offset:.4g}"


@dataclass(frozen=True)
class HistogramTable:
    """A band whose values `seen` become those `learned`, with straight lines between them.

    What is darker or brighter than all that was seen becomes the darkest or brightest of training.
    """

    band: str
    seen: tuple[float, ...]
    learned: tuple[float, ...]

    def __call__(self, values: np.ndarray) -> np.ndarray:
        """Return the values of the band as training has them."""
        return np.interp(values, self.seen, self.learned)

    def __str__(self) -> str:
        ends = (0, len(self.seen) // 2, -1)
        pairs = (f"{self.seen[n]:.4g} becomes {self.learned[n]:.4g}" for n in ends)
        return f"band '{self.band}': {', '.join(pairs)}"


def match_bands(
    kind: str, values: np.ndarray, learned: PixelRange | None, names: Sequence[str]
) -> list[LinearTransform] | list[HistogramTable]:
    """Return what brings each band of an image to that of training; nothing for ``none``.

    Parameters
    ----------
    kind : str
        One of `MATCHES` but ``features``.
    values : ndarray, shape (n, bands)
        Pixels of the image, evenly chosen.
    learned : PixelRange or None
        None where the model does not tell.
    names : sequence of str
        Of the bands.

    Raises
    ------
    ModelMismatchError
        If the model does not tell enough of its training, or the image has too few pixels.
    """
    if kind == "none":
        return []
    needed = "mean" if kind == "spread" else "quantiles"
    if not getattr(learned, needed, ()):
        rescue = ", or match by 'spread', which it allows" if learned else ""
        raise ModelMismatchError(
            f"The model does not tell the {needed} of the pixels it learned from, so bands cannot "
            f"be matched by '{kind}': train the model again{rescue}, or set MATCH to 'none'.",
            match=kind,
        )
    values = values.astype(float)
    values = values[np.isfinite(values).all(axis=1)]
    if len(values) < _FEWEST:
        raise ModelMismatchError(
            f"Matching bands needs at least {_FEWEST} pixels of the image to go by, got "
            f"{len(values)} with data inside the mask and the extent, of 64 small squares looked "
            "at: map a larger part, or set MATCH to 'none'.",
            expected=_FEWEST,
            got=len(values),
        )
    if kind == "spread":
        return [
            _line(name, values[:, n], learned.mean[n], learned.std[n])
            for n, name in enumerate(names)
        ]
    return [_curve(name, values[:, n], learned.quantiles[n]) for n, name in enumerate(names)]


def matched(data: np.ndarray, bands: Sequence[LinearTransform | HistogramTable]) -> np.ndarray:
    """Return the values of an image as `match_bands` says, as floats; its bands come last."""
    if not bands:
        return data
    # As scaling reads them: 8 and 16 bits need no more than float32, wider values do.
    found = np.empty(data.shape, np.result_type(data.dtype, np.float32))
    for number, band in enumerate(bands):
        found[..., number] = band(data[..., number].astype(float))
    return found


def matches_from_json(values: Sequence[dict]) -> list[LinearTransform | HistogramTable]:
    """Return the bands of `match_bands`, each given by its fields."""
    return [HistogramTable(**one) if "seen" in one else LinearTransform(**one) for one in values]


def _line(name: str, values: np.ndarray, mean: float, std: float) -> LinearTransform:
    spread = float(values.std())
    # A band that is the same everywhere has no spread to widen: it is moved only. A rounded mean
    # leaves a trace of one.
    gain = std / spread if spread > _NOTHING * np.abs(values).max() else 1.0
    return LinearTransform(name, gain, mean - gain * float(values.mean()))


def _curve(name: str, values: np.ndarray, learned: Sequence[float]) -> HistogramTable:
    seen = np.quantile(values, np.linspace(0, 1, len(learned)))
    # A value that stands at several hundredths becomes the mean of what training has there.
    steps, places, counts = np.unique(seen, return_inverse=True, return_counts=True)
    means = np.bincount(places, np.asarray(learned, float)) / counts
    return HistogramTable(name, tuple(steps.tolist()), tuple(means.tolist()))
