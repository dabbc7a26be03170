"""Inside QGIS: the tutorial followed word by word, from the archive to a map of poplars.

Run by tutorial.sh in a fresh profile of the page's language, with ``qgis --code``: nothing is
there but QGIS and the archive in POPLARNN_ARCHIVE. Every name that the page prints is looked for
where it sends its reader, by what stands there in that language, and clicked on; all settings
stay as they are. It stops with an error where something is not as a reader must find it, and
takes a picture of each step.
"""

import os
import re
from pathlib import Path

from fromzip import entry_called, install, open_menu
from hands import await_panels, click, tick, until, use_window, wait
from qgis.core import QgsPointXY, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface
from qgiswindow import Hand, grab, run
from reader import (
    beside,
    dialog,
    dock,
    docks,
    enter_rows,
    find,
    from_panel,
    from_toolbox,
    layer_named,
    layers_of,
    plain,
    run_dialog,
    show,
)
from tutorial_page import Words, bare, tutorial
from walkthrough import expect, outlines

LANGUAGE = os.environ["POPLARNN_LANGUAGE"]
WANTED = {"poplar": 3, "broadleaf": 3, "conifer": 2, "meadow": 3, "crop": 3, "water": 2}
SIZE = (1180, 780)  # pixels of the window
RUNS = 600  # seconds, on a busy machine
words = Words(LANGUAGE)


def follow():
    """Go through the sections of the page, one after the other."""
    QgsProject.instance().clear()
    steps = (installed, scene, label, check, map_it, read_report, take_hectares)
    for number, step in enumerate(steps):
        words.begin(number)
        print(f"section {number}: {step.__name__}", flush=True)
        step()
    words.end()


def installed():
    """Install the archive by the menu, and open the first steps."""
    names = ("Plugins", "Manage and Install Plugins…", "Install from ZIP", "Install Plugin", "Yes")
    install(os.environ["POPLARNN_ARCHIVE"], words.take(*names), _click)
    await_panels()
    iface.mainWindow().resize(*SIZE)
    (greeting,) = words.take("Poplar NN: is installed.")
    item = iface.messageBar().currentItem()
    expect(bare(greeting).replace(" ", "") in bare(plain(item)).replace(" ", ""), greeting)
    wait(1000)
    grab(iface.mainWindow(), "first-greeting")
    sample, steps, panel = words.take("Try it on a sample scene", "First steps", "Poplar NN")
    find(item, sample)
    click(find(item, steps))
    expect(dock(panel).isVisible(), f"the panel {panel} is open")


def scene():
    """Draw the sample scene by the toolbox, and take its labels away."""
    processing, toolbox, *path = words.take(
        "Processing", "Toolbox", "Poplar NN", "Workflow", "Draw a sample scene"
    )
    menu = open_menu(processing, _click)
    entry = entry_called(menu.actions(), toolbox)
    click(menu, menu.actionGeometry(entry).center())
    wait(500)
    box = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
    expect(box.isVisible(), "the toolbox is open")
    from_toolbox(path, words.take("Run")[0])
    box.close()
    project = QgsProject.instance()
    known = [one for one in project.mapLayers().values() if isinstance(one, QgsVectorLayer)]
    expect(len(known) == 1, "labels come with the scene")
    scene.known = list(outlines({"LABELS": known[0].source()}, WANTED))
    project.removeMapLayer(known[0])  # the reader draws labels of their own
    scene.image = layers_of(QgsRasterLayer)[0]
    iface.mapCanvas().setExtent(scene.image.extent())
    dock("Poplar NN").resize(300, 500)
    iface.mainWindow().resizeDocks([dock("Poplar NN")], [300], Qt.Orientation.Horizontal)
    wait(2500)
    grab(iface.mainWindow(), "tutorial-scene")


def label():
    """Make a label layer from the panel, draw some polygons of each class, with the live map on."""
    start, draw, panel = words.take("Poplar NN", "Draw labels", "Labels")
    click(find(dock(start), draw))
    box = dock(panel)
    expect(box.isVisible(), f"the panel {panel} is open")
    dock(start).close()  # the map needs the room
    iface.mainWindow().resizeDocks([box], [380], Qt.Orientation.Horizontal)
    title, _, add, done, run_button = words.take(
        "Create label layer", "Classes", "Add Row", "OK", "Run"
    )
    names = classes()
    rows = [[str(code), name] for code, name in enumerate(names, start=1)]

    def fill(window):
        enter_rows(window, "CLASSES", add, done, rows)
        run_dialog(window, run_button)

    use_window(lambda: click(beside(box.panel.layer)), lambda: dialog(title), fill)
    labels = until(lambda: box.panel.layer.currentLayer(), 30, "the label layer in the panel")
    expect(box.panel.image.currentLayer() == scene.image, "the image is chosen")
    click(find(box, words.take("Draw a polygon")[0]))
    wait(1500)
    hand, keys = Hand(), list(WANTED)
    for name, corners in scene.known:
        QTest.keyClicks(iface.mapCanvas(), str(1 + keys.index(name)))
        hand.polygon(corners)
    number = sum(WANTED.values())
    expect(on_disk(labels) == number, f"{number} polygons are in the file")
    hand.polygon([QgsPointXY(p.x() + 3, p.y() + 3) for p in scene.known[0][1]])
    expect(labels.featureCount() == number + 1, "one too many is drawn")
    click(find(box, words.take("Undo")[0]))
    expect(on_disk(labels) == number, "it is taken back")
    said = {str(one["name"]) for one in labels.getFeatures()}
    expect(said == set(names), f"the classes are {', '.join(names)}")
    box.refresh()
    wait(1500)
    grab(iface.mainWindow(), "tutorial-labels")
    live = find(box, words.take("Live map")[0])
    tick(live, True)
    until(lambda: box.live.answer is not None and box.live.answer.whole, RUNS, "the live map")
    until(lambda: box.live.answer.held_out is not None, RUNS, "the scores of the classes")
    wait(2000)
    grab(iface.mainWindow(), "tutorial-live")
    tick(live, False)
    label.layer = labels
    box.close()


def check():
    """Look for problems, which stand in a layer and a report."""
    start, button = words.take("Poplar NN", "Check labels…")
    (run_button,) = words.take("Run")
    from_panel(start, button, "checklabels", run_button)
    (problems,) = words.take("Problems")
    QgsProject.instance().removeMapLayer(layer_named(problems))
    close_report()


def map_it():
    """Map the classes with all defaults."""
    (button,), (run_button,) = words.take("Map classes…"), words.take("Run")
    results = from_panel("Poplar NN", button, "mapclasses", run_button, "tutorial-map-log")
    expect(results["MACRO_F1"] > 0.6, f"macro F1 is {results['MACRO_F1']:.2f}")
    found = next(one for one in layers_of(QgsRasterLayer) if one.source() == str(results["OUTPUT"]))
    shown = [one.label for one in found.renderer().classes()]
    expect(set(classes()) <= set(shown), f"the map shows {', '.join(shown)}")
    (confidence,) = words.take("Confidence")
    tree = QgsProject.instance().layerTreeRoot()
    tree.findLayer(layer_named(confidence)).setItemVisibilityChecked(False)
    map_it.layer, map_it.report = found, Path(results["REPORT"])


def read_report():
    """Look at the report in its panel, which has opened by itself."""
    (panel,) = words.take("Reports")
    box = dock(panel)
    expect(box.isVisible(), f"the panel {panel} is open")
    expect(box.panel.shown == map_it.report, "the report of the map is read")
    text = re.sub(r"<[^>]+>", " ", map_it.report.read_text("utf-8"))
    words.take("Class of interest (the rarest if empty)")  # seen in the dialog of the map
    (measured,) = words.take("Measured on")
    expect(bare(measured) in bare(text), f"the report says {measured}")
    expect(classes()[-1] in text, "it speaks of the rarest class")
    for other in docks():
        if other is not box and other.objectName() != "Layers":
            other.close()
    iface.mainWindow().resizeDocks([box], [480], Qt.Orientation.Horizontal)
    wait(3000)
    grab(iface.mainWindow(), "tutorial-report")
    box.close()
    expect(dock(words.take("Labels")[0]) is not None, "there is the panel of labels")
    show("PoplarStart")
    find(dock("Poplar NN"), words.take("Where to label")[0])
    dock("Poplar NN").close()


def take_hectares():
    """Make polygons with hectares of the map."""
    path = words.take("Map", "Map to polygons")
    show("ProcessingToolbox")
    iface.setActiveLayer(map_it.layer)
    results = from_toolbox(["Poplar NN", *path], words.take("Run")[0])
    found = QgsVectorLayer(str(results["OUTPUT"]), "areas", "ogr")
    expect(found.featureCount() > 10, f"{found.featureCount()} polygons have hectares")
    iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox").close()
    wait(2500)
    grab(iface.mainWindow(), "tutorial-areas")
    poplar = [one["area_ha"] for one in found.getFeatures() if one["name"] == classes()[0]]
    expect(sum(poplar) > 0.1, f"{sum(poplar):.2f} ha of {classes()[0]}")


def _click(widget, _name, place=None):
    click(widget, place)


def classes():
    """Return the names of the classes that the page lets its reader enter."""
    text = re.sub(r"\s+", " ", tutorial(LANGUAGE).read_text("utf-8"))
    return re.findall(r"\d (\w+)", re.search(r"1 (?:poplar|peuplier)\b[^.;]*", text)[0])


def on_disk(labels):
    """Return how many polygons are in the file of the labels, whatever QGIS holds."""
    path = labels.source().partition("|")[0]
    return QgsVectorLayer(path, "in the file", "ogr").featureCount()


def close_report():
    """Close the panel of the reports, which opens by itself."""
    for one in docks():
        if one.objectName() == "PoplarReports":
            one.close()


run(follow, panels=False)
