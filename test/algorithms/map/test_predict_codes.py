"""254 (unsure) and 255 (masked) of *Predict map*, and what the other algorithms make of them."""

import json
import shutil

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException, QgsRasterLayer
from samples import read_raster, write_raster

from poplar_nn_plugin.engine.outputs.legend import read_legend
from poplar_nn_plugin.model.card import read_card


@pytest.fixture(scope="module")
def home(ground_home, tmp_path_factory):
    """Return a folder of our own with the image and the model."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("ground.tif", "model.keras"):
        shutil.copy(ground_home / name, folder)
    return folder


@pytest.fixture(scope="module")
def drawn(toolbox, home):
    """Return the inputs of a map with both codes, the map, its confidence, and the mask."""
    inputs = {"RASTER": home / "ground.tif", "MODEL": home / "model.keras"}
    shape = read_raster(inputs["RASTER"]).shape[:2]
    mask = np.ones(shape, "uint8")
    mask[: shape[0] // 3] = 0
    inputs["MASK"] = write_raster(home / "mask.tif", mask)
    made = {"OUTPUT": home / "map.tif", "CONFIDENCE": home / "sure.tif"}
    toolbox.run("predict", **inputs, OUTPUT=home / "plain.tif", CONFIDENCE=home / "all.tif")
    least = float(np.quantile(read_raster(home / "all.tif")[mask != 0], 0.3))
    inputs |= {"MIN_CONFIDENCE": least, "MASK_CODES": True}
    toolbox.run("predict", **inputs, **made)
    return inputs, made["OUTPUT"], made["CONFIDENCE"], mask


def test_unsure_and_masked_pixels_have_codes_and_all_others_their_class(drawn, home):
    inputs, path, sure, mask = drawn
    codes, confidence = read_raster(path)[..., 0], read_raster(sure)[..., 0]
    unsure = (confidence < np.float32(inputs["MIN_CONFIDENCE"])) & (mask != 0)

    assert (codes[mask == 0] == 255).all()
    assert unsure.any()
    assert (codes[unsure] == 254).all()
    rest = (mask != 0) & ~unsure
    assert np.array_equal(codes[rest], read_raster(home / "plain.tif")[..., 0][rest])
    assert (confidence[mask == 0] == -1).all()
    assert np.array_equal(confidence, read_raster(home / "all.tif")[..., 0])


def test_the_legend_names_the_codes_that_are_used_and_no_others(drawn, home):
    _, path, *_ = drawn
    names = {entry.code: entry.name for entry in read_legend(str(path))}
    dataset = gdal.Open(str(path))
    table = dataset.GetRasterBand(1).GetDefaultRAT()
    layer = QgsRasterLayer(str(path))

    assert {code: names[code] for code in (254, 255)} == {254: "unsure", 255: "masked"}
    assert [table.GetValueAsInt(row, 0) for row in range(table.GetRowCount())] == sorted(names)
    assert {one.value: one.label for one in layer.renderer().classes()} == names
    assert not {254, 255} & {entry.code for entry in read_legend(str(home / "plain.tif"))}


def test_other_algorithms_take_neither_for_a_class(drawn, toolbox, feedback, home, tmp_path):
    inputs, path, _, _ = drawn
    classes = read_card(inputs["MODEL"]).classes
    codes = read_raster(path)[..., 0]

    told = feedback()
    report = tmp_path / "report.html"
    toolbox.run("assessmap", told, MAP=path, REFERENCE=home / "plain.tif", REPORT=report)
    unmapped = int(np.isin(codes, (254, 255)).sum() - (codes == 255).sum())
    assert any(line.startswith(f"{unmapped} pixels of the reference") for line in told.lines)

    cleaned = tmp_path / "clean.tif"
    toolbox.run("cleanmap", INPUT=path, MIN_AREA=0.0001, OUTPUT=cleaned)
    after = read_raster(cleaned)[..., 0]
    assert np.array_equal(codes >= 254, after >= 254)
    layer = QgsRasterLayer(str(cleaned))
    assert {one.value for one in layer.renderer().classes()} >= {254, 255}

    toolbox.run("polygonizemap", INPUT=path, OUTPUT=tmp_path / "areas.gpkg")
    dataset = gdal.OpenEx(str(tmp_path / "areas.gpkg"))
    assert {feature["class"] for feature in dataset.GetLayer(0)} <= {*classes.codes}

    found = toolbox.run("samplepoints", MAP=path, COUNT=30, OUTPUT=tmp_path / "points.gpkg")
    assert found["CLASS_COUNT"] <= len(classes.codes)


def test_no_code_is_used_without_being_asked_for(toolbox, home, tmp_path):
    inputs = {"RASTER": home / "ground.tif", "MODEL": home / "model.keras"}

    toolbox.run("predict", **inputs, MASK_CODES=True, OUTPUT=tmp_path / "map.tif")

    assert read_raster(tmp_path / "map.tif").max() < 254
    assert not {254, 255} & {entry.code for entry in read_legend(str(tmp_path / "map.tif"))}
    record = json.loads((tmp_path / "map.tif.record.json").read_text("utf-8"))
    assert record["parameters"]["MASK_CODES"] is True


@pytest.mark.parametrize("value", [-0.1, 1.5])
def test_a_confidence_is_from_0_to_1(toolbox, home, tmp_path, value):
    inputs = {"RASTER": home / "ground.tif", "MODEL": home / "model.keras"}

    with pytest.raises(QgsProcessingException, match="MIN_CONFIDENCE"):
        toolbox.run("predict", **inputs, MIN_CONFIDENCE=value, OUTPUT=tmp_path / "map.tif")
