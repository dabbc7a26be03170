"""A scanned map with labels of its own, mapped with all defaults, as the tutorial shows it.

Run inside QGIS by screenshots.py, where the folder of real images is named in POPLARNN_DATA.
"""

import os
from pathlib import Path

from hands import wait
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface
from qgiswindow import WORK, grab, run_from_dialog
from walkthrough import expect, layer_called


def scanned():
    """Map it, and take a picture of its classes."""
    folder = Path(os.environ.get("POPLARNN_DATA", "")) / "historical_map"
    if not (folder / "map.tif").is_file():
        print("no scanned map: name the folder in POPLARNN_DATA", flush=True)
        return
    project, window = QgsProject.instance(), iface.mainWindow()
    project.clear()
    window.resize(1300, 850)
    image = QgsRasterLayer(str(folder / "map.tif"), "Scanned map")
    labels = QgsVectorLayer(str(folder / "labels.gpkg"), "My labels", "ogr")
    project.addMapLayers([image, labels])
    project.setCrs(image.crs())
    iface.mapCanvas().setExtent(image.extent())
    given = {"RASTER": image.id(), "LABELS": labels.id(), "CLASS_FIELD": "class_name"}
    names = {"OUTPUT": "tif", "REPORT": "html", "MODEL": "keras"}
    given |= {key: str(WORK / f"scan-{key.lower()}.{end}") for key, end in names.items()}
    expect(run_from_dialog("mapclasses", given), "the classes are mapped")
    sure = layer_called("Confidence")  # which older QGIS lays over the map
    project.layerTreeRoot().findLayer(sure).setItemVisibilityChecked(False)
    project.removeMapLayer(labels.id())
    for dock in window.findChildren(QDockWidget):
        dock.setVisible(dock.objectName() == "Layers")
    iface.mapCanvas().setExtent(image.extent())
    wait(2500)
    grab(window, "tutorial-scan")
