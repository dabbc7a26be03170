"""The regions of a window: pixels of one class that touch by their sides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.maps.regions.components import components

__all__ = ["Regions", "label_regions"]


@dataclass(frozen=True)
class Regions:
    """The regions of a window.

    Parameters
    ----------
    label : ndarray of int32, shape (rows, cols)
        Number of the region of each pixel, -1 where there is no class.
    code : ndarray, shape (n,)
        Class of each region.
    run_row, run_start, run_stop, run_region : ndarray of int32, shape (runs,)
        Runs of pixels of one class in a row, those without a class (region -1) among them, row
        after row: row, first column, the one after the last, and the region.
    """

    label: np.ndarray
    code: np.ndarray
    run_row: np.ndarray
    run_start: np.ndarray
    run_stop: np.ndarray
    run_region: np.ndarray


def label_regions(codes: np.ndarray) -> Regions:
    """Return the regions of a window, connected by the sides of pixels and not by their corners.

    Parameters
    ----------
    codes : ndarray of int, shape (rows, cols)
        Class codes; 0 is no class.
    """
    cols = codes.shape[1]
    begins = np.ones(codes.shape, bool)
    np.not_equal(codes[:, 1:], codes[:, :-1], out=begins[:, 1:])
    first = np.flatnonzero(begins).astype(np.int32)
    run_row, run_start = np.divmod(first, np.int32(cols))
    run_stop = np.append(first[1:], np.int32(codes.size)) - run_row * np.int32(cols)
    run_code = codes.ravel()[first]
    run = np.cumsum(begins.ravel(), dtype=np.int32)
    run -= 1
    # Of the pixels that two runs share from row to row, the first joins them.
    joins = codes[1:] == codes[:-1]
    joins &= codes[1:] != 0
    again = joins[:, :-1] & ~begins[1:, 1:] & ~begins[:-1, 1:]
    joins[:, 1:] &= ~again
    place = np.flatnonzero(joins)
    found = components(len(first), run[place], run[place + cols])
    # Components of runs without a class get no number.
    classed = run_code != 0
    lowest = np.full(int(found.max(initial=-1)) + 1, -1, np.int32)
    known = np.zeros(len(lowest), bool)
    known[found[classed]] = True
    lowest[known] = np.arange(int(known.sum()), dtype=np.int32)
    run_region = lowest[found]
    code = np.zeros(int(known.sum()), codes.dtype)
    code[run_region[classed]] = run_code[classed]
    label = run_region[run].reshape(codes.shape)
    return Regions(label, code, run_row, run_start, run_stop.astype(np.int32), run_region)
