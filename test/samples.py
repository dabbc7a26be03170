"""Tiny rasters and polygons for tests, small enough to check by eye."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal, gdal_array, ogr, osr

LAMBERT = 2154
ORIGIN = (600000.0, 6300000.0)


def spatial_reference(epsg: int) -> osr.SpatialReference:
    """Return the CRS with x before y."""
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(epsg)
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs


def write_raster(
    path: Path,
    array: np.ndarray,
    *,
    nodata=None,
    epsg: int = LAMBERT,
    transform: tuple | None = None,
) -> Path:
    """Write (rows, cols[, bands]) as a GeoTIFF, by default of 1 m pixels, and return its path."""
    array = array[..., None] if array.ndim == 2 else array
    rows, cols, bands = array.shape
    code = gdal_array.NumericTypeCodeToGDALTypeCode(array.dtype.type)
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, bands, code)
    dataset.SetGeoTransform(transform or (ORIGIN[0], 1.0, 0.0, ORIGIN[1], 0.0, -1.0))
    dataset.SetProjection(spatial_reference(epsg).ExportToWkt())
    for band in range(bands):
        target = dataset.GetRasterBand(band + 1)
        if nodata is not None:
            target.SetNoDataValue(nodata)
        target.WriteArray(array[..., band])
    dataset.FlushCache()
    return path


def read_raster(path: Path) -> np.ndarray:
    """Return the raster as (rows, cols, bands)."""
    dataset = gdal.Open(str(path))
    array = dataset.ReadAsArray()
    return array[..., None] if array.ndim == 2 else np.moveaxis(array, 0, -1)


def write_polygons(
    path: Path, features: list[tuple[str, dict]], *, epsg: int | None = LAMBERT
) -> Path:
    """Write (WKT, attributes) pairs as a GeoPackage layer and return its path.

    The type of a field is that of its first value: int, float or text.
    """
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    crs = spatial_reference(epsg) if epsg else None
    layer = dataset.CreateLayer(path.stem, crs, ogr.wkbUnknown)
    kinds = {int: ogr.OFTInteger, float: ogr.OFTReal, str: ogr.OFTString}
    for name, value in features[0][1].items() if features else ():
        layer.CreateField(ogr.FieldDefn(name, kinds[type(value)]))
    for wkt, attributes in features:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt) if wkt else None)
        for name, value in attributes.items():
            if value is not None:
                feature.SetField(name, value)
        layer.CreateFeature(feature)
    return path


def square(col: float, row: float, width: float, height: float | None = None) -> str:
    """Return the WKT of a rectangle, in pixels of `write_raster`'s grid."""
    height = width if height is None else height
    left, top = ORIGIN[0] + col, ORIGIN[1] - row
    right, bottom = left + width, top - height
    return f"POLYGON(({left} {top},{right} {top},{right} {bottom},{left} {bottom},{left} {top}))"


def bent_points(rows: int, cols: int) -> list[gdal.GCP]:
    """Return 16 control points of pixels of about 1 m, turned a little, that bend as an arc does.

    They have ids that no file would give them.
    """
    found = []
    for row in np.linspace(0, rows, 4):
        for col in np.linspace(0, cols, 4):
            x = ORIGIN[0] + col + 0.2 * row - 0.15 * cols * (row / rows) ** 2
            y = ORIGIN[1] - row + 0.2 * col + 0.1 * rows * (col / cols) ** 2
            found.append(gdal.GCP(x, y, 0, col, row, "", f"p{len(found)}"))
    return found


def rational(rows: int, cols: int) -> dict:
    """Return rational polynomials, as GDAL's metadata, of pixels of about 1 m at 45 degrees."""
    line, sample, one = [0.0] * 20, [0.0] * 20, [1.0] + [0.0] * 19
    line[1], line[2], line[7] = 0.1, -1.0, 0.05
    sample[1], sample[2], sample[8] = 1.0, 0.1, 0.05
    coefficients = {"LINE_NUM": line, "SAMP_NUM": sample, "LINE_DEN": one, "SAMP_DEN": one}
    numbers = {
        "LAT_OFF": 45, "LAT_SCALE": rows / 2 / 111_000, "LONG_OFF": 3,
        "LONG_SCALE": cols / 2 / 78_000, "HEIGHT_OFF": 0, "HEIGHT_SCALE": 100,
        "LINE_OFF": rows / 2, "LINE_SCALE": rows / 2, "SAMP_OFF": cols / 2, "SAMP_SCALE": cols / 2,
    }  # fmt: skip
    return {
        **{name: repr(float(value)) for name, value in numbers.items()},
        **{f"{name}_COEFF": " ".join(map(str, c)) for name, c in coefficients.items()},
    }


def write_bent(path: Path, array: np.ndarray, how: str = "points", *, nodata=None) -> Path:
    """Write (rows, cols[, bands]), bent by control ``points`` or ``rational`` polynomials."""
    array = array[..., None] if array.ndim == 2 else array
    rows, cols, bands = array.shape
    code = gdal_array.NumericTypeCodeToGDALTypeCode(array.dtype.type)
    bent = gdal.GetDriverByName("MEM").Create("", cols, rows, bands, code)
    bent.WriteArray(np.moveaxis(array, -1, 0))
    for band in range(bands):
        if nodata is not None:
            bent.GetRasterBand(band + 1).SetNoDataValue(nodata)
    if how == "points":
        bent.SetGCPs(bent_points(rows, cols), spatial_reference(LAMBERT).ExportToWkt())
    else:
        bent.SetMetadata(rational(rows, cols), "RPC")
    gdal.GetDriverByName("GTiff").CreateCopy(str(path), bent)
    return path
