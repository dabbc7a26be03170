#!/usr/bin/env python3
"""How fast a map is drawn, beside the same network called once on what is mapped.

Run by `bench/prediction.sh`. All are timed in turn in one run, in seconds of processor time; what
counts is the ratio. The map goes the whole way: file, engine, worker, network, file. The call is
the bare network, compiled, on an array in memory that takes the form it wants: all patches, whole
pixels where it evaluates whole blocks, and for dense features the image with its margin.

Beside them stands the loop that the study of 2020 drew its maps with: each patch read by itself,
and a `model.predict` for each.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from statistics import median

import numpy as np
from sides import DEEP, PATCH, PYTHON, make_deep, mapped, other, train, write_image

from poplar_nn_plugin.maps.predict import default_stride
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.worker.client import Worker

NETWORKS = ("compact", "sigma", "compact_valid", "sigma_valid")
SIDE = 1020  # pixels; whole patches, and about the 1024 of a block
LOOP = 60  # patches of the loop, a round
PATCHES = 4096  # of a call, at most: what they take in a network must fit the memory

# The other side, in the worker's Python.
CALL = """
import sys, time
sys.path.insert(0, sys.argv[1])
import numpy as np, tensorflow as tf
from numpy.lib.stride_tricks import sliding_window_view
from poplar_nn_plugin.nn.dense.forward import block_forward
from poplar_nn_plugin.nn.network.model import TrainedModel
model, stride, most = TrainedModel.load(sys.argv[2]), int(sys.argv[4]), int(sys.argv[5])
size = model.card.spec.size
around = (size - stride) // 2
pixels = model.card.scaling.apply(np.load(sys.argv[3]))
pixels = np.pad(pixels, [(around, size - stride - around)] * 2 + [(0, 0)])
dense = block_forward(model.network, stride, 0)
if dense is not None:
    arrays = [pixels[None]]
    forward = tf.function(dense.network)
else:
    windows = sliding_window_view(pixels, (size, size), (0, 1))[::stride, ::stride]
    patches = np.moveaxis(windows, 2, -1).reshape(-1, size, size, pixels.shape[-1])
    arrays = np.array_split(patches, -(-len(patches) // most))
    forward = tf.function(lambda x: model.network(x, training=False), reduce_retracing=True)
arrays = [tf.constant(array) for array in arrays]
for array in arrays:
    forward(array)
print("ready", flush=True)
for line in sys.stdin:
    started = time.process_time()
    for array in arrays:
        forward(array).numpy()
    print(time.process_time() - started, flush=True)
"""

# The same for dense features, in the system's Python.
FEATURES = """
import sys, time
sys.path.insert(0, sys.argv[1])
import numpy as np
from poplar_nn_plugin.features.classifier.model import FeatureModel
model, data = FeatureModel.load(sys.argv[2]), np.load(sys.argv[3])
margin = model.card.recipe.margin
data = np.pad(data, [(margin, margin)] * 2 + [(0, 0)], mode="reflect")
valid = np.ones(data.shape[:2], bool)
print("ready", flush=True)
for line in sys.stdin:
    started = time.process_time()
    model.probabilities(model.features.of_block(data, valid, margin))
    print(time.process_time() - started, flush=True)
"""

# The loop of the study: a patch of the image is read, predicted and written, then the next one. It
# has no margin, no nodata and no edges, and its network gets bytes divided by 255.
REPORT = """
import sys, time
sys.path.insert(0, sys.argv[1])
import numpy as np
from poplar_nn_plugin.nn.network.model import TrainedModel
network, pixels = TrainedModel.load(sys.argv[2]).network, np.load(sys.argv[3])
size, count = int(sys.argv[4]), int(sys.argv[5])
written = np.zeros(pixels.shape[:2], np.uint8)
corners = [(row, col) for row in range(0, len(pixels) - size + 1, size)
           for col in range(0, pixels.shape[1] - size + 1, size)]
def look(corners):
    for row, col in corners:
        patch = pixels[row:row + size, col:col + size] / 255
        found = np.argmax(network.predict(patch[None], verbose=0), axis=-1)
        written[row:row + size, col:col + size] = found[0] + 1
look(corners[:3])
print("ready", flush=True)
for line in sys.stdin:
    started = time.process_time()
    look(corners[:count])
    print(time.process_time() - started, flush=True)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--side", type=int, default=SIDE, help="pixels, whole patches")
    parser.add_argument("networks", nargs="*", default=[*NETWORKS, DEEP])
    arguments = parser.parse_args()
    print(
        "| network | stride | map of cells | map along edges | one call | call / cells | "
        "call / edges |\n|---|---|---|---|---|---|---|"
    )
    with tempfile.TemporaryDirectory() as name, Worker(PYTHON) as worker:
        folder = Path(name)
        image, pixels = folder / "image.tif", folder / "pixels.npy"
        side = arguments.side
        drawn = np.random.default_rng(0).integers(1, 255, (side, side, 3), np.uint8)
        write_image(image, drawn)
        np.save(pixels, drawn)
        for architecture in arguments.networks:
            model = folder / f"{architecture}.keras"
            if architecture == DEEP:
                train(folder, worker, "sigma", folder / "for_card.keras")
                make_deep(folder / "for_card.keras", model)
                print(row(worker, image, pixels, model, None, arguments.rounds), flush=True)
                continue
            train(folder, worker, architecture, model)
            for stride in (PATCH, default_stride(read_card(model).spec)):
                print(row(worker, image, pixels, model, stride, arguments.rounds), flush=True)
        sigma = folder / "sigma.keras"
        if sigma.exists():
            print(f"\n{beside_report(worker, image, pixels, sigma, arguments.rounds)}")


def row(worker, image: Path, pixels: Path, model: Path, stride: int | None, rounds: int) -> str:
    """Return a line of the table: megapixels a second of a core, and the ratios."""
    given = (model, pixels) if stride is None else (model, pixels, stride, PATCHES)
    python, code = ("/usr/bin/python3", FEATURES) if stride is None else (PYTHON, CALL)
    seconds = [[], [], []]
    with other(python, code, *given) as call:
        for number in range(rounds + 1):
            found = [mapped(worker, image, model, stride=stride, edges=e)[0] for e in (False, True)]
            found.append(call())
            if number:  # the first round loads and compiles
                for kept, one in zip(seconds, found):
                    kept.append(one)
    megapixels = np.load(pixels, mmap_mode="r").shape[0] ** 2 / 1e6
    speeds = " | ".join(f"{megapixels / median(each):.2f}" for each in seconds)
    ratios = (median(c / a for a, c in zip(each, seconds[2])) for each in seconds[:2])
    told = " | ".join(f"{ratio:.2f}" for ratio in ratios)
    return f"| {model.stem} | {stride or '-'} | {speeds} | {told} |"


def beside_report(worker, image: Path, pixels: Path, model: Path, rounds: int) -> str:
    """Return in words how many times the loop of the study a map takes, patch for patch."""
    cells = (np.load(pixels, mmap_mode="r").shape[0] // PATCH) ** 2
    ratios, each = [], []
    with other(PYTHON, REPORT, model, pixels, PATCH, LOOP) as loop:
        for number in range(rounds + 1):
            ours = mapped(worker, image, model, stride=PATCH, edges=False)[0] / cells
            theirs = loop() / LOOP
            if number:
                ratios.append(theirs / ours)
                each.append(theirs)
    return (
        f"The loop of the study, sigma, a patch after the other: {1000 * median(each):.1f} ms of "
        f"processor time a patch, {median(ratios):.0f} times that of a map with stride = patch."
    )


if __name__ == "__main__":
    main()
