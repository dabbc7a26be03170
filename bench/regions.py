"""Inside QGIS: how quick Grow and Segment are, and how well they keep to borders.

Run by `regions.sh`, in two parts. *seconds*: a sample scene of 1000 x 1000 pixels, one pixel of the
screen for one of the image: until the segments of a view are there; from a move of the mouse to the
outline; the longest pause of a clock that ticks in the window. *borders*: of scenes on which
nothing was chosen, the share of pixels that are of the commonest true class of their segment, for
segments of several sizes, beside squares as large; and of grown regions, the share that is of the
class under the mouse. Both by colour alone, and with the features that the live map keeps.
"""

import os
import statistics
import time
from pathlib import Path

import numpy as np
from hands import until, wait
from live import SIDE, Clock, panel_on, scene
from qgis.core import QgsApplication, QgsPointXY, QgsSettings, QgsVectorLayer
from qgis.utils import iface
from qgiswindow import WORK, Hand, run

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.live.image import LiveImage
from poplar_nn_plugin.live.session import Means
from poplar_nn_plugin.live.tiles import tiles_of
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.regions.seen import SeenFeatures
from poplar_nn_plugin.regions.segments import Segments
from poplar_nn_plugin.scenery.scene import draw_scene, write_scene

LONG = 120  # seconds
MOVES = 100
SEEDS = (11, 12, 13)
SIZES = (10, 16, 24, 32, 48, 64)  # pixels a side
STEPS = (-4, 0, 4)
CLICKS = 200


def computed(source, folder):
    """Return what the live map may take, with the features of a whole image."""
    means = Means(folder=folder)
    folder.mkdir(parents=True, exist_ok=True)
    image = LiveImage.open(source, Silent())
    store = means.store(image)
    for _ in store.compute(tiles_of(image.grid.window, image.side, image.grid), Silent()):
        pass
    return means


def purity(segments, truth, count):
    """Return the share of pixels that are of the commonest class of their segment."""
    known = (segments >= 0) & (truth > 0)
    pairs = segments[known].astype(np.int64) * 256 + truth[known]
    table = np.bincount(pairs, minlength=count * 256).reshape(count, 256)
    return table.max(axis=1).sum() / table.sum()


def squares(shape, side):
    """Return squares of a side, as segments."""
    row, col = (np.arange(one) // side for one in shape)
    found = row[:, None] * (col[-1] + 1) + col
    return found, found[-1, -1] + 1


def borders(folder):
    """Print how well segments and regions keep to the borders of scenes."""
    rows = {}
    for seed in SEEDS:
        paths = {key: folder / f"{key}-{seed}.tif" for key in ("image", "truth")}
        write_scene(draw_scene(SIDE, seed), **paths)
        source = RasterSource(paths["image"], scaled=False)
        truth = RasterSource(paths["truth"], scaled=False).read(source.grid.window)[0][..., 0]
        means = computed(source, folder / "features")
        for side in SIZES:
            found, count = squares(truth.shape, side)
            rows.setdefault(f"squares {side}", []).append(purity(found, truth, count))
        for by, features in (
            ("colour", None),
            ("colour and features", SeenFeatures.of(source, source, means)),
        ):
            started = time.process_time()
            segments = Segments.of(source, source.grid.window, features)
            rows.setdefault(f"{by}, CPU s", []).append(time.process_time() - started)
            sides = [segments.side(level) for level in range(len(segments.levels))]
            found = [
                purity(np.append(level, -1)[segments.labels], truth, level.max() + 1)
                for level in segments.levels
            ]
            for side in SIZES:
                rows.setdefault(f"{by}, segments {side}", []).append(np.interp(side, sides, found))
            for step in STEPS:
                area, right = grown(segments, truth, step)
                rows.setdefault(f"{by}, grown {step}", []).append(right)
                rows.setdefault(f"{by}, grown {step}, median pixels", []).append(area)
    for name, values in rows.items():
        print(f"{name}: {statistics.mean(values):.3f} ({values})", flush=True)


def grown(segments, truth, step):
    """Return the median pixels of regions, and how much of them is of the class at their seed."""
    rng, areas, shares = np.random.default_rng(0), [], []
    while len(areas) < CLICKS:
        row, col = rng.integers(0, SIDE, 2)
        superpixel = segments.superpixel(col, row)
        if superpixel is not None and truth[row, col]:
            inside = truth[segments.mask(segments.grown(superpixel, step))]
            areas.append(len(inside))
            shares.append((inside == truth[row, col]).mean())
    return float(np.median(areas)), float(np.mean(shares))


def seconds(name, dock, image):
    """Print how long a view takes, and the outline after a move of the mouse."""
    clock, hand, tool = Clock(), Hand(), dock.controller.tools[name]
    regions = dock.controller.regions
    regions.use(None)
    regions.use(image)
    wait(200)
    clock.begin()
    started = time.monotonic()
    dock.panel.commands[name].trigger()
    until(lambda: regions.looked.sides and not regions.looked.busy, LONG, "the segments")
    looked, pause = time.monotonic() - started, clock.longest
    box, rng = iface.mapCanvas().extent(), np.random.default_rng(0)
    taken, used = [], []
    clock.begin()
    for _ in range(MOVES):
        x = box.xMinimum() + box.width() * rng.uniform(0.05, 0.95)
        y = box.yMinimum() + box.height() * rng.uniform(0.05, 0.95)
        hand.move(QgsPointXY(x, y))  # which waits a little
        started = time.monotonic()
        tool.canvas().viewport().repaint()
        before, cpu = tool._number, time.thread_time()
        tool._ask([QgsPointXY(x, y)], again=True)
        while not tool.answered() and tool._number != before:
            QgsApplication.processEvents()
            time.sleep(0.001)
        taken.append(time.monotonic() - started)
        QgsApplication.processEvents()  # it is drawn
        used.append(time.thread_time() - cpu)
    print(
        f"{name}, features {regions.looked.featured}: view {looked:.1f} s, longest pause "
        f"{pause:.2f} s; {MOVES} outlines: median {np.median(taken):.3f} s, 95th percentile "
        f"{np.percentile(taken, 95):.3f} s, longest {max(taken):.3f} s, longest pause "
        f"{clock.longest:.2f} s, CPU of the window for one outline at most {max(used):.3f} s",
        flush=True,
    )
    dock.panel.commands[name].trigger()


def panel_in_view():
    """Print how long views and outlines take in the window."""
    iface.mainWindow().resize(1700, 1280)  # a megapixel is left for the map
    found, image = scene()
    known = QgsVectorLayer(found["LABELS"], "known", "ogr")
    known.loadDefaultStyle()
    dock, _ = panel_on(known, image)
    wait(1500)
    canvas = iface.mapCanvas()
    canvas.setExtent(image.extent())
    canvas.zoomByFactor(image.rasterUnitsPerPixelX() / canvas.mapUnitsPerPixel())
    wait(2000)
    print(f"in view: {canvas.width()} x {canvas.height()} pixels of the screen", flush=True)
    for shape in ("grown", "segment"):
        QgsSettings().remove(f"poplarnn/labels/{shape}_step")
    for name in ("segment", "grow"):
        seconds(name, dock, image)
    folder = Path(QgsApplication.qgisSettingsDirPath()) / "poplarnn" / "features"
    computed(RasterSource(found["IMAGE"], scaled=False), folder)
    for name in ("segment", "grow"):
        seconds(name, dock, image)


def main():
    parts = os.environ["POPLARNN_PARTS"].split()
    if "seconds" in parts:
        panel_in_view()
    if "borders" in parts:
        borders(WORK)


if __name__ == "__main__":
    run(main)
