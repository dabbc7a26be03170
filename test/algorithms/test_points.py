"""Points are labels wherever polygons are."""

import numpy as np
import pytest
from qgis.core import QgsVectorLayer, QgsWkbTypes
from samples import ORIGIN, square, write_polygons, write_raster

from poplar_nn_plugin.dataset.reader import PatchDataset


def point(col, row):
    return f"POINT({ORIGIN[0] + col + 0.4} {ORIGIN[1] - row - 0.4})"


PLACES = [
    (col, row, "ab"[(col // 20 + row // 20) % 2])
    for row in range(10, 100, 20)
    for col in range(10, 120, 20)
]


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """Return an image with points of two classes 20 m apart."""
    folder = tmp_path_factory.mktemp("points")
    pixels = np.random.default_rng(0).integers(1, 255, (100, 120, 2)).astype("uint8")
    labels = [(point(col, row), {"class": name}) for col, row, name in PLACES]
    return {
        "image": write_raster(folder / "image.tif", pixels),
        "labels": write_polygons(folder / "labels.gpkg", labels),
    }


@pytest.mark.parametrize(("size", "around"), [(10, False), (7, True)], ids=["patch", "pixel"])
def test_they_are_cut_as_patches_or_pixels(toolbox, inputs, tmp_path, size, around):
    toolbox.run(
        "extractpatches",
        RASTER=inputs["image"],
        LABELS=inputs["labels"],
        CLASS_FIELD="class",
        PATCH_SIZE=size,
        BY_CENTRE=around,
        VALIDATION_SHARE=0,
        BUFFER=0,
        OUTPUT=tmp_path / "patches",
    )

    found = PatchDataset.open(tmp_path / "patches")
    assert found.spec.by_centre == around
    assert sorted(map(tuple, (found.position + size // 2).tolist())) == [
        (row, col) for col, row, _ in sorted(PLACES, key=lambda place: place[1::-1])
    ]


def test_any_patch_fits_around_them_so_the_pixels_decide_its_size(toolbox, inputs, tmp_path):
    toolbox.run(
        "extractpatches",
        RASTER=inputs["image"],
        LABELS=inputs["labels"],
        CLASS_FIELD="class",
        VALIDATION_SHARE=0,
        BUFFER=0,
        OUTPUT=tmp_path / "patches",
    )

    assert PatchDataset.open(tmp_path / "patches").spec.size == 15


def test_split_they_are_points_with_a_split(toolbox, inputs, tmp_path):
    output = tmp_path / "split.gpkg"

    result = toolbox.run(
        "splitlabels",
        INPUT=inputs["labels"],
        CLASS_FIELD="class",
        RASTER=inputs["image"],
        PATCH_SIZE=7,
        OUTPUT=output,
    )

    layer = QgsVectorLayer(str(output), "split", "ogr")
    assert layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry
    splits = [feature["split"] for feature in layer.getFeatures()]
    assert splits.count("train") == result["TRAIN_COUNT"] > 0
    assert splits.count("valid") == result["VALID_COUNT"] > 0
    assert layer.renderer().classAttribute() == "split"


def test_checked_they_are_not_too_small(toolbox, inputs, tmp_path):
    result = toolbox.run(
        "checklabels",
        INPUT=inputs["labels"],
        CLASS_FIELD="class",
        RASTER=inputs["image"],
        PATCH_SIZE=9,
        OUTPUT=tmp_path / "problems.gpkg",
        REPORT=tmp_path / "report.html",
    )

    assert result["PROBLEM_COUNT"] == 0


@pytest.mark.worker
def test_a_map_is_assessed_by_the_pixels_that_they_lie_in(toolbox, inputs, tmp_path):
    codes = np.ones((100, 120), "uint8")
    codes[:, 60:] = 2
    mapped = write_raster(tmp_path / "map.tif", codes)
    truth = [(point(col, 5), {"code": 1 + (col > 80)}) for col in range(5, 115, 10)]

    result = toolbox.run(
        "assessmap",
        MAP=mapped,
        REFERENCE=write_polygons(tmp_path / "truth.gpkg", truth),
        CLASS_FIELD="code",
        REPORT=tmp_path / "report.html",
    )

    assert result["ACCURACY"] == pytest.approx(9 / 11)


def test_a_layer_of_both_is_split_as_polygons(toolbox, inputs, tmp_path):
    labels = [(point(col, row), {"class": name}) for col, row, name in PLACES[3:]]
    labels += [(square(col - 3, row - 3, 6), {"class": name}) for col, row, name in PLACES[:3]]
    output = tmp_path / "split.gpkg"

    toolbox.run(
        "splitlabels",
        INPUT=write_polygons(tmp_path / "labels.gpkg", labels),
        CLASS_FIELD="class",
        RASTER=inputs["image"],
        BUFFER=0,
        OUTPUT=output,
    )

    layer = QgsVectorLayer(str(output), "split", "ogr")
    assert layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
    areas = sorted(feature.geometry().area() for feature in layer.getFeatures())
    assert areas == pytest.approx([1] * (len(PLACES) - 3) + [36] * 3)
