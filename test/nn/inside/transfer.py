"""Start networks from older models; what was found goes to found.json in the folder given."""

import json
import sys
from pathlib import Path

import numpy as np
from patch_samples import CLASSES, meta, textured_dataset, training
from watch import Watch, error_of

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.model.card import ModelCard, add_card
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.scores import NOT_MEASURED
from poplar_nn_plugin.nn.adopt import adopt_model
from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.nn.network.backend import load_tensorflow
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.network.warm_start import Start, layers_of, open_start, take_over
from poplar_nn_plugin.nn.training.train import train_model

FOLDER = Path(sys.argv[1])
BANDS = ("band 1", "band 2")
found = {}
load_tensorflow()
import keras  # noqa: E402 (TensorFlow must be its backend)


def network_of(architecture: str, size=8, bands=2, classes=3, seed=1):
    keras.utils.set_random_seed(seed)
    return find(architecture).build(size, bands, classes)


def model_of(architecture: str, size=8) -> TrainedModel:
    spec, scaling = PatchSpec(size, 4, (1, 2)), Scaling((0.0, 0.0), (1.0, 1.0))
    card = ModelCard(
        architecture, spec, CLASSES, scaling, meta()["image"], training(), NOT_MEASURED, {}
    )
    return TrainedModel(network_of(architecture, size), card)


def started(architecture: str, size=8, bands=BANDS, classes=CLASSES, watch=None):
    """Return a network of other weights, started from the older model."""
    network = network_of(architecture, size, len(bands), len(classes.codes), seed=2)
    start = Start.of(models[architecture], "m.keras")
    take_over(network, start, bands, classes, watch or Watch())
    return network


models = {name: model_of(name) for name in ("sigma", "compact")}
x = np.random.default_rng(0).normal(size=(5, 8, 8, 2)).astype(np.float32)

watch = Watch()
expected = models["sigma"].network(x, training=False).numpy()
same = started("sigma", watch=watch)(x, training=False).numpy()
found["same"] = bool(np.array_equal(same, expected))
found["nothing_said"] = watch.messages
larger = started("compact", size=12)
found["compact_takes_any_size"] = all(
    np.array_equal(one, other)
    for one, other in zip(larger.get_weights(), models["compact"].network.get_weights())
)
found["sigma_of_other_size"] = error_of(started, architecture="sigma", size=16)

watch = Watch()
others = ClassMap((1, 2, 3, 4), ("stripes", "vine", "flat", "dots"), ("#000000",) * 4)
fewer = started("sigma", classes=others, watch=watch)
old, new = (list(layers_of(n))[-1].get_weights() for n in (models["sigma"].network, fewer))
untouched = list(layers_of(network_of("sigma", classes=4, seed=2)))[-1].get_weights()
found["classes"] = {
    "known": all(np.array_equal(new[i][..., [0, 2]], old[i][..., [2, 0]]) for i in range(len(old))),
    "unknown": bool(np.array_equal(new[0][:, [1, 3]], untouched[0][:, [1, 3]])),
    "rest": all(
        np.array_equal(one, other)
        for one, other in zip(fewer.get_weights()[:-2], models["sigma"].network.get_weights()[:-2])
    ),
    "messages": watch.messages,
}

watch = Watch()
wider = started("sigma", bands=("band 2", "height", "band 1"), watch=watch)
old, new = (next(layers_of(n)).get_weights()[0] for n in (models["sigma"].network, wider))
found["bands"] = {
    "namesakes": bool(np.allclose(new[:, :, [0, 2]], old[:, :, [1, 0]] * 2 / 3)),
    "mean": bool(np.allclose(new[:, :, 1], old.mean(axis=2) * 2 / 3)),
    "messages": watch.messages,
}
grey = np.repeat(x[..., :1], 5, axis=-1)
wide = started("sigma", bands=tuple("abcde"))
found["grey_gives_the_same"] = bool(
    np.allclose(
        wide(grey, training=False),
        models["sigma"].network(grey[..., :2], training=False),
        atol=1e-5,
    )
)
watch = Watch()
started("sigma", bands=("red", "green"), watch=watch)
found["renamed"] = watch.messages

textured_dataset(FOLDER / "textures")
models["sigma"].save(FOLDER / "sigma.keras")
(FOLDER / "old.h5").write_bytes(b"\x89HDF\r\n")
inputs = keras.Input((8, 8, 2))
flat = keras.layers.Flatten()(keras.layers.Lambda(lambda x: x * 2)(inputs))
evil = keras.Model(inputs, keras.layers.Dense(3, activation="softmax")(flat))
evil.save(FOLDER / "code.keras")
add_card(FOLDER / "code.keras", models["sigma"].card)


def unknown(name: str, older, bands=BANDS, classes=CLASSES) -> dict:
    """Start a network from a file that Keras alone has written; what was said, and its weights."""
    older.save(FOLDER / f"{name}.keras")
    start, watch = open_start(str(FOLDER / f"{name}.keras"), "sigma"), Watch()
    network = network_of("sigma", 8, len(bands), len(classes.codes), seed=2)
    take_over(network, start, bands, classes, watch)
    return {"network": network, "messages": watch.messages, "weights": network.get_weights()}


theirs = network_of("sigma")
kept = theirs.get_weights()
same = unknown("same", theirs)
found["own"] = {
    "all": all(np.array_equal(one, other) for one, other in zip(same["weights"], kept)),
    "messages": same["messages"],
}
more = unknown("more_classes", theirs, classes=others)
found["own_classes"] = {
    "rest": all(np.array_equal(a, b) for a, b in zip(more["weights"][:-2], kept[:-2])),
    "at_random": bool(np.array_equal(more["weights"][-2], untouched[0])),
    "messages": more["messages"],
}
wide = unknown("more_bands", theirs, bands=tuple("abc"))
mean = kept[0].mean(axis=2, keepdims=True) * 2 / 3
found["own_bands"] = {
    "mean": bool(np.allclose(wide["weights"][0], np.repeat(mean, 3, axis=2))),
    "messages": wide["messages"],
}

# Adopted, its outputs in another order: stripes, flat, chess.
dataset = textured_dataset(FOLDER / "adopting")
theirs.save(FOLDER / "to_adopt.keras")
for scaling in ("bands", "unit"):
    adopt_model(
        model=str(FOLDER / "to_adopt.keras"),
        dataset=str(dataset.folder),
        output=str(FOLDER / f"adopted_{scaling}.keras"),
        scaling=scaling,
        classes="stripes,flat,chess",
        progress=Watch(),
    )
start, watch = open_start(str(FOLDER / "adopted_bands.keras"), "sigma"), Watch()
again = network_of("sigma", seed=2)
take_over(again, start, BANDS, CLASSES, watch)
ours = again(x, training=False).numpy()
found["adopted"] = {
    "same": bool(np.allclose(ours, theirs(x, training=False).numpy()[:, [1, 2, 0]], atol=1e-6)),
    "messages": watch.messages,
}
watch = Watch()
start = open_start(str(FOLDER / "adopted_unit.keras"), "sigma")
take_over(again, start, BANDS, CLASSES, watch)
found["adopted_unit"] = watch.messages
keras.Sequential([keras.Input((8, 8, 2)), keras.layers.Flatten(), keras.layers.Dense(3)]).save(
    FOLDER / "fewer_layers.keras"
)
wider = keras.models.clone_model(
    theirs,
    clone_function=lambda layer: (
        layer.__class__.from_config({**layer.get_config(), "filters": 7})
        if layer.__class__.__name__ == "Conv2D"
        else layer.__class__.from_config(layer.get_config())
    ),
)
wider.save(FOLDER / "other_layers.keras")
watch = Watch()
started_here = train_model(
    dataset=str(dataset.folder),
    output=str(FOLDER / "trained.keras"),
    architecture="sigma",
    weights=str(FOLDER / "same.keras"),
    epochs=1,
    yardstick=False,
    refit=False,
    progress=watch,
)
found["trained_from_own"] = {"accuracy": started_here["accuracy"], "messages": watch.messages}


def refused(weights: str, architecture="sigma") -> list[str]:
    return error_of(
        train_model,
        dataset=str(FOLDER / "textures"),
        output=str(FOLDER / "out.keras"),
        architecture=architecture,
        weights=str(FOLDER / weights),
        epochs=1,
        yardstick=False,
        progress=Watch(),
    )


found["refused"] = {
    "architecture": refused("sigma.keras", "compact"),
    "h5": refused("old.h5"),
    "fewer_layers": refused("fewer_layers.keras"),
    "other_layers": refused("other_layers.keras"),
    "code": refused("code.keras"),
    "missing": refused("none.keras"),
}
found["nothing_written"] = not (FOLDER / "out.keras").exists()
(FOLDER / "found.json").write_text(json.dumps(found), encoding="utf-8")
