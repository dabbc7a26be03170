"""Examples of each class, for people to look at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.split import SPLITS, Split
from poplar_nn_plugin.patches.limit import even_sample

__all__ = ["EXAMPLES_FILE", "Examples", "choose_examples"]

EXAMPLES_FILE = "examples.png"
"""Name of the picture of examples, inside the dataset's folder."""

_TRAINING, _EVALUATION = 8, 4  # pictures a class
_PERCENTILES = (2, 98)


@dataclass(frozen=True, eq=False)
class Examples:
    """Pictures of one class.

    Parameters
    ----------
    name, colour : str
        Of the class.
    counts : dict of str to int
        Split to number of patches.
    training, evaluation : ndarray of uint8, shape (n, size, size, 3)
        Red, green and blue of patches to train on, and of those for validation and test.
    """

    name: str
    colour: str
    counts: dict[str, int]
    training: np.ndarray
    evaluation: np.ndarray


def choose_examples(
    x: np.ndarray, labels: np.ndarray, classes: ClassMap, seed: int = 0
) -> list[Examples]:
    """Return a few patches of each class, from as many groups as can be.

    Parameters
    ----------
    x : ndarray, shape (n, size, size, bands)
        May be memory-mapped. The first three bands are shown, or the first one in grey; values
        wider than 8 bits are stretched between their 2nd and 98th percentile, band by band.
    labels : ndarray of LABEL_DTYPE, shape (n,)
    classes : ClassMap
    seed : int
    """
    rng = np.random.default_rng(seed)
    chosen, counts = [], []
    for code in classes.codes:
        own = np.flatnonzero(labels["class"] == code)
        train = labels["split"][own] == Split.TRAIN
        for members, most in ((own[train], _TRAINING), (own[~train], _EVALUATION)):
            chosen.append(members[even_sample(labels["group"][members], most, rng)])
        of_split = np.bincount(labels["split"][own], minlength=len(Split)).tolist()
        counts.append(dict(zip(SPLITS, of_split)))
    pictures = _pictures(np.array(x[np.concatenate(chosen)]))
    parts = np.split(pictures, np.cumsum([len(members) for members in chosen])[:-1])
    return [
        Examples(*row)
        for row in zip(classes.names, classes.colours, counts, parts[::2], parts[1::2])
    ]


def _pictures(x: np.ndarray) -> np.ndarray:
    """Return patches as red, green and blue of 8 bits."""
    shown = x[..., :3] if x.shape[-1] >= 3 else x[..., :1]
    if shown.dtype != np.uint8:
        low, high = np.percentile(shown, _PERCENTILES, axis=(0, 1, 2))
        span = np.where(high > low, high - low, 1)
        shown = (np.clip((shown - low) / span, 0, 1) * 255).round().astype(np.uint8)
    return np.broadcast_to(shown, (*shown.shape[:-1], 3))
