"""Where patches may be cut: the windows that one labelled polygon fills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import Grid, Window, burn
from poplar_nn_plugin.labels.labels import LabelPolygon, Labels, bounds_in

__all__ = [
    "KEPT",
    "STATUSES",
    "Neighbours",
    "Tile",
    "cover_sums",
    "covered_square",
    "largest_square",
    "tiles",
    "window_sums",
]

STATUSES = ("kept", "cover", "mixed", "nodata", "mask", "buffer", "split", "cap", "known")
"""What became of a candidate: kept, or the first reason why not.

``cover``: the polygon covers too little of it; ``mixed``: another class covers as much of it as
its own, or others together more than the least cover leaves them; ``nodata``: too many of its
pixels are without data; ``mask``: its centre is masked; ``buffer``: it lies too near to a patch
that judges it; ``split``: its label says no split where others do; ``cap``: its class has enough;
``known``: the dataset that patches are added to has it.
"""

KEPT = 0
_COVER, _MIXED = 1, 2

_TILE = 2048
"""Side of the pieces in which large polygons are looked at, in pixels."""


@dataclass(frozen=True)
class Tile:
    """Candidate windows of one polygon in one piece of the image.

    Parameters
    ----------
    window : Window
        The piece that holds them all.
    position : ndarray of int, shape (n, 2)
        Row and column of the upper left pixels.
    status : ndarray of uint8, shape (n,)
        Position in `STATUSES`.
    """

    window: Window
    position: np.ndarray
    status: np.ndarray


class Neighbours:
    """The polygons of other classes near a window, found by their boxes."""

    def __init__(self, labels: Labels, grid: Grid):
        self._boxes = np.array([bounds_in(grid, p) for p in labels.polygons]).reshape(-1, 4)
        self._codes = np.array([p.code for p in labels.polygons])
        self._shapes = [(p.wkb, 1) for p in labels.polygons]

    def box(self, number: int) -> np.ndarray:
        """Return first column, first row, last column, last row of a polygon, in pixels."""
        return self._boxes[number]

    def by_class(self, window: Window) -> dict[int, list[tuple[bytes, int]]]:
        """Return the shapes whose box meets `window`, by their class."""
        left, top, right, bottom = self._boxes.T
        meets = (
            (right > window.col)
            & (bottom > window.row)
            & (left < window.col + window.width)
            & (top < window.row + window.height)
        )
        found: dict[int, list[tuple[bytes, int]]] = {}
        for number in np.flatnonzero(meets).tolist():
            found.setdefault(int(self._codes[number]), []).append(self._shapes[number])
        return found


def cover_sums(covered: np.ndarray) -> np.ndarray:
    """Return the summed-area table of a (rows, cols) array, one row and column larger.

    Crow (1984), "Summed-area tables for texture mapping": any window's sum in four look-ups.
    """
    table = np.zeros((covered.shape[0] + 1, covered.shape[1] + 1), np.int64)
    np.cumsum(np.cumsum(covered, axis=0, dtype=np.int64), axis=1, out=table[1:, 1:])
    return table


@dataclass(frozen=True)
class _Cover:
    """Summed-area tables of a piece.

    Parameters
    ----------
    own : ndarray
        Of the polygon itself.
    same, others : ndarray or None
        Of all polygons of its class, and of all of other classes; None where there are no others.
    each : tuple of ndarray
        Of each other class.
    """

    own: np.ndarray
    same: np.ndarray | None = None
    others: np.ndarray | None = None
    each: tuple[np.ndarray, ...] = ()


def window_sums(table: np.ndarray, position: np.ndarray, size: int) -> np.ndarray:
    """Return the sums over squares, shape (n,), from a table of `cover_sums`."""
    row, col = position.T
    return (
        table[row + size, col + size] - table[row, col + size] - table[row + size, col]
    ) + table[row, col]


def tiles(
    polygon: LabelPolygon, number: int, neighbours: Neighbours, grid: Grid, spec: PatchSpec
) -> Iterator[Tile]:
    """Yield the candidate windows of a polygon, with what its outline says of each.

    Windows start at the polygon's own upper left corner, `spec.stride` apart; those it covers less
    than half are passed over. A polygon that holds a patch, but none at these places, gives the
    most central of those it covers best; one that holds none at all, the window in its middle.

    Parameters
    ----------
    polygon : LabelPolygon
    number : int
        Its position among the labels.
    neighbours : Neighbours
    grid : Grid
        Of the image.
    spec : PatchSpec
    """
    area = _reach(neighbours.box(number), grid, spec)
    found, shown, fallback = False, False, None
    for window, places in _pieces(area, spec) if area is not None else ():
        cover = _cover(polygon, neighbours, grid, window)
        status = _judge(cover, places, spec)
        half = 0.5 * spec.size**2
        worth = (status == KEPT) | (window_sums(cover.own, places, spec.size) > half)
        if (status == KEPT).any():
            found = True
        elif fallback is None and not found:
            fallback = _best_place(cover, window, spec)
        if worth.any():
            shown = True
            offset = np.array([window.row, window.col])
            yield Tile(window, places[worth] + offset, status[worth])
    if not found and fallback is not None:
        yield fallback
    elif not shown:
        yield _middle(polygon, number, neighbours, grid, spec)


def _middle(polygon: LabelPolygon, number: int, neighbours: Neighbours, grid: Grid, spec) -> Tile:
    """Return the window in the middle of a polygon that gives no patch: people look for it."""
    left, top, right, bottom = neighbours.box(number)
    col, row = (
        int(np.clip((first + last - spec.size) / 2, 0, side - spec.size))
        for first, last, side in ((left, right, grid.width), (top, bottom, grid.height))
    )
    window = Window(col, row, spec.size, spec.size)
    cover = _cover(polygon, neighbours, grid, window)
    return Tile(window, np.array([[row, col]]), _judge(cover, np.zeros((1, 2), int), spec))


def _reach(box: np.ndarray, grid: Grid, spec: PatchSpec) -> Window | None:
    """Return the part of the image in which a patch may have enough of the polygon."""
    over = int((1 - spec.min_cover) * spec.size)
    left, top = np.floor(box[:2]).astype(int) - over
    right, bottom = np.ceil(box[2:]).astype(int) + over
    left, top = max(left, 0), max(top, 0)
    right, bottom = min(right, grid.width), min(bottom, grid.height)
    if right - left < spec.size or bottom - top < spec.size:
        return None
    return Window(int(left), int(top), int(right - left), int(bottom - top))


def _pieces(area: Window, spec: PatchSpec) -> Iterator[tuple[Window, np.ndarray]]:
    """Yield pieces of an area with the places in them, (row, col) from the piece's corner."""
    per_tile = max(1, (_TILE - spec.size) // spec.stride + 1)
    rows = np.arange(0, area.height - spec.size + 1, spec.stride)
    cols = np.arange(0, area.width - spec.size + 1, spec.stride)
    for i in range(0, len(rows), per_tile):
        for j in range(0, len(cols), per_tile):
            r, c = rows[i : i + per_tile], cols[j : j + per_tile]
            # The piece reaches on to the next one's first place, so that a polygon seen in one
            # piece is tried at every pixel of it when no place on the stride fits.
            height = min(int(r[-1] - r[0]) + spec.size + spec.stride - 1, area.height - int(r[0]))
            width = min(int(c[-1] - c[0]) + spec.size + spec.stride - 1, area.width - int(c[0]))
            window = Window(area.col + int(c[0]), area.row + int(r[0]), width, height)
            places = np.stack(np.meshgrid(r - r[0], c - c[0], indexing="ij"), axis=-1)
            yield window, places.reshape(-1, 2)


def _cover(polygon: LabelPolygon, neighbours: Neighbours, grid: Grid, window: Window) -> _Cover:
    def table(shapes):
        return cover_sums(burn(grid, window, shapes, "uint8"))

    own = table([(polygon.wkb, 1)])
    near = neighbours.by_class(window)
    same = near.pop(polygon.code, [])
    if not near:
        return _Cover(own)
    each = tuple(table(shapes) for shapes in near.values())
    others = each[0] if len(each) == 1 else table([s for shapes in near.values() for s in shapes])
    return _Cover(own, table(same) if len(same) > 1 else own, others, each)


def _judge(cover: _Cover, places: np.ndarray, spec: PatchSpec) -> np.ndarray:
    """Return the status of windows, as far as the outlines decide it."""
    whole = spec.size**2
    status = np.zeros(len(places), np.uint8)
    if cover.others is not None:
        theirs, ours = (window_sums(t, places, spec.size) for t in (cover.others, cover.same))
        rival = np.max([window_sums(t, places, spec.size) for t in cover.each], axis=0)
        status[(theirs > (1 - spec.min_cover) * whole + 1e-6) | (rival >= ours)] = _MIXED
    own = window_sums(cover.own, places, spec.size)
    status[own < spec.min_cover * whole - 1e-6] = _COVER
    return status


def _best_place(cover: _Cover, window: Window, spec: PatchSpec) -> Tile | None:
    rows, cols = window.height - spec.size + 1, window.width - spec.size + 1
    places = np.stack(np.meshgrid(np.arange(rows), np.arange(cols), indexing="ij"), axis=-1)
    places = places.reshape(-1, 2)
    fits = places[_judge(cover, places, spec) == KEPT]
    if not len(fits):
        return None
    share = window_sums(cover.own, fits, spec.size)
    fits = fits[share == share.max()]
    best = fits[np.argmin(((fits - fits.mean(axis=0)) ** 2).sum(axis=1))]
    return Tile(window, best[None] + [window.row, window.col], np.zeros(1, np.uint8))


def largest_square(polygon: LabelPolygon, number: int, neighbours: Neighbours, grid: Grid) -> int:
    """Return the side of the largest patch, in pixels, that lies wholly inside a polygon."""
    area = _reach(neighbours.box(number), grid, PatchSpec(1, 1, (1,)))
    if area is None:
        return 0
    window = Window(area.col, area.row, min(area.width, _TILE), min(area.height, _TILE))
    own = burn(grid, window, [(polygon.wkb, 1)], "uint8")
    return covered_square(cover_sums(own), min(window.width, window.height))


def covered_square(table: np.ndarray, most: int) -> int:
    """Return the side of the largest square of covered pixels, up to `most`.

    Parameters
    ----------
    table : ndarray
        Of `cover_sums`.
    most : int
        Tried first, for it often fits.
    """
    low, high, side = 0, most, most
    while low < high:
        upper, lower = table[:-side], table[side:]
        sums = lower[:, side:] - upper[:, side:] - lower[:, :-side] + upper[:, :-side]
        if (sums == side**2).any():
            low = side
        else:
            high = side - 1
        side = (low + high + 1) // 2
    return low
