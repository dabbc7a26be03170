"""What tells a dataset, and the weights a training starts from, from all others."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.reader import PatchDataset

__all__ = ["of_file", "of_patches"]

_SAMPLE = 256  # patches whose pixels stand for all


def of_patches(patches: PatchDataset) -> str:
    """Return what tells the patches of a dataset, their labels and their split from others."""
    digest = hashlib.sha256(np.ascontiguousarray(patches.labels).tobytes())
    digest.update(repr((patches.x.shape, patches.x.dtype, patches.classes)).encode())
    some = np.linspace(0, len(patches.x) - 1, min(_SAMPLE, len(patches.x))).astype(int)
    digest.update(np.ascontiguousarray(patches.x[some]).tobytes())
    if patches.masks is not None:
        digest.update(np.ascontiguousarray(patches.masks[some]).tobytes())
    return digest.hexdigest()


def of_file(path: str | Path) -> str:
    """Return what tells a file from others, empty where there is none: others say what is wrong."""
    path = Path(path)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
