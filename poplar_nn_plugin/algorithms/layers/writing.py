"""A layer of QGIS features in a file, or several, which appear only when they are whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsVectorFileWriter,
    QgsWkbTypes,
)

from poplar_nn_plugin.algorithms.layers.crs import living
from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.labels.vector import shortened, whole_layer

__all__ = ["driver_of", "point_feature", "polygon_feature", "write_layer"]


def driver_of(path: str) -> str:
    """Return the name of the driver that writes files with the ending of `path`.

    Raises
    ------
    OutputError
        If there is none.
    """
    ending = Path(path).suffix
    driver = QgsVectorFileWriter.driverForExtension(ending) if ending else ""
    if not driver:
        raise OutputError(
            f"OUTPUT: {Path(path).name} cannot be written, for no vector format ends in "
            f"'{ending}': choose a name that ends in .gpkg.",
            path=path,
        )
    return driver


def polygon_feature(fields: QgsFields, values: Sequence[object], wkb: bytes | None) -> QgsFeature:
    """Return a feature with the values of its fields, and polygons where there are any."""
    feature = QgsFeature(fields)
    feature.setAttributes(list(values))
    if wkb is not None:
        geometry = QgsGeometry()
        geometry.fromWkb(wkb)
        geometry.convertToMultiType()
        feature.setGeometry(geometry)
    return feature


def point_feature(fields: QgsFields, values: Sequence[object], x: float, y: float) -> QgsFeature:
    """Return a feature with the values of its fields, at a point."""
    feature = QgsFeature(fields)
    feature.setAttributes(list(values))
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
    return feature


def write_layer(
    path: str,
    driver: str,
    fields: QgsFields,
    shape: QgsWkbTypes.Type,
    crs: QgsCoordinateReferenceSystem,
    context: QgsProcessingContext,
    features: Iterable[QgsFeature] = (),
) -> None:
    """Write a layer, called after its file.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = driver
    with whole_layer(path) as file:
        options.layerName = file.layer
        writer = QgsVectorFileWriter.create(
            str(file.path), fields, shape, living(crs), context.transformContext(), options
        )
        for feature in features:
            if not writer.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
                break
            file.count += 1
        failure = "" if writer.flushBuffer() else writer.errorMessage()
        failure = failure or writer.errorMessage()
        del writer  # closes the file
        if failure:
            raise OutputError(
                f"{path} cannot be written: {shortened(failure)}. Is the disk full? Make room "
                "there, or choose another folder.",
                path=path,
            )
