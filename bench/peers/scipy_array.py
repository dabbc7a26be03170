#!/usr/bin/env python3
"""A filter by scipy.ndimage on the whole array: ``scipy_array.py CASE JOBS - OUT IMAGE``."""

from __future__ import annotations

import sys

from cases import CASES
from kernels import scipy_kernel
from options import creation_options
from osgeo import gdal, gdal_array


def main(name: str, jobs: str, mask: str, out: str, image: str) -> None:
    case = next(case for case in CASES if case.name == name)
    dtype = case.outputs[0].dtype
    pixels = gdal.Open(image).ReadAsArray()
    pixels = scipy_kernel(case.filter, case.settings, pixels, dtype)
    code = gdal_array.NumericTypeCodeToGDALTypeCode(pixels.dtype.type)
    target = gdal.GetDriverByName("GTiff").Create(
        out, *pixels.shape[::-1], 1, code, creation_options()
    )
    target.WriteArray(pixels)
    target.FlushCache()


if __name__ == "__main__":
    main(*sys.argv[1:])
