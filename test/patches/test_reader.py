"""Patches read from an image: the memory that they take on the way, and what networks see."""

import tracemalloc
from types import SimpleNamespace

import numpy as np
import pytest
from patch_samples import image_metadata
from samples import write_raster

from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import RasterSource, Window
from poplar_nn_plugin.engine.resources import Resources
from poplar_nn_plugin.errors import Cancelled
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.nn.predict_block import predict_block
from poplar_nn_plugin.patches.candidates import Status
from poplar_nn_plugin.patches.reader import cut, look
from poplar_nn_plugin.progress import Silent

SIDE, SIZE, STRIDE = 1500, 30, 12


@pytest.fixture
def image(tmp_path):
    array = np.random.default_rng(0).integers(1, 255, (SIDE, SIDE, 3), dtype="uint8")
    array[::200, ::200] = 0
    return RasterSource(write_raster(tmp_path / "image.tif", array, nodata=0))


@pytest.fixture
def position():
    places = np.arange(0, SIDE - SIZE, STRIDE)
    return np.stack(np.meshgrid(places, places), axis=-1).reshape(-1, 2)


@pytest.mark.parametrize(("megabytes", "jobs"), [(16, 1), (16, 4), (48, 4)])
def test_memory_stays_under_the_cap(image, position, megabytes, jobs):
    resources = Resources(f"{megabytes}M", jobs)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]

    count = sum(len(patches) for _, patches in cut(image, position, SIZE, resources, Silent()))
    status = look(image, image.but(bands=(1,)), position, SIZE, 0.5, resources, Silent())

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == len(position) > 15_000
    assert np.count_nonzero(status == Status.KEPT) > 0.99 * count
    assert 2**21 < peak - before <= megabytes * 2**20


def test_cancel_is_heard_between_pieces(image, position):
    class Stopped(Silent):
        asked = 0

        def cancelled(self):
            self.asked += 1
            return self.asked > 3

    progress, seen = Stopped(), []

    with pytest.raises(Cancelled):
        seen.extend(cut(image, position, SIZE, Resources("16M", 2), progress))

    assert len(seen) == 3


def test_a_patch_larger_than_pieces_are_is_cut_all_the_same(image, position, monkeypatch):
    monkeypatch.setattr("poplar_nn_plugin.patches.reader._LARGEST", 2**10)

    parts = list(cut(image, position[:50], SIZE, Resources("16M", 2), Silent()))

    assert [len(members) for members, _ in parts] == [1] * 50


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "float32", "float64"])
def test_a_network_is_shown_the_same_numbers_in_training_and_on_the_map(
    tmp_path, monkeypatch, dtype
):
    rng = np.random.default_rng(3)
    size, stride, bands = 7, 3, 2
    array = rng.integers(1, 250, (40, 31, bands)).astype(dtype)
    if array.dtype.kind == "f":
        array += rng.random(array.shape).astype(dtype)
    array[rng.random(array.shape[:2]) < 0.1] = 0
    image = RasterSource(write_raster(tmp_path / "image.tif", array, nodata=0))
    scaling, shown = Scaling((120.5, 90.25), (40.3, 30.7)), []

    def forward(count, take, progress):
        shown.append(take(0, count))
        return np.zeros((count, 2), np.float32)

    model = SimpleNamespace(
        card=SimpleNamespace(
            spec=PatchSpec(size, stride, (1, 2)),
            scaling=scaling,
            image=image_metadata(2, dtype),
            classes=SimpleNamespace(codes=(3, 7)),
            temperature=1.0,
        ),
        pixels=None,
        forward=forward,
        device="",
    )
    monkeypatch.setattr("poplar_nn_plugin.nn.predict_block._open", lambda path: model)
    data, valid = image.read(Window(0, 0, 31, 40))

    predict_block(model="", data=data, valid=valid, stride=stride, progress=Silent())

    cells = np.indices(((40 - size) // stride + 1, (31 - size) // stride + 1)).reshape(2, -1).T
    members, patches = zip(*cut(image, cells * stride, size, Resources("16M", 1), Silent()))
    learned = scaling.apply(np.concatenate(patches))[np.argsort(np.concatenate(members))]
    assert not image.whole
    assert np.array_equal(shown[0], learned)
