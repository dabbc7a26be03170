"""Extract patches as Processing runs it: its keys, what it says, and what it refuses."""

import numpy as np
import pytest
from qgis.core import QgsFeature, QgsProcessingException, QgsRenderContext, QgsVectorLayer
from qgis.PyQt.QtGui import QImage
from samples import ORIGIN, square, write_polygons, write_raster

from poplar_nn_plugin.algorithms.styling.field_words import REASONS
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.patches.candidates import STATUSES

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


def test_without_a_size_one_is_chosen_and_said(extract, tmp_path, feedback):
    log = feedback()
    extract(log, PATCH_SIZE=None)

    assert PatchDataset.open(tmp_path / "patches").spec.size == 15
    (line,) = [line for line in log.lines if "PATCH_SIZE is chosen" in line]
    assert "15 pixels (15 m)" in line
    assert "15 → all 2, 2 places" in line


def test_what_is_added_without_a_size_has_that_of_the_dataset(extract, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    extract(OUTPUT=first, PATCH_SIZE=12)
    more = write_polygons(tmp_path / "more.gpkg", [label(70, 70, "a"), label(70, 35, "b")])

    extract(OUTPUT=second, PATCH_SIZE=None, LABELS=more, APPEND=first)

    dataset = PatchDataset.open(second)
    assert dataset.spec.size == 12
    assert dataset.description.count > PatchDataset.open(first).description.count


def coded(names):
    return [
        (square(col, row, 30), {"class": 1 + (name == "b"), "name": names[name, row]})
        for col, row, name in PLACES
    ]


def test_classes_of_a_label_layer_are_named_without_being_asked(extract, tmp_path):
    names = {("a", 0): "Poplar", ("a", 40): "Poplar", ("b", 0): "Oak", ("b", 40): "Oak"}
    labels = write_polygons(tmp_path / "labels.gpkg", coded(names))

    extract(LABELS=labels)

    classes = PatchDataset.open(tmp_path / "patches").classes
    assert dict(zip(classes.codes, classes.names)) == {1: "Poplar", 2: "Oak"}


def test_names_that_contradict_the_codes_are_not_taken_unasked(extract, tmp_path):
    names = {("a", 0): "Poplar", ("a", 40): "Oak", ("b", 0): "Oak", ("b", 40): "Oak"}
    labels = write_polygons(tmp_path / "labels.gpkg", coded(names))

    extract(LABELS=labels)

    assert PatchDataset.open(tmp_path / "patches").classes.names == ("1", "2")


def named_elsewhere(path, wrong=0):
    """Write six squares of two codes, which a field of any name goes with, but for some."""
    names = ["Oak" if n < wrong else "Poplar" for n in range(6)] + ["Oak"] * 6
    squares = [
        (square(16 * (n % 6), 40 * (n // 6), 14), {"code": 1 + n // 6, "espèce": name})
        for n, name in enumerate(names)
    ]
    return write_polygons(path, squares)


def test_a_field_that_goes_with_the_codes_names_the_classes(extract, tmp_path):
    extract(LABELS=named_elsewhere(tmp_path / "labels.gpkg"), CLASS_FIELD="code")

    assert PatchDataset.open(tmp_path / "patches").classes.names == ("Poplar", "Oak")


def test_names_that_nearly_go_with_the_codes_are_told_and_not_taken(extract, tmp_path, feedback):
    log = feedback()
    extract(log, LABELS=named_elsewhere(tmp_path / "labels.gpkg", 1), CLASS_FIELD="code")

    assert PatchDataset.open(tmp_path / "patches").classes.names == ("1", "2")
    assert any("'espèce' seems to name the classes, but does not go" in line for line in log.lines)


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
    assert "left out: too near to a patch of another split" in titles


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

    monkeypatch.setattr("poplar_nn_plugin.algorithms.patches.extractpatches.draw_examples", full)
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


def z_and_m(wkt):
    points = wkt[len("POLYGON((") : -2].split(",")
    return f"POLYGON ZM(({','.join(f'{point} 3 7' for point in points)}))"


REFUSED = {
    "no CRS": (
        [label(*place) for place in PLACES],
        {"epsg": None},
        {},
        "coordinate reference system of the labels is not known, that of the image is: set it",
    ),
    "a line among polygons": (
        [*(label(*place) for place in PLACES), ("LINESTRING(0 0, 1 1)", {"class": "a"})],
        {},
        {},
        "Labels must be polygons or points, but the layer holds a LINESTRING",
    ),
    "lines only": (
        [("LINESTRING(600010 6299990, 600020 6299990)", {"class": "a"})],
        {},
        {},
        "LABELS|Labels must be polygons",
    ),
    "no feature": ([], {}, {}, "The label layer is empty"),
    "one group": (
        [label(*place) for place in PLACES],
        {},
        {"GROUP_FIELD": "group"},
        r"All 4 polygons are of one group \('all'\), .* set the validation share to 0",
    ),
    "code 300": (
        [(w, {"class": 300 if v["class"] == "a" else 2}) for w, v in map(label, *zip(*PLACES))],
        {},
        {},
        "Class code 300 is out of range: codes go from 1 to 254, for a map holds them in 8 bits",
    ),
    "code -1": (
        [(w, {"class": -1 if v["class"] == "a" else 2}) for w, v in map(label, *zip(*PLACES))],
        {},
        {},
        "Class code -1 is out of range",
    ),
    "half a class": (
        [(w, {"class": 1.5}) for w, _ in map(label, *zip(*PLACES))],
        {},
        {},
        "holds 1.5: classes are texts or whole numbers",
    ),
    "another word for a split": (
        [(w, {**v, "side": "eval"}) for w, v in map(label, *zip(*PLACES))],
        {},
        {"SPLIT_FIELD": "side"},
        "The split field holds 'eval', expected one of train, valid, test",
    ),
    "nothing to train on": (
        [
            (w, {**v, "side": "valid" if v["class"] == "a" else "train"})
            for w, v in map(label, *zip(*PLACES))
        ],
        {},
        {"SPLIT_FIELD": "side"},
        "Class 'a' has no patch left to train on",
    ),
    "a patch larger than the image": (
        [label(*place) for place in PLACES],
        {},
        {"PATCH_SIZE": 120},
        r"120 x 120 pixels is larger than the image \(100 x 100\)",
    ),
    "a cap of memory that is none": (
        [label(*place) for place in PLACES],
        {},
        {"MEMORY": "much"},
        "'much' is not an amount",
    ),
    "too small a cap": (
        [label(*place) for place in PLACES],
        {},
        {"MEMORY": "1K"},
        r"set it to \d+M or more",
    ),
}


@pytest.mark.parametrize(("features", "kind", "more", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_used_is_refused_in_a_sentence_and_nothing_is_written(
    extract, tmp_path, features, kind, more, says
):
    layer = write_polygons(tmp_path / "labels.gpkg", features, **kind)

    with pytest.raises(QgsProcessingException, match=says) as refused:
        extract(LABELS=layer, FOOTPRINTS=tmp_path / "footprints.gpkg", **more)

    assert len(str(refused.value)) < 400
    assert {path.name for path in tmp_path.iterdir()} == {"labels.gpkg"}


def test_heights_and_measures_are_left_out_and_parts_are_of_one_group(extract, tmp_path):
    two = ",".join(square(col, 0, 20)[len("POLYGON") :] for col in (0, 60))
    features = [
        (f"MULTIPOLYGON({two})", {"class": "a"}),
        (z_and_m(square(0, 60, 20)), {"class": "b"}),
    ]

    found = extract(
        LABELS=write_polygons(tmp_path / "labels.gpkg", features),
        STRIDE=10,
        MIN_COVER=1,
        VALIDATION_SHARE=0,
    )

    dataset = PatchDataset.open(found["OUTPUT"])
    places = {(row, col) for row in (0, 10) for col in (0, 10, 60, 70)}
    assert set(map(tuple, dataset.position[dataset.y == 1].tolist())) == places
    assert [len(set(dataset.group[dataset.y == code])) for code in (1, 2)] == [1, 1]
    assert (dataset.y == 2).sum() == 4


def test_texts_that_the_dataset_does_not_have_are_not_added_to_numbers(extract, inputs, tmp_path):
    first = extract(CLASS_FIELD="number")
    before = {path: path.read_bytes() for path in (tmp_path / "patches").iterdir()}

    with pytest.raises(QgsProcessingException, match="has no class 'a': its classes are 1, 2"):
        extract(CLASS_FIELD="class", APPEND=first["OUTPUT"])

    assert {path: path.read_bytes() for path in (tmp_path / "patches").iterdir()} == before


def test_a_class_that_nothing_judges_is_warned_of(extract, tmp_path, feedback):
    sides = ["train", "train", "valid", "train"]
    features = [(w, {**v, "side": s}) for (w, v), s in zip(map(label, *zip(*PLACES)), sides)]
    log = feedback()

    extract(log, LABELS=write_polygons(tmp_path / "labels.gpkg", features), SPLIT_FIELD="side")
    assert any("class 'b' has no patch in 'valid'" in line for line in log.lines)

    log = feedback()
    layer = write_polygons(tmp_path / "three.gpkg", [label(*place) for place in PLACES[:3]])
    extract(log, LABELS=layer, OUTPUT=tmp_path / "more")
    assert any("class 'b' has too few groups" in line for line in log.lines)


def test_edits_that_are_not_saved_are_used_and_said(extract, inputs, feedback):
    layer = QgsVectorLayer(str(inputs["LABELS"]), "stands", "ogr")
    layer.startEditing()
    first = next(layer.getFeatures())
    layer.changeAttributeValue(first.id(), layer.fields().indexOf("class"), "new")
    log = feedback()

    found = extract(log, LABELS=layer, VALIDATION_SHARE=0)
    layer.rollBack()

    assert any("stands has edits that are not saved" in line for line in log.lines)
    assert PatchDataset.open(found["OUTPUT"]).classes.names == ("a", "b", "new")


def with_empty_band(path, col=0):
    """Write an image of five bands, of which the third holds no data."""
    transform = (ORIGIN[0] + col, 1.0, 0.0, ORIGIN[1], 0.0, -1.0)
    pixels = RNG.normal(100, 5, (100, 100, 5)).astype("float32")
    pixels[..., 2] = -1
    return write_raster(path, pixels, transform=transform, nodata=-1)


def test_a_band_without_data_is_left_out_and_the_dataset_remembers_it(extract, tmp_path, feedback):
    log = feedback()

    first = extract(log, RASTER=with_empty_band(tmp_path / "image.tif"))

    dataset = PatchDataset.open(first["OUTPUT"])
    assert dataset.spec.bands == (1, 2, 4, 5)
    assert dataset.description.image.band_count == 5
    assert "Warning: image.tif: band 3 holds no data: left out." in log.lines
    added = extract(
        RASTER=with_empty_band(tmp_path / "east.tif", 200),
        LABELS=write_polygons(tmp_path / "east.gpkg", [label(200, 0, "a"), label(240, 0, "b")]),
        APPEND=first["OUTPUT"],
    )
    assert added["PATCH_COUNT"] > first["PATCH_COUNT"]


def test_a_band_without_data_is_refused_on_request_with_the_bands_to_take(extract, tmp_path):
    told = r"band 3 holds no data: leave it out \(BANDS 1;2;4;5\), or set EMPTY_BANDS"
    inputs = {"RASTER": with_empty_band(tmp_path / "image.tif"), "EMPTY_BANDS": "refuse"}

    with pytest.raises(QgsProcessingException, match=told):
        extract(**inputs)
    assert extract(**inputs, BANDS="1;2;4;5")["PATCH_COUNT"]
