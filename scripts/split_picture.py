#!/usr/bin/env python3
"""Draw docs/images/split.png: labels all over a sample scene, split by groups and by blocks.

Run by split_picture.sh, where QGIS's Python is found and no screen is needed.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsGeometry,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QRect, QSize, Qt
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from build import ROOT

sys.path.insert(0, str(ROOT / "build"))

from poplar_nn_plugin.chain.vector import write_polygons
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.plugin import PoplarPlugin

SIDE, GAP, FOOT = 360, 12, 34
SPOT, STEP = 26, 38  # pixels of the scene
SHARES = {"VALIDATION_SHARE": 0.2, "TEST_SHARE": 0.15}
WAYS = {"groups": {}, "blocks": {"METHOD": "blocks", "BLOCK_SIZE": 57}}


def run(provider, name: str, **parameters) -> dict:
    """Run an algorithm, tell what it says, and return its results."""
    feedback = QgsProcessingFeedback(False)
    results, done = (
        provider.algorithm(name).create().run(parameters, QgsProcessingContext(), feedback)
    )
    print(feedback.textLog())
    if not done:
        sys.exit(f"{name} failed")
    return results


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


def view(image: QgsRasterLayer, labels: QgsVectorLayer) -> QImage:
    """Return labels over an image as QGIS draws them."""
    settings = QgsMapSettings()
    settings.setLayers([labels, image])
    settings.setDestinationCrs(image.crs())
    settings.setExtent(image.extent())
    settings.setOutputSize(QSize(SIDE, SIDE))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


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
            painter.drawImage(number * (SIDE + GAP), 0, view(image, labels))
        legend(painter, labels)
        painter.end()
    picture = picture.convertToFormat(QImage.Format.Format_Indexed8)  # a third of the bytes
    if not picture.save(str(ROOT / "docs" / "images" / "split.png")):
        sys.exit("docs/images/split.png cannot be written")
    plugin.unload()


def legend(painter: QPainter, labels: QgsVectorLayer) -> None:
    """Write what the colours mean below the two views."""
    left = 4
    for category in labels.renderer().categories():
        painter.fillRect(QRect(left, SIDE + 10, 16, 16), category.symbol().color().lighter(130))
        painter.setPen(category.symbol().symbolLayer(0).strokeColor())
        painter.drawRect(QRect(left, SIDE + 10, 16, 16))
        painter.setPen(QColor("black"))
        box = QRect(left + 22, SIDE + 8, 90, 20)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, category.label())
        left += 110


if __name__ == "__main__":
    application = QgsApplication([], True)  # with fonts: there are words to write
    application.initQgis()
    main()
    application.exitQgis()
