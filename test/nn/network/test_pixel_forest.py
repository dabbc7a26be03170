"""A random forest of pixels: learned from patches around them, drawn over whole blocks."""

import zipfile
from dataclasses import fields, replace

import numpy as np
import pytest
from patch_samples import description, image_metadata, records
from sklearn.ensemble import RandomForestClassifier
from watch import Watch, refused

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.fill import fill_invalid
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.dataset.writer import DatasetWriter
from poplar_nn_plugin.errors import ModelFileError, ParameterError
from poplar_nn_plugin.mapping.dissimilarity import REACH
from poplar_nn_plugin.model.card import CARD_MEMBER, read_card
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.evaluate import evaluate_model
from poplar_nn_plugin.nn.network.compiled_trees import CompiledTrees
from poplar_nn_plugin.nn.network.forest import MEMBER, Forest
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.network.pixel_features import pixel_feature_count, pixel_features
from poplar_nn_plugin.nn.network.pixel_forest import PixelForest
from poplar_nn_plugin.nn.predict_block import predict_block
from poplar_nn_plugin.nn.training.forest import train_forest
from poplar_nn_plugin.nn.training.samples import Samples
from poplar_nn_plugin.nn.training.train import train_model

SIZE = 7
CLASSES = ClassMap((1, 2), ("bright", "dark"), ("#ffffff", "#000000"))
RNG = np.random.default_rng(0)
BLOCK = RNG.integers(0, 255, (40, 33, 2)).astype(np.uint8)
BLOCK[:, 15:] //= 3
VALID = RNG.random(BLOCK.shape[:2]) > 0.05
VALID[10:20, 5:15] = False


def around(data, valid, row, col, size=SIZE):
    """Return the patch around a pixel as a dataset has it."""
    half = size // 2
    part = slice(row - half, row + half + 1), slice(col - half, col + half + 1)
    return fill_invalid(data[part][None], valid[part][None])[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pixels")


@pytest.fixture(scope="module")
def data(folder):
    """Return a dataset of pixels to the left and to the right of an edge, with holes around."""
    places = [(r, c) for r in range(4, 36, 2) for c in range(4, 30, 2) if VALID[r, c]]
    x = np.stack([around(BLOCK, VALID, row, col) for row, col in places])
    code = np.array([1 + (col >= 15) for _, col in places])
    group = np.array([row // 8 * 2 + (col >= 15) for row, col in places])
    labels = records(code, group, np.where(group < 2, 1, 0))
    labels["row"], labels["col"] = (np.array(places) - SIZE // 2).T
    spec = PatchSpec(SIZE, 1, (1, 2), by_centre=True)
    return written(folder / "data", x, labels, spec)


def written(path, x, labels, spec):
    with DatasetWriter(path, description(len(x), spec, image_metadata(2), CLASSES)) as writer:
        writer.write(0, x, labels)
    return writer.dataset


def train(data, folder, name="model", **settings):
    path = folder / f"{name}.keras"
    given = {"architecture": "pixel_forest", "seed": 1, **settings}
    result = train_model(dataset=str(data.folder), output=str(path), progress=Watch(), **given)
    return path, result


@pytest.fixture(scope="module")
def model(data, folder):
    return train(data, folder)[0]


def draw(model, data=BLOCK, valid=VALID, stride=1, **more):
    return predict_block(
        model=str(model), data=data, valid=valid, stride=stride, progress=Watch(), **more
    )["probabilities"]


def test_features_are_the_bands_and_mean_and_deviation_in_3_and_7_pixels():
    values = RNG.normal(size=(9, 8, 2)).astype(np.float32)

    found = pixel_features(values)

    assert found.shape == (3, 2, pixel_feature_count(2)) == (3, 2, 10)
    for row, col in np.ndindex(3, 2):
        small, large = (
            values[row + 3 - n : row + 4 + n, col + 3 - n : col + 4 + n].reshape(-1, 2)
            for n in (1, 3)
        )
        wanted = [values[row + 3, col + 3]]
        wanted += [f(axis=0) for part in (small, large) for f in (part.mean, part.std)]
        assert np.allclose(found[row, col], np.concatenate(wanted), atol=1e-6)


def test_a_pixel_has_the_same_features_to_the_last_bit_in_a_block_and_in_its_patch():
    values = RNG.normal(size=(60, 50, 3)).astype(np.float32) * 1000

    whole = pixel_features(values)

    for row, col in ((0, 0), (17, 30), (53, 43)):
        patch = np.asfortranarray(values[row : row + 7, col : col + 7])
        assert np.array_equal(pixel_features(patch)[0, 0], whole[row, col])


def test_of_many_bands_the_surroundings_of_eight_groups_of_them_are_looked_at():
    values = RNG.normal(size=(7, 7, 20)).astype(np.float32)

    found = pixel_features(values)[0, 0]

    assert len(found) == pixel_feature_count(20) == 20 + 4 * 8
    assert np.array_equal(found[:20], values[3, 3])
    groups = np.stack([part.mean(axis=-1) for part in _groups(values)], axis=-1)
    assert np.allclose(found[20:28], groups[2:5, 2:5].mean(axis=(0, 1)), atol=1e-6)
    assert np.allclose(found[-8:], groups.std(axis=(0, 1)), atol=1e-6)


def _groups(values):
    ends = [0, 2, 5, 7, 10, 12, 15, 17, 20]
    return [values[..., start:stop] for start, stop in zip(ends, ends[1:])]


def test_a_window_of_one_value_has_no_deviation():
    assert not pixel_features(np.full((7, 7, 1), 0.1, np.float32))[0, 0, 2::2].any()


def test_it_learns_what_pixels_look_like_and_is_scored_again_the_same(data, folder):
    path, result = train(data, folder, "scored")

    again = evaluate_model(model=str(path), dataset=str(data.folder), progress=Watch())

    assert result["macro_f1"] > 0.9
    assert again["macro_f1"] == result["macro_f1"]
    assert read_card(path).architecture == "pixel_forest"
    assert read_card(path).spec.by_centre
    assert isinstance(TrainedModel.load(path).network, PixelForest)


def test_its_file_holds_arrays_and_is_small(model):
    with zipfile.ZipFile(model) as archive:
        names = [name for name in archive.namelist() if not name.startswith(REACH)]
        assert names == [MEMBER, CARD_MEMBER]
    assert model.stat().st_size < 200_000


def test_a_map_is_to_the_last_bit_what_it_says_of_the_patch_around_each_pixel(model):
    trained = TrainedModel.load(model)

    drawn = draw(model)

    assert drawn.shape == (34, 27, 2)
    assert np.array_equal(np.isnan(drawn[..., 0]), ~VALID[3:-3, 3:-3])
    for row, col in np.argwhere(VALID[3:-3, 3:-3])[::7]:
        patch = around(BLOCK, VALID, row + 3, col + 3)
        assert np.array_equal(trained.probabilities(patch[None])[0], drawn[row, col])


def test_a_block_may_be_cut_anywhere(model):
    whole = draw(model)

    for rows in (7, 11, 25):
        part = draw(model, BLOCK[:rows, 5:], VALID[:rows, 5:])
        assert np.array_equal(part, whole[: rows - 6, 5:], equal_nan=True)


def test_strips_of_a_block_leave_no_seam(model, monkeypatch):
    whole = draw(model)

    monkeypatch.setattr("poplar_nn_plugin.nn.network.pixel_forest._STRIP", 1)
    monkeypatch.setattr("poplar_nn_plugin.nn.network.pixel_forest._PATCHES", 3)

    assert np.array_equal(draw(model), whole, equal_nan=True)


def test_what_lies_under_invalid_pixels_does_not_count(model):
    other = BLOCK.copy()
    other[~VALID] = RNG.integers(0, 255, other[~VALID].shape)

    assert np.array_equal(draw(model), draw(model, other), equal_nan=True)


def test_a_larger_stride_gives_the_pixels_in_the_middle_of_cells(model):
    every = np.ones_like(VALID)

    assert np.array_equal(draw(model, stride=3, valid=every), draw(model, valid=every)[::3, ::3])


@pytest.mark.parametrize("size", [7, 9, 11])
def test_a_larger_patch_is_looked_at_in_its_middle(tmp_path, size):
    half = size // 2
    places = [(r, c) for r in range(6, 34, 3) for c in range(6, 27, 3)]
    x = np.stack([around(BLOCK, VALID | True, *place, size) for place in places])
    code = np.array([1 + (col >= 15) for _, col in places])
    labels = records(code, code - 1, np.zeros(len(code), int))
    data = written(tmp_path / "data", x, labels, PatchSpec(size, 1, (1, 2), by_centre=True))

    path, _ = train(data, tmp_path)

    drawn = draw(path, valid=np.ones_like(VALID))
    assert drawn.shape[:2] == (40 - size + 1, 33 - size + 1)
    patch = BLOCK[10 - half : 11 + half, 20 - half : 21 + half]
    found = TrainedModel.load(path).probabilities(patch[None])[0]
    assert np.array_equal(found, drawn[10 - half, 20 - half])


def test_it_wants_labelled_pixels_and_says_how_to_get_them(folder, data, tmp_path):
    other = replace(data.description.spec, by_centre=False)
    patches = written(tmp_path / "other", np.array(data.x), np.array(data.labels), other)

    with refused(ParameterError, "learns from labelled pixels", "BY_CENTRE"):
        train(patches, folder, "never")


def test_refit_learns_from_all_and_keeps_the_scores(data, folder):
    path, result = train(data, folder, "refit", refit=True)

    card = read_card(path)
    assert card.training.refit.patches == len(data.y)
    assert result["macro_f1"] == card.scores.macro_f1


def test_a_forest_that_scores_a_fold_has_fewer_trees(data, folder, model):
    of_fold = train(data, folder, "fold", of_fold=True)[0]

    assert len(TrainedModel.load(of_fold).network.roots) == PixelForest.trees_of_fold == 100
    assert len(TrainedModel.load(model).network.roots) == PixelForest.trees == 300


def test_classes_are_not_weighted():
    x = np.repeat(RNG.normal(size=(60, 1, 1, 1)), 7, axis=1).repeat(7, axis=2).astype(np.float32)
    y = np.array([0] * 50 + [1] * 10)
    samples = Samples(x, np.arange(60), y, Scaling((0.0,), (1.0,)))

    one, other = (
        train_forest(samples, 2, Settings(balance=balance), Watch(), PixelForest, trees=20)
        for balance in ("none", "weights")
    )

    assert np.array_equal(one.threshold, other.threshold)


def arrays(forest):
    return {field.name: getattr(forest, field.name) for field in fields(forest)}


def test_compiled_trees_give_what_numpy_gives_to_the_last_bit():
    x = RNG.integers(0, 6, (300, 5)).astype(np.float32)
    trees = RandomForestClassifier(30, random_state=0).fit(x, RNG.integers(0, 4, 300))
    forest = Forest.of(trees.estimators_)
    new = RNG.integers(-1, 7, (20_000, 5)).astype(np.float32)

    compiled = CompiledTrees.of(**arrays(forest))

    assert compiled is not None
    assert np.array_equal(compiled.shares(new), forest.walked(new))
    assert np.array_equal(forest.shares(new), forest.walked(new))


def test_trees_that_share_nodes_are_not_compiled():
    x = RNG.normal(size=(50, 2)).astype(np.float32)
    trees = RandomForestClassifier(2, random_state=0).fit(x, RNG.integers(0, 2, 50))
    forest = Forest.of(trees.estimators_)
    left = forest.left.copy()
    left[0] = len(left) - 1  # a leaf of the other tree
    shared = replace(forest, left=left)

    assert CompiledTrees.of(**arrays(shared)) is None
    assert np.allclose(shared.shares(x).sum(axis=1), 1)


def test_a_forest_of_other_bands_is_refused(model, tmp_path):
    with refused(ModelFileError, "feature"):
        PixelForest.load(model, SIZE, 1, 2)
