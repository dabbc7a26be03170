"""What a new raster says of its pixels: type, nodata, names, scale, colours, classes."""

from __future__ import annotations

import numpy as np
from osgeo import gdal, gdal_array

from poplar_nn_plugin.engine.blocks.output import LegendEntry, OutputSpec
from poplar_nn_plugin.engine.outputs.legend import (
    attribute_table,
    category_names,
    colour_table,
    missing_item,
    names_item,
)

__all__ = ["describe", "gdal_type", "name_classes"]


def gdal_type(output: OutputSpec) -> int:
    """Return GDAL's code of the type of an output."""
    return gdal_array.NumericTypeCodeToGDALTypeCode(np.dtype(output.dtype).type)


def describe(dataset: gdal.Dataset, output: OutputSpec) -> None:
    """Say of the bands of a new raster what GDAL keeps inside a TIFF."""
    for number in range(1, output.bands + 1):
        band = dataset.GetRasterBand(number)
        if output.nodata is not None:
            band.SetNoDataValue(output.nodata)
        if output.band_names:
            band.SetDescription(output.band_names[number - 1])
        if output.scale and output.scale[number - 1] != (1, 0):
            band.SetScale(output.scale[number - 1][0])
            band.SetOffset(output.scale[number - 1][1])
    if output.legend:
        band.SetRasterColorTable(colour_table(output.legend))
        band.SetMetadataItem(*names_item(output.legend))
    if output.missing:
        band.SetMetadataItem(*missing_item(output.missing))


def name_classes(dataset: gdal.Dataset, legend: tuple[LegendEntry, ...]) -> None:
    """Give the classes of a raster their names and its attribute table.

    For a TIFF these lie in a file beside it.
    """
    band = dataset.GetRasterBand(1)
    band.SetRasterCategoryNames(category_names(legend))
    band.SetDefaultRAT(attribute_table(legend))
