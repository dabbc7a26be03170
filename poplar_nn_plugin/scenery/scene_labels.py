"""Polygons of a sample scene as a person would draw them: few, well inside, unequal in number."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.engine.grid import Grid
from poplar_nn_plugin.scenery.land import Land, Parcel
from poplar_nn_plugin.scenery.land_cover import (
    BROADLEAF,
    CLASSES,
    CONIFER,
    CROP,
    MEADOW,
    POPLAR,
    WATER,
)

__all__ = ["SceneLabel", "draw_labels"]

# How many polygons, and their usual side in pixels, on 500 m x 500 m. What is easy to recognise
# is drawn larger and more often.
_HABIT = {
    POPLAR: (6, 60),
    BROADLEAF: (8, 56),
    CONIFER: (6, 53),
    MEADOW: (7, 52),
    CROP: (8, 86),
    WATER: (5, 50),
}
_FEWEST, _SHORTEST = 3, 38  # however small the scene, where there is room
_MARGIN = 3  # pixels that are kept free around a polygon
_PURE = 0.97  # least share of the polygon that its class takes: a lone tree may stand in it
_TRIES = 150
_FEW = 8  # each eighth row and column is looked at first


@dataclass(frozen=True)
class SceneLabel:
    """A labelled polygon.

    Parameters
    ----------
    ring : tuple of (float, float)
        Map coordinates of its corners; the last is the first again.
    code : int
        Class code.
    name : str
        Class name.
    group : str
        Polygons of one stand or field share it.
    """

    ring: tuple[tuple[float, float], ...]
    code: int
    name: str
    group: str


def draw_labels(
    rng: np.random.Generator, land: Land, truth: np.ndarray, grid: Grid
) -> tuple[SceneLabel, ...]:
    """Return polygons that do not touch one another, class after class."""
    size = truth.shape[0]
    scale = min(size / 1000, 1.0)
    labels = []
    for code, name in zip(CLASSES.codes, CLASSES.names):
        usual, side = _HABIT[code]
        stands = [parcel for parcel in land.parcels if parcel.code == code]
        stands = [stands[i] for i in rng.permutation(len(stands))]
        wanted = max(_FEWEST, round(usual * scale))
        best: list[SceneLabel] = []
        for shrink in (1.0, 0.85, 0.7, 0.55):  # smaller ones where there is no room
            drawn = _place(rng, stands, land, truth, wanted, shrink * max(_SHORTEST, scale * side))
            if len(drawn) > len(best):
                best = [_label(corners, parcel, name, grid) for corners, parcel in drawn]
            if len(best) == wanted:
                break
        labels += best
    return tuple(labels)


def _label(corners: np.ndarray, parcel: Parcel, name: str, grid: Grid) -> SceneLabel:
    ring = [grid.to_map(float(col), float(row)) for col, row in corners]
    return SceneLabel((*ring, ring[0]), parcel.code, name, f"{name}-{parcel.number}")


def _place(
    rng, stands: list[Parcel], land: Land, truth: np.ndarray, wanted: int, side: float
) -> list[tuple[np.ndarray, Parcel]]:
    """Return up to `wanted` polygons and their stands: two in some stands, one in others."""
    free = truth > 0
    drawn = []
    for parcel in stands[: -(-2 * wanted // 3)] * 2 + stands * 2:
        if len(drawn) == wanted:
            break
        corners = _fit(rng, parcel, land, truth, free, side)
        if corners is not None:
            drawn.append((corners, parcel))
    return drawn


def _fit(rng, parcel: Parcel, land: Land, truth, free, side: float) -> np.ndarray | None:
    """Return a polygon's corners (k, 2) as columns and rows, or None where none fits.

    What it takes is struck off `free`.
    """
    window = parcel.rows, parcel.cols
    open_here = (land.parcel[window] == parcel.number) & free[window]
    rows, cols = np.nonzero(open_here)
    if rows.size < side * side:
        return None
    height, width = open_here.shape
    for _ in range(_TRIES):
        spot = rng.integers(rows.size)
        col, row = int(cols[spot]), int(rows[spot])
        turned = _shape(rng, side)
        # Most tries fail, and most of those here: plain numbers are quicker than small arrays.
        across, down = [col + x for x, _ in turned], [row + y for _, y in turned]
        low = min(across) - _MARGIN, min(down) - _MARGIN
        high = max(across) + _MARGIN, max(down) + _MARGIN
        if low[0] < 0 or low[1] < 0 or high[0] >= width or high[1] >= height:
            continue
        if not all(open_here[int(y), int(x)] for x, y in zip(across, down)):
            continue
        corners = np.column_stack([across, down])
        part = tuple(slice(int(low[i]), int(high[i]) + 1) for i in (1, 0))
        centre = corners.mean(axis=0)
        around = centre + (corners - centre) * (1 + 2 * _MARGIN / side)
        if not all(_is_open(open_here[part], around, part, step) for step in (_FEW, 1)):
            continue
        if (truth[window][part][_covered(corners, part)] == parcel.code).mean() < _PURE:
            continue
        taken = _covered(around, part)
        free[window][part][taken] = False
        return corners + np.array([parcel.cols.start, parcel.rows.start])
    return None


def _shape(rng, side: float) -> list[tuple[float, float]]:
    """Return the corners of an uneven quadrangle or pentagon around (0, 0).

    Nearly upright, as those draw who know that patches are.
    """
    stretch = math.sqrt(rng.uniform(0.85, 1.2))
    size = rng.uniform(0.95, 1.05)
    wide, high = 0.5 * side * stretch * size, 0.5 * side * (1 / stretch) * size
    moved = rng.normal(0, 0.03 * side, (4, 2)).tolist()
    upright = ((-wide, -high), (wide, -high), (wide, high), (-wide, high))
    corners = [(x + dx, y + dy) for (x, y), (dx, dy) in zip(upright, moved)]
    if rng.random() < 0.5:  # one side gets a corner of its own
        (x0, y0), (x1, y1) = corners[:2]
        out = rng.uniform(1.0, 1.25)
        corners.insert(1, ((x0 + x1) / 2 * out, (y0 + y1) / 2 * out))
    turn = rng.normal(0, 0.1)
    cos, sin = math.cos(turn), math.sin(turn)
    return [(x * cos - y * sin, x * sin + y * cos) for x, y in corners]


def _is_open(open_here: np.ndarray, corners: np.ndarray, part, step: int) -> bool:
    """Return whether all pixels of `part` inside the polygon are open, of each `step`-th one."""
    return bool(open_here[::step, ::step][_covered(corners, part, step)].all())


def _covered(corners: np.ndarray, part: tuple[slice, slice], step: int = 1) -> np.ndarray:
    """Return which of each `step`-th pixel of `part` have their centre in the convex polygon."""
    y = np.arange(part[0].start, part[0].stop, step)[:, None] + 0.5
    x = np.arange(part[1].start, part[1].stop, step) + 0.5
    inside = np.ones((y.size, x.size), bool)
    ring = corners.tolist()
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1]):
        inside &= (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) >= 0
    return inside
