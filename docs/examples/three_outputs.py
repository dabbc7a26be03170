#!/usr/bin/env python3
"""Two rasters, a mask, three functions, three outputs: every block is read once for all.

Usage: three_outputs.py [IMAGE HEIGHTS MASK FOLDER]
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import samples

from poplar_nn_plugin.engine import Block, OutputSpec, RasterSource, Step, apply


def half(block: Block) -> np.ndarray:
    """Return the image at half its brightness; the engine rounds it to the type of the output."""
    return block.data * np.float32(0.5)  # `/ 2` would take twice the memory, in float64


def greenness(block: Block) -> np.ndarray:
    """Return (nir - red) / (nir + red) where the second raster is higher than 2, else -1."""
    image, height = block.arrays
    red, nir = image[..., :1].astype("float32"), image[..., -1:].astype("float32")
    total = np.maximum(nir + red, 1)  # not 0 under invalid pixels either
    return np.where(height > 2, (nir - red) / total, np.float32(-1))


def steepness(block: Block) -> np.ndarray:
    """Return the greatest step to one of four neighbours: this needs a halo of one pixel."""
    height, steepest = block.arrays[1][..., 0], np.zeros(block.valid.shape, "float32")
    for axis in (0, 1):
        for shift in (-1, 1):
            known = block.valid & np.roll(block.valid, shift, axis)
            step = np.abs(height - np.roll(height, shift, axis))
            steepest = np.where(known, np.maximum(steepest, step), steepest)
    return steepest[..., None]


def work(image: str, heights: str, mask: str, folder: str) -> list[Path]:
    """Write the three outputs into `folder` and return their paths."""
    source, target = RasterSource(image), Path(folder)
    outputs = {
        target / "half.tif": Step("half", half, OutputSpec(len(source.bands), "uint8", 0)),
        target / "greenness.tif": Step("greenness", greenness, OutputSpec(1, "float32", -9999)),
        target / "steepness.tif": Step(
            "steepness", steepness, OutputSpec(1, "float32", -9999), halo=1
        ),
    }
    apply(
        [source, RasterSource(heights)],
        outputs,
        mask=RasterSource(mask),
        memory="256M",
        n_jobs=-1,
        prefer="threads",  # or "processes": functions of a module can travel
    )
    return list(outputs)


if __name__ == "__main__":
    paths = sys.argv[1:]
    if not paths:
        new = samples.folder()
        made = samples.image(new / "image.tif"), samples.heights(new / "heights.tif")
        paths = [*map(str, made), str(samples.disc(new / "mask.tif")), str(new)]
    for path in work(*paths):
        print(f"{path} is written.")
