"""Where patches may be cut: the windows that one labelled polygon fills."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import Grid, Window, burn
from poplar_nn_plugin.labels.cover_sums import cover_sums, covered_square, window_sums
from poplar_nn_plugin.labels.labels import LabelPolygon, Labels, bounds_in
from poplar_nn_plugin.patches.candidates import Status

__all__ = [
    "Cover",
    "PolygonIndex",
    "Windows",
    "candidate_windows",
    "cover_of",
    "largest_square",
    "pieces",
    "searched",
]

_TILE = 2048
"""Side of the pieces in which large polygons are looked at, in pixels."""


@dataclass(frozen=True)
class Windows:
    """Candidate windows of one polygon in one piece of the image.

    Parameters
    ----------
    position : ndarray of int, shape (n, 2)
        Row and column of the upper left pixels.
    status : ndarray of uint8, shape (n,)
        Values of `Status`.
    """

    position: np.ndarray
    status: np.ndarray


class PolygonIndex:
    """The polygons of some labels, found by their boxes."""

    def __init__(self, labels: Labels, grid: Grid):
        self._boxes = np.array([bounds_in(grid, p) for p in labels.polygons]).reshape(-1, 4)
        self._codes = np.array([p.code for p in labels.polygons])
        self._shapes = [(p.wkb, 1) for p in labels.polygons]

    def __len__(self) -> int:
        """Return how many polygons there are."""
        return len(self._shapes)

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


@dataclass(frozen=True)
class Cover:
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

    def judged(
        self, sums: Callable[[np.ndarray], np.ndarray], size: int, min_cover: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Tell of windows whether the polygon covers enough, and whether its class prevails.

        Parameters
        ----------
        sums : callable
            Returns the sums over the windows from one of the tables, an array.
        size : int
            Side of a window, in pixels.
        min_cover : float
            Least share of a window that the polygon must cover.

        Returns
        -------
        enough, clear : ndarray of bool
            Of the shape that `sums` returns.
        """
        whole = size**2
        enough = sums(self.own) >= min_cover * whole - 1e-6
        if self.others is None:
            return enough, np.ones_like(enough)
        rival = np.max([sums(table) for table in self.each], axis=0)
        clear = sums(self.others) <= (1 - min_cover) * whole + 1e-6
        return enough, clear & (rival < sums(self.same))


def candidate_windows(
    polygon: LabelPolygon, number: int, index: PolygonIndex, grid: Grid, spec: PatchSpec
) -> Iterator[Windows]:
    """Yield the candidate windows of a polygon, with what its outline says of each.

    Windows start at the polygon's own upper left corner, `spec.stride` apart; those it covers less
    than half are passed over. A polygon that holds a patch, but none at these positions, gives the
    most central of those it covers best; one that holds none at all, the window in its middle.
    A point gives the window around its pixel.

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
    if polygon.point:
        yield _around_point(polygon, number, index, grid, spec)
        return
    area = searched(index.box(number), grid, spec)
    found, shown, fallback = False, False, None
    for window, positions in pieces(area, spec) if area is not None else ():
        cover = cover_of(polygon, index, grid, window)
        status = _statuses(cover, positions, spec)
        half = 0.5 * spec.size**2
        worth = (status == Status.KEPT) | (window_sums(cover.own, positions, spec.size) > half)
        if (status == Status.KEPT).any():
            found = True
        elif fallback is None and not found:
            fallback = _best_window(cover, window, spec)
        if worth.any():
            shown = True
            offset = np.array([window.row, window.col])
            yield Windows(positions[worth] + offset, status[worth])
    if not found and fallback is not None:
        yield fallback
    elif not shown:
        yield _middle(polygon, number, index, grid, spec)


def _around_point(polygon, number: int, index: PolygonIndex, grid: Grid, spec) -> Windows:
    """Return the window around a labelled point, which no other class may claim."""
    left, top, right, bottom = index.box(number)
    col, row = (int(np.floor((one + other) / 2)) for one, other in ((left, right), (top, bottom)))
    window = Window(col - spec.size // 2, row - spec.size // 2, spec.size, spec.size)
    near = index.by_class(window)
    near.pop(polygon.code, None)
    shapes = [shape for some in near.values() for shape in some]
    theirs = burn(grid, window, shapes, "uint8") if shapes else np.zeros((spec.size,) * 2)
    status = Status.KEPT
    if window.clip(grid) != window:
        status = Status.NODATA
    elif theirs[spec.size // 2, spec.size // 2] or theirs.mean() > 1 - spec.min_cover + 1e-6:
        status = Status.MIXED
    return Windows(np.array([[window.row, window.col]]), np.full(1, status, np.uint8))


def _middle(polygon: LabelPolygon, number: int, index: PolygonIndex, grid: Grid, spec) -> Windows:
    """Return the window in the middle of a polygon that gives no patch: people look for it."""
    left, top, right, bottom = index.box(number)
    col, row = (
        int(np.clip((first + last - spec.size) / 2, 0, side - spec.size))
        for first, last, side in ((left, right, grid.width), (top, bottom, grid.height))
    )
    window = Window(col, row, spec.size, spec.size)
    cover = cover_of(polygon, index, grid, window)
    return Windows(np.array([[row, col]]), _statuses(cover, np.zeros((1, 2), int), spec))


def searched(box: np.ndarray, grid: Grid, spec: PatchSpec) -> Window | None:
    """Return the part of the image in which a patch may have enough of the polygon."""
    over = int((1 - spec.min_cover) * spec.size)
    left, top = np.floor(box[:2]).astype(int) - over
    right, bottom = np.ceil(box[2:]).astype(int) + over
    left, top = max(left, 0), max(top, 0)
    right, bottom = min(right, grid.width), min(bottom, grid.height)
    if right - left < spec.size or bottom - top < spec.size:
        return None
    return Window(int(left), int(top), int(right - left), int(bottom - top))


def pieces(area: Window, spec: PatchSpec) -> Iterator[tuple[Window, np.ndarray]]:
    """Yield pieces of an area with the windows in them, (row, col) from the piece's corner."""
    per_tile = max(1, (_TILE - spec.size) // spec.stride + 1)
    rows = np.arange(0, area.height - spec.size + 1, spec.stride)
    cols = np.arange(0, area.width - spec.size + 1, spec.stride)
    for i in range(0, len(rows), per_tile):
        for j in range(0, len(cols), per_tile):
            r, c = rows[i : i + per_tile], cols[j : j + per_tile]
            # The piece reaches on to the next one's first window, so that a polygon seen in one
            # piece is tried at every pixel of it when no window on the stride fits.
            height = min(int(r[-1] - r[0]) + spec.size + spec.stride - 1, area.height - int(r[0]))
            width = min(int(c[-1] - c[0]) + spec.size + spec.stride - 1, area.width - int(c[0]))
            window = Window(area.col + int(c[0]), area.row + int(r[0]), width, height)
            positions = np.stack(np.meshgrid(r - r[0], c - c[0], indexing="ij"), axis=-1)
            yield window, positions.reshape(-1, 2)


def cover_of(polygon: LabelPolygon, index: PolygonIndex, grid: Grid, window: Window) -> Cover:
    """Return what a polygon and those around it cover of a window."""

    def table(shapes):
        return cover_sums(burn(grid, window, shapes, "uint8"))

    own = table([(polygon.wkb, 1)])
    near = index.by_class(window)
    same = near.pop(polygon.code, [])
    if not near:
        return Cover(own)
    each = tuple(table(shapes) for shapes in near.values())
    others = each[0] if len(each) == 1 else table([s for shapes in near.values() for s in shapes])
    return Cover(own, table(same) if len(same) > 1 else own, others, each)


def _statuses(cover: Cover, positions: np.ndarray, spec: PatchSpec) -> np.ndarray:
    """Return the status of windows, as far as the outlines decide it."""
    enough, clear = cover.judged(
        lambda table: window_sums(table, positions, spec.size), spec.size, spec.min_cover
    )
    status = np.full(len(positions), Status.KEPT, np.uint8)
    status[~clear] = Status.MIXED
    status[~enough] = Status.COVER
    return status


def _best_window(cover: Cover, window: Window, spec: PatchSpec) -> Windows | None:
    rows, cols = window.height - spec.size + 1, window.width - spec.size + 1
    positions = np.stack(np.meshgrid(np.arange(rows), np.arange(cols), indexing="ij"), axis=-1)
    positions = positions.reshape(-1, 2)
    fits = positions[_statuses(cover, positions, spec) == Status.KEPT]
    if not len(fits):
        return None
    share = window_sums(cover.own, fits, spec.size)
    fits = fits[share == share.max()]
    best = fits[np.argmin(((fits - fits.mean(axis=0)) ** 2).sum(axis=1))]
    kept = np.full(1, Status.KEPT, np.uint8)
    return Windows(best[None] + [window.row, window.col], kept)


def largest_square(polygon: LabelPolygon, number: int, index: PolygonIndex, grid: Grid) -> int:
    """Return the side of the largest patch, in pixels, that lies wholly inside a polygon."""
    area = searched(index.box(number), grid, PatchSpec(1, 1, (1,)))
    if area is None:
        return 0
    window = Window(area.col, area.row, min(area.width, _TILE), min(area.height, _TILE))
    own = burn(grid, window, [(polygon.wkb, 1)], "uint8")
    return covered_square(cover_sums(own), min(window.width, window.height))
