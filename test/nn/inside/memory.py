"""Too little memory, 16 bits; what was found goes to found.json in the folder given."""

import json
import sys
from pathlib import Path

import numpy as np
from patch_samples import textured_dataset
from watch import Watch, error_of

from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.nn.network.backend import load_tensorflow
from poplar_nn_plugin.nn.network.devices import precision
from poplar_nn_plugin.nn.network.forward import Forward
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.training import fit as fitting
from poplar_nn_plugin.nn.training.checkpoint import unfinished
from poplar_nn_plugin.nn.training.train import train_model
from poplar_nn_plugin.nn.training.train_step import Correction

FOLDER = Path(sys.argv[1])
fitting._FEWEST_STEPS = 4
tensorflow = load_tensorflow()
import keras  # noqa: E402 (TensorFlow must be its backend)

found, room = {}, 10**9


@keras.saving.register_keras_serializable("test")
class Narrow(keras.layers.Layer):
    """Runs out of memory as a GPU does, where more than `room` patches come at once."""

    def call(self, x):
        if x.shape[0] is not None and x.shape[0] > room:
            raise tensorflow.errors.ResourceExhaustedError(None, None, "OOM when allocating")
        return x


def network():
    keras.utils.set_random_seed(3)
    inputs = keras.Input((6, 6, 2))
    maps = Narrow()(keras.layers.Conv2D(4, 3, activation="relu")(inputs))
    mean = keras.layers.GlobalAveragePooling2D()(maps)
    return keras.Model(inputs, keras.layers.Dense(3, activation="softmax")(mean))


rng = np.random.default_rng(0)
x, y = rng.normal(size=(22, 6, 6, 2)).astype(np.float32), rng.integers(3, size=22)
masks = rng.integers(-1, 3, (22, 6, 6))
settings = Settings(batch_size=22, balance="weights")


def corrected(limit: int, watch: Watch, steps: int = 3):
    global room
    room = limit
    learner = network()
    correct = Correction(learner, settings, np.bincount(y), 0.01, steps)
    losses = [correct(x, y, watch) for _ in range(steps)]
    return losses, learner.get_weights(), correct.part


tensorflow.config.run_functions_eagerly(True)  # or the layer is asked once, when compiled
watch = Watch()
whole, halves = corrected(10**9, Watch()), corrected(8, watch)
found["parts"] = [whole[2], halves[2]]
found["said"] = watch.messages
found["same_loss"] = bool(np.allclose(whole[0], halves[0], rtol=1e-5))
found["same_weights"] = all(np.allclose(a, b, atol=1e-5) for a, b in zip(whole[1], halves[1]))
found["learns"] = not all(np.allclose(a, b) for a, b in zip(network().get_weights(), halves[1]))
found["none"] = error_of(corrected, limit=0, watch=Watch())

room, watch, model = 9, Watch(), network()
forward = Forward(model, 32)
answers = forward(22, lambda start, stop: x[start:stop], watch)
room = 10**9
found["forward"] = {
    "size": forward.batch_size,
    "said": watch.messages,
    "same": bool(np.allclose(answers, np.asarray(model(x)), atol=1e-6)),
}
room = 0
found["forward_none"] = error_of(
    Forward(model, 4), count=2, take=lambda *ends: x[slice(*ends)], progress=Watch()
)

tensorflow.config.run_functions_eagerly(False)
room = 10**9
compiled = network()
correct = Correction(compiled, settings, np.bincount(y), 0.01, 3)
correct.part = 5
found["compiled_losses"] = [[correct(x, y, Watch()) for _ in range(3)], whole[0]]

# 16 bits: learned and judged so, kept with 32.
textured_dataset(FOLDER / "textures")


def train(name: str, watch=None, **settings) -> dict:
    settings = {"epochs": 3, "batch_size": 16, "seed": 1, "yardstick": False, **settings}
    return train_model(
        dataset=str(FOLDER / "textures"),
        output=str(FOLDER / f"{name}.keras"),
        progress=watch or Watch(),
        **settings,
    )


def weights_of(name: str) -> list:
    return TrainedModel.load(FOLDER / f"{name}.keras").network.get_weights()


found["mixed"] = {}
for architecture in ("sigma", "compact"):
    watch = Watch()
    mixed = train(architecture, watch, architecture=architecture, precision="mixed")
    full = train("full", architecture=architecture)
    model = TrainedModel.load(FOLDER / f"{architecture}.keras")
    found["mixed"][architecture] = {
        "said": watch.messages[0],
        "card": read_card(FOLDER / f"{architecture}.keras").training.device,
        "computes": sorted({layer.compute_dtype for layer in model.network.layers}),
        "losses": [mixed["history"]["loss"], full["history"]["loss"]],
        "setting": read_card(FOLDER / f"{architecture}.keras").training.settings.precision,
        "differs": not np.array_equal(model.network.get_weights()[0], weights_of("full")[0]),
    }
with precision("mixed"):
    built = find("compact").build(8, 2, 3)
found["built"] = sorted({layer.compute_dtype for layer in built.layers})
found["answers"] = built.output.dtype
found["policy_after"] = keras.mixed_precision.global_policy().name
with precision("auto") as name:
    found["auto"] = name
watch = Watch(stop_after=9)
found["cancelled"] = error_of(
    train, name="parts", watch=watch, architecture="sigma", precision="mixed"
)
found["unfinished"] = unfinished(FOLDER / "parts.keras").is_file()
train("parts", architecture="sigma", precision="mixed")
found["goes_on"] = all(
    np.array_equal(a, b) for a, b in zip(weights_of("parts"), weights_of("sigma"))
)
(FOLDER / "found.json").write_text(json.dumps(found), encoding="utf-8")
