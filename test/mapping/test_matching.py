import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from poplar_nn_plugin.errors import ModelMismatchError
from poplar_nn_plugin.mapping.band_shift import pixel_range
from poplar_nn_plugin.mapping.matching import match_bands, matched, matches_from_json

NAMES = ("red", "infrared")


def drawn(dtype=np.uint8):
    """Return patches of two bands whose pixels differ."""
    values = np.random.default_rng(3).gamma(4, 12, (20, 15, 15, 2)) + np.array([10, 40])
    return np.clip(values, 0, 250).astype(dtype)


X = drawn(np.float32)
LEARNED = pixel_range(X, np.arange(len(X)))


def pixels(x):
    return x.reshape(-1, x.shape[-1])


def test_by_spread_an_image_of_another_gain_and_offset_is_as_training_was():
    other = X * (0.5, 2) + (30, -7)

    bands = match_bands("spread", pixels(other), LEARNED, NAMES)

    np.testing.assert_allclose([b.gain for b in bands], [2, 0.5])
    np.testing.assert_allclose(matched(other, bands), X, rtol=1e-5, atol=1e-4)


def test_by_histogram_an_image_of_another_gamma_is_as_training_was():
    other = 255 * (X / 255) ** 0.6

    bands = match_bands("histogram", pixels(other), LEARNED, NAMES)

    found = matched(other, bands)
    assert np.abs(found - X).mean() < 0.3
    assert np.abs(other - X).mean() > 20
    line = matched(other, match_bands("spread", pixels(other), LEARNED, NAMES))
    assert np.abs(line - X).mean() > 3 * np.abs(found - X).mean()


def test_nothing_leaves_the_range_of_training_by_histogram():
    bands = match_bands("histogram", pixels(X), LEARNED, NAMES)

    found = matched(np.array([[[-900.0, 5000.0]]]), bands)

    np.testing.assert_allclose(found[0, 0], [X[..., 0].min(), X[..., 1].max()])


@pytest.mark.parametrize("kind", ["spread", "histogram"])
def test_a_band_that_is_the_same_everywhere_gets_the_mean_of_training(kind):
    other = X.copy()
    other[..., 1] = 17

    found = matched(other, match_bands(kind, pixels(other), LEARNED, NAMES))

    np.testing.assert_allclose(found[..., 1], X[..., 1].mean(), rtol=0.02)
    assert np.isfinite(found).all()


def test_a_band_that_is_the_same_everywhere_is_known_where_its_mean_is_rounded():
    values = np.full((262144, 2), 0.1)  # whose standard deviation is computed as 6e-17

    (line, _) = match_bands("spread", values, LEARNED, NAMES)

    assert line.gain == 1


@pytest.mark.parametrize("kind", ["spread", "histogram"])
def test_a_band_that_was_the_same_everywhere_in_training_becomes_that(kind):
    flat = X.copy()
    flat[..., 0] = 60

    bands = match_bands(kind, pixels(X), pixel_range(flat, np.arange(len(flat))), NAMES)

    np.testing.assert_allclose(matched(X, bands)[..., 0], 60, rtol=1e-6)


@pytest.mark.parametrize("kind", ["spread", "histogram"])
def test_values_that_often_repeat_keep_their_order(kind):
    steps = (X // 20 * 20).astype(np.uint8)

    bands = match_bands(kind, pixels(steps), LEARNED, NAMES)

    ramp = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 2, axis=1)
    assert (np.diff(matched(ramp, bands), axis=0) >= 0).all()


@pytest.mark.parametrize(
    ("dtype", "expected"),
    [("uint8", "float32"), ("int16", "float32"), ("int32", "float64"), ("float64", "float64")],
)
def test_values_become_floats_that_hold_them(dtype, expected):
    x = drawn(dtype)

    assert matched(x, match_bands("spread", pixels(x), LEARNED, NAMES)).dtype == expected


def test_what_becomes_of_a_pixel_does_not_depend_on_its_block():
    bands = match_bands("histogram", pixels(drawn()), LEARNED, NAMES)
    x = drawn()

    whole = matched(x, bands)

    parts = [matched(x[n : n + 3, 2:9], bands) for n in range(0, 20, 3)]
    assert (np.concatenate(parts) == whole[:, 2:9]).all()


@pytest.mark.parametrize("kind", ["spread", "histogram"])
def test_it_is_said_and_kept_as_json(kind):
    bands = match_bands(kind, pixels(X * 0.5), LEARNED, NAMES)

    again = matches_from_json(json.loads(json.dumps([asdict(band) for band in bands])))

    assert (matched(X, again) == matched(X, bands)).all()
    assert [str(one) for one in again] == [str(one) for one in bands]
    assert str(bands[0]).startswith("band 'red': ")


def test_values_that_are_no_numbers_are_not_gone_by():
    other = pixels(X).copy()
    other[:50, 0] = np.inf
    other[50:90, 1] = np.nan

    found = match_bands("spread", other, LEARNED, NAMES)

    assert found == match_bands("spread", pixels(X)[90:], LEARNED, NAMES)


def test_without_matching_the_very_array_goes_on():
    assert matched(X, match_bands("none", pixels(X), None, NAMES)) is X


OLDER = replace(LEARNED, quantiles=())


def test_a_model_from_before_quantiles_can_still_match_by_spread():
    assert match_bands("spread", pixels(X), OLDER, NAMES)
    with pytest.raises(ModelMismatchError, match="train the model again, or match by 'spread'"):
        match_bands("histogram", pixels(X), OLDER, NAMES)


@pytest.mark.parametrize("kind", ["spread", "histogram"])
def test_a_model_that_tells_nothing_of_its_training_cannot_be_matched(kind):
    with pytest.raises(ModelMismatchError, match="again, or set MATCH to 'none'"):
        match_bands(kind, pixels(X), None, NAMES)


def test_too_few_pixels_are_refused_with_their_number():
    with pytest.raises(ModelMismatchError, match=r"at least 1000 pixels .* got 999 with data"):
        match_bands("spread", pixels(X)[:999], LEARNED, NAMES)
