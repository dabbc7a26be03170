"""Images whose values are computed with, and masks on their grids."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from poplar_nn_plugin.algorithms.layers.chosen import chosen_layer, geometries
from poplar_nn_plugin.algorithms.own_pixels import own_pixels
from poplar_nn_plugin.algorithms.request import Request
from poplar_nn_plugin.engine import Grid, RasterSource
from poplar_nn_plugin.engine.survey import extremes
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.labels.align import on_grid
from poplar_nn_plugin.labels.mask import polygons_on_grid

__all__ = ["physical_images", "read_mask"]

_EXACT = 2**53  # whole numbers beyond it are not all exact in float64
_WIDE = ("int64", "uint64")


def physical_images(
    request: Request, key: str, progress, *, bands: tuple[int, ...] | None = None
) -> list[RasterSource]:
    """Return the images of a parameter whose values are to be computed with.

    They are read in their own pixels where that can be, and scaled as their bands declare, unless
    STORED_VALUES says otherwise. Whole numbers of 64 bits are read as a type that can be computed
    with exactly. All of that is said.

    Raises
    ------
    ParameterError
        If there are whole numbers too large for that.
    """
    shown = request.images(key, progress, bands=bands)
    return [_physical(request, image, progress) for image in own_pixels(shown, progress)]


def read_mask(request: Request, grid: Grid, folder: Path, progress):
    """Return the MASK as a source on the image's grid, None where there is none.

    A folder serves one grid.
    """
    layer, polygons = chosen_layer(request, "MASK")
    if layer is None:
        return None
    if polygons is None:
        image = request.image("MASK", progress, look=False)
        return on_grid(image, grid, folder, progress)
    return polygons_on_grid(*geometries(polygons), grid, progress)


def _physical(request: Request, source: RasterSource, progress) -> RasterSource:
    name = Path(source.path).name
    if source.dtype in _WIDE:
        source = source.but(read_as=_exact_type(source, progress))
        progress.message(f"{name}: whole numbers of 64 bits are read as {source.dtype}, exactly.")
    if all(one == (1, 0) for one in source.scale):
        return source
    told = "; ".join(f"{scale:g} and {offset:g}" for scale, offset in dict.fromkeys(source.scale))
    if request.switch("STORED_VALUES"):
        progress.message(f"{name}: numbers are used as stored, without scale and offset ({told}).")
        return source
    progress.message(
        f"{name}: values are the stored numbers times the scale plus the offset that the file "
        f"declares ({told}); STORED_VALUES takes the numbers as they are."
    )
    return source.but(scaled=True)


def _exact_type(source: RasterSource, progress) -> str:
    """Return a type that holds all valid numbers of an image of 64 bits."""
    low, high = extremes(source, progress) or (0, 0)
    for dtype in ("int32", "uint32"):
        limits = np.iinfo(dtype)
        if limits.min < low and high < limits.max:  # nodata beyond it comes to lie at its ends
            return dtype
    if low >= -_EXACT and high <= _EXACT:
        return "float64"
    raise ParameterError(
        f"{Path(source.path).name} holds whole numbers from {low} to {high}, but only those from "
        f"-{_EXACT} to {_EXACT} can be computed with exactly: reclassify it, or subtract a "
        "constant, first.",
        low=low,
        high=high,
    )
