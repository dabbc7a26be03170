"""What the codes of a class raster mean, in the three forms that other software reads."""

from __future__ import annotations

from osgeo import gdal

from poplar_nn_plugin.engine.handles import opened
from poplar_nn_plugin.engine.output import LegendEntry

__all__ = ["attribute_table", "category_names", "colour_table", "read_legend"]


def _rgb(entry: LegendEntry) -> tuple[int, int, int]:
    red, green, blue = (int(entry.colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue


def read_legend(path: str) -> tuple[LegendEntry, ...]:
    """Return what the codes of a raster's first band mean, by its category names and colours.

    Returns
    -------
    tuple of LegendEntry
        Empty where codes have no names; colours are empty text where there is no colour table.
        Code 0 is no class.
    """
    dataset = opened(str(path))
    dataset.GetProjection()  # GDAL 3.6 reads the names, in the .aux.xml, only on such a call
    band = dataset.GetRasterBand(1)
    names, table = band.GetCategoryNames() or [], band.GetColorTable()
    return tuple(
        LegendEntry(code, name, "" if table is None else _hex(table.GetColorEntry(code)))
        for code, name in enumerate(names)
        if code and name
    )


def _hex(colour: tuple[int, ...]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour[:3])


def colour_table(legend: tuple[LegendEntry, ...]) -> gdal.ColorTable:
    """Return the colours of the classes; code 0, no class, is transparent."""
    table = gdal.ColorTable()
    table.SetColorEntry(0, (0, 0, 0, 0))
    for entry in legend:
        table.SetColorEntry(entry.code, (*_rgb(entry), 255))
    return table


def category_names(legend: tuple[LegendEntry, ...]) -> list[str]:
    """Return one name a code from 0 on, empty where there is no class."""
    names = {entry.code: entry.name for entry in legend}
    return [names.get(code, "") for code in range(max(names) + 1)]


def attribute_table(legend: tuple[LegendEntry, ...]) -> gdal.RasterAttributeTable:
    """Return code, name and colour of the classes, one a row."""
    table = gdal.RasterAttributeTable()
    for name, kind, use in (
        ("Value", gdal.GFT_Integer, gdal.GFU_MinMax),
        ("Class", gdal.GFT_String, gdal.GFU_Name),
        ("Red", gdal.GFT_Integer, gdal.GFU_Red),
        ("Green", gdal.GFT_Integer, gdal.GFU_Green),
        ("Blue", gdal.GFT_Integer, gdal.GFU_Blue),
    ):
        table.CreateColumn(name, kind, use)
    table.SetRowCount(len(legend))
    for row, entry in enumerate(legend):
        table.SetValueAsInt(row, 0, entry.code)
        table.SetValueAsString(row, 1, entry.name)
        for column, channel in enumerate(_rgb(entry), start=2):
            table.SetValueAsInt(row, column, channel)
    return table
