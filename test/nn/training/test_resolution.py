import numpy as np
import pytest

from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.training.augment import augment
from poplar_nn_plugin.nn.training.fit import _augmented
from poplar_nn_plugin.nn.training.resolution import jitter_resolution
from poplar_nn_plugin.nn.training.samples import Samples

ZERO = np.zeros(2)


def generator():
    return np.random.default_rng(4)


def discs(count=60, size=41, radius=10):
    rows, cols = np.indices((size, size)) - (size - 1) / 2
    patch = (rows**2 + cols**2 < radius**2).astype(np.float32)
    return np.repeat(np.stack([patch, 2 * patch], axis=-1)[None], count, axis=0)


def radii(patches):
    return np.sqrt((patches[..., 1] > 1).sum(axis=(1, 2)) / np.pi)


def test_things_are_nearer_or_farther_about_the_middle():
    found = jitter_resolution(discs(), 0.3, generator())

    ratio = radii(found) / radii(discs())
    assert 0.7 < ratio.min() < 0.85
    assert 1.2 < ratio.max() < 1.4
    rows = np.arange(41) - 20
    middle = np.einsum("nij,i->n", found[..., 0], rows) / found[..., 0].sum(axis=(1, 2))
    assert np.abs(middle).max() < 1


def test_pixels_with_a_class_of_their_own_stay_in_their_place():
    found = jitter_resolution(discs(), 0.3, generator(), scale=False)

    assert np.abs(radii(found) / radii(discs()) - 1).max() < 0.05


def test_edges_are_less_sharp_and_plains_have_noise():
    steps = np.abs(np.diff(discs(), axis=1)).max(axis=(1, 2, 3))
    found = jitter_resolution(discs(), 0.4, generator(), scale=False)
    plain = found[:, :5, :5]

    assert (np.abs(np.diff(found, axis=1)).mean(axis=0).max() < steps.max()).all()
    assert 0.02 < plain.std() < 0.2
    assert plain.std(axis=(1, 2, 3)).min() < plain.std(axis=(1, 2, 3)).max() / 4


@pytest.mark.parametrize("scale", [True, False])
def test_the_seed_decides_and_the_argument_stays(scale):
    given = discs(5)
    one, same = (jitter_resolution(given, 0.2, generator(), scale=scale) for _ in range(2))

    assert np.array_equal(one, same)
    assert np.array_equal(given, discs(5))
    assert (one.shape, one.dtype) == (given.shape, given.dtype)


def test_only_standard_variations_take_it():
    x = discs(20)
    flips, calm, varied = (
        augment(x, kind, ZERO, 0.0, generator(), detail=detail)
        for kind, detail in (("flips", 0.3), ("standard", 0.0), ("standard", 0.3))
    )

    assert np.allclose(flips, calm)
    assert not np.allclose(varied, calm, atol=0.1)


@pytest.mark.parametrize("dense", [False, True])
def test_trainings_vary_the_scale_but_of_pixels_with_classes(monkeypatch, dense):
    x, seen = discs(8), []
    masks = np.ones(x.shape[:3], np.uint8) if dense else None
    samples = Samples(x, np.arange(8), np.zeros(8, int), Scaling((0, 0), (1, 1)), masks, (1,))

    def watched(patches, amount, rng, *, scale):
        seen.append((amount, scale))
        return patches

    monkeypatch.setattr("poplar_nn_plugin.nn.training.augment.jitter_resolution", watched)
    for detail in (0.0, 0.2):
        list(_augmented(samples, [np.arange(4)], Settings(detail=detail), ZERO, 1))

    assert seen == [(0.2, not dense)]
