"""The land of a sample scene: parcels, ponds and a river, and the use each is put to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.scenery.land_cover import (
    BROADLEAF,
    CONIFER,
    CROP,
    MEADOW,
    POPLAR,
    WATER,
)
from poplar_nn_plugin.scenery.noise import smooth_noise
from poplar_nn_plugin.scenery.parcels import (
    Site,
    carve_ponds,
    carve_river,
    cut_parcels,
    parcel_side,
)

__all__ = ["Borders", "Land", "Parcel", "lay_out"]

# Share of the land that each use should take; meadow takes what crops leave.
_POPLAR_SHARE, _BROADLEAF_SHARE, _CONIFER_SHARE, _CROP_SHARE = 0.09, 0.22, 0.10, 0.32
_LEAST_PLANTATIONS = 3


@dataclass(frozen=True)
class Parcel:
    """A piece of land under one use.

    Parameters
    ----------
    number : int
        Its value in `Land.parcel`.
    code : int
        Its land use.
    axis : float
        Direction of its longest side, in radians from the columns' axis towards the rows'.
    rows, cols : slice
        The window that holds it.
    """

    number: int
    code: int
    axis: float
    rows: slice
    cols: slice

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of the window."""
        return self.rows.stop - self.rows.start, self.cols.stop - self.cols.start


@dataclass(frozen=True)
class Borders:
    """The pixels whose right or lower neighbour lies in another parcel.

    Parameters
    ----------
    rows, cols : ndarray of int
    pairs : ndarray of int, shape (k, 2)
        The parcels on either side, the lower number first.
    """

    rows: np.ndarray
    cols: np.ndarray
    pairs: np.ndarray

    def lengths(self) -> dict[tuple[int, int], int]:
        """Return all pairs of neighbours, sorted, and how many pixels they touch along."""
        found, counts = np.unique(self.pairs, axis=0, return_counts=True)
        return {(int(a), int(b)): int(n) for (a, b), n in zip(found, counts)}

    def among(self, chosen: set[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
        """Return rows and columns of the borders between the `chosen` pairs."""
        table = np.zeros((int(self.pairs.max(initial=0)) + 1,) * 2, bool)
        for pair in chosen:
            table[pair] = True
        keep = table[self.pairs[:, 0], self.pairs[:, 1]]
        return self.rows[keep], self.cols[keep]


@dataclass(frozen=True)
class Land:
    """Which parcel each pixel belongs to.

    Parameters
    ----------
    parcel : ndarray of uint16, shape (n, n)
        Numbers of parcels, without gaps.
    parcels : tuple of Parcel
        Those that cover at least one pixel.
    borders : Borders
    """

    parcel: np.ndarray
    parcels: tuple[Parcel, ...]
    borders: Borders

    def codes(self) -> np.ndarray:
        """Return the land use of each pixel, uint8 of shape (n, n)."""
        table = np.zeros(int(self.parcel.max()) + 1, np.uint8)
        for parcel in self.parcels:
            table[parcel.number] = parcel.code
        return table[self.parcel]


def lay_out(rng: np.random.Generator, size: int) -> Land:
    """Return land for a scene of `size` by `size` pixels."""
    parcel, sites = cut_parcels(rng, size)
    ponds = carve_ponds(rng, parcel, sites)
    river = carve_river(rng, parcel, sites)
    areas = np.bincount(parcel.ravel(), minlength=len(sites))
    borders = _borders(parcel)
    codes = _land_use(rng, parcel, areas, borders.lengths(), ponds, river)
    parcels = tuple(
        Parcel(number, int(codes[number]), sites[number].axis, *_window(parcel, number, sites))
        for number in np.flatnonzero(areas).tolist()
    )
    return Land(parcel, parcels, borders)


def _window(parcel: np.ndarray, number: int, sites: list[Site]) -> tuple[slice, slice]:
    """Return the smallest window that holds a parcel."""
    site = sites[number]
    mine = parcel[site.rows, site.cols] == number
    rows = np.flatnonzero(mine.any(axis=1)) + site.rows.start
    cols = np.flatnonzero(mine.any(axis=0)) + site.cols.start
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(cols[0]), int(cols[-1]) + 1)


def _borders(parcel: np.ndarray) -> Borders:
    spots, pairs = [], []
    for one, other in ((parcel[:, :-1], parcel[:, 1:]), (parcel[:-1], parcel[1:])):
        differ = one != other
        spots.append(np.argwhere(differ))
        pairs.append(np.sort(np.stack([one[differ], other[differ]], axis=1), axis=1))
    rows, cols = np.concatenate(spots).T
    return Borders(rows, cols, np.concatenate(pairs).astype(np.intp))


def _land_use(rng, parcel, areas, neighbours, ponds, river) -> np.ndarray:
    """Return the land use of each parcel number."""
    size = parcel.shape[0]
    codes = np.zeros(len(areas), np.uint8)
    codes[list(ponds)] = WATER
    codes[list(ponds.values())] = MEADOW  # the banks of a pond
    if river is not None:
        codes[river] = WATER
    wild = _score(rng, parcel, areas, size / 2.5)
    liking = wild + rng.standard_normal(len(wild))
    _plant_poplars(codes, areas, neighbours, np.argsort(-liking), parcel_side(size) ** 2)
    cold = _score(rng, parcel, areas, size / 4)
    for order, code, share in (
        (np.argsort(-(wild + cold)), CONIFER, _CONIFER_SHARE),
        (np.argsort(-wild), BROADLEAF, _BROADLEAF_SHARE),
        (rng.permutation(len(areas)), CROP, _CROP_SHARE),
    ):
        for number in order[codes[order] == 0]:
            if _share(areas, codes == code) < share:
                codes[number] = code
    codes[codes == 0] = MEADOW
    return codes


def _plant_poplars(codes, areas, neighbours, order, usual: float) -> None:
    """Mark plantations in `codes`: none very large, and apart from one another while that goes."""
    beside: dict[int, set[int]] = {}
    for one, other in neighbours:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    fit = [n for n in order if codes[n] == 0 and 0.55 * usual < areas[n] < 1.35 * usual]
    planted: set[int] = set()
    for apart in (True, False):
        for number in fit:
            share = _share(areas, codes == POPLAR)
            if len(planted) >= _LEAST_PLANTATIONS and share > _POPLAR_SHARE - 0.015:
                return
            if number in planted or (apart and planted & beside.get(number, set())):
                continue
            few = len(planted) < 2  # in small scenes two take more than their share
            if few or share + _share(areas, number) < _POPLAR_SHARE + 0.025:
                codes[number] = POPLAR
                planted.add(number)


def _share(areas: np.ndarray, chosen) -> float:
    return float(np.sum(areas[chosen]) / areas.sum())


def _score(rng, parcel, areas, scale) -> np.ndarray:
    """Return a number for each parcel that varies slowly over the scene."""
    step = max(1, parcel.shape[0] // 250)
    seen = parcel[::step, ::step]
    side = slice(0, len(seen))
    noise = smooth_noise(rng, len(seen), max(scale, 60.0) / step)(side, side)
    seen = seen.ravel()
    counts = np.bincount(seen, minlength=len(areas))
    return np.bincount(seen, noise.ravel(), minlength=len(areas)) / np.maximum(counts, 1)
