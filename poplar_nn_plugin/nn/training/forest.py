"""Train a random forest on the features of patches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.mapping.dissimilarity import Dissimilarity
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.network.forest import Forest
from poplar_nn_plugin.nn.training.batches import class_weights
from poplar_nn_plugin.nn.training.samples import Samples
from poplar_nn_plugin.progress import Progress, Slice, checkpoint

__all__ = ["Grown", "grow_forest", "train_forest"]

_TOGETHER = 20
_LEAST_SPREAD = 1e-6  # of scaled values: what varies less is the same everywhere


@dataclass(frozen=True, eq=False)
class Grown:
    """A forest, and what it learned from.

    Parameters
    ----------
    forest : Forest
    features : ndarray of float32, shape (n, features)
    importance : ndarray of float, shape (features,)
        How much purer the trees make their samples by each feature; the sum is 1.
    """

    forest: Forest
    features: np.ndarray
    importance: np.ndarray

    def reach(self, group: np.ndarray) -> Dissimilarity | None:
        """Return how unlike the samples others are; None where all are of one group.

        Parameters
        ----------
        group : ndarray of int, shape (n,)
            Of each sample.
        """
        mean = self.features.mean(axis=0, dtype=np.float64)
        spread = np.maximum(self.features.std(axis=0, dtype=np.float64), _LEAST_SPREAD)
        return Dissimilarity.between_groups(self.features, group, mean, spread, self.importance)


def train_forest(
    samples: Samples,
    n_classes: int,
    settings: Settings,
    progress: Progress,
    kind: type[Forest] = Forest,
    trees: int = 0,
) -> Forest:
    """Return a forest that has learned from patches; see `grow_forest`."""
    return grow_forest(samples, n_classes, settings, progress, kind, trees).forest


def grow_forest(
    samples: Samples,
    n_classes: int,
    settings: Settings,
    progress: Progress,
    kind: type[Forest] = Forest,
    trees: int = 0,
) -> Grown:
    """Return a forest that has learned from patches, and what it learned from.

    Parameters
    ----------
    samples : Samples
        Every class occurs.
    n_classes : int
    settings : Settings
        Of which ``seed`` counts, and ``balance`` where the kind has any.
    progress : Progress
        Looked at between some patches and some trees.
    kind : type of Forest
        What it looks at, and how large it may grow.
    trees : int
        How many; 0 for as many as the kind has.
    """
    from sklearn.ensemble import RandomForestClassifier

    reading, growing = Slice(progress, 0.0, 0.5), Slice(progress, 0.5, 1.0)
    trees = trees or kind.trees
    parts = kind.feature_parts(len(samples.y), lambda *ends: samples.take(slice(*ends)), reading)
    x, y = np.concatenate([part for _, part in parts]), samples.y
    balance = "weights" if kind.balanced and settings.balance != "none" else "none"
    weights = class_weights(np.bincount(y, minlength=n_classes), balance)[y]
    grower = RandomForestClassifier(
        0,
        max_leaf_nodes=kind.most_leaves,
        warm_start=True,
        n_jobs=-1,
        random_state=settings.seed,
    )
    for count in (*range(_TOGETHER, trees, _TOGETHER), trees):
        checkpoint(growing, grower.n_estimators / trees)
        grower.n_estimators = count
        grower.fit(x, y, weights)
    progress.advance(1.0)
    return Grown(kind.of(grower.estimators_), x, grower.feature_importances_)
