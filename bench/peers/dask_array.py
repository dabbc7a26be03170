#!/usr/bin/env python3
"""A case by a dask array over rasterio's windows, in threads; takes what `ours.py` takes."""

from __future__ import annotations

import sys
import threading

import dask
import dask.array
import functions
import numpy as np
import rasterio
from cases import CASES
from options import creation_options
from rasterio.windows import Window

BLOCK = 1024


class Raster:
    """A raster as `dask.array` reads and stores it: sliced by rows, columns and bands."""

    ndim = 3

    def __init__(self, dataset):
        self.dataset, self._lock = dataset, threading.Lock()
        self.shape = (dataset.height, dataset.width, dataset.count)
        self.dtype = np.dtype(dataset.dtypes[0])

    def __getitem__(self, place):
        """Return a window of all bands."""
        with self._lock:
            return np.moveaxis(self.dataset.read(window=_window(place)), 0, -1)

    def __setitem__(self, place, pixels):
        """Write a window of all bands."""
        with self._lock:
            self.dataset.write(np.moveaxis(pixels, -1, 0), window=_window(place))


def _window(place) -> Window:
    return Window.from_slices(*place[:2])


def main(name: str, jobs: str, mask: str, out: str, image: str) -> None:
    case = next(case for case in CASES if case.name == name)
    output = case.outputs[0]
    function = getattr(functions, output.work)
    options = dict(option.split("=") for option in creation_options())
    with rasterio.open(image) as source:
        profile = {**source.profile, "count": output.bands, "dtype": output.dtype, **options}
        with rasterio.open(out, "w", **profile) as target:
            raster = Raster(source)
            array = dask.array.from_array(
                raster, chunks=(BLOCK, BLOCK, -1), asarray=False, meta=np.empty((0, 0, 0))
            )
            result = array.map_blocks(
                lambda x: function(x).astype(output.dtype, copy=False),
                chunks=(*array.chunks[:2], (output.bands,)),
                dtype=output.dtype,
            )
            with dask.config.set(scheduler="threads", num_workers=int(jobs)):
                dask.array.store(result, Raster(target), lock=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
