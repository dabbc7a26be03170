"""A layer of QGIS features in a file, or several, which appear only when they are whole."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsProcessingContext,
    QgsVectorFileWriter,
    QgsWkbTypes,
)

from poplar_nn_plugin.algorithms.crs import living
from poplar_nn_plugin.chain.vector import whole_files
from poplar_nn_plugin.errors import OutputError

__all__ = ["driver_of", "write_layer"]


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
    with whole_files(Path(path)) as staged:
        writer = QgsVectorFileWriter.create(
            str(staged), fields, shape, living(crs), context.transformContext(), options
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
