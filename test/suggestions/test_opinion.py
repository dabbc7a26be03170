"""What models say of places: by features, by a map of windows, and matched where that is better."""

import numpy as np
import pytest
from samples import write_raster
from trained_features import ground, kinds

from poplar_nn_plugin.engine import RasterSource, Window
from poplar_nn_plugin.errors import ModelMismatchError
from poplar_nn_plugin.features.classifier.matching import FeatureMatch, FeatureStatistics
from poplar_nn_plugin.features.classifier.model import FeatureModel
from poplar_nn_plugin.features.classifier.taught import Taught
from poplar_nn_plugin.features.places import features_of_cells
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.suggestions.opinion import DenseOpinion, MappedOpinion


@pytest.fixture
def model(ground_home):
    return FeatureModel.load(ground_home / "model.keras")


def places_of(model, image):
    """Return pixels all over an image, their features, and the place of their class."""
    cell = model.card.recipe.cell
    rows, cols = np.meshgrid(np.arange(6, 150, 20), np.arange(6, 190, 20), indexing="ij")
    pixel = np.stack([rows.ravel(), cols.ravel()], axis=1)
    features = features_of_cells(image, pixel // cell, model.features, Silent())
    codes = kinds(160, 200)[tuple(pixel.T)]
    return pixel, features, np.searchsorted(model.card.classes.codes, codes)


def test_a_map_of_windows_says_the_same_as_features_and_leaves_no_file(
    ground_home, model, tmp_path
):
    image = RasterSource(ground_home / "ground.tif", scaled=False)
    pixel, features, _ = places_of(model, image)
    windows = [Window(0, 0, 100, 160), Window(100, 0, 101, 97)]
    seen = (pixel[:, 1] < 100) | (pixel[:, 0] < 97)
    assert seen.any()
    assert not seen.all()

    one = DenseOpinion(model)(features, pixel, windows, Silent())
    mapped = MappedOpinion(image, str(ground_home / "model.keras"), None, tmp_path)
    other = mapped(features, pixel, windows, Silent())

    assert np.allclose(one[seen], other[seen], atol=1e-3)
    assert np.allclose(other[~seen], 1 / 3)
    assert list(tmp_path.iterdir()) == []


def test_labels_decide_whether_features_are_matched(ground_home, model, tmp_path):
    pixels = (ground(160, 200, seed=5) * 0.45 + 70).astype("uint8")
    hazy = RasterSource(write_raster(tmp_path / "hazy.tif", pixels, nodata=0), scaled=False)
    _, features, place = places_of(model, hazy)
    labels = Taught(features, place, np.arange(len(place)) // 4, np.ones(len(place)))
    opinion = DenseOpinion.of(model, "auto", hazy, Silent())

    assert opinion.by(None, Silent()).model is opinion.model
    assert opinion.by(labels.only(labels.group < 3), Silent()).model is opinion.model  # too few
    assert opinion.by(labels, Silent()).model is opinion.matched

    at_home = RasterSource(ground_home / "ground.tif", scaled=False)
    _, features, place = places_of(model, at_home)
    known = Taught(features, place, labels.group, labels.pixels)
    own = DenseOpinion(model, model.matched(_far_off(model)))
    assert own.by(known, Silent()).model is model


def test_features_that_cannot_be_matched_are_told_only_where_that_was_asked_for(model, tmp_path):
    tiny = RasterSource(write_raster(tmp_path / "tiny.tif", ground(20, 20)), scaled=False)

    assert DenseOpinion.of(model, "auto", tiny, Silent()).matched is None
    assert DenseOpinion.of(model, "none", tiny, Silent()).matched is None
    with pytest.raises(ModelMismatchError, match="Set MATCH to 'none'"):
        DenseOpinion.of(model, "features", tiny, Silent())


def _far_off(model):
    """Return a match that spoils everything."""
    learned = model.learned
    seen = FeatureStatistics(learned.mean + 5 * learned.spread, learned.spread)
    return FeatureMatch(seen, learned)
