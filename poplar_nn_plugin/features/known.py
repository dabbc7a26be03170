"""Features of whole images, kept from training for the map: they are most of the time of both."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.features.dense import DenseFeatures

__all__ = ["KnownFeatures", "cells_of"]

_MOST = 256 * 2**20  # bytes


class KnownFeatures:
    """The features of all cells of some images by one recipe, if they are few.

    Parameters
    ----------
    most : int
        Bytes that all images may take together.

    Attributes
    ----------
    nbytes : int
        That are taken.
    """

    def __init__(self, most: int = _MOST):
        self._most, self._of, self._made_by = most, {}, None

    @property
    def nbytes(self) -> int:
        """Bytes that are taken."""
        return sum(cells.nbytes for cells in self._of.values())

    def has_room(self, images: Sequence[RasterSource], dense: DenseFeatures) -> bool:
        """Return whether the features of images may be kept."""
        each = (rows * cols for rows, cols in (cells_of(image, dense) for image in images))
        return 4 * dense.recipe.count * sum(each) <= self._most

    def begin(self, dense: DenseFeatures) -> None:
        """Forget all that was kept; what comes is made by `dense`."""
        self._of, self._made_by = {}, (dense.recipe, dense.scaling)

    def keep(self, image: RasterSource, cells: np.ndarray) -> None:
        """Keep the features of all cells of an image, shape (rows, cols, features)."""
        self._of[_name(image)] = cells

    def of(self, image: RasterSource, dense: DenseFeatures) -> np.ndarray | None:
        """Return the features of all cells of an image, None where they are not known.

        Parameters
        ----------
        image : RasterSource
        dense : DenseFeatures
            Others than these may have been kept.

        Returns
        -------
        ndarray of float32, shape (rows, cols, features), or None
            Of the cells that the image holds in part, too.
        """
        if self._made_by != (dense.recipe, dense.scaling):
            return None
        return self._of.get(_name(image))


def cells_of(image: RasterSource, dense: DenseFeatures) -> tuple[int, int]:
    """Return how many rows and columns of cells an image has, those in part included."""
    cell = dense.recipe.cell
    return -(-image.grid.height // cell), -(-image.grid.width // cell)


def _name(image: RasterSource) -> RasterSource:
    """Return the image with its bands said, so that those who name them have the same."""
    return image.but(bands=image.bands)
