#!/usr/bin/env python3
"""What labels at suggested places bring, beside labels at random ones.

Run by `bench/suggestions.sh [FOLDER] [--seeds 10]`. Users are simulated: they are shown six places
at a time and draw at each the part of its class that lies around it, 24 pixels wide. After each six
the classifier of dense features learns all polygons, and the map of the whole scene is compared
with its truth, pixel by pixel: macro F1 over all classes, one that is not labelled yet counts 0.

- *suggested*: the places that *Suggest where to label* finds, with the labels so far.
- *random*: drawn by area.
- *from nothing*: no label and no model. *from a model*: that of the labels of another scene, which
  counts as it does in *Suggest where to label*, for random places, too.

Scenes are pairs of generated ones: 4 and 104, 5 and 105, 6 and 106; the settings of the rule, and
how a model counts, were chosen on 7 to 9 and 107 to 109. With FOLDER, also trees at 50 cm
(`real/detectree_50cm`), which have labels all over: places lie in two tiles, and the map of the two
others is judged.

Features are computed once for each scene and kept in build/bench-suggestions, with the scores.
`--table` prints those that are there, `--picture` draws docs/images/suggestions.png of them.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal
from trueness import burnt

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "build"))

from poplar_nn_plugin.engine import RasterSource  # noqa: E402
from poplar_nn_plugin.features.classifier.taught import Taught  # noqa: E402
from poplar_nn_plugin.features.dense import DenseFeatures  # noqa: E402
from poplar_nn_plugin.features.places import features_of_cells  # noqa: E402
from poplar_nn_plugin.features.recipes import recipe_at  # noqa: E402
from poplar_nn_plugin.maps.look import bands_seen  # noqa: E402
from poplar_nn_plugin.progress import Silent  # noqa: E402
from poplar_nn_plugin.scenery.scene import draw_scene, write_scene  # noqa: E402
from poplar_nn_plugin.suggestions.guess import JoinedClasses, guess, taught_head  # noqa: E402
from poplar_nn_plugin.suggestions.rule import Space, choose_places, margins  # noqa: E402

FOLDER = ROOT / "build" / "bench-suggestions"
PAIRS = ((4, 104), (5, 105), (6, 106))
SIDE, METRES, PATCH, PLACES, APART = 1000, 0.5, 24, 3000, 16  # pixels, but metres and places
BATCH, COUNTS = 6, (0, 6, 12, 18, 24, 30, 36, 42, 48)
ARMS = ("suggested", "random", "suggested, model", "random, model")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", nargs="?", type=Path, help="folder of real images")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--picture", action="store_true")
    arguments = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not arguments.table and not arguments.picture:
        measure(arguments.data, arguments.seeds)
    print(table())
    if arguments.picture:
        draw()


def measure(data: Path | None, seeds: int) -> None:
    """Add to the scores that are there what is missing."""
    scores = _scores()
    sets = [
        (f"{a} → {b}", lambda a=a, b=b: (_scene(b, b), _scene(b, a), _model(a))) for a, b in PAIRS
    ]
    if data is not None:
        trees = data / "real" / "detectree_50cm"
        sets += [(f"trees {n}", lambda n=n: (_trees(trees, n), None, None)) for n in (1, 2)]
    for name, load in sets:
        wanted = [arm for arm in ARMS if "trees" not in name or "model" not in arm]
        missing = [
            (arm, seed)
            for seed in range(seeds)
            for arm in wanted
            if str(seed) not in scores.get(name, {}).get(arm, {})
        ]
        if not missing:
            continue
        bare, modelled, model = load()
        for arm, seed in missing:
            ground = modelled if "model" in arm else bare
            found = _run(ground, arm, seed, model if "model" in arm else None)
            scores.setdefault(name, {}).setdefault(arm, {})[str(seed)] = found
            (FOLDER / "scores.json").write_text(json.dumps(scores))
            print(name, arm, seed, " ".join(f"{n}: {v:.3f}" for n, v in found.items()), flush=True)


@dataclass(frozen=True, eq=False)
class Ground:
    """A scene with its truth.

    Parameters
    ----------
    features : ndarray of float32, shape (rows * cols, features)
        Of all cells.
    shape : tuple of int
        Rows and columns of cells.
    cell : int
    truth : ndarray of int, shape (pixel rows, pixel columns)
        Places of classes; -1 where there is none.
    names : tuple of str
    offered : ndarray of bool, shape of the truth
        Where places may be.
    judged : ndarray of bool, shape of the truth
        Where the map counts.
    """

    features: np.ndarray
    shape: tuple[int, int]
    cell: int
    truth: np.ndarray
    names: tuple[str, ...]
    offered: np.ndarray
    judged: np.ndarray

    def places(self, random: np.random.Generator) -> np.ndarray:
        """Return some pixels in the middle of cells, (n, 2)."""
        middle = self.cell // 2
        rows, cols = np.nonzero(self.offered[middle :: self.cell, middle :: self.cell])
        found = np.stack([rows, cols], axis=1) * self.cell + middle
        return found[random.permutation(len(found))[:PLACES]]

    def of(self, pixel: np.ndarray) -> np.ndarray:
        """Return the features at pixels."""
        row, col = (pixel // self.cell).T
        return self.features[row * self.shape[1] + col]

    def drawn(self, pixel: np.ndarray, group: int) -> Taught:
        """Return what a user draws around a pixel: what is of its class there, in one piece."""
        first = np.maximum(pixel - PATCH // 2, 0)
        part = self.truth[first[0] : first[0] + PATCH, first[1] : first[1] + PATCH]
        place = self.truth[tuple(pixel)]
        rows, cols = np.nonzero(_piece(part == place, *(pixel - first)))
        cells = (rows + first[0]) // self.cell * self.shape[1] + (cols + first[1]) // self.cell
        cells, pixels = np.unique(cells, return_counts=True)
        same = np.full(len(cells), place), np.full(len(cells), group)
        return Taught(self.features[cells], *same, pixels.astype(float))

    def macro_f1(self, probabilities: np.ndarray | None) -> float:
        """Return macro F1 of the map of all pixels that are judged."""
        if probabilities is None:
            return 0.0
        best = probabilities.argmax(axis=1).reshape(self.shape)
        best = best.repeat(self.cell, axis=0).repeat(self.cell, axis=1)
        best = best[: self.truth.shape[0], : self.truth.shape[1]][self.judged]
        true, count = self.truth[self.judged], len(self.names)
        table = np.bincount(true * count + best, minlength=count**2).reshape(count, count)
        there = table.sum(axis=1) > 0
        f1 = 2 * np.diag(table) / np.maximum(table.sum(axis=0) + table.sum(axis=1), 1)
        return float(f1[there].mean())


def _run(ground: Ground, arm: str, seed: int, model) -> dict[int, float]:
    """Return macro F1 by number of labels of one simulated user."""
    random = np.random.default_rng(seed)
    names = JoinedClasses(ground.names, tuple(range(len(ground.names))))
    taught, chosen, found = None, np.zeros((0, 2), int), {}
    for count in COUNTS:
        places = ground.places(random)
        features = ground.of(places)
        said = None if model is None else model.probabilities(features)
        known = guess(features, taught, said, names, random)
        head = model
        if taught is not None:
            head = taught_head(features, taught, said, names, random)
        found[count] = ground.macro_f1(head and head.probabilities(ground.features))
        if count == COUNTS[-1]:
            break
        if arm.startswith("random"):
            rows, cols = np.nonzero(ground.offered)
            more = random.choice(np.stack([rows, cols], axis=1), BATCH, replace=False)
        else:
            free = np.array([(np.abs(p - chosen) > APART).any(axis=1).all() for p in places], bool)
            space, places = Space.fit(features), places[free]
            unsure = np.ones(len(places)) if known is None else 1 - margins(known[free])
            labelled = features[:0] if taught is None else taught.features
            order = (space.of(features[free]), space.of(labelled), unsure, places)
            more = places[choose_places(*order, BATCH, APART, Silent()).index]
        for pixel in more:
            polygon = ground.drawn(pixel, 0)
            taught = polygon if taught is None else taught.and_also(polygon)
        chosen = np.concatenate([chosen, more])
    return found


def table() -> str:
    """Return the means of the scores by number of labels."""
    lines = [
        "| set | places | " + " | ".join(map(str, COUNTS)) + " |",
        "|---|---|" + "---|" * len(COUNTS),
    ]
    scores = _scores()
    for name, arms in (*scores.items(), ("mean of the pairs", _pooled(scores))):
        for arm, runs in arms.items():
            means = np.mean([list(run.values()) for run in runs.values()], axis=0)
            lines.append(f"| {name} | {arm} | " + " | ".join(f"{v:.3f}" for v in means) + " |")
    for arm in ARMS:
        for counted in (12, 30):
            at = COUNTS.index(counted)
            runs = [list(run.values()) for run in _pooled(scores).get(arm, {}).values()]
            if runs:
                least = min(run[at] for run in runs)
                fall = min(run[at] - run[0] for run in runs)
                told = f"worst run {least:.3f}, worst against its start {fall:+.3f}"
                lines.append(f"\n{arm}, {counted} labels: {told}")
    return "\n".join(lines)


def draw() -> None:
    """Draw macro F1 by number of labels."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    scores = _scores()
    trees = {}
    for name, arms in scores.items():
        if name.startswith("trees"):
            for arm, runs in arms.items():
                trees.setdefault(arm, {}).update({f"{name} {seed}": r for seed, r in runs.items()})
    panels = [
        ("generated scenes, from nothing", _pooled(scores), ARMS[:2]),
        ("generated scenes, from a model of another", _pooled(scores), ARMS[2:]),
        ("trees at 50 cm, from nothing", trees, ARMS[:2]),
    ]
    panels = [panel for panel in panels if panel[1]]
    figure, axes = pyplot.subplots(1, len(panels), figsize=(4 * len(panels), 3.4), sharey=True)
    for axis, (title, arms, shown) in zip(np.atleast_1d(axes), panels):
        for arm, colour in zip(shown, ("#009e73", "#777777")):
            runs = np.array([list(run.values()) for run in arms[arm].values()])
            start = 1 if runs[:, 0].max() == 0 else 0
            low, middle, high = np.quantile(runs, (0.1, 0.5, 0.9), axis=0)[:, start:]
            axis.fill_between(COUNTS[start:], low, high, color=colour, alpha=0.2, linewidth=0)
            axis.plot(COUNTS[start:], middle, color=colour, label=arm.partition(",")[0])
        axis.set_title(title, fontsize=9)
        axis.set_xlabel("labels")
        axis.grid(alpha=0.3)
    np.atleast_1d(axes)[0].set_ylabel("macro F1")
    np.atleast_1d(axes)[0].set_ylim(0.25, 0.95)
    np.atleast_1d(axes)[0].legend(frameon=False)
    figure.tight_layout()
    figure.savefig(ROOT / "docs" / "images" / "suggestions.png", dpi=90)


def _scores() -> dict:
    file = FOLDER / "scores.json"
    return json.loads(file.read_text()) if file.exists() else {}


def _pooled(scores: dict) -> dict:
    """Return the runs of all pairs together, by arm."""
    found: dict[str, dict] = {}
    for name, arms in scores.items():
        if "→" in name:
            for arm, runs in arms.items():
                found.setdefault(arm, {}).update({f"{name} {seed}": r for seed, r in runs.items()})
    return found


def _piece(mask: np.ndarray, row: int, col: int) -> np.ndarray:
    """Return what of a mask hangs together with one of its pixels."""
    found = np.zeros_like(mask)
    found[row, col] = True
    while True:
        grown = found.copy()
        grown[1:] |= found[:-1]
        grown[:-1] |= found[1:]
        grown[:, 1:] |= found[:, :-1]
        grown[:, :-1] |= found[:, 1:]
        grown &= mask
        if (grown == found).all():
            return found
        found = grown


def _scene(seed: int, seen_as: int) -> Ground:
    """Return a generated scene, its features by the look of one scene, the model's or itself."""
    for number in {seed, seen_as}:
        _files(number)
    truth = np.load(FOLDER / f"truth-{seed}.npy")
    codes = np.unique(truth[truth > 0])
    places = np.where(truth > 0, np.searchsorted(codes, truth), -1)
    image, look = (FOLDER / f"image-{number}.tif" for number in (seed, seen_as))
    features, shape, cell = _features(image, look)
    names = tuple(map(str, codes.tolist()))
    return Ground(features, shape, cell, places, names, truth > 0, truth > 0)


def _files(seed: int) -> None:
    if not (FOLDER / f"truth-{seed}.npy").exists():
        scene = draw_scene(SIDE, seed)
        write_scene(scene, *(str(FOLDER / f"{k}-{seed}.{e}") for k, e in _KINDS), "", "")
        np.save(FOLDER / f"truth-{seed}.npy", scene.truth)


_KINDS = (("image", "tif"), ("labels", "gpkg"))


def _features(image: Path, look: Path) -> tuple[np.ndarray, tuple[int, int], int]:
    """Return the features of all cells of an image, its rows and columns of cells, their side."""
    source = RasterSource(image, scaled=False)
    scaling, mixing = bands_seen(RasterSource(look, scaled=False))
    recipe = recipe_at(METRES, mixing)
    shape = tuple(-(-side // recipe.cell) for side in (source.grid.height, source.grid.width))
    file = FOLDER / f"features-{image.stem}-{look.stem}.npy"
    if not file.exists():
        cells = np.stack(np.meshgrid(*map(np.arange, shape), indexing="ij"), axis=-1)
        dense = DenseFeatures.load(recipe, scaling)
        np.save(file, features_of_cells(source, cells.reshape(-1, 2), dense, Silent()))
    return np.load(file), shape, recipe.cell


def _model(seed: int):
    """Return the classifier of the labels of a scene."""
    ground = _scene(seed, seed)
    image, labels = (FOLDER / f"{kind}-{seed}.{ending}" for kind, ending in _KINDS)
    names = burnt_numbers(image, labels)
    taught = None
    for number in range(1, names.max() + 1):
        rows, cols = np.nonzero(names == number)
        cells = rows // ground.cell * ground.shape[1] + cols // ground.cell
        cells, pixels = np.unique(cells, return_counts=True)
        place = np.bincount(ground.truth[rows, cols][ground.truth[rows, cols] >= 0]).argmax()
        same = np.full(len(cells), place), np.zeros(len(cells), int)
        one = Taught(ground.features[cells], *same, pixels.astype(float))
        taught = one if taught is None else taught.and_also(one)
    return taught.head(len(ground.names))


def burnt_numbers(image: Path, labels: Path) -> np.ndarray:
    """Return the number of the polygon that covers each pixel, from 1; 0 for none."""
    raster, vector = gdal.Open(str(image)), gdal.OpenEx(str(labels))
    found = gdal.GetDriverByName("MEM").Create(
        "", raster.RasterXSize, raster.RasterYSize, 1, gdal.GDT_Int32
    )
    found.SetGeoTransform(raster.GetGeoTransform())
    found.SetProjection(raster.GetProjection())
    layer = vector.GetLayer(0)
    for number, fid in enumerate([feature.GetFID() for feature in layer], 1):
        layer.SetAttributeFilter(f"fid = {fid}")
        gdal.RasterizeLayer(found, [1], layer, burn_values=[number])
    return found.ReadAsArray()


def _trees(folder: Path, number: int) -> Ground:
    """Return tiles with trees: places in those that are given, judged in those held out."""
    image = folder / "image.tif"
    features, shape, cell = _features(image, image)
    given, held = (burnt(image, folder / f"{part}{number}.gpkg") for part in ("given", "heldout"))
    both = np.where(given != "", given, held)
    names = tuple(sorted(set(both.ravel()) - {""}))
    places = np.vectorize({"": -1, **{n: i for i, n in enumerate(names)}}.get, otypes=[int])(both)
    return Ground(features, shape, cell, places, names, given != "", held != "")


if __name__ == "__main__":
    gdal.UseExceptions()
    main()
