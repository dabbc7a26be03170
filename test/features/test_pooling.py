"""Means and deviations in windows around cells, compared with windows counted pixel by pixel."""

from fractions import Fraction

import numpy as np
import pytest

from poplar_nn_plugin.features.dense import enlarged
from poplar_nn_plugin.features.pooling import pooled

_PARTS = 20  # of a pixel, which is how finely windows are counted
_MARGIN, _CELLS = 40, (3, 5)


def by_hand(stage, stride, centre, cell, width):
    """Return means and deviations of samples drawn out to squares of parts of a pixel."""
    side, corner = int(stride * _PARTS), int((centre - stride / 2) * _PARTS)
    drawn = stage.repeat(side, axis=0).repeat(side, axis=1).astype(float)
    found = np.empty((*_CELLS, 2 * stage.shape[-1]))
    for row, col in np.ndindex(*_CELLS):
        top, left = (
            int((_MARGIN + (n + 0.5) * cell - width / 2) * _PARTS) - corner for n in (row, col)
        )
        window = drawn[top : top + width * _PARTS, left : left + width * _PARTS]
        assert window.shape[:2] == (width * _PARTS, width * _PARTS)
        found[row, col] = [*window.mean(axis=(0, 1)), *window.std(axis=(0, 1))]
    return found


@pytest.mark.parametrize(
    ("stride", "centre", "cell", "width"),
    [
        pytest.param(1, "0.5", 4, 16, id="samples of a pixel"),
        pytest.param(2, "1.4", 4, 16, id="samples finer than a cell"),
        pytest.param("0.5", "0.4", 1, 3, id="samples of half a pixel"),
        pytest.param(4, "1.8", 4, 16, id="samples as large as a cell"),
        pytest.param(8, "4.9", 4, 16, id="samples coarser than a cell"),
        pytest.param(4, "0.9", 1, 3, id="windows smaller than a sample"),
        pytest.param(8, "5.3", 4, 5, id="odd windows"),
    ],
)
def test_windows_count_each_sample_by_what_of_it_lies_inside(stride, centre, cell, width):
    stride, centre = Fraction(stride), Fraction(centre)
    side = int(100 / stride)
    stage = np.random.default_rng(0).normal(size=(side, side, 2)).astype(np.float32)

    found = pooled(stage, stride, centre, _CELLS, cell=cell, width=width, margin=_MARGIN)

    expected = by_hand(stage, stride, centre, cell, width)
    assert found.dtype == np.float32
    assert np.allclose(found[..., :2], expected[..., :2], atol=1e-5)
    assert np.allclose(found[..., 2:], expected[..., 2:], atol=2e-3)  # never below 0.001


def test_what_is_the_same_everywhere_has_its_mean_and_nearly_no_deviation():
    stage = np.full((20, 20, 1), 3.0, np.float32)

    found = pooled(stage, Fraction(8), Fraction(5), _CELLS, cell=4, width=16, margin=_MARGIN)

    assert np.allclose(found[..., 0], 3, atol=1e-5)
    assert found[..., 1].max() < 0.01


def test_cells_have_the_same_to_the_last_bit_wherever_the_array_begins():
    stage = np.random.default_rng(1).normal(size=(30, 30, 3)).astype(np.float32)
    how = {"cell": 4, "width": 16}

    whole = pooled(stage, Fraction(8), Fraction(5), (20, 20), margin=40, **how)
    part = pooled(stage[3:, 2:], Fraction(8), Fraction(5), (8, 9), margin=32, **how)

    assert np.array_equal(whole[4:12, 2:11], part)


def test_enlarged_is_linear_between_the_middles_of_pixels():
    image = np.array([[0.0, 8.0], [4.0, 12.0]], np.float32)[..., None]

    twice = enlarged(image, 2)[..., 0]

    assert twice.tolist() == [[0, 2, 6, 8], [1, 3, 7, 9], [3, 5, 9, 11], [4, 6, 10, 12]]
    assert np.array_equal(enlarged(image, 1), image)
    assert enlarged(image, 4).shape == (8, 8, 1)
    assert np.allclose(enlarged(image, 4)[0, :, 0], [0, 0, 1, 3, 5, 7, 8, 8])
