#!/usr/bin/env python3
"""How fast a map is drawn, beside the same network on one large batch in memory.

Run by `bench/prediction.sh`. Both are timed in turn in one run; what counts is the ratio. The map
goes the whole way: file, engine, worker, network, file. The batch is the bare network.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np
from osgeo import gdal

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "build"))

from poplar_nn_plugin.dataset.classes import ClassMap  # noqa: E402
from poplar_nn_plugin.dataset.description import DatasetDescription  # noqa: E402
from poplar_nn_plugin.dataset.images import ImageMetadata  # noqa: E402
from poplar_nn_plugin.dataset.reader import LABEL_DTYPE  # noqa: E402
from poplar_nn_plugin.dataset.spec import PatchSpec  # noqa: E402
from poplar_nn_plugin.dataset.writer import DatasetWriter  # noqa: E402
from poplar_nn_plugin.maps.fitting import image_for  # noqa: E402
from poplar_nn_plugin.maps.predict import MapPaths, predict_map  # noqa: E402
from poplar_nn_plugin.worker.client import Worker  # noqa: E402

SIDE, PATCH, ROUNDS = 1980, 30, 5
PYTHON = ROOT / ".venv-worker/bin/python"

# The other side, in the worker's Python: all patches as one array, one call of the network.
BATCH = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
import numpy as np, tensorflow as tf
from poplar_nn_plugin.nn.network.model import TrainedModel
model = TrainedModel.load(sys.argv[2])
patches = model.card.scaling.apply(np.load(sys.argv[3]))
forward = tf.function(lambda x: model.network(x, training=False), jit_compile=False)
forward(patches)
print("ready", flush=True)
for line in sys.stdin:
    started = time.perf_counter()
    forward(patches).numpy()
    print(time.perf_counter() - started, flush=True)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, Worker(PYTHON) as worker:
        print(
            "| network | map of squares, patches/s | map along edges, patches/s "
            "| one large batch, patches/s | ratios |\n|---|---|---|---|---|"
        )
        for architecture in ("compact", "sigma"):
            squares, edges, batch = compare(Path(folder), worker, architecture)
            count = (SIDE // PATCH) ** 2
            speeds = (f"{count / median(seconds):.0f}" for seconds in (squares, edges, batch))
            ratios = (
                f"{median(b / a for a, b in zip(seconds, batch)):.2f}"
                for seconds in (squares, edges)
            )
            print(f"| {architecture} | {' | '.join(speeds)} | {' · '.join(ratios)} |", flush=True)


def compare(folder: Path, worker: Worker, architecture: str) -> tuple[list, list, list]:
    """Return the seconds of each round: of both maps, and of the batch."""
    rng = np.random.default_rng(0)
    pixels = rng.integers(1, 255, (SIDE, SIDE, 3), np.uint8)
    image, model = folder / "image.tif", folder / f"{architecture}.keras"
    write_image(image, pixels)
    train(folder, worker, architecture, model)
    cells = SIDE // PATCH
    patches = pixels.reshape(cells, PATCH, cells, PATCH, 3).swapaxes(1, 2)
    np.save(folder / "patches.npy", patches.reshape(-1, PATCH, PATCH, 3))
    command = [str(PYTHON), "-I", "-c", BATCH, str(ROOT / "build"), str(model)]
    squares, edges, theirs = [], [], []
    with subprocess.Popen(
        [*command, str(folder / "patches.npy")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as batch:
        batch.stdout.readline()
        for number in range(ROUNDS + 1):
            seconds = [mapped(worker, image, model, edges=wanted) for wanted in (False, True)]
            print("go", file=batch.stdin, flush=True)
            seconds.append(json.loads(batch.stdout.readline()))
            if number:  # the first round loads the model
                for kept, one in zip((squares, edges, theirs), seconds):
                    kept.append(one)
    return squares, edges, theirs


def mapped(worker: Worker, image: Path, model: Path, *, edges: bool) -> float:
    """Return the seconds that a map takes."""
    started = time.perf_counter()
    paths = MapPaths(str(image.with_name("map.tif")))
    predict_map(image_for(image, model), model, paths, worker, stride=PATCH, edges=edges)
    return time.perf_counter() - started


def write_image(path: Path, pixels: np.ndarray) -> None:
    rows, cols = pixels.shape[:2]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, 3, gdal.GDT_Byte)
    dataset.SetGeoTransform((0.0, 1.0, 0.0, 0.0, 0.0, -1.0))
    for band in range(3):
        dataset.GetRasterBand(band + 1).WriteArray(pixels[..., band])
    dataset.FlushCache()


def train(folder: Path, worker: Worker, architecture: str, model: Path) -> None:
    """Make a model by one epoch on noise: its speed does not depend on what it has learned."""
    rng = np.random.default_rng(1)
    spec, classes = PatchSpec(PATCH, PATCH, (1, 2, 3)), ClassMap.of_values(["a", "b", "c"])
    image = ImageMetadata(("1", "2", "3"), "uint8", 3, (1.0, 1.0), 1.0, "")
    description = DatasetDescription(spec, classes, "uint8", 96, image, ("a", "b", "c"))
    labels = np.zeros(96, LABEL_DTYPE)
    labels["class"], labels["group"] = 1 + np.arange(96) % 3, np.arange(96) % 3
    labels["split"] = np.arange(96) // 48
    with DatasetWriter(folder / architecture, description) as writer:
        writer.write(0, rng.integers(0, 255, (96, PATCH, PATCH, 3)).astype("uint8"), labels)
    worker.call(
        "train_model",
        dataset=folder / architecture,
        output=model,
        report="",
        architecture=architecture,
        epochs=1,
    )


if __name__ == "__main__":
    main()
