"""How dense features are made: what the trunk sees, which stages count, and how far around."""

# Hints are read at run time, in Python 3.9 too: no `from __future__ import annotations` here.
import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from poplar_nn_plugin.dataset.fields import Between, FieldError, OneOf, Real
from poplar_nn_plugin.features.stages import CENTRES, CHANNELS, REACHES, STRIDES

__all__ = ["TEXTURE_SIZES", "FeatureRecipe"]

TEXTURE_SIZES = (3, 7)
"""Sides of the windows of the bands' means and deviations, in pixels."""

_SEEN = 3  # bands of the trunk


@dataclass(frozen=True)
class FeatureRecipe:
    """What the features of a cell of the map are.

    Parameters
    ----------
    zoom : int
        The image is drawn so many times as large before the trunk sees it.
    stages : tuple of int
        Of the trunk, ascending.
    cell : int
        Side of the square of pixels that share their features.
    width : int
        Side of the window around a cell whose mean and deviation count, in pixels.
    texture : bool
        Whether the bands, and their means and deviations in small windows, join the features.
    mixing : tuple of tuple of float
        The three bands that the trunk sees: the share of each scaled band in them.
    """

    zoom: Annotated[int, OneOf((1, 2, 4))]
    stages: tuple[Annotated[int, OneOf(tuple(STRIDES))], ...]
    cell: Annotated[int, Between(1, 64)]
    width: Annotated[int, Between(1, 512)]
    texture: bool
    mixing: tuple[tuple[Real, ...], ...]

    def __post_init__(self):
        if not self.stages or list(self.stages) != sorted(set(self.stages)):
            raise FieldError(f"recipe.stages must ascend, got {self.stages}")
        if len(self.mixing) != _SEEN or len({len(row) for row in self.mixing}) != 1:
            raise FieldError(f"recipe.mixing must be {_SEEN} rows of one length")

    @property
    def multiple(self) -> int:
        """Pixels that the side of an image must be a multiple of: whole cells, whole samples."""
        return math.lcm(self.cell, math.ceil(16 / self.zoom))

    @property
    def margin(self) -> int:
        """Pixels around a cell that its features depend on, up to the next `multiple`."""
        seen = max(
            REACHES[stage] + STRIDES[stage] + abs(CENTRES[stage] - STRIDES[stage] / 2)
            for stage in self.stages
        )
        pixels = seen / self.zoom + self.width / 2 + self.cell  # one may reach beyond the image
        if self.texture:
            pixels = max(pixels, TEXTURE_SIZES[-1] // 2)
        return math.ceil(pixels / self.multiple) * self.multiple

    @property
    def count(self) -> int:
        """Number of features."""
        texture = (1 + 2 * len(TEXTURE_SIZES)) * len(self.mixing[0]) if self.texture else 0
        return texture + sum(2 * CHANNELS[stage] for stage in self.stages)

    def stride(self, stage: int) -> Fraction:
        """Return the distance of the samples of a stage, in pixels."""
        return Fraction(STRIDES[stage], self.zoom)

    def centre(self, stage: int) -> Fraction:
        """Return where the first sample of a stage looks, in pixels from the edge of the image."""
        return Fraction(str(CENTRES[stage])) / self.zoom

    def require(self, bands: int) -> None:
        """Raise FieldError unless it is for so many bands."""
        if len(self.mixing[0]) != bands:
            raise FieldError(
                f"recipe.mixing must hold {bands} bands, as the patches, got {len(self.mixing[0])}"
            )
