#!/usr/bin/env python3
"""Draw docs/images/polygons.png: a map, the same cleaned, and its polygons over the image.

Run by polygons_picture.sh, where QGIS's Python is found and no screen is needed. An image and its
labels may be named, and where the picture is to lie; a sample scene is drawn without.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from drawing import legend, run, save, view
from qgis.core import QgsApplication, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from build import ROOT

sys.path.insert(0, str(ROOT / "build"))

from poplar_nn_plugin.plugin import PoplarPlugin

SIDE, GAP, FOOT = 480, 10, 30
CLEANING = {"RADIUS": 2, "MIN_AREA": 50.0}  # square metres


def main(image: str = "", labels: str = "", target: str = "") -> None:
    """Map a scene, clean the map, draw its polygons, and set all three side by side."""
    plugin = PoplarPlugin(None)
    plugin.initProcessing()
    provider = QgsApplication.processingRegistry().providerById("poplarnn")
    with tempfile.TemporaryDirectory() as folder:
        place = {name: str(Path(folder) / name) for name in ("map.tif", "sure.tif", "clean.tif")}
        polygons = str(Path(folder) / "polygons.gpkg")
        if not image:
            image, labels = (str(Path(folder) / name) for name in ("image.tif", "labels.gpkg"))
            forest = str(Path(folder) / "forest.tif")
            scene = {"IMAGE": image, "LABELS": labels, "FOREST_MASK": forest}
            run(provider, "samplescene", SIZE=600, SEED=1, **scene)
        made = {"OUTPUT": place["map.tif"], "CONFIDENCE": place["sure.tif"]}
        made |= {"MODEL": f"{folder}/model.keras", "REPORT": f"{folder}/report.html"}
        run(provider, "mapclasses", RASTER=image, LABELS=labels, CLASS_FIELD="class", **made)
        run(provider, "cleanmap", INPUT=made["OUTPUT"], OUTPUT=place["clean.tif"], **CLEANING)
        drawn = {"INPUT": place["clean.tif"], "CONFIDENCE": made["CONFIDENCE"], "OUTPUT": polygons}
        run(provider, "polygonizemap", **drawn)
        under = QgsRasterLayer(image, "image")
        layers = [
            [QgsRasterLayer(place["map.tif"], "map"), under],
            [QgsRasterLayer(place["clean.tif"], "clean"), under],
            [QgsVectorLayer(polygons, "polygons", "ogr"), under],
        ]
        views = [view(shown, SIDE) for shown in layers]
        height = views[0].height()
        picture = QImage(3 * SIDE + 2 * GAP, height + FOOT, QImage.Format.Format_RGB32)
        picture.fill(QColor("white"))
        painter = QPainter(picture)
        for number, one in enumerate(views):
            painter.drawImage(number * (SIDE + GAP), 0, one)
        categories = layers[2][0].renderer().categories()
        colours = [category.symbol().symbolLayer(0).strokeColor() for category in categories]
        entries = [(c, c, category.label()) for c, category in zip(colours, categories)]
        legend(painter, entries, height + 6)
        painter.end()
    save(picture, Path(target) if target else ROOT / "docs" / "images" / "polygons.png")
    plugin.unload()


if __name__ == "__main__":
    application = QgsApplication([], True)  # with fonts: there are words to write
    application.initQgis()
    main(*sys.argv[1:])
    application.exitQgis()
