"""RESUME of *Predict map*: blocks kept beside the map, and gone with its last one."""

import numpy as np
import pytest
from samples import read_raster, write_raster
from trained_features import ground

from poplar_nn_plugin.engine.runs.part import folder_of
from poplar_nn_plugin.engine.runs.unfinished import Unfinished
from poplar_nn_plugin.errors import Cancelled
from poplar_nn_plugin.maps import predict


@pytest.fixture
def inputs(ground_home, tmp_path_factory, tmp_path, monkeypatch):
    """Return the parameters of a map of eight blocks, in a folder of its own."""
    apply = predict.apply
    monkeypatch.setattr(predict, "apply", lambda *a, **k: apply(*a, **k, block_size=64))
    outputs = {"OUTPUT": tmp_path / "map.tif", "CONFIDENCE": tmp_path / "sure.tif"}
    image = write_raster(tmp_path_factory.mktemp("image") / "image.tif", ground(80, 200), nodata=0)
    return {"RASTER": image, "MODEL": ground_home / "model.keras", "JOBS": 1, **outputs}


def cancelled(toolbox, inputs, monkeypatch, told=None):
    """Cancel the map after three blocks."""
    add, count = Unfinished.add, []

    def cancelling(self, window, done):
        add(self, window, done)
        count.append(window)
        if len(count) == 3:
            raise Cancelled

    with monkeypatch.context() as patched:
        patched.setattr(Unfinished, "add", cancelling)
        assert toolbox.run("predict", told, **inputs, RESUME=True) == {}


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_a_cancelled_map_goes_on_and_leaves_nothing(
    toolbox, feedback, inputs, tmp_path, monkeypatch
):
    before, after, plain = feedback(), feedback(), tmp_path / "plain"
    plain.mkdir()
    others = {"OUTPUT": plain / "map.tif", "CONFIDENCE": plain / "sure.tif"}
    toolbox.run("predict", **{**inputs, **others})

    cancelled(toolbox, inputs, monkeypatch, before)
    assert names(tmp_path) == {"plain", ".map.tif.poplarnn-part"}
    toolbox.run("predict", after, **inputs, RESUME=True)

    assert any(line.startswith("3 finished blocks are kept in") for line in before.lines)
    assert any(line.startswith("3 blocks of a run that was broken off") for line in after.lines)
    assert names(tmp_path) - {"plain"} == names(plain)
    for name in ("map.tif", "sure.tif"):
        assert np.array_equal(read_raster(plain / name), read_raster(tmp_path / name))


def test_blocks_that_wait_are_said_and_stay_where_nobody_goes_on(
    toolbox, feedback, inputs, tmp_path, monkeypatch
):
    told = feedback()
    cancelled(toolbox, inputs, monkeypatch)

    toolbox.run("predict", told, **inputs)

    assert any(line.startswith("3 blocks of a run that was broken off wait") for line in told.lines)
    assert folder_of(tmp_path / "map.tif").is_dir()
    assert (tmp_path / "map.tif").is_file()


def test_a_temporary_map_has_nothing_to_go_on_with(toolbox, feedback, inputs):
    told = feedback()

    toolbox.run("predict", told, **{**inputs, "OUTPUT": "TEMPORARY_OUTPUT"}, RESUME=True)

    assert any("RESUME has nothing to go on with" in line for line in told.lines)
