#!/usr/bin/env python3
"""Map two real images and cross-validate on their labels; run by real_images.sh.

What was found goes into the tables of docs/real-images.md, between the marks, and the maps beside
their images into docs/images. Patches and models lie in build/real-images.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from drawing import legend, run, save, view
from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsContrastEnhancement,
    QgsFillSymbol,
    QgsMultiBandColorRenderer,
    QgsRasterLayer,
    QgsRasterMinMaxOrigin,
    QgsRendererCategory,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from build import ROOT

sys.path.insert(0, str(ROOT / "build"))

from poplar_nn_plugin.plugin import PoplarPlugin
from poplar_nn_plugin.worker.client import Worker

FOLDER = ROOT / "build" / "real-images"
PAGE = ROOT / "docs" / "real-images.md"
KINDS = ("sigma", "compact", "random_forest")
FOLDS, SEED = 4, 1
GAP, FOOT = 12, 34


@dataclass(frozen=True)
class Case:
    """An image with labels, and how it is cut and shown."""

    name: str
    image: str
    labels: str
    class_field: str
    palette: dict  # class to colour
    cut: dict
    border: str = ""  # an expression of Band math that is 0 where there is nothing to map
    width: int = 520
    colours: tuple = ()  # numbers of the bands shown as red, green and blue
    map_stride: int = 1


CASES = (
    Case(
        "historical",
        "historical_map/map.tif",
        "historical_map/labels.gpkg",
        "class_name",
        {
            "forest": "#4f7a3a",
            "meadow": "#b9d08b",
            "soil": "#ead9a0",
            "vine": "#8e6a9e",
            "water": "#5b8fb9",
        },
        {"PATCH_SIZE": 12, "STRIDE": 3},
        map_stride=2,
        border="(a1 > 20) | (a2 > 20) | (a3 < 200)",
    ),
    Case(
        "landsat",
        "landsat7/*.gtif",
        "landsat7/training_data.shp",
        "class",
        {
            "barren": "#c9a26b",
            "forest": "#2f6b3c",
            "herbaceous": "#b9d08b",
            "urban": "#c0504d",
            "water": "#3f78b5",
        },
        {"PATCH_SIZE": 3, "STRIDE": 1, "MIN_COVER": 0.3},
        width=400,
        colours=(3, 2, 1),
    ),
)


def main(data: Path) -> None:
    """Go through the cases and write the page anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    plugin = PoplarPlugin(None)
    plugin.initProcessing()
    provider = QgsApplication.processingRegistry().providerById("poplarnn")
    page = PAGE.read_text(encoding="utf-8")
    for case in CASES:
        image = next(data.glob(case.image))
        patches = run(
            provider,
            "extractpatches",
            RASTER=str(image),
            LABELS=coloured(data / case.labels, case),
            CLASS_FIELD=case.class_field,
            OUTPUT=str(FOLDER / f"{case.name}-patches"),
            FOOTPRINTS=str(FOLDER / f"{case.name}-footprints.gpkg"),
            SEED=SEED,
            **case.cut,
        )["OUTPUT"]
        with Worker(os.environ["POPLARNN_WORKER_PYTHON"]) as worker:
            page = between(page, case.name, table(worker, case, patches))
        draw(provider, case, image, patches)
    PAGE.write_text(page, encoding="utf-8")
    plugin.unload()


def coloured(path: Path, case: Case) -> QgsVectorLayer:
    """Return the labels in the colours of the case, as people draw them."""
    layer = QgsVectorLayer(str(path), "labels", "ogr")
    entries = [
        QgsRendererCategory(name, QgsFillSymbol.createSimple({"color": colour}), name)
        for name, colour in case.palette.items()
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer(case.class_field, entries))
    return layer


def table(worker: Worker, case: Case, patches: str) -> str:
    """Return the scores of each kind of model as Markdown, the first compared with easier tests."""
    lines = [
        "| model | macro F1 | over the folds | accuracy | F1 of each class |",
        "|---|---|---|---|---|",
    ]
    easier = []
    for kind in KINDS:
        found = worker.call(
            "crossvalidate",
            dataset=patches,
            architecture=kind,
            folds=FOLDS,
            compare=kind == KINDS[0],
            seed=SEED,
            report=FOLDER / f"{case.name}-{kind}.html",
        )
        each = ", ".join(f"{row['name']} {row['f1']:.2f}" for row in found["scores"]["classes"])
        lines.append(
            f"| {kind} | {found['macro_f1']:.2f} | {found['macro_f1_mean']:.2f} ± "
            f"{found['macro_f1_std']:.2f} | {found['accuracy']:.2f} | {each} |"
        )
        easier += [f"| {row['title']} | {row['macro_f1']:.2f} |" for row in found["optimism"]]
    told = ["", f"| what judges *{KINDS[0]}* | macro F1 |", "|---|---|", *easier]
    return "\n".join([*lines, *told])


def draw(provider, case: Case, image: Path, patches: str) -> None:
    """Map an image and draw the map beside it."""
    files = {name: str(FOLDER / f"{case.name}-{name}") for name in ("mask", "map", "model")}
    more = {}
    if case.border:
        more["MASK"] = run(
            provider,
            "bandmath",
            RASTERS=[str(image)],
            EXPRESSION=case.border,
            OUTPUT=files["mask"] + ".tif",
        )["OUTPUT"]
    model = run(
        provider,
        "trainmodel",
        PATCHES=patches,
        ARCHITECTURE=KINDS[0],
        SEED=SEED,
        OUTPUT=files["model"] + ".keras",
        REPORT=files["model"] + ".html",
    )["OUTPUT"]
    drawn = run(
        provider,
        "predict",
        RASTER=str(image),
        MODEL=model,
        STRIDE=case.map_stride,
        OUTPUT=files["map"] + ".tif",
        **more,
    )["OUTPUT"]
    seen, mapped = QgsRasterLayer(str(image), "image"), QgsRasterLayer(drawn, "map")
    if case.colours:
        seen.setRenderer(QgsMultiBandColorRenderer(seen.dataProvider(), *case.colours))
        seen.setContrastEnhancement(
            QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum,
            QgsRasterMinMaxOrigin.Limits.CumulativeCut,
        )
    views = [view([layer], case.width) for layer in (seen, mapped)]
    height = views[0].height()
    picture = QImage(2 * case.width + GAP, height + FOOT, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    for number, one in enumerate(views):
        painter.drawImage(number * (case.width + GAP), 0, one)
    classes = [(c.color, QColor("black"), c.label) for c in mapped.renderer().classes()]
    legend(painter, classes, height + 8, step=2 * case.width // len(classes))
    painter.end()
    save(picture, ROOT / "docs" / "images" / f"real-{case.name}.png")


def between(page: str, name: str, text: str) -> str:
    """Return the page with the text between the marks of that name."""
    before, rest = page.split(f"<!-- {name} -->\n", 1)
    after = rest.split("<!-- end -->", 1)[1]
    return f"{before}<!-- {name} -->\n{text}\n<!-- end -->{after}"


if __name__ == "__main__":
    application = QgsApplication([], True)  # with fonts: there are words to write
    application.initQgis()
    main(Path(sys.argv[1]))
    application.exitQgis()
