"""A filter by a kernel that the user types."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.filters.windows.convolve import centred, correlate
from poplar_nn_plugin.filters.windows.sliding import Known
from poplar_nn_plugin.filters.windows.windowed import TileFilter
from poplar_nn_plugin.settings import choice, text

__all__ = ["Kernel", "parse_matrix"]

_LARGEST = 51  # rows and columns
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"


@dataclass(frozen=True)
class Kernel(TileFilter):
    """Give the sum of each pixel's neighbours, times the weights of a matrix.

    The matrix is laid over the image as it is typed, its middle on the pixel (a correlation).
    Where some pixels have no data: if no weight is below 0 the others' weights are raised to the
    same sum, else the pixel itself stands in for them. Results are float32, for images of
    float64 or 32-bit integers float64.
    """

    name = "kernel"
    title = "Custom kernel"
    tags = "convolution, matrix, custom, sharpen, blur"
    same_values = False
    float_results = True
    scratch = 3

    matrix: str = text(
        "Matrix (spaces, and semicolons between rows)",
        default="1 2 1; 2 4 2; 1 2 1",
        help="The weights of the pixels around, as they lie in the image. Both sides are odd.",
    )
    scale: str = choice(
        "Weights",
        ("divided by their sum", "as they are"),
        help="Divided, results stay as bright as the image; weights that sum to 0 go as they are.",
    )

    def __post_init__(self):
        super().__post_init__()
        weights = parse_matrix(self.matrix)
        if self._scaled and abs(weights.sum()) < 1e-9 * np.abs(weights).sum():
            raise ParameterError(
                "The matrix sums to 0, so its weights cannot be divided by their sum: use them "
                "as they are."
            )

    @property
    def halo(self) -> int:
        """Half of the longer side."""
        return max(parse_matrix(self.matrix).shape) // 2

    @property
    def weights(self) -> np.ndarray:
        """(rows, cols) as they are applied."""
        weights = parse_matrix(self.matrix)
        return weights / weights.sum() if self._scaled else weights

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Return the weighted sums of a tile."""
        weights = self.weights
        cut = [self.halo - length // 2 for length in weights.shape]
        part = tuple(slice(n, length - n) for n, length in zip(cut, values.shape))
        values = values[part].astype(self.result_type(values.dtype))
        known = known.part(part)
        if known.whole or (weights < 0).any():
            return centred(values, known, weights)
        share = correlate(known.valid.astype(values.dtype), weights)
        # Of what a whole window has, by the same sums: so that it is exactly 1 there.
        share /= correlate(np.ones(weights.shape, values.dtype), weights)
        total = correlate(values, weights)
        alone = centred(values, known, weights)  # for where no pixel with a weight is valid
        return np.where(share > 0, total / np.where(share > 0, share, 1), alone)

    @property
    def _scaled(self) -> bool:
        return self.scale == "divided by their sum"


def parse_matrix(text: str) -> np.ndarray:
    """Return the matrix that a person typed: ``1 2 1; 2 4 2; 1 2 1``.

    Numbers stand between spaces, commas or tabs, rows between semicolons or on lines of their
    own; ``[[1, 2, 1], [2, 4, 2], [1, 2, 1]]`` is understood too.

    Raises
    ------
    ParameterError
        If it is no matrix, has an even side, is too large, one pixel, or all 0.
    """
    plain = re.sub(r"\]\s*,\s*\[", ";", text.strip()).strip("[] \t\r\n")
    rows = [
        re.split(r"[\s,]+", row.strip(" ,\t"))
        for row in re.split(r"[;\r\n]+", plain)
        if row.strip()
    ]
    wrong = [word for row in rows for word in row if not re.fullmatch(_NUMBER, word)]
    if not rows or wrong:
        what = f"{wrong[0]!r} in it is not one" if wrong else "it is empty"
        raise ParameterError(
            f"The matrix is made of numbers, rows between semicolons, like 1 2 1; 2 4 2; 1 2 1, "
            f"but {what}."
        )
    if len({len(row) for row in rows}) > 1:
        lengths = ", ".join(str(len(row)) for row in rows)
        raise ParameterError(f"Every row of the matrix needs as many numbers; they have {lengths}.")
    matrix = np.array([[float(word) for word in row] for row in rows])
    height, width = matrix.shape
    if height % 2 == 0 or width % 2 == 0:
        raise ParameterError(
            f"The matrix has {height} rows and {width} columns; both must be odd, so that it has a "
            "middle. Add a row or column of 0."
        )
    if max(matrix.shape) > _LARGEST:
        raise ParameterError(
            f"The matrix has {height} rows and {width} columns; at most {_LARGEST} are allowed."
        )
    if matrix.size == 1 or not matrix.any():
        raise ParameterError("The matrix does nothing: it needs neighbours with a weight not 0.")
    if not np.isfinite(matrix).all():
        raise ParameterError("The matrix holds a number too large to be computed with.")
    return matrix


FILTER = Kernel
