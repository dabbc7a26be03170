"""A random forest, where there is no TensorFlow."""

import importlib
import sys
import zipfile

import numpy as np
import pytest
from patch_samples import textured_dataset
from sklearn.ensemble import RandomForestClassifier
from watch import Watch, refused

from poplar_nn_plugin.errors import Cancelled, ModelFileError, ParameterError
from poplar_nn_plugin.model.card import CARD_MEMBER as CARD
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.evaluate import evaluate_model
from poplar_nn_plugin.nn.network.forest import MEMBER, Forest
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.predict_block import predict_block
from poplar_nn_plugin.nn.training.forest import train_forest
from poplar_nn_plugin.nn.training.samples import Samples
from poplar_nn_plugin.nn.training.train import train_model

HIDDEN = ("tensorflow", "keras", "h5py")


@pytest.fixture(scope="module", autouse=True)
def no_tensorflow():
    with pytest.MonkeyPatch.context() as patch:
        for name in {*HIDDEN, *sys.modules}:
            if name.partition(".")[0] in HIDDEN:
                patch.setitem(sys.modules, name, None)  # importing it fails
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("forest")


@pytest.fixture(scope="module")
def data(folder):
    return textured_dataset(folder / "textures")


@pytest.fixture(scope="module")
def train(folder, data):
    def train(name, watch=None, **settings):
        return train_model(
            dataset=str(data.folder),
            output=str(folder / f"{name}.keras"),
            progress=watch or Watch(),
            architecture="random_forest",
            **settings,
        )

    return train


@pytest.fixture(scope="module")
def told():
    return Watch()


@pytest.fixture(scope="module")
def first(train, folder, told):
    return train("first", told, report=str(folder / "first.html"), seed=1)


@pytest.fixture(scope="module")
def model(first, folder):
    return TrainedModel.load(folder / "first.keras")


@pytest.mark.parametrize("name", [*HIDDEN, "keras.layers"])
def test_all_of_this_runs_without_tensorflow(name):
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(name)


def test_the_arrays_give_what_scikit_learn_gives():
    rng = np.random.default_rng(0)
    x = rng.integers(0, 6, (300, 5)).astype(np.float32)  # full of ties
    y = rng.integers(0, 4, 300)
    theirs = RandomForestClassifier(30, random_state=0, min_samples_leaf=3).fit(x, y)
    new = rng.integers(-1, 7, (500, 5)).astype(np.float32)

    ours, expected = Forest.of(theirs.estimators_).shares(new), theirs.predict_proba(new)

    assert np.abs(ours - expected).max() < 1e-12
    assert (ours.argmax(axis=1) == expected.argmax(axis=1)).all()


def test_it_learns_to_tell_textures_apart(first, folder, data):
    evaluated = evaluate_model(
        model=str(folder / "first.keras"), dataset=str(data.folder), progress=Watch()
    )

    assert first["macro_f1"] > 0.9
    assert evaluated["macro_f1"] == first["macro_f1"]


def test_the_same_seed_and_data_give_the_same_forest(model, train, folder):
    for name, seed in (("again", 1), ("other", 2)):
        train(name, seed=seed)
    again, other = (TrainedModel.load(folder / f"{name}.keras") for name in ("again", "other"))

    assert np.array_equal(again.network.left, model.network.left)
    assert not np.array_equal(other.network.left, model.network.left)


def test_it_says_which_settings_count(first, told):
    (said,) = told.messages

    assert said.startswith("CPU (")
    assert "patches: 60 train, 18 valid, 0 test" in said
    assert "balance of classes and the seed only" in said
    assert told.fractions == sorted(told.fractions)
    assert told.fractions[-1] == 1


def test_the_file_holds_card_and_arrays_and_no_pickle(model, folder):
    with zipfile.ZipFile(folder / "first.keras") as archive:
        assert archive.namelist() == [MEMBER, CARD]
    assert model.card.architecture == "random_forest"
    assert read_card(folder / "first.keras").versions["scikit-learn"]


def test_the_report_shows_no_epochs(first, folder):
    text = (folder / "first.html").read_text(encoding="utf-8")

    assert "Nodes of the trees" in text
    assert "How the network learned" not in text


BLOCK = np.random.default_rng(1).integers(60, 140, (40, 30, 2)).astype(np.uint8)


@pytest.fixture(scope="module")
def drawn(model, folder):
    return predict_block(
        model=str(folder / "first.keras"),
        data=BLOCK,
        valid=np.ones((40, 30), bool),
        stride=2,
        progress=Watch(),
    )


def test_a_map_of_it_is_computed_on_the_processor(drawn, model):
    assert drawn["device"] == model.card.training.device


@pytest.mark.parametrize(("i", "j"), [(0, 0), (3, 7), (16, 11)])
def test_the_map_is_drawn_patch_by_patch_to_the_last_bit(drawn, model, i, j):
    patch = BLOCK[None, i * 2 : i * 2 + 8, j * 2 : j * 2 + 8]

    assert np.array_equal(drawn["probabilities"][i, j], model.probabilities(patch)[0])


@pytest.mark.parametrize(("size", "bands"), [(2, 5), (10, 1), (23, 3)])
def test_any_size_and_bands_are_saved_and_reloaded_the_same_in_any_order(tmp_path, size, bands):
    x = np.random.default_rng(size).normal(size=(8, size, size, bands)).astype(np.float32)
    scaling = Scaling((0.0,) * bands, (1.0,) * bands)
    samples = Samples(x, np.arange(8), np.arange(8) % 4, scaling)
    forest = train_forest(samples, 4, Settings(), Watch(), trees=20)
    forest.save(tmp_path / "case.zip")

    whole = forest(8, lambda start, stop: x[start:stop])
    reloaded = Forest.load(tmp_path / "case.zip", size, bands, 4)
    backwards = forest(8, lambda start, stop: x[::-1][start:stop])

    assert np.abs(whole.sum(axis=1) - 1).max() < 1e-6
    assert np.array_equal(reloaded(8, lambda start, stop: x[start:stop]), whole)
    assert np.array_equal(backwards[::-1], whole)


def moved(share):
    """Let the shares of a leaf sum to 1, one of them below 0."""
    leaf = np.flatnonzero(share.sum(axis=1))[0]
    share[leaf] = [-0.5, 1.5, 0]


@pytest.mark.parametrize(
    ("array", "damage"),
    [
        pytest.param("left", lambda left: left.__setitem__(5, 2), id="loop"),
        pytest.param("right", lambda right: right.__setitem__(0, 10**6), id="outside"),
        pytest.param("feature", lambda feature: feature.__setitem__(0, 999), id="feature"),
        pytest.param("share", lambda share: share.__setitem__((0, 0), np.nan), id="share"),
        pytest.param("share", moved, id="negative"),
        pytest.param("share", lambda share: np.divide(share, 2, out=share), id="sum"),
        pytest.param("threshold", lambda threshold: threshold.fill(np.nan), id="threshold"),
        pytest.param(None, None, id="cut"),
        pytest.param(None, [{"a": 1}], id="pickle"),
    ],
)
def test_a_damaged_forest_is_refused(first, folder, tmp_path, array, damage):
    parts, damaged = tmp_path / "parts.npz", tmp_path / "damaged.keras"
    with zipfile.ZipFile(folder / "first.keras") as old, zipfile.ZipFile(damaged, "w") as new:
        parts.write_bytes(old.read(MEMBER))
        if array:
            arrays = dict(np.load(parts))
            damage(arrays[array])
            np.savez(parts, **arrays)
        elif damage:
            np.savez(parts, roots=np.array(damage, object))
        else:
            parts.write_bytes(parts.read_bytes()[:100])
        for info in old.infolist():
            part = parts.read_bytes() if info.filename == MEMBER else old.read(info)
            new.writestr(info, part)

    with refused(ModelFileError, "train the model again"):
        TrainedModel.load(damaged)


def test_a_model_to_start_from_is_refused(first, train, folder):
    with refused(ParameterError, "cannot start from a model"):
        train("continued", weights=str(folder / "first.keras"))


def test_cancel_is_heard_between_trees_and_leaves_nothing(train, folder):
    with refused(Cancelled):
        train("cancelled", Watch(stop_after=3))

    assert not (folder / "cancelled.keras").exists()
