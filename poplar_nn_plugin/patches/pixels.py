"""Labelled pixels as candidates: patches of which a polygon need only hold the middle.

Where pixels are coarse a polygon holds few patches, or none, and yet its pixels tell the class. So
each pixel whose centre lies in polygons of one class gives a patch, with whatever surrounds it. A
polygon so small that it holds no centre gives the pixel that its inner point lies in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
from osgeo import ogr

from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import Grid, Window, burn
from poplar_nn_plugin.labels.labels import LabelPolygon
from poplar_nn_plugin.patches.candidates import Candidates, Status
from poplar_nn_plugin.patches.limit import limit_classes
from poplar_nn_plugin.patches.windows import PolygonIndex, Windows
from poplar_nn_plugin.progress import Progress

__all__ = [
    "inner_pixel",
    "limit_pixels",
    "one_each",
    "pixel_windows",
    "share_looked_at",
    "tell_specks",
]

_TILE = 2048  # side of the pieces in which large polygons are looked at, in pixels
_MOST = 1_000_000  # pixels looked at of all polygons; of larger ones some are drawn
_LEAST = 1000  # of a polygon
_KEPT = 20_000  # pixels in a dataset, where nothing else is asked for


def pixel_windows(
    polygon: LabelPolygon, number: int, index: PolygonIndex, grid: Grid, spec: PatchSpec
) -> Iterator[Windows]:
    """Yield the patches around the pixels of a polygon; they may reach beyond the image.

    A pixel that polygons of another class hold, too, is `Status.MIXED`. Of a polygon of very many
    pixels some are drawn, the same in each run.

    Parameters
    ----------
    polygon : LabelPolygon
    number : int
        Its position among the labels.
    index : PolygonIndex
    grid : Grid
        Of the image.
    spec : PatchSpec
    """
    share = share_looked_at(polygon, len(index), grid)
    drawing, empty = np.random.default_rng(number), True
    for window in _tiles(index.box(number), grid):
        own = burn(grid, window, [(polygon.wkb, 1)], "uint8") > 0
        empty &= not own.any()
        if share < 1:
            own &= drawing.random(own.shape) < share
        centres = np.argwhere(own)
        if len(centres):
            yield _windows(centres, window, polygon, index, grid, spec)
    if empty:
        centre = inner_pixel(polygon, grid)
        if grid.window.height > centre[0] >= 0 <= centre[1] < grid.window.width:
            window = Window(centre[1], centre[0], 1, 1)
            yield _windows(np.zeros((1, 2), int), window, polygon, index, grid, spec)


def one_each(
    position: np.ndarray, status: np.ndarray, owner: np.ndarray, code: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return position, status and owner of candidates, each pixel once.

    A pixel that two polygons of a class claim is that of the first of them; one that two classes
    claim, as specks may, is `Status.MIXED`.

    Parameters
    ----------
    position : ndarray of int, shape (n, 2)
    status : ndarray of uint8, shape (n,)
    owner : ndarray of int, shape (n,)
        Which polygon each is of, ascending.
    code : ndarray of int, shape (n,)
        Class of each.
    """
    _, first, place = np.unique(position, axis=0, return_index=True, return_inverse=True)
    place = place.reshape(-1)  # NumPy 2.0 gives it another shape
    low, high = np.full(len(first), 255), np.zeros(len(first), int)
    np.minimum.at(low, place, code)
    np.maximum.at(high, place, code)
    status = np.where((low < high)[place], np.uint8(Status.MIXED), status)
    first = np.sort(first)
    return position[first], status[first], owner[first]


def limit_pixels(
    found: Candidates, most: int | None, seed: int, progress: Progress, already: Counter
) -> Candidates:
    """Return candidates of which at most some of each class are kept, and no others that would be.

    They are taken from all groups alike. Those beyond the limit are not among the candidates: there
    may be a million of them.

    Parameters
    ----------
    found : Candidates
        After the split.
    most : int or None
        Pixels of a class; None for as many as make 20 000 in all, and one of each group.
    seed : int
    progress : Progress
        Is told how many are taken.
    already : Counter
        Pixels of each class that count but are not among the candidates.
    """
    kept = found.kept
    if most is None:
        pairs = np.unique(np.stack([found.code[kept], found.group[kept]], axis=1), axis=0)
        groups = np.unique(pairs[:, 0], return_counts=True)[1]
        most = max(_KEPT // max(len(groups), 1), groups.max(initial=1))
    limited = limit_classes(found, int(most), seed, already)
    beyond = limited.status == Status.LIMIT
    if beyond.any():
        progress.message(
            f"Of {len(kept)} labelled pixels {len(limited.kept)} are taken, at most {most} of a "
            "class and of all groups alike."
        )
    return limited.part(np.flatnonzero(~beyond))


def tell_specks(
    polygons: tuple[LabelPolygon, ...],
    grid: Grid,
    spec: PatchSpec,
    position: np.ndarray,
    owner: np.ndarray,
    progress: Progress,
) -> None:
    """Say how many polygons hold no centre of a pixel, of those that gave a candidate each."""
    numbers, first, count = np.unique(owner, return_index=True, return_counts=True)
    specks = 0
    for number, place in zip(numbers[count == 1].tolist(), first[count == 1].tolist()):
        row, col = (position[place] + spec.size // 2).tolist()
        own = burn(grid, Window(col, row, 1, 1), [(polygons[number].wkb, 1)], "uint8")
        specks += not own.any()
    if specks:
        progress.message(
            f"{specks} of {len(polygons)} polygons are so small that they hold the centre of no "
            "pixel: the pixel that they lie in is taken."
        )


def _windows(
    centres: np.ndarray,
    window: Window,
    polygon: LabelPolygon,
    index: PolygonIndex,
    grid: Grid,
    spec: PatchSpec,
) -> Windows:
    """Return the patches around pixels (row, col) of a window."""
    status = np.full(len(centres), Status.KEPT, np.uint8)
    near = index.by_class(window)
    near.pop(polygon.code, None)
    if near:
        shapes = [shape for some in near.values() for shape in some]
        theirs = burn(grid, window, shapes, "uint8") > 0
        status[theirs[tuple(centres.T)]] = Status.MIXED
    corner = np.array([window.row, window.col]) - spec.size // 2
    return Windows(centres + corner, status)


def share_looked_at(polygon: LabelPolygon, count: int, grid: Grid) -> float:
    """Return which share of the pixels of a polygon is looked at, of `count` polygons."""
    _, right, down_right, _, right_down, down = grid.transform
    pixel = abs(right * down - down_right * right_down)
    area = ogr.CreateGeometryFromWkb(polygon.wkb).GetArea() / pixel
    most = max(_MOST // count, _LEAST)
    return min(1.0, most / area) if area else 1.0


def _tiles(box: np.ndarray, grid: Grid) -> Iterator[Window]:
    """Yield pieces of the image that cover the box of a polygon."""
    left, top = np.floor(box[:2]).astype(int).tolist()
    right, bottom = np.ceil(box[2:]).astype(int).tolist()
    whole = Window(left, top, right - left, bottom - top).clip(grid)
    for row in range(whole.row, whole.row_stop, _TILE):
        for col in range(whole.col, whole.col_stop, _TILE):
            sides = min(_TILE, whole.col_stop - col), min(_TILE, whole.row_stop - row)
            yield Window(col, row, *sides)


def inner_pixel(polygon: LabelPolygon, grid: Grid) -> tuple[int, int]:
    """Return row and column of the pixel in which a point inside a polygon lies."""
    point = ogr.CreateGeometryFromWkb(polygon.wkb).PointOnSurface()
    col, row = grid.to_pixel(point.GetX(), point.GetY())
    return int(np.floor(row)), int(np.floor(col))
