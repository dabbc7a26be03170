"""Vector files: written aside, closed, opened again and counted before they take their name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from osgeo import gdal, ogr, osr

from poplar_nn_plugin.engine.handles import attempt, close, quiet
from poplar_nn_plugin.errors import LabelError, OutputError, PoplarError
from poplar_nn_plugin.files import Outputs
from poplar_nn_plugin.places import public

__all__ = [
    "LayerFile",
    "count_features",
    "layer_crs",
    "leave_write_ahead",
    "read_polygons",
    "shortened",
    "whole_layer",
    "write_polygons",
]

_LONGEST = 240  # characters of a complaint
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
    with whole_layer(path) as file:
        _fill(driver, file, crs, fields, features)


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


def layer_crs(path: str | Path) -> str:
    """Return the WKT of the first layer's CRS, empty where it has none."""
    dataset, _ = attempt(ogr.Open, str(path))
    reference = dataset.GetLayer(0).GetSpatialRef() if dataset is not None else None
    return reference.ExportToWkt() if reference is not None else ""


def count_features(path: str | Path) -> dict[str, int]:
    """Return how many features each layer of a file holds; no layer where it cannot be opened."""
    with quiet():
        try:
            dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
        except RuntimeError:  # where GDAL's user asked for exceptions
            dataset = None
    layers = [] if dataset is None else map(dataset.GetLayer, range(dataset.GetLayerCount()))
    counts = {layer.GetName(): layer.GetFeatureCount() for layer in layers}
    counts.pop("layer_styles", None)  # QGIS's own
    return counts


def leave_write_ahead(path: str | Path) -> None:
    """Take a GeoPackage out of the mode that QGIS writes in: its readers make files beside it.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    with quiet() as failures:
        try:
            dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
            if dataset is not None:
                answer = dataset.ExecuteSQL("PRAGMA journal_mode = delete")
                if answer is not None:
                    dataset.ReleaseResultSet(answer)
                close(dataset)
        except RuntimeError as error:  # where GDAL's user asked for exceptions
            failures.append(str(error))
    if failures:
        raise _unwritten(path, failures)


@dataclass
class LayerFile:
    """A file that is being written.

    Parameters
    ----------
    path : Path
        Where to write it; other files of the same format may lie beside.
    layer : str
        What to call its layer.
    count : int
        Features written so far; what writes them counts them here.
    """

    path: Path
    layer: str
    count: int = 0


@contextmanager
def whole_layer(target: str | Path) -> Iterator[LayerFile]:
    """Give a file to write a layer to, by OGR or QGIS, which must be closed when the block ends.

    It is then opened again, its features are counted, and it takes its name with the files beside
    it. After an error nothing has changed.

    Raises
    ------
    OutputError
        If it cannot be written, or not all is there that was written.
    """
    target = Path(target)
    with Outputs() as outputs:
        file = LayerFile(outputs.path(target), target.stem)
        with quiet() as failures:
            try:
                yield file
                if not failures:
                    failures += _missing(file)
            except PoplarError:
                raise
            except (OSError, RuntimeError) as error:  # GDAL raises only where its user asked for it
                failures.append(str(error))
        if failures:
            raise _unwritten(target, failures)


def _unwritten(path: str | Path, failures: list[str]) -> OutputError:
    return OutputError(
        f"{path} cannot be written: {shortened(failures[0])}. Is the disk full? Make room there, "
        "or choose another folder.",
        path=str(path),
    )


def shortened(complaint: str) -> str:
    """Return what GDAL complains about, without the pages of SQL that it may quote."""
    text = public(complaint).strip().rstrip(".")
    return text if len(text) <= _LONGEST else f"{text[:80]} … {text[80 - _LONGEST :]}"


def _missing(file: LayerFile) -> list[str]:
    """Return what a file lacks, opened again and read to its end."""
    dataset = gdal.OpenEx(str(file.path), gdal.OF_VECTOR | gdal.OF_VERBOSE_ERROR)
    layer = dataset.GetLayer(0) if dataset is not None else None
    if layer is None:
        return ["the file cannot be opened again"]
    found = sum(1 for _ in layer)
    return [] if found == file.count else [f"of {file.count} features {found} are in the file"]


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


def _fill(driver, file: LayerFile, crs: str, fields, features) -> None:
    reference = osr.SpatialReference()
    if crs:
        reference.ImportFromWkt(crs)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    dataset = driver.Create(str(file.path), 0, 0, 0, gdal.GDT_Unknown)
    _require(dataset is not None)
    layer = definition = feature = None
    try:
        layer = dataset.CreateLayer(file.layer, reference if crs else None, ogr.wkbPolygon)
        _require(layer is not None)
        for name, kind in fields.items():
            _require(layer.CreateField(ogr.FieldDefn(name, _FIELD_TYPES[kind])) == ogr.OGRERR_NONE)
        definition = layer.GetLayerDefn()
        in_one = dataset.TestCapability(ogr.ODsCTransactions)
        _require(not in_one or dataset.StartTransaction() == ogr.OGRERR_NONE)
        for wkb, values in features:
            feature = ogr.Feature(definition)
            feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(wkb))
            for position, value in enumerate(values):
                if value is not None:
                    feature.SetField(position, value)
            _require(layer.CreateFeature(feature) == ogr.OGRERR_NONE)
            file.count += 1
        _require(not in_one or dataset.CommitTransaction() == ogr.OGRERR_NONE)
    finally:
        # An error keeps what this function holds, and nothing of a layer may outlive its dataset.
        layer = definition = feature = None
        close(dataset)


def _require(done: bool) -> None:
    """Raise what GDAL complains about unless something was done."""
    if not done:
        raise RuntimeError(gdal.GetLastErrorMsg() or "GDAL gives no reason")
