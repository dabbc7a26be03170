#!/usr/bin/env python3
"""A filter by ``gdal raster neighbors``: ``gdal_neighbors.py CASE JOBS - OUT IMAGE``."""

from __future__ import annotations

import sys

from cases import CASES
from options import creation_options
from osgeo import gdal

METHODS = {
    "mean": "mean",
    "median": "median",
    "std": "stddev",
    "minimum": "min",
    "maximum": "max",
    "majority": "mode",
}
TYPES = {"uint8": "UInt8", "uint16": "UInt16", "float32": "Float32"}


def main(name: str, jobs: str, mask: str, out: str, image: str) -> None:
    case = next(case for case in CASES if case.name == name)
    gdal.UseExceptions()
    gdal.Run(
        ["raster", "neighbors"],
        input=image,
        output=out,
        method=METHODS[case.filter],
        size=2 * case.settings["radius"] + 1,
        kernel="equal",
        output_data_type=TYPES[case.outputs[0].dtype],
        creation_option=creation_options(),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
