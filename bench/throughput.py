#!/usr/bin/env python3
"""How fast networks learn here, beside Keras' own ``fit`` on the same patches.

Run by `bench/throughput.sh`. Ours reads raw patches from a memory-mapped file, scales, varies and
balances them and corrects the weights; Keras gets them scaled, as one array in memory, and neither
varies nor balances. Network, batches, optimizer and learning rate are the same, and a row is only
printed if the optimizers have made the same number of steps. Each run is a process of its own, all
ways in turn. Patches a second leave out the first epoch, in which TensorFlow compiles; the seconds
are those of the whole process, its start and its compiling included.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "build"))

FOLDER = ROOT / "build" / "bench-throughput"
SIZE, BANDS, CLASSES, BATCH = 30, 3, 6, 64
CASES = [("sigma", 6000, 4), ("compact", 3000, 4), ("sigma", 60000, 2)]  # patches, epochs
WAYS = ("keras", "plain", "standard")
MISLABELLED = 0.2  # cannot be learned: a loss far from 0 that networks have in common


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=5)
    arguments = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    print(
        "| network | patches, steps | Keras `fit`, patches/s | ours, not varied | ours, varied and "
        "balanced | seconds in all | MB at the peak | loss in the end |\n"
        "|---|---|---|---|---|---|---|---|"
    )
    for architecture, count, epochs in CASES:
        patches = drawn(count)
        runs = {way: [] for way in WAYS}
        for _ in range(arguments.pairs):
            for way in WAYS:
                runs[way].append(child(patches, architecture, way, epochs))
        print(row(architecture, count, runs), flush=True)


def row(architecture: str, count: int, runs: dict) -> str:
    """Return a line of the table; ratios are medians of those of each round.

    The last three cells name Keras, ours not varied, and ours varied, in this order.
    """
    steps = {run["steps"] for way in WAYS for run in runs[way]}
    if len(steps) != 1:
        raise SystemExit(f"{architecture}: not the same work, but {steps} steps of learning.")
    speed = {way: [run["patches_a_second"] for run in runs[way]] for way in WAYS}
    cells = [architecture, f"{count:,}, {steps.pop():,}", f"{median(speed['keras']):,.0f}"]
    for way in WAYS[1:]:
        ratio = median(ours / keras for ours, keras in zip(speed[way], speed["keras"]))
        cells.append(f"{median(speed[way]):,.0f} ({ratio:.2f} x)")
    for key, form in (("seconds", "{:.1f}"), ("peak_mb", "{:,.0f}"), ("loss", "{:.2f}")):
        found = (median(run[key] for run in runs[way]) for way in WAYS)
        cells.append(" · ".join(form.format(value) for value in found))
    return f"| {' | '.join(cells)} |"


def drawn(count: int) -> Path:
    """Return a file of patches whose stripes tell their class, drawn if need be."""
    path = FOLDER / f"patches-{count}.npy"
    if not path.exists():
        unfinished = FOLDER / f".{path.name}"
        x = np.lib.format.open_memmap(unfinished, "w+", np.uint8, (count, SIZE, SIZE, BANDS))
        rng = np.random.default_rng(1)
        place = np.arange(SIZE)
        for number in range(count):
            wave = 30 * np.sin(2 * np.pi * (place / (3 + number % CLASSES) + rng.random()))
            noise = rng.normal(110, 25, (SIZE, SIZE, BANDS))
            x[number] = np.clip(noise + wave[:, None, None], 0, 255)
        x.flush()
        unfinished.rename(path)
    return path


def child(patches: Path, architecture: str, way: str, epochs: int) -> dict:
    """Return what a process found that trains one way."""
    command = [sys.executable, "-X", "utf8", __file__, "--child", str(patches), architecture, way]
    started = time.monotonic()
    found = subprocess.run(
        [*command, str(epochs)], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    seconds = time.monotonic() - started
    return {**json.loads(found.stdout.splitlines()[-1]), "seconds": seconds}


def train(patches: str, architecture: str, way: str, epochs: int) -> dict:
    """Train one way and return patches a second, steps, memory and the last loss."""
    x = np.load(patches, mmap_mode="r")
    rng = np.random.default_rng(2)
    lots = rng.integers(CLASSES, size=len(x))
    y = np.where(rng.random(len(x)) < MISLABELLED, lots, np.arange(len(x)) % CLASSES)
    seconds, loss, steps = (_keras if way == "keras" else _ours)(x, y, architecture, way, epochs)
    return {
        "patches_a_second": len(x) * len(seconds) / sum(seconds),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "loss": loss,
        "steps": int(steps),
    }


def _keras(x, y, architecture: str, way: str, epochs: int):
    os.environ["KERAS_BACKEND"] = "tensorflow"
    import keras

    from poplar_nn_plugin.model.scaling import Scaling
    from poplar_nn_plugin.nn.architectures.base import find

    keras.utils.set_random_seed(1)
    network = find(architecture).build(SIZE, BANDS, CLASSES)
    steps = -(-len(x) // BATCH) * epochs
    rate = keras.optimizers.schedules.CosineDecay(0.002, steps)
    network.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy")
    times = [time.monotonic()]
    clock = keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: times.append(time.monotonic()))
    history = network.fit(
        Scaling.fit(x).apply(x), y, batch_size=BATCH, epochs=epochs, callbacks=[clock], verbose=0
    )
    steps = network.optimizer.iterations.numpy()
    return np.diff(times)[1:].tolist(), history.history["loss"][-1], steps


class _Last:
    """Keeps the state after the last epoch, in memory only."""

    state = None

    def keep(self, state) -> None:
        self.last = state


def _ours(x, y, architecture: str, way: str, epochs: int):
    from poplar_nn_plugin.nn.network.backend import load_tensorflow

    load_tensorflow()
    import keras

    from poplar_nn_plugin.model.scaling import Scaling
    from poplar_nn_plugin.model.settings import Settings
    from poplar_nn_plugin.nn.architectures.base import find
    from poplar_nn_plugin.nn.training.fit import fit
    from poplar_nn_plugin.nn.training.samples import Samples
    from poplar_nn_plugin.progress import Silent

    keras.utils.set_random_seed(1)
    network = find(architecture).build(SIZE, BANDS, CLASSES)
    every = np.arange(len(x))
    samples = Samples(x, every, y, Scaling.fit(x), codes=tuple(range(1, CLASSES + 1)))
    nothing = Samples(x, every[:0], y[:0], samples.scaling, codes=samples.codes)
    varied = way == "standard"
    settings = Settings(
        epochs=epochs,
        batch_size=BATCH,
        augment="standard" if varied else "none",
        balance="batches" if varied else "none",
    )
    saver = _Last()
    history = fit(network, samples, nothing, settings, Silent(), saver=saver)
    return history.seconds[1:], history.loss[-1], saver.last.optimizer[0]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(train(*sys.argv[2:5], int(sys.argv[5]))))
    else:
        main()
