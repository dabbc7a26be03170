"""What the codes of a class raster mean, in the forms that other software reads, and our own."""

from __future__ import annotations

import json

from osgeo import gdal

from poplar_nn_plugin.engine.blocks.output import LegendEntry
from poplar_nn_plugin.engine.handles import opened

__all__ = [
    "attribute_table",
    "category_names",
    "colour_table",
    "missing_item",
    "names_item",
    "read_legend",
    "read_missing",
]

_ITEM = "POPLAR_NN_CLASSES"  # a JSON object: code to name
_MISSING = "POPLAR_NN_MISSING_CLASSES"  # a JSON list of names


def _rgb(entry: LegendEntry) -> tuple[int, int, int]:
    red, green, blue = (int(entry.colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue


def read_legend(path: str, options: tuple[str, ...] = ()) -> tuple[LegendEntry, ...]:
    """Return what the codes of a raster's first band mean.

    By its category names; where it has none by its attribute table; else by the names that our own
    maps hold in the TIFF itself, for the others lie in a file beside it that may get lost.

    Returns
    -------
    tuple of LegendEntry
        In the order of the codes; empty where codes have no names. Colours are those of the
        attribute table or of the colour table, empty text without. Code 0 is no class.
    """
    dataset = opened(str(path), options)
    dataset.GetProjection()  # GDAL 3.6 reads the names, in the .aux.xml, only on such a call
    band = dataset.GetRasterBand(1)
    names = dict(enumerate(band.GetCategoryNames() or []))
    found = {code: (name, "") for code, name in names.items() if code and name}
    table, colours = band.GetDefaultRAT(), band.GetColorTable()
    found = found or (_of_table(table) if table is not None else {}) or _of_item(band)
    return tuple(
        LegendEntry(code, name, colour or _drawn(code, colours))
        for code, (name, colour) in sorted(found.items())
    )


def _of_table(table: gdal.RasterAttributeTable) -> dict[int, tuple[str, str]]:
    """Return name and colour of each code of an attribute table, nothing without names."""
    values, names = table.GetColOfUsage(gdal.GFU_MinMax), table.GetColOfUsage(gdal.GFU_Name)
    columns = range(table.GetColumnCount())
    if values < 0:
        named = [n for n in columns if table.GetNameOfCol(n).lower() in ("value", "code")]
        values = named[0] if named else -1
    if names < 0:
        texts = [n for n in columns if table.GetTypeOfCol(n) == gdal.GFT_String]
        names = texts[0] if texts else -1
    if min(values, names) < 0:
        return {}
    channels = [table.GetColOfUsage(use) for use in (gdal.GFU_Red, gdal.GFU_Green, gdal.GFU_Blue)]
    found = {}
    for row in range(table.GetRowCount()):
        code, name = table.GetValueAsInt(row, values), table.GetValueAsString(row, names).strip()
        if code and name:
            rgb = [table.GetValueAsInt(row, n) for n in channels] if min(channels) >= 0 else []
            found.setdefault(code, (name, _hex(rgb) if rgb else ""))
    return found


def _of_item(band: gdal.Band) -> dict[int, tuple[str, str]]:
    """Return name and colour of each code as our own maps hold them."""
    try:
        said = json.loads(band.GetMetadataItem(_ITEM) or "{}")
        return {int(code): (str(name), "") for code, name in said.items() if int(code) and name}
    except (ValueError, AttributeError):  # somebody else's item of that name
        return {}


def names_item(legend: tuple[LegendEntry, ...]) -> tuple[str, str]:
    """Return name and value of the item of a band that holds the names in the TIFF itself."""
    return _ITEM, json.dumps({entry.code: entry.name for entry in legend})


def read_missing(path: str, options: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the names of the classes that a raster should show and has no code for."""
    dataset = opened(str(path), options)  # its bands go with it
    said = dataset.GetRasterBand(1).GetMetadataItem(_MISSING)
    try:
        names = json.loads(said or "[]")
    except ValueError:  # somebody else's item of that name
        return ()
    return tuple(map(str, names)) if isinstance(names, list) else ()


def missing_item(names: tuple[str, ...]) -> tuple[str, str]:
    """Return name and value of the item of a band that `read_missing` reads."""
    return _MISSING, json.dumps(names)


def _drawn(code: int, table: gdal.ColorTable | None) -> str:
    return _hex(table.GetColorEntry(code)) if table and 0 <= code < table.GetCount() else ""


def _hex(colour) -> str:
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
