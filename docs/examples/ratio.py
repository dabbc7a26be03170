#!/usr/bin/env python3
"""Divide a band of one raster by another raster, where both have data.

Usage: ratio.py [IMAGE OTHER OUTPUT]
"""

from __future__ import annotations

import sys

import numpy as np
import samples

from poplar_nn_plugin.engine import Block, OutputSpec, RasterSource, Step, apply


def ratio(block: Block) -> np.ndarray:
    """Return the first raster over the second, (rows, cols, 1).

    Where a raster has no data `block.valid` is False, both hold 0 and the result does not matter:
    the engine writes nodata there. A divisor of 0 elsewhere gives NaN, which is nodata too.
    """
    first, second = (array[..., :1].astype("float32") for array in block.arrays)
    return np.divide(first, second, out=np.full_like(first, np.nan), where=second != 0)


def divide(image: str, other: str, output: str) -> None:
    """Write the first band of `image` over the first of `other`."""
    sources = [RasterSource(image, bands=(1,)), RasterSource(other, bands=(1,))]
    step = Step("ratio", ratio, OutputSpec(1, "float32", np.nan, ("ratio",)))
    apply(sources, {output: step}, n_jobs=2)


if __name__ == "__main__":
    paths = sys.argv[1:]
    if not paths:
        folder = samples.folder()
        paths = [
            str(samples.image(folder / "image.tif")),
            str(samples.heights(folder / "heights.tif")),
            str(folder / "ratio.tif"),
        ]
    divide(*paths)
    print(f"{paths[2]} is {paths[0]} over {paths[1]}.")
