"""The baseline beside a network: a quick random forest on the same patches."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.model.scores import Scores
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.model.training import Baseline
from poplar_nn_plugin.nn.architectures.random_forest import RandomForest
from poplar_nn_plugin.nn.training.forest import train_forest
from poplar_nn_plugin.nn.training.samples import Samples
from poplar_nn_plugin.progress import Progress, Slice
from poplar_nn_plugin.scoring.confusion import confusion_matrix, score_confusion
from poplar_nn_plugin.scoring.coverage import coverage

__all__ = ["compare_with_baseline", "train_baseline"]

_TREES = 100
_MOST_PATCHES = 4000


def train_baseline(
    train: Samples,
    valid: Samples,
    classes: ClassMap,
    settings: Settings,
    progress: Progress,
    missing: Sequence[str] = (),
) -> Baseline:
    """Train a random forest on the patches, score it on those of the validation, and say it.

    Parameters
    ----------
    train : Samples
        Of the larger classes as many as make 4000 in all, chosen by the seed.
    valid : Samples
        At least one.
    classes : ClassMap
    settings : Settings
    progress : Progress
    missing : sequence of str
        Names of the classes of the labels that are not among `classes`.
    """
    started = time.monotonic()
    some = _some(train, len(classes.codes), settings.seed)
    learning, scoring = Slice(progress, 0.0, 0.7), Slice(progress, 0.7, 1.0)
    forest = train_forest(some, len(classes.codes), settings, learning, trees=_TREES)
    found = forest(len(valid.y), lambda *ends: valid.take(slice(*ends)), scoring)
    predicted = found.argmax(axis=1)
    confusion = confusion_matrix(valid.y, predicted, len(classes.codes), valid.weight)
    scores = score_confusion(confusion, classes, "", missing)
    seconds, over = round(time.monotonic() - started, 1), coverage(scores)
    progress.message(
        f"A quick random forest reaches macro F1 {scores.macro_f1:.2f} on the validation patches"
        f"{over and f' ({over})'}, in {seconds:.0f} s."
    )
    return Baseline(
        name=RandomForest.name,
        accuracy=scores.accuracy,
        macro_f1=scores.macro_f1,
        f1={row.name: row.f1 for row in scores.classes},
        trained_on=len(some.y),
        seconds=seconds,
    )


def compare_with_baseline(network: Scores, simpler: Baseline, progress: Progress) -> None:
    """Say what a network's macro F1 is worth beside the baseline's; warn where it is no better."""
    over = coverage(network)
    said = (
        f"macro F1 {network.macro_f1:.2f}, a quick random forest {simpler.macro_f1:.2f}"
        f"{over and f' ({over})'}"
    )
    if network.macro_f1 > simpler.macro_f1:
        progress.message(f"The network has {said}.")
        return
    progress.warn(
        f"the network has {said}: it is no better. Train it longer, label more places, "
        f"or take the architecture {simpler.name}, which needs seconds."
    )


def _some(train: Samples, n_classes: int, seed: int) -> Samples:
    """Return at most `_MOST_PATCHES` patches, those of small classes first."""
    rng, most = np.random.default_rng(seed), max(1, _MOST_PATCHES // n_classes)
    pools = [rng.permutation(np.flatnonzero(train.y == c))[:most] for c in range(n_classes)]
    chosen = np.sort(np.concatenate(pools))
    return Samples(train.x, train.indices[chosen], train.y[chosen], train.scaling)
