#!/usr/bin/env python3
"""Make an image of some kind: ``images.py KIND SIDE PATH``. Tiled, uncompressed, reproducible."""

from __future__ import annotations

import sys

import numpy as np
from osgeo import gdal, osr

PATTERN = 1000
NODATA = 0


def main(kind: str, side: int, path: str) -> None:
    rng = np.random.default_rng(0)
    bands = [_pattern(kind, rng) for _ in range(3 if kind.endswith("3") else 1)]
    code = {"float1": gdal.GDT_Float32, "short1": gdal.GDT_UInt16}.get(kind, gdal.GDT_Byte)
    options = ["TILED=YES", "BIGTIFF=IF_SAFER", "INTERLEAVE=BAND"]
    dataset = gdal.GetDriverByName("GTiff").Create(path, side, side, len(bands), code, options)
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(2154)
    dataset.SetProjection(crs.ExportToWkt())
    dataset.SetGeoTransform((600000.0, 1.0, 0.0, 6300000.0, 0.0, -1.0))
    for number, band in enumerate(bands, start=1):
        target = dataset.GetRasterBand(number)
        if kind == "holes3":
            target.SetNoDataValue(NODATA)
        for row in range(0, side, PATTERN):
            for col in range(0, side, PATTERN):
                target.WriteArray(band[: side - row, : side - col], col, row)
    dataset.FlushCache()


def _pattern(kind: str, rng: np.random.Generator) -> np.ndarray:
    """Return what is repeated over the image: slopes and noise, or patches of classes."""
    rows, cols = np.mgrid[:PATTERN, :PATTERN]
    if kind == "mask":
        return (cols + rows < 1.6 * PATTERN).astype("uint8")
    if kind == "classes":
        return np.kron(rng.integers(1, 11, (50, 50)), np.ones((20, 20))).astype("uint8")
    values = 128 + 60 * np.sin(rows / 90) * np.cos(cols / 70) + rng.normal(0, 8, rows.shape)
    if kind == "float1":
        return values.astype("float32")
    if kind == "short1":
        return np.clip(100 * values, 1, 65535).astype("uint16")
    pixels = np.clip(values, 1, 255).astype("uint8")
    if kind == "holes3":
        pixels[(rows - 500) ** 2 + (cols - 500) ** 2 < 0.3 / np.pi * PATTERN**2] = NODATA
    return pixels


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
