"""Layers of a QGIS in French have French words: legends, heads of columns, what codes mean."""

import numpy as np
import pytest
from qgis.core import QgsApplication, QgsRasterLayer, QgsVectorLayer
from samples import square, write_polygons, write_raster

from poplar_nn_plugin.algorithms.assessment import areas
from poplar_nn_plugin.algorithms.labels import checklabels, suggestlabels
from poplar_nn_plugin.algorithms.map import comparemaps, polygonizemap, zonalclasses
from poplar_nn_plugin.algorithms.styling.field_words import ALIASES
from poplar_nn_plugin.algorithms.styling.label_form import FIELDS
from poplar_nn_plugin.engine.outputs.legend import read_legend
from poplar_nn_plugin.maps.sampling.fields import SAMPLE_FIELDS
from poplar_nn_plugin.patches.footprints import FOOTPRINT_FIELDS, PREDICTION_FIELDS

SAME = {"code", "hectares", "image", "note", "pixels"}  # in both languages


def opened(path):
    """Return a layer as QGIS shows it."""
    layer = QgsVectorLayer(str(path), "layer", "ogr")
    layer.loadDefaultStyle()
    return layer


def aliases(layer):
    """Return the heads of the columns that are not the names of the fields."""
    shown = {field.name(): layer.attributeAlias(n) for n, field in enumerate(layer.fields())}
    return {name: alias for name, alias in shown.items() if alias}


def represented(layer, name, value):
    """Return what the table of attributes shows instead of a value."""
    index = layer.fields().lookupField(name)
    setup = layer.editorWidgetSetup(index)
    formatter = QgsApplication.fieldFormatterRegistry().fieldFormatter(setup.type())
    return formatter.representValue(layer, index, setup.config(), None, value)


def legend(layer):
    """Return what the legend of a layer calls the values that it tells apart."""
    return {one.value(): one.label() for one in layer.renderer().categories()}


@pytest.fixture
def labels(tmp_path):
    """Return an image and labels, two of which overlap."""
    pixels = np.random.default_rng(0).integers(0, 255, (64, 64, 3), "uint8")
    places = [(0, 0, "a"), (4, 0, "b"), (40, 0, "a"), (0, 40, "b"), (40, 40, "a"), (20, 40, "b")]
    polygons = [
        (square(col, row, 12), {"class": name, "group": n})
        for n, (col, row, name) in enumerate(places)
    ]
    return {
        "RASTER": write_raster(tmp_path / "image.tif", pixels),
        "INPUT": write_polygons(tmp_path / "labels.gpkg", polygons),
        "CLASS_FIELD": "class",
    }


def test_every_field_of_a_layer_has_its_words():
    ours = [module._FIELDS for module in (areas, checklabels, comparemaps, polygonizemap)]
    ours += [suggestlabels._FIELDS, zonalclasses._OWN, FIELDS, SAMPLE_FIELDS]
    ours += [FOOTPRINT_FIELDS, PREDICTION_FIELDS, ("split", "fold", "code")]

    assert {name for fields in ours for name in fields} == set(ALIASES) | SAME


def test_problems_are_told_in_french_and_their_codes_stay(toolbox, french, labels, tmp_path):
    path, report = tmp_path / "problems.gpkg", tmp_path / "report.html"
    toolbox.run("checklabels", **labels, PATCH_SIZE=8, OUTPUT=path, REPORT=report)

    layer = opened(path)
    (found,) = [one for one in layer.getFeatures() if one["kind"] == "overlap"]
    assert layer.fields().names()[1:] == ["kind", "severity", "class", "feature", "advice"]
    assert aliases(layer)["advice"] == "conseil"
    assert found["severity"] == "error"
    assert "recouvre" in found["advice"]
    assert represented(layer, "severity", "error") == "erreur"
    assert represented(layer, "kind", "overlap") == legend(layer)["overlap"]
    assert legend(layer)["overlap"] == "Recouvrement de deux classes"


def test_what_judges_is_called_so_in_french(toolbox, french, labels, tmp_path):
    path = tmp_path / "split.gpkg"
    toolbox.run("splitlabels", **labels, PATCH_SIZE=8, OUTPUT=path)

    layer = opened(path)
    assert {"train", "valid"} <= {one["split"] for one in layer.getFeatures()}
    assert legend(layer)["train"] == represented(layer, "split", "train") == "apprentissage"
    assert aliases(layer) == {"split": "sous-ensemble"}  # no other field is ours


def test_changes_and_their_table_are_in_french(toolbox, french, tmp_path):
    before, after = (
        write_raster(tmp_path / f"{name}.tif", np.array([[[1], [code]]], "uint8"))
        for name, code in (("before", 1), ("after", 2))
    )
    given = {"BEFORE": before, "AFTER": after, "REPORT": tmp_path / "report.html"}
    paths = {"OUTPUT": tmp_path / "changes.tif", "TABLE": tmp_path / "table.gpkg"}
    toolbox.run("comparemaps", **given, **paths)

    changes, table = QgsRasterLayer(str(paths["OUTPUT"])), opened(paths["TABLE"])
    changes.loadDefaultStyle()
    assert [one.label for one in changes.renderer().classes()] == ["1, inchangé", "1 → 2"]
    assert [one.name for one in read_legend(str(paths["OUTPUT"]))] == ["1, unchanged", "1 → 2"]
    assert aliases(table) == {"from_name": "classe avant", "to_name": "classe après"}


def test_a_label_layer_has_french_heads(toolbox, french, labels, tmp_path):
    path = tmp_path / "own.gpkg"
    toolbox.run("createlabellayer", RASTER=labels["RASTER"], CLASSES=[1, "a", ""], OUTPUT=path)

    assert aliases(opened(path))["created_by"] == "dessiné par"


def test_in_english_names_of_fields_are_the_heads(toolbox, labels, tmp_path):
    path, report = tmp_path / "problems.gpkg", tmp_path / "report.html"
    toolbox.run("checklabels", **labels, PATCH_SIZE=8, OUTPUT=path, REPORT=report)

    layer = opened(path)
    assert aliases(layer) == {}
    assert represented(layer, "severity", "error") == "error"
    assert legend(layer)["overlap"] == "Overlap of two classes"
