"""Parcels by repeated cuts across the longest side, and the waters that lie over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.scenery.noise import smooth_noise

__all__ = ["Site", "carve_ponds", "carve_river", "cut_parcels", "parcel_side"]


@dataclass(frozen=True)
class Site:
    """Where to look for a parcel.

    Parameters
    ----------
    axis : float
        Direction of its longest side, in radians.
    rows, cols : slice
        A window that holds it; empty where it lies outside the scene.
    """

    axis: float
    rows: slice
    cols: slice


def parcel_side(size: int) -> float:
    """Return the usual side of a parcel in pixels: near 80 m, less where the scene is small."""
    return float(np.clip(size / 6, 72, 165))


def cut_parcels(rng: np.random.Generator, size: int) -> tuple[np.ndarray, list[Site]]:
    """Divide a square into parcels.

    Returns
    -------
    parcel : ndarray of uint16, shape (size, size)
        The number of each pixel's parcel.
    sites : list of Site
        One a number.
    """
    goal = parcel_side(size) ** 2
    turn = rng.uniform(0, np.pi / 2)
    corners = turn + np.pi / 4 + np.arange(4) * np.pi / 2
    # A turned square that holds the scene however it is turned, bends included.
    whole = size / 2 + (size + 40) * np.stack([np.cos(corners), np.sin(corners)], axis=1)
    pending, leaves = [whole], []
    while pending:
        polygon = pending.pop()
        away = (polygon.max(axis=0) < -20).any() or (polygon.min(axis=0) > size + 20).any()
        if away:
            continue
        if _area(polygon) < goal * rng.uniform(0.75, 1.9):
            leaves.append(polygon)
        else:
            pending += _cut(rng, polygon)

    # Borders bend: slowly by a few metres, quickly by a pixel or two.
    bends = [(smooth_noise(rng, size, 110), 5.0), (smooth_noise(rng, size, 22), 1.2)]
    bends += [(smooth_noise(rng, size, 110), 5.0), (smooth_noise(rng, size, 22), 1.2)]
    parcel = np.zeros((size, size), np.uint16)
    sites = []
    for number, polygon in enumerate(leaves):
        low = np.maximum(np.floor(polygon.min(axis=0)).astype(int) - 24, 0)
        high = np.minimum(np.ceil(polygon.max(axis=0)).astype(int) + 24, size)
        high = np.maximum(low, high)  # a leaf beside the scene is empty
        rows, cols = slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0]))
        sites.append(Site(_longest(polygon)[1], rows, cols))
        x = np.arange(cols.start, cols.stop, dtype=np.float32)[None, :] + 0.5
        y = np.arange(rows.start, rows.stop, dtype=np.float32)[:, None] + 0.5
        x = x + sum(reach * noise(rows, cols) for noise, reach in bends[:2])
        y = y + sum(reach * noise(rows, cols) for noise, reach in bends[2:])
        inside = np.ones(x.shape, bool)
        for (x0, y0), (x1, y1) in zip(polygon, np.roll(polygon, -1, axis=0)):
            inside &= (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) >= -1.0
        parcel[rows, cols][inside] = number
    return parcel, sites


def carve_ponds(rng: np.random.Generator, parcel: np.ndarray, sites: list[Site]) -> dict[int, int]:
    """Dig a pond into one parcel of about thirty; return each pond's number and its host's."""
    size = parcel.shape[0]
    areas = np.bincount(parcel.ravel(), minlength=len(sites))
    roughness = smooth_noise(rng, size, max(14.0, parcel_side(size) / 6))
    hosts = np.argsort(-areas * rng.uniform(0.5, 1.0, len(areas)))
    ponds = {}
    for host in hosts[: max(1, round(len(areas) / 30))].tolist():
        site = sites[host]
        ground = parcel[site.rows, site.cols]  # a view
        y, x = np.indices(ground.shape)
        mine = ground == host
        x, y = x - x[mine].mean(), y - y[mine].mean()
        along = x * np.cos(site.axis) + y * np.sin(site.axis)
        across = y * np.cos(site.axis) - x * np.sin(site.axis)
        shape = along[mine].max() / max(float(across[mine].max()), 1.0)
        lengthening = max(1.0, min(1.6, np.sqrt(shape)))
        radius = 0.5 * np.sqrt(areas[host])
        distance = np.hypot(along / lengthening, across * lengthening) / radius
        wet = (distance + 0.13 * roughness(site.rows, site.cols) < 0.97) & mine
        ponds[len(sites)] = host
        ground[wet] = len(sites)
        sites.append(site)
    return ponds


def carve_river(rng: np.random.Generator, parcel: np.ndarray, sites: list[Site]) -> int | None:
    """Lead a river of 15 to 25 m across every second scene; return its number, if there is one."""
    size = parcel.shape[0]
    if size < 600 or rng.random() < 0.5:
        return None
    heading = rng.uniform(0, np.pi)
    offset = rng.choice([-1, 1]) * rng.uniform(0.12, 0.36) * size
    width = rng.uniform(30, 50)
    bend = smooth_noise(rng, 2 * size, 260)
    line = 38 * bend(slice(0, 2 * size), slice(0, 1))[:, 0]  # the river's way along its heading
    x = np.arange(size) + 0.5 - size / 2
    for row, y in enumerate(x):
        along, across = x * np.cos(heading) + y * np.sin(heading), y * np.cos(heading)
        across = across - x * np.sin(heading) - offset
        place = np.clip(along + size, 0, 2 * size - 1).astype(np.intp)
        parcel[row, np.abs(across - line[place]) < width / 2] = len(sites)
    sites.append(Site(heading, slice(0, size), slice(0, size)))
    return len(sites) - 1


def _area(polygon: np.ndarray) -> float:
    x, y = polygon.T
    return 0.5 * abs(float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))))


def _longest(polygon: np.ndarray) -> tuple[int, float]:
    """Return the first corner of the longest side, and that side's direction."""
    sides = np.roll(polygon, -1, axis=0) - polygon
    first = int(np.argmax(np.hypot(*sides.T)))
    return first, float(np.arctan2(sides[first, 1], sides[first, 0]) % np.pi)


def _cut(rng: np.random.Generator, polygon: np.ndarray) -> list[np.ndarray]:
    """Cut a convex polygon nearly at right angles to its longest side."""
    first, direction = _longest(polygon)
    direction += rng.normal(0, 0.07)
    normal = np.array([np.cos(direction), np.sin(direction)])
    share = rng.uniform(0.38, 0.62)
    point = polygon[first] * (1 - share) + polygon[(first + 1) % len(polygon)] * share
    side = (polygon - point) @ normal
    halves: tuple[list, list] = ([], [])
    for i, corner in enumerate(polygon):
        j = (i + 1) % len(polygon)
        halves[int(side[i] > 0)].append(corner)
        if (side[i] > 0) != (side[j] > 0):
            t = side[i] / (side[i] - side[j])
            crossing = corner + t * (polygon[j] - corner)
            halves[0].append(crossing)
            halves[1].append(crossing)
    return [np.array(half) for half in halves if len(half) > 2]
