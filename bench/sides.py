"""The two sides that maps are timed by: the whole way from file to file, and a bare call.

What counts is the processor time of both processes of a map, QGIS's side and the worker, and of the
process of the call: a busy machine changes it little. Linux tells it of any process.
"""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

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
from poplar_nn_plugin.features.classifier.head import Head  # noqa: E402
from poplar_nn_plugin.features.classifier.model import FeatureModel  # noqa: E402
from poplar_nn_plugin.features.recipes import recipe_at  # noqa: E402
from poplar_nn_plugin.maps.fitting import image_for  # noqa: E402
from poplar_nn_plugin.maps.predict import MapPaths, predict_map  # noqa: E402
from poplar_nn_plugin.model.card import read_card  # noqa: E402
from poplar_nn_plugin.worker.client import Worker  # noqa: E402

PATCH, CLASSES = 30, 6
PYTHON = ROOT / ".venv-worker/bin/python"
DEEP = "deep_features"


def used(worker: Worker) -> float:
    """Return the seconds of processor time that this process and the worker have taken so far."""
    process = worker._process
    seconds = time.process_time()
    return seconds + (_of_process(process._process.pid) if process else 0.0)


def _of_process(number: int) -> float:
    return time.clock_gettime((~number << 3) | 2)  # clock_getcpuclockid(3), as Linux computes it


def mapped(worker: Worker, image: Path, model: Path, **how) -> tuple[float, float]:
    """Return the seconds of processor time, and of the clock, that a map takes."""
    before, started = used(worker), time.perf_counter()
    paths = MapPaths(str(image.with_name("map.tif")))
    predict_map(image_for(image, model), model, paths, worker, **how)
    return used(worker) - before, time.perf_counter() - started


@contextmanager
def other(python: Path | str, code: str, *arguments):
    """Yield a function that has another process do once more what it does, and gives its answer.

    Parameters
    ----------
    python : Path or str
        Of that process.
    code : str
        It prints a line when it is ready, and then a number for each line that it reads.
    *arguments
        After the folder of the plugin, ``sys.argv[1]``.
    """
    command = [python, "-c", code, ROOT / "build", *arguments]
    with subprocess.Popen(
        list(map(str, command)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:

        def again() -> float:
            print("go", file=process.stdin, flush=True)
            return float(process.stdout.readline())

        process.stdout.readline()
        try:
            yield again
        finally:
            process.stdin.close()


def write_image(path: Path, pixels: np.ndarray) -> None:
    """Write an uncompressed GeoTIFF in tiles of 256, pixels of 1 m."""
    rows, cols = pixels.shape[:2]
    driver = gdal.GetDriverByName("GTiff")
    dataset = driver.Create(str(path), cols, rows, 3, gdal.GDT_Byte, ["TILED=YES"])
    dataset.SetGeoTransform((0.0, 1.0, 0.0, 0.0, 0.0, -1.0))
    for band in range(3):
        dataset.GetRasterBand(band + 1).WriteArray(pixels[..., band])
    dataset.FlushCache()


def train(folder: Path, worker: Worker, architecture: str, model: Path) -> None:
    """Make a model by one epoch on noise: its speed does not depend on what it has learned."""
    rng, names = np.random.default_rng(1), tuple("abcdef"[:CLASSES])
    spec, classes = PatchSpec(PATCH, PATCH, (1, 2, 3)), ClassMap.of_values(list(names))
    image = ImageMetadata(("1", "2", "3"), "uint8", 3, (1.0, 1.0), 1.0, "")
    description = DatasetDescription(spec, classes, "uint8", 96, image, names)
    labels = np.zeros(96, LABEL_DTYPE)
    labels["class"], labels["group"] = 1 + np.arange(96) % CLASSES, np.arange(96) % CLASSES
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
        refit=False,
    )


def make_deep(network: Path, model: Path) -> None:
    """Make a model of dense features for small pixels, beside a network's; it has learned noise."""
    recipe = recipe_at(0.5, np.eye(3))
    card = replace(read_card(network), architecture=DEEP, recipe=recipe)
    noise = np.random.default_rng(2).normal(size=(300, recipe.count)).astype("float32")
    head = Head.fit(noise, np.arange(300) % CLASSES, CLASSES, np.ones(300))
    FeatureModel(card, head).save(model)
