"""The class of each pixel of a patch, by the polygons that lie on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from poplar_nn_plugin.engine import Grid, Window, burn
from poplar_nn_plugin.patches.candidates import NO_SPLIT, Candidates
from poplar_nn_plugin.patches.sources import Scene
from poplar_nn_plugin.patches.windows import PolygonIndex

__all__ = ["PixelLabels"]


class PixelLabels:
    """Burn the polygons of one image onto its patches.

    A pixel has the class of the polygon that covers its centre; one that polygons of two classes
    cover has none. Polygons of another split than the patch do not count, so that nothing is
    learned from a polygon kept for validation or test. A patch that no polygon gave, as those of a
    background class, has its own class where no polygon lies.

    Parameters
    ----------
    scene : Scene
    found : Candidates
        Of all images, with the split of each; a group's split is that of its candidates.
    """

    def __init__(self, scene: Scene, found: Candidates):
        self._grid, self._labels = scene.image.grid, scene.labels
        self._groups = {polygon.group for polygon in scene.labels.polygons}
        having = found.split != NO_SPLIT
        of_group = dict(zip(found.group[having].tolist(), found.split[having].tolist()))
        self._polygons = [
            (of_group.get(p.group) if p.split is None else p.split, p)
            for p in scene.labels.polygons
        ]
        self._near: dict[int, PolygonIndex] = {}

    def of(self, labels: np.ndarray, size: int) -> np.ndarray:
        """Return the masks of some patches.

        Parameters
        ----------
        labels : ndarray of LABEL_DTYPE, shape (k,)
        size : int

        Returns
        -------
        ndarray of uint8, shape (k, size, size)
            Class codes, 0 where there is none.
        """
        masks = np.zeros((len(labels), size, size), np.uint8)
        for mask, label in zip(masks, labels):
            window = Window(int(label["col"]), int(label["row"]), size, size)
            shapes = self._of_split(int(label["split"])).by_class(window)
            mask[:] = _codes(self._grid, window, shapes.items())
            if int(label["group"]) not in self._groups:
                mask[mask == 0] = label["class"]
        return masks

    def _of_split(self, split: int) -> PolygonIndex:
        if split not in self._near:
            own = tuple(polygon for of, polygon in self._polygons if of in (split, None))
            self._near[split] = PolygonIndex(replace(self._labels, polygons=own), self._grid)
        return self._near[split]


def _codes(grid: Grid, window: Window, shapes: Iterable) -> np.ndarray:
    found = np.zeros((window.height, window.width), np.uint8)
    twice = np.zeros(found.shape, bool)
    for code, polygons in shapes:
        covered = burn(grid, window, polygons, "uint8") > 0
        twice |= covered & (found > 0)
        found[covered] = code
    found[twice] = 0
    return found
