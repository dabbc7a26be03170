"""Train a random forest on the tones and the texture of patches."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.network.forest import Forest
from poplar_nn_plugin.nn.network.texture import feature_parts
from poplar_nn_plugin.nn.training.batches import class_weights
from poplar_nn_plugin.nn.training.samples import Samples
from poplar_nn_plugin.progress import Progress, Slice, checkpoint

__all__ = ["train_forest"]

_TREES, _TOGETHER = 200, 20


def train_forest(
    samples: Samples,
    n_classes: int,
    settings: Settings,
    progress: Progress,
    trees: int = _TREES,
) -> Forest:
    """Return a forest that has learned from patches.

    Parameters
    ----------
    samples : Samples
        Every class occurs.
    n_classes : int
    settings : Settings
        Of which ``balance`` and ``seed`` count.
    progress : Progress
        Looked at between some patches and some trees.
    trees : int
        How many.
    """
    from sklearn.ensemble import RandomForestClassifier

    reading, growing = Slice(progress, 0.0, 0.5), Slice(progress, 0.5, 1.0)
    parts = feature_parts(len(samples.y), lambda *ends: samples.take(slice(*ends)), reading)
    x, y = np.concatenate([part for _, part in parts]), samples.y
    balance = "none" if settings.balance == "none" else "weights"
    weights = class_weights(np.bincount(y, minlength=n_classes), balance)[y]
    grower = RandomForestClassifier(0, warm_start=True, n_jobs=-1, random_state=settings.seed)
    for count in (*range(_TOGETHER, trees, _TOGETHER), trees):
        checkpoint(growing, grower.n_estimators / trees)
        grower.n_estimators = count
        grower.fit(x, y, weights)
    progress.advance(1.0)
    return Forest.of(grower.estimators_)
