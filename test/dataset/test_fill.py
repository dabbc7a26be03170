"""Invalid pixels of patches get the mean of the valid ones, as the type of the dataset holds it."""

import numpy as np
import pytest

from poplar_nn_plugin.dataset.fill import fill_invalid

PATCH = np.array([[[10, 1], [11, 2]], [[99, 99], [13, 4]]])[None]
VALID = np.array([[True, True], [False, True]])[None]


@pytest.mark.parametrize(
    ("dtype", "means"),
    [("uint8", [11, 2]), ("int16", [11, 2]), ("float32", np.float32([34 / 3, 7 / 3]))],
)
def test_an_invalid_pixel_gets_the_mean_of_each_band_in_the_type_of_the_patches(dtype, means):
    found = fill_invalid(PATCH.astype(dtype), VALID)

    assert found.dtype == dtype
    assert found[0, 1, 0].tolist() == list(means)
    assert (found[VALID] == PATCH[VALID]).all()


def test_floats_get_the_mean_as_a_dataset_of_whole_numbers_holds_it():
    found = fill_invalid(PATCH.astype(np.float32), VALID, np.uint8)

    assert found.dtype == np.float32
    assert found[0, 1, 0].tolist() == [11, 2]


@pytest.mark.parametrize("under", [np.nan, np.inf, -1e30])
def test_what_lies_under_an_invalid_pixel_counts_for_nothing(under):
    patch = PATCH.astype(np.float32)
    hidden = np.where(VALID[..., None], patch, np.float32(under))

    assert np.array_equal(fill_invalid(hidden, VALID), fill_invalid(patch, VALID))
