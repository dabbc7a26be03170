"""How dense features are made: what the trunk sees, which stages count, and how far around."""

# Hints are read at run time, in Python 3.9 too: no `from __future__ import annotations` here.
import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Optional

from poplar_nn_plugin.dataset.fields import Between, FieldError, OneOf, Real, left_out
from poplar_nn_plugin.features.stages import CENTRES, CHANNELS, REACHES, STRIDES

__all__ = ["TEXTURE_SIZES", "FeatureRecipe"]

TEXTURE_SIZES = (3, 7)
"""Sides of the windows of the bands' means and deviations, in pixels."""

_SEEN = 3  # bands of the trunk
_MULTIPLE = 16  # of the sides of what it sees
_WIDEST, _LARGEST_CELL = 512, 64  # of features that are dense


@dataclass(frozen=True)
class FeatureRecipe:
    """What the features of a cell of the map are.

    They are *dense*, of the image around the cell as far as the trunk sees, or those of the *patch*
    around it alone: what is learned from patches whose image is gone.

    Parameters
    ----------
    zoom : int
        The image is drawn so many times as large before the trunk sees it; 1 for patches.
    stages : tuple of int
        Of the trunk, ascending.
    cell : int
        Side of the square of pixels that share their features.
    width : int
        Side of the window around a cell whose mean and deviation count, or of the patch, in pixels.
    texture : bool
        Whether the bands, and their means and deviations in small windows, join the features; of
        patches their mean and deviation in the patch.
    mixing : tuple of tuple of float
        The three bands that the trunk sees: the share of each scaled band in them.
    patch : int or None
        Side that a patch is drawn to before the trunk sees it, alone; None where features are
        dense.
    """

    zoom: Annotated[int, OneOf((1, 2, 4))]
    stages: tuple[Annotated[int, OneOf(tuple(STRIDES))], ...]
    cell: Annotated[int, Between(1, 2**15)]
    width: Annotated[int, Between(1, 2**15)]
    texture: bool
    mixing: tuple[tuple[Real, ...], ...]
    patch: Optional[Annotated[int, Between(16, 512)]] = left_out()

    def __post_init__(self):
        if not self.stages or list(self.stages) != sorted(set(self.stages)):
            raise FieldError(f"recipe.stages must ascend, got {self.stages}")
        if len(self.mixing) != _SEEN or len({len(row) for row in self.mixing}) != 1:
            raise FieldError(f"recipe.mixing must be {_SEEN} rows of one length")
        if self.patch is None:
            if self.cell > _LARGEST_CELL or self.width > _WIDEST:
                raise FieldError(
                    f"recipe.cell and recipe.width must be at most {_LARGEST_CELL} and {_WIDEST}, "
                    f"got {self.cell} and {self.width}"
                )
        elif self.patch % _MULTIPLE or self.zoom != 1 or self.cell > self.width:
            raise FieldError(
                f"recipe.patch must be a multiple of {_MULTIPLE}, with a zoom of 1 and no larger "
                f"cell than {self.width}, got {self.patch}, {self.zoom} and {self.cell}"
            )

    @property
    def multiple(self) -> int:
        """Pixels that the side of an image must be a multiple of: whole cells, whole samples."""
        if self.patch is not None:
            return self.cell
        return math.lcm(self.cell, math.ceil(_MULTIPLE / self.zoom))

    @property
    def margin(self) -> int:
        """Pixels around a cell that its features depend on, up to the next `multiple`."""
        if self.patch is not None:
            return math.ceil((self.width - self.cell) / 2 / self.cell) * self.cell
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
        each = 2 if self.patch is not None else 1 + 2 * len(TEXTURE_SIZES)
        texture = each * len(self.mixing[0]) if self.texture else 0
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
