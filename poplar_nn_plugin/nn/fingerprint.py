"""What tells a dataset, and the weights a training starts from, from all others."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from poplar_nn_plugin.nn.dataset import PatchDataset

__all__ = ["fingerprint"]

_SAMPLE = 256  # patches whose pixels stand for all


def fingerprint(patches: PatchDataset, weights: str) -> dict:
    """Return what tells patches and first weights from others, as short texts."""
    digest = hashlib.sha256(np.ascontiguousarray(patches.labels).tobytes())
    digest.update(repr((patches.x.shape, patches.x.dtype, patches.classes)).encode())
    some = np.linspace(0, len(patches.x) - 1, min(_SAMPLE, len(patches.x))).astype(int)
    digest.update(np.ascontiguousarray(patches.x[some]).tobytes())
    if patches.masks is not None:
        digest.update(np.ascontiguousarray(patches.masks[some]).tobytes())
    path, started = Path(weights), ""
    if path.is_file():  # what is wrong with it is said where it is opened
        started = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"patches": digest.hexdigest(), "weights": started}
