"""Places of an image that may be labelled next, drawn at random all over it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from poplar_nn_plugin.engine import Grid, RasterSource, Window, scan
from poplar_nn_plugin.engine.cost import READING, pixel_bytes
from poplar_nn_plugin.engine.source import Source
from poplar_nn_plugin.labels.cover_sums import cover_sums
from poplar_nn_plugin.model.recipe import FeatureRecipe
from poplar_nn_plugin.progress import Progress

__all__ = ["Candidates", "draw_candidates", "windows_to_look_at"]

_SIDE = 128  # pixels, of the squares that are looked at where an image is large
_WINDOW = 512  # pixels, of those that cover a small one
_SCRATCH = 12  # bytes a pixel: a summed-area table and what is made of it


@dataclass(frozen=True, eq=False)
class Candidates:
    """Places that may be labelled.

    Parameters
    ----------
    pixel : ndarray of int, shape (n, 2)
        Row and column of the pixel in the middle of a cell.
    free : int
        How many cells may be labelled where was looked; those drawn of them stand for all.
    """

    pixel: np.ndarray
    free: int


def windows_to_look_at(
    part: Window, grid: Grid, recipe: FeatureRecipe, megapixels: float, rng: np.random.Generator
) -> list[Window]:
    """Return all of a part of an image, or squares all over it where that is more than the limit.

    One square lies at random in each mesh of a net.

    Parameters
    ----------
    part : Window
    grid : Grid
        Of the image.
    recipe : FeatureRecipe
    megapixels : float
        Most pixels whose features are computed, with their margins.
    rng : numpy.random.Generator
    """
    multiple = recipe.multiple
    most = megapixels * 1e6
    if part.width * part.height <= most:
        side = -(-_WINDOW // multiple) * multiple
        inner = Grid(part.width, part.height, grid.transform, "").windows(side)
        moved = (replace(w, col=w.col + part.col, row=w.row + part.row) for w in inner)
        return list(moved)
    side = -(-_SIDE // multiple) * multiple
    count = max(1, int(most / (side + 2 * recipe.margin) ** 2))
    mesh = math.sqrt(part.width * part.height / count)
    rows, cols = (max(1, round(length / mesh)) for length in (part.height, part.width))
    found = []
    for (row, col), lot in zip(np.ndindex(rows, cols), rng.random((rows * cols, 2))):
        top = part.row + _within(row, rows, part.height, side, lot[0])
        left = part.col + _within(col, cols, part.width, side, lot[1])
        found.append(Window(left // multiple * multiple, top // multiple * multiple, side, side))
    return list(dict.fromkeys(found))


def _within(number: int, pieces: int, length: int, side: int, lot: float) -> int:
    """Return where a square begins in one of the equal pieces of a length, by its lot."""
    low, high = number * length / pieces, (number + 1) * length / pieces - side
    return int(low + lot * max(0.0, high - low))


def draw_candidates(
    image: RasterSource,
    part: Window,
    windows: list[Window],
    recipe: FeatureRecipe,
    count: int,
    *,
    mask: Source | None,
    labels: Source | None,
    apart: int,
    seed: int,
    progress: Progress,
    memory: int | str = "1G",
    n_jobs: int = -1,
) -> Candidates:
    """Draw places at random, all cells alike, the same ones whatever `memory` and `n_jobs` are.

    Parameters
    ----------
    image : RasterSource
    part : Window
        Outside it, nothing is drawn.
    windows : list of Window
        Of `windows_to_look_at`.
    recipe : FeatureRecipe
        Its cells.
    count : int
        Most places.
    mask : RasterSource or PolygonSource, optional
        On the grid of the image: only where it is not 0.
    labels : PolygonSource, optional
        What has a label already, with every pixel that a polygon touches.
    apart : int
        Pixels that stay free around labels.
    seed : int
    progress : Progress
    memory, n_jobs : optional
        As of `poplar_nn_plugin.engine.scan`.
    """
    cell = recipe.cell

    def drawn(task: _Task) -> tuple[np.ndarray, np.ndarray]:
        """Return pixels that may be labelled, and the lot that each has drawn."""
        window = task.window
        _, usable = image.read(window)
        if mask is not None:
            inside, known = mask.read(window)
            usable = usable & known & (inside[..., 0] != 0)
        if labels is not None:
            usable = usable & ~_near(labels, window, apart)
        here = _common(window, part).clip(image.grid)
        rows, cols = (
            np.arange(-(-start // cell) * cell + cell // 2, stop, cell)
            for start, stop in ((here.row, here.row_stop), (here.col, here.col_stop))
        )
        pixel = np.stack(np.meshgrid(rows, cols, indexing="ij"), axis=-1).reshape(-1, 2)
        pixel = pixel[usable[pixel[:, 0] - window.row, pixel[:, 1] - window.col]]
        return pixel, np.random.default_rng([seed, task.number]).random(len(pixel))

    def need(task: _Task) -> int:
        pixels = (task.window.width + 2 * apart) * (task.window.height + 2 * apart)
        return int(pixels * (_SCRATCH + pixel_bytes(image) + READING))

    tasks = [_Task(window, number) for number, window in enumerate(windows)]
    sources = [source for source in (image, mask, labels) if source is not None]
    how = {"need": need, "memory": memory, "n_jobs": n_jobs, "progress": progress}
    pixel, lot = np.zeros((0, 2), int), np.zeros(0)
    free = 0
    for more, lots in scan(sources, tasks, drawn, **how):
        free += len(more)
        pixel, lot = np.concatenate([pixel, more]), np.concatenate([lot, lots])
        if len(lot) > 2 * count:
            pixel, lot = _first(pixel, lot, count)
    pixel, _ = _first(pixel, lot, count)
    return Candidates(pixel, free)


@dataclass(frozen=True)
class _Task:
    window: Window
    number: int


def _common(one: Window, other: Window) -> Window:
    """Return the pixels of both windows."""
    col, row = max(one.col, other.col), max(one.row, other.row)
    width = min(one.col_stop, other.col_stop) - col
    return Window(col, row, max(0, width), max(0, min(one.row_stop, other.row_stop) - row))


def _first(pixel: np.ndarray, lot: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the pixels of the smallest lots."""
    order = np.argsort(lot, kind="stable")[:count]
    return pixel[order], lot[order]


def _near(labels: Source, window: Window, apart: int) -> np.ndarray:
    """Return which pixels of a window lie in labels or no further from them, along an axis."""
    _, labelled = labels.read(window.expand(apart))
    if not labelled.any():
        return np.zeros((window.height, window.width), bool)
    table, side = cover_sums(labelled), 2 * apart + 1
    upper, lower = table[:-side], table[side:]
    return lower[:, side:] - upper[:, side:] - lower[:, :-side] + upper[:, :-side] > 0
