#!/usr/bin/env python3
"""Reading and writing with GDAL alone, with our creation options; takes what `ours.py` takes.

It prints the seconds that takes, without the start of Python.
"""

from __future__ import annotations

import sys
import time

from cases import CASES
from osgeo import gdal, gdal_array

from poplar_nn_plugin.engine import OutputSpec
from poplar_nn_plugin.engine.outputs.layout import creation_options

BLOCK, CACHE = 1024, 32 * 2**20  # the quickest we found


def main(name: str, jobs: str, mask: str, *paths: str) -> None:
    case = next(case for case in CASES if case.name == name)
    gdal.SetCacheMax(CACHE)
    started = time.perf_counter()
    image = gdal.Open(paths[len(case.outputs)])
    width, height = image.RasterXSize, image.RasterYSize
    targets = []
    for path, output in zip(paths, case.outputs):
        options = creation_options(
            OutputSpec(output.bands, output.dtype, None), int(jobs), "uncompressed"
        )
        code = gdal_array.NumericTypeCodeToGDALTypeCode(gdal_array.numpy.dtype(output.dtype).type)
        driver = gdal.GetDriverByName("GTiff")
        targets.append(driver.Create(path, width, height, output.bands, code, options))
    for row in range(0, height, BLOCK):
        for col in range(0, width, BLOCK):
            size = min(BLOCK, width - col), min(BLOCK, height - row)
            pixels = image.ReadAsArray(col, row, *size).reshape(-1, *size[::-1])
            for target, output in zip(targets, case.outputs):
                target.WriteArray(pixels[: output.bands].astype(output.dtype), col, row)
    for target in targets:
        target.FlushCache()
    del target, targets
    print(time.perf_counter() - started)


if __name__ == "__main__":
    main(*sys.argv[1:])
