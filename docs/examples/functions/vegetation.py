"""Where plants grow: the NDVI of an image with bands red, green, blue and near infrared.

Each pixel by itself: no halo. Two bands come out, the index and 1 where it says vegetation.
"""

import numpy as np

RED, INFRARED = 0, 3  # counted from 0
PLANTS = 0.3


def process(block):
    """Return (rows, cols, 2) float32: the index, and whether it is that of plants."""
    red = block.data[..., RED].astype(np.float32)
    infrared = block.data[..., INFRARED].astype(np.float32)
    total = infrared + red
    index = np.divide(infrared - red, total, out=np.zeros_like(total), where=total > 0)
    return np.stack([index, index > PLANTS], axis=-1)
