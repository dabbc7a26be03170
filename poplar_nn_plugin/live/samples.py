"""Which labelled pixels the live map learns from, and the dataset that they are.

They are few, so that it learns in a moment, and the same whatever else is labelled: a new polygon
takes pixels from the others of its class, and makes none of them look elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.blocks import Blocks
from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.description import DatasetDescription
from poplar_nn_plugin.dataset.reader import LABEL_DTYPE, PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.engine import Grid, Window, burn
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.labels.labels import LabelPolygon, Labels
from poplar_nn_plugin.live.image import LiveImage
from poplar_nn_plugin.live.tiles import Tile, tiles_of, window_of
from poplar_nn_plugin.patches.candidates import Candidates, Status
from poplar_nn_plugin.patches.pixels import inner_pixel, one_each
from poplar_nn_plugin.patches.splitting.block_groups import cut_into_blocks
from poplar_nn_plugin.patches.windows import PolygonIndex
from poplar_nn_plugin.progress import Silent

__all__ = ["LabelledPixels", "Sampler"]

_KEPT = 4000  # pixels of all classes: a classifier of them is fitted in a quarter of a second
_TILES = 6  # of a polygon that are looked at: each costs half a second
_OF_POLYGON = 2000  # pixels
_FOLDS = 5


@dataclass(frozen=True, eq=False)
class LabelledPixels:
    """Labelled pixels of an image, before it is known which of them hold data.

    Parameters
    ----------
    classes : ClassMap
        Of the labels.
    groups : tuple of str
    grouped : bool
        Whether a field says what belongs together.
    position : ndarray of int, shape (n, 2)
        Row and column of each.
    code, group : ndarray of int, shape (n,)
    """

    classes: ClassMap
    groups: tuple[str, ...]
    grouped: bool
    position: np.ndarray
    code: np.ndarray
    group: np.ndarray

    def tiles(self, side: int) -> list[Tile]:
        """Return the tiles that hold some of them."""
        found = np.unique(self.position // side, axis=0)
        return [Tile(*one) for one in found.tolist()]

    def some(self, which: np.ndarray) -> LabelledPixels:
        """Return some of them, shape (n,) bool."""
        kept = {name: getattr(self, name)[which] for name in ("position", "code", "group")}
        return replace(self, **kept)

    def dataset(
        self, image: LiveImage, valid: np.ndarray, name: str, classes: ClassMap | None = None
    ) -> PatchDataset:
        """Return those that hold data as a dataset in memory, without the patches around them.

        Parameters
        ----------
        image : LiveImage
        valid : ndarray of bool, shape (n,)
        name : str
            Of the labels.
        classes : ClassMap, optional
            Those of the dataset, whatever has pixels; those that have some if not given.

        Raises
        ------
        DatasetError
            If fewer than two classes have any, and none are given.
        """
        kept = np.flatnonzero(valid)
        codes = np.unique(self.code[kept]).tolist()
        given, classes = classes, _only(self.classes, codes) if classes is None else classes
        missing = tuple(n for c, n in zip(self.classes.codes, self.classes.names) if c not in codes)
        if given is None and len(codes) < 2:
            raise DatasetError(
                f"The live map tells classes apart, and {len(codes)} of "
                f"{len(self.classes.codes)} have a pixel with data on this image"
                f"{f' (not: {chr(44).join(missing)})' if missing else ''}: draw polygons of "
                "another class here.",
                classes=len(codes),
            )
        spec = image.spec
        position = self.position[kept] - spec.size // 2
        zeros = np.zeros(len(kept), np.int16)
        found = Candidates(
            position,
            np.full(len(kept), Status.KEPT, np.uint8),
            self.code[kept],
            self.group[kept],
            np.full(len(kept), Split.TRAIN, np.uint8),
            zeros,
            position.astype(float),
        )
        groups = list(self.groups)
        if not self.grouped:
            blocks = Blocks(spec.size, 1 / _FOLDS)
            found, groups = cut_into_blocks(found, groups, classes, blocks, 0, Silent())
        labels = np.zeros(len(kept), LABEL_DTYPE)
        labels["class"], labels["group"], labels["split"] = found.code, found.group, found.split
        labels["row"], labels["col"] = position.T
        description = DatasetDescription(
            spec=spec,
            classes=classes,
            dtype=image.source.dtype,
            count=len(kept),
            image=image.metadata,
            groups=tuple(groups),
            missing_classes=missing if given is None else (),
        )
        shape = (len(kept), spec.size, spec.size, len(spec.bands))
        nothing = np.broadcast_to(np.zeros((), image.source.dtype), shape)
        return PatchDataset(Path(name), description, nothing, labels)


class Sampler:
    """Takes pixels of labels, and remembers those of each polygon.

    Parameters
    ----------
    grid : Grid
        Of the image.
    side : int
        Of a tile.
    """

    def __init__(self, grid: Grid, side: int):
        self._grid, self._side = grid, side
        self._own: dict[bytes, np.ndarray] = {}

    def take(self, labels: Labels) -> LabelledPixels:
        """Return some pixels of each polygon, of all classes and their groups alike.

        A pixel that polygons of two classes hold is none of theirs.

        Parameters
        ----------
        labels : Labels
            On the grid of the image.

        Raises
        ------
        DatasetError
            If no pixel is of one class alone.
        """
        polygons = labels.polygons
        before, self._own = self._own, {}
        for polygon in polygons:
            own = before.get(polygon.wkb)
            self._own[polygon.wkb] = self._pixels(polygon) if own is None else own
        index = PolygonIndex(labels, self._grid)
        parts = [
            pixels[~self._mixed(pixels, polygon, index)]
            for polygon in polygons
            for pixels in (self._own[polygon.wkb],)
        ]
        owner = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        position = np.concatenate([np.zeros((0, 2), int), *parts])
        code = np.array([p.code for p in polygons], np.uint8)[owner]
        position, status, owner = one_each(
            position, np.full(len(position), Status.KEPT, np.uint8), owner, code
        )
        fit = status == Status.KEPT
        position, owner = position[fit], owner[fit]
        if not len(position):
            raise DatasetError(
                "No pixel of the image is labelled with one class alone: draw the polygons apart."
            )
        code = np.array([p.code for p in polygons], np.uint8)[owner]
        group = np.array([p.group for p in polygons], np.int32)[owner]
        some = _even(position, code, group)
        return LabelledPixels(
            labels.classes, labels.groups, labels.grouped, position[some], code[some], group[some]
        )

    def _pixels(self, polygon: LabelPolygon) -> np.ndarray:
        """Return row and column of some pixels whose centre a polygon holds, from few tiles."""
        parts = []
        for window in self._windows(polygon):
            inside = np.argwhere(burn(self._grid, window, [(polygon.wkb, 1)], "uint8"))
            if len(inside):
                parts.append(inside + np.array([window.row, window.col]))
            if len(parts) == _TILES:
                break
        if not parts:
            row, col = inner_pixel(polygon, self._grid)
            there = 0 <= row < self._grid.height and 0 <= col < self._grid.width
            return np.array([[row, col]] if there else np.zeros((0, 2)), int)
        found = np.concatenate(parts)
        return found[np.argsort(_drawn(found), kind="stable")[:_OF_POLYGON]]

    def _windows(self, polygon: LabelPolygon) -> Iterator[Window]:
        """Yield the tiles that the box of a polygon meets, in an order drawn by lot for each."""
        left, top, right, bottom = PolygonIndex(
            Labels((polygon,), _NO_CLASSES, ()), self._grid
        ).box(0)
        left, top = int(np.floor(left)), int(np.floor(top))
        box = Window(left, top, int(np.ceil(right)) - left, int(np.ceil(bottom)) - top)
        tiles = np.array(tiles_of(box, self._side, self._grid), int).reshape(-1, 2)
        for number in np.argsort(_drawn(tiles), kind="stable").tolist():
            tile = window_of(Tile(*tiles[number].tolist()), self._side, self._grid)
            col, row = max(tile.col, box.col), max(tile.row, box.row)
            stop = min(tile.col_stop, box.col_stop), min(tile.row_stop, box.row_stop)
            yield Window(col, row, stop[0] - col, stop[1] - row)

    def _mixed(self, pixels: np.ndarray, polygon: LabelPolygon, index: PolygonIndex) -> np.ndarray:
        """Return which pixels of a polygon lie in those of other classes, too."""
        found = np.zeros(len(pixels), bool)
        place = pixels // self._side
        for tile in np.unique(place, axis=0).tolist():
            here = np.flatnonzero((place == tile).all(axis=1))
            first, last = pixels[here].min(axis=0).tolist(), pixels[here].max(axis=0).tolist()
            window = Window(first[1], first[0], last[1] - first[1] + 1, last[0] - first[0] + 1)
            near = index.by_class(window)
            near.pop(polygon.code, None)
            if near:
                shapes = [shape for some in near.values() for shape in some]
                theirs = burn(self._grid, window, shapes, "uint8") > 0
                found[here] = theirs[tuple((pixels[here] - first).T)]
        return found


_NO_CLASSES = ClassMap((), (), ())


def _drawn(position: np.ndarray) -> np.ndarray:
    """Return a number for each place that looks drawn by lot, and is the same each time."""
    row, col = position.astype(np.uint64).T
    mixed = row * np.uint64(0x9E3779B97F4A7C15) ^ (col + np.uint64(1)) * np.uint64(
        0xC2B2AE3D27D4EB4F
    )
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed ^ (mixed >> np.uint64(31))


def _even(position: np.ndarray, code: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Return the positions of some pixels, of each class as many, and in it of its groups.

    Of a group that gives fewer than before, those that stay were there before.
    """
    codes = np.unique(code)
    kept = []
    for one in codes.tolist():
        members = np.flatnonzero(code == one)
        own, place, counts = np.unique(group[members], return_inverse=True, return_counts=True)
        most = _share(counts, max(_KEPT // len(codes), len(own)))
        order = np.lexsort((_drawn(position[members]), place.ravel()))
        first = np.cumsum(counts) - counts
        turn = np.arange(len(members)) - first[place.ravel()[order]]
        kept.append(members[order[turn < most]])
    return np.sort(np.concatenate(kept))


def _share(counts: np.ndarray, most: int) -> int:
    """Return how many of each group may be taken, so that all give no more than `most`."""
    left, groups = most, len(counts)
    for count in np.sort(counts).tolist():
        if count * groups > left:
            return max(1, left // groups)
        left -= count
        groups -= 1
    return int(counts.max())


def _only(classes: ClassMap, codes: list[int]) -> ClassMap:
    """Return some of the classes."""
    places = [classes.index(code) for code in codes]
    return ClassMap(
        *(tuple(one[p] for p in places) for one in (classes.codes, classes.names, classes.colours))
    )
