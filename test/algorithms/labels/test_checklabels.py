"""The checks as an algorithm: the layer of problems, its style, the report and the count."""

from pathlib import Path

import numpy as np
import pytest
from osgeo import ogr
from qgis.core import (
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)
from samples import square, write_polygons, write_raster

BOW = "POLYGON((600060 6299990,600092 6299910,600092 6299990,600060 6299910,600060 6299990))"


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """Return an image, labels with five faults, and labels without."""
    folder = tmp_path_factory.mktemp("données")
    image = write_raster(folder / "image.tif", np.ones((100, 100), "uint8"))
    sound = [
        (square(20 * col, 20 * row, 15), {"class": "ab"[row % 2], "group": f"{col} {row}"})
        for col in range(3)
        for row in range(4)
    ]
    faulty = [
        *sound,
        (BOW, {"class": "b", "group": "x"}),
        (None, {"class": "b", "group": "y"}),
        (square(0, 85, 15), {"class": None, "group": "z"}),
        (square(10, 0, 5, 15), {"class": "b", "group": "z"}),
    ]
    return {
        "image": image,
        "sound": write_polygons(folder / "sound.gpkg", sound),
        "faulty": write_polygons(folder / "faulty.gpkg", faulty),
    }


def check(toolbox, inputs, folder, labels="faulty", feedback=None, **more):
    return toolbox.run(
        "checklabels",
        feedback,
        **{
            "INPUT": inputs[labels],
            "CLASS_FIELD": "class",
            "RASTER": inputs["image"],
            "PATCH_SIZE": 10,
            "GROUP_FIELD": "group",
            "OUTPUT": folder / "problems.gpkg",
            "REPORT": folder / "report.html",
            **more,
        },
    )


def rows(path):
    dataset = ogr.Open(str(path))
    return [
        (f["kind"], f["severity"], f["class"], f["feature"], f.GetGeometryRef().GetArea() > 0)
        for f in dataset.GetLayer(0)
    ]


def test_without_a_size_of_patches_the_one_that_keeps_all_classes_is_taken(
    toolbox, inputs, tmp_path, feedback
):
    log = feedback()
    found = check(toolbox, inputs, tmp_path, "sound", log, PATCH_SIZE=None)

    assert found["PROBLEM_COUNT"] == 0
    assert any("PATCH_SIZE is chosen: 15 pixels (15 m)" in line for line in log.lines)
    assert "15 x 15 pixels" in Path(found["REPORT"]).read_text(encoding="utf-8")


def test_a_smaller_patch_is_advised_where_it_keeps_a_class(toolbox, inputs, tmp_path):
    specks = [(square(85, 12 * n, 4), {"class": "c", "group": f"c{n}"}) for n in range(4)]
    sound = [(square(20 * n, 0, 15), {"class": "ab"[n % 2], "group": f"{n}"}) for n in range(4)]
    labels = {**inputs, "specks": write_polygons(tmp_path / "specks.gpkg", [*sound, *specks])}

    found = check(toolbox, labels, tmp_path, "specks", MIN_GROUPS=1)

    page = Path(found["REPORT"]).read_text(encoding="utf-8")
    assert found["PROBLEM_COUNT"] == 1
    assert "None of the 4 polygons of &#x27;c&#x27; holds a patch of 10 x 10 pixels" in page
    assert "PATCH_SIZE of 5 or less" in page


def test_each_problem_is_a_feature_with_its_place(toolbox, inputs, tmp_path):
    results = check(toolbox, inputs, tmp_path)

    assert rows(results["OUTPUT"]) == [
        ("class", "error", None, 15, True),
        ("empty", "error", "b", 14, False),
        ("invalid", "warning", "b", 13, True),
        ("overlap", "error", "a", 1, True),
        ("small", "warning", "b", 16, True),
    ]
    assert results["PROBLEM_COUNT"] == 5
    layer = QgsVectorLayer(results["OUTPUT"], "problems", "ogr")
    assert layer.crs().authid() == "EPSG:2154"
    overlap = next(f for f in layer.getFeatures() if f["kind"] == "overlap")
    assert overlap.geometry().area() == pytest.approx(75)
    assert "cut the overlap off" in overlap["advice"]


def test_the_layer_is_styled_by_kind(toolbox, inputs, tmp_path):
    results = check(toolbox, inputs, tmp_path)

    layer = QgsVectorLayer(results["OUTPUT"], "problems", "ogr")
    renderer = layer.renderer()  # lives as long as its layer
    assert renderer.classAttribute() == "kind"
    assert [c.value() for c in renderer.categories()] == [
        "class",
        "empty",
        "invalid",
        "overlap",
        "small",
    ]


def test_the_report_says_what_to_do(toolbox, inputs, tmp_path):
    results = check(toolbox, inputs, tmp_path, MIN_GROUPS=7)

    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert results["REPORT"] == str(tmp_path / "report.html")
    assert "Self-intersection at or near point 600076 6299950" in text
    assert "fewer than 7" in text
    assert "Correct the errors before" in text


def test_sound_labels_give_an_empty_layer_and_a_count_of_0(toolbox, inputs, tmp_path, feedback):
    log = feedback()

    results = check(toolbox, inputs, tmp_path, "sound", log)

    assert results["PROBLEM_COUNT"] == 0
    assert rows(results["OUTPUT"]) == []
    assert "No problem was found." in log.lines
    assert "No problem was found" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_invalid_geometries_are_found_where_processing_would_stop_at_them(
    inputs, tmp_path, provider, feedback
):
    context, algorithm = QgsProcessingContext(), provider.algorithm("checklabels").create()
    context.setProject(QgsProject.instance())
    context.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryAbortOnInvalid)
    parameters = {
        "INPUT": str(inputs["faulty"]),
        "CLASS_FIELD": "class",
        "RASTER": str(inputs["image"]),
        "PATCH_SIZE": 10,
        "OUTPUT": str(tmp_path / "problems.gpkg"),
        "REPORT": str(tmp_path / "report.html"),
    }

    results, done = algorithm.run(parameters, context, feedback())

    assert done
    assert "invalid" in {row[0] for row in rows(results["OUTPUT"])}
    assert (
        context.invalidGeometryCheck()
        == QgsFeatureRequest.InvalidGeometryCheck.GeometryAbortOnInvalid
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"OUTPUT": "problems.shp"}, r"problems\.shp cannot hold the problems"),
        ({"CLASS_FIELD": "klass"}, "no field 'klass'"),
        ({"PATCH_SIZE": 0}, "PATCH_SIZE .* from 1 to 1024, got 0"),
        ({"INPUT": "nothing"}, "label layer is empty"),
        ({"INPUT": "bare"}, "reference system of the labels is not known"),
        ({"INPUT": "far"}, "do not overlap the image"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_bad_input_is_one_sentence_and_leaves_no_file(toolbox, inputs, tmp_path, change, says):
    here = tmp_path / "out"
    here.mkdir()
    one = (square(0, 0, 15), {"class": "a", "group": "g"})
    layers = {
        "nothing": write_polygons(tmp_path / "nothing.gpkg", []),
        "bare": write_polygons(tmp_path / "bare.gpkg", [one], epsg=None),
        "far": write_polygons(tmp_path / "far.gpkg", [(square(9000, 0, 15), one[1])]),
    }
    change = {key: layers.get(value, value) for key, value in change.items()}
    if "OUTPUT" in change:
        change["OUTPUT"] = here / change["OUTPUT"]

    with pytest.raises(QgsProcessingException, match=says):
        check(toolbox, inputs, here, **change)

    assert not list(here.iterdir())


@pytest.mark.data
@pytest.mark.parametrize(
    ("code", "name"),
    [("id", "class"), ("class", "id"), ("id", None)],
    ids=["codes", "names", "codes alone"],
)
def test_the_fault_of_the_landsat_labels_is_found_from_both_sides(
    toolbox, data_folder, tmp_path, code, name
):
    folder = data_folder / "landsat7"
    results = toolbox.run(
        "checklabels",
        INPUT=folder / "training_data.shp",
        CLASS_FIELD=code,
        NAME_FIELD=name,
        RASTER=folder / "LE70220491999322EDC01_stack.gtif",
        PATCH_SIZE=3,
        OUTPUT=tmp_path / "problems.gpkg",
        REPORT=tmp_path / "report.html",
    )

    layer = QgsVectorLayer(results["OUTPUT"], "problems", "ogr")
    advices = " ".join(f["advice"] for f in layer.getFeatures() if f["kind"] == "name")
    for said in ("'barren' in 5, 'urban' in 1", "'4' in 5, '5' in 1"):
        assert said in advices
