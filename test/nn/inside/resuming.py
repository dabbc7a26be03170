"""Interrupt trainings and go on; what was found goes to found.json in the folder given."""

import json
import sys
import zipfile
from contextlib import nullcontext, suppress
from pathlib import Path
from unittest.mock import patch

import numpy as np
from patch_samples import textured_dataset
from watch import Watch, error_of

from poplar_nn_plugin.dataset.fields import write
from poplar_nn_plugin.errors import Cancelled
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.training import checkpoint as resume
from poplar_nn_plugin.nn.training import fit as fitting
from poplar_nn_plugin.nn.training.samples import Samples
from poplar_nn_plugin.nn.training.train import train_model

FOLDER = Path(sys.argv[1])
fitting._FEWEST_STEPS = STEPS = 4
found = {}


def train(name: str, watch=None, **settings) -> dict:
    settings = {"epochs": 4, "batch_size": 16, "seed": 1, "yardstick": False, **settings}
    return train_model(
        dataset=str(FOLDER / "textures"),
        output=str(FOLDER / f"{name}.keras"),
        architecture="sigma",
        progress=watch or Watch(),
        **settings,
    )


def weights_of(name: str) -> list:
    return TrainedModel.load(FOLDER / f"{name}.keras").network.get_weights()


def same(one: list, other: list) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other))


def interrupted(name: str, epoch: int, **settings) -> Watch:
    """Cancel in the midst of the epoch after `epoch`."""
    watch = Watch(stop_after=epoch * STEPS + 1)
    found[f"{name}_cancelled"] = error_of(train, name=name, watch=watch, **settings)
    return watch


data = textured_dataset(FOLDER / "textures")
whole = train("whole")["history"]
with patch.object(fitting, "ahead", nullcontext):
    train("unhurried")
found["same_when_no_batch_is_made_ahead"] = same(weights_of("unhurried"), weights_of("whole"))

watch = interrupted("parts", 3)
found["said"] = watch.messages[-1]
found["left"] = sorted(p.name for p in FOLDER.glob("*parts*"))
card = read_card(FOLDER / "parts.unfinished.keras")
found["card"] = {"scores": write(card.scores), "history": write(card.training.history)}
TrainedModel.load(FOLDER / "parts.unfinished.keras").probabilities(np.zeros((2, 8, 8, 2), np.uint8))
watch = Watch()
parts = train("parts", watch)["history"]
found["goes_on"] = watch.messages[0]
found["epochs_told"] = [line.split(":")[0] for line in watch.messages if line[:5] == "epoch"]
found["same_as_uninterrupted"] = same(weights_of("parts"), weights_of("whole"))
found["same_history"] = all(whole[key] == parts[key] for key in whole if key != "seconds")
found["left_in_the_end"] = sorted(p.name for p in FOLDER.glob("*parts*"))

watch = interrupted("forgotten", 2, keep=False)
found["forgotten_said"] = watch.messages[-1]
found["forgotten_left"] = sorted(p.name for p in FOLDER.glob("*forgotten*"))

# With patience: the best epoch lies before the interruption, or after it.
patient = train("patient", epochs=9, patience=3)
interrupted("patient_parts", 2, epochs=9, patience=3)
again = train("patient_parts", epochs=9, patience=3)
found["patient"] = [
    same(weights_of("patient_parts"), weights_of("patient")),
    patient["epochs_run"] == again["epochs_run"],
    patient["history"]["kept_epoch"] == again["history"]["kept_epoch"],
]

interrupted("others", 2)
(FOLDER / "kept.keras").write_bytes((FOLDER / "others.unfinished.keras").read_bytes())
watch = Watch()
train("others", watch, learning_rate=0.001)
found["other_settings"] = watch.messages[0]
(FOLDER / "others.unfinished.keras").write_bytes((FOLDER / "kept.keras").read_bytes())
watch = Watch()
train("others", watch, resume=False)
found["not_resumed"] = [line.split(":")[0] for line in watch.messages if line[:5] == "epoch"]

damaged = FOLDER / "damaged.unfinished.keras"
with zipfile.ZipFile(FOLDER / "kept.keras") as old, zipfile.ZipFile(damaged, "w") as new:
    for info in old.infolist():
        part = old.read(info)
        new.writestr(info, part[:9] if info.filename.endswith("variables-1.npy") else part)
found["damaged"] = error_of(train, name="damaged")


class Crash(Watch):
    """Breaks off as a bug or a power cut would, in the second epoch."""

    def advance(self, fraction: float) -> None:
        super().advance(fraction)
        if len(self.fractions) > STEPS + 2:
            raise RuntimeError


# Two phases: what was trained before learns from the second epoch on.
import keras  # noqa: E402 (TensorFlow is its backend by now)


def in_phases(keeper: resume.Keeper, watch: Watch, seed: int) -> list:
    keras.utils.set_random_seed(seed)
    inner = keras.Sequential([keras.Input((8, 8, 2)), keras.layers.Conv2D(4, 3)])
    inputs = keras.Input((8, 8, 2))
    mean = keras.layers.GlobalAveragePooling2D()(inner(inputs))
    network = keras.Model(inputs, keras.layers.Dense(3, activation="softmax")(mean))
    settings = Settings(epochs=3, batch_size=8)
    with suppress(Cancelled):
        fitting.fit(network, samples, samples, settings, watch, inner, keeper)
    return network.get_weights()


indices = data.select("train")
samples = Samples(
    data.x, indices, np.searchsorted(data.classes.codes, data.y[indices]), Scaling.fit(data.x)
)
expected = in_phases(resume.Keeper(FOLDER / "none.keras", {}), Watch(), 1)
found["phases"] = {}
steps = len(indices) // 8 + 1
for epoch in (1, 2):
    first, second = (resume.Keeper(FOLDER / "none.keras", {}) for _ in range(2))
    in_phases(first, Watch(stop_after=epoch * steps + 1), 1)
    second.state, watch = first.state, Watch()
    found["phases"][epoch] = [
        first.state.epoch,
        same(in_phases(second, watch, 2), expected),
        [line for line in watch.messages if "layers" in line],
    ]

resume._EVERY = 0.0
try:
    train("crashed", Crash())
except RuntimeError:
    found["left_by_crash"] = sorted(p.name for p in FOLDER.glob("*crashed*"))
train("crashed")
found["same_after_crash"] = same(weights_of("crashed"), weights_of("whole"))
interrupted("early", 0)
found["left_early"] = [p.name for p in FOLDER.glob("*early*")]
(FOLDER / "found.json").write_text(json.dumps(found), encoding="utf-8")
