"""A real Dask cluster of processes: the same pixels, and a word instead of waiting for ever."""

import sys
import time
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import optional
import pytest
from dask_cluster import dask_cluster, dask_worker
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import OutputSpec, RasterSource, Step, apply
from poplar_nn_plugin.engine.blocks.cluster import Cluster
from poplar_nn_plugin.engine.blocks.parallel import Pool
from poplar_nn_plugin.errors import MissingDependencyError, ParameterError, WorkerError

joblib = optional.module("joblib")
distributed = optional.module("distributed")

BUILD = Path(__file__).resolve().parents[3] / "build"


def by_value(function):
    """Let a function travel to processes that cannot import this file."""
    function.__module__ = "__main__"
    return function


@by_value
def smooth(block):
    total = sum(np.roll(block.data.astype("float64"), shift, (0, 1)) for shift in [(0, 0), (1, 1)])
    return np.where(block.valid[..., None], total / 3, np.nan)


@by_value
def fail(block):
    raise ZeroDivisionError(block.window.col)


@by_value
def leave(block):
    import os

    os._exit(3)


@contextmanager
def joined(path=""):
    """Make a cluster whose processes find modules in `path` the one that joblib uses."""
    with (
        dask_cluster(sys.executable, path) as address,
        distributed.Client(address) as client,
        joblib.parallel_config("dask", client=client),
    ):
        yield client


@pytest.fixture(scope="module")
def client():
    with dask_cluster(sys.executable, BUILD) as address, distributed.Client(address) as found:
        yield found


@pytest.fixture
def image(tmp_path):
    rows, cols = np.mgrid[:90, :70]
    return RasterSource(write_raster(tmp_path / "image.tif", (rows * cols % 251).astype("uint8")))


def step(function):
    return Step("step", function, OutputSpec(1, "float32", -1), halo=1)


def test_a_cluster_gives_the_same_pixels_as_threads_and_processes(client, image, tmp_path):
    wanted = {"threads": {}, "processes": {"prefer": "processes"}}
    for name, options in wanted.items():
        apply([image], {tmp_path / f"{name}.tif": step(smooth)}, block_size=32, **options)
    with joblib.parallel_config("dask", client=client):
        apply([image], {tmp_path / "dask.tif": step(smooth)}, block_size=32)

    threads, processes, dask = (
        (tmp_path / f"{name}.tif").read_bytes() for name in ("threads", "processes", "dask")
    )
    assert threads == processes == dask
    assert read_raster(tmp_path / "dask.tif").max() > 100


def test_a_cluster_computes_as_many_at_once_as_it_has_threads(client):
    with joblib.parallel_config("dask", client=client):
        pool = Pool()

    assert (pool.remote, pool.workers) == (True, 2)


def test_an_error_of_the_function_comes_out_of_a_cluster(client, image, tmp_path):
    with joblib.parallel_config("dask", client=client), pytest.raises(ZeroDivisionError):
        apply([image], {tmp_path / "out.tif": step(fail)}, block_size=32)

    assert [path.name for path in tmp_path.iterdir()] == ["image.tif"]


@pytest.mark.parametrize("name", ["qgis", "python3"])
def test_nothing_starts_the_recorded_interpreter(client, image, tmp_path, monkeypatch, name):
    """A program that says so when it is run stands where Python should."""
    fake = tmp_path / name
    fake.write_text(f"#!/bin/sh\necho started >> '{tmp_path}/started'\n")
    fake.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(fake))
    apply([image], {tmp_path / "threads.tif": step(smooth)}, block_size=32)
    with joblib.parallel_config("dask", client=client):
        apply([image], {tmp_path / "dask.tif": step(smooth)}, block_size=32)
    if name == "qgis":
        with pytest.raises(ParameterError, match="not Python"):
            apply([image], {tmp_path / "out.tif": step(smooth)}, prefer="processes")

    assert not (tmp_path / "started").exists()


def test_a_cluster_that_cannot_import_the_plugin_is_told_before_any_work(image, tmp_path):
    with joined():
        started = time.monotonic()
        with pytest.raises(MissingDependencyError, match=r"No module.*PYTHONPATH.*upload_file"):
            apply([image], {tmp_path / "out.tif": step(smooth)})

    assert time.monotonic() - started < 60
    assert not (tmp_path / "out.tif").exists()


def test_a_cluster_whose_workers_are_busy_is_told(client):
    busy = client.map(time.sleep, [2, 2], pure=False)

    with pytest.raises(WorkerError, match=r"did not answer within 0\.3 s: they are busy"):
        list(Cluster(client, patience=0.3).run(abs, [-1], 2))
    client.cancel(busy)


def test_a_cluster_that_has_lost_all_workers_is_told():
    with (
        dask_cluster(sys.executable, BUILD, workers=0) as address,
        distributed.Client(address) as client,
        dask_worker(sys.executable, address) as worker,
    ):
        client.wait_for_workers(1, timeout=30)
        results = Cluster(client, patience=4).run(time.sleep, [0.01, 60], 2)
        assert next(results) is None
        worker.kill()
        started = time.monotonic()
        with pytest.raises(WorkerError, match=r"lost all of its workers.*for 4 s: start some"):
            next(results)

        assert time.monotonic() - started < 20


def test_a_task_takes_as_long_as_it_likes_while_there_are_workers(client):
    assert list(Cluster(client, patience=0.5).run(time.sleep, [2], 1)) == [None]


def test_no_more_is_begun_than_agreed(client, tmp_path):
    begun = (number for number in range(-50, 0))
    results = Cluster(client).run(abs, begun, 3)

    assert [next(results) for _ in range(3)] == [50, 49, 48]
    results.close()
    assert next(begun) <= -50 + 2 + 3


def test_a_worker_that_dies_is_an_error_of_ours(image, tmp_path, monkeypatch):
    # Dask tries a task on three workers more, and each has to start first.
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")

    with joined(BUILD), pytest.raises(WorkerError, match="died"):
        apply([image], {tmp_path / "out.tif": step(leave)})

    assert not (tmp_path / "out.tif").exists()
