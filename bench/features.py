#!/usr/bin/env python3
"""How long the trunk takes for a megapixel, in NumPy and in Keras with the same weights.

Run by `bench/features.sh`. An image of a million pixels, enlarged twice, is looked at in four
pieces; pieces, stages (2 to 5) and weights are the same. Each run is a process of its own, all ways
in turn:

- *Keras*: TensorFlow in the worker's Python, the trunk compiled.
- *NumPy*: the system's Python.
- *in QGIS*: the same, with the GNU Scientific Library loaded first, as QGIS's programs have it.
- *slow BLAS*: the same with the reference BLAS alone, as on a Debian with nothing but QGIS.

Seconds leave out start, weights and compiling: they are those of the quickest of three looks at the
image, and the table has their medians. Ratios are medians of those of each round. A way is left out
where its library is not installed, and the run ends if one does not give the features of Keras.
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

FOLDER = ROOT / "build" / "bench-features"
SIDE, PIECES, STAGES, TRIES = 1024, 4, (2, 3, 4, 5), 3  # pixels a side of a piece, enlarged
MEGAPIXELS = PIECES * SIDE**2 / 4 / 1e6  # of the image before it is enlarged
APART = 1e-3  # standard deviations of a stage
LIBRARIES = Path("/usr/lib/x86_64-linux-gnu")
WAYS = {
    "Keras": {},
    "NumPy": {},
    "in QGIS": {"LD_PRELOAD": f"{LIBRARIES}/libgslcblas.so.0"},
    "slow BLAS": {"LD_LIBRARY_PATH": f"{LIBRARIES}/blas:{LIBRARIES}/lapack"},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    arguments = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    print(
        "| way | threads | s a megapixel | Keras / it | processor s | MB at the peak |\n"
        "|---|---|---|---|---|---|"
    )
    ways = [way for way, needs in WAYS.items() if all(map(_there, needs.values()))]
    for threads in arguments.threads:
        runs = {way: [] for way in ways}
        for _ in range(arguments.rounds):
            for way in ways:
                runs[way].append(child(way, threads))
        for way in ways:
            print(row(way, threads, runs), flush=True)


def row(way: str, threads: int, runs: dict) -> str:
    """Return a line of the table."""
    seconds = [run["seconds"] for run in runs[way]]
    ratio = median(keras["seconds"] / run for keras, run in zip(runs["Keras"], seconds))
    used, peak = (median(run[key] for run in runs[way]) for key in ("processor", "peak_mb"))
    return f"| {way} | {threads} | {median(seconds):.2f} | {ratio:.2f} | {used:.2f} | {peak:,.0f} |"


def _there(paths: str) -> bool:
    return all(map(os.path.exists, paths.split(":")))


def child(way: str, threads: int) -> dict:
    """Return what a process found that computes the features one way."""
    python = sys.executable if way == "Keras" else "/usr/bin/python3"
    done = subprocess.run(
        [python, "-W", "ignore", __file__, "--child", way, str(threads)],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **WAYS[way]},
    )
    found = json.loads(done.stdout.splitlines()[-1])
    for stage in STAGES:
        expected, features = (np.load(FOLDER / f"{name}-{stage}.npy") for name in ("Keras", way))
        apart = np.abs(features - expected).max() / expected.std()
        if not apart < APART:
            raise SystemExit(f"{way}: stage {stage} is {apart:.2g} standard deviations from Keras.")
    return found


def look(way: str, threads: int) -> dict:
    """Compute the features one way; keep those of the first piece and return what they took."""
    pieces = np.random.default_rng(0).normal(0, 0.5, (PIECES, SIDE, SIDE, 3)).astype(np.float32)
    features_of = (_keras if way == "Keras" else _numpy)(threads)
    for stage, features in features_of(pieces[0]).items():  # TensorFlow compiles, too
        np.save(FOLDER / f"{way}-{stage}.npy", features)
    wall, processor = [], []
    for _ in range(TRIES):
        before = time.perf_counter(), time.process_time()
        for piece in pieces:
            features_of(piece)
        wall.append(time.perf_counter() - before[0])
        processor.append(time.process_time() - before[1])
    return {
        "seconds": min(wall) / MEGAPIXELS,
        "processor": min(processor) / MEGAPIXELS,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _keras(threads: int):
    from poplar_nn_plugin.nn.network.backend import load_tensorflow

    tensorflow = load_tensorflow()
    tensorflow.config.threading.set_intra_op_parallelism_threads(threads)
    tensorflow.config.threading.set_inter_op_parallelism_threads(1)
    import keras

    from poplar_nn_plugin.features.stages import BLOCKS
    from poplar_nn_plugin.nn.architectures.base import find
    from poplar_nn_plugin.nn.network.imagenet import take_imagenet

    kind = find("efficientnet_lite0")
    network = kind.build(SIDE, 3, 2)
    take_imagenet(kind, network)
    base = kind.base_of(network)
    ends = {b.stage: f"{b.name}_sum" if b.residual else f"{b.name}_project_norm" for b in BLOCKS}
    outputs = [base.get_layer(ends[stage]).output for stage in STAGES]
    compiled = tensorflow.function(keras.Model(base.input, outputs), reduce_retracing=True)

    def features_of(image):
        found = compiled(tensorflow.constant(image[None]), training=False)
        return {stage: each.numpy()[0] for stage, each in zip(STAGES, found)}

    return features_of


def _numpy(threads: int):
    from poplar_nn_plugin.features.trunk import Trunk

    trunk = Trunk.load(STAGES)
    return lambda image: trunk(image, threads)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(look(sys.argv[2], int(sys.argv[3]))))
    else:
        main()
