"""A quick random forest beside the network."""

from dataclasses import replace

import numpy as np
import pytest
from patch_samples import scored
from watch import Watch

from poplar_nn_plugin.dataset.fields import write
from poplar_nn_plugin.model.training import Baseline
from poplar_nn_plugin.nn.training import baseline
from poplar_nn_plugin.nn.training.samples import Samples


def test_a_random_forest_is_scored_beside_the_network(first):
    beside = first.result["baseline"]

    assert write(first.card.training.baseline) == beside
    assert beside["name"] == "random_forest"
    assert beside["macro_f1"] == pytest.approx(np.mean(list(beside["f1"].values())))
    assert beside["macro_f1"] > 0.9
    assert list(beside["f1"]) == ["flat", "chess", "stripes"]
    assert beside["trained_on"] == 60
    assert f"<b>{beside['macro_f1']:.2f}</b><span>macro F1 of random_forest" in first.page


def test_no_forest_is_grown_where_nothing_judges_or_none_is_wanted(unjudged, train_in, tmp_path):
    plain = train_in(tmp_path, epochs=1, baseline=False)

    assert unjudged.result["baseline"] is None
    assert plain.result["baseline"] is None


def test_of_many_patches_the_forest_takes_a_share_of_each_class(textures, monkeypatch):
    monkeypatch.setattr(baseline, "_MOST_PATCHES", 12)
    many = Samples(textures.x, np.arange(42), np.repeat([0, 1, 2], [20, 20, 2]), None)

    one, other = (baseline._some(many, 3, seed=1) for _ in range(2))

    assert np.bincount(one.y).tolist() == [4, 4, 2]
    assert np.array_equal(one.indices, other.indices)


def test_a_network_no_better_than_the_forest_is_warned_of():
    watch = Watch()

    for score in (0.8, 0.7):
        found = replace(scored(np.eye(3, dtype=int)), macro_f1=score)
        baseline.compare_with_baseline(found, Baseline("random_forest", 0.75, {}), watch)

    better, worse = watch.messages
    assert better.startswith("The network has macro F1 0.80, a quick random")
    assert worse.startswith("Warning: the network has macro F1 0.70")
    assert worse.endswith("random_forest, which needs seconds.")
