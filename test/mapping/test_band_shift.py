import json

import numpy as np
import pytest

from poplar_nn_plugin.mapping.band_shift import band_shifts, pixel_range

NAMES = ("red", "infrared")


@pytest.fixture(scope="module")
def learned():
    x = np.zeros((10, 4, 5, 2), np.uint8)
    x[..., 0] = np.arange(200).reshape(10, 4, 5)
    x[..., 1] = 100
    return pixel_range(x, np.arange(10))


def test_the_range_is_that_of_all_but_a_hundredth_of_the_values(learned):
    np.testing.assert_allclose(learned.low, [0.995, 100])
    np.testing.assert_allclose(learned.high, [198.005, 100])
    np.testing.assert_allclose(learned.mean, [99.5, 100])
    np.testing.assert_allclose(learned.std, [np.arange(200).std(), 0])


def test_the_hundredths_of_each_band_are_kept_with_both_ends(learned):
    red, infrared = learned.quantiles

    np.testing.assert_allclose(red, np.linspace(0, 199, 101))
    assert infrared == (100,) * 101


def test_only_the_patches_asked_for_count():
    x = np.zeros((4, 2, 2, 1), np.uint8)
    x[3] = 250

    assert pixel_range(x, np.array([0, 1, 2])).high == (0,)


def test_of_many_patches_some_are_looked_at():
    x = np.arange(5000, dtype=np.uint16).reshape(-1, 1, 1, 1)

    found = pixel_range(x, np.arange(5000))

    assert found.high[0] == pytest.approx(4975, abs=5)


def test_an_image_like_training_is_not_told(learned):
    values = np.stack([np.arange(20, 180), np.full(160, 100)], axis=1)

    assert band_shifts(values, learned, NAMES) == []


def test_a_band_with_a_tenth_out_of_range_is_told_with_its_share(learned):
    values = np.stack([np.r_[np.arange(80), np.full(20, 240)], np.full(100, 100)], axis=1)

    (shift,) = band_shifts(values, learned, NAMES)

    assert shift.band == "red"
    assert shift.outside == pytest.approx(0.21)  # 0 is below 0.995
    assert "21% of the pixels lie outside" in str(shift)
    assert json.loads(json.dumps(shift.to_json()))["seen"][1] == pytest.approx(values[:, 0].mean())


def test_a_band_whose_mean_is_far_away_is_told_though_all_is_in_range(learned):
    values = np.stack([np.full(50, 180), np.full(50, 100)], axis=1)

    (shift,) = band_shifts(values, learned, NAMES)

    assert (shift.band, shift.outside) == ("red", 0)


def test_where_there_is_no_data_there_is_nothing_to_tell(learned):
    assert band_shifts(np.zeros((0, 2)), learned, NAMES) == []
