"""Where the trees of a sample scene stand, and what each looks like."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.scenery.land import Land, Parcel
from poplar_nn_plugin.scenery.land_cover import BROADLEAF, CONIFER, MEADOW, POPLAR, WOODED
from poplar_nn_plugin.scenery.light import PIXEL, Day
from poplar_nn_plugin.scenery.noise import smooth_noise

__all__ = ["TREE", "grow"]

TREE = np.dtype(
    [
        ("x", "f4"),  # centre, in pixels from the scene's left and top
        ("y", "f4"),
        ("radius", "f4"),  # of the crown, in metres
        ("height", "f4"),  # of the top, in metres
        ("depth", "f4"),  # of the crown, in metres
        ("power", "f4"),  # 0.5 for a cone, 1 for a dome, more for a flat top
        ("ragged", "f4"),  # how uneven the outline is
        ("colour", "f4", (3,)),
        ("code", "u1"),
    ]
)
"""One tree."""

_LEAF = np.array([0.315, 0.41, 0.24], np.float32)
_NEEDLE = np.array([0.24, 0.325, 0.25], np.float32)


def grow(rng: np.random.Generator, land: Land, day: Day) -> np.ndarray:
    """Return all trees of the scene, of type `TREE`, stand after stand."""
    planters = {BROADLEAF: _wood, CONIFER: _conifers, MEADOW: _lone_trees}
    stands = [
        planters[parcel.code](rng, land, parcel, day)
        for parcel in land.parcels
        if parcel.code in planters
    ]
    plantations = [parcel for parcel in land.parcels if parcel.code == POPLAR]
    # Ages spread evenly over the plantations: each scene has young, middling and old ones.
    turns = rng.permutation(len(plantations)) + rng.random(len(plantations))
    for parcel, turn in zip(plantations, turns):
        stands.append(_plantation(rng, land, parcel, day, turn / len(plantations)))
    stands.append(_hedges(rng, land, day))
    return np.concatenate(stands)


def _plantation(rng, land: Land, parcel: Parcel, day: Day, age: float) -> np.ndarray:
    """Plant poplars of one clone on a rectangular grid, from `age` 0, young, to 1, old."""
    spacing = rng.choice([6.0, 6.5, 7.0, 7.0, 7.5, 8.0])
    between = spacing if rng.random() < 0.6 else rng.choice([6.0, 7.0, 8.0])
    turned = rng.random() < 0.25  # most rows follow the long side, some the owner's mind
    axis = parcel.axis + (rng.uniform(0, np.pi) if turned else rng.normal(0, 0.03))
    x, y = _grid(rng, parcel, axis, spacing / PIXEL, between / PIXEL)
    sway = rng.uniform(0.15, 0.35) / PIXEL
    x, y = x + rng.normal(0, sway, x.size), y + rng.normal(0, sway, x.size)
    keep = _inside(land, parcel, x, y, 4) & (rng.random(x.size) > rng.uniform(0.02, 0.06))
    # Storms and bad soil take trees in patches, and slow others down.
    rows, cols = parcel.shape
    soil = smooth_noise(rng, max(rows, cols), 50)(slice(0, rows), slice(0, cols))
    x, y = x[keep], y[keep]
    soil = soil[y.astype(np.intp) - parcel.rows.start, x.astype(np.intp) - parcel.cols.start]
    x, y, soil = x[soil > -2], y[soil > -2], soil[soil > -2]
    trees = _blank(x, y, POPLAR)
    growth = 1 + 0.07 * soil + rng.normal(0, 0.06, trees.size)
    widest = min(spacing, between) * 0.5
    trees["radius"] = np.clip((1.4 + 1.9 * age) * growth, 0.8, widest)
    trees["height"] = np.clip((6 + 20 * age) * growth, 3, 32)
    trees["depth"] = 1.5 * trees["radius"] + 1
    trees["power"] = rng.uniform(0.8, 1.2)
    trees["ragged"] = rng.uniform(0.25, 0.4)
    trees["colour"] = _colours(rng, _LEAF * day.leaf, trees.size, 0.045)
    return trees


def _wood(rng, land: Land, parcel: Parcel, day: Day) -> np.ndarray:
    """Let broadleaved trees of several kinds and sizes come up by themselves."""
    usual = rng.uniform(2.1, 4.2)
    uneven = rng.uniform(0.18, 0.4)
    closed = rng.uniform(1.4, 2.4)  # lower: more clearings
    x, y, radius = _scatter(rng, land, parcel, usual, uneven, closed)
    trees = _blank(x, y, BROADLEAF)
    trees["radius"] = radius
    growth = np.sqrt(radius / usual)
    stature = rng.uniform(11, 22)
    trees["height"] = np.clip(stature * growth + rng.normal(0, 1.3, x.size), 3, 30)
    trees["depth"] = 1.3 * radius + 1
    trees["power"] = rng.uniform(0.9, 1.5, x.size)
    trees["ragged"] = rng.uniform(0.25, 0.5, x.size)
    trees["colour"] = _colours(rng, _LEAF * day.leaf, x.size, 0.085)
    return trees


def _conifers(rng, land: Land, parcel: Parcel, day: Day) -> np.ndarray:
    """Plant conifers close together in rows, or let them come up by themselves."""
    if rng.random() < 0.6:
        spacing, between = rng.uniform(2.5, 3.5, 2)
        axis = parcel.axis + rng.normal(0, 0.05)
        x, y = _grid(rng, parcel, axis, spacing / PIXEL, between / PIXEL)
        x, y = x + rng.normal(0, 0.6, x.size), y + rng.normal(0, 0.6, x.size)
        keep = _inside(land, parcel, x, y, 3) & (rng.random(x.size) > 0.08)
        x, y = x[keep], y[keep]
        radius = (0.5 * min(spacing, between) * rng.normal(1.0, 0.12, x.size)).clip(0.9, 2.2)
    else:
        x, y, radius = _scatter(rng, land, parcel, rng.uniform(1.5, 2.1), 0.2, 2.2)
    trees = _blank(x, y, CONIFER)
    trees["radius"] = radius
    trees["height"] = np.clip(rng.uniform(9, 24) * rng.normal(1, 0.1, x.size), 3, 30)
    trees["depth"] = 3.2 * radius + 1
    trees["power"] = 0.5
    trees["ragged"] = 0.25
    trees["colour"] = _colours(rng, _NEEDLE, x.size, 0.06)
    return trees


def _lone_trees(rng, land: Land, parcel: Parcel, day: Day) -> np.ndarray:
    """Set a few old trees and bushes into a meadow."""
    number = rng.poisson(1.2)
    x = rng.uniform(parcel.cols.start, parcel.cols.stop, number)
    y = rng.uniform(parcel.rows.start, parcel.rows.stop, number)
    keep = _inside(land, parcel, x, y, 8)
    return _bushes(rng, x[keep], y[keep], day)


def _hedges(rng, land: Land, day: Day) -> np.ndarray:
    """Line some borders of fields, meadows and waters with trees and bushes."""
    codes = {parcel.number: parcel.code for parcel in land.parcels}
    chosen = {
        pair
        for pair in land.borders.lengths()
        if rng.random() < 0.3 and not {codes[pair[0]], codes[pair[1]]} & set(WOODED)
    }
    y, x = land.borders.among(chosen)
    keep = rng.random(x.size) < 0.16
    x, y = x[keep] + rng.normal(0, 1.5, keep.sum()), y[keep] + rng.normal(0, 1.5, keep.sum())
    return _bushes(rng, x, y, day)


def _bushes(rng, x, y, day: Day) -> np.ndarray:
    trees = _blank(x, y, BROADLEAF)
    trees["radius"] = np.exp(rng.normal(np.log(1.9), 0.4, x.size)).clip(0.9, 5)
    trees["height"] = (3.2 * trees["radius"] * rng.uniform(0.7, 1.2, x.size)).clip(2, 20)
    trees["depth"] = 1.2 * trees["radius"] + 0.5
    trees["power"] = 1.1
    trees["ragged"] = 0.4
    trees["colour"] = _colours(rng, _LEAF * day.leaf, x.size, 0.1)
    return trees


def _blank(x, y, code: int) -> np.ndarray:
    trees = np.zeros(len(x), TREE)
    trees["x"], trees["y"], trees["code"] = x, y, code
    return trees


def _colours(rng, base: np.ndarray, number: int, spread: float) -> np.ndarray:
    """Return (number, 3) colours: one shift for the stand, a smaller one for each tree.

    Poplars and other broadleaved trees draw from the same colours, as they do on real images
    of 50 cm, so that only the way they stand tells them apart.
    """
    bright = np.exp(rng.normal(0, 0.1) + rng.normal(0, spread, number))[:, None]
    yellow = (rng.normal(0, 0.06) + rng.normal(0, 0.5 * spread, number))[:, None]
    hue = 1 + yellow * np.array([1.0, 0.35, -0.6])
    return (base * bright * hue).astype(np.float32)


def _grid(rng, parcel: Parcel, axis: float, along: float, across: float):
    """Return x, y of a grid that covers the window of `parcel`, spacings in pixels."""
    reach = 0.5 * np.hypot(*parcel.shape)
    u = np.arange(-reach - rng.uniform(0, along), reach, along)
    v = np.arange(-reach - rng.uniform(0, across), reach, across)
    u, v = (grid.ravel() for grid in np.meshgrid(u, v))
    x = 0.5 * (parcel.cols.start + parcel.cols.stop) + u * np.cos(axis) - v * np.sin(axis)
    y = 0.5 * (parcel.rows.start + parcel.rows.stop) + u * np.sin(axis) + v * np.cos(axis)
    return x, y


def _inside(land: Land, parcel: Parcel, x, y, margin: int) -> np.ndarray:
    """Return which points lie in the parcel, `margin` pixels from its border."""
    size = land.parcel.shape[0]
    result = (x >= 0) & (y >= 0) & (x < size) & (y < size)
    for dx, dy in ((0, 0), (margin, 0), (-margin, 0), (0, margin), (0, -margin)):
        col = np.clip(x + dx, 0, size - 1).astype(np.intp)
        row = np.clip(y + dy, 0, size - 1).astype(np.intp)
        result &= land.parcel[row, col] == parcel.number
    return result


def _scatter(rng, land: Land, parcel: Parcel, usual: float, uneven: float, closed: float):
    """Place crowns at random, the largest first, none within another's reach.

    Dart throwing after Cook (1986, "Stochastic sampling in computer graphics") with a radius
    for each crown; where smooth noise is above `closed` there is a clearing.

    Returns
    -------
    x, y : ndarray
        In pixels.
    radius : ndarray
        In metres.
    """
    rows, cols = parcel.shape
    taken = land.parcel[parcel.rows, parcel.cols] != parcel.number
    tries = int(6 * (~taken).sum() * PIXEL**2 / (np.pi * usual**2)) + 1
    taken |= smooth_noise(rng, max(rows, cols), 24)(slice(0, rows), slice(0, cols)) > closed
    radius = -np.sort(-usual * np.exp(rng.normal(0, uneven, tries)).clip(0.4, 1.9))
    x, y = rng.uniform(0, cols, tries), rng.uniform(0, rows, tries)
    kept = []
    for i, (col, row, reach) in enumerate(zip(x, y, 1.4 * radius / PIXEL)):
        if taken[int(row), int(col)]:
            continue
        kept.append(i)
        top, left = max(0, int(row - reach)), max(0, int(col - reach))
        near = taken[top : int(row + reach) + 1, left : int(col + reach) + 1]
        dy = np.arange(top, top + near.shape[0])[:, None] + 0.5 - row
        dx = np.arange(left, left + near.shape[1]) + 0.5 - col
        near |= dx * dx + dy * dy < reach * reach
    return x[kept] + parcel.cols.start, y[kept] + parcel.rows.start, radius[kept]
