"""The features of every cell of a block of an image."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.features.pooling import pooled
from poplar_nn_plugin.features.stages import CHANNELS
from poplar_nn_plugin.features.texture import texture
from poplar_nn_plugin.features.trunk import Trunk
from poplar_nn_plugin.mapping.overlap import interpolated
from poplar_nn_plugin.model.recipe import TEXTURE_SIZES, FeatureRecipe
from poplar_nn_plugin.model.scaling import Scaling

__all__ = ["CONTRAST", "DenseFeatures", "enlarged", "mixed"]

CONTRAST = np.float32(0.5)
"""What the trunk was trained on varies less than what is scaled to spread 1. Measured on sample
scenes: between 0.4 and 0.7 nothing changes."""


@dataclass(frozen=True, eq=False)
class DenseFeatures:
    """From raw pixels to features of cells, by a recipe.

    Parameters
    ----------
    recipe : FeatureRecipe
    scaling : Scaling
        Of the bands.
    trunk : Trunk
        With the stages of the recipe.
    """

    recipe: FeatureRecipe
    scaling: Scaling
    trunk: Trunk

    @classmethod
    def load(cls, recipe: FeatureRecipe, scaling: Scaling) -> DenseFeatures:
        """Return them with the trunk that comes with the plugin."""
        return cls(recipe, scaling, Trunk.load(recipe.stages))

    @property
    def pixel_bytes(self) -> float:
        """Most bytes that `of_block` takes for a pixel with its margin, besides the pixel."""
        recipe, bands = self.recipe, len(self.scaling.scale)
        strides = {stage: float(recipe.stride(stage)) for stage in recipe.stages}
        maps = {stage: 4 * CHANNELS[stage] / strides[stage] ** 2 for stage in strides}
        cells = {stage: 8 * CHANNELS[stage] / recipe.cell**2 for stage in strides}
        # Values and their squares; rows of cells; cells: each array with one that is added to it.
        pooling = {s: 2 * maps[s] * (1 + 2 * strides[s] / recipe.cell) + 2 * cells[s] for s in maps}
        seen, held, features = 12, sum(maps.values()), sum(cells.values())
        steps = [
            seen + 40 * recipe.zoom**2,
            seen + held + features + max(max(pooling.values()), features),
        ]
        if recipe.texture:
            drawn = 4 * bands * (1 + 2 * len(TEXTURE_SIZES))
            sums = 4 * (2 * bands + 1)
            steps += [features + 3 * sums + 2 * drawn, 2 * (features + drawn / recipe.cell**2)]
        return 2 * 4 * bands + max(steps)

    def of_block(self, data: np.ndarray, valid: np.ndarray, margin: int) -> np.ndarray:
        """Return the features of all cells but those of the margin.

        They depend on nothing further away than the margin of the recipe, and not on where the
        block begins. Invalid pixels are seen as the mean of training.

        Parameters
        ----------
        data : ndarray, shape (rows, cols, bands)
            Raw values.
        valid : ndarray of bool, shape (rows, cols)
        margin : int
            Pixels on each side, that of the recipe or more, a multiple of its `multiple`.

        Returns
        -------
        ndarray of float32, shape (rows of cells, columns of cells, features)
            A cell that the block holds in part is given, too.
        """
        recipe = self.recipe
        cells = tuple(-(-(side - 2 * margin) // recipe.cell) for side in valid.shape)
        missing = [(0, -side % recipe.multiple) for side in valid.shape]
        scaled = self.scaling.apply(data)
        scaled[~valid] = 0
        scaled = np.pad(scaled, [*missing, (0, 0)])
        found = [self._stages(scaled, cells, margin)]
        if recipe.texture:
            found.insert(0, self._texture(scaled, np.pad(valid, missing), cells, margin))
        return np.concatenate(found, axis=-1)

    def _stages(self, scaled: np.ndarray, cells: tuple[int, int], margin: int) -> np.ndarray:
        recipe = self.recipe
        seen = mixed(scaled, np.asarray(recipe.mixing, np.float32) * CONTRAST)
        maps = self.trunk(enlarged(seen, recipe.zoom))
        return np.concatenate(
            [
                pooled(
                    maps[stage],
                    recipe.stride(stage),
                    recipe.centre(stage),
                    cells,
                    cell=recipe.cell,
                    width=recipe.width,
                    margin=margin,
                )
                for stage in recipe.stages
            ],
            axis=-1,
        )

    def _texture(self, scaled, valid, cells: tuple[int, int], margin: int) -> np.ndarray:
        """Return bands and texture, as means over the pixels of each cell."""
        cell = self.recipe.cell
        rim = TEXTURE_SIZES[-1] // 2
        part = tuple(slice(margin - rim, margin + n * cell + rim) for n in cells)
        found = texture(scaled[part], valid[part], TEXTURE_SIZES)
        found = found[rim : rim + cells[0] * cell, rim : rim + cells[1] * cell]
        if cell == 1:
            return found
        return found.reshape(cells[0], cell, cells[1], cell, -1).mean(axis=(1, 3))


def mixed(scaled: np.ndarray, mixing: np.ndarray) -> np.ndarray:
    """Return the bands that the trunk sees, as shares of the scaled ones.

    Parameters
    ----------
    scaled : ndarray of float32, shape (rows, cols, bands)
    mixing : ndarray of float32, shape (3, bands)

    Returns
    -------
    ndarray of float32, shape (rows, cols, 3)
    """
    # One band after the other: sums in the same order, whatever the size of the block.
    return sum(scaled[..., band, None] * share for band, share in enumerate(mixing.T))


def enlarged(image: np.ndarray, zoom: int) -> np.ndarray:
    """Return an image drawn larger, linear between the middles of its pixels.

    Parameters
    ----------
    image : ndarray of float32, shape (rows, cols, bands)
    zoom : int

    Returns
    -------
    ndarray of float32, shape (rows * zoom, cols * zoom, bands)
    """
    if zoom > 1:
        image = interpolated(np.pad(image, [(1, 1), (1, 1), (0, 0)], mode="edge"), zoom)
    return np.ascontiguousarray(image)
