"""Networks that learn once more, from all patches."""

from dataclasses import dataclass

import numpy as np
import pytest
from network_samples import same_weights
from patch_samples import textured_dataset, write_dataset
from watch import Watch, refused

from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.errors import Cancelled
from poplar_nn_plugin.model.card import ModelCard, read_card
from poplar_nn_plugin.model.training import Refit
from poplar_nn_plugin.nn.evaluate import evaluate_model
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.network.validation_predictions import read_held_out
from poplar_nn_plugin.nn.training import fit as fitting
from poplar_nn_plugin.nn.training import train as training
from poplar_nn_plugin.nn.training.train import train_model
from poplar_nn_plugin.reports.model_card import write_card

STEPS = 4  # of an epoch
SAID = "18 patches of 9 polygons kept out of training; the network that is kept then learned once "
SAID += "more, from these patches too"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("refit")


@pytest.fixture(scope="module")
def data(folder):
    return textured_dataset(folder / "textures")


@pytest.fixture(scope="module")
def train(folder, data):
    def train(name, dataset="textures", watch=None, **settings):
        settings = {"epochs": 4, "batch_size": 16, "seed": 1, "baseline": False, **settings}
        settings.setdefault("architecture", "sigma")
        return train_model(
            dataset=str(folder / dataset),
            output=str(folder / f"{name}.keras"),
            progress=watch or Watch(),
            **settings,
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fitting, "_FEWEST_STEPS", STEPS)
        yield train


@pytest.fixture
def evaluate(folder, data):
    def evaluate(name, dataset=data.folder):
        return evaluate_model(
            model=str(folder / f"{name}.keras"), dataset=str(dataset), progress=Watch()
        )

    return evaluate


@pytest.fixture
def weights_of(folder):
    return lambda name: TrainedModel.load(folder / f"{name}.keras").network.get_weights()


@pytest.fixture
def card_of(folder):
    return lambda name: read_card(folder / f"{name}.keras")


@dataclass
class Trained:
    """What a training gave, its card, and what was told meanwhile."""

    result: dict
    card: ModelCard
    watch: Watch


@pytest.fixture(scope="module")
def once(train, folder):
    watch = Watch()
    return Trained(train("once", watch=watch), read_card(folder / "once.keras"), watch)


@pytest.fixture(scope="module")
def twice(train, folder):
    watch = Watch()
    result = train("twice", watch=watch, refit=True, report=str(folder / "twice.html"))
    return Trained(result, read_card(folder / "twice.keras"), watch)


def test_the_scores_and_the_calibration_are_those_of_the_first(once, twice):
    assert once.result["macro_f1"] == twice.result["macro_f1"]
    assert once.card.calibration == twice.card.calibration
    assert twice.card.scores.measured_on == SAID


def test_the_model_kept_has_learned_from_all_patches(once, twice, train, data, weights_of):
    assert len(data.select("train")) + len(data.select("valid")) == len(data.x) == 78
    assert twice.card.training.refit == Refit(patches=78, epochs=4)
    labels = data.labels.copy()
    labels["split"][labels["split"] == Split.VALID] = Split.TRAIN
    write_dataset(data.folder.parent / "all", data.x, labels)

    with pytest.MonkeyPatch.context() as patch:  # scaled as for the first
        patch.setattr(training.Scaling, "fit", lambda *_: twice.card.scaling)
        train("all", dataset="all")

    assert same_weights(weights_of("twice"), weights_of("all"))
    assert not same_weights(weights_of("twice"), weights_of("once"))


def test_a_forest_is_grown_once_more_too(train, card_of):
    train("forest", refit=True, architecture="random_forest")

    assert card_of("forest").training.refit.patches == 78


def test_it_is_said_in_log_report_and_card(twice, folder):
    write_card(
        model=str(folder / "twice.keras"),
        report=str(folder / "card.html"),
        progress=Watch(),
        command="",
    )

    assert any("once more, from all 78 patches" in line for line in twice.watch.messages)
    for page in ("twice", "card"):
        assert "Learned once more" in (folder / f"{page}.html").read_text(encoding="utf-8")
    assert twice.watch.fractions == sorted(twice.watch.fractions)


@pytest.mark.usefixtures("twice")
def test_the_same_seed_gives_the_same_model(train, weights_of):
    train("again", refit=True)

    assert same_weights(weights_of("again"), weights_of("twice"))


@pytest.mark.usefixtures("once", "twice")
def test_validation_patches_are_answered_by_the_first_that_never_saw_them(evaluate):
    before, now = evaluate("once"), evaluate("twice")

    for key in ("index", "predicted", "probability", "true_probability"):
        assert np.array_equal(before[key], now[key])
    assert now["scores"]["measured_on"] == SAID
    assert now["scores"]["split"] == "valid"


@pytest.mark.usefixtures("twice")
def test_other_patches_of_the_same_images_count_as_learned(evaluate, data, folder):
    changed = data.labels.copy()
    changed["class"][0] = next(c for c in data.classes.codes if c != changed["class"][0])
    (folder / "elsewhere").mkdir()
    other, namesake = (
        write_dataset(place, data.x, changed)
        for place in (folder / "changed", folder / "elsewhere" / "textures")
    )

    assert read_held_out(folder / "twice.keras", other) is None
    assert evaluate("twice", namesake.folder)["scores"]["split"] == "train"
    assert evaluate("twice", other.folder)["scores"]["split"] == "valid"


@pytest.mark.usefixtures("once")
def test_what_learned_once_keeps_no_answers(train, data, folder, card_of):
    unjudged = data.labels.copy()
    unjudged["split"] = Split.TRAIN
    write_dataset(folder / "unjudged", data.x, unjudged)

    train("unjudged", dataset="unjudged", refit=True)

    assert read_held_out(folder / "once.keras", data) is None
    assert card_of("unjudged").training.refit is None


def test_with_patience_it_learns_as_long_as_the_best_epoch(train, card_of):
    patient = train("patient", refit=True, epochs=9, patience=3)

    again = card_of("patient").training.refit.epochs
    assert again == patient["history"]["kept_epoch"]


def test_a_second_training_that_was_interrupted_goes_on(twice, train, weights_of, folder):
    def files():
        return sorted(path.name for path in folder.glob("*parts*"))

    stops = [n for n, fraction in enumerate(twice.watch.fractions) if fraction > 0.5]
    watch, again = Watch(stop_after=stops[STEPS * 2 + 1]), Watch()

    with refused(Cancelled):
        train("parts", watch=watch, refit=True)

    assert "epoch 2 of 4" in watch.messages[-1]
    assert "parts.all.unfinished.keras" in watch.messages[-1]
    assert files() == ["parts.all.unfinished.keras", "parts.unfinished.keras"]

    train("parts", watch=again, refit=True)

    assert len([line for line in again.messages if "goes on" in line]) == 2
    epochs = [line.split(":")[0] for line in again.messages if line.startswith("epoch")]
    assert epochs == ["epoch 3/4", "epoch 4/4"]
    assert same_weights(weights_of("parts"), weights_of("twice"))
    assert files() == ["parts.keras"]
