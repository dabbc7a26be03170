import warnings

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from poplar_nn_plugin.engine import Block, Window


@pytest.fixture
def as_block():
    """Return a function that makes a block of (rows, cols, bands) and its validity."""

    def make(array, valid=None, halo=0):
        rows, cols, _ = array.shape
        valid = np.ones((rows, cols), bool) if valid is None else valid.copy()
        array = array.copy()
        for part in (array, valid):
            part.flags.writeable = False  # as the engine hands them out
        return Block((array,), valid, Window(0, 0, cols - 2 * halo, rows - 2 * halo), halo)

    return make


@pytest.fixture
def padded():
    """Return a function that pads an array and its validity with invalid pixels, as the engine."""

    def pad(array, valid, halo):
        ring = ((halo, halo), (halo, halo))
        return np.pad(array, (*ring, (0, 0))), np.pad(valid, ring), halo

    return pad


@pytest.fixture
def disc():
    """Return a function that gives the pixels of a circle of some radius."""

    def draw(radius):
        down, right = np.mgrid[-radius : radius + 1, -radius : radius + 1]
        return down**2 + right**2 <= radius**2

    return draw


@pytest.fixture
def brute_force(disc):
    """Return a function that applies another, one that ignores NaN, to the windows row by row."""

    def slide(array, valid, radius, function, shape="square"):
        known = np.where(valid[..., None], array.astype("float64"), np.nan)
        ring = (radius, radius)
        known = np.pad(known, (ring, ring, (0, 0)), constant_values=np.nan)
        inside = disc(radius) if shape == "circle" else np.ones((2 * radius + 1,) * 2, bool)
        result = np.empty(array.shape)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # windows without any value
            for row, windows in enumerate(sliding_window_view(known, inside.shape, axis=(0, 1))):
                result[row] = function(windows[..., inside], axis=-1)
        return result

    return slide
