"""Where a layer to label in comes from: made by the algorithm, found, or made ready."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, count
from pathlib import Path

from qgis.core import (
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)

from poplar_nn_plugin.gui.label_classes import LabelClasses
from poplar_nn_plugin.gui.label_layer import add_fields, missing_fields
from poplar_nn_plugin.gui.label_legend import LabelClass

__all__ = ["create_layer", "is_label_layer", "lasts", "prepare_layer"]


def create_layer(
    image: QgsRasterLayer | None, classes: Iterable[LabelClass]
) -> QgsVectorLayer | None:
    """Return a new label layer, made by the algorithm from its dialog.

    Parameters
    ----------
    image : QgsRasterLayer or None
        Filled in, with a name for the file beside it.
    classes : iterable of LabelClass
        Filled in too.

    Returns
    -------
    QgsVectorLayer or None
        None if the dialog was left without a layer.
    """
    from qgis import processing  # only then: QGIS may load it after the plugin

    given = {"CLASSES": []}
    for place, one in enumerate(classes, start=1):
        code = one.value if isinstance(one.value, int) else place
        given["CLASSES"] += [code, one.name, one.colour]
    if image is not None:
        given["RASTER"] = image.id()
        if Path(image.source()).is_file():
            given["OUTPUT"] = _free_name(Path(image.source()).parent)
    made = processing.execAlgorithmDialog("poplarnn:createlabellayer", given) or {}
    if "OUTPUT" not in made:
        return None
    path = made["OUTPUT"]
    for layer in QgsProject.instance().mapLayers().values():
        if layer.source().partition("|")[0] == path:
            return layer
    layer = QgsVectorLayer(path, Path(path).stem, "ogr")  # the dialog was told not to open it
    layer.loadDefaultStyle()
    return QgsProject.instance().addMapLayer(layer)


def prepare_layer(layer: QgsVectorLayer) -> None:
    """Add the fields that a layer lacks, and draw it by class.

    Raises
    ------
    LabelError
        If it cannot be edited, or does not take a field.
    """
    lacking = missing_fields(layer)
    if lacking:
        add_fields(layer, lacking)
    classes = LabelClasses(layer)
    if classes.listed() and not classes.legend.drawn():
        classes.draw()


def is_label_layer(layer) -> bool:
    """Return whether a layer of the project is one of polygons with all the fields of labels."""
    return (
        isinstance(layer, QgsVectorLayer)
        and layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
        and not missing_fields(layer)
    )


def lasts(layer: QgsVectorLayer) -> bool:
    """Return whether what is saved in a layer is still there when QGIS was closed."""
    # Not `isTemporary`, which means every file of the system's temporary folder too.
    return layer.dataProvider().name() != "memory" and not layer.source().startswith(
        QgsProcessingUtils.tempFolder()
    )


def _free_name(folder: Path) -> str:
    """Return a path for a label layer that stands for no file yet."""
    names = chain(["labels.gpkg"], (f"labels-{number}.gpkg" for number in count(2)))
    return next(str(folder / name) for name in names if not (folder / name).exists())
