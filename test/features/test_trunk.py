"""The trunk in NumPy gives what Keras gave, wherever its strips end and whoever computes them."""

import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from trunk_samples import FEATURES, photograph

from poplar_nn_plugin.features import trunk
from poplar_nn_plugin.features.trunk import CENTRES, CHANNELS, STRIDES, Trunk
from poplar_nn_plugin.features.weights import read_weights

STAGES = tuple(STRIDES)


@pytest.fixture(scope="module")
def frozen():
    return Trunk.load(STAGES)


def far(one: dict, other: dict) -> float:
    """Return by how much features differ, in their standard deviations."""
    assert set(one) == set(other)
    return max(np.abs(one[stage] - other[stage]).max() / other[stage].std() for stage in one)


def test_features_are_those_that_keras_gave(frozen):
    with np.load(FEATURES) as kept:
        expected = {stage: kept[f"stage{stage}"].astype(np.float32) for stage in STAGES}

    found = frozen(photograph(64, 64))

    for stage in STAGES:
        assert found[stage].dtype == np.float32
        assert found[stage].shape == (64 // STRIDES[stage], 64 // STRIDES[stage], CHANNELS[stage])
    assert far(found, expected) < 5e-3  # kept in float16


def test_images_need_not_be_square(frozen):
    image = photograph(512, 480)
    wide, high = frozen(image[:208]), frozen(image)

    for stage in STAGES:
        assert wide[stage].shape[:2] == (208 // STRIDES[stage], 480 // STRIDES[stage])
        rows = 32 // STRIDES[stage]  # what lies below is far from these
        assert np.allclose(wide[stage][:rows], high[stage][:rows], atol=1e-3)


def test_only_the_stages_asked_for_are_returned(frozen):
    image = photograph(32, 32)

    found = Trunk.load((4, 2))(image)

    assert list(found) == [2, 4]
    assert np.array_equal(found[4], frozen(image)[4])


@pytest.mark.parametrize("threads", [2, 5])
def test_threads_do_not_count(frozen, threads):
    image = photograph(320, 208)

    assert far(frozen(image, threads), frozen(image)) < 1e-5


@pytest.mark.parametrize("strip", [1, 2**14, 2**30])
def test_the_height_of_strips_does_not_count(frozen, strip, monkeypatch):
    image = photograph(96, 160)
    expected = frozen(image)

    monkeypatch.setattr(trunk, "_STRIP", strip)

    assert far(frozen(image), expected) < 1e-4


@pytest.mark.parametrize("width", [16, 112, 176])
@pytest.mark.parametrize("run", [1, 300, 10**6])
def test_how_many_neighbours_are_summed_together_does_not_count(frozen, run, width, monkeypatch):
    image = photograph(32, width)
    expected = frozen(image)

    monkeypatch.setattr(trunk, "_RUN", run)

    assert far(frozen(image), expected) < 1e-5


def test_one_trunk_serves_many_threads_at_once(frozen):
    images = [photograph(48, 48, seed) for seed in range(6)]

    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda image: frozen(image, 2), images))

    for features, image in zip(found, images):
        assert far(features, frozen(image)) < 1e-5


@pytest.mark.parametrize("axis", [0, 1], ids=["rows", "cols"])
def test_mirrored_images_have_mirrored_features_if_samples_are_where_centres_say(frozen, axis):
    image, side, rim = photograph(288, 288), 224, 64
    whole = frozen(image[:side, :side])
    # With the centre c and the stride s, a window that lies 2 c - s further has the same samples.
    tried = np.arange(-4, 21, 2)
    differ = {stage: [] for stage in STAGES}
    for away in tried:
        window = np.roll(image, -away, axis)[:side, :side]
        mirrored = frozen(np.ascontiguousarray(np.flip(window, axis)), 2)
        for stage in STAGES:
            inner = slice(rim // STRIDES[stage], -(rim // STRIDES[stage]))
            one, other = whole[stage], np.flip(mirrored[stage], axis)
            off = (one - other)[inner, inner] / one.std(axis=(0, 1))
            differ[stage].append((off**2).mean())

    centres = {stage: (STRIDES[stage] + tried[np.argmin(differ[stage])]) / 2 for stage in STAGES}

    for stage in (2, 3, 4, 5):
        assert abs(centres[stage] - CENTRES[stage]) <= 1.5


def test_it_takes_at_most_the_memory_that_is_said():
    frozen, image = Trunk.load((5,)), photograph(512, 512)

    tracemalloc.start()
    frozen(image, 2)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 30 * image[..., 0].size + 2 * 4 * 2**20 + image.nbytes


@pytest.mark.parametrize("shape", [(32, 40, 3), (32, 32, 4), (32, 32)])
def test_an_image_that_it_cannot_take_is_refused(frozen, shape):
    with pytest.raises(ValueError, match="three bands, with sides of multiples of 16"):
        frozen(np.zeros(shape, np.float32))


@pytest.mark.parametrize("stages", [(), (0, 1), (6,)])
def test_stages_that_are_not_there_are_refused(stages):
    with pytest.raises(ValueError, match="some of"):
        Trunk(read_weights(), stages)
