"""The label layer: what it needs, and how polygons and classes go into its edit buffer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from qgis.core import (
    QgsExpression,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.algorithms.layers.fields import TEXT, new_field
from poplar_nn_plugin.algorithms.styling.label_form import FIELDS, FILLED_IN
from poplar_nn_plugin.errors import LabelError, OutputError

__all__ = [
    "CLASS_FIELD",
    "NAME_FIELD",
    "add_fields",
    "add_polygon",
    "begin_edits",
    "class_value",
    "edit_command",
    "give_class",
    "holds_codes",
    "in_transaction",
    "missing_fields",
    "polygon_at",
    "save",
    "saves_with_undo",
    "unlabelled",
]

CLASS_FIELD = "class"
NAME_FIELD = "name"


def missing_fields(layer: QgsVectorLayer) -> list[str]:
    """Return the fields of a label layer that this one lacks."""
    return [name for name in FIELDS if layer.fields().lookupField(name) < 0]


def begin_edits(layer: QgsVectorLayer) -> None:
    """Open the layer for edits, where it is not open yet.

    Raises
    ------
    LabelError
        If it cannot be edited.
    """
    if layer.isEditable():
        return
    if layer.readOnly() or not layer.supportsEditing() or not layer.startEditing():
        raise LabelError(
            tr(
                "'{}' cannot be edited: its file, or the project, says it is only to be read. "
                "Choose another label layer, or make one with the button 'New'."
            ).format(layer.name())
        )


@contextmanager
def edit_command(layer: QgsVectorLayer, title: str) -> Iterator[None]:
    """Make all edits within one step of the layer's undo stack; none of them if one fails.

    Raises
    ------
    LabelError
        If the layer cannot be edited.
    """
    begin_edits(layer)
    layer.beginEditCommand(title)
    try:
        yield
    except BaseException:
        layer.destroyEditCommand()
        raise
    layer.endEditCommand()
    layer.triggerRepaint()


def add_fields(layer: QgsVectorLayer, names: Iterable[str]) -> None:
    """Add fields of a label layer, empty as yet, within the edit command that is open.

    Raises
    ------
    LabelError
        If the layer's format does not take a field.
    """
    for name in names:
        # A format without dates, such as Shapefile, takes them as text.
        kinds = (FIELDS[name], TEXT)
        if not any(layer.addAttribute(new_field(name, kind)) for kind in kinds):
            raise LabelError(
                tr(
                    "'{}' does not take the field '{}'. Make a label layer with the button 'New' "
                    "and copy the polygons into it."
                ).format(layer.name(), name)
            )


def add_polygon(layer: QgsVectorLayer, geometry: QgsGeometry, value, name: str) -> None:
    """Add a polygon of a class, its other fields filled in, as one step to undo.

    Parameters
    ----------
    layer : QgsVectorLayer
    geometry : QgsGeometry
        In the layer's CRS and of its type.
    value : int or str
        What stands for the class in its field.
    name : str
        The name of the class.

    Raises
    ------
    LabelError
        If the layer cannot be edited or does not take it.
    """
    context = layer.createExpressionContext()
    values = {CLASS_FIELD: value, NAME_FIELD: name}
    for field, expression in FILLED_IN.items():
        index = layer.fields().lookupField(field)
        if index >= 0 and not layer.defaultValueDefinition(index).isValid():
            values[field] = QgsExpression(expression).evaluate(context)
    attributes = {layer.fields().lookupField(field): of_it for field, of_it in values.items()}
    attributes.pop(-1, None)
    with edit_command(layer, tr("Draw {}").format(name)):
        feature = QgsVectorLayerUtils.createFeature(layer, geometry, attributes, context)
        if not layer.addFeature(feature):
            raise LabelError(tr("'{}' does not take the polygon.").format(layer.name()))


def give_class(layer: QgsVectorLayer, ids: Iterable[int], value, name: str | None) -> None:
    """Give polygons a class, within the edit command that is open.

    Parameters
    ----------
    layer : QgsVectorLayer
    ids : iterable of int
        Of the features.
    value : int, str or None
        None takes their class away.
    name : str or None
        The name of the class.
    """
    attributes = {layer.fields().lookupField(CLASS_FIELD): value}
    attributes[layer.fields().lookupField(NAME_FIELD)] = name
    attributes.pop(-1, None)
    for number in ids:
        layer.changeAttributeValues(number, attributes, {}, True)  # the name is set here


def holds_codes(layer: QgsVectorLayer) -> bool:
    """Return whether the class field holds codes, not names."""
    return layer.fields().at(layer.fields().lookupField(CLASS_FIELD)).isNumeric()


def in_transaction(layer: QgsVectorLayer) -> bool:
    """Return whether the project carries the layer's edits into its file in a transaction."""
    return layer.dataProvider().transaction() is not None


def saves_with_undo(layer: QgsVectorLayer) -> bool:
    """Return whether there is something to save that can be taken back from the file."""
    return layer.isModified() and not layer.isEditCommandActive() and not in_transaction(layer)


def class_value(value):
    """Return a value of the class field: a code or a text; None where there is no class."""
    if value is None or (hasattr(value, "isNull") and value.isNull()) or value in ("", 0):
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def unlabelled(layer: QgsVectorLayer) -> list[int]:
    """Return the ids of the polygons without a class, in order."""
    index = layer.fields().lookupField(CLASS_FIELD)
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes([] if index < 0 else [index])
    features = layer.getFeatures(request)
    return sorted(f.id() for f in features if index < 0 or class_value(f[index]) is None)


def polygon_at(layer: QgsVectorLayer, point: QgsPointXY, hidden: Iterable = ()) -> int | None:
    """Return the id of the polygon at a point; the smallest of several.

    Parameters
    ----------
    layer : QgsVectorLayer
    point : QgsPointXY
        In the layer's CRS.
    hidden : iterable of int or str
        Values of classes whose polygons nobody sees.
    """
    spot, hidden = QgsGeometry.fromPointXY(point), set(hidden)
    index = layer.fields().lookupField(CLASS_FIELD)
    request = QgsFeatureRequest().setFilterRect(QgsRectangle(point, point))
    request.setSubsetOfAttributes([index])
    hit = [
        feature
        for feature in layer.getFeatures(request)
        if class_value(feature[index]) not in hidden and feature.geometry().contains(spot)
    ]
    return min(hit, key=lambda f: f.geometry().area()).id() if hit else None


def save(layer: QgsVectorLayer) -> None:
    """Write the edits into the file; the layer stays open for more.

    Raises
    ------
    OutputError
        If the file does not take them; they are then still in the layer.
    """
    if not layer.commitChanges(False):
        reasons = "; ".join(layer.commitErrors()).replace("\n", " ")
        raise OutputError(
            tr(
                "The labels of '{}' cannot be saved ({}). They are still in the layer: free the "
                "disk, or close other programs that use the file, and save again."
            ).format(layer.name(), reasons)
        )
    if layer.storageType() == "GeoJSON":
        # Polygons are numbered by position in the file, and GDAL 3.10 still writes to the
        # positions from before one was deleted.
        layer.dataProvider().reloadData()
