"""What an output is like inside: tiles and compression, overviews, the order a cloud wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from osgeo import gdal

from poplar_nn_plugin.engine.blocks.output import OutputSpec
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.progress import Progress

__all__ = [
    "LAYOUTS",
    "ONE_FILE",
    "SMALLEST_OVERVIEW",
    "TILE",
    "add_overviews",
    "averages",
    "check_layout",
    "configured",
    "copy_as_cog",
    "creation_options",
]

ONE_FILE = ("tiled", "uncompressed", "overviews", "cog")
"""Plain tiles, the same uncompressed (quick to write, and large), tiles with overviews, or a Cloud
Optimized GeoTIFF (which has overviews too)."""

LAYOUTS = (*ONE_FILE, "vrt")
"""Those, or many files with overviews, joined by a VRT; see `poplar_nn_plugin.engine.tiles`."""

TILE = 256
"""Side of a tile of the files we write, in pixels."""

SMALLEST_OVERVIEW = 128
"""Overviews have at least so many pixels a side."""

# Bytes that GDAL averages at once, once a thread and more: its own 10 MB went beyond small caps.
_CHUNK = 2**20
_LEVEL_KEYS = {"ZSTD": "ZSTD_LEVEL", "DEFLATE": "ZLEVEL"}  # what GDAL calls their levels


def check_layout(layout: str, known: Sequence[str] = LAYOUTS) -> str:
    """Return `layout` if it is one that is known.

    Raises
    ------
    ParameterError
    """
    if layout not in known:
        raise ParameterError(
            f"An output cannot have the layout {layout!r}; choose one of {', '.join(known)}."
        )
    return layout


def creation_options(output: OutputSpec, threads: int, layout: str = "tiled") -> list[str]:
    """Return the options of GDAL's GeoTIFF driver for a new, tiled file."""
    options = [
        "TILED=YES",
        f"BLOCKXSIZE={TILE}",
        f"BLOCKYSIZE={TILE}",
        "BIGTIFF=IF_SAFER",  # reckons with the size before compression, so it is never too small
        "INTERLEAVE=BAND",
    ]
    if output.bands > 3:  # of four bytes GDAL would make three colours and an alpha band
        options += ["PHOTOMETRIC=MINISBLACK", "ALPHA=NO"]
    if layout == "uncompressed":
        return options
    compression, level, predictor = _coding("GTiff", output)
    return [
        *options,
        f"NUM_THREADS={threads}",
        f"COMPRESS={compression}",
        f"{_LEVEL_KEYS[compression]}={level}",
        f"PREDICTOR={predictor}",
    ]


def add_overviews(
    dataset: gdal.Dataset, output: OutputSpec, threads: int, progress: Progress
) -> int:
    """Add smaller and smaller copies for quick drawing, compressed as the file itself.

    Values of a single band of integers, which may be codes, are picked, others averaged; pixels
    without data take no part.

    Parameters
    ----------
    dataset : gdal.Dataset
        Open for update.
    output : OutputSpec
    threads : int
        How many threads compute and compress.
    progress : Progress
        Cancelled, GDAL ends with a failure.

    Returns
    -------
    int
        GDAL's code.
    """
    levels = _overview_levels(dataset.RasterXSize, dataset.RasterYSize)
    if not levels:
        return gdal.CE_None
    compression, level, _ = _coding("GTiff", output)  # GDAL takes it over, save for its level
    options = {
        f"{_LEVEL_KEYS[compression]}_OVERVIEW": str(level),
        "GDAL_NUM_THREADS": str(threads),
        "GDAL_OVR_CHUNK_MAX_SIZE": str(_CHUNK),
    }
    with configured(options):
        return dataset.BuildOverviews(
            "AVERAGE" if averages(output) else "NEAREST", levels, callback=_callback(progress)
        )


def averages(output: OutputSpec) -> bool:
    """Return whether overviews average pixels: a single band of integers may hold codes."""
    codes = bool(output.legend) or (output.bands == 1 and np.dtype(output.dtype).kind != "f")
    return not codes


def copy_as_cog(
    dataset: gdal.Dataset, path: Path, output: OutputSpec, threads: int, progress: Progress
) -> gdal.Dataset | None:
    """Copy a raster and its overviews into a Cloud Optimized GeoTIFF.

    Such a file begins with all its directories and then has its overviews before its pixels, so
    it can only be written once everything is known.

    Parameters
    ----------
    dataset : gdal.Dataset
    path : Path
    output : OutputSpec
    threads : int
        How many threads compress.
    progress : Progress
        Cancelled, GDAL ends with a failure.

    Returns
    -------
    gdal.Dataset or None
        Of the copy, which is complete once it is closed; None where it failed.
    """
    compression, level, predictor = _coding("COG", output)
    predictor = {1: "NO", 2: "STANDARD", 3: "FLOATING_POINT"}[predictor]
    options = [
        f"COMPRESS={compression}",
        f"LEVEL={level}",
        f"PREDICTOR={predictor}",
        f"OVERVIEW_PREDICTOR={predictor}",
        "OVERVIEWS=FORCE_USE_EXISTING",
        f"BLOCKSIZE={TILE}",  # the default, 512, takes four times the memory for each thread
        "BIGTIFF=IF_SAFER",
        f"NUM_THREADS={threads}",
    ]
    driver = gdal.GetDriverByName("COG")
    return driver.CreateCopy(str(path), dataset, options=options, callback=_callback(progress))


def _coding(driver: str, output: OutputSpec) -> tuple[str, int, int]:
    """Return the quickest compression that is as small as the common one, level and predictor.

    ZSTD at level 1 with a predictor needs a fifth of DEFLATE's time for the same size. It is
    missing in some builds of GDAL.
    """
    dtype = np.dtype(output.dtype)
    zstd = "ZSTD" in gdal.GetDriverByName(driver).GetMetadataItem("DMD_CREATIONOPTIONLIST")
    # Class codes are labels, their differences mean nothing to a predictor.
    # For float32 the whole-number predictor is more than twice as fast as the float one.
    predictor = 1 if output.legend else 3 if dtype == np.float64 else 2
    return ("ZSTD", 1, predictor) if zstd else ("DEFLATE", 6, predictor)


def _overview_levels(width: int, height: int) -> list[int]:
    """Return the factors of overviews down to about one screen tile."""
    levels, factor = [], 2
    while max(width, height) / factor >= SMALLEST_OVERVIEW:
        levels.append(factor)
        factor *= 2
    return levels


def _callback(progress: Progress) -> Callable[[float, str, object], int]:
    """Return what GDAL calls while it works: 0 stops it."""

    def report(fraction: float, message: str, data: object) -> int:
        progress.advance(fraction)
        return int(not progress.cancelled())

    return report


@contextmanager
def configured(options: dict[str, str]) -> Iterator[None]:
    """Set GDAL options of this thread for a while."""
    before = {name: gdal.GetThreadLocalConfigOption(name) for name in options}
    for name, value in options.items():
        gdal.SetThreadLocalConfigOption(name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            gdal.SetThreadLocalConfigOption(name, value)
