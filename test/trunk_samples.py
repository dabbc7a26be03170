"""Features that Keras gave with the weights of the trunk, to compare with; and their image."""

from pathlib import Path

import numpy as np

FEATURES = Path(__file__).resolve().parent / "fixtures" / "trunk_features.npz"
"""By stage; `test/nn/architectures/test_efficientnet_lite0.py` says how they come about."""


def photograph(rows: int, cols: int, seed: int = 0) -> np.ndarray:
    """Return an image as the trunk takes it: three bands, bright and dark at many scales."""
    rng = np.random.default_rng(seed)
    image = np.zeros((rows, cols, 3))
    for size in (16, 8, 4, 2, 1):
        coarse = rng.normal(size=(-(-rows // size), -(-cols // size), 3))
        image += coarse.repeat(size, axis=0).repeat(size, axis=1)[:rows, :cols] * size**0.25
    return (image / 4).astype(np.float32)
