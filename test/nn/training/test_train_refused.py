"""Trainings that fail say why, and leave nothing."""

import threading

import numpy as np
import pytest
from patch_samples import CLASSES, records, textures, write_dataset
from watch import Watch, refused

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.errors import Cancelled, DatasetError, ModelFileError, ParameterError


def of_one_side(folder):
    """Return patches of which one class judges and does not teach."""
    x, code = textures(10)
    return write_dataset(folder, x, records(code, np.arange(30), np.where(code == 9, 1, 0)))


def of_one_class(folder):
    x, code = textures(10)
    labels = records(np.full(30, 3), np.arange(30), np.where(code == 9, 1, 0))
    return write_dataset(folder, x, labels, ClassMap((3,), ("a",), ("#000000",)))


@pytest.fixture
def refuses(train_in, tmp_path):
    """Return a function that has a training fail, and sees that it leaves no file."""
    out = tmp_path / "out"
    out.mkdir()

    def refuses(error, *sentences, **arguments):
        with refused(error, *sentences):
            train_in(out, report=True, **arguments)
        assert list(out.iterdir()) == []

    return refuses


@pytest.mark.parametrize(
    ("settings", "error", "sentences"),
    [
        pytest.param(
            {"learning_rate": 1e30, "epochs": 2},
            *(ParameterError, ["Lower the learning rate"]),
            id="astray",
        ),
        pytest.param(
            {"epochs": 5, "patience": 5},
            *(ParameterError, ["lower it below the epochs"]),
            id="patience",
        ),
        pytest.param({"balance": "fair"}, ParameterError, ["balance must be one of"], id="setting"),
        pytest.param(
            {"architecture": "perceptron"}, ParameterError, ["choose one of"], id="architecture"
        ),
        pytest.param(
            {"weights": "nothing.keras"},
            *(ModelFileError, ["There is no model file"]),
            id="weights of no model",
        ),
    ],
)
def test_what_fails_says_why_and_leaves_nothing(refuses, settings, error, sentences):
    refuses(error, *sentences, **settings)


def test_an_unknown_class_of_interest_is_refused_before_training(refuses):
    watch = Watch()

    refuses(ParameterError, "flat, chess, stripes", watch=watch, interest="oak")

    assert watch.fractions == []


def test_a_dense_network_wants_the_classes_of_pixels_and_says_how_to_get_them(refuses):
    refuses(DatasetError, "PIXEL_LABELS", architecture="unet")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (of_one_side, "no training patches of 'stripes'"),
        (of_one_class, "one class only"),
    ],
    ids=["untaught", "alone"],
)
def test_patches_that_cannot_teach_are_refused(refuses, tmp_path, make, sentence):
    refuses(DatasetError, sentence, data=make(tmp_path / "patches"))


@pytest.mark.parametrize(
    ("patch", "band", "sentence"),
    [(0, 1, "Band 2 of the patches"), (25, 0, "Band 1 of the patches")],
    ids=["train", "valid"],
)
def test_pixels_that_are_no_numbers_are_refused(refuses, request, tmp_path, patch, band, sentence):
    sound = request.getfixturevalue("textures")
    x = sound.x.astype(np.float32)
    x[patch, 2, 3, band] = np.nan
    data = write_dataset(tmp_path / "patches", x, sound.labels, CLASSES)

    refuses(DatasetError, sentence, data=data)


def test_weights_of_another_architecture_are_refused(refuses, first):
    refuses(
        ModelFileError,
        "its architecture is sigma",
        architecture="compact",
        weights=str(first.path),
    )


def test_cancel_is_heard_at_the_next_batch(refuses):
    watch = Watch(stop_after=20)

    refuses(Cancelled, watch=watch, epochs=50)

    assert len(watch.fractions) <= 22
    assert not [thread.name for thread in threading.enumerate() if "batch" in thread.name]
