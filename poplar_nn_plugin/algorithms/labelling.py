"""The labelled polygons as parameters: a layer, its fields, and what is read of them.

===================  ==========================================================
LABELS, CLASS_FIELD  extractpatches, mapclasses (splitlabels names its layer INPUT)
===================  ==========================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsProcessingFeatureSource,
    QgsProcessingParameterField,
    QgsVectorLayer,
)

from poplar_nn_plugin.algorithms.layers.crs import crs_wkt
from poplar_nn_plugin.algorithms.layers.fields import TEXT, field_value
from poplar_nn_plugin.algorithms.parameters import advanced, polygons
from poplar_nn_plugin.algorithms.request import Request
from poplar_nn_plugin.algorithms.styling.results import kept_colours
from poplar_nn_plugin.algorithms.translation import tr
from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.labels.labels import Feature, Labels, prepare_labels
from poplar_nn_plugin.labels.name_field import likely_names, one_to_one
from poplar_nn_plugin.progress import Progress

_FIELDS = {
    "value": "CLASS_FIELD",
    "group": "GROUP_FIELD",
    "name": "NAME_FIELD",
    "split": "SPLIT_FIELD",
    "fold": "FOLD_FIELD",
}


def label_parameters(layer: str = "LABELS") -> list:
    """Declare the label layer with its fields of class and group."""
    return [
        polygons(layer, tr("Labelled polygons or points"), points=True),
        _field("CLASS_FIELD", tr("Class field (text or whole numbers)"), layer, default="class"),
        _field("GROUP_FIELD", tr("Group field (same stand or place)"), layer),
    ]


def optional_labels(label: str) -> list:
    """Declare a label layer that may be left out, with its field of class."""
    title = tr("Class field (text or whole numbers)")
    return [
        polygons("LABELS", label, points=True, optional=True),
        _field("CLASS_FIELD", title, "LABELS", default="class", optional=True),
    ]


def name_field(layer: str = "LABELS") -> QgsProcessingParameterField:
    """Declare the field that names classes whose field holds numbers."""
    return advanced(_field("NAME_FIELD", tr("Field with the names of the classes"), layer))


def split_field(layer: str = "LABELS") -> QgsProcessingParameterField:
    """Declare the field that says the split of a polygon."""
    text = QgsProcessingParameterField.DataType.String
    return advanced(_field("SPLIT_FIELD", tr("Split field (train, valid, test)"), layer, type=text))


def fold_field(layer: str = "LABELS") -> QgsProcessingParameterField:
    """Declare the field that says the fold of a polygon, for a cross-validation."""
    number = QgsProcessingParameterField.DataType.Numeric
    title = tr("Fold field (for 'Cross-validate')")
    return advanced(_field("FOLD_FIELD", title, layer, type=number))


def _field(
    key: str,
    label: str,
    layer: str,
    *,
    default: str | None = None,
    type: QgsProcessingParameterField.DataType = QgsProcessingParameterField.DataType.Any,
    optional: bool = False,
) -> QgsProcessingParameterField:
    """Declare a field of a layer, which may be left open if `optional` or without a default."""
    return QgsProcessingParameterField(
        key,
        label,
        defaultValue=default,
        parentLayerParameterName=layer,
        type=type,
        optional=optional or default is None,
    )


def read_labels(
    request: Request, grids: Mapping[str, Grid], progress, *, least: int = 2
) -> list[Labels]:
    """Return the polygons of LABELS on the grids of images, by the names of these.

    `least` is the number of classes that are needed.
    """
    _, features, crs = read_features(request, "LABELS", progress)
    drawn = request.layer("LABELS")
    if isinstance(drawn, QgsVectorLayer) and drawn.isModified():
        progress.message(f"{drawn.name()} has edits that are not saved: they are used as they are.")
    found = []
    for name, grid in grids.items():
        if len(grids) > 1:
            progress.message(f"Labels on {name}:")
        try:
            labels = prepare_labels(
                features,
                crs,
                grid,
                class_field=request.text("CLASS_FIELD"),
                colours=class_colours(request, "LABELS"),
                least=least,
                progress=progress,
            )
        except LabelError as error:
            message = f"{name}: {error.message}" if len(grids) > 1 else error.message
            raise LabelError(message, **error.fields) from error
        found.append(labels)
    return found


def read_features(
    request: Request, layer: str, progress: Progress | None = None
) -> tuple[QgsProcessingFeatureSource, list[Feature], str]:
    """Return the label layer, its features with the values of the chosen fields, and its CRS.

    The CRS is WKT. Invalid geometries are among the features. Names that stand beside the codes are
    read unasked where they do not contradict them; `progress` is told where they do.

    Raises
    ------
    QgsProcessingException
        If there is no such layer.
    LabelError
        If the layer is empty, or a chosen field does not exist.
    """
    source = request.source(layer)
    if not source.featureCount():
        raise LabelError("The label layer is empty: draw at least one polygon of each class.")
    column = {}
    for what, key in _FIELDS.items():
        name = request.text(key) if request.has(key) else ""
        if not name:
            continue
        column[what] = source.fields().lookupField(name)
        if column[what] < 0:
            raise LabelError(
                f"{key}: the label layer has no field '{name}'; its fields are "
                f"{', '.join(field.name() for field in source.fields())}.",
                field=name,
            )
    unasked = "name" not in column and _names_beside(source, column)
    if unasked:
        column["name"] = source.fields().lookupField(unasked)
    features = []
    for feature in source.getFeatures():
        geometry = feature.geometry()
        values = {what: field_value(feature[index]) for what, index in column.items()}
        wkb = None if geometry.isNull() else bytes(geometry.asWkb())
        if "name" in values and values["name"] is not None:
            values["name"] = str(values["name"])
        features.append(Feature(wkb, **{"value": None, **values}))
    _require_classes(source, [feature.value for feature in features], column)
    if unasked and not one_to_one([f.value for f in features], [f.name for f in features]):
        features = [replace(feature, name=None) for feature in features]
        if progress is not None:
            progress.warn(
                f"the field '{unasked}' seems to name the classes, but does not go with the codes "
                f"in '{request.text('CLASS_FIELD')}' everywhere, so the codes stand for names: "
                "'Check labels' shows where, or choose NAME_FIELD."
            )
    return source, features, crs_wkt(source.sourceCrs())


def _require_classes(source, values: list, column: dict) -> None:
    """Refuse a field that numbers polygons where another one sorts them.

    A few polygons may well be of a class each, and many where no other field repeats its values.
    """
    if len(values) < _FEW or len(set(values)) < len(values):
        return
    likely = []
    for index, field in enumerate(source.fields()):
        if index not in column.values():
            distinct = source.uniqueValues(index)
            if 2 <= len({field_value(value) for value in distinct} - {None}) <= len(values) / 2:
                likely.append(f"'{field.name()}'")
    if likely:
        chosen = source.fields().at(column["value"]).name()
        raise LabelError(
            f"CLASS_FIELD: each of the {len(values)} polygons has another value in '{chosen}': it "
            "numbers them and names no classes. Choose the field that holds the class, likely "
            f"{' or '.join(likely)}.",
            field=chosen,
        )


_FEW = 5


def names_beside(request: Request, layer: str) -> str:
    """Return the field that seems to name the classes of a layer, also where it contradicts them.

    It is empty where CLASS_FIELD holds texts, or no field seems to.
    """
    source = request.source(layer)
    asked = {what: request.text(key) for what, key in _FIELDS.items() if request.has(key)}
    column = {what: source.fields().lookupField(name) for what, name in asked.items() if name}
    return _names_beside(source, column) if min(column.values()) >= 0 else ""


def _names_beside(source: QgsProcessingFeatureSource, column: dict) -> str:
    """Return the field of texts that go with the codes, empty for none.

    Nobody should have to choose it: that of our own label layers, or what names them elsewhere.
    """
    fields, code = source.fields(), column["value"]
    if not fields.at(code).isNumeric():
        return ""
    if code == fields.lookupField("class") and fields.lookupField("name") >= 0:
        return "name"
    texts = [
        number
        for number, field in enumerate(fields)
        if field.type() == TEXT and number not in column.values()
    ]
    rows = [feature.attributes() for feature in source.getFeatures()] if texts else []
    codes = [field_value(row[code]) for row in rows]
    columns = {
        fields.at(number).name(): [field_value(row[number]) for row in rows] for number in texts
    }
    return likely_names(codes, columns) or ""


def say_edits(request: Request, key: str, progress) -> None:
    """Tell that changes which are not saved yet are used."""
    found = request.layer(key)
    if isinstance(found, QgsVectorLayer) and found.isModified():
        progress.message(
            f"The layer '{found.name()}' is being edited: its changes are used as they are now, "
            "saved or not."
        )


def class_colours(request: Request, key: str) -> dict:
    """Return the colours by which a layer draws its classes, or was drawn before it was split."""
    layer = request.layer(key)
    field = request.text("CLASS_FIELD")
    if not isinstance(layer, QgsVectorLayer):
        return {}
    colours = _drawn(layer, field)
    if not colours and layer.providerType() == "ogr":
        # Processing opens a file by its path without the style that is kept with it.
        colours = _drawn(QgsVectorLayer(layer.source(), layer.name(), "ogr"), field)
    return colours


def _drawn(layer: QgsVectorLayer, field: str) -> dict:
    renderer = layer.renderer()
    if (
        isinstance(renderer, QgsCategorizedSymbolRenderer)
        and renderer.classAttribute().strip('"') == field
    ):
        return {
            field_value(category.value()): category.symbol().color().name()
            for category in renderer.categories()
            if category.value() not in (None, "")
        }
    return kept_colours(layer, field)
