"""Adopt networks that others made; what was found goes to found.json in the folder given."""

import json
import sys
import zipfile
from pathlib import Path

import numpy as np
from patch_samples import CLASSES, textured_dataset, write_dataset
from watch import Watch, error_of

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.fields import write
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.nn.adopt import adopt_model
from poplar_nn_plugin.nn.evaluate import evaluate_model
from poplar_nn_plugin.nn.network.backend import load_tensorflow
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.predict import predict_block
from poplar_nn_plugin.reports.model_card import write_card

FOLDER = Path(sys.argv[1])
OUT = FOLDER / "adopted.keras"
found = {}
load_tensorflow()
import keras  # noqa: E402 (TensorFlow must be its backend)
from keras import Input, Model, Sequential, layers  # noqa: E402

patches = textured_dataset(FOLDER / "textures", train=60, valid=12)
raw = np.asarray(patches.x).astype(np.float32)
truth = np.searchsorted(CLASSES.codes, patches.y)
learn = patches.select("train")


def body(maps):
    """Return features of any size of patch, which tell the three textures apart."""
    maps = layers.Conv2D(8, 3, activation="relu")(maps)
    maps = layers.Conv2D(8, 3, activation="relu")(maps)
    return layers.GlobalAveragePooling2D()(maps)


def functional(shape, outputs=3, activation="softmax", **options):
    inputs = Input(shape, **options)
    last = layers.Dense(outputs, activation=activation)(body(inputs))
    return Model(inputs, last, name="theirs")


def trained(network, x, y, loss):
    network.compile(keras.optimizers.Adam(0.01), loss)
    network.fit(x, y, epochs=15, batch_size=16, verbose=0)
    return network


def adopt(name: str, network=None, **options) -> dict:
    """Adopt a network, and return what came of it, with its probabilities of all patches."""
    path = FOLDER / f"{name}.keras"
    if network is not None:
        network.save(path)
    watch = Watch()
    told = {"dataset": str(patches.folder), "scaling": "unit", **options}
    result = adopt_model(model=str(path), output=str(OUT), progress=watch, **told)
    model = TrainedModel.load(OUT)
    calm = model.forward(len(raw), lambda *ends: model.card.scaling.apply(patches.x[slice(*ends)]))
    return {**result, "watch": watch, "model": model, "calm": calm}


def refused(name: str, network=None, **options) -> list[str]:
    OUT.unlink(missing_ok=True)
    return [*error_of(adopt, name=name, network=network, **options), OUT.exists()]


keras.utils.set_random_seed(3)
unit = raw / 255
mine = trained(
    functional((None, None, 2)), unit[learn], truth[learn], "sparse_categorical_crossentropy"
)
said = mine(unit, training=False).numpy()

# As it is, at any size, scored and calibrated.
once = adopt("mine", mine, report=str(FOLDER / "report.html"))
card = read_card(OUT)
index = patches.select("valid")
found["flexible"] = {
    "input": list(once["model"].network.input_shape),
    "same": bool(np.allclose(once["calm"], said, atol=1e-6)),
    "right": float((said.argmax(axis=1) == truth)[index].mean()),
    "accuracy": once["accuracy"],
    "changes": once["changes"],
    "messages": once["watch"].messages,
    "card": card.to_json(),
    "temperature": card.temperature,
    "plain": bool(np.allclose(keras.saving.load_model(OUT)(unit, training=False), said, atol=1e-6)),
}
again = evaluate_model(
    model=str(OUT),
    dataset=str(patches.folder),
    report=str(FOLDER / "evaluation.html"),
    progress=Watch(),
)
found["evaluated"] = {
    "accuracy": again["accuracy"],
    "split": again["scores"]["split"],
    "on": again["scores"]["measured_on"],
}
found["page"] = write_card(model=str(OUT), report=str(FOLDER / "card.html"), progress=Watch())
block = np.concatenate(list(patches.x[:3]), axis=1)
drawn = predict_block(
    model=str(OUT), data=block, valid=np.ones(block.shape[:2], bool), stride=8, progress=Watch()
)["probabilities"][0]
found["drawn_as_judged"] = bool(
    np.allclose(drawn, once["model"].probabilities(patches.x[:3]), atol=1e-5)
)
found["no_scaling"] = refused("mine", scaling="nonsense")
adopt("mine")
found["has_card"] = error_of(
    adopt_model,
    model=str(OUT),
    dataset=str(patches.folder),
    output=str(FOLDER / "other.keras"),
    scaling="unit",
    progress=Watch(),
)
found["itself"] = error_of(
    adopt_model,
    model=str(FOLDER / "mine.keras"),
    dataset=str(patches.folder),
    output=str(FOLDER / "mine.keras"),
    scaling="unit",
    progress=Watch(),
)

# Other splits, and no patches to judge.
on_train = adopt("mine", split="train")
found["on_train"] = {
    "split": on_train["scores"]["split"],
    "temperature": on_train["model"].card.temperature,
    "support": sum(row["support"] for row in on_train["scores"]["classes"]),
}
found["no_test"] = refused("mine", split="test")

# Scalings.
found["scalings"] = {
    name: [list(one) for one in (scaling.offset, scaling.scale)]
    for name in ("none", "unit", "symmetric", "bands")
    for scaling in (adopt("mine", scaling=name)["model"].card.scaling,)
}
whole = Scaling.fit(patches.x, learn)
found["measured"] = [list(whole.offset), list(whole.scale)]
found["wrong_scaling"] = adopt("mine", scaling="symmetric")["watch"].messages

# Outputs of all kinds.
weights = mine.layers[-1].get_weights()


def ending(activation, outputs=3, kernel=weights[0], bias=weights[1]):
    """Return the same network with another end."""
    network = functional((8, 8, 2), outputs, activation)
    network.set_weights([*mine.get_weights()[:-2], kernel, bias])
    return network


logits = adopt("logits", ending(None))
found["softmax_as_it_was"] = adopt("softmax", ending("softmax"))["changes"]
found["logits"] = [float(np.abs(logits["calm"] - said).max()), logits["changes"]]
sigmoids = ending("sigmoid")
judged = sigmoids(unit, training=False).numpy()
shares = adopt("sigmoids", sigmoids)
found["sigmoids"] = [
    float(np.abs(shares["calm"] - judged / judged.sum(axis=1, keepdims=True)).max()),
    shares["changes"],
]
found["tanh"] = refused("tanh", ending("tanh"))
bare = ending(None)
layered = Model(bare.input, layers.Activation("softmax")(bare.output))
found["activation_layer"] = adopt("layered", layered)["changes"]
shy = adopt("shy", ending("softmax", kernel=weights[0] * 0.2, bias=weights[1] * 0.2))
found["shy"] = write(shy["model"].card.calibration)
nan = ending("softmax")
nan.set_weights([w * np.nan for w in nan.get_weights()])
found["nan"] = refused("nan", nan)

# The order of the outputs: stripes, flat, chess.
turned = [2, 0, 1]
other = ending("softmax", kernel=weights[0][:, turned], bias=weights[1][turned])
ordered = adopt("turned", other, classes="stripes, 3,chess")
found["ordered"] = [
    float(np.abs(ordered["calm"] - said).max()),
    ordered["changes"],
    ordered["model"].card.adopted.outputs,
]
found["not_ordered"] = adopt("turned")["accuracy"]
for name, text in (("unknown", "flat,chess,bars"), ("twice", "flat,flat,chess"), ("few", "flat")):
    found[f"order_{name}"] = refused("turned", classes=text)

# Two classes from one output.
two = ClassMap((1, 2), ("flat", "chess"), ("#000000", "#ffffff"))
some = patches.labels[patches.y != 9].copy()
some["class"] = np.where(some["class"] == 3, 1, 2)
pair = write_dataset(FOLDER / "pair", np.asarray(patches.x[patches.y != 9]), some, two)
pixels = np.asarray(pair.x).astype(np.float32) / 255
bytes_in = Input((8, 8, 2), dtype="uint8")
binary = Model(
    bytes_in,
    layers.Dense(1, activation="sigmoid")(body(layers.Rescaling(1 / 255)(bytes_in))),
)
trained(binary, np.asarray(pair.x), pair.y == 2, "binary_crossentropy")
second = binary(np.asarray(pair.x), training=False).numpy()[:, 0]
judges = pair.select("valid")
found["binary_right"] = float(((second > 0.5) == (pair.y == 2))[judges].mean())
for name, network in (
    ("binary", binary),
    ("binary_logit", None),
):
    if network is None:
        inner = Model(binary.input, binary.layers[-1].input)
        last = layers.Dense(1)
        network = Model(binary.input, last(inner.output))
        last.set_weights(binary.layers[-1].get_weights())
    path = FOLDER / f"{name}.keras"
    network.save(path)
    result = adopt_model(
        model=str(path), dataset=str(pair.folder), output=str(OUT), scaling="none", progress=Watch()
    )
    model = TrainedModel.load(OUT)
    calm = model.forward(len(pair.x), lambda *ends: model.card.scaling.apply(pair.x[slice(*ends)]))  # noqa: B023
    found[name] = [float(np.abs(calm[:, 1] - second).max()), result["changes"], result["accuracy"]]

# What people save: Sequential, built by its first batch or not at all, with a loss of their own.
sequence = Sequential([layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(3, "softmax")])
sequence.compile(
    "adam", lambda truth, got: keras.losses.sparse_categorical_crossentropy(truth, got)
)
sequence.fit(unit[:6], truth[:6], verbose=0)
grown = adopt("sequence", sequence)
found["sequential"] = [
    float(np.abs(grown["calm"] - sequence(unit, training=False).numpy()).max()),
    list(grown["model"].network.input_shape),
]
unbuilt = Sequential([layers.Flatten(), layers.Dense(3)])
found["unbuilt"] = refused("unbuilt", unbuilt)

# What does not fit.
inputs = Input((8, 8, 2))
flat = layers.Flatten()(inputs)
answer = layers.Dense(3, activation="softmax")
found["refused"] = {
    "bands": refused("bands", functional((8, 8, 3))),
    "bands_first": refused(
        "first", Sequential([Input((2, 8, 8)), layers.Flatten(), layers.Dense(3)])
    ),
    "size": refused("size", functional((16, 16, 2))),
    "classes": refused("classes", functional((8, 8, 2), 5)),
    "dense": refused("dense", Model(inputs, layers.Conv2D(3, 1, activation="softmax")(inputs))),
    "two_outputs": refused("two", Model(inputs, [answer(flat), layers.Dense(3)(flat)])),
    "vector": refused("vector", Sequential([Input((128,)), layers.Dense(3)])),
    "too_small": refused(
        "small",
        Sequential(
            [
                Input((None, None, 2)),
                layers.Conv2D(2, 9),
                layers.GlobalAveragePooling2D(),
                layers.Dense(3),
            ]
        ),
    ),
    "lambda": refused("lambda", Model(inputs, answer(layers.Lambda(lambda x: x * 2)(flat)))),
}


class Doubled(layers.Layer):
    def call(self, x):
        return x * 2


found["refused"]["own_layer"] = refused("own", Model(inputs, answer(Doubled()(flat))))
mine.save(FOLDER / "old.h5")
mine.save(FOLDER / "renamed.h5")
(FOLDER / "renamed.h5").rename(FOLDER / "hidden.keras")
(FOLDER / "folder.keras").mkdir()
(FOLDER / "text.keras").write_text("no archive")
with zipfile.ZipFile(FOLDER / "zip.keras", "w") as archive:
    archive.writestr("readme.txt", "no model")
with (
    zipfile.ZipFile(FOLDER / "mine.keras") as whole,
    zipfile.ZipFile(FOLDER / "torn.keras", "w") as torn,
):
    torn.writestr("config.json", whole.read("config.json"))
    torn.writestr("metadata.json", whole.read("metadata.json"))
for name in ("hidden", "folder", "text", "zip", "torn", "missing"):
    found["refused"][name] = refused(name)
found["refused"]["h5"] = [
    *error_of(
        adopt_model,
        model=str(FOLDER / "old.h5"),
        dataset=str(patches.folder),
        output=str(OUT),
        scaling="unit",
        progress=Watch(),
    ),
    OUT.exists(),
]
(FOLDER / "found.json").write_text(json.dumps(found), encoding="utf-8")
