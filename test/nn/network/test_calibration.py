import numpy as np
import pytest

from poplar_nn_plugin.model.scores import ConfidenceBin, Reliability
from poplar_nn_plugin.scoring.calibration import calibrated, fit_temperature, reliability


def sharpened(factor, count=4000, seed=0):
    """Return probabilities of a network that is `factor` times too sure, and the truth."""
    rng = np.random.default_rng(seed)
    power = rng.normal(0, 1.5, (count, 3))
    honest = np.exp(power) / np.exp(power).sum(axis=1, keepdims=True)
    truth = (rng.random((count, 1)) > honest.cumsum(axis=1)).sum(axis=1)
    sure = np.exp(factor * power)
    return (sure / sure.sum(axis=1, keepdims=True)).astype(np.float32), truth, honest


def test_a_network_that_is_three_times_too_sure_gets_temperature_3():
    sure, truth, honest = sharpened(3.0)

    temperature = fit_temperature(sure, truth)

    assert temperature == pytest.approx(3.0, rel=0.05)
    assert np.abs(calibrated(sure, temperature) - honest).max() < 0.02


def test_the_temperature_is_the_best_of_a_grid():
    sure, truth, _ = sharpened(2.0, count=300, seed=4)

    def loss(temperature):
        chosen = calibrated(sure, temperature)[np.arange(300), truth]
        return -np.log(chosen.astype(float)).sum()

    grid = np.arange(0.5, 5, 0.01)
    best = grid[np.argmin([loss(temperature) for temperature in grid])]
    assert fit_temperature(sure, truth) == pytest.approx(best, abs=0.1)


def test_by_hand():
    half = calibrated(np.array([[0.8, 0.1, 0.1]], np.float32), 2.0)

    roots = np.sqrt([0.8, 0.1, 0.1])
    np.testing.assert_allclose(half[0], roots / roots.sum(), rtol=1e-6)


@pytest.mark.parametrize("temperature", [0.2, 0.7, 1.0, 3.3, 10.0])
def test_no_temperature_changes_a_class(temperature):
    rng = np.random.default_rng(1)
    near = np.float32(1 / 3) + rng.integers(-2, 3, (5000, 3)).astype(np.float32) * np.float32(3e-8)
    far = rng.dirichlet([0.05] * 3, 5000).astype(np.float32)
    rows = np.concatenate([near, far])

    found = calibrated(rows, temperature)

    assert found.dtype == np.float32
    assert (found.argmax(axis=1) == rows.argmax(axis=1)).all()
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-6)


def test_patches_that_are_all_right_do_not_make_it_sure_of_everything():
    rows = np.full((20, 2), [0.9, 0.1])

    found = calibrated(rows.astype(np.float32), fit_temperature(rows, np.zeros(20, int)))

    assert 0.9 < found[0, 0] < 0.98


def test_the_calibration_error_by_hand():
    # Four at 0.95, three of them right; two at 0.65, none right.
    rows = np.array([[0.95, 0.05]] * 4 + [[0.65, 0.35]] * 2)

    found = reliability(rows, np.array([0, 0, 0, 1, 1, 1]))

    assert found.ece == pytest.approx((4 * 0.2 + 2 * 0.65) / 6)
    assert [bin.count for bin in found.bins] == [2, 4]
    assert found.bins[1] == ConfidenceBin(pytest.approx(0.95), 0.75, 4)


def test_full_confidence_has_a_bin():
    found = reliability(np.array([[1.0, 0.0]]), np.array([0]))

    assert found == Reliability(0.0, (ConfidenceBin(1.0, 1.0, 1),))
