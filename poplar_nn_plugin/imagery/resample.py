"""From the pixels of a service to those of an image in another CRS or of another size."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from osgeo import gdal

from poplar_nn_plugin.engine import Grid, Window
from poplar_nn_plugin.engine.crs import crs_name
from poplar_nn_plugin.engine.handles import attempt
from poplar_nn_plugin.errors import ServiceError
from poplar_nn_plugin.imagery.crs import box_in

__all__ = ["Resampling"]

_MARGIN = 3  # pixels of the service around a window: what bilinear weights and rounding reach


@dataclass(frozen=True)
class Resampling:
    """Bilinear resampling by GDAL, the same for a window however the image is cut.

    Parameters
    ----------
    source : Grid
        Of the service's pixels.
    grid : Grid
        Of the image.
    """

    source: Grid
    grid: Grid

    def needed(self, window: Window) -> Window:
        """Return the window of the service that a window of the image is made from."""
        box = box_in(self.grid.part(window).bounds, self.grid.crs, self.source.crs)
        if box is None:
            raise ServiceError(
                f"A part of the image {self.grid.bounds} has no place in "
                f"{crs_name(self.source.crs)}, the CRS of the service: choose a smaller part."
            )
        left, top = self.source.to_pixel(box[0], box[3])
        right, bottom = self.source.to_pixel(box[2], box[1])
        col, row = math.floor(left) - _MARGIN, math.floor(top) - _MARGIN
        width = math.ceil(right) + _MARGIN - col
        return Window(col, row, width, math.ceil(bottom) + _MARGIN - row)

    @property
    def shrinking(self) -> float:
        """Pixels of the image for each of the service, along a side, in the middle; at most 1."""
        middle = Window(self.grid.width // 2, self.grid.height // 2, 1, 1)
        box = box_in(self.grid.part(middle).bounds, self.grid.crs, self.source.crs)
        return 1.0 if box is None else min(1.0, self.source.pixel_size[0] / (box[2] - box[0]))

    def of(
        self, data: np.ndarray, valid: np.ndarray, needed: Window, window: Window
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return (rows, cols, bands) and (rows, cols) of a window of the image.

        Parameters
        ----------
        data, valid : ndarray
            Of the service.
        needed : Window
            Where they lie among its pixels.
        window : Window
            Of the image.
        """
        part, place = self.grid.part(window), self.source.part(needed)
        given, made = _raster(data.shape, place), _raster((window.height, window.width, 3), part)
        for number in range(data.shape[-1]):
            given.GetRasterBand(number + 1).WriteArray(data[..., number])
        given.GetRasterBand(data.shape[-1] + 1).WriteArray(np.where(valid, 255, 0).astype("uint8"))
        scale = f"{self.shrinking:.6f}"  # else GDAL takes it from each window, a little different
        done, reason = attempt(
            gdal.Warp,
            made,
            given,
            resampleAlg="bilinear",
            srcAlpha=True,
            dstAlpha=True,
            errorThreshold=0,
            warpOptions=[f"XSCALE={scale}", f"YSCALE={scale}"],
        )
        if not done:
            raise ServiceError(f"The pictures cannot be resampled: {reason or 'no reason given'}.")
        planes = made.ReadAsArray()
        return np.ascontiguousarray(np.moveaxis(planes[:3], 0, -1)), planes[3] >= 128


def _raster(shape: tuple[int, ...], grid: Grid) -> gdal.Dataset:
    """Return a raster in memory, with an alpha band as its last."""
    made = gdal.GetDriverByName("MEM").Create("", shape[1], shape[0], shape[2] + 1, gdal.GDT_Byte)
    made.SetGeoTransform(grid.transform)
    made.SetProjection(grid.crs)
    made.GetRasterBand(shape[2] + 1).SetColorInterpretation(gdal.GCI_AlphaBand)
    return made
