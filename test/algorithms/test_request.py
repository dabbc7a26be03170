"""What a run was asked for: typed values, None for what was left open, outputs asked for once."""

import os

import numpy as np
import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)
from samples import square, write_polygons, write_raster

from poplar_nn_plugin.errors import RasterOpenError


@pytest.fixture
def request_of(provider):
    """Return a function that makes the request of one run of an algorithm."""
    from poplar_nn_plugin.algorithms.request import Request

    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    kept = []  # a request does not own its algorithm

    def make(name, outputs=None, **parameters):
        kept.append(provider.algorithm(name).create())
        return Request(kept[-1], parameters, context, outputs)

    return make


@pytest.mark.parametrize("left", [{}, {"BUFFER": None}, {"BUFFER": ""}])
def test_a_number_that_was_left_open_is_none(request_of, left):
    assert request_of("splitlabels", **left).real("BUFFER") is None


def test_a_zero_is_given_and_no_default(request_of):
    request = request_of("splitlabels", BUFFER=0, FOLDS=0)

    assert request.given("BUFFER")
    assert request.real("BUFFER") == 0.0
    assert request.whole("FOLDS") == 0


def test_what_is_not_given_has_its_default(request_of):
    request = request_of("splitlabels", PATCH_SIZE="", FOLDS="")

    assert not request.given("PATCH_SIZE")
    assert request.whole("PATCH_SIZE") is None
    assert request.whole("FOLDS") == 0
    assert request.text("CLASS_FIELD") == "class"
    assert request.choice("METHOD") == "groups"


def test_choices_go_by_name_or_number(request_of):
    assert request_of("texturefilter", MEASURES=[0, 3]).choices("MEASURES") == (
        "contrast",
        "energy",
    )
    assert request_of("splitlabels", METHOD=1).choice("METHOD") == "blocks"


def test_no_bands_are_none(request_of):
    assert request_of("meanfilter").bands() is None
    assert request_of("meanfilter", BANDS=[3, 1]).bands() == (3, 1)


def test_a_file_is_absolute_and_none_is_empty(request_of):
    assert request_of("trainmodel", WEIGHTS="a.keras").file("WEIGHTS") == os.path.abspath("a.keras")
    assert request_of("trainmodel").file("WEIGHTS") == ""


def test_an_extent_is_told_in_the_reference_system_of_the_image(request_of, tmp_path):
    image = write_raster(tmp_path / "image.tif", np.ones((10, 10), "uint8"))
    request = request_of("predict", RASTER=str(image), EXTENT="1,5,2,6")

    assert request.extent("EXTENT", "RASTER") == (1, 2, 5, 6)
    assert request_of("predict", RASTER=str(image)).extent("EXTENT", "RASTER") is None


def test_other_values_leave_the_request_as_it_is(request_of):
    request = request_of("splitlabels", CLASS_FIELD="kind")

    assert request.but(CLASS_FIELD="class").text("CLASS_FIELD") == "class"
    assert request.text("CLASS_FIELD") == "kind"


def test_the_layer_is_found_though_only_selected_features_count(request_of, tmp_path):
    labels = write_polygons(
        tmp_path / "labels.gpkg", [(square(16 * n, 10, 12), {"class": n + 1}) for n in range(3)]
    )
    layer = QgsVectorLayer(str(labels), "labels", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.selectByIds([1])

    request = request_of(
        "splitlabels", INPUT=QgsProcessingFeatureSourceDefinition(layer.id(), True)
    )

    assert request.layer("INPUT").id() == layer.id()
    assert request.source("INPUT").featureCount() == 1
    QgsProject.instance().removeMapLayer(layer)


def test_images_that_cannot_be_opened_are_named(request_of, tmp_path):
    image = write_raster(tmp_path / "image.tif", np.ones((10, 10), "uint8"))

    with pytest.raises(RasterOpenError, match=r"gone\.tif cannot be opened"):
        request_of("bandmath", RASTERS=[str(image), "gone.tif"]).raster_layers("RASTERS")
    with pytest.raises(QgsProcessingException):
        request_of("bandmath").raster_layers("RASTERS")
    with pytest.raises(QgsProcessingException):
        request_of("meanfilter").raster_layers("RASTER")


def test_a_temporary_output_has_one_name(request_of):
    request = request_of("meanfilter", OUTPUT="TEMPORARY_OUTPUT")

    target = request.target("OUTPUT")

    assert target.startswith(QgsProcessingUtils.tempFolder())
    assert request.but(RADIUS=2).target("OUTPUT") == target
    assert request.targets() == {"OUTPUT": target}


def test_an_output_lies_elsewhere_until_it_is_whole(request_of, tmp_path):
    from poplar_nn_plugin.files import Outputs

    with Outputs() as outputs:
        request = request_of("predict", outputs, OUTPUT=str(tmp_path / "map.tif"))
        path = request.destination("OUTPUT")

        assert os.path.basename(path) == "map.tif"
        assert path != request.target("OUTPUT") == str(tmp_path / "map.tif")
        assert request.destination("CONFIDENCE") == ""
        assert request.targets() == {"OUTPUT": str(tmp_path / "map.tif")}
