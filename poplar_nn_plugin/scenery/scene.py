"""A sample scene: an orthophoto that was never flown, with labels, forest mask and truth.

Poplar plantations stand among other broadleaved woods of the same colours, so that only the
planting pattern tells them apart; two seeds differ as two days and two valleys do.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import ogr, osr

from poplar_nn_plugin.dataset.classes import NODATA_CODE
from poplar_nn_plugin.engine.blocks.output import LegendEntry, OutputSpec
from poplar_nn_plugin.engine.grid import Grid
from poplar_nn_plugin.engine.sink import RasterSink, check_target
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.labels.vector import write_polygons
from poplar_nn_plugin.progress import Progress, Silent, Slice, checkpoint
from poplar_nn_plugin.scenery.canopy import raise_canopy
from poplar_nn_plugin.scenery.ground import paint_ground
from poplar_nn_plugin.scenery.land import lay_out
from poplar_nn_plugin.scenery.land_cover import CLASSES, WOODED
from poplar_nn_plugin.scenery.light import PIXEL, draw_day, photograph
from poplar_nn_plugin.scenery.noise import stream
from poplar_nn_plugin.scenery.scene_labels import SceneLabel, draw_labels
from poplar_nn_plugin.scenery.trees import grow
from poplar_nn_plugin.settings import Declared, seed, whole

__all__ = [
    "CLASSES",
    "LARGEST",
    "SMALLEST",
    "SceneLabel",
    "SceneSettings",
    "SyntheticScene",
    "draw_scene",
    "write_scene",
]

SMALLEST, LARGEST = 200, 10_000
"""Limits of a scene's side, in pixels; the largest takes about 5 GB while it is drawn."""

_EPSG = 2154  # Lambert-93, where the first poplars were mapped
_FOREST_WINDOW = 29  # side, in pixels, of the square whose majority makes the forest mask
_LAND, _DAY, _TREES, _GROUND, _CROWNS, _GRAIN, _BORDER, _LABELS = range(8)  # random streams


@dataclass(frozen=True)
class SceneSettings(Declared):
    """What is drawn, as `draw_scene` takes it."""

    size: int = whole(
        "Side of the scene (pixels)",
        default=1000,
        low=SMALLEST,
        high=LARGEST,
        help="Of half a metre; all classes are there from 600 on.",
    )
    seed: int = seed()


@dataclass(frozen=True)
class SyntheticScene:
    """An image and all that is known about it; arrays are (rows, cols[, bands]).

    Parameters
    ----------
    image : ndarray of uint8, shape (n, n, 3)
        Red, green, blue; 0 in all bands outside the flight, at least 1 elsewhere.
    truth : ndarray of uint8, shape (n, n)
        Class code of every pixel; 0 outside the flight.
    forest : ndarray of uint8, shape (n, n)
        1 where there is wood, whatever its kind, with the rounded edges and without the hedges
        of a national forest map; 0 elsewhere.
    labels : tuple of SceneLabel
    grid : Grid
        Pixels of 0.5 m in Lambert-93; each seed lies at a place of its own.
    """

    image: np.ndarray
    truth: np.ndarray
    forest: np.ndarray
    labels: tuple[SceneLabel, ...]
    grid: Grid


def draw_scene(size: int = 1000, seed: int = 1, progress: Progress | None = None) -> SyntheticScene:
    """Draw a scene; the same size and seed give the same scene.

    Parameters
    ----------
    size : int
        Side in pixels of half a metre, from 200 to 10,000. All classes are there from 600 on.
    seed : int
        0 or more.
    progress : Progress, optional

    Returns
    -------
    SyntheticScene

    Raises
    ------
    ParameterError
        If `size` or `seed` is out of range.
    Cancelled
        If `progress` is cancelled.
    """
    progress = progress or Silent()
    if not SMALLEST <= size <= LARGEST:
        raise ParameterError(
            f"A sample scene is {SMALLEST} to {LARGEST} pixels wide, got {size}.", size=size
        )
    if seed < 0:
        raise ParameterError(f"The seed must be 0 or more, got {seed}.", seed=seed)

    checkpoint(progress, 0.0)
    land = lay_out(stream(seed, _LAND), size)
    checkpoint(progress, 0.2)
    day = draw_day(stream(seed, _DAY), size)
    trees = grow(stream(seed, _TREES), land, day)
    albedo = paint_ground(stream(seed, _GROUND), land, day, Slice(progress, 0.25, 0.5))
    height, truth = np.zeros((size, size), np.float32), land.codes()
    raise_canopy(stream(seed, _CROWNS), trees, height, albedo, truth, Slice(progress, 0.5, 0.75))
    image = photograph(albedo, height, day, stream(seed, _GRAIN), Slice(progress, 0.75, 0.95))

    flown = _flown(stream(seed, _BORDER), size)
    forest = _forest(truth) & flown
    image[~flown] = 0
    truth[~flown] = NODATA_CODE
    grid = _grid(size, seed)
    labels = draw_labels(stream(seed, _LABELS), land, truth, grid)
    checkpoint(progress, 1.0)
    return SyntheticScene(image, truth, forest.astype(np.uint8), labels, grid)


def write_scene(
    scene: SyntheticScene,
    image: str | Path | None = None,
    labels: str | Path | None = None,
    forest_mask: str | Path | None = None,
    truth: str | Path | None = None,
) -> None:
    """Write what has a path; each file appears only when it is whole.

    Parameters
    ----------
    scene : SyntheticScene
    image : str or Path, optional
        GeoTIFF of 3 bands, nodata 0.
    labels : str or Path, optional
        Polygons with the fields ``class`` (text), ``code`` (integer) and ``group`` (text); the
        format follows the extension.
    forest_mask : str or Path, optional
        GeoTIFF, 1 for forest and 0 for none.
    truth : str or Path, optional
        GeoTIFF of class codes with their names and colours, nodata 0.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    legend = tuple(
        LegendEntry(*entry) for entry in zip(CLASSES.codes, CLASSES.names, CLASSES.colours)
    )
    rasters = (
        (image, scene.image, OutputSpec(3, "uint8", 0, ("red", "green", "blue"))),
        (forest_mask, scene.forest[..., None], OutputSpec(1, "uint8", None, ("forest",))),
        (truth, scene.truth[..., None], OutputSpec(1, "uint8", 0, ("class",), legend)),
    )
    rasters = [(check_target(path), *rest) for path, *rest in rasters if path]
    if labels:
        features = (
            (_polygon(label.ring), (label.name, label.code, label.group)) for label in scene.labels
        )
        fields = {"class": str, "code": int, "group": str}
        write_polygons(labels, scene.grid.crs, fields, features)
    for path, data, output in rasters:
        with RasterSink(path, scene.grid, output) as sink:
            sink.write(scene.grid.window, data)


def _grid(size: int, seed: int) -> Grid:
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(_EPSG)
    # In the valleys of the south-west, the seeds on a square of 20 by 20, 10 km apart.
    left = 400_000.0 + 10_000 * (seed % 20)
    top = 6_260_000.0 + 10_000 * (seed // 20 % 20)
    return Grid(size, size, (left, PIXEL, 0.0, top, 0.0, -PIXEL), crs.ExportToWkt())


def _flown(rng: np.random.Generator, size: int) -> np.ndarray:
    """Return where the image has pixels: a slightly turned square with one corner cut."""
    x = np.linspace(-1, 1, size)
    y = x[:, None]
    flown = np.ones((size, size), bool)
    tilt = rng.normal(0, 0.008)
    for turn in range(4):
        heading = turn * np.pi / 2 + tilt + rng.normal(0, 0.003)
        reach = 1 - abs(np.sin(heading) * np.cos(heading)) - rng.uniform(0.002, 0.014)
        flown &= x * np.cos(heading) + y * np.sin(heading) < reach
    heading = np.pi / 4 + rng.integers(4) * np.pi / 2 + rng.normal(0, 0.15)
    flown &= x * np.cos(heading) + y * np.sin(heading) < rng.uniform(1.24, 1.33)
    return flown


def _forest(truth: np.ndarray) -> np.ndarray:
    """Return where most of the pixels around are wooded, bool (n, n)."""
    half = _FOREST_WINDOW // 2
    wooded = np.pad(np.isin(truth, WOODED), half, mode="edge")
    total = np.pad(wooded, ((1, 0), (1, 0))).cumsum(axis=0, dtype=np.int32)
    total = total.cumsum(axis=1, dtype=np.int32)
    side = _FOREST_WINDOW
    around = total[side:, side:] - total[:-side, side:] - total[side:, :-side]
    return 2 * (around + total[:-side, :-side]) > side * side


def _polygon(ring: tuple[tuple[float, float], ...]) -> bytes:
    """Return the ring as WKB."""
    line = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in ring:
        line.AddPoint_2D(x, y)
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(line)
    return bytes(polygon.ExportToWkb())
