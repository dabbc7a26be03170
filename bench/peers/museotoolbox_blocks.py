#!/usr/bin/env python3
"""A case by MuseoToolBox's RasterMath; takes what `ours.py` takes."""

from __future__ import annotations

import sys

import functions
import numpy as np
from cases import CASES
from options import creation_options

if not hasattr(np, "bool"):  # MuseoToolBox 0.13.6 names an alias that NumPy 1.24 removed
    np.bool = bool
from museotoolbox.processing import RasterMath
from scipy import ndimage


def window_mean(x):
    """Return the mean of 3 x 3 pixels, by a Python function as one would write it."""
    return ndimage.generic_filter(x[..., 0].astype("float32"), np.mean, 3)[..., None]


def main(name: str, jobs: str, mask: str, *paths: str) -> None:
    case = next(case for case in CASES if case.name == name)
    outputs, images = paths[: len(case.outputs)], paths[len(case.outputs) :]
    work = RasterMath(
        images[0],
        in_image_mask=False if mask == "-" else mask,
        return_3d=True,
        n_jobs=int(jobs),
        verbose=False,
    )
    work.custom_raster_parameters([o for o in creation_options() if not o.startswith("BLOCK")])
    for path, output in zip(outputs, case.outputs):
        function = window_mean if case.filter else getattr(functions, output.work)
        work.add_function(
            function, path, out_n_bands=output.bands, out_np_dt=np.dtype(output.dtype).type
        )
    work.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
