"""What *Predict map* says before it begins, and DRY_RUN, which says no more."""

import shutil
from types import SimpleNamespace

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException


def test_the_log_says_what_a_map_takes(toolbox, feedback, ground_home, tmp_path):
    told = feedback()
    inputs = {"RASTER": ground_home / "ground.tif", "MODEL": ground_home / "model.keras"}

    toolbox.run("predict", told, **inputs, OUTPUT=tmp_path / "map.tif")

    said = "\n".join(told.lines)
    assert " MB of 1024 MB of memory." in said
    assert "Outputs take at most " in said
    assert "on the processor" in said


def test_a_dry_run_tells_the_time_and_writes_nothing(toolbox, feedback, ground_home, tmp_path):
    told = feedback()
    inputs = {"RASTER": ground_home / "ground.tif", "MODEL": ground_home / "model.keras"}
    outputs = {"OUTPUT": tmp_path / "map.tif", "CONFIDENCE": tmp_path / "sure.tif"}

    found = toolbox.run("predict", told, **inputs, **outputs, DRY_RUN=True)

    assert not found
    assert not list(tmp_path.iterdir())
    assert any("to be computed: about " in line for line in told.lines)
    assert "DRY_RUN: nothing was written." in told.lines


def test_a_dry_run_leaves_nothing_to_be_loaded(feedback, ground_home, tmp_path, provider):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("poplarnn:predict")
    context, told = QgsProcessingContext(), feedback()
    inputs = {"RASTER": str(ground_home / "ground.tif"), "MODEL": str(ground_home / "model.keras")}
    other = QgsProcessingContext.LayerDetails("other", None, "OTHER")
    context.addLayerToLoadOnCompletion("/some/other.tif", other)

    outputs = {"OUTPUT": "TEMPORARY_OUTPUT", "DRY_RUN": True}
    _, fine = algorithm.run({**inputs, **outputs}, context, told)

    assert fine
    assert list(context.layersToLoadOnCompletion()) == ["/some/other.tif"]


def test_a_disk_too_small_is_refused_with_the_numbers(toolbox, ground_home, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=2**10))
    inputs = {"RASTER": ground_home / "ground.tif", "MODEL": ground_home / "model.keras"}

    with pytest.raises(QgsProcessingException, match=r"is too small: what is written .* 0 MB are"):
        toolbox.run("predict", **inputs, OUTPUT=tmp_path / "map.tif")

    assert not list(tmp_path.iterdir())
