import numpy as np
import pytest
from scipy import ndimage

from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.filters.kernel import Kernel, parse_matrix

RNG = np.random.default_rng(0)
AS_THEY_ARE = "as they are"


@pytest.mark.parametrize(
    "text",
    ["1 2 3; 4 5 6; 7 8 9", "1,2,3;4,5,6;7,8,9", "1 2 3\n4 5 6\n7 8 9\n", "1\t2\t3;4 5, 6;7 8 9;",
     "[[1, 2, 3], [4, 5, 6], [7, 8, 9]]"],
)  # fmt: skip
def test_a_matrix_may_be_typed_in_many_ways(text):
    assert parse_matrix(text).tolist() == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it is empty"),
        ("1 2 x", "'x' in it is not one"),
        ("1 nan 1", "'nan' in it is not one"),
        ("1 2 3; 4 5", "they have 3, 2"),
        ("1 2; 3 4", "2 rows and 2 columns; both must be odd"),
        ("1 2 3; 4 5 6", "2 rows and 3 columns; both must be odd"),
        ("5", "does nothing"),
        ("0 0 0", "does nothing"),
        ("1 1e999 1", "too large"),
        (" ".join(["1"] * 53), "at most 51"),
    ],
)
def test_what_is_no_matrix_is_refused_with_its_fault(text, message):
    with pytest.raises(ParameterError, match=message):
        Kernel(text, AS_THEY_ARE)


def test_a_matrix_that_sums_to_nothing_cannot_be_divided_by_it():
    with pytest.raises(ParameterError, match="use them as they are"):
        Kernel("-1 0 1")


@pytest.mark.parametrize("shape", [(3, 3), (1, 7), (5, 3)])
@pytest.mark.parametrize("dtype", ["uint8", "int16", "float32", "float64"])
def test_whole_windows_equal_scipy(dtype, shape, as_block):
    weights = RNG.integers(-4, 9, shape)
    chosen = Kernel("; ".join(" ".join(map(str, row)) for row in weights), AS_THEY_ARE)
    array = RNG.integers(0, 127, (30, 35, 1)).astype(dtype)
    inner = slice(chosen.halo, -chosen.halo)

    result = chosen(as_block(array, halo=chosen.halo))[inner, inner, 0]

    expected = ndimage.correlate(array[..., 0].astype("float64"), weights.astype("float64"))
    assert np.allclose(expected[inner, inner], result, rtol=1e-6, atol=1e-3)


def test_weights_above_0_are_a_mean_of_the_valid_pixels(as_block, padded):
    array, valid = RNG.integers(0, 127, (12, 13, 1)).astype("float64"), RNG.random((12, 13)) < 0.6
    weights = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1.0]])
    sums, share = (
        ndimage.correlate(part.astype("float64"), weights, mode="constant")
        for part in (np.where(valid, array[..., 0], 0), valid)
    )

    result = Kernel()(as_block(*padded(array, valid, 1)))[1:-1, 1:-1, 0]

    assert np.allclose((sums / share)[valid], result[valid])


def test_else_the_pixel_stands_in_for_what_is_missing(as_block):
    array = np.array([[9, 9, 3]], "uint8")[..., None]
    block = as_block(
        np.pad(array, ((1, 1), (0, 0), (0, 0))), np.pad([[False, True, True]], ((1, 1), (0, 0))), 1
    )

    assert Kernel("-1 0 1", AS_THEY_ARE)(block)[1, 1, 0] == 3 - 9


def test_neighbours_that_are_all_missing_leave_the_pixel(as_block):
    valid = np.zeros((3, 3), bool)
    valid[1, 1] = True

    assert Kernel("1 0 1")(as_block(np.full((3, 3, 1), 7, "uint8"), valid, 1))[1, 1, 0] == 7
