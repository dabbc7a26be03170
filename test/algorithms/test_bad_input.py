"""Bad input: one sentence that names the fault and the remedy, before any work, and no file."""

from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from samples import square, write_polygons, write_raster

CASES = {
    "labels elsewhere": (
        {"LABELS": "far"},
        r"do not overlap the image: labels reach over 650000, .* the image over 600000, ",
    ),
    "no such class field": ({"CLASS_FIELD": "klass"}, "no field 'klass'; its fields are .*class"),
    "empty class field": ({"CLASS_FIELD": "blank"}, "'blank' is empty in all 4 features"),
    "one class only": ({"CLASS_FIELD": "same"}, r"one class only \(x\)"),
    "no patch fits": ({"PATCH_SIZE": 61}, "the largest patch wholly inside a polygon has 30"),
    "patch larger than the raster": (
        {"PATCH_SIZE": 101},
        r"101 x 101 pixels is larger than the image \(100 x 100\)",
    ),
    "no folder to write to": (
        {"OUTPUT": "{folder}/none/map.tif"},
        "OUTPUT: .* is not a folder in which you may write",
    ),
    "a mask elsewhere": ({"MASK": "far"}, "No polygon of the layer overlaps the image"),
    "an empty layer": ({"LABELS": "empty"}, "The label layer is empty"),
}


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("données")
    rng = np.random.default_rng(0)
    image = write_raster(folder / "image.tif", rng.integers(1, 255, (100, 100, 3)).astype("uint8"))

    def label(col, row, name):
        return square(col, row, 30), {"class": name, "same": "x", "blank": None}

    places = [(0, 0, "a"), (40, 0, "b"), (0, 40, "a"), (40, 40, "b")]
    layers = {
        "labels": [label(*place) for place in places],
        "far": [label(col + 50000, row, name) for col, row, name in places],
    }
    found = {"image": image, "folder": folder}
    for name, features in layers.items():
        features[0][1]["blank"] = ""
        found[name] = write_polygons(folder / f"{name}.gpkg", features)
    found["empty"] = write_polygons(folder / "empty.gpkg", [])
    return found


@pytest.mark.parametrize(("change", "says"), CASES.values(), ids=CASES.keys())
def test_mapping_refuses_in_one_sentence_and_leaves_no_file(
    toolbox, inputs, tmp_path, feedback, change, says
):
    parameters = {
        "RASTER": inputs["image"],
        "LABELS": inputs["labels"],
        "CLASS_FIELD": "class",
        "PATCH_SIZE": 10,
        "ARCHITECTURE": "compact",
        "OUTPUT": tmp_path / "map.tif",
        "CONFIDENCE": tmp_path / "confidence.tif",
        "MODEL": tmp_path / "model.keras",
        "REPORT": tmp_path / "report.html",
    }
    for key, value in change.items():
        value = inputs.get(value, value)
        parameters[key] = value.format(folder=tmp_path) if isinstance(value, str) else value
    log = feedback()

    with pytest.raises(QgsProcessingException, match=says):
        toolbox.run("mapclasses", log, **parameters)

    assert not list(tmp_path.iterdir())
    assert not any(line.startswith("epoch") for line in log.lines)


def test_a_layer_that_is_none_is_refused(toolbox, inputs, tmp_path):
    with pytest.raises(QgsProcessingException):
        toolbox.run(
            "extractpatches",
            RASTER=inputs["image"],
            LABELS=tmp_path / "none.gpkg",
            CLASS_FIELD="class",
            OUTPUT=tmp_path / "patches",
        )


def test_a_folder_that_is_no_dataset_is_refused(toolbox, tmp_path):
    (tmp_path / "photos").mkdir()
    with pytest.raises(QgsProcessingException, match="is not a patch dataset"):
        toolbox.run(
            "trainmodel",
            PATCHES=tmp_path / "photos",
            OUTPUT=tmp_path / "m.keras",
            REPORT=tmp_path / "r.html",
        )


def test_a_folder_of_other_files_is_never_replaced(toolbox, inputs, tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "holiday.jpg").write_bytes(b"x")

    with pytest.raises(QgsProcessingException, match="not ours to replace"):
        toolbox.run(
            "extractpatches",
            RASTER=inputs["image"],
            LABELS=inputs["labels"],
            CLASS_FIELD="class",
            PATCH_SIZE=10,
            OUTPUT=tmp_path / "photos",
        )

    assert [p.name for p in (tmp_path / "photos").iterdir()] == ["holiday.jpg"]


@pytest.mark.parametrize("content", [b"", b"not a model", None], ids=["empty", "text", "none"])
def test_a_file_that_is_no_model_is_refused(toolbox, inputs, tmp_path, content):
    if content is not None:
        (tmp_path / "m.keras").write_bytes(content)
    with pytest.raises(QgsProcessingException, match=r"m\.keras|MODEL"):
        toolbox.run(
            "predict", RASTER=inputs["image"], MODEL=tmp_path / "m.keras", OUTPUT=tmp_path / "x.tif"
        )
    assert not (tmp_path / "x.tif").exists()


@pytest.mark.worker
def test_an_image_of_other_bands_type_or_pixels_is_refused_by_the_model(
    toolbox, model, scene, tmp_path
):
    others = {
        "bands": (np.ones((40, 40, 5), "uint8"), 0.5, "images of 3 bands .* has 5"),
        "type": (np.ones((40, 40, 3), "uint16"), 0.5, "uint8 pixels, .* has uint16"),
        "pixels": (np.ones((40, 40, 3), "uint8"), 2.0, r"pixels of 0\.5 m, .* measure 2 m"),
    }
    for name, (array, pixel, says) in others.items():
        transform = (600000.0, pixel, 0.0, 6300000.0, 0.0, -pixel)
        image = write_raster(tmp_path / f"{name}.tif", array, transform=transform)
        with pytest.raises(QgsProcessingException, match=says):
            toolbox.run("predict", RASTER=image, MODEL=model["OUTPUT"], OUTPUT=tmp_path / "x.tif")
        assert not (tmp_path / "x.tif").exists()


@pytest.mark.worker
def test_a_memory_cap_too_small_is_refused_with_the_smallest_that_works(
    toolbox, model, scene, tmp_path
):
    for name, more in (("predict", {"MODEL": model["OUTPUT"]}), ("medianfilter", {"RADIUS": 2})):
        with pytest.raises(QgsProcessingException, match=r"set it to \d+[KM] or more"):
            toolbox.run(name, RASTER=scene["IMAGE"], MEMORY="1K", OUTPUT=tmp_path / "x.tif", **more)
        with pytest.raises(QgsProcessingException, match="100X"):
            toolbox.run(
                name, RASTER=scene["IMAGE"], MEMORY="100X", OUTPUT=tmp_path / "x.tif", **more
            )


def test_without_tensorflow_training_says_what_to_do_and_the_rest_works(
    toolbox, inputs, patches, tmp_path, monkeypatch
):
    monkeypatch.setenv("POPLARNN_WORKER_PYTHON", "/usr/bin/python3")

    with pytest.raises(QgsProcessingException, match=r"lacks .*tensorflow.*Check installation"):
        toolbox.run(
            "mapclasses",
            RASTER=inputs["image"],
            LABELS=inputs["labels"],
            CLASS_FIELD="class",
            PATCH_SIZE=10,
            ARCHITECTURE="compact",
            OUTPUT=tmp_path / "map.tif",
            MODEL=tmp_path / "m.keras",
            REPORT=tmp_path / "r.html",
        )
    assert not list(tmp_path.iterdir())
    found = toolbox.run("checkinstallation", REPORT=tmp_path / "check.html")
    assert found["READY"] is False
    assert "INSTALL=1" in (tmp_path / "check.html").read_text(encoding="utf-8")
    smooth = toolbox.run("meanfilter", RASTER=inputs["image"], OUTPUT=tmp_path / "mean.tif")
    assert Path(smooth["OUTPUT"]).is_file()


def test_an_image_is_no_map_that_can_be_assessed(toolbox, inputs, tmp_path):
    with pytest.raises(QgsProcessingException, match="has 3 bands: a class map has one"):
        toolbox.run(
            "assessmap",
            MAP=inputs["image"],
            REFERENCE=inputs["image"],
            REPORT=tmp_path / "r.html",
        )
