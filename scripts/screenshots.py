"""Inside QGIS: open the toolbox, map a sample scene from its dialog, and take pictures.

Run by screenshots.sh with ``qgis --code``; the folders come by the environment.
"""

import os
import sys
import traceback
from pathlib import Path

from qgis import processing
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QEventLoop, Qt, QTimer
from qgis.PyQt.QtWidgets import QDockWidget, QProgressBar, QTreeView
from qgis.utils import iface

PICTURES, WORK = (Path(os.environ[name]) for name in ("POPLARNN_PICTURES", "POPLARNN_WORK"))


def wait(milliseconds):
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def grab(widget, name):
    wait(500)
    widget.grab().save(str(PICTURES / f"{name}.png"))
    print(f"picture {name}.png", flush=True)


def open_toolbox():
    for dock in iface.mainWindow().findChildren(QDockWidget):
        if dock.isVisible() and dock.objectName() not in ("Layers",):
            dock.close()
    toolbox = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
    iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, toolbox)
    toolbox.show()
    toolbox.setMinimumWidth(330)
    tree = toolbox.findChild(QTreeView)
    model = tree.model()
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        if model.data(index) == "Poplar NN":
            tree.setExpanded(index, True)
            for child in range(model.rowCount(index)):
                tree.setExpanded(model.index(child, 0, index), True)
            tree.scrollTo(index, QTreeView.ScrollHint.PositionAtTop)


def run_from_dialog(name, parameters, picture, cancel_at=None):
    """Fill the dialog, press Run, take pictures, and return whether it went well."""
    from processing.gui.AlgorithmDialog import AlgorithmDialog

    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"poplarnn:{name}")
    window = AlgorithmDialog(algorithm, False, iface.mainWindow())
    window.setParameters(parameters)
    window.resize(1000, 640)
    window.show()
    if picture:
        grab(window, f"{picture}-dialog")
    ended, loop = [], QEventLoop()
    window.algorithmFinished.connect(lambda ok, results: (ended.append(ok), loop.quit()))
    bar = window.findChild(QProgressBar)

    def look():
        if picture and bar.value() > 30 and not look.taken:
            look.taken = True
            window.grab().save(str(PICTURES / f"{picture}-running.png"))
        if cancel_at is not None and bar.value() >= cancel_at:
            window.cancelButton().click()

    look.taken = False
    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(50)
    window.runButton().click()
    loop.exec()
    timer.stop()
    wait(1500)
    window.close()
    return ended[0]


def main():
    window = iface.mainWindow()
    window.resize(1440, 900)
    scene = processing.run(
        "poplarnn:samplescene",
        {
            "SIZE": 700,
            "SEED": 1,
            "IMAGE": str(WORK / "image.tif"),
            "LABELS": str(WORK / "labels.gpkg"),
            "FOREST_MASK": str(WORK / "forest.tif"),
            "TRUTH": str(WORK / "truth.tif"),
        },
    )
    image = QgsRasterLayer(scene["IMAGE"], "Image")
    labels = QgsVectorLayer(scene["LABELS"], "Labelled polygons", "ogr")
    labels.loadDefaultStyle()
    QgsProject.instance().addMapLayers([labels, image])
    iface.mapCanvas().setExtent(image.extent())
    open_toolbox()
    wait(3000)
    grab(window, "toolbox")
    parameters = {
        "RASTER": image.id(),
        "LABELS": labels.id(),
        "CLASS_FIELD": "class",
        "GROUP_FIELD": "group",
        "EPOCHS": 12,
        "OUTPUT": str(WORK / "map.tif"),
        "CONFIDENCE": str(WORK / "confidence.tif"),
        "MODEL": str(WORK / "model.keras"),
        "REPORT": str(WORK / "report.html"),
    }
    went_well = run_from_dialog("mapclasses", parameters, "mapclasses")
    layers = {layer.name(): layer for layer in QgsProject.instance().mapLayers().values()}
    print("finished well:", went_well, "layers:", sorted(layers), flush=True)
    tree = QgsProject.instance().layerTreeRoot()
    for name in ("Labelled polygons", "Confidence"):
        if name in layers:
            tree.findLayer(layers[name]).setItemVisibilityChecked(False)
    iface.mapCanvas().refresh()
    wait(3000)
    grab(window, "map")
    other = {**parameters, "OUTPUT": str(WORK / "cancelled.tif"), "EPOCHS": 200}
    other.update(
        {
            key: str(WORK / f"cancelled-{key}{end}")
            for key, end in (("CONFIDENCE", ".tif"), ("MODEL", ".keras"), ("REPORT", ".html"))
        }
    )
    run_from_dialog("mapclasses", other, None, cancel_at=10)
    print("left by the cancelled run:", [p.name for p in WORK.glob("*cancelled*")], flush=True)


def review():
    """Go through the mistakes of a network that has not learned enough."""
    files = {name: str(WORK / f"review-{name}") for name in ("image.tif", "labels.gpkg")}
    scene = {"SIZE": 700, "SEED": 1, "IMAGE": files["image.tif"], "LABELS": files["labels.gpkg"]}
    processing.run("poplarnn:samplescene", {**scene, "FOREST_MASK": None, "TRUTH": None})
    patches, model = str(WORK / "review-patches"), str(WORK / "review-model.keras")
    parameters = {"CLASS_FIELD": "class", "GROUP_FIELD": "group", "VALIDATION_SHARE": 0.3}
    parameters |= {"RASTER": scene["IMAGE"], "LABELS": scene["LABELS"], "OUTPUT": patches}
    processing.run("poplarnn:extractpatches", parameters)
    processing.run(
        "poplarnn:trainmodel",
        {
            "PATCHES": patches,
            "ARCHITECTURE": "sigma",
            "EPOCHS": 2,
            "OUTPUT": model,
            "REPORT": str(WORK / "review-training.html"),
        },
    )
    answers = processing.run(
        "poplarnn:evaluatemodel",
        {
            "MODEL": model,
            "PATCHES": patches,
            "REPORT": str(WORK / "review-report.html"),
            "FOOTPRINTS": str(WORK / "review-answers.gpkg"),
        },
    )["FOOTPRINTS"]
    project, window = QgsProject.instance(), iface.mainWindow()
    window.resize(1200, 800)
    project.clear()
    image = QgsRasterLayer(scene["IMAGE"], "Image")
    project.addMapLayer(image)
    iface.mapCanvas().setExtent(image.extent())
    project.addMapLayer(QgsVectorLayer(scene["LABELS"], "Labels", "ogr"))
    project.addMapLayer(QgsVectorLayer(answers, "Evaluated patches", "ogr"))
    for dock in window.findChildren(QDockWidget):
        dock.setVisible(dock.objectName() in ("Layers", "PoplarNNReview"))
    dock = window.findChild(QDockWidget, "PoplarNNReview")
    window.resizeDocks([dock], [340], Qt.Orientation.Horizontal)
    wait(2000)
    dock.panel.verdicts["model"].click()
    dock.panel.verdicts["model"].click()
    wait(2000)
    grab(window, "review")
    dock.panel.to_label.click()
    wait(2000)
    print("to the label:", dock.panel.sentence.text(), flush=True)
    dock.panel.save.click()
    dock.close()
    layers = {layer.name(): layer for layer in project.mapLayers().values()}
    project.layerTreeRoot().findLayer(layers["Labels"]).setItemVisibilityChecked(False)
    layers["Labels"].removeSelection()
    iface.mapCanvas().setExtent(layers["Evaluated patches"].extent())
    wait(2000)
    grab(window, "evaluated")


PARTS = {"map": main, "review": review}


def start():
    try:
        for part in os.environ.get("POPLARNN_PARTS", " ".join(PARTS)).split():
            PARTS[part]()
    except Exception:  # the program must end, whatever happened, and say what did
        traceback.print_exc()
        status = 1
    else:
        status = 0
    sys.stdout.flush()
    os._exit(status)  # QGIS would ask whether to save the project


QTimer.singleShot(3000, start)
