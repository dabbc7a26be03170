"""Forests of pixels say where a place is unlike all that they learned from."""

import zipfile
from dataclasses import replace

import numpy as np
import pytest
from patch_samples import description, image_metadata, records
from watch import Watch, refused

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.dataset.writer import DatasetWriter
from poplar_nn_plugin.errors import ModelFileError, ModelMismatchError
from poplar_nn_plugin.mapping.dissimilarity import REACH, Dissimilarity, tells_unlike
from poplar_nn_plugin.mapping.guided_filter import cells_needed
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.network.pixel_features import pixel_features
from poplar_nn_plugin.nn.predict_block import predict_block
from poplar_nn_plugin.nn.training.forest import Grown
from poplar_nn_plugin.nn.training.train import train_model

SIZE, HALF = 7, 3
CLASSES = ClassMap((1, 2), ("bright", "dark"), ("#ffffff", "#000000"))
RNG = np.random.default_rng(0)
BLOCK = RNG.normal((150, 90), 8, (60, 54, 2))
BLOCK[:, 27:, 0] -= 80
BLOCK = BLOCK.round().astype(np.uint8)
STRANGE = slice(22, 38), slice(20, 34)
PLACES = [(r, c) for r in range(4, 56, 2) for c in range(4, 50, 2)]


def dataset(folder, groups):
    """Return a dataset of labelled pixels, in as many groups as there are."""
    x = np.stack([BLOCK[r - HALF : r + HALF + 1, c - HALF : c + HALF + 1] for r, c in PLACES])
    code = np.array([1 + (col >= 27) for _, col in PLACES])
    labels = records(code, groups, np.zeros(len(code), int))
    labels["row"], labels["col"] = (np.array(PLACES) - HALF).T
    spec = PatchSpec(SIZE, 1, (1, 2), by_centre=True)
    with DatasetWriter(folder, description(len(x), spec, image_metadata(2), CLASSES)) as writer:
        writer.write(0, x, labels)
    return writer.dataset


def trained(folder, data, **more):
    path = folder / "model.keras"
    how = {"architecture": "pixel_forest", "seed": 1, "progress": Watch(), **more}
    train_model(dataset=str(data.folder), output=str(path), **how)
    return path


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reach")
    groups = np.array([row // 14 * 2 + (col >= 27) for row, col in PLACES])
    return trained(folder, dataset(folder / "data", groups))


def looked(model, data=BLOCK, stride=1, **more):
    valid = np.ones(data.shape[:2], bool)
    how = {"model": str(model), "valid": valid, "stride": stride, "progress": Watch()}
    return predict_block(data=data, unlike=True, **how, **more)


def test_labelled_places_lie_below_1_and_others_above(model):
    pixels = BLOCK.copy()
    pixels[STRANGE] = 255, 255

    found = looked(model, pixels)["unlike"]

    inner = tuple(slice(part.start, part.stop - 2 * HALF) for part in STRANGE)
    assert found.shape == (54, 48)
    assert found.dtype == np.float32
    assert (found[inner] > 1).all()
    rows, cols = np.array(PLACES).T - HALF
    assert (looked(model)["unlike"][rows, cols] < 1).mean() > 0.95


def test_it_is_the_distance_of_standardised_weighed_features_to_the_nearest_place(model):
    known = TrainedModel.load(model)
    features = pixel_features(known.card.scaling.apply(BLOCK)).reshape(-1, 10)
    reach = known.reach

    found = looked(model)["unlike"].ravel()[::50]

    apart = (features[::50] - reach.mean) / reach.spread
    nearest = np.linalg.norm(apart[:, None] - reach.places[None], axis=-1).min(axis=1)
    assert np.allclose(found, nearest / reach.limit, rtol=1e-4)


def test_bands_that_the_trees_ask_for_weigh_more(model):
    known = TrainedModel.load(model)
    taught = pixel_features(known.card.scaling.apply(BLOCK)).reshape(-1, 10)
    weight = taught.std(axis=0) / known.reach.spread

    # The first band and its means tell the classes apart, and nothing of the second does.
    assert weight[[0, 2, 6]].min() > 3 * weight[[1, 3, 7]].max()


def test_cells_have_that_of_the_pixel_in_their_middle(model):
    every = looked(model)["unlike"]

    assert np.array_equal(looked(model, stride=3)["unlike"], every[::3, ::3])
    rim = cells_needed(2)
    assert np.array_equal(
        looked(model, stride=3, edges=2)["unlike"], every[::3, ::3][rim:-rim, rim:-rim]
    )


def test_a_retrained_forest_knows_it_too_and_one_of_a_fold_does_not(tmp_path):
    groups = np.array([row // 14 * 2 + (col >= 27) for row, col in PLACES])
    data = dataset(tmp_path / "data", groups)

    assert tells_unlike(trained(tmp_path, data, refit=True))
    assert not tells_unlike(trained(tmp_path, data, of_fold=True))


def test_labels_of_one_group_tell_nothing():
    x, forest = np.random.default_rng(1).normal(size=(20, 3)).astype("float32"), None

    assert Grown(forest, x, np.ones(3) / 3).reach(np.zeros(20, int)) is None
    assert Grown(forest, x, np.ones(3) / 3).reach(np.arange(20)) is not None


def test_a_feature_that_never_varies_is_no_division_by_0():
    x = np.random.default_rng(1).normal(size=(20, 3)).astype("float32")
    x[:, 1] = 0.25

    reach = Grown(None, x, np.array([1.0, 0.0, 0.0])).reach(np.arange(20))

    assert reach.sound
    assert np.isfinite(reach.of(x)).all()


def test_older_forests_do_not_have_it_and_draw_all_the_same(model, tmp_path):
    known = TrainedModel.load(model)
    older = tmp_path / "older.keras"
    replace(known, reach=None).save(older)

    assert not tells_unlike(older)
    with refused(ModelMismatchError, "older.keras", "does not say what is unlike"):
        looked(older)
    drawn = predict_block(
        model=str(older), data=BLOCK, valid=np.ones((60, 54), bool), stride=1, progress=Watch()
    )
    assert "unlike" not in drawn
    assert np.array_equal(drawn["probabilities"], looked(model)["probabilities"])


@pytest.mark.parametrize("wrong", ["limit", "places", "spread"])
def test_a_damaged_one_is_refused(model, tmp_path, wrong):
    known, path = TrainedModel.load(model), tmp_path / "wrong.keras"
    broken = {"limit": np.zeros(1), "places": np.zeros((4, 3)), "spread": np.full(10, np.nan)}
    reach = replace(known.reach, **{wrong: broken[wrong].astype("float32")})
    replace(known, reach=reach).save(path)

    with pytest.raises(ModelFileError, match="damaged"):
        TrainedModel.load(path)


def test_its_arrays_lie_in_the_file(model):
    with zipfile.ZipFile(model) as archive:
        inside = {name for name in archive.namelist() if name.startswith(REACH)}

    assert inside == {f"{REACH}{name}.npy" for name in Dissimilarity.shapes(1)}
