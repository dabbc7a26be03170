"""Train and evaluate; what was found goes to found.json in the folder given."""

import json
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
from patch_samples import CLASSES, records, textured_dataset, textures, write_dataset
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support
from watch import Watch, error_of

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.model.settings import SCHEDULES, Settings
from poplar_nn_plugin.model.training import Baseline
from poplar_nn_plugin.nn.evaluate import evaluate_model, report_map
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.training import baseline
from poplar_nn_plugin.nn.training.samples import Samples
from poplar_nn_plugin.nn.training.train import train_model
from poplar_nn_plugin.nn.training.train_step import Correction
from poplar_nn_plugin.reports.model_card import write_card
from poplar_nn_plugin.reports.report import write_model_report

FOLDER = Path(sys.argv[1])
found = {}


def train(name: str, dataset="textures", watch=None, **settings) -> dict:
    settings = {"architecture": "sigma", "epochs": 3, "batch_size": 16, "seed": 1, **settings}
    settings.setdefault("yardstick", name == "first")
    return train_model(
        dataset=str(FOLDER / dataset),
        output=str(FOLDER / f"{name}.keras"),
        progress=watch or Watch(),
        **settings,
    )


def failed(name: str, **arguments) -> dict:
    error = error_of(train, name=name, report=str(FOLDER / f"{name}.html"), **arguments)
    left = [path.name for path in FOLDER.iterdir() if name in path.name]
    return {"error": error, "left": left}


def weights_of(name: str) -> np.ndarray:
    weights = TrainedModel.load(FOLDER / f"{name}.keras").network.get_weights()
    return np.concatenate([weight.ravel() for weight in weights])


data = textured_dataset(FOLDER / "textures")
watch = Watch()
report = str(FOLDER / "first.html")
found["first"] = train("first", watch=watch, report=report, made_by="Train model")
found["messages"], found["fractions"] = watch.messages, watch.fractions

train("other", seed=2)
train("again")
found["same_seed_same_weights"] = bool((weights_of("first") == weights_of("again")).all())
found["other_seed_other_weights"] = bool((weights_of("first") != weights_of("other")).any())
for architecture in ("compact", "sigma"):
    for name in ("one", "two"):
        train(name, architecture=architecture, epochs=1, balance="weights", augment="flips")
    found[f"{architecture}_repeats"] = bool((weights_of("one") == weights_of("two")).all())

card = read_card(FOLDER / "first.keras")
found["card"] = card.to_json()
training = data.x[data.select("train")].astype(float)
found["scaling_is_that_of_training_patches"] = bool(
    np.allclose(card.scaling.offset, training.mean(axis=(0, 1, 2)))
    and np.allclose(card.scaling.scale, training.std(axis=(0, 1, 2)))
)

sheet = b"\x89PNG a contact sheet"
(FOLDER / "textures" / "examples.png").write_bytes(sheet)
watch = Watch()
evaluated = evaluate_model(
    model=str(FOLDER / "first.keras"),
    dataset=str(FOLDER / "textures"),
    report=str(FOLDER / "evaluated.html"),
    progress=watch,
)
found["evaluated_on"] = watch.messages
model = TrainedModel.load(FOLDER / "first.keras")
index = data.select("valid")
expected = model.probabilities(data.x[index])
codes = np.asarray(CLASSES.codes)[expected.argmax(axis=1)]
found["evaluated"] = {key: evaluated[key] for key in ("accuracy", "macro_f1", "scores")}
found["evaluated_rightly"] = bool(
    (evaluated["index"] == index).all()
    and (evaluated["predicted"] == codes).all()
    and evaluated["predicted"].dtype == np.uint8
    and np.array_equal(evaluated["probability"], expected.max(axis=1))
    and np.array_equal(
        evaluated["true_probability"],
        [row[CLASSES.codes.index(code)] for row, code in zip(expected, data.y[index])],
    )
)

# Labels at random, so that every kind of mistake is made: against scikit-learn.
rng = np.random.default_rng(5)
shuffled = data.labels.copy()
shuffled["class"] = rng.choice(CLASSES.codes, len(shuffled))
write_dataset(FOLDER / "shuffled", data.x, shuffled)
wrong = evaluate_model(
    model=str(FOLDER / "first.keras"), dataset=str(FOLDER / "shuffled"), progress=Watch()
)
truth = shuffled["class"][wrong["index"]]
precision, recall, f1, support = precision_recall_fscore_support(
    truth, wrong["predicted"], labels=CLASSES.codes, zero_division=0
)
found["shuffled"] = {
    "scores": wrong["scores"],
    "confusion": confusion_matrix(truth, wrong["predicted"], labels=CLASSES.codes).tolist(),
    "precision": precision.tolist(),
    "recall": recall.tolist(),
    "f1": f1.tolist(),
    "support": support.tolist(),
}
found["on_train"] = evaluate_model(
    model=str(FOLDER / "first.keras"),
    dataset=str(FOLDER / "textures"),
    split="train",
    progress=Watch(),
)["scores"]["measured_on"]


def mismatch(name: str, x=data.x, classes=CLASSES, **image) -> list[str]:
    write_dataset(FOLDER / name, x, data.labels, classes, **image)
    return error_of(
        evaluate_model,
        model=str(FOLDER / "first.keras"),
        dataset=str(FOLDER / name),
        progress=Watch(),
    )


found["mismatches"] = {
    "bands": mismatch("m1", x=data.x[..., :1]),
    "size": mismatch("m2", x=data.x[:, :6, :6]),
    "type": mismatch("m3", x=data.x.astype(np.uint16)),
    "pixels": mismatch("m4", pixel_size=[1.0, 1.0], pixel_metres=1.0),
    "classes": mismatch("m5", classes=replace(CLASSES, names=("flat", "chess", "dots"))),
}
found["empty_split"] = error_of(
    evaluate_model,
    model=str(FOLDER / "first.keras"),
    dataset=str(FOLDER / "textures"),
    split="test",
    progress=Watch(),
)

textured_dataset(FOLDER / "unjudged", valid=0)
watch = Watch()
found["unjudged"] = train(
    "unjudged_model", "unjudged", watch, yardstick=True, report=str(FOLDER / "unj.html")
)
found["unjudged_messages"] = watch.messages

x, code = textures(10)
split = np.where(code == 9, 1, 0)
write_dataset(FOLDER / "untaught", x, records(code, np.arange(30), split))
write_dataset(
    FOLDER / "alone",
    x,
    records(np.full(30, 3), np.arange(30), split),
    ClassMap((3,), ("a",), ("#000000",)),
)
found["untaught"] = failed("untaught_model", dataset="untaught")
found["alone"] = failed("alone_model", dataset="alone")
found["without_masks"] = failed("without_masks", architecture="unet")
found["astray"] = failed("astray", learning_rate=1e30, epochs=2)
found["patience"] = failed("patience", epochs=5, patience=5)
for name, place in (("train", (0, 1)), ("valid", (25, 0))):
    spoilt = data.x.astype(np.float32)
    spoilt[place[0], 2, 3, place[1]] = np.nan
    write_dataset(FOLDER / f"nan_{name}", spoilt, data.labels)
    found[f"nan_in_{name}"] = failed(f"nan_in_{name}", dataset=f"nan_{name}")
textured_dataset(FOLDER / "pairs", train=2, valid=0)
found["two_of_each"] = train("two_of_each", "pairs", epochs=1)

# One batch through each loss, by hand; a network that only passes shares on.
import keras  # noqa: E402 (TensorFlow is its backend by now)

shares = rng.dirichlet((1, 1, 1), 6).astype(np.float32)
truth = np.array([0, 1, 2, 0, 0, 1])


def passing(*shape: int) -> keras.Model:
    identity = keras.layers.Dense(3, "softmax", use_bias=False, kernel_initializer="identity")
    return keras.Sequential([keras.Input((*shape, 3)), identity])


of_truth = shares[np.arange(6), truth]
smooth = np.eye(3)[truth] * 0.8 + 0.2 / 3
balanced = (6 / (3 * np.bincount(truth)))[truth]
by_hand = {
    ("none", 0.0): -np.log(of_truth),
    ("weights", 0.0): -np.log(of_truth) * balanced,
    ("none", 0.2): -(smooth * np.log(shares)).sum(axis=1),
    ("focal", 0.0): -((1 - of_truth) ** 2) * np.log(of_truth),
}
found["losses"] = {}
for (balance, smoothing), expected in by_hand.items():
    settings = Settings(balance=balance, label_smoothing=smoothing)
    correct = Correction(passing(), settings, np.bincount(truth), 0.01, 10)
    found["losses"][f"{balance} {smoothing}"] = [
        correct(np.log(shares), truth, Watch()),
        float(expected.mean()),
    ]
masked = np.stack([truth, np.full(len(truth), -1)], axis=1)  # half of the pixels not known
correct = Correction(passing(2), Settings(), np.bincount(truth), 0.01, 10)
found["masked_loss"] = [
    correct(np.log(np.stack([shares, shares[::-1]], axis=1)), masked, Watch()),
    float(-np.log(of_truth).mean()),
]
found["rates"] = {}
for schedule in SCHEDULES:
    rate = Correction(
        passing(), Settings(schedule=schedule), np.bincount(truth), 0.01, 100
    ).optimizer
    found["rates"][schedule] = []
    for step in (0, 2, 5, 50, 100):
        rate.iterations.assign(step)
        found["rates"][schedule].append(float(rate.learning_rate))

found["setting"] = failed("setting", balance="fair")
found["interest"] = failed("interest", interest="oak")
found["architecture"] = failed("architecture", architecture="perceptron")
watch = Watch(stop_after=20)
found["cancelled"] = failed("cancelled", watch=watch, epochs=50)
found["cancelled_after"] = len(watch.fractions)
found["threads_left"] = [t.name for t in threading.enumerate() if "batch" in t.name]

watch = Watch()
found["patient"] = train("patient", watch=watch, epochs=30, patience=2)
found["without_yardstick"] = train("plain", epochs=1, yardstick=False)["baseline"]
found["continued"] = train("continued", epochs=1, weights=str(FOLDER / "first.keras"))
found["fresh"] = train("fresh", epochs=1)
found["other_weights"] = failed(
    "other_weights", architecture="compact", weights=str(FOLDER / "first.keras")
)
found["weights_of_no_model"] = failed("no_model", weights=str(FOLDER / "nothing.keras"))

baseline._MOST_PATCHES = 12
many = Samples(data.x, np.arange(42), np.repeat([0, 1, 2], [20, 20, 2]), None)
few = [baseline._some(many, 3, seed=1) for _ in range(2)]
found["few_of_many"] = np.bincount(few[0].y).tolist()
found["the_same_few"] = bool((few[0].indices == few[1].indices).all())
watch = Watch()
for score in (0.8, 0.7):
    baseline.compare(score, Baseline("random_forest", 0.75, {}), watch)
found["compared"] = dict(zip(("better", "worse"), watch.messages))

confusion = np.array([[90_000, 1200, 0], [3, 70, 1], [0, 0, 0]])
found["map"] = report_map(
    confusion=confusion,
    classes=CLASSES.to_json(),
    title="Map of <the> valley",
    measured_on="91,274 pixels & 12 polygons",
    report=str(FOLDER / "map.html"),
    progress=Watch(),
)
found["of_card"] = write_card(
    model=str(FOLDER / "first.keras"),
    report=str(FOLDER / "card.html"),
    command="qgis_process run poplarnn:trainmodel -- 'PATCHES=a & b'",
    progress=Watch(),
)
write_card(
    model=str(FOLDER / "unjudged_model.keras"),
    report=str(FOLDER / "unjudged_card.html"),
    progress=Watch(),
)
simple = Baseline("random_forest", 0.625, {"flat": 0.5, "chess": 0.75})
bettered = replace(card, training=replace(card.training, baseline=simple))
write_model_report(FOLDER / "baseline.html", bettered, FOLDER / "textures")
found["nothing_compared"] = error_of(
    report_map,
    confusion=np.zeros((3, 3), int),
    classes=CLASSES.to_json(),
    title="",
    measured_on="",
    report="",
    progress=Watch(),
)
(FOLDER / "found.json").write_text(json.dumps(found), encoding="utf-8")
