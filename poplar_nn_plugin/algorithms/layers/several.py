"""Several images that a parameter, a list and a folder name together, read as one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Callable

from qgis.core import QgsProcessingParameterFile

from poplar_nn_plugin.algorithms.layers.rasters import with_alpha
from poplar_nn_plugin.algorithms.parameters import advanced, rasters
from poplar_nn_plugin.algorithms.request import Request
from poplar_nn_plugin.algorithms.translation import tr
from poplar_nn_plugin.engine import Mosaic, RasterSource, mosaic_of
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.exchange.patch_file import ENDINGS

__all__ = ["images_in", "joined_images", "more_images"]


def more_images() -> list:
    """Declare a list and a folder of more images."""
    folder = QgsProcessingParameterFile(
        "MORE_FOLDER",
        tr("Folder with more images"),
        QgsProcessingParameterFile.Behavior.Folder,
        optional=True,
    )
    several = rasters("MORE_RASTERS", tr("More images, drawn on the same map"), optional=True)
    return [advanced(several), advanced(folder)]


def joined_images(
    request: Request,
    progress,
    fitted: Callable[[RasterSource], RasterSource],
    count: int,
    overlaps: str = "first",
) -> RasterSource | Mosaic:
    """Return the images of RASTER, MORE_RASTERS and MORE_FOLDER as one.

    Parameters
    ----------
    request : Request
    progress : Progress
        Is told how many there are, and how far they reach together.
    fitted : callable
        Takes an image and returns the bands of it that are wanted; raises if it does not fit.
    count : int
        How many bands there must be.
    overlaps : {"first", "mean"}
        What is said to count where they overlap.

    Raises
    ------
    ParameterError
        If the folder holds no image.
    GridMismatchError
        If their pixels do not go together.
    """
    images = request.images("RASTER", progress, count=count)
    if request.given("MORE_RASTERS"):
        images += request.images("MORE_RASTERS", progress, count=count)
    for path in images_in(request, "MORE_FOLDER"):
        image = RasterSource(str(path), scaled=False)
        images.append(with_alpha(image, request.choice("ALPHA"), count, progress))
    joined = mosaic_of([fitted(image) for image in images])
    if isinstance(joined, Mosaic):
        progress.message(
            f"{len(joined.images)} images are read as one of {joined.grid.width} x "
            f"{joined.grid.height} pixels."
        )
        if overlaps == "mean":
            progress.message(
                "Each image is looked at by itself; where they overlap, the mean of their "
                "probabilities counts."
            )
        else:
            progress.message(
                "Where they overlap, the first that has data counts: RASTER, then MORE_RASTERS in "
                "their order, then the folder by name."
            )
    return joined


def images_in(request: Request, key: str) -> list[Path]:
    """Return the images in a folder, by name, but for what this run writes; none without a folder.

    Raises
    ------
    ParameterError
        If it cannot be read, or holds none.
    """
    folder = request.file(key)
    if not folder:
        return []
    written = {os.path.realpath(path) for path in request.targets().values()}
    try:
        there = sorted(Path(folder).iterdir())
    except OSError as error:
        raise ParameterError(
            f"{key} {folder} cannot be read ({error.strerror}): give a folder of images.",
            path=folder,
        ) from error
    found = [
        path
        for path in there
        if path.suffix.lower() in ENDINGS and os.path.realpath(path) not in written
    ]
    if not found:
        raise ParameterError(
            f"{key} {folder} holds no image ({', '.join(ENDINGS)}): give another folder, or name "
            "the images one by one.",
            path=folder,
        )
    return found
