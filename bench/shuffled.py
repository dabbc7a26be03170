"""The plugin once more, with its trained weights in random order: the control of `real.py`."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path

import numpy as np

__all__ = ["shuffled"]

_WEIGHTS = "profiles/default/python/plugins/poplar_nn_plugin/resources/weights"


@lru_cache
def shuffled(settings: Path) -> Path:
    """Return a QGIS configuration folder beside another, whose plugin has shuffled weights.

    Each array keeps its numbers and loses their order: spread and sparsity stay, what was learned
    is gone.

    Parameters
    ----------
    settings : Path
        A QGIS configuration folder with the plugin.
    """
    second = settings.with_name(f"{settings.name}-shuffled")
    shutil.rmtree(second, ignore_errors=True)
    shutil.copytree(settings, second, symlinks=True)
    (weights,) = (second / _WEIGHTS).glob("*.npz")
    random = np.random.default_rng(1)
    with np.load(weights, allow_pickle=False) as kept:
        mixed = {
            name: random.permutation(kept[name].ravel()).reshape(kept[name].shape)
            for name in kept.files
        }
    np.savez(weights, **mixed)
    return second
