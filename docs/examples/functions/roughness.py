"""How rough the surroundings of each pixel are: the standard deviation in a round window.

It looks at neighbours: give it HALO 5, the radius. Pixels without data take no part, for they are
left out of every sum. The module `scipy` is there wherever the networks run.
"""

import numpy as np
from scipy import ndimage

RADIUS = 5
_AXIS = np.arange(-RADIUS, RADIUS + 1)
WINDOW = (_AXIS[:, None] ** 2 + _AXIS**2 <= RADIUS**2).astype(np.float64)


def process(block):
    """Return (rows, cols) float32, from the mean of the bands."""
    if block.halo < RADIUS:
        raise ValueError(f"this function needs a halo of {RADIUS} pixels, got {block.halo}")
    known = block.valid.astype(np.float64)
    grey = block.data.mean(axis=-1) * known
    count, total, squares = (
        ndimage.convolve(values, WINDOW, mode="constant") for values in (known, grey, grey**2)
    )
    count = np.maximum(count, 1)
    variance = squares / count - (total / count) ** 2
    return np.sqrt(np.maximum(variance, 0)).astype(np.float32)
