"""Polygon layers written whole or not at all, and read back."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from osgeo import gdal, ogr, osr

from poplar_nn_plugin.engine.handles import attempt
from poplar_nn_plugin.errors import LabelError, OutputError

__all__ = ["crs_wkt", "read_polygons", "whole_files", "write_polygons"]

_FIELD_TYPES = {int: ogr.OFTInteger, float: ogr.OFTReal, str: ogr.OFTString}


def write_polygons(
    path: str | Path,
    crs: str,
    fields: Mapping[str, type],
    features: Iterable[tuple[bytes, tuple]],
) -> None:
    """Write a polygon layer; it appears under its name only when whole.

    Parameters
    ----------
    path : str or Path
        The format follows the extension: ``.gpkg``, ``.shp``, ``.geojson`` …
    crs : str
        WKT, or empty.
    fields : mapping of str to type
        Name to int, float or str.
    features : iterable of (bytes, tuple)
        WKB of the polygon, and a value (or None) for each field.

    Raises
    ------
    OutputError
        If the format is not known or the file cannot be written.
    """
    path = Path(path)
    driver = _driver(path)
    with whole_files(path) as staged:
        _fill(driver, staged, crs, fields, features)


def read_polygons(path: str | Path) -> Iterator[tuple[bytes, dict]]:
    """Yield the WKB and the fields of each feature of a layer that `write_polygons` wrote.

    Raises
    ------
    LabelError
        If the file cannot be opened.
    """
    dataset, _ = attempt(ogr.Open, str(path))
    if dataset is None:
        raise LabelError(f"{path} cannot be opened as a vector layer.", path=str(path))
    for feature in dataset.GetLayer(0):
        yield bytes(feature.GetGeometryRef().ExportToWkb()), feature.items()


def crs_wkt(path: str | Path) -> str:
    """Return the WKT of the first layer's CRS, empty where it has none."""
    dataset, _ = attempt(ogr.Open, str(path))
    reference = dataset.GetLayer(0).GetSpatialRef() if dataset is not None else None
    return reference.ExportToWkt() if reference is not None else ""


@contextmanager
def whole_files(target: Path) -> Iterator[Path]:
    """Give the target's name in a private folder beside it; at the end all in it moves there.

    For formats of one file or several: each replaces what stood under its name, the one asked
    for last. After an error nothing has changed.

    Raises
    ------
    OutputError
        If they cannot be written.
    """
    try:
        folder = tempfile.mkdtemp(prefix=".part-", dir=target.parent)
    except OSError as error:
        raise OutputError(
            f"{target} cannot be written: {error.strerror}. Choose a folder that exists and "
            "where you may write.",
            path=str(target),
        ) from error
    try:
        yield Path(folder) / target.name
        written = sorted(Path(folder).iterdir(), key=lambda file: file.name == target.name)
        for file in written:
            os.replace(file, target.with_name(file.name))
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(
            f"{target} cannot be written: {error}. Free the disk or close the programs that have "
            "the file open, or choose another place.",
            path=str(target),
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _driver(path: Path):
    extension = path.suffix.lstrip(".").lower()
    for number in range(gdal.GetDriverCount()):
        driver = gdal.GetDriver(number)
        known = (driver.GetMetadataItem(gdal.DMD_EXTENSIONS) or "").split()
        creates = driver.GetMetadataItem(gdal.DCAP_CREATE) == "YES"
        vector = driver.GetMetadataItem(gdal.DCAP_VECTOR) == "YES"
        if extension in known and vector and creates:
            return driver
    raise OutputError(
        f"{path.name}: vector files ending in '.{extension}' cannot be written; use .gpkg.",
        path=str(path),
    )


def _fill(driver, path: Path, crs: str, fields, features) -> None:
    reference = osr.SpatialReference()
    if crs:
        reference.ImportFromWkt(crs)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    try:
        dataset = driver.Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
        if dataset is None:  # GDAL raises only where its user asked for exceptions
            raise RuntimeError(gdal.GetLastErrorMsg())
        layer = dataset.CreateLayer(path.stem, reference if crs else None, ogr.wkbPolygon)
        for name, kind in fields.items():
            layer.CreateField(ogr.FieldDefn(name, _FIELD_TYPES[kind]))
        definition = layer.GetLayerDefn()
        at_once = dataset.TestCapability(ogr.ODsCTransactions)
        if at_once:
            dataset.StartTransaction()
        for wkb, values in features:
            feature = ogr.Feature(definition)
            feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(wkb))
            for position, value in enumerate(values):
                if value is not None:
                    feature.SetField(position, value)
            if layer.CreateFeature(feature) != ogr.OGRERR_NONE:
                raise RuntimeError(gdal.GetLastErrorMsg())
        if at_once:
            dataset.CommitTransaction()
        layer = dataset = None
    except RuntimeError as error:
        raise OutputError(
            f"{path.name} cannot be written in {path.parent.parent}: {error}. Is the disk full?",
            path=str(path),
        ) from error
