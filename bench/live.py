"""Inside QGIS: how long the live map takes, by the panel's own code; run by `live.sh`.

A sample scene of 1000 x 1000 pixels, one pixel of the screen for one of the image: seconds to the
first picture and to the whole one of a view that nobody saw before; then, polygon by polygon, from
the release of the mouse to the map redrawn. All the while a clock ticks in the window: its longest
pause is how long QGIS did not answer.

With a number of views in POPLARNN_PAN the map is moved so often over a larger scene instead, now
and then from further away, and the memory that QGIS takes more than before is compared with what
the live map may hold.
"""

import os
import resource
import time
from pathlib import Path

import numpy as np
from hands import until, wait
from qgis import processing
from qgis.core import QgsApplication, QgsPointXY, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface
from qgiswindow import WORK, Hand, grab, run, show_dock

PAN = int(os.environ.get("POPLARNN_PAN", "0"))
SIDE = 3000 if PAN else 1000
STAY = 3.0  # seconds at a view, at most
GLANCE = 0.5  # seconds at a view without the live map
FURTHER = 7  # one view in so many is from further away
TICK = 5  # milliseconds
LONG = 120  # seconds


class Clock:
    """Ticks in the window, and keeps its longest pause."""

    def __init__(self):
        self.longest, self._last = 0.0, time.monotonic()
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK)

    def _tick(self):
        now = time.monotonic()
        self.longest, self._last = max(self.longest, now - self._last), now

    def begin(self):
        """Forget what was before."""
        self.longest, self._last = 0.0, time.monotonic()


def scene():
    """Return the paths of a sample scene, its image on the map."""
    keys = {"IMAGE": "tif", "LABELS": "gpkg", "FOREST_MASK": "tif", "TRUTH": "tif"}
    given = {key: str(WORK / f"{key.lower()}.{ending}") for key, ending in keys.items()}
    found = processing.run("poplarnn:samplescene", {"SIZE": SIDE, "SEED": 4, **given})
    image = QgsRasterLayer(found["IMAGE"], "Image")
    QgsProject.instance().addMapLayer(image)
    return found, image


def panel_on(known, image):
    """Return the dock of the labels on an empty layer of the same classes, and their names."""
    names = [category.label() for category in known.renderer().categories()]
    cells = [
        cell
        for code, one in enumerate(known.renderer().categories(), start=1)
        for cell in (code, one.label(), one.symbol().color().name())
    ]
    path = str(WORK / "drawn.gpkg")
    given = {"RASTER": image.id(), "CLASSES": cells, "OUTPUT": path}
    processing.run("poplarnn:createlabellayer", given)
    labels = QgsVectorLayer(path, "Labels", "ogr")
    labels.loadDefaultStyle()
    QgsProject.instance().addMapLayer(labels)
    show_dock("PoplarLabels", 400)
    dock = iface.mainWindow().findChild(QDockWidget, "PoplarLabels")
    dock.panel.layer.setLayer(labels)
    dock.panel.image.setLayer(image)
    dock.panel.saving.switch.setChecked(False)
    return dock, names


def outlines(known, view):
    """Return the class and corners of each known polygon in view, a class after the other."""
    found = []
    for feature in known.getFeatures():
        shape = feature.geometry()
        if view.contains(shape.boundingBox()):
            ring = shape.asMultiPolygon()[0][0] if shape.isMultipart() else shape.asPolygon()[0]
            found.append((feature["class"], [QgsPointXY(corner) for corner in ring[:-1]]))
    seen, order = {}, []
    for name, corners in found:
        seen[name] = seen.get(name, -1) + 1
        order.append((seen[name], name, corners))
    return [(name, corners) for _, name, corners in sorted(order, key=lambda one: one[:2])]


def resident():
    """Return the memory that QGIS takes now, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def whole_after(answer, last):
    """Return whether an answer to a later question than a number is whole."""
    if answer is None or answer.number <= last or not answer.whole:
        return False
    if answer.fault:
        raise RuntimeError(answer.fault)
    return True


def moved(image, views):
    """Move the map from view to view, and yield the number of each.

    The places are the same in each call.
    """
    canvas, extent = iface.mapCanvas(), image.extent()
    random = np.random.default_rng(0)
    for number in range(1, views + 1):
        x, y = random.uniform(0.1, 0.9, 2)
        place = QgsPointXY(
            extent.xMinimum() + x * extent.width(), extent.yMinimum() + y * extent.height()
        )
        further = number % FURTHER == 0
        canvas.zoomByFactor(4 if further else 1, place)
        canvas.setCenter(place)
        yield number
        if further:
            canvas.zoomByFactor(0.25)


def pan(dock, image, memory):
    """Move the map about, and print what memory it took: without the live map, then with it."""
    dock.panel.live.switch.setChecked(False)
    begun = resident()
    for _ in moved(image, PAN):
        wait(int(1000 * GLANCE))
    before, started, whole = resident(), time.monotonic(), 0
    print(f"{PAN} views without it: {(before - begun) / 2**20:.0f} MB more than before", flush=True)
    most = before
    dock.panel.live.switch.setChecked(True)
    last = 0
    for number in moved(image, PAN):
        end = time.monotonic() + STAY
        while time.monotonic() < end and not whole_after(dock.live.answer, last):
            wait(50)
            most = max(most, resident())
        whole += whole_after(dock.live.answer, last)
        last = dock.live.answer.number if dock.live.answer else 0
        if number % 25 == 0 or number == PAN:
            print(
                f"{number} views in {time.monotonic() - started:.0f} s, {whole} of them drawn "
                f"whole: at most {(most - before) / 2**20:.0f} MB more than without it, now "
                f"{(resident() - before) / 2**20:.0f} MB, of {memory / 2**20:.0f} MB at most",
                flush=True,
            )


def main():
    iface.mainWindow().resize(1700, 1280)  # a megapixel is left for the map
    found, image = scene()
    known = QgsVectorLayer(found["LABELS"], "known", "ogr")
    known.loadDefaultStyle()
    dock, names = panel_on(known, image)
    wait(1500)
    canvas, clock, hand = iface.mapCanvas(), Clock(), Hand()
    canvas.setExtent(image.extent())
    pixel = canvas.mapUnitsPerPixel()
    canvas.zoomByFactor(image.rasterUnitsPerPixelX() / pixel)
    wait(2000)
    print(f"in view: {canvas.width()} x {canvas.height()} pixels of the screen", flush=True)
    view = image.extent() if PAN else canvas.extent()
    view.scale(0.95)
    drawn = outlines(known, view)
    dock.panel.commands["polygon"].trigger()

    def draw(name, corners):
        if PAN:  # they lie far apart
            canvas.setCenter(corners[0])
            wait(200)
        dock.panel.classes.choose(names.index(name))
        hand.polygon(corners)

    for name, corners in drawn[:8]:
        draw(name, corners)
    if PAN:
        from poplar_nn_plugin.gui.live.sources import live_means  # once the plugin is there

        pan(dock, image, live_means().memory)
        return
    clock.begin()
    started = time.monotonic()
    dock.panel.live.switch.setChecked(True)
    until(lambda: dock.live.shown.drawn() is not None, LONG, "the first tile")
    first = time.monotonic() - started
    until(lambda: dock.live.answer.missing == 0, LONG, "all tiles")
    tiles = time.monotonic() - started
    until(lambda: dock.live.answer.whole, LONG, "the whole map")
    whole = time.monotonic() - started
    print(
        f"fresh view: first picture {first:.1f} s, all tiles {tiles:.1f} s, with scores and edges "
        f"{whole:.1f} s; longest pause of the window {clock.longest:.2f} s",
        flush=True,
    )
    redrawn, settled = [], []
    clock.begin()
    for name, corners in drawn[8:]:
        before = dock.live.answer.number
        draw(name, corners)
        started = time.monotonic()
        until(
            lambda before=before: dock.live.answer.number > before
            and dock.live.answer.picture is not None
            and dock.live.answer.missing == 0,
            LONG,
            "the map",
        )
        redrawn.append(time.monotonic() - started)
        until(lambda: dock.live.answer.whole, LONG, "the whole map")
        settled.append(time.monotonic() - started)
    print(
        f"{len(redrawn)} polygons: from the mouse to the map redrawn {np.median(redrawn):.2f} s "
        f"(95th percentile {np.percentile(redrawn, 95):.2f} s), with scores and edges "
        f"{np.median(settled):.2f} s; longest pause of the window {clock.longest:.2f} s",
        flush=True,
    )
    grab(iface.mainWindow(), "live")
    QgsApplication.setUITheme("Night Mapping")
    grab(iface.mainWindow(), "live-dark")


if __name__ == "__main__":
    run(main)
