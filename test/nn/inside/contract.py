"""Try every network; what was found goes to found.json in the folder given."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from patch_samples import meta, training

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.model.card import ModelCard
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn import architectures
from poplar_nn_plugin.nn.architectures.pretrained import Pretrained
from poplar_nn_plugin.nn.network.backend import load_tensorflow
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.training import fit as fitting
from poplar_nn_plugin.nn.training.fit import fit
from poplar_nn_plugin.nn.training.samples import Samples
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.registry import discover
from poplar_nn_plugin.scoring.scores import NOT_MEASURED

fitting._FEWEST_STEPS = 2
FOLDER = Path(sys.argv[1])
CLASSES = ClassMap((1, 2, 3, 4), tuple("abcd"), ("#000000",) * 4)


def try_out(architecture, size: int, bands: int) -> dict:
    import keras

    keras.utils.set_random_seed(1)
    network = architecture.build(size, bands, len(CLASSES.codes))
    scaling = Scaling((0.0,) * bands, (1.0,) * bands)
    spec = PatchSpec(size, size, tuple(range(1, bands + 1)))
    names = [f"band {number}" for number in spec.bands]
    image = {**meta(bands)["image"], "bands": names}
    card = ModelCard(
        architecture.name, spec, CLASSES, scaling, image, training("abcd"), NOT_MEASURED, {}
    )
    model, path = TrainedModel(network, card), FOLDER / "model.keras"
    x = np.random.default_rng(0).normal(size=(5, size, size, bands)).astype(np.float32)

    before = [weight.copy() for weight in network.get_weights()]
    truth = np.array([0, 1, 2, 3, 0])
    samples = Samples(x, np.arange(5), truth, scaling)
    pixels, named = architecture.pixels_of(network), None
    if architecture.dense:
        # Each patch has its class in its upper half; nobody knows the lower one.
        masks = np.repeat(truth + 1, size**2).reshape(5, size, size).astype(np.uint8)
        masks[:, size // 2 :] = 0
        samples = replace(samples, masks=masks, codes=CLASSES.codes)
    nobody = Samples(x, np.arange(0), np.arange(0), scaling)
    # Two steps are too few to be worth compiling.
    tensorflow.config.run_functions_eagerly(True)
    history = fit(
        network, samples, nobody, Settings(epochs=1, batch_size=4), Silent(), pixels=pixels
    )
    tensorflow.config.run_functions_eagerly(False)
    found = model.probabilities(x)
    if architecture.dense:
        each, inner = pixels(x, training=False).numpy(), max(1, size // 3)
        start = (size - inner) // 2
        middle = each[:, start : start + inner, start : start + inner]
        named = {
            "shape": list(each.shape),
            "farthest_sum_from_1": float(np.abs(each.sum(axis=-1) - 1).max()),
            "patch_from_its_middle": float(np.abs(middle.mean(axis=(1, 2)) - found).max()),
        }
    model.save(path)
    plain = keras.saving.load_model(path)
    return {
        "architecture": architecture.name,
        "size": size,
        "bands": bands,
        "pixels": named,
        "shape": list(found.shape),
        "farthest_sum_from_1": float(np.abs(found.sum(axis=1) - 1).max()),
        "loss": history.loss[0],
        "weights_changed": any(
            (one != other).any() for one, other in zip(before, network.get_weights())
        ),
        "same_after_reload": bool((TrainedModel.load(path).probabilities(x) == found).all()),
        "same_in_plain_keras": bool(np.allclose(plain(x, training=False), found, atol=1e-6)),
        "same_in_any_order": bool(
            (model.probabilities(x[::-1])[::-1] == found).all()
            and (model.probabilities(x[3:4]) == found[3:4]).all()
        ),
    }


tensorflow = load_tensorflow()
cases = [
    try_out(kind(), size, bands)
    for kind in discover(architectures, "ARCHITECTURE").values()
    if kind.networks and not issubclass(kind, Pretrained)
    for size, bands in ((kind.smallest_patch, 5), (10, 1), (23, 3))
]

# Sigmoids by hand, from the last dense layer's own numbers.
import keras  # noqa: E402 (TensorFlow must be its backend)

network = discover(architectures, "ARCHITECTURE")["sigma_sigmoid"]().build(7, 2, 3)
x = np.random.default_rng(1).normal(size=(4, 7, 7, 2)).astype(np.float32)
last = network.layers[-2]
before = keras.Model(network.input, last.input)(x, training=False).numpy()
kernel, bias = last.get_weights()
judged = 1 / (1 + np.exp(-(before @ kernel + bias)))
by_hand = judged / judged.sum(axis=1, keepdims=True)
sigmoids = float(np.abs(network(x, training=False).numpy() - by_hand).max())
(FOLDER / "found.json").write_text(
    json.dumps({"cases": cases, "sigmoids": sigmoids}), encoding="utf-8"
)
