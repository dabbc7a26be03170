"""Inside QGIS: how soon a dialog stands; run by `startup.sh`.

*Map classes* is opened as the toolbox does, beside an image and its labels, twice. Appends one line
of JSON: the milliseconds of each by the clock and by the processor.
"""

import json
from pathlib import Path

from processing.gui.AlgorithmDialog import AlgorithmDialog
from qgis import processing, utils
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtWidgets import QApplication
from qgiswindow import WORK, run

SCENE = {"IMAGE": "image.tif", "LABELS": "labels.gpkg", "FOREST_MASK": "f.tif", "TRUTH": "t.tif"}


def show_dialog():
    """Open the dialog as the toolbox does, until it is drawn."""
    algorithm = QgsApplication.processingRegistry().algorithmById("poplarnn:mapclasses").create()
    window = AlgorithmDialog(algorithm, False, utils.iface.mainWindow())
    window.show()
    QApplication.processEvents()
    return window


def open_scene():
    """Show the image and the labels of a sample scene, made by the first run."""
    paths = {key: str(WORK / name) for key, name in SCENE.items()}
    if not Path(paths["IMAGE"]).exists():
        processing.run("poplarnn:samplescene", {"SIZE": 1000, "SEED": 4, **paths})
    layers = [QgsRasterLayer(paths["IMAGE"], "Image"), QgsVectorLayer(paths["LABELS"], "Labels")]
    QgsProject.instance().addMapLayers(layers)
    QApplication.processEvents()


def main():
    open_scene()
    for times in ("first dialog", "second dialog"):
        utils.poplarnn_timed(times, show_dialog).close()
    with (WORK / "rounds.jsonl").open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(utils.poplarnn_took) + "\n")


run(main)
