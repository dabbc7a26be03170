"""An output that is open as a layer of the project is said to be, and shown anew."""

import os
from pathlib import Path

import numpy as np
import processing
import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from samples import square, write_polygons, write_raster


@pytest.fixture
def project(provider):
    yield QgsProject.instance()
    QgsProject.instance().clear()


@pytest.fixture
def run(project, feedback):
    """Return a function that runs an algorithm as the toolbox does, and gives what it said."""

    def run_in_project(name, **parameters):
        context, log = QgsProcessingContext(), feedback()
        context.setProject(project)
        values = {k: str(v) if isinstance(v, Path) else v for k, v in parameters.items()}
        processing.run(f"poplarnn:{name}", values, feedback=log, context=context)
        return log.lines

    return run_in_project


@pytest.fixture
def inputs(tmp_path):
    (tmp_path / "in").mkdir()
    image = write_raster(tmp_path / "in" / "i.tif", np.ones((20, 20, 1), "uint8"))
    polygons = [
        write_polygons(tmp_path / "in" / f"{size}.gpkg", [(square(0, 0, size), {"class": 1})])
        for size in (5, 10)
    ]
    return image, polygons


def pixel_sum(layer):
    block = layer.dataProvider().block(1, layer.extent(), layer.width(), layer.height())
    return np.frombuffer(bytes(block.data()), "uint8").sum()


def test_a_raster_that_is_open_shows_what_was_written(run, inputs, project, tmp_path):
    image, (small, large) = inputs
    output = tmp_path / "mask.tif"
    run("maskfrompolygons", RASTER=image, POLYGONS=small, OUTPUT=output)
    layer = QgsRasterLayer(str(output), "my mask")
    project.addMapLayer(layer)
    assert pixel_sum(layer) == 25

    said = run("maskfrompolygons", RASTER=image, POLYGONS=large, OUTPUT=output)

    assert pixel_sum(layer) == 100
    assert [line for line in said if "mask.tif is open as the layer 'my mask'" in line]


def split(run, labels, output):
    return run("splitlabels", INPUT=labels, CLASS_FIELD="class", BUFFER=0, OUTPUT=output)


@pytest.fixture
def labels(tmp_path):
    cells = [(square(20 * n, 0, 15), {"class": "ab"[n % 2]}) for n in range(12)]
    return [write_polygons(tmp_path / f"{count}.gpkg", cells[:count]) for count in (8, 12)]


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "shp"])
def test_a_layer_that_is_open_shows_what_was_written(run, labels, project, tmp_path, ending):
    output = tmp_path / f"split.{ending}"
    split(run, labels[0], output)
    layer = QgsVectorLayer(str(output), "split", "ogr")
    project.addMapLayer(layer)
    assert len(list(layer.getFeatures())) == layer.featureCount() == 8

    split(run, labels[1], output)

    assert len(list(layer.getFeatures())) == layer.featureCount() == 12
    assert not [p.name for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_edits_that_are_not_saved_are_not_thrown_away(run, labels, project, tmp_path, feedback):
    output = tmp_path / "split.gpkg"
    split(run, labels[0], output)
    layer = QgsVectorLayer(str(output), "split", "ogr")
    project.addMapLayer(layer)
    layer.startEditing()
    layer.deleteFeature(next(layer.getFeatures()).id())

    said = split(run, labels[1], output)

    assert layer.isEditable()
    assert layer.featureCount() == 7
    assert [line for line in said if "Warning: 'split' has edits that are not saved" in line]
    layer.rollBack()


def test_a_rename_that_is_refused_says_which_layer_to_remove(
    run, inputs, project, tmp_path, monkeypatch
):
    image, (small, large) = inputs
    output = tmp_path / "mask.tif"
    run("maskfrompolygons", RASTER=image, POLYGONS=small, OUTPUT=output)
    project.addMapLayer(QgsRasterLayer(str(output), "my mask"))
    before = output.read_bytes()
    replace = os.replace

    def refused(path, target):  # as Windows does
        if os.fspath(target) == str(output):
            raise PermissionError(13, "used by another process", str(path), None, str(target))
        return replace(path, target)

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(QgsProcessingException, match="open as the layer 'my mask': remove it"):
        run("maskfrompolygons", RASTER=image, POLYGONS=large, OUTPUT=output)

    assert output.read_bytes() == before
