#!/usr/bin/env python3
"""A case by rasterio, window by window in threads; takes what `ours.py` takes.

As in rasterio's own example of concurrent processing: one lock to read, one to write.
"""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import functions
import numpy as np
import rasterio
from cases import CASES
from options import creation_options
from rasterio.windows import Window

BLOCK = 1024


def main(name: str, jobs: str, mask: str, out: str, image: str) -> None:
    case = next(case for case in CASES if case.name == name)
    output = case.outputs[0]
    function = getattr(functions, output.work)
    options = dict(option.split("=") for option in creation_options())
    reading, writing = threading.Lock(), threading.Lock()
    with rasterio.open(image) as source:
        profile = {**source.profile, "count": output.bands, "dtype": output.dtype, **options}
        with rasterio.open(out, "w", **profile) as target:

            def process(window):
                with reading:
                    block = source.read(window=window)
                result = function(np.moveaxis(block, 0, -1)).astype(output.dtype, copy=False)
                with writing:
                    target.write(np.moveaxis(result, -1, 0), window=window)

            windows = [
                Window(col, row, min(BLOCK, source.width - col), min(BLOCK, source.height - row))
                for row in range(0, source.height, BLOCK)
                for col in range(0, source.width, BLOCK)
            ]
            with ThreadPoolExecutor(int(jobs)) as pool:
                list(pool.map(process, windows))


if __name__ == "__main__":
    main(*sys.argv[1:])
