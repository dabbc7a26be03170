"""The Gabor filter."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.filters.windows.convolve import correlate_runs, gaussian_weights
from poplar_nn_plugin.filters.windows.sliding import Known
from poplar_nn_plugin.filters.windows.windowed import TileFilter
from poplar_nn_plugin.settings import real, whole

__all__ = ["Gabor"]

_REACH = 3.0  # standard deviations after which the bell curve is cut off


@dataclass(frozen=True)
class Gabor(TileFilter):
    """Find rows and stripes of one width: how strongly values go up and down with a wavelength.

    The image is compared with waves under a bell curve. The strength is that of waves of the
    given length, in the image's own units (half of the difference between crest and trough),
    wherever crests lie; 0 in uniform areas. With several directions the strongest counts, and a
    second band says along which the rows lie, in degrees clockwise from the top of the image.
    Pixels without data have no weight. Results are float32, for images of float64 or 32-bit
    integers float64.

    References
    ----------
    Daugman (1985), "Uncertainty relation for resolution in space, spatial frequency, and
    orientation optimized by two-dimensional visual cortical filters", Journal of the Optical
    Society of America A 2, 1160-1169.
    """

    name = "gabor"
    title = "Gabor filter"
    tags = "texture, orientation, frequency, rows, plantation"
    same_values = False
    float_results = True
    scratch = 3

    wavelength: float = real(
        "Wavelength: from row to row (pixels)",
        default=8.0,
        low=2,
        high=100,
        help="Poplars planted 7 m apart lie 14 pixels of half a metre apart.",
    )
    orientation: float = real(
        "Direction of the rows (degrees clockwise from the top)",
        default=0.0,
        low=0,
        high=180,
        help="The first that is tried.",
    )
    directions: int = whole(
        "Directions to try, from that one on",
        default=8,
        low=1,
        high=36,
        help="Evenly over the half circle; of several the strongest counts, and a second band says "
        "which it is.",
    )
    breadth: float = real(
        "Sigma of the bell curve (wavelengths)",
        default=0.56,
        low=0.3,
        high=3,
        advanced=True,
        help="How many rows count: more tell wavelengths and directions better apart, fewer keep "
        "borders sharper.",
    )

    @property
    def halo(self) -> int:
        """Three sigma of the bell curve."""
        return math.ceil(_REACH * self.breadth * self.wavelength)

    @property
    def results(self) -> tuple[str, ...]:
        """The strength, and the direction where there are several."""
        return ("strength",) if self.directions == 1 else ("strength", "direction")

    def bounds(self, low: float, high: float) -> tuple[float, float]:
        """Return 0 and an end that is not known: strengths and directions are never below."""
        return 0, math.inf

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Return the strength, and the direction where there are several, of a tile."""
        values = values.astype(self.result_type(values.dtype))
        bell = gaussian_weights(self.breadth * self.wavelength, self.halo)
        valid = known.valid
        if known.whole:  # one window tells of all
            valid = np.ones((bell.size, bell.size), bool)
        valid = valid.astype(values.dtype)
        weight = np.maximum(_both(valid, bell, bell), np.finfo(values.dtype).tiny)
        mean = _both(values, bell, bell) / weight
        best = direction = None
        for number in range(self.directions):
            angle = (self.orientation + 180 * number / self.directions) % 180
            found = self._strength(values, valid, mean, bell, angle) / weight
            if best is None:
                best, direction = found, np.full_like(found, angle)
            else:
                direction[found > best] = angle
                np.maximum(best, found, out=best)
        return np.stack((best, direction)[: len(self.results)])

    def _strength(self, values, valid, mean, bell: np.ndarray, angle: float) -> np.ndarray:
        """Return twice the size of the weighted sum of deviations from the mean."""
        across = math.radians(angle)  # rows along `angle` are waves across it
        steps = 2 * math.pi / self.wavelength * np.arange(-self.halo, self.halo + 1)
        east = bell * np.exp(1j * steps * math.cos(across))
        south = bell * np.exp(1j * steps * math.sin(across))
        even, odd = _waves(values, east, south)
        even_bias, odd_bias = _waves(valid, east, south)
        even -= mean * even_bias
        odd -= mean * odd_bias
        return 2 * np.sqrt(np.square(even) + np.square(odd))


def _both(values: np.ndarray, east: np.ndarray, south: np.ndarray) -> np.ndarray:
    return correlate_runs(correlate_runs(values, east, 1), south, 0)


def _waves(values: np.ndarray, east: np.ndarray, south: np.ndarray) -> tuple:
    """Return the real and imaginary part of the sum under complex weights, made of real sums."""
    even, odd = (correlate_runs(values, part, 1) for part in (east.real, east.imag))
    return (
        correlate_runs(even, south.real, 0) - correlate_runs(odd, south.imag, 0),
        correlate_runs(even, south.imag, 0) + correlate_runs(odd, south.real, 0),
    )


FILTER = Gabor
