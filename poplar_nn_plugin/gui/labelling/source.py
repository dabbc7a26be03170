"""Label layers: made by the algorithm, found in the project, or given the fields they lack."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, count
from pathlib import Path

from qgis.core import (
    QgsFeatureRequest,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.algorithms.memory import is_temporary
from poplar_nn_plugin.dataset.classes import HIGHEST_CODE, ClassMap
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.gui.labelling.classes import LabelClasses
from poplar_nn_plugin.gui.labelling.layer import (
    CLASS_FIELD,
    add_fields,
    class_value,
    edit_command,
    give_class,
    missing_fields,
)
from poplar_nn_plugin.gui.labelling.legend import LabelClass

__all__ = ["class_sources", "create_layer", "greeting", "is_label_layer", "lasts", "prepare_layer"]


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
    for index, one in enumerate(classes, start=1):
        code = one.value if isinstance(one.value, int) else index
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


def prepare_layer(layer: QgsVectorLayer, class_from: str = "") -> LabelClasses:
    """Add the fields that a layer lacks, draw it by class, as one step to undo; return its classes.

    Parameters
    ----------
    layer : QgsVectorLayer
    class_from : str
        A field whose values say the classes of the polygons, where the layer lacks the class
        field: codes, or names that are numbered in their order. It stays as it is.

    Raises
    ------
    LabelError
        If the layer cannot be edited or does not take a field, or the values cannot be classes.
    """
    with edit_command(layer, tr("Make a label layer of it")):
        add_fields(layer, missing_fields(layer))
        if class_from:
            _take_classes(layer, class_from)
        classes = LabelClasses(layer)
        if classes.listed() and not classes.legend.drawn():
            classes.legend.change(classes.listed())
    return classes


def class_sources(layer: QgsVectorLayer) -> list[str]:
    """Return the fields that may say the class of a layer without the class field, likely first."""
    if CLASS_FIELD not in missing_fields(layer):
        return []
    keys = {layer.fields().at(index).name() for index in layer.primaryKeyAttributes()}
    fields = [field for field in layer.fields() if field.name() not in keys]
    fields.sort(key=lambda field: ("class" not in field.name().lower(), field.isNumeric()))
    return [field.name() for field in fields]


def is_label_layer(layer) -> bool:
    """Return whether a layer of the project is one of polygons with all the fields of labels."""
    return (
        isinstance(layer, QgsVectorLayer)
        and layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
        and not missing_fields(layer)
    )


def lasts(layer: QgsVectorLayer) -> bool:
    """Return whether what is saved in a layer is still there when QGIS was closed."""
    return layer.dataProvider().name() != "memory" and not is_temporary(layer.source())


def greeting(layer: QgsVectorLayer | None) -> str:
    """Return what a user should know of a layer before drawing in it; empty for nothing."""
    if layer is None or lasts(layer):
        return ""
    return tr(
        "'{}' is a temporary layer: its labels are lost when QGIS closes. Make it permanent in "
        "the layer list, or make a label layer."
    ).format(layer.name())


def _take_classes(layer: QgsVectorLayer, field: str) -> None:
    """Give each polygon the class that another of its fields says."""
    index = layer.fields().lookupField(field)
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    said = {f.id(): class_value(f[index]) for f in layer.getFeatures(request)}
    values = {value for value in said.values() if value is not None}
    if not all(isinstance(value, int) for value in values):
        said = {n: None if v is None else str(v).strip() for n, v in said.items()}
        values = {value for value in said.values() if value}
    found = ClassMap.of_values(values)
    if max(found.codes, default=0) > HIGHEST_CODE:
        raise LabelError(
            tr("'{}' cannot say the classes: a map holds the codes 1 to {}, it goes to {}.").format(
                field, HIGHEST_CODE, max(found.codes)
            )
        )
    names = dict(zip(found.codes, found.names))
    codes = dict(zip(sorted(values), found.codes))
    for number, value in said.items():
        if value in codes:
            give_class(layer, [number], codes[value], names[codes[value]])


def _free_name(folder: Path) -> str:
    """Return a path for a label layer that stands for no file yet."""
    names = chain(["labels.gpkg"], (f"labels-{number}.gpkg" for number in count(2)))
    return next(str(folder / name) for name in names if not (folder / name).exists())
