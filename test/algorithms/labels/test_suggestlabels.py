"""*Suggest where to label* in the toolbox."""

import json
import shlex

import numpy as np
import pytest
from osgeo import gdal, ogr
from qgis.core import QgsProcessingException, QgsVectorLayer, QgsWkbTypes
from samples import square, write_bent, write_polygons, write_raster
from trained_features import FIELD, ground, kinds

FIELDS = ["rank", "reason", "guess", "probability", "second", "share", "state"]


@pytest.fixture(scope="module")
def inputs(ground_home, tmp_path_factory):
    """Return an image of three kinds of ground, labels of two of them, and a model of all."""
    folder = tmp_path_factory.mktemp("près d'ici")
    code = kinds(160, 200)
    labels = [
        (
            square(FIELD * col + 6, FIELD * row + 6, 20),
            {"class": str(code[FIELD * row, FIELD * col])},
        )
        for row, col in ((0, 3), (1, 1), (1, 0), (0, 2))
    ]
    assert len({fields["class"] for _, fields in labels}) == 2
    return {
        "image": write_raster(folder / "image.tif", ground(160, 200, seed=1), nodata=0),
        "labels": write_polygons(folder / "labels.gpkg", labels),
        "model": ground_home / "model.keras",
    }


def rows(path):
    """Return the fields of each point, with its place in pixels of the images here."""
    dataset = ogr.Open(str(path))
    found = []
    for feature in dataset.GetLayer(0):
        point = feature.GetGeometryRef()
        place = int(6300000 - point.GetY()), int(point.GetX() - 600000)
        found.append({**feature.items(), "place": place})
    return found


def suggest(toolbox, inputs, folder, log=None, output="places.gpkg", **more):
    given = {"RASTER": inputs["image"], "OUTPUT": folder / output, **more}
    return toolbox.run("suggestlabels", log, **given)


def test_from_nothing_it_gives_ranked_points_with_a_style_and_a_record(
    toolbox, inputs, tmp_path, feedback, monkeypatch
):
    monkeypatch.setenv("POPLARNN_WORKER_PYTHON", "/nowhere/python3")
    log = feedback()

    found = suggest(toolbox, inputs, tmp_path, log, COUNT=5)

    places = rows(found["OUTPUT"])
    assert [one["rank"] for one in places] == [1, 2, 3, 4, 5]
    assert list(places[0])[:7] == FIELDS
    assert {one["guess"] for one in places} == {None}
    assert found["PLACE_COUNT"] == 5
    assert found["LABEL_COUNT"] == 0
    assert found["MACRO_F1"] is None
    assert any(line.startswith("1: ") for line in log.lines)
    layer = QgsVectorLayer(found["OUTPUT"], "places", "ogr")
    assert layer.wkbType() == QgsWkbTypes.Type.Point
    assert layer.crs().authid() == "EPSG:2154"
    assert layer.labelsEnabled()
    record = json.loads((tmp_path / "places.gpkg.record.json").read_text(encoding="utf-8"))
    assert record["results"]["PLACE_COUNT"] == 5
    assert "poplarnn:suggestlabels" in shlex.join(record["command"]) or record["command"]


def test_with_labels_it_finds_what_has_none(toolbox, inputs, tmp_path):
    found = suggest(toolbox, inputs, tmp_path, LABELS=inputs["labels"], COUNT=3)

    assert found["LABEL_COUNT"] == 4
    assert 0 <= found["MACRO_F1"] <= 1
    places, code = rows(found["OUTPUT"]), kinds(160, 200)
    labelled = {one["guess"] for one in places}
    assert len(labelled) <= 2
    assert str(code[places[0]["place"]]) not in labelled
    assert all(0 < one["probability"] <= 1 for one in places)


def test_with_a_model_it_says_what_the_model_does_and_with_labels_both(toolbox, inputs, tmp_path):
    alone = suggest(toolbox, inputs, tmp_path, MODEL=inputs["model"])
    both = suggest(
        toolbox,
        inputs,
        tmp_path,
        output="both.gpkg",
        MODEL=inputs["model"],
        LABELS=inputs["labels"],
    )

    code = kinds(160, 200)
    for found in (alone, both):
        places = rows(found["OUTPUT"])
        assert {one["guess"] for one in places} <= {"3", "7", "9"}
        assert np.mean([one["guess"] == str(code[one["place"]]) for one in places]) > 0.5
    near = QgsVectorLayer(str(inputs["labels"]), "labels", "ogr")
    points = QgsVectorLayer(both["OUTPUT"], "places", "ogr")
    gaps = [
        p.geometry().distance(f.geometry())
        for p in points.getFeatures()
        for f in near.getFeatures()
    ]
    assert min(gaps) > 1


@pytest.mark.parametrize("match", ["auto", "features", "none"])
def test_features_are_matched_to_the_model_where_that_agrees_with_the_labels(
    toolbox, inputs, tmp_path, feedback, match
):
    pixels = (ground(160, 200, seed=5) * 0.45 + 70).astype("uint8")
    hazy, log = write_raster(tmp_path / "hazy.tif", pixels, nodata=0), feedback()

    found = toolbox.run(
        "suggestlabels",
        log,
        RASTER=hazy,
        MODEL=inputs["model"],
        LABELS=inputs["labels"],
        MATCH=match,
        OUTPUT=tmp_path / "places.gpkg",
    )

    assert found["PLACE_COUNT"] == 12
    assert any("agrees better with the labels" in line for line in log.lines) == (match == "auto")


def test_an_empty_label_layer_is_as_good_as_none(toolbox, inputs, tmp_path, feedback):
    made = toolbox.run(
        "createlabellayer",
        RASTER=inputs["image"],
        CLASSES=[1, "oak", ""],
        OUTPUT=tmp_path / "labels.gpkg",
    )
    log = feedback()

    found = suggest(toolbox, inputs, tmp_path, log, LABELS=made["OUTPUT"], COUNT=2)

    assert found["PLACE_COUNT"] == 2
    assert any("nothing is labelled yet" in line for line in log.lines)


def test_it_keeps_to_the_mask_and_the_extent(toolbox, inputs, tmp_path):
    mask = write_polygons(tmp_path / "mask.gpkg", [(square(20, 20, 100, 100), {"id": 1})])

    found = suggest(
        toolbox,
        inputs,
        tmp_path,
        MASK=mask,
        EXTENT="600064,600200,6299840,6300000 [EPSG:2154]",
        COUNT=4,
    )

    for row, col in (one["place"] for one in rows(found["OUTPUT"])):
        assert 20 <= row < 120
        assert 64 <= col < 120


@pytest.mark.parametrize(
    ("bands", "dtype", "epsg"),
    [(1, "uint16", 2154), (40, "float32", 2154), (4, "int16", 4326)],
    ids=["one band", "40 bands", "degrees"],
)
def test_images_of_any_kind_are_looked_at(toolbox, tmp_path, bands, dtype, epsg):
    pixels = ground(60, 80)[..., :1].astype(dtype) * 10
    pixels = np.concatenate([pixels + band for band in range(bands)], axis=-1)
    transform = (2.0, 1e-5, 0.0, 46.0, 0.0, -1e-5) if epsg == 4326 else None
    image = write_raster(
        tmp_path / "image.tif", pixels.astype(dtype), epsg=epsg, transform=transform
    )

    found = toolbox.run("suggestlabels", RASTER=image, COUNT=2, OUTPUT=tmp_path / "places.gpkg")

    assert found["PLACE_COUNT"] == 2
    box = QgsVectorLayer(found["OUTPUT"], "places", "ogr").extent()
    left, _, _, top, *_ = gdal.Open(str(image)).GetGeoTransform()
    assert box.xMinimum() > left
    assert box.yMaximum() < top


def test_a_turned_image_and_one_without_a_place_are_looked_at(toolbox, tmp_path):
    turned = (600000.0, 0.8, 0.6, 6300000.0, 0.6, -0.8)
    one = write_raster(tmp_path / "turned.tif", ground(60, 80), transform=turned)
    other = tmp_path / "bare.tif"
    bare = gdal.GetDriverByName("GTiff").Create(str(other), 80, 60, 3)
    bare.WriteArray(np.moveaxis(ground(60, 80), -1, 0))
    del bare

    for image in (one, other):
        found = toolbox.run(
            "suggestlabels", RASTER=image, COUNT=2, OUTPUT=tmp_path / f"{image.stem}.gpkg"
        )
        assert found["PLACE_COUNT"] == 2


def test_a_bent_image_is_looked_at_where_qgis_shows_it(toolbox, tmp_path):
    image = write_bent(tmp_path / "bent.tif", ground(80, 100))

    found = toolbox.run("suggestlabels", RASTER=image, COUNT=2, OUTPUT=tmp_path / "places.gpkg")

    box = QgsVectorLayer(found["OUTPUT"], "places", "ogr").extent()
    assert 599900 < box.xMinimum() < 600200
    assert 6299800 < box.yMinimum() < 6300100


def test_bands_without_data_are_left_out(toolbox, tmp_path, feedback):
    pixels = np.concatenate([np.zeros((60, 80, 2)), ground(60, 80)], axis=-1).astype("float32")
    image, log = write_raster(tmp_path / "image.tif", pixels, nodata=0), feedback()

    found = toolbox.run("suggestlabels", log, RASTER=image, COUNT=2, OUTPUT=tmp_path / "p.gpkg")

    assert found["PLACE_COUNT"] == 2
    assert any("left out" in line for line in log.lines)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"LABELS": "labels", "CLASS_FIELD": "kind"}, "has no field 'kind'"),
        ({"LABELS": "labels", "APART": 1000}, "No place is left to label"),
        ({"OUTPUT": "places.xyz"}, "no vector format ends in"),
        ({"COUNT": 0}, "COUNT"),
        ({"MODEL": "image"}, "MODEL"),
        ({"EXTENT": "0,1,0,1 [EPSG:2154]"}, "does not overlap the image"),
        ({"MATCH": "spread"}, "MATCH"),
    ],
    ids=["field", "apart", "format", "count", "model", "extent", "match"],
)
def test_what_cannot_be_is_refused_in_a_sentence(toolbox, inputs, tmp_path, more, says):
    more = {key: inputs.get(value, value) for key, value in more.items()}
    more["OUTPUT"] = tmp_path / more.get("OUTPUT", "places.gpkg")

    with pytest.raises(QgsProcessingException, match=says):
        toolbox.run("suggestlabels", RASTER=inputs["image"], **more)

    assert not list(tmp_path.iterdir())


def test_an_image_without_data_is_refused(toolbox, tmp_path):
    image = write_raster(tmp_path / "image.tif", np.zeros((40, 40, 3), "uint8"), nodata=0)

    with pytest.raises(QgsProcessingException, match="holds data"):
        toolbox.run("suggestlabels", RASTER=image, OUTPUT=tmp_path / "places.gpkg")


@pytest.mark.worker
def test_a_network_says_what_is_likely_too(toolbox, scene, model, tmp_path):
    found = toolbox.run(
        "suggestlabels",
        RASTER=scene["IMAGE"],
        MODEL=model["OUTPUT"],
        COUNT=4,
        OUTPUT=tmp_path / "places.gpkg",
    )

    places = rows(found["OUTPUT"])
    assert len(places) == 4
    assert all(one["guess"] and 0 < one["probability"] <= 1 for one in places)
