"""Haralick's texture measures."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.filters.windows.sampling import sampled_range
from poplar_nn_plugin.filters.windows.sliding import Known, box_sum
from poplar_nn_plugin.filters.windows.windowed import TileFilter, window_radius
from poplar_nn_plugin.settings import choice, choices, real, whole

__all__ = ["Texture"]

_MEASURES = ("contrast", "dissimilarity", "homogeneity", "energy", "entropy", "correlation")
_COUNTED = {"energy", "entropy"}  # those for which every pair of levels is counted on its own

# Steps down and right from a pixel to its neighbour: eastward, north-east, north, north-west.
_STEPS = {"0": (0, 1), "45": (-1, 1), "90": (1, 0), "135": (1, 1)}


@dataclass(frozen=True)
class Texture(TileFilter):
    """Describe the texture around each pixel by Haralick's measures of its grey levels.

    Values are sorted into levels, and pairs of valid pixels at a distance are counted in the
    window: their co-occurrence matrix. Contrast and dissimilarity are high where neighbours
    differ, homogeneity where they resemble; energy is high where few pairs keep coming back,
    entropy (natural logarithm) where all are different; correlation says how well a pixel
    foretells its neighbour. Several directions are averaged. A window without a pair counts as
    uniform. The time of energy and entropy grows with the square of the number of levels.

    References
    ----------
    Haralick, Shanmugam and Dinstein (1973), "Textural features for image classification", IEEE
    Transactions on Systems, Man, and Cybernetics 3, 610-621.
    """

    name = "texture"
    title = "Texture filter"
    tags = "haralick, glcm, entropy, contrast, homogeneity"
    same_values = False
    float_results = True
    scratch = 4
    tile_pixels = 32 * 1024

    radius: int = window_radius(default=3, high=25)
    measures: tuple[str, ...] = choices(
        "Measures",
        _MEASURES,
        default=("contrast", "homogeneity", "entropy", "correlation"),
        help="Each becomes a band. 'contrast' and 'dissimilarity' are high where neighbours "
        "differ, 'homogeneity' where they resemble, 'energy' where few pairs keep coming back, "
        "'entropy' where all are different, 'correlation' where a pixel foretells its neighbour.",
    )
    levels: int = whole(
        "Number of grey levels",
        default=8,
        low=2,
        high=64,
        help="Into which values are sorted. The time of energy and entropy grows with its square.",
    )
    low: float | None = real(
        "Least value (from the image if empty)",
        default=None,
        advanced=True,
        help="Where the first level begins; give both ends by hand to compare several images.",
    )
    high: float | None = real(
        "Greatest value (from the image if empty)",
        default=None,
        advanced=True,
        help="Where the last level ends. From the image, its darkest and brightest per cent lie "
        "beyond.",
    )
    distance: int = whole(
        "Distance of a pair (pixels)",
        default=1,
        low=1,
        high=10,
        advanced=True,
        help="How far apart the two pixels lie that are compared; at most twice the radius.",
    )
    direction: str = choice(
        "Direction of a pair (degrees from east)",
        ("all", *_STEPS),
        advanced=True,
        help="Which way from one pixel to the other; 'all' takes the mean of four.",
    )

    def __post_init__(self):
        super().__post_init__()
        if self.distance > 2 * self.radius:
            raise ParameterError(
                f"Pairs at a distance of {self.distance} pixels do not fit into a window of "
                f"{2 * self.radius + 1} pixels: lower the distance or raise the radius."
            )
        if self.low is not None and self.high is not None and not self.low < self.high:
            raise ParameterError(
                f"The least value {self.low:g} must be below the greatest value {self.high:g}."
            )

    @property
    def halo(self) -> int:
        """The radius."""
        return self.radius

    @property
    def results(self) -> tuple[str, ...]:
        """The measures."""
        return self.measures

    def fitted(self, image: RasterSource) -> Texture:
        """Return the filter with its range from the image's values, but the extremes' last 1 %."""
        if self.low is not None and self.high is not None:
            return self
        low, high = sampled_range(image, 0.01)
        low = low if self.low is None else self.low
        high = high if self.high is None else self.high
        return replace(self, low=low, high=high if high > low else low + 1)

    def bounds(self, low: float, high: float) -> tuple[float, float]:
        """Return what is known: the least measure is a correlation of -1, but for rounding."""
        return -2, math.inf

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Return the measures of a tile, (measures, rows, cols)."""
        levels, kind = self._levels_of(values), self.result_type(values.dtype)
        steps = _STEPS.values() if self.direction == "all" else [_STEPS[self.direction]]
        total = None
        for step in steps:
            pairs = _Pairs(levels, known, self.radius, [self.distance * part for part in step])
            found = np.array(list(pairs.measures(self.measures, self.levels)), kind)
            total = found if total is None else np.add(total, found, out=total)
        return total / len(steps)

    def _levels_of(self, values: np.ndarray) -> np.ndarray:
        """Return the grey levels of a tile as int32."""
        if self.low is None or self.high is None:
            raise ParameterError(
                "The texture filter needs the least and greatest value: give them, or take them "
                "from the image by fitted(image)."
            )
        scaled = values.astype(np.float64) - self.low
        scaled *= self.levels / (self.high - self.low)
        return np.clip(scaled, 0, self.levels - 1, out=scaled).astype(np.int32)


class _Pairs:
    """The pairs of pixels of a tile at one step, and the sums of all that lie within windows."""

    def __init__(self, levels: np.ndarray, known: Known, radius: int, step: list[int]):
        down, right = step
        self._sides = [2 * radius + 1 - abs(part) for part in step]
        first, second = _shifted(down), _shifted(-down)
        third, fourth = _shifted(right), _shifted(-right)
        self.one, self.other = levels[first, third], levels[second, fourth]
        self._whole = known.whole
        if not known.whole:
            self._both = known.valid[first, third] & known.valid[second, fourth]
            self.one, self.other = self.one * self._both, self.other * self._both

    def sum(self, values: np.ndarray) -> np.ndarray:
        return box_sum(values, *self._sides)

    def measures(self, names: tuple[str, ...], levels: int) -> Iterator[np.ndarray]:
        """Yield measures; those of a symmetric matrix, which counts each pair both ways."""
        if self._whole:
            none, count = None, float(self._sides[0] * self._sides[1])
        else:
            count = self.sum(self._both.astype(np.int32))
            none = count == 0
            count = np.maximum(count, 1).astype(np.float64)
        difference = np.abs(self.one - self.other)
        if _COUNTED & set(names):
            squares, logarithms = self._counted(difference, levels)
        for name in names:
            if name == "contrast":
                found, uniform = self.sum(np.square(difference)) / count, 0
            elif name == "dissimilarity":
                found, uniform = self.sum(difference) / count, 0
            elif name == "homogeneity":
                near = 1 / (1 + np.square(difference, dtype=np.float64))
                near = near if self._whole else near * self._both
                found, uniform = self.sum(near) / count, 1
            elif name == "energy":
                found, uniform = np.sqrt(squares) / count, 1
            elif name == "entropy":
                unlike = self.sum((difference > 0).astype(np.int32))
                found = np.log(count) + (unlike * np.log(2) - logarithms) / count
                uniform = 0
            else:
                found, uniform = self._correlation(count), 1
            yield found if none is None else np.where(none, uniform, found)

    def _counted(self, difference: np.ndarray, levels: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the sums of squared counts and of counts times their logarithm."""
        codes = np.minimum(self.one, self.other) * levels + np.maximum(self.one, self.other)
        if not self._whole:
            codes[~self._both] = levels * levels
        codes = codes.astype(np.uint8 if levels < 16 else np.uint16)
        most = self._sides[0] * self._sides[1]
        counts = np.uint8 if most < 256 else np.uint16
        numbers = np.arange(most + 1)
        table = numbers * np.log(np.maximum(numbers, 1))
        squares, logarithms = 0, 0.0
        for code in np.unique(codes):
            if code == levels * levels:
                continue
            count = self.sum((codes == code).view(np.uint8).astype(counts, copy=False))
            logarithms += table[count]
            # Half of the pairs of two different levels lie on either side of the diagonal.
            square = np.square(count, dtype=np.uint32)
            squares += square + square if code // levels == code % levels else square
        return squares / 2, logarithms

    def _correlation(self, count) -> np.ndarray:
        one, other = self.one, self.other
        mean = self.sum(one + other) / (2 * count)
        variance = self.sum(np.square(one) + np.square(other)) / (2 * count) - np.square(mean)
        shared = self.sum(one * other) / count - np.square(mean)
        varied = variance > 1e-9  # levels are whole numbers: below it is rounding
        return np.where(varied, shared / np.where(varied, variance, 1), 1.0)


def _shifted(by: int) -> slice:
    """Return the part of an axis whose pixels have one `by` pixels further on."""
    return slice(0, -by) if by > 0 else slice(-by, None)


FILTER = Texture
