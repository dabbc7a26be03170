"""Extract patches as Processing runs it: its keys, what it says, and what it refuses."""

import numpy as np
import pytest
from qgis.core import QgsFeature, QgsProcessingException, QgsRenderContext, QgsVectorLayer
from qgis.PyQt.QtGui import QImage
from samples import ORIGIN, square, write_polygons, write_raster

from poplar_nn_plugin.algorithms.styling import REASONS
from poplar_nn_plugin.chain.candidates import STATUSES
from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.nn.dataset import PatchDataset

RNG = np.random.default_rng(0)
PLACES = [(0, 0, "a"), (40, 0, "b"), (0, 40, "a"), (40, 40, "b")]


def image(path, col=0, **more):
    transform = (ORIGIN[0] + col, 1.0, 0.0, ORIGIN[1], 0.0, -1.0)
    pixels = RNG.integers(1, 255, (100, 100, 3)).astype("uint8")
    return write_raster(path, pixels, transform=transform, **more)


def label(col, row, name):
    return square(col, row, 30), {"class": name, "group": "all", "number": ord(name) - 96}


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """Return the parameters of an extraction that works."""
    folder = tmp_path_factory.mktemp("entrées")
    return {
        "RASTER": image(folder / "image.tif"),
        "LABELS": write_polygons(folder / "labels.gpkg", [label(*place) for place in PLACES]),
        "CLASS_FIELD": "class",
        "PATCH_SIZE": 10,
    }


@pytest.fixture
def extract(toolbox, inputs, tmp_path):
    """Return a function that extracts with some parameters changed."""

    def run(log=None, **changes):
        parameters = {**inputs, "OUTPUT": tmp_path / "patches", **changes}
        return toolbox.run("extractpatches", log, **parameters)

    return run


def test_two_images_give_one_dataset_under_a_cap_of_memory(extract, tmp_path):
    alone = extract()
    both = extract(
        MORE_RASTERS=[str(image(tmp_path / "other.tif", 5))],
        MEMORY="1M",
        JOBS=2,
        OUTPUT=tmp_path / "both",
    )

    assert alone["PATCH_COUNT"] < both["PATCH_COUNT"]
    assert set(PatchDataset.open(both["OUTPUT"]).labels["image"]) == {0, 1}


def test_a_second_image_of_another_kind_or_place_is_refused_by_its_name(extract, tmp_path):
    bare = write_raster(tmp_path / "bare.tif", np.ones((100, 100, 1), "uint8"))
    far = image(tmp_path / "far.tif", 5000)
    refused = {
        bare: r"bare\.tif does not go together .* number of bands is 1, expected 3",
        far: r"far\.tif: The labels do not overlap",
    }
    for other, says in refused.items():
        with pytest.raises(QgsProcessingException, match=says):
            extract(MORE_RASTERS=[str(other)])
        assert not (tmp_path / "patches").exists()


def test_a_cap_for_each_class_is_kept_and_said(extract, feedback):
    log = feedback()

    found = extract(log, MAX_PER_CLASS=7, VALIDATION_SHARE=0)

    assert found["PATCH_COUNT"] == 14
    assert any("cap" in line for line in log.lines)


def test_footprints_show_classes_in_their_colours_and_the_rest_in_grey(extract):
    found = extract(MIN_COVER=0.9, STRIDE=3, VALIDATION_SHARE=0.5, MAX_PER_CLASS=9)

    layer = QgsVectorLayer(found["FOOTPRINTS"], "footprints", "ogr")  # loads the style beside it
    features = list(layer.getFeatures())
    renderer, context = layer.renderer().clone(), QgsRenderContext()
    renderer.startRender(context, layer.fields())
    drawn = {}
    for feature in features:
        context.expressionContext().setFeature(feature)
        symbol = renderer.symbolForFeature(QgsFeature(feature), context)
        key = feature["name"] if feature["status"] == "kept" else feature["status"]
        colour = symbol.symbolLayer(0).strokeColor()
        drawn.setdefault(key, set()).add(colour.name() if colour.saturation() else "grey")
    renderer.stopRender(context)

    classes = PatchDataset.open(found["OUTPUT"]).classes
    expected = {name: {colour} for name, colour in zip(classes.names, classes.colours)}
    assert drawn == {**expected, **{key: {"grey"} for key in drawn if key not in classes.names}}
    assert {"cap", "buffer"} <= set(drawn)
    titles = [category.label() for category in layer.renderer().categories()]
    assert "left out: too near to a patch that judges it" in titles


def test_every_reason_has_words():
    assert set(REASONS) == set(STATUSES) - {"kept"}


def test_a_background_makes_a_class_of_its_own(extract, tmp_path):
    poplars = [label(*place) for place in PLACES if place[2] == "a"]
    layer = write_polygons(tmp_path / "poplars.gpkg", poplars)
    with pytest.raises(QgsProcessingException, match=r"one class only \(a\)"):
        extract(LABELS=layer)

    found = extract(LABELS=layer, BACKGROUND="other", BACKGROUND_AMOUNT=9, BACKGROUND_CODE=50)

    dataset = PatchDataset.open(found["OUTPUT"])
    assert (dataset.classes.codes, dataset.classes.names) == ((1, 50), ("a", "other"))
    assert (dataset.y == 50).sum() == 9


def test_the_contact_sheet_shows_patches_of_each_class(extract, tmp_path):
    pixels = np.full((100, 100, 3), 255, "uint8")
    pixels[:, :35, 1:], pixels[:, 35:, :2] = 0, 0  # red on the left, blue on the right
    places = [(0, 0, "left"), (50, 0, "right"), (0, 50, "left"), (50, 50, "right")]
    layer = write_polygons(
        tmp_path / "sides.gpkg",
        [(square(col, row, 30), {"class": name}) for col, row, name in places],
    )

    found = extract(
        RASTER=write_raster(tmp_path / "red and blue.tif", pixels), LABELS=layer, BUFFER=0
    )

    assert found["CONTACT_SHEET"].endswith("examples.png")
    sheet = QImage(found["CONTACT_SHEET"])
    rows = [y for y in range(sheet.height()) if sheet.pixelColor(230, y).name() == "#ff0000"]
    more = [y for y in range(sheet.height()) if sheet.pixelColor(230, y).name() == "#0000ff"]
    assert 70 < len(rows) < 90
    assert 70 < len(more) < 90
    assert max(rows) < min(more)


def test_a_sheet_that_cannot_be_written_leaves_the_old_dataset(extract, tmp_path, monkeypatch):
    before = np.array(PatchDataset.open(extract()["OUTPUT"]).x)

    def full(rows, path):
        raise OutputError("The disk is full.")

    monkeypatch.setattr("poplar_nn_plugin.algorithms.extractpatches.draw_examples", full)
    with pytest.raises(QgsProcessingException, match="disk is full"):
        extract(STRIDE=1)

    assert (PatchDataset.open(tmp_path / "patches").x == before).all()
    assert [path.name for path in tmp_path.iterdir()] == ["patches"]


def test_patches_are_added_to_a_dataset_in_its_own_folder(extract, tmp_path):
    first = extract()
    poplars = [label(c + 200, r, name) for c, r, name in PLACES if name == "a"]

    added = extract(
        RASTER=image(tmp_path / "east.tif", 200),
        LABELS=write_polygons(tmp_path / "east.gpkg", poplars),
        APPEND=first["OUTPUT"],
    )

    assert added["OUTPUT"] == first["OUTPUT"]
    dataset = PatchDataset.open(added["OUTPUT"])
    assert added["PATCH_COUNT"] == len(dataset.x) > first["PATCH_COUNT"]
    assert set(dataset.y[first["PATCH_COUNT"] :]) == {1}
