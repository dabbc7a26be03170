"""The cells of an image that its labels cover."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.engine import PolygonSource, RasterSource, Window, scan
from poplar_nn_plugin.engine.cost import READING, pixel_bytes
from poplar_nn_plugin.labels.labels import Labels
from poplar_nn_plugin.model.recipe import FeatureRecipe
from poplar_nn_plugin.progress import Progress

__all__ = ["LabelledCells", "labelled_cells"]

_WINDOW = 1024
_OF_POLYGON = 256  # cells of a polygon that are looked at: a large one teaches no more by more
_MOST = 20_000  # cells of all polygons
_SCRATCH = 64  # bytes a pixel: positions of what is labelled, sorted


@dataclass(frozen=True, eq=False)
class LabelledCells:
    """Cells of which polygons say the class.

    Parameters
    ----------
    cell : ndarray of int, shape (n, 2)
        Row and column, all different.
    place : ndarray of int, shape (n,)
        Of the class among the classes of the labels.
    group : ndarray of int, shape (n,)
    pixels : ndarray of int, shape (n,)
        How many of the cell are labelled so.
    """

    cell: np.ndarray
    place: np.ndarray
    group: np.ndarray
    pixels: np.ndarray


def labelled_cells(
    image: RasterSource,
    labels: Labels,
    recipe: FeatureRecipe,
    progress: Progress,
    *,
    seed: int = 0,
    memory: int | str = "1G",
    n_jobs: int = -1,
) -> LabelledCells:
    """Return the cells of a recipe that polygons cover, some of those of large polygons.

    A cell of several polygons is of the one that covers most of it.

    Parameters
    ----------
    image : RasterSource
        Only its valid pixels count.
    labels : Labels
        On its grid.
    recipe : FeatureRecipe
    progress : Progress
    seed : int
        Draws the cells of large polygons.
    memory, n_jobs : optional
        As of `poplar_nn_plugin.engine.scan`.
    """
    numbered = tuple((p.wkb, number) for number, p in enumerate(labels.polygons, 1))
    burned = PolygonSource(image.grid, numbered, "int32")
    side = -(-_WINDOW // recipe.multiple) * recipe.multiple

    def covered(window: Window) -> np.ndarray:
        """Return row and column of cells, polygon and pixels of each, shape (n, 4)."""
        number, inside = burned.read(window)
        if not inside.any():
            return np.zeros((0, 4), int)
        inside &= image.read(window)[1]
        row, col = np.nonzero(inside)
        found = [(row + window.row) // recipe.cell, (col + window.col) // recipe.cell]
        rows = np.column_stack([*found, number[..., 0][inside]])
        rows, pixels = np.unique(rows, axis=0, return_counts=True)
        return np.column_stack([rows, pixels])

    def need(window: Window) -> int:
        """Return the bytes that a window takes."""
        return window.width * window.height * (_SCRATCH + pixel_bytes(image) + READING)

    how = {"need": need, "memory": memory, "n_jobs": n_jobs, "progress": progress}
    windows = image.grid.windows(side)
    rows = np.concatenate(list(scan([image, burned], windows, covered, **how)))
    rows = _one_each(rows)
    rows = _some(rows, np.random.default_rng(seed))
    polygon = rows[:, 2] - 1
    codes = np.array([p.code for p in labels.polygons])[polygon]
    group = np.array([p.group for p in labels.polygons])[polygon]
    place = np.searchsorted(labels.classes.codes, codes)
    return LabelledCells(rows[:, :2], place, group, rows[:, 3])


def _one_each(rows: np.ndarray) -> np.ndarray:
    """Return the rows of those polygons that cover most of their cell."""
    order = np.lexsort([-rows[:, 3], rows[:, 1], rows[:, 0]])
    rows = rows[order]
    first = np.ones(len(rows), bool)
    first[1:] = (rows[1:, :2] != rows[:-1, :2]).any(axis=1)
    return rows[first]


def _some(rows: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return some of the rows, at random, so that no polygon has too many, nor all together."""
    rows = rows[random.permutation(len(rows))]
    order = np.argsort(rows[:, 2], kind="stable")
    _, first, count = np.unique(rows[order, 2], return_index=True, return_counts=True)
    rank = np.arange(len(rows)) - np.repeat(first, count)
    kept = order[rank < _OF_POLYGON]
    fairest = np.argsort(rank[rank < _OF_POLYGON], kind="stable")[:_MOST]
    return rows[np.sort(kept[fairest])]
