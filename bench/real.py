#!/usr/bin/env python3
"""What *Map classes* claims of its maps, and what is true; run by `real.sh`.

Each set of `labelled.py` is mapped with all defaults (``automatic``), with one kind of model after
the other, and by what one would write with scikit-learn. Polygons that none of them saw judge the
map (`trueness.py`). ``shuffled`` is *deep_features* with its trained weights in random order: what
that loses was learned elsewhere, what remains is texture. Generated scenes are mapped by the model
of another one; a folder of images by classes is learned and tested as it is divided.

What is found is kept in build/bench-real and not run again; ``--table`` only prints it, and
``--page`` writes it into docs/real-images.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import asdict
from itertools import product
from pathlib import Path

import numpy as np
from labelled import LABELLED, Labelled
from osgeo import gdal, ogr
from realtables import tables
from shuffled import shuffled
from summary import between
from trueness import Trueness, against, burnt, compared, names_of

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "bench-real"
FOUND = WORK / "found.json"
PAGE = ROOT / "docs" / "real-images.md"
PEERS = {"pixels": "0", "texture": "1"}
SHUFFLED = "shuffled"  # the trained weights in random order
NETWORKS = ("random_forest", "sigma", "compact")
KINDS = ("automatic", *PEERS, "deep_features", SHUFFLED, "pixel_forest", *NETWORKS)
UNPADDED = ("sigma_valid", "compact_valid")  # where they are asked for
FOLDER, SCENES = "ucmerced", {f"scenes-{seed}": seed for seed in range(4, 10)}
SIDE, OTHER = 1000, 100  # pixels; by how much the seed of the other scene is higher
LIMIT = 300  # seconds
# What Predict map does on another image, by the name in the tables.
MATCHES = {
    "none": {},
    "features": {"MATCH": "features"},
    "self_training": {"MATCH": "features", "SELF_TRAINING": True},
}
METRES = 0.3  # a pixel of the images by classes, which do not say it themselves


class TooLongError(Exception):
    """An algorithm did not end within the limit."""


def main() -> None:
    sets = {one.name: one for one in LABELLED}
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path, help="folder of the images")
    parser.add_argument("--kinds", nargs="+", default=KINDS, choices=[*KINDS, *UNPADDED])
    names = [*sets, *SCENES, FOLDER]
    parser.add_argument("--sets", nargs="+", default=names, choices=names)
    parser.add_argument("--seeds", nargs="+", type=int, default=[0], help="of labelled sets alone")
    parser.add_argument("--again", action="store_true", help="run what was found already, too")
    parser.add_argument("--table", action="store_true", help="only print what was found")
    parser.add_argument("--page", action="store_true", help="renew the tables of the page")
    arguments = parser.parse_args()
    found = _found()
    if not arguments.table:
        for kind, name, seed in product(arguments.kinds, arguments.sets, arguments.seeds):
            key = f"{name}/{kind}/{seed}" if seed else f"{name}/{kind}"
            if key in found and not arguments.again:
                continue
            result = _result(sets.get(name), name, kind, arguments.data, seed)
            if result is not None:
                found = _found() | {key: result}  # another run may have gone on beside
                FOUND.write_text(json.dumps(found, indent=1))
                print(key, json.dumps(result))
    told = tables(found, sets, KINDS, SCENES, FOLDER)
    print("\n\n".join(told.values()))
    if arguments.page:
        page = PAGE.read_text("utf-8")
        for part, table in told.items():
            page = between(page, part, table.splitlines())
        PAGE.write_text(page, "utf-8")


def _found() -> dict[str, dict]:
    """Return the results of all runs up to now."""
    return json.loads(FOUND.read_text()) if FOUND.exists() else {}


def _result(
    labelled: Labelled | None, name: str, kind: str, data: Path, seed: int = 0
) -> dict | None:
    """Return what one kind of model does on one set, None where it cannot be asked."""
    folder = WORK / name / (f"{kind}-{seed}" if seed else kind)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        if name == FOLDER:
            return _classes_of_images(data / "real" / "ucmerced_few", kind, folder)
        if name in SCENES:
            return _another_scene(SCENES[name], kind, folder)
        split = labelled.split(data, WORK / name)
        if kind in PEERS:
            return _peer(split, kind, folder, seed)
        started = time.monotonic()
        told = _mapped(split.image, split.given, kind, folder, seed)
        seconds = time.monotonic() - started
        return _row(told, against(folder / "map.tif", split.held_out, split.image), seconds, folder)
    except TooLongError:
        return {"refused": f"more than {LIMIT} s"}
    except subprocess.CalledProcessError as error:
        return {"refused": error.output.strip().splitlines()[-1] if error.output else "failed"}


def _mapped(image: Path, labels: Path, kind: str, folder: Path, seed: int = 0) -> dict:
    """Run *Map classes* with a kind of model, a seed, and all other defaults."""
    chosen = {} if kind == "automatic" else {"ARCHITECTURE": _architecture(kind)}
    if seed:
        chosen["SEED"] = seed
    return _run(
        "mapclasses",
        kind,
        folder,
        RASTER=image,
        LABELS=labels,
        CLASS_FIELD="class",
        OUTPUT=folder / "map.tif",
        CONFIDENCE=folder / "confidence.tif",
        MODEL=folder / "model.keras",
        REPORT=folder / "report.html",
        **chosen,
    )


def _another_scene(seed: int, kind: str, folder: Path) -> dict | None:
    """Learn one scene and map another."""
    if kind in PEERS:
        return None
    one, other = _scene(seed), _scene(seed + OTHER)
    started = time.monotonic()
    told = _mapped(one["IMAGE"], one["LABELS"], kind, folder)
    seconds = time.monotonic() - started
    truth = _names(other["TRUTH"])
    wood = np.where(gdal.Open(str(other["FOREST_MASK"])).ReadAsArray() > 0, truth, "")
    row = {}
    for match, how in MATCHES.items():
        mapped = folder / f"other-{match}.tif"
        _run(
            "predict",
            kind,
            folder,
            RASTER=other["IMAGE"],
            MODEL=folder / "model.keras",
            **how,
            OUTPUT=mapped,
        )
        drawn = _names(mapped)
        true = compared(drawn, truth)
        row = row or _row(told, true, seconds, folder)
        row[match] = round(true.macro_f1, 3)
        row[f"poplar {match}"] = round(compared(drawn, wood).f1["poplar"], 3)
        if row["drew"] != "deep_features":
            break  # other kinds have no features to match
    return row


def _scene(seed: int) -> dict[str, Path]:
    """Return the files of a generated scene."""
    folder = WORK / "scenes"
    folder.mkdir(parents=True, exist_ok=True)
    kinds = {"IMAGE": "tif", "LABELS": "gpkg", "FOREST_MASK": "tif", "TRUTH": "tif"}
    files = {key: folder / f"{key.lower()}-{seed}.{ending}" for key, ending in kinds.items()}
    if not all(path.exists() for path in files.values()):
        _run("samplescene", "automatic", folder, SIZE=SIDE, SEED=seed, **files)
    return files


def _classes_of_images(images: Path, kind: str, folder: Path) -> dict | None:
    """Import images in folders of their class, train, and test on those kept for that."""
    if kind in PEERS or kind in ("automatic", "pixel_forest"):
        return None
    patches = folder / "patches"
    shutil.rmtree(patches, ignore_errors=True)
    started = time.monotonic()
    _run(
        "importpatches",
        kind,
        folder,
        FOLDER=images,
        FORMAT=0,
        PIXEL_SIZE=METRES,
        DIFFERING="crop",
        OUTPUT=patches,
    )
    told = _run(
        "trainmodel",
        kind,
        folder,
        PATCHES=patches,
        ARCHITECTURE=_architecture(kind),
        OUTPUT=folder / "model.keras",
        REPORT=folder / "report.html",
    )
    seconds = time.monotonic() - started
    test = _run(
        "evaluatemodel",
        kind,
        folder,
        MODEL=folder / "model.keras",
        PATCHES=patches,
        SPLIT=2,
        REPORT=folder / "test.html",
    )
    each = {name: one or 0.0 for name, one in json.loads(test["CLASS_F1"]).items()}
    return _row(told, Trueness(each, float(test["ACCURACY"])), seconds, folder)


def _peer(split, kind: str, folder: Path, seed: int) -> dict:
    """Draw a map with scikit-learn, in the worker's Python."""
    opened = gdal.Open(str(split.image))
    bands = [opened.GetRasterBand(band + 1) for band in range(opened.RasterCount)]
    known = np.stack([band.GetMaskBand().ReadAsArray() > 0 for band in bands], axis=-1)
    full = known.any(axis=(0, 1))  # bands without any data are left out
    image = np.stack([band.ReadAsArray() for band in bands], axis=-1)[..., full]
    given = burnt(split.image, split.given)
    names = sorted(set(given.ravel()) - {""})
    codes = {name: code for code, name in enumerate(["", *names])}
    np.save(folder / "image.npy", image)
    np.save(folder / "known.npy", known[..., full].all(axis=-1))
    np.save(folder / "labels.npy", np.vectorize(codes.get, otypes=["uint8"])(given))
    started = time.monotonic()
    script = ROOT / "bench" / "peers" / "pixel_classifier.py"
    subprocess.run(
        [os.environ["POPLARNN_WORKER_PYTHON"], script, folder, PEERS[kind], str(seed)],
        check=True,
        stderr=subprocess.STDOUT,
        stdout=subprocess.PIPE,
        text=True,
    )
    seconds = time.monotonic() - started
    drawn = np.array(["", *names], object)[np.load(folder / "drawn.npy")]
    known_by_any = known.any(axis=-1)
    truth = np.where(known_by_any, burnt(split.image, split.held_out), "")
    return _row({}, compared(drawn, truth), seconds, None)


def _row(told: dict, true: Trueness, seconds: float, folder: Path | None) -> dict:
    """Return what is kept of a run."""
    claimed = told.get("MACRO_F1")
    of_each = json.loads(told["CLASS_F1"]) if told else {}
    row = {
        "claimed": None if claimed in (None, "None", "NULL") else round(float(claimed), 3),
        "not_judged": sorted(name for name, f1 in of_each.items() if f1 is None),
        "true": round(true.macro_f1, 3),
        "seconds": round(seconds),
        **asdict(true),
    }
    if folder is not None:
        with zipfile.ZipFile(folder / "model.keras") as model:
            row["drew"] = json.loads(model.read("poplar_nn/card.json"))["architecture"]
    return row


def _names(path: Path) -> np.ndarray:
    """Return a raster of classes as their names."""
    names = names_of(path)
    codes = gdal.Open(str(path)).ReadAsArray()
    return np.vectorize(lambda code: names.get(code, ""), otypes=[object])(codes)


def _architecture(kind: str) -> str:
    return "deep_features" if kind == SHUFFLED else kind


def _run(algorithm: str, kind: str, folder: Path, **parameters) -> dict[str, str]:
    """Run an algorithm by qgis_process and return its results; its words are kept in a folder."""
    environment = dict(os.environ)
    if kind == SHUFFLED:
        environment["QGIS_CUSTOM_CONFIG_PATH"] = str(
            shuffled(Path(environment["QGIS_CUSTOM_CONFIG_PATH"]))
        )
    command = [str(ROOT / "scripts" / "qgis_process.sh"), "run", f"poplarnn:{algorithm}", "--"]
    command += [f"{key}={value}" for key, value in parameters.items()]
    with subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)
            raise TooLongError from error
    (folder / f"{algorithm}.txt").write_text(said)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, said)
    results = said.rpartition("Results\n----------------\n")[2]
    return dict(line.split(":\t", 1) for line in results.splitlines() if ":\t" in line)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    gdal.UseExceptions()
    ogr.UseExceptions()
    main()
