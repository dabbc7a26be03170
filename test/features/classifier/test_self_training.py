"""A model that learns from where it is surest on another image."""

from dataclasses import replace

import numpy as np
import pytest
from samples import read_raster, write_raster
from trained_features import ground, kinds

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import Cancelled, ModelMismatchError
from poplar_nn_plugin.features.classifier.head import Head, sample_weights
from poplar_nn_plugin.features.classifier.model import FeatureModel
from poplar_nn_plugin.features.classifier.self_training import SelfTraining, surest
from poplar_nn_plugin.maps.features import known_features
from poplar_nn_plugin.maps.predict import MapPaths, predict_map
from poplar_nn_plugin.maps.self_training import self_train
from poplar_nn_plugin.maps.shift import match_features
from poplar_nn_plugin.model.card import add_card, read_card
from poplar_nn_plugin.progress import Silent


class Told(Silent):
    def __init__(self):
        self.lines = []

    def message(self, text):
        self.lines.append(text)

    def warn(self, text):
        self.message(f"Warning: {text}")


@pytest.fixture(scope="module")
def hazy(tmp_path_factory):
    """Return other fields, seen through haze."""
    pixels = ground(190, 210, seed=5) * 0.45 + 70
    path = tmp_path_factory.mktemp("hazy") / "hazy.tif"
    return RasterSource(str(write_raster(path, pixels.astype(np.uint8), nodata=0)))


def drawn(folder, ground_home, image, **how):
    predict_map(image, ground_home / "model.keras", MapPaths(str(folder / "map.tif")), None, **how)
    return read_raster(folder / "map.tif")[..., 0]


def two_clouds(apart, seed=0):
    """Return features of two classes that lie so far apart, and their classes."""
    rng = np.random.default_rng(seed)
    place = np.repeat([0, 1], 200)
    return (rng.normal(size=(400, 6)) + place[:, None] * apart).astype(np.float32), place


def head_of(features, place):
    index = np.arange(len(place))
    return Head.fit(features, place, 2, sample_weights(place, index, np.ones(len(place))))


def test_the_surer_half_of_each_class_is_chosen_the_surest_first():
    sure = np.array([0.9, 0.7, 0.8, 0.6, 0.1, 0.2])
    first, second, third = surest(np.column_stack([sure, 1 - sure, np.zeros(6)]))

    assert first.tolist() == [0, 2]
    assert second.tolist() == [4]
    assert third.tolist() == []


def test_the_mean_of_heads_gives_the_mean_of_their_probabilities():
    one, other = (head_of(*two_clouds(apart, seed)) for apart, seed in ((1, 0), (3, 1)))
    features, _ = two_clouds(2, 5)

    mean = Head.mean_of([one, other, other]).probabilities(features)

    each = [head.probabilities(features) for head in (one, other, other)]
    assert np.allclose(mean, np.mean(each, axis=0), atol=1e-5)


def test_classes_that_moved_are_followed():
    features, place = two_clouds(4)
    head = head_of(features, place)
    moved = features + np.float32(1.8)
    before = head.probabilities(moved)

    learned = SelfTraining.of(moved, before, ("one", "other"))

    after = learned.head(head).probabilities(moved)
    assert (before.argmax(axis=1) == place).mean() < 0.9
    assert (after.argmax(axis=1) == place).mean() > 0.97
    assert set(learned.counts) == {"one", "other"}


def test_a_class_of_too_few_sure_places_is_not_learned_here():
    rng = np.random.default_rng(2)
    features = rng.normal(size=(90, 4)).astype(np.float32)
    probabilities = np.zeros((90, 3))
    probabilities[:45, 0] = probabilities[45:88, 1] = probabilities[88:, 2] = 0.9

    learned = SelfTraining.of(features, probabilities, ("a", "b", "rare"))

    assert learned.counts == {"a": 22, "b": 22, "rare": 0}
    assert learned.here.probabilities(features)[:, 2].max() == 0


@pytest.mark.parametrize(
    "probabilities", [np.eye(3)[np.zeros(40, int)], np.full((40, 3), 1 / 3), np.zeros((0, 3))]
)
def test_one_sure_class_or_none_teaches_nothing(probabilities):
    features = np.zeros((len(probabilities), 5), np.float32)

    assert SelfTraining.of(features, probabilities, ("a", "b", "c")) is None


def test_other_light_costs_less(tmp_path, ground_home, hazy):
    told, truth = Told(), kinds(190, 210)
    learned = self_train(hazy, ground_home / "model.keras", told, edges=False)

    right = (drawn(tmp_path, ground_home, hazy, learned=learned, edges=False) == truth).mean()

    assert right > (drawn(tmp_path, ground_home, hazy, edges=False) == truth).mean() + 0.05
    assert right > 0.9
    (line,) = told.lines
    assert line == f"Learned from {learned}."
    assert "cells of this image that the model is surest of (3 " in line
    assert sum(learned.counts.values()) > 1000


def test_it_begins_with_what_is_matched(ground_home, hazy):
    match = match_features(hazy, ground_home / "model.keras", Silent())

    found = self_train(hazy, ground_home / "model.keras", Silent(), matching=match, edges=False)

    plain = self_train(hazy, ground_home / "model.keras", Silent(), edges=False)
    assert found.counts != plain.counts
    assert max(found.counts.values()) < 1.3 * min(found.counts.values())  # as the fields are


def test_what_is_learned_and_drawn_does_not_depend_on_blocks(
    tmp_path, ground_home, hazy, monkeypatch
):
    from poplar_nn_plugin.maps.predict import apply

    learned = self_train(hazy, ground_home / "model.keras", Silent(), memory="300M", n_jobs=1)
    whole = drawn(tmp_path, ground_home, hazy, learned=learned)
    again = self_train(hazy, ground_home / "model.keras", Silent(), memory="2G", n_jobs=4)
    monkeypatch.setattr(
        "poplar_nn_plugin.maps.predict.apply", lambda *a, **k: apply(*a, **k, block_size=80)
    )

    assert np.array_equal(learned.here.slopes, again.here.slopes)
    assert (drawn(tmp_path, ground_home, hazy, learned=again) == whole).all()


def test_features_that_are_known_teach_the_same(tmp_path, ground_home, hazy):
    """But for cells at the limit of what is sure enough: sums depend on the size of blocks."""
    model = ground_home / "model.keras"
    known = known_features(hazy, model, Silent())
    match = [match_features(hazy, model, Silent(), known=k) for k in (None, known)]
    plain, fast = (
        self_train(hazy, model, Silent(), matching=m, known=k) for m, k in zip(match, (None, known))
    )

    assert known.nbytes > 0
    correlation = np.corrcoef(plain.here.slopes.ravel(), fast.here.slopes.ravel())[0, 1]
    assert correlation > 0.999
    maps = [
        drawn(tmp_path, ground_home, hazy, matching=match[0], learned=plain, known=k)
        for k in (None, known)
    ]
    assert (maps[0] == maps[1]).all()


def test_of_a_large_image_windows_are_looked_at(ground_home, hazy, monkeypatch):
    from poplar_nn_plugin.maps import self_training

    whole = self_train(hazy, ground_home / "model.keras", Silent())
    monkeypatch.setattr(self_training, "_LARGE", 64)
    monkeypatch.setattr(self_training, "_SMALL", 32)
    windows = self_training._windows(hazy.grid, 16)
    some = self_train(hazy, ground_home / "model.keras", Silent())

    assert len(windows) == 25
    assert all(window.row % 16 == window.col % 16 == 0 for window in windows)
    assert max(window.row + window.height for window in windows) > 170
    assert some.counts.keys() == whole.counts.keys()
    assert some.counts != whole.counts


def test_an_image_without_data_teaches_nothing_which_is_said(tmp_path, ground_home):
    empty = write_raster(tmp_path / "empty.tif", np.zeros((60, 60, 3), np.uint8), nodata=0)
    told = Told()

    assert self_train(RasterSource(str(empty)), ground_home / "model.keras", told) is None
    assert "it learned nothing" in told.lines[0]


def test_other_models_are_refused_with_the_way_out(tmp_path, ground_home, hazy):
    network = tmp_path / "network.keras"
    FeatureModel.load(ground_home / "model.keras").save(network)
    add_card(network, replace(read_card(network), architecture="sigma", recipe=None))

    with pytest.raises(ModelMismatchError, match="this one is a sigma: leave SELF_TRAINING off"):
        self_train(hazy, network, Silent())


def test_cancel_is_heard(ground_home, hazy):
    class Stopped(Silent):
        def cancelled(self):
            return True

    with pytest.raises(Cancelled):
        self_train(hazy, ground_home / "model.keras", Stopped())
