"""What the values of an image are, from a part of it."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.engine import RasterSource, Window, scan

__all__ = ["sampled_range"]

_SIDE = 256
_WINDOWS = 64


def sampled_range(image: RasterSource, share: float) -> tuple[float, float]:
    """Return between which values most of an image's valid pixels lie.

    Parameters
    ----------
    image : RasterSource
        Up to 64 windows of 256 x 256 pixels are read, spread evenly over it.
    share : float
        Of the sampled pixels that are left out at each end.

    Returns
    -------
    low, high : float
        (0, 1) where no pixel is valid.
    """
    windows = list(image.grid.windows((_SIDE, _SIDE)))
    step = -(-len(windows) // _WINDOWS)

    def known(window: Window) -> np.ndarray:
        data, valid = image.read(window)
        return data[valid].ravel()

    some = windows[step // 2 :: step] if len(windows) > _WINDOWS else windows
    values = np.concatenate(list(scan([image], some, known)))
    if not values.size:
        return 0.0, 1.0
    low, high = np.quantile(values.astype(np.float64), [share, 1 - share])
    return float(low), float(high)
