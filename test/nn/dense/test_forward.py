"""Whole blocks, to the last bit whatever the block."""

import numpy as np
import pytest
from network_samples import network_of
from numpy.lib.stride_tricks import sliding_window_view
from watch import Watch

from poplar_nn_plugin.errors import Cancelled
from poplar_nn_plugin.nn.dense import forward as module
from poplar_nn_plugin.nn.dense.convert import dense_network
from poplar_nn_plugin.nn.dense.forward import BlockForward, block_forward
from poplar_nn_plugin.nn.dense.tiles import Lattice

SIZE, STRIDE, RIM, FIRST = 16, 2, 3, (5, -2)
RNG = np.random.default_rng(0)
PIXELS = RNG.normal(size=(96, 80, 2)).astype(np.float32)
VALID = np.ones(PIXELS.shape[:2], bool)
VALID[40:43, 20:30] = False
WANTED = sliding_window_view(VALID, (SIZE, SIZE))[::STRIDE, ::STRIDE].all(axis=(2, 3))


@pytest.fixture(scope="module")
def network():
    return network_of("compact_valid", SIZE)


@pytest.fixture(scope="module")
def forward(network):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module.Lattice, "of", lambda *_, **__: Lattice(16, RIM, 5))
        return BlockForward(dense_network(network, STRIDE), RIM)


@pytest.fixture(scope="module")
def whole(forward):
    return forward(PIXELS, VALID, WANTED, FIRST, Watch())


def test_each_patch_gets_what_it_gets_alone(network, whole):
    cells = np.argwhere(WANTED)
    patches = [PIXELS[i : i + SIZE, j : j + SIZE] for i, j in cells * STRIDE]
    alone = network(np.array(patches), training=False)

    assert np.abs(whole[WANTED] - alone).max() < 1e-5
    assert np.isnan(whole[~WANTED]).all()
    assert (~WANTED).any()


@pytest.mark.parametrize("side", [4, 7, 19])
def test_any_blocks_give_the_same_to_the_last_bit(forward, whole, side):
    joined = np.full_like(whole, 7)
    for i in range(0, joined.shape[0], side):
        for j in range(0, joined.shape[1], side):
            cells = np.s_[i : i + side, j : j + side]
            rows, cols = WANTED[cells].shape
            part = np.s_[
                i * STRIDE : (i + rows - 1) * STRIDE + SIZE,
                j * STRIDE : (j + cols - 1) * STRIDE + SIZE,
            ]
            place = (FIRST[0] + i, FIRST[1] + j)
            joined[cells] = forward(PIXELS[part], VALID[part], WANTED[cells], place, Watch())

    assert np.array_equal(joined, whole, equal_nan=True)


def test_what_lies_under_invalid_pixels_and_what_else_is_wanted_do_not_count(forward, whole):
    pixels, fewer = np.where(VALID[..., None], PIXELS, np.nan), WANTED.copy()
    fewer[::2] = False

    found = forward(pixels, VALID, fewer, FIRST, Watch())

    assert np.array_equal(found[fewer], whole[fewer])
    assert np.isnan(found[~fewer]).all()


def test_tiles_that_nobody_asks_for_are_not_computed(forward):
    watch, few = Watch(), np.zeros_like(WANTED)
    few[0, 0] = True

    forward(PIXELS, VALID, few, FIRST, watch)

    assert len(watch.fractions) == 1


def test_it_can_be_cancelled_between_two_tiles(forward):
    with pytest.raises(Cancelled):
        forward(PIXELS, VALID, WANTED, FIRST, Watch(stop_after=2))


def test_patches_that_do_not_overlap_are_computed_one_by_one(network):
    assert block_forward(network, SIZE, 0) is None
    assert block_forward(network, 2, 0).gain > 3
    assert block_forward(network_of("compact", SIZE), 2, 0) is None
