"""Pictures of areas: points judged in the panel, the hectares that follow, two maps compared.

Run inside QGIS by screenshots.py.
"""

from hands import wait
from qgis import processing
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.utils import iface
from qgiswindow import WORK, grab, page, show_dock

__all__ = ["measure_areas"]

_CLASSES = ("broadleaf", "conifer", "crop", "meadow", "poplar", "water")


def measure_areas(scene):
    """Map the scene, judge points of the map, and take pictures on the way."""
    mapped = str(WORK / "areas-map.tif")
    labels = {"RASTER": scene["IMAGE"], "LABELS": scene["LABELS"], "CLASS_FIELD": "class"}
    labels |= {"MODEL": str(WORK / "areas.keras"), "REPORT": str(WORK / "areas-training.html")}
    processing.run("poplarnn:mapclasses", {**labels, "OUTPUT": mapped, "CONFIDENCE": None})
    points = str(WORK / "points.gpkg")
    processing.run("poplarnn:samplepoints", {"MAP": mapped, "COUNT": 300, "OUTPUT": points})
    layer = _judge_some(scene, points, _true_classes(scene["TRUTH"], points))
    _judge_all(layer, _true_classes(scene["TRUTH"], points))
    report = str(WORK / "areas.html")
    asked = {"MAP": mapped, "REFERENCE": points, "INTEREST": "poplar", "REPORT": report}
    processing.run("poplarnn:assessmap", {**asked, "AREAS": str(WORK / "areas.csv")})
    page(report, "areas", height=880, heading="Areas")
    report = str(WORK / "changes.html")
    maps = {"BEFORE": mapped, "AFTER": scene["TRUTH"], "OUTPUT": str(WORK / "changes.tif")}
    processing.run("poplarnn:comparemaps", {**maps, "REPORT": report})
    page(report, "changes", height=1240)


def _true_classes(truth, points):
    """Return the name of the true class at each point, empty outside the flight."""
    raster, layer = QgsRasterLayer(truth), QgsVectorLayer(points)
    names = {entry.value: entry.label for entry in raster.renderer().classes()}
    found = {}
    for feature in layer.getFeatures():
        code, _ = raster.dataProvider().sample(feature.geometry().asPoint(), 1)
        found[feature["point"]] = names.get(code, "")
    return found


def _judge_some(scene, points, truth):
    """Judge the first points by keys, and return the layer."""
    project, canvas = QgsProject.instance(), iface.mapCanvas()
    project.clear()
    image = QgsRasterLayer(scene["IMAGE"], "Image")
    layer = QgsVectorLayer(points, "Points to judge", "ogr")
    layer.loadDefaultStyle()
    for one in (image, layer):  # the later lies on top
        project.addMapLayer(one)
    iface.mainWindow().resize(1200, 800)
    canvas.setExtent(image.extent())
    dock = show_dock("PoplarReview", 340)
    dock.panel.choices.layers.setLayer(layer)
    wait(2000)
    canvas.zoomScale(900)
    for number in range(1, 12):
        key = Qt.Key.Key_0
        if truth[number]:
            key = Qt.Key.Key_1 + _CLASSES.index(truth[number])
        QTest.keyClick(dock.panel.sample, key)
        wait(300)
    wait(2000)
    grab(iface.mainWindow(), "judging")
    dock.panel.sample.save.click()
    dock.close()
    return layer


def _judge_all(layer, truth):
    """Fill in the true class of each point."""
    layer.startEditing()
    field = layer.fields().lookupField("reference")
    for feature in layer.getFeatures():
        layer.changeAttributeValue(feature.id(), field, truth[feature["point"]] or None)
    layer.commitChanges()
