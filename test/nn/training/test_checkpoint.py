"""Trainings that are interrupted, and go on."""

import zipfile
from contextlib import nullcontext, suppress

import keras
import numpy as np
import pytest
from network_samples import same_weights
from patch_samples import textured_dataset
from watch import Watch, refused

from poplar_nn_plugin.errors import Cancelled, ModelFileError
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.training import checkpoint
from poplar_nn_plugin.nn.training import fit as fitting
from poplar_nn_plugin.nn.training.samples import Samples
from poplar_nn_plugin.nn.training.train import train_model

STEPS = 4  # of an epoch


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("checkpoint")


@pytest.fixture(scope="module")
def data(folder):
    return textured_dataset(folder / "textures")


@pytest.fixture(scope="module")
def train(folder, data):
    def train(name, watch=None, **settings):
        settings = {"epochs": 4, "batch_size": 16, "seed": 1, "baseline": False, **settings}
        return train_model(
            dataset=str(data.folder),
            output=str(folder / f"{name}.keras"),
            architecture="sigma",
            progress=watch or Watch(),
            **settings,
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fitting, "_FEWEST_STEPS", STEPS)
        yield train


@pytest.fixture(scope="module")
def interrupt(train):
    """Return a function that cancels in the midst of the epoch after one."""

    def interrupt(name, epoch, **settings):
        watch = Watch(stop_after=epoch * STEPS + 1)
        with refused(Cancelled):
            train(name, watch, **settings)
        return watch

    return interrupt


@pytest.fixture
def files(folder):
    """Return a function that names the files of a training."""
    return lambda name: sorted(path.name for path in folder.glob(f"*{name}*"))


@pytest.fixture
def weights_of(folder):
    return lambda name: TrainedModel.load(folder / f"{name}.keras").network.get_weights()


def epochs(watch):
    return [line.split(":")[0] for line in watch.messages if line.startswith("epoch")]


@pytest.fixture(scope="module")
def whole(train):
    """Return the history of a training that nothing interrupts."""
    return train("whole")["history"]


@pytest.fixture(scope="module")
def parts(interrupt):
    """Return what was told of a training that was cancelled after its third epoch."""
    return interrupt("parts", 3)


def test_a_cancelled_training_keeps_its_best_epoch_and_says_so(parts, folder):
    history = read_card(folder / "parts.unfinished.keras").training.history
    ranks = list(zip(history.validation_macro_f1, [-v for v in history.validation_loss]))
    best = 1 + ranks.index(max(ranks))

    said = parts.messages[-1]
    assert said.startswith("Cancelled after epoch 3 of 4.")
    assert f"the best epoch so far ({best}, macro F1 " in said
    assert str(folder / "parts.unfinished.keras") in said
    assert history.kept_epoch == best


@pytest.mark.usefixtures("parts")
def test_what_is_left_is_a_model_that_nothing_has_measured(folder, files):
    assert files("parts") == ["parts.unfinished.keras"]
    left = TrainedModel.load(folder / "parts.unfinished.keras")
    assert left.card.scores.measured_on == "not measured (the training was interrupted)"
    assert left.card.scores.macro_f1 is None
    assert left.probabilities(np.zeros((2, 8, 8, 2), np.uint8)).shape == (2, 3)


def test_a_training_that_is_not_to_be_kept_leaves_nothing_and_says_so(interrupt, files):
    watch = interrupt("forgotten", 2, keep=False)

    assert watch.messages[-1] == "Cancelled: nothing of this training is kept."
    assert files("forgotten") == []


def test_training_goes_on_and_ends_as_if_it_had_not_been_interrupted(
    train, interrupt, whole, weights_of, files
):
    watch = Watch()
    interrupt("resumed", 3)

    history = train("resumed", watch)["history"]

    assert watch.messages[0].endswith("left after epoch 3: training goes on from there.")
    assert epochs(watch) == ["epoch 4/4"]
    assert same_weights(weights_of("resumed"), weights_of("whole"))
    assert all(history[key] == whole[key] for key in whole if key != "seconds")
    assert files("resumed") == ["resumed.keras"]


@pytest.mark.usefixtures("whole")
def test_batches_made_ahead_change_nothing(train, weights_of, monkeypatch):
    monkeypatch.setattr(fitting, "prefetch", nullcontext)

    train("unhurried")

    assert same_weights(weights_of("unhurried"), weights_of("whole"))


def test_patience_counts_across_the_interruption(train, interrupt, weights_of):
    """The best epoch lies before the interruption, or after it."""
    settings = {"epochs": 9, "patience": 3}
    patient = train("patient", **settings)
    interrupt("patient_parts", 2, **settings)

    again = train("patient_parts", **settings)

    assert same_weights(weights_of("patient_parts"), weights_of("patient"))
    assert patient["epochs_run"] == again["epochs_run"]
    assert patient["history"]["kept_epoch"] == again["history"]["kept_epoch"]


@pytest.fixture(scope="module")
def learn_in_phases(data):
    """Return a function that trains a network whose inner layers learn from the second epoch on.

    Nothing is written meanwhile, however slow the machine is.
    """
    indices = data.select("train")
    truth = np.searchsorted(data.classes.codes, data.y[indices])
    samples = Samples(data.x, indices, truth, Scaling.fit(data.x))

    def learn(saver, watch, seed):
        keras.utils.set_random_seed(seed)
        inner = keras.Sequential([keras.Input((8, 8, 2)), keras.layers.Conv2D(4, 3)])
        inputs = keras.Input((8, 8, 2))
        mean = keras.layers.GlobalAveragePooling2D()(inner(inputs))
        network = keras.Model(inputs, keras.layers.Dense(3, activation="softmax")(mean))
        settings = Settings(epochs=3, batch_size=8)
        with suppress(Cancelled), pytest.MonkeyPatch.context() as patch:
            patch.setattr(checkpoint, "_EVERY", float("inf"))
            fitting.fit(network, samples, samples, settings, watch, inner, saver)
        return network.get_weights()

    return learn


@pytest.fixture(scope="module")
def saver(folder):
    return lambda: checkpoint.Checkpoint(folder / "none.keras", {})


@pytest.fixture(scope="module")
def of_phases(learn_in_phases, saver):
    """Return the weights after all phases, uninterrupted."""
    return learn_in_phases(saver(), Watch(), 1)


@pytest.mark.parametrize("epoch", [1, 2])
def test_a_training_in_phases_goes_on_in_the_right_one(
    learn_in_phases, saver, of_phases, data, epoch
):
    steps = len(data.select("train")) // 8 + 1
    first, second, watch = saver(), saver(), Watch()

    learn_in_phases(first, Watch(stop_after=epoch * steps + 1), 1)
    second.state = first.state
    weights = learn_in_phases(second, watch, 2)

    assert first.state.epoch == epoch
    assert same_weights(weights, of_phases)
    said = "Now the layers trained on ImageNet are tuned, too."
    assert [line for line in watch.messages if "layers" in line] == [said]


@pytest.fixture(scope="module")
def kept(interrupt, folder):
    """Return what a training has left that was interrupted after its second epoch."""
    interrupt("others", 2)
    return (folder / "others.unfinished.keras").read_bytes()


def test_another_training_begins_anew_and_says_what_differs(train, kept, folder):
    watch = Watch()
    (folder / "others.unfinished.keras").write_bytes(kept)

    train("others", watch, learning_rate=0.001)

    assert watch.messages[0].startswith("Warning: ")
    assert "another training (other learning_rate)" in watch.messages[0]


def test_nothing_is_resumed_where_that_is_not_wanted(train, kept, folder):
    watch = Watch()
    (folder / "others.unfinished.keras").write_bytes(kept)

    train("others", watch, resume=False)

    assert epochs(watch) == ["epoch 1/4", "epoch 2/4", "epoch 3/4", "epoch 4/4"]


def test_a_damaged_state_is_refused(train, kept, folder):
    (folder / "kept.zip").write_bytes(kept)
    damaged = folder / "damaged.unfinished.keras"
    with zipfile.ZipFile(folder / "kept.zip") as old, zipfile.ZipFile(damaged, "w") as new:
        for info in old.infolist():
            part = old.read(info)
            new.writestr(info, part[:9] if info.filename.endswith("variables-1.npy") else part)

    with refused(ModelFileError, "remove it, or train without resuming"):
        train("damaged")


@pytest.mark.usefixtures("whole")
def test_a_training_that_breaks_off_goes_on_too(train, weights_of, files, monkeypatch):
    class Crash(Watch):
        """Breaks off as a bug or a power cut would, in the second epoch."""

        def advance(self, fraction):
            super().advance(fraction)
            if len(self.fractions) > STEPS + 2:
                raise RuntimeError

    monkeypatch.setattr(checkpoint, "_EVERY", 0.0)
    with pytest.raises(RuntimeError):
        train("crashed", Crash())
    assert files("crashed") == ["crashed.unfinished.keras"]

    train("crashed")

    assert same_weights(weights_of("crashed"), weights_of("whole"))


def test_before_the_first_epoch_nothing_is_left(interrupt, files):
    interrupt("early", 0)

    assert files("early") == []
