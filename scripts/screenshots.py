"""Inside QGIS: draw labels, map a sample scene from its dialog, and take pictures.

Run by screenshots.sh with ``qgis --code``; the folders come by the environment.
"""

import os

from area_pictures import measure_areas
from hands import until, wait
from qgis import processing
from qgis.core import QgsPointXY, QgsProject, QgsRasterLayer, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDockWidget, QTreeView
from qgis.utils import iface
from qgiswindow import WORK, Hand, grab, page, run, run_from_dialog, show_dock
from scanned_map import scanned
from walkthrough import walk


def open_toolbox():
    toolbox = show_dock("ProcessingToolbox", 330)
    tree = toolbox.findChild(QTreeView)
    model = tree.model()
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        if model.data(index) == "Poplar NN":
            tree.setExpanded(index, True)
            for child in range(model.rowCount(index)):
                tree.setExpanded(model.index(child, 0, index), True)
            tree.scrollTo(index, QTreeView.ScrollHint.PositionAtTop)


def draw_scene():
    """Return the paths of a sample scene, its image on the map."""
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
    QgsProject.instance().addMapLayer(image)
    iface.mapCanvas().setExtent(image.extent())
    return scene, image


def label_layer(known, image, path):
    """Return a new label layer with the classes of known labels, and their names by code."""
    classes = known.renderer().categories()
    rows = [[n, c.label(), c.symbol().color().name()] for n, c in enumerate(classes, start=1)]
    cells = [cell for row in rows for cell in row]
    processing.run(
        "poplarnn:createlabellayer", {"RASTER": image.id(), "CLASSES": cells, "OUTPUT": path}
    )
    labels = QgsVectorLayer(path, "Labels", "ogr")
    labels.loadDefaultStyle()
    QgsProject.instance().addMapLayer(labels)
    return labels, [row[1] for row in rows]


def known_labels(scene):
    """Return the labels of the scene."""
    known = QgsVectorLayer(scene["LABELS"], "known", "ogr")
    known.loadDefaultStyle()
    return known


def label_by_hand(scene, image):
    """Draw over a part of the scene what its own labels say, and stop within an outline."""
    known = known_labels(scene)
    labels, names = label_layer(known, image, str(WORK / "drawn.gpkg"))
    show_dock("PoplarLabels", 400)
    dock = iface.mainWindow().findChild(QDockWidget, "PoplarLabels")
    dock.panel.layer.setLayer(labels)
    dock.panel.image.setLayer(image)
    wait(1500)
    extent = QgsRectangle(image.extent())
    extent.scale(0.8)
    iface.mapCanvas().setExtent(extent)
    wait(2000)
    visible = iface.mapCanvas().extent()
    visible.scale(0.98)
    dock.panel.commands["polygon"].trigger()
    hand = Hand()
    outlines = [
        (feature["class"], feature.geometry().asMultiPolygon()[0][0])
        if feature.geometry().isMultipart()
        else (feature["class"], feature.geometry().asPolygon()[0])
        for feature in known.getFeatures()
        if visible.contains(feature.geometry().boundingBox())
    ]
    for name, corners in outlines[:-1]:
        dock.panel.classes.choose(names.index(name))
        hand.polygon([QgsPointXY(corner) for corner in corners[:-1]])
    name, corners = outlines[-1]
    dock.panel.classes.choose(names.index(name))
    dock.refresh()
    wait(1500)
    for corner in corners[:-2]:
        hand.click(corner)
    hand.move(corners[-2])
    grab(iface.mainWindow(), "labels")
    print("labels drawn:", labels.featureCount(), flush=True)
    dock.controller.tools["polygon"].cancel()
    live = dock.panel.live
    live.switch.setChecked(True)
    for _ in range(120):
        wait(500)
        answer = dock.live.answer
        if answer is not None and answer.whole and answer.held_out is not None:
            break
    wait(1000)
    grab(iface.mainWindow(), "live")
    print("live:", live.text(), flush=True)
    live.switch.setChecked(False)
    dock.save()
    dock.close()
    QgsProject.instance().removeMapLayer(labels.id())


def take_regions(scene, image):
    """Take the segment or the region around the middle of each known polygon of a few classes."""
    known = known_labels(scene)
    labels, names = label_layer(known, image, str(WORK / "regions.gpkg"))
    dock = show_dock("PoplarLabels", 400)
    dock.panel.layer.setLayer(labels)
    dock.panel.image.setLayer(image)
    wait(1500)
    extent = QgsRectangle(image.extent())
    extent.scale(0.8)
    iface.mapCanvas().setExtent(extent)
    wait(2000)
    visible, hand = iface.mapCanvas().extent(), Hand()
    visible.scale(0.9)
    middles = [
        (feature["class"], feature.geometry().poleOfInaccessibility(1)[0].asPoint())
        for feature in known.getFeatures()
        if visible.contains(feature.geometry().boundingBox())
    ]
    regions, tools = dock.controller.regions, dock.controller.tools
    for tool, some in (("segment", middles[::3]), ("grow", middles[1::3])):
        dock.panel.commands[tool].trigger()
        until(lambda: regions.looked.sides and not regions.looked.busy, 120, "the segments")
        for name, middle in some:
            dock.panel.classes.choose(names.index(name))
            hand.move(middle)
            until(tools[tool].answered, 60, "the outline")
            if middle is not some[-1][1]:
                hand.click(middle)
                wait(100)
        dock.refresh()
        wait(1500)
        grab(iface.mainWindow(), tool)
        tools[tool].cancel()
    print("regions taken:", labels.featureCount(), flush=True)
    dock.save()
    dock.close()
    QgsProject.instance().removeMapLayer(labels.id())


def label_suggestions(scene, image):
    """Label the places that are suggested by keys, as the truth says, and ask again."""
    window = iface.mainWindow()
    labels, names = label_layer(known_labels(scene), image, str(WORK / "suggested.gpkg"))
    truth = QgsRasterLayer(scene["TRUTH"], "truth")
    legend = {int(c.value): c.label for c in truth.renderer().classes()}
    docks = [window.findChild(QDockWidget, f"Poplar{n}") for n in ("Labels", "Suggestions")]
    docks[0].panel.layer.setLayer(labels)
    docks[0].panel.image.setLayer(image)
    show_dock("PoplarSuggestions", 360)
    for turn, (count, labelled) in enumerate(((12, 12), (6, 6), (6, 6), (6, 1))):
        given = {"RASTER": image.id(), "LABELS": labels.id(), "CLASS_FIELD": "class"}
        path = str(WORK / f"places-{turn}.gpkg")
        for older in QgsProject.instance().mapLayersByName("Places to label"):
            QgsProject.instance().removeMapLayer(older.id())
        processing.run("poplarnn:suggestlabels", {**given, "COUNT": count, "OUTPUT": path})
        places = QgsVectorLayer(path, "Places to label", "ogr")
        places.loadDefaultStyle()
        QgsProject.instance().addMapLayer(places)
        wait(500)
        for place in sorted(places.getFeatures(), key=lambda one: one["rank"])[:labelled]:
            code, _ = truth.dataProvider().sample(place.geometry().asPoint(), 1)
            QTest.keyClicks(docks[1].panel, str(1 + names.index(legend[int(code)])))
            wait(300)
    iface.mapCanvas().zoomByFactor(2)
    wait(2000)
    grab(window, "suggest")
    print("suggested and labelled:", labels.featureCount(), flush=True)
    docks[1].close()
    docks[0].close()
    QgsProject.instance().removeMapLayers(
        [layer.id() for layer in QgsProject.instance().mapLayersByName("Places to label")]
    )
    QgsProject.instance().removeMapLayer(labels.id())


def map_classes(scene, image):
    """Open the toolbox and map the scene from the dialog."""
    window = iface.mainWindow()
    labels = QgsVectorLayer(scene["LABELS"], "Labelled polygons", "ogr")
    labels.loadDefaultStyle()
    QgsProject.instance().addMapLayer(labels)
    iface.mapCanvas().setExtent(image.extent())
    open_toolbox()
    wait(3000)
    grab(window, "toolbox")
    parameters = {
        "RASTER": image.id(),
        "LABELS": labels.id(),
        "CLASS_FIELD": "class",
        "GROUP_FIELD": "group",
        "OUTPUT": str(WORK / "map.tif"),
        "CONFIDENCE": str(WORK / "confidence.tif"),
        "MODEL": str(WORK / "model.keras"),
        "REPORT": str(WORK / "report.html"),
    }
    # Both kinds of model that are tried have told their scores by then.
    went_well = run_from_dialog("mapclasses", parameters, "mapclasses", running_at=60)
    layers = {layer.name(): layer for layer in QgsProject.instance().mapLayers().values()}
    print("finished well:", went_well, "layers:", sorted(layers), flush=True)
    tree = QgsProject.instance().layerTreeRoot()
    for name in ("Labelled polygons", "Confidence"):
        if name in layers:
            tree.findLayer(layers[name]).setItemVisibilityChecked(False)
    iface.mapCanvas().refresh()
    wait(3000)
    grab(window, "map")
    report(scene)
    other = {**parameters, "OUTPUT": str(WORK / "cancelled.tif")}
    other.update(
        {
            key: str(WORK / f"cancelled-{key}{end}")
            for key, end in (("CONFIDENCE", ".tif"), ("MODEL", ".keras"), ("REPORT", ".html"))
        }
    )
    run_from_dialog("mapclasses", other, None, cancel_at=10)
    print("left by the cancelled run:", [p.name for p in WORK.glob("*cancelled*")], flush=True)


def report(scene):
    """Train with more polygons kept apart, so that scores have ranges, and show the report."""
    patches, path = str(WORK / "report-patches"), str(WORK / "report.html")
    labelled = {"CLASS_FIELD": "class", "GROUP_FIELD": "group", "VALIDATION_SHARE": 0.4}
    places = {"RASTER": scene["IMAGE"], "LABELS": scene["LABELS"], "OUTPUT": patches}
    processing.run("poplarnn:extractpatches", labelled | places)
    files = {"PATCHES": patches, "OUTPUT": str(WORK / "report.keras"), "REPORT": path}
    chosen = {"ARCHITECTURE": "sigma", "INTEREST": "poplar"}
    processing.run("poplarnn:trainmodel", files | chosen)
    page(path, "report")


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
        dock.setVisible(dock.objectName() in ("Layers", "PoplarReview"))
    dock = window.findChild(QDockWidget, "PoplarReview")
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


def install():
    """Open the dialog that installs, as the menu does, and take its picture."""
    from poplar_nn_plugin.gui.installation.dialog import InstallDialog

    missed = "'Train model' takes it, as you chose, and it is not installed here yet."
    dialog = InstallDialog(missed, iface.mainWindow())
    dialog.show()
    for _ in range(100):
        wait(100)
        if "packages" in dialog.cost.text():
            break
    grab(dialog, "install-dialog")
    dialog.close()


def main():
    iface.mainWindow().resize(1440, 900)
    parts = os.environ["POPLARNN_PARTS"].split()
    if "install" in parts:
        install()
    if "scan" in parts:
        scanned()
    if not set(parts) - {"install", "scan"}:
        return
    scene, image = draw_scene()
    if "labels" in parts:
        label_by_hand(scene, image)
    if "regions" in parts:
        take_regions(scene, image)
    if "suggest" in parts:
        label_suggestions(scene, image)
    if "chain" in parts:
        map_classes(scene, image)
    if "walk" in parts:
        walk(scene)
    if "review" in parts:
        review()
    if "areas" in parts:
        measure_areas(scene)


run(main)
