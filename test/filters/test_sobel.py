import numpy as np
import pytest
from scipy import ndimage

from poplar_nn_plugin.filters.sobel import Sobel

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int32", "float32", "float64"])
def test_whole_windows_equal_scipy(dtype, as_block):
    array = RNG.integers(0, 255, (30, 35, 1)).astype(dtype)
    block = as_block(array, halo=1)
    plain = array[..., 0].astype("float64")
    expected = {
        "eastward": ndimage.sobel(plain, 1),
        "southward": ndimage.sobel(plain, 0),
        "strength": np.hypot(ndimage.sobel(plain, 0), ndimage.sobel(plain, 1)),
    }

    for change, values in expected.items():
        assert np.allclose(values[1:-1, 1:-1], Sobel(change)(block)[1:-1, 1:-1, 0], rtol=1e-6)


def test_a_neighbour_without_data_counts_as_equal(as_block):
    array = np.array([[0, 0, 9], [0, 5, 9], [0, 0, 9]], "uint8")[..., None]
    valid = np.ones((3, 3), bool)
    valid[:, 2] = False

    assert Sobel("eastward")(as_block(array, valid, 1))[1, 1, 0] == 4 * 5  # 5 - 0, four times
