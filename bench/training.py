#!/usr/bin/env python3
"""How good trained networks are on images they never saw, and how near their scores come to it.

Run by `bench/training.sh`. For each seed a sample scene is drawn, patches are cut from its labels
by three kinds of split, and each architecture learns from them. Another scene, of another seed,
with exhaustive truth, says what each network is worth: the score it claims for itself should not
be better. Every result lies in ``build/bench-training``, so a run that was stopped goes on.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from statistics import mean

import numpy as np
from osgeo import ogr

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "build"))

from poplar_nn_plugin.chain.extract import extract  # noqa: E402
from poplar_nn_plugin.chain.labels import Feature, prepare_labels  # noqa: E402
from poplar_nn_plugin.chain.predict import MapPaths, image_for, predict_map  # noqa: E402
from poplar_nn_plugin.chain.scene import CLASSES, draw_scene, write_scene  # noqa: E402
from poplar_nn_plugin.chain.sides import SplitRule  # noqa: E402
from poplar_nn_plugin.chain.vector import crs_wkt  # noqa: E402
from poplar_nn_plugin.engine import RasterSource  # noqa: E402
from poplar_nn_plugin.nn.spec import PatchSpec  # noqa: E402
from poplar_nn_plugin.nn.split import SPLITS  # noqa: E402
from poplar_nn_plugin.worker.client import Worker  # noqa: E402

FOLDER = ROOT / "build" / "bench-training"
PYTHON = ROOT / ".venv-worker" / "bin" / "python"
SIDE, PATCH, STRIDE = 1000, 30, 10
UNSEEN = 100  # added to a scene's seed, gives the scene that judges
SPLIT_KINDS = ("buffered", "groups", "random")
FACTS = ("poplar_f1", "macro_f1", "claimed_macro_f1", "seconds")


def main() -> None:
    arguments = read_arguments()
    FOLDER.mkdir(parents=True, exist_ok=True)
    results = {}
    with Worker(PYTHON) as worker:
        for seed in arguments.seeds:
            for architecture in arguments.architectures:
                for split in arguments.splits:
                    found = result(worker, seed, architecture, split)
                    results.setdefault((architecture, split), []).append(found)
                    numbers = ", ".join(f"{key} {found[key]:.2f}" for key in FACTS)
                    print(f"seed {seed}, {architecture}, {split}: {numbers}", file=sys.stderr)
    print(table(results))


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--architectures", nargs="+", default=["compact", "sigma"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    parser.add_argument("--splits", nargs="+", choices=SPLIT_KINDS, default=SPLIT_KINDS)
    return parser.parse_args()


def result(worker: Worker, seed: int, architecture: str, split: str) -> dict:
    """Return what one network claims and what it is worth, from the file if it is known."""
    known = FOLDER / f"{architecture}-{split}-{seed}.json"
    if not known.exists():
        learned, unseen = scene(seed), scene(seed + UNSEEN)
        patches, model = FOLDER / f"patches-{split}-{seed}", FOLDER / f"{known.stem}.keras"
        if not patches.exists():
            cut(learned, patches, split, seed)
        trained = worker.call(
            "train.train_model",
            dataset=patches,
            output=model,
            architecture=architecture,
            light=0.1,  # for images other than the one learned from
            seed=seed,
        )
        drawn = FOLDER / f"{known.stem}.tif"
        image = image_for(str(unseen / "image.tif"), model)
        predict_map(image, model, MapPaths(str(drawn)), worker)
        facts = {
            **worth(drawn, unseen),
            "claimed_macro_f1": trained["macro_f1"],
            "seconds": trained["seconds"],
        }
        known.write_text(json.dumps(facts), encoding="utf-8")
    return json.loads(known.read_text(encoding="utf-8"))


def scene(seed: int) -> Path:
    """Return the folder of a scene, drawn if need be."""
    folder = FOLDER / f"scene-{seed}"
    if not (folder / "truth.tif").exists():
        folder.mkdir(exist_ok=True)
        names = ("image.tif", "labels.gpkg", "forest.tif", "truth.tif")
        write_scene(draw_scene(SIDE, seed), *(folder / name for name in names))
    return folder


def cut(learned: Path, patches: Path, split: str, seed: int) -> None:
    """Cut the patches of a scene: by groups with or without a buffer, or at random."""
    image, path = RasterSource(str(learned / "image.tif")), learned / "labels.gpkg"
    dataset = ogr.Open(str(path))
    features = [
        Feature(bytes(f.GetGeometryRef().ExportToWkb()), f["code"], f["group"])
        for f in dataset.GetLayer(0)
    ]
    labels = prepare_labels(features, crs_wkt(path), image.grid, class_field="code")
    rule = SplitRule(seed=seed, buffer=None if split == "buffered" else 0)
    extract(image, labels, PatchSpec(PATCH, STRIDE, image.bands), patches, rule=rule)
    if split == "random":
        rows = np.load(patches / "labels.npy")
        judges = np.random.default_rng(seed).random(len(rows)) < rule.validation_share
        rows["split"] = np.where(judges, SPLITS.index("valid"), SPLITS.index("train"))
        np.save(patches / "labels.npy", rows)


def worth(drawn: Path, unseen: Path) -> dict:
    """Return the scores of a map against the truth of its scene."""
    mapped, truth, forest = (
        read(path) for path in (drawn, unseen / "truth.tif", unseen / "forest.tif")
    )
    poplar = CLASSES.codes[CLASSES.names.index("poplar")]
    inside = forest == 1
    return {
        "poplar_f1": f1(mapped[inside] == poplar, truth[inside] == poplar),
        "macro_f1": mean(f1(mapped == code, truth == code) for code in np.unique(truth[truth > 0])),
    }


def read(path: Path) -> np.ndarray:
    source = RasterSource(str(path))
    return source.read(source.grid.window)[0][..., 0]


def f1(found: np.ndarray, true: np.ndarray) -> float:
    return float(2 * (found & true).sum() / max(found.sum() + true.sum(), 1))


def table(results: dict) -> str:
    """Return a Markdown table: means over the seeds, each seed's poplar F1 in brackets."""
    lines = [
        "| network | split | poplar F1 on another scene | macro F1 on another scene "
        "| macro F1 claimed | claimed - true | training, s |",
        "|---|---|---|---|---|---|---|",
    ]
    for (architecture, split), found in results.items():
        poplar, macro, claimed, seconds = ([one[key] for one in found] for key in FACTS)
        each = ", ".join(f"{value:.2f}" for value in poplar)
        lines.append(
            f"| {architecture} | {split} | {mean(poplar):.2f} ({each}) | {mean(macro):.2f} "
            f"| {mean(claimed):.2f} | {mean(claimed) - mean(macro):+.2f} | {mean(seconds):.0f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
