"""Bands, and their means and deviations in small windows, of which only valid pixels count."""

import numpy as np
import pytest

from poplar_nn_plugin.features.texture import texture


def by_hand(scaled, valid, size):
    """Return mean and deviation of the valid pixels in the window around each, 0 without any."""
    reach, bands = size // 2, scaled.shape[-1]
    found = np.zeros((*valid.shape, 2 * bands))
    for row, col in np.ndindex(*valid.shape):
        part = (
            slice(max(0, row - reach), row + reach + 1),
            slice(max(0, col - reach), col + reach + 1),
        )
        known = scaled[part][valid[part]].astype(float)
        if len(known):
            found[row, col] = [*known.mean(axis=0), *known.std(axis=0)]
    return found


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_only_valid_pixels_count(share):
    rng = np.random.default_rng(0)
    scaled, valid = rng.normal(size=(12, 15, 2)).astype(np.float32), rng.random((12, 15)) >= share
    scaled[~valid] = 0

    found = texture(scaled, valid, (3, 7))

    assert found.dtype == np.float32
    assert np.array_equal(found[..., :2], scaled)
    assert np.allclose(found[..., 2:6], by_hand(scaled, valid, 3), atol=1e-3)
    assert np.allclose(found[..., 6:], by_hand(scaled, valid, 7), atol=1e-3)


def test_a_pixel_has_the_same_to_the_last_bit_wherever_the_array_begins():
    scaled = np.random.default_rng(1).normal(size=(30, 30, 1)).astype(np.float32)
    valid = np.ones((30, 30), bool)

    whole, part = texture(scaled, valid, (7,)), texture(scaled[5:, 9:], valid[5:, 9:], (7,))

    assert np.array_equal(whole[8:, 12:], part[3:, 3:])
