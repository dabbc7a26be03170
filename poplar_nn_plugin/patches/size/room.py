"""How large a patch each labelled polygon holds, by its outline and the data under it."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from osgeo import ogr

from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import Grid, RasterSource, Window
from poplar_nn_plugin.engine.blocks.parallel import Pool
from poplar_nn_plugin.labels.cover_sums import cover_sums
from poplar_nn_plugin.labels.valid_pixels import valid_pixels
from poplar_nn_plugin.patches.sources import Scene
from poplar_nn_plugin.patches.windows import Cover, PolygonIndex, cover_of, pieces, searched
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["Room", "areas_in_pixels", "room_of"]

_AT_ONCE = 32
_READ_WHOLE = 2**22  # pixels of an image up to which it is looked at once, not under each polygon


@dataclass(frozen=True)
class Room:
    """What there is room for in some polygons of a scene.

    Parameters
    ----------
    members : ndarray of int, shape (n,)
        Their positions among the labels.
    side : ndarray of int, shape (n,)
        The largest patch, of the sizes that were tried; 0 for none.
    pixels : ndarray of float, shape (n,)
        Area, in pixels.
    """

    members: np.ndarray
    side: np.ndarray
    pixels: np.ndarray


def room_of(
    scene: Scene,
    members: np.ndarray,
    sizes: Sequence[int],
    min_cover: float,
    progress: Progress,
    *,
    with_data: bool = True,
) -> Room:
    """Return the largest patch that each of some polygons gives.

    A patch counts where 'Extract patches' would keep it, anywhere in the polygon: one that the
    polygon covers enough, where its class prevails, and with data in all its pixels. Where a
    large patch fits, a smaller one is taken to fit.

    Parameters
    ----------
    scene : Scene
        Its mask does not count.
    members : ndarray of int, shape (n,)
        Positions of polygons among its labels.
    sizes : sequence of int
        To try, in pixels.
    min_cover : float
        Least share of a patch that the polygon covers.
    progress : Progress
    with_data : bool
        Whether all pixels of a patch must hold data; False looks at outlines alone.
    """
    grid = scene.image.grid
    shorter = min(grid.width, grid.height)
    tried = sorted((size for size in sizes if size <= shorter), reverse=True)
    index, whole = PolygonIndex(scene.labels, grid), scene.image.whole or not with_data
    valid = None if whole else _valid_of(scene.image)
    if valid is not None and not valid.any():
        return Room(members, np.zeros(len(members), int), areas_in_pixels(scene)[members])
    work = _Search(scene, index, tuple(tried), min_cover, whole, valid)
    some = [members[first : first + _AT_ONCE] for first in range(0, len(members), _AT_ONCE)]
    side: list[int] = []
    with contextlib.closing(Pool().run(work, some)) as results:
        for found in results:
            side += found
            checkpoint(progress, len(side) / len(members))
    return Room(members, np.array(side, int), areas_in_pixels(scene)[members])


def areas_in_pixels(scene: Scene) -> np.ndarray:
    """Return the area of each polygon of a scene, in pixels of its image."""
    _, across, skew, _, turn, down = scene.image.grid.transform
    shapes = (ogr.CreateGeometryFromWkb(p.wkb) for p in scene.labels.polygons)
    areas = np.array([shape.GetArea() for shape in shapes], float)
    return areas / abs(across * down - skew * turn)


@dataclass(frozen=True)
class _Search:
    """The search for the largest patch of some of the polygons of a scene."""

    scene: Scene
    index: PolygonIndex
    sizes: tuple[int, ...]
    min_cover: float
    whole: bool
    valid: np.ndarray | None

    def __call__(self, numbers: np.ndarray) -> list[int]:
        return [self._largest(number) for number in numbers.tolist()]

    def _largest(self, number: int) -> int:
        """Return the largest size that fits in one polygon, 0 for none."""
        found = 0
        for size, window in self._places(number):
            cover = cover_of(self.scene.labels.polygons[number], self.index, self._grid, window)
            most = math.isqrt(int(cover.own[-1, -1] / self.min_cover + 1e-6))
            sizes = [s for s in self.sizes if found < s <= min(most, *_shape(window))]
            lacking = self._lacking(window) if sizes else None
            for side in sizes:
                if self._fits(cover, lacking, side):
                    found = side
                    break
            if found == size:
                break
        return found

    def _places(self, number: int):
        """Yield the largest size worth a try, with the windows in which to look for it."""
        for size in self.sizes:
            spec = PatchSpec(size, max(1, size // 3), (1,), self.min_cover)
            area = searched(self.index.box(number), self._grid, spec)
            if area is not None:
                for window, _ in pieces(area, spec):
                    yield size, window
                return

    def _fits(self, cover: Cover, lacking: np.ndarray | None, size: int) -> bool:
        def sums(table: np.ndarray) -> np.ndarray:
            upper, lower = table[:-size], table[size:]
            return lower[:, size:] - upper[:, size:] - lower[:, :-size] + upper[:, :-size]

        enough, clear = cover.judged(sums, size, self.min_cover)
        fits = enough & clear
        if lacking is not None and fits.any():
            fits &= sums(lacking) == 0
        return bool(fits.any())

    def _lacking(self, window: Window) -> np.ndarray | None:
        """Return the summed-area table of pixels without data, None where all hold some."""
        if self.whole:
            return None
        if self.valid is None:
            return cover_sums(~valid_pixels(self.scene.image, window))
        part = self.valid[window.row : window.row_stop, window.col : window.col_stop]
        return cover_sums(~part)

    @property
    def _grid(self) -> Grid:
        return self.scene.image.grid


def _valid_of(image: RasterSource) -> np.ndarray | None:
    """Return what is valid of a small image, which is read once; None for a large one."""
    grid = image.grid
    small = grid.width * grid.height <= _READ_WHOLE
    return valid_pixels(image, Window(0, 0, grid.width, grid.height)) if small else None


def _shape(window: Window) -> tuple[int, int]:
    return window.width, window.height
