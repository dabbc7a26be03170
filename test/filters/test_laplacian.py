import numpy as np
import pytest
from scipy import ndimage

from poplar_nn_plugin.filters.laplacian import Laplacian

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32", "float64"])
def test_four_neighbours_equal_scipy(dtype, as_block):
    array = RNG.integers(0, 255, (30, 35, 1)).astype(dtype)

    result = Laplacian()(as_block(array, halo=1))[1:-1, 1:-1, 0]

    assert np.allclose(ndimage.laplace(array[..., 0].astype("float64"))[1:-1, 1:-1], result)


def test_eight_neighbours(as_block):
    array = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 90]], "uint8")[..., None]

    assert Laplacian("8")(as_block(array, halo=1))[1, 1, 0] == array.sum() - 9 * 5


def test_a_neighbour_without_data_counts_as_equal(as_block):
    array = np.array([[0, 7, 0], [5, 5, 99], [0, 5, 0]], "uint8")[..., None]
    valid = np.ones((3, 3), bool)
    valid[1, 2] = False

    assert Laplacian()(as_block(array, valid, 1))[1, 1, 0] == 2
