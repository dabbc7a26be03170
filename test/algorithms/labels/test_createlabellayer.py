"""The empty label layer: its fields, its style, and what is refused."""

import numpy as np
import pytest
from osgeo import gdal, ogr
from qgis.core import (
    NULL,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)
from samples import square, write_polygons, write_raster

from poplar_nn_plugin.algorithms.styling.label_form import keep_style
from poplar_nn_plugin.errors import OutputError

CLASSES = [2, "Poplar", "#1F6F54", 1, 'It\'s "wood"', "green", 7, "1850", ""]


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    return write_raster(tmp_path_factory.mktemp("i") / "image.tif", np.ones((20, 20), "uint8"))


@pytest.fixture
def layer(toolbox, image, tmp_path):
    path = tmp_path / "étiquettes.gpkg"
    toolbox.run("createlabellayer", RASTER=image, CLASSES=CLASSES, OUTPUT=path)
    path.with_suffix(".qml").unlink()  # the file alone must know its style
    return QgsVectorLayer(str(path), "labels", "ogr")


def drawn(layer, code):
    """Return the polygon that QGIS makes of a drawing with a class."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    geometry = QgsGeometry.fromWkt(square(0, 0, 5))
    place = layer.fields().lookupField("class")
    return QgsVectorLayerUtils.createFeature(layer, geometry, {place: code}, context)


def test_the_layer_is_empty_and_has_the_fields_and_the_crs_of_the_image(layer):
    assert layer.isValid()
    assert layer.featureCount() == 0
    assert layer.crs().authid() == "EPSG:2154"
    fields = {field.name(): field.typeName() for field in layer.fields()}
    assert fields == {
        "fid": "Integer64",
        "class": "Integer",
        "name": "String",
        "group": "String",
        "created_by": "String",
        "created_at": "DateTime",
    }


def test_a_cell_in_which_nothing_was_typed_is_empty(toolbox, image, tmp_path):
    path = tmp_path / "labels.gpkg"
    toolbox.run("createlabellayer", RASTER=image, CLASSES=[1, "poplar", NULL], OUTPUT=path)

    layer = QgsVectorLayer(str(path), "labels", "ogr")
    layer.loadDefaultStyle()
    assert [one.label() for one in layer.renderer().categories()] == ["poplar"]


def test_its_file_keeps_classes_colours_and_a_list_to_choose_from(layer):
    categories = {
        int(category.value()): (category.label(), category.symbol().color().name())
        for category in layer.renderer().categories()
    }
    widget = layer.editorWidgetSetup(layer.fields().lookupField("class"))

    assert layer.renderer().classAttribute() == "class"
    assert categories[1] == ('It\'s "wood"', "#008000")
    assert categories[2] == ("Poplar", "#1f6f54")
    assert categories[7][0] == "1850"
    assert widget.type() == "ValueMap"
    assert widget.config()["map"] == [{'It\'s "wood"': "1"}, {"Poplar": "2"}, {"1850": "7"}]


def test_a_polygon_drawn_in_it_fills_in_the_rest(layer):
    one, other = drawn(layer, 1), drawn(layer, 2)

    assert (one["name"], other["name"]) == ('It\'s "wood"', "Poplar")
    assert one["group"] != other["group"]
    assert len(one["group"]) == 36
    assert one["created_by"]
    assert one["created_at"].isValid()
    assert layer.startEditing()
    assert layer.addFeatures([one, other])
    assert layer.commitChanges(), layer.commitErrors()
    dataset = ogr.Open(layer.source())
    assert dataset.GetLayer(0).GetFeatureCount() == 2


def test_without_classes_the_layer_takes_any_code(toolbox, image, tmp_path, feedback):
    log = feedback()

    toolbox.run("createlabellayer", log, RASTER=image, OUTPUT=tmp_path / "labels.gpkg")

    layer = QgsVectorLayer(str(tmp_path / "labels.gpkg"), "labels", "ogr")
    assert any("no class was given" in line for line in log.lines)
    assert isinstance(drawn(layer, 12), QgsFeature)


@pytest.mark.parametrize(
    ("classes", "says"),
    [
        ([1, "a", "red", 1, "b", "blue"], "code 1 stands for 'a' and for 'b'"),
        ([0, "a", "red"], "'0' cannot be the code of 'a': codes are whole numbers from 1 to 254"),
        ([255, "a", "red"], "'255' cannot be the code"),
        ([1.5, "a", "red"], "'1.5' cannot be the code"),
        (["x", "a", "red"], "'x' cannot be the code"),
        ([1, "", "red"], "the class 1 has no name"),
        ([1, "a", "", 2, "a", ""], "the name 'a' stands twice"),
        ([1, "a", "reddish"], "'reddish' is no colour, for the class 'a'"),
        ([1, "a"], "no whole rows of code, name and colour"),
    ],
)
def test_classes_that_cannot_be_are_refused_and_leave_no_file(
    toolbox, image, tmp_path, classes, says
):
    with pytest.raises(QgsProcessingException, match=says):
        toolbox.run("createlabellayer", RASTER=image, CLASSES=classes, OUTPUT=tmp_path / "l.gpkg")

    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_keep_classes_is_refused(toolbox, image, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"l\.shp cannot keep the classes"):
        toolbox.run("createlabellayer", RASTER=image, OUTPUT=tmp_path / "l.shp")


def test_labels_that_were_drawn_are_never_replaced_and_an_empty_layer_is(toolbox, image, tmp_path):
    full, empty = tmp_path / "full.gpkg", tmp_path / "empty.gpkg"
    write_polygons(full, [(square(0, 0, 5), {"class": 1})])

    with pytest.raises(QgsProcessingException, match="holds 1 features in the layer 'full'"):
        toolbox.run("createlabellayer", RASTER=image, CLASSES=CLASSES, OUTPUT=full)
    for _ in range(2):
        toolbox.run("createlabellayer", RASTER=image, CLASSES=CLASSES, OUTPUT=empty)

    assert ogr.Open(str(full)).GetLayer(0).GetFeatureCount() == 1


def test_an_image_without_crs_is_refused(toolbox, tmp_path):
    bare = tmp_path / "bare.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(str(bare), 5, 5, 1)
    dataset.SetGeoTransform((0, 1, 0, 5, 0, -1))
    del dataset

    with pytest.raises(QgsProcessingException, match=r"bare\.tif has no coordinate reference sys"):
        toolbox.run("createlabellayer", RASTER=bare, OUTPUT=tmp_path / "labels.gpkg")


def test_a_style_that_its_file_does_not_take_is_said_with_why():
    nowhere = QgsVectorLayer("Polygon?crs=EPSG:2154&field=class:integer", "labels", "memory")

    with pytest.raises(OutputError, match="cannot be kept in it: Provider memory has no saveStyle"):
        keep_style(nowhere, "labels")
