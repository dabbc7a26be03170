"""Parameters that several algorithms have, declared once, and how their values are read.

===================  ==========================================================
RASTER, BANDS        extractpatches, predict, mapclasses, maskfrompolygons, filters
LABELS, CLASS_FIELD  extractpatches, mapclasses (splitlabels names its layer INPUT)
MASK                 extractpatches, predict, mapclasses, filters
MEMORY, JOBS         predict, filters
SEED                 all that draw lots
===================  ==========================================================
"""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterBand,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsVectorLayer,
)

from poplar_nn_plugin.algorithms.base import advanced, tr
from poplar_nn_plugin.chain.align import on_grid
from poplar_nn_plugin.chain.labels import Feature, Labels, prepare_labels
from poplar_nn_plugin.chain.mask import polygons_on_grid
from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.errors import LabelError, ParameterError, RasterOpenError

_WHOLE = QgsProcessingParameterNumber.Type.Integer
_REAL = QgsProcessingParameterNumber.Type.Double


def raster(key: str = "RASTER", label: str = "") -> QgsProcessingParameterRasterLayer:
    """Declare the image."""
    return QgsProcessingParameterRasterLayer(key, label or tr("Image"))


def bands(parent: str = "RASTER") -> QgsProcessingParameterBand:
    """Declare the choice of bands; none chosen means all but an alpha band."""
    return advanced(
        QgsProcessingParameterBand(
            "BANDS",
            tr("Bands (all if none is chosen)"),
            parentLayerParameterName=parent,
            optional=True,
            allowMultiple=True,
        )
    )


def label_parameters(layer: str = "LABELS") -> list:
    """Declare the label layer with its fields of class, class name and group."""
    anything = QgsProcessingParameterField.DataType.Any
    return [
        QgsProcessingParameterFeatureSource(
            layer, tr("Labelled polygons"), [QgsProcessing.SourceType.TypeVectorPolygon]
        ),
        QgsProcessingParameterField(
            "CLASS_FIELD",
            tr("Class field (text or whole numbers)"),
            parentLayerParameterName=layer,
            type=anything,
        ),
        QgsProcessingParameterField(
            "GROUP_FIELD",
            tr("Group field (polygons of one stand or place; each its own if none)"),
            parentLayerParameterName=layer,
            type=anything,
            optional=True,
        ),
    ]


def name_field(layer: str = "LABELS") -> QgsProcessingParameterField:
    """Declare the field that names classes whose field holds numbers."""
    return advanced(
        QgsProcessingParameterField(
            "NAME_FIELD",
            tr("Field with the names of the classes, where the class field holds numbers"),
            parentLayerParameterName=layer,
            type=QgsProcessingParameterField.DataType.Any,
            optional=True,
        )
    )


def whole(key: str, label: str, default, low: int, high: int, *, optional: bool = False):
    """Declare a whole number."""
    return QgsProcessingParameterNumber(
        key,
        label,
        type=_WHOLE,
        defaultValue=default,
        optional=optional,
        minValue=low,
        maxValue=high,
    )


def real(key: str, label: str, default, low: float, high: float):
    """Declare a number."""
    return QgsProcessingParameterNumber(
        key, label, type=_REAL, defaultValue=default, minValue=low, maxValue=high
    )


def seed() -> QgsProcessingParameterNumber:
    """Declare the seed: the same seed and data give the same result."""
    return advanced(
        whole("SEED", tr("Seed (the same seed gives the same result)"), 0, 0, 2**31 - 1)
    )


def mask(label: str) -> QgsProcessingParameterMapLayer:
    """Declare a mask, raster or polygons."""
    kinds = [QgsProcessing.SourceType.TypeRaster, QgsProcessing.SourceType.TypeVectorPolygon]
    return QgsProcessingParameterMapLayer("MASK", label, optional=True, types=kinds)


def memory_and_jobs() -> list:
    """Declare the engine's memory cap and number of threads."""
    return [
        advanced(
            QgsProcessingParameterString(
                "MEMORY", tr("Memory cap, such as 256M or 1G"), defaultValue="1G"
            )
        ),
        advanced(whole("JOBS", tr("Threads (-1: one for each core)"), -1, -1, 256)),
    ]


def raster_path(algorithm, parameters, key: str, context) -> str:
    """Return the path of a raster layer that GDAL can read.

    Raises
    ------
    QgsProcessingException
        If there is no such layer.
    RasterOpenError
        If it is not a file for GDAL: a web map, say.
    """
    layer = algorithm.parameterAsRasterLayer(parameters, key, context)
    if layer is None:
        raise QgsProcessingException(algorithm.invalidRasterError(parameters, key))
    if layer.providerType() != "gdal":
        raise RasterOpenError(
            f"{key}: {layer.name()} comes from '{layer.providerType()}', but pixels can only be "
            "read from raster files: save it as a GeoTIFF first (Export > Save as)."
        )
    return layer.source()


def read_labels(
    algorithm, parameters, context, grid: Grid, progress, *, layer="LABELS", split_key=""
) -> Labels:
    """Return the polygons of the label layer on the grid of an image."""
    source, features = read_features(algorithm, parameters, context, layer, split_key)
    return prepare_labels(
        features,
        source.sourceCrs().toWkt(),
        grid,
        class_field=algorithm.parameterAsString(parameters, "CLASS_FIELD", context),
        colours=_colours(algorithm, parameters, context, layer),
        progress=progress,
    )


def read_features(algorithm, parameters, context, layer: str, split_key: str = ""):
    """Return the label layer and its features with the values of the chosen fields.

    Raises
    ------
    QgsProcessingException
        If there is no such layer.
    LabelError
        If the layer is empty, or a chosen field does not exist.
    """
    source = algorithm.parameterAsSource(parameters, layer, context)
    if source is None:
        raise QgsProcessingException(algorithm.invalidSourceError(parameters, layer))
    if not source.featureCount():
        raise LabelError("The label layer is empty: draw at least one polygon of each class.")
    keys = {"value": "CLASS_FIELD", "group": "GROUP_FIELD", "name": "NAME_FIELD"}
    keys = {**keys, "split": split_key} if split_key else keys
    column = {}
    for what, key in keys.items():
        if algorithm.parameterDefinition(key) is None:
            continue
        name = algorithm.parameterAsString(parameters, key, context)
        if not name:
            continue
        column[what] = source.fields().lookupField(name)
        if column[what] < 0:
            raise LabelError(
                f"{key}: the label layer has no field '{name}'; its fields are "
                f"{', '.join(field.name() for field in source.fields())}.",
                field=name,
            )
    features = []
    for feature in source.getFeatures():
        geometry = feature.geometry()
        values = {what: _value(feature[index]) for what, index in column.items()}
        wkb = None if geometry.isNull() else bytes(geometry.asWkb())
        if "name" in values and values["name"] is not None:
            values["name"] = str(values["name"])
        features.append(Feature(wkb, **{"value": None, **values}))
    return source, features


def read_mask(algorithm, parameters, context, grid: Grid, folder: Path, progress):
    """Return the mask as a source on the image's grid, None where there is none."""
    layer = algorithm.parameterAsLayer(parameters, "MASK", context)
    if layer is None:
        if parameters.get("MASK"):
            raise ParameterError(
                f"MASK: {parameters['MASK']} cannot be opened as a raster or polygon layer."
            )
        return None
    if not isinstance(layer, QgsVectorLayer):
        return on_grid(raster_path(algorithm, parameters, "MASK", context), grid, folder, progress)
    return polygons_on_grid(*geometries(layer), grid, progress)


def geometries(source) -> tuple[list[bytes], str]:
    """Return the geometries of a layer or feature source as WKB, and its CRS as WKT."""
    crs = source.sourceCrs().toWkt()
    found = [f.geometry() for f in source.getFeatures()]
    return [bytes(g.asWkb()) for g in found if not g.isNull() and not g.isEmpty()], crs


def chosen_bands(algorithm, parameters, context) -> tuple[int, ...] | None:
    """Return the bands that were chosen, None where none was."""
    found = algorithm.parameterAsInts(parameters, "BANDS", context)
    return tuple(found) if found else None


def optional_whole(algorithm, parameters, key: str, context) -> int | None:
    """Return a whole number, None where it was left empty."""
    given = parameters.get(key)
    return None if given in (None, "") else algorithm.parameterAsInt(parameters, key, context)


def _value(value):
    """Return a field's value, None for SQL's NULL (which PyQt gives as an invalid QVariant)."""
    return None if value is None or (hasattr(value, "isNull") and value.isNull()) else value


def _colours(algorithm, parameters, context, key: str) -> dict:
    """Return the colours by which a layer draws its classes, where it does."""
    layer = algorithm.parameterAsLayer(parameters, key, context)
    renderer = layer.renderer() if isinstance(layer, QgsVectorLayer) else None
    field = algorithm.parameterAsString(parameters, "CLASS_FIELD", context)
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return {}
    if renderer.classAttribute().strip('"') != field:
        return {}
    return {
        _value(category.value()): category.symbol().color().name()
        for category in renderer.categories()
        if category.value() not in (None, "")
    }
