"""An image of larger pixels, for the map of what is seen from further away."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from osgeo import gdal

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.engine.handles import attempt, opened
from poplar_nn_plugin.errors import RasterOpenError

__all__ = ["coarser"]


@contextmanager
def coarser(source: RasterSource, times: int) -> Iterator[RasterSource]:
    """Give an image whose pixels are so many times as large, the means of those of a source.

    It holds no pixels: they are read from the source, or from its overviews. It is there inside
    the block.

    Parameters
    ----------
    source : RasterSource
    times : int

    Raises
    ------
    RasterOpenError
        If the source cannot be opened.
    """
    path = f"/vsimem/{secrets.token_hex(8)}.vrt"
    width, height = (max(1, side // times) for side in (source.grid.width, source.grid.height))
    dataset = opened(source.path, source.options, source.own)
    try:
        made, reason = attempt(
            gdal.Translate,
            path,
            dataset,
            format="VRT",
            width=width,
            height=height,
            resampleAlg="average",
        )
        if made is None:
            raise RasterOpenError(
                f"{source.path} cannot be looked at from further away: {reason}.", path=source.path
            )
        made = None  # written
        yield source.but(path=path, options=())
    finally:
        gdal.Unlink(path)
