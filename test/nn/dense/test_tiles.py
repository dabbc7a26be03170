"""Tiles that depend on the image, not on its blocks."""

import numpy as np
import pytest

from poplar_nn_plugin.nn.dense.tiles import Lattice


@pytest.mark.parametrize(
    "lattice", [Lattice(10, 2, 3), Lattice(10, 0, 4), Lattice(7, 3, 1), Lattice(1, 0, 1)]
)
@pytest.mark.parametrize(("first", "count"), [(0, 25), (-9, 4), (13, 1), (8, 14)])
def test_each_cell_is_given_once_whatever_the_block(lattice, first, count):
    given, home = np.zeros(200, int), {}
    for span in lattice.spans(-60, 140):
        assert 0 < span.kept <= span.length
        for cell in range(span.start, span.start + span.kept):
            home[cell] = span

    for span in lattice.spans(first, count):
        kept = range(max(span.start, first), min(span.start + span.kept, first + count))
        assert kept
        for cell in kept:
            given[cell + 50] += 1
            assert home[cell] == span

    assert given.sum() == count
    assert (given[first + 50 : first + 50 + count] == 1).all()


def test_blocks_of_the_engine_take_whole_tiles():
    lattice = Lattice.of(30, 4, rim=10, widest=128.0)

    spans = list(lattice.spans(256 - 10, 256 + 20))

    assert lattice.period * 4 == 1024
    assert spans[0].start == 246
    assert spans[-1].start + spans[-1].kept == 522
    assert lattice.cost(30, 4) < 1.5


@pytest.mark.parametrize(("size", "stride"), [(30, 1), (30, 30), (256, 10), (3, 3), (64, 97)])
def test_tiles_stay_small_where_a_network_is_wide(size, stride):
    wide = Lattice.of(size, stride, rim=3, widest=4096.0)

    assert (wide.length - 1) * stride + size <= max(128, 2 * size)
    assert wide.length >= 1
