"""A network that others trained on the patches, its kin, and a way to adopt them."""

from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import pytest
from keras import Input, Model, layers
from patch_samples import CLASSES, textured_dataset
from watch import Watch

from poplar_nn_plugin.nn.adopt import adopt_model
from poplar_nn_plugin.nn.network.model import TrainedModel


def _body(maps):
    """Return features of any size of patch, which tell the three textures apart."""
    maps = layers.Conv2D(8, 3, activation="relu")(maps)
    maps = layers.Conv2D(8, 3, activation="relu")(maps)
    return layers.GlobalAveragePooling2D()(maps)


def _functional(shape, outputs=3, activation="softmax"):
    inputs = Input(shape)
    last = layers.Dense(outputs, activation=activation)(_body(inputs))
    return Model(inputs, last, name="theirs")


@pytest.fixture(scope="session")
def body():
    return _body


@pytest.fixture(scope="session")
def functional():
    """Return a function that makes a network which has learned nothing."""
    return _functional


@pytest.fixture(scope="session")
def patches(tmp_path_factory):
    return textured_dataset(tmp_path_factory.mktemp("adopt") / "textures", train=60, valid=12)


@pytest.fixture(scope="session")
def unit(patches):
    """Return the pixels of all patches as their network wants them, from 0 to 1."""
    return np.asarray(patches.x).astype(np.float32) / 255


@pytest.fixture(scope="session")
def truth(patches):
    return np.searchsorted(CLASSES.codes, patches.y)


@pytest.fixture(scope="session")
def trained():
    def trained(network, x, y, loss):
        network.compile(keras.optimizers.Adam(0.01), loss)
        network.fit(x, y, epochs=15, batch_size=16, verbose=0)
        return network

    return trained


@pytest.fixture(scope="session")
def mine(patches, unit, truth, trained):
    """Return a network for patches of any size that tells the textures apart."""
    keras.utils.set_random_seed(3)
    learn = patches.select("train")
    network = _functional((None, None, 2))
    return trained(network, unit[learn], truth[learn], "sparse_categorical_crossentropy")


@pytest.fixture(scope="session")
def said(mine, unit):
    """Return the probabilities that their network gives."""
    return mine(unit, training=False).numpy()


@pytest.fixture(scope="session")
def ending(mine):
    """Return a function that gives the same network another end, and another shape of it."""

    def ending(activation, change=lambda weights: weights):
        network = _functional((8, 8, 2), 3, activation)
        *first, kernel, bias = mine.get_weights()
        network.set_weights([*first, change(kernel), change(bias)])
        return network

    return ending


@dataclass
class Adopted:
    """What came of adopting a network, and its probabilities of all patches."""

    result: dict
    messages: list
    model: TrainedModel
    path: Path
    probabilities: np.ndarray


@pytest.fixture(scope="session")
def adopt_in(patches):
    """Return a function that adopts a network, or the file of one, in a folder."""

    def adopt(folder, network, data=patches, **options):
        source = network
        if isinstance(network, Model):
            source = folder / "mine.keras"
            network.save(source)
        path, watch = folder / "adopted.keras", Watch()
        told = {"dataset": str(data.folder), "scaling": "unit", **options}
        result = adopt_model(model=str(source), output=str(path), progress=watch, **told)
        model = TrainedModel.load(path)
        probabilities = model.forward(
            len(data.x), lambda *ends: model.card.scaling.apply(data.x[slice(*ends)])
        )
        return Adopted(result, watch.messages, model, path, probabilities)

    return adopt


@pytest.fixture
def adopt(adopt_in, tmp_path):
    """Return a function that adopts a network in a folder of the test."""
    return lambda network, **options: adopt_in(tmp_path, network, **options)
