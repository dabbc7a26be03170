#!/usr/bin/env python3
"""What the mean over flips and turns of each patch brings, and what it takes; run by `flips.sh`.

A model learns the labels of a generated scene. It maps that scene and another one, which it never
saw, without FLIPS and with it, and the exact truth judges the maps. *Predict map* has no FLIPS for
models of dense features: there the image is turned, mapped, and its probabilities turned back.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
from pathlib import Path

import numpy as np
from osgeo import gdal
from trueness import compared, names_of

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "bench-flips"
OTHER = 100  # by how much the seed of the other scene is higher
FEATURES = "deep_features"


def main() -> None:
    """Print a line for each scene, model and map."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scenes", type=int, nargs="+", default=[4, 5, 6])
    parser.add_argument("--kinds", nargs="+", default=["compact", "compact_valid", FEATURES])
    parser.add_argument("--side", type=int, default=600)
    parser.add_argument("--epochs", type=int, default=20)
    asked = parser.parse_args()
    print("| model | scene | map of | macro F1, plain | with flips | processor time, times |")
    print("|---|---|---|---|---|---|")
    for seed in asked.scenes:
        home, other = (_scene(seed + more, asked.side) for more in (0, OTHER))
        for kind in asked.kinds:
            model = _model(home, kind, asked.epochs)
            for name, scene in (("its own scene", home), ("another", other)):
                scores, seconds = zip(*(_mapped(scene, model, kind, flips) for flips in (0, 1)))
                told = f"{scores[0]:.3f} | {scores[1]:.3f} | {seconds[1] / seconds[0]:.1f}"
                print(f"| {kind} | {seed} | {name} | {told} |", flush=True)


def _scene(seed: int, side: int) -> Path:
    """Return the folder of a generated scene."""
    folder = WORK / f"scene-{seed}-{side}"
    if not (folder / "truth.tif").exists():
        folder.mkdir(parents=True, exist_ok=True)
        files = {"IMAGE": "image.tif", "LABELS": "labels.gpkg", "TRUTH": "truth.tif"}
        files["FOREST_MASK"] = "forest.tif"
        files = {key: folder / name for key, name in files.items()}
        _run("samplescene", SIZE=side, SEED=seed, **files)
    return folder


def _model(scene: Path, kind: str, epochs: int) -> Path:
    """Return the model of a kind that learned the labels of a scene."""
    model, patches = scene / f"{kind}.keras", scene / "patches"
    if not (patches / "dataset.json").exists():
        labels = {"LABELS": scene / "labels.gpkg", "CLASS_FIELD": "class", "GROUP_FIELD": "group"}
        _run("extractpatches", RASTER=scene / "image.tif", **labels, OUTPUT=patches)
    if not model.exists():
        how = {"ARCHITECTURE": kind, "EPOCHS": epochs, "SEED": 0}
        report = model.with_suffix(".html")
        _run("trainmodel", PATCHES=patches, **how, OUTPUT=model, REPORT=report)
    return model


def _mapped(scene: Path, model: Path, kind: str, flips: int) -> tuple[float, float]:
    """Return the macro F1 of the map of a scene, and the seconds of processor time it took."""
    out = scene / f"{model.parent.name}-{kind}-{flips}.tif"
    truth = _names(scene / "truth.tif")
    if flips and kind == FEATURES:
        return _turned(scene, model, out, truth)
    seconds = _run("predict", RASTER=scene / "image.tif", MODEL=model, FLIPS=flips, OUTPUT=out)
    return compared(_names(out), truth).macro_f1, seconds


def _turned(scene: Path, model: Path, out: Path, truth: np.ndarray) -> tuple[float, float]:
    """Return the same of the mean of maps of the scene in its eight orientations."""
    image, total, seconds = gdal.Open(str(scene / "image.tif")), 0, 0.0
    array = image.ReadAsArray()
    for number in range(8):
        way = np.rot90(array, number % 4, axes=(1, 2))
        way = way[:, ::-1] if number > 3 else way
        turned, said = scene / "turned.tif", scene / "said.tif"
        driver = gdal.GetDriverByName("GTiff")
        made = driver.Create(str(turned), *way.shape[:0:-1], len(way), gdal.GDT_Byte)
        made.SetGeoTransform(image.GetGeoTransform())
        made.SetProjection(image.GetProjection())
        made.WriteArray(np.ascontiguousarray(way))
        made = None
        outputs = {"OUTPUT": out, "PROBABILITIES": said}
        seconds += _run("predict", RASTER=turned, MODEL=model, **outputs)
        found = gdal.Open(str(said)).ReadAsArray()
        found = found[:, ::-1] if number > 3 else found
        total = total + np.rot90(found, -(number % 4), axes=(1, 2))
    names = names_of(out)  # in the order of the bands
    best = np.array([name for name in names.values() if name], object)[total.argmax(axis=0)]
    return compared(best, truth).macro_f1, seconds


def _names(path: Path) -> np.ndarray:
    """Return a raster of classes as their names."""
    names = names_of(path)
    codes = gdal.Open(str(path)).ReadAsArray()
    return np.vectorize(lambda code: names.get(code, ""), otypes=[object])(codes)


def _run(algorithm: str, **parameters) -> float:
    """Run an algorithm by qgis_process and return the seconds of processor time it took."""
    command = [ROOT / "scripts" / "qgis_process.sh", "run", f"poplarnn:{algorithm}", "--"]
    command += [f"{key}={value}" for key, value in parameters.items()]
    before = _spent()
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ, check=False)
    if done.returncode:
        raise SystemExit(f"{algorithm}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return _spent() - before


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    gdal.UseExceptions()
    main()
