#!/usr/bin/env python3
"""The quickest kernel on an array in memory, one core: ``kernel.py CASE IMAGE``.

It prints the seconds for the whole image. A part of it is timed: the time grows with the pixels.
Of a function, which has no other kernel, nothing is counted.
"""

from __future__ import annotations

import sys
import time

import numpy as np
from cases import CASES
from kernels import opencv_kernel, scipy_kernel
from osgeo import gdal

from poplar_nn_plugin import filters
from poplar_nn_plugin.engine import Block, Window
from poplar_nn_plugin.registry import discover

SIDE = 2000
SLOW = {"majority"}  # scipy's would take minutes and is never the quickest


def main(name: str, image: str) -> None:
    case = next(case for case in CASES if case.name == name)
    if not case.filter:
        print(0.0)
        return
    dataset = gdal.Open(image)
    sides = min(SIDE, dataset.RasterXSize), min(SIDE, dataset.RasterYSize)
    pixels = dataset.ReadAsArray(0, 0, *sides)
    dtype, whole = case.outputs[0].dtype, dataset.RasterXSize * dataset.RasterYSize
    ours = discover(filters, "FILTER")[case.filter](**case.settings)
    block = Block(
        (pixels[..., None],), np.ones(pixels.shape, bool), Window(0, 0, *sides), ours.halo
    )
    candidates = [
        lambda: ours(block),
        lambda: opencv_kernel(case.filter, case.settings, pixels, dtype),
    ]
    if case.filter not in SLOW:
        candidates.append(lambda: scipy_kernel(case.filter, case.settings, pixels, dtype))
    times = []
    for candidate in candidates:
        for _ in range(2):
            started = time.perf_counter()
            if candidate() is not None:
                times.append(time.perf_counter() - started)
    print(min(times) * whole / pixels.size)


if __name__ == "__main__":
    main(*sys.argv[1:])
