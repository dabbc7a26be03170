"""Learn once more from all patches; what was found goes to found.json in the folder given."""

import json
import sys
from pathlib import Path
from unittest.mock import patch

import numpy as np
from patch_samples import textured_dataset, write_dataset
from watch import Watch, error_of

from poplar_nn_plugin.dataset.fields import write
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.nn.evaluate import evaluate_model
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.network.validation_predictions import read_held_out
from poplar_nn_plugin.nn.training import fit as fitting
from poplar_nn_plugin.nn.training import train as training
from poplar_nn_plugin.nn.training.train import train_model
from poplar_nn_plugin.reports.model_card import write_card

FOLDER = Path(sys.argv[1])
fitting._FEWEST_STEPS = STEPS = 4
found = {}


def train(name: str, dataset="textures", watch=None, **settings) -> dict:
    settings = {"epochs": 4, "batch_size": 16, "seed": 1, "yardstick": False, **settings}
    settings.setdefault("architecture", "sigma")
    return train_model(
        dataset=str(FOLDER / dataset),
        output=str(FOLDER / f"{name}.keras"),
        progress=watch or Watch(),
        **settings,
    )


def evaluate(name: str, dataset="textures", **arguments) -> dict:
    return evaluate_model(
        model=str(FOLDER / f"{name}.keras"),
        dataset=str(FOLDER / dataset),
        progress=Watch(),
        **arguments,
    )


def weights_of(name: str) -> list:
    return TrainedModel.load(FOLDER / f"{name}.keras").network.get_weights()


def same(one: list, other: list) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other))


data = textured_dataset(FOLDER / "textures")
once = train("once")
watch = Watch()
twice = train("twice", watch=watch, refit=True, report=str(FOLDER / "twice.html"))
card, first = read_card(FOLDER / "twice.keras"), read_card(FOLDER / "once.keras")
found["messages"] = watch.messages
found["fractions_rise"] = watch.fractions == sorted(watch.fractions)
found["same_scores"] = once["macro_f1"] == twice["macro_f1"]
found["same_calibration"] = card.calibration == first.calibration
found["measured_on"] = card.scores.measured_on
found["refit"] = write(card.training.refit)
found["learned"] = len(data.select("train")) + len(data.select("valid"))
found["report_says"] = "Learned once more" in (FOLDER / "twice.html").read_text("utf-8")
page = FOLDER / "card.html"
write_card(model=str(FOLDER / "twice.keras"), report=str(page), progress=Watch(), command="")
found["card_says"] = "Learned once more" in page.read_text("utf-8")

# The network kept is the one that learns from all patches, scaled as for the first.
labels = data.labels.copy()
labels["split"][labels["split"] == Split.VALID] = Split.TRAIN
write_dataset(FOLDER / "all", data.x, labels)
with patch.object(training.Scaling, "fit", lambda *_: card.scaling):
    train("all", dataset="all")
found["learns_from_all"] = same(weights_of("twice"), weights_of("all"))
found["differs_from_the_first"] = not same(weights_of("twice"), weights_of("once"))
train("again", refit=True)
found["same_seed_same_model"] = same(weights_of("again"), weights_of("twice"))

# Asked about the validation patches, it gives the answers of the first, which never saw them.
before, now = evaluate("once"), evaluate("twice")
found["evaluated_as_before"] = [
    bool(np.array_equal(before[key], now[key]))
    for key in ("index", "predicted", "probability", "true_probability")
]
found["evaluated_on"] = now["scores"]["measured_on"]
found["evaluated_split"] = now["scores"]["split"]
changed = data.labels.copy()
changed["class"][0] = next(c for c in data.classes.codes if c != changed["class"][0])
write_dataset(FOLDER / "changed", data.x, changed)
found["other_images"] = evaluate("twice", dataset="changed")["scores"]["split"]
(FOLDER / "elsewhere").mkdir()
other = data.open(FOLDER / "changed")
found["other_patches"] = read_held_out(FOLDER / "twice.keras", other)
(FOLDER / "changed").rename(FOLDER / "elsewhere" / "textures")
found["same_images"] = evaluate("twice", dataset="elsewhere/textures")["scores"]["split"]
found["none_kept"] = read_held_out(FOLDER / "once.keras", data)

# With patience the second learns for as long as the best epoch of the first.
patient = train("patient", refit=True, epochs=9, patience=3)
patient_card = read_card(FOLDER / "patient.keras")
found["patient"] = [patient_card.training.refit.epochs, patient["history"]["kept_epoch"]]

forest = train("forest", refit=True, architecture="random_forest")
found["forest"] = read_card(FOLDER / "forest.keras").training.refit.patches

unjudged = data.labels.copy()
unjudged["split"] = 0
write_dataset(FOLDER / "unjudged", data.x, unjudged)
train("unjudged", dataset="unjudged", refit=True)
found["unjudged_learned_once"] = read_card(FOLDER / "unjudged.keras").training.refit is None

# Interrupted in the second training: both are kept, and it goes on to the same end.
watch = Watch()
train("counted", watch=watch, refit=True)
stops = [n for n, f in enumerate(watch.fractions) if f > 0.5]
watch = Watch(stop_after=stops[STEPS * 2 + 1])
found["cancelled"] = error_of(train, name="parts", watch=watch, refit=True)
found["said"] = watch.messages[-1]
found["left"] = sorted(p.name for p in FOLDER.glob("*parts*"))
watch = Watch()
train("parts", watch=watch, refit=True)
found["goes_on"] = [line for line in watch.messages if "goes on" in line]
found["epochs_again"] = [line.split(":")[0] for line in watch.messages if line[:5] == "epoch"]
found["same_after_interruption"] = same(weights_of("parts"), weights_of("twice"))
found["left_in_the_end"] = sorted(p.name for p in FOLDER.glob("*parts*"))
(FOLDER / "found.json").write_text(json.dumps(found), encoding="utf-8")
