"""One batch through each loss, by hand; a network that only passes probabilities on."""

import keras
import numpy as np
import pytest
from watch import Watch

from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.training.train_step import TrainStep

TRUTH = np.array([0, 1, 2, 0, 0, 1])
COUNTS = np.bincount(TRUTH)
SHARES = np.random.default_rng(5).dirichlet((1, 1, 1), 6).astype(np.float32)
OF_TRUTH = SHARES[np.arange(6), TRUTH]
SMOOTH = np.eye(3)[TRUTH] * 0.8 + 0.2 / 3
BALANCED = (6 / (3 * COUNTS))[TRUTH]


def passing(*shape):
    identity = keras.layers.Dense(3, "softmax", use_bias=False, kernel_initializer="identity")
    return keras.Sequential([keras.Input((*shape, 3)), identity])


@pytest.mark.parametrize(
    ("settings", "losses"),
    [
        pytest.param({}, -np.log(OF_TRUTH), id="none"),
        pytest.param({"balance": "weights"}, -np.log(OF_TRUTH) * BALANCED, id="weights"),
        pytest.param(
            {"label_smoothing": 0.2}, -(SMOOTH * np.log(SHARES)).sum(axis=1), id="smoothed"
        ),
        pytest.param({"balance": "focal"}, -((1 - OF_TRUTH) ** 2) * np.log(OF_TRUTH), id="focal"),
    ],
)
def test_the_loss_is_the_cross_entropy_smoothed_or_focal_by_hand(settings, losses):
    settings = Settings(**{"balance": "none", "label_smoothing": 0.0, **settings})
    train_step = TrainStep(passing(), settings, COUNTS, 0.01, 10)

    assert train_step(np.log(SHARES), TRUTH, Watch()) == pytest.approx(losses.mean(), rel=1e-4)


def test_pixels_of_no_known_class_do_not_count_in_the_loss():
    known = np.stack([TRUTH, np.full(6, -1)], axis=1)  # half of the pixels not known
    train_step = TrainStep(passing(2), Settings(), COUNTS, 0.01, 10)

    loss = train_step(np.log(np.stack([SHARES, SHARES[::-1]], axis=1)), known, Watch())

    assert loss == pytest.approx(-np.log(OF_TRUTH).mean(), rel=1e-4)


@pytest.fixture
def rates():
    """Return a function that gives the rates at the start and after some of 100 batches."""

    def rates(schedule):
        settings = Settings(schedule=schedule)
        optimizer = TrainStep(passing(), settings, COUNTS, 0.01, 100).optimizer
        found = []
        for step in (0, 2, 5, 50, 100):
            optimizer.iterations.assign(step)
            found.append(float(optimizer.learning_rate))
        return found

    return rates


def test_the_learning_rate_follows_its_schedule(rates):
    warmup = rates("warmup")

    assert rates("constant") == pytest.approx([0.01] * 5)
    assert rates("cosine") == pytest.approx(
        [0.005 * (1 + np.cos(np.pi * step / 100)) for step in (0, 2, 5, 50, 100)]
    )
    assert warmup[0] == pytest.approx(0.0004)
    assert warmup[2] == pytest.approx(0.01)
    assert warmup[4] == pytest.approx(0, abs=1e-9)
