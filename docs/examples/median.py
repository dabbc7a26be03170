#!/usr/bin/env python3
"""Smooth an image with a median filter: an image of any size, a fixed amount of memory.

Usage: median.py [IMAGE OUTPUT]
"""

from __future__ import annotations

import sys

import samples

from poplar_nn_plugin.engine import RasterSource, apply
from poplar_nn_plugin.filters.median import Median


class Shown:
    """A Progress: what `apply` tells while it works, and asks."""

    def advance(self, fraction: float) -> None:
        """Show how far the work is."""
        print(f"\r{fraction:4.0%}", end="\n" if fraction == 1 else "", file=sys.stderr)

    def message(self, text: str) -> None:
        """Show one line."""
        print(text)

    def warn(self, text: str) -> None:
        """Show one line that is a warning."""
        print(f"Warning: {text}")

    def cancelled(self) -> bool:
        """Say whether to stop; Ctrl+C does it here as everywhere."""
        return False


def smooth(image: str, output: str) -> None:
    """Write the median of every 5 x 5 window of `image`."""
    source = RasterSource(image)
    step = Median(radius=2).step(source.band_names, source.dtype, source.nodata)
    apply([source], {output: step}, memory="256M", layout="overviews", progress=Shown())


if __name__ == "__main__":
    paths = sys.argv[1:]
    if not paths:
        folder = samples.folder()
        paths = [str(samples.image(folder / "image.tif")), str(folder / "smooth.tif")]
    smooth(*paths)
    print(f"{paths[1]} is the median of {paths[0]}.")
