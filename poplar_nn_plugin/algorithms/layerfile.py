"""A vector file of QGIS features, which appears only when it is whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessingContext,
    QgsVectorFileWriter,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.nn.files import whole_file

__all__ = ["as_fields", "write_layer"]


def as_fields(kinds: Mapping[str, QVariant.Type]) -> QgsFields:
    """Return the fields of these names and types."""
    fields = QgsFields()
    for name, kind in kinds.items():
        fields.append(QgsField(name, kind))
    return fields


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
    options.layerName = Path(path).stem
    with whole_file(path) as temporary:
        writer = QgsVectorFileWriter.create(
            str(temporary), fields, shape, crs, context.transformContext(), options
        )
        for feature in features:
            writer.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
        writer.flushBuffer()
        failure = writer.errorMessage()
        del writer  # closes the file
        if failure:
            raise OutputError(
                f"{path} cannot be written: {failure}. Free the disk, or choose another folder.",
                path=path,
            )
