"""An order on a Dask worker: made once, its files open, and let go where nobody asks any more."""

import time

import numpy as np
import pytest
from samples import write_raster

from poplar_nn_plugin.cluster import orders
from poplar_nn_plugin.cluster.portable import portable, restored, sealed, unsealed
from poplar_nn_plugin.engine import RasterSource, Window
from poplar_nn_plugin.engine.work import Work
from poplar_nn_plugin.errors import WorkerError
from poplar_nn_plugin.filters.median import Median
from poplar_nn_plugin.progress import Silent


def order_of(path):
    image = RasterSource(path)
    step = Median(radius=1).step(image.band_names, "uint8", None)
    function = portable(Work((image,), (step,), ((0, ""),), None))
    return {
        "function": sealed(function),
        "files": orders.files_of(function),
        "threads": 1,
        "cache": 2**24,
        "versions": orders.versions_here(),
    }


@pytest.fixture
def path(tmp_path):
    return write_raster(tmp_path / "image.tif", np.arange(64, dtype="uint8").reshape(8, 8))


@pytest.fixture
def kept(path):
    orders.keep_order(mark="m", values=order_of(path), progress=Silent())
    yield orders._kept["m"]
    orders.drop_order(mark="m", progress=Silent())


def compute(mark="m"):
    task = sealed(portable(Window(0, 0, 4, 4)))
    return restored(unsealed(orders.compute_task(mark=mark, task=task, progress=Silent())))


def test_a_function_is_made_once_and_gives_what_it_gives_here(kept, path):
    (_, (first,)), function = compute(), kept.function
    _, (second,) = compute()

    assert kept.function is function
    assert np.array_equal(first, second)
    assert first[1, 1, 0] == np.median(np.arange(64).reshape(8, 8)[:3, :3])


def test_an_order_names_the_files_it_takes(path):
    (found,) = order_of(path)["files"]

    assert found["path"] == str(path)
    assert found["bytes"] == path.stat().st_size


def test_another_version_of_the_plugin_is_refused(path):
    values = order_of(path)
    values["versions"] = {**values["versions"], "poplar_nn_plugin": "0.0.0"}
    orders.keep_order(mark="old", values=values, progress=Silent())
    try:
        with pytest.raises(WorkerError, match=r"it has Poplar NN .*, and 0\.0\.0 is asked for"):
            orders.try_order(mark="old", progress=Silent())
    finally:
        orders.drop_order(mark="old", progress=Silent())


def test_what_nobody_asks_for_is_let_go_and_made_again(kept, path, monkeypatch):
    compute()
    later = time.monotonic() + 2 * orders._FORGOTTEN
    monkeypatch.setattr(orders.time, "monotonic", lambda: later)
    orders.keep_order(mark="other", values=order_of(path), progress=Silent())
    orders.drop_order(mark="other", progress=Silent())

    assert kept.function is None
    assert compute()[1][0].shape == (4, 4, 1)


def test_a_task_without_its_order_is_told():
    with pytest.raises(WorkerError, match="run this again"):
        compute("unknown")
