"""Copy this file, change `process`, and choose it in the algorithm *Apply Python function*."""

import numpy as np


def process(block):
    """Return one value, or several, for each pixel of the block.

    block.data      (rows, cols, bands): the pixels of the first image
    block.arrays    the same for every image, in their order
    block.valid     (rows, cols): True where every image has a value; the others are 0 in the data
    block.window    where the block lies: col, row, width, height, in pixels, without the halo
    block.halo      how many more pixels there are on every side

    Return (rows, cols) or (rows, cols, bands), of the size of block.data, halo included. NaN
    becomes the output's nodata value if that is of whole numbers. Arrays are read-only: make new
    ones.
    """
    brightness = block.data.mean(axis=-1)
    return brightness.astype(np.float32)
