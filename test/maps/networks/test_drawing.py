"""What crosses to a cluster of a network's map."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from brightness import write_model
from samples import write_raster

from poplar_nn_plugin.cluster.portable import portable, restored
from poplar_nn_plugin.engine import RasterSource, Window
from poplar_nn_plugin.maps.networks.drawing import NetworkDrawing
from poplar_nn_plugin.maps.networks.remote_model import RemoteModel
from poplar_nn_plugin.maps.no_class import ALL_CLASSIFIED
from poplar_nn_plugin.maps.overlaps import Overlapping
from poplar_nn_plugin.progress import Silent


@pytest.mark.parametrize("flips", [True, False])
def test_there_the_network_is_asked_as_it_is_here(tmp_path, monkeypatch, flips):
    worker = SimpleNamespace(python=Path("/usr/bin/python3"))
    model = str(write_model(tmp_path / "model.keras", 9))
    image = RasterSource(str(write_raster(tmp_path / "image.tif", np.ones((9, 9), "uint8"))))
    apart = Overlapping((image,), (Window(0, 0, 9, 9),))
    here = RemoteModel(worker, model, 9, 3, 1, 2, Silent(), flips=flips, overlapping=apart)

    there = restored(portable(NetworkDrawing.of(here, ("classes",), ALL_CLASSIFIED)))

    monkeypatch.setattr(NetworkDrawing, "_worker", worker)
    asked = there._network
    assert asked.flips is flips
    assert asked.overlapping == apart
    for name in ("model", "size", "stride", "around", "edges", "matching", "halo"):
        assert getattr(asked, name) == getattr(here, name)
