"""A map of the sample scene with known mistakes, and samples of it judged by the truth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import ogr

from poplar_nn_plugin.engine import LegendEntry, OutputSpec, RasterSink, RasterSource
from poplar_nn_plugin.engine.rasterize import PolygonSource
from poplar_nn_plugin.labels.pixel_areas import PixelAreas
from poplar_nn_plugin.maps.assess import compare
from poplar_nn_plugin.maps.classes import named_classes
from poplar_nn_plugin.maps.estimates import estimates_of
from poplar_nn_plugin.maps.sampling.draw import draw_points
from poplar_nn_plugin.maps.sampling.settings import SampleSettings
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.scenery.scene import CLASSES, draw_scene
from poplar_nn_plugin.scoring.areas import AreaEstimates

__all__ = ["MappedScene", "mapped_scene"]


class MappedScene:
    """A map, the truth, and the true hectares of each class by name."""

    def __init__(self, path: Path, truth: np.ndarray):
        self.mapped = RasterSource(str(path))
        self.truth = truth
        self.table = named_classes(self.mapped)
        ground = PixelAreas(self.mapped.grid).of(self.mapped.grid.window)
        known = self.mapped.read(self.mapped.grid.window)[1]
        self.hectares = {
            name: float(ground[known & (truth == code)].sum())
            for code, name in zip(self.table.values, self.table.classes.names)
        }

    def estimate(self, count: int, seed: int) -> AreaEstimates:
        """Draw points, judge them by the truth, and return the areas."""
        settings = SampleSettings(count=count, seed=seed)
        drawn = draw_points(self.mapped, self.table, settings, Silent())
        codes = self.truth[drawn.row, drawn.col]
        judged = np.flatnonzero(codes)
        shapes = [
            (_square(self.mapped.grid, drawn.col[one], drawn.row[one]), number)
            for number, one in enumerate(judged.tolist(), 1)
        ]
        found = compare(
            self.mapped,
            PolygonSource(self.mapped.grid, tuple(shapes), "int32"),
            self.table.classes,
            Silent(),
            units=codes[judged],
        )
        return estimates_of(found, "stratified", Silent())


def mapped_scene(folder: Path, size: int, seed: int) -> MappedScene:
    """Write a map of a scene: edges two pixels off, and blots of other classes."""
    scene = draw_scene(size, seed=seed)
    truth, rng = scene.truth, np.random.default_rng(seed)
    side = -(-size // 8)
    blot = np.kron(rng.random((side, side)) < 0.08, np.ones((8, 8), bool))[:size, :size]
    other = np.kron(rng.permutation(truth.ravel())[: side**2].reshape(side, side), np.ones((8, 8)))
    codes = np.where(blot, other[:size, :size], np.roll(truth, (2, 2), (0, 1)))
    rows = zip(CLASSES.codes, CLASSES.names, CLASSES.colours)
    legend = tuple(LegendEntry(*row) for row in rows)
    path = folder / "map.tif"
    with RasterSink(path, scene.grid, OutputSpec(1, "uint8", 0, (), legend)) as sink:
        sink.write(scene.grid.window, np.where(truth > 0, codes, 0).astype("uint8")[..., None])
    return MappedScene(path, truth)


def _square(grid, col: int, row: int) -> bytes:
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for right, down in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)):
        ring.AddPoint_2D(*grid.to_map(int(col) + right, int(row) + down))
    square = ogr.Geometry(ogr.wkbPolygon)
    square.AddGeometry(ring)
    return bytes(square.ExportToWkb())
