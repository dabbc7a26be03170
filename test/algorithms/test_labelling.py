"""The field of the classes: what dialogs offer, and what is refused as no class."""

import numpy as np
import pytest
from qgis.core import QgsApplication, QgsProcessingException
from samples import square, write_polygons, write_raster

LEARNERS = ("mapclasses", "extractpatches", "checklabels", "splitlabels")


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """Return an image, and six polygons of two classes with a number and a note each."""
    folder = tmp_path_factory.mktemp("field")
    image = write_raster(folder / "image.tif", np.ones((100, 100), "uint8"))
    features = [
        (square(16 * n, 10, 12), {"number": n, "kind": "ab"[n % 2], "note": "seen"})
        for n in range(6)
    ]
    return image, write_polygons(folder / "labels.gpkg", features)


@pytest.mark.parametrize("name", LEARNERS)
def test_the_class_field_is_class_unless_another_is_chosen(provider, name):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"poplarnn:{name}")

    assert algorithm.parameterDefinition("CLASS_FIELD").defaultValue() == "class"


def split(toolbox, inputs, folder, field):
    image, labels = inputs
    return toolbox.run(
        "splitlabels",
        INPUT=labels,
        CLASS_FIELD=field,
        RASTER=image,
        PATCH_SIZE=5,
        BUFFER=0,
        OUTPUT=folder / "split.gpkg",
    )


@pytest.mark.parametrize("field", ["number", "fid"])
def test_a_field_that_numbers_polygons_is_refused_with_the_likely_one(
    toolbox, inputs, tmp_path, field
):
    says = f"each of the 6 polygons has another value in '{field}'.* likely 'kind'\\."
    with pytest.raises(QgsProcessingException, match=says):
        split(toolbox, inputs, tmp_path, field)

    assert not list(tmp_path.iterdir())


def test_a_field_of_classes_is_taken(toolbox, inputs, tmp_path):
    assert split(toolbox, inputs, tmp_path, "kind")["TRAIN_COUNT"] > 0


def test_a_class_for_each_polygon_is_taken_where_no_field_says_otherwise(toolbox, tmp_path):
    image = write_raster(tmp_path / "image.tif", np.ones((100, 100), "uint8"))
    features = [(square(16 * n, 10, 12), {"class": "abcdef"[n], "note": "seen"}) for n in range(6)]
    labels = write_polygons(tmp_path / "labels.gpkg", features)

    results = split(toolbox, (image, labels), tmp_path, "class")

    assert results["TRAIN_COUNT"] == 6
