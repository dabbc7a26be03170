"""Patches read from an image: the memory that they take on the way."""

import tracemalloc

import numpy as np
import pytest
from samples import write_raster

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import Cancelled
from poplar_nn_plugin.patches.candidates import Status
from poplar_nn_plugin.patches.reader import Means, cut, look
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
    means = Means(f"{megabytes}M", jobs)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]

    count = sum(len(patches) for _, patches in cut(image, position, SIZE, means, Silent()))
    status = look(image, image.but(bands=(1,)), position, SIZE, 0.5, means, Silent())

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
        seen.extend(cut(image, position, SIZE, Means("16M", 2), progress))

    assert len(seen) == 3


def test_a_patch_larger_than_pieces_are_is_cut_all_the_same(image, position, monkeypatch):
    monkeypatch.setattr("poplar_nn_plugin.patches.reader._LARGEST", 2**10)

    parts = list(cut(image, position[:50], SIZE, Means("16M", 2), Silent()))

    assert [len(members) for members, _ in parts] == [1] * 50
