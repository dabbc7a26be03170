"""Splitting as an algorithm, and the promise it is for: no patch is judged by its neighbour."""

import json
import math
import shutil
from pathlib import Path

import numpy as np
import pytest
from osgeo import ogr, osr
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsRenderContext,
    QgsVectorLayer,
)
from samples import spatial_reference, square, write_polygons, write_raster

from poplar_nn_plugin.algorithms.styling.results import style_polygons
from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import SPLITS


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """Return an image of 1 m and labels of two classes that nearly touch, in stands of two."""
    folder = tmp_path_factory.mktemp("données")
    pixels = np.random.default_rng(0).integers(1, 255, (200, 240)).astype("uint8")
    labels = [
        (square(20 * col, 20 * row, 18), {"class": "ab"[row % 2], "stand": (col + 12 * row) // 2})
        for col in range(12)
        for row in range(10)
    ]
    return {
        "image": write_raster(folder / "image.tif", pixels),
        "labels": write_polygons(folder / "labels.gpkg", labels),
    }


def split(toolbox, inputs, folder, feedback=None, **more):
    return toolbox.run(
        "splitlabels",
        feedback,
        **{
            "INPUT": inputs["labels"],
            "CLASS_FIELD": "class",
            "OUTPUT": folder / "split.gpkg",
            **more,
        },
    )


def rows(path):
    return list(QgsVectorLayer(str(path), "split", "ogr").getFeatures())


def least_gap(dataset: PatchDataset) -> int:
    """Return the least number of pixels between patches of different sides, by trying all pairs."""
    labels = dataset.labels
    place = {
        side: np.stack([labels[name][labels["split"] == number] for name in ("row", "col")], axis=1)
        for number, side in enumerate(SPLITS)
    }
    assert len(place["train"])
    assert len(place["valid"])
    pairs = [(p, q) for p, q in (("train", "valid"), ("train", "test"), ("valid", "test"))]
    apart = [np.abs(place[p][:, None] - place[q][None]).max(axis=-1) for p, q in pairs]
    return min(gap.min() for gap in apart if gap.size) - dataset.spec.size


def test_polygons_keep_their_fields_and_get_a_split(toolbox, inputs, tmp_path):
    results = split(
        toolbox, inputs, tmp_path, GROUP_FIELD="stand", TEST_SHARE=0.2, BUFFER=5, FOLDS=3
    )

    found = rows(results["OUTPUT"])
    assert [f.name() for f in found[0].fields()] == ["fid", "class", "stand", "split", "fold"]
    assert [f["stand"] for f in found] == [f["stand"] for f in rows(inputs["labels"])]
    sides = [f["split"] for f in found]
    counts = [results[f"{key}_COUNT"] for key in ("TRAIN", "VALID", "TEST", "DROPPED")]
    assert counts == [sides.count(s) for s in ("train", "valid", "test")] + [0]
    assert sum(counts) == 120
    for f in found:
        assert (f["fold"] in (1, 2, 3)) == (f["split"] != "test")
        same = {g["split"] for g in found if g["stand"] == f["stand"]}
        assert len(same) == 1
    record = json.loads(Path(f"{results['OUTPUT']}.record.json").read_text(encoding="utf-8"))
    assert "BUFFER=5" in json.dumps(record)


def test_without_a_size_the_buffer_is_that_of_the_chosen_patch(toolbox, inputs, tmp_path, feedback):
    log = feedback()
    split(toolbox, inputs, tmp_path, feedback=log, RASTER=inputs["image"])

    assert any("PATCH_SIZE is chosen: " in line for line in log.lines)
    assert any("the diagonal of a patch of" in line for line in log.lines)


def test_a_large_polygon_is_cut_into_features_that_keep_its_values(toolbox, tmp_path):
    image = write_raster(tmp_path / "image.tif", np.ones((200, 200), "uint8"))
    labels = [
        (square(0, 90 * n, width, 60), {"class": "ab"[n], "note": f"{n}"})
        for n, width in enumerate((190, 180))
    ]
    layer = write_polygons(tmp_path / "labels.gpkg", labels)

    results = toolbox.run(
        "splitlabels",
        INPUT=layer,
        CLASS_FIELD="class",
        RASTER=image,
        PATCH_SIZE=6,
        OUTPUT=tmp_path / "split.gpkg",
    )

    found = rows(results["OUTPUT"])
    assert len(found) == results["TRAIN_COUNT"] + results["VALID_COUNT"] > 2
    assert len({f["fid"] for f in found}) == len(found)
    for note, name in (("0", "a"), ("1", "b")):
        parts = [f for f in found if f["note"] == note]
        assert {f["split"] for f in parts} == {"train", "valid"}
        assert {f["class"] for f in parts} == {name}
    patches = toolbox.run(
        "extractpatches",
        RASTER=image,
        LABELS=results["OUTPUT"],
        CLASS_FIELD="class",
        SPLIT_FIELD="split",
        PATCH_SIZE=6,
        OUTPUT=tmp_path / "patches",
    )
    assert least_gap(PatchDataset.open(patches["OUTPUT"])) >= math.ceil(6 * math.sqrt(2))


def test_patches_of_split_labels_lie_apart(toolbox, inputs, tmp_path):
    labels = split(toolbox, inputs, tmp_path, RASTER=inputs["image"], PATCH_SIZE=6)["OUTPUT"]

    found = toolbox.run(
        "extractpatches",
        RASTER=inputs["image"],
        LABELS=labels,
        CLASS_FIELD="class",
        SPLIT_FIELD="split",
        PATCH_SIZE=6,
        STRIDE=4,
        OUTPUT=tmp_path / "patches",
    )

    assert least_gap(PatchDataset.open(found["OUTPUT"])) >= math.ceil(6 * math.sqrt(2))


def test_patches_of_split_labels_keep_their_folds(toolbox, inputs, tmp_path):
    chosen = {"GROUP_FIELD": "stand", "TEST_SHARE": 0.2, "BUFFER": 0, "FOLDS": 3}
    labels = split(toolbox, inputs, tmp_path, **chosen)["OUTPUT"]

    found = toolbox.run(
        "extractpatches",
        RASTER=inputs["image"],
        LABELS=labels,
        CLASS_FIELD="class",
        GROUP_FIELD="stand",
        SPLIT_FIELD="split",
        FOLD_FIELD="fold",
        PATCH_SIZE=6,
        STRIDE=4,
        OUTPUT=tmp_path / "patches",
    )

    expected = {str(f["stand"]): 0 if f["split"] == "test" else f["fold"] for f in rows(labels)}
    dataset = PatchDataset.open(found["OUTPUT"])
    stand = [dataset.description.groups[group] for group in dataset.group]
    assert set(dataset.fold) == {0, 1, 2, 3}
    assert dataset.fold.tolist() == [expected[name] for name in stand]


def test_in_degrees_and_oblong_pixels_patches_lie_apart_by_the_metres_asked_for(toolbox, tmp_path):
    pixels = np.random.default_rng(0).integers(1, 255, (300, 300)).astype("uint8")
    width, height = 2e-5, 1e-5  # degrees: about 1.6 m by 1.1 m
    image = write_raster(
        tmp_path / "image.tif", pixels, epsg=4326, transform=(1.4, width, 0, 43.6, 0, -height)
    )
    side, step = 26, 30
    boxes = [
        (
            f"POLYGON(({x} {y},{x + side * width} {y},{x + side * width} {y - side * height},"
            f"{x} {y - side * height},{x} {y}))",
            {"class": "ab"[(c + r) % 2]},
        )
        for c in range(9)
        for r in range(9)
        for x, y in [(1.4 + (15 + c * step) * width, 43.6 - (15 + r * step) * height)]
    ]
    labels = write_polygons(tmp_path / "labels.gpkg", boxes, epsg=4326)

    made = split(toolbox, {"labels": labels}, tmp_path, BUFFER=20)
    found = toolbox.run(
        "extractpatches",
        RASTER=image,
        LABELS=made["OUTPUT"],
        CLASS_FIELD="class",
        SPLIT_FIELD="split",
        PATCH_SIZE=6,
        STRIDE=4,
        MIN_COVER=1,
        BUFFER=0,
        OUTPUT=tmp_path / "patches",
    )

    utm = osr.CoordinateTransformation(spatial_reference(4326), spatial_reference(32631))
    squares = {side: ogr.Geometry(ogr.wkbMultiPolygon) for side in ("train", "valid")}
    dataset = ogr.Open(found["FOOTPRINTS"])
    for feature in dataset.GetLayer(0):
        if feature["status"] == "kept":
            shape = feature.GetGeometryRef().Clone()
            shape.Transform(utm)
            squares[feature["split"]].AddGeometry(shape)
    nearest = squares["train"].Distance(squares["valid"])
    assert 20 - math.hypot(1.6, 1.1) <= nearest < 30  # a pixel counts where its middle is covered


@pytest.mark.data
@pytest.mark.parametrize("method", ["groups", "blocks"])
def test_on_a_scanned_map_in_degrees_no_patch_lies_within_the_buffer_of_its_judge(
    toolbox, data_folder, tmp_path, feedback, method
):
    image, log = data_folder / "historical_map/map.tif", feedback()
    made = toolbox.run(
        "splitlabels",
        INPUT=data_folder / "historical_map/labels.gpkg",
        CLASS_FIELD="class_name",
        RASTER=image,
        PATCH_SIZE=10,
        TEST_SHARE=0.1,
        METHOD=method,
        OUTPUT=tmp_path / "split.gpkg",
    )
    checked = toolbox.run(
        "checklabels",
        INPUT=made["OUTPUT"],
        CLASS_FIELD="class_name",
        SPLIT_FIELD="split",
        RASTER=image,
        PATCH_SIZE=10,
        OUTPUT=tmp_path / "problems.gpkg",
        REPORT=tmp_path / "report.html",
    )
    found = toolbox.run(
        "extractpatches",
        log,
        RASTER=image,
        LABELS=made["OUTPUT"],
        CLASS_FIELD="class_name",
        SPLIT_FIELD="split",
        PATCH_SIZE=10,
        OUTPUT=tmp_path / "patches",
    )

    assert "near" not in {f["kind"] for f in rows(checked["OUTPUT"])}
    assert least_gap(PatchDataset.open(found["OUTPUT"])) >= math.ceil(10 * math.sqrt(2))


def test_the_layer_is_styled_by_split_with_what_has_none(toolbox, inputs, tmp_path):
    results = split(toolbox, inputs, tmp_path, BUFFER=30)

    layer = QgsVectorLayer(results["OUTPUT"], "split", "ogr")
    renderer = layer.renderer()
    assert results["DROPPED_COUNT"] > 0
    assert renderer.classAttribute() == "split"
    said = [c.label() for c in renderer.categories()]
    assert said == ["training", "validation", "test", "no split"]
    assert [c.value() for c in renderer.categories()][:3] == ["train", "valid", "test"]
    dropped = next(f for f in layer.getFeatures() if not f["split"])
    context = QgsRenderContext()
    renderer.startRender(context, layer.fields())
    drawn = renderer.symbolForFeature(dropped, context).color()
    renderer.stopRender(context)
    assert drawn == renderer.categories()[3].symbol().color()


def test_an_older_split_is_replaced_and_a_shapefile_can_be_written(toolbox, inputs, tmp_path):
    first = split(toolbox, inputs, tmp_path, BUFFER=0, FOLDS=2)["OUTPUT"]

    again = split(
        toolbox, {"labels": first}, tmp_path, BUFFER=0, SEED=5, OUTPUT=tmp_path / "again.shp"
    )["OUTPUT"]

    assert [f.name() for f in rows(again)[0].fields()] == ["fid", "class", "stand", "fold", "split"]
    assert [f["split"] for f in rows(again)] != [f["split"] for f in rows(first)]
    assert not [p.name for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_unsaved_edits_are_used_and_the_log_says_so(toolbox, inputs, tmp_path, feedback):
    layer, log = QgsVectorLayer(str(inputs["labels"]), "edited", "ogr"), feedback()
    layer.startEditing()
    drawn = QgsFeature(layer.fields())
    drawn.setAttributes([None, "a", 999])
    drawn.setGeometry(QgsGeometry.fromWkt(square(0, 230, 10)))
    layer.addFeature(drawn)

    results = split(toolbox, {"labels": layer}, tmp_path, log, BUFFER=0)

    assert len(rows(results["OUTPUT"])) == 121
    assert any("'edited' is being edited" in line for line in log.lines)
    assert layer.isModified()
    layer.rollBack()


def test_an_invalid_outline_does_not_stop_it(inputs, tmp_path, provider, feedback):
    from qgis.core import QgsFeatureRequest

    bow = "POLYGON((600000 6299760,600020 6299780,600020 6299760,600000 6299780,600000 6299760))"
    cells = [(square(20 * c, 0, 15), {"class": "ab"[c % 2]}) for c in range(8)]
    labels = write_polygons(tmp_path / "labels.gpkg", [*cells, (bow, {"class": "a"})])
    context, log = QgsProcessingContext(), feedback()
    context.setProject(QgsProject.instance())
    context.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryAbortOnInvalid)
    output = tmp_path / "split.gpkg"

    _, done = (
        provider.algorithm("splitlabels")
        .create()
        .run(
            {"INPUT": str(labels), "CLASS_FIELD": "class", "BUFFER": 0, "OUTPUT": str(output)},
            context,
            log,
        )
    )

    assert done
    assert rows(output)[-1].geometry().isGeosValid()
    assert rows(output)[-1]["split"] in ("train", "valid")
    assert any("1 of 9 label features had an invalid geometry" in line for line in log.lines)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"INPUT": "nothing"}, "label layer is empty"),
        ({"INPUT": "bare"}, "reference system of the labels is not known"),
        ({"CLASS_FIELD": "klass"}, "no field 'klass'"),
        ({"GROUP_FIELD": "same"}, "All 4 labelled polygons have the same value in .* 'same'"),
        ({"VALIDATION_SHARE": 0.5, "TEST_SHARE": 0.5}, "leave nothing to train on"),
        ({"RASTER": "none.tif"}, "RASTER"),
        ({"METHOD": "squares"}, "METHOD .* must be one of groups, blocks, got squares"),
        ({"BUFFER": -1}, "BUFFER .* must be a number from 0, got -1"),
        ({"FOLDS": 5}, "5 folds need"),
        ({"OUTPUT": "split.xyz"}, r"split\.xyz cannot be written"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_bad_input_is_one_sentence_and_leaves_no_file(toolbox, tmp_path, change, says):
    here = tmp_path / "out"
    here.mkdir()
    cells = [(square(20 * c, 0, 15), {"class": "ab"[c % 2], "same": "x"}) for c in range(4)]
    layers = {
        "labels": write_polygons(tmp_path / "labels.gpkg", cells),
        "nothing": write_polygons(tmp_path / "nothing.gpkg", []),
        "bare": write_polygons(tmp_path / "bare.gpkg", cells, epsg=None),
    }
    change = {key: layers.get(value, value) for key, value in change.items()}
    if "OUTPUT" in change:
        change["OUTPUT"] = here / change["OUTPUT"]

    with pytest.raises(QgsProcessingException, match=says):
        split(toolbox, layers, here, **change)

    assert not list(here.iterdir())


def test_selected_polygons_keep_the_colours_of_their_layer(toolbox, inputs, tmp_path):
    from poplar_nn_plugin.algorithms.styling.results import kept_colours

    labels = tmp_path / "labels.gpkg"
    shutil.copy(inputs["labels"], labels)
    drawn = ClassMap((1, 2), ("a", "b"), ("#112233", "#445566"))
    style_polygons(str(labels), "class", drawn, QgsProcessingContext(), by_name=True)
    layer, context = QgsVectorLayer(str(labels), "labels", "ogr"), QgsProcessingContext()
    layer.selectAll()
    QgsProject.instance().addMapLayer(layer)
    context.setProject(QgsProject.instance())
    chosen = QgsProcessingFeatureSourceDefinition(layer.id(), selectedFeaturesOnly=True)

    found = split(toolbox, inputs, tmp_path, INPUT=chosen, context=context)

    result = QgsVectorLayer(found["OUTPUT"], "split", "ogr")
    assert kept_colours(result, "class") == {"a": "#112233", "b": "#445566"}
    QgsProject.instance().removeMapLayer(layer.id())


def test_classes_keep_their_colours_from_the_labels_to_the_patches(toolbox, inputs, tmp_path):
    labels = tmp_path / "labels.gpkg"
    shutil.copy(inputs["labels"], labels)
    drawn = ClassMap((1, 2), ("a", "b"), ("#112233", "#445566"))
    style_polygons(str(labels), "class", drawn, QgsProcessingContext(), by_name=True)

    found = split(toolbox, inputs, tmp_path, INPUT=labels)
    toolbox.run(
        "extractpatches",
        RASTER=inputs["image"],
        LABELS=found["OUTPUT"],
        CLASS_FIELD="class",
        SPLIT_FIELD="split",
        PATCH_SIZE=8,
        OUTPUT=tmp_path / "patches",
    )

    assert PatchDataset.open(tmp_path / "patches").classes.colours == ("#112233", "#445566")
