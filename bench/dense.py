#!/usr/bin/env python3
"""How fast networks without padding draw a map over whole blocks, and patch by patch.

Run by `bench/prediction.sh`. Both go the whole way, from file to file, and beside them the network
for whole blocks is called once on as many pixels in memory. All are timed in turn in one run; what
counts are the ratios. The part that is mapped is a block amid a larger image, with what it needs
it: no patch reaches beyond the image, for such patches are always computed one by one.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median

import numpy as np
from sides import PYTHON, mapped, other, train, write_image

from poplar_nn_plugin.engine import Window
from poplar_nn_plugin.worker.client import Worker

PARTS = {4: 1024, 10: 1280}  # pixels a side that are mapped over whole blocks, by the stride
SMALL, ROUNDS = 240, 5  # pixels a side that are mapped patch by patch
SIDE = 2700  # of the image

# The other side, in the worker's Python: the network for whole blocks, called once.
CALL = """
import sys, time
sys.path.insert(0, sys.argv[1])
import numpy as np, tensorflow as tf
from poplar_nn_plugin.nn.dense.convert import dense_network
from poplar_nn_plugin.nn.network.model import TrainedModel
network = dense_network(TrainedModel.load(sys.argv[2]).network, int(sys.argv[3]))
side = int(sys.argv[4])
pixels = tf.constant(np.random.default_rng(0).normal(size=(1, side, side, 3)), tf.float32)
call = tf.function(network)
cells = (side - network.size) // network.stride + 1
call(pixels)
print("ready", flush=True)
for line in sys.stdin:
    started = time.process_time()
    call(pixels).numpy()
    print(cells**2 / (time.process_time() - started), flush=True)
"""


def main() -> None:
    print(
        "| network | stride | patch by patch, patches/s | over whole blocks | with edges "
        "| one call | blocks / patches | blocks / call |\n|---|---|---|---|---|---|---|---|"
    )
    with tempfile.TemporaryDirectory() as folder, Worker(PYTHON) as worker:
        for architecture in sys.argv[1:] or ("compact_valid", "sigma_valid"):
            for stride in PARTS:
                speeds = compare(Path(folder), worker, architecture, stride)
                each, blocks, _, call = map(np.array, speeds)
                told = " | ".join(f"{median(found):.0f}" for found in speeds)
                ratios = f"{median(blocks / each):.1f} | {median(blocks / call):.2f}"
                print(f"| {architecture} | {stride} | {told} | {ratios} |", flush=True)


def compare(folder: Path, worker: Worker, architecture: str, stride: int) -> list[list[float]]:
    """Return patches a second of each round: one by one, in blocks, with edges, and in one call."""
    part = PARTS[stride]
    image, model = folder / "image.tif", folder / f"{architecture}.keras"
    if not image.exists():
        write_image(image, np.random.default_rng(0).integers(1, 255, (SIDE, SIDE, 3), np.uint8))
    if not model.exists():
        train(folder, worker, architecture, model)
    speeds = [[], [], [], []]
    ways = [
        {"side": SMALL, "dense": False, "edges": False},
        {"side": part, "dense": True, "edges": False},
        {"side": part, "dense": True, "edges": True},
    ]
    with other(PYTHON, CALL, model, stride, part) as call:
        for number in range(ROUNDS + 1):
            found = [speed(worker, image, model, stride, **way) for way in ways]
            found.append(call())
            if number:  # the first round loads and compiles
                for kept, one in zip(speeds, found):
                    kept.append(one)
    return speeds


def speed(worker: Worker, image: Path, model: Path, stride: int, *, side: int, **how) -> float:
    """Return the cells a second of processor time of a map of a part of an image."""
    corner = PARTS[stride]  # blocks of a whole map begin there, too
    window = Window(corner, corner, side // stride * stride, side // stride * stride)
    seconds, _ = mapped(worker, image, model, stride=stride, window=window, **how)
    return (side // stride) ** 2 / seconds


if __name__ == "__main__":
    main()
