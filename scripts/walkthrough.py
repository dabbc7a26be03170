"""From drawing to reviewing, by mouse and dialogs, with a picture of every step.

It stops with an error where something is not as a user must find it.
"""

from hands import wait
from qgis.core import QgsPointXY, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface
from qgiswindow import WORK, Hand, grab, run_from_dialog, show_dock

WANTED = {"poplar": 4, "broadleaf": 3, "crop": 3}


def walk(scene):
    """Draw ten polygons of three classes, check, split, extract, train, evaluate, review."""
    project = QgsProject.instance()
    project.clear()
    iface.mainWindow().resize(1200, 800)
    image = QgsRasterLayer(scene["IMAGE"], "Orthophoto")
    project.addMapLayer(image)
    iface.mapCanvas().setExtent(image.extent())
    labels = draw(scene, image)
    check(labels, image)
    split = divide(labels, image)
    patches = extract(split, image)
    model = train(patches)
    evaluate(model, patches)
    review()


def expect(right, what):
    """Stop where something is not as it must be."""
    if not right:
        raise AssertionError(what)
    print("as it must be:", what, flush=True)


def layer_called(name):
    """Return the one layer of that name, which must be in the project."""
    found = QgsProject.instance().mapLayersByName(name)
    expect(len(found) == 1, f"one layer is called {name}")
    return found[0]


def show_only(*layers):
    """Tick these layers alone."""
    for node in QgsProject.instance().layerTreeRoot().findLayers():
        node.setItemVisibilityChecked(node.layer() in layers)


def picture(name):
    """Take the whole window, without any panel but the layers."""
    for dock in iface.mainWindow().findChildren(QDockWidget):
        dock.setVisible(dock.objectName() == "Layers")
    iface.mapCanvas().refresh()
    wait(2500)
    grab(iface.mainWindow(), f"walk-{name}")


def draw(scene, image):
    """Draw where the scene's own labels lie, take two back, and draw them again."""
    cells = [1, "poplar", "#e6841d", 2, "broadleaf", "#5fae4b", 3, "crop", "#efe0a5"]
    path = str(WORK / "walk-labels.gpkg")
    parameters = {"RASTER": image.id(), "CLASSES": cells, "OUTPUT": path}
    expect(run_from_dialog("createlabellayer", parameters), "a label layer is made")
    labels = layer_called("Label layer")
    dock = show_dock("PoplarLabels", 380)
    dock.panel.layer.setLayer(labels)
    dock.panel.image.setLayer(image)
    dock.panel.commands["polygon"].trigger()
    wait(1500)
    hand, names, drawn = Hand(), list(WANTED), []
    for name, corners in outlines(scene):
        dock.panel.classes.choose(names.index(name))
        hand.polygon(corners)
        drawn.append((name, corners))
    expect(labels.featureCount() == 10, "ten polygons are drawn")
    for _ in range(2):
        dock.panel.commands["undo"].trigger()
    expect(labels.featureCount() == 8, "two are taken back")
    for name, corners in drawn[-2:]:
        dock.panel.classes.choose(names.index(name))
        hand.polygon(corners)
    dock.refresh()
    wait(1500)
    grab(iface.mainWindow(), "walk-draw")
    expect(dock.save(), "the labels are saved")
    expect(not labels.isModified() and labels.featureCount() == 10, "ten polygons are in the file")
    labels.commitChanges()
    dock.close()
    return labels


def outlines(scene, wanted=WANTED):
    """Yield class and corners of as many labels as are wanted, those of a class far apart."""
    known = QgsVectorLayer(scene["LABELS"], "known", "ogr")
    left = dict(wanted)
    for feature in known.getFeatures():
        name, shape = feature["class"], feature.geometry()
        if left.get(name):
            left[name] -= 1
            ring = shape.asMultiPolygon()[0][0] if shape.isMultipart() else shape.asPolygon()[0]
            yield name, [QgsPointXY(corner) for corner in ring[:-1]]
    expect(not any(left.values()), "the scene has enough labels")


def check(labels, image):
    """Look for problems before anything is learned."""
    parameters = {
        "INPUT": labels.id(),
        "CLASS_FIELD": "class",
        "RASTER": image.id(),
        "OUTPUT": str(WORK / "walk-problems.gpkg"),
        "REPORT": str(WORK / "walk-check.html"),
    }
    expect(run_from_dialog("checklabels", parameters, log="walk-check"), "the labels are checked")


def divide(labels, image):
    """Send whole polygons to training and validation."""
    parameters = {
        "INPUT": labels.id(),
        "CLASS_FIELD": "class",
        "GROUP_FIELD": "group",
        "VALIDATION_SHARE": 0.3,
        "RASTER": image.id(),
        "OUTPUT": str(WORK / "walk-split.gpkg"),
    }
    expect(run_from_dialog("splitlabels", parameters), "they are split")
    split = layer_called("Labels with their split")
    expect(split.renderer().type() == "categorizedSymbol", "the split is styled")
    show_only(split, image)
    picture("split")
    return split


def extract(split, image):
    """Cut the patches."""
    patches = str(WORK / "walk-patches")
    parameters = {
        "RASTER": image.id(),
        "LABELS": split.id(),
        "CLASS_FIELD": "class",
        "GROUP_FIELD": "group",
        "SPLIT_FIELD": "split",
        "PATCH_SIZE": 30,
        "OUTPUT": patches,
        "FOOTPRINTS": str(WORK / "walk-footprints.gpkg"),
    }
    expect(run_from_dialog("extractpatches", parameters), "patches are cut")
    footprints = layer_called("Footprints")
    expect(footprints.renderer().type() == "categorizedSymbol", "the footprints are styled")
    show_only(footprints, image)
    picture("patches")
    return patches


def train(patches):
    """Train a network, too short to be perfect."""
    model = str(WORK / "walk-model.keras")
    parameters = {
        "PATCHES": patches,
        "ARCHITECTURE": "sigma",
        "EPOCHS": 3,
        "OUTPUT": model,
        "REPORT": str(WORK / "walk-report.html"),
    }
    expect(run_from_dialog("trainmodel", parameters, log="walk-train"), "a network is trained")
    return model


def evaluate(model, patches):
    """Show on the map where it is right and wrong."""
    parameters = {
        "MODEL": model,
        "PATCHES": patches,
        "REPORT": str(WORK / "walk-evaluation.html"),
        "FOOTPRINTS": str(WORK / "walk-answers.gpkg"),
    }
    expect(run_from_dialog("evaluatemodel", parameters, log="walk-evaluate"), "it is evaluated")


def review():
    """Go through the mistakes, judge two, and go to the label of the third."""
    answers = layer_called("Evaluated patches")
    show_only(answers, layer_called("Orthophoto"), layer_called("Label layer"))
    dock = show_dock("PoplarReview", 340)
    wait(2000)
    wrong = [feature for feature in answers.getFeatures() if not feature["right"]]
    expect(len(wrong) >= 3, f"there are mistakes to review: {len(wrong)}")
    dock.panel.verdicts["model"].click()
    dock.panel.verdicts["model"].click()
    wait(2000)
    grab(iface.mainWindow(), "walk-review")
    judged = [f["review"] for f in answers.getFeatures() if f["review"]]
    expect(judged == ["model", "model"], "two mistakes are judged")
    dock.panel.to_label.click()
    wait(1500)
    labels = layer_called("Label layer")
    expect(labels.selectedFeatureCount() == 1, "the label of the mistake is selected")
    dock.panel.save.click()
    expect(not answers.isModified(), "the review is saved")
    dock.close()
