"""Networks of patches that look at whole blocks."""

import numpy as np
import pytest
from keras import Input, Model, layers, utils
from network_samples import network_of

from poplar_nn_plugin.nn.dense.convert import dense_network

CELLS = 5
RNG = np.random.default_rng(0)


def build(size, *stages, bands=2):
    """Return a network of layers, one after the other."""
    utils.set_random_seed(0)
    inputs = maps = Input((size, size, bands))
    for stage in stages:
        maps = stage(maps)
    return Model(inputs, maps)


def softmax():
    return layers.Dense(3, activation="softmax")


def normalised():
    """Return a normalisation that has seen other numbers than those of the start."""
    layer = layers.BatchNormalization()
    layer.build((None, None, None, 4))
    layer.set_weights([RNG.uniform(0.5, 1.5, 4) for _ in range(4)])
    return layer


def skipping(maps):
    """Return a residual block whose shortcut is cropped."""
    change = layers.ReLU()(layers.Conv2D(4, 3)(maps))
    shortcut = layers.Cropping2D(1)(layers.Conv2D(4, 1)(maps))
    both = layers.Add()([change, shortcut])
    return layers.Concatenate()([both, layers.Multiply()([both, change])])


def same_for_each_patch(network, stride):
    """Raise unless a block gives each of its patches what it gets alone."""
    dense, size = dense_network(network, stride), network.input_shape[1]
    bands, classes = network.input_shape[-1], network.output_shape[-1]
    rows, cols = (stride * (cells - 1) + size for cells in (CELLS, CELLS + 2))
    block = RNG.normal(size=(1, rows, cols, bands)).astype(np.float32)
    found = np.asarray(dense(block))[0, :CELLS, : CELLS + 2]
    corners = np.argwhere(np.ones(found.shape[:2])) * stride
    patches = [block[0, row : row + size, col : col + size] for row, col in corners]
    alone = np.asarray(network(np.array(patches), training=False)).reshape(*found.shape)
    assert found.shape == (CELLS, CELLS + 2, classes)
    assert np.abs(found - alone).max() < 1e-5
    assert np.ptp(alone, axis=(0, 1)).max() > 1e-3  # patches differ


@pytest.mark.parametrize("stride", [3, 4])
@pytest.mark.parametrize(("name", "size"), [("sigma_valid", 25), ("compact_valid", 26)])
def test_ours_give_each_patch_what_it_gets_alone(name, size, stride):
    network = network_of(name, size)
    for layer in network.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.set_weights([RNG.uniform(0.5, 1.5, w.shape) for w in layer.get_weights()])

    same_for_each_patch(network, stride)


@pytest.mark.parametrize("name", ["sigma_valid", "compact_valid"])
@pytest.mark.parametrize("size", [3, 4, 9, 14])
def test_ours_can_at_any_size(name, size):
    same_for_each_patch(network_of(name, size), 2)


def mean():
    return [layers.GlobalAveragePooling2D(), softmax()]


def most():
    return [layers.GlobalMaxPooling2D(), layers.Dense(3), layers.Softmax()]


def flat():
    return [layers.Dropout(0.5), layers.Flatten(), layers.Dense(4, activation="relu"), softmax()]


CASES = {
    "strides": lambda: [
        layers.Conv2D(4, 3, strides=2),
        layers.Conv2D(4, 3, dilation_rate=2, activation="relu"),
        *flat(),
    ],
    "overlapping": lambda: [
        layers.MaxPooling2D(3, 2),
        layers.MaxPooling2D(2),
        layers.Conv2D(4, 2, strides=2),
        *mean(),
    ],
    "means": lambda: [
        layers.AveragePooling2D(2),
        layers.Conv2D(4, 3),
        layers.AveragePooling2D(2),
        *most(),
    ],
    "residual": lambda: [
        layers.Conv2D(4, 3),
        normalised(),
        layers.LeakyReLU(),
        layers.MaxPooling2D(2),
        skipping,
        *flat(),
    ],
    "pointwise": lambda: [
        layers.MaxPooling2D(2, padding="same"),
        layers.Rescaling(0.5),
        layers.Activation("tanh"),
        *mean(),
    ],
}


@pytest.mark.parametrize("stride", [2, 5])
@pytest.mark.parametrize("case", CASES)
def test_what_others_are_made_of_gives_the_same(case, stride):
    same_for_each_patch(build(20, *CASES[case]()), stride)


def twice(maps):
    """Return maps that one layer has looked at twice."""
    layer = layers.Conv2D(2, 1)
    return layer(layer(maps))


def inner(maps):
    """Return what a network within the network gives."""
    return build(8, layers.Conv2D(4, 3))(maps)


@pytest.mark.parametrize(
    "stage",
    [
        layers.Conv2D(4, 3, padding="same"),
        layers.MaxPooling2D(3, padding="same"),
        layers.ZeroPadding2D(1),
        layers.Conv2D(4, (1, 3)),
        layers.Conv2D(4, 3, groups=2),
        layers.BatchNormalization(axis=1),
        layers.Softmax(axis=1),
        layers.Conv2D(4, 3, dtype="mixed_float16"),
        layers.LayerNormalization(),
        layers.UpSampling2D(),
        layers.Cropping2D(((1, 0), (0, 0))),
        twice,
        inner,
    ],
)
def test_what_looks_beyond_its_patch_or_is_not_known_is_left_to_patches(stage):
    network = build(8, stage, layers.GlobalAveragePooling2D(), softmax())

    assert dense_network(network, 2) is None


def test_padded_networks_and_those_of_pixels_are_left_to_patches():
    assert dense_network(network_of("compact", 12), 4) is None
    assert dense_network(network_of("sigma", 12), 4) is None
    assert dense_network(network_of("unet", 12), 4) is None
    assert dense_network(network_of("sigma", 25), 4) is not None  # pads nothing at this size


def test_the_gain_is_that_of_patches_that_overlap():
    network = network_of("sigma", 30)
    close, apart = (dense_network(network, stride) for stride in (4, 30))

    assert close.of_patch == apart.of_patch
    assert close.of_patch > 20 * close.of_cell
    assert apart.of_patch < apart.of_cell
