"""A network that learns from pixels, from the labels to the map."""

import numpy as np
import pytest
from samples import read_raster

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.labels.vector import read_polygons
from poplar_nn_plugin.model.card import read_card

pytestmark = pytest.mark.worker


def test_unet_goes_from_labels_to_a_map_of_pixels_whose_score_is_that_of_the_map(
    toolbox, scene, tmp_path
):
    shared = {"CLASS_FIELD": "class", "GROUP_FIELD": "group", "PATCH_SIZE": 12}
    patches = toolbox.run(
        "extractpatches",
        RASTER=scene["IMAGE"],
        LABELS=scene["LABELS"],
        STRIDE=6,
        BUFFER=0,
        VALIDATION_SHARE=0.3,
        PIXEL_LABELS=True,
        OUTPUT=tmp_path / "patches",
        **shared,
    )["OUTPUT"]
    model = toolbox.run(
        "trainmodel",
        PATCHES=patches,
        ARCHITECTURE="unet",
        EPOCHS=2,
        YARDSTICK=False,
        REFIT=False,  # the network that judged is the one that draws
        OUTPUT=tmp_path / "model.keras",
        REPORT=tmp_path / "report.html",
    )
    judged = toolbox.run(
        "evaluatemodel",
        MODEL=model["OUTPUT"],
        PATCHES=patches,
        FOOTPRINTS=tmp_path / "judged.gpkg",
        REPORT=tmp_path / "judged.html",
    )
    corner = {"RASTER": scene["IMAGE"], "MODEL": model["OUTPUT"], "STRIDE": 4, "AVERAGE": False}
    drawn = [
        toolbox.run(
            "predict",
            MEMORY=memory,
            JOBS=jobs,
            OUTPUT=tmp_path / f"{jobs}.tif",
            PROBABILITIES=tmp_path / f"{jobs}-each.tif",
            **corner,
        )
        for memory, jobs in (("1G", 1), ("15M", 2))
    ]

    dataset = PatchDataset.open(patches)
    card = read_card(model["OUTPUT"])
    learned = card.training.labelled_pixels
    of_class = np.bincount(dataset.masks[dataset.select("train")].ravel(), minlength=256)
    assert list(learned.values()) == of_class[list(dataset.classes.codes)].tolist()
    assert "labelled pixel (dense)" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert judged["ACCURACY"] > 0
    for key in ("OUTPUT", "PROBABILITIES"):
        one, other = (read_raster(each[key]) for each in drawn)
        assert (one == other).all()
    # What was said before it was calibrated: scores go by the mean over the pixels of a cell.
    said = other.astype(float) ** card.temperature
    said /= said.sum(axis=-1, keepdims=True)
    named = {}
    for _, values in read_polygons(tmp_path / "judged.gpkg"):
        if values["predicted"] is not None:
            named[values["patch"]] = values["predicted"]
    on_cells = [n for n in named if (dataset.position[n] % 4 == 0).all()]
    assert len(on_cells) > 3
    for number in on_cells:
        row, col = dataset.position[number] + 4  # the middle third of the patch is a cell
        best = said[row : row + 4, col : col + 4].mean(axis=(0, 1)).argmax()
        assert dataset.classes.codes[best] == named[number]
    drawn, image = read_raster(drawn[0]["OUTPUT"]), read_raster(scene["IMAGE"])
    assert set(np.unique(drawn[(image != 0).all(axis=-1)])) <= set(dataset.classes.codes)
    rows, cols = (side // 4 * 4 for side in drawn.shape[:2])
    cells = drawn[:rows, :cols].reshape(rows // 4, 4, cols // 4, 4)
    assert (cells != cells[:, :1, :, :1]).any()  # each pixel has its own class
