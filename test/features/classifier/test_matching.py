"""Features brought to those of training: what is told, kept and done."""

import zipfile
from dataclasses import replace

import numpy as np
import pytest
from samples import read_raster, write_raster
from trained_features import CODES, ground, kinds

from poplar_nn_plugin.engine import RasterSource, Window
from poplar_nn_plugin.errors import Cancelled, ModelFileError, ModelMismatchError
from poplar_nn_plugin.features.classifier.matching import FeatureMatch, FeatureStatistics
from poplar_nn_plugin.features.classifier.model import FeatureModel
from poplar_nn_plugin.features.places import features_of_cells
from poplar_nn_plugin.maps.predict import MapPaths, part_step, predict_map
from poplar_nn_plugin.maps.shift import match_features
from poplar_nn_plugin.model.card import add_card, read_card
from poplar_nn_plugin.progress import Silent


class Told(Silent):
    def __init__(self):
        self.lines = []

    def message(self, text):
        self.lines.append(text)


@pytest.fixture
def model(ground_home):
    return FeatureModel.load(ground_home / "model.keras")


@pytest.fixture
def image(ground_home):
    return RasterSource(str(ground_home / "ground.tif"))


@pytest.fixture(scope="module")
def hazy(tmp_path_factory):
    """Return other fields, seen through haze."""
    pixels = ground(190, 210, seed=5) * 0.45 + 70
    path = tmp_path_factory.mktemp("hazy") / "hazy.tif"
    return RasterSource(str(write_raster(path, pixels.astype(np.uint8), nodata=0)))


def drawn(folder, ground_home, image, **how):
    predict_map(image, ground_home / "model.keras", MapPaths(str(folder / "map.tif")), None, **how)
    return read_raster(folder / "map.tif")[..., 0]


def test_matched_features_have_the_mean_and_deviation_of_training(model, hazy):
    match = FeatureMatch(
        FeatureStatistics.of_images([hazy], model.features, Silent()), model.learned
    )
    cell = model.card.recipe.cell
    cells = np.argwhere(np.ones((190 // cell, 210 // cell), bool))
    features = features_of_cells(hazy, cells, model.features, Silent())

    moved = features * match.gain + (model.learned.mean - match.gain * match.seen.mean)
    apart = (moved.mean(axis=0) - model.learned.mean) / (model.learned.spread + 1e-6)

    before = (features.mean(axis=0) - model.learned.mean) / (model.learned.spread + 1e-6)
    assert np.abs(apart).mean() < 0.15 < np.abs(before).mean()  # 64 squares are not the whole
    assert np.allclose(
        match.head(model.head).probabilities(features),
        model.head.probabilities(moved.astype(np.float32)),
        atol=1e-3,
    )


def test_the_image_of_training_is_left_as_it_is(tmp_path, ground_home, model, image):
    told = Told()
    match = match_features(image, ground_home / "model.keras", told)

    assert np.allclose(match.gain, 1)
    assert match.to_json()["moved"] == 0
    assert (
        drawn(tmp_path, ground_home, image, matching=match) == drawn(tmp_path, ground_home, image)
    ).all()
    assert told.lines == [f"Matched to training by features, {match}."]
    assert f"{model.card.recipe.count} features: moved by 0.00 standard" in told.lines[0]


def test_other_light_costs_less_when_features_are_matched(tmp_path, ground_home, hazy):
    match, truth = match_features(hazy, ground_home / "model.keras", Silent()), kinds(190, 210)

    right = (drawn(tmp_path, ground_home, hazy, matching=match, edges=False) == truth).mean()

    assert match.to_json()["moved"] > 0.2
    assert right > (drawn(tmp_path, ground_home, hazy, edges=False) == truth).mean() + 0.1
    assert right > 0.8


def test_a_matched_map_is_the_same_in_any_blocks(tmp_path, ground_home, hazy, monkeypatch):
    from poplar_nn_plugin.maps.predict import apply

    match = match_features(hazy, ground_home / "model.keras", Silent(), memory="300M", n_jobs=1)
    whole = drawn(tmp_path, ground_home, hazy, matching=match)
    again = match_features(hazy, ground_home / "model.keras", Silent(), memory="2G", n_jobs=4)
    monkeypatch.setattr(
        "poplar_nn_plugin.maps.predict.apply", lambda *a, **k: apply(*a, **k, block_size=80)
    )

    assert np.array_equal(match.seen.mean, again.seen.mean)
    assert np.array_equal(match.seen.spread, again.seen.spread)
    assert (drawn(tmp_path, ground_home, hazy, matching=again) == whole).all()


def test_cells_with_a_gap_do_not_count(ground_home, model, tmp_path):
    pixels = ground(200, 240)
    pixels[:, 120:] = 0
    image = RasterSource(str(write_raster(tmp_path / "half.tif", pixels, nodata=0)))
    part = RasterSource(str(write_raster(tmp_path / "part.tif", pixels[:, :120], nodata=0)))

    found, alone = (
        FeatureStatistics.of_images([one], model.features, Silent()) for one in (image, part)
    )

    texture = slice(0, 3)  # the bands themselves, which know of nothing around
    assert np.allclose(found.mean[texture], alone.mean[texture], atol=0.1)


def test_what_cannot_be_matched_is_refused_with_the_way_out(ground_home, image, tmp_path):
    model = ground_home / "model.keras"
    small = RasterSource(str(write_raster(tmp_path / "small.tif", ground(16, 16))))
    with pytest.raises(ModelMismatchError, match=r"at least 1000 pixels .* set MATCH to 'none'"):
        match_features(small, model, Silent())
    trained = FeatureModel.load(model)
    replace(trained, learned=None).save(tmp_path / "silent.keras")
    with pytest.raises(ModelMismatchError, match="train the model again where its images are"):
        match_features(image, tmp_path / "silent.keras", Silent())
    network = tmp_path / "network.keras"
    trained.save(network)
    add_card(network, replace(read_card(network), architecture="sigma", recipe=None))
    with pytest.raises(ModelMismatchError, match="this one is a sigma: set MATCH to 'spread'"):
        match_features(image, network, Silent())


def test_cancel_is_heard(ground_home, image):
    class Stopped(Silent):
        def cancelled(self):
            return True

    with pytest.raises(Cancelled):
        match_features(image, ground_home / "model.keras", Stopped())


def test_the_statistics_travel_in_the_model_file_and_are_checked(ground_home, model, tmp_path):
    model.save(tmp_path / "again.keras")
    again = FeatureModel.load(tmp_path / "again.keras")

    assert np.array_equal(again.learned.mean, model.learned.mean)
    assert np.array_equal(again.learned.spread, model.learned.spread)
    for name, bad in (("mean", np.nan), ("spread", -1)):
        wrong = np.full(model.card.recipe.count, bad, np.float32)
        learned = replace(model.learned, **{name: wrong})
        replace(model, learned=learned).save(tmp_path / "bad.keras")
        with pytest.raises(ModelFileError, match="train the model again"):
            FeatureModel.load(tmp_path / "bad.keras")
    lacking = tmp_path / "lacking.keras"
    with zipfile.ZipFile(ground_home / "model.keras") as old, zipfile.ZipFile(lacking, "w") as new:
        for member in old.namelist():
            if member != "poplar_nn/images/spread.npy":
                new.writestr(member, old.read(member))
    with pytest.raises(ModelFileError, match="damaged or does not match"):
        FeatureModel.load(lacking)


def test_a_part_is_drawn_as_in_the_whole(tmp_path, ground_home, model, image):
    step = part_step(model.card, 1)
    part = Window(step, 3 * step, 90, 70)
    whole = drawn(tmp_path, ground_home, image)[part.row :, part.col :][:70, :90]

    assert step == model.card.recipe.multiple
    assert set(np.unique(whole)) == set(CODES.values())
    assert (drawn(tmp_path, ground_home, image, window=part) == whole).all()
