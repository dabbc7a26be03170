import numpy as np
import pytest

from poplar_nn_plugin.nn.network.texture import feature_count, feature_parts, features
from poplar_nn_plugin.progress import Silent

DISTANCES_OF_8 = (1, 2, 3, 4)


@pytest.fixture
def patches():
    return np.random.default_rng(0).normal(size=(6, 8, 8, 2)).astype(np.float32)


def test_tones_are_mean_deviation_and_quantiles_of_each_band(patches):
    found = features(patches).reshape(6, -1, 2)

    np.testing.assert_allclose(found[:, 0], patches.mean(axis=(1, 2)), atol=1e-6)
    np.testing.assert_allclose(found[:, 1], patches.std(axis=(1, 2)), atol=1e-6)
    nearest = np.quantile(patches, (0.05, 0.25, 0.5, 0.75, 0.95), axis=(1, 2), method="nearest")
    np.testing.assert_allclose(found[:, 2:7], np.moveaxis(nearest, 0, 1), atol=1e-6)


def test_stripes_are_alike_at_their_distance_and_unlike_at_half_of_it():
    stripes = np.tile(np.where(np.arange(8) // 2 % 2, 1.0, -1.0), (8, 1))[None, ..., None]

    found = features(stripes.astype(np.float32))[0, 7:].reshape(len(DISTANCES_OF_8), 3)

    mean, least, greatest = found.T
    half, whole = DISTANCES_OF_8.index(2), DISTANCES_OF_8.index(4)
    assert greatest[half] == 2  # across, each pixel meets its opposite
    assert least[half] == least[whole] == 0  # along, each meets its like
    assert mean[whole] < mean[half]


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_or_mirrored_patch_has_the_same_features(patches, turns):
    turned = np.rot90(patches, turns, axes=(1, 2))

    np.testing.assert_allclose(features(turned), features(patches), atol=1e-5)
    np.testing.assert_allclose(features(turned[:, ::-1]), features(patches), atol=1e-5)


def test_what_a_patch_gets_depends_on_no_other_to_the_last_bit(patches):
    together = features(patches)

    assert np.array_equal(features(patches[3:4]), together[3:4])
    assert np.array_equal(features(np.asfortranarray(patches)), together)
    parts = list(feature_parts(6, lambda start, stop: patches[start:stop], Silent()))
    assert np.array_equal(np.concatenate([part for _, part in parts]), together)
    assert [start for start, _ in parts] == [0, 1]


def test_a_patch_of_one_value_has_features_that_are_numbers():
    assert np.isfinite(features(np.full((2, 8, 8, 3), 7, np.float32))).all()


@pytest.mark.parametrize(("size", "bands"), [(2, 5), (3, 1), (8, 3), (30, 4)])
def test_as_many_features_as_promised(size, bands):
    patches = np.zeros((2, size, size, bands), np.float32)

    assert features(patches).shape == (2, feature_count(size, bands))
