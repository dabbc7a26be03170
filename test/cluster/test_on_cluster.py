"""A real Dask cluster: the same bytes as here, and one sentence where it cannot do the work."""

import os
import sys
from pathlib import Path

import numpy as np
import optional
import pytest
from dask_cluster import dask_cluster, dask_worker
from feature_samples import QUICK, feature_model, fields_of
from osgeo import ogr
from samples import read_raster, square, write_raster

from poplar_nn_plugin.cluster import executor as executor_module
from poplar_nn_plugin.cluster.executor import OnCluster
from poplar_nn_plugin.engine import PolygonSource, RasterSource, Window, apply
from poplar_nn_plugin.engine.bandmath.expression import Expression, operand
from poplar_nn_plugin.engine.resources import ClusterResources, Resources
from poplar_nn_plugin.engine.tiles import lattice
from poplar_nn_plugin.engine.tiles import run as tiles_run
from poplar_nn_plugin.engine.work import Work
from poplar_nn_plugin.errors import (
    Cancelled,
    MissingDependencyError,
    RasterOpenError,
    WorkerError,
)
from poplar_nn_plugin.filters.median import Median
from poplar_nn_plugin.labels.align import Part
from poplar_nn_plugin.maps.features import FeatureMap
from poplar_nn_plugin.patches.candidates import Status
from poplar_nn_plugin.patches.reader import cut, look
from poplar_nn_plugin.progress import Silent

optional.module("distributed")
pytestmark = pytest.mark.worker

BUILD = Path(__file__).resolve().parents[2] / "build"
WORKER = Path(os.environ["POPLARNN_WORKER_PYTHON"])


class Log(Silent):
    """Keeps what is said; calls a function at each advance."""

    def __init__(self, at=lambda fraction: None):
        self.lines, self.at, self.stop = [], at, False

    def advance(self, fraction):
        self.at(fraction)

    def message(self, text):
        self.lines.append(text)

    warn = message

    def cancelled(self):
        return self.stop


@pytest.fixture(scope="module")
def scheduler():
    with dask_cluster(sys.executable, BUILD) as address:
        yield address


@pytest.fixture(scope="module")
def cluster(scheduler):
    with OnCluster(WORKER, scheduler, "512M", Silent()) as found:
        yield found


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    array = fields_of(150, 170)
    array[40:70, 60:95] = 0
    path = write_raster(tmp_path_factory.mktemp("images") / "image.tif", array, nodata=0)
    return RasterSource(path)


def median(image):
    return [image], Median(radius=2).step(image.band_names, "uint8", 0), "", None


def masked(image):
    shape = ogr.CreateGeometryFromWkt(square(20, 20, 90)).ExportToWkb()
    mask = Part(PolygonSource(image.grid, ((bytes(shape), 1),)), Window(16, 8, 130, 120))
    part = Part(image, Window(16, 8, 130, 120))
    return [part], Median(radius=1).step(image.band_names, "int16", -1), "", mask


def math_of_bands(image):
    expression = Expression("(a1 - a2) / (a1 - 90); mean(a)", (operand(image),))
    sources = expression.sources([image])
    return sources, expression.step(sources, nodata=-9999.0), "", None


def map_of_features(image):
    return [image], FeatureMap(feature_model(QUICK), True).step(image, ["classes"]), "classes", None


@pytest.mark.parametrize("work", [median, masked, math_of_bands, map_of_features])
def test_a_cluster_writes_the_bytes_that_this_computer_writes(cluster, image, tmp_path, work):
    sources, step, name, mask = work(image)
    for path, options in (("here", {}), ("there", {"executor": cluster})):
        out = tmp_path / f"{path}.tif"
        apply(sources, {out: (step, name)}, mask=mask, block_size=48, **options)

    here, there = ((tmp_path / f"{path}.tif").read_bytes() for path in ("here", "there"))
    assert here == there


@pytest.mark.parametrize("work", [median, map_of_features])
def test_workers_write_the_tiles_of_the_same_map(cluster, image, tmp_path, work, monkeypatch):
    monkeypatch.setattr(lattice, "_SIDES", (64,))
    sources, step, name, _ = work(image)

    apply(sources, {tmp_path / "here.tif": (step, name)}, block_size=48)
    apply(sources, {tmp_path / "there.vrt": (step, name)}, executor=cluster, layout="vrt")

    here, there = (read_raster(tmp_path / name) for name in ("here.tif", "there.vrt"))
    assert np.array_equal(here, there)
    assert len(list((tmp_path / "there.tiles").iterdir())) == 9
    assert not list(tmp_path.glob(".*"))


def test_a_folder_that_workers_do_not_see_is_told_before_any_work(
    cluster, image, tmp_path, monkeypatch
):
    sources, step, _, _ = median(image)
    monkeypatch.setattr(tiles_run, "token_hex", lambda size: "/nowhere")
    monkeypatch.setattr(Path, "touch", lambda path: None)

    with pytest.raises(WorkerError, match=r"it does not see what is written into .*drive that all"):
        apply(sources, {tmp_path / "out.vrt": step}, executor=cluster, layout="vrt")

    assert list(tmp_path.iterdir()) == []


def test_patches_are_the_same(cluster, image):
    rng = np.random.default_rng(3)
    position = rng.integers(0, 130, (300, 2)).astype("int32")
    here, there = Resources("64M", 1), ClusterResources("64M", 1, cluster)

    seen = [look(image, None, position, 20, 0.1, one, Silent()) for one in (here, there)]
    kept = position[seen[0] == Status.KEPT]
    both = [list(cut(image, kept, 20, one, Silent())) for one in (here, there)]

    assert np.array_equal(*seen)
    assert 0 < len(kept) < len(position)
    assert len(both[0]) == len(both[1]) > 0
    for mine, theirs in zip(*both):
        assert all(np.array_equal(a, b) for a, b in zip(mine, theirs))


def test_a_function_is_given_to_the_workers_once(cluster, image):
    sources, step, _, _ = median(image)
    work = Work(tuple(sources), (step,), ((0, ""),), None)
    first = list(cluster.run(work, [Window(0, 0, 8, 8)]))
    mark = cluster._to.mark
    second = list(cluster.run(work, [Window(0, 0, 8, 8), Window(8, 0, 8, 8)]))

    assert mark == cluster._to.mark != ""
    assert np.array_equal(first[0][1][0], second[0][1][0])


def test_a_file_that_workers_do_not_see_is_told_before_any_work(
    cluster, image, tmp_path, monkeypatch
):
    sources, step, _, _ = median(image)
    gone = {"path": "/images/of/another/computer.tif", "bytes": 1, "sha256": ""}
    monkeypatch.setattr(executor_module, "files_of", lambda values: [gone])

    with pytest.raises(WorkerError, match=r"has no file /images/of.*under the same names"):
        apply(sources, {tmp_path / "out.tif": step}, executor=cluster)

    monkeypatch.setattr(executor_module, "files_of", lambda values: [{**gone, "path": image.path}])
    with pytest.raises(WorkerError, match=r"its .*image\.tif is another file"):
        apply(sources, {tmp_path / "out.tif": step}, executor=cluster)

    assert list(tmp_path.iterdir()) == []


def test_an_error_there_is_the_error_here(cluster, tmp_path):
    path = write_raster(tmp_path / "image.tif", fields_of(64, 64))
    image = RasterSource(path)
    sources, step, _, _ = median(image)
    os.truncate(path, os.path.getsize(path) // 2)

    with pytest.raises(RasterOpenError, match=r"image\.tif"):
        apply(sources, {tmp_path / "out.tif": step}, executor=cluster, block_size=16)

    assert [one.name for one in tmp_path.iterdir()] == ["image.tif"]


def test_a_run_on_a_cluster_can_be_cancelled(scheduler, image, tmp_path):
    sources, step, _, _ = median(image)
    log = Log()
    log.at = lambda fraction: setattr(log, "stop", fraction > 0.2)

    with OnCluster(WORKER, scheduler, "1G", log) as cluster, pytest.raises(Cancelled):
        apply(sources, {tmp_path / "out.tif": step}, executor=cluster, block_size=16, progress=log)

    assert list(tmp_path.iterdir()) == []
    assert "2 workers with 2 threads together" in log.lines[0]


@pytest.mark.parametrize(("layout", "ending"), [("tiled", "tif"), ("vrt", "vrt")])
def test_what_a_worker_that_dies_had_is_done_again(image, tmp_path, monkeypatch, layout, ending):
    monkeypatch.setattr(lattice, "_SIDES", (16,))
    sources, step, _, _ = median(image)
    apply(sources, {tmp_path / f"here.{ending}": step}, block_size=16, layout=layout)
    monkeypatch.setenv("PYTHONPATH", str(BUILD))

    with (
        dask_cluster(sys.executable, BUILD, workers=0) as address,
        dask_worker(sys.executable, address) as first,
        dask_worker(sys.executable, address),
    ):
        log = Log(lambda fraction: first.kill() if 0.3 < fraction < 0.6 else None)
        _wait_for_workers(address, 2)
        with OnCluster(WORKER, address, "1G", log) as cluster:
            out = {tmp_path / f"there.{ending}": step}
            apply(sources, out, executor=cluster, block_size=16, layout=layout, progress=log)

    assert first.returncode is not None
    here, there = (tmp_path / f"{name}.{ending}" for name in ("here", "there"))
    assert np.array_equal(read_raster(here), read_raster(there))
    assert not list(tmp_path.rglob(".*"))


def test_a_worker_whose_python_lacks_gdal_is_told_as_such(image, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(BUILD))
    sources, step, _, _ = median(image)

    with (
        dask_cluster(sys.executable, BUILD, workers=0) as address,
        dask_worker(WORKER, address),
    ):
        _wait_for_workers(address, 1)
        with (
            OnCluster(WORKER, address, "1G", Silent()) as cluster,
            pytest.raises(
                MissingDependencyError, match=r"A Dask worker .* lacks osgeo\. Start the"
            ),
        ):
            apply(sources, {tmp_path / "out.tif": step}, executor=cluster)

    assert list(tmp_path.iterdir()) == []


def _wait_for_workers(address, count):
    import distributed

    with distributed.Client(address) as client:
        client.wait_for_workers(count, timeout=60)
