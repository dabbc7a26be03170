"""Learn on two devices as on one; what was found goes to found.json in the folder given."""

import json
import sys
from pathlib import Path

import numpy as np
from patch_samples import textured_dataset
from watch import Watch

from poplar_nn_plugin.nn.network.backend import load_tensorflow

FOLDER = Path(sys.argv[1])
tensorflow = load_tensorflow()
(processor,) = tensorflow.config.list_physical_devices("CPU")
half = tensorflow.config.LogicalDeviceConfiguration()
tensorflow.config.set_logical_device_configuration(processor, [half, half])

import keras  # noqa: E402 (TensorFlow must be its backend, and know its devices)

from poplar_nn_plugin.model.settings import Settings  # noqa: E402
from poplar_nn_plugin.nn.architectures.base import find  # noqa: E402
from poplar_nn_plugin.nn.network.devices import Devices  # noqa: E402
from poplar_nn_plugin.nn.network.model import TrainedModel  # noqa: E402
from poplar_nn_plugin.nn.training import fit as fitting  # noqa: E402
from poplar_nn_plugin.nn.training.train import train_model  # noqa: E402
from poplar_nn_plugin.nn.training.train_step import Correction  # noqa: E402

fitting._FEWEST_STEPS = 4
found = {"devices": len(tensorflow.config.list_logical_devices("CPU"))}
two = Devices(tensorflow.distribute.MirroredStrategy(["CPU:0", "CPU:1"]))
rng = np.random.default_rng(0)
x, y = rng.normal(size=(23, 8, 8, 2)).astype(np.float32), rng.integers(3, size=23)
settings = Settings(batch_size=23, balance="weights")


def learned(devices: Devices, part: int = 23, count: int = 23) -> tuple[list, list]:
    keras.utils.set_random_seed(1)
    with devices.scope():
        network = find("compact").build(8, 2, 3)
    network.layers[-2].rate = 0.0  # what dropout leaves out is another on each device
    devices.prepare(network)
    correct = Correction(network, settings, np.bincount(y), 0.01, 4, devices)
    correct.part = part
    losses = [correct(x[:count], y[:count], Watch()) for _ in range(4)]
    return losses, [np.array(weight) for weight in network.get_weights()]


one, both, parts = learned(Devices()), learned(two), learned(two, 12)
found["losses"] = [one[0], both[0]]
found["farthest"] = float(max(np.abs(a - b).max() for a, b in zip(one[1], both[1])))
found["learns"] = one[0][-1] < one[0][0]
# One patch in a part, or in the whole batch, for two devices.
found["uneven"] = [learned(devices, 2, 5)[0] for devices in (Devices(), two)]
found["single"] = [learned(devices, count=1)[0] for devices in (Devices(), two)]
found["in_parts"] = bool(np.isfinite(parts[0]).all() and parts[0][-1] < parts[0][0])

# The whole training, as where two GPUs are found.
Devices.found = classmethod(lambda cls: two)
textured_dataset(FOLDER / "textures")


def train(name: str, **settings) -> dict:
    settings = {"epochs": 3, "batch_size": 16, "seed": 1, "yardstick": False, **settings}
    return train_model(
        dataset=str(FOLDER / "textures"),
        output=str(FOLDER / f"{name}.keras"),
        architecture="compact",
        progress=Watch(),
        **settings,
    )


def weights_of(name: str) -> list:
    return TrainedModel.load(FOLDER / f"{name}.keras").network.get_weights()


found["macro_f1"] = train("model", refit=True)["macro_f1"]
train("again", refit=True)
found["same_seed_same_model"] = all(
    np.array_equal(a, b) for a, b in zip(weights_of("model"), weights_of("again"))
)
network = TrainedModel.load(FOLDER / "model.keras").network
found["synchronized"] = [
    layer.synchronized
    for layer in network.layers
    if isinstance(layer, keras.layers.BatchNormalization)
]
(FOLDER / "found.json").write_text(json.dumps(found), encoding="utf-8")
