"""Which pixels of a window hold data, of images of any number of bands."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.engine import RasterSource, Window
from poplar_nn_plugin.engine.cost import READING, pixel_bytes

__all__ = ["STRIP", "valid_pixels"]

STRIP = 2**26
"""Bytes of an image of many bands that are read at once."""


def valid_pixels(image: RasterSource, window: Window) -> np.ndarray:
    """Return the (rows, cols) bool of what is valid, read strip by strip."""
    rows = max(STRIP // (window.width * (pixel_bytes(image) + READING)), 1)
    strips = (
        Window(window.col, row, window.width, min(rows, window.row_stop - row))
        for row in range(window.row, window.row_stop, rows)
    )
    return np.concatenate([image.read(strip)[1] for strip in strips])
