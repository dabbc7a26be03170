"""Score networks that learn patches at labelled pixels, as kinds that learn pixels are scored."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from poplar_nn_plugin.dataset.fields import write
from poplar_nn_plugin.dataset.neighbours import near_any
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.model.foldrule import FoldRule
from poplar_nn_plugin.model.scores import score_result
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.nn.crossvalidation.folds import FoldTask, say_fold, train_folds
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.scoring.crossvalidation import (
    Fold,
    crossvalidated,
    plan_folds,
    split_as,
)
from poplar_nn_plugin.scoring.folds import LEFT_OUT
from poplar_nn_plugin.scoring.measure import find_interest
from poplar_nn_plugin.scoring.score import calibrated_scores

__all__ = ["crossvalidate_at_pixels"]


def crossvalidate_at_pixels(
    *,
    dataset: str,
    tested: str,
    folds: int = 5,
    buffer: int = 0,
    apart: bool = True,
    interest: str = "",
    architecture: str = "sigma",
    jobs: int | None = None,
    progress: Progress,
    **settings,
) -> dict:
    """Score a kind of network by folds of polygons, at each labelled pixel.

    A fold learns patches of the polygons that it does not hold out, and is asked for the class of
    the pixels of those that it does, each by the patch around it: as on a map, but for the mean
    over neighbouring patches and the edges. So it compares with what learns from pixels.

    Parameters
    ----------
    dataset : str
        Folder of the patches to learn from; their split is not used.
    tested : str
        Folder of patches around labelled pixels (`by_centre`) of the same images and polygons, as
        large or larger.
    folds, buffer, apart
        As of `FoldRule`: groups are held out, and the buffer counts from one patch of the size of
        `dataset` to the other.
    interest : str
        Name or code of the class that matters most; empty for the rarest.
    architecture : str
        Name of an architecture.
    jobs : int, optional
        As of `poplar_nn_plugin.nn.crossvalidation.crossvalidate.crossvalidate`.
    progress : Progress
    **settings
        Of `Settings`.

    Returns
    -------
    dict
        ``accuracy``, ``macro_f1`` and ``scores`` of all pixels together, at a temperature that
        their own polygon had no part in; ``calibration``, that of a model of all polygons.

    Raises
    ------
    DatasetError
        If a dataset cannot be read, the two do not go together, or a fold leaves a class nothing
        to learn from.
    ParameterError
        If a setting is out of range, or there are fewer polygons than folds.
    WorkerError
        If not even one training at a time fits the memory.
    """
    chosen, kind = Settings(**settings), find(architecture)
    patches, pixels = PatchDataset.open(dataset), PatchDataset.open(tested)
    _require_same(patches, pixels)
    kind.require_patch(patches.spec.size, patches.spec.by_centre)
    asked = find_interest(pixels.classes, interest, pixels.description.missing_classes)
    rule = FoldRule(folds, "groups", buffer, None, chosen.seed, apart)
    (plan,) = plan_folds(pixels, rule, False, False, progress)
    group = _groups_as(patches, pixels)
    tasks, found = [], [None] * len(plan.splits)
    for number, split in enumerate(plan.splits):
        held = np.flatnonzero(split == Split.TEST)
        learns = _learning(patches, pixels, group, held, rule)
        _require_classes(split_as(patches, learns), number)
        tasks.append(FoldTask(plan.fold(number), dataset, learns, tested, held))

    def score(position: int, probabilities: np.ndarray) -> None:
        fold = Fold.scored(split_as(pixels, plan.splits[position]), probabilities)
        learned = tasks[position].split
        trained = {
            "train": int((learned == Split.TRAIN).sum()),
            "train_groups": len(np.unique(group[learned == Split.TRAIN])),
            "left_out": int((learned == LEFT_OUT).sum()),
        }
        found[position] = replace(fold, scores=replace(fold.scores, **trained))
        say_fold(plan.fold(position), found[position], progress)

    pool = train_folds(tasks, kind, chosen, jobs, score, progress)
    result = crossvalidated(pixels, [plan], [found], asked, pool.count)
    scores, calibration = calibrated_scores(pixels, result, asked)
    progress.advance(1.0)
    return {**score_result(scores), "calibration": write(calibration)}


def _require_same(patches: PatchDataset, pixels: PatchDataset) -> None:
    """Raise unless what is learned can be tested by those pixels."""
    if patches.classes.codes != pixels.classes.codes:
        lacking = sorted(set(pixels.classes.names) - set(patches.classes.names))
        raise DatasetError(
            f"no patch of {patches.spec.size} pixels shows {', '.join(lacking) or 'some classes'}: "
            "choose a smaller patch, or label larger places.",
            lacking=lacking,
        )
    if not pixels.spec.by_centre or pixels.spec.size < patches.spec.size:
        raise DatasetError(
            f"{pixels.folder.name} does not hold patches of {patches.spec.size} pixels or more "
            "around labelled pixels: extract them so (BY_CENTRE).",
            size=pixels.spec.size,
        )


def _groups_as(patches: PatchDataset, pixels: PatchDataset) -> np.ndarray:
    """Return the group of each patch: that of the nearest pixel of its class, -1 for none.

    The groups of two datasets may differ: large polygons are cut into blocks as patches need it.
    """
    from scipy.spatial import cKDTree

    found = np.full(len(patches.y), -1)
    middle, theirs = (some.position + some.spec.size / 2 for some in (patches, pixels))
    image, other = (some.labels["image"] for some in (patches, pixels))
    for one in np.unique(other):
        for code in np.unique(pixels.y):
            ours = np.flatnonzero((image == one) & (patches.y == code))
            known = np.flatnonzero((other == one) & (pixels.y == code))
            if len(ours) and len(known):
                nearest = cKDTree(theirs[known]).query(middle[ours], p=np.inf)[1]
                found[ours] = pixels.group[known[nearest]]
    return found


def _learning(
    patches: PatchDataset, pixels: PatchDataset, group: np.ndarray, held: np.ndarray, rule: FoldRule
) -> np.ndarray:
    """Return the split of each patch while some pixels are held out: training, or left out."""
    split = np.full(len(group), Split.TRAIN, np.uint8)
    split[np.isin(group, pixels.group[held])] = LEFT_OUT
    if rule.apart:
        size = patches.spec.size
        middle = pixels.spec.size // 2 - size // 2
        for image in np.unique(pixels.labels["image"][held]):
            here = np.flatnonzero(patches.labels["image"] == image)
            theirs = pixels.position[held[pixels.labels["image"][held] == image]] + middle
            near = near_any(patches.position[here], theirs, size + rule.gap(size))
            split[here[near]] = LEFT_OUT
    return split


def _require_classes(part: PatchDataset, number: int) -> None:
    """Raise if a class has nothing left to learn from in a fold."""
    left = set(part.y[part.select(Split.TRAIN)].tolist())
    lacking = [n for code, n in zip(part.classes.codes, part.classes.names) if code not in left]
    if lacking:
        raise DatasetError(
            f"in fold {number + 1} no patch of {part.spec.size} pixels shows {', '.join(lacking)}, "
            "but for those that are held out or too near to them: choose a smaller patch, or label "
            "more places.",
            fold=number + 1,
        )
