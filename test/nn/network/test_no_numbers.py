"""Networks of others whose weights are numbers, and what they compute is none."""

import json
import zipfile
from types import SimpleNamespace

import numpy as np
import pytest
from keras import Input, Sequential, layers
from network_samples import model_card, network_of
from watch import Watch, refused

from poplar_nn_plugin.errors import ModelFileError, ParameterError
from poplar_nn_plugin.nn.adopt import adopt_model
from poplar_nn_plugin.nn.evaluate import evaluate_model
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.network.warm_start import open_start
from poplar_nn_plugin.nn.predict_block import predict_block
from poplar_nn_plugin.nn.training.checkpoint import Checkpoint
from poplar_nn_plugin.nn.training.fit import _validated
from poplar_nn_plugin.nn.training.train import train_model
from poplar_nn_plugin.progress import Silent

GRAY, WHITE = (np.full((12, 12, 2), value, np.uint8) for value in (1, 255))


def chain(*parts):
    mean, last = layers.GlobalAveragePooling2D(), layers.Dense(3, activation="softmax")
    return Sequential([Input((8, 8, 2)), *parts, mean, last])


def negative():
    """Return a network whose variance is below 0."""
    network = chain(layers.BatchNormalization())
    weights = network.get_weights()
    weights[3] -= 2
    network.set_weights(weights)
    return network


def huge():
    network = chain(layers.Conv2D(9, 3))
    network.set_weights([np.full_like(one, 1e38) for one in network.get_weights()])
    return network


def bright():
    """Return a network that is sound until a pixel is bright."""
    network = chain(layers.Conv2D(2, 1))
    kernel = np.array([[1e35, -1e35], [1e35, -1e35]], np.float32)[None, None]
    network.set_weights([kernel, np.zeros(2), np.ones((2, 3)), np.zeros(3)])
    return network


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with each network as a model with a card, and plain as Keras writes it."""
    folder = tmp_path_factory.mktemp("no_numbers")
    for make in (negative, huge, bright):
        network = make()
        network.save(folder / f"plain_{make.__name__}.keras")
        TrainedModel(network, model_card()).save(folder / f"{make.__name__}.keras")
    TrainedModel(network_of("compact"), model_card()).save(folder / "sound.keras")
    return folder


def predict(model, data=GRAY):
    return predict_block(
        model=str(model),
        data=data,
        valid=np.ones(data.shape[:2], bool),
        stride=4,
        progress=Watch(),
    )["probabilities"]


def predict_white(model, *_):
    predict(model, WHITE)


def predict_gray(model, *_):
    predict(model, GRAY)


def evaluate(model, dataset, out):
    evaluate_model(
        model=str(model),
        dataset=dataset,
        split="valid",
        report=str(out / "out.html"),
        progress=Watch(),
    )


def adopt(model, dataset, out):
    adopt_model(
        model=str(model),
        dataset=dataset,
        output=str(out / "out.keras"),
        scaling="unit",
        progress=Watch(),
    )


def start(model, dataset, out):
    train_model(
        dataset=dataset,
        output=str(out / "out.keras"),
        weights=str(model),
        architecture="compact",
        epochs=1,
        progress=Watch(),
    )


def start_alone(model, *_):
    open_start(path=str(model), architecture="compact")


def resume(model, *_):
    path = model.with_name(f"{model.stem}.unfinished.keras")
    path.write_bytes(model.read_bytes())
    told = {"identity": {}, "epoch": 1, "best": [0.5, -1.0], "best_epoch": 1}
    told["history"] = {"loss": [1.0], "kept_epoch": 1}
    with zipfile.ZipFile(path, "a") as archive:
        state = json.dumps({**told, "variables": 0, "optimizer": 0})
        archive.writestr("poplar_nn/training/state.json", state)
    Checkpoint(path, {}).look(Silent())


@pytest.mark.parametrize(
    ("use", "name"),
    [
        (predict_gray, "negative"),
        (predict_gray, "huge"),
        (predict_white, "bright"),
        (evaluate, "negative"),
        (evaluate, "bright"),
        (adopt, "plain_negative"),
        (adopt, "plain_huge"),
        (start, "negative"),
        (start, "plain_huge"),
        (start_alone, "huge"),
        (resume, "negative"),
    ],
)
def test_a_network_that_computes_no_numbers_is_refused_wherever_it_is_used(
    folder, textures, tmp_path, use, name
):
    with refused(
        ModelFileError,
        "gives probabilities that are not finite numbers",
        ".keras gives",
        "Train the model again, or give another one.",
    ):
        use(folder / f"{name}.keras", str(textures.folder), tmp_path)

    # Nothing is written of what it says.
    assert list(tmp_path.iterdir()) == []


def test_a_network_is_refused_only_where_it_computes_no_numbers(folder):
    assert np.isfinite(predict(folder / "bright.keras")).all()


def test_a_value_that_no_network_could_compute_is_not_the_fault_of_the_network(folder):
    undeclared = np.ones((12, 12, 2), np.float32)
    undeclared[:4] = -3.4e38

    predict(folder / "sound.keras", undeclared)


def test_a_training_whose_network_computes_no_numbers_went_astray():
    def forward(*_):
        raise ModelFileError("The network gives no numbers.")

    with pytest.raises(ParameterError, match=r"astray in epoch 2: .* no numbers\. Or lower the"):
        _validated(forward, SimpleNamespace(y=np.zeros(1, int)), 2, 0, Silent())
