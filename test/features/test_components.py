"""The principal components of features, beside those of a singular value decomposition."""

import numpy as np
import pytest

from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.features.components import Components


@pytest.fixture(scope="module")
def features():
    rng = np.random.default_rng(0)
    spreads, mixed = [9.0, 4.0, 2.0, 1.0, 0.5], rng.normal(size=(5, 5))
    return (rng.normal(size=(200, 5)) * spreads @ mixed + 7).astype(np.float32)


def test_they_are_those_of_the_standardised_features(features):
    found = Components.fit(features, 3)

    standard = (features - features.mean(axis=0)) / features.std(axis=0)
    _, sizes, ways = np.linalg.svd(standard, full_matrices=False)
    scores = standard @ ways[:3].T
    ours = found.of(features)
    assert ours.shape == (200, 3)
    assert ours.dtype == np.float32
    for number in range(3):
        same = np.abs(np.corrcoef(scores[:, number], ours[:, number])[0, 1])
        assert same == pytest.approx(1, abs=1e-4)
    assert np.allclose(found.shares, (sizes**2 / (sizes**2).sum())[:3], atol=1e-4)
    assert np.allclose(ours.var(axis=0), sizes[:3] ** 2 / 200, rtol=1e-3)
    assert np.allclose(ours.mean(axis=0), 0, atol=1e-3)


def test_the_same_samples_in_another_order_give_the_same(features):
    one, other = Components.fit(features, 2), Components.fit(features[::-1], 2)

    assert np.allclose(one.of(features), other.of(features), atol=1e-3)


def test_what_never_changes_has_no_part(features):
    still = np.concatenate([features, np.full((200, 1), 5, np.float32)], axis=1)

    found = Components.fit(still, 3)

    assert (found.slopes[-1] == 0).all()
    assert np.allclose(np.abs(found.of(still)), np.abs(Components.fit(features, 3).of(features)),
                       atol=1e-3)  # fmt: skip


@pytest.mark.parametrize("count", [0, 6])
def test_more_than_there_are_features_are_refused(features, count):
    with pytest.raises(ParameterError, match="COMPONENTS must lie between 1 and 5"):
        Components.fit(features, count)
