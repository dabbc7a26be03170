"""From an empty project to a map of poplars, as docs/tutorial.md says it, with its pictures.

Nothing is installed but the plugin, and all settings stay as they are. It stops with an error where
something is not as a reader must find it. `scanned` does the same with an image and labels of one's
own.
"""

import os
from pathlib import Path

from hands import click, until, wait
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface
from qgiswindow import WORK, Hand, grab, run_from_dialog, show_dock
from walkthrough import expect, layer_called, outlines

WANTED = {"poplar": 3, "broadleaf": 3, "conifer": 2, "meadow": 3, "crop": 3, "water": 2}
COLOURS = ("#e6841d", "#5fae4b", "#1f4e46", "#b9d08b", "#ead9a0", "#5b8fb9")


def follow():
    """Draw the sample scene, label it, check, map, read the report, and take the hectares."""
    QgsProject.instance().clear()
    iface.mainWindow().resize(1300, 850)
    scene = {key: str(WORK / f"tutorial-{key.lower()}") for key in ("IMAGE", "LABELS")}
    scene = {"IMAGE": scene["IMAGE"] + ".tif", "LABELS": scene["LABELS"] + ".gpkg"}
    expect(run_from_dialog("samplescene", scene), "the scene is drawn")
    project = QgsProject.instance()
    for layer in list(project.mapLayers().values()):
        if isinstance(layer, QgsVectorLayer):
            project.removeMapLayer(layer)  # the reader draws labels of their own
    (image,) = project.mapLayers().values()
    iface.mapCanvas().setExtent(image.extent())
    start = show_dock("PoplarStart", 300)
    wait(2500)
    grab(iface.mainWindow(), "tutorial-scene")
    labels = label(start, image, scene["LABELS"])
    check(labels, image)
    map_it(labels, image)
    read_report()
    take_hectares()


def label(start, image, known):
    """Make a label layer from the panel, draw some polygons of each class, with the live map on."""
    click(start.panel.buttons["labels"])
    dock = show_dock("PoplarLabels", 380)
    cells = [x for n, (c, h) in enumerate(zip(WANTED, COLOURS), 1) for x in (n, c, h)]
    given = {"RASTER": image.id(), "CLASSES": cells, "OUTPUT": str(WORK / "my-labels.gpkg")}
    expect(run_from_dialog("createlabellayer", given), "a label layer is made")
    labels = layer_called("Label layer")
    dock.panel.layer.setLayer(labels)
    dock.panel.image.setLayer(image)
    dock.panel.commands["polygon"].trigger()
    wait(1500)
    hand, names = Hand(), list(WANTED)
    for name, corners in outlines({"LABELS": known}, WANTED):
        dock.panel.classes.choose(names.index(name))
        hand.polygon(corners)
    expect(labels.featureCount() == sum(WANTED.values()), f"{sum(WANTED.values())} polygons")
    dock.refresh()
    wait(1500)
    grab(iface.mainWindow(), "tutorial-labels")
    click(dock.panel.live.switch)
    until(lambda: dock.live.answer is not None and dock.live.answer.whole, 300, "the live map")
    wait(2000)
    grab(iface.mainWindow(), "tutorial-live")
    click(dock.panel.live.switch)
    expect(dock.save(), "the labels are saved")
    labels.commitChanges()
    dock.close()
    return labels


def check(labels, image):
    """Look for problems, which stand in a layer and a report."""
    given = {"INPUT": labels.id(), "CLASS_FIELD": "class", "RASTER": image.id()}
    given |= {"OUTPUT": str(WORK / "problems.gpkg"), "REPORT": str(WORK / "check.html")}
    expect(run_from_dialog("checklabels", given), "the labels are checked")
    QgsProject.instance().removeMapLayer(layer_called("Problems"))


def map_it(labels, image, field="class", name="tutorial-map", log=True):
    """Map the classes with all defaults, and show the map."""
    given = {"RASTER": image.id(), "LABELS": labels.id(), "CLASS_FIELD": field}
    names = {"OUTPUT": "tif", "REPORT": "html", "MODEL": "keras"}
    given |= {key: str(WORK / f"{name}-{key.lower()}.{end}") for key, end in names.items()}
    expect(
        run_from_dialog("mapclasses", given, log=log and f"{name}-log"), "the classes are mapped"
    )
    sure = layer_called("Confidence")  # which older QGIS lays over the map
    QgsProject.instance().layerTreeRoot().findLayer(sure).setItemVisibilityChecked(False)


def read_report():
    """Look at the report in its panel, which has opened by itself."""
    dock = iface.mainWindow().findChild(QDockWidget, "PoplarReports")
    expect(dock.isVisible(), "the panel of the reports is open")
    expect("Map classes" in dock.panel.list.currentText(), "the report of the map is read")
    for other in iface.mainWindow().findChildren(QDockWidget):
        if other is not dock and other.objectName() != "Layers":
            other.close()
    wait(3000)
    grab(iface.mainWindow(), "tutorial-report")
    dock.close()


def take_hectares():
    """Make polygons with hectares of the map."""
    given = {"INPUT": str(WORK / "tutorial-map-output.tif"), "OUTPUT": str(WORK / "areas.gpkg")}
    expect(run_from_dialog("polygonizemap", given), "the map becomes polygons")
    found = QgsVectorLayer(given["OUTPUT"], "areas", "ogr")
    expect(found.featureCount() > 10, f"{found.featureCount()} polygons have hectares")
    wait(2500)
    grab(iface.mainWindow(), "tutorial-areas")


def scanned():
    """Map a scanned map with labels of its own, where the folder of real images is there."""
    folder = Path(os.environ.get("POPLARNN_DATA", "")) / "historical_map"
    if not (folder / "map.tif").is_file():
        print("no scanned map: name the folder in POPLARNN_DATA", flush=True)
        return
    QgsProject.instance().clear()
    image = QgsRasterLayer(str(folder / "map.tif"), "Scanned map")
    labels = QgsVectorLayer(str(folder / "labels.gpkg"), "My labels", "ogr")
    QgsProject.instance().addMapLayers([image, labels])
    QgsProject.instance().setCrs(image.crs())
    iface.mapCanvas().setExtent(image.extent())
    map_it(labels, image, "class_name", "tutorial-scan", log=False)
    iface.mainWindow().findChild(QDockWidget, "PoplarReports").close()
    QgsProject.instance().removeMapLayer(labels.id())
    for other in iface.mainWindow().findChildren(QDockWidget):
        other.setVisible(other.objectName() == "Layers")
    iface.mapCanvas().setExtent(image.extent())
    wait(2500)
    grab(iface.mainWindow(), "tutorial-scan")
