"""What a model learns from: the patches of a split with their classes, or those of their pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.nn.architectures.base import Architecture

__all__ = ["Samples", "labelled_pixels", "require_masks", "samples_of"]

_COUNTED_TOGETHER = 256  # patches


@dataclass(frozen=True)
class Samples:
    """Some patches of a dataset, read when they are needed.

    Parameters
    ----------
    x : ndarray, shape (n, size, size, bands)
        Raw values of the whole dataset, memory-mapped.
    indices : ndarray of int, shape (k,)
        The patches meant.
    y : ndarray of int, shape (k,)
        Their classes, as columns of the network's output.
    scaling : Scaling
    masks : ndarray of uint8, shape (n, size, size), optional
        Class codes of all pixels of the whole dataset, memory-mapped; 0 where not known. Where
        given, pixels are learned from.
    codes : tuple of int
        Class code of each column of the network's output.
    weight : ndarray of float, shape (k,), optional
        How many candidates each of these patches stands for where they are scored; 1 if not given.
    """

    x: np.ndarray
    indices: np.ndarray
    y: np.ndarray
    scaling: Scaling
    masks: np.ndarray | None = None
    codes: tuple[int, ...] = ()
    weight: np.ndarray | None = None

    def take(self, which) -> np.ndarray:
        """Return the scaled patches at positions `which` (slice or integers)."""
        return self.scaling.apply(self.x[self.indices[which]])

    def truth(self, which) -> np.ndarray:
        """Return the classes of patches, shape (k,), or of their pixels, -1 where not known."""
        if self.masks is None:
            return self.y[which]
        columns = np.full(256, -1, np.int64)
        columns[list(self.codes)] = np.arange(len(self.codes))
        return columns[self.masks[self.indices[which]]]

    def counts(self, n_classes: int) -> np.ndarray:
        """Return how many patches, or labelled pixels, each class has, shape (n_classes,)."""
        found = np.zeros(n_classes, np.int64)
        for start in range(0, len(self.y), _COUNTED_TOGETHER):
            truth = self.truth(slice(start, start + _COUNTED_TOGETHER))
            found += np.bincount(truth[truth >= 0], minlength=n_classes)
        return found


def require_masks(patches: PatchDataset, kind: Architecture) -> None:
    """Raise DatasetError if the classes of pixels are wanted and not known."""
    if kind.dense and patches.masks is None:
        raise DatasetError(
            f"'{kind.name}' learns from the class of each pixel, which {patches.folder} does not "
            "hold: extract the patches again with 'Keep the class of each pixel' (PIXEL_LABELS), "
            "or choose another kind of model."
        )


def samples_of(
    patches: PatchDataset, split: Split, scaling: Scaling, kind: Architecture
) -> Samples:
    """Return the patches of a split as a kind of model learns them."""
    indices, codes = patches.select(split), patches.classes.codes
    y = np.searchsorted(codes, patches.y[indices])
    masks = patches.masks if kind.dense else None
    return Samples(patches.x, indices, y, scaling, masks, codes, patches.weight[indices])


def labelled_pixels(train: Samples, patches: PatchDataset) -> dict:
    """Return class name to number of training pixels, each as often as patches show it.

    Raises
    ------
    DatasetError
        If a class has none.
    """
    counts = train.counts(len(train.codes)).tolist()
    found = dict(zip(patches.classes.names, counts))
    missing = [name for name, count in found.items() if not count]
    if missing:
        raise DatasetError(
            f"{patches.folder} has no labelled pixels of {', '.join(map(repr, missing))} to train "
            "on: another class is labelled over them. Draw the polygons apart.",
            missing=missing,
        )
    return found
