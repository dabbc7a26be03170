"""What lies under the polygons: pixels without data, and room for a patch."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from osgeo import ogr

from poplar_nn_plugin.engine import RasterSource, Window, burn, scan
from poplar_nn_plugin.engine.cost import READING, pixel_bytes
from poplar_nn_plugin.labels.checks.too_small import Cramped, small_problems
from poplar_nn_plugin.labels.cover_sums import cover_sums, covered_square
from poplar_nn_plugin.labels.problem import ERROR, WARNING, Problem
from poplar_nn_plugin.labels.shapes import LabelShapes
from poplar_nn_plugin.labels.valid_pixels import STRIP, valid_pixels
from poplar_nn_plugin.progress import Progress

__all__ = ["pixel_problems"]

_CELL = 1024
"""Side, in pixels, of the pieces whose polygons are looked at together."""

_ROUNDING = 1e-4
"""Share of a polygon off the image that is not worth a word: its edge snapped to the image's."""

_PIXEL = 40  # bytes of a pixel while polygons are burned and squares looked for, measured


@dataclass(frozen=True)
class _Piece:
    """A window with the numbers of the polygons to look at in it."""

    window: Window
    members: list[int]


@dataclass(frozen=True)
class _UnderPolygons:
    """For each polygon: pixels under it, those without data, and the side of its largest square."""

    pixels: np.ndarray
    missing: np.ndarray
    square: np.ndarray


def pixel_problems(
    found: LabelShapes,
    pairs: np.ndarray,
    image: RasterSource,
    size: int,
    largest: Mapping[str, int],
    progress: Progress,
) -> list[Problem]:
    """Return polygons off the image, on pixels without data, or too small for a patch.

    Parameters
    ----------
    found : LabelShapes
    pairs : ndarray of int, shape (n, 2)
        Polygons whose boxes meet: these are not burned together.
    image : RasterSource
    size : int
        Side of a patch, in pixels.
    largest : mapping of str to int
        The largest patch of which each class keeps some, 0 for none, as far as it is known.
    progress : Progress
    """
    problems, off = _outside(found)
    windows = _windows(found, off)
    under = _look(found, windows, _rounds(len(off), pairs), image, size, progress)
    cramped = []
    for number in sorted(windows):
        pixels, missing = under.pixels[number], under.missing[number]
        if missing:
            whole = missing == pixels
            share = "no data" if whole else f"no data in {missing / pixels:.1%} of the polygon"
            advice = f"The image has {share}: move it, or delete it."
            problems.append(found.problem(number, "nodata", ERROR if whole else WARNING, advice))
        if under.square[number] < size and not found.features[number].point:
            cramped.append(Cramped(number, int(pixels), int(under.square[number])))
    return problems + small_problems(found, cramped, size, largest)


def _outside(found: LabelShapes) -> tuple[list[Problem], np.ndarray]:
    """Return the problems of polygons off the image, and which are nowhere on it."""
    width, height = found.grid.width, found.grid.height
    frame = f"POLYGON((0 0,{width} 0,{width} -{height},0 -{height},0 0))"
    image = ogr.CreateGeometryFromWkt(frame)
    col, row, last_col, last_row = found.boxes.T
    crossing = (col < 0) | (row < 0) | (last_col > width) | (last_row > height)
    off = np.isnan(col)
    problems = []
    for number in np.flatnonzero(crossing).tolist():
        placed = found.placed[number].MakeValid()  # reprojected edges may cross
        common = placed.Intersection(image)
        share = 1 - common.GetArea() / placed.GetArea()
        if share > 1 - _ROUNDING:
            off[number] = True
            advice = "The polygon lies off the image: delete it, or choose the image it is of."
            problems.append(found.problem(number, "outside", ERROR, advice))
        elif share > _ROUNDING:
            advice = f"{share:.1%} of the polygon lie off the image: cut it at the image's edge."
            problems.append(found.problem(number, "outside", WARNING, advice))
    return problems, off


def _windows(found: LabelShapes, off: np.ndarray) -> dict[int, Window]:
    """Return the part of the image under each polygon's box."""
    numbers = np.flatnonzero(~off)
    limits = np.tile([found.grid.width, found.grid.height], 2)
    ends = np.clip(found.boxes[numbers], 0, limits)
    first, last = np.floor(ends[:, :2]).astype(int), np.ceil(ends[:, 2:]).astype(int)
    boxes = np.hstack([first, last - first])
    return {number: Window(*box) for number, box in zip(numbers.tolist(), boxes.tolist())}


def _rounds(count: int, pairs: np.ndarray) -> np.ndarray:
    """Return in which round each polygon is burned, so that none hides another."""
    neighbours = defaultdict(list)
    for one, other in pairs.tolist():
        neighbours[other].append(one)
    turn = np.zeros(count, int)
    for polygon in sorted(neighbours):
        taken = {int(turn[other]) for other in neighbours[polygon]}
        turn[polygon] = next(i for i in range(len(taken) + 1) if i not in taken)
    return turn


def _look(
    found: LabelShapes, windows, rounds, image: RasterSource, size, progress
) -> _UnderPolygons:
    def look(piece: _Piece) -> list[tuple[int, int, int, int]]:
        """Return number, pixels, those without data and largest square of each polygon."""
        valid = None if image.whole else valid_pixels(image, piece.window)
        seen = []
        for turn in np.unique(rounds[piece.members]):
            now = [number for number in piece.members if rounds[number] == turn]
            shapes = [
                (bytes(found.placed[number].ExportToWkb()), mark)
                for mark, number in enumerate(now, start=1)
            ]
            marks = burn(found.grid, piece.window, shapes, "int32")
            for mark, number in enumerate(now, start=1):
                part = _common(windows[number], piece.window).slices(piece.window)
                inside = marks[part] == mark
                covered, invalid = int(np.count_nonzero(inside)), 0
                if valid is not None:
                    invalid = covered - int(np.count_nonzero(inside & valid[part]))
                seen.append((number, covered, invalid, _largest_square(inside, size)))
        return seen

    def need(piece: _Piece) -> int:
        area = piece.window.width * piece.window.height
        return area * _PIXEL + min(area * (pixel_bytes(image) + READING), STRIP)

    pixels, missing, largest = (np.zeros(len(rounds), int) for _ in range(3))
    # Burning few pixels of many polygons holds the lock of Python: more threads are no faster.
    for seen in scan([image], _pieces(windows), look, need=need, n_jobs=1, progress=progress):
        for number, covered, invalid, square in seen:
            pixels[number] += covered
            missing[number] += invalid
            largest[number] = max(largest[number], square)
    return _UnderPolygons(pixels, missing, largest)


def _pieces(windows: dict[int, Window]) -> Iterator[_Piece]:
    """Yield windows with the polygons to look at in them: small ones together, large in pieces."""
    cells = defaultdict(list)
    for number, window in windows.items():
        if max(window.width, window.height) <= _CELL:
            cells[window.row // _CELL, window.col // _CELL].append(number)
            continue
        for row in range(window.row, window.row_stop, 2 * _CELL):
            for col in range(window.col, window.col_stop, 2 * _CELL):
                yield _Piece(_common(Window(col, row, 2 * _CELL, 2 * _CELL), window), [number])
    for _, members in sorted(cells.items()):
        boxes = [windows[number] for number in members]
        col, row = min(box.col for box in boxes), min(box.row for box in boxes)
        width = max(box.col_stop for box in boxes) - col
        height = max(box.row_stop for box in boxes) - row
        yield _Piece(Window(col, row, width, height), members)


def _common(one: Window, other: Window) -> Window:
    col, row = max(one.col, other.col), max(one.row, other.row)
    width = min(one.col_stop, other.col_stop) - col
    return Window(col, row, width, min(one.row_stop, other.row_stop) - row)


def _largest_square(inside: np.ndarray, most: int) -> int:
    """Return the side of the largest square of pixels that are all inside, up to `most`."""
    row, col = ((length - most) // 2 for length in inside.shape)
    if min(row, col) >= 0 and inside[row : row + most, col : col + most].all():
        return most  # as in most polygons, and soon seen
    table = cover_sums(inside)
    return covered_square(table, min(most, *inside.shape, math.isqrt(int(table[-1, -1]))))
