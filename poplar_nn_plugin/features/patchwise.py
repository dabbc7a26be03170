"""The features of patches that are looked at alone: of what lies around them nothing is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from poplar_nn_plugin.dataset.fill import fill_invalid
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.engine.blocks.parallel import Pool
from poplar_nn_plugin.engine.scanning import in_order
from poplar_nn_plugin.features.dense import CONTRAST, mixed
from poplar_nn_plugin.features.trunk import Trunk
from poplar_nn_plugin.model.recipe import FeatureRecipe
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["PatchFeatures", "drawing"]

_LEAST_VARIANCE = np.float32(1e-6)
_TOGETHER = 32  # patches that are cut out of a block at once
_TASK = 2**17  # pixels drawn between two looks at the progress


@dataclass(frozen=True, eq=False)
class PatchFeatures:
    """From raw patches to their features, by a recipe of patches.

    A map is made of them, too: each cell has the features of the patch around it. That takes some
    ten times as long as `poplar_nn_plugin.features.dense.DenseFeatures`, which see more.

    Parameters
    ----------
    recipe : FeatureRecipe
        With a `patch`.
    scaling : Scaling
        Of the bands.
    dtype : str
        Of the pixels, as the dataset stores them.
    trunk : Trunk
        With the stages of the recipe.
    """

    recipe: FeatureRecipe
    scaling: Scaling
    dtype: str
    trunk: Trunk = field(repr=False)

    @classmethod
    def load(cls, recipe: FeatureRecipe, scaling: Scaling, dtype: str) -> PatchFeatures:
        """Return them with the trunk that comes with the plugin."""
        return cls(recipe, scaling, dtype, Trunk.load(recipe.stages))

    @cached_property
    def _drawing(self) -> np.ndarray:
        return drawing(self.recipe.width, self.recipe.patch)

    @property
    def pixel_bytes(self) -> float:
        """Most bytes that `of_block` takes for a pixel with its margin, besides the pixel.

        One block holds a patch at least, and no more of it is cut out at once than a quarter.
        """
        recipe, bands = self.recipe, len(self.scaling.scale)
        drawn = (recipe.patch / recipe.width) ** 2
        return (
            8 * bands
            + 1
            + 20 * bands
            + (12 * bands + 60) * drawn
            + 8 * recipe.count / (recipe.cell**2)
        )

    def of_patches(self, x: np.ndarray) -> np.ndarray:
        """Return the features of patches, each alone.

        Parameters
        ----------
        x : ndarray, shape (n, size, size, bands)
            Raw values, invalid pixels filled as in a dataset.

        Returns
        -------
        ndarray of float32, shape (n, features)
        """
        found = np.empty((len(x), self.recipe.count), np.float32)
        for number, patch in enumerate(x):
            found[number] = self._of_patch(self.scaling.apply(patch))
        return found

    def of_dataset(
        self,
        patches: PatchDataset,
        progress: Progress,
        *,
        index: np.ndarray | None = None,
        n_jobs: int = -1,
    ) -> np.ndarray:
        """Return the features of the patches of a dataset, or of some, shape (n, features).

        Parameters
        ----------
        patches : PatchDataset
        progress : Progress
        index : ndarray of int, optional
            The patches; all if not given.
        n_jobs : int
            Patches looked at at once; -1 for one a core.
        """
        index = np.arange(len(patches.y)) if index is None else index
        found = np.empty((len(index), self.recipe.count), np.float32)
        together, done = max(1, _TASK // self.recipe.patch**2), 0
        tasks = np.split(index, range(together, len(index), together))
        checkpoint(progress, 0.0)
        for part in in_order(Pool(n_jobs), lambda some: self.of_patches(patches.x[some]), tasks):
            found[done : done + len(part)] = part
            done += len(part)
            checkpoint(progress, done / max(1, len(index)))
        return found

    def of_block(self, data: np.ndarray, valid: np.ndarray, margin: int) -> np.ndarray:
        """Return the features of all cells but those of the margin, each by the patch around it.

        Parameters
        ----------
        data : ndarray, shape (rows, cols, bands)
            Raw values; what lies under invalid pixels does not count.
        valid : ndarray of bool, shape (rows, cols)
        margin : int
            Pixels on each side, that of the recipe or more, a multiple of the cell.

        Returns
        -------
        ndarray of float32, shape (rows of cells, columns of cells, features)
            A cell that the block holds in part is given, too; one without valid pixels is 0.
        """
        recipe = self.recipe
        cell, size = recipe.cell, recipe.width
        missing = [(0, -side % cell) for side in valid.shape]
        valid, data = np.pad(valid, missing), np.pad(data, [*missing, (0, 0)])
        cells = tuple((side - 2 * margin) // cell for side in valid.shape)
        first = margin - (size - cell) // 2
        inner = valid[margin : margin + cells[0] * cell, margin : margin + cells[1] * cell]
        wanted = inner.reshape(cells[0], cell, cells[1], cell).any(axis=(1, 3))
        patches = _windows(data, first, size, cell, cells)
        known = _windows(valid, first, size, cell, cells)
        found = np.zeros((*cells, recipe.count), np.float32)
        rows, cols = np.nonzero(wanted)
        together = max(1, min(_TOGETHER, valid.size // (4 * size * size)))
        for start in range(0, len(rows), together):
            some = rows[start : start + together], cols[start : start + together]
            x = np.moveaxis(patches[some], 1, -1)
            if not known[some].all():
                x = fill_invalid(x, known[some], self.dtype)
            found[some] = self.of_patches(x)
        return found

    def _of_patch(self, scaled: np.ndarray) -> np.ndarray:
        """Return mean and deviation of each stage, before them those of the bands if wanted."""
        recipe, turn = self.recipe, self._drawing
        seen = mixed(scaled, np.asarray(recipe.mixing, np.float32) * CONTRAST)
        drawn = np.stack([turn @ band @ turn.T for band in np.moveaxis(seen, -1, 0)], axis=-1)
        maps = self.trunk(drawn)
        parts = [scaled] if recipe.texture else []
        parts += [maps[stage] for stage in recipe.stages]
        found = []
        for part in parts:
            flat = part.reshape(-1, part.shape[-1])
            found += [flat.mean(axis=0), np.sqrt(flat.var(axis=0) + _LEAST_VARIANCE)]
        return np.concatenate(found)


def drawing(size: int, side: int) -> np.ndarray:
    """Return the matrix that draws a line of pixels longer or shorter.

    Longer, values run straight between the middles of pixels, and beyond the outermost ones stay as
    they are; shorter, each is a weighted mean of those that it stands for.

    Parameters
    ----------
    size, side : int
        Pixels before and after.

    Returns
    -------
    ndarray of float32, shape (side, size)
    """
    middles = (np.arange(side) + 0.5) * size / side - 0.5
    middles = np.clip(middles, 0, size - 1)
    reach = max(1.0, size / side)
    weights = np.maximum(0, 1 - np.abs(middles[:, None] - np.arange(size)) / reach)
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


def _windows(array: np.ndarray, first: int, size: int, cell: int, cells: tuple[int, int]):
    """Return the patch around every cell as a view (rows, cols[, bands], size, size)."""
    part = tuple(slice(first, first + (n - 1) * cell + size) for n in cells)
    return sliding_window_view(array[part], (size, size), axis=(0, 1))[::cell, ::cell]
