#!/usr/bin/env python3
"""Draw docs/images/split.png: labels all over a sample scene, split by groups and by blocks.

Run by split_picture.sh, where QGIS's Python is found and no screen is needed.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from drawing import legend, run, save, view
from qgis.core import (
    QgsApplication,
    QgsGeometry,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from build import ROOT

sys.path.insert(0, str(ROOT / "build"))

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.labels.vector import write_polygons
from poplar_nn_plugin.plugin import PoplarPlugin

SIDE, GAP, FOOT = 360, 12, 34
SPOT, STEP = 26, 38  # pixels of the scene
SHARES = {"VALIDATION_SHARE": 0.2, "TEST_SHARE": 0.15}
WAYS = {"groups": {}, "blocks": {"METHOD": "blocks", "BLOCK_SIZE": 57}}


def spots(truth: str) -> Iterator[tuple[bytes, tuple]]:
    """Yield squares all over a scene, with the class in the middle of each."""
    source = RasterSource(truth)
    codes = source.read(source.grid.window)[0][..., 0]
    for row in range(10, codes.shape[0] - SPOT, STEP):
        for col in range(10, codes.shape[1] - SPOT, STEP):
            (left, top), (right, bottom) = (
                source.grid.to_map(col + more, row + more) for more in (0, SPOT)
            )
            shape = QgsGeometry.fromRect(QgsRectangle(left, bottom, right, top))
            yield bytes(shape.asWkb()), (int(codes[row + SPOT // 2, col + SPOT // 2]),)


def main() -> None:
    """Make a scene, split its labels in two ways, and draw them side by side."""
    plugin = PoplarPlugin(None)
    plugin.initProcessing()
    provider = QgsApplication.processingRegistry().providerById("poplarnn")
    picture = QImage(len(WAYS) * SIDE + GAP, SIDE + FOOT, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    with tempfile.TemporaryDirectory() as folder:
        places = {"IMAGE": "image.tif", "LABELS": "labels.gpkg", "FOREST_MASK": "forest.tif"}
        places = {key: str(Path(folder) / name) for key, name in places.items()}
        truth = str(Path(folder) / "truth.tif")
        scene = run(provider, "samplescene", SIZE=600, SEED=1, TRUTH=truth, **places)
        image = QgsRasterLayer(scene["IMAGE"], "image")
        labels_file = Path(folder) / "spots.gpkg"
        write_polygons(labels_file, RasterSource(truth).grid.crs, {"class": int}, spots(truth))
        painter = QPainter(picture)
        for number, (way, more) in enumerate(WAYS.items()):
            split = run(
                provider,
                "splitlabels",
                INPUT=str(labels_file),
                CLASS_FIELD="class",
                RASTER=scene["IMAGE"],
                PATCH_SIZE=12,
                OUTPUT=str(Path(folder) / f"{way}.gpkg"),
                **SHARES,
                **more,
            )
            labels = QgsVectorLayer(split["OUTPUT"], way, "ogr")
            painter.drawImage(number * (SIDE + GAP), 0, view([labels, image], SIDE))
        legend(painter, entries(labels), SIDE + 8)
        painter.end()
    save(picture, ROOT / "docs" / "images" / "split.png")
    plugin.unload()


def entries(labels: QgsVectorLayer) -> list[tuple[QColor, QColor, str]]:
    """Return what the colours of the labels mean."""
    return [
        (
            category.symbol().color().lighter(130),
            category.symbol().symbolLayer(0).strokeColor(),
            category.label(),
        )
        for category in labels.renderer().categories()
    ]


if __name__ == "__main__":
    application = QgsApplication([], True)  # with fonts: there are words to write
    application.initQgis()
    main()
    application.exitQgis()
