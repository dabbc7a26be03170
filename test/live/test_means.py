"""What the live map takes stays under its cap, on any machine."""

from __future__ import annotations

import tracemalloc

import pytest
from live_samples import ground_image

from poplar_nn_plugin.live import means as module
from poplar_nn_plugin.live.image import LiveImage
from poplar_nn_plugin.live.means import Means
from poplar_nn_plugin.live.tiles import Tile
from poplar_nn_plugin.progress import Silent


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    return LiveImage.open(ground_image(tmp_path_factory.mktemp("image"), 500, 500), Silent())


@pytest.mark.parametrize("cores", [1, 2, 8, 64])
@pytest.mark.parametrize("memory", [2**29, 2**30, 2**33])
def test_tiles_that_are_computed_and_kept_share_the_cap(image, cores, memory, monkeypatch):
    monkeypatch.setattr(module, "cores", lambda: cores)
    store = Means(memory=memory).store(image)

    assert 1 <= store.threads <= max(1, cores - 1)
    assert store.threads * image.tile_bytes + store.most + store.beside <= memory - memory // 3
    assert store.most > memory / 4


def test_a_cap_for_no_tile_at_all_computes_one_at_a_time(image):
    store = Means(memory=2**20).store(image)

    assert store.threads == 1
    assert (store.most, store.beside) == (0, 0)


def test_a_tile_takes_no_more_than_is_said(image):
    image.features(Tile(0, 0))
    tracemalloc.start()
    image.features(Tile(0, 0))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert image.tile_bytes / 4 < most < image.tile_bytes
