import numpy as np
import pytest

from poplar_nn_plugin.nn.training.augment import augment, draw_orientations, oriented

LIGHT = 0.03
ZERO = np.array([-2.0, -3.0], np.float32)


def generator():
    return np.random.default_rng(4)


def patches(count=200, size=5):
    return np.random.default_rng(1).normal(size=(count, size, size, 2)).astype(np.float32)


def test_none_changes_nothing():
    x = patches()

    assert augment(x, "none", ZERO, LIGHT, generator()) is x


def test_flips_give_all_eight_orientations_and_nothing_else():
    x = np.repeat(patches(1), 400, axis=0)
    ways = [np.rot90(x[0], turn) for turn in range(4)]
    ways += [way[::-1] for way in ways]

    found = augment(x, "flips", ZERO, LIGHT, generator())

    which = [[np.array_equal(patch, way) for way in ways] for patch in found]
    assert (np.sum(which, axis=1) == 1).all()
    assert (np.sum(which, axis=0) > 20).all()


@pytest.mark.parametrize("kind", ["flips", "standard"])
def test_the_argument_is_left_as_it_was(kind):
    x = patches()

    found = augment(x, kind, ZERO, LIGHT, generator())

    np.testing.assert_array_equal(x, patches())
    assert (found.shape, found.dtype) == (x.shape, x.dtype)


@pytest.mark.parametrize("kind", ["flips", "standard"])
def test_how_the_argument_lies_in_memory_does_not_count(kind):
    x = patches(60)
    across = np.asfortranarray(x)

    found = augment(across, kind, ZERO, LIGHT, generator())

    np.testing.assert_array_equal(found, augment(x, kind, ZERO, LIGHT, generator()))


def test_jitter_is_another_gain_for_each_patch_and_a_little_of_it_for_each_band():
    x = patches(2000)
    x[:] = x[0]  # flipped or not, the same mean and deviation

    found = augment(x, "standard", ZERO, LIGHT, generator())

    gain = found.std(axis=(1, 2)) / x[0].std(axis=(0, 1))
    np.testing.assert_allclose(gain.mean(axis=0), 1, atol=0.02)
    np.testing.assert_allclose(gain.std(axis=0), np.hypot(LIGHT, 0.4 * LIGHT), rtol=0.1)
    np.testing.assert_allclose(np.diff(gain).std(), np.hypot(0.4, 0.4) * LIGHT, rtol=0.1)


def colourless(found):
    return np.abs(found.mean(axis=(1, 2))).max(axis=-1) < 1e-5


@pytest.mark.parametrize(("light", "share"), [(0.0, 0.0), (0.02, 0.012), (0.1, 0.3), (0.4, 0.5)])
def test_some_patches_keep_nothing_but_their_pattern(light, share):
    x = patches(3000)

    found = augment(x, "standard", ZERO, light, generator())

    assert colourless(found).mean() == pytest.approx(share, abs=0.025)
    assert not colourless(x).any()
    pattern, before = (a - a.mean(axis=(1, 2), keepdims=True) for a in (found, x))
    size = pattern.std(axis=(1, 2)) / before.std(axis=(1, 2))
    assert (np.abs(size[colourless(found)] - 1) <= 6 * light).all()  # in other light only


def test_darkness_stays_dark_but_for_the_offset():
    dark = np.broadcast_to(ZERO, (2000, 3, 3, 2)).astype(np.float32)

    found = augment(dark, "standard", ZERO, LIGHT, generator())

    offset = (found - ZERO)[~colourless(found)]
    np.testing.assert_allclose(offset.std(axis=(0, 1, 2)), np.hypot(2, 0.8) * LIGHT, rtol=0.1)
    np.testing.assert_allclose(np.diff(offset).std(), np.hypot(0.8, 0.8) * LIGHT, rtol=0.1)


def test_bands_whose_zero_is_far_away_are_not_thrown_about():
    level = np.zeros((2000, 3, 3, 1), np.float32)

    found = augment(level, "standard", np.array([-500.0]), LIGHT, generator())

    assert found.std() < 1


def test_the_seed_decides():
    one, same = (augment(patches(), "standard", ZERO, LIGHT, generator()) for _ in range(2))

    np.testing.assert_array_equal(one, same)


def test_without_variation_light_stays_as_it_is():
    x = patches()

    found = augment(x, "standard", ZERO, 0.0, generator())

    np.testing.assert_allclose(found, augment(x, "flips", ZERO, 0.0, generator()), rtol=1e-6)


@pytest.mark.parametrize("kind", ["standard", "flips", "none"])
def test_what_belongs_to_the_pixels_of_a_patch_is_oriented_with_it(kind):
    x = patches()
    x[..., 0] = np.round(x[..., 0])  # the same number in a mask
    mask = x[..., 0].astype(int)
    orientation = draw_orientations(len(x), kind, generator())

    found = augment(x, kind, ZERO, 0.0, generator(), orientation)

    assert (oriented(mask, orientation) == np.round(found[..., 0])).all()
    assert (len(set(orientation)) == 8) == (kind != "none")
